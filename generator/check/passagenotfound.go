package check

import (
	"fmt"

	"dossier/generator/dossier"
)

// passageNotFound: a passage stands in the kept copy of its source.
func passageNotFound(r *run) {
	for _, p := range r.passages {
		if p.fact != nil && p.fact.State == dossier.PassageNotFound {
			r.report(p.at(), fmt.Sprintf("the passage is not in the kept copy of %q", p.citation.SourceID), "copy its first words … last words exactly as printed, then run verify")
		}
	}
}

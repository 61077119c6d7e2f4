package check

import (
	"fmt"
	"strings"

	"dossier/generator/dossier"
)

// passageAmbiguous: a passage points to one place of its source.
func passageAmbiguous(r *run) {
	for _, p := range r.passages {
		if p.fact == nil || p.fact.State != dossier.PassageFound {
			continue
		}
		if times, ok := strings.CutPrefix(p.fact.Where, "ambiguous:"); ok {
			r.report(p.at(), fmt.Sprintf("the passage stands %s times in the kept copy of %q", times, p.citation.SourceID), "lengthen its first or last words, then run verify")
		}
	}
}

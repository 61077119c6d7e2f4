package check

import (
	"fmt"

	"dossier/generator/diag"
	"dossier/generator/dossier"
)

// sourceChanged: a source reads as it did when its passages were looked up.
func sourceChanged(r *run) {
	lost := map[*dossier.Source]int{}
	for _, p := range r.passages {
		if p.fact != nil && p.fact.State == dossier.PassageUnchecked && p.fact.Where == dossier.WhereChanged {
			lost[p.citation.Source]++
		}
	}
	for _, s := range r.Sources {
		if lost[s] > 0 {
			r.report(sourceAddress(s), fmt.Sprintf("the source has changed since its passages were looked up (%d of them)", lost[s]), "run verify")
		}
	}
}

// sourceAddress is the position of a source's URL, or of its title where it has none.
func sourceAddress(s *dossier.Source) diag.Position {
	if s.CSL.Field("URL") != "" {
		return s.At("URL")
	}
	return s.At("title")
}

package check

import (
	"fmt"

	"dossier/generator/dossier"
)

// duplicateCitation: an id names one citation of an entry.
func duplicateCitation(r *run) {
	seen := map[string]bool{}
	check := func(file *dossier.File, list []dossier.Citation) {
		seen = cleared(seen)
		for i := range list {
			id := list[i].ID
			if id != "" && seen[id] {
				r.report(file.At(indexed("citations", i)+".id"), fmt.Sprintf("the citation %q is there twice", id), "give one of them another id")
			}
			seen[id] = true
		}
	}
	for _, e := range r.Entries {
		check(&e.File, e.Citations)
	}
	for _, p := range r.Pages {
		check(&p.File, p.Citations)
	}
}

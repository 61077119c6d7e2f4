package check

import (
	"fmt"
)

// noPassage: a citation with a passage can be checked by machine.
func noPassage(r *run) {
	for _, e := range r.Entries {
		for i := range e.Citations {
			if e.Citations[i].Passage == "" && e.Citations[i].ID != "" {
				r.report(e.At(indexed("citations", i)+".id"), fmt.Sprintf("the citation %q has no passage", e.Citations[i].ID), "copy the first words … the last words of what supports the statement")
			}
		}
	}
}

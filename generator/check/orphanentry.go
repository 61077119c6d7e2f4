package check

import (
	"dossier/generator/dossier"
)

// orphanEntry: an entry is tied to another one by a relation or a link.
func orphanEntry(r *run) {
	for _, e := range r.Entries {
		if len(e.Ties) > 0 || len(e.Named) > 0 || r.linksOut(e) {
			continue
		}
		r.report(e.At("title"), "no relation or link leads to this entry or from it", "relate it to another entry, or link to it")
	}
}

// linksOut reports whether an entry's text links to another entry.
func (r *run) linksOut(e *dossier.Entry) bool {
	for _, t := range e.Texts() {
		for i := range t.Links {
			if to := r.Target(&e.File, &t.Links[i]); to.Entry != nil && to.Entry != e {
				return true
			}
		}
	}
	return false
}

package check

import (
	"fmt"

	"dossier/generator/dossier"
	"dossier/generator/markdown"
)

// unknownEntry: a relation or wikilink leads to an entry.
func unknownEntry(r *run) {
	for _, e := range r.Entries {
		for i := range e.Relations {
			if to := e.Relations[i].To; to != "" && r.Entry(to) == nil {
				r.report(e.At(indexed("relations", i)+".to"), fmt.Sprintf("there is no entry %q", to), r.entryHint(to))
			}
		}
	}
	r.links(func(t prose, l *markdown.Link, to dossier.Target) {
		if to.Fault == dossier.UnknownEntry {
			r.report(t.At(l.Span), fmt.Sprintf("there is no entry %q", l.Target), r.idHint(l.Target))
		}
	})
}

func (r *run) entryHint(id string) string {
	if hint := r.didYouMean(id, r.entryIDs()); hint != "" {
		return hint
	}
	return "an entry's id is its file name without .md"
}

// idHint guesses what a wikilink leads to: entries, sources and pages have ids.
func (r *run) idHint(id string) string {
	if r.mayGuess() {
		var ids []string
		for _, x := range r.records() {
			ids = append(ids, x.id)
		}
		if hint := r.didYouMean(id, ids); hint != "" {
			return hint
		}
	}
	return "an id is the name of a file without .md"
}

package check

import (
	"fmt"

	"dossier/generator/diag"
	"dossier/generator/dossier"
	"dossier/generator/markdown"
)

// unknownEntry: a relation or wikilink leads to an entry, and the groups of access paths name some.
func unknownEntry(r *run) {
	for _, e := range r.Entries {
		for i := range e.Relations {
			if to := e.Relations[i].To; to != "" && r.Entry(to) == nil {
				r.report(e.At(indexed("relations", i)+".to"), fmt.Sprintf("there is no entry %q", to), r.entryHint(to))
			}
		}
	}
	r.accessGroups(func(at diag.Position, id string, e *dossier.Entry) {
		if e == nil {
			r.report(at, fmt.Sprintf("there is no entry %q", id), r.entryHint(id))
		}
	})
	r.links(func(t prose, l *markdown.Link, to dossier.Target) {
		if to.Fault == dossier.UnknownEntry {
			r.report(t.At(l.Span), fmt.Sprintf("there is no entry %q", l.Target), r.idHint(l.Target))
		}
	})
}

// accessGroups walks the ids in the groups of site.yaml; e is nil where there is no such entry.
func (r *run) accessGroups(each func(at diag.Position, id string, e *dossier.Entry)) {
	for g, group := range r.Site.AccessGroups {
		for i, id := range group.IDs {
			if id != "" {
				each(r.Site.At(indexed(indexed("access.groups", g)+".entries", i)), id, r.Entry(id))
			}
		}
	}
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

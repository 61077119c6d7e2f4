package check

import (
	"fmt"
	"strings"

	"dossier/generator/dossier"
)

// unknownCitation: a mark or cite list names a citation of its entry, or a source.
func unknownCitation(r *run) {
	r.texts(func(t prose) {
		for i := range t.Groups {
			for _, m := range t.Groups[i].Marks {
				switch {
				case r.knows(t.citations, m.ID):
				case m.ID == "":
					r.report(t.At(m.Span), "the mark names no citation", "write the id of a citation or source behind the @")
				default:
					r.report(t.At(m.Span), fmt.Sprintf("there is no citation or source %q", m.ID), r.citationHint(t.citations, m.ID))
				}
			}
		}
	})
	for _, e := range r.Entries {
		citings(e, func(c citing) { r.unknownCites(e, &c) })
	}
}

// unknownCites reports what a cite list names that is not there. Package load reports what names nothing.
func (r *run) unknownCites(e *dossier.Entry, c *citing) {
	for i, cite := range c.list {
		if cite.ID == "" || r.knows(e.Citations, cite.ID) {
			continue
		}
		hint := r.citationHint(e.Citations, cite.ID)
		if i > 0 && r.knows(e.Citations, c.list[i-1].ID) && looksLikeLocator(cite.ID) {
			hint = fmt.Sprintf("a locator belongs into the quotes with its id: [\"%s, %s\"]", c.list[i-1].ID, cite.ID)
		}
		r.report(e.At(indexed(c.path(), i)), fmt.Sprintf("there is no citation or source %q", cite.ID), hint)
	}
}

// knows reports whether an id is that of a citation or source.
func (r *run) knows(citations []dossier.Citation, id string) bool {
	return id != "" && dossier.FindCitation(citations, id) != nil || r.Source(id) != nil
}

// looksLikeLocator tells "p. 3" and "¶ 7" from an id.
func looksLikeLocator(s string) bool {
	return strings.ContainsAny(s, " .¶§0123456789") && !strings.Contains(s, "-")
}

func (r *run) citationHint(citations []dossier.Citation, id string) string {
	var names []string
	for i := range citations {
		names = append(names, citations[i].ID)
	}
	if hint := r.didYouMean(id, names); hint != "" {
		return hint
	}
	if hint := r.didYouMean(id, r.sourceIDs()); hint != "" {
		return hint
	}
	return "add it to `citations`, or write the id of a source"
}

package check

import (
	"fmt"
	"strings"

	"dossier/generator/diag"
	"dossier/generator/dossier"
)

// unknownCitation: a mark or cite list names a citation of its entry, or a source.
func unknownCitation(r *run) {
	r.texts(func(t prose) {
		for i := range t.Groups {
			for _, m := range t.Groups[i].Marks {
				if dossier.FindCitation(t.citations, m.ID) == nil && r.Source(m.ID) == nil {
					r.report(t.At(m.Span), fmt.Sprintf("there is no citation or source %q", m.ID), r.citationHint(t.citations, m.ID))
				}
			}
		}
	})
	for _, e := range r.Entries {
		for _, c := range citings(e) {
			for i, cite := range c.list {
				if dossier.FindCitation(e.Citations, cite.ID) != nil || r.Source(cite.ID) != nil {
					continue
				}
				hint := ""
				if i > 0 && strings.ContainsAny(cite.ID, " .¶§0123456789") && !strings.Contains(cite.ID, "-") {
					hint = fmt.Sprintf("a locator belongs into the quotes with its id: [\"%s, %s\"]", c.list[i-1].ID, cite.ID)
				} else {
					hint = r.citationHint(e.Citations, cite.ID)
				}
				r.report(e.At(indexed(c.path, i)), fmt.Sprintf("there is no citation or source %q", cite.ID), hint)
			}
		}
	}
}

func (r *run) citationHint(citations []dossier.Citation, id string) string {
	var names []string
	for i := range citations {
		names = append(names, citations[i].ID)
	}
	if hint := diag.DidYouMean(id, names); hint != "" {
		return hint
	}
	if hint := r.didYouMean(id, r.sourceIDs()); hint != "" {
		return hint
	}
	return "add it to `citations`, or write the id of a source"
}

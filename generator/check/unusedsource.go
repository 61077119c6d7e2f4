package check

import (
	"dossier/generator/dossier"
)

// unusedSource: every source is cited somewhere, by an entry, a page or the notes on a source.
func unusedSource(r *run) {
	used := map[*dossier.Source]bool{}
	for _, s := range r.Sources {
		if len(s.Uses) > 0 || s.Reporter {
			used[s] = true
		}
	}
	r.texts(func(t prose) {
		for i := range t.Groups {
			for _, m := range t.Groups[i].Marks {
				if dossier.FindCitation(t.citations, m.ID) == nil {
					used[r.Source(m.ID)] = true
				}
			}
		}
	})
	for _, s := range r.Sources {
		if !used[s] {
			r.report(s.At("title"), "no entry cites this source", "cite it, or remove it")
		}
	}
}

package check

import (
	"fmt"

	"dossier/generator/dossier"
)

// unusedCitation: every citation of an entry supports something.
func unusedCitation(r *run) {
	for _, e := range r.Entries {
		used := map[string]bool{}
		markUsed(used, e.Texts())
		for _, t := range e.Translations {
			markUsed(used, []*dossier.Text{t.Summary, t.Body})
		}
		for _, c := range citings(e) {
			for _, cite := range c.list {
				used[cite.ID] = true
			}
		}
		r.unused(&e.File, e.Citations, used)
	}
	for _, p := range r.Pages {
		used := map[string]bool{}
		markUsed(used, p.Texts())
		r.unused(&p.File, p.Citations, used)
	}
}

func markUsed(used map[string]bool, texts []*dossier.Text) {
	for _, t := range texts {
		if t == nil {
			continue
		}
		for i := range t.Groups {
			for _, m := range t.Groups[i].Marks {
				used[m.ID] = true
			}
		}
	}
}

func (r *run) unused(file *dossier.File, list []dossier.Citation, used map[string]bool) {
	for i := range list {
		if id := list[i].ID; id != "" && !used[id] {
			r.report(file.At(indexed("citations", i)+".id"), fmt.Sprintf("the citation %q supports nothing", id), "cite it with [@"+id+"], or remove it")
		}
	}
}

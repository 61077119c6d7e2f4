package check

import (
	"fmt"

	"dossier/generator/dossier"
)

// unusedCitation: every citation of an entry supports something.
func unusedCitation(r *run) {
	used := map[string]bool{}
	for _, e := range r.Entries {
		markUsed(used, e.Summary, e.Body)
		for _, t := range e.Translations {
			markUsed(used, t.Summary, t.Body)
		}
		citings(e, func(c citing) {
			for i := range c.list {
				used[c.list[i].ID] = true
			}
		})
		used = r.unused(&e.File, e.Citations, used)
	}
	for _, p := range r.Pages {
		markUsed(used, p.Summary, p.Body)
		used = r.unused(&p.File, p.Citations, used)
	}
}

func markUsed(used map[string]bool, texts ...*dossier.Text) {
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

// unused reports the citations that are not among the used ones, and returns an empty map for the next file.
func (r *run) unused(file *dossier.File, list []dossier.Citation, used map[string]bool) map[string]bool {
	for i := range list {
		if id := list[i].ID; id != "" && !used[id] {
			r.report(file.At(indexed("citations", i)+".id"), fmt.Sprintf("the citation %q supports nothing", id), "cite it with [@"+id+"], or remove it")
		}
	}
	return cleared(used)
}

package check

import (
	"fmt"

	"dossier/generator/diag"
)

// unknownRelation: a relation's type is one of site.yaml, or the inverse of one.
func unknownRelation(r *run) {
	for _, e := range r.Entries {
		for i := range e.Relations {
			name := e.Relations[i].Type
			if t, _ := r.Site.Relation(name); t == nil && name != "" {
				r.report(e.At(indexed("relations", i)+".type"), fmt.Sprintf("there is no relation %q", name), r.relationHint(name))
			}
		}
	}
}

func (r *run) relationHint(name string) string {
	if len(r.Site.Relations) == 0 {
		return "add it to `relations` in site.yaml"
	}
	return diag.OneOf(name, r.Site.RelationNames())
}

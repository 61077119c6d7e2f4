package check

import (
	"fmt"
)

// duplicateRelation: a relation with the same ends and dates is written once, at one of its ends.
func duplicateRelation(r *run) {
	type key struct{ name, subject, object, since, until string }
	total := 0
	for _, e := range r.Entries {
		total += len(e.Relations)
	}
	first := make(map[key]string, total)
	for _, e := range r.Entries {
		for i := range e.Relations {
			rel := &e.Relations[i]
			t, inverse := r.Site.Relation(rel.Type)
			if t == nil {
				continue
			}
			k := key{t.Name, e.ID, rel.To, rel.Since.String(), rel.Until.String()}
			if inverse {
				k.subject, k.object = k.object, k.subject
			}
			if other, ok := first[k]; ok {
				r.report(e.At(indexed("relations", i)+".to"), fmt.Sprintf("the relation %q between %q and %q stands in %s already", t.Name, k.subject, k.object, other),
					"both ends show it: remove one of the two, or tell them apart by their dates")
				continue
			}
			first[k] = e.Name
		}
	}
}

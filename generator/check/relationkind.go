package check

import (
	"fmt"
	"slices"
	"strings"
)

// relationKind: a relation stands between the kinds that site.yaml allows.
func relationKind(r *run) {
	for _, e := range r.Entries {
		for i := range e.Relations {
			rel := &e.Relations[i]
			t, inverse := r.Site.Relation(rel.Type)
			other := r.Entry(rel.To)
			if t == nil || other == nil || other == e {
				continue
			}
			here, there := t.From, t.To
			if inverse {
				here, there = there, here
			}
			at := e.At(indexed("relations", i) + ".to")
			if len(here) > 0 && !slices.Contains(here, e.Kind.ID) {
				r.report(at, fmt.Sprintf("%q stands in entries of %s, and this one is of %s", rel.Type, orList(here), e.Kind.ID), "choose another relation")
			}
			if len(there) > 0 && !slices.Contains(there, other.Kind.ID) {
				r.report(at, fmt.Sprintf("%q leads to %s, and %q is of %s", rel.Type, orList(there), other.ID, other.Kind.ID), "choose another relation")
			}
		}
	}
}

func orList(words []string) string { return strings.Join(words, " or ") }

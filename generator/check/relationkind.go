package check

import (
	"fmt"
	"slices"
	"strings"

	"dossier/generator/dossier"
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
			if allows(here, e.Kind.ID) && allows(there, other.Kind.ID) {
				continue
			}
			hint := "choose another relation"
			if allows(there, e.Kind.ID) && allows(here, other.Kind.ID) {
				hint = fmt.Sprintf("did you mean %q, the other way round?", otherName(t, inverse))
			}
			at, message := e.At(indexed("relations", i)+".to"), fmt.Sprintf("%q leads to %s, and %q is of %s", rel.Type, orList(there), other.ID, other.Kind.ID)
			if !allows(here, e.Kind.ID) {
				message = fmt.Sprintf("%q stands in entries of %s, and this one is of %s", rel.Type, orList(here), e.Kind.ID)
			}
			r.report(at, message, hint)
		}
	}
}

// allows reports whether a kind is among those that may stand at an end; no list allows all.
func allows(kinds []string, kind string) bool { return len(kinds) == 0 || slices.Contains(kinds, kind) }

// otherName is the relation's name as read from its other end.
func otherName(t *dossier.RelationType, inverse bool) string {
	if inverse {
		return t.Name
	}
	return t.Inverse
}

func orList(words []string) string { return strings.Join(words, " or ") }

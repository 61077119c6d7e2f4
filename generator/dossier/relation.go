package dossier

import (
	"cmp"
	"slices"
)

// A Tie is a relation as seen from one of its ends.
type Tie struct {
	Relation *Relation
	Index    int    // of the relation in Home.Relations
	Home     *Entry // the entry that the relation is written in
	Other    *Entry // at the other end
	Type     *RelationType
	Inverse  bool // this end is the object
}

// Label reads the relation from this end: "supplied by".
func (t *Tie) Label() string {
	if t.Inverse {
		return t.Type.InverseLabel
	}
	return t.Type.Label
}

// FlowsOut reports whether data moves along a tie from this end to the other.
func (t *Tie) FlowsOut() bool {
	return t.Type.Flow == "forward" && !t.Inverse || t.Type.Flow == "back" && t.Inverse
}

// findTies puts every relation with a known type and target at both of its ends.
func (d *Dossier) findTies() {
	for _, e := range d.Entries {
		for i := range e.Relations {
			r := &e.Relations[i]
			t, inverse := d.Site.Relation(r.Type)
			other := d.entries[r.To]
			if t == nil || other == nil || other == e {
				continue
			}
			e.Ties = append(e.Ties, Tie{r, i, e, other, t, inverse})
			other.Ties = append(other.Ties, Tie{r, i, e, e, t, !inverse})
		}
	}
	rank := map[*RelationType]int{}
	for i, t := range d.Site.Relations {
		rank[t] = i
	}
	for _, e := range d.Entries {
		slices.SortStableFunc(e.Ties, func(a, b Tie) int {
			return cmp.Or(cmp.Compare(rank[a.Type], rank[b.Type]), compareBool(a.Inverse, b.Inverse),
				compareBool(a.Relation.Status == "ended", b.Relation.Status == "ended"),
				byTitle(a.Other, b.Other),
				Compare(a.Relation.Since, b.Relation.Since))
		})
	}
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// A Naming is a link to an entry that stands in another entry's text.
type Naming struct {
	By    *Entry
	Claim *Claim // the claim that it stands in, or nil
}

// findNames notes for each entry the claims elsewhere that link to it.
func (d *Dossier) findNames() {
	for _, e := range d.Entries {
		claims := map[int]*Claim{}
		for _, t := range e.Texts() {
			clear(claims)
			group := 0
			for i := range e.Claims {
				if e.Claims[i].Text == t {
					for &t.Groups[group] != e.Claims[i].Group {
						group++
					}
					claims[group] = &e.Claims[i]
				}
			}
			for i := range t.Links {
				l := &t.Links[i]
				other := d.Target(&e.File, l).Entry
				if other == nil || other == e {
					continue
				}
				n := Naming{e, claims[l.Group]}
				if last := len(other.Named) - 1; last < 0 || other.Named[last] != n {
					other.Named = append(other.Named, n)
				}
			}
		}
	}
	for _, e := range d.Entries {
		slices.SortStableFunc(e.Named, func(a, b Naming) int { return byTitle(a.By, b.By) })
	}
}

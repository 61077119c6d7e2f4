package dossier

import (
	"cmp"
	"slices"
)

// RelationAnchor begins the fragments of the relations on the pages of the entries that they are written in; their numbers,
// from 1, follow.
const RelationAnchor = "_relation"

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
	all := d.allTies()
	count := make([]int, len(d.byTitle)) // by the order of titles
	for i := range all {
		count[all[i].end.order]++
	}
	room := make([]Tie, len(all))
	for i, e := range d.byTitle {
		e.Ties, room = room[:0:count[i]], room[count[i]:]
	}
	for i := range all {
		all[i].end.Ties = append(all[i].end.Ties, all[i].Tie)
	}
	rank := map[*RelationType]int{}
	for i, t := range d.Site.Relations {
		rank[t] = i
	}
	for _, e := range d.Entries {
		slices.SortStableFunc(e.Ties, func(a, b Tie) int {
			switch {
			case a.Type != b.Type:
				return cmp.Compare(rank[a.Type], rank[b.Type])
			case a.Inverse != b.Inverse:
				return compareBool(a.Inverse, b.Inverse)
			case (a.Relation.Status == "ended") != (b.Relation.Status == "ended"):
				return compareBool(a.Relation.Status == "ended", b.Relation.Status == "ended")
			case a.Other != b.Other:
				return byTitle(a.Other, b.Other)
			}
			return Compare(a.Relation.Since, b.Relation.Since)
		})
	}
}

// An endTie is a tie with the entry at this end of it.
type endTie struct {
	Tie
	end *Entry
}

// allTies lists the ties of all entries.
func (d *Dossier) allTies() []endTie {
	total := 0
	for _, e := range d.Entries {
		total += len(e.Relations)
	}
	all := make([]endTie, 0, 2*total)
	for _, e := range d.Entries {
		for i := range e.Relations {
			r := &e.Relations[i]
			t, inverse := d.Site.Relation(r.Type)
			if other := d.entries[r.To]; t != nil && other != nil && other != e {
				all = append(all, endTie{Tie{r, i, e, other, t, inverse}, e}, endTie{Tie{r, i, e, e, t, !inverse}, other})
			}
		}
	}
	return all
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

// findNames notes for each entry the claims elsewhere that link to it, by the titles of the entries that they stand in.
func (d *Dossier) findNames() {
	for _, e := range d.byTitle {
		claim := 0 // links stand in the order of claims
		for _, t := range e.Texts() {
			for i := range t.Links {
				l := &t.Links[i]
				other := d.Target(&e.File, l).Entry
				if other == nil || other == e {
					continue
				}
				n := Naming{By: e}
				if l.Group >= 0 {
					for e.Claims[claim].Group != &t.Groups[l.Group] {
						claim++
					}
					n.Claim = &e.Claims[claim]
				}
				if last := len(other.Named) - 1; last < 0 || other.Named[last] != n {
					other.Named = append(other.Named, n)
				}
			}
		}
	}
}

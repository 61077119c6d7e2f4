package dossier

import (
	"cmp"
	"slices"
	"strings"
)

// A Use is one place that rests on a source. One of Claim, Relation, Event and Figure is set; in a page none is.
type Use struct {
	Entry    *Entry
	Page     *Page
	Claim    *Claim
	Relation *Relation
	Event    *Event
	Figure   *Figure
	Index    int // of the relation, event or figure
	Cited    Cited
}

// findUses notes for each source what rests on it.
func (d *Dossier) findUses() {
	for _, e := range d.Entries {
		add := func(u Use, cites []Cite) {
			u.Entry = e
			for _, c := range d.Cited(e.Citations, cites) {
				u.Cited = c
				c.Source.Uses = append(c.Source.Uses, u)
				if c.Citation != nil && c.Citation.Reporting != nil && c.Citation.Reporting != c.Source {
					c.Citation.Reporting.Reported = appendNew(c.Citation.Reporting.Reported, e)
				}
			}
		}
		for i := range e.Claims {
			add(Use{Claim: &e.Claims[i]}, e.Claims[i].Cites())
		}
		for i := range e.Relations {
			add(Use{Relation: &e.Relations[i], Index: i}, e.Relations[i].Cite)
		}
		for i := range e.Events {
			add(Use{Event: &e.Events[i], Index: i}, e.Events[i].Cite)
		}
		for i := range e.Figures {
			add(Use{Figure: &e.Figures[i], Index: i}, e.Figures[i].Cite)
		}
	}
	for _, p := range d.Pages {
		for _, t := range p.Texts() {
			for i := range t.Groups {
				for _, c := range d.Cited(p.Citations, GroupCites(&t.Groups[i])) {
					c.Source.Uses = append(c.Source.Uses, Use{Page: p, Cited: c})
				}
			}
		}
	}
	for _, s := range d.Sources {
		slices.SortStableFunc(s.Uses, func(a, b Use) int {
			return cmp.Or(CompareTitles(a.title(), b.title()), strings.Compare(a.id(), b.id()))
		})
		for _, id := range s.BasedOn {
			if base := d.sources[id]; base != nil {
				base.RelayedBy = append(base.RelayedBy, s)
			}
		}
	}
}

func (u *Use) title() string {
	if u.Entry != nil {
		return u.Entry.Title
	}
	return u.Page.Title
}

func (u *Use) id() string {
	if u.Entry != nil {
		return u.Entry.ID
	}
	return u.Page.ID
}

// appendNew appends an entry unless it is the last already; entries come in order.
func appendNew(list []*Entry, e *Entry) []*Entry {
	if n := len(list); n > 0 && list[n-1] == e {
		return list
	}
	return append(list, e)
}

package dossier

import (
	"cmp"
	"slices"
	"strings"
)

// A UseKind says what rests on a source.
type UseKind uint8

const (
	UseClaim    UseKind = iota // the claim Index of Entry
	UseRelation                // the relation Index of Entry
	UseEvent                   // the event Index of Entry
	UseFigure                  // the figure Index of Entry
	UsePage                    // the text of Page
)

// A Use is one place that rests on a source.
type Use struct {
	Entry    *Entry
	Page     *Page
	Citation *Citation // nil when the whole source is cited
	Locator  string    // of the mark, or ""
	Index    int32
	Kind     UseKind
}

// findUses notes for each source what rests on it.
func (d *Dossier) findUses() {
	add := func(u Use, citations []Citation, cites []Cite) {
		for _, c := range d.Cited(citations, cites) {
			u.Citation, u.Locator = c.Citation, c.Locator
			c.Source.Uses = append(c.Source.Uses, u)
			if c.Citation != nil && c.Citation.Reporting != nil && c.Citation.Reporting != c.Source && u.Entry != nil {
				c.Citation.Reporting.Reported = appendNew(c.Citation.Reporting.Reported, u.Entry)
			}
		}
	}
	for _, e := range d.Entries {
		for i := range e.Claims {
			add(Use{Entry: e, Kind: UseClaim, Index: int32(i)}, e.Citations, e.Claims[i].Cites())
		}
		for i := range e.Relations {
			add(Use{Entry: e, Kind: UseRelation, Index: int32(i)}, e.Citations, e.Relations[i].Cite)
		}
		for i := range e.Events {
			add(Use{Entry: e, Kind: UseEvent, Index: int32(i)}, e.Citations, e.Events[i].Cite)
		}
		for i := range e.Figures {
			add(Use{Entry: e, Kind: UseFigure, Index: int32(i)}, e.Citations, e.Figures[i].Cite)
		}
	}
	for _, p := range d.Pages {
		for _, t := range p.Texts() {
			for i := range t.Groups {
				add(Use{Page: p, Kind: UsePage}, p.Citations, GroupCites(&t.Groups[i]))
			}
		}
	}
	for _, s := range d.Sources {
		s.Uses = slices.Clone(s.Uses)
		slices.SortStableFunc(s.Uses, func(a, b Use) int {
			if a.Entry != nil && b.Entry != nil {
				return byTitle(a.Entry, b.Entry)
			}
			return cmp.Or(CompareTitles(a.title(), b.title()), strings.Compare(a.Owner(), b.Owner()))
		})
		for _, id := range s.BasedOn {
			if base := d.sources[id]; base != nil {
				base.RelayedBy = append(base.RelayedBy, s)
			}
		}
	}
}

// Owner is the id of the entry or page that rests on the source.
func (u *Use) Owner() string {
	if u.Entry != nil {
		return u.Entry.ID
	}
	return u.Page.ID
}

func (u *Use) title() string {
	if u.Entry != nil {
		return u.Entry.Title
	}
	return u.Page.Title
}

// appendNew appends an entry unless it is the last already; entries come in order.
func appendNew(list []*Entry, e *Entry) []*Entry {
	if n := len(list); n > 0 && list[n-1] == e {
		return list
	}
	return append(list, e)
}

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
	total := 0
	for _, e := range d.Entries {
		d.usesOf(e, func(s *Source, u Use) {
			s.uses++
			total++
			if r := u.reporter(s); r != nil {
				r.Reporter, r.Reported = true, appendNew(r.Reported, e)
			}
		})
	}
	all := make([]Use, total)
	for _, s := range d.Sources {
		s.Uses, all = all[:0:s.uses], all[s.uses:]
		s.uses = 0
	}
	add := func(s *Source, u Use) { s.Uses = append(s.Uses, u) }
	for _, e := range d.byTitle {
		d.usesOf(e, add)
	}
	if d.findPageUses(add) {
		for _, s := range d.Sources {
			slices.SortStableFunc(s.Uses, compareUses)
		}
	}
	for _, s := range d.Sources {
		for _, id := range s.BasedOn {
			if base := d.sources[id]; base != nil {
				base.RelayedBy = append(base.RelayedBy, s)
			}
		}
	}
}

// usesOf walks what of an entry rests on a source.
func (d *Dossier) usesOf(e *Entry, yield func(*Source, Use)) {
	for i := range e.Claims {
		for _, m := range e.Claims[i].Group.Marks {
			d.use(Use{Entry: e, Kind: UseClaim, Index: int32(i), Locator: m.Locator}, e.Citations, m.ID, yield)
		}
	}
	cites := func(kind UseKind, i int, list []Cite) {
		for _, c := range list {
			d.use(Use{Entry: e, Kind: kind, Index: int32(i), Locator: c.Locator}, e.Citations, c.ID, yield)
		}
	}
	for i := range e.Relations {
		cites(UseRelation, i, e.Relations[i].Cite)
	}
	for i := range e.Events {
		cites(UseEvent, i, e.Events[i].Cite)
	}
	for i := range e.Figures {
		cites(UseFigure, i, e.Figures[i].Cite)
	}
}

// findPageUses walks what of the pages rests on a source, and returns whether there is any.
func (d *Dossier) findPageUses(yield func(*Source, Use)) (any bool) {
	for _, p := range d.Pages {
		for _, t := range p.Texts() {
			for i := range t.Groups {
				for _, m := range t.Groups[i].Marks {
					d.use(Use{Page: p, Kind: UsePage, Locator: m.Locator}, p.Citations, m.ID, func(s *Source, u Use) {
						any = true
						if r := u.reporter(s); r != nil {
							r.Reporter = true
						}
						yield(s, u)
					})
				}
			}
		}
	}
	return any
}

// use yields the source that an id leads to, if there is one.
func (d *Dossier) use(u Use, list []Citation, id string, yield func(*Source, Use)) {
	if u.Citation = FindCitation(list, id); u.Citation == nil {
		if s := d.sources[id]; s != nil {
			yield(s, u)
		}
	} else if s := u.Citation.Source; s != nil {
		yield(s, u)
	}
}

// reporter is who found first what a use of a source says, if its citation names another source for that.
func (u *Use) reporter(s *Source) *Source {
	if u.Citation == nil || u.Citation.Reporting == s {
		return nil
	}
	return u.Citation.Reporting
}

// compareUses orders uses by title.
func compareUses(a, b Use) int {
	if a.Entry != nil && b.Entry != nil {
		return byTitle(a.Entry, b.Entry)
	}
	return cmp.Or(CompareTitles(a.title(), b.title()), strings.Compare(a.Owner(), b.Owner()))
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

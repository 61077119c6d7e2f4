// Package dossier is the model of a sourced dossier: entries, sources, claims, relations, figures, origins and the
// indexes over them. It does no I/O. New works out everything that is derived; afterwards nothing changes.
//
// What an author may have got wrong is kept as it was written and left for package check: an id that leads nowhere is
// a nil pointer here, never a panic.
package dossier

import (
	"cmp"
	"slices"
	"strings"

	"dossier/generator/slab"
)

// A Dossier is the whole content, complete and frozen.
type Dossier struct {
	Site         *Site
	Entries      []*Entry  // by kind in the order of the site, then by id
	Sources      []*Source // by id
	Pages        []*Page   // by id
	Translations []*Translation
	Assets       []Asset // by name

	// Lock is content/evidence.lock, nil when there is none; LockName is its name as shown to the user.
	Lock     *Lock
	LockName string

	byTitle  []*Entry // all entries
	entries  map[string]*Entry
	sources  map[string]*Source
	pages    map[string]*Page
	assets   map[string]bool
	measures map[string][]FigureRef
	events   []EventRef
	hidden   map[string]string // titles of drafts that are left out, by id
	numbers  int               // of sources
}

// New freezes a dossier: it resolves ids and works out claims, ties, names, origins and contested figures. Lists need not
// be sorted. Of things with the same id the first by file name is found by that id.
func New(d *Dossier) *Dossier {
	slices.SortFunc(d.Entries, func(a, b *Entry) int {
		return cmp.Or(cmp.Compare(d.kindIndex(a.Kind), d.kindIndex(b.Kind)), strings.Compare(a.ID, b.ID), strings.Compare(a.Name, b.Name))
	})
	slices.SortFunc(d.Sources, func(a, b *Source) int { return strings.Compare(a.Name, b.Name) })
	slices.SortFunc(d.Pages, func(a, b *Page) int { return strings.Compare(a.Name, b.Name) })
	slices.SortFunc(d.Translations, func(a, b *Translation) int { return strings.Compare(a.Name, b.Name) })
	slices.SortFunc(d.Assets, func(a, b Asset) int { return strings.Compare(a.Name, b.Name) })
	d.orderTitles()
	d.index()
	for _, s := range d.Sources {
		d.traceRoots(s)
	}
	d.resolveCitations()
	d.linkTranslations()
	EachWith(len(d.Entries), newNumbering, func(n *numbering, i int) { d.Entries[i].findClaims(n) })
	finds := []func(){d.findUses, d.findTies, d.findNames, d.groupFigures, d.findEvents, d.fillPlaces} // each fills fields of its own
	Each(len(finds), func(i int) { finds[i]() })
	return d
}

func (d *Dossier) kindIndex(k *Kind) int { return slices.Index(d.Site.Kinds, k) }

// orderTitles numbers the entries in the order of their titles, then of their ids.
func (d *Dossier) orderTitles() {
	type titled struct {
		folded string
		entry  *Entry
	}
	order := make([]titled, len(d.Entries))
	for i, e := range d.Entries {
		order[i] = titled{strings.ToLower(e.Title), e}
	}
	slices.SortStableFunc(order, func(a, b titled) int {
		return cmp.Or(strings.Compare(a.folded, b.folded), strings.Compare(a.entry.Title, b.entry.Title), strings.Compare(a.entry.ID, b.entry.ID))
	})
	d.byTitle = make([]*Entry, len(order))
	for i, t := range order {
		d.byTitle[i], t.entry.order = t.entry, i
	}
}

// index fills the maps by id and the lists of kinds.
func (d *Dossier) index() {
	d.entries, d.sources = make(map[string]*Entry, len(d.Entries)), make(map[string]*Source, len(d.Sources))
	d.pages, d.assets = map[string]*Page{}, map[string]bool{}
	var paths slab.Strings
	for _, e := range d.Entries {
		e.up = paths.String(up + e.Kind.ID + "/" + e.ID + ".html")
		if d.entries[e.ID] == nil {
			d.entries[e.ID] = e
		}
	}
	for _, e := range d.byTitle {
		e.Kind.Entries = append(e.Kind.Entries, e)
	}
	d.numbers = len(d.Sources)
	for i, s := range d.Sources {
		s.Number, s.up = i, paths.String(up+"sources/"+s.ID+".html")
		if d.sources[s.ID] == nil {
			d.sources[s.ID] = s
		}
	}
	for _, p := range d.Pages {
		if d.pages[p.ID] == nil {
			d.pages[p.ID] = p
		}
	}
	for _, a := range d.Assets {
		d.assets[a.Name] = true
	}
}

// byTitle orders entries for readers.
func byTitle(a, b *Entry) int { return cmp.Compare(a.order, b.order) }

// CompareTitles orders titles for readers: without regard to case.
func CompareTitles(a, b string) int {
	return cmp.Or(strings.Compare(strings.ToLower(a), strings.ToLower(b)), strings.Compare(a, b))
}

// Entry returns an entry by id, or nil.
func (d *Dossier) Entry(id string) *Entry { return d.entries[id] }

// Source returns a source by id, or nil.
func (d *Dossier) Source(id string) *Source { return d.sources[id] }

// SourceNumbers is above the Number of every source, those included that are left out of Sources.
func (d *Dossier) SourceNumbers() int { return d.numbers }

// Page returns a plain page by id, or nil.
func (d *Dossier) Page(id string) *Page { return d.pages[id] }

func (d *Dossier) resolveCitations() {
	resolve := func(list []Citation) {
		for i := range list {
			list[i].Source, list[i].Reporting = d.sources[list[i].SourceID], d.sources[list[i].ReportingID]
		}
	}
	for _, e := range d.Entries {
		resolve(e.Citations)
	}
	for _, p := range d.Pages {
		resolve(p.Citations)
	}
}

func (d *Dossier) linkTranslations() {
	for _, t := range d.Translations {
		if t.Kind == "pages" {
			if p := d.pages[t.ID]; p != nil {
				p.Translations = append(p.Translations, t)
				t.Found, t.Original = true, cmp.Or(p.Updated, p.Published)
			}
		} else if e := d.entries[t.ID]; e != nil && e.Kind.ID == t.Kind {
			e.Translations = append(e.Translations, t)
			t.Found, t.Original = true, e.LastChange()
		}
	}
}

func (d *Dossier) fillPlaces() {
	for _, e := range d.byTitle {
		for _, code := range e.Places {
			if p := d.Site.Place(code); p != nil && (len(p.Entries) == 0 || p.Entries[len(p.Entries)-1] != e) {
				p.Entries = append(p.Entries, e)
			}
		}
	}
}

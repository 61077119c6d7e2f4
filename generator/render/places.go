package render

import (
	"strings"

	"dossier/generator/dossier"
)

const placesIndex = "places/index.html"

// fewEntries is how many entries of a place the list of places names; of more it says how many there are of each kind.
const fewEntries = 12

// A placeList is what is connected with one place.
type placeList struct {
	*dossier.Place
	country *dossier.Place   // of which it is a part, or nil
	entries []*dossier.Entry // by kind, then by title
	events  []int32          // in the events of the dossier
}

// places are the places that an entry names, by code. The others have no page.
func (r *Renderer) places() []*placeList {
	var list []*placeList
	for _, p := range r.dossier.Site.Places {
		if len(p.Entries) == 0 {
			continue
		}
		place := &placeList{Place: p, events: r.dossier.EventsOf(p.Entries)}
		if country, _, part := strings.Cut(p.Code, "-"); part {
			place.country = r.dossier.Site.Place(country)
		}
		for _, k := range r.dossier.Site.Kinds {
			for _, e := range p.Entries {
				if e.Kind == k {
					place.entries = append(place.entries, e)
				}
			}
		}
		list = append(list, place)
	}
	return list
}

// pages counts the pages of a place: its entries and events go on from page to page.
func (p *placeList) pages() int { return max(split(len(p.entries)), split(len(p.events))) }

func (w *worker) placePage(place *placeList, page, of int) any {
	path := numbered(place.Path(), page)
	p := &PlacePage{Base: w.base("place", path, pageTitle(place.Name, page), "Entries connected with "+place.Name+", and what happened there"),
		Name: place.Name, Code: place.Code, Count: len(place.entries), Events: len(place.events), Pages: pager(place.Path(), page, of)}
	if place.country != nil {
		p.Country = w.placeLink(place.country, path)
	}
	for _, e := range pageOf(place.entries, page) {
		if last := len(p.Kinds) - 1; last < 0 || p.Kinds[last].KindID != e.Kind.ID {
			p.Kinds = append(p.Kinds, PlaceKind{Link: link(e.Kind.Many, path, e.Kind.Path()), ID: placeAnchor(e.Kind), KindID: e.Kind.ID})
		}
		group := &p.Kinds[len(p.Kinds)-1]
		group.Entries = append(group.Entries, w.entryLine(e, path))
	}
	p.Years = w.years(place.events, page, path)
	for _, k := range p.Kinds {
		p.Index = append(p.Index, Link{k.Text, "#" + k.ID})
	}
	if len(p.Years) > 0 {
		p.Index = append(p.Index, Link{"Timeline", "#_timeline"})
	}
	return p
}

func placeAnchor(k *dossier.Kind) string { return "_kind-" + k.ID }

// placeLink leads to the page of a place, or nowhere where it has none.
func (w *worker) placeLink(p *dossier.Place, from string) Link {
	if len(p.Entries) == 0 {
		return Link{Text: p.Name}
	}
	return link(p.Name, from, p.Path())
}

func (w *worker) placesPage(places []*placeList, page, of int) any {
	path := numbered(placesIndex, page)
	p := &PlacesPage{Base: w.base("places", path, pageTitle("Places", page), "What is connected with each country and each of its parts"),
		Count: len(places), Pages: pager(placesIndex, page, of)}
	var country *dossier.Place
	for _, place := range pageOf(places, page) {
		line := w.placeLine(place, path)
		if place.country == nil {
			country = place.Place
			p.Countries = append(p.Countries, Country{PlaceLine: line})
			continue
		}
		if place.country != country {
			country = place.country
			p.Countries = append(p.Countries, Country{PlaceLine: PlaceLine{Link: w.placeLink(country, path)}})
		}
		last := &p.Countries[len(p.Countries)-1]
		last.Parts = append(last.Parts, line)
	}
	return p
}

// placeLine says what is connected with a place: the entries themselves where they are few, else the kinds on its page.
func (w *worker) placeLine(place *placeList, path string) PlaceLine {
	line := PlaceLine{Link: link(place.Name, path, place.Path()), Count: len(place.entries), Events: len(place.events)}
	for i, e := range place.entries {
		if len(place.entries) <= fewEntries {
			line.Entries = append(line.Entries, EntryLine{Link: Link{e.Title, e.LinkFrom(path)}, KindID: e.Kind.ID, One: e.Kind.One})
			continue
		}
		if last := len(line.Kinds) - 1; last < 0 || line.Kinds[last].Kind != e.Kind.ID {
			first := link(e.Kind.Many, path, numbered(place.Path(), i/foldAt+1)+"#"+placeAnchor(e.Kind))
			line.Kinds = append(line.Kinds, FilterLine{MenuItem{Link: first, Kind: e.Kind.ID}, 0})
		}
		line.Kinds[len(line.Kinds)-1].Count++
	}
	return line
}

package render

import (
	"slices"

	"dossier/generator/dossier"
)

// latestChanges is how many changes the home page shows, and how many entries of a featured kind.
const latestChanges = 12

func (w *worker) homePage(table *accessTable) any {
	d := w.dossier
	p := &HomePage{Base: w.base("home", "index.html", d.Site.Title, d.Site.Description), Entries: len(d.Entries), Sources: len(d.Sources)}
	p.Linked = w.linkedSite()
	if len(d.Entries) > 0 {
		p.Feeds = []Feed{atomFeed("Latest changes", "index.html", "feed.xml"), {link("the same as JSON", "index.html", "feed.json"), "application/feed+json"}}
	}
	for _, k := range d.Site.Kinds {
		p.Kinds = append(p.Kinds, KindCard{link(k.Many, "index.html", k.Path()), k.ID, k.About, len(k.Entries)})
		if k.Featured && len(k.Entries) > 0 {
			f := FeaturedKind{Link: link(k.Many, "index.html", k.Path()), ID: k.ID, About: k.About}
			for _, e := range k.Entries[:min(latestChanges, len(k.Entries))] {
				f.Entries = append(f.Entries, w.entryLine(e, "index.html"))
			}
			p.Featured = append(p.Featured, f)
		}
	}
	p.Access = w.smallTable(table)
	changed := slices.Clone(d.Entries)
	slices.SortStableFunc(changed, func(a, b *dossier.Entry) int { return dossier.Compare(b.LastChange(), a.LastChange()) })
	for _, e := range changed[:min(latestChanges, len(changed))] {
		line := w.entryLine(e, "index.html")
		line.Date = e.LastChange().Words()
		p.Latest = append(p.Latest, line)
	}
	for _, e := range d.Entries {
		p.Claims += len(e.Claims)
	}
	p.Example = w.example()
	return p
}

// example is the first claim whose citation has a passage, in the entry with the most claims.
func (w *worker) example() *Example {
	var best *dossier.Entry
	for _, e := range w.dossier.Entries {
		if len(e.Claims) > 0 && (best == nil || len(e.Claims) > len(best.Claims)) {
			best = e
		}
	}
	if best == nil {
		return nil
	}
	for i := range best.Claims {
		c := &best.Claims[i]
		for _, cited := range w.dossier.Cited(best.Citations, c.Cites()) {
			if cited.Citation != nil && cited.Citation.Passage != "" {
				return &Example{Entry: Link{best.Title, best.LinkFrom("index.html")},
					Claim:  Link{excerpt(w.dossier.ClaimText(c)), best.Path() + "#" + c.Anchor()},
					Source: Link{w.about(cited.Source).name, cited.Source.LinkFrom("index.html")}, Passage: quoted(cited.Citation.Passage), State: w.state(best.ID, cited.Citation).short}
			}
		}
	}
	return nil
}

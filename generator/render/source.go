package render

import (
	"dossier/generator/dossier"
)

func (w *worker) sourcePage(s *dossier.Source) any {
	path := s.Path()
	p := &SourcePage{Base: w.base("source", path, w.anchors[s]+": "+s.CSL.Title, "What rests on this source: "+referenceText(&s.CSL))}
	p.Name = s.CSL.Title
	p.Reference, p.Type, p.Tier, p.TierAbout = w.refs[s], s.CSL.Type, s.Tier, tierAbout(s.Tier)
	p.Live = live(s)
	if s.Archived != nil && isWeb(s.Archived.URL) {
		p.Archived = &External{"archived " + s.Archived.Date.Words(), s.Archived.URL}
	}
	for _, id := range s.BasedOn {
		if base := w.dossier.Source(id); base != nil {
			p.BasedOn = append(p.BasedOn, Link{w.anchors[base] + ": " + base.CSL.Title, base.LinkFrom(path)})
		}
	}
	for _, root := range s.Roots {
		if root != s {
			p.Origins = append(p.Origins, Link{w.anchors[root] + ": " + root.CSL.Title, root.LinkFrom(path)})
		}
	}
	for _, other := range s.RelayedBy {
		p.RelayedBy = append(p.RelayedBy, Link{w.anchors[other] + ": " + other.CSL.Title, other.LinkFrom(path)})
	}
	for _, e := range s.Reported {
		p.Reported = append(p.Reported, Link{e.Title, e.LinkFrom(path)})
	}
	p.Picture = w.originPicture(s, path)
	sheet := w.sheet(path, s.ID, nil)
	p.Notes = sheet.fill(s.Notes, nil)
	p.References = sheet.references()
	p.Used, p.Statements = w.used(s, path)
	return p
}

func referenceText(c *dossier.CSL) string {
	text := ""
	for _, run := range c.Reference() {
		text += run.Text
	}
	return text
}

// tierAbout says what a tier means.
func tierAbout(tier string) string {
	switch tier {
	case "primary":
		return "a document or official record"
	case "secondary":
		return "reporting or analysis of its own"
	case "tertiary":
		return "a rewrite or repost of what others found"
	}
	return ""
}

// used lists what rests on a source, entry by entry.
func (w *worker) used(s *dossier.Source, path string) (NamedList, int) {
	var list NamedList
	for i := range s.Uses {
		u := &s.Uses[i]
		title, to, kind, one := "", "", "", ""
		if u.Entry != nil {
			title, to, kind, one = u.Entry.Title, u.Entry.Path(), u.Entry.Kind.ID, u.Entry.Kind.One
		} else {
			title, to, one = u.Page.Title, u.Page.Path(), "Page"
		}
		href := dossier.Relative(path, to)
		if last := len(list.Lines) - 1; last < 0 || list.Lines[last].Entry.Href != href {
			list.Lines = append(list.Lines, NamedLine{Entry: Link{title, href}, KindID: kind, One: one})
		}
		line := &list.Lines[len(list.Lines)-1]
		use := w.useLine(u, href)
		if len(line.Uses) > 0 && u.Citation == s.Uses[i-1].Citation { // the passage stands above
			use.Passage, use.State = "", ""
		}
		line.Uses = append(line.Uses, use)
	}
	fold(&list)
	return list, len(s.Uses)
}

// useLine is one use in words.
func (w *worker) useLine(u *dossier.Use, href string) UseLine {
	line := UseLine{Locator: u.Locator}
	if c := u.Citation; c != nil {
		line.Passage, line.State = quoted(c.Passage), w.state(u.Owner(), c).Short
		if line.Locator == "" {
			line.Locator = c.Locator
		}
	}
	switch u.Kind {
	case dossier.UseClaim:
		c := &u.Entry.Claims[u.Index]
		line.What, line.Text = "claim", Link{excerpt(w.dossier.ClaimText(c)), href + "#" + c.Anchor()}
	case dossier.UseRelation:
		line.What, line.Text = "relation", Link{w.relationWords(&u.Entry.Relations[u.Index]), href + "#" + relationAnchor(int(u.Index))}
	case dossier.UseEvent:
		e := &u.Entry.Events[u.Index]
		line.What, line.Text = "event", Link{e.Date.Point() + ": " + e.Title, href + "#" + eventAnchor(int(u.Index))}
	case dossier.UseFigure:
		f := &u.Entry.Figures[u.Index]
		line.What, line.Text = "figure", Link{f.Label + ": " + figureValue(f), href + "#" + f.Anchor()}
	case dossier.UsePage:
		line.What, line.Text = "page", Link{"Cited in the text", href}
	}
	return line
}

// relationWords reads a relation without its subject: "supplied by Palantir".
func (w *worker) relationWords(r *dossier.Relation) string {
	label := r.Type
	if t, inverse := w.dossier.Site.Relation(r.Type); t != nil {
		label = t.Label
		if inverse {
			label = t.InverseLabel
		}
	}
	other := r.To
	if e := w.dossier.Entry(other); e != nil {
		other = e.Title
	}
	return label + " " + other
}

package render

import (
	"dossier/generator/dossier"
)

func (w *worker) sourcePage(s *dossier.Source) any {
	path := s.Path()
	p := &SourcePage{Base: w.base("source", path, s.CSL.Title, "What rests on this source: "+referenceText(&s.CSL))}
	p.Reference, p.Type, p.Tier, p.TierAbout = w.refs[s], s.CSL.Type, s.Tier, tierAbout(s.Tier)
	p.Live = live(s, nil, "")
	if s.Archived != nil && isWeb(s.Archived.URL) {
		p.Archived = &External{"archived " + s.Archived.Date.Words(), s.Archived.URL}
	}
	for _, id := range s.BasedOn {
		if base := w.dossier.Source(id); base != nil {
			p.BasedOn = append(p.BasedOn, link(w.anchors[base]+": "+base.CSL.Title, path, base.Path()))
		}
	}
	for _, root := range s.Roots {
		if root != s {
			p.Origins = append(p.Origins, link(w.anchors[root]+": "+root.CSL.Title, path, root.Path()))
		}
	}
	for _, other := range s.RelayedBy {
		p.RelayedBy = append(p.RelayedBy, link(w.anchors[other]+": "+other.CSL.Title, path, other.Path()))
	}
	for _, e := range s.Reported {
		p.Reported = append(p.Reported, link(e.Title, path, e.Path()))
	}
	sheet := w.sheet(path, nil)
	p.Notes = sheet.fill(s.Notes, nil)
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
		line.Uses = append(line.Uses, w.useLine(u, href))
	}
	fold(&list)
	return list, len(s.Uses)
}

// useLine is one use in words.
func (w *worker) useLine(u *dossier.Use, href string) UseLine {
	line := UseLine{Locator: locator(u.Cited)}
	if c := u.Cited.Citation; c != nil {
		line.Passage, line.State = quoted(c.Passage), w.state(c)
	}
	switch {
	case u.Claim != nil:
		line.What, line.Text = "claim", Link{oneLine(w.dossier.ClaimText(u.Claim)), href + "#" + u.Claim.Anchor()}
	case u.Relation != nil:
		line.What, line.Text = "relation", Link{w.relationWords(u), href + "#_relation" + itoa(u.Index+1)}
	case u.Event != nil:
		line.What, line.Text = "event", Link{u.Event.Date.Point() + ": " + u.Event.Title, href + "#_event" + itoa(u.Index+1)}
	case u.Figure != nil:
		line.What, line.Text = "figure", Link{u.Figure.Label + ": " + figureValue(u.Figure), href + "#" + u.Figure.Anchor()}
	default:
		line.What = "page"
		line.Text = Link{"Cited in the text", href}
	}
	return line
}

// relationWords reads a relation as a sentence: "ICM: supplied by Palantir".
func (w *worker) relationWords(u *dossier.Use) string {
	label := u.Relation.Type
	if t, inverse := w.dossier.Site.Relation(u.Relation.Type); t != nil {
		label = t.Label
		if inverse {
			label = t.InverseLabel
		}
	}
	other := u.Relation.To
	if e := w.dossier.Entry(other); e != nil {
		other = e.Title
	}
	return label + " " + other
}

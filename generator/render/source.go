package render

import (
	"dossier/generator/dossier"
)

func (w *worker) sourcePage(s *dossier.Source) any {
	path := s.Path()
	about := w.about(s)
	text := &w.memory.text
	p := &w.memory.source
	*p = SourcePage{Base: w.base("source", path, text.Join(about.name, ": ", s.CSL.Title), text.Join("What rests on this source: ", about.text))}
	p.Meta, p.Name = citeSource(&s.CSL), s.CSL.Title
	p.Reference, p.Type, p.Tier, p.TierAbout = about.reference, s.CSL.Type, s.Tier, tierAbout(s.Tier)
	p.Live, p.Archived = orNil(&about.live), orNil(&about.archived)
	for _, id := range s.BasedOn {
		if base := w.dossier.Source(id); base != nil {
			p.BasedOn = append(p.BasedOn, w.titledLink(base, path))
		}
	}
	for _, root := range s.Roots {
		if root != s {
			p.Origins = append(p.Origins, w.titledLink(root, path))
		}
	}
	for _, other := range s.RelayedBy {
		p.RelayedBy = append(p.RelayedBy, w.titledLink(other, path))
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

// titledLink leads to the page of a source.
func (w *worker) titledLink(s *dossier.Source, path string) Link {
	return Link{w.memory.text.Join(w.about(s).name, ": ", s.CSL.Title), s.LinkFrom(path)}
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
	list := NamedList{Lines: w.memory.named.take(len(s.Uses))[:0]}
	lines := w.memory.uses.take(len(s.Uses)) // of all entries, one after the other
	from := 0
	for i := range s.Uses {
		u := &s.Uses[i]
		first := i == 0 || s.Uses[i-1].Entry != u.Entry || s.Uses[i-1].Page != u.Page
		if first {
			list.Lines = append(list.Lines, userLine(u, path))
			from = i
		}
		user := &list.Lines[len(list.Lines)-1]
		w.useLine(&lines[i], u, user.Entry.Href)
		if first || u.Citation != s.Uses[i-1].Citation {
			w.passageLine(&lines[i], u)
		}
		user.Uses = lines[from : i+1]
	}
	fold(&list)
	return list, len(s.Uses)
}

// userLine is the entry or page of a use.
func userLine(u *dossier.Use, path string) NamedLine {
	if u.Entry != nil {
		return NamedLine{Entry: Link{u.Entry.Title, u.Entry.LinkFrom(path)}, KindID: u.Entry.Kind.ID, One: u.Entry.Kind.One}
	}
	return NamedLine{Entry: link(u.Page.Title, path, u.Page.Path()), One: "Page"}
}

// passageLine adds the passage that a use rests on, unless it stands above.
func (w *worker) passageLine(line *UseLine, u *dossier.Use) {
	if c := u.Citation; c != nil {
		line.Passage, line.State = quoted(c.Passage), w.state(u.Owner(), c).short
	}
}

// useLine is one use in words, on the page that href leads to.
func (w *worker) useLine(line *UseLine, u *dossier.Use, href string) {
	line.Locator = u.Locator
	if line.Locator == "" && u.Citation != nil {
		line.Locator = u.Citation.Locator
	}
	text := &w.memory.text
	switch u.Kind {
	case dossier.UseClaim:
		line.What, line.Text = "claim", w.claimLink(&u.Entry.Claims[u.Index], href)
	case dossier.UseRelation:
		line.What = "relation"
		line.Text = Link{w.relationWords(&u.Entry.Relations[u.Index]), text.Join(href, w.anchors.relation.href(int(u.Index)+1))}
	case dossier.UseEvent:
		e := &u.Entry.Events[u.Index]
		line.What = "event"
		w.scratch = append(e.Date.AppendPoint(w.scratch[:0]), ": "...)
		line.Text = Link{text.Bytes(append(w.scratch, e.Title...)), text.Join(href, w.anchors.event.href(int(u.Index)+1))}
	case dossier.UseFigure:
		f := &u.Entry.Figures[u.Index]
		line.What, line.Text = "figure", Link{text.Join(f.Label, ": ", figureValue(f)), text.Join(href, "#", f.Anchor())}
	case dossier.UsePage:
		line.What, line.Text = "page", Link{"Cited in the text", href}
	}
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
	return w.memory.text.Join(label, " ", other)
}

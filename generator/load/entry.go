package load

import (
	"fmt"
	"strings"

	"go.yaml.in/yaml/v4"

	"dossier/generator/dossier"
)

// entry reads an entry.
func (d *decoder) entry(root *yaml.Node, kind *dossier.Kind, id string) *dossier.Entry {
	e := &dossier.Entry{Kind: kind, ID: id}
	var summary *yaml.Node
	for name, n := range d.fields(root, d.file.At(""), d.groups.entry) {
		switch name {
		case "title":
			e.Title = d.required(n, name)
		case "summary":
			summary = n
		case "aka":
			e.AKA = d.strings(n, name)
		case "status":
			e.Status = d.oneOf(n, name, statuses())
		case "since":
			e.Since = d.date(n, name)
		case "until":
			e.Until = d.date(n, name)
		case "places":
			e.Places = d.strings(n, name)
		case "published":
			e.Published = d.day(n, name)
		case "updated":
			e.Updated = d.day(n, name)
		case "redirects":
			e.Redirects = d.strings(n, name)
		case "draft":
			e.Draft = d.boolean(n, name)
		case "citations":
			e.Citations = d.citations(n, name)
		case "relations":
			e.Relations = d.relations(n, name)
		case "events":
			e.Events = d.events(n, name)
		case "figures":
			e.Figures = d.figures(n, name)
		case "corrections":
			e.Corrections = d.corrections(n, name)
		}
	}
	e.File = d.file
	if summary != nil {
		e.Summary = d.markdownField(summary, "summary", &e.File)
	}
	e.Body = d.body(&e.File)
	return e
}

func (d *decoder) citations(n *yaml.Node, name string) []dossier.Citation {
	out := d.memory.citations.Make(length(n))
	for _, item := range d.records(n, name) {
		var c dossier.Citation
		for name, n := range d.fields(item, d.at(item), d.groups.citation) {
			switch name {
			case "id":
				c.ID = d.id(n, name)
			case "source":
				c.SourceID = d.required(n, name)
			case "passage":
				c.Passage = d.passage(n, name)
			case "locator":
				c.Locator = d.scalar(n, name)
			case "reporting":
				c.ReportingID = d.required(n, name)
			case "note":
				c.Note = d.str(n, name)
			}
		}
		out = append(out, c)
	}
	return out
}

// passage reads a passage: the whole phrase, or first words and last words with one ellipsis between.
func (d *decoder) passage(n *yaml.Node, name string) string {
	s := d.str(n, name)
	if strings.Count(s, "…")+strings.Count(s, "...") > 1 {
		d.diags.Add(d.at(n), "bad-value", "a passage has one ellipsis at most", "write the first words … the last words; use a second citation for a second passage")
	}
	return s
}

// cite reads a list of ids with locators.
func (d *decoder) cite(n *yaml.Node, name string) []dossier.Cite {
	out := d.cites.Make(length(n))
	for i, item := range d.items(n, name) {
		written := d.scalar(item, indexed(name, i))
		id, locator, _ := strings.Cut(written, ",")
		c := dossier.Cite{ID: strings.TrimPrefix(strings.TrimSpace(id), "@"), Locator: strings.TrimSpace(locator)}
		if r := resolve(item); c.ID == "" && r.Kind == yaml.ScalarNode && (written != "" || r.Tag == "!!str") {
			d.diags.Add(d.at(item), "missing-field", fmt.Sprintf("%q names no citation", indexed(name, i)), "write the id of a citation or source, then its locator: \"my-citation, p. 3\"")
		}
		out = append(out, c)
	}
	if r := resolve(n); r.Kind == yaml.SequenceNode && len(out) == 0 {
		d.diags.Add(d.at(n), "missing-field", "\"cite\" names no citation", "every statement needs one: cite: [my-citation]")
	}
	return out
}

func (d *decoder) relations(n *yaml.Node, name string) []dossier.Relation {
	out := d.memory.relations.Make(length(n))
	for _, item := range d.records(n, name) {
		var r dossier.Relation
		for name, n := range d.fields(item, d.at(item), d.groups.relation) {
			switch name {
			case "type":
				r.Type = d.required(n, name)
			case "to":
				r.To = d.required(n, name)
			case "since":
				r.Since = d.date(n, name)
			case "until":
				r.Until = d.date(n, name)
			case "status":
				r.Status = d.oneOf(n, name, statuses())
			case "note":
				r.Note = d.str(n, name)
			case "cite":
				r.Cite = d.cite(n, name)
			}
		}
		out = append(out, r)
	}
	return out
}

func (d *decoder) events(n *yaml.Node, name string) []dossier.Event {
	out := d.memory.events.Make(length(n))
	for _, item := range d.records(n, name) {
		var e dossier.Event
		for name, n := range d.fields(item, d.at(item), d.groups.event) {
			switch name {
			case "date":
				e.Date = d.date(n, name)
			case "title":
				e.Title = d.required(n, name)
			case "note":
				e.Note = d.str(n, name)
			case "cite":
				e.Cite = d.cite(n, name)
			}
		}
		out = append(out, e)
	}
	return out
}

func (d *decoder) figures(n *yaml.Node, name string) []dossier.Figure {
	out := d.memory.figures.Make(length(n))
	for _, item := range d.records(n, name) {
		var f dossier.Figure
		for name, n := range d.fields(item, d.at(item), d.groups.figure) {
			switch name {
			case "id":
				f.ID = d.id(n, name)
			case "measure":
				f.Measure = d.id(n, name)
			case "label":
				f.Label = d.required(n, name)
			case "value":
				f.Value = d.number(n, name)
			case "unit":
				f.Unit = d.str(n, name)
			case "date":
				f.Date = d.date(n, name)
			case "until":
				f.Until = d.date(n, name)
			case "qualifier":
				f.Qualifier = d.oneOf(n, name, qualifiers())
			case "note":
				f.Note = d.str(n, name)
			case "cite":
				f.Cite = d.cite(n, name)
			}
		}
		out = append(out, f)
	}
	return out
}

func (d *decoder) corrections(n *yaml.Node, name string) []dossier.Correction {
	out := d.memory.corrections.Make(length(n))
	for _, item := range d.records(n, name) {
		var c dossier.Correction
		for name, n := range d.fields(item, d.at(item), d.groups.correction) {
			switch name {
			case "date":
				c.Date = d.day(n, name)
			case "text":
				c.Text = d.required(n, name)
			}
		}
		out = append(out, c)
	}
	return out
}

// page reads a plain page.
func (d *decoder) page(root *yaml.Node, id string) *dossier.Page {
	p := &dossier.Page{ID: id}
	var summary *yaml.Node
	for name, n := range d.fields(root, d.file.At(""), d.groups.page) {
		switch name {
		case "title":
			p.Title = d.required(n, name)
		case "summary":
			summary = n
		case "published":
			p.Published = d.day(n, name)
		case "updated":
			p.Updated = d.day(n, name)
		case "redirects":
			p.Redirects = d.strings(n, name)
		case "draft":
			p.Draft = d.boolean(n, name)
		case "citations":
			p.Citations = d.citations(n, name)
		}
	}
	p.File = d.file
	if summary != nil {
		p.Summary = d.markdownField(summary, "summary", &p.File)
	}
	p.Body = d.body(&p.File)
	return p
}

// translation reads a translation of an entry or page.
func (d *decoder) translation(root *yaml.Node, folder, id, lang string) *dossier.Translation {
	t := &dossier.Translation{Kind: folder, ID: id, Lang: lang}
	var summary *yaml.Node
	for name, n := range d.fields(root, d.file.At(""), d.groups.translation) {
		switch name {
		case "title":
			t.Title = d.required(n, name)
		case "summary":
			summary = n
		case "published":
			t.Published = d.day(n, name)
		case "updated":
			t.Updated = d.day(n, name)
		case "draft":
			t.Draft = d.boolean(n, name)
		}
	}
	t.File = d.file
	if summary != nil {
		t.Summary = d.markdownField(summary, "summary", &t.File)
	}
	t.Body = d.body(&t.File)
	return t
}

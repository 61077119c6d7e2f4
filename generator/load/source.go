package load

import (
	"fmt"
	"slices"

	"go.yaml.in/yaml/v4"

	"dossier/generator/diag"
	"dossier/generator/dossier"
)

// source reads a source.
func (d *decoder) source(root *yaml.Node, id string) *dossier.Source {
	s := &dossier.Source{ID: id}
	s.CSL.Fields = map[string]string{}
	for name, n := range d.fields(root, d.file.At(""), d.groups.source) {
		switch name {
		case "type":
			s.CSL.Type = d.oneOf(n, name, cslTypes())
		case "title":
			s.CSL.Title = d.required(n, name)
		case "tier":
			s.Tier = d.oneOf(n, name, tiers())
		case "based-on":
			s.BasedOn = d.strings(n, name)
		case "archived":
			s.Archived = d.archived(n, name)
		case "draft":
			s.Draft = d.boolean(n, name)
		default:
			d.csl(&s.CSL, name, n)
		}
	}
	d.findable(s)
	s.File = d.file
	s.Notes = d.body(&s.File)
	return s
}

// findable holds a source to one field at least by which a reader can find it.
func (d *decoder) findable(s *dossier.Source) {
	for _, name := range findableBy() {
		if name == "archived" && s.Archived != nil || s.CSL.Field(name) != "" {
			return
		}
	}
	d.diags.Add(d.file.At(""), "missing-field", "a reader cannot find this source", "give one of URL, DOI, archived, publisher, container-title or number")
}

// csl reads a variable of CSL.
func (d *decoder) csl(c *dossier.CSL, name string, n *yaml.Node) {
	switch name {
	case "author":
		c.Author = d.names(n, name)
	case "editor":
		c.Editor = d.names(n, name)
	case "translator":
		c.Translator = d.names(n, name)
	case "director":
		c.Director = d.names(n, name)
	case "interviewer":
		c.Interviewer = d.names(n, name)
	case "recipient":
		c.Recipient = d.names(n, name)
	case "issued":
		c.Issued = d.date(n, name)
	case "accessed":
		c.Accessed = d.date(n, name)
	case "event-date":
		c.EventDate = d.date(n, name)
	case "original-date":
		c.OriginalDate = d.date(n, name)
	default:
		c.Fields[name] = d.scalar(n, name)
	}
}

func (d *decoder) names(n *yaml.Node, list string) []dossier.Name {
	out := d.memory.names.Make(length(n))
	for i, item := range d.records(n, list) {
		var a dossier.Name
		for name, n := range d.fields(item, d.at(item), d.groups.name) {
			value := d.required(n, name)
			switch name {
			case "family":
				a.Family = value
			case "given":
				a.Given = value
			case "literal":
				a.Literal = value
			case "dropping-particle":
				a.DroppingParticle = value
			case "non-dropping-particle":
				a.NonDroppingParticle = value
			case "suffix":
				a.Suffix = value
			}
		}
		if a.Family == "" && a.Literal == "" && !d.reportedAt(item) {
			d.diags.Add(d.at(item), "missing-field", fmt.Sprintf("%s has neither a family name nor a literal one", indexed(list, i)), "write {family: …, given: …}, or {literal: …} for a body")
		}
		out = append(out, a)
	}
	return out
}

// reportedAt reports whether something was found wrong on the line of a value already.
func (d *decoder) reportedAt(n *yaml.Node) bool {
	at := d.at(n)
	return slices.ContainsFunc(*d.diags, func(x diag.Diagnostic) bool { return x.Line == at.Line })
}

func (d *decoder) archived(n *yaml.Node, name string) *dossier.Archived {
	r := resolve(n)
	if r.Kind != yaml.MappingNode {
		d.wrong(n, name, "a mapping", "write it as {url: https://web.archive.org/…, date: 2022-04-01}")
		return nil
	}
	a := &dossier.Archived{}
	for name, n := range d.fields(r, d.at(n), d.groups.archived) {
		switch name {
		case "url":
			a.URL = d.required(n, name)
		case "date":
			a.Date = d.date(n, name)
		}
	}
	return a
}

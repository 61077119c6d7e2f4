package load

import (
	"fmt"
	"slices"

	"go.yaml.in/yaml/v4"

	"dossier/generator/diag"
	"dossier/generator/dossier"
)

// cslTypes are the item types of CSL 1.0.2.
func cslTypes() []string {
	return []string{"article", "article-journal", "article-magazine", "article-newspaper", "bill", "book", "broadcast", "chapter",
		"classic", "collection", "dataset", "document", "entry", "entry-dictionary", "entry-encyclopedia", "event", "figure",
		"graphic", "hearing", "interview", "legal_case", "legislation", "manuscript", "map", "motion_picture", "musical_score",
		"pamphlet", "paper-conference", "patent", "performance", "periodical", "personal_communication", "post", "post-weblog",
		"regulation", "report", "review", "review-book", "software", "song", "speech", "standard", "thesis", "treaty", "webpage"}
}

// cslText are the standard and number variables of CSL 1.0.2.
func cslText() []string {
	return []string{"abstract", "annote", "archive", "archive_collection", "archive_location", "archive-place", "authority",
		"call-number", "chapter-number", "citation-key", "citation-label", "citation-number", "collection-number",
		"collection-title", "container-title", "container-title-short", "dimensions", "division", "DOI", "edition",
		"event-place", "event-title", "first-reference-note-number", "genre", "ISBN", "ISSN", "issue", "jurisdiction",
		"keyword", "language", "license", "locator", "medium", "note", "number", "number-of-pages", "number-of-volumes",
		"original-publisher", "original-publisher-place", "original-title", "page", "page-first", "part-number",
		"part-title", "PMCID", "PMID", "printing-number", "publisher", "publisher-place", "references", "reviewed-genre",
		"reviewed-title", "scale", "section", "source", "status", "supplement-number", "title-short", "URL", "version",
		"volume", "volume-title", "year-suffix"}
}

// cslNames are the name variables that references use.
func cslNames() []string {
	return []string{"author", "editor", "translator", "director", "interviewer", "recipient"}
}

// cslDates are the date variables that references use.
func cslDates() []string { return []string{"issued", "accessed", "event-date", "original-date"} }

// tiers are the values of `tier`.
func tiers() []string { return []string{"primary", "secondary", "tertiary"} }

// CSLFields are the names of the fields of CSL that a source can have.
func CSLFields() []string {
	return slices.Concat([]string{"type", "title"}, cslText(), cslNames(), cslDates())
}

// source reads a source.
func (d *decoder) source(root *yaml.Node, id string) *dossier.Source {
	s := &dossier.Source{ID: id}
	s.CSL.Fields = map[string]string{}
	known := slices.Concat([]string{"type", "title", "tier", "based-on", "archived", "draft"}, cslText(), cslNames(), cslDates())
	for name, n := range d.fields(root, d.file.At(""), known, []string{"type", "title", "tier"}) {
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
	if s.Archived != nil {
		return
	}
	for _, name := range []string{"URL", "DOI", "publisher", "container-title", "number"} {
		if s.CSL.Field(name) != "" {
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
	known := []string{"family", "given", "literal", "dropping-particle", "non-dropping-particle", "suffix"}
	out := d.memory.names.Make(length(n))
	for i, item := range d.records(n, list) {
		var a dossier.Name
		for name, n := range d.fields(item, d.at(item), known, nil) {
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
	for name, n := range d.fields(r, d.at(n), []string{"url", "date"}, []string{"url", "date"}) {
		switch name {
		case "url":
			a.URL = d.required(n, name)
		case "date":
			a.Date = d.date(n, name)
		}
	}
	return a
}

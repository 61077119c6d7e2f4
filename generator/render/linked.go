package render

import (
	"encoding/json"
	"html/template"

	"dossier/generator/dossier"
)

// This file describes pages to machines in the vocabulary of schema.org, as JSON-LD.

const (
	schemaContext = "https://schema.org"
	textLicense   = "https://creativecommons.org/licenses/by/4.0/"
)

// An article is a schema.org Article: an entry.
type article struct {
	Context     string       `json:"@context"`
	Type        string       `json:"@type"`
	ID          string       `json:"@id"`
	URL         string       `json:"url"`
	Headline    string       `json:"headline"`
	Description string       `json:"description,omitempty"`
	Published   string       `json:"datePublished"`
	Modified    string       `json:"dateModified"`
	Language    string       `json:"inLanguage,omitempty"`
	License     string       `json:"license"`
	About       thing        `json:"about"`
	PartOf      *webSite     `json:"isPartOf"`
	Publisher   publisher    `json:"publisher"`
	Citations   []citedWork  `json:"citation,omitempty"`
	Corrections []correction `json:"correction,omitempty"`
}

// A webSite is a schema.org WebSite.
type webSite struct {
	Context     string     `json:"@context,omitempty"`
	Type        string     `json:"@type"`
	ID          string     `json:"@id"`
	URL         string     `json:"url"`
	Name        string     `json:"name"`
	Description string     `json:"description,omitempty"`
	Language    string     `json:"inLanguage,omitempty"`
	Publisher   *publisher `json:"publisher,omitempty"`
}

type publisher struct {
	Type  string `json:"@type"`
	Name  string `json:"name"`
	Email string `json:"email,omitempty"`
}

type thing struct {
	Type  string   `json:"@type"`
	Name  string   `json:"name"`
	Other []string `json:"alternateName,omitempty"`
}

type citedWork struct {
	Type string `json:"@type"`
	Name string `json:"name"`
	URL  string `json:"url,omitempty"`
}

type correction struct {
	Type string `json:"@type"`
	Text string `json:"text"`
	Date string `json:"datePublished"`
}

// linkedSite describes the site, for the home page.
func (r *Renderer) linkedSite() template.HTML {
	s, p := r.partOf(), r.publisher()
	s.Context, s.Description, s.Language, s.Publisher = schemaContext, r.site.Description, r.site.Language, &p
	return linked(s)
}

func (r *Renderer) partOf() *webSite {
	home := r.dossier.Site.Base()
	return &webSite{Type: "WebSite", ID: home, URL: home, Name: r.site.Title}
}

func (r *Renderer) publisher() publisher {
	return publisher{"Organization", r.site.Title, r.site.Contact}
}

// linkedEntry describes an entry with the sources of its page.
func (s *sheet) linkedEntry(e *dossier.Entry, p *EntryPage) template.HTML {
	a := article{Context: schemaContext, Type: "Article", ID: p.Canonical, URL: p.Canonical, Headline: e.Title, Description: p.Description,
		Published: e.Published.String(), Modified: p.Modified, Language: s.site.Language, License: textLicense,
		About: thing{"Thing", e.Title, e.AKA}, PartOf: s.partOf(), Publisher: s.publisher()}
	a.Citations = make([]citedWork, len(s.refs))
	for i := range s.refs {
		source := s.refs[i].source
		a.Citations[i] = citedWork{"CreativeWork", source.CSL.Title, s.about(source).live.Href}
	}
	for _, c := range e.Corrections {
		a.Corrections = append(a.Corrections, correction{"CorrectionComment", c.Text, c.Date.String()})
	}
	return linked(a)
}

// linked is a description as an element. Marshal escapes what could end it.
func linked(description any) template.HTML {
	data, err := json.Marshal(description)
	if err != nil { // there is nothing in a description that cannot be marshalled
		return ""
	}
	return template.HTML(`<script type="application/ld+json">` + string(data) + `</script>`)
}

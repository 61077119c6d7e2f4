package main

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"dossier/generator/dossier"
)

// described: entries and sources say in their heads how they are cited, and entries and the home page what they are.
func (s *site) described(t *testing.T) {
	for _, e := range s.dossier.Entries {
		meta := s.byPath[e.Path()].citation()
		address := s.dossier.Site.Base() + e.Path()
		if got := meta["citation_title"]; !slices.Equal(got, []string{e.Title}) {
			t.Errorf("%s: the title to cite is %q", e.Path(), got)
		}
		if got := meta["citation_publication_date"]; !slices.Equal(got, []string{strings.ReplaceAll(e.Published.String(), "-", "/")}) {
			t.Errorf("%s: the date to cite is %q", e.Path(), got)
		}
		if got := meta["citation_public_url"]; !slices.Equal(got, []string{address}) {
			t.Errorf("%s: the address to cite is %q", e.Path(), got)
		}
		s.describedEntry(t, e, address)
	}
	for _, source := range s.dossier.Sources {
		meta := s.byPath[source.Path()].citation()
		if got := meta["citation_title"]; !slices.Equal(got, []string{source.CSL.Title}) {
			t.Errorf("%s: the title to cite is %q", source.Path(), got)
		}
		if len(meta["citation_author"]) != len(source.CSL.Author) {
			t.Errorf("%s: it has %d authors to cite, not %d", source.Path(), len(meta["citation_author"]), len(source.CSL.Author))
		}
	}
	var home struct {
		Type string `json:"@type"`
		Name string
	}
	if s.byPath["index.html"].linked(t, &home); home.Type != "WebSite" || home.Name != s.dossier.Site.Title {
		t.Errorf("the home page is described as %+v", home)
	}
}

// describedEntry: the JSON-LD of an entry's page names the entry and every source of its references.
func (s *site) describedEntry(t *testing.T, e *dossier.Entry, address string) {
	var a struct {
		Context  string `json:"@context"`
		Type     string `json:"@type"`
		URL      string
		Headline string
		Citation []struct{ Name string }
	}
	p := s.byPath[e.Path()]
	p.linked(t, &a)
	if a.Context != "https://schema.org" || a.Type != "Article" || a.URL != address || a.Headline != e.Title {
		t.Errorf("%s is described as %+v", e.Path(), a)
	}
	references := 0
	for id := range p.ids {
		if strings.HasPrefix(id, "_r") && strings.Trim(id[2:], "0123456789") == "" {
			references++
		}
	}
	if len(a.Citation) != references || references == 0 {
		t.Errorf("%s: it is described with %d sources, and has %d references", e.Path(), len(a.Citation), references)
	}
}

// citation gathers the citation_* fields of a page's head.
func (p *page) citation() map[string][]string {
	fields := map[string][]string{}
	for n := range p.elements() {
		name, _ := attribute(n, "name")
		if content, ok := attribute(n, "content"); ok && n.DataAtom == atom.Meta && strings.HasPrefix(name, "citation_") {
			fields[name] = append(fields[name], content)
		}
	}
	return fields
}

// linked reads the one JSON-LD element of a page.
func (p *page) linked(t *testing.T, into any) {
	var found []*html.Node
	for n := range p.elements() {
		if kind, _ := attribute(n, "type"); n.DataAtom == atom.Script && kind == "application/ld+json" {
			found = append(found, n)
		}
	}
	if len(found) != 1 || found[0].FirstChild == nil {
		t.Errorf("%s has %d descriptions", p.path, len(found))
		return
	}
	if err := json.Unmarshal([]byte(found[0].FirstChild.Data), into); err != nil {
		t.Errorf("%s: %v", p.path, err)
	}
}

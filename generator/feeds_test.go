package main

import (
	"encoding/json"
	"encoding/xml"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// An atomFeed is what these tests read of a feed.
type atomFeed struct {
	XMLName xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
	Title   string   `xml:"title"`
	ID      string   `xml:"id"`
	Updated string   `xml:"updated"`
	Author  string   `xml:"author>name"`
	Entries []struct {
		ID      string `xml:"id"`
		Title   string `xml:"title"`
		Updated string `xml:"updated"`
		Summary string `xml:"summary"`
	} `xml:"entry"`
}

// feeds: the site, every kind and every entry of a kind with feeds has one; it is valid, newest first, and leads to pages
// that are there.
func (s *site) feeds(t *testing.T) {
	paths := []string{"feed.xml"}
	for _, k := range s.dossier.Site.Kinds {
		paths = append(paths, k.ID+"/feed.xml")
		for _, e := range k.Entries {
			if k.Feed {
				paths = append(paths, strings.TrimSuffix(e.Path(), ".html")+".xml")
			}
		}
	}
	for name := range s.files {
		if strings.HasSuffix(name, ".xml") && name != "sitemap.xml" && !slices.Contains(paths, name) {
			t.Errorf("%s is a feed of nothing", name)
		}
	}
	for _, name := range paths {
		s.feed(t, name)
	}
	var doc struct {
		Version string
		Items   []struct{ URL string }
	}
	if err := json.Unmarshal([]byte(s.read(t, "feed.json")), &doc); err != nil {
		t.Fatal(err)
	}
	if doc.Version != "https://jsonfeed.org/version/1.1" || len(doc.Items) == 0 {
		t.Errorf("feed.json is of version %q and has %d entries", doc.Version, len(doc.Items))
	}
	for _, item := range doc.Items {
		if s.byPath[s.published(item.URL)] == nil {
			t.Errorf("feed.json: there is no page %s", item.URL)
		}
	}
}

func (s *site) feed(t *testing.T, name string) {
	var f atomFeed
	if err := xml.Unmarshal([]byte(s.read(t, name)), &f); err != nil {
		t.Errorf("%s: %v", name, err)
		return
	}
	if f.Title == "" || f.Author == "" || s.published(f.ID) != name || len(f.Entries) == 0 || len(f.Entries) > 30 {
		t.Errorf("%s has the title %q, the author %q, the id %q and %d entries", name, f.Title, f.Author, f.ID, len(f.Entries))
	}
	last := f.Updated
	for _, e := range f.Entries {
		if e.Updated > last || e.Title == "" || e.Summary == "" || s.byPath[s.published(e.ID)] == nil {
			t.Errorf("%s: the entry %q of %s after %s leads to %s", name, e.Title, e.Updated, last, e.ID)
		}
		if strings.ContainsAny(e.Summary, "[@") {
			t.Errorf("%s: marks are left in %q", name, e.Summary)
		}
		last = e.Updated
	}
	page := strings.TrimSuffix(name, ".xml") + ".html"
	if filepath.Base(name) == "feed.xml" {
		page = strings.TrimSuffix(name, "feed.xml") + "index.html"
	}
	found := 0
	for n := range s.byPath[page].elements() {
		if href, _ := attribute(n, "href"); href == filepath.Base(name) {
			found++
		}
	}
	if found != 2 {
		t.Errorf("%s leads to its feed in %d places, not in the head and the foot", page, found)
	}
}

// published is the path of an address of the site.
func (s *site) published(address string) string {
	path := strings.TrimPrefix(address, s.dossier.Site.Base())
	if path == "" || strings.HasSuffix(path, "/") {
		path += "index.html"
	}
	return path
}

// sitemap: it lists every page but redirects and 404.html, each under its canonical address.
func (s *site) sitemap(t *testing.T) {
	var doc struct {
		XMLName xml.Name `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
		URLs    []string `xml:"url>loc"`
	}
	if err := xml.Unmarshal([]byte(s.read(t, "sitemap.xml")), &doc); err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, p := range s.pages {
		redirect := false
		address := ""
		for n := range p.elements() {
			if rel, _ := attribute(n, "rel"); rel == "canonical" {
				address, _ = attribute(n, "href")
			}
			if equiv, _ := attribute(n, "http-equiv"); equiv == "refresh" {
				redirect = true
			}
		}
		if !redirect && p.path != "404.html" {
			want = append(want, address)
		}
	}
	slices.Sort(want)
	slices.Sort(doc.URLs)
	if !slices.Equal(doc.URLs, want) {
		t.Errorf("the site map lists %d addresses, the site has %d pages; they differ", len(doc.URLs), len(want))
	}
	if !strings.Contains(s.read(t, "robots.txt"), "\nSitemap: "+s.dossier.Site.Base()+"sitemap.xml\n") {
		t.Error("robots.txt does not say where the site map is")
	}
}

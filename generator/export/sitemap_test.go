package export

import (
	"encoding/xml"
	"fmt"
	"testing"

	"dossier/generator/dossier"
)

// TestSitemapOfMany splits what one site map may not hold.
func TestSitemapOfMany(t *testing.T) {
	d := &dossier.Dossier{Site: &dossier.Site{BaseURL: "https://example.org/"}}
	pages := make([]string, 2*sitemapLength+1)
	for i := range pages {
		pages[i] = fmt.Sprintf("laws/%d.html", i)
	}
	files := map[string][]byte{}
	keep := func(path string, data []byte) error { files[path] = data; return nil }
	if err := sitemap(d, pages, keep); err != nil {
		t.Fatal(err)
	}
	var index struct {
		XMLName xml.Name `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 sitemapindex"`
		Maps    []string `xml:"sitemap>loc"`
	}
	if err := xml.Unmarshal(files["sitemap.xml"], &index); err != nil {
		t.Fatal(err)
	}
	total := 0
	for i, address := range index.Maps {
		name := fmt.Sprintf("sitemap_%d.xml", i+1)
		if address != "https://example.org/"+name {
			t.Errorf("the index leads to %s", address)
		}
		var part struct {
			URLs []string `xml:"url>loc"`
		}
		if err := xml.Unmarshal(files[name], &part); err != nil {
			t.Fatal(err)
		}
		if len(part.URLs) > sitemapLength {
			t.Errorf("%s has %d addresses", name, len(part.URLs))
		}
		total += len(part.URLs)
	}
	if len(index.Maps) != 3 || len(files) != 4 || total != len(pages) {
		t.Errorf("%d maps in %d files list %d addresses", len(index.Maps), len(files), total)
	}
}

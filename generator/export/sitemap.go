package export

import (
	"bytes"
	"encoding/xml"
	"fmt"

	"dossier/generator/dossier"
)

// sitemapLength is how many addresses the protocol allows a site map.
const sitemapLength = 50_000

const sitemapNamespace = `xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"`

// sitemap writes sitemap.xml, https://www.sitemaps.org/protocol.html: the pages that search engines are to know, entries
// with the day of their last change. Where there are more than the protocol allows in one file, sitemap.xml is the index
// of sitemap_1.xml and so on.
func sitemap(d *dossier.Dossier, pages []string, add func(path string, data []byte) error) error {
	changed := make(map[string]string, len(d.Entries))
	for _, e := range d.Entries {
		changed[e.Path()] = e.LastChange().String()
	}
	if len(pages) <= sitemapLength {
		return add("sitemap.xml", urlSet(d.Site, pages, changed))
	}
	var index bytes.Buffer
	index.WriteString(xml.Header + "<sitemapindex " + sitemapNamespace + ">\n")
	for n := 1; len(pages) > 0; n++ {
		part := pages[:min(len(pages), sitemapLength)]
		pages = pages[len(part):]
		name := fmt.Sprintf("sitemap_%d.xml", n)
		if err := add(name, urlSet(d.Site, part, changed)); err != nil {
			return err
		}
		index.WriteString("<sitemap>")
		element(&index, "loc", d.Site.Address(name))
		index.WriteString("</sitemap>\n")
	}
	index.WriteString("</sitemapindex>\n")
	return add("sitemap.xml", index.Bytes())
}

func urlSet(site *dossier.Site, pages []string, changed map[string]string) []byte {
	var b bytes.Buffer
	b.WriteString(xml.Header + "<urlset " + sitemapNamespace + ">\n")
	for _, page := range pages {
		b.WriteString("<url>")
		element(&b, "loc", site.Address(page))
		if day := changed[page]; day != "" {
			element(&b, "lastmod", day)
		}
		b.WriteString("</url>\n")
	}
	b.WriteString("</urlset>\n")
	return b.Bytes()
}

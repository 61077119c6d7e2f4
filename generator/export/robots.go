package export

import "dossier/generator/dossier"

// robots is robots.txt: everything may be read, and the site map says what there is.
func robots(site *dossier.Site) []byte {
	return []byte("User-agent: *\nAllow: /\n\nSitemap: " + site.Address("sitemap.xml") + "\n")
}

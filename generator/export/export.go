// Package export writes a Dossier in the forms that machines read. One file holds one format.
package export

import "dossier/generator/dossier"

// All writes every format. The policy is the Content-Security-Policy that hosts are asked to send; pages are the paths of
// those that search engines are to know.
func All(d *dossier.Dossier, policy string, pages []string, add func(path string, data []byte) error) error {
	files := []struct {
		path string
		data []byte
	}{
		{"_headers", headers(policy)},
		{"_redirects", redirects(d)},
		{"robots.txt", robots(d.Site)},
		{".nojekyll", nil},
	}
	for _, f := range files {
		if err := add(f.path, f.data); err != nil {
			return err
		}
	}
	if err := feeds(d, add); err != nil {
		return err
	}
	return sitemap(d, pages, add)
}

// Package export writes a Dossier in the forms that machines read. One file holds one format; data.go makes those of
// data/, which are all made in one walk over the entries.
package export

import (
	"io"

	"dossier/generator/dossier"
)

// A Site takes the files of a site under their paths, on several goroutines at once. It keeps no data that it is given.
type Site interface {
	Add(path string, data []byte) error         // a file that may be made smaller without changing what it means
	AddAsIs(path string, data []byte) error     // a file of just these bytes
	Create(path string) (io.WriteCloser, error) // a file that is written piece by piece, and added by Close
}

// All writes every format. The policy is the Content-Security-Policy that hosts are asked to send; pages are the paths of
// those that search engines are to know.
func All(d *dossier.Dossier, policy string, pages []string, site Site) error {
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
		if err := site.Add(f.path, f.data); err != nil {
			return err
		}
	}
	if err := feeds(d, site.Add); err != nil {
		return err
	}
	if err := data(d, site); err != nil {
		return err
	}
	return sitemap(d, pages, site.Add)
}

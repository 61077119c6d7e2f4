package export

import (
	"bytes"
	"slices"

	"dossier/generator/dossier"
)

// redirects is _redirects, which several static hosts read: old path, new path, status.
func redirects(d *dossier.Dossier) []byte {
	base := d.Site.BasePath()
	var lines []string
	for _, e := range d.Entries {
		for _, from := range e.Redirects {
			lines = append(lines, base+from+" "+base+e.Path()+" 301\n")
		}
	}
	for _, p := range d.Pages {
		for _, from := range p.Redirects {
			lines = append(lines, base+from+" "+base+p.Path()+" 301\n")
		}
	}
	slices.Sort(lines)
	var b bytes.Buffer
	for _, line := range lines {
		b.WriteString(line)
	}
	return b.Bytes()
}

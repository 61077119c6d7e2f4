package check

import (
	"fmt"

	"dossier/generator/dossier"
	"dossier/generator/markdown"
)

// missingFile: an image or linked file lies in content/assets.
func missingFile(r *run) {
	r.links(func(t prose, l *markdown.Link, to dossier.Target) {
		if to.Fault == dossier.MissingFile {
			r.report(t.At(l.Span), fmt.Sprintf("there is no file %q", l.Target), "put it into assets/ and name it relative to this file, such as ../assets/map.png")
		}
	})
}

package check

import (
	"fmt"
	"path"

	"dossier/generator/diag"
	"dossier/generator/dossier"
	"dossier/generator/markdown"
)

// missingFile: an image or linked file lies in content/assets.
func missingFile(r *run) {
	r.links(func(t prose, l *markdown.Link, to dossier.Target) {
		if to.Fault == dossier.MissingFile {
			r.report(t.At(l.Span), fmt.Sprintf("there is no file %q", l.Target), r.assetHint(t.File(), l.Target))
		}
	})
}

// assetHint is the hint with the asset that was meant: of the same name in another folder, or of a name that is near.
func (r *run) assetHint(from *dossier.File, target string) string {
	if r.mayGuess() {
		var names []string
		files := map[string]string{}
		for _, a := range r.Assets {
			names = append(names, path.Base(a.Name))
			files[path.Base(a.Name)] = a.Name
		}
		r.guesses++
		if name := diag.Nearest(path.Base(target), names); name != "" {
			return fmt.Sprintf("did you mean %q?", dossier.Relative(from.Name, files[name]))
		}
	}
	return "put it into assets/ and name it relative to this file, such as ../assets/map.png"
}

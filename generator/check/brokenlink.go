package check

import (
	"fmt"
	"path"
	"strings"

	"dossier/generator/diag"
	"dossier/generator/dossier"
	"dossier/generator/markdown"
)

// brokenLink: a relative link leads to a file of the content, and holds no other link.
func brokenLink(r *run) {
	r.texts(func(t prose) {
		for _, span := range t.NestedLinks {
			r.report(t.At(span), "the text of the link holds another link or a citation mark", "put it behind the link: [text](target) [@my-citation]")
		}
	})
	r.links(func(t prose, l *markdown.Link, to dossier.Target) {
		switch to.Fault {
		case dossier.BrokenLink:
			r.report(t.At(l.Span), fmt.Sprintf("the link leads to %q, which is not there", l.Target), r.linkHint(t.File(), l.Target))
		case dossier.AbsolutePath:
			r.report(t.At(l.Span), fmt.Sprintf("the link %q begins at the root of the host", l.Target), r.linkHint(t.File(), l.Target))
		}
	})
}

// linkHint is the hint with the file that a link was meant to lead to: of the same name in another folder, or of a name
// that is near.
func (r *run) linkHint(from *dossier.File, target string) string {
	id := strings.TrimSuffix(path.Base(target), path.Ext(target))
	if r.mayGuess() {
		var ids []string
		files := map[string]string{}
		for _, x := range r.records() {
			ids = append(ids, x.id)
			files[x.id] = x.file.Name
		}
		if r.guesses++; files[id] == "" {
			id = diag.Nearest(id, ids)
		}
		if id != "" {
			return fmt.Sprintf("did you mean %q?", dossier.Relative(from.Name, files[id]))
		}
	}
	return "a link is relative to the file that it stands in, such as ../agencies/ice.md"
}

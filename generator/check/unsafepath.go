package check

import (
	"fmt"

	"dossier/generator/dossier"
	"dossier/generator/markdown"
)

// unsafePath: links stay inside the content. Package load reports files that do not.
func unsafePath(r *run) {
	r.links(func(t prose, l *markdown.Link, to dossier.Target) {
		if to.Fault == dossier.LeavesContent {
			r.report(t.At(l.Span), fmt.Sprintf("the link %q leads out of the content", l.Target), "link to files of the content, or to an address on the web")
		}
	})
}

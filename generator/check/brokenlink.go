package check

import (
	"fmt"

	"dossier/generator/dossier"
	"dossier/generator/markdown"
)

// brokenLink: a relative link leads to a file of the content.
func brokenLink(r *run) {
	r.links(func(t prose, l *markdown.Link, to dossier.Target) {
		switch to.Fault {
		case dossier.BrokenLink:
			r.report(t.At(l.Span), fmt.Sprintf("the link leads to %q, which is not there", l.Target), "a link is relative to the file that it stands in, such as ../agencies/ice.md")
		case dossier.AbsolutePath:
			r.report(t.At(l.Span), fmt.Sprintf("the link %q begins at the root of the host", l.Target), "write it relative to the file that it stands in, such as ../agencies/ice.md")
		}
	})
}

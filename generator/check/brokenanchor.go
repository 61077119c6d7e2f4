package check

import (
	"fmt"

	"dossier/generator/dossier"
	"dossier/generator/markdown"
)

// brokenAnchor: a link to a heading, claim or figure leads to one that is there.
func brokenAnchor(r *run) {
	r.links(func(t prose, l *markdown.Link, to dossier.Target) {
		if to.Fault != dossier.BrokenAnchor {
			return
		}
		hint := r.didYouMean(to.Fragment, to.Anchors())
		if hint == "" {
			hint = "an anchor is the heading in lower case, with hyphens between the words"
		}
		r.report(t.At(l.Anchor), fmt.Sprintf("the page has no heading %q", to.Fragment), hint)
	})
}

package check

import (
	"fmt"
	"strings"

	"dossier/generator/dossier"
	"dossier/generator/markdown"
)

// brokenAnchor: a link to a heading, claim or figure leads to one that is there.
func brokenAnchor(r *run) {
	r.links(func(t prose, l *markdown.Link, to dossier.Target) {
		if to.Fault != dossier.BrokenAnchor {
			return
		}
		what, form := anchored(to.Fragment)
		hint := r.didYouMean(to.Fragment, to.Anchors())
		if hint == "" {
			hint = form
		}
		r.report(t.At(l.Anchor), fmt.Sprintf("the page has no %s %q", what, to.Fragment), hint)
	})
}

// anchored says what an anchor is of, and how it is written.
func anchored(fragment string) (what, form string) {
	switch {
	case strings.HasPrefix(fragment, "claim-"):
		return "claim", "the anchor of a claim is claim- and the id of its first citation"
	case strings.HasPrefix(fragment, "figure-"):
		return "figure", "the anchor of a figure is figure- and its id"
	}
	return "heading", "the anchor of a heading is its text in lower case, with hyphens between the words"
}

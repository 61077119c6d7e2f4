package check

import (
	"fmt"
	"slices"
	"strings"

	"dossier/generator/dossier"
	"dossier/generator/markdown"
)

// duplicateID: an id names one thing: an entry, source or page in the whole dossier, a figure in its entry. A citation may
// bear the id of its own source, never that of another, and no heading may have the anchor of a claim or figure.
func duplicateID(r *run) {
	records := r.records()
	first := make(map[string]string, len(records))
	for _, x := range records {
		if other, ok := first[x.id]; ok {
			r.report(x.file.Start(), fmt.Sprintf("the id %q is that of %s already", x.id, other), "an id is unique over all kinds: rename one of the files")
			continue
		}
		first[x.id] = x.file.Name
	}
	seen := map[string]bool{}
	for _, e := range r.Entries {
		r.citationIDs(&e.File, e.Citations)
		seen = cleared(seen)
		r.figureIDs(e, seen)
		r.headingIDs(e)
	}
	for _, p := range r.Pages {
		r.citationIDs(&p.File, p.Citations)
	}
}

func (r *run) citationIDs(file *dossier.File, list []dossier.Citation) {
	for i := range list {
		if c := &list[i]; c.ID != c.SourceID && r.Source(c.ID) != nil {
			r.report(file.At(indexed("citations", i)+".id"), fmt.Sprintf("the citation has the id of the source %q, but cites %q", c.ID, c.SourceID), "give the citation another id")
		}
	}
}

func (r *run) figureIDs(e *dossier.Entry, seen map[string]bool) {
	for i := range e.Figures {
		id := e.Figures[i].ID
		if id != "" && seen[id] {
			r.report(e.At(indexed("figures", i)+".id"), fmt.Sprintf("the figure %q is there twice", id), "give one of them another id")
		}
		seen[id] = true
	}
}

func (r *run) headingIDs(e *dossier.Entry) {
	if !slices.ContainsFunc(e.Body.Headings, looksLikeAnchor) {
		return
	}
	anchors := map[string]bool{}
	for i := range e.Claims {
		anchors[e.Claims[i].Anchor()] = true
	}
	for i := range e.Figures {
		anchors[e.Figures[i].Anchor()] = true
	}
	for _, h := range e.Body.Headings {
		if anchors[h.ID] {
			r.report(e.Body.At(h.Span), fmt.Sprintf("the heading has the anchor %q of a claim or figure", h.ID), "word it otherwise, or give it an id: ## Heading {#my-id}")
		}
	}
}

// looksLikeAnchor tells the headings that may have the anchor of a claim or figure.
func looksLikeAnchor(h markdown.Heading) bool {
	return strings.HasPrefix(h.ID, "claim-") || strings.HasPrefix(h.ID, "figure-")
}

package render

import (
	"dossier/generator/dossier"
)

const evidenceIndex = "evidence.html"

// A dossierState is what is known of the evidence of the whole dossier.
type dossierState struct {
	totals   EvidenceTotals
	entries  []EvidenceLine
	notKept  []Link
	notFound []MissingPassage
	oneRoot  []OneRootClaim
}

// evidence works out the state of the dossier. Links are from evidence.html and the pages that continue it.
func (w *worker) evidence() *dossierState {
	d := w.dossier
	s := &dossierState{}
	s.entries = make([]EvidenceLine, len(d.Entries))
	oneRoot := make([][]OneRootClaim, len(d.Entries))
	dossier.Each(len(d.Entries), func(i int) { s.entries[i], oneRoot[i] = w.evidenceLine(d.Entries[i]) })
	for i, e := range d.Entries {
		line := s.entries[i]
		s.oneRoot = append(s.oneRoot, oneRoot[i]...)
		s.totals.Claims += line.Tally.Claims
		s.totals.Passages += line.Tally.Passages
		s.totals.Found += line.Tally.Found
		s.totals.SingleOrigin += line.SingleOrigin
		s.notFound = append(s.notFound, w.missing(e)...)
	}
	s.totals.NotFound = len(s.notFound)
	s.totals.Sources = len(d.Sources)
	for _, source := range d.Sources {
		if d.Lock != nil && d.Lock.Source(source.ID) != nil {
			s.totals.Kept++
			continue
		}
		s.notKept = append(s.notKept, Link{w.anchors[source] + ": " + source.CSL.Title, source.Path()})
	}
	return s
}

// evidenceLine counts an entry's evidence, and lists its claims with several sources and one origin.
func (w *worker) evidenceLine(e *dossier.Entry) (line EvidenceLine, oneRoot []OneRootClaim) {
	line = EvidenceLine{Link: Link{e.Title, e.Path()}, KindID: e.Kind.ID, Tally: w.tally(e)}
	var cited []dossier.Cited
	for i := range e.Claims {
		cited = w.dossier.AppendCited(cited[:0], e.Citations, e.Claims[i].Cites())
		weight := dossier.Weigh(cited)
		if len(weight.Origins) != 1 {
			continue
		}
		line.SingleOrigin++
		if len(weight.Sources) > 1 {
			claim := Link{excerpt(w.dossier.ClaimText(&e.Claims[i])), e.Path() + "#" + e.Claims[i].Anchor()}
			oneRoot = append(oneRoot, OneRootClaim{line.Link, claim, weight.String()})
		}
	}
	return line, oneRoot
}

// missing lists the passages of an entry that were looked for and not found.
func (w *worker) missing(e *dossier.Entry) []MissingPassage {
	var out []MissingPassage
	for i := range e.Citations {
		c := &e.Citations[i]
		if w.dossier.Lock == nil || c.Passage == "" || c.Source == nil {
			continue
		}
		if fact := w.dossier.Lock.Passage(e.ID, c); fact != nil && fact.State == dossier.PassageNotFound {
			out = append(out, MissingPassage{Entry: Link{e.Title, e.Path()}, Source: Link{w.anchors[c.Source], c.Source.Path()}, Passage: quoted(c.Passage)})
		}
	}
	return out
}

// evidencePage is one page of the state: each of its lists goes on from page to page.
func (w *worker) evidencePage(s *dossierState, page, of int) any {
	path := numbered(evidenceIndex, page)
	p := &EvidencePage{Base: w.base("evidence", path, "Evidence", "How well each entry of the dossier is supported, and what is still missing"),
		Totals: s.totals, Entries: pageOf(s.entries, page), NotKept: pageOf(s.notKept, page), NotFound: pageOf(s.notFound, page), OneRoot: pageOf(s.oneRoot, page),
		Pages: pager(evidenceIndex, page, of)}
	return p
}

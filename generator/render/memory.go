package render

import (
	"dossier/generator/dossier"
	"dossier/generator/slab"
)

// The data of a page is dead once the page is written. A worker therefore keeps the memory that it is made of, and makes
// the next page of it.

// A lender lends slices of one type.
type lender[T any] struct {
	list []T
	used int
}

// mostKept is how many values a lender keeps for further pages. What is lent beyond that, on the few pages with very long
// lists, is new.
const mostKept = 2048

// take lends a slice of n zero values. Nothing may be appended to it in place.
func (s *lender[T]) take(n int) []T {
	if n > mostKept {
		return make([]T, n)
	}
	if n > len(s.list)-s.used { // what was lent keeps the old list
		s.list, s.used = make([]T, min(max(2*len(s.list), n, 16), mostKept)), 0
	}
	s.used += n
	return s.list[s.used-n : s.used : s.used]
}

// one lends a value.
func (s *lender[T]) one(value T) *T {
	lent := s.take(1)
	lent[0] = value
	return &lent[0]
}

// reset takes everything back.
func (s *lender[T]) reset() {
	clear(s.list[:s.used])
	s.used = 0
}

// A series is links to anchors with a number, "#_n1", "#_n2", each of them made once. Without its first byte one is the
// anchor.
type series struct {
	prefix string
	hrefs  []string
}

// href is the link with a number from 1.
func (s *series) href(number int) string {
	for len(s.hrefs) < number {
		s.hrefs = append(s.hrefs, s.prefix+itoa(len(s.hrefs)+1))
	}
	return s.hrefs[number-1]
}

// pageMemory is what pages are made of.
type pageMemory struct {
	marks      lender[Mark]
	statements lender[Statement]
	notes      lender[Note]
	links      lender[Link]
	externals  lender[External]
	headings   lender[Heading]
	groups     lender[RelationGroup]
	relations  lender[RelationLine]
	named      lender[NamedLine]
	uses       lender[UseLine]
	references lender[Reference]
	citations  lender[ReferenceCitation]
	backs      lender[ReferenceUse]
	text       slab.Strings
	entry      EntryPage
	source     SourcePage
}

func (m *pageMemory) reset() {
	m.marks.reset()
	m.statements.reset()
	m.notes.reset()
	m.links.reset()
	m.externals.reset()
	m.headings.reset()
	m.groups.reset()
	m.relations.reset()
	m.named.reset()
	m.uses.reset()
	m.references.reset()
	m.citations.reset()
	m.backs.reset()
}

// pageAnchors are the numbered anchors of pages.
type pageAnchors struct {
	note, direct, reference, mark, relation, event series
}

func newPageAnchors() pageAnchors {
	return pageAnchors{series{prefix: "#_n"}, series{prefix: "#_c"}, series{prefix: "#_r"}, series{prefix: "#_m"},
		series{prefix: "#" + dossier.RelationAnchor}, series{prefix: "#" + dossier.EventAnchor}}
}

// shortText is room for most of the strings that are put together from words and dates.
const shortText = 128

// held says when something held that began and ended at two dates: "since 2014", "2014 to 2021".
func (w *worker) held(since, until dossier.Date) string {
	var room [shortText]byte
	return w.memory.text.Bytes(dossier.AppendHeld(room[:0], since, until))
}

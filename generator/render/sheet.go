package render

import (
	"html/template"

	"dossier/generator/dossier"
	"dossier/generator/markdown"
)

// A sheet is one page being filled: it numbers the sources in the order of their first use, and remembers every use for
// the list of references. A worker has one.
type sheet struct {
	*worker
	path      string
	owner     string // id of the entry or page
	citations []dossier.Citation
	refs      []sheetRef
	cited     []sheetCitation // of all sources, in the order of their first use
	places    []sheetPlace    // of all citations, in order
	numbers   []int32         // of sources by Source.Number, from 1; 0 for those that are not on the sheet
	noted     int             // notes beside the text
	direct    int             // citations that marks lead to without a note
}

// A sheetRef is a source on a sheet.
type sheetRef struct {
	source *dossier.Source
	last   int // its last citation in sheet.cited, or -1
	count  int // of its citations
	lines  []ReferenceCitation
}

// A sheetCitation is a citation of a source on a sheet.
type sheetCitation struct {
	citation *dossier.Citation // nil for the whole source
	number   int               // of the source
	before   int               // another citation of the source in sheet.cited, or -1
	count    int               // of the places that rest on it
	state    passageState
	href     string // "#_c1", where a mark leads here, or ""
	backs    []ReferenceUse
}

// A sheetPlace is a place of a sheet that rests on a citation.
type sheetPlace struct {
	cited   int // in sheet.cited
	href    string
	locator string // of the mark
}

// sheet takes a new sheet.
func (w *worker) sheet(path, owner string, citations []dossier.Citation) *sheet {
	s := &w.filled
	for i := range s.refs {
		s.numbers[s.refs[i].source.Number] = 0
	}
	if s.numbers == nil {
		s.numbers = make([]int32, w.dossier.SourceNumbers())
	}
	*s = sheet{worker: w, path: path, owner: owner, citations: citations, refs: s.refs[:0], cited: s.cited[:0], places: s.places[:0], numbers: s.numbers}
	return s
}

// cite makes the marks and the margin of a citation group; href leads to the claim that it ends, or to the group.
func (s *sheet) cite(g *markdown.Group, href string) ([]Mark, Statement) {
	cited := s.dossier.AppendGroup(s.looked[:0], s.citations, g)
	s.looked = cited
	statement := Statement{Permalink: href, Count: s.evidenceWords(cited), Notes: s.memory.notes.take(len(cited))}
	marks := s.memory.marks.take(len(cited))
	for i := range cited {
		c := &cited[i]
		s.noted++
		note := s.anchors.note.href(s.noted)
		citation := s.use(c, href)
		marks[i] = Mark{Number: citation.number, Href: note, Note: note[1:], Locator: c.Locator}
		s.note(&statement.Notes[i], c, citation, note[1:])
	}
	return marks, statement
}

// evidence makes the marks and the count of a relation, event or figure at an anchor. They have no notes: their marks lead
// to the citation in the list of references.
func (s *sheet) evidence(cites []dossier.Cite, anchor string) (marks []Mark, count string) {
	href := s.memory.text.Join("#", anchor)
	cited := s.dossier.AppendCited(s.looked[:0], s.citations, cites)
	s.looked = cited
	marks = s.memory.marks.take(len(cited))
	for i := range cited {
		citation := s.use(&cited[i], href)
		if citation.href == "" {
			s.direct++
			citation.href = s.anchors.direct.href(s.direct)
		}
		marks[i] = Mark{Number: citation.number, Href: citation.href, Locator: cited[i].Locator}
	}
	return marks, s.evidenceWords(cited)
}

// evidenceWords counts what rests on citations: "2 sources, 1 origin".
func (w *worker) evidenceWords(cited []dossier.Cited) string {
	w.weight.Weigh(cited)
	sources, origins := len(w.weight.Sources), len(w.weight.Origins)
	if sources >= len(w.counts) || origins >= len(w.counts) {
		return w.weight.String()
	}
	words := &w.counts[sources][origins]
	if *words == "" {
		*words = w.weight.String()
	}
	return *words
}

func (s *sheet) note(n *Note, c *dossier.Cited, citation *sheetCitation, id string) {
	*n = Note{ID: id, Number: citation.number, Reference: s.anchors.reference.href(citation.number), Source: s.about(c.Source).name, Locator: c.Locator}
	if c.Citation == nil {
		return
	}
	if n.Locator == "" {
		n.Locator = c.Citation.Locator
	}
	n.Passage, n.State = quoted(c.Citation.Passage), citation.state.short
	if c.Citation.Reporting != nil {
		n.Via = s.about(c.Citation.Reporting).name
	}
}

// use notes that a place of the page rests on a citation.
func (s *sheet) use(c *dossier.Cited, href string) *sheetCitation {
	number := int(s.numbers[c.Source.Number])
	if number == 0 {
		s.refs = append(s.refs, sheetRef{source: c.Source, last: -1})
		number = len(s.refs)
		s.numbers[c.Source.Number] = int32(number)
	}
	ref := &s.refs[number-1]
	at := ref.last
	for at >= 0 && s.cited[at].citation != c.Citation {
		at = s.cited[at].before
	}
	if at < 0 {
		at = len(s.cited)
		s.cited = append(s.cited, sheetCitation{citation: c.Citation, number: number, before: ref.last, state: s.state(s.owner, c.Citation)})
		ref.last = at
		ref.count++
	}
	s.cited[at].count++
	s.places = append(s.places, sheetPlace{at, href, c.Locator})
	return &s.cited[at]
}

// references is the list at the foot of the page.
func (s *sheet) references() []Reference {
	for i := range s.refs {
		s.refs[i].lines = s.memory.citations.take(s.refs[i].count)[:0]
	}
	for i := range s.cited {
		s.cited[i].backs = s.memory.backs.take(s.cited[i].count)[:0]
	}
	for i := range s.places {
		p := &s.places[i]
		c := &s.cited[p.cited]
		c.backs = append(c.backs, ReferenceUse{Link{letters(len(c.backs)), p.href}, p.locator})
	}
	for i := range s.cited {
		c := &s.cited[i]
		ref := &s.refs[c.number-1]
		ref.lines = append(ref.lines, ReferenceCitation{})
		s.referenceCitation(&ref.lines[len(ref.lines)-1], ref.source, c)
	}
	list := s.memory.references.take(len(s.refs))
	for i := range s.refs {
		ref := &s.refs[i]
		about := s.about(ref.source)
		list[i] = Reference{ID: s.anchors.reference.href(i + 1)[1:], Number: i + 1, Text: about.reference,
			Source: Link{"All that rests on this source", ref.source.LinkFrom(s.path)}, Tier: ref.source.Tier, Origin: s.origin(ref.source),
			Archived: orNil(&about.archived), Citations: ref.lines}
	}
	return list
}

func (s *sheet) referenceCitation(line *ReferenceCitation, source *dossier.Source, c *sheetCitation) {
	line.Uses = c.backs
	if c.href != "" {
		line.ID = c.href[1:]
	}
	if c.citation == nil {
		return
	}
	line.Locator, line.Passage, line.Note = c.citation.Locator, quoted(c.citation.Passage), c.citation.Note
	line.State = s.stateWords(c.state, c.citation)
	if about := s.about(source); about.live.Href != "" {
		s.scratch = append(s.scratch[:0], about.live.Href...)
		s.scratch = appendFoundFragment(s.scratch, about, c.citation, c.state)
		if len(s.scratch) > len(about.live.Href) {
			line.Live = s.memory.externals.one(External{about.live.Text, s.memory.text.Bytes(s.scratch)})
		}
	}
	if r := c.citation.Reporting; r != nil {
		line.Via = &s.memory.links.take(1)[0]
		*line.Via = Link{s.about(r).name, r.LinkFrom(s.path)}
	}
}

// letters numbers uses: a, b, ... z, aa, ab ...
func letters(i int) string {
	const alphabet = "abcdefghijklmnopqrstuvwxyz"
	if i < len(alphabet) {
		return alphabet[i : i+1]
	}
	return letters(i/len(alphabet)-1) + alphabet[i%len(alphabet):][:1]
}

// A supMark is what parts/mark.html receives: the marks of one citation group.
type supMark struct {
	ID    string // anchor, where the text has none
	Marks []Mark
}

// A filler fills the open places of one text.
type filler struct {
	*sheet
	text       *dossier.Text
	claims     []*dossier.Claim // by group; nil where a group ends no claim
	statements []Statement      // by group
	open       int              // the link that was started and leads somewhere, or -1
	out        []byte
}

// fill writes a text with its marks, links and margins. Claims are those of the entry; nil in a page.
func (s *sheet) fill(t *dossier.Text, claims []dossier.Claim) template.HTML {
	if t == nil || len(t.HTML) == 0 {
		return ""
	}
	s.ends = dossier.AppendClaims(s.ends[:0], claims, t)
	f := filler{sheet: s, text: t, claims: s.ends, statements: s.memory.statements.take(len(t.Groups)), open: -1, out: s.parts[:0]}
	at := 0
	for i := range t.Slots {
		slot := &t.Slots[i]
		f.out = append(f.out, t.HTML[at:int(slot.Offset)]...)
		at = int(slot.Offset)
		f.slot(slot)
	}
	f.out = append(f.out, t.HTML[at:]...)
	s.parts = f.out
	return template.HTML(f.out)
}

func (f *filler) slot(slot *markdown.Slot) {
	switch slot.Kind {
	case markdown.SlotGroup:
		f.group(int(slot.Index))
	case markdown.SlotClaimStart:
		if c := f.claims[slot.Index]; c != nil {
			f.write(`<span class="claim" id="`, dossier.ClaimAnchor, c.ID, `">`)
		}
	case markdown.SlotClaimEnd:
		if f.claims[slot.Index] != nil {
			f.write("</span>")
		}
	case markdown.SlotLinkStart:
		f.linkStart(int(slot.Index))
	case markdown.SlotLinkEnd:
		f.linkEnd(int(slot.Index))
	case markdown.SlotLink:
		if l := &f.text.Links[slot.Index]; l.Kind == markdown.Image {
			f.image(l)
		} else {
			f.wikilink(l)
		}
	case markdown.SlotNotes:
		f.part(f.margin, f.statements[slot.Index:slot.End])
	}
}

// part runs a part on its own. The first mistake in one is kept for the page.
func (f *filler) part(p *page, data any) {
	out, err := p.append(f.out, data)
	if err != nil && f.broken == nil {
		f.broken = err
	}
	f.out = out
}

func (f *filler) write(parts ...string) {
	for _, s := range parts {
		f.out = append(f.out, s...)
	}
}

func (f *filler) group(i int) {
	g := &f.text.Groups[i]
	href := ""
	if c := f.claims[i]; c != nil {
		href = f.memory.text.Join("#", dossier.ClaimAnchor, c.ID)
	} else {
		href = f.anchors.mark.href(f.noted + 1)
	}
	f.sup.ID = ""
	if !g.Wrapped || f.claims[i] == nil {
		f.sup.ID = href[1:]
	}
	f.sup.Marks, f.statements[i] = f.cite(g, href)
	if f.claims[i] == nil {
		f.statements[i].Count = ""
	}
	f.part(f.Renderer.mark, &f.sup)
}

func (f *filler) linkStart(index int) {
	l := &f.text.Links[index]
	t := f.dossier.Target(f.text.File(), l)
	href := f.href(f.path, l, &t)
	if href == "" {
		return
	}
	f.open = index
	f.write(`<a href="`, template.HTMLEscapeString(href), `"`)
	f.title(l)
	if t.External {
		f.write(` rel="noreferrer noopener external"`)
	}
	f.write(">")
}

func (f *filler) title(l *markdown.Link) {
	if l.Title != "" {
		f.write(` title="`, template.HTMLEscapeString(l.Title), `"`)
	}
}

func (f *filler) linkEnd(index int) {
	if f.open == index {
		f.write("</a>")
	}
}

func (f *filler) wikilink(l *markdown.Link) {
	t := f.dossier.Target(f.text.File(), l)
	if href := f.href(f.path, l, &t); href != "" {
		f.write(`<a href="`, template.HTMLEscapeString(href), `">`, template.HTMLEscapeString(t.Text), "</a>")
	} else {
		f.write(template.HTMLEscapeString(t.Text))
	}
}

func (f *filler) image(l *markdown.Link) {
	t := f.dossier.Target(f.text.File(), l)
	f.write(`<img src="`, template.HTMLEscapeString(f.href(f.path, l, &t)), `" alt="`, template.HTMLEscapeString(l.Text), `" loading="lazy"`)
	f.title(l)
	f.write(">")
}

package render

import (
	"html/template"
	"strconv"
	"strings"

	"dossier/generator/dossier"
	"dossier/generator/markdown"
)

// A sheet is one page being filled: it numbers the sources in the order of their first use, and remembers every use for
// the list of references.
type sheet struct {
	*worker
	path      string
	owner     string // id of the entry or page
	citations []dossier.Citation
	refs      []*sheetRef
	numbers   map[*dossier.Source]int // from 1
	notes     int                     // beside the text
	direct    int                     // citations that marks lead to without a note
}

// A sheetRef is a source on a sheet.
type sheetRef struct {
	source    *dossier.Source
	citations []sheetCitation
}

// A sheetCitation is a citation of a source on a sheet, with what uses it.
type sheetCitation struct {
	citation *dossier.Citation // nil for the whole source
	uses     []sheetUse
	id       string // anchor, where a mark leads here
}

// A sheetUse is one place of a sheet that rests on a citation.
type sheetUse struct{ anchor, locator string }

func (w *worker) sheet(path, owner string, citations []dossier.Citation) *sheet {
	return &sheet{worker: w, path: path, owner: owner, citations: citations, numbers: map[*dossier.Source]int{}}
}

// cite makes the marks and the margin of a statement at an anchor.
func (s *sheet) cite(cites []dossier.Cite, anchor string) ([]Mark, Statement) {
	cited := s.dossier.Cited(s.citations, cites)
	statement := Statement{Permalink: "#" + anchor, Count: dossier.Weigh(cited).String(), Notes: make([]Note, 0, len(cited))}
	marks := make([]Mark, 0, len(cited))
	for _, c := range cited {
		s.notes++
		note := "_n" + strconv.Itoa(s.notes)
		number, _ := s.use(c, anchor)
		marks = append(marks, Mark{Number: number, Href: "#" + note, Note: note, Locator: c.Locator})
		statement.Notes = append(statement.Notes, s.note(c, number, note))
	}
	return marks, statement
}

// evidence makes the marks and the count of a relation, event or figure. They have no notes: their marks lead to the
// citation in the list of references.
func (s *sheet) evidence(cites []dossier.Cite, anchor string) (marks []Mark, count string) {
	cited := s.dossier.Cited(s.citations, cites)
	for _, c := range cited {
		number, citation := s.use(c, anchor)
		if citation.id == "" {
			s.direct++
			citation.id = "_c" + strconv.Itoa(s.direct)
		}
		marks = append(marks, Mark{Number: number, Href: "#" + citation.id, Locator: c.Locator})
	}
	return marks, dossier.Weigh(cited).String()
}

func (s *sheet) note(c dossier.Cited, number int, id string) Note {
	n := Note{ID: id, Number: number, Reference: "#_r" + strconv.Itoa(number), Source: s.anchors[c.Source], Locator: locator(c)}
	if c.Citation != nil {
		n.Passage, n.State = quoted(c.Citation.Passage), s.state(s.owner, c.Citation).Short
		if c.Citation.Reporting != nil {
			n.Via = s.anchors[c.Citation.Reporting]
		}
	}
	return n
}

// locator is the locator of a use: that of the mark, else that of the citation.
func locator(c dossier.Cited) string {
	if c.Locator == "" && c.Citation != nil {
		return c.Citation.Locator
	}
	return c.Locator
}

// use notes that an anchor of the page rests on a citation, and returns the number of its source.
func (s *sheet) use(c dossier.Cited, anchor string) (number int, citation *sheetCitation) {
	n := s.numbers[c.Source]
	if n == 0 {
		s.refs = append(s.refs, &sheetRef{source: c.Source})
		n = len(s.refs)
		s.numbers[c.Source] = n
	}
	ref := s.refs[n-1]
	for i := range ref.citations {
		if x := &ref.citations[i]; x.citation == c.Citation {
			x.uses = append(x.uses, sheetUse{anchor, c.Locator})
			return n, x
		}
	}
	ref.citations = append(ref.citations, sheetCitation{c.Citation, []sheetUse{{anchor, c.Locator}}, ""})
	return n, &ref.citations[len(ref.citations)-1]
}

// references is the list at the foot of the page.
func (s *sheet) references() []Reference {
	list := make([]Reference, len(s.refs))
	for i, ref := range s.refs {
		source := ref.source
		list[i] = Reference{ID: "_r" + strconv.Itoa(i+1), Number: i + 1, Text: s.Renderer.refs[source],
			Source: Link{"All that rests on this source", source.LinkFrom(s.path)}, Tier: source.Tier, Origin: s.origin(source)}
		if source.Archived != nil && isWeb(source.Archived.URL) {
			list[i].Archived = &External{"archived " + source.Archived.Date.Words(), source.Archived.URL}
		}
		for _, c := range ref.citations {
			list[i].Citations = append(list[i].Citations, s.referenceCitation(source, &c))
		}
	}
	return list
}

func (s *sheet) referenceCitation(source *dossier.Source, c *sheetCitation) ReferenceCitation {
	out := ReferenceCitation{ID: c.id, Uses: make([]ReferenceUse, len(c.uses))}
	for i, use := range c.uses {
		out.Uses[i] = ReferenceUse{Link{letters(i), "#" + use.anchor}, use.locator}
	}
	if c.citation == nil {
		return out
	}
	out.Locator = c.citation.Locator
	out.Passage, out.State, out.Note = quoted(c.citation.Passage), s.state(s.owner, c.citation).Long, c.citation.Note
	if at := live(source); at != nil {
		if fragment := s.foundFragment(s.owner, c.citation, at.Href, out.Locator); fragment != "" {
			out.Live = &External{at.Text, at.Href + fragment}
		}
	}
	if r := c.citation.Reporting; r != nil {
		via := Link{s.anchors[r], r.LinkFrom(s.path)}
		out.Via = &via
	}
	return out
}

// origin says in words what a source goes back to, or "" for one that is an origin.
func (r *Renderer) origin(s *dossier.Source) string {
	if len(s.Roots) == 1 && s.Roots[0] == s {
		return ""
	}
	names := make([]string, 0, len(s.Roots))
	for _, root := range s.Roots {
		names = append(names, r.anchors[root])
	}
	return strings.Join(names, "; ")
}

// letters numbers uses: a, b, ... z, aa, ab ...
func letters(i int) string {
	s := ""
	for i++; i > 0; i = (i - 1) / 26 {
		s = string(rune('a'+(i-1)%26)) + s
	}
	return s
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
	out        []byte
}

// fill writes a text with its marks, links and margins. Claims are those of the entry; nil in a page.
func (s *sheet) fill(t *dossier.Text, claims []dossier.Claim) template.HTML {
	if t == nil || len(t.HTML) == 0 {
		return ""
	}
	f := filler{sheet: s, text: t, claims: make([]*dossier.Claim, len(t.Groups)), statements: make([]Statement, len(t.Groups))}
	f.out = f.parts[:0]
	group := 0
	for i := range claims {
		if claims[i].Text == t {
			for &t.Groups[group] != claims[i].Group {
				group++
			}
			f.claims[group] = &claims[i]
		}
	}
	at := 0
	for i := range t.Slots {
		slot := &t.Slots[i]
		f.out = append(f.out, t.HTML[at:int(slot.Offset)]...)
		at = int(slot.Offset)
		f.slot(slot)
	}
	f.out = append(f.out, t.HTML[at:]...)
	f.parts = f.out
	return template.HTML(f.out)
}

func (f *filler) slot(slot *markdown.Slot) {
	switch slot.Kind {
	case markdown.SlotGroup:
		f.group(int(slot.Index))
	case markdown.SlotClaimStart:
		if c := f.claims[slot.Index]; c != nil {
			f.write(`<span class="claim" id="` + c.Anchor() + `">`)
		}
	case markdown.SlotClaimEnd:
		if f.claims[slot.Index] != nil {
			f.write("</span>")
		}
	case markdown.SlotLinkStart:
		f.linkStart(&f.text.Links[slot.Index])
	case markdown.SlotLinkEnd:
		f.linkEnd(&f.text.Links[slot.Index])
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

func (f *filler) write(s string) { f.out = append(f.out, s...) }

func (f *filler) group(i int) {
	g := &f.text.Groups[i]
	m := supMark{}
	anchor := "_m" + strconv.Itoa(f.notes+1)
	if c := f.claims[i]; c != nil {
		anchor = c.Anchor()
	}
	if !g.Wrapped || f.claims[i] == nil {
		m.ID = anchor
	}
	m.Marks, f.statements[i] = f.cite(dossier.GroupCites(g), anchor)
	if f.claims[i] == nil {
		f.statements[i].Count = ""
	}
	f.part(f.mark, m)
}

func (f *filler) linkStart(l *markdown.Link) {
	t := f.dossier.Target(f.text.File(), l)
	href := f.href(f.path, l, t)
	if href == "" {
		return
	}
	f.write(`<a href="` + template.HTMLEscapeString(href) + `"`)
	if l.Title != "" {
		f.write(` title="` + template.HTMLEscapeString(l.Title) + `"`)
	}
	if t.External {
		f.write(` rel="noreferrer noopener external"`)
	}
	f.write(">")
}

func (f *filler) linkEnd(l *markdown.Link) {
	if f.href(f.path, l, f.dossier.Target(f.text.File(), l)) != "" {
		f.write("</a>")
	}
}

func (f *filler) wikilink(l *markdown.Link) {
	t := f.dossier.Target(f.text.File(), l)
	text := template.HTMLEscapeString(t.Text)
	if href := f.href(f.path, l, t); href != "" {
		text = `<a href="` + template.HTMLEscapeString(href) + `">` + text + "</a>"
	}
	f.write(text)
}

func (f *filler) image(l *markdown.Link) {
	href := f.href(f.path, l, f.dossier.Target(f.text.File(), l))
	f.write(`<img src="` + template.HTMLEscapeString(href) + `" alt="` + template.HTMLEscapeString(l.Text) + `" loading="lazy"`)
	if l.Title != "" {
		f.write(` title="` + template.HTMLEscapeString(l.Title) + `"`)
	}
	f.write(">")
}

package markdown

import (
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
)

// prose writes a paragraph or list item and holds it to the claim rule.
func (w *writer) prose(n ast.Node) {
	w.begin(n)
	w.inlines(n)
	w.finish(n)
}

// begin starts a block: its text begins here, and its claims that can be enclosed are found.
func (w *writer) begin(n ast.Node) {
	w.block = block{textStart: len(w.text), firstGroup: len(w.doc.Groups), firstLink: len(w.doc.Links), lastEnd: -1}
	w.wraps = w.wraps[:0]
	if w.exempt > 0 || !isText(n) {
		return
	}
	groups, clean, start := 0, true, n.FirstChild()
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		g, ok := c.(*groupNode)
		if !ok {
			if nested := countGroups(c); nested > 0 {
				groups += nested
				clean = false
			}
			continue
		}
		if clean && start != c {
			w.wraps = append(w.wraps, wrap{start, groups})
			g.wraps = true
		}
		groups++
		clean, start = true, c.NextSibling()
	}
	w.block.wraps = w.wraps
}

// countGroups returns how many citation groups a node holds. Those in the description of an image are not shown.
func countGroups(n ast.Node) int {
	count := 0
	if n.Kind() == ast.KindImage {
		return count
	}
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if c.Kind() == kindGroup {
			count++
		}
		count += countGroups(c)
	}
	return count
}

// group ends a claim.
func (w *writer) group(n *groupNode) {
	w.trimSpace()
	index := len(w.doc.Groups)
	b := &w.block
	g := Group{Span: n.span, Marks: w.pc.kept.marks.Copy(w.pc.marks[n.first:n.last]), Claim: w.exempt == 0 && hasWord(w.text[b.textStart:])}
	g.TextStart, g.TextEnd = trimText(w.text, b.textStart, len(w.text))
	g.Wrapped = g.Claim && n.wraps
	if g.Claim {
		for i := b.firstLink; i < len(w.doc.Links); i++ {
			w.doc.Links[i].Group = index
		}
		b.firstLink = len(w.doc.Links)
	}
	b.textStart, b.lastEnd = len(w.text), n.span.End
	w.doc.Groups = append(w.doc.Groups, g)
	w.slot(SlotGroup, index, 0)
}

// trimText narrows a stretch of text to what is between white space and separators of cells.
func trimText(text []byte, start, end int) (int, int) {
	for start < end && (isSpace(text[start]) || text[start] == ',') {
		start++
	}
	for start < end && (isSpace(text[end-1]) || text[end-1] == ',') {
		end--
	}
	return start, end
}

// finish ends a block: what follows its last group must have no letter or digit, unless it leads into a list.
func (w *writer) finish(n ast.Node) {
	rest := w.text[w.block.textStart:]
	if w.exempt == 0 && hasWord(rest) && !leadsIn(n, rest) {
		w.doc.Uncovered = append(w.doc.Uncovered, w.uncovered(n))
	}
	w.endBlock()
}

func hasWord(s []byte) bool {
	for len(s) > 0 {
		r, size := utf8.DecodeRune(s)
		if s = s[size:]; unicode.IsLetter(r) || unicode.IsNumber(r) || r == '\uFFFC' {
			return true
		}
	}
	return false
}

// leadsIn reports whether a text ends in a colon and a list, table or definition list follows at once.
func leadsIn(n ast.Node, rest []byte) bool {
	next := n.NextSibling()
	if next == nil {
		return false
	}
	switch next.Kind() {
	case ast.KindList, east.KindTable, east.KindDefinitionList:
	default:
		return false
	}
	for i := len(rest) - 1; i >= 0; i-- {
		if !isSpace(rest[i]) {
			return rest[i] == ':'
		}
	}
	return false
}

// uncovered returns the span of a block's text behind its last group: from its first character that is not white space.
func (w *writer) uncovered(n ast.Node) Span {
	from := w.block.lastEnd
	span := Span{-1, -1}
	for _, lines := range textLines(n) {
		for i := range lines.Len() {
			line := lines.At(i)
			start := max(line.Start, from)
			for start < line.Stop && isSpace(w.doc.Source[start]) {
				start++
			}
			if start >= line.Stop {
				continue
			}
			if span.Start < 0 {
				span.Start = start
			}
			span.End = line.Stop
		}
	}
	if span.Start < 0 {
		at := w.doc.SourceOffset(w.block.textStart)
		return Span{at, at}
	}
	for span.End > span.Start && isSpace(w.doc.Source[span.End-1]) {
		span.End--
	}
	return span
}

// textLines returns the stretches of source that a block's text was read from.
func textLines(n ast.Node) []*text.Segments {
	if isText(n) {
		return []*text.Segments{n.Lines()}
	}
	var out []*text.Segments
	for cell := n.FirstChild(); cell != nil; cell = cell.NextSibling() {
		out = append(out, cell.Lines())
	}
	return out
}

// notes leaves a place behind a block for the evidence of its claims.
func (w *writer) notes() { w.notesFrom(w.block.firstGroup) }

func (w *writer) notesFrom(first int) {
	if len(w.doc.Groups) > first {
		w.slot(SlotNotes, first, len(w.doc.Groups))
	}
}

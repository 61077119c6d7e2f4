package markdown

import (
	"bytes"
	"html"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/util"
)

// A writer walks the tree once and writes HTML and plain text side by side.
type writer struct {
	doc  *Document
	pc   *parse
	html []byte
	text []byte
	ids  map[string]int // heading ids that are taken, with the number that the last repeat got

	exempt int // depth of editors' notes, headings and table heads: groups there end no claim
	block  block

	// memory for the next document or block
	slots    []Slot
	groups   []Group
	links    []Link
	headings []Heading
	runs     []run
	wraps    []wrap
}

// A block is one stretch of text that has to be covered by claims: a paragraph, an item, a table row.
type block struct {
	textStart  int    // of the running claim, in the text
	firstGroup int    // index of its first group
	firstLink  int    // index of its first link that no group has claimed
	lastEnd    int    // end of its last group in the source, -1 before there is one
	wraps      []wrap // the claims that can be enclosed and have not begun
}

// A wrap is where a claim begins whose text can be enclosed.
type wrap struct {
	start ast.Node
	group int // its group among those of the block
}

// maxIDs is how many ids a map may have had that is used again.
const maxIDs = 1000

// write fills a Document.
func (w *writer) write(doc *Document, root ast.Node, pc *parse) {
	w.doc, w.pc, w.exempt = doc, pc, 0
	w.html, w.text, w.block = w.html[:0], w.text[:0], block{}
	doc.Slots, doc.Groups, doc.Links, doc.Headings, doc.runs = w.slots[:0], w.groups[:0], w.links[:0], w.headings[:0], w.runs[:0]
	if len(w.ids) > maxIDs { // clearing takes as long as the map ever was
		w.ids = map[string]int{}
	}
	clear(w.ids)
	w.reserveHeadings(root)
	w.blocks(root)
	w.slots, w.groups, w.links, w.headings, w.runs = doc.Slots, doc.Groups, doc.Links, doc.Headings, doc.runs
	kept := pc.kept
	doc.HTML, doc.Text = kept.html.Copy(w.html), kept.words.Bytes(w.text)
	doc.Slots, doc.Groups, doc.Links = kept.slots.Copy(doc.Slots), kept.groups.Copy(doc.Groups), kept.links.Copy(doc.Links)
	doc.Headings, doc.runs = kept.headings.Copy(doc.Headings), kept.runs.Copy(doc.runs)
	w.doc, w.pc = nil, nil
}

// out writes markup.
func (w *writer) out(parts ...string) {
	for _, s := range parts {
		w.html = append(w.html, s...)
	}
}

func (w *writer) slot(kind SlotKind, index, end int) {
	w.doc.Slots = append(w.doc.Slots, Slot{Offset: int32(len(w.html)), Kind: kind, Index: int32(index), End: int32(end)})
}

// escape writes text with HTML's special characters escaped.
func (w *writer) escape(s []byte) { w.html = append(w.html, util.EscapeHTML(s)...) }

// plain adds to the text what came from that offset of the source.
func (w *writer) plain(s []byte, source int) {
	if len(s) == 0 {
		return
	}
	w.doc.runs = append(w.doc.runs, run{int32(len(w.text)), int32(source)})
	w.text = append(w.text, s...)
}

// endBlock closes a line of the plain text.
func (w *writer) endBlock() {
	for len(w.text) > 0 && isSpace(w.text[len(w.text)-1]) {
		w.text = w.text[:len(w.text)-1]
	}
	if len(w.text) > 0 {
		w.text = append(w.text, '\n')
	}
}

// blocks writes the children of a container.
func (w *writer) blocks(parent ast.Node) {
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		w.blockNode(n)
	}
}

func (w *writer) blockNode(n ast.Node) {
	switch n := n.(type) {
	case *ast.Paragraph:
		w.out("<p>")
		w.prose(n)
		w.out("</p>\n")
		w.notes()
	case *ast.TextBlock:
		w.prose(n)
		w.out("\n")
		w.notes()
	case *ast.Heading:
		w.heading(n)
	case *ast.ThematicBreak:
		w.out("<hr>\n")
	case *ast.CodeBlock:
		w.code(n, nil)
	case *ast.FencedCodeBlock:
		w.code(n, n.Language(w.doc.Source))
	case *ast.Blockquote:
		w.quote(n)
	case *ast.List:
		w.list(n)
	case *ast.ListItem:
		w.element("li", n)
	case *ast.HTMLBlock:
		w.htmlBlock(n)
	case *east.DefinitionList:
		w.element("dl", n)
	case *east.DefinitionTerm:
		w.term(n)
	case *east.DefinitionDescription:
		w.element("dd", n)
	case *east.Table:
		w.table(n)
	}
}

func (w *writer) element(name string, n ast.Node) {
	w.out("<", name, ">")
	w.blocks(n)
	w.out("</", name, ">\n")
}

func (w *writer) quote(n *ast.Blockquote) {
	if !isNote(n) {
		w.element("blockquote", n)
		return
	}
	w.exempt++
	w.out("<div class=\"editors-note\" role=\"note\"><p class=\"editors-note-label\">Editors’ note</p>\n")
	w.blocks(n)
	w.out("</div>\n")
	w.exempt--
}

func (w *writer) list(n *ast.List) {
	if !n.IsOrdered() {
		w.element("ul", n)
		return
	}
	if n.Start == 1 {
		w.out("<ol>")
	} else {
		w.out("<ol start=\"", strconv.Itoa(n.Start), "\">")
	}
	w.blocks(n)
	w.out("</ol>\n")
}

func (w *writer) term(n ast.Node) {
	w.out("<dt>")
	w.free(n)
	w.out("</dt>\n")
}

// free writes text that needs no evidence: a heading, a term, a table's head.
func (w *writer) free(n ast.Node) {
	w.exempt++
	w.begin(n)
	w.inlines(n)
	w.endBlock()
	w.exempt--
}

func (w *writer) code(n ast.Node, language []byte) {
	w.out("<pre><code")
	if len(language) > 0 {
		w.out(" class=\"language-")
		w.escape(language)
		w.out("\"")
	}
	w.out(">")
	lines := n.Lines()
	for i := range lines.Len() {
		line := lines.At(i)
		w.escape(line.Value(w.doc.Source))
		w.plain(bytes.TrimRight(line.Value(w.doc.Source), "\r\n"), line.Start)
		w.endBlock()
	}
	w.out("</code></pre>\n")
}

func (w *writer) htmlBlock(n *ast.HTMLBlock) {
	lines := n.Lines()
	if lines.Len() == 0 {
		return
	}
	span := Span{lines.At(0).Start, lines.At(lines.Len() - 1).Stop}
	for span.Start < span.End && isSpace(w.doc.Source[span.Start]) {
		span.Start++
	}
	w.doc.RawHTML = append(w.doc.RawHTML, span)
}

func (w *writer) table(n *east.Table) {
	first := len(w.doc.Groups)
	w.out("<div class=\"table\"><table>\n")
	body := false
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		if head, ok := row.(*east.TableHeader); ok {
			w.out("<thead><tr>")
			w.exempt++
			w.begin(head)
			w.cells(head, "th")
			w.endBlock()
			w.exempt--
			w.out("</tr></thead>\n")
			continue
		}
		if !body {
			w.out("<tbody>")
			body = true
		}
		w.out("<tr>")
		w.begin(row)
		w.cells(row, "td")
		w.finish(row)
		w.out("</tr>\n")
	}
	if body {
		w.out("</tbody>")
	}
	w.out("</table></div>\n")
	w.notesFrom(first)
}

func (w *writer) cells(row ast.Node, name string) {
	for n := row.FirstChild(); n != nil; n = n.NextSibling() {
		w.out("<", name)
		if name == "th" {
			w.out(" scope=\"col\"")
		}
		if cell, ok := n.(*east.TableCell); ok && cell.Alignment != east.AlignNone && cell.Alignment != 0 {
			w.out(" class=\"align-", cell.Alignment.String(), "\"")
		}
		w.out(">")
		w.inlines(n)
		w.out("</", name, ">")
		if n.NextSibling() != nil && len(w.text) > 0 && !isSpace(w.text[len(w.text)-1]) {
			w.text = append(w.text, ',', ' ')
		}
	}
}

// inlines writes the text of a node, with the claims that can be enclosed.
func (w *writer) inlines(parent ast.Node) {
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		if next := w.block.wraps; len(next) > 0 && next[0].start == n {
			w.block.wraps = next[1:]
			w.openClaim(n, w.block.firstGroup+next[0].group)
		}
		w.inline(n)
		if g, ok := n.(*groupNode); ok && g.wraps {
			w.slot(SlotClaimEnd, len(w.doc.Groups)-1, 0)
		}
	}
}

// openClaim starts a claim at a node, behind the white space that it may begin with.
func (w *writer) openClaim(n ast.Node, group int) {
	if t, ok := n.(*ast.Text); ok && len(w.html) > 0 {
		if v := t.Segment.Value(w.doc.Source); len(v) > 0 && v[0] == ' ' {
			w.out(" ")
			w.plain(v[:1], t.Segment.Start)
			t.Segment = t.Segment.WithStart(t.Segment.Start + 1)
		}
	}
	w.slot(SlotClaimStart, group, 0)
}

func (w *writer) inline(n ast.Node) {
	switch n := n.(type) {
	case *ast.Text:
		w.textNode(n)
	case *ast.String:
		w.stringNode(n)
	case *ast.CodeSpan:
		w.out("<code>")
		w.raw(n)
		w.out("</code>")
	case *ast.Emphasis:
		name := "em"
		if n.Level == 2 {
			name = "strong"
		}
		w.span(name, n)
	case *east.Strikethrough:
		w.span("del", n)
	case *ast.Link:
		w.link(n)
	case *ast.AutoLink:
		w.autolink(n)
	case *ast.Image:
		w.image(n)
	case *ast.RawHTML:
		w.rawHTML(n)
	case *groupNode:
		w.group(n)
	case *wikilinkNode:
		w.wikilink(n)
	}
}

// rawHTML notes a tag or comment, which is left out.
func (w *writer) rawHTML(n *ast.RawHTML) {
	if s := n.Segments; s.Len() > 0 {
		w.doc.RawHTML = append(w.doc.RawHTML, Span{s.At(0).Start, s.At(s.Len() - 1).Stop})
	}
}

func (w *writer) span(name string, n ast.Node) {
	w.out("<", name, ">")
	w.inlines(n)
	w.out("</", name, ">")
}

func (w *writer) textNode(n *ast.Text) {
	value := n.Segment.Value(w.doc.Source)
	resolved := value
	if bytes.IndexByte(value, '\\') >= 0 || bytes.IndexByte(value, '&') >= 0 {
		resolved = util.ResolveEntityNames(util.ResolveNumericReferences(util.UnescapePunctuations(value)))
	}
	w.escape(resolved)
	w.plain(resolved, n.Segment.Start)
	switch {
	case n.HardLineBreak():
		w.out("<br>\n")
		w.plain([]byte(" "), n.Segment.Stop)
	case n.SoftLineBreak():
		w.out("\n")
		w.plain([]byte(" "), n.Segment.Stop)
	}
}

// stringNode writes what the typographer put in: an HTML entity.
func (w *writer) stringNode(n *ast.String) {
	s := html.UnescapeString(string(n.Value))
	w.escape([]byte(s))
	w.plain([]byte(s), w.sourceEnd())
}

// sourceEnd is the offset behind the last piece of text, for pieces that have no position of their own.
func (w *writer) sourceEnd() int {
	if len(w.doc.runs) == 0 {
		return 0
	}
	last := w.doc.runs[len(w.doc.runs)-1]
	return min(int(last.source)+len(w.text)-int(last.text), len(w.doc.Source))
}

// raw writes the text of code as it is.
func (w *writer) raw(n ast.Node) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if t, ok := c.(*ast.Text); ok {
			value := t.Segment.Value(w.doc.Source)
			if bytes.IndexByte(value, '\n') >= 0 {
				value = bytes.ReplaceAll(value, []byte("\n"), []byte(" "))
			}
			w.escape(value)
			w.plain(value, t.Segment.Start)
		}
	}
}

// trimSpace takes back the white space before a citation mark, so that the mark stands at the word.
func (w *writer) trimSpace() {
	least := 0
	if n := len(w.doc.Slots); n > 0 {
		least = int(w.doc.Slots[n-1].Offset)
	}
	for len(w.html) > least && isSpace(w.html[len(w.html)-1]) {
		w.html = w.html[:len(w.html)-1]
	}
	for len(w.text) > w.block.textStart && isSpace(w.text[len(w.text)-1]) {
		w.text = w.text[:len(w.text)-1]
	}
}

func (w *writer) autolink(n *ast.AutoLink) {
	url := string(n.URL(w.doc.Source))
	label := n.Label(w.doc.Source)
	at := w.sourceEnd()
	if i := bytes.Index(w.doc.Source[min(at, len(w.doc.Source)):], label); i >= 0 {
		at += i
	}
	if n.AutoLinkType == ast.AutoLinkEmail && !strings.HasPrefix(strings.ToLower(url), "mailto:") {
		url = "mailto:" + url
	}
	l := Link{Span: Span{at, at + len(label)}, Whole: Span{at - 1, at + len(label) + 1}, Kind: Autolink}
	l.setDestination(url, at)
	w.addLink(l)
	w.slot(SlotLinkStart, len(w.doc.Links)-1, 0)
	w.escape(label)
	w.plain(label, at)
	w.slot(SlotLinkEnd, len(w.doc.Links)-1, 0)
}

func (w *writer) link(n *ast.Link) {
	l := w.destination(n, string(n.Destination), Inline)
	l.Title = resolve(string(n.Title))
	w.addLink(l)
	index := len(w.doc.Links) - 1
	if linksInside(n) {
		w.doc.NestedLinks = append(w.doc.NestedLinks, l.Whole)
		w.inlines(n)
		return
	}
	w.slot(SlotLinkStart, index, 0)
	w.inlines(n)
	w.slot(SlotLinkEnd, index, 0)
}

// linksInside reports whether the text of a link holds what is itself a link: a wikilink or a citation mark.
func linksInside(n ast.Node) bool {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if c.Kind() == kindGroup || c.Kind() == kindWikilink || c.Kind() == ast.KindAutoLink || linksInside(c) {
			return true
		}
	}
	return false
}

func (w *writer) image(n *ast.Image) {
	w.tagsIn(n)
	alt := altText(n, w.doc.Source)
	l := w.destination(n, string(n.Destination), Image)
	l.Text, l.Title = alt, resolve(string(n.Title))
	w.addLink(l)
	w.slot(SlotLink, len(w.doc.Links)-1, 0)
	w.plain([]byte(alt), max(n.Pos(), 0))
}

func (w *writer) wikilink(n *wikilinkNode) {
	w.addLink(n.link)
	w.slot(SlotLink, len(w.doc.Links)-1, 0)
	shown := n.link.Text
	if shown == "" {
		shown = untitled
	}
	w.plain([]byte(shown), n.link.Start)
}

func (w *writer) addLink(l Link) {
	l.Group, l.TextOffset = -1, len(w.text)
	w.doc.Links = append(w.doc.Links, l)
}

// tagsIn notes the HTML in the description of an image.
func (w *writer) tagsIn(n ast.Node) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if tag, ok := c.(*ast.RawHTML); ok {
			w.rawHTML(tag)
		}
		w.tagsIn(c)
	}
}

// altText is the text of an image's description.
func altText(n ast.Node, source []byte) string {
	var b strings.Builder
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Text:
			b.Write(util.UnescapePunctuations(c.Segment.Value(source)))
			if c.SoftLineBreak() {
				b.WriteByte(' ')
			}
		case *ast.String:
			b.WriteString(html.UnescapeString(string(c.Value)))
		default:
			b.WriteString(altText(c, source))
		}
	}
	return b.String()
}

// Package markdown turns the Markdown of an entry into a Document: HTML with open places for what only the whole dossier
// knows (numbers of citations, targets of links), the plain text, and the positions of everything that can be wrong.
//
// The dialect is CommonMark with tables, strikethrough, definition lists, typographic quotes and heading attributes, and
// with citation groups ([@id, p. 3; @other]), wikilinks ([[id#heading|text]]) and editors' notes (> [!NOTE]). Raw HTML is
// left out and reported. This is the only package that knows goldmark.
package markdown

import (
	"cmp"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"dossier/generator/slab"
)

// A Span is a stretch of the Markdown source, in bytes.
type Span struct{ Start, End int }

// A Document is a parsed text.
type Document struct {
	Source []byte // the Markdown
	HTML   []byte // with Slots still to be filled
	Slots  []Slot // in order
	Text   string // as a reader sees it: no marks, a line feed between blocks

	Groups      []Group   // citation groups in reading order
	Links       []Link    // links, wikilinks and images in reading order
	Headings    []Heading // in reading order
	Uncovered   []Span    // where the text of a block is not covered by a claim to its end
	NestedLinks []Span    // links with a wikilink or mark in their text, which are not linked themselves
	RawHTML     []Span    // HTML tags, blocks and comments that were left out
	// BadAttributes are the headings with attributes that are not allowed: only an id and plain class names are.
	BadAttributes []Span
	Excess        *Excess // why nothing was read, or nil

	runs []run
}

// A Group is a citation group: one pair of brackets with one mark or several.
type Group struct {
	Span
	Marks []Mark
	// Claim says that the group ends a claim. Groups in editors' notes, headings and table heads end none.
	Claim bool
	// Wrapped says that the claim's text is enclosed by SlotClaimStart and SlotClaimEnd; else it crosses markup.
	Wrapped bool
	// TextStart and TextEnd are the claim's stretch of Document.Text.
	TextStart, TextEnd int
}

// A Mark is one citation within a group.
type Mark struct {
	Span    // of the id
	ID      string
	Locator string // "p. 3", or ""
}

// A LinkKind tells apart what can be linked and how.
type LinkKind uint8

const (
	Wikilink LinkKind = iota // [[id]]
	Inline                   // [text](destination), [text][reference]
	Autolink                 // <https://example.org/>
	Image                    // ![alt](destination)
)

// A Link leads from the text to somewhere else.
type Link struct {
	Span       // of the destination, or of a wikilink's id
	Kind       LinkKind
	Target     string // destination without a fragment, or id
	Fragment   string // without '#'
	Anchor     Span   // of the fragment
	Text       string // a wikilink's own text, or ""; an image's alt
	Title      string // an inline link's or image's title
	Whole      Span   // the link with its text, where known
	Group      int    // index of the group whose claim it stands in, or -1
	HasTarget  bool   // there is something before the fragment
	TextOffset int    // where it stands in Document.Text
}

// A Heading of the text.
type Heading struct {
	Span
	Level int
	ID    string
	Text  string
}

// A SlotKind says what goes into an open place of the HTML.
type SlotKind uint8

const (
	SlotGroup      SlotKind = iota // the numbers of group Index
	SlotClaimStart                 // the claim of group Index begins
	SlotClaimEnd                   // the claim of group Index ends
	SlotLinkStart                  // the start tag of link Index
	SlotLinkEnd                    // its end tag
	SlotLink                       // link Index, whole: a wikilink or an image
	SlotNotes                      // behind a block: the evidence of groups Index to End
)

// A Slot is an open place in a Document's HTML.
type Slot struct {
	Offset     int32 // into Document.HTML
	Index, End int32
	Kind       SlotKind
}

// A run says which byte of the source a byte of the text came from; it holds up to the next run.
type run struct{ text, source int32 }

// A Parser parses Markdown, one text after the other.
type Parser struct {
	goldmark parser.Parser
	writer   writer
	scratch  scratch
	kept     kept
}

// NewParser returns a Parser.
func NewParser() *Parser {
	blocks := parser.DefaultBlockParsers()
	blocks = append(blocks,
		util.Prioritized(extension.NewDefinitionListParser(), 101),
		util.Prioritized(extension.NewDefinitionDescriptionParser(), 102))
	inlines := append(parser.DefaultInlineParsers(),
		util.Prioritized(guard{}, 1),
		util.Prioritized(citationParser{}, 98),
		util.Prioritized(wikilinkParser{}, 99),
		util.Prioritized(extension.NewStrikethroughParser(), 500),
		util.Prioritized(typographer{extension.NewTypographerParser()}, 9999))
	paragraphs := append(parser.DefaultParagraphTransformers(),
		util.Prioritized(guard{}, 1),
		util.Prioritized(noteTransformer{}, 50),
		util.Prioritized(extension.NewTableParagraphTransformer(), 200))
	return &Parser{
		goldmark: parser.NewParser(
			parser.WithBlockParsers(blocks...), parser.WithInlineParsers(inlines...), parser.WithParagraphTransformers(paragraphs...),
			parser.WithASTTransformers(util.Prioritized(extension.NewTableASTTransformer(), 0)),
			parser.WithHeadingAttribute()),
		writer: writer{ids: map[string]int{}},
	}
}

// A typographer is goldmark's, called only at the signs that it replaces.
type typographer struct{ parser.InlineParser }

// Trigger names the signs.
func (typographer) Trigger() []byte { return []byte("'\"-.<>") }

// A parse is the context of one text, with what the guard knows and the memory that citations and links need.
type parse struct {
	parser.Context
	measured ast.Node // the last block that was measured
	excess   *Excess
	*scratch
	kept *kept
}

// scratch is memory that every text uses anew.
type scratch struct {
	marks              []Mark         // of all groups of the text
	inside             []text.Segment // what stands in the brackets of a group
	piece              []int
	id, locator, words []byte
}

// kept is the memory of what stays in Documents.
type kept struct {
	documents slab.Lists[Document]
	words     slab.Strings
	html      slab.Lists[byte]
	slots     slab.Lists[Slot]
	groups    slab.Lists[Group]
	marks     slab.Lists[Mark]
	links     slab.Lists[Link]
	headings  slab.Lists[Heading]
	runs      slab.Lists[run]
}

// Parse parses a text. It never fails: what is wrong is in the Document.
func (p *Parser) Parse(source []byte) *Document {
	doc := p.kept.documents.New(Document{Source: source})
	if doc.Excess = costlyLine(source); doc.Excess != nil {
		return doc
	}
	pc := &parse{Context: parser.NewContext(), scratch: &p.scratch, kept: &p.kept}
	p.scratch.marks = p.scratch.marks[:0]
	root := p.goldmark.Parse(text.NewReader(source), parser.WithContext(pc))
	if doc.Excess = cmp.Or(pc.excess, deepBlock(root, 0), repeated(root, pc, len(source))); doc.Excess != nil {
		return doc
	}
	p.writer.write(doc, root, pc)
	return doc
}

// SourceOffset returns the place in Source of a byte of Text.
func (d *Document) SourceOffset(textOffset int) int {
	lo, hi := 0, len(d.runs)
	for lo < hi {
		if mid := (lo + hi) / 2; int(d.runs[mid].text) <= textOffset {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo == 0 {
		return 0
	}
	r := d.runs[lo-1]
	return min(int(r.source)+textOffset-int(r.text), len(d.Source))
}

// Forget drops the source and what leads back to it.
func (d *Document) Forget() {
	d.Source, d.runs, d.Uncovered, d.RawHTML, d.BadAttributes = nil, nil, nil, nil, nil
}

// untitled stands in the text for a wikilink that shows the title of its target, which only the dossier knows.
const untitled = "\uFFFC"

// titleLength is room for the titles of a wikilink or two.
const titleLength = 64

// Plain returns a stretch of the text with the titles of wikilinks put in; title is asked for each link without a text of
// its own.
func (d *Document) Plain(start, end int, title func(*Link) string) string {
	stretch := d.Text[start:end]
	if !strings.Contains(stretch, untitled) {
		return stretch
	}
	return string(d.AppendPlain(make([]byte, 0, len(stretch)+titleLength), start, end, title))
}

// AppendPlain appends what Plain returns.
func (d *Document) AppendPlain(out []byte, start, end int, title func(*Link) string) []byte {
	from := start
	for i := range d.Links {
		l := &d.Links[i]
		if l.Kind != Wikilink || l.Text != "" || l.TextOffset < start || l.TextOffset >= end {
			continue
		}
		out = append(append(out, d.Text[from:l.TextOffset]...), title(l)...)
		from = l.TextOffset + len(untitled)
	}
	return append(out, d.Text[from:end]...)
}

// isText reports whether a node's children are text rather than blocks.
func isText(n ast.Node) bool {
	switch n.Kind() {
	case ast.KindParagraph, ast.KindTextBlock, ast.KindHeading:
		return true
	}
	return false
}

package markdown

import (
	"bytes"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// kindGroup is the node of a citation group.
var kindGroup = ast.NewNodeKind("CitationGroup")

// groupNode is a citation group in the tree.
type groupNode struct {
	ast.BaseInline
	span        Span
	first, last int  // its marks among those of the text
	wraps       bool // it ends a claim that can be enclosed
}

func (n *groupNode) Kind() ast.NodeKind { return kindGroup }

func (n *groupNode) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

// citationParser reads `[@id]`, `[@id, p. 3]` and `[@a; @b, ¶ 7]`. It runs before links.
type citationParser struct{}

func (citationParser) Trigger() []byte { return []byte{'['} }

func (citationParser) Parse(_ ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, segment := block.PeekLine()
	if len(line) < 2 || line[1] != '@' {
		return nil
	}
	p := pc.(*parse)
	if !p.bracketed(block) {
		return nil
	}
	n := &groupNode{span: Span{segment.Start, p.inside[len(p.inside)-1].Stop + 1}, first: len(p.marks)}
	p.readMarks(block.Source())
	n.last = len(p.marks)
	return n
}

// bracketed reads from an opening bracket to its closing one, which may stand on a later line of the same block, and
// keeps what lies between, line by line. Without a closing bracket the reader stays where it was.
func (p *parse) bracketed(block text.Reader) bool {
	startLine, start := block.Position()
	block.Advance(1)
	p.inside = p.inside[:0]
	for {
		line, segment := block.PeekLine()
		if line == nil {
			block.SetPosition(startLine, start)
			return false
		}
		if i := bytes.IndexAny(line, "[]"); i >= 0 {
			if line[i] == '[' {
				block.SetPosition(startLine, start)
				return false
			}
			block.Advance(i + 1)
			p.inside = append(p.inside, text.NewSegment(segment.Start, segment.Start+i))
			return true
		}
		p.inside = append(p.inside, text.NewSegment(segment.Start, segment.Stop))
		block.AdvanceLine()
	}
}

// readMarks splits what stands between the brackets at semicolons.
func (p *parse) readMarks(source []byte) {
	p.piece = p.piece[:0] // offsets of the piece's bytes
	for _, s := range p.inside {
		for i := s.Start; i < s.Stop; i++ {
			if source[i] == ';' {
				p.readMark(source, i)
				p.piece = p.piece[:0]
				continue
			}
			p.piece = append(p.piece, i)
		}
	}
	p.readMark(source, p.inside[len(p.inside)-1].Stop)
}

// readMark reads one `@id, locator`. What is no id is kept as written, to be reported as unknown.
func (p *parse) readMark(source []byte, end int) {
	piece := p.piece
	for len(piece) > 0 && isSpace(source[piece[0]]) {
		piece = piece[1:]
	}
	if len(piece) > 0 && source[piece[0]] == '@' {
		piece = piece[1:]
	}
	m := Mark{Span: Span{end, end}}
	if len(piece) > 0 {
		m.Span = Span{piece[0], piece[0]}
	}
	p.id, p.locator = p.id[:0], p.locator[:0]
	comma := false
	for _, i := range piece {
		switch {
		case comma:
			p.locator = append(p.locator, source[i])
		case source[i] == ',':
			comma = true
		default:
			p.id = append(p.id, source[i])
			if !isSpace(source[i]) {
				m.End = i + 1
			}
		}
	}
	id := bytes.TrimSpace(p.id)
	if !utf8.Valid(id) {
		id = bytes.ToValidUTF8(id, []byte("\uFFFD"))
	}
	m.ID, m.Locator = p.kept.words.Bytes(id), p.spaced(p.locator)
	p.marks = append(p.marks, m)
}

// spaced keeps a text with single spaces between its words.
func (p *parse) spaced(s []byte) string {
	p.words = p.words[:0]
	for word := range bytes.FieldsSeq(s) {
		if len(p.words) > 0 {
			p.words = append(p.words, ' ')
		}
		p.words = append(p.words, word...)
	}
	return p.kept.words.Bytes(p.words)
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

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
	span  Span
	marks []Mark
}

func (n *groupNode) Kind() ast.NodeKind { return kindGroup }

func (n *groupNode) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

// citationParser reads `[@id]`, `[@id, p. 3]` and `[@a; @b, ¶ 7]`. It runs before links.
type citationParser struct{}

func (citationParser) Trigger() []byte { return []byte{'['} }

func (citationParser) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, segment := block.PeekLine()
	if len(line) < 2 || line[1] != '@' {
		return nil
	}
	inside, ok := bracketed(block)
	if !ok {
		return nil
	}
	n := &groupNode{span: Span{segment.Start, inside[len(inside)-1].Stop + 1}}
	n.marks = marks(block.Source(), inside)
	return n
}

// bracketed reads from an opening bracket to its closing one, which may stand on a later line of the same block, and
// returns what lies between, line by line. Without a closing bracket the reader stays where it was.
func bracketed(block text.Reader) ([]text.Segment, bool) {
	startLine, start := block.Position()
	block.Advance(1)
	var inside []text.Segment
	for {
		line, segment := block.PeekLine()
		if line == nil {
			block.SetPosition(startLine, start)
			return nil, false
		}
		if i := bytes.IndexAny(line, "[]"); i >= 0 {
			if line[i] == '[' {
				block.SetPosition(startLine, start)
				return nil, false
			}
			block.Advance(i + 1)
			return append(inside, text.NewSegment(segment.Start, segment.Start+i)), true
		}
		inside = append(inside, text.NewSegment(segment.Start, segment.Stop))
		block.AdvanceLine()
	}
}

// marks splits what stands between the brackets at semicolons.
func marks(source []byte, inside []text.Segment) []Mark {
	var out []Mark
	var piece []int // offsets of the piece's bytes
	flush := func(end int) {
		out = append(out, mark(source, piece, end))
		piece = piece[:0]
	}
	for _, s := range inside {
		for i := s.Start; i < s.Stop; i++ {
			if source[i] == ';' {
				flush(i)
				continue
			}
			piece = append(piece, i)
		}
	}
	flush(inside[len(inside)-1].Stop)
	return out
}

// mark reads one `@id, locator`. What is no id is kept as written, to be reported as unknown.
func mark(source []byte, piece []int, end int) Mark {
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
	var id, locator []byte
	comma := false
	for _, i := range piece {
		switch {
		case comma:
			locator = append(locator, source[i])
		case source[i] == ',':
			comma = true
		default:
			id = append(id, source[i])
			if !isSpace(source[i]) {
				m.End = i + 1
			}
		}
	}
	m.ID = string(bytes.TrimSpace(id))
	m.Locator = string(bytes.Join(bytes.Fields(locator), []byte(" ")))
	if !utf8.ValidString(m.ID) {
		m.ID = string(bytes.ToValidUTF8([]byte(m.ID), []byte("\uFFFD")))
	}
	return m
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

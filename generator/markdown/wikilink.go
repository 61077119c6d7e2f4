package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// kindWikilink is the node of a wikilink.
var kindWikilink = ast.NewNodeKind("Wikilink")

// wikilinkNode is a wikilink in the tree.
type wikilinkNode struct {
	ast.BaseInline
	link Link
}

func (n *wikilinkNode) Kind() ast.NodeKind { return kindWikilink }

func (n *wikilinkNode) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

// wikilinkParser reads `[[id]]`, `[[id#heading]]` and either with `|text`, which may go on on the next line. A table's `\|`
// counts as `|`.
type wikilinkParser struct{}

func (wikilinkParser) Trigger() []byte { return []byte{'['} }

func (wikilinkParser) Parse(_ ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, segment := block.PeekLine()
	if !bytes.HasPrefix(line, []byte("[[")) {
		return nil
	}
	startLine, start := block.Position()
	block.Advance(2)
	p := pc.(*parse)
	inside := p.id[:0]
	for {
		line, at := block.PeekLine()
		n := bytes.IndexAny(line, "[]")
		if line == nil || n >= 0 && (!bytes.HasPrefix(line[n:], []byte("]]")) || bytes.HasPrefix(line[n+2:], []byte("("))) {
			block.SetPosition(startLine, start)
			return nil
		}
		if n < 0 {
			inside = append(inside, line...)
			block.AdvanceLine()
			continue
		}
		block.Advance(n + 2)
		p.id = append(inside, line[:n]...)
		l := p.wikilink(p.id, segment.Start+2)
		l.Whole.End = at.Start + n + 2
		return &wikilinkNode{link: l}
	}
}

// wikilink takes apart what stands between the brackets, which begins at that offset of the source.
func (p *parse) wikilink(inside []byte, offset int) Link {
	target, label, labelled := bytes.Cut(inside, []byte("|"))
	if labelled {
		target = bytes.TrimSuffix(target, []byte(`\`))
	}
	id, fragment, hasFragment := bytes.Cut(target, []byte("#"))
	l := Link{Kind: Wikilink, Group: -1, HasTarget: true, Whole: Span{offset - 2, offset + len(inside) + 2}}
	l.Span = trimmed(id, offset)
	l.Target = p.kept.words.Bytes(bytes.TrimSpace(id))
	if hasFragment {
		l.Anchor = trimmed(fragment, offset+len(id)+1)
		l.Fragment = p.kept.words.Bytes(bytes.TrimSpace(fragment))
	}
	l.Text = p.spaced(label)
	return l
}

// trimmed returns the span of a piece without the spaces around it.
func trimmed(piece []byte, offset int) Span {
	left := len(piece) - len(bytes.TrimLeft(piece, " \t"))
	return Span{offset + left, offset + max(left, len(bytes.TrimRight(piece, " \t")))}
}

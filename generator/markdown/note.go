package markdown

import (
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// noteAttribute marks a block quote as an editors' note.
const noteAttribute = "note"

// noteTransformer turns a block quote that begins with the line `[!NOTE]` into an editors' note.
type noteTransformer struct{}

func (noteTransformer) Transform(node *ast.Paragraph, reader text.Reader, _ parser.Context) {
	quote, ok := node.Parent().(*ast.Blockquote)
	if !ok || quote.FirstChild() != ast.Node(node) {
		return
	}
	lines := node.Lines()
	first := lines.At(0)
	if !strings.EqualFold(strings.TrimSpace(string(first.Value(reader.Source()))), "[!NOTE]") {
		return
	}
	quote.SetAttributeString(noteAttribute, true)
	if lines.Len() == 1 {
		quote.RemoveChild(quote, node)
		return
	}
	rest := text.NewSegments()
	for i := 1; i < lines.Len(); i++ {
		rest.Append(lines.At(i))
	}
	node.SetLines(rest)
}

// isNote reports whether a node is an editors' note.
func isNote(n ast.Node) bool {
	_, ok := n.AttributeString(noteAttribute)
	return ok && n.Kind() == ast.KindBlockquote
}

package markdown

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// MaxDepth is how deep quotes, lists and definitions may nest.
const MaxDepth = 100

// These bounds keep the time to parse a text in proportion to its length, where goldmark alone would take its square. No
// text written by people comes near them.
const (
	maxPrefix   = 1000    // bytes of signs that open blocks at the start of a line, and of a heading's attributes
	maxEmphasis = 1000    // signs of emphasis in one block
	maxQuotes   = 1000    // quotation marks in a row
	maxBrackets = 10_000  // brackets in one block, without those of marks and wikilinks
	maxLinkWork = 1 << 23 // links in one block times its length
	maxRefWork  = 1 << 26 // link definitions in one block times its length
	maxCells    = 1 << 19 // cells of one table, missing ones too
	maxRepeated = 1 << 16 // bytes of addresses, beyond twice the text's length
)

// An Excess is why a text was not read.
type Excess struct {
	Span          // where it passes the bound
	What   string // such as "blocks nest deeper than 100"
	Remedy string
}

func tooDeep(at int) *Excess {
	return &Excess{Span{at, at + 1}, "quotes and lists nest too deep", "write it flatter"}
}

func tooDense(at int, what string) *Excess {
	return &Excess{Span{at, at + 1}, what, "split it into paragraphs"}
}

// costlyLine finds a line that begins with too many signs that open blocks, or a heading with too many attributes.
func costlyLine(source []byte) *Excess {
	for start := 0; start < len(source); {
		end := lineEnd(source, start)
		if line := source[start:end]; len(line) > maxPrefix {
			brace := bytes.IndexByte(line, '{')
			switch {
			case prefixLength(line) > maxPrefix:
				return tooDeep(start)
			case brace >= 0 && len(line)-brace > maxPrefix && isHeading(line, source[min(end+1, len(source)):]):
				return &Excess{Span{start + brace, start + brace + 1}, "a heading has too many attributes", "a heading needs an id at most: {#my-id}"}
			}
		}
		start = end + 1
	}
	return nil
}

func lineEnd(source []byte, start int) int {
	if n := bytes.IndexByte(source[start:], '\n'); n >= 0 {
		return start + n
	}
	return len(source)
}

// openers are the characters that indent a block or open it, without those of headings.
const openers = " \t>-*+:.)0123456789"

// isHeading reports whether a line looks like a heading: it begins with number signs, or what follows underlines it.
func isHeading(line, rest []byte) bool {
	if bytes.HasPrefix(bytes.TrimLeft(line, openers), []byte("#")) {
		return true
	}
	next := bytes.TrimLeft(rest[:lineEnd(rest, 0)], " \t>")
	return len(next) > 0 && (len(bytes.Trim(next, "= \t")) == 0 || len(bytes.Trim(next, "- \t")) == 0)
}

// prefixLength returns how many bytes of a line are indentation and signs of quotes and lists. A thematic break and a
// blank line have none.
func prefixLength(line []byte) int {
	line = bytes.TrimRight(line, " \t")
	rule := len(line)
	if rule > 0 && strings.IndexByte("-*_", line[rule-1]) >= 0 {
		rule = len(bytes.TrimRight(line, string(line[rule-1])+" \t"))
	}
	i := 0
	for n := 1; n > 0 && i < rule; i += n {
		n = openerLength(line[i:])
	}
	return i
}

// openerLength returns the length of the white space, or of the sign of a quote, list or definition, that a line begins
// with.
func openerLength(line []byte) int {
	n := 1
	switch c := line[0]; {
	case c == ' ' || c == '\t' || c == '>':
		return 1
	case c >= '0' && c <= '9':
		n = len(line) - len(bytes.TrimLeft(line, "0123456789"))
		if n == len(line) || line[n] != '.' && line[n] != ')' {
			return 0
		}
		n++
	case strings.IndexByte("-*+:", c) < 0:
		return 0
	}
	if n < len(line) && line[n] != ' ' && line[n] != '\t' {
		return 0
	}
	return n
}

// A guard refuses blocks that would take too long to parse.
type guard struct{}

// Trigger names the signs that the costly parsers start at.
func (guard) Trigger() []byte { return []byte("*_~[!]\"'") }

// Parse measures a block when it meets the first costly sign, and skips the block if it is too much.
func (guard) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	p := pc.(*parse)
	if p.excess == nil {
		if p.measured == parent {
			return nil
		}
		p.measured = parent
		if p.excess = measure(parent.Lines(), block.Source()); p.excess == nil {
			return nil
		}
	}
	for line, _ := block.PeekLine(); line != nil; line, _ = block.PeekLine() {
		block.AdvanceLine()
	}
	return ast.NewString(nil)
}

// Transform measures what a paragraph may turn out to be: link definitions or a table.
func (guard) Transform(node *ast.Paragraph, reader text.Reader, pc parser.Context) {
	lines := node.Lines()
	size, definitions, columns := 0, 0, 0
	for i := range lines.Len() {
		line := lines.At(i)
		value := line.Value(reader.Source())
		size += len(value)
		if bytes.HasPrefix(bytes.TrimLeft(value, " "), []byte("[")) {
			definitions++
		}
		if n := bytes.Count(value, []byte("|")); n > columns && len(bytes.Trim(value, "|:- \t\n")) == 0 {
			columns = n
		}
	}
	p, at := pc.(*parse), lines.At(0).Start
	switch {
	case definitions*size > maxRefWork:
		p.excess = tooDense(at, "a block of text has too many link definitions")
	case (columns+1)*lines.Len() > maxCells:
		p.excess = &Excess{Span{at, at + 1}, "a table has too many cells", "split it into several tables"}
	default:
		return
	}
	lines.SetSliced(0, 1)
}

// measure finds out whether a block has too many signs for its length.
func measure(lines *text.Segments, source []byte) *Excess {
	size, emphasis, links, brackets, quotes := 0, 0, 0, 0, 0
	for i := range lines.Len() {
		segment := lines.At(i)
		line := segment.Value(source)
		size += len(line)
		for j := 0; j < len(line); j++ {
			switch c := line[j]; {
			case c > '_' && c != '~' || c == ' ': // nearly all
			case c == '*' || c == '_' || c == '~':
				emphasis++
			case (c == '"' || c == '\'') && j > 0 && line[j-1] == c:
				quotes++
			case c == '[' && markLength(line[j:]) > 0:
				j += markLength(line[j:])
			case c == '[':
				brackets++
			case c == ']':
				brackets++
				if j+1 < len(line) && line[j+1] == '(' {
					links++
				}
			}
		}
	}
	switch at := lines.At(0).Start; {
	case emphasis > maxEmphasis:
		return tooDense(at, "a block of text has too many signs of emphasis")
	case quotes > maxQuotes:
		return tooDense(at, "a block of text has too many quotation marks in a row")
	case brackets > maxBrackets || links*size > maxLinkWork || brackets*lines.Len() > maxLinkWork:
		return tooDense(at, "a block of text has too many links for its length")
	}
	return nil
}

// markLength returns how many bytes follow the opening bracket of a citation group or wikilink that ends on the line, with
// its end; 0 for any other bracket.
func markLength(line []byte) int {
	if len(line) < 2 || line[1] != '@' && line[1] != '[' {
		return 0
	}
	n := bytes.IndexAny(line[2:], "[]")
	if n < 0 || line[2+n] != ']' {
		return 0
	}
	return n + 2
}

// deepBlock finds a block that nests deeper than MaxDepth.
func deepBlock(parent ast.Node, depth int) *Excess {
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		if n.Type() != ast.TypeBlock {
			return nil
		}
		inside := depth
		if n.Kind() != ast.KindList {
			inside++
		}
		if inside > MaxDepth+1 {
			return tooDeep(blockStart(n))
		}
		if excess := deepBlock(n, inside); excess != nil {
			return excess
		}
	}
	return nil
}

// blockStart returns where the first text of a block stands.
func blockStart(n ast.Node) int {
	for ; n != nil; n = n.FirstChild() {
		if n.Type() == ast.TypeBlock && n.Lines().Len() > 0 {
			return n.Lines().At(0).Start
		}
	}
	return 0
}

// repeated finds link definitions whose addresses, written out wherever they are used, are far longer than the text.
func repeated(root ast.Node, pc parser.Context, size int) *Excess {
	if len(pc.References()) == 0 {
		return nil
	}
	total, limit := 0, 2*size+maxRepeated
	var excess *Excess
	err := ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Link:
			total += len(n.Destination) + len(n.Title)
		case *ast.Image:
			total += len(n.Destination) + len(n.Title)
		}
		if total > limit {
			excess = &Excess{Span{max(n.Pos(), 0), max(n.Pos(), 0) + 1}, "a long link definition is used too often", "shorten the address"}
			return ast.WalkStop, nil
		}
		return ast.WalkContinue, nil
	})
	if err != nil {
		panic(err) // the function above returns none
	}
	return excess
}

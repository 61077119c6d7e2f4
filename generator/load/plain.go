package load

import (
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// A plainReader reads front matter that is written plainly, as nearly all of it is: mappings and lists by lines or in
// braces and brackets, names of ASCII letters, digits, hyphens and underscores, and values on one line, bare or in quotes
// without escapes. It knows no comments, no text over several lines, no anchors, tags or directives. Whatever it does not
// know for certain it leaves to package yaml, which alone decides what is YAML; a fuzz test holds the two to the same
// nodes at the same places. Half of the time that a check takes would go into package yaml else.
//
// The nodes are those of the reader's memory: reading again takes them back.
type plainReader struct {
	text   string
	at     int // where it reads
	line   int // of at, from 1
	start  int // where that line starts
	indent int // of that line, of an item's first field where the field stands; -1 at the end
	outer  int // indent of the block around braces and brackets
	depth  int

	counted, column int // where columns were counted to, and the column there, from 1

	nodes []yaml.Node
	used  int
	lists []*yaml.Node // contents of nodes, one behind the other
	open  []*yaml.Node // contents of nodes that are being read
}

// maxPlain is how many bytes the reader reads at the most, so that its memory stays small.
const maxPlain = 64 << 10

// read returns the top node of a text of valid UTF-8, or nil.
func (p *plainReader) read(text string) *yaml.Node {
	if len(text) > maxPlain || !isPlainText(text) {
		return nil
	}
	clear(p.nodes[:p.used])
	*p = plainReader{text: text, nodes: p.nodes, lists: p.lists[:0], open: p.open[:0]}
	p.beginLine()
	p.blankLines()
	if p.indent != 0 {
		return nil
	}
	root := p.mapping(0)
	if p.indent >= 0 {
		return nil
	}
	return root
}

// isPlainText reports whether a text has no control characters but line feeds, and none of the other characters that end
// a line or mark the order of bytes in YAML.
func isPlainText(text string) bool {
	for i := range len(text) {
		switch c := text[i]; {
		case c >= ' ' && c < 0x7f || c == '\n':
		case c < 0x80:
			return false
		case c == 0xc2 && text[i+1] < 0xa0, c == 0xe2 && text[i+1] == 0x80 && text[i+2]&^1 == 0xa8,
			c == 0xef && (text[i+1] == 0xbb && text[i+2] == 0xbf || text[i+1] == 0xbf && text[i+2] >= 0xbe):
			return false
		}
	}
	return true
}

// beginLine notes that a line begins here, and goes to its first character.
func (p *plainReader) beginLine() {
	p.line++
	p.start, p.counted, p.column = p.at, p.at, 1
	p.spaces()
	p.indent = p.at - p.start
}

func (p *plainReader) spaces() {
	for p.at < len(p.text) && p.text[p.at] == ' ' {
		p.at++
	}
}

// blankLines goes to the next line that is not blank.
func (p *plainReader) blankLines() {
	for p.at < len(p.text) && p.text[p.at] == '\n' {
		p.at++
		p.beginLine()
	}
	if p.at == len(p.text) {
		p.indent = -1
	}
}

// endLine ends a value that belongs to a block of an indent. It is false where more of the value may follow.
func (p *plainReader) endLine(indent int) bool {
	p.spaces()
	if p.at < len(p.text) && p.text[p.at] != '\n' {
		return false
	}
	p.blankLines()
	return p.indent <= indent
}

// node makes a node that stands here.
func (p *plainReader) node(kind yaml.Kind, style yaml.Style, tag string) *yaml.Node {
	for ; p.counted < p.at; p.column++ {
		_, size := utf8.DecodeRuneInString(p.text[p.counted:])
		p.counted += size
	}
	if p.used == len(p.nodes) { // the nodes made so far keep the old list
		p.nodes, p.used = make([]yaml.Node, max(2*len(p.nodes), 64)), 0
	}
	n := &p.nodes[p.used]
	p.used++
	n.Kind, n.Style, n.Tag, n.Line, n.Column = kind, style, tag, p.line, p.column
	return n
}

// fill gives a node what was read of its content since so many nodes were open.
func (p *plainReader) fill(n *yaml.Node, from int) *yaml.Node {
	first := len(p.lists)
	p.lists = append(p.lists, p.open[from:]...)
	n.Content = p.lists[first:len(p.lists):len(p.lists)]
	p.open = p.open[:from]
	return n
}

// enter reports whether values may be nested as deep as one more.
func (p *plainReader) enter() bool {
	p.depth++
	return p.depth <= maxDepth
}

// nameEnd is the end of a name that stands here with a colon and white space behind it, or -1.
func (p *plainReader) nameEnd() int {
	end := p.at
	for end < len(p.text) && isNameByte(p.text[end], end > p.at) {
		end++
	}
	if end == p.at || end-p.at > 100 || end >= len(p.text) || p.text[end] != ':' {
		return -1
	}
	if behind := end + 1; behind < len(p.text) && p.text[behind] != ' ' && p.text[behind] != '\n' {
		return -1
	}
	return end
}

func isNameByte(c byte, inside bool) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || inside && (c >= '0' && c <= '9' || c == '-' || c == '_')
}

// name reads a name and its colon.
func (p *plainReader) name() bool {
	end := p.nameEnd()
	if end < 0 {
		return false
	}
	name := p.text[p.at:end]
	n := p.node(yaml.ScalarNode, 0, wordTag(name))
	n.Value = name
	p.open = append(p.open, n)
	p.at = end + 1
	return true
}

// mapping reads the fields of an indent.
func (p *plainReader) mapping(indent int) *yaml.Node {
	if !p.enter() {
		return nil
	}
	n, from := p.node(yaml.MappingNode, 0, "!!map"), len(p.open)
	for p.indent == indent {
		if !p.name() {
			return nil
		}
		value := p.value(indent)
		if value == nil {
			return nil
		}
		p.open = append(p.open, value)
	}
	p.depth--
	if p.indent > indent {
		return nil
	}
	return p.fill(n, from)
}

// value reads the value of a field of an indent.
func (p *plainReader) value(indent int) *yaml.Node {
	p.spaces()
	if p.at < len(p.text) && p.text[p.at] != '\n' {
		return p.onLine(indent)
	}
	p.blankLines()
	switch {
	case p.indent >= indent && p.isItem():
		return p.sequence(p.indent)
	case p.indent > indent:
		return p.mapping(p.indent)
	}
	return nil
}

// onLine reads a value that begins on a line with something before it.
func (p *plainReader) onLine(indent int) *yaml.Node {
	p.outer = indent
	n := p.inline(false)
	if n == nil || !p.endLine(indent) {
		return nil
	}
	return n
}

// isItem reports whether an item of a list stands here.
func (p *plainReader) isItem() bool { return strings.HasPrefix(p.text[p.at:], "- ") }

// sequence reads the items of an indent.
func (p *plainReader) sequence(indent int) *yaml.Node {
	if !p.enter() {
		return nil
	}
	n, from := p.node(yaml.SequenceNode, 0, "!!seq"), len(p.open)
	for p.indent == indent && p.isItem() {
		p.at++
		p.spaces()
		var item *yaml.Node
		if p.nameEnd() >= 0 {
			p.indent = p.at - p.start
			item = p.mapping(p.indent)
		} else if p.at < len(p.text) {
			item = p.onLine(indent)
		}
		if item == nil {
			return nil
		}
		p.open = append(p.open, item)
	}
	p.depth--
	if p.indent > indent {
		return nil
	}
	return p.fill(n, from)
}

// inline reads a value that does not begin a line, in braces and brackets or not.
func (p *plainReader) inline(flow bool) *yaml.Node {
	switch c := p.byte(); c {
	case '[':
		return p.list()
	case '{':
		return p.record()
	case '"':
		return p.quoted(c, `"\`+"\n", yaml.DoubleQuotedStyle)
	case '\'':
		return p.quoted(c, "'\n", yaml.SingleQuotedStyle)
	}
	return p.bare(flow)
}

// byte is the byte here, or 0 at the end.
func (p *plainReader) byte() byte {
	if p.at == len(p.text) {
		return 0
	}
	return p.text[p.at]
}

// quoted reads text in quotes, with none of the stops before the closing one.
func (p *plainReader) quoted(quote byte, stops string, style yaml.Style) *yaml.Node {
	n := p.node(yaml.ScalarNode, style, "!!str")
	p.at++
	length := strings.IndexAny(p.text[p.at:], stops)
	if length < 0 || p.text[p.at+length] != quote {
		return nil
	}
	n.Value = p.text[p.at : p.at+length]
	p.at += length + 1
	if p.byte() == quote { // a quote that is written twice
		return nil
	}
	return n
}

// bare reads text without quotes.
func (p *plainReader) bare(flow bool) *yaml.Node {
	if !isBareStart(p.byte()) {
		return nil
	}
	end := p.at
	for ; end < len(p.text) && p.text[end] != '\n'; end++ {
		switch c := p.text[end]; c {
		case ':':
			if end+1 == len(p.text) || strings.IndexByte(" \n,[]{}", p.text[end+1]) >= 0 {
				return nil
			}
		case '#':
			if p.text[end-1] == ' ' {
				return nil
			}
		case ',', ']', '}', '[', '{', '?':
			if flow && (c == ',' || c == ']' || c == '}') {
				return p.scalar(end)
			}
			if flow {
				return nil
			}
		}
	}
	return p.scalar(end)
}

// scalar makes a node of the bare text that ends there.
func (p *plainReader) scalar(end int) *yaml.Node {
	value := strings.TrimRight(p.text[p.at:end], " ")
	tag := wordTag(value)
	if c := value[0]; c >= '0' && c <= '9' {
		tag = numberTag(value)
	}
	if tag == "" {
		return nil
	}
	n := p.node(yaml.ScalarNode, 0, tag)
	n.Value = value
	p.at = end
	return n
}

// isBareStart reports the bytes that begin text and nothing else.
func isBareStart(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c >= 0x80 || c == '(' || c == '/' || c == '$'
}

// wordTag is the type of bare text that does not begin with a digit.
func wordTag(s string) string {
	switch s {
	case "true", "True", "TRUE", "false", "False", "FALSE":
		return "!!bool"
	case "null", "Null", "NULL":
		return "!!null"
	}
	return "!!str"
}

// numberTag is the type of bare text that begins with a digit, or "" where package yaml has to say.
func numberTag(s string) string {
	switch digits := strings.TrimLeft(s, "0123456789"); {
	case digits == "":
		if (s[0] != '0' || s == "0") && len(s) <= 18 {
			return "!!int"
		}
	case strings.ContainsAny(s, "~?%/()"): // which are in no number and no time
		return "!!str"
	case len(s) == len("2006-01") && len(digits) == len("-01") && isDigits(digits[1:]) && digits[0] == '-':
		return "!!str"
	case len(s) == len("2006-01-02") && len(digits) == len("-01-02") && digits[0] == '-' && digits[3] == '-' && isDigits(digits[1:3]) && isDigits(digits[4:]):
		if month, day := digits[1:3], digits[4:]; month >= "01" && month <= "12" && day >= "01" && day <= "28" {
			return "!!timestamp"
		}
	}
	return ""
}

// space goes over white space inside braces and brackets. It is false where a line does not stand deeper than the block
// around them.
func (p *plainReader) space() bool {
	p.spaces()
	for p.byte() == '\n' {
		p.at++
		p.beginLine()
		if p.byte() != '\n' && p.indent <= p.outer {
			return false
		}
	}
	return true
}

// list reads a list in brackets.
func (p *plainReader) list() *yaml.Node {
	return p.items(p.node(yaml.SequenceNode, yaml.FlowStyle, "!!seq"), ']', func() bool { return true })
}

// record reads a mapping in braces.
func (p *plainReader) record() *yaml.Node {
	return p.items(p.node(yaml.MappingNode, yaml.FlowStyle, "!!map"), '}', func() bool { return p.name() && p.space() })
}

// items reads values with commas between them up to a closing sign; before each comes what begin reads.
func (p *plainReader) items(n *yaml.Node, closing byte, begin func() bool) *yaml.Node {
	from := len(p.open)
	p.at++
	if !p.enter() || !p.space() {
		return nil
	}
	if p.byte() == closing {
		p.at++
		p.depth--
		return p.fill(n, from)
	}
	for {
		if !begin() {
			return nil
		}
		item := p.inline(true)
		if item == nil || !p.space() {
			return nil
		}
		p.open = append(p.open, item)
		end := p.byte()
		if end != closing && end != ',' {
			return nil
		}
		p.at++
		if end == closing {
			p.depth--
			return p.fill(n, from)
		}
		if !p.space() {
			return nil
		}
	}
}

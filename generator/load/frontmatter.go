package load

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/adrg/frontmatter"
	"go.yaml.in/yaml/v4"

	"dossier/generator/diag"
	"dossier/generator/dossier"
)

const (
	maxDepth    = 20     // of nested values in front matter
	maxValues   = 30_000 // in front matter
	maxExpanded = 10_000 // values in front matter with every alias written out
)

// A decoder reads one file's front matter and body.
type decoder struct {
	file   dossier.File
	diags  *diag.List
	offset int // lines before the YAML
	*memory
}

// frontMatter splits the file at its fences, notes the position of every value and returns the top mapping. It returns
// nil when there is none; then the diagnostics say why.
func (d *decoder) frontMatter() *yaml.Node {
	var front []byte
	found := false
	keep := func(data []byte, _ any) error {
		if front, found = data, true; bytes.Contains(data, []byte(shield)) {
			front = bytes.ReplaceAll(data, []byte(shield), nil)
		}
		return nil
	}
	text := d.file.Text
	end := frontEnd(text)
	d.lines.Reset(bytes.NewReader(shieldFences(text[:end])))
	rest, err := frontmatter.MustParse(d.lines, nil, frontmatter.NewFormat("---", "---", keep))
	switch {
	case err != nil && opensFence(text):
		d.diags.Add(d.file.Start(), "front-matter-missing", "the front matter is not closed", "end it with a line of three hyphens: ---")
		return nil
	case err != nil || !found:
		d.diags.Add(d.file.Start(), "front-matter-missing", "there is no front matter", "begin the file with a line of three hyphens, the fields, and three hyphens again")
		return nil
	}
	d.file.Body = end - len(rest)
	fence := bytes.Index(text, []byte("---"))
	d.offset = bytes.Count(text[:fence], []byte("\n")) + 1
	return d.yaml(front)
}

// shield is put behind an indented `---`, which package frontmatter would take for the closing fence. Text has no NUL.
const shield = "\x00"

// shieldFences protects lines inside the front matter that are three hyphens behind spaces.
func shieldFences(text []byte) []byte {
	if !bytes.Contains(text, []byte(" ---")) && !bytes.Contains(text, []byte("\t---")) {
		return text
	}
	var out []byte
	opened, closed := false, false
	for line := range bytes.Lines(text) {
		bare := bytes.TrimRight(line, " \t\n")
		switch {
		case closed || len(bytes.TrimSpace(line)) == 0:
		case string(bare) == "---":
			opened, closed = true, opened
		case opened && string(bytes.TrimSpace(bare)) == "---":
			out = append(append(append(out, bare...), shield...), line[len(bare):]...)
			continue
		}
		out = append(out, line...)
	}
	return out
}

// frontEnd returns the end of the line that closes the front matter, or of the text where none does: package frontmatter
// need not read the rest.
func frontEnd(text []byte) int {
	end, opened := 0, false
	for line := range bytes.Lines(text) {
		end += len(line)
		if string(bytes.TrimRight(line, " \t\n")) != "---" {
			continue
		}
		if opened {
			return end
		}
		opened = true
	}
	return len(text)
}

// opensFence reports whether a text begins with a fence.
func opensFence(text []byte) bool {
	first, _, _ := strings.Cut(strings.TrimLeft(string(text), " \t\n"), "\n")
	return strings.TrimSpace(first) == "---"
}

// yaml parses YAML that begins behind d.offset lines of the file.
func (d *decoder) yaml(text []byte) *yaml.Node {
	root := d.plain.read(string(text))
	if root == nil {
		root = d.parse(text)
	}
	if root == nil {
		return nil
	}
	if root.Kind != yaml.MappingNode {
		at := d.file.Offset(root.Line+d.offset, root.Column) // a value that is missing lies behind the last line
		d.diags.Add(d.file.Span(at, at), "front-matter-syntax", "the front matter is no list of fields", "write each field as `name: value`")
		return nil
	}
	if !d.bounded(root) {
		return nil
	}
	d.file.Reserve(&d.positions, countValues(root))
	node := d.file.BeginValue("", 0, dossier.NodePosition{Line: max(d.offset, 1), Column: 1})
	d.children(root)
	d.file.EndValue(node)
	return root
}

// parse leaves the text to package yaml. It returns nil, and reports why, where the text is no YAML.
func (d *decoder) parse(text []byte) *yaml.Node {
	var document yaml.Node
	if len(bytes.TrimSpace(text)) > 0 {
		if err := yaml.Load(text, &document); err != nil {
			d.syntax(text, err)
			return nil
		}
	}
	if document.Kind != yaml.DocumentNode || len(document.Content) == 0 { // nothing, or nothing but comments
		return &yaml.Node{Kind: yaml.MappingNode, Line: 1, Column: 1}
	}
	return document.Content[0]
}

// syntax reports a YAML error at its place.
func (d *decoder) syntax(text []byte, err error) {
	at := d.file.Start()
	at.Line = max(d.offset, 1)
	message, hint := err.Error(), "a value with `: ` or ` #` in it, or that begins with a sign, needs quotes"
	var fault *yaml.LoadError
	if errors.As(err, &fault) {
		message = fault.Message
		if fault.ContextMsg != "" {
			message += " " + fault.ContextMsg
		}
		if fault.Mark.Line > 0 {
			at.Line, at.Column = fault.Mark.Line+d.offset, fault.Mark.Column
		} else if i := unmarked(text); i >= 0 {
			at.Line, at.Column = bytes.Count(text[:i], []byte("\n"))+1+d.offset, utf8.RuneCount(text[bytes.LastIndexByte(text[:i], '\n')+1:i])+1
		}
	}
	if fault != nil && fault.Mark.Line > 0 {
		if plain, mend := d.plainFault(fault, &at); plain != "" {
			message, hint = plain, mend
		}
	}
	end := d.file.Offset(at.Line, at.Column) // a mark may lie behind the last line
	d.diags.Add(d.file.Span(end, end), "front-matter-syntax", strings.TrimPrefix(message, "yaml: "), hint)
}

// plainFault says in plain words what is wrong where contributors often go wrong, or "".
func (d *decoder) plainFault(fault *yaml.LoadError, at *diag.Position) (message, hint string) {
	start := fault.ContextMark
	switch begin, c := d.runeAt(start.Line+d.offset, start.Column), d.runeAt(at.Line, at.Column); {
	case start.Line > 0 && (begin == '"' || begin == '\'') && d.atFence(at.Line):
		at.Line, at.Column = start.Line+d.offset, start.Column
		return "the quote is not closed", "put the same quote at the end of the value"
	case c == '\t':
		return "a tab stands where the line is indented", "indent with spaces"
	case c == '@' || c == '`' || c == '%':
		return fmt.Sprintf("a value cannot begin with %q", string(c)), "put it in quotes"
	}
	return "", ""
}

// atFence reports whether a line is three hyphens.
func (d *decoder) atFence(line int) bool {
	return bytes.HasPrefix(d.file.Text[d.file.Offset(line, 1):], []byte("---"))
}

// runeAt returns the character at a line and column of the file.
func (d *decoder) runeAt(line, column int) rune {
	c, _ := utf8.DecodeRune(d.file.Text[d.file.Offset(line, column):])
	return c
}

// unmarked finds what the YAML parser reports without a place: a control character, or the end of a document. It returns -1
// when there is neither.
func unmarked(text []byte) int {
	if i := bytes.IndexFunc(text, isControl); i >= 0 {
		return i
	}
	at := 0
	for line := range bytes.Lines(text) {
		if bytes.HasPrefix(line, []byte("...")) || bytes.HasPrefix(line, []byte("---")) {
			return at
		}
		at += len(line)
	}
	return -1
}

func isControl(r rune) bool { return r < ' ' && r != '\n' && r != '\t' || r == 0x7f }

// bounded refuses values that nest too deep or that grow too large when aliases are followed.
func (d *decoder) bounded(root *yaml.Node) bool {
	sizes := map[*yaml.Node]int{}
	open := map[*yaml.Node]bool{}
	var fault string
	var faultAt *yaml.Node
	var size func(n *yaml.Node, depth int) int
	size = func(n *yaml.Node, depth int) int {
		if fault != "" {
			return 0
		}
		if depth > maxDepth {
			fault, faultAt = "values nest too deep", n
			return 0
		}
		if n.Kind == yaml.AliasNode {
			if open[n.Alias] {
				fault, faultAt = "the alias stands inside what it stands for", n
				return 0
			}
			if _, ok := sizes[n.Alias]; !ok {
				sizes[n.Alias] = size(n.Alias, depth)
			}
			return sizes[n.Alias]
		}
		total := 1
		if n.Anchor != "" {
			open[n] = true
		}
		for _, c := range n.Content {
			if total += size(c, depth+1); total > maxExpanded && hasAlias(c) {
				fault, faultAt = "aliases make the front matter too large", c
				return 0
			}
		}
		if n.Anchor != "" {
			delete(open, n)
			sizes[n] = total
		}
		return total
	}
	if size(root, 0) > maxValues && fault == "" {
		fault, faultAt = "the front matter has too many values", root
	}
	if fault != "" {
		d.diags.Add(d.at(faultAt), "front-matter-syntax", fault, "write the values out, as flat as in the other entries")
	}
	return fault == ""
}

func hasAlias(n *yaml.Node) bool {
	if n.Kind == yaml.AliasNode {
		return true
	}
	for _, c := range n.Content {
		if hasAlias(c) {
			return true
		}
	}
	return false
}

// countValues counts a value and what it holds, as children walks it.
func countValues(n *yaml.Node) int {
	count := 1
	for i, c := range n.Content {
		if n.Kind != yaml.MappingNode || i%2 == 1 {
			count += countValues(c)
		}
	}
	return count
}

// children notes the positions of the values in a mapping or sequence.
func (d *decoder) children(n *yaml.Node) {
	if n.Kind == yaml.AliasNode {
		return
	}
	for i := 0; i < len(n.Content); i++ {
		key := ""
		index := i
		if n.Kind == yaml.MappingNode {
			key = n.Content[i].Value
			i++
		}
		if i >= len(n.Content) {
			return
		}
		at := d.at(n.Content[i])
		node := d.file.BeginValue(key, index, dossier.NodePosition{Line: at.Line, Column: at.Column, Length: at.EndColumn - at.Column})
		d.children(n.Content[i])
		d.file.EndValue(node)
	}
}

// at is the position of a value.
func (d *decoder) at(n *yaml.Node) diag.Position {
	p := diag.Position{Path: d.file.Display, Line: n.Line + d.offset, Column: n.Column}
	p.EndLine, p.EndColumn = p.Line, p.Column+d.length(n)
	return p
}

// length returns how many runes a scalar takes as written on its first line.
func (d *decoder) length(n *yaml.Node) int {
	if n.Kind == yaml.AliasNode {
		return utf8.RuneCountInString(n.Value) + 1
	}
	if n.Kind != yaml.ScalarNode {
		return 0
	}
	if n.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle) == 0 {
		if n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0 {
			return 1
		}
		return utf8.RuneCountInString(n.Value)
	}
	raw := d.file.Text[d.file.Offset(n.Line+d.offset, n.Column):]
	if len(raw) == 0 {
		return 0
	}
	end := quoteEnd(raw)
	return utf8.RuneCount(raw[:end])
}

// quoteEnd returns the length of a quoted scalar on its first line.
func quoteEnd(raw []byte) int {
	quote := raw[0]
	for i := 1; i < len(raw); i++ {
		switch {
		case raw[i] == '\n':
			return i
		case raw[i] == '\\' && quote == '"':
			i++
		case raw[i] == quote && quote == '\'' && i+1 < len(raw) && raw[i+1] == quote:
			i++
		case raw[i] == quote:
			return i + 1
		}
	}
	return len(raw)
}

// indexed is the path of an element: citations[2].
func indexed(path string, i int) string { return path + "[" + strconv.Itoa(i) + "]" }

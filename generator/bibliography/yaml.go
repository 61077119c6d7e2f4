package bibliography

import (
	"errors"
	"io"
	"strings"

	"go.yaml.in/yaml/v4"
)

// yaml reads CSL-YAML: each document of the file is a list of references, or has one in its field `references`.
func (r *reader) yaml() {
	if signs := strings.Count(r.text, "\n") + strings.Count(r.text, ",") + strings.Count(r.text, "[") + strings.Count(r.text, "{"); signs > maxValues {
		r.fault(r.file.Start(), "there are too many values", "split the file")
		return
	}
	loader, err := yaml.NewLoader(strings.NewReader(r.text))
	for err == nil {
		var document yaml.Node
		if err = loader.Load(&document); err == nil && len(document.Content) > 0 {
			t := &tree{reader: r}
			root := t.node(document.Content[0], 0)
			if root == nil {
				return
			}
			if root.kind != nullValue {
				t.list(root)
			}
		}
	}
	if errors.Is(err, io.EOF) {
		return
	}
	at, message := len(r.text), err.Error()
	var fault *yaml.LoadError
	if errors.As(err, &fault) {
		message = strings.TrimSpace(fault.Message + " " + fault.ContextMsg)
		if fault.Mark.Line > 0 {
			at = r.file.Offset(fault.Mark.Line, fault.Mark.Column)
		}
	}
	r.fault(r.file.Span(at, at), "this is no YAML: "+strings.TrimPrefix(message, "yaml: "), "a value with `: ` or ` #` in it, or that begins with a sign, needs quotes")
}

// node makes a tree of YAML, or nil where there are too many values or they nest too deep. An alias counts as all that it
// stands for.
func (t *tree) node(n *yaml.Node, depth int) *value {
	v := &value{line: max(n.Line, 1), column: max(n.Column, 1)}
	if !t.allow(v, depth) {
		return nil
	}
	switch n.Kind {
	case yaml.AliasNode:
		t.values += len(n.Alias.Value) / 16
		return t.node(n.Alias, depth+1)
	case yaml.ScalarNode:
		v.kind = textValue
		switch n.Tag {
		case "!!null":
			v.kind = nullValue
		case "!!bool":
			v.kind = boolValue
		case "!!int", "!!float":
			v.kind = numberValue
		}
		v.text = unescapeMarkdown(n.Value)
		return v
	case yaml.MappingNode:
		v.kind = objectValue
	default:
		v.kind = listValue
	}
	for _, c := range n.Content {
		item := t.node(c, depth+1)
		if item == nil {
			return nil
		}
		v.items = append(v.items, item)
	}
	return v
}

// maxMarkup is how far the end of emphasis and brackets is looked for.
const maxMarkup = 300

// unescapeMarkdown takes the Markdown off a text of CSL-YAML that matters in a title: backslashes before signs, emphasis,
// and the brackets around words that keep their case.
func unescapeMarkdown(s string) string {
	if !strings.ContainsAny(s, `\*[`) {
		return s
	}
	var b strings.Builder
	closing := map[int]int{} // offsets of what ends emphasis or brackets, and how many bytes that is
	for i := 0; i < len(s); i++ {
		near := s[i:min(len(s), i+maxMarkup)]
		switch c := s[i]; {
		case closing[i] > 0:
			i += closing[i] - 1
		case c == '\\' && len(near) > 1 && isSign(near[1]):
			i++
			b.WriteByte(s[i])
		case c == '*' && emphasis(near) > 0:
			closing[i+emphasis(near)] = 1
		case c == '[' && bracket(near) > 0:
			end := bracket(near)
			closing[i+end] = strings.IndexByte(near[end:], '}') + 1
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// emphasis returns the offset of the asterisk that closes the one at the start, or 0.
func emphasis(s string) int {
	end := strings.IndexByte(s[1:], '*') + 1
	if end < 2 || isSpace(s[1]) || isSpace(s[end-1]) || s[end-1] == '\\' {
		return 0
	}
	return end
}

// bracket returns the offset of the bracket that closes `[words]{.attribute}`, or 0.
func bracket(s string) int {
	end := strings.IndexByte(s, ']')
	if end < 0 || !strings.HasPrefix(s[end:], "]{.") || strings.IndexByte(s[end:], '}') < 0 {
		return 0
	}
	return end
}

// isSign reports a sign of ASCII.
func isSign(c byte) bool {
	return c > ' ' && c < 0x7f && !isASCIILetter(c) && (c < '0' || c > '9')
}

package markdown

import (
	"bytes"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"
)

// heading writes a heading with its id and attributes.
func (w *writer) heading(n *ast.Heading) {
	h := Heading{Level: n.Level, Span: headingSpan(n)}
	name := "h" + strconv.Itoa(n.Level)
	w.out("<", name)
	at, textStart := len(w.html), len(w.text)
	w.out(">")
	w.free(n)
	w.out("</", name, ">\n")
	h.Text = w.pc.kept.words.Bytes(bytes.TrimSpace(w.text[textStart:]))
	h.ID = w.headingID(n, h.Text)
	w.insert(at, attributes(n, h.ID))
	w.doc.Headings = append(w.doc.Headings, h)
	w.notes()
}

// insert puts text into the HTML at an offset, and moves the slots behind it.
func (w *writer) insert(at int, s string) {
	w.out(s)
	copy(w.html[at+len(s):], w.html[at:])
	copy(w.html[at:], s)
	for i := len(w.doc.Slots) - 1; i >= 0 && int(w.doc.Slots[i].Offset) >= at; i-- {
		w.doc.Slots[i].Offset += int32(len(s))
	}
}

// headingSpan is the text of a heading in the source.
func headingSpan(n ast.Node) Span {
	if lines := n.Lines(); lines.Len() > 0 {
		return Span{lines.At(0).Start, lines.At(lines.Len() - 1).Stop}
	}
	at := max(n.Pos(), 0)
	return Span{at, at}
}

// reserveHeadings notes the ids that the author gave to headings, and reports the attributes that are not allowed.
func (w *writer) reserveHeadings(parent ast.Node) {
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		if n.Kind() != ast.KindHeading {
			if n.Type() == ast.TypeBlock {
				w.reserveHeadings(n)
			}
			continue
		}
		for _, a := range n.Attributes() {
			switch name, value := string(a.Name), attributeValue(a.Value); {
			case name == "id" && value != "" && w.ids[value] == 0 && value == Slug(value):
				w.ids[value] = 1
			case name == "class" && isClass(value):
			default:
				w.doc.BadAttributes = append(w.doc.BadAttributes, headingSpan(n))
			}
		}
	}
}

// attributes writes the attributes of a heading's start tag.
func attributes(n ast.Node, id string) string {
	s := ` id="` + id + `"`
	if class, ok := n.AttributeString("class"); ok && isClass(attributeValue(class)) {
		s += ` class="` + string(util.EscapeHTML([]byte(attributeValue(class)))) + `"`
	}
	return s
}

func attributeValue(v any) string {
	switch v := v.(type) {
	case []byte:
		return string(v)
	case string:
		return v
	}
	return ""
}

// isClass reports whether a value is a list of class names in plain letters.
func isClass(s string) bool {
	for _, r := range s {
		if r != ' ' && r != '-' && (r < '0' || r > '9') && (r < 'a' || r > 'z') {
			return false
		}
	}
	return s != ""
}

// headingID is the id that the author gave, or one made from the text; repeats get a number.
func (w *writer) headingID(n ast.Node, text string) string {
	if id, ok := n.AttributeString("id"); ok {
		if id := attributeValue(id); id != "" && id == Slug(id) {
			return id
		}
	}
	slug := w.pc.kept.words.String(Slug(text))
	id := slug
	for w.ids[id] > 0 {
		w.ids[slug]++
		id = slug + "-" + strconv.Itoa(w.ids[slug])
	}
	w.ids[id] = 1
	return id
}

// Slug is the id of a heading with that text: lower case, letters and digits of any script kept, all else one hyphen,
// none at the edges; "section" where nothing is left.
func Slug(text string) string {
	slug := make([]byte, 0, 64)
	for _, r := range strings.ToLower(text) {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			slug = utf8.AppendRune(slug, r)
		case len(slug) > 0 && slug[len(slug)-1] != '-':
			slug = append(slug, '-')
		}
	}
	if slug = bytes.TrimRight(slug, "-"); len(slug) > 0 {
		return string(slug)
	}
	return "section"
}

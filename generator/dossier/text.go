package dossier

import (
	"bytes"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"dossier/generator/diag"
	"dossier/generator/markdown"
)

// A Text is a piece of Markdown in a file: a body, or a summary in the front matter.
type Text struct {
	*markdown.Document
	file  *File
	field string // of the front matter, or "" for the body
}

// NewText returns the Text of a file's body, or of a field in its front matter.
func NewText(file *File, field string, doc *markdown.Document) Text {
	return Text{Document: doc, file: file, field: field}
}

// File returns the file that the text stands in.
func (t *Text) File() *File { return t.file }

// maxAligned is how far into a field of the front matter positions are worked out, each from its start.
const maxAligned = 16 << 10

// At returns the position of a span of the Markdown in its file.
func (t *Text) At(s markdown.Span) diag.Position {
	if t.field == "" {
		return t.file.Span(t.file.Body+s.Start, t.file.Body+s.End)
	}
	from := t.file.At(t.field)
	if s.End > maxAligned {
		return from
	}
	raw := t.file.Text[t.file.Offset(from.Line, from.Column):]
	start, end := align(raw, t.Source, s.Start), align(raw, t.Source, s.End)
	base := len(t.file.Text) - len(raw)
	return t.file.Span(base+start, base+max(start, end))
}

// align finds where a byte of a YAML scalar's value stands in its written form. The value is without white space at its
// ends. An alias stands for all that it stands for.
func align(raw, value []byte, offset int) int {
	w := newScalar(raw)
	for v := 0; v < len(value); {
		if v == 0 {
			w.skipSpace()
		}
		if v >= offset || w.at >= len(raw) {
			break
		}
		if breaks := w.lineBreak(); breaks > 0 {
			v += folded(value[v:], breaks)
			continue
		}
		if n := w.char(); n > 0 {
			_, size := utf8.DecodeRune(value[v:])
			w.at, v = w.at+n, v+size
		}
	}
	return min(w.at, len(raw))
}

// folded returns how many bytes of a value a number of line breaks became: a space, or line feeds, or nothing.
func folded(value []byte, breaks int) int {
	if len(value) > 0 && value[0] == ' ' {
		return 1
	}
	n := 0
	for n < breaks && n < len(value) && value[n] == '\n' {
		n++
	}
	return n
}

// A scalar is a YAML scalar as it is written, up to a place that was reached.
type scalar struct {
	raw    []byte
	at     int
	style  byte // a quote, '|', '>', or 0 for a plain one
	indent int  // of a block scalar
}

func newScalar(raw []byte) *scalar {
	w := &scalar{raw: raw}
	for w.at < len(raw) && (raw[w.at] == '!' || raw[w.at] == '&') { // tag, anchor
		for w.at < len(raw) && !isBlank(raw[w.at]) {
			w.at++
		}
		for w.at < len(raw) && isBlank(raw[w.at]) {
			w.at++
		}
	}
	if w.at == len(raw) || raw[w.at] == '*' {
		return &scalar{raw: raw[:0]}
	}
	switch c := raw[w.at]; c {
	case '"', '\'':
		w.style = c
		w.at++
	case '|', '>':
		w.style = c
		w.header()
	}
	return w
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' || c == '\n' }

// header skips the first line of a block scalar and finds its indentation: the one that the line names, or that of the
// first line behind it that is not blank.
func (w *scalar) header() {
	line, _, _ := bytes.Cut(w.raw[w.at:], []byte("\n"))
	w.at += len(line)
	line, _, _ = bytes.Cut(line, []byte(" ")) // a comment may follow
	if i := bytes.IndexAny(line, "123456789"); i >= 0 {
		w.indent = int(line[i] - '0')
		return
	}
	for i := w.at; i < len(w.raw) && (w.raw[i] == ' ' || w.raw[i] == '\n'); i++ {
		if w.indent++; w.raw[i] == '\n' {
			w.indent = 0
		}
	}
}

// skipSpace skips the white space before the value, escaped or not.
func (w *scalar) skipSpace() {
	for w.at < len(w.raw) {
		c, size := utf8.DecodeRune(w.raw[w.at:])
		switch {
		case unicode.IsSpace(c):
			w.at += size
		case w.style == '"' && c == '\\' && w.escapesSpace():
			w.at += w.char()
		default:
			return
		}
	}
}

// escapesSpace reports whether the escape that was reached stands for white space.
func (w *scalar) escapesSpace() bool {
	rest := w.raw[w.at:]
	if len(rest) < 2 {
		return false
	}
	if strings.IndexByte("nrt \tfvNLP_\n", rest[1]) >= 0 {
		return true
	}
	n := w.char()
	if n <= 2 || n > len(rest) {
		return false
	}
	c, err := strconv.ParseUint(string(rest[2:n]), 16, 32)
	return err == nil && unicode.IsSpace(rune(c))
}

// lineBreak skips line breaks with the white space that belongs to them, and returns how many there were.
func (w *scalar) lineBreak() int {
	i := w.at
	if w.style != '|' && w.style != '>' {
		for i < len(w.raw) && (w.raw[i] == ' ' || w.raw[i] == '\t') {
			i++
		}
	}
	breaks := 0
	for i < len(w.raw) && w.raw[i] == '\n' {
		breaks++
		start := i + 1
		for i = start; i < len(w.raw) && (w.raw[i] == ' ' && (w.indent == 0 || i-start < w.indent) || w.raw[i] == '\t' && w.indent == 0); i++ {
		}
		if w.style == '|' {
			break
		}
	}
	if breaks > 0 {
		w.at = i
	}
	return breaks
}

// char returns how many bytes the next character takes as written. It returns 0 when it was an escaped line break, which it
// skips.
func (w *scalar) char() int {
	rest := w.raw[w.at:]
	if w.style == '\'' && len(rest) > 1 && rest[0] == '\'' && rest[1] == '\'' {
		return 2
	}
	if w.style != '"' || rest[0] != '\\' || len(rest) < 2 {
		_, size := utf8.DecodeRune(rest)
		return size
	}
	switch rest[1] {
	case 'x':
		return 4
	case 'u':
		return 6
	case 'U':
		return 10
	case '\n':
		for w.at += 2; w.at < len(w.raw) && isBlank(w.raw[w.at]); w.at++ {
		}
		return 0
	}
	return 2
}

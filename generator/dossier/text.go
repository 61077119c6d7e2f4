package dossier

import (
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
func NewText(file *File, field string, doc *markdown.Document) *Text {
	return &Text{Document: doc, file: file, field: field}
}

// File returns the file that the text stands in.
func (t *Text) File() *File { return t.file }

// At returns the position of a span of the Markdown in its file.
func (t *Text) At(s markdown.Span) diag.Position {
	if t.field == "" {
		return t.file.Span(t.file.Body+s.Start, t.file.Body+s.End)
	}
	from := t.file.At(t.field)
	raw := t.file.Text[t.file.Offset(from.Line, from.Column):]
	start, end := align(raw, t.Source, s.Start), align(raw, t.Source, s.End)
	base := len(t.file.Text) - len(raw)
	return t.file.Span(base+start, base+max(start, end))
}

// align finds where a byte of a YAML scalar's value stands in its written form: it walks both, and where they differ
// (quotes, escapes, indentation, folded lines) moves on in the written form.
func align(raw, value []byte, offset int) int {
	i := 0
	if len(raw) > 0 && (raw[0] == '|' || raw[0] == '>') {
		for i < len(raw) && raw[i] != '\n' {
			i++
		}
	} else if len(raw) > 0 && (raw[0] == '"' || raw[0] == '\'') {
		i++
	}
	for v := 0; v < len(value); {
		_, size := utf8.DecodeRune(value[v:])
		for i < len(raw) && !startsAlike(raw[i:], value[v:v+size]) {
			i++
		}
		if v >= offset {
			return i
		}
		if i < len(raw) && raw[i] == '\n' && value[v] == ' ' {
			for i++; i < len(raw) && raw[i] == ' '; i++ {
			}
		} else {
			i = min(i+size, len(raw))
		}
		v += size
	}
	return i
}

// startsAlike reports whether a written form begins with that character of the value; a folded line break is a space.
func startsAlike(raw, char []byte) bool {
	if len(char) == 1 && char[0] == ' ' && raw[0] == '\n' {
		return true
	}
	return len(raw) >= len(char) && string(raw[:len(char)]) == string(char)
}

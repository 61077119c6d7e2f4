package diag

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// Text prints the list for people: `path:line:col: severity: message [code]`, then a tab-indented hint where there is one.
func Text(w io.Writer, l List) error {
	var b strings.Builder
	for _, d := range l {
		fmt.Fprintf(&b, "%s:%d:%d: %s: %s [%s]\n", oneLine(d.Path), d.Line, d.Column, d.Severity, oneLine(d.Message), d.Code)
		if d.Hint != "" {
			fmt.Fprintf(&b, "\thint: %s\n", oneLine(d.Hint))
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// JSON prints the list for programs: one array of objects, `[]` when there is nothing.
func JSON(w io.Writer, l List) error {
	type object struct {
		Path      string   `json:"path"`
		Line      int      `json:"line"`
		Column    int      `json:"column"`
		EndLine   int      `json:"endLine"`
		EndColumn int      `json:"endColumn"`
		Severity  Severity `json:"severity"`
		Code      string   `json:"code"`
		Message   string   `json:"message"`
		Hint      string   `json:"hint"`
	}
	objects := make([]object, 0, len(l))
	for _, d := range l {
		objects = append(objects, object{d.Path, d.Line, d.Column, d.EndLine, d.EndColumn, d.Severity, d.Code, d.Message, d.Hint})
	}
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(objects)
}

// oneLine makes text from content safe to print on one line of a terminal: control characters are shown, not sent.
func oneLine(s string) string {
	if strings.IndexFunc(s, unprintable) < 0 {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		if unprintable(r) {
			fmt.Fprintf(&b, "\\u%04x", r)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// unprintable reports control characters, and those that reorder text.
func unprintable(r rune) bool {
	return r < 0x20 || r >= 0x7f && r < 0xa0 || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069
}

// Package diag is the one voice in which the generator speaks of mistakes in content: a position, a severity, a code, a
// message and a hint.
//
// Lines and columns count from 1, columns in runes. Messages are lower case, have no full stop, and say what to do.
package diag

import (
	"cmp"
	"slices"
	"strings"
)

// A Position is a stretch of one file. Lines and columns count from 1, columns in runes; the end is the first column
// behind the stretch.
type Position struct {
	Path               string // as shown to the user, with slashes
	Line, Column       int
	EndLine, EndColumn int
}

// A Severity says what a diagnostic does to a build.
type Severity string

const (
	Error   Severity = "error"   // stops a build
	Warning Severity = "warning" // stops a build under --strict
	Info    Severity = "info"    // shown by check alone
)

// A Diagnostic is one mistake in the content.
type Diagnostic struct {
	Position
	Severity Severity
	Code     string
	Message  string
	Hint     string // what to do about it, or ""
}

// New returns a diagnostic of the severity that its code has.
func New(at Position, code, message, hint string) Diagnostic {
	return Diagnostic{Position: at, Severity: SeverityOf(code), Code: code, Message: shorten(message), Hint: shorten(hint)}
}

// maxMessage is how many bytes of a message or hint are kept: what it quotes may be as long as a file.
const maxMessage = 2000

// shorten leaves out the middle of a text that is too long.
func shorten(s string) string {
	if len(s) <= maxMessage {
		return s
	}
	return strings.ToValidUTF8(s[:maxMessage/2], "") + " … " + strings.ToValidUTF8(s[len(s)-maxMessage/2:], "")
}

// SeverityOf returns the severity of a code.
func SeverityOf(code string) Severity {
	switch code {
	case "unused-citation", "unused-source", "orphan-entry", "passage-ambiguous", "passage-unchecked", "source-changed",
		"insecure-url", "heading-order", "stale-translation":
		return Warning
	case "no-passage", "unarchived", "single-origin", "contested-figure", "unlinked-name":
		return Info
	}
	return Error
}

// A List is what a stage found wrong.
type List []Diagnostic

// Add appends a diagnostic.
func (l *List) Add(at Position, code, message, hint string) {
	*l = append(*l, New(at, code, message, hint))
}

// Sort orders the list by path, line, column and code, and drops what is said twice.
func (l *List) Sort() {
	slices.SortFunc(*l, func(a, b Diagnostic) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column),
			cmp.Compare(a.Code, b.Code), cmp.Compare(a.Message, b.Message), cmp.Compare(a.Hint, b.Hint))
	})
	*l = slices.Compact(*l)
}

// Count returns how many diagnostics have that severity.
func (l List) Count(s Severity) int {
	n := 0
	for _, d := range l {
		if d.Severity == s {
			n++
		}
	}
	return n
}

// Without returns the list without the diagnostics of that severity.
func (l List) Without(s Severity) List {
	return slices.DeleteFunc(slices.Clone(l), func(d Diagnostic) bool { return d.Severity == s })
}

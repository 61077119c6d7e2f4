package main

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"dossier/generator/bibliography"
	"dossier/generator/diag"
	"dossier/generator/dossier"
)

// leaveOutUnknown takes out the fields that a source cannot have.
func (s *imported) leaveOutUnknown(known []string) {
	var kept []bibliography.Field
	for _, f := range s.Fields {
		if slices.Contains(known, f.Name) {
			kept = append(kept, f)
		} else {
			s.LeftOut = append(s.LeftOut, f)
		}
	}
	s.Fields = kept
}

// leftOutNames are the names of the fields that are left out, each once.
func (s *imported) leftOutNames() (names []string) {
	for _, f := range s.LeftOut {
		if !slices.Contains(names, f.Name) {
			names = append(names, f.Name)
		}
	}
	return names
}

// first and last are the fields at the start and the end of a source; the others stand between.
func first() []string {
	return []string{"type", "title", "author", "editor", "translator", "director", "interviewer", "recipient", "container-title", "publisher", "publisher-place"}
}

func last() []string {
	return []string{"issued", "event-date", "original-date", "accessed", "URL", "DOI", "language"}
}

// write makes the text of the source, in the form of those that are there.
func (s *imported) write(tier string) {
	line := func(at diag.Position, format string, args ...any) {
		s.text = append(fmt.Appendf(s.text, format, args...), '\n')
		s.lines = append(s.lines, at)
	}
	field := func(f *bibliography.Field) {
		if f == nil {
			return
		}
		if len(f.Names) == 0 {
			line(f.At, "%s: %s", f.Name, scalar(f.Text, false))
			return
		}
		line(f.At, "%s:", f.Name)
		for _, n := range f.Names {
			line(f.At, "  - {%s}", nameFields(n))
		}
	}
	line(s.At, "---")
	for _, name := range first() {
		field(s.Field(name))
	}
	for i := range s.Fields {
		if name := s.Fields[i].Name; !slices.Contains(first(), name) && !slices.Contains(last(), name) {
			field(&s.Fields[i])
		}
	}
	for _, name := range last() {
		field(s.Field(name))
	}
	line(s.At, "tier: %s", tier)
	for _, f := range s.LeftOut {
		if value := shownValue(&f); value != "" {
			line(f.At, "# not imported: %s: %s", f.Name, value)
		}
	}
	line(s.At, "---")
}

// maxShown is how many characters of a field that is left out are shown.
const maxShown = 200

// shownValue is what a field says that is left out, in one line.
func shownValue(f *bibliography.Field) string {
	value := f.Text
	for i, n := range f.Names {
		if i > 0 {
			value += "; "
		}
		value += nameFields(n)
	}
	if runes := []rune(value); len(runes) > maxShown {
		value = string(runes[:maxShown]) + "…"
	}
	return value
}

// nameFields writes the parts of a name.
func nameFields(n dossier.Name) string {
	var parts []string
	for _, p := range [][2]string{{"family", n.Family}, {"given", n.Given}, {"literal", n.Literal},
		{"dropping-particle", n.DroppingParticle}, {"non-dropping-particle", n.NonDroppingParticle}, {"suffix", n.Suffix}} {
		if p[1] != "" {
			parts = append(parts, p[0]+": "+scalar(p[1], true))
		}
	}
	return strings.Join(parts, ", ")
}

// scalar writes a text as YAML: bare where that is safe, else in quotes. In braces a comma is not.
func scalar(s string, inBraces bool) string {
	if isBare(s) && !(inBraces && strings.ContainsAny(s, ",[]{}")) {
		return s
	}
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteRune('\\')
			b.WriteRune(r)
		case r > 0xffff && !unicode.IsPrint(r):
			fmt.Fprintf(&b, `\U%08x`, r)
		case !unicode.IsPrint(r):
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// isBare reports whether YAML takes a text for itself without quotes: it begins with a letter, has no sign in it that
// means something, and is no word for another thing.
func isBare(s string) bool {
	for i, r := range s {
		if i == 0 && !unicode.IsLetter(r) || !unicode.IsPrint(r) {
			return false
		}
	}
	switch strings.ToLower(s) {
	case "", "true", "false", "yes", "no", "on", "off", "y", "n", "null":
		return false
	}
	return !strings.Contains(s, ": ") && !strings.Contains(s, " #") && !strings.HasSuffix(s, ":") && !strings.HasSuffix(s, " ")
}

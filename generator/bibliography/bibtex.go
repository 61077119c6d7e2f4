package bibliography

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"dossier/generator/diag"
)

// A bibEntry is one entry of a BibTeX file as written.
type bibEntry struct {
	kind, key  string // kind in lower case
	start, end int    // of `@kind{key`
	fields     []bibField
	own        int // how many are written there; the others are inherited
}

// A bibField is one field with macros and pieces joined: the TeX between its outermost braces or quotes.
type bibField struct {
	name, tex  string // name in lower case
	start, end int    // of the value
}

// get returns the TeX of a field, or "".
func (e *bibEntry) get(name string) string {
	for i := range e.fields {
		if e.fields[i].name == name {
			return e.fields[i].tex
		}
	}
	return ""
}

// bibTeX reads BibTeX and BibLaTeX. What stands outside of entries is a comment.
func (r *reader) bibTeX() {
	p := &bibParser{reader: r, macros: map[string]string{}}
	for i, name := range monthNames() {
		p.macros[name[:3]] = monthNames()[i]
	}
	for !r.full() && len(p.entries) <= maxRecords {
		at := strings.IndexByte(r.text[p.at:], '@')
		if at < 0 {
			break
		}
		start := p.at + at
		if p.at = start + 1; !p.entry(start) {
			p.resume(start)
		}
	}
	byKey := map[string]*bibEntry{}
	for _, e := range p.entries {
		if byKey[strings.ToLower(e.key)] == nil {
			byKey[strings.ToLower(e.key)] = e
		}
	}
	for _, e := range p.entries {
		p.inherit(e, byKey)
	}
	for _, e := range p.entries {
		if r.full() || !r.add(r.bibRecord(e)) {
			return
		}
	}
}

// A bibParser reads the entries of a BibTeX file.
type bibParser struct {
	*reader
	at      int
	macros  map[string]string
	entries []*bibEntry
	size    int // of all values
}

const (
	maxExpanded = 1 << 20      // bytes of a value
	maxTotal    = 2 * MaxBytes // bytes of all values, with macros and what is inherited
)

// resume goes on behind a mistake, at the next line that begins an entry.
func (p *bibParser) resume(start int) {
	for at := start + 1; ; {
		line := strings.IndexByte(p.text[at:], '\n')
		if line < 0 {
			p.at = len(p.text)
			return
		}
		at += line + 1
		if strings.HasPrefix(strings.TrimLeft(p.text[at:min(len(p.text), at+100)], " \t"), "@") {
			p.at = at
			return
		}
	}
}

// space skips white space.
func (p *bibParser) space() {
	for p.at < len(p.text) && isSpace(p.text[p.at]) {
		p.at++
	}
}

// word reads a name of an entry, a field or a macro.
func (p *bibParser) word() string {
	start := p.at
	for p.at < len(p.text) && !isSpace(p.text[p.at]) && strings.IndexByte("{}(),=#\"@%'\\~", p.text[p.at]) < 0 {
		p.at++
	}
	return p.text[start:p.at]
}

// next takes a character that must stand here. It reports where another one does.
func (p *bibParser) next(want byte, what string) bool {
	if p.space(); p.at < len(p.text) && p.text[p.at] == want {
		p.at++
		return true
	}
	p.fault(p.here(), what, "")
	return false
}

// here is the position of the next character.
func (p *bibParser) here() diag.Position { return p.span(p.at, min(p.at+1, len(p.text))) }

// entry reads what follows an `@`. It is false behind a mistake, which was reported.
func (p *bibParser) entry(start int) bool {
	p.space()
	kind := strings.ToLower(p.word())
	p.space()
	if kind == "" || p.at == len(p.text) || p.text[p.at] != '{' && p.text[p.at] != '(' {
		return true // an @ in a comment, such as that of a mail address
	}
	closing := byte('}')
	if p.text[p.at] == '(' {
		closing = ')'
	}
	open := p.at
	p.at++
	switch kind {
	case "comment":
		p.at = open
		return p.comment()
	case "preamble":
		_, ok := p.value()
		return ok && p.next(closing, "the preamble does not end here")
	case "string":
		f, ok := p.assignment()
		if !ok || !p.next(closing, fmt.Sprintf("the macro %q does not end here", diagName(f.name))) {
			return false
		}
		p.macros[f.name] = f.tex
		return true
	}
	p.space()
	e := &bibEntry{kind: kind, start: start}
	key := p.at
	for p.at < len(p.text) && !isSpace(p.text[p.at]) && strings.IndexByte(",{}=\"#%", p.text[p.at]) < 0 && (closing == '}' || p.text[p.at] != ')') {
		p.at++
	}
	e.key, e.end = p.text[key:p.at], p.at
	if !p.fields(e, closing) {
		return false
	}
	e.own = len(e.fields)
	p.entries = append(p.entries, e)
	return true
}

// comment skips what stands in braces behind `@comment`.
func (p *bibParser) comment() bool {
	if p.text[p.at] == '(' {
		return true
	}
	_, ok := p.braces()
	return ok
}

// fields reads the fields of an entry up to its end.
func (p *bibParser) fields(e *bibEntry, closing byte) bool {
	for {
		p.space()
		switch {
		case p.at == len(p.text):
			p.fault(p.span(e.start, e.end), "the entry has no end", "close it with "+string(closing)+"; a brace may be missing in one of its fields")
			return false
		case p.text[p.at] == closing:
			p.at++
			return true
		case p.text[p.at] == '@':
			p.fault(p.here(), fmt.Sprintf("the entry %q does not end before this", diagName(e.key)), "close it with "+string(closing)+"; a brace may be missing in one of its fields")
			return false
		case p.text[p.at] != ',':
			p.fault(p.here(), fmt.Sprintf("a comma or %c is missing before this", closing), "write a comma behind each field, and a brace behind the last")
			return false
		}
		p.at++
		if p.space(); p.at < len(p.text) && (p.text[p.at] == closing || p.text[p.at] == ',') {
			continue
		}
		if p.at == len(p.text) {
			continue
		}
		f, ok := p.assignment()
		if !ok {
			return false
		}
		if e.fields = append(e.fields, f); len(e.fields) > maxWritten {
			p.fault(p.span(e.start, e.end), "the entry has too many fields", "a brace may be missing")
			return false
		}
	}
}

// assignment reads `name = value`.
func (p *bibParser) assignment() (f bibField, ok bool) {
	p.space()
	start := p.at
	if f.name = strings.ToLower(p.word()); f.name == "" {
		p.fault(p.here(), "the name of a field is missing here", "write each field as `name = {value}`")
		return f, false
	}
	if p.space(); p.at == len(p.text) || p.text[p.at] != '=' {
		p.fault(p.span(start, p.at), fmt.Sprintf("there is no = behind the field %q", diagName(f.name)), "write each field as `name = {value}`")
		return f, false
	}
	p.at++
	p.space()
	f.start = p.at
	f.tex, ok = p.value()
	f.end = p.at
	if p.size += len(f.tex); p.size > maxTotal {
		p.fault(p.span(f.start, f.end), "macros make the file too large", "write the values out")
		p.at = len(p.text)
		return f, false
	}
	return f, ok
}

// value reads pieces joined by #: text in braces or quotes, numbers and macros.
func (p *bibParser) value() (string, bool) {
	var whole strings.Builder
	for {
		p.space()
		piece, ok := p.piece()
		if !ok {
			return "", false
		}
		whole.WriteString(piece)
		if whole.Len() > maxExpanded {
			p.fault(p.here(), "the value is too long", "leave out what does not describe the work")
			return "", false
		}
		end := p.at
		if p.space(); p.at == len(p.text) || p.text[p.at] != '#' {
			p.at = end
			return whole.String(), true
		}
		p.at++
	}
}

// piece reads one piece of a value.
func (p *bibParser) piece() (string, bool) {
	const hint = "put the value in braces"
	switch {
	case p.at == len(p.text):
		p.fault(p.here(), "a value is missing here", hint)
		return "", false
	case p.text[p.at] == '{':
		return p.braces()
	case p.text[p.at] == '"':
		return p.quotes()
	}
	start := p.at
	name := p.word()
	if name == "" {
		p.fault(p.here(), "a value is missing here", hint)
		return "", false
	}
	if isDigits(name) {
		return name, true
	}
	text, ok := p.macros[strings.ToLower(name)]
	if !ok {
		known := slices.Sorted(maps.Keys(p.macros))
		p.fault(p.span(start, p.at), fmt.Sprintf("there is no macro %q", diagName(name)), nonEmpty(diag.DidYouMean(name, known[:min(len(known), 1000)]), hint))
		return "", false
	}
	return text, true
}

// braces reads text in braces, which may hold others.
func (p *bibParser) braces() (string, bool) {
	open, depth := p.at, 0
	for ; p.at < len(p.text); p.at++ {
		switch p.text[p.at] {
		case '\\':
			p.at++
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				p.at++
				return p.text[open+1 : p.at-1], true
			}
		}
	}
	p.at = len(p.text)
	p.fault(p.span(open, open+1), "the brace is never closed", "close it, or write \\{ for a brace in a text")
	return "", false
}

// quotes reads text in quotes. A quote in braces is part of it.
func (p *bibParser) quotes() (string, bool) {
	open, depth := p.at, 0
	for p.at++; p.at < len(p.text); p.at++ {
		switch c := p.text[p.at]; {
		case c == '\\' && p.at+1 < len(p.text) && p.text[p.at+1] != '"':
			p.at++
		case c == '{':
			depth++
		case c == '}' && depth > 0:
			depth--
		case c == '"' && depth == 0:
			p.at++
			return p.text[open+1 : p.at-1], true
		}
	}
	p.at = len(p.text)
	p.fault(p.span(open, open+1), "the quote is never closed", "close it, or put the value in braces")
	return "", false
}

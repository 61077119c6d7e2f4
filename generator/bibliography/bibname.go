package bibliography

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"dossier/generator/dossier"
)

// bibNames reads a list of names of BibTeX into a field. `and others` is left out, and said.
func (r *Record) bibNames(f *Field, tex string) {
	list := splitNames(tex)
	for i, part := range list {
		switch {
		case part == "":
			continue
		case part == "others" && i > 0 && i == len(list)-1:
			r.remark("%s ends in \"and others\", which is left out", f.Name)
		default:
			addName(r, f, r.bibName(part), false)
		}
	}
}

// splitNames splits at the word `and` outside of braces.
func splitNames(tex string) (names []string) {
	var words []string
	for _, w := range texWords(tex, isSpace) {
		if strings.EqualFold(w, "and") {
			names, words = append(names, strings.Join(words, " ")), nil
			continue
		}
		words = append(words, w)
	}
	return append(names, strings.Join(words, " "))
}

// texWords splits at characters outside of braces and drops empty pieces.
func texWords(tex string, at func(byte) bool) (words []string) {
	for _, piece := range texSplit(tex, at) {
		if piece != "" {
			words = append(words, piece)
		}
	}
	return words
}

// texSplit splits at characters outside of braces.
func texSplit(tex string, at func(byte) bool) (pieces []string) {
	depth, start := 0, 0
	for i := 0; i < len(tex); i++ {
		switch c := tex[i]; {
		case c == '\\' && i+1 < len(tex) && !isSpace(tex[i+1]):
			i++
		case c == '{':
			depth++
		case c == '}':
			depth = max(0, depth-1)
		case depth == 0 && at(c):
			pieces = append(pieces, tex[start:i])
			start = i + 1
		}
	}
	return append(pieces, tex[start:])
}

// bibName reads one name: "First von Last", "von Last, First", "von Last, Jr, First", a body in braces, or the
// parts with their names as BibLaTeX has them.
func (r *Record) bibName(tex string) dossier.Name {
	if strings.HasPrefix(tex, "{") && groupEnd(tex) == len(tex)-1 {
		return dossier.Name{Literal: r.tex(tex)}
	}
	parts := texSplit(tex, func(c byte) bool { return c == ',' })
	if label, _, ok := strings.Cut(parts[0], "="); ok && isNamePart(label) {
		return r.labelledName(parts)
	}
	var n dossier.Name
	if len(parts) == 1 {
		first, von, last := nameWords(tex)
		n.Given, n.NonDroppingParticle, n.Family = r.tex(first), r.tex(von), r.tex(last)
		return n
	}
	_, von, last := nameWords(parts[0])
	if first, _, _ := nameWords(parts[0]); first != "" { // before a comma there is no first name
		last = strings.TrimSpace(parts[0])
		von = ""
	}
	n.NonDroppingParticle, n.Family = r.tex(von), r.tex(last)
	n.Given = r.tex(parts[len(parts)-1])
	if len(parts) > 2 {
		n.Suffix = r.tex(strings.Join(parts[1:len(parts)-1], ","))
	}
	return n
}

// isNamePart reports the names that BibLaTeX has for the parts of a name.
func isNamePart(label string) bool {
	switch strings.ToLower(strings.TrimSpace(label)) {
	case "family", "given", "prefix", "suffix":
		return true
	}
	return false
}

// labelledName reads `family=Doe, given=Jane`.
func (r *Record) labelledName(parts []string) (n dossier.Name) {
	for _, p := range parts {
		label, text, _ := strings.Cut(p, "=")
		text = r.tex(strings.Trim(strings.TrimSpace(text), `"`))
		switch strings.ToLower(strings.TrimSpace(label)) {
		case "family":
			n.Family = text
		case "given":
			n.Given = text
		case "prefix":
			n.NonDroppingParticle = text
		case "suffix":
			n.Suffix = text
		}
	}
	return n
}

// nameWords splits a name without commas: its particle is what goes from the first word in lower case to the last such
// word, the last word of all is never part of it.
func nameWords(tex string) (first, von, last string) {
	words := texWords(tex, func(c byte) bool { return isSpace(c) || c == '~' })
	if len(words) == 0 {
		return "", "", ""
	}
	from, to := -1, -1
	for i, w := range words[:len(words)-1] {
		if startsLower(w) {
			if from < 0 {
				from = i
			}
			to = i + 1
		}
	}
	if from < 0 {
		from, to = len(words)-1, len(words)-1
	}
	return strings.Join(words[:from], " "), strings.Join(words[from:to], " "), strings.Join(words[to:], " ")
}

// startsLower reports whether the first letter of a word is a small one. A word in braces has no case, unless they hold
// an accent.
func startsLower(word string) bool {
	if strings.HasPrefix(word, "{") && !strings.HasPrefix(word, `{\`) {
		return false
	}
	text, _ := texText(word)
	c, _ := utf8.DecodeRuneInString(strings.TrimLeftFunc(text, func(r rune) bool { return !unicode.IsLetter(r) }))
	return unicode.IsLower(c)
}

// tex is texText, with a remark on what it does not know.
func (r *Record) tex(s string) string {
	text, unknown := texText(s)
	for _, name := range unknown {
		r.remark("the TeX command \\%s is not known and left out", name)
	}
	return text
}

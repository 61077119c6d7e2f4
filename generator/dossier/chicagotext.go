package dossier

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A refWriter sets the pieces of a reference one after the other and minds the punctuation between them.
type refWriter struct {
	runs []Run
}

// write sets a separator and runs, and reports whether there was anything to set. A separator is a full stop, comma or
// colon with a space, or only a space.
func (w *refWriter) write(sep string, runs ...Run) bool {
	first := true
	for _, run := range runs {
		if run.Text == "" {
			continue
		}
		if first && len(w.runs) > 0 {
			w.separate(sep)
		}
		first = false
		w.append(run)
	}
	return !first
}

// append adds a run, to the last one if both are plain text.
func (w *refWriter) append(run Run) {
	if last := len(w.runs) - 1; last >= 0 && run == (Run{Text: run.Text}) && w.runs[last] == (Run{Text: w.runs[last].Text}) {
		w.runs[last].Text += run.Text
		return
	}
	w.runs = append(w.runs, run)
}

// stop ends the reference with a full stop.
func (w *refWriter) stop() {
	if len(w.runs) > 0 {
		w.separate(".")
	}
}

// separate adds a separator. It leaves out a full stop after a sentence that has its own, and puts a full stop or a comma
// inside quotation marks.
func (w *refWriter) separate(sep string) {
	last := &w.runs[len(w.runs)-1]
	inside := last.Text[:len(last.Text)-closingQuotes(last.Text)]
	end, _ := utf8.DecodeLastRuneInString(inside)
	switch {
	case last.URL != "":
		if end == '.' && sep[0] == '.' {
			sep = sep[1:]
		}
	case sep[0] == '.' && strings.ContainsRune(".?!…", end):
		sep = sep[1:]
	case (sep[0] == '.' || sep[0] == ',') && inside != last.Text:
		last.Text = inside + sep[:1] + last.Text[len(inside):]
		sep = sep[1:]
	}
	if sep != "" {
		w.append(Run{Text: sep})
	}
}

// closingQuotes counts the bytes of the quotation marks that close at the end of a text: ” and a ’ before it that closes
// a ‘ and is no apostrophe.
func closingQuotes(s string) int {
	inside := strings.TrimSuffix(s, "”")
	if inside == s || !strings.HasSuffix(inside, "’") {
		return len(s) - len(inside)
	}
	open := strings.LastIndex(inside, "‘")
	inner := strings.TrimSuffix(inside, "’")
	if open < 0 || closesSingle(inner[open:]) {
		return len(s) - len(inside)
	}
	return len(s) - len(inner)
}

// closesSingle reports whether a text has a ’ that closes a quotation: one with no letter or digit after it.
func closesSingle(s string) bool {
	for i, c := range s {
		if after, _ := utf8.DecodeRuneInString(s[i+utf8.RuneLen(c):]); c == '’' && !isWord(after) {
			return true
		}
	}
	return false
}

// innerQuotes sets the double quotation marks in a title that is itself quoted as single ones, and the single ones within
// those as double.
func innerQuotes(title string) string {
	var b strings.Builder
	double, single := false, false
	before := ' '
	for i, c := range title {
		after, _ := utf8.DecodeRuneInString(title[i+utf8.RuneLen(c):])
		switch {
		case c == '“', c == '"' && !double && !isWord(before):
			double = true
			b.WriteRune('‘')
		case c == '”', c == '"':
			double, single = false, false
			b.WriteRune('’')
		case c == '‘' && double:
			single = true
			b.WriteRune('“')
		case c == '’' && single && !isWord(after):
			single = false
			b.WriteRune('”')
		default:
			b.WriteRune(c)
		}
		before = c
	}
	return b.String()
}

// isWord reports whether a rune is part of a word.
func isWord(c rune) bool { return unicode.IsLetter(c) || unicode.IsDigit(c) }

// tidy cuts the white space and the separators from the ends of a field. One without a letter or digit is nothing.
func tidy(s string) string {
	if isTidy(s) {
		return s
	}
	if strings.IndexFunc(s, isWord) < 0 {
		return ""
	}
	s = strings.Join(strings.Fields(strings.ToValidUTF8(s, "\uFFFD")), " ")
	return strings.TrimLeft(strings.TrimRight(s, " ,;:"), " ,;:")
}

// isTidy reports whether nothing is to be cut from a field, as is the rule.
func isTidy(s string) bool {
	word, before := false, ' '
	for i, c := range s {
		switch {
		case c == ' ' && before == ' ', c != ' ' && unicode.IsSpace(c), c == utf8.RuneError:
			return false
		case i == 0 && strings.ContainsRune(",;:", c):
			return false
		}
		word = word || isWord(c)
		before = c
	}
	return word && !strings.ContainsRune(" ,;:", before)
}

// joined joins what there is.
func joined(sep string, parts ...string) string {
	var list []string
	for _, part := range parts {
		if part != "" {
			list = append(list, part)
		}
	}
	return strings.Join(list, sep)
}

// prefixed puts a word before a text, if there is one.
func prefixed(word, s string) string {
	if s == "" {
		return ""
	}
	return word + s
}

// suffixed puts a word after a text, if there is one.
func suffixed(s, word string) string {
	if s == "" {
		return ""
	}
	return s + word
}

// bracketed puts a text in parentheses, if there is one.
func bracketed(s string) string { return suffixed(prefixed("(", s), ")") }

// capital begins a text with a capital letter.
func capital(s string) string {
	c, size := utf8.DecodeRuneInString(s)
	if size == 0 {
		return s
	}
	return string(unicode.ToUpper(c)) + s[size:]
}

// isNumber reports whether a text is digits alone.
func isNumber(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

// numbered writes a number of a series: "No. 12", but "OIG-12-10" as it is. A docket is a number too: "No. 1:22-cv-00496".
func numbered(s string) string {
	if s != "" && s[0] >= '0' && s[0] <= '9' {
		return "No. " + s
	}
	return s
}

// publicLaw writes the number of an act. Two numbers with a hyphen are those of an American act: "Pub. L. No. 107-56".
func publicLaw(kind, number string) string {
	congress, law, ok := strings.Cut(number, "-")
	if kind == "legislation" && ok && isNumber(congress) && isNumber(law) {
		return "Pub. L. No. " + number
	}
	return number
}

// edition writes an edition: "2nd ed.", or as it is when it is in words.
func edition(s string) string {
	if !isNumber(s) {
		return capital(s)
	}
	suffix := "th"
	if !strings.HasSuffix(s[:len(s)-1], "1") {
		switch s[len(s)-1] {
		case '1':
			suffix = "st"
		case '2':
			suffix = "nd"
		case '3':
			suffix = "rd"
		}
	}
	return s + suffix + " ed."
}

// pageRange writes a range of pages with a dash, the second number as short as Chicago has it (9.61): 71–72, 107–8,
// 321–25, 1496–500. Anything else is written as it is.
func pageRange(s string) string {
	from, to, ok := strings.Cut(s, "-")
	if !ok {
		from, to, ok = strings.Cut(s, "–")
	}
	from, to = strings.TrimSpace(from), strings.TrimSpace(to)
	if !ok || !isNumber(from) || !isNumber(to) {
		return s
	}
	if len(from) < 3 || len(from) != len(to) || strings.HasSuffix(from, "00") || from == to {
		return from + "–" + to
	}
	changed := 0
	for from[changed] == to[changed] {
		changed++
	}
	if from[len(from)-2] != '0' {
		changed = min(changed, len(from)-2)
	}
	return from + "–" + to[changed:]
}

// bareDOI cuts a DOI out of the ways in which it is written.
func bareDOI(s string) string {
	for _, prefix := range []string{"https://doi.org/", "http://doi.org/", "https://dx.doi.org/", "http://dx.doi.org/", "doi:"} {
		if len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix) {
			return strings.TrimSpace(s[len(prefix):])
		}
	}
	return s
}

// written leaves out the names that are empty.
func written(names []Name) []Name {
	var list []Name
	for _, n := range names {
		if n.direct() != "" {
			list = append(list, n)
		}
	}
	return list
}

// firstNames is the first of the lists that names anybody.
func firstNames(lists ...[]Name) []Name {
	for _, names := range lists {
		if names = written(names); len(names) > 0 {
			return names
		}
	}
	return nil
}

// nameList writes names one after the other, more than ten as the first seven "et al.". In an inverted list the first
// name begins with the family.
func nameList(names []Name, inverted bool) string {
	var list []string
	for i, n := range names {
		if i == 0 && inverted {
			list = append(list, n.inverted())
		} else {
			list = append(list, n.direct())
		}
	}
	last := len(list) - 1
	switch {
	case last > 9:
		return strings.Join(list[:7], ", ") + ", et al."
	case last < 1:
		return strings.Join(list, "")
	case last == 1 && !inverted:
		return list[0] + " and " + list[1]
	}
	return strings.Join(list[:last], ", ") + ", and " + list[last]
}

// direct writes a name as it is spoken: "Vincent van Gogh", "Martin Luther King Jr.".
func (n Name) direct() string {
	if body := tidy(n.Literal); body != "" {
		return body
	}
	particles := joined(" ", tidy(n.DroppingParticle), tidy(n.NonDroppingParticle))
	return joined(" ", tidy(n.Given), afterParticle(particles, tidy(n.Family)), tidy(n.Suffix))
}

// inverted writes a name with the family first: "Gogh, Vincent van", "King, Martin Luther, Jr.".
func (n Name) inverted() string {
	family := tidy(n.Family)
	if tidy(n.Literal) != "" || family == "" {
		return n.direct()
	}
	given := joined(" ", tidy(n.Given), tidy(n.DroppingParticle), tidy(n.NonDroppingParticle))
	return joined(", ", family, given, tidy(n.Suffix))
}

// short writes the family alone, or the body.
func (n Name) short() string {
	if tidy(n.Literal) == "" && tidy(n.Family) != "" {
		return afterParticle(tidy(n.NonDroppingParticle), tidy(n.Family))
	}
	return n.direct()
}

// afterParticle puts a family after its particle: "van Gogh", "d’Aubigné".
func afterParticle(particle, family string) string {
	if strings.HasSuffix(particle, "’") || strings.HasSuffix(particle, "'") || strings.HasSuffix(particle, "-") {
		return particle + family
	}
	return joined(" ", particle, family)
}

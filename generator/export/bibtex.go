package export

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"dossier/generator/dossier"
)

// bibItem adds a source to sources.bib, in the fields of BibLaTeX. Programs that know only BibTeX find year and month
// beside date. Titles stand in two pairs of braces, so that no style changes their capitals.
func bibItem(out []byte, s *sourceRecord) ([]byte, error) {
	c := &s.CSL
	form, subtype := bibType(c)
	out = append(append(append(append(append(out, '@'), form...), '{'), s.ID...), ",\n"...)
	out = appendBib(out, "title", "{"+escapeTeX(oneLine(c.Title))+"}")
	out = appendPeople(out, "author", c.Author)
	out = appendPeople(out, "editor", c.Editor)
	out = appendPeople(out, "translator", c.Translator)
	if hasPrefix(c.Author) || hasPrefix(c.Editor) || hasPrefix(c.Translator) {
		out = appendBib(out, "options", "useprefix=true")
	}
	out = appendBib(out, "entrysubtype", subtype)
	out = appendBibDate(out, c.Issued)
	for _, f := range bibFields(form) {
		out = appendBib(out, f[0], escapeTeX(oneLine(c.Field(f[1]))))
	}
	out = appendBib(out, "doi", escapeVerbatim(cslField(c, "DOI")))
	out = appendBib(out, "url", escapeVerbatim(oneLine(c.Field("URL"))))
	if c.Field("URL") != "" {
		out = appendBib(out, "urldate", edtfOfBib(c.Accessed))
	}
	return append(out, "}\n\n"...), nil
}

// bibType is the type that BibLaTeX has for one of CSL, and what it needs to tell some apart.
func bibType(c *dossier.CSL) (form, subtype string) {
	switch c.Type {
	case "article-journal", "review", "review-book":
		return "article", ""
	case "article-magazine":
		return "article", "magazine"
	case "article-newspaper":
		return "article", "newspaper"
	case "book", "classic":
		return "book", ""
	case "chapter", "entry", "entry-dictionary", "entry-encyclopedia":
		return "incollection", ""
	case "collection", "periodical":
		return "collection", ""
	case "paper-conference":
		return "inproceedings", ""
	case "thesis", "report", "dataset", "patent", "software":
		return c.Type, ""
	case "pamphlet":
		return "booklet", ""
	case "manuscript":
		return "unpublished", ""
	case "motion_picture", "broadcast":
		return "movie", ""
	case "legal_case":
		return "jurisdiction", ""
	case "legislation", "bill", "regulation":
		return "legislation", ""
	case "personal_communication":
		return "letter", ""
	case "webpage", "post", "post-weblog":
		return "online", ""
	}
	return "misc", ""
}

// bibFields are pairs of a field of a type of entry and the variable of CSL that it is filled from.
func bibFields(form string) [][2]string {
	fields := [][2]string{{"volume", "volume"}, {"pages", "page"}, {"edition", "edition"}, {"series", "collection-title"},
		{"chapter", "chapter-number"}, {"version", "version"}, {"isbn", "ISBN"}, {"issn", "ISSN"}, {"address", "publisher-place"}, {"note", "note"}}
	switch form {
	case "article":
		return append(fields, [2]string{"journal", "container-title"}, [2]string{"number", "issue"}, [2]string{"publisher", "publisher"})
	case "incollection", "inproceedings":
		return append(fields, [2]string{"booktitle", "container-title"}, [2]string{"number", "collection-number"}, [2]string{"publisher", "publisher"})
	case "report", "thesis":
		return append(fields, [2]string{"institution", "publisher"}, [2]string{"type", "genre"}, [2]string{"number", "number"})
	case "book", "collection":
		return append(fields, [2]string{"publisher", "publisher"}, [2]string{"number", "collection-number"})
	}
	return append(fields, [2]string{"organization", "container-title"}, [2]string{"publisher", "publisher"}, [2]string{"number", "number"}, [2]string{"type", "genre"})
}

// appendBib appends a field, unless it is empty.
func appendBib(out []byte, name, value string) []byte {
	if value == "" {
		return out
	}
	out = append(append(append(out, "  "...), name...), " = {"...)
	return append(append(out, value...), "},\n"...)
}

// appendPeople appends a list of names.
func appendPeople(out []byte, name string, people []dossier.Name) []byte {
	list := make([]string, len(people))
	for i, n := range people {
		list[i] = bibName(n)
	}
	return appendBib(out, name, strings.Join(list, " and "))
}

// bibName writes a name as "von Last, Jr., First". Braces hold together what would be taken for more than one part.
func bibName(n dossier.Name) string {
	if n.Literal != "" {
		return "{" + escapeTeX(n.Literal) + "}"
	}
	name := escapeTeX(n.Family)
	first, _ := utf8.DecodeRuneInString(n.Family)
	if n.Given == "" || unicode.IsLower(first) || strings.Contains(n.Family, ",") || strings.Contains(strings.ToLower(n.Family), " and ") {
		name = "{" + name + "}"
	}
	if particle := strings.TrimSpace(n.DroppingParticle + " " + n.NonDroppingParticle); particle != "" {
		name = escapeTeX(particle) + " " + name
	}
	if n.Suffix != "" {
		name += ", " + escapeTeX(n.Suffix)
	}
	if n.Given == "" {
		return name
	}
	given := escapeTeX(n.Given)
	if strings.Contains(n.Given, ",") || strings.Contains(strings.ToLower(n.Given), " and ") {
		given = "{" + given + "}"
	}
	return name + ", " + given
}

// hasPrefix reports whether one of the names has a particle that belongs to the family name.
func hasPrefix(names []dossier.Name) bool {
	for _, n := range names {
		if n.NonDroppingParticle != "" {
			return true
		}
	}
	return false
}

// appendBibDate appends when a source was issued: as EDTF, and as a year and month.
func appendBibDate(out []byte, date dossier.Date) []byte {
	if date.IsZero() {
		return out
	}
	out = appendBib(out, "date", edtfOfBib(date))
	from, to := date.Parts()
	if from.Open {
		from = to
	}
	out = appendBib(out, "year", fmt.Sprintf("%04d", from.Year))
	if from.Month > 0 {
		out = append(append(append(out, "  month = "...), bibMonth(from.Month)...), ",\n"...)
	}
	return out
}

// edtfOfBib is a date as BibLaTeX has it: an open end is empty.
func edtfOfBib(date dossier.Date) string {
	return strings.ReplaceAll(date.String(), "..", "")
}

// bibMonth is the macro that all styles have for a month.
func bibMonth(month int) string {
	return "janfebmaraprmayjunjulaugsepoctnovdec"[3*(month-1) : 3*month]
}

// escapeTeX writes a text so that TeX prints it as it is.
func escapeTeX(s string) string {
	if !strings.ContainsAny(s, "\\{}$&#%_^~-`<>") {
		return s
	}
	var b strings.Builder
	for i, c := range s {
		switch c {
		case '\\':
			b.WriteString(`\textbackslash{}`)
		case '^':
			b.WriteString(`\textasciicircum{}`)
		case '~':
			b.WriteString(`\textasciitilde{}`)
		case '`':
			b.WriteString("\\`{}")
		case '<':
			b.WriteString(`\textless{}`)
		case '>':
			b.WriteString(`\textgreater{}`)
		case '{', '}', '$', '&', '#', '%', '_':
			b.WriteByte('\\')
			b.WriteRune(c)
		case '-':
			b.WriteByte('-')
			if strings.HasPrefix(s[i+1:], "-") { // else a dash
				b.WriteString("{}")
			}
		default:
			b.WriteRune(c)
		}
	}
	return b.String()
}

// escapeVerbatim writes an address or DOI, in which TeX reads no commands, so that its braces match.
func escapeVerbatim(s string) string {
	if !strings.ContainsAny(s, `\{} `) {
		return s
	}
	var b strings.Builder
	for i := range len(s) {
		switch c := s[i]; c {
		case '\\', '{', '}', ' ':
			b.WriteString("%" + strings.ToUpper(strconv.FormatInt(int64(c), 16)))
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

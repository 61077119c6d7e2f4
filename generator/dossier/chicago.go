package dossier

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// A Run is a piece of a formatted reference: text in one style, or a link.
type Run struct {
	Text   string
	Italic bool
	URL    string // where the text links to, or ""
}

// Reference formats the source as an entry of a bibliography after The Chicago Manual of Style, 17th edition. Titles are
// set as they are written. Whatever fields are missing, what is left is a sentence with nothing stray in it.
func (c *CSL) Reference() []Run {
	r := &reference{csl: c, form: formOf(c), used: map[string]bool{}}
	r.writeLead()
	r.writeRecipient()
	r.writeTitle()
	r.writeDescription()
	switch r.form.layout {
	case layoutPart:
		r.writePart()
	case layoutJournal:
		r.writeContributors()
		r.writeJournal()
	case layoutLegal:
		r.writeLegal()
	case layoutEvent:
		r.writeContributors()
		r.writeEvent()
	default:
		r.writeContributors()
		r.writeContainer()
		r.writePublication()
	}
	r.writeAccess()
	r.out.stop()
	return r.out.runs
}

// ShortName says in a word whose source it is: its author ("Mehrotra", "Wang et al."), else what it appeared in, else who
// published it, else its title.
func (c *CSL) ShortName() string {
	names := c.Author
	if len(names) == 0 && formOf(c).layout != layoutPart {
		names = firstNames(c.Editor, c.Director)
	}
	var shorts []string
	for _, n := range names {
		if s := n.short(); s != "" {
			shorts = append(shorts, s)
		}
	}
	switch len(shorts) {
	case 0:
		for _, s := range []string{c.Field("container-title"), c.Field("publisher"), c.Title} {
			if s = tidy(s); s != "" {
				return s
			}
		}
		return ""
	case 1:
		return shorts[0]
	case 2:
		return shorts[0] + " and " + shorts[1]
	}
	return shorts[0] + " et al."
}

// Year is the year in which the source was issued, or "n.d." for no date.
func (c *CSL) Year() string {
	if c.Issued.IsZero() {
		return "n.d."
	}
	return strconv.Itoa(c.Issued.Year())
}

// A style is how a title or the name of a container is set.
type style int

const (
	quoted style = iota
	italic
	plain
	work // italic, but quoted when it is part of a container
	blog // italic, with "(blog)" after it
)

// A layout is the order of what follows the title.
type layout int

const (
	layoutPublished layout = iota // container, edition, publisher, date
	layoutJournal                 // container volume, number (date): pages
	layoutPart                    // In container, edited by, pages. Publisher, date
	layoutLegal                   // , reporter or code (date)
	layoutEvent                   // presented at, place, date
)

// A form is how Chicago sets the sources of one CSL type.
type form struct {
	title, container style
	layout           layout
	year             bool     // give the year alone, though the day is known
	lead             []string // the fields that stand first when there is no person to
}

// formOf gives the form of a source. A type without one of its own has that of a document.
func formOf(c *CSL) form {
	site := []string{"container-title", "publisher"}
	switch c.Type {
	case "article-journal":
		return form{title: quoted, container: italic, layout: layoutJournal}
	case "article-magazine", "article-newspaper":
		return form{title: quoted, container: italic, lead: site[:1]}
	case "webpage", "post":
		return form{title: quoted, container: plain, lead: site}
	case "post-weblog":
		return form{title: quoted, container: blog, lead: site}
	case "book":
		return form{title: work, container: italic, year: true}
	case "motion_picture":
		return form{title: work, container: italic, year: true}
	case "report":
		return form{title: work, container: italic, lead: site[1:]}
	case "broadcast":
		return form{title: work, container: italic}
	case "hearing":
		return form{title: work, container: italic, layout: layoutJournal}
	case "thesis":
		return form{title: quoted, container: italic, year: true}
	case "chapter", "paper-conference":
		return form{title: quoted, container: italic, layout: layoutPart, year: true}
	case "entry", "entry-dictionary", "entry-encyclopedia":
		return form{title: quoted, container: italic, layout: layoutPart}
	case "interview":
		return form{title: interviewTitle(c), container: italic}
	case "speech":
		return form{title: quoted, container: italic, layout: layoutEvent}
	case "personal_communication":
		return form{title: quoted, container: italic}
	case "legal_case":
		return form{title: plain, container: plain, layout: legalLayout(c)}
	case "legislation", "bill":
		return form{title: plain, container: italic, layout: legalLayout(c), year: legalLayout(c) == layoutLegal}
	case "regulation", "treaty":
		return form{title: plain, container: italic, layout: legalLayout(c)}
	}
	return form{title: quoted, container: italic, lead: site[1:]}
}

// interviewTitle sets the title of a published interview in quotation marks and a description of another as it is.
func interviewTitle(c *CSL) style {
	if tidy(c.Field("container-title")) != "" {
		return quoted
	}
	return plain
}

// legalLayout is the lawyers' way of citing where there is a place in a reporter or a code to cite, or a number. A gazette
// whose volumes have letters is cited like a journal.
func legalLayout(c *CSL) layout {
	if volume := tidy(c.Field("volume")); volume != "" && !isNumber(volume) {
		return layoutJournal
	}
	for _, field := range []string{"volume", "number", "section", "page", "authority"} {
		if tidy(c.Field(field)) != "" {
			return layoutLegal
		}
	}
	return layoutPublished
}

// A reference is a source on its way into runs.
type reference struct {
	csl   *CSL
	form  form
	used  map[string]bool // fields that were written
	dated bool            // what was last written takes a date after a comma
	out   refWriter
}

// take gives a field the first time that it is asked for.
func (r *reference) take(field string) string {
	if r.used[field] {
		return ""
	}
	r.used[field] = true
	return tidy(r.csl.Field(field))
}

// peek reports whether a field is still to be written.
func (r *reference) peek(field string) bool { return !r.used[field] && tidy(r.csl.Field(field)) != "" }

// writeLead writes who or what the entry is alphabetized by: authors, else editors, translators or directors, else a
// periodical, a site or a body.
func (r *reference) writeLead() {
	c := r.csl
	roles := []struct {
		field     string
		names     []Name
		one, many string
	}{
		{"author", c.Author, "", ""},
		{"editor", c.Editor, ", ed.", ", eds."},
		{"translator", c.Translator, ", trans.", ", trans."},
		{"director", c.Director, ", dir.", ", dirs."},
	}
	for i, role := range roles {
		names := written(role.names)
		if len(names) == 0 || i > 0 && r.form.layout == layoutPart {
			continue
		}
		r.used[role.field] = true
		label := role.one
		if len(names) > 1 {
			label = role.many
		}
		lead := nameList(names, true)
		for _, field := range []string{"container-title", "publisher"} {
			if tidy(c.Field(field)) == lead && c.Type != "book" {
				r.used[field] = true // its own publisher
			}
		}
		r.out.write(". ", Run{Text: lead + label})
		return
	}
	for _, field := range r.form.lead {
		if r.peek(field) {
			slanted := field == "container-title" && r.form.container != plain
			r.out.write(". ", Run{Text: r.take(field), Italic: slanted})
			return
		}
	}
}

// writeRecipient writes to whom a letter went.
func (r *reference) writeRecipient() {
	names := written(r.csl.Recipient)
	if len(names) == 0 {
		return
	}
	genre := r.take("genre")
	if genre == "" {
		genre = "letter"
	}
	r.out.write(". ", Run{Text: capital(genre) + " to " + nameList(names, false)})
	r.dated = tidy(r.csl.Title) == ""
}

// writeTitle writes the title. A title in square brackets is a description by the editors and is set as it is.
func (r *reference) writeTitle() {
	title := tidy(r.csl.Title)
	set := r.form.title
	if set == work {
		set = italic
		if r.peek("container-title") {
			set = quoted
		}
	}
	if strings.HasPrefix(title, "[") && strings.HasSuffix(title, "]") {
		set = plain
	}
	switch {
	case title == "" && r.csl.Type != "speech" && r.csl.Type != "thesis":
		r.out.write(". ", Run{Text: capital(r.take("genre"))})
	case title == "":
	case set == quoted:
		r.out.write(". ", Run{Text: "“" + innerQuotes(title) + "”"})
	default:
		r.out.write(". ", Run{Text: title, Italic: set == italic})
	}
}

// writeDescription writes what kind of thing the source is.
func (r *reference) writeDescription() {
	if names := written(r.csl.Interviewer); len(names) > 0 {
		r.out.write(". ", Run{Text: "Interview by " + nameList(names, false)})
	}
	r.out.write(". ", Run{Text: capital(r.take("medium"))})
	if r.csl.Type == "speech" || r.csl.Type == "thesis" {
		return
	}
	genre := capital(r.take("genre"))
	if r.form.layout != layoutLegal {
		genre = joined(" ", genre, numbered(r.take("number")))
	}
	r.out.write(". ", Run{Text: genre})
	if version := r.take("version"); version != "" {
		r.out.write(". ", Run{Text: "Version " + version})
	}
}

// helpers lists what people other than the authors did.
func (r *reference) helpers() []string {
	var list []string
	roles := []struct {
		field, did string
		names      []Name
	}{
		{"editor", "edited by ", r.csl.Editor},
		{"translator", "translated by ", r.csl.Translator},
		{"director", "directed by ", r.csl.Director},
	}
	for _, role := range roles {
		if names := written(role.names); len(names) > 0 && !r.used[role.field] {
			r.used[role.field] = true
			list = append(list, role.did+nameList(names, false))
		}
	}
	return list
}

// writeContributors writes a sentence for each of the helpers.
func (r *reference) writeContributors() {
	for _, did := range r.helpers() {
		r.out.write(". ", Run{Text: capital(did)})
	}
}

// containerRuns sets the name of the container.
func (r *reference) containerRuns() []Run {
	name := r.take("container-title")
	runs := []Run{{Text: name, Italic: r.form.container != plain}}
	if r.form.container == blog && name != "" && !strings.Contains(strings.ToLower(name), "blog") {
		runs = append(runs, Run{Text: " (blog)"})
	}
	return runs
}

// writeContainer writes what the source appeared in, and which edition, volume and series it is.
func (r *reference) writeContainer() {
	periodical := r.csl.Type == "article-newspaper" || r.csl.Type == "article-magazine"
	if r.csl.Type == "article-newspaper" && tidy(r.csl.Field("container-title")) != "" {
		r.used["publisher"], r.used["publisher-place"] = true, true
	}
	if r.out.write(". ", r.containerRuns()...) {
		r.dated = true
	}
	if periodical {
		return // the date is enough
	}
	for _, sentence := range []string{
		edition(r.take("edition")),
		prefixed("Vol. ", r.take("volume")),
		suffixed(r.take("number-of-volumes"), " vols."),
		r.series(),
	} {
		if r.out.write(". ", Run{Text: sentence}) {
			r.dated = true
		}
	}
}

// series is the series that the source is part of, with its number there.
func (r *reference) series() string {
	return joined(" ", r.take("collection-title"), r.take("collection-number"))
}

// writePublication writes the publisher and the date: ". Place: Publisher, date". The date of what has no publisher
// follows its container after a comma.
func (r *reference) writePublication() {
	sep := ". "
	if r.csl.Type == "thesis" && r.out.write(sep, Run{Text: capital(r.take("genre"))}) {
		sep = ", "
	}
	publisher := r.take("publisher")
	if publisher == "" {
		publisher = r.take("authority")
	}
	if r.out.write(sep, Run{Text: joined(": ", r.take("publisher-place"), publisher)}) || r.dated {
		sep = ", "
	}
	date := r.date()
	if sep == ". " {
		date = capital(date)
	}
	r.out.write(sep, Run{Text: date})
	if r.csl.Type == "article-newspaper" {
		r.out.write(", ", Run{Text: edition(r.take("edition"))})
		r.out.write(", ", Run{Text: prefixed("sec. ", r.take("section"))})
	}
}

// writeJournal writes the container with volume and number: "Journal 12, no. 3 (May 2020): 12–34".
func (r *reference) writeJournal() {
	if !r.peek("container-title") || r.csl.Type == "hearing" && !r.peek("volume") && !r.peek("issue") {
		r.writeContainer()
		r.writePublication()
		return
	}
	r.out.write(". ", r.containerRuns()...)
	volume, issue := r.take("volume"), r.take("issue")
	r.out.write(" ", Run{Text: volume})
	r.out.write(", ", Run{Text: prefixed("no. ", issue)})
	pages := pageRange(r.take("page"))
	if volume == "" && issue == "" {
		r.out.write(", ", Run{Text: r.date()})
		r.out.write(", ", Run{Text: pages})
		return
	}
	r.out.write(" ", Run{Text: bracketed(r.date())})
	r.out.write(": ", Run{Text: pages})
}

// writePart writes what a chapter, paper or entry is part of: "In Container, edited by A, 2nd ed., 12–34. Publisher, date".
func (r *reference) writePart() {
	sep := ". "
	if r.peek("container-title") {
		r.out.write(sep, append([]Run{{Text: "In "}}, r.containerRuns()...)...)
		sep = ", "
	}
	volume, pages := r.take("volume"), pageRange(r.take("page"))
	switch {
	case volume != "" && pages != "":
		pages = volume + ":" + pages
	case volume != "":
		pages = "vol. " + volume
	}
	for _, part := range append(r.helpers(), edition(r.take("edition")), pages) {
		if sep == ". " {
			part = capital(part)
		}
		if r.out.write(sep, Run{Text: part}) {
			sep = ", "
		}
	}
	r.dated = sep == ", "
	if r.out.write(". ", Run{Text: r.series()}) {
		r.dated = true
	}
	r.writePublication()
}

// writeLegal writes the place in a reporter, a code or a series of laws: ", 115 Stat. 272 (2001)".
func (r *reference) writeLegal() {
	number, section := r.take("number"), prefixed("§ ", r.take("section"))
	var reporter string
	if r.peek("volume") || r.peek("page") || section != "" {
		reporter = joined(" ", r.take("volume"), r.take("container-title"), section, pageRange(r.take("page")))
	}
	authority := r.take("authority")
	date := r.issued()
	if r.csl.Type == "legal_case" {
		if reporter == "" {
			r.out.write(", ", Run{Text: numbered(number)})
		} else if !r.csl.Issued.IsZero() {
			date = r.csl.Year()
		}
		r.out.write(", ", Run{Text: reporter})
		r.out.write(" ", Run{Text: bracketed(joined(" ", authority, date))})
	} else {
		r.out.write(", ", Run{Text: publicLaw(r.csl.Type, number)})
		r.out.write(", ", Run{Text: authority})
		r.out.write(", ", Run{Text: reporter})
		r.out.write(" ", Run{Text: bracketed(date)})
	}
	r.out.write(". ", r.containerRuns()...)
}

// writeEvent writes where a talk was given.
func (r *reference) writeEvent() {
	genre, event := r.take("genre"), r.take("event-title")
	if event == "" {
		event = r.take("event")
	}
	sep := ". "
	for _, part := range []string{
		capital(joined(" ", genre, prefixed("presented at ", event))),
		r.take("event-place"),
	} {
		if r.out.write(sep, Run{Text: part}) {
			sep = ", "
		}
	}
	r.dated = sep == ", "
	if r.peek("container-title") {
		r.writeContainer()
	}
	r.writePublication()
}

// writeAccess writes where the source is kept, when it was read if it has no date of its own, and its address.
func (r *reference) writeAccess() {
	r.out.write(". ", Run{Text: r.take("archive_location")})
	r.out.write(". ", Run{Text: r.take("archive")})
	if r.csl.Issued.IsZero() && !r.csl.Accessed.IsZero() {
		r.out.write(". ", Run{Text: "Accessed " + r.csl.Accessed.chicago()})
	}
	if doi := bareDOI(r.take("DOI")); doi != "" {
		url := "https://doi.org/" + doi
		r.out.write(". ", Run{Text: url, URL: url})
	} else if url := r.take("URL"); url != "" {
		r.out.write(". ", Run{Text: url, URL: url})
	}
}

// date is the date of issue, or "n.d."; it is nothing where an access date takes its place.
func (r *reference) date() string {
	if r.csl.Issued.IsZero() && r.csl.Accessed.IsZero() {
		return "n.d."
	}
	return r.issued()
}

// issued is the date of issue, or nothing.
func (r *reference) issued() string {
	d := r.csl.Issued
	if r.form.year && !d.interval {
		d.from.month, d.from.day = 0, 0
	}
	return d.chicago()
}

// chicago writes a date in the American order: "November 19, 2024", "May 2025", "ca. 2014", "[2014?]", "2014–2019".
func (d Date) chicago() string {
	switch {
	case d.IsZero():
		return ""
	case !d.interval:
		return d.from.chicago()
	case d.from.open:
		return "until " + d.to.chicago()
	case d.to.open:
		return "since " + d.from.chicago()
	}
	return d.from.chicago() + "–" + d.to.chicago()
}

// chicago writes one moment in the American order.
func (m moment) chicago() string {
	text := strconv.Itoa(int(m.year))
	switch season := m.season(); {
	case season != "":
		text = capital(season) + " " + text
	case m.day > 0:
		text = fmt.Sprintf("%s %d, %s", time.Month(m.month), m.day, text)
	case m.month > 0:
		text = time.Month(m.month).String() + " " + text
	}
	switch m.qualifier {
	case '~':
		return "ca. " + text
	case '?':
		return "[" + text + "?]"
	case '%':
		return "[ca. " + text + "?]"
	}
	return text
}

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
	if strings.IndexFunc(s, isWord) < 0 {
		return ""
	}
	s = strings.Join(strings.Fields(strings.ToValidUTF8(s, "\uFFFD")), " ")
	return strings.TrimLeft(strings.TrimRight(s, " ,;:"), " ,;:")
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

package dossier

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
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
	r := &reference{csl: c, form: formOf(c), used: make([]string, 0, 16), out: refWriter{make([]Run, 0, 8)}}
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
	used  []string // fields that were written
	dated bool     // what was last written takes a date after a comma
	out   refWriter
}

// wrote reports whether a field was written.
func (r *reference) wrote(field string) bool { return slices.Contains(r.used, field) }

// take gives a field the first time that it is asked for.
func (r *reference) take(field string) string {
	if r.wrote(field) {
		return ""
	}
	r.used = append(r.used, field)
	return tidy(r.csl.Field(field))
}

// peek reports whether a field is still to be written.
func (r *reference) peek(field string) bool { return !r.wrote(field) && tidy(r.csl.Field(field)) != "" }

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
		r.used = append(r.used, role.field)
		label := role.one
		if len(names) > 1 {
			label = role.many
		}
		lead := nameList(names, true)
		for _, field := range []string{"container-title", "publisher"} {
			if tidy(c.Field(field)) == lead && c.Type != "book" {
				r.used = append(r.used, field) // its own publisher
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
		if names := written(role.names); len(names) > 0 && !r.wrote(role.field) {
			r.used = append(r.used, role.field)
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
		r.used = append(r.used, "publisher", "publisher-place")
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

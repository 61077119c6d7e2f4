package bibliography

import (
	"strings"

	"dossier/generator/diag"
	"dossier/generator/dossier"
)

// bibType is the CSL type of a kind of entry, or "".
func bibType(kind string) string {
	switch kind {
	case "article", "suppperiodical":
		return "article-journal"
	case "book", "mvbook", "proceedings", "mvproceedings", "collection", "mvcollection", "reference", "mvreference", "manual":
		return "book"
	case "inbook", "incollection", "bookinbook", "suppbook", "suppcollection":
		return "chapter"
	case "inproceedings", "conference":
		return "paper-conference"
	case "phdthesis", "mastersthesis", "thesis":
		return "thesis"
	case "techreport", "report":
		return "report"
	case "online", "electronic", "www":
		return "webpage"
	case "legislation", "legal":
		return "legislation"
	case "movie", "video":
		return "motion_picture"
	case "audio", "music":
		return "song"
	case "artwork", "image":
		return "graphic"
	case "patent", "periodical", "dataset", "software", "standard", "review", "performance":
		return kind
	}
	return rareBibType(kind)
}

// rareBibType is the same for those of which there is one for each.
func rareBibType(kind string) string {
	switch kind {
	case "misc":
		return "document"
	case "unpublished":
		return "manuscript"
	case "booklet":
		return "pamphlet"
	case "letter":
		return "personal_communication"
	case "inreference":
		return "entry-encyclopedia"
	case "jurisdiction":
		return "legal_case"
	}
	return ""
}

// entryType is the CSL type of an entry.
func (r *Record) entryType(e *bibEntry) string {
	cslType := bibType(e.kind)
	switch subtype := strings.ToLower(e.get("entrysubtype")); {
	case cslType == "":
		r.remark("the kind @%s is not known and is taken for a document", diagName(e.kind))
		return "document"
	case cslType == "article-journal" && (subtype == "newspaper" || subtype == "magazine"):
		return "article-" + subtype
	case e.kind == "misc" && (e.get("url") != "" || strings.Contains(e.get("howpublished"), `\url`)):
		return "webpage"
	}
	return cslType
}

// bibFieldName is the CSL name of a field, or "". Of several with one name the first in the file is taken.
func bibFieldName(field, cslType string) string {
	switch field {
	case "journal", "journaltitle", "booktitle":
		return "container-title"
	case "shortjournal":
		return "container-title-short"
	case "publisher", "institution", "school", "organization":
		return "publisher"
	case "address", "location":
		return "publisher-place"
	case "doi":
		return "DOI"
	case "url":
		return "URL"
	case "language", "langid":
		return "language"
	case "number":
		if strings.HasPrefix(cslType, "article") || cslType == "periodical" {
			return "issue"
		}
		return "number"
	case "volume", "issue", "edition", "note", "version":
		return field
	case "pages":
		return "page"
	case "type":
		return "genre"
	case "isbn", "issn", "pmid":
		return strings.ToUpper(field)
	case "chapter":
		return "chapter-number"
	case "series":
		return "collection-title"
	case "volumes":
		return "number-of-volumes"
	case "pagetotal", "numpages":
		return "number-of-pages"
	case "shorttitle":
		return "title-short"
	case "eventtitle":
		return "event-title"
	case "venue":
		return "event-place"
	case "origtitle":
		return "original-title"
	}
	return ""
}

// bibPrivate reports the fields that programs keep for themselves.
func bibPrivate(field string) bool {
	switch field {
	case "file", "owner", "groups", "timestamp", "date-added", "date-modified", "creationdate", "modificationdate", "added-at", "biburl",
		"bibsource", "interhash", "intrahash", "username", "read", "ranking", "priority", "comment", "localfile", "abstract", "annote",
		"annotation", "keywords", "ids", "options", "citeulike-article-id", "mendeley-groups", "mendeley-tags", "qualityassured", "printed":
		return true
	}
	return strings.HasPrefix(field, "bdsk-") || strings.HasPrefix(field, "__")
}

// inherit adds the fields of the entry that another one refers to in `crossref` or `xdata`. The title of a book is the
// book title of its chapters.
func (p *bibParser) inherit(e *bibEntry, byKey map[string]*bibEntry) {
	own := len(e.fields)
	for _, f := range e.fields[:own] {
		if f.name != "crossref" && f.name != "xdata" {
			continue
		}
		parent := byKey[strings.ToLower(strings.TrimSpace(f.tex))]
		if parent == nil || parent == e {
			p.fault(p.span(f.start, f.end), "there is no other entry \""+diagName(f.tex)+"\"", "export the entry that this one refers to as well")
			continue
		}
		has := map[string]bool{}
		for _, g := range e.fields {
			has[g.name] = true
		}
		for _, g := range parent.fields[:parent.own] {
			if f.name == "crossref" {
				switch g.name {
				case "title":
					g.name = "booktitle"
				case "subtitle":
					g.name = "booksubtitle"
				case "crossref", "xdata", "shorttitle", "ids", "author", "doi", "url", "urldate", "abstract", "file", "pages", "note":
					continue
				}
			}
			if p.size += len(g.tex); p.size > maxTotal {
				p.fault(p.span(f.start, f.end), "what entries inherit makes the file too large", "write the values out")
				return
			}
			if !has[g.name] {
				e.fields = append(e.fields, g)
			}
		}
	}
}

// bibRecord makes a record of an entry.
func (r *reader) bibRecord(e *bibEntry) Record {
	b := &bibRecord{Record: Record{ID: tidy(e.key), At: r.span(e.start, e.end)}, reader: r, entry: e}
	b.used = map[string]bool{"crossref": true, "xdata": true, "entrysubtype": true}
	cslType := b.entryType(e)
	b.put(Field{Name: "type", At: b.At, Text: cslType})
	for _, name := range []string{"author", "editor", "translator", "director"} {
		if f := b.take(name); f != nil {
			list := Field{Name: name, At: b.at(f)}
			b.bibNames(&list, f.tex)
			b.put(list)
		}
	}
	b.title("title", "title", "subtitle")
	b.title("container-title", "booktitle", "booksubtitle")
	b.title("container-title", "journaltitle", "journalsubtitle")
	b.dates()
	b.addresses()
	seen := map[string]bool{}
	for i := range e.fields {
		f := &e.fields[i]
		name := bibFieldName(f.name, cslType)
		again := seen[f.name]
		seen[f.name] = true
		switch {
		case again:
			b.leaveOut(Field{Name: diagName(f.name), At: b.at(f), Text: b.tex(f.tex)})
		case b.used[f.name]:
		case bibPrivate(f.name):
			b.leaveOut(Field{Name: diagName(f.name), At: b.at(f)})
		case name == "":
			b.leaveOut(Field{Name: diagName(f.name), At: b.at(f), Text: b.tex(f.tex)})
		default:
			b.put(Field{Name: name, At: b.at(f), Text: b.fieldText(name, f.tex)})
		}
	}
	if b.Field("genre") == nil && (e.kind == "phdthesis" || e.kind == "mastersthesis") {
		b.put(Field{Name: "genre", At: b.At, Text: genre(e.kind)})
	}
	return b.Record
}

// A bibRecord is a record that is being made of an entry.
type bibRecord struct {
	Record
	*reader
	entry *bibEntry
	used  map[string]bool // fields that are dealt with
}

// at is the position of a field's value.
func (b *bibRecord) at(f *bibField) diag.Position { return b.span(f.start, f.end) }

// take returns a field that is not used yet, and uses it. It is nil where there is none.
func (b *bibRecord) take(name string) *bibField {
	for i := range b.entry.fields {
		if f := &b.entry.fields[i]; f.name == name && !b.used[name] {
			b.used[name] = true
			return f
		}
	}
	return nil
}

// title joins a title and its subtitle.
func (b *bibRecord) title(name, main, sub string) {
	f := b.take(main)
	if f == nil {
		return
	}
	text := b.tex(f.tex)
	if s := b.take(sub); s != nil {
		if !strings.HasSuffix(text, "?") && !strings.HasSuffix(text, "!") && !strings.HasSuffix(text, ":") {
			text += ":"
		}
		text += " " + b.tex(s.tex)
	}
	b.put(Field{Name: name, At: b.at(f), Text: text})
}

// fieldText is what a field with a CSL name says.
func (b *bibRecord) fieldText(name, tex string) string {
	switch name {
	case "URL":
		return texAddress(tex)
	case "DOI":
		return bareDOI(texAddress(tex))
	}
	text := b.tex(tex)
	switch name {
	case "page":
		return strings.ReplaceAll(text, "–", "-")
	case "language":
		return languageTag(text)
	case "genre":
		return genre(text)
	}
	return text
}

// languageTag is the tag of a language that BibLaTeX names, or the text as it is.
func languageTag(s string) string {
	switch strings.ToLower(s) {
	case "english":
		return "en"
	case "american", "usenglish":
		return "en-US"
	case "british", "ukenglish":
		return "en-GB"
	case "french":
		return "fr"
	case "german", "ngerman":
		return "de"
	case "italian":
		return "it"
	case "portuguese":
		return "pt"
	case "brazilian":
		return "pt-BR"
	case "spanish":
		return "es"
	}
	return s
}

// genre is what a word stands for that BibLaTeX has for a kind of thesis or report, or the text as it is.
func genre(s string) string {
	switch strings.ToLower(s) {
	case "phdthesis":
		return "PhD thesis"
	case "mathesis", "mastersthesis":
		return "Master’s thesis"
	case "techreport":
		return "Technical report"
	case "resreport":
		return "Research report"
	}
	return s
}

// addresses finds the address and the publisher where they stand in other fields.
func (b *bibRecord) addresses() {
	address := b.entry.get("url")
	if f := b.take("howpublished"); f != nil {
		if at := strings.Index(f.tex, `\url`); address == "" && (at >= 0 || strings.HasPrefix(f.tex, "http")) {
			rest := f.tex[max(at, 0):]
			address, _, _ = strings.Cut(rest, "}")
			b.put(Field{Name: "URL", At: b.at(f), Text: texAddress(address)})
		} else if b.entry.get("publisher") == "" {
			b.put(Field{Name: "publisher", At: b.at(f), Text: b.tex(f.tex)})
		} else {
			b.leaveOut(Field{Name: f.name, At: b.at(f), Text: b.tex(f.tex)})
		}
	}
	archive := strings.ToLower(nonEmpty(b.entry.get("eprinttype"), b.entry.get("archiveprefix")))
	if id := b.entry.get("eprint"); id != "" && archive == "arxiv" && address == "" && b.entry.get("doi") == "" {
		f := b.take("eprint")
		b.used["eprinttype"], b.used["archiveprefix"], b.used["eprintclass"], b.used["primaryclass"] = true, true, true, true
		b.put(Field{Name: "URL", At: b.at(f), Text: "https://arxiv.org/abs/" + texAddress(id)})
	}
}

// dates reads the dates of BibLaTeX, or year, month and day of BibTeX.
func (b *bibRecord) dates() {
	for _, names := range [][2]string{{"date", "issued"}, {"urldate", "accessed"}, {"eventdate", "event-date"}, {"origdate", "original-date"}} {
		if f := b.take(names[0]); f != nil {
			date, ok := readDateOr(b.tex(f.tex))
			b.date(f, names[1], date, ok)
		}
	}
	year, month, day := b.take("year"), b.take("month"), b.take("day")
	if b.Field("issued") != nil {
		return // date says it all
	}
	if year == nil {
		for _, f := range []*bibField{month, day} {
			if f != nil {
				b.leaveOut(Field{Name: f.name, At: b.at(f), Text: b.tex(f.tex)})
			}
		}
		return
	}
	date, ok := readDateOr(b.tex(year.tex))
	if ok && month != nil && len(date) == 4 {
		text := b.tex(month.tex)
		if day != nil {
			text += " " + b.tex(day.tex)
		}
		if inYear, ok := monthsOf(date, text); ok {
			date = inYear
		} else {
			b.date(month, month.name, "", false)
		}
	}
	b.date(year, "issued", date, ok)
}

// date adds a date, or leaves out what is none.
func (b *bibRecord) date(f *bibField, name, date string, ok bool) {
	if ok {
		b.put(Field{Name: name, At: b.at(f), Text: date})
		return
	}
	text := b.tex(f.tex)
	if tidy(text) != "" {
		b.remark("%q is not read as a date", shortened(text))
	}
	b.leaveOut(Field{Name: f.name, At: b.at(f), Text: text})
}

// monthsOf reads a month of a year, or two with a dash or slash between, each with a day perhaps.
func monthsOf(year, text string) (string, bool) {
	var ends []string
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return r == '/' || r == '-' || r == '–' }) {
		date, ok := numericDate(year + "-" + part)
		if !ok {
			date, ok = wordedDate(part + " " + year)
		}
		if !ok {
			return "", false
		}
		ends = append(ends, date)
	}
	if len(ends) == 0 || len(ends) > 2 {
		return "", false
	}
	_, err := dossier.ParseDate(strings.Join(ends, "/"))
	return strings.Join(ends, "/"), err == nil
}

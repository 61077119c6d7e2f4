package bibliography

import (
	"strings"

	"dossier/generator/diag"
	"dossier/generator/dossier"
)

// A risField is one field of RIS as written.
type risField struct {
	tag, text  string
	more       []string // lines that go on with it
	start, end int      // of the first line
}

// ris reads RIS: a record goes from a line TY to a line ER, and each line between has a tag of two characters. A line
// without one goes on with the field before it.
func (r *reader) ris() {
	var fields []risField
	for at := 0; at < len(r.text) && !r.full(); {
		line, _, _ := strings.Cut(r.text[at:], "\n")
		start := at
		at += len(line) + 1
		tag, text, ok := risLine(line)
		switch {
		case !ok && strings.TrimSpace(line) == "":
		case !ok && len(fields) > 0:
			last := &fields[len(fields)-1]
			last.more = append(last.more, strings.TrimSpace(line))
		case tag == "TY" && len(fields) > 0:
			r.unclosed(fields[0])
			fields = []risField{{tag: tag, text: text, start: start, end: start + len(line)}}
		case tag == "TY" || len(fields) > 0 && tag != "ER":
			fields = append(fields, risField{tag: tag, text: text, start: start, end: start + len(line)})
		case tag == "ER" && len(fields) > 0:
			if !r.add(r.risRecord(fields)) {
				return
			}
			fields = nil
		default:
			r.fault(r.span(start, start+len(line)), "this stands outside of a reference", "a reference begins with a line `TY  - …` and ends with `ER  -`")
		}
	}
	if len(fields) > 0 {
		r.unclosed(fields[0])
	}
}

// unclosed reports a record without an end.
func (r *reader) unclosed(first risField) {
	r.fault(r.span(first.start, first.end), "the reference has no end", "end it with a line `ER  -`; the file may have been cut off")
}

// risLine splits a line into its tag and text. Some programs write one space before the hyphen.
func risLine(line string) (tag, text string, ok bool) {
	line = strings.TrimLeft(line, " \t")
	if len(line) < 4 || line[0] < 'A' || line[0] > 'Z' || (line[1] < 'A' || line[1] > 'Z') && (line[1] < '0' || line[1] > '9') {
		return "", "", false
	}
	rest := strings.TrimPrefix(line[2:], " ")
	rest = strings.TrimPrefix(rest, " ")
	if line[2] != ' ' || !strings.HasPrefix(rest, "-") || len(rest) > 1 && rest[1] != ' ' {
		return "", "", false
	}
	return line[:2], strings.TrimSpace(rest[1:]), true
}

// risType is the CSL type of one of RIS, or "".
func risType(s string) string {
	switch s {
	case "JOUR", "JFULL", "EJOUR":
		return "article-journal"
	case "MGZN":
		return "article-magazine"
	case "NEWS":
		return "article-newspaper"
	case "INPR":
		return "article"
	case "BOOK", "EBOOK", "EDBOOK", "SER":
		return "book"
	case "CHAP", "ECHAP":
		return "chapter"
	case "CONF", "CPAPER":
		return "paper-conference"
	case "THES":
		return "thesis"
	case "RPRT", "GOVDOC":
		return "report"
	case "ELEC", "WEB":
		return "webpage"
	case "GEN", "UNBILL":
		return "document"
	}
	return rareRISType(s)
}

// rareRISType is the same for those of which there is one for each.
func rareRISType(s string) string {
	switch s {
	case "BLOG":
		return "post-weblog"
	case "CASE":
		return "legal_case"
	case "STAT", "LEGAL":
		return "legislation"
	case "BILL":
		return "bill"
	case "HEAR":
		return "hearing"
	case "PAT":
		return "patent"
	case "STAND":
		return "standard"
	case "DATA", "DBASE", "AGGR":
		return "dataset"
	case "COMP":
		return "software"
	case "MPCT", "VIDEO", "ADVS":
		return "motion_picture"
	case "SOUND", "MUSIC":
		return "song"
	case "MAP":
		return "map"
	case "ART":
		return "graphic"
	case "FIGURE":
		return "figure"
	case "MANSCPT", "UNPB":
		return "manuscript"
	case "PCOMM", "ICOMM":
		return "personal_communication"
	case "ENCYC":
		return "entry-encyclopedia"
	case "DICT":
		return "entry-dictionary"
	case "SLIDE":
		return "speech"
	case "PAMP":
		return "pamphlet"
	case "CLSWK":
		return "classic"
	}
	return ""
}

// risName is the CSL name of a tag in a reference of a type, and which of the tags for it is preferred: the lowest. It is
// "" for what CSL has no place for.
func risName(tag, cslType string) (name string, rank int) {
	book := cslType == "book"
	serial := strings.HasPrefix(cslType, "article")
	switch tag {
	case "TI":
		return "title", 1
	case "T1":
		return "title", 2
	case "CT":
		return "title", 3
	case "BT":
		if book {
			return "title", 4
		}
		return "container-title", 5
	case "JF":
		return "container-title", 1
	case "T2":
		if book {
			return "collection-title", 1
		}
		return "container-title", 2
	case "JO":
		return "container-title", 3
	case "JA", "J2", "J1":
		return "container-title-short", 1
	case "T3":
		return "collection-title", 2
	case "IS":
		if serial {
			return "issue", 1
		}
		return "number", 1
	case "M1":
		return "number", 2
	}
	return risPlainName(tag), 1
}

// risPlainName is the CSL name of a tag that has one in all types, or "".
func risPlainName(tag string) string {
	switch tag {
	case "PB":
		return "publisher"
	case "CY", "PP":
		return "publisher-place"
	case "UR":
		return "URL"
	case "DO":
		return "DOI"
	case "VL":
		return "volume"
	case "LA":
		return "language"
	case "ET":
		return "edition"
	case "M3":
		return "genre"
	case "ST":
		return "title-short"
	case "N1":
		return "note"
	case "OP":
		return "original-title"
	case "SE":
		return "section"
	case "NV":
		return "number-of-volumes"
	}
	return ""
}

// risRecord makes a record of the fields between TY and ER.
func (r *reader) risRecord(fields []risField) Record {
	for i := range fields {
		fields[i].text = strings.Join(append([]string{fields[i].text}, fields[i].more...), " ")
	}
	record := Record{At: r.span(fields[0].start, fields[0].end)}
	cslType := risType(fields[0].text)
	if cslType == "" {
		cslType = "document"
		record.remark("the type %q is not known and is taken for a document", shortened(fields[0].text))
	}
	record.put(Field{Name: "type", At: record.At, Text: cslType})
	names := map[string]*Field{}
	var lists []*Field // of names, in the order of the file
	for rank := 1; rank <= 5; rank++ {
		for _, f := range fields[1:] {
			if name, its := risName(f.tag, cslType); name != "" && its == rank {
				record.put(Field{Name: name, At: r.risAt(f), Text: plainText(name, f.text)})
			}
		}
	}
	for _, f := range fields[1:] {
		if name, _ := risName(f.tag, cslType); name != "" {
			continue
		}
		switch list := risNames(f.tag); {
		case f.tag == "ID":
			record.ID = tidy(f.text)
		case list != "":
			if names[list] == nil {
				names[list] = &Field{Name: list, At: r.risAt(f)}
				lists = append(lists, names[list])
			}
			addName(&record, names[list], risPerson(f.text), false)
		case !strings.Contains(" SP EP PY Y1 DA Y2 ", " "+f.tag+" "):
			r.risLeftOut(&record, f)
		}
	}
	for _, list := range lists {
		record.put(*list)
	}
	r.risDates(&record, fields)
	r.risPages(&record, fields)
	return record
}

// risAt is the position of what a line says.
func (r *reader) risAt(f risField) diag.Position {
	start := f.end
	if i := strings.IndexByte(r.text[f.start:f.end], '-'); i >= 0 {
		start = f.start + i + 1
	}
	for start < f.end && r.text[start] == ' ' {
		start++
	}
	return r.span(start, f.end)
}

// risLeftOut leaves a field out: abstracts, keywords, serial numbers, files and what databases add go without a word of
// what they say.
func (r *reader) risLeftOut(record *Record, f risField) {
	left := Field{Name: f.tag, At: r.risAt(f)}
	if !strings.Contains(" AB N2 KW SN L1 L2 L3 L4 DB DP AD RP ", " "+f.tag+" ") {
		left.Text = f.text
	}
	record.leaveOut(left)
}

// risNames is the list of names that a tag adds to, or "".
func risNames(tag string) string {
	switch tag {
	case "AU", "A1":
		return "author"
	case "A2", "ED":
		return "editor"
	case "A4", "TA":
		return "translator"
	}
	return ""
}

// risPerson reads a name: family, given, suffix; or that of a body.
func risPerson(s string) dossier.Name {
	parts := strings.SplitN(s, ",", 3)
	if len(parts) == 1 || strings.TrimSpace(parts[1]) == "" && len(parts) == 2 {
		return dossier.Name{Literal: tidy(parts[0])}
	}
	n := dossier.Name{Family: tidy(parts[0]), Given: tidy(parts[1])}
	if len(parts) == 3 {
		n.Suffix = tidy(parts[2])
	}
	return n
}

// risDates reads the dates: DA is more exact than PY and Y1 where it is one.
func (r *reader) risDates(record *Record, fields []risField) {
	for _, tags := range [][]string{{"issued", "DA", "PY", "Y1"}, {"accessed", "Y2"}} {
		var best Field
		var words []Field
		for _, tag := range tags[1:] {
			for _, f := range fields[1:] {
				if f.tag != tag {
					continue
				}
				date, ok := readDateOr(f.text)
				if ok && (best.Text == "" || len(date) > len(best.Text) && strings.HasPrefix(date, best.Text)) {
					best = Field{Name: tags[0], At: r.risAt(f), Text: date}
				} else if !ok && tidy(f.text) != "" {
					words = append(words, Field{Name: f.tag, At: r.risAt(f), Text: f.text})
				}
			}
		}
		record.put(best)
		for _, f := range words {
			record.remark("%q is not read as a date", shortened(f.Text))
			record.leaveOut(f)
		}
	}
}

// risPages joins the first and last page.
func (r *reader) risPages(record *Record, fields []risField) {
	var page Field
	for _, tag := range []string{"SP", "EP"} {
		for _, f := range fields[1:] {
			switch {
			case f.tag != tag:
			case page.Text == "":
				page = Field{Name: "page", At: r.risAt(f), Text: strings.ReplaceAll(f.text, "–", "-")}
			case tag == "EP" && !strings.Contains(page.Text, "-") && f.text != "" && f.text != page.Text:
				page.Text += "-" + f.text
			}
		}
	}
	record.put(page)
}

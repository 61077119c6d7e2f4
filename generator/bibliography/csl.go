package bibliography

import (
	"strings"

	"dossier/generator/dossier"
)

// list reads the references of a file: a list of objects, such a list in the field `references` or `items`, or one object.
func (t *tree) list(root *value) {
	const hint = "export the references as CSL-JSON or CSL-YAML"
	for _, name := range []string{"references", "items"} {
		if inner := root.get(name); inner != nil {
			root = inner
			break
		}
	}
	items := []*value{root}
	if root.kind == listValue {
		items = root.items
	}
	for _, item := range items {
		if t.full() {
			return
		}
		if item.kind != objectValue {
			t.fault(t.at(item), "a reference is an object with fields such as type and title", hint)
			continue
		}
		if !t.add(t.record(item)) {
			return
		}
	}
}

// record reads one reference.
func (t *tree) record(v *value) Record {
	record := Record{At: t.at(v)}
	seen := map[string]bool{}
	if len(v.items) > 2*maxWritten {
		t.fault(record.At, "the reference has too many fields", "leave out what does not describe the work")
		return record
	}
	for i := 0; i+1 < len(v.items); i += 2 {
		key, field := v.items[i], v.items[i+1]
		if seen[key.text] {
			t.fault(t.at(key), "the field \""+diagName(key.text)+"\" is there twice", "remove one of them")
			continue
		}
		seen[key.text] = true
		t.field(&record, key.text, field)
	}
	if record.ID == "" || strings.Contains(record.ID, "/") {
		record.ID = nonEmpty(record.Text("citation-key"), record.ID)
	}
	record.Fields = deleteField(record.Fields, "citation-key")
	if record.Field("type") == nil {
		record.put(Field{Name: "type", At: record.At, Text: "document"})
		record.remark("it has no type and is taken for a document")
	}
	return record
}

// deleteField takes a field out.
func deleteField(fields []Field, name string) (kept []Field) {
	for _, f := range fields {
		if f.Name != name {
			kept = append(kept, f)
		}
	}
	return kept
}

// diagName is the name of a field as a message quotes it.
func diagName(s string) string {
	if s = tidy(s); len(s) > 100 {
		return strings.ToValidUTF8(s[:100], "") + "…"
	}
	return s
}

// cslName is the name that CSL has now for one that it had before, or that citeproc-js has for it.
func cslName(name string) string {
	switch name {
	case "shortTitle":
		return "title-short"
	case "journalAbbreviation":
		return "container-title-short"
	case "event":
		return "event-title"
	}
	return diagName(name)
}

// field reads one field into a record. What it is it tells by its form: a text, a list of names, a date.
func (t *tree) field(record *Record, name string, v *value) {
	f := Field{Name: cslName(name), At: t.at(v)}
	switch {
	case name == "id":
		record.ID = tidy(v.scalarText())
	case v.kind == nullValue || v.kind == listValue && len(v.items) == 0:
	case v.kind == listValue && v.items[0].scalarText() != "":
		t.texts(record, f, v)
	case isDate(v) || isDateName(name) && v.kind != boolValue:
		t.date(record, f, v)
	case v.kind == listValue && (v.items[0].get("family") != nil || v.items[0].get("literal") != nil || v.items[0].get("given") != nil):
		for _, item := range v.items {
			t.name(record, &f, item)
		}
		record.put(f)
	case v.kind == textValue || v.kind == numberValue:
		f.Text = plainText(f.Name, v.text)
		record.put(f)
	default:
		record.leaveOut(f)
	}
}

// texts takes the first of several texts.
func (t *tree) texts(record *Record, f Field, v *value) {
	for i, item := range v.items[:min(len(v.items), maxFields)] {
		one := Field{Name: f.Name, At: t.at(item), Text: plainText(f.Name, item.scalarText())}
		if i == 0 {
			record.put(one)
		} else {
			record.leaveOut(one)
		}
	}
}

// plainText takes the tags of CSL off a text, and the resolver off a DOI.
func plainText(name, s string) string {
	switch name {
	case "URL":
		return s
	case "DOI":
		return bareDOI(strings.TrimSpace(s))
	}
	if !strings.ContainsAny(s, "<&") {
		return s
	}
	var b strings.Builder
	for {
		before, rest, ok := strings.Cut(s, "<")
		b.WriteString(before)
		if !ok {
			return unescapeHTML(b.String())
		}
		if n := tagLength(rest); n > 0 {
			s = rest[n:]
		} else {
			b.WriteByte('<')
			s = rest
		}
	}
}

// tagLength is the length of a tag of CSL behind its `<`, or 0.
func tagLength(s string) int {
	near := s[:min(len(s), 100)]
	end := strings.IndexByte(near, '>')
	if end < 0 {
		return 0
	}
	switch name, _, _ := strings.Cut(strings.TrimPrefix(near[:end], "/"), " "); name {
	case "i", "b", "em", "strong", "sub", "sup", "sc", "span":
		return end + 1
	}
	return 0
}

// name reads one name into a list of names.
func (t *tree) name(record *Record, f *Field, v *value) {
	var n dossier.Name
	body := false
	for i := 0; i+1 < len(v.items) && v.kind == objectValue; i += 2 {
		part := tidy(plainText("", v.items[i+1].scalarText()))
		switch key := v.items[i].text; key {
		case "family":
			n.Family = part
		case "given":
			n.Given = part
		case "literal":
			n.Literal = part
		case "dropping-particle":
			n.DroppingParticle = part
		case "non-dropping-particle":
			n.NonDroppingParticle = part
		case "suffix":
			n.Suffix = part
		case "isInstitution":
			body = v.items[i+1].kind != nullValue && v.items[i+1].text != "false" && part != "0"
		case "comma-suffix", "static-ordering", "parse-names", "sequence": // how to write the name, which we know
		default:
			record.leaveOut(Field{Name: f.Name + "." + diagName(key), At: f.At})
		}
	}
	addName(record, f, n, body)
}

// addName adds a name that says something. One without a family name is that of a body, as is one that is called so.
func addName(record *Record, f *Field, n dossier.Name, body bool) {
	if n.Literal == "" && (n.Family == "" || body) {
		n = dossier.Name{Literal: nonEmpty(n.Family, n.Given)}
	}
	if n.Literal != "" {
		n = dossier.Name{Literal: n.Literal}
	}
	if n == (dossier.Name{}) {
		record.remark("a name in %s is empty and left out", f.Name)
		return
	}
	f.Names = append(f.Names, n)
}

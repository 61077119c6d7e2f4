// Package bibliography reads lists of references as reference managers export them: CSL-JSON, CSL-YAML, BibTeX, BibLaTeX
// and RIS. In go the bytes of a file; out come records whose fields bear the names of CSL, each with the place that it
// was read from, and diagnostics. It reads and writes no files.
//
// Whether a record can be a source of a dossier is left to others: a title may be missing, and a date may be none.
package bibliography

import (
	"bytes"
	"fmt"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"dossier/generator/diag"
	"dossier/generator/dossier"
)

// Bounds on what is read.
const (
	MaxBytes    = 16 << 20 // of a file
	maxRecords  = 10_000   // in a file
	maxMistakes = 50       // after which reading ends
	maxFields   = 200      // of a record, and as many that are left out
	maxWritten  = 1000     // of a record as it stands in a file
	maxRemarks  = 20       // on a record
	maxDepth    = 20       // of nested values
)

// A Record is one reference.
type Record struct {
	ID      string // its own id as written, or ""
	At      diag.Position
	Fields  []Field // each name once, `type` among them
	LeftOut []Field // what CSL has no name for, or no place in a dossier; Text is "" where it is nobody else's business
	Remarks []string
}

// A Field is a text, a date or a list of names.
type Field struct {
	Name  string // of CSL; in LeftOut also of the format that was read
	At    diag.Position
	Text  string // of a date in EDTF, where it could be read as one
	Names []dossier.Name
}

// Field returns the field of a name, or nil.
func (r *Record) Field(name string) *Field {
	for i := range r.Fields {
		if r.Fields[i].Name == name {
			return &r.Fields[i]
		}
	}
	return nil
}

// Text returns the text of a field, or "".
func (r *Record) Text(name string) string {
	if f := r.Field(name); f != nil {
		return f.Text
	}
	return ""
}

// remark notes something that a person should look at, once.
func (r *Record) remark(format string, args ...any) {
	if s := fmt.Sprintf(format, args...); len(r.Remarks) < maxRemarks && !slices.Contains(r.Remarks, s) {
		r.Remarks = append(r.Remarks, s)
	}
}

// put adds a field, if it says anything. Abstracts, keywords and private notes have no place in a dossier, and of two fields
// of one name the first is taken.
func (r *Record) put(f Field) {
	switch f.Text = tidy(f.Text); {
	case f.Text == "" && len(f.Names) == 0:
	case f.Name == "abstract" || f.Name == "annote" || f.Name == "keyword":
		r.leaveOut(Field{Name: f.Name, At: f.At})
	case r.Field(f.Name) != nil || len(r.Fields) == maxFields:
		r.leaveOut(f)
	default:
		r.Fields = append(r.Fields, f)
	}
}

// leaveOut notes a field that is not used.
func (r *Record) leaveOut(f Field) {
	f.Text = tidy(f.Text)
	if len(r.LeftOut) < maxFields {
		r.LeftOut = append(r.LeftOut, f)
		return
	}
	r.remark("there are too many fields to name all that are left out")
}

// A Format is a way to write references.
type Format int

// The formats. Unknown is the zero value.
const (
	Unknown Format = iota
	JSON
	YAML
	BibTeX
	RIS
)

// FormatOf tells the format by the extension of a file's name, or where that says nothing by what the text looks like.
func FormatOf(name string, text []byte) Format {
	switch strings.ToLower(path.Ext(name)) {
	case ".json", ".csljson":
		return JSON
	case ".yaml", ".yml":
		return YAML
	case ".bib", ".bibtex", ".biblatex":
		return BibTeX
	case ".ris":
		return RIS
	}
	text = bytes.TrimSpace(bytes.TrimPrefix(text, []byte("\ufeff")))
	if bytes.HasPrefix(text, []byte("[")) || bytes.HasPrefix(text, []byte("{")) {
		return JSON
	}
	for line := range bytes.Lines(text[:min(len(text), 64<<10)]) {
		switch line := strings.TrimSpace(string(line)); {
		case strings.HasPrefix(line, "@") && strings.ContainsAny(line, "{("):
			return BibTeX
		case strings.HasPrefix(line, "TY  -"):
			return RIS
		case line == "---" || line == "references:" || strings.HasPrefix(line, "- id:") || strings.HasPrefix(line, "- type:"):
			return YAML
		}
	}
	return Unknown
}

// Read reads references. Display is the name of the file as shown in positions. Where a diagnostic is an error, the
// records are not all that the file holds.
func Read(display string, format Format, text []byte) ([]Record, diag.List) {
	r := &reader{}
	if r.open(display, text) {
		switch format {
		case JSON:
			r.json()
		case YAML:
			r.yaml()
		case BibTeX:
			r.bibTeX()
		case RIS:
			r.ris()
		}
		if len(r.records)+len(r.diags) == 0 {
			r.fault(r.file.Start(), "there are no references in this file", "export them as CSL-JSON, CSL-YAML, BibTeX or RIS")
		}
	}
	r.diags.Sort()
	return r.records, r.diags
}

// A reader reads one file.
type reader struct {
	file    dossier.File
	text    string // of the file
	known   place  // the last one that was asked for
	records []Record
	diags   diag.List
}

// open takes off a byte order mark, turns line ends into line feeds, and refuses what is too large or no UTF-8.
func (r *reader) open(display string, text []byte) bool {
	r.file = dossier.NewFile("", display, nil)
	if len(text) > MaxBytes {
		r.diags.Add(r.file.Start(), "file-too-large", "a list of references may have 16 MiB at most", "split it")
		return false
	}
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	text = bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n"))
	text = bytes.ReplaceAll(text, []byte("\r"), []byte("\n"))
	r.file = dossier.NewFile("", display, text)
	for i := 0; i < len(text); {
		c, size := utf8.DecodeRune(text[i:])
		if c == utf8.RuneError && size == 1 {
			r.diags.Add(r.file.Span(i, i+1), "invalid-utf8", fmt.Sprintf("the byte 0x%02x is not UTF-8", text[i]), "export the references as UTF-8")
			return false
		}
		i += size
	}
	r.text = string(text)
	return true
}

// span is the position of a stretch of the file, which ends with its line at the latest.
func (r *reader) span(start, end int) diag.Position {
	if i := strings.IndexByte(r.text[start:max(start, end)], '\n'); i >= 0 {
		end = start + i
	}
	from := r.place(start)
	to := r.place(max(start, end))
	return diag.Position{Path: r.file.Display, Line: from.line, Column: from.column, EndLine: to.line, EndColumn: to.column}
}

// A place is an offset with its line and column.
type place struct{ offset, line, column int }

// place finds the line and column of an offset. Places are mostly asked for one behind the other, and near.
func (r *reader) place(offset int) place {
	near := offset >= r.known.offset && offset-r.known.offset < 4<<10 && r.known.line > 0
	if !near {
		line, column := r.file.LineColumn(offset)
		r.known = place{offset, line, column}
		return r.known
	}
	for _, c := range []byte(r.text[r.known.offset:offset]) {
		switch {
		case c == '\n':
			r.known.line, r.known.column = r.known.line+1, 1
		case c&0xC0 != 0x80: // the first byte of a character
			r.known.column++
		}
	}
	r.known.offset = offset
	return r.known
}

// fault reports what cannot be read.
func (r *reader) fault(at diag.Position, message, hint string) {
	if !r.full() {
		r.diags.Add(at, "import-syntax", message, hint)
	}
}

// full reports whether enough is wrong for reading to end.
func (r *reader) full() bool { return len(r.diags) >= maxMistakes }

// add adds a record. It is false when there are too many.
func (r *reader) add(record Record) bool {
	if len(r.records) == maxRecords {
		r.diags.Add(record.At, "file-too-large", fmt.Sprintf("a list may have %d references at most", maxRecords), "split it")
		return false
	}
	r.records = append(r.records, record)
	return true
}

package export

import (
	"bytes"
	"strconv"
	"strings"

	"dossier/generator/dossier"
)

// A table is a file of CSV after RFC 4180: a row with the names of its columns, then rows that every entry adds. A cell is
// the text as it is. Nothing is put before one that begins with a sign that spreadsheets take for a formula, since that
// would change the data; datapackage.json says so.
type table struct {
	name, title string
	about       string
	columns     []column
	key         []string    // the columns that tell its rows apart
	references  [][2]string // columns that hold an id of another table's, and that table
	rows        func(out []byte, r *record) []byte
}

// A column of a table, or a field of JSON.
type column struct {
	name  string
	kind  string // a type of Table Schema: string, integer, number, boolean, date
	about string
}

func (t *table) file() string { return t.name + ".csv" }

// head is the first row.
func (t *table) head() string {
	names := make([]string, len(t.columns))
	for i, c := range t.columns {
		names[i] = c.name
	}
	return strings.Join(names, ",") + "\r\n"
}

// add is rows in the form of a collector.
func (t *table) add(out []byte, r *record) ([]byte, error) { return t.rows(out, r), nil }

// tables are all tables.
func tables() []table {
	return []table{entriesTable(), claimsTable(), relationsTable(), eventsTable(), figuresTable()}
}

func entriesTable() table {
	return table{name: "entries", title: "Entries", about: "What the dossier has entries about.", key: []string{"id"}, rows: entryRow, columns: []column{
		{"id", "string", "the entry's id, unique among all entries"},
		{"kind", "string", "the id of its kind; dossier.json lists the kinds"},
		{"title", "string", "the name of the thing"},
		{"permalink", "string", "the address of its page"},
		{"summary", "string", "one or two sentences in plain words"},
		{"aka", "string", "other names, joined by a semicolon and a space"},
		{"status", "string", "current, ended, planned, disputed or unknown"},
		{"since", "string", "since when it exists or holds, " + asEDTF},
		{"until", "string", "until when, " + asEDTF},
		{"places", "string", "ISO 3166 codes, joined by a space"},
		{"published", "date", "when the entry first appeared"},
		{"updated", "date", "when its statements last changed"},
		{"claims", "integer", "how many claims it has"},
		{"relations", "integer", "how many relations are written in it"},
		{"events", "integer", "how many events it tells"},
		{"figures", "integer", "how many figures it states"},
		{"corrections", "integer", "how many mistakes in it were mended"},
		{"source_count", "integer", "how many sources it rests on"},
		{"origin_count", "integer", "how many independent origins these go back to"},
	}}
}

// asEDTF says how dates are written.
const asEDTF = "as an EDTF date (ISO 8601-2): 2014, 2019-07, 2021-10-08, 2014~, 2014/2019"

// ofEntry are the first columns of all tables but that of the entries, and support the last ones.
func ofEntry() []column {
	return []column{{"entry_id", "string", "the id of the entry that states it"}, {"entry_title", "string", "the title of that entry"}}
}

func supportColumns() []column {
	return []column{
		{"source_ids", "string", "the ids of the sources cited, joined by a space; sources.csl.json describes them"},
		{"source_count", "integer", "how many sources are cited"},
		{"origin_ids", "string", "the ids of the independent origins that these go back to, joined by a space"},
		{"origin_count", "integer", "how many origins there are"},
		{"passages", "integer", "how many passages of sources are named"},
		{"passages_found", "integer", "how many of them a machine found in a kept copy of the source"},
	}
}

// columnsOf are those of a table whose rows are statements.
func columnsOf(own ...column) []column {
	return append(append(ofEntry(), own...), supportColumns()...)
}

// ofEntries is the reference that these have.
func ofEntries(columns ...string) [][2]string {
	list := [][2]string{{"entry_id", "entries"}}
	for _, c := range columns {
		list = append(list, [2]string{c, "entries"})
	}
	return list
}

func claimsTable() table {
	return table{name: "claims", title: "Claims", about: "Every statement of every entry, with what it rests on.", key: []string{"entry_id", "id"},
		references: ofEntries(), rows: claimRows, columns: columnsOf(
			column{"id", "string", "the claim's id, unique in its entry"},
			column{"permalink", "string", "the address of the claim"},
			column{"text", "string", "its words, without marks"})}
}

func relationsTable() table {
	return table{name: "relations", title: "Relations", about: "Every relation between two entries, once, in the direction of its type.", key: []string{"entry_id", "number"},
		references: ofEntries("from_id", "to_id"), rows: relationRows, columns: columnsOf(
			column{"number", "integer", "its place among the relations that are written in the entry"},
			column{"permalink", "string", "the address of the relation"},
			column{"type", "string", "the name of the relation; dossier.json lists the relation types"},
			column{"label", "string", "the relation in words: from_title, label, to_title"},
			column{"from_id", "string", "the id of the entry that it leads from"},
			column{"from_title", "string", "the title of that entry"},
			column{"to_id", "string", "the id of the entry that it leads to"},
			column{"to_title", "string", "the title of that entry"},
			column{"since", "string", "since when it holds, " + asEDTF},
			column{"until", "string", "until when, " + asEDTF},
			column{"status", "string", "current, ended, planned, disputed or unknown"},
			column{"note", "string", "what a reader must know"})}
}

func eventsTable() table {
	return table{name: "events", title: "Events", about: "Every event of every entry. Two entries may tell the same one.", key: []string{"entry_id", "number"},
		references: ofEntries(), rows: eventRows, columns: columnsOf(
			column{"number", "integer", "its place among the events of the entry"},
			column{"permalink", "string", "the address of the event"},
			column{"date", "string", "when it happened, " + asEDTF},
			column{"title", "string", "what happened"},
			column{"note", "string", "a remark"})}
}

func figuresTable() table {
	return table{name: "figures", title: "Figures", about: "Every figure of every entry.", key: []string{"entry_id", "id"},
		references: ofEntries(), rows: figureRows, columns: columnsOf(
			column{"id", "string", "the figure's id, unique in its entry"},
			column{"permalink", "string", "the address of the figure"},
			column{"measure", "string", "the same for figures that measure the same thing"},
			column{"label", "string", "what is counted"},
			column{"value", "number", "the number, with the digits that the source gives"},
			column{"unit", "string", "USD, %, people, ..."},
			column{"qualifier", "string", "exactly, about, at-least, more-than or up-to"},
			column{"date", "string", "for when it holds, " + asEDTF},
			column{"until", "string", "the end of the time that it is for, " + asEDTF},
			column{"contested", "boolean", "whether another figure of the measure differs at a date that can be the same"},
			column{"note", "string", "a remark"})}
}

func entryRow(out []byte, r *record) []byte {
	out = appendCell(appendCell(appendCell(out, r.ID), r.Kind.ID), r.Title)
	out = appendCell(appendCell(appendCell(out, r.address), r.summary), strings.Join(r.AKA, "; "))
	out = appendCell(appendCell(appendCell(out, r.Status), r.Since.String()), r.Until.String())
	out = appendCell(out, strings.Join(r.Places, " "))
	out = appendCell(appendCell(out, r.Published.String()), r.Updated.String())
	for _, n := range []int{len(r.claims), len(r.relations), len(r.events), len(r.figures), len(r.Corrections), len(r.all.Sources)} {
		out = append(strconv.AppendInt(out, int64(n), 10), ',')
	}
	return endRow(strconv.AppendInt(out, int64(len(r.all.Origins)), 10))
}

func claimRows(out []byte, r *record) []byte {
	for i := range r.claims {
		c := &r.claims[i]
		out = appendCell(appendCell(r.appendOwner(out), c.ID), c.permalink)
		out = c.appendCells(appendCell(out, c.text))
	}
	return out
}

func relationRows(out []byte, r *record) []byte {
	for i := range r.relations {
		x := &r.relations[i]
		out = appendCell(appendNumber(r.appendOwner(out), x.Index), x.permalink)
		out = appendCell(appendCell(out, x.Type.Name), x.Type.Label)
		out = appendCell(appendCell(out, x.from.ID), x.from.Title)
		out = appendCell(appendCell(out, x.to.ID), x.to.Title)
		out = appendCell(appendCell(out, x.Relation.Since.String()), x.Relation.Until.String())
		out = x.appendCells(appendCell(appendCell(out, x.Relation.Status), x.Relation.Note))
	}
	return out
}

func eventRows(out []byte, r *record) []byte {
	for i := range r.events {
		x := &r.events[i]
		out = appendCell(appendNumber(r.appendOwner(out), i), x.permalink)
		out = x.appendCells(appendCell(appendCell(appendCell(out, x.Date.String()), x.Title), x.Note))
	}
	return out
}

func figureRows(out []byte, r *record) []byte {
	for i := range r.figures {
		x := &r.figures[i]
		out = appendCell(appendCell(r.appendOwner(out), x.ID), x.permalink)
		out = appendCell(appendCell(out, x.Measure), x.Label)
		out = append(appendDecimal(out, x.Value), ',')
		out = appendCell(appendCell(out, x.Unit), x.Qualifier)
		out = appendCell(appendCell(out, x.Date.String()), x.Until.String())
		out = append(strconv.AppendBool(out, x.contested), ',')
		out = x.appendCells(appendCell(out, x.Note))
	}
	return out
}

// appendOwner appends the cells that say which entry a row is of.
func (r *record) appendOwner(out []byte) []byte { return appendCell(appendCell(out, r.ID), r.Title) }

// appendNumber appends the cell of a number that counts from 0 and is read from 1.
func appendNumber(out []byte, index int) []byte {
	return append(strconv.AppendInt(out, int64(index+1), 10), ',')
}

// appendCells appends the cells that say what a statement rests on, and ends its row.
func (s *support) appendCells(out []byte) []byte {
	for _, list := range [][]*dossier.Source{s.weight.Sources, s.weight.Origins} {
		for i, source := range list {
			if i > 0 {
				out = append(out, ' ')
			}
			out = append(out, source.ID...)
		}
		out = append(strconv.AppendInt(append(out, ','), int64(len(list)), 10), ',')
	}
	out = append(strconv.AppendInt(out, int64(s.passages), 10), ',')
	return endRow(strconv.AppendInt(out, int64(s.found), 10))
}

// appendCell appends a cell and the comma behind it.
func appendCell[T string | []byte](out []byte, s T) []byte {
	start := len(out)
	out = append(append(out, '"'), s...)
	cell := out[start+1:]
	switch {
	case !needsQuotes(cell):
		copy(out[start:], cell)
		return append(out[:len(out)-1], ',')
	case bytes.IndexByte(cell, '"') >= 0:
		out = append(out[:start+1], strings.ReplaceAll(string(s), `"`, `""`)...)
	}
	return append(out, '"', ',')
}

// needsQuotes reports whether a cell must stand in quotes.
func needsQuotes(s []byte) bool {
	if len(s) == 0 {
		return false
	}
	return bytes.IndexByte(s, ',') >= 0 || bytes.IndexByte(s, '"') >= 0 || bytes.IndexByte(s, '\n') >= 0 || bytes.IndexByte(s, '\r') >= 0 ||
		s[0] == ' ' || s[len(s)-1] == ' ' // some readers trim
}

func endRow(out []byte) []byte { return append(out, '\r', '\n') }

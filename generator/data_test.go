package main

import (
	"encoding/csv"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"dossier/generator/dossier"
)

// A dataField is a column of a table, or a field of JSON.
type dataField struct{ Name, Type, Description string }

// A dataResource is a file of data/ as datapackage.json describes it.
type dataResource struct {
	Name, Path, Format, MediaType, Encoding string
	Fields                                  []dataField
	Schema                                  struct {
		Fields      []dataField
		PrimaryKey  []string
		ForeignKeys []struct {
			Fields    string
			Reference struct{ Resource, Fields string }
		}
	}
}

// dataResources reads datapackage.json.
func (s *site) dataResources(t *testing.T) []dataResource {
	t.Helper()
	var doc struct {
		Name      string
		Licenses  []struct{ Name string }
		Resources []dataResource
	}
	if err := json.Unmarshal([]byte(s.read(t, "data/datapackage.json")), &doc); err != nil {
		t.Fatal(err)
	}
	if !regexp.MustCompile(`^[a-z0-9-]+$`).MatchString(doc.Name) || len(doc.Licenses) != 1 || doc.Licenses[0].Name != "CC-BY-4.0" {
		t.Errorf("the package is called %q and has the licenses %v", doc.Name, doc.Licenses)
	}
	return doc.Resources
}

// table reads a file of CSV: its first row, and the others by the names there.
func (s *site) table(t *testing.T, name string) (head []string, rows []map[string]string) {
	t.Helper()
	text := s.read(t, "data/"+name)
	all, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	if strings.Count(text, "\n") != strings.Count(text, "\r\n") {
		t.Errorf("%s: not every line ends in CRLF", name)
	}
	for _, cells := range all[1:] {
		row := map[string]string{}
		for i, cell := range cells {
			row[all[0][i]] = cell
		}
		rows = append(rows, row)
	}
	return all[0], rows
}

// dataTables: every file of data/ is described, and every table is what its schema says.
func (s *site) dataTables(t *testing.T) {
	described := map[string]bool{"datapackage.json": true}
	resources := s.dataResources(t)
	keys := map[string]map[string]bool{}
	for _, r := range resources {
		described[r.Path] = true
		if !s.files["data/"+r.Path] || r.Format == "" || r.MediaType == "" || r.Encoding != "utf-8" {
			t.Errorf("the resource %s is not there, or not described", r.Path)
		}
		if r.Format == "csv" {
			keys[r.Name] = s.bySchema(t, &r)
		}
	}
	for _, r := range resources {
		for _, key := range r.Schema.ForeignKeys {
			_, rows := s.table(t, r.Path)
			for _, row := range rows {
				if key.Reference.Fields != "id" || !keys[key.Reference.Resource][row[key.Fields]] {
					t.Errorf("%s: %s names %q, which is not in %s", r.Path, key.Fields, row[key.Fields], key.Reference.Resource)
				}
			}
		}
	}
	for name := range s.files {
		if file, ok := strings.CutPrefix(name, "data/"); ok && !described[file] && !strings.HasPrefix(file, "entries/") {
			t.Errorf("datapackage.json does not describe %s", file)
		}
	}
}

// bySchema reads a table by its schema and returns the keys of its rows.
func (s *site) bySchema(t *testing.T, r *dataResource) map[string]bool {
	head, rows := s.table(t, r.Path)
	names := make([]string, len(r.Schema.Fields))
	for i, f := range r.Schema.Fields {
		names[i] = f.Name
	}
	if !slices.Equal(head, names) {
		t.Errorf("%s has the columns %q, its schema %q", r.Path, head, names)
	}
	if len(rows) == 0 {
		t.Errorf("%s has no rows", r.Path)
	}
	keys := map[string]bool{}
	for _, row := range rows {
		var key []string
		for _, name := range r.Schema.PrimaryKey {
			key = append(key, row[name])
		}
		if id := strings.Join(key, " "); keys[id] {
			t.Errorf("%s has two rows %s", r.Path, id)
		} else {
			keys[id] = true
		}
		for _, f := range r.Schema.Fields {
			if cell := row[f.Name]; !hasType(cell, f.Type) || f.Description == "" {
				t.Errorf("%s: %q is no %s, which %s must be", r.Path, cell, f.Type, f.Name)
			}
		}
		if page, id, _ := strings.Cut(row["permalink"], "#"); s.byPath[s.published(page)] == nil || id != "" && s.byPath[s.published(page)].ids[id] == nil {
			t.Errorf("%s: there is no %s", r.Path, row["permalink"])
		}
	}
	return keys
}

// hasType reports whether a cell is of a type of Table Schema, or empty.
func hasType(cell, kind string) bool {
	var err error
	switch kind {
	case "string":
		return true
	case "integer":
		_, err = strconv.Atoi(cell)
		return err == nil
	case "number":
		_, err = strconv.ParseFloat(cell, 64)
	case "boolean":
		return cell == "true" || cell == "false"
	case "date":
		_, err = time.Parse(time.DateOnly, cell)
	default:
		return false
	}
	return cell == "" || err == nil
}

// dataRows: every claim, relation, event and figure is in its table once, with the counts that the site shows.
func (s *site) dataRows(t *testing.T) {
	want := map[string]string{} // sources and origins by permalink
	note := func(e *dossier.Entry, anchor string, cites []dossier.Cite) {
		want[s.dossier.Site.Address(e.Path())+"#"+anchor] = dossier.Weigh(s.dossier.Cited(e.Citations, cites)).String()
	}
	for _, e := range s.dossier.Entries {
		for i := range e.Claims {
			note(e, e.Claims[i].Anchor(), e.Claims[i].Cites())
		}
		for i := range e.Ties {
			if tie := &e.Ties[i]; tie.Home == e {
				note(e, "_relation"+strconv.Itoa(tie.Index+1), tie.Relation.Cite)
			}
		}
		for i := range e.Events {
			note(e, "_event"+strconv.Itoa(i+1), e.Events[i].Cite)
		}
		for i := range e.Figures {
			note(e, e.Figures[i].Anchor(), e.Figures[i].Cite)
		}
	}
	total := 0
	for _, name := range []string{"claims.csv", "relations.csv", "events.csv", "figures.csv"} {
		_, rows := s.table(t, name)
		total += len(rows)
		for _, row := range rows {
			sources, origins := strings.Fields(row["source_ids"]), strings.Fields(row["origin_ids"])
			e := s.dossier.Entry(row["entry_id"])
			if got := evidenceWords(len(sources), len(origins)); got != want[row["permalink"]] || row["source_count"] != strconv.Itoa(len(sources)) ||
				row["origin_count"] != strconv.Itoa(len(origins)) || e == nil || e.Title != row["entry_title"] {
				t.Errorf("%s: %s has %s, not %s", name, row["permalink"], got, want[row["permalink"]])
			}
		}
	}
	if total != len(want) {
		t.Errorf("the tables have %d rows for %d statements", total, len(want))
	}
}

// evidenceWords counts sources and origins as the site does.
func evidenceWords(sources, origins int) string {
	return dossier.Evidence{Sources: make([]*dossier.Source, sources), Origins: make([]*dossier.Source, origins)}.String()
}

// dataClaims: the words of a claim in claims.csv and dossier.json are those that its page shows.
func (s *site) dataClaims(t *testing.T) {
	words := map[string]string{}
	numbers := regexp.MustCompile(` ?\[[0-9; ]+[^\]]*\]$`) // of references, behind the claim
	wrapped := 0
	for _, e := range s.entryObjects(t) {
		for _, c := range e["claims"].([]any) {
			claim := c.(map[string]any)
			words[claim["permalink"].(string)] = claim["text"].(string)
		}
	}
	_, rows := s.table(t, "claims.csv")
	for _, row := range rows {
		if row["text"] != words[row["permalink"]] || row["text"] == "" {
			t.Errorf("%s reads %q in dossier.json and %q in claims.csv", row["permalink"], words[row["permalink"]], row["text"])
		}
		path, id, _ := strings.Cut(row["permalink"], "#")
		node := s.byPath[s.published(path)].ids[id]
		if class, _ := attribute(node, "class"); class != "claim" { // it crosses markup, and its anchor stands at its end
			continue
		}
		wrapped++
		shown := strings.Trim(numbers.ReplaceAllString(text(node), ""), ", ") // a comma may stand between two claims
		if strings.Join(strings.Fields(row["text"]), " ") != shown {
			t.Errorf("%s reads %q, its page %q", row["permalink"], row["text"], shown)
		}
	}
	if wrapped < len(rows)/2 {
		t.Errorf("only %d claims of %d could be compared with their pages", wrapped, len(rows))
	}
}

// entryObjects reads the entries of dossier.json.
func (s *site) entryObjects(t *testing.T) (entries []map[string]any) {
	t.Helper()
	var doc struct{ Entries []map[string]any }
	if err := json.Unmarshal([]byte(s.read(t, "data/dossier.json")), &doc); err != nil {
		t.Fatal(err)
	}
	return doc.Entries
}

// dataJSON: every entry is in dossier.json and alike in a file of its own, and datapackage.json describes every field.
func (s *site) dataJSON(t *testing.T) {
	var ids []string
	for i, line := range strings.Split(s.read(t, "data/dossier.json"), "\n") {
		if !strings.HasPrefix(line, `{"id":`) {
			continue
		}
		var e struct{ ID string }
		line = strings.TrimSuffix(line, ",")
		if err := json.Unmarshal([]byte(line), &e); err != nil {
			t.Fatalf("line %d: %v", i+1, err)
		}
		if s.read(t, "data/entries/"+e.ID+".json") != line+"\n" {
			t.Errorf("entries/%s.json is not what dossier.json has", e.ID)
		}
		ids = append(ids, e.ID)
	}
	var want []string
	for _, e := range s.dossier.Entries {
		want = append(want, e.ID)
	}
	if !slices.Equal(ids, want) {
		t.Errorf("dossier.json has %d entries of %d, or in another order", len(ids), len(want))
	}
	for _, r := range s.dataResources(t) {
		if len(r.Fields) == 0 {
			continue
		}
		described := map[string]string{}
		for _, f := range r.Fields {
			described[f.Name] = f.Type
		}
		var doc any
		if err := json.Unmarshal([]byte(s.read(t, "data/"+r.Path)), &doc); err != nil {
			t.Fatal(err)
		}
		wrong := map[string]bool{}
		jsonTypes("", doc, func(name, kind string) {
			if want := described[name]; want != kind && !(kind == "string" && want == "date") && !(kind == "number" && want == "integer") &&
				(r.Name == "dossier" || strings.HasPrefix(name, "custom")) {
				wrong[name+" is a "+kind] = true
			}
		})
		for what := range wrong {
			t.Errorf("%s: %s, which datapackage.json does not say", r.Path, what)
		}
	}
}

// jsonTypes walks the values of a document that hold no others, with the names that datapackage.json has for them.
func jsonTypes(name string, value any, yield func(name, kind string)) {
	switch v := value.(type) {
	case map[string]any:
		for key, field := range v {
			jsonTypes(strings.TrimPrefix(name+"."+key, "."), field, yield)
		}
	case []any:
		if name != "" {
			name += "[]"
		}
		for _, item := range v {
			jsonTypes(name, item, yield)
		}
	case string:
		yield(name, "string")
	case float64:
		yield(name, "number")
	case bool:
		yield(name, "boolean")
	}
}

// dataEntities: the entities of FollowTheMoney are those of the dossier, and links lead from one to another.
func (s *site) dataEntities(t *testing.T) {
	type entity struct {
		ID, Schema string
		Properties map[string][]string
	}
	all := map[string]entity{}
	for line := range strings.Lines(s.read(t, "data/entities.ftm.json")) {
		var e entity
		if err := json.Unmarshal([]byte(line), &e); err != nil {
			t.Fatal(err)
		}
		if !regexp.MustCompile(`^[0-9a-zA-Z]([0-9a-zA-Z.\-]*[0-9a-zA-Z])?$`).MatchString(e.ID) || all[e.ID].ID != "" {
			t.Errorf("%q is no id, or there twice", e.ID)
		}
		all[e.ID] = e
	}
	links := 0
	for _, e := range all {
		if e.Schema == "UnknownLink" {
			links++
			subject, object := e.Properties["subject"], e.Properties["object"]
			if len(subject) != 1 || len(object) != 1 || all[subject[0]].ID == "" || all[object[0]].ID == "" || len(e.Properties["role"]) != 1 {
				t.Errorf("the link %s leads nowhere: %v", e.ID, e.Properties)
			}
		} else if len(e.Properties["name"]) != 1 {
			t.Errorf("%s has no name", e.ID)
		}
	}
	for _, e := range s.dossier.Entries {
		if x := all["entry-"+e.ID]; x.Schema != e.Kind.FTM && (x.Schema != "Thing" || e.Kind.FTM != "") {
			t.Errorf("%s is a %q", e.ID, x.Schema)
		}
	}
	if _, rows := s.table(t, "relations.csv"); links != len(rows) || len(all) != links+len(s.dossier.Entries)+len(s.dossier.Sources) {
		t.Errorf("%d entities with %d links", len(all), links)
	}
}

// A cslItem is what these tests read of a source.
type cslItem struct {
	ID, Title string
	Author    []map[string]string
	Issued    struct {
		Parts [][]int `json:"date-parts"`
	}
}

// dataSources: pandoc reads CSL-JSON and BibLaTeX to the same authors, titles and dates, and cites from both.
func (s *site) dataSources(t *testing.T) {
	want := map[string]cslItem{}
	for _, item := range cslItems(t, s.read(t, "data/sources.csl.json")) {
		want[item.ID] = item
	}
	got := cslItems(t, pandoc(t, "", "--from", "biblatex", "--to", "csljson", filepath.Join(s.dir, "data/sources.bib")))
	if len(want) != len(s.dossier.Sources) || len(got) != len(want) {
		t.Errorf("sources.csl.json has %d items and sources.bib %d, of %d", len(want), len(got), len(s.dossier.Sources))
	}
	for _, item := range got {
		compareItems(t, item, want[item.ID])
	}
	for _, name := range []string{"sources.csl.json", "sources.bib"} {
		cited := s.dossier.Sources[:5]
		note := ""
		for _, x := range cited {
			note += "A statement. [@" + x.ID + ", p. 3]\n\n"
		}
		out := plainQuotes(strings.Join(strings.Fields(pandoc(t, note, "--citeproc", "--bibliography", filepath.Join(s.dir, "data", name), "--to", "plain", "--wrap", "none")), " "))
		for _, x := range cited {
			if !strings.Contains(strings.ToLower(out), strings.ToLower(plainQuotes(x.CSL.Title))) {
				t.Errorf("%s: pandoc does not cite %q:\n%s", name, x.CSL.Title, out)
			}
		}
	}
}

// compareItems compares what was read back with what was meant.
func compareItems(t *testing.T, got, want cslItem) {
	t.Helper()
	if plainQuotes(got.Title) != plainQuotes(want.Title) {
		t.Errorf("%s: the title %q became %q", want.ID, want.Title, got.Title)
	}
	same := len(got.Author) == len(want.Author) && len(got.Issued.Parts) == len(want.Issued.Parts)
	for i := range got.Author {
		same = same && strings.Join([]string{got.Author[i]["family"], got.Author[i]["given"], got.Author[i]["literal"]}, "|") ==
			strings.Join([]string{want.Author[i]["family"], want.Author[i]["given"], want.Author[i]["literal"]}, "|")
	}
	for i := range got.Issued.Parts {
		same = same && slices.Equal(got.Issued.Parts[i], want.Issued.Parts[i])
	}
	if !same {
		t.Errorf("%s: %v of %v became %v of %v", want.ID, want.Author, want.Issued, got.Author, got.Issued)
	}
}

// plainQuotes makes quotation marks and dashes alike, which pandoc sets in its own way.
func plainQuotes(s string) string {
	return strings.NewReplacer("“", "'", "”", "'", "‘", "'", "’", "'", `"`, "'", "–", "-").Replace(s)
}

func cslItems(t *testing.T, text string) (items []cslItem) {
	t.Helper()
	if err := json.Unmarshal([]byte(text), &items); err != nil {
		t.Fatal(err)
	}
	return items
}

// pandoc runs pandoc on a text.
func pandoc(t *testing.T, in string, args ...string) string {
	t.Helper()
	cmd := exec.Command("pandoc", args...)
	cmd.Stdin = strings.NewReader(in)
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("sources are read with pandoc; apt-get install pandoc: %v", err)
	}
	return string(out)
}

// crlf is the script command `crlf FILE...`: every line of a file ends in CRLF. It leaves line feeds alone there, to be
// compared.
func crlf(ts *testscript.TestScript, _ bool, args []string) {
	for _, name := range args {
		text := ts.ReadFile(name)
		if strings.Count(text, "\n") != strings.Count(text, "\r\n") || !strings.HasSuffix(text, "\r\n") {
			ts.Fatalf("%s has a line that does not end in CRLF", name)
		}
		ts.Check(os.WriteFile(ts.MkAbs(name), []byte(strings.ReplaceAll(text, "\r\n", "\n")), 0o644))
	}
}

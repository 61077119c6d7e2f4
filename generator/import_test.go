package main

import (
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"dossier/generator/bibliography"
	"dossier/generator/dossier"
	"dossier/generator/load"
)

// library is a list of references of every type.
const library = "dossier/testdata/chicago.json"

// TestImportAgainstPandoc converts the list with pandoc and reads what comes of it: authors, title, year, container, URL and
// DOI are those of the list. What pandoc loses on the way to BibTeX is compared with what pandoc itself reads there.
func TestImportAgainstPandoc(t *testing.T) {
	list, err := os.ReadFile(library)
	if err != nil {
		t.Fatal(err)
	}
	want := essentials(t, bibliography.JSON, list)
	if len(want) < 40 {
		t.Fatalf("%s has only %d references", library, len(want))
	}
	sameEssentials(t, "csljson", want, essentials(t, bibliography.JSON, converted(t, list, "csljson", "csljson")))
	sameEssentials(t, "yaml", want, essentials(t, bibliography.YAML, converted(t, list, "csljson", "markdown", "--standalone")))
	for _, format := range []string{"biblatex", "bibtex"} {
		text := converted(t, list, "csljson", format)
		want := essentials(t, bibliography.JSON, converted(t, text, format, "csljson"))
		if format == "biblatex" { // pandoc does not read the date 1086~
			want["domesday"] = strings.Replace(want["domesday"], " |  | ", " | 1086 | ", 1)
		}
		sameEssentials(t, format, want, essentials(t, bibliography.BibTeX, text))
	}
}

// sameEssentials compares two readings of a list.
func sameEssentials(t *testing.T, name string, want, got map[string]string) {
	t.Helper()
	if len(got) != len(want) || len(want) == 0 {
		t.Errorf("%s has %d references, want %d", name, len(got), len(want))
	}
	for id := range want {
		if got[id] != want[id] {
			t.Errorf("%s, %s\n got %s\nwant %s", name, id, got[id], want[id])
		}
	}
}

// converted is a list as pandoc writes it in another format.
func converted(t *testing.T, list []byte, from, to string, args ...string) []byte {
	t.Helper()
	return []byte(pandoc(t, string(list), append(args, "--from", from, "--to", to)...))
}

// essentials reads a list and writes what must agree of each reference, by its id.
func essentials(t *testing.T, format bibliography.Format, text []byte) map[string]string {
	t.Helper()
	records, found := bibliography.Read("list", format, text)
	if len(found) > 0 {
		t.Fatal(found)
	}
	quotes := strings.NewReplacer("“", "'", "”", "'", "‘", "'", "’", "'", `"`, "'", "…", "...")
	out := map[string]string{}
	for _, r := range records {
		var parts []string
		if f := r.Field("author"); f != nil {
			for _, n := range f.Names {
				parts = append(parts, strings.TrimSpace(n.DroppingParticle+n.NonDroppingParticle+" "+n.Family+n.Literal)+", "+n.Given+" "+n.Suffix)
			}
		}
		year := regexp.MustCompile(`\d{4}`).FindString(r.Text("issued"))
		parts = append(parts, r.Text("title"), year, r.Text("container-title"), r.Text("URL"), r.Text("DOI"))
		out[r.ID] = strings.ToLower(quotes.Replace(strings.Join(parts, " | "))) // pandoc changes the case of titles
	}
	return out
}

// FuzzImportedSource writes a source of any text, which load reads back as it was.
func FuzzImportedSource(f *testing.F) {
	for _, s := range []string{"a: b", "a #b", "404", "2020-01-02", "true", "[x]", "- a", "@a", `"a" \ b`, "a,b}", "null", "~", "é\u0085", "---", "a:", "\u00a0a", "y", "=", "<<", "\U000e0001", "\ue000", "a'b", "%", "\u2028"} {
		f.Add(s, s, s)
	}
	f.Fuzz(func(t *testing.T, title, name, left string) {
		item := map[string]any{"type": "book", "title": title, "publisher": "P" + name, "genre": name, "author": []map[string]string{{"family": name, "given": left}, {"literal": title + name}}, "custom-field": left}
		text, err := json.Marshal([]any{item})
		if err != nil {
			t.Skip()
		}
		records, found := bibliography.Read("list", bibliography.JSON, text)
		if len(found) > 0 || records[0].Text("title") == "" {
			return
		}
		s := &imported{Record: &records[0], id: "s"}
		s.leaveOutUnknown(load.CSLFields())
		s.write("primary")
		d, wrong, err := load.Load(fstest.MapFS{"site.yaml": {Data: []byte("title: T\nbase_url: https://example.org/\nlanguages: [en]\nkinds: {}\n")}, s.name(): {Data: s.text}}, "content")
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range wrong {
			if x.Path == "content/sources/s.md" {
				t.Fatalf("%v\n%s", x, s.text)
			}
		}
		got := d.Source("s")
		if got == nil || got.CSL.Title != records[0].Text("title") || got.CSL.Field("genre") != records[0].Text("genre") || !sameNames(got.CSL.Author, records[0].Field("author")) {
			t.Fatalf("read back it is another:\n%s", s.text)
		}
		if lines := strings.Count(string(s.text), "\n"); lines != len(s.lines) {
			t.Fatalf("%d lines, and places for %d", lines, len(s.lines))
		}
	})
}

// sameNames reports whether a list of names was read back.
func sameNames(got []dossier.Name, field *bibliography.Field) bool {
	return field == nil && len(got) == 0 || field != nil && slices.Equal(got, field.Names)
}

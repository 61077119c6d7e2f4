package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"dossier/generator/load"
)

// starts are dossiers to begin files in: the real one, a small one, and one in which there is nothing yet.
func starts(t *testing.T) map[string]string {
	t.Helper()
	dirs := map[string]string{"real": filepath.Join(t.TempDir(), "content"), "small": filepath.Join(t.TempDir(), "content"), "empty": t.TempDir()}
	for name, from := range map[string]string{"real": "../content", "small": "testdata/rules/base"} {
		if err := os.CopyFS(dirs[name], os.DirFS(from)); err != nil {
			t.Fatal(err)
		}
	}
	site := "title: T\nbase_url: https://example.org/\nlanguages: [en]\nkinds: {agencies: {one: Agency, many: Agencies}}\n"
	if err := os.WriteFile(filepath.Join(dirs["empty"], "site.yaml"), []byte(site), 0o666); err != nil {
		t.Fatal(err)
	}
	return dirs
}

// begin writes a new file and returns its name.
func begin(t *testing.T, dir, kind, id string) string {
	t.Helper()
	var out, messages bytes.Buffer
	if code := runAt([]string{"new", kind, id, "--content", dir}, streams{&out, &messages}, today); code != 0 {
		t.Fatalf("new %s %s: exit %d: %s", kind, id, code, messages.String())
	}
	return strings.TrimSpace(out.String())
}

// errorsIn checks a dossier and returns the errors in a file.
func errorsIn(t *testing.T, dir, file string) (list []string) {
	t.Helper()
	var out, messages bytes.Buffer
	run([]string{"check", "--content", dir, file}, streams{&out, &messages})
	for line := range strings.Lines(out.String()) {
		if strings.Contains(line, ": error: ") {
			list = append(list, line)
		}
	}
	return list
}

// A file that is new has no errors, nor has it any with the hash signs taken off one block or off all of them, where the
// dossier has something to cite and to lead to.
func TestNew(t *testing.T) {
	for name, dir := range starts(t) {
		d, _, err := load.Load(os.DirFS(dir), dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, kind := range append(d.Site.KindIDs(), "sources", "pages") {
			file := begin(t, dir, kind, "new-in-"+kind)
			text := readFile(t, file)
			if list := errorsIn(t, dir, file); len(list) > 0 {
				t.Errorf("%s: a new file has errors:\n%s\n%s", name, strings.Join(list, ""), text)
			}
			variants := uncommented(text)
			if len(variants) < 5 {
				t.Errorf("%s has only %d blocks to take hash signs off", file, len(variants))
			}
			if name == "real" { // each block takes long there
				variants = variants[len(variants)-1:]
			}
			for _, variant := range variants {
				if err := os.WriteFile(file, []byte(variant), 0o666); err != nil {
					t.Fatal(err)
				}
				list := errorsIn(t, dir, file)
				if name == "empty" { // there is nothing to cite
					list = slices.DeleteFunc(list, func(e string) bool {
						return regexp.MustCompile(`\[unknown-(source|citation|entry|relation)\]`).MatchString(e)
					})
				}
				if len(list) > 0 {
					t.Errorf("%s: errors with hash signs taken off:\n%s\n%s", name, strings.Join(list, ""), variant)
				}
			}
			if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// uncommented returns a file with the hash signs taken off each block, and off all.
func uncommented(text string) (variants []string) {
	off := func(block string) string { return regexp.MustCompile(`(?m)^#( |(#))`).ReplaceAllString(block, "$2") }
	front, rest, _ := strings.Cut(strings.TrimPrefix(text, "---\n"), "---\n")
	blocks := strings.Split(front, "\n\n")
	for i, block := range blocks {
		if off(block) != block {
			changed := slices.Clone(blocks)
			changed[i] = off(block)
			variants = append(variants, "---\n"+strings.Join(changed, "\n\n")+"---\n"+rest)
		}
	}
	return append(variants, "---\n"+off(front)+"---\n"+rest)
}

// A new file shows every field that there is, but for the variables of CSL that few sources need, and every word that a
// field may have.
func TestNewShowsAll(t *testing.T) {
	dir := starts(t)["small"]
	texts := map[string]string{"entry": readFile(t, begin(t, dir, "agencies", "a")), "source": readFile(t, begin(t, dir, "sources", "b")), "page": readFile(t, begin(t, dir, "pages", "c"))}
	rare := []string{"authority", "director", "edition", "editor", "event-date", "interviewer", "medium", "original-date", "recipient", "section", "translator"}
	says := described(t)
	for name, parts := range map[string][]string{"entry": {"entry", "citation", "relation", "event", "figure", "correction"}, "source": {"source"}, "page": {"page", "citation"}} {
		for _, part := range parts {
			for field, meaning := range says[part] {
				shown := regexp.MustCompile(`(?m)^[# -]*` + field + `:( |$)`).MatchString(texts[name])
				if !shown && meaning != "" && !slices.Contains(rare, field) {
					t.Errorf("a new file of a %s does not show %s of a %s", name, field, part)
				}
			}
		}
		text, err := load.Schema(name)
		if err != nil {
			t.Fatal(err)
		}
		var schema struct {
			Properties, Defs map[string]struct {
				Enum       []string
				Properties map[string]struct{ Enum []string }
			}
		}
		if err := json.Unmarshal(bytes.Replace(text, []byte(`"$defs"`), []byte(`"defs"`), 1), &schema); err != nil {
			t.Fatal(err)
		}
		var words []string
		for field, p := range schema.Properties {
			if field != "type" { // the types of CSL are many
				words = append(words, p.Enum...)
			}
		}
		for _, def := range schema.Defs {
			for _, p := range def.Properties {
				words = append(words, p.Enum...)
			}
		}
		for _, word := range words {
			if !strings.Contains(texts[name], word) {
				t.Errorf("a new file of a %s does not say that %q can be written", name, word)
			}
		}
	}
}

// What a title has in it is what load reads, whatever signs there are.
func TestNewTitle(t *testing.T) {
	dir := starts(t)["small"]
	for i, title := range []string{"Plain words", "It's ‘quoted’ and “so”", "a: b #c", "'", "\"", "2024", "true", "No", "null", "~", "- a", "[a]", "{a: b}", "@a", "`a`", "%", "*a", "&a", "!a", "|", ">", "?", "a\\b", "é ü 漢字", "a,b]", "# x", "...", "---", "a  b", "x:"} {
		id := "title-" + string(rune('a'+i%26)) + strings.Repeat("x", i/26)
		var out bytes.Buffer
		if code := runAt([]string{"new", "agencies", id, "--content", dir, "--title=" + title}, streams{&out, &out}, today); code != 0 {
			t.Fatalf("%q: exit %d: %s", title, code, out.String())
		}
		d, found, err := load.Load(os.DirFS(dir), dir)
		if err != nil {
			t.Fatal(err)
		}
		if e := d.Entry(id); e == nil || e.Title != title {
			t.Errorf("%q is read otherwise: %v", title, found)
		}
	}
}

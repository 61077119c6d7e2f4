package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"dossier/generator/load"
	"dossier/generator/markdown"
)

// guide is the contributor's guide.
const guide = "../content/README.md"

// A block is a fenced block of a Markdown file.
type block struct {
	language, file string // file is the path in backquotes on the line before, if there is one
	text           string
}

// blocks returns the fenced blocks of a Markdown file.
func blocks(t *testing.T, name string) []block {
	t.Helper()
	fence := regexp.MustCompile("(?m)(?:^`([^`\n]+)`\n\n)?^```(\\w*)\n((?:.*\n)*?)```$")
	var list []block
	for _, m := range fence.FindAllStringSubmatch(readFile(t, name), -1) {
		list = append(list, block{m[2], m[1], m[3]})
	}
	return list
}

// exampleEntry is the entry that the guide shows.
const exampleEntry = "content/vendors/bi-incorporated.md"

// exampleDossier lays out a small dossier in a new directory, and goes there: the real site.yaml and templates, the example
// of the guide, the sources that it cites, and stand-ins for the entries that it leads to.
func exampleDossier(t *testing.T) {
	t.Helper()
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{
		"content/agencies/ice.md": "---\ntitle: U.S. Immigration and Customs Enforcement\naka: [ICE]\npublished: 2026-11-22\n" +
			"summary: A federal agency. [@cyberscoop-smartlink]\n---\n",
		"content/systems/isap-smartlink.md": "---\ntitle: ISAP and the SmartLINK app\npublished: 2026-11-22\n" +
			"summary: A program that follows people outside detention. [@cyberscoop-smartlink]\n---\n",
	}
	copied := []string{"content/site.yaml"}
	for _, b := range blocks(t, guide) {
		if b.file != "" {
			files[b.file] = b.text
		}
	}
	for _, m := range regexp.MustCompile(`source: ([a-z0-9-]+)`).FindAllStringSubmatch(files[exampleEntry], -1) {
		if name := "content/sources/" + m[1] + ".md"; files[name] == "" {
			copied = append(copied, name)
		}
	}
	for _, name := range copied {
		files[name] = readFile(t, filepath.Join(root, name))
	}
	// The groups of access paths name entries that are not there.
	files["content/site.yaml"] = regexp.MustCompile(`(?m)^  groups:.*\n(    .*\n)+`).ReplaceAllString(files["content/site.yaml"], "")
	dir := t.TempDir()
	for name, text := range files {
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.CopyFS(filepath.Join(dir, "templates"), os.DirFS(filepath.Join(root, "templates"))); err != nil {
		t.Fatal(err)
	}
	t.Chdir(dir)
}

// The example of the guide builds, with nothing to mend.
func TestGuideExample(t *testing.T) {
	exampleDossier(t)
	var out, messages bytes.Buffer
	if code := run([]string{"check"}, streams{&out, &messages}); code != 0 {
		t.Errorf("check: exit %d", code)
	}
	for line := range strings.Lines(out.String()) {
		if strings.Contains(line, ": info: ") || strings.HasPrefix(line, "\t") || strings.Contains(line, "[passage-unchecked]") {
			continue
		}
		t.Errorf("the example is not clean: %s", line)
	}
	if code := run([]string{"build"}, streams{&out, &messages}); code != 0 {
		t.Fatalf("build: exit %d\n%s%s", code, out.String(), messages.String())
	}
	page := readFile(t, "public/vendors/bi-incorporated.html")
	for _, want := range []string{`id="claim-bi-since"`, "1 source, 1 origin", "has served administrations of both parties", "$281,000,000", "An obligation is money"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page of the example does not say %s", want)
		}
	}
}

// README.md shows the two commands alone in a block each, and what it shows of a session is what happens in one.
func TestReadme(t *testing.T) {
	shown := map[string]bool{}
	var session string
	for _, b := range blocks(t, "../README.md") {
		shown[b.text] = true
		if b.language == "console" {
			session += b.text
		}
	}
	for _, command := range []string{"make\n", "make test\n"} {
		if !shown[command] {
			t.Errorf("README.md has no block with the command %q", command)
		}
	}
	manual := blocks(t, guide)
	exampleDossier(t)
	want := readFile(t, exampleEntry)
	got := replay(t, session)
	if readFile(t, exampleEntry) != want {
		t.Error("the session in README.md does not end with the example of the guide")
	}
	numbers := regexp.MustCompile(`\d+(\.\d+)?`)
	plain := func(s string) string { // counts, sizes and times of a build differ
		lines := strings.SplitAfter(s, "\n")
		for i := range lines {
			if strings.HasPrefix(lines[i], "published ") {
				lines[i] = numbers.ReplaceAllString(lines[i], "N")
			}
		}
		return strings.Join(lines, "")
	}
	if plain(got) != plain(session) {
		t.Errorf("README.md shows another session than the one that happens:\n%s", got)
	}
	for _, b := range manual {
		if strings.Contains(b.text, ": error: ") && !strings.Contains(got, b.text) {
			t.Errorf("the guide shows a diagnostic that the session in README.md does not print:\n%s", b.text)
		}
	}
}

// replay goes through a session again and returns it with what is really printed. What `tail -n` shows is taken for what
// somebody wrote there.
func replay(t *testing.T, session string) string {
	t.Helper()
	var out bytes.Buffer
	std := streams{&out, &out}
	parts := regexp.MustCompile(`(?m)^\$ .*\n`).FindAllStringIndex(session, -1)
	for i, at := range parts {
		end := len(session)
		if i+1 < len(parts) {
			end = parts[i+1][0]
		}
		line, shown := session[at[0]:at[1]], session[at[1]:end]
		out.WriteString(line)
		switch words := strings.Fields(line)[1:]; {
		case words[0] == "#":
		case words[0] == "tail":
			name := words[len(words)-1]
			lines := strings.SplitAfter(readFile(t, name), "\n")
			keep := len(lines) - 1 - strings.Count(shown, "\n")
			if err := os.WriteFile(name, []byte(strings.Join(lines[:keep], "")+shown), 0o666); err != nil {
				t.Fatal(err)
			}
			tail, err := exec.Command("tail", words[1:]...).Output()
			if err != nil {
				t.Fatal(err)
			}
			out.Write(tail)
		case words[0] == "make" && len(words) == 1:
			run([]string{"build"}, std)
		case strings.HasPrefix(line, "$ go run ./generator "):
			if code := run(words[3:], std); code != 0 {
				fmt.Fprintf(&out, "exit status %d\n", code) // as go run says
			}
		default:
			t.Fatalf("the session has a command that this test does not know: %s", line)
		}
	}
	return out.String()
}

// No link of the two manuals is dead.
func TestManualLinks(t *testing.T) {
	code := regexp.MustCompile("(?s)```.*?```|`[^`\n]*`")
	link := regexp.MustCompile(`\]\(([^)\s]+)\)`)
	for _, name := range []string{"../README.md", guide} {
		text := code.ReplaceAllString(readFile(t, name), "")
		headings := map[string]bool{}
		for line := range strings.Lines(text) {
			if marks, heading, ok := strings.Cut(line, " "); ok && strings.Trim(marks, "#") == "" {
				headings[markdown.Slug(heading)] = true
			}
		}
		for _, m := range link.FindAllStringSubmatch(text, -1) {
			file, fragment, _ := strings.Cut(m[1], "#")
			if strings.Contains(file, ":") {
				continue
			}
			if _, err := os.Stat(filepath.Join(filepath.Dir(name), file)); err != nil || file == "" && !headings[fragment] {
				t.Errorf("%s: dead link %q", name, m[1])
			}
		}
	}
}

// What the guide's tables list is what the program accepts, and what they call required it demands.
func TestGuideFields(t *testing.T) {
	const unknown = "zzzzzzzzzzzz: 1"
	front := func(fields string) string { return "---\n" + fields + "\n---\n" }
	probes := map[string]struct{ file, text string }{
		"Entry":            {"things/a.md", front(unknown)},
		"Citation":         {"things/a.md", front("citations:\n  - " + unknown)},
		"Relation":         {"things/a.md", front("relations:\n  - " + unknown)},
		"Event":            {"things/a.md", front("events:\n  - " + unknown)},
		"Figure":           {"things/a.md", front("figures:\n  - " + unknown)},
		"Correction":       {"things/a.md", front("corrections:\n  - " + unknown)},
		"Source":           {"sources/a.md", front(unknown)},
		"Name":             {"sources/a.md", front("author:\n  - " + unknown)},
		"Archived copy":    {"sources/a.md", front("archived:\n  " + unknown)},
		"Page":             {"pages/a.md", front(unknown)},
		"Translation":      {"pages/a.es.md", front(unknown)},
		"site.yaml":        {"site.yaml", unknown},
		"Kind":             {"site.yaml", "kinds:\n  things:\n    " + unknown},
		"Kind of relation": {"site.yaml", "relations:\n  has:\n    " + unknown},
		"Access":           {"site.yaml", "access:\n  " + unknown},
		"Access group":     {"site.yaml", "access:\n  from: things\n  to: things\n  groups:\n    - " + unknown},
	}
	sections := map[string]string{}
	for section := range strings.SplitSeq(readFile(t, guide), "\n### ") {
		name, text, _ := strings.Cut(section, "\n")
		sections[name] = text
	}
	for _, name := range slices.Sorted(maps.Keys(probes)) {
		probe := probes[name]
		known, required := accepted(t, probe.file, probe.text)
		listed, demanded := tabled(sections[name])
		if !slices.Equal(known, listed) {
			t.Errorf("%s: %s lists %q, but the program accepts %q", name, path.Base(guide), listed, known)
		}
		if !slices.Equal(required, demanded) {
			t.Errorf("%s: %s calls %q required, but the program %q", name, path.Base(guide), demanded, required)
		}
	}
}

// accepted returns the names that the program accepts where a file has an unknown one, and those that it misses there.
func accepted(t *testing.T, file, text string) (known, required []string) {
	t.Helper()
	content := fstest.MapFS{
		"site.yaml": {Data: []byte("title: T\nbase_url: https://example.org/\nlanguages: [en, es]\nkinds: {things: {one: Thing, many: Things}}\n")},
		file:        {Data: []byte(text)},
	}
	_, found, err := load.Load(content, "content")
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range found {
		if d.Code == "unknown-field" {
			if list, ok := strings.CutPrefix(d.Hint, "it can be: "); ok {
				known = strings.Split(list, ", ")
			} else { // too many to list
				known = sourceFields(t)
			}
		}
	}
	if known == nil {
		t.Fatalf("%s: no field is unknown: %v", file, found)
	}
	// What the file lacks is reported on its first line, what a group in it lacks further down.
	nested := strings.Contains(text, ":\n  ")
	for _, d := range found {
		name, ok := strings.CutPrefix(d.Message, `the field "`)
		if ok && strings.HasSuffix(name, `" is missing`) && nested == (d.Line > 1) {
			required = append(required, strings.TrimSuffix(name, `" is missing`))
		}
	}
	slices.Sort(known)
	slices.Sort(required)
	return known, required
}

// sourceFields returns the fields of a source.
func sourceFields(t *testing.T) []string {
	t.Helper()
	return slices.Collect(maps.Keys(described(t)["source"]))
}

// described returns what the schemas say of each field, by the name of the schema.
func described(t *testing.T) map[string]map[string]string {
	t.Helper()
	text, err := load.Schema("")
	if err != nil {
		t.Fatal(err)
	}
	var all struct {
		Defs map[string]struct {
			Properties map[string]struct{ Description string }
		} `json:"$defs"`
	}
	if err := json.Unmarshal(text, &all); err != nil {
		t.Fatal(err)
	}
	says := map[string]map[string]string{}
	for name, def := range all.Defs {
		says[name] = map[string]string{}
		for field, p := range def.Properties {
			says[name][field] = p.Description
		}
	}
	return says
}

// What an editor shows of a field is what the guide's table says of it.
func TestGuideMeanings(t *testing.T) {
	row := regexp.MustCompile("(?m)^\\| `([^`]+)` \\| [^|]+ \\|[^|]*\\| (.+) \\|$")
	schemas := map[string]string{"Archived copy": "archived", "Access group": "access-group", "Kind of relation": "relation-kind", "site.yaml": "site"}
	says := described(t)
	rows := 0
	for section := range strings.SplitSeq(readFile(t, guide), "\n### ") {
		heading, text, _ := strings.Cut(section, "\n")
		name := cmp.Or(schemas[heading], strings.ToLower(heading))
		if says[name] == nil {
			continue
		}
		for _, m := range row.FindAllStringSubmatch(text, -1) {
			rows++
			if got := says[name][m[1]]; got != m[2] {
				t.Errorf("%s, %s: the guide says %q, the schema %q", heading, m[1], m[2], got)
			}
		}
	}
	if rows < 100 {
		t.Errorf("only %d fields were compared", rows)
	}
}

// tabled returns the fields of a section's table and those it calls required. Names in a paragraph of nothing but names
// count too.
func tabled(section string) (listed, required []string) {
	row := regexp.MustCompile("(?m)^\\| `([^`]+)` \\| [^|]+ \\|( yes)? \\|")
	for _, m := range row.FindAllStringSubmatch(section, -1) {
		listed = append(listed, m[1])
		if m[2] != "" {
			required = append(required, m[1])
		}
	}
	names := regexp.MustCompile("(?m)^(`[^` ]+` ?)+$")
	for _, line := range names.FindAllString(section, -1) {
		for name := range strings.FieldsSeq(line) {
			listed = append(listed, strings.Trim(name, "`"))
		}
	}
	slices.Sort(listed)
	slices.Sort(required)
	return listed, required
}

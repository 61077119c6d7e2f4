package load

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"dossier/generator/check"
	"dossier/generator/diag"
)

const siteYAML = `title: T
base_url: https://example.org/
languages: [en, de]
kinds:
  systems: {one: System, many: Systems}
relations:
  uses: {label: uses, inverse: used-by, inverse-label: used by}
places: {US: United States}
`

// FuzzFrontMatter loads and checks a dossier in which any file is an entry, a source, a page and a translation.
func FuzzFrontMatter(f *testing.F) {
	for _, pattern := range []string{"../../content/systems/c*.md", "../../content/sources/a*.md", "../testdata/commands/*.txtar", "../testdata/rules/*.txtar"} {
		names, err := filepath.Glob(pattern)
		if err != nil {
			f.Fatal(err)
		}
		for _, name := range names {
			text, err := os.ReadFile(name)
			if err != nil {
				f.Fatal(err)
			}
			for _, part := range strings.SplitAfter(string(text), "\n-- ") {
				if i := strings.IndexByte(part, '\n'); strings.HasSuffix(name, ".txtar") {
					part = part[i+1:]
				}
				f.Add([]byte(part))
			}
		}
	}
	for _, s := range []string{"---\ntitle: |\n  a\n  ---\n  b\n---\nx", "---\na: &a [*a]\n---\n", "\ufeff---\r\ntitle: a\r\n---\r\n", "---\n? a\n: b\n---\n",
		"---\nsummary: \"a \\u00e9 \\\n  b [@c]\"\n---\n", "---\nsummary: >-\n  a\n\n   b [@c] <x>\n---\n", "---\nsummary: 'it''s\n\n  b [@c]'\n---\n"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		tree := fstest.MapFS{"site.yaml": {Data: []byte(siteYAML)}}
		for _, name := range []string{"systems/e.md", "systems/e.de.md", "sources/s.md", "pages/p.md"} {
			tree[name] = &fstest.MapFile{Data: text}
		}
		found := loadAll(t, tree)
		for _, d := range found {
			inside(t, tree, d)
		}
		if again := loadAll(t, tree); !reflect.DeepEqual(found, again) {
			t.Errorf("read again, it has other mistakes:\n%v\n%v", found, again)
		}
	})
}

// FuzzSite loads a dossier with any site.yaml.
func FuzzSite(f *testing.F) {
	f.Add([]byte(siteYAML))
	for _, s := range []string{"", "[]", "kinds: {systems: x}", "languages: []", "relations: {a: {label: a, inverse: a}}", "kinds: [a]\nplaces: {US: }"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		tree := fstest.MapFS{"site.yaml": {Data: text}, "systems/e.md": {Data: []byte("---\ntitle: E\nrelations: [{type: uses, to: e, cite: [s]}]\n---\n")},
			"systems/e.de.md": {Data: []byte("---\ntitle: E\n---\n")}}
		for _, d := range loadAll(t, tree) {
			inside(t, tree, d)
		}
	})
}

func loadAll(t *testing.T, tree fstest.MapFS) diag.List {
	t.Helper()
	d, found, err := Load(tree, "content")
	if err != nil {
		t.Fatal(err)
	}
	found = append(found, check.Check(d, true)...)
	found.Sort()
	return found
}

// inside holds a diagnostic to a place that is there.
func inside(t *testing.T, tree fstest.MapFS, d diag.Diagnostic) {
	t.Helper()
	name, ok := strings.CutPrefix(d.Path, "content/")
	file := tree[name]
	switch {
	case d.Code == "passage-unchecked" || d.Code == "unknown-kind" && file == nil:
		return
	case !ok || file == nil:
		t.Fatalf("there is no file %q: %+v", d.Path, d)
	case d.Severity != diag.SeverityOf(d.Code) || d.Message == "" || strings.Contains(d.Message, "\n"):
		t.Fatalf("an odd diagnostic: %+v", d)
	case d.EndLine < d.Line || d.EndLine == d.Line && d.EndColumn < d.Column:
		t.Fatalf("it ends before it begins: %+v", d)
	}
	text := strings.TrimPrefix(string(file.Data), "\ufeff")
	lines := strings.Split(strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n"), "\n")
	if d.Line < 1 || d.Line > len(lines) || d.Column < 1 || d.Column > utf8.RuneCountInString(lines[d.Line-1])+1 {
		t.Fatalf("it lies outside of the file: %+v\n%q", d, text)
	}
}

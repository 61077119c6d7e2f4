package bibliography

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"dossier/generator/diag"
)

// seeds adds the lists of references in the scripts of the commands, and what is hard to read.
func seeds(f *testing.F, more ...string) {
	for _, pattern := range []string{"../testdata/commands/import*.txtar", "../testdata/rules/import*.txtar"} {
		names, err := filepath.Glob(pattern)
		if err != nil || len(names) == 0 {
			f.Fatal("no scripts", err)
		}
		for _, name := range names {
			text, err := os.ReadFile(name)
			if err != nil {
				f.Fatal(err)
			}
			for _, part := range strings.Split(string(text), "\n-- ") {
				_, part, _ = strings.Cut(part, "\n")
				f.Add([]byte(part))
			}
		}
	}
	for _, s := range more {
		f.Add([]byte(s))
	}
}

func FuzzJSON(f *testing.F) {
	seeds(f, `{"title":"\ud800<i>&amp;","issued":{"date-parts":[["x"],[]]}}`, `[{"author":[{}],"issued":[]}]`, "[[[[", `{"items":{"a":[{"family":1}]}}`)
	f.Fuzz(func(t *testing.T, text []byte) { readAny(t, JSON, text) })
}

func FuzzYAML(f *testing.F) {
	seeds(f, "a: &a [*a]\n", "- &x {title: a}\n- *x\n--- \n- title: '*a* [b]{.c}'\n", "? a\n: b\n", "- issued: [{year: 1}, {}]\n", "\ufeff%YAML 1.2\n---\n- !!binary x\n")
	f.Fuzz(func(t *testing.T, text []byte) { readAny(t, YAML, text) })
}

func FuzzBibTeX(f *testing.F) {
	seeds(f, `@a(b,c="{"}"#1#jan,)`, `@a{b,author={a and {b} and c, d, e, f},title={\'{\"{\i}} \enquote{\href{}`, "@string{a={b}}@x{y,z=a#a}", "@comment{{}", "@a{b,crossref={b},xdata={c}}", "@article{,\\", "@a{b, title = \"\\\"")
	f.Fuzz(func(t *testing.T, text []byte) { readAny(t, BibTeX, text) })
}

func FuzzRIS(f *testing.F) {
	seeds(f, "TY  - JOUR\nAU  - ,\nSP  - 1\nEP  -\nDA  - ////\nER  -", "TY - A\nxx\n\nER", "ER  - \nTY  -\nTY  -\nER  -\n")
	f.Fuzz(func(t *testing.T, text []byte) { readAny(t, RIS, text) })
}

// readAny reads a list and holds what comes of it to what every reader of it relies on.
func readAny(t *testing.T, format Format, text []byte) {
	FormatOf("a", text)
	records, found := Read("list", format, text)
	again, foundAgain := Read("list", format, text)
	if !reflect.DeepEqual(records, again) || !reflect.DeepEqual(found, foundAgain) {
		t.Errorf("read again, it is another list:\n%+v\n%+v", records, again)
	}
	plain := strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(strings.TrimPrefix(string(text), "\ufeff"))
	lines := strings.Split(plain, "\n")
	inside := func(at diag.Position, what any) {
		if at.Path != "list" || at.Line < 1 || at.Line > len(lines) || at.Column < 1 || at.Column > utf8.RuneCountInString(lines[at.Line-1])+1 {
			t.Fatalf("it lies outside of the file: %+v, %+v\n%q", at, what, text)
		}
		if at.EndLine < at.Line || at.EndLine == at.Line && at.EndColumn < at.Column {
			t.Fatalf("it ends before it begins: %+v, %+v", at, what)
		}
	}
	for _, d := range found {
		if inside(d.Position, d); d.Message == "" || strings.Contains(d.Message, "\n") {
			t.Fatalf("an odd diagnostic: %+v", d)
		}
	}
	for _, r := range records {
		inside(r.At, r)
		seen := map[string]bool{}
		for _, field := range append(r.Fields, r.LeftOut...) {
			inside(field.At, field)
			if field.Text != tidy(field.Text) || !utf8.ValidString(field.Text) || field.Name != tidy(field.Name) {
				t.Fatalf("a field of more than one line: %+v", field)
			}
		}
		for _, field := range r.Fields {
			if seen[field.Name] || field.Text == "" && len(field.Names) == 0 {
				t.Fatalf("a field that is there twice or says nothing: %+v", r)
			}
			seen[field.Name] = true
		}
	}
}

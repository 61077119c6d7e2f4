package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

// patience is how long any text of 1 MiB may take on a busy machine; the bounds in package markdown are for far less.
const patience = 60 * time.Second

// TestHostileText checks texts that cost a naive parser the square of their length. Each is read, or refused with a
// diagnostic of its own.
func TestHostileText(t *testing.T) {
	const size = 1<<20 - 1000
	fill := func(unit string) string { return strings.Repeat(unit, size/len(unit)) }
	tests := []struct{ name, text, want string }{
		{"one line", fill("a"), "has no citation [uncited]"},
		{"marks", strings.Repeat("[@report]", 100_000) + "\n\nx", "[uncited]"},
		{"unknown marks", strings.Repeat("[@a]", 20_000), "20000 errors"},
		{"brackets", fill("["), "too many links for its length [bad-value]"},
		{"images", fill("!["), "too many links for its length [bad-value]"},
		{"unclosed marks", fill("[@a "), "too many links for its length [bad-value]"},
		{"emphasis", fill("*a_"), "too many signs of emphasis [bad-value]"},
		{"strikethrough", fill("~~a"), "too many signs of emphasis [bad-value]"},
		{"quotation marks", fill(`"`), "too many quotation marks in a row [bad-value]"},
		{"quotes", fill(">"), "quotes and lists nest too deep [bad-value]"},
		{"lists in a line", fill("* - "), "quotes and lists nest too deep [bad-value]"},
		{"numbered lists in a line", fill("1. "), "quotes and lists nest too deep [bad-value]"},
		{"definitions in a line", "a\n" + fill(": "), "quotes and lists nest too deep [bad-value]"},
		{"lists by indentation", staircase(500), "quotes and lists nest too deep [bad-value]"},
		{"link destinations", fill("[a](b"), "too many links for its length [bad-value]"},
		{"link titles", fill("x [a](b \"\n"), "too many links for its length [bad-value]"},
		{"nested links", strings.Repeat("[a", 100_000) + strings.Repeat("](b)", 100_000), "too many links for its length [bad-value]"},
		{"link definitions", fill("[a]: b (\n"), "too many link definitions [bad-value]"},
		{"repeated address", "[a]: " + strings.Repeat("b", 300_000) + "\n\n" + strings.Repeat("[a]\n\n", 50_000), "used too often [bad-value]"},
		{"backquotes", fill("`"), ""},
		{"growing backquotes", growing(1400), ""},
		{"sparse table", strings.Repeat("|a", 2500) + "\n" + strings.Repeat("|-", 2500) + "\n" + strings.Repeat("|\n", 400_000), "a table has too many cells [bad-value]"},
		{"attributes", "# a {" + fill(".a "), "a heading has too many attributes [bad-value]"},
		{"headings", strings.Repeat("# a\n", 20_000), ""},
		{"tags", fill("<a "), "[uncited]"},
		{"comments", fill("<!--"), "[raw-html]"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			out := checkText(t, test.text)
			if !strings.Contains(out, test.want) {
				t.Errorf("%q is not in what check prints:\n%.500s", test.want, out)
			}
		})
	}
}

// TestHostileFrontMatter does the same for what stands before the text.
func TestHostileFrontMatter(t *testing.T) {
	numbered := func(format string, n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, format, i)
		}
		return b.String()
	}
	tests := []struct{ name, fields, want string }{
		{"values", "aka: [" + numbered("a%d, ", 100_000) + "x]\n", "the front matter has too many values [front-matter-syntax]"},
		{"places", "places: [" + numbered("US%d, ", 25_000) + "US]\n", "25000 errors"},
		{"citations", "citations:\n" + numbered("  - {id: c%d, source: nothing}\n", 5000), "[unknown-source]"},
		{"lists", "aka: " + strings.Repeat("[", 900_000) + "\n", "[front-matter-syntax]"},
		{"block lists", "aka:\n  " + strings.Repeat("- ", 400_000) + "\n", "[front-matter-syntax]"},
		{"aliases", "aka: &a [x]\nplaces: [" + strings.Repeat("*a, ", 100_000) + "]\n", "[front-matter-syntax]"},
		{"unknown fields", numbered("titel%d: x\n", 10_000), "10000 errors"},
		{"long redirect", "redirects: [" + strings.Repeat("a/", 400_000) + "b.html]\n", "is too long [bad-redirect]"},
		{"long name", "aka: [" + strings.Repeat("a ", 400_000) + "]\nplaces: [" + strings.Repeat("a", 100_000) + "]\n", "[bad-value]"},
		{"marks in a summary", "summary: \"" + strings.Repeat("a [@report] ", 50_000) + "b\"\n", "[front-matter-syntax]"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			out := checkEntry(t, "---\ntitle: Hostile\nsummary: It is long. [@report]\npublished: 2026-01-02\n"+test.fields+"---\n")
			if !strings.Contains(out, test.want) {
				t.Errorf("%q is not in what check prints:\n%.500s", test.want, out)
			}
			for line := range strings.Lines(out) {
				if len(line) > 5000 {
					t.Fatalf("a line of %d bytes: %.200s", len(line), line)
				}
			}
		})
	}
}

// TestHonestText checks that the bounds refuse nothing that people write.
func TestHonestText(t *testing.T) {
	tests := map[string]string{
		"thematic breaks":  strings.Repeat("-", 5000) + "\n\n" + strings.Repeat("- ", 5000) + "\n\n" + strings.Repeat("* * *", 900) + "\n",
		"code":             "```\n+" + strings.Repeat("-", 3000) + "+\n" + strings.Repeat("> ", 200) + "\n# " + strings.Repeat("x", 2000) + "\n```\n",
		"long list":        strings.Repeat("- item [@report]\n", 10_000),
		"long table":       "|a|b|\n|-|-|\n" + strings.Repeat("|one|two [@report]|\n", 20_000),
		"wide table":       strings.Repeat("|a", 100) + "|\n" + strings.Repeat("|-", 100) + "|\n" + strings.Repeat(strings.Repeat("|a", 99)+"|b [@report]|\n", 100),
		"long paragraph":   strings.Repeat("Some *plain* words, a [link](https://example.org/a_b) and \"more\". ", 300) + "[@report]\n",
		"many marks":       strings.Repeat("One claim. [@report]\n", 40_000),
		"definitions":      strings.Repeat("[a]: https://example.org/a/long/address/of/a/page\n", 500) + "\n[text][a] [@report]\n",
		"nested 50 deep":   staircase(50),
		"quoted 90 deep":   strings.Repeat(">", 90) + " text [@report]\n",
		"not an emphasis":  "snake_case_words_" + strings.Repeat("with_many_parts_", 100) + " [@report]\n",
		"equal headings":   strings.Repeat("## Sources\n\nText. [@report]\n\n", 1000),
		"apostrophe prose": strings.Repeat("The agency's records don't say who 'they' are. ", 2000) + "[@report]\n",
	}
	for name, text := range tests {
		t.Run(name, func(t *testing.T) {
			if out := checkText(t, text); strings.Contains(out, ": error: ") {
				t.Errorf("check finds mistakes:\n%.500s", out)
			}
		})
	}
}

// staircase is a list that goes one level deeper with each item.
func staircase(depth int) string {
	var b strings.Builder
	for i := range depth {
		b.WriteString(strings.Repeat("  ", i) + "- a [@report]\n")
	}
	return b.String()
}

// growing is runs of backquotes, each longer than the one before.
func growing(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.Repeat("`", i+1) + " ")
	}
	return b.String()
}

// checkText runs check on a dossier with a text in one of its entries and returns all that it printed.
func checkText(t *testing.T, text string) string {
	t.Helper()
	return checkEntry(t, "---\ntitle: Hostile\nsummary: It is long. [@report]\npublished: 2026-01-02\n"+
		"relations: [{type: used-by, to: bureau, cite: [report]}]\n---\n"+text)
}

// checkEntry does the same with a whole entry.
func checkEntry(t *testing.T, entry string) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(filepath.Join("testdata", "rules", "base"))); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "systems", "hostile.md"), []byte(entry), 0o644); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	done := make(chan int)
	go func() { done <- run([]string{"check", "--content", dir}, streams{&out, &out}) }()
	select {
	case code := <-done:
		if want := strings.Contains(out.String(), ": error: "); (code == 1) != want || code > 1 {
			t.Errorf("exit code %d", code)
		}
	case <-time.After(patience):
		stacks := make([]byte, 1<<16)
		t.Fatalf("it takes longer than %v\n%s", patience, stacks[:runtime.Stack(stacks, true)])
	}
	return out.String()
}

// TestSameBytesAnywhere builds the real content on one processor and on four, in directories of different names.
func TestSameBytesAnywhere(t *testing.T) {
	content, err := filepath.Abs("../content")
	if err != nil {
		t.Fatal(err)
	}
	templates, err := filepath.Abs("../templates")
	if err != nil {
		t.Fatal(err)
	}
	build := func(processors int, below string) string {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(processors))
		dir := filepath.Join(t.TempDir(), below)
		for name, from := range map[string]string{"content": content, "templates": templates} {
			if err := os.CopyFS(filepath.Join(dir, name), os.DirFS(from)); err != nil {
				t.Fatal(err)
			}
		}
		var out bytes.Buffer
		code := run([]string{"build", "--content", filepath.Join(dir, "content"), "--templates", filepath.Join(dir, "templates"),
			"--out", filepath.Join(dir, "public")}, streams{&out, &out})
		if code != 0 {
			t.Fatalf("exit code %d\n%s", code, out.String())
		}
		return filepath.Join(dir, "public")
	}
	one, four := tree(t, build(1, "a")), tree(t, build(4, "somewhere/else/entirely"))
	if len(one) < 100 || len(one) != len(four) {
		t.Errorf("%d files and %d", len(one), len(four))
	}
	for name, text := range one {
		if text != four[name] {
			t.Errorf("%s differs", name)
		}
	}
}

// tree reads all files of a directory.
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(name string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		files[name[len(dir):]] = string(text)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

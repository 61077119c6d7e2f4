package load

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// plainTexts are texts that the reader reads.
func plainTexts() []string {
	return []string{
		"a: b\n",
		"title: “Ä” and b’s  \nsummary: It's (so) far, no. [@a; @b, p. 3]\n\n\nsince: 2014\n",
		"a: [b, c d , 'e,f', \"g: #h\", [], {}]\nb: {c: d, e-f: [g], h: 2014~}",
		"a:\n  - b\n  - {c: d,\n     e: f}\n  - g: h\n    i:\n    - j\n    - k\nl:\n  m:\n    n: o\n",
		"a:\n- id: b\n  c: d\n-   e: f\n    g: h\n",
		"n: [0, 7, 123456789012345678, 2021-10, 2021-10-08, 12%, 2014~, 4(b), true, TRUE, null, nully, false, no, on, y, (x)]",
		"u: https://example.org/a?b=c&d#e\nv: a:b, c [d] {e} f?\n",
	}
}

// otherTexts are texts that it must leave to package yaml.
func otherTexts() []string {
	return []string{
		"", "\n", "a", "a:", "a:\nb: c\n", "a: b\n  c\n", "a: |\n  b\n", "a: >-\n  b\n", "a: &b c\n", "a: *b\n", "a: !!str b\n", "a: b # c\n",
		"# a\nb: c\n", "a: \"b\\n\"\n", "a: 'b''c'\n", "a: \"b\nc\"\n", "a:\tb\n", "a: b: c\n", "a: [b\nc: d]\n", "a: [b,]\n", "a: {b, c}\n", "a: [b: c]\n",
		"? a\n: b\n", "a: - b\n", "- a\n", "a:\n - b\n  - c\n", "a:\n  b: c\n d: e\n", "---\na: b\n", "a: b\n---\n", "a: b\n...\n", "a: 012\n", "a: 1e3\n",
		"a: 2021-02-30\n", "a: -1\n", "a: .5\n", "a: ~\n", "<<: a\n", "a: [b\n", "a: {b: c\n", "a: \"b\" c\n", "a: @b\n", "a: b\u0085c\n", "a: b\u2028c\n", "\ufeffa: b\n",
		"a: [b]: c\n", "a: 0x1f\n", "a: 1_000\n", "a: 10:20\n", "a:\n  - - b\n", "a:\n  -\n    b: c\n", "a: [b, # c\n  d]\n", "a: [\nb]\n",
	}
}

// samePlain compares what the reader reads with what package yaml does, and returns whether it read it.
func samePlain(t *testing.T, p *plainReader, text string) bool {
	t.Helper()
	got := p.read(text)
	if got == nil {
		return false
	}
	var document yaml.Node
	if err := yaml.Load([]byte(text), &document); err != nil {
		t.Errorf("it reads %q, which is no YAML: %v", text, err)
		return true
	}
	if len(document.Content) != 1 {
		t.Errorf("it reads %q, in which there is nothing", text)
		return true
	}
	sameNodes(t, text, got, document.Content[0])
	return true
}

func sameNodes(t *testing.T, text string, got, want *yaml.Node) {
	t.Helper()
	if got.Kind != want.Kind || got.Style != want.Style || got.Tag != want.Tag || got.Value != want.Value || got.Line != want.Line || got.Column != want.Column ||
		len(got.Content) != len(want.Content) || want.Anchor != "" || want.Alias != nil {
		t.Errorf("%q: it reads %+v, package yaml %+v", text, *got, *want)
		return
	}
	for i := range got.Content {
		sameNodes(t, text, got.Content[i], want.Content[i])
	}
}

// TestPlain reads texts one after the other with the same memory, those that it knows and those that it does not.
func TestPlain(t *testing.T) {
	var p plainReader
	for _, text := range plainTexts() {
		if !samePlain(t, &p, text) {
			t.Errorf("it does not read %q", text)
		}
	}
	for _, text := range otherTexts() {
		if samePlain(t, &p, text) {
			t.Errorf("it reads %q", text)
		}
	}
}

// TestPlainContent reads the real content, nearly all of which is plain.
func TestPlainContent(t *testing.T) {
	names, err := filepath.Glob("../../content/*/*.md")
	if err != nil {
		t.Fatal(err)
	}
	var p plainReader
	read := 0
	for _, name := range names {
		front := frontOf(t, name)
		if samePlain(t, &p, front) {
			read++
		}
	}
	t.Logf("it reads %d of %d files", read, len(names))
	if read == 0 || read < len(names)/2 {
		t.Errorf("it reads %d of %d files", read, len(names))
	}
}

// frontOf returns the front matter of a file.
func frontOf(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	_, front, _ := strings.Cut(string(text), "---\n")
	front, _, _ = strings.Cut(front, "\n---\n")
	return front + "\n"
}

// TestPlainRandom reads texts put together at random from what is near the borders of what the reader knows.
func TestPlainRandom(t *testing.T) {
	pieces := []string{"a: ", "b:\n", "c-d: ", "\n", "\n", "\n  ", "\n  ", "\n    ", "- ", "- e: ", "f", " ", "[", "]", "{", "}", "{g: ", ", ", ", ", ",", ": ", ":", "\"h\"", "'i j'", "\"", "'",
		"#", " #", "2014", "2014-02-29", "007", "é", "“", "true", "null", "?", "|", "&", "*", "!", "%", "@", "~", "-", "/", "(", "...", "---"}
	random := rand.New(rand.NewPCG(1, 2))
	var p plainReader
	read := 0
	for range 40_000 {
		text := "a: "
		for range 1 + random.IntN(8) {
			text += pieces[random.IntN(len(pieces))]
		}
		if samePlain(t, &p, text) {
			read++
		}
	}
	if read < 1000 {
		t.Errorf("it reads only %d of the texts", read)
	}
}

// FuzzPlain: what the reader reads, package yaml reads in the same way.
func FuzzPlain(f *testing.F) {
	names, err := filepath.Glob("../../content/*/*.md")
	if err != nil {
		f.Fatal(err)
	}
	for _, text := range append(plainTexts(), otherTexts()...) {
		f.Add(text)
	}
	for i := 0; i < len(names); i += 20 {
		text, err := os.ReadFile(names[i])
		if err != nil {
			f.Fatal(err)
		}
		_, front, _ := strings.Cut(string(text), "---\n")
		front, _, _ = strings.Cut(front, "\n---\n")
		f.Add(front)
	}
	var p plainReader
	f.Fuzz(func(t *testing.T, text string) {
		if utf8.ValidString(text) {
			samePlain(t, &p, text)
		}
	})
}

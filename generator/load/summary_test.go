package load

import (
	"bytes"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// TestSummaryPositions checks that a mark in a summary is found in the file however YAML writes the summary.
func TestSummaryPositions(t *testing.T) {
	for _, written := range []string{
		`Text. [@nowhere]`,
		`"Text. [@nowhere]"`,
		`'It''s a ''text''. [@nowhere]'`,
		`"A \"text\" with \u00e9, \xe9, \U0001F600, \\ and \t. [@nowhere]"`,
		"\"One \\\n    line. [@nowhere]\"",
		"  Two\n  lines. [@nowhere]",
		"Two\n\n  paragraphs, nowhere\n  before. [@nowhere]",
		"'Two  \n\n\n  paragraphs. [@nowhere]'",
		"|\n  One\n  two [@nowhere]",
		"|2-\n\n    One\n\n  two [@nowhere]",
		">\n  One\n  two\n\n  three\n    four\n  five [@nowhere]",
		">-\n\n  One\n  t\u00e9 [@nowhere]\n",
		`!!str "A text [@nowhere]"`,
		`&a 'A text [@nowhere]'`,
		`"\n  \tA text [@nowhere]"`,
		`a [@s] a [@s] a [@nowhere]`,
	} {
		file := "---\ntitle: T\nsummary: " + written + "\npublished: 2026-01-02\n---\n"
		if at, ok := markAt(t, file); !ok || !strings.HasPrefix(at, "nowhere]") {
			t.Errorf("%q: the mark is found at %q", written, at)
		}
	}
}

// FuzzSummary writes any words in each of YAML's styles and looks for the mark behind them.
func FuzzSummary(f *testing.F) {
	for style := range byte(5) {
		for _, words := range []string{"plain", "it's \"quoted\"", "two\nlines", "two\n\nparagraphs", " tab\tand\u00a0space", "\u00e9\u0301 \U0001F600 \x07\u2028", strings.Repeat("long words ", 30), "a\n  b\nc", "# c: d"} {
			f.Add(style, words)
		}
	}
	styles := []yaml.Style{0, yaml.SingleQuotedStyle, yaml.DoubleQuotedStyle, yaml.LiteralStyle, yaml.FoldedStyle}
	f.Fuzz(func(t *testing.T, style byte, words string) {
		if !utf8.ValidString(words) || strings.ContainsAny(words, "\r\x00") || strings.Contains(words, "nowhere") {
			return
		}
		node := &yaml.Node{Kind: yaml.MappingNode, Content: []*yaml.Node{{Kind: yaml.ScalarNode, Value: "summary"},
			{Kind: yaml.ScalarNode, Tag: "!!str", Style: styles[int(style)%len(styles)], Value: words + " [@nowhere] end"}}}
		var front bytes.Buffer
		if err := yaml.NewEncoder(&front).Encode(node); err != nil {
			return
		}
		file := "---\ntitle: T\n" + front.String() + "---\n"
		if at, ok := markAt(t, file); ok && !strings.HasPrefix(at, "nowhere]") {
			t.Errorf("the mark is found at %.50q in %q", at, file)
		}
	})
}

// markAt loads an entry and returns the text from where the unknown citation `nowhere` is reported.
func markAt(t *testing.T, file string) (string, bool) {
	t.Helper()
	tree := fstest.MapFS{"site.yaml": {Data: []byte(siteYAML)}, "systems/e.md": {Data: []byte(file)}}
	for _, d := range loadAll(t, tree) {
		inside(t, tree, d)
		if d.Code == "unknown-citation" && strings.Contains(d.Message, "nowhere") {
			line := []rune(strings.Split(file, "\n")[d.Line-1])
			return string(line[d.Column-1:]), true
		}
	}
	return "", false
}

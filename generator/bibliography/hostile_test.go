package bibliography

import (
	"strings"
	"testing"
	"time"
)

// patience is how long any file may take on a busy machine.
const patience = 20 * time.Second

// TestHostileLists reads large lists that cost a naive reader the square of their length, or more memory
// than there is.
func TestHostileLists(t *testing.T) {
	const size = MaxBytes / 8
	fill := func(start, unit, end string) string {
		return start + strings.Repeat(unit, (size-len(start)-len(end))/len(unit)) + end
	}
	tests := []struct {
		name   string
		format Format
		text   string
	}{
		{"lists", JSON, fill("", "[", "")},
		{"empty lists", JSON, fill("[", "[],", "[]]")},
		{"empty objects", JSON, fill("[", "{},", "{}]")},
		{"fields", JSON, fill("[{", `"a":1,`, `"b":1}]`)},
		{"tags", JSON, fill(`[{"title":"`, "<i", `"}]`)},
		{"names", JSON, fill(`[{"author":[`, `{"family":"a"},`, `{}]}]`)},
		{"lists", YAML, fill("", "[", "")},
		{"flow list", YAML, fill("[", "a,", "]")},
		{"short flow list", YAML, "[" + strings.Repeat("a,", 250_000) + "]"},
		{"indented lists", YAML, fill("", "- ", "")},
		{"brackets", YAML, fill("- title: '", "[", "'")},
		{"asterisks", YAML, fill("- title: '", "*a", "'")},
		{"aliases", YAML, "- &a " + strings.Repeat("x", 1<<20) + "\n" + strings.Repeat("- *a\n", 250_000)},
		{"documents", YAML, fill("", "---\n", "")},
		{"records", YAML, fill("", "- id: a\n", "")},
		{"braces", BibTeX, fill("@a{b,c=", "{", "")},
		{"open entries", BibTeX, fill("", "@a{b,c={\n", "")},
		{"entries", BibTeX, fill("", "@a{b}\n", "")},
		{"fields", BibTeX, fill("@a{b", ",c=1", "}")},
		{"signs", BibTeX, fill("", "@", "")},
		{"comments", BibTeX, fill("", "@comment{", "")},
		{"long value", BibTeX, fill("@a{b,title={", "x", "}}")},
		{"macros", BibTeX, "@string{a={" + strings.Repeat(`\'e`, 100_000) + "}}" + strings.Repeat("@a{b,c=a}", 5_000)},
		{"growing macros", BibTeX, "@string{a={aaaaaaaa}}" + strings.Repeat("@string{a=a#a#a#a}", 1000)},
		{"inherited", BibTeX, "@a{p,title={" + strings.Repeat(`\'e`, 100_000) + "}}" + strings.Repeat("@a{b,crossref=p}", 10_000)},
		{"accents", BibTeX, "@a{b,title={" + strings.Repeat(`\'`, 1<<19-100) + "}}"},
		{"quotations", BibTeX, "@a{b,title={" + strings.Repeat(`\enquote{`, 1<<16) + strings.Repeat("}", 1<<16) + "}}"},
		{"links", BibTeX, "@a{b,title={" + strings.Repeat(`\href{`, 1<<16) + strings.Repeat("}", 1<<16) + "}}"},
		{"commands", BibTeX, "@a{b,title={" + strings.Repeat(`\foo\bar`, 1<<16) + "}}"},
		{"names", BibTeX, "@a{b,author={" + strings.Repeat("a and ", 1<<17) + "}}"},
		{"words", BibTeX, "@a{b,author={" + strings.Repeat("a ", 1<<18) + "}}"},
		{"tags", RIS, fill("TY  - JOUR\n", "AU  - a\n", "ER  -")},
		{"unknown tags", RIS, fill("TY  - JOUR\n", "ZZ  - a\n", "ER  -")},
		{"one field", RIS, fill("TY  - JOUR\nTI  - a\n", "a\n", "ER  -")},
		{"records", RIS, fill("", "TY  - JOUR\nER  -\n", "")},
		{"no records", RIS, fill("", "ER  -\n", "")},
	}
	for _, test := range tests {
		start := time.Now()
		records, found := Read("list", test.format, []byte(test.text))
		took := time.Since(start)
		t.Logf("%-15s %5d records, %2d mistakes, %v", test.name, len(records), len(found), took.Round(time.Millisecond))
		if took > patience {
			t.Errorf("%s took %v", test.name, took)
		}
		if len(found) > maxMistakes+1 || len(records) > maxRecords {
			t.Errorf("%s gave %d records and %d mistakes", test.name, len(records), len(found))
		}
	}
}

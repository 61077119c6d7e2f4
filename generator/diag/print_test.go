package diag

import (
	"bytes"
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"testing"
)

// odd are diagnostics whose words and paths are full of signs that some format knows.
func odd() List {
	return List{
		New(Position{"content/a b,c:d/100%.md", 1, 2, 1, 5}, "uncited", "50% of \"a\nb\"\r, c: d\x1b[31m", "try: [@a], <b>"),
		New(Position{"content/ä.md", 3, 4, 5, 1}, "orphan-entry", "over lines", ""),
		New(Position{"a:b.md", 7, 1, 7, 1}, "no-passage", "info", ""),
		New(Position{"/root/c.md", 7, 1, 7, 1}, "uncited", "absolute", ""),
		New(Position{"../d\xff.md", 7, 1, 7, 1}, "uncited", "bad byte \xff", ""),
	}
}

// TestGitHub compares with what GitHub's rules of escaping make of the signs.
func TestGitHub(t *testing.T) {
	var out bytes.Buffer
	if err := GitHub(&out, odd()); err != nil {
		t.Fatal(err)
	}
	want := `::error file=content/a b%2Cc%3Ad/100%25.md,line=1,endLine=1,col=2,endColumn=5,title=uncited::50%25 of "a%0Ab"%0D, c: d\u001b[31m%0Atry: [@a], <b>
::warning file=content/ä.md,line=3,endLine=5,title=orphan-entry::over lines
::notice file=a%3Ab.md,line=7,endLine=7,col=1,endColumn=1,title=no-passage::info
::error file=/root/c.md,line=7,endLine=7,col=1,endColumn=1,title=uncited::absolute
` + "::error file=../d\xff.md,line=7,endLine=7,col=1,endColumn=1,title=uncited::bad byte \xff\n" // as in text
	if out.String() != want {
		t.Errorf("it prints\n%s\nbut should\n%s", out.String(), want)
	}
}

// member walks into a value of JSON, and fails where there is nothing.
func member(t *testing.T, value any, path ...any) any {
	t.Helper()
	for _, step := range path {
		switch step := step.(type) {
		case string:
			m, _ := value.(map[string]any)
			if value = m[step]; value == nil {
				t.Fatalf("there is no %v at %q", path, step)
			}
		case int:
			list, _ := value.([]any)
			if step >= len(list) {
				t.Fatalf("there is no %v at %d", path, step)
			}
			value = list[step]
		}
	}
	return value
}

// readSARIF prints a list and reads the log again.
func readSARIF(t *testing.T, l List) any {
	t.Helper()
	var out bytes.Buffer
	if err := SARIF(&out, l, func(code string) string { return code + " is wrong. It is: mend it.\n\nWrong:\n\n```\nx\n```\n" }); err != nil {
		t.Fatal(err)
	}
	var log any
	if err := json.Unmarshal(out.Bytes(), &log); err != nil {
		t.Fatal(err)
	}
	return log
}

// TestSARIF holds the log to what the schema of SARIF 2.1.0 and GitHub's code scanning require.
func TestSARIF(t *testing.T) {
	log := readSARIF(t, odd())
	if v := member(t, log, "version"); v != "2.1.0" {
		t.Errorf("version %v", v)
	}
	if s := member(t, log, "$schema").(string); !strings.HasSuffix(s, "/sarif-schema-2.1.0.json") {
		t.Errorf("$schema %v", s)
	}
	run := member(t, log, "runs", 0)
	if k := member(t, run, "columnKind"); k != "unicodeCodePoints" {
		t.Errorf("columnKind %v", k)
	}
	rules := member(t, run, "tool", "driver", "rules").([]any)
	member(t, run, "tool", "driver", "name")
	var ids []string
	for _, r := range rules {
		ids = append(ids, member(t, r, "id").(string))
		for _, path := range [][]any{{"shortDescription", "text"}, {"fullDescription", "text"}, {"help", "text"}, {"help", "markdown"}, {"defaultConfiguration", "level"}} {
			member(t, r, path...)
		}
	}
	if !slices.Equal(ids, []string{"no-passage", "orphan-entry", "uncited"}) {
		t.Errorf("rules %q", ids)
	}
	for _, path := range [][]any{{2, "shortDescription", "text", "uncited is wrong"}, {2, "fullDescription", "text", "uncited is wrong. It is: mend it."}, {2, "defaultConfiguration", "level", "error"}} {
		if got, want := member(t, rules, path[:3]...), path[3]; got != want {
			t.Errorf("%v is %q, not %q", path[:3], got, want)
		}
	}
	levels, uris := []string{"error", "warning", "note", "error", "error"}, []string{"content/a%20b,c:d/100%25.md", "content/%C3%A4.md", "./a:b.md", "file:///root/c.md", "../d%FF.md"}
	for i, d := range odd() {
		result := member(t, run, "results", i)
		index := int(member(t, result, "ruleIndex").(float64))
		if id := member(t, result, "ruleId"); id != d.Code || ids[index] != d.Code {
			t.Errorf("result %d has the rule %v, at %d", i, id, index)
		}
		text := strings.ToValidUTF8(d.Message, "\ufffd")
		if d.Hint != "" {
			text += "\n" + d.Hint
		}
		if got := member(t, result, "message", "text"); got != text {
			t.Errorf("result %d says %q, not %q", i, got, text)
		}
		place := member(t, result, "locations", 0, "physicalLocation")
		uri := member(t, place, "artifactLocation", "uri").(string)
		if _, err := url.Parse(uri); err != nil || uri != uris[i] || member(t, result, "level") != levels[i] {
			t.Errorf("result %d is at %s, %v", i, uri, err)
		}
		for name, want := range map[string]int{"startLine": d.Line, "startColumn": d.Column, "endLine": d.EndLine, "endColumn": d.EndColumn} {
			if got := member(t, place, "region", name); got != float64(want) {
				t.Errorf("result %d: %s is %v, not %d", i, name, got, want)
			}
		}
	}
}

// TestSARIFEmpty: without results a log has empty lists, which say that all is well.
func TestSARIFEmpty(t *testing.T) {
	run := member(t, readSARIF(t, nil), "runs", 0)
	if results := member(t, run, "results").([]any); len(results) != 0 {
		t.Errorf("results %v", results)
	}
	if rules := member(t, run, "tool", "driver", "rules").([]any); len(rules) != 0 {
		t.Errorf("rules %v", rules)
	}
}

package main

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"dossier/generator/check"
	"dossier/generator/dossier"
	"dossier/generator/load"
)

// TestRules runs a script for each rule: a failing case with everything that is printed, and a passing one that differs
// only in what the rule is about. With UPDATE=1 it rewrites what is printed.
func TestRules(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/rules",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		UpdateScripts:       os.Getenv("UPDATE") != "",
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"base":      copyAround(filepath.Join("testdata", "rules", "base")),
			"templates": copyAround(filepath.Join("..", "templates")),
			"lock":      writeLock,
			"write":     writeBytes,
			"fill":      fillFile,
		},
	})
}

// copyAround returns the script commands `base DIR...` and `templates DIR...`: they put a small dossier without any
// mistake, or the real templates, into each directory, around the files that are there already.
func copyAround(from string) func(ts *testscript.TestScript, neg bool, args []string) {
	content := os.DirFS(from)
	return func(ts *testscript.TestScript, _ bool, args []string) {
		for _, dir := range args {
			ts.Check(fs.WalkDir(content, ".", func(name string, entry fs.DirEntry, err error) error {
				if err != nil || entry.IsDir() {
					return err
				}
				to := ts.MkAbs(filepath.Join(dir, filepath.FromSlash(name)))
				if _, err := os.Lstat(to); err == nil {
					return nil
				}
				data, err := fs.ReadFile(content, name)
				if err != nil {
					return err
				}
				if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
					return err
				}
				return os.WriteFile(to, data, 0o644)
			}))
		}
	}
}

// writeLock is the script command `lock DIR [ENTRY/CITATION=STATE:WHERE]...`: it writes the evidence.lock of a content
// directory as if every passage had been found, but for those that are named.
func writeLock(ts *testscript.TestScript, _ bool, args []string) {
	dir := ts.MkAbs(args[0])
	d, _, err := load.Load(os.DirFS(dir), dir)
	ts.Check(err)
	said := map[string]string{}
	for _, arg := range args[1:] {
		passage, fact, _ := strings.Cut(arg, "=")
		said[passage] = fact
	}
	var lock dossier.Lock
	add := func(id string, list []dossier.Citation) {
		for i := range list {
			state, where, ok := strings.Cut(said[id+"/"+list[i].ID], ":")
			if !ok {
				state, where = dossier.PassageFound, "-"
			}
			lock.Passages = append(lock.Passages, dossier.PassageFact{Entry: id, Citation: list[i].ID, SHA256: dossier.PassageHash(&list[i]), State: state, Where: where})
		}
	}
	for _, e := range d.Entries {
		add(e.ID, e.Citations)
	}
	for _, p := range d.Pages {
		add(p.ID, p.Citations)
	}
	lock.Sort()
	ts.Check(os.WriteFile(filepath.Join(dir, "evidence.lock"), []byte(lock.String()), 0o644))
}

// writeBytes is the script command `write FILE TEXT`; TEXT may have Go's escapes, such as \n, \r and \xff.
func writeBytes(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: write FILE TEXT")
	}
	text, err := strconv.Unquote(`"` + strings.ReplaceAll(args[1], `"`, `\"`) + `"`)
	ts.Check(err)
	ts.Check(os.MkdirAll(filepath.Dir(ts.MkAbs(args[0])), 0o755))
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(text), 0o644))
}

// fillFile is the script command `fill FILE SIZE`: it adds spaces until the file has that many bytes.
func fillFile(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: fill FILE SIZE")
	}
	size, err := strconv.Atoi(args[1])
	ts.Check(err)
	data, err := os.ReadFile(ts.MkAbs(args[0]))
	ts.Check(err)
	data = append(data, bytes.Repeat([]byte(" "), size-len(data))...)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), data, 0o644))
}

// elsewhere names the stage that reports a rule that has no file in package check.
func elsewhere() map[string]string {
	return map[string]string{
		"bad-date":             "load: a date is parsed once",
		"bad-id":               "load: what has no id cannot be kept by it",
		"file-too-large":       "load: it is not read",
		"front-matter-missing": "load: there is nothing to decode",
		"front-matter-syntax":  "load: there is nothing to decode",
		"import-syntax":        "bibliography: it alone reads lists of references",
		"invalid-utf8":         "load: it is not parsed",
		"missing-field":        "load: as it decodes",
		"template-error":       "render: it alone knows the templates",
		"unknown-field":        "load: as it decodes",
		"wrong-type":           "load: as it decodes",
	}
}

// TestRulesAreComplete demands of every rule a file, a paragraph with both examples and a script, and of each of those a
// rule.
func TestRulesAreComplete(t *testing.T) {
	codes := check.Codes()
	if !slices.IsSorted(codes) {
		t.Error("the table of rules is not sorted by code")
	}
	for _, code := range codes {
		name := strings.ReplaceAll(code, "-", "") + ".go"
		_, err := os.Stat(filepath.Join("check", name))
		switch reason := elsewhere()[code]; {
		case err != nil && reason == "":
			t.Errorf("%s: there is no check/%s, and no other stage reports it", code, name)
		case err == nil && reason != "":
			t.Errorf("%s: check/%s is there, and elsewhere says that another stage reports it", code, name)
		}
		explained(t, code)
	}
	for code := range elsewhere() {
		if !slices.Contains(codes, code) {
			t.Errorf("elsewhere names %s, which is no rule", code)
		}
	}
	ofRules(t, codes, "check/explain/*.md")
	ofRules(t, codes, "testdata/rules/*.txtar")
}

// explained holds the paragraph on a code to its form.
func explained(t *testing.T, code string) {
	text, ok := check.Explain(code)
	if !ok {
		t.Errorf("%s: there is no check/explain/%s.md", code, code)
		return
	}
	paragraph, examples, _ := strings.Cut(text, "\nWrong:\n\n```")
	wrong, right, _ := strings.Cut(examples, "\n```\n\nRight:\n\n```")
	switch {
	case len(strings.Fields(paragraph)) < 20:
		t.Errorf("%s: the paragraph is missing or too short to help", code)
	case strings.Contains(strings.TrimSpace(paragraph), "\n\n"):
		t.Errorf("%s: one paragraph, then the examples", code)
	case !strings.Contains(wrong, "\n") || !strings.HasSuffix(right, "\n```\n"):
		t.Errorf("%s: a code block behind `Wrong:` and one behind `Right:` end the text", code)
	}
}

// ofRules demands that the files of a pattern are named like the rules, each of them once.
func ofRules(t *testing.T, codes []string, pattern string) {
	files, err := filepath.Glob(filepath.FromSlash(pattern))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range files {
		names = append(names, strings.TrimSuffix(filepath.Base(f), filepath.Ext(f)))
	}
	for _, code := range codes {
		if !slices.Contains(names, code) {
			t.Errorf("%s: there is none among %s", code, pattern)
		}
	}
	for _, name := range names {
		if !slices.Contains(codes, name) {
			t.Errorf("%s is among %s, and no rule has that code", name, pattern)
		}
	}
}

package load

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"go.yaml.in/yaml/v4"

	"dossier/generator/diag"
	"dossier/generator/dossier"
)

// A judge knows a schema as a program reads it.
type judge struct {
	t        *testing.T
	top      map[string]any
	patterns map[string]*regexp.Regexp
}

func newJudge(t *testing.T, name string) *judge {
	t.Helper()
	text, err := Schema(name)
	if err != nil {
		t.Fatal(err)
	}
	j := &judge{t: t, patterns: map[string]*regexp.Regexp{}}
	if err := json.Unmarshal(text, &j.top); err != nil {
		t.Fatal(err)
	}
	return j
}

// match reports whether a text matches a pattern.
func (j *judge) match(pattern, text string) bool {
	if j.patterns[pattern] == nil {
		j.patterns[pattern] = regexp.MustCompile(pattern)
	}
	return j.patterns[pattern].MatchString(text)
}

// deref follows a reference in a schema.
func (j *judge) deref(s map[string]any) map[string]any {
	name, ok := s["$ref"].(string)
	if !ok {
		return s
	}
	to, ok := j.top["$defs"].(map[string]any)[strings.TrimPrefix(name, "#/$defs/")].(map[string]any)
	if !ok {
		j.t.Fatalf("the schema refers to %s, which is not there", name)
	}
	return to
}

// fits reports whether a value is valid by a schema. It knows as much of JSON Schema as the schemas use, and fails on what
// it does not know.
func (j *judge) fits(s map[string]any, value any) bool {
	s = j.deref(s)
	for key, rule := range s {
		ok := true
		switch key {
		case "$schema", "$defs", "title", "description":
		case "type":
			ok = slices.ContainsFunc(listed(rule), func(name any) bool { return isOf(name.(string), value) })
		case "enum":
			ok = slices.Contains(rule.([]any), value)
		case "pattern":
			text, is := value.(string)
			ok = !is || j.match(rule.(string), text)
		case "minimum", "maximum":
			n, is := value.(int)
			ok = !is || key == "minimum" && n >= int(rule.(float64)) || key == "maximum" && n <= int(rule.(float64))
		case "minItems":
			list, is := value.([]any)
			ok = !is || len(list) >= int(rule.(float64))
		case "items":
			list, _ := value.([]any)
			ok = !slices.ContainsFunc(list, func(item any) bool { return !j.fits(rule.(map[string]any), item) })
		case "anyOf":
			ok = slices.ContainsFunc(rule.([]any), func(one any) bool { return j.fits(one.(map[string]any), value) })
		case "required", "properties", "propertyNames", "additionalProperties":
			m, is := value.(map[string]any)
			ok = !is || j.fieldsFit(s, key, m)
		default:
			j.t.Fatalf("the schema has a rule %q that is not tested", key)
		}
		if !ok {
			return false
		}
	}
	return true
}

// fieldsFit does so for the rules about mappings.
func (j *judge) fieldsFit(s map[string]any, rule string, m map[string]any) bool {
	known, _ := s["properties"].(map[string]any)
	if rule == "required" {
		return !slices.ContainsFunc(s[rule].([]any), func(name any) bool { return m[name.(string)] == nil })
	}
	for name, value := range m {
		of, isKnown := known[name].(map[string]any)
		other, open := s["additionalProperties"].(map[string]any)
		switch {
		case rule == "properties" && isKnown && !j.fits(of, value),
			rule == "propertyNames" && !j.fits(s[rule].(map[string]any), name),
			rule == "additionalProperties" && !isKnown && (!open || !j.fits(other, value)):
			return false
		}
	}
	return true
}

func listed(rule any) []any {
	if list, ok := rule.([]any); ok {
		return list
	}
	return []any{rule}
}

// isOf reports whether a value has a type of JSON.
func isOf(name string, value any) bool {
	switch value.(type) {
	case string:
		return name == "string"
	case bool:
		return name == "boolean"
	case int:
		return name == "integer" || name == "number"
	case float64:
		return name == "number"
	case []any:
		return name == "array"
	case map[string]any:
		return name == "object"
	}
	return false
}

// sample makes a value of a schema, with every field that it knows.
func (j *judge) sample(s map[string]any) any {
	switch s["$ref"] {
	case "#/$defs/date", "#/$defs/day":
		return "2026-01-02"
	case "#/$defs/id":
		return "an-id"
	}
	s = j.deref(s)
	if enum, ok := s["enum"].([]any); ok {
		return enum[0]
	}
	switch listed(s["type"])[0] {
	case "array":
		return []any{j.sample(s["items"].(map[string]any))}
	case "number":
		return 7
	case "boolean":
		return true
	case "string":
		return "US"
	}
	m := map[string]any{}
	if more, ok := s["additionalProperties"].(map[string]any); ok {
		key := "a-name"
		if strings.Contains(s["propertyNames"].(map[string]any)["pattern"].(string), "[A-Z]{2}") {
			key = "US-CA"
		}
		m[key] = j.sample(more)
	}
	known, _ := s["properties"].(map[string]any)
	for name, of := range known {
		m[name] = j.sample(of.(map[string]any))
	}
	return m
}

// refused reads a document and returns what is wrong with its fields alone.
func refused(t *testing.T, m *memory, name string, document any) (faults []string) {
	t.Helper()
	text, err := json.Marshal(document)
	if err != nil {
		t.Fatal(err)
	}
	var found diag.List
	text = slices.Concat([]byte("---\n"), text, []byte("\n---\n"))
	d := &decoder{file: dossier.NewFile("e.md", "e.md", text), diags: &found, memory: m}
	switch root := d.frontMatter(); name {
	case "entry":
		d.entry(root, &dossier.Kind{}, "e")
	case "source":
		d.source(root, "e")
	case "page":
		d.page(root, "e")
	case "translation":
		d.translation(root, "pages", "e", "de")
	default:
		d.readSite(root, &dossier.Site{})
	}
	for _, x := range found {
		if x.Code != "duplicate-id" { // a relation that is its own inverse
			faults = append(faults, x.Message)
		}
	}
	return faults
}

// probes are values that go into every field: the schema and the program agree on which of them it may have.
func probes() []any {
	return []any{7, 2014, 0.5, true, "", " ", "US", "2014", "2014-13", "2014~", "2021-21", "../2022-01", "2014/..", "2014/2019?", "22.11.2026", "2026-01-02", "an-id", "An id",
		"current", "primary", "about", "forward", "webpage", []any{}, []any{"US"}, []any{7}, []any{[]any{}}, []any{map[string]any{}}, map[string]any{}, map[string]any{"a-name": "US"},
		map[string]any{"US": "US"}, map[string]any{"US": 7}, map[string]any{"a-name": map[string]any{}}, map[string]any{"zzz": 7}}
}

// TestSchema holds each schema and the program to each other: a document that has every field of the schema is read, and
// the two refuse the same when a field is left out or has another value.
func TestSchema(t *testing.T) {
	m := newMemory()
	for _, name := range SchemaNames() {
		j := newJudge(t, name)
		document := j.sample(j.top)
		if faults := refused(t, m, name, document); len(faults) > 0 || !j.fits(j.top, document) {
			t.Errorf("%s: a document of all fields is refused: %q", name, faults)
		}
		for field, of := range j.top["properties"].(map[string]any) { // the many variables of CSL that are alike
			if of.(map[string]any)["description"] == nil && field != "version" {
				delete(document.(map[string]any), field)
			}
		}
		tried := 0
		agree := func(what string) {
			t.Helper()
			tried++
			faults := refused(t, m, name, document)
			if fit := j.fits(j.top, document); fit != (len(faults) == 0) {
				t.Errorf("%s with %s: fits the schema: %v, but the program finds %q", name, what, fit, faults)
			}
		}
		vary(document, name, agree)
		if tried < 100 {
			t.Errorf("%s: only %d documents were tried", name, tried)
		}
	}
}

// vary changes a document in one place after the other, and calls try while it is changed.
func vary(value any, path string, try func(what string)) {
	switch value := value.(type) {
	case []any:
		for i, item := range value {
			for _, probe := range probes() {
				value[i] = probe
				try(fmt.Sprintf("%s[%d]: %#v", path, i, probe))
			}
			value[i] = item
			vary(item, fmt.Sprintf("%s[%d]", path, i), try)
		}
	case map[string]any:
		value["no-such-field"] = "US"
		try(path + ".no-such-field")
		delete(value, "no-such-field")
		for _, name := range slices.Sorted(maps.Keys(value)) {
			kept := value[name]
			delete(value, name)
			try("no " + path + "." + name)
			for _, probe := range probes() {
				value[name] = probe
				try(fmt.Sprintf("%s.%s: %#v", path, name, probe))
			}
			value[name] = kept
			vary(kept, path+"."+name, try)
		}
	}
}

// TestSchemaContent: the real content is valid by the schemas, by each alone and by the one with all.
func TestSchemaContent(t *testing.T) {
	all := newJudge(t, "")
	for _, name := range SchemaNames() {
		if all.top["$defs"].(map[string]any)[name] == nil {
			t.Errorf("the schema of all has no %s", name)
		}
	}
	names, err := filepath.Glob("../../content/*/*.md")
	if err != nil {
		t.Fatal(err)
	}
	schemas := map[string]*judge{"sources": newJudge(t, "source"), "pages": newJudge(t, "page")}
	entry := newJudge(t, "entry")
	for _, name := range names {
		s := schemas[filepath.Base(filepath.Dir(name))]
		if s == nil {
			s = entry
		}
		mustFit(t, name, frontOf(t, name), s, all)
	}
	if len(names) < 100 {
		t.Errorf("there are only %d files", len(names))
	}
	site, err := os.ReadFile("../../content/site.yaml")
	if err != nil {
		t.Fatal(err)
	}
	mustFit(t, "site.yaml", string(site), newJudge(t, "site"), all)
}

func mustFit(t *testing.T, name, text string, schemas ...*judge) {
	t.Helper()
	var value any
	if err := yaml.Load([]byte(text), &value); err != nil {
		t.Fatal(err)
	}
	for _, j := range schemas {
		if !j.fits(j.top, undated(value)) {
			t.Errorf("%s does not fit the schema %s", name, j.top["title"])
		}
	}
}

// undated turns the dates that package yaml reads back into what is written, as editors read them.
func undated(value any) any {
	switch value := value.(type) {
	case time.Time:
		return value.Format(time.DateOnly)
	case []any:
		for i := range value {
			value[i] = undated(value[i])
		}
	case map[string]any:
		for name := range value {
			value[name] = undated(value[name])
		}
	}
	return value
}

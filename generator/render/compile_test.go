package render

import (
	"bytes"
	"errors"
	"html/template"
	"io"
	"os"
	"reflect"
	"strings"
	"testing"

	"dossier/generator/load"
)

// real returns the project's own content and templates, ready to render.
func real(t testing.TB) *Renderer {
	t.Helper()
	d, found, err := load.Load(os.DirFS("../../content"), "content")
	if err != nil || len(found) > 0 {
		t.Fatal(err, found)
	}
	r, broken := New(d, os.DirFS("../../templates"), "templates", unchanged)
	if len(broken) > 0 {
		t.Fatal(broken)
	}
	return r
}

// unchanged makes no template smaller.
func unchanged(text []byte) ([]byte, error) { return text, nil }

// Every template that ships is compiled. One that is not still works, but makes a build several times slower.
func TestTemplatesCompile(t *testing.T) {
	r := real(t)
	for _, kind := range pageKinds() {
		p := r.pages[kind.name]
		if _, err := compile(p.small, p.name, reflect.TypeOf(kind.data)); err != nil {
			t.Errorf("pages/%s.html: %v", kind.name, err)
		}
	}
	if r.mark.program == nil || r.margin.program == nil {
		t.Error("parts/mark.html or parts/margin.html is not compiled")
	}
}

// A compiled template writes what html/template writes, on every page of the real content.
func TestCompiledPagesAreTheSame(t *testing.T) {
	r := real(t)
	r.describe()
	w := newWorker(r)
	for _, task := range r.tasks() {
		data := task.make(w)
		p := r.pages[task.kind]
		got, err := p.append(nil, data)
		if err != nil {
			t.Fatal(err)
		}
		var want bytes.Buffer
		if err := p.small.ExecuteTemplate(&want, p.name, data); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want.Bytes()) {
			t.Fatalf("%s: compiled and interpreted pages differ", task.path)
		}
	}
}

// A sample is data with every shape that compiled templates know.
type sample struct {
	embedded
	S     string
	N     int
	B     bool
	L     []string
	P     *inner
	H     template.HTML
	In    inner
	Items []inner
}

type embedded struct{ E string }

type inner struct{ A, B string }

// contexts are templates that put values where html/template escapes them differently.
func contexts() map[string]string {
	return map[string]string{
		"text":      `<p>{{.S}} {{.E}} {{.In.A}}</p>`,
		"attribute": `<p title="{{.S}}" id='{{.E}}'>x</p>`,
		"title":     `<title>{{.S}} {{.N}}</title>`,
		"address":   `<a href="{{.S}}">x</a>`,
		"path":      `<a href="../{{.S}}#{{.E}}">x</a>`,
		"query":     `<a href="x?{{.S}}">x</a>`,
		"meta":      `<meta content="0; url={{.S}}">`,
		"number":    `<li value="{{.N}}">{{.N}} {{len .L}} {{len .S}}`,
		"html":      `<p>{{.H}}</p>`,
		"if":        `{{if .S}}a{{else if .B}}b{{else}}c{{end}}{{if and .S .L}}d{{end}}{{if or .P .B}}e{{end}}{{if not .N}}f{{end}}`,
		"compare":   `{{if eq .S "x" "y"}}a{{end}}{{if ne .N 1}}b{{end}}{{if gt (len .L) 1}}c{{end}}{{if le .N 3}}d{{end}}{{if lt .S .E}}e{{end}}{{if ge .N 2}}f{{end}}`,
		"range":     `{{range $i, $x := .L}}{{if $i}}, {{end}}{{$x}}{{$.S}}{{else}}none{{end}}{{range .Items}}{{.A}}{{range $.L}}{{.}}{{end}}{{end}}`,
		"with":      `{{with .P}}{{.A}}{{else}}none{{end}}{{with $s := .S}}{{$s}}{{$.E}}{{end}}{{with .In}}{{.B}}{{end}}`,
		"call":      `{{define "call"}}<i>{{.A}}{{$.B}}</i>{{end}}{{range $x := .Items}}{{template "call" $x}}{{$.S}}{{end}}{{template "call" .In}}`,
		"comment":   `{{/* nothing */}}<!-- gone -->{{.S}}`,
	}
}

func TestEscaping(t *testing.T) {
	hostile := []string{"", "plain", `"><script>alert(1)</script>`, "javascript:alert(1)", "JAVASCRIPT:x", "a+b='c'&d", "nul\x00byte", "bad\xffutf8",
		"%zz%41", "mailto:x@y", "https://example.org/a b?c=d&e=f#g", "//host/x", "é ü 漢字", "a:b/c", "/a:b", "`back`", "{{.S}}", "\u2028", "x\ty\n"}
	for name, text := range contexts() {
		for _, s := range hostile {
			compareRuns(t, name, text, sample{embedded{s + "e"}, s, len(s), len(s) > 5, []string{s, "two"}, &inner{s, "b"}, "<b>raw</b>", inner{s, s}, []inner{{s, "1"}, {"2", s}}})
		}
		compareRuns(t, name, text, sample{})
	}
}

func FuzzEscaping(f *testing.F) {
	f.Add(`"><img src=x onerror=alert(1)>`)
	f.Add("javascript:alert(1)")
	f.Fuzz(func(t *testing.T, s string) {
		for name, text := range contexts() {
			compareRuns(t, name, text, sample{embedded{s}, s, len(s), s != "", []string{s}, &inner{s, s}, "", inner{s, s}, []inner{{s, s}}})
		}
	})
}

// compareRuns holds a compiled template to html/template.
func compareRuns(t *testing.T, name, text string, data sample) {
	t.Helper()
	set, err := template.New("x").Parse(text)
	if err != nil {
		t.Fatal(name, err)
	}
	var want bytes.Buffer
	if err := set.Execute(&want, &data); err != nil {
		t.Fatal(name, err)
	}
	program, err := compile(set, "x", reflect.TypeOf(&data))
	if err != nil {
		t.Fatal(name, err)
	}
	got, ok := program.append(nil, reflect.ValueOf(&data))
	if !ok || string(got) != want.String() {
		t.Fatalf("%s of %q: got %q, want %q", name, data.S, got, want.String())
	}
}

// What is not compiled is left to html/template, and a field that does not exist is found before any page is made.
func TestNotCompiled(t *testing.T) {
	for _, text := range []string{`{{printf "%q" .S}}`, `{{index .L 0}}`, `<script>var x = {{.S}}</script>`, `<p style="color: {{.S}}">`, `{{range 3}}{{.}}{{end}}`, `{{.S | html}}`, `{{$x := .S}}{{$x}}`} {
		set := template.Must(template.New("x").Parse(text))
		if err := set.Execute(io.Discard, &sample{L: []string{"a"}}); err != nil {
			t.Fatal(text, err)
		}
		var left *unsupported
		if _, err := compile(set, "x", reflect.TypeFor[*sample]()); !errors.As(err, &left) {
			t.Errorf("%s: %v", text, err)
		}
	}
	set := template.Must(template.New("x").Parse("\n{{with .P}}{{.Nope}}{{end}}"))
	if err := set.Execute(io.Discard, &sample{}); err != nil {
		t.Fatal(err)
	}
	var wrong *wrongField
	if _, err := compile(set, "x", reflect.TypeFor[*sample]()); !errors.As(err, &wrong) || !strings.Contains(err.Error(), "x:2:") || !strings.Contains(err.Error(), "Nope") {
		t.Error(err)
	}
}

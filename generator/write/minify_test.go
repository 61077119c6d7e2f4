package write

import (
	"html"
	"path/filepath"
	"strings"
	"testing"
)

// published returns what becomes of a file.
func published(t *testing.T, path, content string) string {
	t.Helper()
	out := filepath.Join(t.TempDir(), "public")
	build(t, out, files{path: content})
	return tree(t, out)[path]
}

func TestMinifySmaller(t *testing.T) {
	tests := []struct{ path, in, want string }{
		{"a.html", "<!-- x -->\n<p>\n   a\n\n   b  </p>\n\n", "<p>\na\nb </p>"},
		{"a.HTML", "<p>a   b</p>", "<p>a b</p>"},
		{"a.html", "", ""},
		{"a.css", "a {\n  color: #ff0000;\n}\n/* x */\n", "a{color:red}"},
		{"a.js", "function f(long) {\n  // x\n  return long + 1;\n}\n", "function f(e){return e+1}"},
		{"a.json", "{ \"a\": [1, 2] }\n", `{"a":[1,2]}`},
	}
	for _, test := range tests {
		if got := published(t, test.path, test.in); got != test.want {
			t.Errorf("%s: %q became %q, want %q", test.path, test.in, got, test.want)
		}
	}
}

// What stands here comes out byte for byte.
func TestMinifyKeeps(t *testing.T) {
	kept := map[string][]string{
		"a.html": {
			`<!doctype html><html lang="en"><head><meta charset="utf-8"><title>x</title></head><body><p>x</p></body></html>`,
			`<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src 'self' data:">`,
			`<svg viewBox="0 0 9  9"  width="1"><!-- c --><text x="1">a <tspan> b</tspan> <tspan>c</tspan>  </text></svg> tail`,
			"<pre>\n  a\n\n\tb &lt;c&gt;   </pre>",
			"<pre><code>  x\n\n   y  </code></pre>",
			"<textarea>\n  a\n    b</textarea>",
			`<p><b>a</b> <i>b</i> <a href="x">c</a> <code>d</code> <span> e </span> f <img src="a.png" alt="b"> g</p>`,
			`<ul><li>a</li> <li>b</li></ul> <dl><dt>a</dt> <dd>b</dd></dl>`,
			`<p>a<br> b <wbr>c <button type="submit">d</button> e <q>f</q> g</p>`,
			`<p><a id="claim-x"></a>text <a id="y"></a> text <a id="z" href="#z"></a></p>`,
			"<script type=\"application/ld+json\">{ \"@type\":  \"Article\",\n \"n\": 1.0, \"s\": \"<\\/script>\" }</script>",
			`<script src="a.js" defer></script>`,
			`<input type="text" name="q"><form method="get"><button type="submit">x</button></form>`,
			`<a href="https://example.org/a?b=1&amp;copy=2&amp;lt=3#:~:text=first%20words,last%20words" rel="noreferrer noopener external">x</a>`,
			`<p title="it's &amp;quot;quoted&amp;quot;">x</p>`,
			`<details open><summary>a</summary> b</details> <template><p> x </p></template>`,
			`<table><thead><tr><th scope="col">a</th></tr></thead> <tbody><tr><td colspan="1">b</td></tr></tbody></table>`,
		},
		"a.json": {`{"a":41000000,"b":[1.0,0.50,1e3,-0],"c":"a  b\u003c\u2028","d":null}`},
		"a.css":  {`@media print{a[href^=http]::after{content:" (" attr(href)")"}}`},
		"a.js":   {`"use strict";(function(){addIndex({a:["x  y"]})})()`},
		"a.xml":  {"<?xml version=\"1.0\"?>\n<feed>  <title> a  <b>b</b> c </title>\n</feed>\n"},
		"a.svg":  {"<svg>\n  <text>a <tspan>b</tspan></text>\n</svg>\n"},
		"a.csv":  {"a,b\r\n1,  2\r\n"},
		"_headers": {
			"/*\n  X-Frame-Options: DENY\n",
		},
		"json": {"{ }"},
	}
	for path, contents := range kept {
		for _, content := range contents {
			if got := published(t, path, content); got != content {
				t.Errorf("%s:\n%s\nbecame\n%s", path, content, got)
			}
		}
	}
}

// Entities may change how they are written, never what they say.
func TestMinifyEntities(t *testing.T) {
	for _, text := range []string{
		`a &amp;lt; b`, `&lt;x&gt; &amp;amp; &#38;amp;`, `AT&amp;T &amp;copy; &copy; &amp;copy`, `&amp;#60; &#60; &#x3c;`, `x&nbsp;y&#8239;z`,
		`&quot;q&quot; &#39;s&#39; &ldquo;d&rdquo; &mdash;`, `&shy;a&zwj;b&lrm;`, `1 &lt;2 &amp;2 &amp; 3`, `&amp;notin; &notit;`, `a &amp b`,
	} {
		want := html.UnescapeString(text)
		got := published(t, "a.html", "<p>"+text+"</p>")
		inner := strings.TrimSuffix(strings.TrimPrefix(got, "<p>"), "</p>")
		if strings.ContainsAny(inner, "<") || html.UnescapeString(inner) != want {
			t.Errorf("text %s became %s", text, inner)
		}
		got = published(t, "a.html", `<p title="`+text+`">x</p>`)
		inner = strings.TrimSuffix(strings.TrimPrefix(got, `<p title="`), `">x</p>`)
		if strings.ContainsAny(inner, `"`) || html.UnescapeString(inner) != want {
			t.Errorf("attribute %s became %s", text, inner)
		}
	}
}

func TestMinifyErrors(t *testing.T) {
	for path, content := range map[string]string{
		"d/a.js":   "var = ;",
		"d/a.json": "[1, 2",
		"d/b.json": "",
		"d/c.JSON": `{"a": 1,}`,
	} {
		_, err := tryBuild(filepath.Join(t.TempDir(), "public"), files{path: content})
		if err == nil || !strings.Contains(err.Error(), path) || !strings.Contains(err.Error(), "minify") {
			t.Errorf("%s: error %v", path, err)
		}
	}
}

// A template loses what a page would lose, and keeps its actions, wherever they stand.
func TestMinifyTemplate(t *testing.T) {
	for in, want := range map[string]string{
		"<!-- x -->\n<p   class=\"a\">\n   {{.Title}}\n\n   b  </p>\n":                      "<p class=\"a\">\n{{.Title}}\nb </p>",
		"<li{{with .ID}}  id=\"{{.}}\"{{end}}>{{- range .A}}  <b>{{.}}</b>{{end -}}\n</li>": "<li{{with .ID}}  id=\"{{.}}\"{{end}}>{{- range .A}} <b>{{.}}</b>{{end -}}\n</li>",
		"{{define \"main\" -}}<pre>\n a\n\n  {{.B}}</pre>{{end}}":                           "{{define \"main\" -}}<pre>\n a\n\n  {{.B}}</pre>{{end}}",
		"{{if lt .A 2}}<br>{{else}}\"{{.C}}\"{{end}}":                                       "{{if lt .A 2}}<br>{{else}}\"{{.C}}\"{{end}}",
	} {
		if got, err := MinifyTemplate([]byte(in)); err != nil || string(got) != want {
			t.Errorf("%q became %q, not %q: %v", in, got, want, err)
		}
	}
}

package serve

import (
	"errors"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"dossier/generator/diag"
)

const policy = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'"

// start returns a server at that address that serves those files, and has not begun to answer on its own.
func start(t *testing.T, address string, files map[string]string) *Server {
	t.Helper()
	s, err := Listen(address, Options{Policy: policy})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.listener.Close() })
	s.show(siteOf(files), nil, nil)
	return s
}

func siteOf(files map[string]string) *Site {
	return &Site{Base: "/dossier/", File: func(path string) ([]byte, error) {
		text, ok := files[path]
		switch {
		case !ok:
			return nil, fs.ErrNotExist
		case text == "broken":
			return nil, errors.New("templates/pages/x.html:1:2: <wrong>")
		}
		return []byte(text), nil
	}}
}

func page(text string) string {
	return "<!doctype html><html lang=\"en\"><head><title>T</title></head><body>" + text + "</body></html>"
}

// get asks for a path as it stands, without tidying it first.
func get(s *Server, method, path string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, "http://localhost/", nil)
	r.URL.Path = path
	for i := 0; i < len(headers); i += 2 {
		if headers[i] == "Host" {
			r.Host = headers[i+1]
		}
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

func TestPaths(t *testing.T) {
	s := start(t, "127.0.0.1:0", map[string]string{
		"index.html": page("home"), "404.html": page("nothing here"), "things/index.html": page("all things"), "things/a.html": page("thing a"),
		"assets/site.css": "css", "assets/map.png": "png", "data/x.json": "{}", "feed.xml": "<feed/>", "_headers": "/*", "bad.html": "broken",
	})
	for _, test := range []struct {
		path   string
		status int
		kind   string
		want   string
	}{
		{"/", 200, "text/html; charset=utf-8", "home"},
		{"/index.html", 200, "text/html; charset=utf-8", "home"},
		{"/things/", 200, "text/html; charset=utf-8", "all things"},
		{"/things/a.html", 200, "text/html; charset=utf-8", "thing a"},
		{"/things/a.html/", 404, "text/html; charset=utf-8", "nothing here"},
		{"/assets/site.css", 200, "text/css; charset=utf-8", "css"},
		{"/assets/map.png", 200, "image/png", "png"},
		{"/assets/", 404, "text/html; charset=utf-8", "nothing here"},
		{"/data/x.json", 200, "application/json", "{}"},
		{"/feed.xml", 200, "application/xml", "<feed/>"},
		{"/_headers", 200, "text/plain; charset=utf-8", "/*"},
		{"/dossier/", 200, "text/html; charset=utf-8", "home"},
		{"/dossier/things/a.html", 200, "text/html; charset=utf-8", "thing a"},
		{"/dossierx/", 404, "text/html; charset=utf-8", "nothing here"},
		{"/bad.html", 500, "text/html; charset=utf-8", "templates/pages/x.html:1:2: &lt;wrong&gt;"},
		{"", 404, "text/html; charset=utf-8", "nothing here"},
		{"*", 404, "text/html; charset=utf-8", "nothing here"},
		{"//", 404, "text/html; charset=utf-8", "nothing here"},
		{"//example.org", 404, "text/html; charset=utf-8", "nothing here"},
		{"//things", 404, "text/html; charset=utf-8", "nothing here"},
		{"/things//a.html", 404, "text/html; charset=utf-8", "nothing here"},
		{"/..", 404, "text/html; charset=utf-8", "nothing here"},
		{"/../index.html", 404, "text/html; charset=utf-8", "nothing here"},
		{"/things/../index.html", 404, "text/html; charset=utf-8", "nothing here"},
		{"/./index.html", 404, "text/html; charset=utf-8", "nothing here"},
		{"/things\\a.html", 404, "text/html; charset=utf-8", "nothing here"},
		{"/\x00", 404, "text/html; charset=utf-8", "nothing here"},
		{"/_serve/live.js", 200, "text/javascript; charset=utf-8", "EventSource"},
		{"/_serve/panel.css", 200, "text/css; charset=utf-8", "aside._serve"},
		{"/_serve/", 404, "text/plain; charset=utf-8", "not found"},
		{"/_serve/../http.go", 404, "text/plain; charset=utf-8", "not found"},
	} {
		w := get(s, "GET", test.path)
		if kind := w.Header().Get("Content-Type"); w.Code != test.status || kind != test.kind || !strings.Contains(w.Body.String(), test.want) {
			t.Errorf("GET %q: %d %s\n%s", test.path, w.Code, kind, w.Body)
		}
		head := get(s, "HEAD", test.path)
		if head.Code != w.Code || head.Header().Get("Content-Type") != w.Header().Get("Content-Type") || head.Body.Len() > 0 && w.Code != 404 {
			t.Errorf("HEAD %q: %d %v, %d bytes", test.path, head.Code, head.Header(), head.Body.Len())
		}
		for name, want := range map[string]string{"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "Content-Security-Policy": policy + "; frame-ancestors 'none'"} {
			if got := w.Header().Get(name); got != want {
				t.Errorf("GET %q: %s: %q", test.path, name, got)
			}
		}
	}
	for path, to := range map[string]string{"/things": "/things/", "/dossier/things": "/dossier/things/"} {
		if w := get(s, "GET", path); w.Code != http.StatusTemporaryRedirect || w.Header().Get("Location") != to {
			t.Errorf("GET %s: %d %s", path, w.Code, w.Header().Get("Location"))
		}
	}
}

func TestMethods(t *testing.T) {
	s := start(t, "127.0.0.1:0", map[string]string{"index.html": page("home")})
	for _, method := range []string{"POST", "PUT", "DELETE", "OPTIONS", "PATCH", "X"} {
		for _, path := range []string{"/", "/_serve/events", "/_serve/live.js"} {
			if w := get(s, method, path); w.Code != http.StatusMethodNotAllowed || w.Header().Get("Allow") != "GET, HEAD" {
				t.Errorf("%s %s: %d", method, path, w.Code)
			}
		}
	}
}

func TestETag(t *testing.T) {
	files := map[string]string{"index.html": page("home"), "404.html": page("nothing")}
	s := start(t, "127.0.0.1:0", files)
	tag := get(s, "GET", "/").Header().Get("ETag")
	if w := get(s, "GET", "/", "If-None-Match", tag); tag == "" || w.Code != http.StatusNotModified || w.Body.Len() > 0 {
		t.Errorf("the same: %d, %q", w.Code, tag)
	}
	s.show(siteOf(map[string]string{"index.html": page("new")}), nil, nil)
	if w := get(s, "GET", "/", "If-None-Match", tag); w.Code != http.StatusOK {
		t.Errorf("another: %d", w.Code)
	}
	if w := get(s, "GET", "/nothing", "If-None-Match", "*"); w.Code != http.StatusNotFound || w.Header().Get("ETag") != "" {
		t.Errorf("none: %d", w.Code)
	}
}

// A name that is not this server's is that of a page elsewhere which has it point here.
func TestHosts(t *testing.T) {
	local := start(t, "127.0.0.1:0", map[string]string{"index.html": page("home")})
	all := start(t, "0.0.0.0:0", map[string]string{"index.html": page("home")})
	for host, want := range map[string][2]bool{
		"localhost": {true, true}, "LOCALHOST:8000": {true, true}, "127.0.0.1": {true, true}, "127.0.0.1:1": {true, true}, "127.9.9.9": {true, true},
		"[::1]": {true, true}, "[::1]:8000": {true, true},
		"192.0.2.7:8000": {false, true}, "[2001:db8::1]:8000": {false, true},
		"": {false, false}, "example.org": {false, false}, "example.org:8000": {false, false}, "localhost.example.org": {false, false},
		"127.0.0.1.example.org": {false, false}, "127.0.0.1:1:1": {false, false}, "[localhost": {true, true}, "2130706433": {false, false}, "127.1": {false, false},
	} {
		for i, s := range []*Server{local, all} {
			for _, path := range []string{"/", "/nothing", "/_serve/live.js"} {
				if w := get(s, "GET", path, "Host", host); (w.Code != http.StatusForbidden) != want[i] {
					t.Errorf("%s: GET %s of %q: %d", s.URL(), path, host, w.Code)
				}
			}
		}
	}
	if w := get(local, "GET", "/_serve/events", "Host", "example.org"); w.Code != http.StatusForbidden {
		t.Errorf("events: %d", w.Code)
	}
	if !local.Local() || all.Local() || !strings.HasPrefix(all.URL(), "http://localhost:") {
		t.Errorf("%s %v, %s %v", local.URL(), local.Local(), all.URL(), all.Local())
	}
}

// Pages of other sites may not listen.
func TestOrigins(t *testing.T) {
	s := start(t, "127.0.0.1:0", map[string]string{"index.html": page("home")})
	for _, test := range []struct {
		name, value string
		want        int
	}{
		{"Origin", "http://localhost", 200}, {"Sec-Fetch-Site", "same-origin", 200},
		{"Origin", "http://localhost:1", 403}, {"Origin", "https://localhost", 403}, {"Origin", "null", 403}, {"Origin", "http://example.org", 403},
		{"Sec-Fetch-Site", "cross-site", 403}, {"Sec-Fetch-Site", "same-site", 403}, {"Sec-Fetch-Site", "none", 403},
	} {
		// Its tag is that of no page, so the stream ends by itself.
		if w := get(s, "GET", "/_serve/events", "Host", "localhost", test.name, test.value); w.Code != test.want {
			t.Errorf("%s: %s: %d", test.name, test.value, w.Code)
		}
	}
}

func found(message string, code string) diag.List {
	var l diag.List
	l.Add(diag.Position{Path: "content/<a>.md", Line: 3, Column: 7, EndLine: 3, EndColumn: 9}, code, message, "try <this>")
	return l
}

// Errors show on every page while the site of before stays, and go as they came.
func TestPanel(t *testing.T) {
	s, err := Listen("127.0.0.1:0", Options{Policy: policy})
	if err != nil {
		t.Fatal(err)
	}
	defer s.listener.Close()
	shown := []string{`<code>content/&lt;a&gt;.md:3:7</code> error: no &lt;mark&gt; <code>[uncited]</code><br>hint: try &lt;this&gt;`, "1 error", "<details open>"}
	check := func(when, path string, status int, want ...string) {
		t.Helper()
		w := get(s, "GET", path)
		if w.Code != status {
			t.Errorf("%s: %s: %d", when, path, w.Code)
		}
		for _, text := range want {
			text, missing := strings.CutPrefix(text, "!")
			if strings.Contains(w.Body.String(), text) == missing {
				t.Errorf("%s: %s: %q:\n%s", when, path, text, w.Body)
			}
		}
		outside(t, w.Body.String())
	}
	s.show(nil, found("no <mark>", "uncited"), nil)
	check("at the start", "/", 503, append(shown, "This page cannot be shown yet", "!from before")...)
	check("at the start", "/assets/site.css", 503)
	s.show(siteOf(map[string]string{"index.html": page("first"), "404.html": page("nothing here"), "bad.html": "broken"}), nil, nil)
	check("mended", "/", 200, "first", "!<aside")
	s.show(nil, found("no <mark>", "uncited"), nil)
	check("broken", "/", 200, append(shown, "first", "from before")...)
	check("broken", "/nothing.html", 404, append(shown, "nothing here")...)
	check("broken", "/bad.html", 500, append(shown, "templates/pages/x.html:1:2")...)
	s.show(nil, nil, errors.New("read <x>: gone"))
	check("machinery", "/", 200, "first", "read &lt;x&gt;: gone", "This could not be built")
	s.show(siteOf(map[string]string{"index.html": page("second")}), found("unused", "unused-citation"), nil)
	check("warned", "/", 200, "second", "1 warning", "<details>", "!<details open")
}

// outside finds what the policy forbids.
func outside(t *testing.T, text string) {
	t.Helper()
	root, err := html.Parse(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	for n := range root.Descendants() {
		if n.Data == "style" || n.Data == "script" && n.FirstChild != nil {
			t.Errorf("there is something inside %s:\n%s", n.Data, text)
		}
		for _, a := range n.Attr {
			if a.Key == "style" || strings.HasPrefix(a.Key, "on") || strings.Contains(a.Val, "://") {
				t.Errorf("%s has %s=%q", n.Data, a.Key, a.Val)
			}
		}
	}
}

// However much is wrong, a page stays small, and errors are before warnings.
func TestLongPanel(t *testing.T) {
	var l diag.List
	for i := range 5000 {
		l.Add(diag.Position{Path: "a.md", Line: i + 1, Column: 1}, "unused-citation", "unused", "")
	}
	l.Add(diag.Position{Path: "b.md", Line: 1, Column: 1}, "uncited", "the mistake", "")
	text := string(panel(l, nil, true, false))
	if len(text) > 20_000 || !strings.Contains(text, "and 4901 more") || strings.Index(text, "the mistake") > strings.Index(text, "unused") || !strings.Contains(text, "the mistake") {
		t.Errorf("%d bytes:\n%.1000s", len(text), text)
	}
}

// What a page loads belongs to it, what it links to does not.
func TestLoads(t *testing.T) {
	a := &answer{http.StatusOK, "things/a.html", []byte(`<link rel="canonical" href="https://example.org/x"><link rel="stylesheet" href="../assets/s.css">` +
		`<link rel="alternate" href="../feed.xml"><img src="../assets/m.png?x#y"><img src="/assets/m.png"><img src="//example.org/m.png"><script src="s.js"></script>` +
		`<a href="b.html">b</a><img src="data:x"><img src=":"><img src="../../../../etc/passwd">`)}
	if got := strings.Join(loads(a), " "); got != "assets/s.css assets/m.png things/s.js etc/passwd" {
		t.Error(got)
	}
}

func TestBadAddress(t *testing.T) {
	taken, err := Listen("127.0.0.1:0", Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer taken.listener.Close()
	for _, address := range []string{"", "8000", "127.0.0.1", "127.0.0.1:x", "127.0.0.1:70000", ":::", taken.listener.Addr().String()} {
		if s, err := Listen(address, Options{}); err == nil {
			s.listener.Close()
			t.Errorf("%q is accepted", address)
		} else if strings.Contains(err.Error(), "\n") {
			t.Errorf("%q: %v", address, err)
		}
	}
}

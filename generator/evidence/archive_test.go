package evidence

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"dossier/generator/dossier"
)

// testArchiver keeps in a new folder; the list has what it tells.
func testArchiver(t *testing.T) (a *Archiver, clock *testClock, told *[]string) {
	t.Helper()
	locker, err := OpenLocker(filepath.Join(t.TempDir(), "locker"))
	if err != nil {
		t.Fatal(err)
	}
	clock, told = newTestClock(), new([]string)
	return &Archiver{Locker: locker, Fetcher: testFetcher(clock, Options{}), Now: clock.Now,
		Progress: func(line string) { *told = append(*told, line) }}, clock, told
}

func testSource(id, address, archived string) *dossier.Source {
	s := &dossier.Source{ID: id, CSL: dossier.CSL{Fields: map[string]string{"URL": address}}}
	if archived != "" {
		s.Archived = &dossier.Archived{URL: archived}
	}
	return s
}

func filesOf(t *testing.T, l *Locker, source string) []string {
	t.Helper()
	files, err := os.ReadDir(filepath.Join(l.dir, source))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range files {
		names = append(names, f.Name())
	}
	return names
}

// checkCapture reads a capture back.
func checkCapture(t *testing.T, l *Locker, c Capture, payload string, pages ...string) {
	t.Helper()
	got, err := l.Payload(c)
	if err != nil || string(got) != payload {
		t.Errorf("payload %q, %v; want %q", got, err, payload)
	}
	text, err := l.Text(c)
	if err != nil || !slices.Equal(text.Pages, pages) {
		t.Errorf("pages %q, %v; want %q", text.Pages, err, pages)
	}
}

func TestSource(t *testing.T) {
	body := "first"
	address := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Disposition", `attachment; filename="../../../../etc/passwd"`)
		switch r.URL.Path {
		case "/moved":
			http.Redirect(w, r, "/..%2f..%2fetc%2fpasswd", http.StatusFound)
		case "/web/1/x":
			w.Header().Set("Content-Type", "text/plain")
			fmt.Fprint(w, "archived")
		default:
			w.Header().Set("Content-Type", "Text/Plain; charset=utf-8; x=y")
			w.Header().Set("Content-Encoding", "gzip")
			w.Write(gzipped([]byte(body)))
		}
	})
	a, clock, told := testArchiver(t)
	s := testSource("a-source", address+"/moved", address+"/web/1/x")
	first, err := a.Source(context.Background(), s)
	if err != nil || len(first) != 2 {
		t.Fatalf("got %+v, %v", first, err)
	}
	checkCapture(t, a.Locker, first[0], "archived", "archived")
	checkCapture(t, a.Locker, first[1], "first", "first")
	if c := first[1]; c.Archived || c.FinalURL != address+"/..%2f..%2fetc%2fpasswd" || c.URL != address+"/moved" || c.Media != "text/plain" || c.Bytes != 5 {
		t.Errorf("got %+v", c)
	}
	if names := filesOf(t, a.Locker, ""); !slices.Equal(names, []string{"a-source"}) {
		t.Errorf("the locker has %q", names)
	}

	clock.now = clock.now.Add(time.Hour)
	again, err := a.Source(context.Background(), s)
	if err != nil || len(again) != 2 || !again[0].Unchanged || !again[1].Unchanged || again[1].File != first[1].File {
		t.Errorf("the same bytes again: %+v, %v", again, err)
	}
	if names := filesOf(t, a.Locker, "a-source"); len(names) != 6 {
		t.Errorf("the same bytes again leave %q", names)
	}
	if !slices.Contains(*told, "a-source: unchanged since 2026-11-22") {
		t.Errorf("told %q", *told)
	}

	clock.now, body = clock.now.Add(time.Hour), "second"
	if _, err = a.Source(context.Background(), s); err != nil {
		t.Fatal(err)
	}
	captures, err := a.Locker.Captures("a-source")
	if err != nil || len(captures) != 3 || !captures[0].Archived || captures[1].File != first[1].File {
		t.Fatalf("captures: %+v, %v", captures, err)
	}
	checkCapture(t, a.Locker, captures[1], "first", "first")
	newest, ok, err := a.Locker.Newest("a-source")
	if !ok || err != nil {
		t.Fatal(err)
	}
	checkCapture(t, a.Locker, newest, "second", "second")
}

// TestSourceFails has one of two visits fail: the other one is kept.
func TestSourceFails(t *testing.T) {
	address := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/gone" {
			w.WriteHeader(http.StatusGone)
		} else if r.URL.Path == "/there" {
			fmt.Fprint(w, "there")
		}
	})
	a, _, _ := testArchiver(t)
	captures, err := a.Source(context.Background(), testSource("x", address+"/gone", address+"/there"))
	if err == nil || !strings.Contains(err.Error(), "x: "+address+"/gone: the server answers 410 Gone") || len(captures) != 1 || !captures[0].Archived {
		t.Errorf("got %+v, %v", captures, err)
	}
	if captures, err = a.Source(context.Background(), testSource("book", "", "")); err != nil || captures != nil {
		t.Errorf("a book: %+v, %v", captures, err)
	}
	if _, err = a.Source(context.Background(), testSource("empty", address+"/empty", "")); err == nil {
		t.Error("an empty answer is kept")
	}
	if _, err = a.Source(context.Background(), testSource("../up", address+"/there", "")); err == nil {
		t.Error("an id that is a path is kept")
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err = a.Source(ctx, testSource("stopped", address+"/there", "")); err == nil {
		t.Error("stopped, and no error")
	}
	if names := filesOf(t, a.Locker, ""); !slices.Equal(names, []string{"x"}) {
		t.Errorf("the locker has %q", names)
	}
}

// TestSourceGoesOn stops a run over some sources and starts it again: what was done is not asked for again.
func TestSourceGoesOn(t *testing.T) {
	asked := map[string]int{}
	address := serve(t, func(w http.ResponseWriter, r *http.Request) {
		asked[r.URL.Path]++
		fmt.Fprint(w, r.URL.Path)
	})
	a, clock, _ := testArchiver(t)
	a.Fresh = time.Hour
	run := func(most int) {
		for i := range most {
			id := fmt.Sprint("s", i)
			if _, err := a.Source(context.Background(), testSource(id, address+"/"+id, "")); err != nil {
				t.Fatal(err)
			}
		}
	}
	run(2)
	clock.now = clock.now.Add(50 * time.Minute)
	run(4)
	if asked["/s0"] != 1 || asked["/s1"] != 1 || asked["/s3"] != 1 {
		t.Errorf("asked %v", asked)
	}
	clock.now = clock.now.Add(50 * time.Minute)
	run(4)
	if asked["/s0"] != 2 || asked["/s1"] != 2 || asked["/s3"] != 1 {
		t.Errorf("an hour later: asked %v", asked)
	}
	clock.now = clock.now.Add(50 * time.Minute)
	run(2)
	if asked["/s0"] != 2 || asked["/s1"] != 2 {
		t.Errorf("unchanged bytes are not remembered as met: asked %v", asked)
	}
	if _, err := a.Source(context.Background(), testSource("s0", address+"/other", "")); err != nil || asked["/other"] != 1 {
		t.Errorf("another URL: asked %v, %v", asked, err)
	}
}

func TestFile(t *testing.T) {
	a, clock, _ := testArchiver(t)
	s := testSource("s", "", "")
	for _, test := range []struct{ name, payload, media, end string }{
		{"a.html", "some <b>words", "text/html", ".orig.html"},
		{"../../x.pdf", "words, whatever the name", "text/plain", ".orig.txt"},
		{"a.txt", "<!DOCTYPE html><p>words", "text/html", ".orig.html"},
		{"a.exe\x00/..", "MZ\x00\x01\x02", "application/octet-stream", ".orig.bin"},
		{"a.xhtml", "<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'/>", "application/xhtml+xml", ".orig.xhtml"},
		{"x", "%PDF-1.4 broken", "application/pdf", ".orig.pdf"},
	} {
		c, err := a.File(s, test.name, []byte(test.payload))
		if err != nil || c.Media != test.media || !strings.HasSuffix(c.File, test.end) || c.URL != "" || c.File != filepath.Base(c.File) {
			t.Errorf("%q: got %+v, %v", test.name, c, err)
			continue
		}
		if got, err := a.Locker.Payload(c); err != nil || string(got) != test.payload {
			t.Errorf("%q: payload %q, %v", test.name, got, err)
		}
		again, err := a.File(s, "other", []byte(test.payload))
		if err != nil || !again.Unchanged || again.File != c.File {
			t.Errorf("%q again: %+v, %v", test.name, again, err)
		}
		if newest, _, err := a.Locker.Newest("s"); err != nil || newest.File != c.File {
			t.Errorf("%q is not the newest: %+v, %v", test.name, newest, err)
		}
		clock.now = clock.now.Add(time.Minute)
	}
	for _, payload := range []string{"two in", "a second"} { // keep their order
		if _, err := a.File(s, "x.txt", []byte(payload)); err != nil {
			t.Fatal(err)
		}
		newest, _, err := a.Locker.Newest("s")
		if err != nil {
			t.Fatal(err)
		}
		checkCapture(t, a.Locker, newest, payload, payload)
	}
	a.Fetcher.o.MaxBytes = 3
	for _, payload := range []string{"", "four"} {
		if _, err := a.File(s, "x", []byte(payload)); err == nil {
			t.Errorf("%q is kept", payload)
		}
	}
}

func TestContentType(t *testing.T) {
	for _, test := range []struct{ said, name, payload, want string }{
		{"text/html; charset=windows-1252; x=y", "", "x", "text/html; charset=windows-1252"},
		{"TEXT/HTML", "", "x", "text/html"},
		{"text/html;;; =", "", "x", "text/html"},
		{"", "", "<html>", "text/html"},
		{"application/octet-stream", "", "%PDF-1.7", "application/pdf"},
		{"text/plain", "", "%PDF-1.7", "application/pdf"},
		{"text/html", "", "%PDF-1.7", "text/html"},
		{"not a type", "", "words", "text/plain"},
		{"a/b c", "", "words", "text/plain"},
		{"a/b/c", "", "words", "text/plain"},
		{"text/html\r\nX: y", "", "words", "text/plain"},
		{"image/png", "", "x", "image/png"},
	} {
		if got := contentType(test.said, test.name, []byte(test.payload)); got != test.want {
			t.Errorf("%q, %q: got %q, want %q", test.said, test.payload, got, test.want)
		}
	}
}

// TestProgressIsPlain has a server whose words would command a terminal.
func TestProgressIsPlain(t *testing.T) {
	address := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "x/\x1b[31m")
		io.WriteString(w, "\x00\x01\x02")
	})
	a, _, told := testArchiver(t)
	_, err := a.Source(context.Background(), testSource("s", address, ""))
	if lines := strings.Join(*told, "\n"); err != nil && strings.ContainsAny(err.Error(), "\x1b\x07") || strings.ContainsAny(lines, "\x1b\x07") {
		t.Errorf("told %q, %v", lines, err)
	}
	if got := printable("a\x1bb\u0085c\u202ed\ne"); got != "a\uFFFDb\uFFFDc\uFFFDd\uFFFDe" {
		t.Errorf("got %q", got)
	}
}

func testDossier() *dossier.Dossier {
	cite := func(id, source, passage string) dossier.Citation {
		return dossier.Citation{ID: id, SourceID: source, Passage: passage}
	}
	kind := &dossier.Kind{ID: "laws"}
	return dossier.New(&dossier.Dossier{
		Site: &dossier.Site{Kinds: []*dossier.Kind{kind}},
		Entries: []*dossier.Entry{
			{Kind: kind, ID: "b", Citations: []dossier.Citation{cite("one", "s", "p1"), cite("two", "t", "p2"), cite("three", "s", "new")}},
			{Kind: kind, ID: "a", Citations: []dossier.Citation{cite("one", "s", "p3")}},
		},
		Pages: []*dossier.Page{{ID: "about", Citations: []dossier.Citation{cite("x", "s", "p4")}}},
	})
}

func testLock(t *testing.T, d *dossier.Dossier) *dossier.Lock {
	t.Helper()
	lock := &dossier.Lock{}
	add := func(owner string, c dossier.Citation, state, where string) {
		lock.Passages = append(lock.Passages, dossier.PassageFact{Entry: owner, Citation: c.ID, SHA256: dossier.PassageHash(&c), State: state, Where: where})
	}
	b, a, about := d.Entry("b").Citations, d.Entry("a").Citations, d.Page("about").Citations
	add("b", b[0], dossier.PassageFound, "text=p1")
	add("b", b[1], dossier.PassageFound, "text=p2")
	stale := b[2]
	stale.Passage = "old"
	add("b", stale, dossier.PassageFound, "text=old")
	add("a", a[0], dossier.PassageNotFound, "-")
	add("about", about[0], dossier.PassageFound, "page=3")
	lock.Sort()
	return lock
}

func TestRecord(t *testing.T) {
	d := testDossier()
	lock := testLock(t, d)
	c := Capture{Source: "s", Time: newTestClock().now, Media: "text/html", SHA256: strings.Repeat("a", 64), Bytes: 5}
	before := lock.String()
	if lost := Record(lock, d, c); lost != nil {
		t.Errorf("the first copy loses %v", lost)
	}
	want := before + "source s 2026-11-22 sha256:" + c.SHA256 + " text/html 5\n"
	if lock.String() != want {
		t.Errorf("got\n%swant\n%s", lock, want)
	}
	c.Time = c.Time.Add(48 * time.Hour)
	if lost := Record(lock, d, c); lost != nil || lock.String() != want {
		t.Errorf("the same bytes lose %v and make\n%s", lost, lock)
	}
	c.SHA256, c.Bytes = strings.Repeat("b", 64), 6
	lost := Record(lock, d, c)
	if len(lost) != 2 || lost[0].Entry != "b" || lost[0].Citation != "one" || lost[0].Where != "text=p1" || lost[1].Entry != "about" {
		t.Errorf("other bytes lose %v", lost)
	}
	want = strings.NewReplacer("found text=p1", "unchecked changed", "not-found -", "unchecked changed", "found page=3", "unchecked changed",
		"source s 2026-11-22 sha256:"+strings.Repeat("a", 64)+" text/html 5", "source s 2026-11-24 sha256:"+c.SHA256+" text/html 6").Replace(want)
	if lock.String() != want {
		t.Errorf("got\n%swant\n%s", lock, want)
	}
	if lost := Record(lock, d, Capture{Source: "s", Time: c.Time, Media: "text/html", SHA256: strings.Repeat("c", 64)}); lost != nil {
		t.Errorf("what is lost is lost once, not again: %v", lost)
	}
}

func TestWriteLock(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "evidence.lock")
	lock := testLock(t, testDossier())
	slices.Reverse(lock.Passages)
	if err := WriteLock(name, lock); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(name)
	if lines := strings.SplitAfter(string(text), "\n"); err != nil || string(text) != lock.String() || !slices.IsSorted(lines[:len(lines)-1]) {
		t.Errorf("got %q, %v", text, err)
	}
	long := time.Now().Add(-100 * time.Hour)
	for _, left := range []string{name, filepath.Join(dir, ".evidence.lock-123"), filepath.Join(dir, ".evidence.lock-mine")} {
		if left != name {
			os.WriteFile(left, nil, 0o666)
		}
		if err := os.Chtimes(left, long, long); err != nil {
			t.Fatal(err)
		}
	}
	if err := WriteLock(name, lock); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(name); err != nil || info.ModTime().After(long.Add(time.Second)) {
		t.Errorf("the same text is written again: %v, %v", info, err)
	}
	link := filepath.Join(dir, "link.lock")
	if err := os.Symlink("evidence.lock", link); err != nil {
		t.Skip(err)
	}
	lock.Passages = lock.Passages[1:]
	if err := WriteLock(link, lock); err != nil {
		t.Fatal(err)
	}
	if text, _ := os.ReadFile(name); string(text) != lock.String() {
		t.Errorf("through a link: got %q", text)
	}
	files, _ := filepath.Glob(filepath.Join(dir, ".*"))
	if !slices.Equal(files, []string{filepath.Join(dir, ".evidence.lock-mine")}) {
		t.Errorf("left: %q", files)
	}
	lock.Sources = []dossier.SourceFact{{ID: "s", Media: "two words"}}
	if err := WriteLock(name, lock); err == nil {
		t.Error("a lock that cannot be read is written")
	}
}

func FuzzParseLock(f *testing.F) {
	f.Add("")
	f.Add("source s 2026-11-22 sha256:" + strings.Repeat("a", 64) + " text/html 5\n")
	f.Add("passage a b sha256:" + strings.Repeat("a", 64) + " found text=x\nsource s 2026 sha256:" + strings.Repeat("b", 64) + " a/b 0\n")
	f.Fuzz(func(t *testing.T, text string) {
		lock, err := dossier.ParseLock(text)
		if err != nil {
			return
		}
		again, err := dossier.ParseLock(lock.String())
		if err != nil || again.String() != lock.String() {
			t.Errorf("%q becomes %q and then %v", text, lock, err)
		}
	})
}

func FuzzParseMeta(f *testing.F) {
	c := Capture{Source: "s", Time: newTestClock().now, URL: "https://example.org/", FinalURL: "https://example.org/a", Media: "text/html",
		SHA256: strings.Repeat("0123456789abcdef", 4), Bytes: 5, File: "20261122T101500Z-0123456789ab.warc.gz", Pages: 1}
	line, err := json.Marshal(c)
	if err != nil {
		f.Fatal(err)
	}
	const stem = "20261122T101500Z-0123456789ab"
	if got, err := parseMeta("s", stem, line); err != nil || got != c {
		f.Fatalf("got %+v, %v", got, err)
	}
	f.Add(line)
	for _, change := range []string{`"s"/"../s"`, `warc.gz/warc.gz\/..\/x`, `10:15/10:16`, `text\/html/text html`, `"pages":1/"pages":-1`, `"bytes":5/"bytes":-5`, `Z"/+01:00"`,
		`.warc.gz/.orig.`, `.warc.gz/.json`, `0123456789ab.warc/0123456789ac.warc`, `}/,"more":1}`, `}/}{}`, `cdef"/cdeg"`} {
		from, to, _ := strings.Cut(strings.ReplaceAll(change, `\/`, "\x00"), "/")
		wrong := strings.Replace(string(line), strings.ReplaceAll(from, "\x00", "/"), strings.ReplaceAll(to, "\x00", "/"), 1)
		if wrong == string(line) {
			f.Fatalf("%s changes nothing", change)
		}
		if got, err := parseMeta("s", stem, []byte(wrong)); err == nil {
			f.Errorf("%s is taken as %+v", change, got)
		}
		f.Add([]byte(wrong))
	}
	f.Fuzz(func(t *testing.T, line []byte) {
		c, err := parseMeta("s", stem, line)
		if err != nil {
			return
		}
		if c.Source != "s" || filepath.Base(c.File) != c.File || c.stem() != stem || strings.ContainsAny(c.File, `/\`) {
			t.Errorf("%q is taken as %+v", line, c)
		}
		again, err := json.Marshal(c)
		if err != nil {
			t.Fatal(err)
		}
		if back, err := parseMeta("s", stem, again); err != nil || back != c {
			t.Errorf("%q becomes %q and then %v", line, bytes.TrimSpace(again), err)
		}
	})
}

package main

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// A served dossier is the command at work in a process of its own.
type served struct {
	url string
	dir string // of the content
}

// serveBase serves a copy of the base dossier. It ends the process as Ctrl-C does when the test ends, which has to go well.
func serveBase(t *testing.T, files map[string]string, flags ...string) *served {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "content")
	if err := os.CopyFS(dir, os.DirFS("testdata/rules/base")); err != nil {
		t.Fatal(err)
	}
	s := &served{dir: dir}
	for name, text := range files {
		s.write(t, name, text)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*patience)
	command := exec.CommandContext(ctx, "dossier", append([]string{"serve", "--addr", "127.0.0.1:0", "--content", dir, "--templates", "../templates"}, flags...)...)
	var messages bytes.Buffer
	command.Stderr = &messages
	out, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewReader(out)
	line, err := lines.ReadString('\n')
	if err != nil || !regexp.MustCompile(`^serving http://127\.0\.0\.1:\d+/\n$`).MatchString(line) {
		t.Errorf("it begins with %q: %v", line, err)
	}
	s.url = strings.TrimSpace(strings.TrimPrefix(line, "serving "))
	drained := make(chan struct{})
	go func() { io.Copy(io.Discard, lines); close(drained) }()
	t.Cleanup(func() {
		defer cancel()
		if err := command.Process.Signal(os.Interrupt); err != nil {
			t.Error(err)
		}
		<-drained
		if err := command.Wait(); err != nil {
			t.Errorf("%v\n%s", err, messages.String())
		}
	})
	return s
}

func (s *served) write(t *testing.T, name, text string) {
	t.Helper()
	name = filepath.Join(s.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

// get returns what is at a path now, whatever the status.
func (s *served) get(t *testing.T, path string) (status int, text string) {
	t.Helper()
	r, err := http.Get(s.url + path)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	data, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return r.StatusCode, string(data)
}

// await returns a page as soon as it has a text.
func (s *served) await(t *testing.T, path, text string) string {
	t.Helper()
	got := ""
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if _, got = s.get(t, path); strings.Contains(got, text) {
			return got
		}
	}
	t.Fatalf("%s never says %q:\n%s", path, text, got)
	return ""
}

const servedEntry = `---
title: Bureau
summary: It keeps records. [@report]
published: 2026-01-02
---
The bureau uses [[database|a database]]. [@report]
`

// addition is what serve adds to a page, and the script's address in it.
func addition() *regexp.Regexp {
	return regexp.MustCompile(`(?s)<link rel="stylesheet" href="/_serve/panel\.css">\n.*<script defer src="/_serve/live\.js" data-events="([^"]*)"></script>\n`)
}

// Somebody edits an entry, makes a mistake and mends it; the pages follow, and the one that is open is told.
func TestServe(t *testing.T) {
	t.Parallel()
	s := serveBase(t, map[string]string{"agencies/bureau.md": servedEntry})
	page := s.await(t, "agencies/bureau.html", "a database")
	events := addition().FindStringSubmatch(page)
	if events == nil {
		t.Fatalf("the page has no script:\n%s", page)
	}
	stream, err := http.Get(s.url + strings.TrimPrefix(strings.ReplaceAll(events[1], "&amp;", "&"), "/"))
	if err != nil {
		t.Fatal(err)
	}
	defer stream.Body.Close()
	s.write(t, "agencies/bureau.md", strings.Replace(servedEntry, "a database", "two databases", 1))
	told, err := io.ReadAll(stream.Body) // it ends with the event
	if err != nil || !strings.Contains(string(told), "event: changed\ndata: reload\n\n") {
		t.Errorf("the stream says %q: %v", told, err)
	}
	s.await(t, "agencies/bureau.html", "two databases")

	s.write(t, "agencies/bureau.md", servedEntry+"\nIt has no source & <no> mark.\n")
	page = s.await(t, "systems/database.html", "[uncited]")
	if place := "agencies/bureau.md:8:1</code> error: "; !strings.Contains(page, place) || !strings.Contains(page, "hint: end it with a mark") {
		t.Errorf("the page does not say what is wrong:\n%s", page)
	}
	if page = s.await(t, "agencies/bureau.html", "two databases"); strings.Contains(page, "no source") {
		t.Error("what is wrong is shown")
	}
	s.write(t, "agencies/bureau.md", servedEntry)
	s.await(t, "agencies/bureau.html", "a database")
	if page = s.await(t, "systems/database.html", "Database"); strings.Contains(page, "[uncited]") {
		t.Error("what was wrong is still shown")
	}
}

// With a mistake at the start the server starts all the same, and with one in a template or in site.yaml it goes on.
func TestServeErrors(t *testing.T) {
	t.Parallel()
	s := serveBase(t, map[string]string{"agencies/bureau.md": servedEntry + "\nIt has no mark.\n"})
	if status, text := s.get(t, ""); status != http.StatusServiceUnavailable || !strings.Contains(text, "bureau.md:8:1") {
		t.Errorf("%d:\n%s", status, text)
	}
	s.write(t, "agencies/bureau.md", servedEntry)
	s.await(t, "", "Bureau")
	site := readFile(t, filepath.Join(s.dir, "site.yaml"))
	s.write(t, "site.yaml", "kinds: [")
	s.await(t, "", "site.yaml:")
	if err := os.Rename(s.dir, s.dir+".away"); err != nil {
		t.Fatal(err)
	}
	s.await(t, "", "cannot open the directory")
	if err := os.Rename(s.dir+".away", s.dir); err != nil {
		t.Fatal(err)
	}
	s.write(t, "site.yaml", strings.Replace(site, "title: ", "title: New ", 1))
	s.await(t, "", "<title>New ")
}

// What is served is what build publishes, but for the addition at the end of pages and the size of assets.
func TestServedIsPublished(t *testing.T) {
	t.Parallel()
	files := map[string]string{"agencies/bureau.md": strings.Replace(servedEntry, "published:", "redirects: [old/bureau.html]\npublished:", 1),
		"systems/secret.md": "---\ntitle: Secret System\nsummary: Not yet public. [@report]\npublished: 2026-01-02\ndraft: true\n---\n", "assets/map.png": "no picture"}
	for _, drafts := range []string{"--drafts", "--no-drafts"} {
		s := serveBase(t, files, drafts)
		out := filepath.Join(t.TempDir(), "public")
		args := []string{"build", "--content", s.dir, "--templates", "../templates", "--out", out}
		if drafts == "--drafts" {
			args = append(args, drafts)
		}
		if code := run(args, streams{io.Discard, io.Discard}); code != 0 {
			t.Fatalf("build: exit %d", code)
		}
		for _, name := range published(t, out) {
			status, text := s.get(t, name)
			if status != http.StatusOK {
				t.Errorf("%s: %d", name, status)
			}
			if ext := filepath.Ext(name); ext == ".css" || ext == ".json" {
				continue
			}
			if text = addition().ReplaceAllString(text, ""); text != readFile(t, filepath.Join(out, name)) {
				t.Errorf("%s %s is served as:\n%s", drafts, name, text)
			}
		}
		if status, _ := s.get(t, "systems/secret.html"); (status == http.StatusOK) != (drafts == "--drafts") {
			t.Errorf("%s: the draft: %d", drafts, status)
		}
	}
}

// published lists the files of a site but for its manifest.
func published(t *testing.T, out string) (names []string) {
	t.Helper()
	for line := range strings.Lines(readFile(t, filepath.Join(out, "manifest.sha256"))) {
		names = append(names, strings.TrimSpace(line[64:]))
	}
	if len(names) < 10 {
		t.Fatalf("only %q is published", names)
	}
	return names
}

// A port that is taken is wrong usage, said in one line.
func TestServeTaken(t *testing.T) {
	t.Parallel()
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	var out, messages bytes.Buffer
	args := []string{"serve", "--content", "testdata/rules/base", "--templates", "../templates", "--addr", taken.Addr().String()}
	if code := run(args, streams{&out, &messages}); code != 2 || out.Len() > 0 {
		t.Errorf("exit %d, %s", code, out.String())
	}
	if want := "dossier: cannot serve at " + taken.Addr().String() + ": "; !strings.HasPrefix(messages.String(), want) || strings.Count(messages.String(), "\n") != 1 {
		t.Errorf("%q", messages.String())
	}
}

package write

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// files is a site in memory: slash path to content.
type files map[string]string

// build publishes a site and fails the test if that does not work.
func build(t testing.TB, out string, site files) Stats {
	t.Helper()
	stats, err := tryBuild(out, site)
	if err != nil {
		t.Fatal(err)
	}
	return stats
}

func tryBuild(out string, site files) (Stats, error) {
	s, err := Begin(out)
	if err != nil {
		return Stats{}, err
	}
	defer s.Abort()
	for _, path := range slices.Sorted(maps.Keys(site)) {
		if err := s.Add(path, []byte(site[path])); err != nil {
			return Stats{}, err
		}
	}
	return s.Commit()
}

// tree returns the files below a directory, without the manifest.
func tree(t testing.TB, dir string) files {
	t.Helper()
	found := files{}
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(name)
		found[filepath.ToSlash(name[len(dir)+1:])] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	delete(found, manifestName)
	return found
}

func wantTree(t testing.TB, dir string, want files) {
	t.Helper()
	if got := tree(t, dir); !maps.Equal(got, want) {
		t.Fatalf("%s holds\n%q, want\n%q", dir, got, want)
	}
}

// wantAlone checks that a build left nothing beside what it published.
func wantAlone(t testing.TB, out string) {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(filepath.Dir(out), ".*.dossier"))
	if err != nil || len(names) > 0 {
		t.Fatalf("left behind: %q, %v", names, err)
	}
}

func wantRefused(t testing.TB, err error, reason string) {
	t.Helper()
	var refused *RefusedError
	if !errors.As(err, &refused) || !strings.Contains(refused.Reason, reason) {
		t.Fatalf("got error %v, want a refusal with %q", err, reason)
	}
}

func put(t testing.TB, name, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestPublish(t *testing.T) {
	out := filepath.Join(t.TempDir(), "a", "b", "public")
	first := files{"index.html": "<p>one</p>", "a/b/c.txt": "1", "a/d.txt": "2", "gone/x.txt": "3"}
	if got, want := build(t, out, first), (Stats{Files: 4, Bytes: 13}); got != want {
		t.Errorf("stats %+v, want %+v", got, want)
	}
	wantTree(t, out, first)
	second := files{"index.html": "<p>two</p>", "a/b/c.txt": "1", "new.txt": "4"}
	if got, want := build(t, out, second), (Stats{Files: 3, Unchanged: 1, Removed: 2, Bytes: 12}); got != want {
		t.Errorf("stats %+v, want %+v", got, want)
	}
	wantTree(t, out, second)
	if exists(filepath.Join(out, "gone")) {
		t.Error("a folder of the earlier build is still there")
	}
	wantAlone(t, out)
}

func TestModes(t *testing.T) {
	dir := t.TempDir()
	put(t, filepath.Join(dir, "probe"), "")
	probe, err := os.Stat(filepath.Join(dir, "probe"))
	if err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(dir, "public")
	site := files{"a/b.txt": "1"}
	build(t, out, site)
	name := filepath.Join(out, "a", "b.txt")
	if err := os.Chmod(name, 0o600); err != nil {
		t.Fatal(err)
	}
	build(t, out, site)
	info, err := os.Stat(name)
	if err != nil {
		t.Fatal(err)
	}
	if info.Mode() != probe.Mode() {
		t.Errorf("mode %v, want %v", info.Mode(), probe.Mode())
	}
}

func TestUnchangedKeepsTime(t *testing.T) {
	out := filepath.Join(t.TempDir(), "public")
	site := files{"same.txt": "1", "p.html": "<p>a   b", "size.txt": "old", "mode.txt": "m"}
	build(t, out, site)
	past := time.Date(2001, 2, 3, 4, 5, 6, 0, time.UTC)
	for _, path := range append(slices.Collect(maps.Keys(site)), manifestName) {
		if err := os.Chtimes(filepath.Join(out, path), past, past); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Chmod(filepath.Join(out, "mode.txt"), 0o600); err != nil {
		t.Fatal(err)
	}
	kept := func(path string) bool {
		info, err := os.Stat(filepath.Join(out, path))
		if err != nil {
			t.Fatal(err)
		}
		return info.ModTime().Equal(past)
	}
	build(t, out, site)
	for _, path := range []string{"same.txt", "p.html", "size.txt", "mode.txt", manifestName} {
		if !kept(path) {
			t.Errorf("%s has a new time", path)
		}
	}
	put(t, filepath.Join(out, "same.txt"), "X") // the manifest does not know
	site["size.txt"] = "new"
	build(t, out, site)
	if kept("same.txt") || kept("size.txt") || kept(manifestName) || !kept("p.html") {
		t.Error("the time of a changed file was kept, or that of an unchanged one was not")
	}
	if got := tree(t, out); got["same.txt"] != "1" || got["size.txt"] != "new" {
		t.Errorf("published %q", got)
	}
}

func TestRefusals(t *testing.T) {
	sum := strings.Repeat("0a", 32)
	tests := []struct {
		name   string
		files  files
		reason string
	}{
		{"no manifest", files{"notes.txt": "x"}, "notes.txt"},
		{"no manifest, deep", files{"a/b/notes.txt": "x", ".gitignore": "*"}, "a/b/notes.txt"},
		{"foreign file", files{"manifest.sha256": sum + "  a.txt\n", "a.txt": "", "b.txt": ""}, "b.txt"},
		{"foreign file in a folder", files{"manifest.sha256": sum + "  d/a.txt\n", "d/a.txt": "", "d/.DS_Store": ""}, "d/.DS_Store"},
		{"second .gitignore", files{"manifest.sha256": sum + "  a.txt\n", "d/.gitignore": ""}, "d/.gitignore"},
		{"other manifest", files{"manifest.sha256": sum + " *a.txt\n", "a.txt": ""}, "line 1"},
		{"unclean manifest", files{"manifest.sha256": sum + "  ../a.txt\n", "a.txt": ""}, "line 1"},
		{"cut manifest", files{"manifest.sha256": sum + "  a.txt", "a.txt": ""}, "cut off"},
		{"empty manifest", files{"manifest.sha256": ""}, "empty"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			out := filepath.Join(t.TempDir(), "public")
			for path, content := range test.files {
				put(t, filepath.Join(out, path), content)
			}
			before, err := os.Stat(out)
			if err != nil {
				t.Fatal(err)
			}
			_, err = Begin(out)
			wantRefused(t, err, test.reason)
			after, err := os.Stat(out)
			if err != nil || !os.SameFile(before, after) || !after.ModTime().Equal(before.ModTime()) {
				t.Error("the directory was touched")
			}
			delete(test.files, manifestName)
			wantTree(t, out, test.files)
			wantAlone(t, out)
		})
	}
}

func TestRefusedPlaces(t *testing.T) {
	dir := t.TempDir()
	put(t, filepath.Join(dir, "file"), "x")
	if err := os.Symlink(filepath.Join(dir, "file"), filepath.Join(dir, "link")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("loop", filepath.Join(dir, "loop")); err != nil {
		t.Fatal(err)
	}
	inside := filepath.Join(dir, "wd", "inside")
	if err := os.MkdirAll(inside, 0o755); err != nil {
		t.Fatal(err)
	}
	t.Chdir(inside)
	if runtime.GOOS == "linux" {
		_, err := Begin("/proc")
		wantRefused(t, err, "mount point")
	}
	for out, reason := range map[string]string{
		"":                         "no name",
		"/":                        "root",
		".":                        "working directory",
		"..":                       "working directory",
		inside + "/":               "working directory",
		filepath.Join(dir, "file"): "not a directory",
		filepath.Join(dir, "link"): "not a directory",
	} {
		_, err := Begin(out)
		wantRefused(t, err, reason)
	}
	for _, out := range []string{filepath.Join(dir, "loop"), filepath.Join(dir, "file", "public")} {
		if _, err := Begin(out); err == nil {
			t.Errorf("%s was accepted", out)
		}
	}
}

func TestForeignKinds(t *testing.T) {
	out := filepath.Join(t.TempDir(), "public")
	build(t, out, files{"a.txt": "1", "b.txt": "2"})
	name := filepath.Join(out, "b.txt")
	if err := os.Remove(name); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("a.txt", name); err != nil {
		t.Fatal(err)
	}
	_, err := Begin(out)
	wantRefused(t, err, "b.txt, which is not a regular file")
	if err := os.Remove(name); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(out, "empty"), 0o755); err != nil {
		t.Fatal(err)
	}
	build(t, out, files{"a.txt": "1"})
	wantTree(t, out, files{"a.txt": "1"})
}

func TestForeignFileDuringBuild(t *testing.T) {
	out := filepath.Join(t.TempDir(), "public")
	build(t, out, files{"a.txt": "1"})
	s, err := Begin(out)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Abort()
	if err := s.Add("a.txt", []byte("2")); err != nil {
		t.Fatal(err)
	}
	put(t, filepath.Join(out, "notes.txt"), "mine")
	_, err = s.Commit()
	wantRefused(t, err, "notes.txt")
	wantTree(t, out, files{"a.txt": "1", "notes.txt": "mine"})
	wantAlone(t, out)
}

func TestForeignWorkDir(t *testing.T) {
	dir := t.TempDir()
	out := filepath.Join(dir, "public")
	for _, name := range []string{"mine.txt", "next/mine.txt", "previous/mine.txt"} {
		work := filepath.Join(dir, ".public.dossier")
		put(t, filepath.Join(work, name), "x")
		_, err := Begin(out)
		wantRefused(t, err, "in the way")
		wantTree(t, work, files{name: "x"})
		if err := os.RemoveAll(work); err != nil {
			t.Fatal(err)
		}
	}
	put(t, filepath.Join(dir, ".public.dossier"), "a file")
	_, err := Begin(out)
	wantRefused(t, err, "in the way")
}

func TestGitignoreStays(t *testing.T) {
	out := filepath.Join(t.TempDir(), "public")
	name := filepath.Join(out, ".gitignore")
	put(t, name, "*\n!.gitignore\n")
	past := time.Date(2001, 2, 3, 4, 5, 6, 0, time.UTC)
	if err := errors.Join(os.Chmod(name, 0o640), os.Chtimes(name, past, past)); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		build(t, out, files{"a.txt": "1"})
		wantTree(t, out, files{"a.txt": "1", ".gitignore": "*\n!.gitignore\n"})
		info, err := os.Stat(name)
		if err != nil || info.Mode() != 0o640 || !info.ModTime().Equal(past) {
			t.Errorf("mode %v, time %v, %v", info.Mode(), info.ModTime(), err)
		}
	}
	manifest, err := os.ReadFile(filepath.Join(out, manifestName))
	if err != nil || strings.Contains(string(manifest), ".gitignore") {
		t.Errorf("%s, %v", manifest, err)
	}
}

func TestCopyFileKeepsModeAndTime(t *testing.T) {
	dir := t.TempDir()
	from, to := filepath.Join(dir, "from"), filepath.Join(dir, "to")
	put(t, from, "x")
	past := time.Date(2001, 2, 3, 4, 5, 6, 0, time.UTC)
	if err := errors.Join(os.Chmod(from, 0o604), os.Chtimes(from, past, past), copyFile(from, to)); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(to)
	if err != nil || info.Mode() != 0o604 || !info.ModTime().Equal(past) {
		t.Errorf("mode %v, time %v, %v", info.Mode(), info.ModTime(), err)
	}
}

func TestSymlinkedOut(t *testing.T) {
	dir := t.TempDir()
	target := filepath.Join(dir, "srv", "www")
	link := filepath.Join(dir, "public")
	if err := os.Symlink(filepath.Join("srv", "www"), link); err != nil {
		t.Fatal(err)
	}
	for _, content := range []string{"1", "2"} { // the first build makes the target
		build(t, link, files{"a.txt": content})
		wantTree(t, target, files{"a.txt": content})
		if to, err := os.Readlink(link); err != nil || to != filepath.Join("srv", "www") {
			t.Errorf("the link leads to %q, %v", to, err)
		}
		wantAlone(t, link)
		wantAlone(t, target)
	}
}

func TestManifestPassesSha256sum(t *testing.T) {
	out := filepath.Join(t.TempDir(), "public")
	build(t, out, files{"b.html": "<p>x", "a b/ü '\"$*.txt": "2"})
	cmd := exec.Command("sha256sum", "--strict", "-c", manifestName)
	cmd.Dir = out
	if cmd.Err != nil {
		t.Skip(cmd.Err)
	}
	if output, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, output)
	}
	manifest, err := os.ReadFile(filepath.Join(out, manifestName))
	if err != nil {
		t.Fatal(err)
	}
	if lines := strings.Split(string(manifest), "\n"); !slices.IsSortedFunc(lines[:2], func(a, b string) int {
		return strings.Compare(a[66:], b[66:])
	}) {
		t.Errorf("not sorted by path:\n%s", manifest)
	}
}

func TestBadPaths(t *testing.T) {
	bad := []string{
		"", ".", "..", "/a", "a/", "a//b", "./a", "a/../b", "../a", `a\b`, "a\x00b", "a\nb", "a\rb", "a\x7f", "\xff", "-",
		manifestName, gitignoreName, "Manifest.SHA256", ".gitignore/x", "manifest.sha256/x",
	}
	for _, path := range bad {
		out := filepath.Join(t.TempDir(), "public")
		_, err := tryBuild(out, files{path: "x"})
		if err == nil || !strings.Contains(err.Error(), fmt.Sprintf("%q", path)) {
			t.Errorf("%q: error %v", path, err)
		}
		if exists(out) {
			t.Errorf("%q: something was published", path)
		}
		wantAlone(t, out)
	}
	for _, path := range []string{"a/.gitignore", "a/manifest.sha256", "..a", "a..b/c", "é/ñ.txt", "a b", "_headers", ".nojekyll"} {
		build(t, filepath.Join(t.TempDir(), "public"), files{path: "x"})
	}
}

func TestCollisions(t *testing.T) {
	for _, pair := range [][2]string{
		{"a.txt", "a.txt"}, {"a.txt", "A.txt"}, {"x/É.html", "x/é.html"}, {"a", "a/b"}, {"a/b", "a"}, {"a/b/c", "a/b"},
		{"a/b", "a/b/c/d"}, {"a/x", "A/y"}, {"a", "A/b"}, {"b/A/x", "b/a"},
	} {
		out := filepath.Join(t.TempDir(), "public")
		s, err := Begin(out)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Add(pair[0], nil); err != nil {
			t.Errorf("%q: %v", pair, err)
		}
		if err := s.Add(pair[1], nil); err == nil {
			t.Errorf("%q: both were accepted", pair)
		}
		if _, err := s.Commit(); err == nil || exists(out) {
			t.Errorf("%q: published after an error (%v)", pair, err)
		}
	}
}

func TestEnded(t *testing.T) {
	out := filepath.Join(t.TempDir(), "public")
	s, err := Begin(out)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Commit(); err == nil || exists(out) {
		t.Errorf("published a site without files (%v)", err)
	}
	s, err = Begin(out)
	if err != nil {
		t.Fatal(err)
	}
	s.Abort()
	s.Abort()
	if err := s.Add("a.txt", nil); err == nil {
		t.Error("Add after Abort")
	}
	if _, err := s.Commit(); err == nil || exists(out) {
		t.Errorf("Commit after Abort: %v", err)
	}
	wantAlone(t, out)
}

func TestFailedAddKeepsOldSite(t *testing.T) {
	out := filepath.Join(t.TempDir(), "public")
	old := files{"a.txt": "1"}
	build(t, out, old)
	bad := files{
		strings.Repeat("x", 300) + ".txt": "", // longer than file systems take
		"bad.js":                          "var = ;",
		"bad.json":                        `{"a": [1, 2`,
	}
	for path, content := range bad {
		if _, err := tryBuild(out, files{"a.txt": "2", path: content}); err == nil || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: error %v", path, err)
		}
		wantTree(t, out, old)
		wantAlone(t, out)
	}
}

func TestSecondBuildIsRefused(t *testing.T) {
	dir := t.TempDir()
	out := filepath.Join(dir, "public")
	s, err := Begin(out)
	if err != nil {
		t.Fatal(err)
	}
	_, err = Begin(out)
	wantRefused(t, err, "another build")
	if err := os.Symlink("public", filepath.Join(dir, "link")); err != nil {
		t.Fatal(err)
	}
	_, err = Begin(filepath.Join(dir, "link"))
	wantRefused(t, err, "another build")
	build(t, filepath.Join(dir, "other"), files{"a.txt": "1"})
	if err := s.Add("a.txt", []byte("1")); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Commit(); err != nil {
		t.Fatal(err)
	}
	build(t, out, files{"a.txt": "2"})
}

// Builds that race each other are refused or publish all of their site.
func TestRacingBuilds(t *testing.T) {
	out := filepath.Join(t.TempDir(), "public")
	var published sync.Map
	var group sync.WaitGroup
	for worker := range 4 {
		group.Go(func() {
			for i := range 25 {
				text := fmt.Sprint(worker, i)
				_, err := tryBuild(out, files{"a.txt": text, "b/c.txt": text})
				var refused *RefusedError
				if err != nil && !errors.As(err, &refused) {
					t.Error(err)
				}
				if err == nil {
					published.Store(text, true)
				}
			}
		})
	}
	group.Wait()
	got := tree(t, out)
	if _, ok := published.Load(got["a.txt"]); !ok || len(got) != 2 || got["a.txt"] != got["b/c.txt"] {
		t.Errorf("published %q", got)
	}
	wantAlone(t, out)
}

func TestConcurrentAdd(t *testing.T) {
	out := filepath.Join(t.TempDir(), "public")
	for range 2 {
		s, err := Begin(out)
		if err != nil {
			t.Fatal(err)
		}
		var group sync.WaitGroup
		for worker := range 8 {
			group.Go(func() {
				for i := range 50 {
					page := fmt.Appendf(nil, "<p>%d   %d</p>", i, worker)
					if err := s.Add(fmt.Sprintf("d%d/e%d/%d-%d.html", i%3, i%2, i, worker), page); err != nil {
						t.Error(err)
					}
				}
			})
		}
		group.Wait()
		if _, err := s.Commit(); err != nil {
			t.Fatal(err)
		}
		got := tree(t, out)
		if len(got) != 400 || got["d1/e1/49-7.html"] != "<p>49 7</p>" {
			t.Errorf("%d files, %q", len(got), got["d1/e1/49-7.html"])
		}
	}
}

func TestAddKeepsCallersBytes(t *testing.T) {
	s, err := Begin(filepath.Join(t.TempDir(), "public"))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Abort()
	page := []byte("<p>  a &ldquo;b&rdquo;   c  </p>  <!-- d -->")
	before := bytes.Clone(page)
	if err := s.Add("a.html", page[:len(page)-1]); err != nil || !bytes.Equal(page, before) {
		t.Errorf("now %q, %v", page, err)
	}
}

// The manifest parser accepts only what the formatter writes.
func FuzzParseManifest(f *testing.F) {
	sum := strings.Repeat("0123456789abcdef", 4)
	f.Add([]byte(sum + "  a/b.html\n" + sum + "  c  d.txt\n"))
	f.Add([]byte(sum + " *a\n"))
	f.Add([]byte(sum + "  ../a\n"))
	f.Add([]byte("\\" + sum + "  a\\nb\n"))
	f.Add([]byte(strings.ToUpper(sum) + "  a\r\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		entries, err := parseManifest(data)
		if err != nil {
			return
		}
		if got := formatManifest(entries); !bytes.Equal(got, data) {
			t.Errorf("%q is read as %q", data, got)
		}
		for _, e := range entries {
			if !filepath.IsLocal(e.path) {
				t.Errorf("%q leads out of the site", e.path)
			}
		}
	})
}

// benchPage returns a page of about 12 KB, much like those of a site.
func benchPage(n int) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n  <meta charset=\"utf-8\">\n  <title>Page %d</title>\n</head>\n<body>\n", n)
	for i := range 40 {
		fmt.Fprintf(&b, "  <section id=\"s%d\">\n    <h2>Heading %d</h2>\n    <p>A <a href=\"../x/%d.html\">statement</a> of %d words "+
			"&amp; more,\n      with a <cite>source</cite>. <sup><a href=\"#c%d\">[%d]</a></sup></p>\n  </section>\n", i, i, n, i*n, i, i)
	}
	b.WriteString("</body>\n</html>\n")
	return b.Bytes()
}

func BenchmarkAdd(b *testing.B) {
	const pages = 2000
	data := make([][]byte, pages)
	var size int64
	for i := range data {
		data[i] = benchPage(i)
		size += int64(len(data[i]))
	}
	for _, state := range []string{"new", "unchanged"} {
		b.Run(state, func(b *testing.B) {
			b.SetBytes(size)
			out := filepath.Join(b.TempDir(), "public")
			for b.Loop() {
				if state == "new" {
					os.RemoveAll(out)
				}
				benchBuild(b, out, data)
			}
		})
	}
}

func benchBuild(b *testing.B, out string, data [][]byte) {
	s, err := Begin(out)
	if err != nil {
		b.Fatal(err)
	}
	defer s.Abort()
	var group sync.WaitGroup
	for worker := range 2 {
		group.Go(func() {
			for i := worker; i < len(data); i += 2 {
				if err := s.Add(fmt.Sprintf("kind%d/page-%d.html", i%10, i), data[i]); err != nil {
					b.Error(err)
				}
			}
		})
	}
	group.Wait()
	if _, err := s.Commit(); err != nil {
		b.Fatal(err)
	}
}

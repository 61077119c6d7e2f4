package write

import (
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// publishStream publishes a site of one file that is written in pieces, and of index.html.
func publishStream(t *testing.T, out, path string, pieces ...string) Stats {
	t.Helper()
	s, err := Begin(out)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Abort()
	if err := s.Add("index.html", []byte("<p>x")); err != nil {
		t.Fatal(err)
	}
	f, err := s.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, piece := range pieces {
		if _, err := io.WriteString(f, piece); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	stats, err := s.Commit()
	if err != nil {
		t.Fatal(err)
	}
	return stats
}

// A file that is written in pieces is published as it is, named in the manifest, and keeps its time as long as its bytes are
// the same.
func TestCreate(t *testing.T) {
	t.Parallel()
	out := filepath.Join(t.TempDir(), "public")
	long := strings.Repeat("0123456789abcdef", 10_000)
	name := filepath.Join(out, "data", "all.json")
	if got, want := publishStream(t, out, "data/all.json", "{ ", long, "}"), (Stats{Files: 2, Bytes: int64(len(long)) + 3 + 4}); got != want {
		t.Errorf("first: %+v, want %+v", got, want)
	}
	old := time.Unix(1_000_000_000, 0)
	if err := os.Chtimes(name, old, old); err != nil {
		t.Fatal(err)
	}
	if got := publishStream(t, out, "data/all.json", "{ "+long, "}"); got.Unchanged != 2 || got.Removed != 0 {
		t.Errorf("again: %+v", got)
	}
	if info, err := os.Stat(name); err != nil || !info.ModTime().Equal(old) {
		t.Errorf("the time of an unchanged file was not kept: %v", err)
	}
	if got := publishStream(t, out, "data/all.json", "{ ", long, "]"); got.Unchanged != 1 {
		t.Errorf("changed: %+v", got)
	}
	if info, err := os.Stat(name); err != nil || info.ModTime().Equal(old) {
		t.Errorf("the time of a changed file was kept: %v", err)
	}
	wantTree(t, out, files{"index.html": "<p>x", "data/all.json": "{ " + long + "]"})
	check := exec.Command("sha256sum", "--check", "--quiet", "manifest.sha256")
	check.Dir = out
	if output, err := check.CombinedOutput(); err != nil {
		t.Errorf("the manifest is wrong: %s", output)
	}
}

// A path that is taken or not allowed is refused, and nothing is published after that.
func TestCreateRefused(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"Index.html", "index.html/x", "../x", "manifest.sha256", ""} {
		s, err := Begin(filepath.Join(t.TempDir(), "public"))
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Add("index.html", []byte("x")); err != nil {
			t.Fatal(err)
		}
		if f, err := s.Create(path); err == nil || f != nil {
			t.Errorf("%q was taken", path)
		}
		if _, err := s.Commit(); err == nil {
			t.Errorf("%q: the site was published all the same", path)
		}
	}
}

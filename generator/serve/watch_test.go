package serve

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/fsnotify/fsnotify"
)

// A build waits for quiet, but not for ever.
func TestSettle(t *testing.T) {
	for _, test := range []struct {
		name  string
		every time.Duration // between changes
		n     int
		want  time.Duration // after the first
	}{
		{"one change", time.Millisecond, 1, quietTime},
		{"a burst", 40 * time.Millisecond, 10, 360*time.Millisecond + quietTime},
		{"two changes far apart", 60 * time.Millisecond, 2, quietTime},
		{"no end", 10 * time.Millisecond, 1000, longTime},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWatcher()
				ctx, stop := context.WithCancel(t.Context())
				go func() {
					for range test.n {
						w.poke()
						select {
						case <-time.After(test.every):
						case <-ctx.Done():
							return
						}
					}
				}()
				begin := time.Now()
				settle(ctx, w.changed)
				if got := time.Since(begin); got != test.want {
					t.Errorf("%v", got)
				}
				stop()
			})
		})
	}
}

func TestSettleEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() { settle(ctx, nil); close(done) }()
		synctest.Wait()
		stop()
		<-done
	})
}

// changes are what editors and people do to folders. Each begins with content/a/x.md and ends with something new.
func changes() map[string]func(dir string) error {
	return map[string]func(dir string) error{
		"write": func(dir string) error {
			return os.WriteFile(filepath.Join(dir, "a/x.md"), []byte("longer text"), 0o666)
		},
		"new file":    func(dir string) error { return os.WriteFile(filepath.Join(dir, "a/y.md"), nil, 0o666) },
		"remove":      func(dir string) error { return os.Remove(filepath.Join(dir, "a/x.md")) },
		"new folder":  func(dir string) error { return os.Mkdir(filepath.Join(dir, "b"), 0o777) },
		"move folder": func(dir string) error { return os.Rename(filepath.Join(dir, "a"), filepath.Join(dir, "b")) },
		"move away":   func(dir string) error { return os.Rename(filepath.Join(dir, "a"), dir+"-away") },
		"remove all":  func(dir string) error { return os.RemoveAll(dir) },
		"save by rename": func(dir string) error {
			if err := os.WriteFile(filepath.Join(dir, "a/.x.md.tmp"), []byte("other text"), 0o666); err != nil {
				return err
			}
			return os.Rename(filepath.Join(dir, "a/.x.md.tmp"), filepath.Join(dir, "a/x.md"))
		},
	}
}

// Both ways of watching notice all of them.
func TestChanges(t *testing.T) {
	ways := map[string]func(dir string) (*watcher, error){
		"watch": func(dir string) (*watcher, error) { return watch([]string{dir}) },
		"poll":  func(dir string) (*watcher, error) { return poll([]string{dir}, time.Millisecond), nil },
	}
	for way, begin := range ways {
		for name, change := range changes() {
			t.Run(way+"/"+name, func(t *testing.T) {
				t.Parallel()
				dir := folder(t)
				w, err := begin(dir)
				if err != nil {
					t.Fatal(err)
				}
				defer w.stop()
				if err := change(dir); err != nil {
					t.Fatal(err)
				}
				select {
				case <-w.changed:
				case <-time.After(time.Minute):
					t.Error("it is not noticed")
				}
			})
		}
	}
}

// folder returns a new folder with a file in a folder.
func folder(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "content")
	if err := os.MkdirAll(filepath.Join(dir, "a"), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "a/x.md"), []byte("text"), 0o666); err != nil {
		t.Fatal(err)
	}
	return dir
}

// Every folder is watched, but none that a link leads to, and none of an editor or of git.
func TestWatched(t *testing.T) {
	dir, other := folder(t), folder(t)
	for _, name := range []string{"b/c/d", ".git/objects", "#x#", "x~"} {
		if err := os.MkdirAll(filepath.Join(dir, name), 0o777); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"link", "b/link"} {
		if err := os.Symlink(other, filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	notify, err := fsnotify.NewWatcher()
	if err != nil {
		t.Fatal(err)
	}
	defer notify.Close()
	if err := addFolder(notify, dir); err != nil {
		t.Fatal(err)
	}
	got := notify.WatchList()
	slices.Sort(got)
	want := []string{dir, filepath.Join(dir, "a"), filepath.Join(dir, "b"), filepath.Join(dir, "b/c"), filepath.Join(dir, "b/c/d")}
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	if err := addFolder(notify, filepath.Join(dir, "gone")); err == nil {
		t.Error("a folder that is not there is watched")
	}
	// The stamp sees no more.
	before := stamp([]string{dir})
	for _, name := range []string{filepath.Join(other, "a/x.md"), filepath.Join(dir, ".git/objects/1"), filepath.Join(dir, "a/.x.md.swp"), filepath.Join(dir, "a/x.md~")} {
		if err := os.WriteFile(name, []byte("something else"), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if stamp([]string{dir}) != before {
		t.Error("what is not looked at changes the stamp")
	}
}

package serve

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/fsnotify/fsnotify"
)

// Times of watching.
const (
	quietTime = 50 * time.Millisecond // without a further change, before a build
	longTime  = 2 * time.Second       // after which a build does not wait for quiet any more
	pollTime  = time.Second
)

// A watcher notices changes below some folders from the moment it is made. There is a new one for every build, made before
// the build reads anything: so none misses a change, and folders that were made, moved or removed need no care.
type watcher struct {
	changed chan struct{} // holds one item when there was a change
	stop    func()
}

func newWatcher() *watcher { return &watcher{changed: make(chan struct{}, 1)} }

// poke notes a change.
func (w *watcher) poke() {
	select {
	case w.changed <- struct{}{}:
	default:
	}
}

// watch lets the system tell of changes.
func watch(folders []string) (*watcher, error) {
	notify, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, err
	}
	for _, folder := range folders {
		if err := addFolder(notify, folder); err != nil {
			notify.Close()
			return nil, err
		}
	}
	w := newWatcher()
	var group sync.WaitGroup
	group.Go(func() {
		for {
			select {
			case event, ok := <-notify.Events:
				if !ok {
					return
				}
				if event.Op != fsnotify.Chmod && !passing(filepath.Base(event.Name)) {
					w.poke()
				}
			case _, ok := <-notify.Errors: // such as events that were lost
				if !ok {
					return
				}
				w.poke()
			}
		}
	})
	w.stop = func() { notify.Close(); group.Wait() }
	return w, nil
}

// addFolder watches a folder and those below it. What is made in it while it is being listed is told as a change.
// Symbolic links are not followed, but for the folder that was asked for.
func addFolder(notify *fsnotify.Watcher, folder string) error {
	if err := notify.Add(folder); err != nil {
		if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EMFILE) {
			err = errors.New("too many are watched already")
		}
		return err
	}
	entries, err := os.ReadDir(folder)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if !e.IsDir() || passing(e.Name()) {
			continue
		}
		if err := addFolder(notify, filepath.Join(folder, e.Name())); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// passing reports whether a name is one that editors and systems give to files of their own.
func passing(name string) bool {
	return strings.HasPrefix(name, ".") || strings.HasPrefix(name, "#") || strings.HasSuffix(name, "~")
}

// poll looks for changes at intervals.
func poll(folders []string, interval time.Duration) *watcher {
	w := newWatcher()
	ctx, cancel := context.WithCancel(context.Background())
	before := stamp(folders)
	var group sync.WaitGroup
	group.Go(func() {
		tick := time.NewTicker(interval)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
			case <-ctx.Done():
				return
			}
			if now := stamp(folders); now != before {
				before = now
				w.poke()
			}
		}
	})
	w.stop = func() { cancel(); group.Wait() }
	return w
}

// stamp is a sum of the names, sizes and times of all files below the folders.
func stamp(folders []string) (sum [sha256.Size]byte) {
	h := sha256.New()
	for _, folder := range folders {
		fmt.Fprintf(h, "%q\n", folder)
		_ = fs.WalkDir(os.DirFS(folder), ".", func(name string, entry fs.DirEntry, err error) error {
			if err != nil { // told by its absence
				return nil
			}
			if name != "." && passing(entry.Name()) {
				if entry.IsDir() {
					return fs.SkipDir
				}
				return nil
			}
			if entry.IsDir() {
				fmt.Fprintf(h, "%q\n", name)
			} else if info, err := entry.Info(); err == nil {
				fmt.Fprintf(h, "%q %v %d %d\n", name, info.Mode(), info.Size(), info.ModTime().UnixNano())
			}
			return nil
		})
	}
	return [sha256.Size]byte(h.Sum(nil))
}

// settle waits for a change and then for quiet, or until the context ends.
func settle(ctx context.Context, changed <-chan struct{}) {
	select {
	case <-changed:
	case <-ctx.Done():
		return
	}
	long := time.After(longTime)
	for {
		select {
		case <-changed:
		case <-time.After(quietTime):
			return
		case <-long:
			return
		case <-ctx.Done():
			return
		}
	}
}

package write

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// A workDir is the directory .NAME.dossier beside the directory NAME that is to be published. It exists during a build
// and holds
//
//	dossier.lock  locked while a build runs, so that a second one fails; the lock ends with the process
//	next          the new site; once that is in its place, what it replaced, being removed
//	previous      the old site, while the new one is moved into its place in two steps
//	copy          a copy of the old site in the making, which then becomes previous
//
// A file is locked and not a directory, because directories change places here and locks go with them. The file also
// marks the directory as ours: one of that name without it is foreign, and is never touched.
type workDir struct {
	path string
	lock *os.File
}

const lockName = "dossier.lock"

func (w *workDir) next() string     { return filepath.Join(w.path, "next") }
func (w *workDir) previous() string { return filepath.Join(w.path, "previous") }
func (w *workDir) copy() string     { return filepath.Join(w.path, "copy") }

// errLocked is what lockFile returns while another build holds the lock.
var errLocked = errors.New("locked")

// openWorkDir makes or takes over the work directory for dir and locks it.
func openWorkDir(out, dir string) (*workDir, error) {
	path := filepath.Join(filepath.Dir(dir), "."+filepath.Base(dir)+".dossier")
	w := &workDir{path: path}
	for range 100 { // a build that ends just now may take the directory away again
		if err := os.Mkdir(path, 0o755); err != nil && !errors.Is(err, fs.ErrExist) {
			return nil, fmt.Errorf("make the staging directory: %w", err)
		}
		if err := w.checkOurs(out); err != nil {
			return nil, err
		}
		lock, err := lockFile(filepath.Join(path, lockName))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if errors.Is(err, errLocked) {
			return nil, &RefusedError{out, "another build is publishing into it (it has locked " + filepath.Join(path, lockName) + ")"}
		}
		if err != nil {
			return nil, fmt.Errorf("lock the staging directory: %w", err)
		}
		w.lock = lock
		return w, nil
	}
	return nil, &RefusedError{out, "other builds keep publishing into it"}
}

// checkOurs refuses a work directory that no build made.
func (w *workDir) checkOurs(out string) error {
	foreign := &RefusedError{out, w.path + " is in the way, which no build has made"}
	info, err := os.Lstat(w.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if !info.IsDir() {
		return foreign
	}
	entries, err := os.ReadDir(w.path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	marked := false
	for _, e := range entries {
		switch e.Name() {
		case lockName:
			marked = e.Type().IsRegular()
		case "next", "previous", "copy":
		default:
			return foreign
		}
	}
	if len(entries) > 0 && !marked {
		return foreign
	}
	return nil
}

// repair puts right what a killed build left: it moves the old site back if the new one had not taken its place, and
// removes the rest. Where the old site was moved away, next exists until the new one has taken its place.
func (w *workDir) repair(out, dir string, sys system) error {
	if exists(w.previous()) && (exists(w.next()) || !exists(dir)) {
		if err := w.restore(out, dir, sys); err != nil {
			return fmt.Errorf("restore the site from before a killed build: %w", err)
		}
		sys.reached("restored")
	}
	if err := w.clear(); err != nil {
		return fmt.Errorf("remove what a killed build left: %w", err)
	}
	return nil
}

// restore puts the previous site in the place of what may be left of it there.
func (w *workDir) restore(out, dir string, sys system) error {
	if exists(dir) {
		named, err := readManifest(out, w.previous())
		if err != nil {
			return err
		}
		if _, err := list(out, dir, named); err != nil {
			return err
		}
		if err := os.RemoveAll(dir); err != nil {
			return err
		}
		sys.reached("emptied")
	}
	return sys.rename(w.previous(), dir)
}

// clear removes all but the lock. The previous site is renamed first, so that a build killed meanwhile leaves nothing
// that looks like a site to be restored.
func (w *workDir) clear() error {
	if err := errors.Join(os.RemoveAll(w.copy()), os.RemoveAll(w.next())); err != nil {
		return err
	}
	if err := os.Rename(w.previous(), w.next()); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return os.RemoveAll(w.next())
}

// release ends the build. It removes the work directory, but leaves one that still holds the old site to the next build.
func (w *workDir) release() {
	if exists(w.previous()) || w.clear() != nil {
		w.lock.Close()
		return
	}
	unlockFile(w.lock)
	os.Remove(w.path) // fails if another build is already there, rightly
}

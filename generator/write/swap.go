package write

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"time"
)

// swap puts the new site in the place of dir: in one step where the system can exchange two directories, else in two
// that repair can undo. What was replaced is then in the work directory.
func swap(dir string, work *workDir, sys system) error {
	if !exists(dir) {
		return sys.rename(work.next(), dir)
	}
	if sys.exchange(work.next(), dir) == nil {
		return nil
	}
	err := sys.rename(dir, work.previous())
	if errors.Is(err, syscall.EXDEV) {
		return swapByCopy(dir, work, sys)
	}
	if err != nil {
		return err
	}
	sys.reached("moved")
	return takePlace(dir, work, sys)
}

// swapByCopy is for directories that cannot be moved at all: those in a lower layer of an overlay file system, as when a
// container image is built. The old site is copied before it is removed, and repair puts the copy back if need be.
func swapByCopy(dir string, work *workDir, sys system) error {
	if err := copyTree(dir, work.copy()); err != nil {
		return err
	}
	sys.reached("copied")
	if err := sys.rename(work.copy(), work.previous()); err != nil {
		return err
	}
	sys.reached("saved")
	if err := os.RemoveAll(dir); err != nil {
		return err
	}
	sys.reached("emptied")
	return takePlace(dir, work, sys)
}

// takePlace moves the new site to where the old one was, or the old one back.
func takePlace(dir string, work *workDir, sys system) error {
	err := sys.rename(work.next(), dir)
	if err == nil {
		return nil
	}
	return errors.Join(err, sys.rename(work.previous(), dir))
}

// copyTree copies a directory of regular files.
func copyTree(from, to string) error {
	return filepath.WalkDir(from, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		target := filepath.Join(to, name[len(from):])
		if d.IsDir() {
			return os.Mkdir(target, 0o755)
		}
		return keep(name, target)
	})
}

// keep gives a file a second name or, where file systems have no links, a copy with the same mode and time.
func keep(from, to string) error {
	if os.Link(from, to) == nil {
		return nil
	}
	return copyFile(from, to)
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	info, err := in.Stat()
	if err != nil {
		return err
	}
	data, err := io.ReadAll(in)
	if err != nil {
		return err
	}
	if err := writeFile(to, data); err != nil {
		return err
	}
	if err := os.Chmod(to, info.Mode().Perm()); err != nil {
		return err
	}
	return os.Chtimes(to, time.Time{}, info.ModTime())
}

// writeFile makes a file that is not there yet.
func writeFile(name string, data []byte) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return fmt.Errorf("write: %w", err)
	}
	return nil
}

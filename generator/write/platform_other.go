//go:build !(linux || darwin || dragonfly || freebsd || netbsd || openbsd)

package write

import (
	"errors"
	"io/fs"
	"os"
)

// exchange is for systems that have no such step.
func exchange(a, b string) error {
	return errors.ErrUnsupported
}

// mountPoint cannot tell here; renaming one fails, and leaves it as it was.
func mountPoint(dir string) (bool, error) {
	return false, nil
}

// lockFile makes a file, which is the lock. After a killed build somebody has to delete it.
func lockFile(name string) (*os.File, error) {
	f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return nil, errLocked
	}
	return f, err
}

// unlockFile removes the file.
func unlockFile(f *os.File) {
	f.Close()
	os.Remove(f.Name())
}

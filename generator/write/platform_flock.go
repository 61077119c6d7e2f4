//go:build linux || darwin || dragonfly || freebsd || netbsd || openbsd

package write

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/sys/unix"
)

// How often, and after what pause, a lock that another process holds is tried again.
const (
	lockTries = 10
	lockPause = 10 * time.Millisecond
)

// lockFile opens and locks a file, making it if need be. The lock ends with the process. The error is errLocked if another
// process holds it, and fs.ErrNotExist if one removed the file or its directory meanwhile.
func lockFile(name string) (*os.File, error) {
	f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return nil, err
	}
	if err = unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB); errors.Is(err, unix.EWOULDBLOCK) {
		err = errLocked
	}
	// A process that was forked from the one that gave the lock up holds a copy of it until it runs its own program.
	for try := 0; err == errLocked && try < lockTries; try++ {
		time.Sleep(lockPause)
		if unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB) == nil {
			err = nil
		}
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	locked, err := f.Stat()
	if err != nil {
		f.Close()
		return nil, err
	}
	named, err := os.Stat(name)
	if err != nil || !os.SameFile(locked, named) {
		f.Close()
		return nil, fs.ErrNotExist
	}
	return f, nil
}

// unlockFile removes the file before it ends the lock, so that nobody can lock a file that is about to vanish unnoticed.
func unlockFile(f *os.File) {
	os.Remove(f.Name())
	f.Close()
}

// otherDevice reports whether the directory is on another device than the one above it.
func otherDevice(dir string) (bool, error) {
	var here, above unix.Stat_t
	if err := unix.Lstat(dir, &here); err != nil {
		return false, &fs.PathError{Op: "lstat", Path: dir, Err: err}
	}
	if err := unix.Lstat(filepath.Dir(dir), &above); err != nil {
		return false, &fs.PathError{Op: "lstat", Path: filepath.Dir(dir), Err: err}
	}
	return here.Dev != above.Dev, nil
}

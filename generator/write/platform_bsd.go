//go:build darwin || dragonfly || freebsd || netbsd || openbsd

package write

import "errors"

// exchange is for systems that have no such step.
func exchange(a, b string) error {
	return errors.ErrUnsupported
}

// mountPoint reports whether a file system is mounted at the directory.
func mountPoint(dir string) (bool, error) {
	return otherDevice(dir)
}

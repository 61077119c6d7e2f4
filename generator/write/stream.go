package write

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"path/filepath"
	"time"
)

// A stream is a file of the new site that is written piece by piece.
type stream struct {
	site *Site
	path string
	file *os.File
	sum  hash.Hash
	size int64
}

// Create begins a file that is too large to be in memory at once. What is written to it is published as it is; Close adds
// it, with the rules and errors of Add. It is for one goroutine, and must be closed before Commit or Abort.
func (s *Site) Create(path string) (io.WriteCloser, error) {
	f, err := s.create(path)
	if err != nil {
		return nil, s.result(path, err)
	}
	return f, nil
}

func (s *Site) create(path string) (*stream, error) {
	if err := checkPath(path); err != nil {
		return nil, err
	}
	if err := s.claim(path); err != nil {
		return nil, err
	}
	file, err := os.OpenFile(s.staged(path), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return nil, err
	}
	return &stream{site: s, path: path, file: file, sum: sha256.New()}, nil
}

// Write adds a piece.
func (f *stream) Write(data []byte) (int, error) {
	n, err := f.file.Write(data)
	f.sum.Write(data[:n])
	f.size += int64(n)
	return n, f.site.result(f.path, err)
}

// Close adds the file to the site.
func (f *stream) Close() error { return f.site.result(f.path, f.close()) }

func (f *stream) close() error {
	if err := f.file.Close(); err != nil {
		return fmt.Errorf("write: %w", err)
	}
	s := f.site
	unchanged, err := s.settle(f.path, f.size)
	if err != nil {
		return err
	}
	s.mu.Lock()
	s.entries = append(s.entries, entry{path: f.path, sum: [sha256.Size]byte(f.sum.Sum(nil))})
	s.stats.Bytes += f.size
	if unchanged {
		s.stats.Unchanged++
	}
	s.mu.Unlock()
	s.sys.reached("added")
	return nil
}

// settle puts the published file in the place of a staged one of so many bytes, if it has the same, or gives it at least
// its time.
func (s *Site) settle(path string, size int64) (unchanged bool, err error) {
	if !s.old[path] {
		return false, nil
	}
	name, published := s.staged(path), filepath.Join(s.dir, filepath.FromSlash(path))
	info, err := os.Lstat(published)
	if err != nil || !info.Mode().IsRegular() || info.Size() != size || !sameBytes(name, published) {
		return false, nil
	}
	if info.Mode().Perm() == s.fileMode {
		// Where there are no links this leaves nothing behind.
		if spare := name + "~"; os.Link(published, spare) == nil {
			return true, os.Rename(spare, name)
		}
	}
	return true, os.Chtimes(name, time.Time{}, info.ModTime())
}

// sameBytes reports whether two files can be read and have the same bytes.
func sameBytes(a, b string) bool {
	x, err := os.Open(a)
	if err != nil {
		return false
	}
	defer x.Close()
	y, err := os.Open(b)
	if err != nil {
		return false
	}
	defer y.Close()
	const piece = 64 << 10
	left, right := make([]byte, piece), make([]byte, piece)
	for {
		n, errX := io.ReadFull(x, left)
		m, errY := io.ReadFull(y, right)
		if !bytes.Equal(left[:n], right[:m]) {
			return false
		}
		if errX != nil || errY != nil {
			return ended(errX) && ended(errY)
		}
	}
}

// ended reports whether reading a piece stopped for no other reason than the end of the file.
func ended(err error) bool { return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) }

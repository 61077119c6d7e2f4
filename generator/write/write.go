// Package write publishes files into a directory, all at once: slash paths and bytes come in, and a directory that is
// wholly the new site, or still wholly the old one, comes out.
//
// The rules:
//
//   - Files are added to a staging directory; Commit puts it in the place of the published one in one step and removes
//     what it replaced. Files of an earlier build that were not added again vanish with it.
//   - HTML, CSS, JavaScript and JSON are minified in ways that change no meaning (see minify).
//   - A file whose bytes are already published keeps its time stamp.
//   - Nothing foreign is ever deleted: a directory is replaced only when every file in it is named in the manifest.sha256
//     that the last build wrote there, is that manifest, or is .gitignore, which stays.
//   - A killed build leaves the old site or the new one, and the next Begin clears away or puts right the rest. That
//     holds for killed processes; against a power cut there is no fsync, but since unchanged files are told by
//     their bytes and not by the manifest, the next build repairs them too.
//
// All that a build needs meanwhile is in one directory beside the published one, .NAME.dossier (see workDir).
package write

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"
)

const (
	manifestName  = "manifest.sha256"
	gitignoreName = ".gitignore"
)

// A Site is a directory being published: files are added to a staging directory beside it, and Commit puts that in its
// place in one step. Every Site ends with Commit or Abort.
type Site struct {
	out      string          // the directory as the caller named it, for messages
	dir      string          // the directory itself, with no symbolic link on the way
	work     *workDir        // where the new site grows
	sys      system          // how directories are moved
	old      map[string]bool // the files of the published site when the build began
	fileMode fs.FileMode     // what the umask makes of 0644
	minifier *minifier

	mu      sync.Mutex        // guards what follows
	closed  bool              // Commit or Abort was called
	failed  error             // the first error of Add, which Commit repeats
	files   map[string]string // folded path: path, of every file added or reserved
	folders map[string]string // folded path: path, of every folder made
	entries []entry
	stats   Stats
}

// Stats counts what a Commit published; manifest.sha256 and .gitignore are not counted.
type Stats struct {
	Files     int   // files in the new site
	Unchanged int   // of these, the ones that the old site had with the same bytes
	Removed   int   // files of the old site that the new one has not
	Bytes     int64 // size of all files, as written
}

// A RefusedError says why a directory may not be replaced. Nothing in it was changed.
type RefusedError struct {
	Dir    string // the directory as it was given to Begin
	Reason string // what stands in the way, in words that follow the name of the directory
}

// Error names the directory and what stands in the way.
func (e *RefusedError) Error() string {
	return fmt.Sprintf("cannot publish into %s: %s", e.Dir, e.Reason)
}

// errEnded is the error of Add and Commit after Commit or Abort.
var errEnded = errors.New("the build has already ended")

// A system holds the steps that differ between systems, so that tests can choose among them and stop in between.
type system struct {
	exchange func(a, b string) error // swaps two directories in one step, if the system can
	rename   func(from, to string) error
	reached  func(step string) // called whenever the state on disk has changed
}

// Begin starts a build that is to replace the directory out, which may be missing. It takes a lock that ends with the
// process, puts right what a killed build left behind, and checks that out may be replaced. If it may not, or another
// build is at work on it, the error is a [*RefusedError].
func Begin(out string) (*Site, error) {
	return begin(out, system{exchange: exchange, rename: os.Rename, reached: func(string) {}})
}

func begin(out string, sys system) (*Site, error) {
	dir, err := locate(out)
	if err != nil {
		return nil, err
	}
	work, err := openWorkDir(out, dir)
	if err != nil {
		return nil, err
	}
	sys.reached("locked")
	s := &Site{
		out:      out,
		dir:      dir,
		work:     work,
		sys:      sys,
		minifier: newMinifier(),
		files:    map[string]string{},
		folders:  map[string]string{},
	}
	s.files[fold(manifestName)] = manifestName
	s.files[fold(gitignoreName)] = gitignoreName
	if err := s.prepare(); err != nil {
		work.release()
		return nil, err
	}
	sys.reached("prepared")
	return s, nil
}

// prepare brings the directory into a state that a build can start from, or refuses it.
func (s *Site) prepare() error {
	if err := s.work.repair(s.out, s.dir, s.sys); err != nil {
		return err
	}
	s.sys.reached("repaired")
	old, err := inspect(s.out, s.dir)
	if err != nil {
		return err
	}
	s.old = old
	if err := os.Mkdir(s.work.next(), 0o755); err != nil {
		return fmt.Errorf("make the staging directory: %w", err)
	}
	info, err := os.Stat(s.work.next())
	if err != nil {
		return err
	}
	s.fileMode = info.Mode().Perm() & 0o644
	return nil
}

// Add adds a file under a slash path relative to the root of the site, minified if its extension says how. It may be
// called by several goroutines at once, and does not keep data. Paths are [fs.ValidPath] without backslashes and control
// characters; manifest.sha256 and .gitignore are taken. A path that another file has, in whatever case, or that is the
// folder of another file, is an error. After an error nothing will be published: Commit returns it too.
func (s *Site) Add(path string, data []byte) error { return s.result(path, s.add(path, data, true)) }

// AddAsIs adds a file like Add, but does not minify it: a page whose templates went through MinifyTemplate, or what was
// made small to begin with.
func (s *Site) AddAsIs(path string, data []byte) error {
	return s.result(path, s.add(path, data, false))
}

// result notes an error, so that nothing will be published.
func (s *Site) result(path string, err error) error {
	if err == nil {
		return nil
	}
	err = fmt.Errorf("publish %q: %w", path, err)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.failed == nil {
		s.failed = err
	}
	return err
}

func (s *Site) add(path string, data []byte, minify bool) error {
	if err := checkPath(path); err != nil {
		return err
	}
	if err := s.claim(path); err != nil {
		return err
	}
	bufs := s.minifier.get()
	defer s.minifier.put(bufs)
	if minify {
		var err error
		if data, err = s.minifier.minify(bufs, path, data); err != nil {
			return fmt.Errorf("minify: %w", err)
		}
	}
	sum := sha256.Sum256(data)
	unchanged, err := s.store(bufs, path, data)
	if err != nil {
		return err
	}
	s.mu.Lock()
	s.entries = append(s.entries, entry{path: path, sum: sum})
	s.stats.Bytes += int64(len(data))
	if unchanged {
		s.stats.Unchanged++
	}
	s.mu.Unlock()
	s.sys.reached("added")
	return nil
}

// claim takes a path for a file and makes the folders that it stands in.
func (s *Site) claim(path string) error {
	key := fold(path)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return errEnded
	}
	if other, ok := s.files[key]; ok {
		return fmt.Errorf("the path is taken by the file %q", other)
	}
	if other, ok := s.folders[key]; ok {
		return fmt.Errorf("the path is taken by the folder %q", other)
	}
	for i := range len(path) {
		if path[i] == '/' {
			if err := s.claimFolder(path[:i]); err != nil {
				return err
			}
		}
	}
	s.files[key] = path
	return nil
}

// claimFolder makes a folder unless it is there. The caller holds the lock and has claimed the folders above.
func (s *Site) claimFolder(folder string) error {
	key := fold(folder)
	if other, ok := s.files[key]; ok {
		return fmt.Errorf("its folder is taken by the file %q", other)
	}
	if other, ok := s.folders[key]; ok {
		if other != folder {
			return fmt.Errorf("its folder differs from %q by case only", other)
		}
		return nil
	}
	if err := os.Mkdir(s.staged(folder), 0o755); err != nil {
		return err
	}
	s.folders[key] = folder
	return nil
}

// fold returns what two paths have in common that are one path where file names ignore case.
func fold(path string) string {
	return strings.ToLower(strings.ToUpper(path))
}

// staged returns where a file of the new site is before Commit.
func (s *Site) staged(path string) string {
	return filepath.Join(s.work.next(), filepath.FromSlash(path))
}

// store writes a file of the new site, or links it to the published one if that has the same bytes.
func (s *Site) store(bufs *buffers, path string, data []byte) (unchanged bool, err error) {
	name := s.staged(path)
	if !s.old[path] {
		return false, writeFile(name, data)
	}
	published := filepath.Join(s.dir, filepath.FromSlash(path))
	info := bufs.compare(published, data)
	if info == nil {
		return false, writeFile(name, data)
	}
	if info.Mode().Perm() == s.fileMode && os.Link(published, name) == nil {
		return true, nil
	}
	if err := writeFile(name, data); err != nil {
		return false, err
	}
	return true, os.Chtimes(name, time.Time{}, info.ModTime())
}

// Commit publishes what was added: it writes manifest.sha256, puts the new site in the place of the old one and removes
// the old one. If it fails, the old site is still there, unless the error says that only the removal failed. No Add may
// run meanwhile.
func (s *Site) Commit() (Stats, error) {
	if !s.end() {
		return Stats{}, errEnded
	}
	defer s.work.release()
	if s.failed != nil {
		return Stats{}, s.failed
	}
	if len(s.entries) == 0 {
		return Stats{}, fmt.Errorf("publish %s: no file was added", s.out)
	}
	return s.publish()
}

func (s *Site) publish() (Stats, error) {
	old, err := inspect(s.out, s.dir)
	if err != nil {
		return Stats{}, err
	}
	if err := s.complete(old); err != nil {
		return Stats{}, err
	}
	s.sys.reached("completed")
	if err := swap(s.dir, s.work, s.sys); err != nil {
		return Stats{}, fmt.Errorf("replace %s: %w", s.out, err)
	}
	s.sys.reached("swapped")
	s.stats.Files = len(s.entries)
	s.stats.Removed = s.removed(old)
	if err := s.work.clear(); err != nil {
		return s.stats, fmt.Errorf("the new site is published, but what it replaced cannot be removed: %w", err)
	}
	s.sys.reached("cleared")
	return s.stats, nil
}

// complete adds the two files to the new site that no caller adds.
func (s *Site) complete(old map[string]bool) error {
	slices.SortFunc(s.entries, func(a, b entry) int { return strings.Compare(a.path, b.path) })
	bufs := s.minifier.get()
	defer s.minifier.put(bufs)
	if _, err := s.store(bufs, manifestName, formatManifest(s.entries)); err != nil {
		return fmt.Errorf("publish %s: %w", manifestName, err)
	}
	if !old[gitignoreName] {
		return nil
	}
	if err := keep(filepath.Join(s.dir, gitignoreName), s.staged(gitignoreName)); err != nil {
		return fmt.Errorf("keep %s: %w", gitignoreName, err)
	}
	return nil
}

// removed counts the files of the old site that are not in the new one.
func (s *Site) removed(old map[string]bool) int {
	n := 0
	for path := range old {
		if s.files[fold(path)] != path {
			n++
		}
	}
	return n
}

// Abort gives the build up and removes what was added; the published site is untouched. It does nothing after Commit, so
// that it can be deferred. No Add may run meanwhile.
func (s *Site) Abort() {
	if s.end() {
		s.work.release()
	}
}

// end closes the Site and reports whether it was open.
func (s *Site) end() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	open := !s.closed
	s.closed = true
	return open
}

package write

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// An entry is a line of the manifest: a file of the site and the SHA-256 of its bytes.
type entry struct {
	path string
	sum  [sha256.Size]byte
}

// formatManifest returns the manifest of the entries, in the format of sha256sum.
func formatManifest(entries []entry) []byte {
	var b []byte
	for _, e := range entries {
		b = hex.AppendEncode(b, e.sum[:])
		b = append(b, ' ', ' ')
		b = append(b, e.path...)
		b = append(b, '\n')
	}
	return b
}

// parseManifest reads a manifest. It accepts only what formatManifest can have written, in whatever order, so that no
// other program's list of sums passes for ours by chance.
func parseManifest(data []byte) ([]entry, error) {
	if len(data) == 0 {
		return nil, errors.New("it is empty")
	}
	var entries []entry
	seen := map[string]bool{}
	rest := string(data)
	for n := 1; rest != ""; n++ {
		line, after, whole := strings.Cut(rest, "\n")
		if !whole {
			return nil, fmt.Errorf("line %d is cut off", n)
		}
		rest = after
		e, err := parseLine(line)
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		if seen[e.path] {
			return nil, fmt.Errorf("line %d: %s is listed twice", n, e.path)
		}
		seen[e.path] = true
		entries = append(entries, e)
	}
	return entries, nil
}

// parseLine reads a line of a manifest: a sum in lower-case hexadecimal, two spaces, a path.
func parseLine(line string) (entry, error) {
	var e entry
	sum, path, ok := strings.Cut(line, "  ")
	if !ok || len(sum) != hex.EncodedLen(sha256.Size) || sum != strings.ToLower(sum) {
		return entry{}, errors.New("want a SHA-256, two spaces and a path")
	}
	if _, err := hex.Decode(e.sum[:], []byte(sum)); err != nil {
		return entry{}, errors.New("want a SHA-256, two spaces and a path")
	}
	if err := checkPath(path); err != nil {
		return entry{}, err
	}
	if path == manifestName || path == gitignoreName {
		return entry{}, fmt.Errorf("%s cannot be listed", path)
	}
	e.path = path
	return e, nil
}

// checkPath says what is wrong with the path of a file to be published.
func checkPath(path string) error {
	if !fs.ValidPath(path) || path == "." {
		return errors.New("not a clean relative slash path")
	}
	if path == "-" {
		return errors.New("a file named - means standard input to sha256sum")
	}
	for _, r := range path {
		if r == '\\' || r < ' ' || r == 0x7f {
			return fmt.Errorf("the path holds the character %q", r)
		}
	}
	return nil
}

// readManifest returns the paths in the manifest of a directory, nil if it has no manifest.
func readManifest(out, dir string) (map[string]bool, error) {
	name := filepath.Join(dir, manifestName)
	info, err := os.Lstat(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, &RefusedError{out, "its " + manifestName + " is not a regular file"}
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	entries, err := parseManifest(data)
	if err != nil {
		return nil, &RefusedError{out, fmt.Sprintf("its %s was not written by a build: %v", manifestName, err)}
	}
	paths := make(map[string]bool, len(entries))
	for _, e := range entries {
		paths[e.path] = true
	}
	return paths, nil
}

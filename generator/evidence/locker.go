package evidence

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// A Capture is one kept copy of a source.
type Capture struct {
	Source   string    `json:"source"`             // id of the source
	Time     time.Time `json:"time"`               // when it was taken, UTC, to the second
	URL      string    `json:"url,omitempty"`      // what was asked for; "" for a local file
	FinalURL string    `json:"final,omitempty"`    // where redirects led; "" for a local file
	Archived bool      `json:"archived,omitempty"` // it is a copy of the public copy, such as one in the Wayback Machine
	Media    string    `json:"media"`              // media type without parameters, such as text/html
	SHA256   string    `json:"sha256"`             // of the payload after transfer and content decoding, in hex
	Bytes    int64     `json:"bytes"`              // of the payload
	File     string    `json:"file"`               // WARC or copied file, relative to the source's folder
	Pages    int       `json:"pages"`              // of the extracted text; 0 where the media type has none
	// Unchanged says that the bytes were met again and nothing new was kept; it is never written.
	Unchanged bool `json:"-"`
}

// A Locker is a folder of kept copies. A capture is three files in the folder of its source, named alike by time and hash:
//
//	DIR/<source>/20261122T101500Z-0123456789ab.warc.gz    or .orig.pdf, .orig.html ...: a copied local file
//	DIR/<source>/20261122T101500Z-0123456789ab.txt        the extracted text, with form feeds between pages
//	DIR/<source>/20261122T101500Z-0123456789ab.json       the Capture, in one line
//
// Each file comes into being whole, the .json last: without it there is no capture. Nothing that belongs to a capture is
// ever overwritten or removed.
type Locker struct {
	dir string
}

const (
	stampForm = "20060102T150405Z"
	warcEnd   = ".warc.gz"
	origEnd   = ".orig" // with an extension behind it
	textEnd   = ".txt"
	metaEnd   = ".json"
	tempStart = ".keep-"
	leftover  = time.Hour // files of a killed run are swept when they are older than that: another run may be at work
)

// OpenLocker returns the locker in a directory, which need not exist: it is made when something is kept.
func OpenLocker(dir string) (*Locker, error) {
	info, err := os.Stat(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return &Locker{dir}, nil
	}
	if err != nil {
		return nil, err
	}
	if !info.IsDir() {
		return nil, fmt.Errorf("the locker %s is not a directory", dir)
	}
	return &Locker{dir}, nil
}

// folder is the directory of a source. An id that is none never becomes a path.
func (l *Locker) folder(source string) (string, error) {
	for _, part := range strings.Split(source, "-") {
		if part == "" || strings.Trim(part, "abcdefghijklmnopqrstuvwxyz0123456789") != "" {
			return "", fmt.Errorf("%q is no id of a source", source)
		}
	}
	return filepath.Join(l.dir, source), nil
}

// Captures returns what is kept of a source: copies of its public copy, then copies of the source itself, each oldest
// first. The last one is what passages are looked up in.
func (l *Locker) Captures(source string) ([]Capture, error) {
	dir, err := l.folder(source)
	if err != nil {
		return nil, err
	}
	files, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var captures []Capture
	for _, f := range files {
		stem, ok := strings.CutSuffix(f.Name(), metaEnd)
		if !ok || !isStem(stem) {
			continue
		}
		name := filepath.Join(dir, f.Name())
		line, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		c, err := parseMeta(source, stem, line)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		captures = append(captures, c)
	}
	slices.SortFunc(captures, func(a, b Capture) int {
		if a.Archived != b.Archived {
			if a.Archived {
				return -1
			}
			return 1
		}
		return cmp.Or(a.Time.Compare(b.Time), cmp.Compare(a.File, b.File))
	})
	return captures, nil
}

// Newest returns the copy that passages are looked up in, the last one of Captures.
func (l *Locker) Newest(source string) (c Capture, ok bool, err error) {
	captures, err := l.Captures(source)
	if err != nil || len(captures) == 0 {
		return Capture{}, false, err
	}
	return captures[len(captures)-1], true, nil
}

// Text returns the text of a copy, as it was extracted when the copy was kept.
func (l *Locker) Text(c Capture) (Text, error) {
	dir, err := l.folder(c.Source)
	if err != nil || c.Pages == 0 {
		return Text{}, err
	}
	name := filepath.Join(dir, c.stem()+textEnd)
	data, err := os.ReadFile(name)
	if err != nil {
		return Text{}, err
	}
	pages := strings.Split(string(data), "\f")
	if len(pages) != c.Pages {
		return Text{}, fmt.Errorf("%s has %d pages instead of %d: it was changed", name, len(pages), c.Pages)
	}
	return Text{Pages: pages}, nil
}

// Payload returns the bytes of a copy, after transfer and content decoding. It is an error if they are not those that were
// kept.
func (l *Locker) Payload(c Capture) ([]byte, error) {
	dir, err := l.folder(c.Source)
	if err != nil {
		return nil, err
	}
	name := filepath.Join(dir, filepath.Base(c.File))
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	if strings.HasSuffix(c.File, warcEnd) {
		if data, err = warcPayload(data, c.Bytes); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != c.SHA256 {
		return nil, fmt.Errorf("%s does not hold the bytes that were kept: it was changed", name)
	}
	return data, nil
}

// keep adds a capture. It names the files; data makes what stands in the main one, given its name.
func (l *Locker) keep(c Capture, end string, text Text, data func(name string) ([]byte, error)) (Capture, error) {
	dir, err := l.folder(c.Source)
	if err != nil {
		return c, err
	}
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return c, err
	}
	c.Time, c.Pages, c.Unchanged = c.Time.UTC().Truncate(time.Second), len(text.Pages), false
	stem, err := freeStem(dir, c.Time.Format(stampForm)+"-"+c.SHA256[:12])
	if err != nil {
		return c, err
	}
	c.File = stem + end
	main, err := data(c.File)
	if err != nil {
		return c, err
	}
	meta, err := json.Marshal(c)
	if err != nil {
		return c, err
	}
	if _, err := parseMeta(c.Source, stem, meta); err != nil {
		return c, fmt.Errorf("a capture that could not be read again: %w", err)
	}
	if err := addFile(dir, c.File, main); err != nil {
		return c, err
	}
	if err := addFile(dir, stem+textEnd, pageText(text)); err != nil {
		return c, err
	}
	if err := addFile(dir, stem+metaEnd, append(meta, '\n')); err != nil {
		return c, err
	}
	return c, errors.Join(l.touch(c, c.Time), sweep(dir))
}

// pageText is a text as it is kept. A form feed inside a page is white space like any other.
func pageText(text Text) []byte {
	var b bytes.Buffer
	for i, page := range text.Pages {
		if i > 0 {
			b.WriteByte('\f')
		}
		b.WriteString(strings.ReplaceAll(page, "\f", "\n"))
	}
	return b.Bytes()
}

// freeStem numbers a stem that is in use, by another capture of the same bytes in the same second or by what is left of one.
func freeStem(dir, stem string) (string, error) {
	files, err := os.ReadDir(dir)
	if err != nil {
		return "", err
	}
	used := map[string]bool{}
	for _, f := range files {
		name, _, _ := strings.Cut(f.Name(), ".")
		used[name] = true
	}
	free := stem
	for n := 2; used[free]; n++ {
		free = fmt.Sprintf("%s-%d", stem, n)
	}
	return free, nil
}

// addFile makes a file that is whole from its first moment. It is an error if there is one.
func addFile(dir, name string, data []byte) error {
	return wholeFile(filepath.Join(dir, name), tempStart, data, func(from, to string) error {
		err := os.Link(from, to)
		if err == nil {
			return os.Remove(from)
		}
		if _, there := os.Lstat(to); there == nil {
			return err
		}
		return os.Rename(from, to) // where the file system has no links
	})
}

// wholeFile writes a temporary file beside the one to be, whose name begins with temp, and moves it.
func wholeFile(name, temp string, data []byte, move func(from, to string) error) error {
	f, err := os.CreateTemp(filepath.Dir(name), temp+"*")
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	err = errors.Join(err, f.Chmod(0o644), f.Sync(), f.Close())
	if err == nil {
		err = move(f.Name(), name)
	}
	if err != nil {
		os.Remove(f.Name())
	}
	return err
}

// sweep removes what killed runs left in a source's folder: files that are named like ours, belong to no capture and are
// older than an hour. What we did not make stays.
func sweep(dir string) error {
	files, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	whole := map[string]bool{}
	for _, f := range files {
		if stem, ok := strings.CutSuffix(f.Name(), metaEnd); ok {
			whole[stem] = true
		}
	}
	clock, err := fileClock(dir)
	if err != nil {
		return err
	}
	var errs []error
	for _, f := range files {
		stem, _, _ := strings.Cut(f.Name(), ".")
		end := strings.TrimPrefix(f.Name(), stem)
		ours := isStem(stem) && !whole[stem] && (end == warcEnd || end == textEnd || isOrig(end))
		if !ours && !isTemp(f.Name(), tempStart) {
			continue
		}
		if info, err := f.Info(); err == nil && info.Mode().IsRegular() && clock.Sub(info.ModTime()) > leftover {
			errs = append(errs, os.Remove(filepath.Join(dir, f.Name())))
		}
	}
	return errors.Join(errs...)
}

// isTemp reports whether a file is a temporary one of ours.
func isTemp(name, start string) bool {
	number, ok := strings.CutPrefix(name, start)
	return ok && number != "" && strings.Trim(number, "0123456789") == ""
}

// fileClock asks the file system for the time, by the date of a new file: the dates it is compared with come from there.
func fileClock(dir string) (time.Time, error) {
	f, err := os.CreateTemp(dir, tempStart+"*")
	if err != nil {
		return time.Time{}, err
	}
	info, err := f.Stat()
	err = errors.Join(err, f.Close(), os.Remove(f.Name()))
	if err != nil {
		return time.Time{}, err
	}
	return info.ModTime(), nil
}

// touch notes that the bytes of a capture were met at a time: it is the date of the .json file.
func (l *Locker) touch(c Capture, at time.Time) error {
	return os.Chtimes(filepath.Join(l.dir, c.Source, c.stem()+metaEnd), at, at)
}

// met is when the bytes of a capture were met last.
func (l *Locker) met(c Capture) (time.Time, error) {
	info, err := os.Stat(filepath.Join(l.dir, c.Source, c.stem()+metaEnd))
	if err != nil {
		return time.Time{}, err
	}
	return info.ModTime(), nil
}

// stem is what the names of a capture's files have in common.
func (c Capture) stem() string {
	stem, _, _ := strings.Cut(filepath.Base(c.File), ".")
	return stem
}

// isStem reports whether names of that beginning are a capture's: time, hash and perhaps a number.
func isStem(s string) bool {
	stamp, rest, ok := strings.Cut(s, "-")
	if _, err := time.Parse(stampForm, stamp); !ok || err != nil {
		return false
	}
	sum, number, numbered := strings.Cut(rest, "-")
	return len(sum) == 12 && isHex(sum) && (!numbered || number != "" && strings.Trim(number, "0123456789") == "")
}

func isHex(s string) bool { return strings.Trim(s, "0123456789abcdef") == "" }

// parseMeta reads the .json file of a capture and holds it to its place: the folder of its source and its name.
func parseMeta(source, stem string, line []byte) (Capture, error) {
	var c Capture
	decoder := json.NewDecoder(bytes.NewReader(line))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&c); err != nil {
		return Capture{}, fmt.Errorf("it is no capture: %w", err)
	}
	wrong := ""
	switch end := strings.TrimPrefix(c.File, stem); {
	case decoder.More():
		wrong = "more than one line"
	case c.Source != source:
		wrong = "its source"
	case c.Time.Location() != time.UTC || !strings.HasPrefix(stem, c.Time.Format(stampForm)+"-") || c.Time.Nanosecond() != 0:
		wrong = "its time"
	case len(c.SHA256) != 64 || !isHex(c.SHA256) || !strings.HasPrefix(stem[len(stampForm)+1:], c.SHA256[:12]):
		wrong = "its hash"
	case c.Bytes < 0:
		wrong = "its size"
	case c.Pages < 0:
		wrong = "its pages"
	case !isMedia(c.Media):
		wrong = "its media type"
	case end == c.File || end != warcEnd && !isOrig(end):
		wrong = "its file"
	}
	if wrong != "" {
		return Capture{}, fmt.Errorf("it is no capture: %s does not fit", wrong)
	}
	return c, nil
}

// isOrig reports whether a name ends like that of a copied file.
func isOrig(end string) bool {
	extension, ok := strings.CutPrefix(end, origEnd+".")
	return ok && extension != "" && strings.Trim(extension, "abcdefghijklmnopqrstuvwxyz0123456789") == ""
}

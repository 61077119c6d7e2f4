package dossier

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// A Lock is content/evidence.lock: what is kept of the sources, and which passages were found there. It is text, one fact
// a line, sorted, so that it merges cleanly:
//
//	passage ENTRY CITATION sha256:HEX found|not-found|unchecked WHERE
//	source ID DATE sha256:HEX MEDIA-TYPE BYTES
type Lock struct {
	Passages []PassageFact // by entry, then citation
	Sources  []SourceFact  // by id
}

// A SourceFact says which copy of a source is the newest one kept.
type SourceFact struct {
	ID     string
	Date   Date   // of the capture, a day
	SHA256 string // of the payload after transfer and content decoding, in hex
	Media  string // media type, such as text/html
	Bytes  int64  // of the payload
}

// The states of a passage.
const (
	PassageFound     = "found"
	PassageNotFound  = "not-found"
	PassageUnchecked = "unchecked"
)

// Why a passage is unchecked, in its Where.
const (
	WhereNoCopy  = "no-copy" // the source is not kept
	WhereNoText  = "no-text" // the copy has no text, such as a scanned PDF
	WhereChanged = "changed" // a newer copy differs and verify has not run since
)

// A PassageFact says whether a passage was found in the newest copy of its source.
type PassageFact struct {
	Entry, Citation string
	SHA256          string // PassageHash of the citation, in hex
	State           string
	// Where is, for a passage that was found, the fragment that leads a browser to it ("text=first%20words,last%20words",
	// "page=3", or "-"); "ambiguous:N" when it was found N times; for an unchecked one the reason; else "-".
	Where string
}

// PassageHash identifies what was looked up: the source and the passage as written.
func PassageHash(c *Citation) string {
	return string(appendPassageHash(nil, c))
}

func appendPassageHash(dst []byte, c *Citation) []byte {
	text := make([]byte, 0, 1<<10)
	text = append(append(append(text, c.SourceID...), '\n'), c.Passage...)
	sum := sha256.Sum256(text)
	return hex.AppendEncode(dst, sum[:])
}

// ParseLock reads a lock. The error names the first line that is none of its forms.
func ParseLock(text string) (*Lock, error) {
	l := &Lock{}
	for i, line := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
		if line == "" && text == "" {
			break
		}
		fields := strings.Split(line, " ")
		var err error
		switch {
		case fields[0] == "source" && len(fields) == 6:
			err = l.parseSource(fields)
		case fields[0] == "passage" && len(fields) == 6:
			err = l.parsePassage(fields)
		default:
			err = fmt.Errorf("it is neither a source nor a passage line")
		}
		if err != nil {
			return nil, &LockError{i + 1, err}
		}
	}
	l.Sort()
	return l, nil
}

// A LockError is a line of a lock that cannot be read.
type LockError struct {
	Line int // from 1
	Err  error
}

// Error names the line and what is wrong with it.
func (e *LockError) Error() string { return fmt.Sprintf("line %d: %v", e.Line, e.Err) }

// Unwrap is what is wrong with the line.
func (e *LockError) Unwrap() error { return e.Err }

func (l *Lock) parseSource(fields []string) error {
	date, err := ParseDate(fields[2])
	if err != nil {
		return err
	}
	sum, err := parseHash(fields[3])
	if err != nil {
		return err
	}
	size, err := strconv.ParseInt(fields[5], 10, 64)
	if err != nil || size < 0 {
		return fmt.Errorf("%q is no number of bytes", fields[5])
	}
	l.Sources = append(l.Sources, SourceFact{fields[1], date, sum, fields[4], size})
	return nil
}

func (l *Lock) parsePassage(fields []string) error {
	sum, err := parseHash(fields[3])
	if err != nil {
		return err
	}
	if s := fields[4]; s != PassageFound && s != PassageNotFound && s != PassageUnchecked {
		return fmt.Errorf("%q is no state of a passage", s)
	}
	l.Passages = append(l.Passages, PassageFact{fields[1], fields[2], sum, fields[4], fields[5]})
	return nil
}

func parseHash(s string) (string, error) {
	sum, ok := strings.CutPrefix(s, "sha256:")
	if raw, err := hex.DecodeString(sum); !ok || err != nil || len(raw) != sha256.Size {
		return "", fmt.Errorf("%q is no SHA-256", s)
	}
	return sum, nil
}

// Sort orders the facts. Of several about the same passage or source, as a careless merge leaves them, the last by text is kept.
func (l *Lock) Sort() {
	slices.SortFunc(l.Passages, func(a, b PassageFact) int {
		if order := cmp.Or(cmp.Compare(a.Entry, b.Entry), cmp.Compare(a.Citation, b.Citation)); order != 0 {
			return order
		}
		return cmp.Compare(b.String(), a.String())
	})
	l.Passages = slices.CompactFunc(l.Passages, func(a, b PassageFact) bool { return a.Entry == b.Entry && a.Citation == b.Citation })
	slices.SortFunc(l.Sources, func(a, b SourceFact) int {
		if order := cmp.Compare(a.ID, b.ID); order != 0 {
			return order
		}
		return cmp.Compare(b.String(), a.String())
	})
	l.Sources = slices.CompactFunc(l.Sources, func(a, b SourceFact) bool { return a.ID == b.ID })
}

// String is the fact as a line, without a line feed.
func (f SourceFact) String() string {
	return fmt.Sprintf("source %s %s sha256:%s %s %d", f.ID, f.Date, f.SHA256, f.Media, f.Bytes)
}

// String is the fact as a line, without a line feed.
func (f PassageFact) String() string {
	return fmt.Sprintf("passage %s %s sha256:%s %s %s", f.Entry, f.Citation, f.SHA256, f.State, f.Where)
}

// String is the lock as text, sorted.
func (l *Lock) String() string {
	var b strings.Builder
	for _, f := range l.Passages {
		b.WriteString(f.String() + "\n")
	}
	for _, f := range l.Sources {
		b.WriteString(f.String() + "\n")
	}
	return b.String()
}

// Source returns what is kept of a source, or nil.
func (l *Lock) Source(id string) *SourceFact {
	i, ok := slices.BinarySearchFunc(l.Sources, id, func(f SourceFact, id string) int { return cmp.Compare(f.ID, id) })
	if !ok {
		return nil
	}
	return &l.Sources[i]
}

// Passage returns what is known of a citation's passage in an entry or page, or nil where it is new or was changed since.
func (l *Lock) Passage(entry string, c *Citation) *PassageFact {
	i, ok := slices.BinarySearchFunc(l.Passages, entry, func(f PassageFact, entry string) int {
		return cmp.Or(cmp.Compare(f.Entry, entry), cmp.Compare(f.Citation, c.ID))
	})
	if !ok {
		return nil
	}
	var hash [2 * sha256.Size]byte
	if l.Passages[i].SHA256 != string(appendPassageHash(hash[:0], c)) {
		return nil
	}
	return &l.Passages[i]
}

// Inherit takes over what an older lock knows of sources that the new one has no copy of: a contributor who keeps no copies
// of their own leaves the findings of others as they are. Facts about passages that were changed since are not taken over.
func (l *Lock) Inherit(old *Lock, d *Dossier) {
	absent := map[string]bool{} // sources that only the older lock has a copy of
	for _, f := range old.Sources {
		if l.Source(f.ID) == nil && d.Source(f.ID) != nil {
			absent[f.ID] = true
		}
	}
	inherit := func(owner string, list []Citation) {
		for i := range list {
			c := &list[i]
			now, before := l.Passage(owner, c), old.Passage(owner, c)
			if absent[c.SourceID] && now != nil && before != nil {
				*now = *before
			}
		}
	}
	for _, e := range d.Entries {
		inherit(e.ID, e.Citations)
	}
	for _, p := range d.Pages {
		inherit(p.ID, p.Citations)
	}
	for _, f := range old.Sources {
		if absent[f.ID] {
			l.Sources = append(l.Sources, f)
		}
	}
	l.Sort()
}

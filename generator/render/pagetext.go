package render

import (
	"strings"

	"dossier/generator/dossier"
)

// A pageText makes the many short strings of pages. It cuts them out of long ones, which takes less time than to make
// each on its own. Its zero value is ready.
type pageText struct{ built strings.Builder }

// Sizes of the strings that the others are cut out of.
const (
	leastText = 1 << 10
	mostText  = 1 << 15
)

// room makes room for so many bytes.
func (t *pageText) room(n int) {
	if t.built.Cap()-t.built.Len() >= n {
		return
	}
	size := min(max(2*t.built.Cap(), leastText), mostText)
	t.built = strings.Builder{}
	t.built.Grow(max(n, size))
}

// text is a string of some bytes.
func (t *pageText) text(b []byte) string {
	t.room(len(b))
	from := t.built.Len()
	t.built.Write(b)
	return t.built.String()[from:]
}

// join is a string of several.
func (t *pageText) join(parts ...string) string {
	n := 0
	for _, part := range parts {
		n += len(part)
	}
	t.room(n)
	from := t.built.Len()
	for _, part := range parts {
		t.built.WriteString(part)
	}
	return t.built.String()[from:]
}

// shortText is room for most of the strings that are put together from words and dates.
const shortText = 128

// held says when something held that began and ended at two dates: "since 2014", "2014 to 2021".
func (t *pageText) held(since, until dossier.Date) string {
	var room [shortText]byte
	return t.text(dossier.AppendHeld(room[:0], since, until))
}

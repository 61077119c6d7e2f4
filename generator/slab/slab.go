// Package slab cuts what is kept for long out of few large pieces of memory: a dossier is a million short strings and
// lists, and each of its own would be one more thing to visit whenever memory is cleared up. A piece is kept as long as
// anything that was cut out of it.
package slab

import (
	"reflect"
	"strings"
)

const (
	pieceBytes = 64 << 10 // of a piece
	fraction   = 8        // what is longer than this part of a piece gets memory of its own
)

// Strings makes strings that lie side by side. It is for one goroutine, and must not be copied.
type Strings struct{ piece strings.Builder }

// Bytes returns a text as a string.
func (s *Strings) Bytes(text []byte) string {
	if len(text) > pieceBytes/fraction {
		return string(text)
	}
	s.reserve(len(text))
	from := s.piece.Len()
	s.piece.Write(text)
	return s.piece.String()[from:]
}

// String returns a copy of a string, which keeps nothing else alive.
func (s *Strings) String(text string) string {
	if len(text) > pieceBytes/fraction {
		return strings.Clone(text)
	}
	s.reserve(len(text))
	from := s.piece.Len()
	s.piece.WriteString(text)
	return s.piece.String()[from:]
}

// Join returns a string of several.
func (s *Strings) Join(texts ...string) string {
	size := 0
	for _, text := range texts {
		size += len(text)
	}
	if size > pieceBytes/fraction {
		return strings.Join(texts, "")
	}
	s.reserve(size)
	from := s.piece.Len()
	for _, text := range texts {
		s.piece.WriteString(text)
	}
	return s.piece.String()[from:]
}

// reserve begins a new piece where the old one has no room for a text.
func (s *Strings) reserve(size int) {
	if size > s.piece.Cap()-s.piece.Len() {
		s.piece.Reset()
		s.piece.Grow(pieceBytes)
	}
}

// Lists makes lists that lie side by side. It is for one goroutine.
type Lists[T any] struct {
	piece []T
	items int // that a piece has room for
}

// Make returns an empty list with room for so many items; nil for none.
func (l *Lists[T]) Make(size int) []T {
	if size == 0 {
		return nil
	}
	if l.items == 0 {
		l.items = pieceBytes / int(reflect.TypeFor[T]().Size())
	}
	if size > l.items/fraction {
		return make([]T, 0, size)
	}
	if size > cap(l.piece)-len(l.piece) {
		l.piece = make([]T, 0, l.items)
	}
	from := len(l.piece)
	l.piece = l.piece[:from+size]
	return l.piece[from : from : from+size]
}

// Copy returns a list with the same items, which has no room for more; nil where there are none.
func (l *Lists[T]) Copy(items []T) []T {
	return append(l.Make(len(items)), items...)
}

// New returns a pointer to an item of its own.
func (l *Lists[T]) New(item T) *T { return &l.Copy([]T{item})[0] }

package dossier

import (
	"bytes"
	"math/rand/v2"
	"testing"
	"unicode/utf8"
)

// TestPlaces holds the lines and columns of long files, of short lines and of long ones, to those found by counting.
func TestPlaces(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for _, rare := range []int{2, 60, 9000, 100_000} {
		var text []byte
		for len(text) < 3*stepSize+5 {
			c := []rune("aé…")[random.IntN(3)]
			if random.IntN(rare) == 0 {
				c = '\n'
			}
			text = utf8.AppendRune(text, c)
		}
		f := NewFile("a.md", "a.md", text)
		for offset := 0; offset <= len(text); offset++ {
			if offset < len(text) && !utf8.RuneStart(text[offset]) {
				continue
			}
			line, column := f.LineColumn(offset)
			if offset%97 == 0 || offset%stepSize < 3 {
				before := text[:offset]
				wantLine, wantColumn := bytes.Count(before, []byte("\n"))+1, utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:])+1
				if line != wantLine || column != wantColumn {
					t.Fatalf("one line feed in %d: offset %d is at %d:%d, not %d:%d", rare, offset, line, column, wantLine, wantColumn)
				}
			}
			if offset%97 == 0 {
				if back := f.Offset(line, column); back != offset {
					t.Fatalf("one line feed in %d: %d:%d is offset %d, not %d", rare, line, column, back, offset)
				}
			}
		}
		if last, _ := f.LineColumn(len(text)); f.Offset(last+1, 1) != len(text) || f.Offset(0, 1) != len(text) {
			t.Error("a line that is not there has a place")
		}
	}
}

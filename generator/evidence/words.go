package evidence

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// A word is a run of letters and digits as it stands in a text.
type word struct {
	start, end int  // offsets of the run
	broken     bool // a hyphen and a line end lead straight to the next word
}

// A folder brings words into the one form in which they are compared.
type folder struct {
	caser cases.Caser
	plain []byte // the result of lower
}

func newFolder() *folder { return &folder{caser: cases.Fold()} }

// words splits a text into its words. A letter of a script that puts no space between words is a word of its own.
func words(text string) []word {
	out := make([]word, 0, len(text)/6)
	in, alone := false, false // within a run; the run is such a letter
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		switch last := len(out) - 1; {
		case isIgnored(r):
		case in && isMark(r):
			out[last].end = i + n
		case !isWordRune(r):
			in = false
		case in && !alone && !isUnspaced(r):
			out[last].end = i + n
		default:
			out = append(out, word{start: i, end: i + n})
			in, alone = true, isUnspaced(r)
		}
		i += n
	}
	for i := range out[:max(0, len(out)-1)] {
		out[i].broken = breaksWord(text[out[i].end:out[i+1].start])
	}
	return out
}

// breaksWord reports whether the gap between two words is a hyphen and a line end.
func breaksWord(gap string) bool {
	before, after, ok := strings.Cut(gap, "\n")
	if !ok || strings.TrimSpace(after) != "" {
		return false
	}
	switch strings.TrimSpace(before) {
	case "-", "\u2010", "\u00ad":
		return true
	}
	return false
}

// isIgnored reports characters that show nothing: soft hyphens, zero-width characters, direction marks.
func isIgnored(r rune) bool {
	if r < 0x80 {
		return false
	}
	return unicode.Is(unicode.Cf, r) || r >= 0xfe00 && r <= 0xfe0f || r == 0x034f
}

// isMark reports what belongs to the letter before it.
func isMark(r rune) bool {
	return r >= 0x80 && (unicode.IsMark(r) || r == 0xff9e || r == 0xff9f) // the latter are half-width voicing marks
}

// isWordRune reports letters, digits and symbols that stand for them, such as ㎏; not the trademark signs, which are no
// part of the name before them.
func isWordRune(r rune) bool {
	if r < 0x80 {
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
	}
	if unicode.IsLetter(r) || unicode.IsNumber(r) {
		return true
	}
	if !unicode.Is(unicode.So, r) || r == '™' || r == '℠' {
		return false
	}
	first, _ := utf8.DecodeRuneInString(norm.NFKC.String(string(r)))
	return unicode.IsLetter(first) || unicode.IsNumber(first)
}

// isUnspaced reports letters of scripts that put no space between words.
func isUnspaced(r rune) bool {
	return r >= 0x0e00 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}

// lower brings an ASCII word into its compared form. It reports whether the word is one.
func (f *folder) lower(s string) bool {
	f.plain = f.plain[:0]
	for i := range len(s) {
		c := s[i]
		if c >= 0x80 {
			return false
		}
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		f.plain = append(f.plain, c)
	}
	return true
}

// fold returns the compared form of a word: one word, or several where NFKC makes it so, such as of ½.
func (f *folder) fold(s string) []string {
	if f.lower(s) {
		return []string{string(f.plain)}
	}
	s = strings.Map(func(r rune) rune {
		if isIgnored(r) {
			return -1
		}
		return r
	}, s)
	s = norm.NFKC.String(f.caser.String(norm.NFKC.String(s)))
	return strings.FieldsFunc(s, func(r rune) bool { return !isWordRune(r) && !isMark(r) })
}

package render

import (
	"strings"
	"unicode/utf8"

	"dossier/generator/slab"
)

// advance is about how wide a rune is in a sans-serif font, in hundredths of its size: rather too wide than too narrow,
// since a browser takes the font that it has.
func advance(c rune) int {
	switch c {
	case 'i', 'j', 'l', '.', ',', ':', ';', '\'', '|', '!', '’', '‘':
		return 30
	case 'f', 't', 'r', 'I', '(', ')', '[', ']', '/', '-', ' ':
		return 36
	case 'm', 'w', 'M', 'W', '@', '%', '—', '…', '→':
		return 92
	}
	switch {
	case c >= 'A' && c <= 'Z':
		return 69
	case c < 0x2E80:
		return 58
	}
	return 100
}

// advances is the sum of the advances of a text.
func advances(s string) int {
	sum := 0
	for _, c := range s {
		sum += advance(c)
	}
	return sum
}

// pixels is how wide a sum of advances is at a size in pixels.
func pixels(advances, size int) int { return (advances*size + 99) / 100 }

// textWidth is about how wide a text is at a size in pixels.
func textWidth(s string, size int) int { return pixels(advances(s), size) }

// cutText cuts a text to a width, with an ellipsis where something is missing, and returns how wide it is.
func cutText(s string, most, size int) (string, int) {
	width := textWidth(s, size)
	if width <= most {
		return s, width
	}
	room := most*100/size - advance('…')
	for i, c := range s {
		if room -= advance(c); room < 0 {
			s = strings.TrimRight(s[:i], " ,;:") + "…"
			break
		}
	}
	return s, textWidth(s, size)
}

// wrapText breaks a text between words into two lines at the most, cuts the second, and returns how wide the wider is. A
// text that needs two lines is broken where they are about as wide.
func wrapText(s string, most, size int) (lines []string, width int) {
	all, before := advances(s), 0
	if width = pixels(all, size); width <= most {
		return []string{s}, width
	}
	at, narrowest := -1, width
	for i, c := range s {
		before += advance(c)
		if c != ' ' {
			continue
		}
		first, second := pixels(before-advance(' '), size), pixels(all-before, size)
		if first <= most && (max(first, min(second, most)) <= narrowest) {
			at, narrowest = i, max(first, min(second, most))
		}
		if first > most {
			break
		}
	}
	if at < 0 {
		line, width := cutText(s, most, size)
		return []string{line}, width
	}
	first, width := cutText(s[:at], most, size)
	second, other := cutText(s[at+utf8.RuneLen(' '):], most, size)
	return []string{first, second}, max(width, other)
}

// fillLines puts parts with commas between them into lines of a width, and appends the lines; it returns how wide the
// widest is. A part that is too wide for a line is cut.
func fillLines(text *slab.Strings, lines, parts []string, most, size int) (filled []string, width int) {
	var room [shortText]byte
	line, wide := room[:0], 0
	end := func() {
		s := text.Bytes(line)
		if pixels(wide, size) > most {
			s, _ = cutText(s, most, size)
			wide = advances(s)
		}
		lines, width = append(lines, s), max(width, pixels(wide, size))
	}
	for i, part := range parts {
		more := advances(part)
		if i > 0 {
			line, wide = append(line, ','), wide+advance(',')
			if both := wide + advance(' ') + more; pixels(both, size) <= most {
				line, wide = append(append(line, ' '), part...), both
				continue
			}
			end()
		}
		line, wide = append(line[:0], part...), more
	}
	end()
	return lines, width
}

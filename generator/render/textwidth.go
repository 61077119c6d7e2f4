package render

import (
	"strings"
	"unicode/utf8"
)

// advance is about how wide a rune is in a sans-serif font, in hundredths of its size: rather too wide than too narrow,
// since a browser takes the font that it has.
func advance(c rune) int {
	switch {
	case strings.ContainsRune("ijl.,:;'|!’‘", c):
		return 30
	case strings.ContainsRune("ftrI()[]/- ", c):
		return 36
	case strings.ContainsRune("mwMW@%—…→", c):
		return 92
	case c >= 'A' && c <= 'Z':
		return 69
	case c < 0x2E80:
		return 58
	}
	return 100
}

// textWidth is about how wide a text is at a size in pixels.
func textWidth(s string, size int) int {
	width := 0
	for _, c := range s {
		width += advance(c)
	}
	return (width*size + 99) / 100
}

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
	if width = textWidth(s, size); width <= most {
		return []string{s}, width
	}
	at, narrowest := -1, width
	for i, c := range s {
		if c != ' ' {
			continue
		}
		first, second := textWidth(s[:i], size), textWidth(s[i+1:], size)
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

// fillLines puts parts with commas between them into lines of a width, and returns how wide the widest is. A part that is
// too wide for a line is cut.
func fillLines(parts []string, most, size int) (lines []string, width int) {
	lines = make([]string, 0, len(parts))
	for _, part := range parts {
		if last := len(lines) - 1; last >= 0 {
			lines[last] += ","
			if both := lines[last] + " " + part; textWidth(both, size) <= most {
				lines[last] = both
				continue
			}
		}
		lines = append(lines, part)
	}
	for i, line := range lines {
		cut, wide := cutText(line, most, size)
		lines[i], width = cut, max(width, wide)
	}
	return lines, width
}

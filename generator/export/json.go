package export

import (
	"bytes"
	"encoding/binary"
	"strconv"
	"strings"
)

// appendJSON appends a text as a string of JSON.
func appendJSON[T string | []byte](out []byte, s T) []byte {
	return append(appendEscaped(append(out, '"'), s), '"')
}

// appendEscaped appends a text, which is UTF-8, as it stands within a string of JSON.
func appendEscaped[T string | []byte](out []byte, s T) []byte {
	start := len(out)
	out = append(out, s...)
	n := plainLength(out[start:])
	if start+n == len(out) {
		return out
	}
	out = out[:start+n]
	for i := n; i < len(s); i++ {
		switch c := s[i]; {
		case c == '"' || c == '\\':
			out = append(out, '\\', c)
		case c == '\n':
			out = append(out, `\n`...)
		case c == '\t':
			out = append(out, `\t`...)
		case c < ' ':
			const digits = "0123456789abcdef"
			out = append(out, '\\', 'u', '0', '0', digits[c>>4], digits[c&15])
		default:
			out = append(out, c)
		}
	}
	return out
}

// plainLength is how many bytes at the start of a text stand in JSON as they are. It looks at eight of them at once.
func plainLength(s []byte) int {
	const ones, high = 0x0101010101010101, 0x8080808080808080
	i := 0
	for ; i+8 <= len(s); i += 8 {
		x := binary.LittleEndian.Uint64(s[i:])
		quote, backslash := x^ones*'"', x^ones*'\\'
		if ((x-ones*' ')|(quote-ones)|(backslash-ones))&^x&high != 0 { // one of them is below a space, or became 0
			break
		}
	}
	for i < len(s) && s[i] >= ' ' && s[i] != '"' && s[i] != '\\' {
		i++
	}
	return i
}

// appendObject begins an object that is item i of a list, with its first field.
func appendObject(out []byte, i int, name, value string) []byte {
	if i > 0 {
		out = append(out, ',')
	}
	return appendJSON(append(append(append(out, `{"`...), name...), `":`...), value)
}

// appendName appends the name of a field that is not the first one of its object.
func appendName(out []byte, name string) []byte {
	return append(append(append(out, `,"`...), name...), `":`...)
}

// appendField appends a field with a text, unless that is empty.
func appendField[T string | []byte](out []byte, name string, value T) []byte {
	if len(value) == 0 {
		return out
	}
	return appendJSON(appendName(out, name), value)
}

// appendCount appends a field with a number.
func appendCount(out []byte, name string, n int) []byte {
	return strconv.AppendInt(appendName(out, name), int64(n), 10)
}

// appendDecimal appends a decimal number with the digits that it was written with. JSON knows none that begins with a
// needless 0.
func appendDecimal(out []byte, value string) []byte {
	digits, negative := strings.CutPrefix(value, "-")
	for len(digits) > 1 && digits[0] == '0' && digits[1] != '.' {
		digits = digits[1:]
	}
	if negative {
		out = append(out, '-')
	}
	return append(out, digits...)
}

// oneLine is a text without line breaks and without white space at its ends.
func oneLine(s string) string {
	s = strings.Trim(s, " \n\t\r")
	if strings.IndexByte(s, '\n') < 0 && strings.IndexByte(s, '\t') < 0 && strings.IndexByte(s, '\r') < 0 {
		return s
	}
	return string(makeOneLine([]byte(s)))
}

// makeOneLine does the same with text in its own memory.
func makeOneLine(s []byte) []byte {
	s = bytes.Trim(s, " \n\t\r")
	for i, c := range s {
		if c == '\n' || c == '\t' || c == '\r' {
			s[i] = ' '
		}
	}
	return s
}

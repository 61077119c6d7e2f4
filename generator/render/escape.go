package render

import (
	"html/template"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// writer writes a value through the escapers that html/template put behind it. What is not known here is left to it.
func writer(v value, escapers []string) (code, error) {
	switch {
	case v.typ == reflect.TypeFor[template.HTML]():
		if len(escapers) != 1 || escapers[0] != "htmlescaper" {
			return nil, &unsupported{"HTML outside of text"}
		}
		return func(x *execution, dot reflect.Value) { x.out = append(x.out, v.eval(x, dot).String()...) }, nil
	case v.typ.Kind() == reflect.Int:
		if !slices.Equal(escapers, []string{"htmlescaper"}) && !slices.Equal(escapers, []string{"attrescaper"}) && !slices.Equal(escapers, []string{"rcdataescaper"}) {
			return nil, &unsupported{"a number in an address or script"}
		}
		return func(x *execution, dot reflect.Value) { x.out = strconv.AppendInt(x.out, v.eval(x, dot).Int(), 10) }, nil
	case v.typ != reflect.TypeFor[string]():
		return nil, &unsupported{v.typ.String()}
	}
	if len(escapers) == 0 || !isHTMLEscaper(escapers[len(escapers)-1]) {
		return nil, &unsupported{strings.Join(escapers, " ")}
	}
	var before []func(string) string
	for _, name := range escapers[:len(escapers)-1] {
		switch name {
		case "urlfilter":
			before = append(before, filterURL)
		case "urlnormalizer":
			before = append(before, func(s string) string { return percentEncode(s, keptInURL) })
		case "urlescaper":
			before = append(before, func(s string) string { return percentEncode(s, keptInQuery) })
		default:
			return nil, &unsupported{name}
		}
	}
	address := len(before) > 0 && !slices.Contains(escapers, "urlescaper")
	return func(x *execution, dot reflect.Value) {
		s := v.eval(x, dot).String()
		if address && isPlainAddress(s) {
			x.out = append(x.out, s...)
			return
		}
		for _, escape := range before {
			s = escape(s)
		}
		x.out = appendEscaped(x.out, s)
	}, nil
}

// isHTMLEscaper reports the escapers that treat a string alike: in text, in a quoted attribute and in a title.
func isHTMLEscaper(name string) bool {
	return name == "htmlescaper" || name == "attrescaper" || name == "rcdataescaper"
}

// isPlainAddress reports whether no escaper changes an address: whether it has only letters, digits and a few signs. Most
// have, and this is asked of every link.
func isPlainAddress(s string) bool {
	const (
		low  = 1<<'#' | 1<<'-' | 1<<'.' | 1<<'/' | 0x3ff<<'0'                        // of the bytes below 64, a bit for each
		high = 0x3ffffff<<('A'-64) | 0x3ffffff<<('a'-64) | 1<<('_'-64) | 1<<('~'-64) // of the next 64
	)
	for i := range len(s) {
		switch c := s[i]; {
		case c < 64 && low>>c&1 != 0:
		case c >= 64 && c < 128 && uint64(high)>>(c-64)&1 != 0:
		default:
			return false
		}
	}
	return true
}

// appendEscaped appends a string with the characters escaped that html/template escapes.
func appendEscaped(dst []byte, s string) []byte {
	from := 0
	for i := range len(s) {
		if s[i] > '>' { // no letter is escaped
			continue
		}
		entity := ""
		switch s[i] {
		case 0:
			entity = "\uFFFD"
		case '"':
			entity = "&#34;"
		case '&':
			entity = "&amp;"
		case '\'':
			entity = "&#39;"
		case '+':
			entity = "&#43;"
		case '<':
			entity = "&lt;"
		case '>':
			entity = "&gt;"
		default:
			continue
		}
		dst = append(append(dst, s[from:i]...), entity...)
		from = i + 1
	}
	return append(dst, s[from:]...)
}

// filterURL refuses addresses of other schemes than http, https and mailto, as html/template does.
func filterURL(s string) string {
	protocol, _, ok := strings.Cut(s, ":")
	if ok && !strings.Contains(protocol, "/") && !strings.EqualFold(protocol, "http") &&
		!strings.EqualFold(protocol, "https") && !strings.EqualFold(protocol, "mailto") {
		return "#ZgotmplZ"
	}
	return s
}

// percentEncode encodes the bytes that are not kept, as html/template does.
func percentEncode(s string, kept func(s string, i int) bool) string {
	clean := true
	for i := range len(s) {
		if c := s[i]; (c < 'a' || c > 'z') && !kept(s, i) {
			clean = false
			break
		}
	}
	if clean {
		return s
	}
	var b strings.Builder
	for i := range len(s) {
		if kept(s, i) {
			b.WriteByte(s[i])
			continue
		}
		const hex = "0123456789abcdef"
		b.WriteByte('%')
		b.WriteByte(hex[s[i]>>4])
		b.WriteByte(hex[s[i]&15])
	}
	return b.String()
}

// keptInQuery reports whether a byte stays as it is in a query or fragment: letters, digits and what RFC 3986 reserves for
// nothing.
func keptInQuery(s string, i int) bool {
	switch c := s[i]; c {
	case '-', '.', '_', '~':
		return true
	default:
		return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
	}
}

// keptInURL reports whether a byte stays as it is in a whole address.
func keptInURL(s string, i int) bool {
	switch s[i] {
	case '!', '#', '$', '&', '*', '+', ',', '/', ':', ';', '=', '?', '@', '[', ']':
		return true
	case '%':
		return i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2])
	}
	return keptInQuery(s, i)
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}

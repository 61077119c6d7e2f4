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
	escaped := byteSetOf(escapedInHTML)
	if len(before) == 0 {
		return func(x *execution, dot reflect.Value) { x.out = escaped.appendEscaped(x.out, v.eval(x, dot).String()) }, nil
	}
	plain := byteSetOf(plainInAddress)
	if slices.Contains(escapers, "urlescaper") {
		plain = &byteSet{}
	}
	return func(x *execution, dot reflect.Value) {
		s := v.eval(x, dot).String()
		if plain.has(s) {
			x.out = append(x.out, s...)
			return
		}
		for _, escape := range before {
			s = escape(s)
		}
		x.out = escaped.appendEscaped(x.out, s)
	}, nil
}

// isHTMLEscaper reports the escapers that treat a string alike: in text, in a quoted attribute and in a title.
func isHTMLEscaper(name string) bool {
	return name == "htmlescaper" || name == "attrescaper" || name == "rcdataescaper"
}

// A byteSet says of every byte whether it is in a set. It is looked up faster than bytes are compared.
type byteSet [256]bool

func byteSetOf(bytes string) *byteSet {
	var set byteSet
	for i := range len(bytes) {
		set[bytes[i]] = true
	}
	return &set
}

// plainInAddress are bytes that no escaper changes in an address. Most addresses have no others.
const plainInAddress = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789#-./_~"

// has reports whether all bytes of a string are in the set.
func (set *byteSet) has(s string) bool {
	for i := range len(s) {
		if !set[s[i]] {
			return false
		}
	}
	return true
}

// escapedInHTML are the characters that html/template escapes.
const escapedInHTML = "\x00\"&'+<>"

// appendEscaped appends a string with the characters escaped that are in the set, which is that of escapedInHTML.
func (set *byteSet) appendEscaped(dst []byte, s string) []byte {
	from := 0
	for i := range len(s) {
		if set[s[i]] {
			dst = append(append(dst, s[from:i]...), entity(s[i])...)
			from = i + 1
		}
	}
	return append(dst, s[from:]...)
}

// entity is what html/template writes for a character of escapedInHTML.
func entity(c byte) string {
	switch c {
	case '"':
		return "&#34;"
	case '&':
		return "&amp;"
	case '\'':
		return "&#39;"
	case '+':
		return "&#43;"
	case '<':
		return "&lt;"
	case '>':
		return "&gt;"
	}
	return "\uFFFD"
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

package bibliography

import (
	"strings"
	"unicode"
)

// tidy makes one line of a text: white space and control characters become single spaces, and characters that stand for
// nothing, or that reorder others, are dropped.
func tidy(s string) string {
	return strings.Join(strings.FieldsFunc(strings.Map(func(r rune) rune {
		if r == '\ufeff' || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 || r&0xfffe == 0xfffe || r >= 0xfdd0 && r <= 0xfdef {
			return -1
		}
		return r
	}, s), func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }), " ")
}

// bareDOI takes the resolver or scheme off a DOI.
func bareDOI(s string) string {
	for _, prefix := range []string{"https://", "http://", "dx.", "www.", "doi.org/", "doi:", "DOI:"} {
		s = strings.TrimSpace(strings.TrimPrefix(s, prefix))
	}
	return s
}

// unescapeHTML turns the entities that must be written in HTML into their characters; no others, since an ampersand
// stands for itself in most files.
func unescapeHTML(s string) string {
	return strings.NewReplacer("&amp;", "&", "&lt;", "<", "&gt;", ">", "&quot;", `"`, "&#39;", "'", "&apos;", "'").Replace(s)
}

// isASCIILetter reports a letter of English.
func isASCIILetter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

// isSpace reports the white space that separates words in the formats.
func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' }

// isDigits reports a text of digits alone.
func isDigits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

// nonEmpty returns the first text that says something.
func nonEmpty(texts ...string) string {
	for _, s := range texts {
		if s != "" {
			return s
		}
	}
	return ""
}

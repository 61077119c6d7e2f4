package render

import (
	"net/url"
	"strings"

	"dossier/generator/dossier"
)

// passageFragment is the fragment that takes a browser to a passage: a text fragment as the WICG draft has it, or the page
// of a PDF.
func passageFragment(address string, c *dossier.Citation, locator string) string {
	u, err := url.Parse(address)
	if err != nil || u.Fragment != "" || c == nil {
		return ""
	}
	if strings.HasSuffix(strings.ToLower(u.Path), ".pdf") {
		if page, ok := strings.CutPrefix(locator, "p. "); ok && isDigits(page) {
			return "#page=" + page
		}
		return ""
	}
	first, last, found := cutEllipsis(c.Passage)
	if first == "" {
		return ""
	}
	fragment := "#:~:text=" + escapeFragment(first)
	if found && last != "" {
		fragment += "," + escapeFragment(last)
	}
	return fragment
}

// cutEllipsis splits a passage into its first and last words.
func cutEllipsis(passage string) (first, last string, found bool) {
	first, last, found = strings.Cut(passage, "…")
	if !found {
		first, last, found = strings.Cut(passage, "...")
	}
	return strings.TrimSpace(first), strings.TrimSpace(last), found
}

// escapeFragment percent-encodes all but letters, digits and a few signs; a hyphen, comma or ampersand would be syntax.
func escapeFragment(s string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', c == '.', c == '_', c == '~':
			b.WriteByte(c)
		default:
			const hex = "0123456789ABCDEF"
			b.WriteByte('%')
			b.WriteByte(hex[c>>4])
			b.WriteByte(hex[c&15])
		}
	}
	return b.String()
}

func isDigits(s string) bool {
	for _, c := range s {
		if c < '0' || c > '9' {
			return false
		}
	}
	return s != ""
}

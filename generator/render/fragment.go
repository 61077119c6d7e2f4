package render

import (
	"net/url"
	"strings"

	"dossier/generator/dossier"
)

// A fragmentKind is what takes a browser to a passage at an address.
type fragmentKind uint8

const (
	noFragment   fragmentKind = iota
	textFragment              // as the WICG draft has it
	pageFragment              // the page of a PDF
)

// fragmentOf says what takes a browser to a passage at an address.
func fragmentOf(address string) fragmentKind {
	u, err := url.Parse(address)
	switch {
	case err != nil || u.Fragment != "":
		return noFragment
	case strings.HasSuffix(strings.ToLower(u.Path), ".pdf"):
		return pageFragment
	}
	return textFragment
}

// appendPassageFragment appends the fragment that takes a browser to a passage, made from the passage as it is written.
func appendPassageFragment(dst []byte, kind fragmentKind, c *dossier.Citation) []byte {
	switch kind {
	case pageFragment:
		if page, ok := strings.CutPrefix(c.Locator, "p. "); ok && isDigits(page) {
			dst = append(append(dst, "#page="...), page...)
		}
	case textFragment:
		first, last, found := cutEllipsis(c.Passage)
		if first == "" {
			break
		}
		dst = appendFragment(append(dst, "#:~:text="...), first)
		if found && last != "" {
			dst = appendFragment(append(dst, ','), last)
		}
	}
	return dst
}

// cutEllipsis splits a passage into its first and last words.
func cutEllipsis(passage string) (first, last string, found bool) {
	first, last, found = strings.Cut(passage, "…")
	if !found {
		first, last, found = strings.Cut(passage, "...")
	}
	return strings.TrimSpace(first), strings.TrimSpace(last), found
}

// appendFragment percent-encodes all but letters, digits and a few signs; a hyphen, comma or ampersand would be syntax.
func appendFragment(dst []byte, s string) []byte {
	for i := range len(s) {
		switch c := s[i]; {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', c == '.', c == '_', c == '~':
			dst = append(dst, c)
		default:
			const hex = "0123456789ABCDEF"
			dst = append(dst, '%', hex[c>>4], hex[c&15])
		}
	}
	return dst
}

func isDigits(s string) bool {
	for _, c := range s {
		if c < '0' || c > '9' {
			return false
		}
	}
	return s != ""
}

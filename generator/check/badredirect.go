package check

import (
	"fmt"
	"path"
	"strings"
	"unicode"

	"dossier/generator/diag"
	"dossier/generator/dossier"
)

// badRedirect: a redirect is a relative path of this site that ends in .html.
func badRedirect(r *run) {
	r.redirects(func(at diag.Position, from string, _ string) {
		if fault := redirectFault(from); fault != "" {
			r.report(at, fmt.Sprintf("the redirect %q %s", from, fault), "write the old path from the root of the site, such as old/path.html")
		}
	})
}

// maxRedirect is how many bytes the path of a redirect may have: file systems take no longer names.
const maxRedirect = 250

// redirectFault says what is wrong with the path of a redirect, or "".
func redirectFault(from string) string {
	switch {
	case from == "":
		return "is empty"
	case len(from) > maxRedirect:
		return "is too long"
	case strings.HasPrefix(from, "/") || dossier.Scheme(from) != "":
		return "is absolute"
	case from == ".." || strings.HasPrefix(from, "../") || strings.Contains(from, "/../"):
		return "leaves the site"
	case !strings.HasSuffix(from, ".html"):
		return "does not end in .html"
	case path.Clean(from) != from || strings.ContainsFunc(from, unfitForPath) || strings.HasSuffix(from, "/.html") || strings.HasPrefix(from, "."):
		return "is no plain path"
	}
	return ""
}

// unfitForPath reports characters that a published path must not have.
func unfitForPath(c rune) bool {
	return c <= ' ' || c == '\\' || c == '?' || c == '#' || c == '%' || c == ':' || c == '*' || c == '"' || c == '<' || c == '>' || c == '|' || c == 0x7f || unicode.IsSpace(c)
}

// redirects walks the redirects of entries and pages, with where they lead.
func (r *run) redirects(yield func(at diag.Position, from, to string)) {
	for _, e := range r.Entries {
		for i, from := range e.Redirects {
			yield(e.At(indexed("redirects", i)), from, e.Path())
		}
	}
	for _, p := range r.Pages {
		for i, from := range p.Redirects {
			yield(p.At(indexed("redirects", i)), from, p.Path())
		}
	}
}

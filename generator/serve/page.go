package serve

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"html"
	"net/url"
	"slices"
	"strings"

	tokens "golang.org/x/net/html"

	"dossier/generator/diag"
)

// shownFound is how many findings a page shows.
const shownFound = 100

// panel is what every page shows of what is wrong. Nothing new could be built when failed; empty says that there is nothing
// older to show either.
func panel(found diag.List, err error, failed, empty bool) []byte {
	if len(found) == 0 && err == nil {
		return nil
	}
	var b bytes.Buffer
	open, heading := "", count(found.Count(diag.Warning), "warning")
	if failed {
		open, heading = " open", count(found.Count(diag.Error), "error")
		if err != nil {
			heading = "This could not be built"
		}
		if !empty {
			heading += "; this page is from before"
		}
	}
	fmt.Fprintf(&b, "<aside class=\"_serve\" aria-label=\"Mistakes in the content\"><details%s><summary>%s</summary>\n", open, heading)
	if err != nil {
		fmt.Fprintf(&b, "<pre>%s</pre>\n", html.EscapeString(err.Error()))
	}
	b.WriteString("<ul>\n")
	found = slices.Clone(found)
	slices.SortStableFunc(found, func(a, b diag.Diagnostic) int { return cmp.Compare(rank(a), rank(b)) })
	for _, d := range found[:min(len(found), shownFound)] {
		fmt.Fprintf(&b, "<li class=\"%s\"><code>%s:%d:%d</code> %s: %s <code>[%s]</code>", d.Severity, html.EscapeString(d.Path), d.Line, d.Column,
			d.Severity, html.EscapeString(d.Message), d.Code)
		if d.Hint != "" {
			fmt.Fprintf(&b, "<br>hint: %s", html.EscapeString(d.Hint))
		}
		b.WriteString("</li>\n")
	}
	b.WriteString("</ul>\n")
	if more := len(found) - shownFound; more > 0 {
		fmt.Fprintf(&b, "<p>and %d more</p>\n", more)
	}
	b.WriteString("</details></aside>\n")
	return b.Bytes()
}

// rank puts errors before all else.
func rank(d diag.Diagnostic) int {
	if d.Severity == diag.Error {
		return 0
	}
	return 1
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// blank is a page for when there is none to show, with what went wrong if that is not in the panel.
func blank(problem string) []byte {
	if problem != "" {
		problem = "<pre class=\"_serve\">" + html.EscapeString(problem) + "</pre>\n"
	}
	return []byte("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n" +
		"<title>This page cannot be shown yet</title>\n</head>\n<body>\n<h1>This page cannot be shown yet</h1>\n<p>It comes as soon as what is wrong is mended.</p>\n" + problem + "</body>\n</html>\n")
}

// dress puts the panel and the script at the end of a page. The script knows the page as it is now by its tag.
func (st *state) dress(a *answer, at string) []byte {
	query := url.Values{"page": {at}, "tag": {st.tag(a)}}
	extra := fmt.Sprintf("<link rel=\"stylesheet\" href=\"%spanel.css\">\n%s<script defer src=\"%slive.js\" data-events=\"%s\"></script>\n",
		ownPath, st.panel, ownPath, html.EscapeString(eventsPath+"?"+query.Encode()))
	end := bytes.LastIndex(a.data, []byte("</body>"))
	if end < 0 {
		end = len(a.data)
	}
	return slices.Concat(a.data[:end], []byte(extra), a.data[end:])
}

// tag is a sum of what a page shows: its own bytes, the panel, and the files of the site that it loads.
func (st *state) tag(a *answer) string {
	h := sha256.New()
	fmt.Fprintf(h, "%d %s %d\n", a.status, a.name, len(a.data))
	h.Write(a.data)
	h.Write(st.panel)
	if st.site != nil && a.isPage() {
		for _, name := range loads(a) {
			data, err := st.read(name)
			fmt.Fprintf(h, "\n%q %v %x", name, err == nil, sha256.Sum256(data))
		}
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// loads lists the files of the site that a page loads, each once.
func loads(a *answer) (names []string) {
	page := &url.URL{Path: "/" + a.name}
	for z := tokens.NewTokenizer(bytes.NewReader(a.data)); z.Next() != tokens.ErrorToken; {
		t := z.Token()
		for _, attribute := range t.Attr {
			if attribute.Key != "src" && (t.Data != "link" || attribute.Key != "href" || !loaded(t)) {
				continue
			}
			u, err := page.Parse(attribute.Val)
			if err != nil || u.Host != "" || u.Scheme != "" {
				continue
			}
			if name := strings.TrimPrefix(u.Path, "/"); !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	return names
}

// loaded reports whether a browser loads what a link element names.
func loaded(t tokens.Token) bool {
	return slices.ContainsFunc(t.Attr, func(a tokens.Attribute) bool {
		return a.Key == "rel" && (a.Val == "stylesheet" || a.Val == "icon")
	})
}

package dossier

import (
	"path"
	"strings"

	"dossier/generator/markdown"
)

// Path is where an entry is published, from the root of the site.
func (e *Entry) Path() string { return e.up[len(up):] }

// LinkFrom is the link to the entry from a published path: Relative, without making a new string in most cases.
func (e *Entry) LinkFrom(page string) string { return linkFrom(page, e.up) }

// Path is where a source is published.
func (s *Source) Path() string { return s.up[len(up):] }

// LinkFrom is the link to the source from a published path.
func (s *Source) LinkFrom(page string) string { return linkFrom(page, s.up) }

// up leads out of a folder.
const up = "../"

// linkFrom is the link from a published path to another that is given as it is from any other folder: "../systems/x.html".
func linkFrom(from, to string) string {
	folder := strings.IndexByte(from, '/')
	if folder >= 0 && strings.IndexByte(from[folder+1:], '/') < 0 && !strings.HasPrefix(to[len(up):], from[:folder+1]) {
		return to
	}
	return Relative(from, to[len(up):])
}

// Path is where a page is published.
func (p *Page) Path() string { return p.ID + ".html" }

// Path is where the index of a kind is published.
func (k *Kind) Path() string { return k.ID + "/index.html" }

// Path is where a place is published.
func (p *Place) Path() string { return "places/" + strings.ToLower(p.Code) + ".html" }

// Relative returns the link from one published path to another, such as "../systems/x.html".
func Relative(from, to string) string {
	if i := strings.LastIndexByte(from, '/'); i >= 0 && strings.HasPrefix(to, from[:i+1]) {
		return to[i+1:]
	}
	const far = up + up + up + up
	depth := strings.Count(from, "/")
	if depth*len(up) <= len(far) {
		return far[:depth*len(up)] + to
	}
	return strings.Repeat(up, depth) + to
}

// A Fault says why a link leads nowhere.
type Fault uint8

const (
	Fine          Fault = iota
	UnknownEntry        // a wikilink to no entry, source or page
	BrokenLink          // a link to no file of the content
	BrokenAnchor        // the target has no such anchor
	MissingFile         // an image or asset that is not there
	LeavesContent       // a path that leads out of the content
	AbsolutePath        // a path from the root of the host
	UnsafeScheme        // javascript:, data: and the like
	ExternalImage       // an image on another host
)

// A Target is where a link of a text leads.
type Target struct {
	Fault    Fault
	External bool // to another host
	Hidden   bool // a draft that is left out: show the text alone
	Entry    *Entry
	Source   *Source
	Page     *Page
	Asset    string // published path
	Fragment string
	Same     bool   // within the same page
	Text     string // what a wikilink shows: its own text, the heading or the title
}

// Target finds where a link in a file leads.
func (d *Dossier) Target(from *File, l *markdown.Link) Target {
	if l.Kind == markdown.Wikilink {
		return d.wikiTarget(l)
	}
	if scheme := Scheme(l.Target); scheme != "" {
		switch {
		case scheme != "http" && scheme != "https" && scheme != "mailto":
			return Target{Fault: UnsafeScheme}
		case l.Kind == markdown.Image:
			return Target{Fault: ExternalImage}
		}
		return Target{External: true}
	}
	if !l.HasTarget {
		t := d.fileTarget(from.Name)
		t.Same = true
		return withFragment(t, l.Fragment)
	}
	return d.pathTarget(from, l)
}

func (d *Dossier) pathTarget(from *File, l *markdown.Link) Target {
	to := l.Target
	if i := strings.IndexByte(to, '?'); i >= 0 {
		to = to[:i]
	}
	to = unescapePath(to)
	if strings.HasPrefix(to, "/") || strings.Contains(to, `\`) {
		if strings.HasPrefix(to, "//") {
			return Target{Fault: UnsafeScheme}
		}
		return Target{Fault: AbsolutePath}
	}
	name := path.Join(path.Dir(from.Name), to)
	if name == ".." || strings.HasPrefix(name, "../") {
		return Target{Fault: LeavesContent}
	}
	if l.Kind != markdown.Image && strings.HasSuffix(name, ".md") {
		return withFragment(d.fileTarget(name), l.Fragment)
	}
	if d.assets[name] {
		return Target{Asset: name, Fragment: l.Fragment}
	}
	if l.Kind == markdown.Image || strings.HasPrefix(name, "assets/") {
		return Target{Fault: MissingFile}
	}
	return Target{Fault: BrokenLink}
}

// fileTarget finds a Markdown file of the content.
func (d *Dossier) fileTarget(name string) Target {
	id := strings.TrimSuffix(path.Base(name), ".md")
	switch path.Dir(name) {
	case "sources":
		if s := d.sources[id]; s != nil {
			return Target{Source: s, Text: s.CSL.Title}
		}
	case "pages":
		if p := d.pages[id]; p != nil {
			return Target{Page: p, Text: p.Title}
		}
	default:
		if e := d.entries[id]; e != nil && e.Name == name {
			return Target{Entry: e, Text: e.Title}
		}
	}
	if title, ok := d.hidden[id]; ok {
		return Target{Hidden: true, Text: title}
	}
	return Target{Fault: BrokenLink}
}

func (d *Dossier) wikiTarget(l *markdown.Link) Target {
	t := Target{Fault: UnknownEntry}
	if e := d.entries[l.Target]; e != nil {
		t = Target{Entry: e, Text: e.Title}
	} else if s := d.sources[l.Target]; s != nil {
		t = Target{Source: s, Text: s.CSL.Title}
	} else if p := d.pages[l.Target]; p != nil {
		t = Target{Page: p, Text: p.Title}
	} else if title, ok := d.hidden[l.Target]; ok {
		t = Target{Hidden: true, Text: title}
	}
	if t.Fault != Fine {
		t.Text = l.Target
	} else {
		t = withFragment(t, l.Fragment)
	}
	if l.Text != "" {
		t.Text = l.Text
	}
	return t
}

// withFragment finds a fragment on the target's page: a heading, a claim or a figure.
func withFragment(t Target, fragment string) Target {
	if t.Fault != Fine || t.Hidden || fragment == "" {
		return t
	}
	t.Fragment = unescapePath(fragment)
	for _, text := range t.texts() {
		for _, h := range text.Headings {
			if h.ID == t.Fragment {
				t.Text = h.Text
				return t
			}
		}
	}
	if t.Entry == nil || !t.Entry.hasAnchor(t.Fragment) {
		t.Fault = BrokenAnchor
	}
	return t
}

func (t *Target) texts() []*Text {
	switch {
	case t.Entry != nil:
		return texts(t.Entry.Body)
	case t.Page != nil:
		return texts(t.Page.Body)
	case t.Source != nil:
		return texts(t.Source.Notes)
	}
	return nil
}

func (e *Entry) hasAnchor(fragment string) bool {
	if id, ok := strings.CutPrefix(fragment, "claim-"); ok {
		for i := range e.Claims {
			if e.Claims[i].ID == id {
				return true
			}
		}
	}
	if id, ok := strings.CutPrefix(fragment, "figure-"); ok {
		for i := range e.Figures {
			if e.Figures[i].ID == id {
				return true
			}
		}
	}
	return false
}

// LinkText is what a wikilink without a text of its own shows.
func (d *Dossier) LinkText(l *markdown.Link) string { return d.wikiTarget(l).Text }

// Scheme returns the lower-case scheme of a URL as a browser would see it, or "" for a relative one.
func Scheme(url string) string {
	var b strings.Builder
	for _, r := range url {
		switch {
		case r <= ' ': // browsers skip tabs, line feeds and leading spaces
			continue
		case r == ':':
			return strings.ToLower(b.String())
		case r == '/' || r == '?' || r == '#':
			return ""
		}
		b.WriteRune(r)
	}
	return ""
}

// unescapePath undoes percent-encoding where it is well formed.
func unescapePath(s string) string {
	if !strings.Contains(s, "%") {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) && hexDigit(s[i+1]) >= 0 && hexDigit(s[i+2]) >= 0 {
			b.WriteByte(byte(hexDigit(s[i+1])<<4 | hexDigit(s[i+2])))
			i += 2
			continue
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

func hexDigit(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}

// Anchors returns the anchors that a link to the target's page can name.
func (t *Target) Anchors() []string {
	var anchors []string
	for _, text := range t.texts() {
		for _, h := range text.Headings {
			anchors = append(anchors, h.ID)
		}
	}
	if t.Entry == nil {
		return anchors
	}
	for i := range t.Entry.Claims {
		anchors = append(anchors, t.Entry.Claims[i].Anchor())
	}
	for i := range t.Entry.Figures {
		anchors = append(anchors, t.Entry.Figures[i].Anchor())
	}
	return anchors
}

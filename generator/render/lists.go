package render

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"dossier/generator/dossier"
)

func itoa(n int) string { return strconv.Itoa(n) }

// numbered is the path of a page of a list: kind/index.html, kind/index_2.html ... No id has an underscore.
func numbered(path string, page int) string {
	if page <= 1 {
		return path
	}
	return strings.TrimSuffix(path, ".html") + "_" + itoa(page) + ".html"
}

// split returns how many pages a list of n lines has, at least one.
func split(n int) int { return max(1, (n+foldAt-1)/foldAt) }

// pageOf returns the part of a list that stands on a page, counted from 1.
func pageOf[T any](list []T, page int) []T {
	from := min((page-1)*foldAt, len(list))
	return list[from:min(from+foldAt, len(list))]
}

// pager leads from one page of a list to the others.
func pager(path string, page, of int) Pager {
	p := Pager{Page: page, Of: of}
	here := numbered(path, page)
	if of == 1 {
		return p
	}
	if page > 1 {
		p.Previous = link("Previous page", here, numbered(path, page-1))
	}
	if page < of {
		p.Next = link("Next page", here, numbered(path, page+1))
	}
	for n := 1; n <= of; n++ {
		p.All = append(p.All, MenuItem{Link: link(itoa(n), here, numbered(path, n)), Current: n == page})
	}
	return p
}

// pageTitle is the title of a page of a list.
func pageTitle(title string, page int) string {
	if page > 1 {
		title += ", page " + itoa(page)
	}
	return title
}

// A listPart is where a part of a list begins that is split into pages.
type listPart struct {
	title, id string
	page      int
}

// index leads from one page of a list to its parts.
func index(path string, page int, parts []listPart) []Link {
	here := numbered(path, page)
	links := make([]Link, len(parts))
	for i, p := range parts {
		href := "#" + p.id
		if p.page != page {
			href = dossier.Relative(here, numbered(path, p.page)) + href
		}
		links[i] = Link{p.title, href}
	}
	return links
}

func (w *worker) entryLine(e *dossier.Entry, from string) EntryLine {
	return EntryLine{Link: Link{e.Title, e.LinkFrom(from)}, KindID: e.Kind.ID, One: e.Kind.One, Status: e.Status, Summary: w.plain(e.Summary)}
}

func (w *worker) kindPage(k *dossier.Kind, page, of int) any {
	path := numbered(k.Path(), page)
	p := &KindPage{Base: w.base("kind", path, k.Many, k.About), KindID: k.ID, Many: k.Many, About: k.About, Count: len(k.Entries), Pages: pager(k.Path(), page, of)}
	for _, e := range pageOf(k.Entries, page) {
		p.Entries = append(p.Entries, w.entryLine(e, path))
	}
	return p
}

const sourcesIndex = "sources/index.html"

func (w *worker) sourcesPage(sorted []*dossier.Source, page, of int) any {
	path := numbered(sourcesIndex, page)
	p := &SourcesPage{Base: w.base("sources", path, "Sources", "Every source of the dossier, with what rests on it"), Count: len(sorted), Pages: pager(sourcesIndex, page, of)}
	for _, tier := range []string{"primary", "secondary", "tertiary"} {
		n := 0
		for _, s := range sorted {
			if s.Tier == tier {
				n++
			}
		}
		p.Tiers = append(p.Tiers, TierCount{tier, n})
	}
	for _, s := range pageOf(sorted, page) {
		p.Sources = append(p.Sources, SourceLine{Link: Link{w.anchors[s], s.LinkFrom(path)}, Reference: w.refs[s], Tier: s.Tier, Statements: len(s.Uses)})
	}
	return p
}

// sortedSources are the sources in the order of a bibliography.
func (r *Renderer) sortedSources() []*dossier.Source {
	type keyed struct {
		key    string
		source *dossier.Source
	}
	keys := make([]keyed, len(r.dossier.Sources))
	dossier.Each(len(keys), func(i int) {
		s := r.dossier.Sources[i]
		keys[i] = keyed{strings.ToLower(strings.TrimLeft(referenceText(&s.CSL), "“‘\"'[ ")), s}
	})
	slices.SortFunc(keys, func(a, b keyed) int {
		return cmp.Or(strings.Compare(a.key, b.key), strings.Compare(a.source.ID, b.source.ID))
	})
	sorted := make([]*dossier.Source, len(keys))
	for i := range keys {
		sorted[i] = keys[i].source
	}
	return sorted
}

// corrections lists all corrections, the newest first.
func (r *Renderer) corrections() []CorrectionLine {
	type dated struct {
		date dossier.Date
		line CorrectionLine
	}
	var all []dated
	for _, e := range r.dossier.Entries {
		for _, c := range e.Corrections {
			all = append(all, dated{c.Date, CorrectionLine{Date: c.Date.Words(), Machine: c.Date.String(), Text: c.Text, Entry: Link{e.Title, e.Path()}}})
		}
	}
	slices.SortStableFunc(all, func(a, b dated) int { return dossier.Compare(b.date, a.date) })
	lines := make([]CorrectionLine, len(all))
	for i := range all {
		lines[i] = all[i].line
	}
	return lines
}

const correctionsIndex = "corrections.html"

func (w *worker) correctionsPage(lines []CorrectionLine, page, of int) any {
	path := numbered(correctionsIndex, page)
	return &CorrectionsPage{Base: w.base("corrections", path, "Corrections", "Mistakes that were mended"), Lines: pageOf(lines, page), Pages: pager(correctionsIndex, page, of)}
}

func (w *worker) plainPage(p *dossier.Page) any {
	path := p.Path()
	description := w.plain(p.Summary)
	if description == "" {
		description = p.Title + ": " + w.dossier.Site.Description
	}
	out := &PlainPage{Base: w.base("page", path, p.Title, description)}
	s := w.sheet(path, p.ID, p.Citations)
	out.Summary, out.Body = s.fill(p.Summary, nil), s.fill(p.Body, nil)
	out.References = s.references()
	for _, h := range p.Body.Headings {
		if h.Level <= 3 {
			out.Contents = append(out.Contents, Heading{Link{h.Text, "#" + h.ID}, h.Level})
		}
	}
	if last := cmp.Or(p.Updated, p.Published); !last.IsZero() {
		out.Updated, out.Modified = last.Words(), last.String()
	}
	return out
}

func (w *worker) notFoundPage() any {
	b := w.base("notfound", "404.html", "Page not found", "There is no page at this address")
	b.Root = w.dossier.Site.BasePath()
	for i := range b.Styles {
		b.Styles[i] = b.Root + b.Styles[i]
	}
	if b.Icon != "" {
		b.Icon = b.Root + b.Icon
	}
	for i := range b.Menu {
		b.Menu[i].Href = b.Root + b.Menu[i].Href
	}
	return &NotFoundPage{b}
}

func (w *worker) redirectPage(from, to, title string) any {
	b := w.base("redirect", from, title, "This page has moved")
	b.Canonical = w.dossier.Site.Base() + to
	return &RedirectPage{b, link(title, from, to)}
}

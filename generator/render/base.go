package render

import (
	"slices"
	"strings"
	"unicode"

	"dossier/generator/dossier"
	"dossier/generator/markdown"
)

// base fills in what every page receives.
func (r *Renderer) base(kind, path, title, description string) Base {
	b := *r.folder(path)
	b.Kind, b.Title, b.Description = kind, title, description
	b.Canonical = r.dossier.Site.Address(path)
	return b
}

// folder is what a page receives like all others of its folder that are no index.
func (r *Renderer) folder(path string) *Base {
	slash := strings.LastIndexByte(path, '/')
	if slash < 0 || strings.HasPrefix(path[slash+1:], "index") {
		return r.newFolder(path)
	}
	name := path[:slash]
	if b, ok := r.folders.Load(name); ok {
		return b.(*Base)
	}
	b := r.newFolder(path)
	r.folders.Store(name, b)
	return b
}

func (r *Renderer) newFolder(path string) *Base {
	b := &Base{Site: r.site, Policy: ContentSecurityPolicy, Root: strings.Repeat("../", strings.Count(path, "/")), Menu: r.menu(path)}
	for _, a := range r.assets {
		switch {
		case a.ext == ".css":
			b.Styles = append(b.Styles, b.Root+a.path)
		case a.name == "icon":
			b.Icon = b.Root + a.path
		}
	}
	return b
}

// atomFeed is a feed as seen from a page.
func atomFeed(text, page, path string) Feed {
	return Feed{link(text, page, path), "application/atom+xml"}
}

// menu is the main menu as seen from a page.
func (r *Renderer) menu(path string) []MenuItem {
	var items []MenuItem
	add := func(text, to, kind, folder string) {
		current := path == to || folder != "" && strings.HasPrefix(path, folder) || strings.HasPrefix(path, strings.TrimSuffix(to, ".html")+"_")
		items = append(items, MenuItem{Link{text, dossier.Relative(path, to)}, kind, current})
	}
	for _, k := range r.dossier.Site.Kinds {
		add(k.Many, k.Path(), k.ID, k.ID+"/")
	}
	if r.hasAccess() {
		add("Who can reach what", accessIndex, "", "access/")
	}
	add("Timeline", timelineIndex, "", "timeline/")
	add("Figures", figuresIndex, "", "")
	if slices.ContainsFunc(r.dossier.Site.Places, func(p *dossier.Place) bool { return len(p.Entries) > 0 }) {
		add("Places", placesIndex, "", "places/")
	}
	add("Sources", "sources/index.html", "", "sources/")
	add("Evidence", evidenceIndex, "", "")
	add("Corrections", "corrections.html", "", "")
	for _, p := range r.dossier.Pages {
		add(p.Title, p.Path(), "", "")
	}
	return items
}

// link is a link from one published page to another.
func link(text, from, to string) Link { return Link{text, dossier.Relative(from, to)} }

// describe works out what many pages need.
func (r *Renderer) describe() {
	r.describeSources()
	r.findFlows()
	r.access = dossier.FindAccess(r.dossier)
}

// isWeb reports whether an address may become a link.
func isWeb(url string) bool {
	s := dossier.Scheme(url)
	return s == "http" || s == "https"
}

// quoted is a passage as it is shown: one ellipsis in its one form.
func quoted(passage string) string { return strings.Replace(passage, "...", "…", 1) }

// plain is a text without marks, for lists and descriptions.
func (r *Renderer) plain(t *dossier.Text) string {
	text := r.dossier.Plain(t)
	if isOneLine(text) {
		return text
	}
	return strings.Join(strings.Fields(text), " ")
}

// isOneLine reports whether the only white space of a text is single spaces between its words.
func isOneLine(text string) bool {
	before := ' '
	for _, c := range text {
		if unicode.IsSpace(c) && (c != ' ' || before == ' ') {
			return false
		}
		before = c
	}
	return before != ' ' || text == ""
}

// targetLink is the link from a page to what a link of a text leads to: "" where that is the page itself or nothing. to is
// the path that it leads to.
func targetLink(page string, t *dossier.Target) (href, to string) {
	switch {
	case t.Entry != nil:
		href, to = t.Entry.LinkFrom(page), t.Entry.Path()
	case t.Source != nil:
		href, to = t.Source.LinkFrom(page), t.Source.Path()
	case t.Page != nil:
		to = t.Page.Path()
		href = dossier.Relative(page, to)
	case t.Asset != "":
		to = t.Asset
		href = dossier.Relative(page, to)
	}
	if to == page {
		href = ""
	}
	return href, to
}

// href is where a link of a text leads from a page, or "" where it leads nowhere.
func (w *worker) href(page string, l *markdown.Link, t *dossier.Target) string {
	if t.External {
		if l.Fragment != "" {
			return w.memory.text.Join(l.Target, "#", l.Fragment)
		}
		return l.Target
	}
	if t.Fault != dossier.Fine || t.Hidden {
		return ""
	}
	href, to := targetLink(page, t)
	switch {
	case to == "":
		return ""
	case t.Fragment != "":
		return w.memory.text.Join(href, "#", t.Fragment)
	case href == "":
		return "#"
	}
	return href
}

package render

import (
	"html/template"
	"slices"
	"strings"

	"dossier/generator/dossier"
	"dossier/generator/markdown"
)

// base fills in what every page receives.
func (r *Renderer) base(kind, path, title, description string) Base {
	b := Base{Site: r.site, Kind: kind, Title: title, Description: description, Policy: ContentSecurityPolicy}
	b.Canonical = r.dossier.Site.Address(path)
	b.Root = strings.Repeat("../", strings.Count(path, "/"))
	for _, a := range r.assets {
		switch {
		case a.ext == ".css":
			b.Styles = append(b.Styles, b.Root+a.path)
		case a.name == "icon":
			b.Icon = b.Root + a.path
		}
	}
	b.Menu = r.menu(path)
	return b
}

// atomFeed is a feed as seen from a page.
func atomFeed(text, page, path string) Feed {
	return Feed{link(text, page, path), "application/atom+xml"}
}

// menu is the main menu as seen from a page. Pages of one folder that are no index share theirs.
func (r *Renderer) menu(path string) []MenuItem {
	slash := strings.LastIndexByte(path, '/')
	if slash < 0 || strings.HasPrefix(path[slash+1:], "index") {
		return r.newMenu(path)
	}
	folder := path[:slash]
	if menu, ok := r.menus.Load(folder); ok {
		return menu.([]MenuItem)
	}
	menu := r.newMenu(path)
	r.menus.Store(folder, menu)
	return menu
}

func (r *Renderer) newMenu(path string) []MenuItem {
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

// describeSources works out what is needed of every source on many pages.
func (r *Renderer) describeSources() {
	r.anchors = make(map[*dossier.Source]string, len(r.dossier.Sources))
	r.refs = make(map[*dossier.Source]template.HTML, len(r.dossier.Sources))
	for _, s := range r.dossier.Sources {
		r.anchors[s] = s.CSL.ShortName() + " " + s.CSL.Year()
		r.refs[s] = reference(&s.CSL)
	}
}

// reference is a source in Chicago form as HTML.
func reference(c *dossier.CSL) template.HTML {
	var b strings.Builder
	for _, run := range c.Reference() {
		text := template.HTMLEscapeString(run.Text)
		if run.Italic {
			text = "<i>" + text + "</i>"
		}
		if run.URL != "" && isWeb(run.URL) {
			text = `<a href="` + template.HTMLEscapeString(run.URL) + `" rel="noreferrer noopener external">` + text + "</a>"
		}
		b.WriteString(text)
	}
	return template.HTML(b.String())
}

// isWeb reports whether an address may become a link.
func isWeb(url string) bool {
	s := dossier.Scheme(url)
	return s == "http" || s == "https"
}

// quoted is a passage as it is shown: one ellipsis in its one form.
func quoted(passage string) string { return strings.Replace(passage, "...", "…", 1) }

// live is the address of a source.
func live(s *dossier.Source) *External {
	address := s.CSL.Field("URL")
	if !isWeb(address) {
		return nil
	}
	return &External{Text: "at the source", Href: address}
}

// plain is a text without marks, for lists and descriptions.
func (r *Renderer) plain(t *dossier.Text) string {
	return strings.Join(strings.Fields(r.dossier.Plain(t)), " ")
}

// targetPath is the published path that a link of a text leads to.
func targetPath(t dossier.Target) string {
	switch {
	case t.Entry != nil:
		return t.Entry.Path()
	case t.Source != nil:
		return t.Source.Path()
	case t.Page != nil:
		return t.Page.Path()
	}
	return t.Asset
}

// href is where a link of a text leads from a page, or "" where it leads nowhere.
func (r *Renderer) href(page string, l *markdown.Link, t dossier.Target) string {
	if t.External {
		address := l.Target
		if l.Fragment != "" {
			address += "#" + l.Fragment
		}
		return address
	}
	to := targetPath(t)
	if to == "" || t.Fault != dossier.Fine || t.Hidden {
		return ""
	}
	if t.Same && t.Fragment == "" {
		return "#"
	}
	out := ""
	if to != page {
		out = dossier.Relative(page, to)
	}
	if t.Fragment != "" {
		out += "#" + t.Fragment
	}
	if out == "" {
		return "#"
	}
	return out
}

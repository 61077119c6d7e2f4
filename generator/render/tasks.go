package render

// tasks lists every page of the site. Those that take longest come first, so that all processors are busy to the end.
func (r *Renderer) tasks() []task {
	d := r.dossier
	list := make([]task, 0, len(d.Entries)+len(d.Sources)+len(d.Pages)+manyTasks)
	add := func(path, kind string, make func(w *worker) any) { list = append(list, task{path, make, kind}) }
	sorted := r.sortedSources()
	for page, of := 1, split(len(sorted)); page <= of; page++ {
		add(numbered(sourcesIndex, page), "sources", func(w *worker) any { return w.sourcesPage(sorted, page, of) })
	}
	for _, k := range d.Site.Kinds {
		for page, of := 1, split(len(k.Entries)); page <= of; page++ {
			add(numbered(k.Path(), page), "kind", func(w *worker) any { return w.kindPage(k, page, of) })
		}
	}
	var table *accessTable
	if r.hasAccess() {
		table = r.accessTable()
		for page, of := 1, table.pages(); page <= of; page++ {
			add(numbered(accessIndex, page), "access", func(w *worker) any { return w.accessPage(table, page, of) })
		}
		for _, e := range r.access.From {
			add(pathsPath(e), "paths", func(w *worker) any { return w.pathsPage(e) })
		}
	}
	corrections := r.corrections()
	for page, of := 1, split(len(corrections)); page <= of; page++ {
		add(numbered(correctionsIndex, page), "corrections", func(w *worker) any { return w.correctionsPage(corrections, page, of) })
	}
	state := r.evidence()
	for page, of := 1, split(max(len(state.entries), len(state.notKept), len(state.notFound), len(state.oneRoot))); page <= of; page++ {
		add(numbered(evidenceIndex, page), "evidence", func(w *worker) any { return w.evidencePage(state, page, of) })
	}
	r.chronicle(add)
	add("index.html", "home", func(w *worker) any { return w.homePage(table) })
	add("404.html", "notfound", func(w *worker) any { return w.notFoundPage() })
	for i, e := range d.Entries {
		add(e.Path(), "entry", func(w *worker) any { return w.entryPage(e, state.entries[i].Tally) })
		for _, from := range e.Redirects {
			add(from, "redirect", func(w *worker) any { return w.redirectPage(from, e.Path(), e.Title) })
		}
	}
	for _, s := range d.Sources {
		add(s.Path(), "source", func(w *worker) any { return w.sourcePage(s) })
	}
	for _, p := range d.Pages {
		add(p.Path(), "page", func(w *worker) any { return w.plainPage(p) })
		for _, from := range p.Redirects {
			add(from, "redirect", func(w *worker) any { return w.redirectPage(from, p.Path(), p.Title) })
		}
	}
	return list
}

// manyTasks is room for the pages that are those of no entry and no source.
const manyTasks = 1024

// chronicle adds the pages that go through the whole dossier by time, by number and by place.
func (r *Renderer) chronicle(add func(path, kind string, make func(w *worker) any)) {
	for _, t := range r.timelines() {
		for page, of := 1, max(split(len(t.events)), split(len(r.choice(t)))); page <= of; page++ {
			add(numbered(t.path, page), "timeline", func(w *worker) any { return w.timelinePage(t, page, of) })
		}
	}
	figures := r.allFigures()
	for page, of := 1, max(1, len(figures.pages)); page <= of; page++ {
		add(numbered(figuresIndex, page), "figures", func(w *worker) any { return w.figuresPage(figures, page, of) })
	}
	places := r.places()
	for _, p := range places {
		for page, of := 1, p.pages(); page <= of; page++ {
			add(numbered(p.Path(), page), "place", func(w *worker) any { return w.placePage(p, page, of) })
		}
	}
	if len(places) == 0 {
		return
	}
	for page, of := 1, split(len(places)); page <= of; page++ {
		add(numbered(placesIndex, page), "places", func(w *worker) any { return w.placesPage(places, page, of) })
	}
}

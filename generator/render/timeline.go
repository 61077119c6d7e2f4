package render

import (
	"slices"
	"strconv"
	"strings"

	"dossier/generator/dossier"
)

const timelineIndex = "timeline.html"

// A timeline is the events of all entries, of those of one kind, or of those around one entry.
type timeline struct {
	path   string
	kind   *dossier.Kind  // nil where the events are of all kinds
	entry  *dossier.Entry // nil where they are not those around one entry
	events []int32        // in the events of the dossier
	years  []listPart
}

// timelines are all timelines of the site: of everything, of each kind, and of each entry of the kind that access paths
// lead to. Single entries of other kinds have theirs on their own page only.
func (r *Renderer) timelines() []*timeline {
	d := r.dossier
	list := []*timeline{{path: timelineIndex, events: d.EventsOf(d.Entries)}}
	r.byKind, r.own = map[*dossier.Kind]*timeline{}, map[*dossier.Entry]*timeline{}
	for _, k := range d.Site.Kinds {
		r.byKind[k] = &timeline{path: "timeline/" + k.ID + ".html", kind: k, events: d.EventsOf(k.Entries)}
		list = append(list, r.byKind[k])
	}
	for _, e := range r.ends() {
		r.own[e] = &timeline{path: "timeline/" + e.Path(), kind: e.Kind, entry: e}
		list = append(list, r.own[e])
	}
	dossier.Each(len(list), func(i int) {
		if e := list[i].entry; e != nil {
			list[i].events = d.EventsOf(e.Around())
		}
		list[i].years = r.yearParts(list[i].events)
	})
	return list
}

// ends are the entries of the kind that access paths lead to.
func (r *Renderer) ends() []*dossier.Entry {
	if k := r.dossier.Site.Kind(r.dossier.Site.AccessTo); k != nil {
		return k.Entries
	}
	return nil
}

// choice are the entries whose own timelines are listed beside one, if there is an event in them. The list goes on from page
// to page like the events.
func (r *Renderer) choice(t *timeline) []*dossier.Entry {
	if t.entry != nil || t.kind != nil && t.kind.ID != r.dossier.Site.AccessTo {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(r.ends()), func(e *dossier.Entry) bool { return len(r.own[e].events) == 0 })
}

// year is the heading under which an event stands, and its anchor.
func year(d dossier.Date) (title, id string) {
	if !d.HasYear() {
		return "No certain year", "_open"
	}
	id = "_y" + strconv.Itoa(d.Year())
	return id[len("_y"):], id
}

// dateOf is the date of an event of the dossier.
func (r *Renderer) dateOf(event int32) *dossier.Date { return &r.dossier.Events()[event].Event.Date }

// sameYear reports whether events of two dates stand under the same heading.
func sameYear(a, b *dossier.Date) bool {
	return a.HasYear() == b.HasYear() && (!a.HasYear() || a.Year() == b.Year())
}

// mostYears is how many years are listed one by one; of more, those that begin a page.
const mostYears = 200

// yearParts says on which page each year begins.
func (r *Renderer) yearParts(events []int32) []listPart {
	var parts []listPart
	for i := range events {
		date := r.dateOf(events[i])
		if i == 0 || !sameYear(r.dateOf(events[i-1]), date) {
			title, id := year(*date)
			parts = append(parts, listPart{title, id, i/foldAt + 1})
		}
	}
	if len(parts) > mostYears {
		parts = slices.CompactFunc(parts, func(a, b listPart) bool { return a.page == b.page })
	}
	return parts
}

// years groups the events of one page of a list by year.
func (w *worker) years(events []int32, page int, path string) []TimelineYear {
	var years []TimelineYear
	before := ""
	if page > 1 && (page-1)*foldAt < len(events) {
		before, _ = year(*w.dateOf(events[(page-1)*foldAt-1]))
	}
	here := pageOf(events, page)
	lines := make([]EventLine, len(here)) // of all years, one after the other
	from := 0
	for i := range here {
		lines[i] = w.eventLine(&w.dossier.Events()[here[i]], path)
		if i > 0 && sameYear(w.dateOf(here[i-1]), w.dateOf(here[i])) {
			years[len(years)-1].Events = lines[from : i+1]
			continue
		}
		title, id := year(*w.dateOf(here[i]))
		years = append(years, TimelineYear{ID: id, Title: title, Continued: title == before, Events: lines[i : i+1]})
		from = i
	}
	return years
}

// eventLine is an event as another page than its entry's tells it.
func (w *worker) eventLine(ref *dossier.EventRef, path string) EventLine {
	x := ref.Event
	var room [shortText]byte
	line := EventLine{Date: w.memory.text.Bytes(x.Date.AppendPoint(room[:0])), Title: x.Title, Note: x.Note, Entry: Link{ref.Entry.Title, ref.Entry.LinkFrom(path)}, KindID: ref.Entry.Kind.ID}
	line.Home = w.memory.text.Join(line.Entry.Href, "#", eventAnchor(ref.Index))
	line.Count, line.Sources = w.foreign(path, ref.Entry, x.Cite)
	return line
}

func (w *worker) timelinePage(t *timeline, page, of int) any {
	path := numbered(t.path, page)
	title, about := "Timeline", "What happened, year by year, with the sources of each event"
	switch {
	case t.entry != nil:
		title, about = "Timeline: "+t.entry.Title, "What happened to "+t.entry.Title+" and to what it is connected with, year by year"
	case t.kind != nil:
		title, about = "Timeline: "+t.kind.Many, "What the entries on "+t.kind.Many+" tell, year by year"
	}
	p := &TimelinePage{Base: w.base("timeline", path, pageTitle(title, page), about), Heading: title, Count: len(t.events), Pages: pager(t.path, page, of)}
	if t.entry != nil {
		line := w.entryLine(t.entry, path)
		p.Entry = &line
	}
	p.Filter = w.timelineFilter(t, path)
	for _, e := range pageOf(w.choice(t), page) {
		own := w.own[e]
		p.ChoiceOf = e.Kind.Many
		p.Choice = append(p.Choice, FilterLine{MenuItem{link(e.Title, path, own.path), e.Kind.ID, false}, len(own.events)})
	}
	if len(t.events) > indexAt {
		p.Index = index(t.path, page, t.years)
	}
	p.Years = w.years(t.events, page, path)
	return p
}

// indexAt is how many lines a list has before an index leads through it.
const indexAt = 20

// timelineFilter leads to the timelines of everything and of each kind that has events.
func (w *worker) timelineFilter(t *timeline, path string) []FilterLine {
	d := w.dossier
	list := []FilterLine{{MenuItem{link("All", path, timelineIndex), "", t.kind == nil}, len(d.Events())}}
	for _, k := range d.Site.Kinds {
		if of := w.byKind[k]; len(of.events) > 0 {
			list = append(list, FilterLine{MenuItem{link(k.Many, path, of.path), k.ID, t.kind == k}, len(of.events)})
		}
	}
	return list
}

// ownTimeline leads from the page of an entry to the timeline of what is around it, where there is more to tell than on the
// page itself.
func (w *worker) ownTimeline(e *dossier.Entry) Link {
	own := w.own[e]
	if own == nil || len(own.events) == 0 {
		return Link{}
	}
	text := strconv.Itoa(len(own.events)) + " events"
	if len(own.events) == 1 {
		text = "1 event"
	}
	return link(text, e.Path(), own.path)
}

// events are the entry's own, by date.
func (s *sheet) events(e *dossier.Entry) []EventLine {
	var room [16]int
	order := room[:0]
	for i := range e.Events {
		order = append(order, i)
	}
	slices.SortStableFunc(order, func(a, b int) int { return dossier.Compare(e.Events[a].Date, e.Events[b].Date) })
	lines := make([]EventLine, 0, len(order))
	for _, i := range order {
		x := &e.Events[i]
		line := EventLine{ID: eventAnchor(i), Date: x.Date.Point(), Machine: machineDate(x.Date), Title: x.Title, Note: x.Note}
		line.Marks, line.Count = s.evidence(x.Cite, line.ID)
		lines = append(lines, line)
	}
	return lines
}

// machineDate is a date as HTML's time element takes it, or "" for one that it cannot hold.
func machineDate(d dossier.Date) string {
	s := d.String()
	for _, c := range s {
		if c != '-' && (c < '0' || c > '9') {
			return ""
		}
	}
	if len(s) == 7 && s[5:] > "12" || strings.HasPrefix(s, "0000") {
		return ""
	}
	return s
}

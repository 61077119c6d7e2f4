package render

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"unicode/utf8"

	"dossier/generator/dossier"
)

const accessIndex = "access/index.html"

// pathsPath is the page of the access paths that begin at an entry.
func pathsPath(e *dossier.Entry) string { return "access/" + e.ID + ".html" }

// hasAccess reports whether the site asks for access paths.
func (r *Renderer) hasAccess() bool {
	return r.dossier.Site.Kind(r.dossier.Site.AccessFrom) != nil && r.dossier.Site.Kind(r.dossier.Site.AccessTo) != nil
}

// pairWords says how current a pair is: "current, since 2014", "ended, last 2021".
func pairWords(p *dossier.Pair) string {
	if p.Status() != "ended" {
		return pathWords(&p.Paths[0])
	}
	if last := p.Last(); !last.IsZero() {
		return "ended, last " + strconv.Itoa(lastYear(last))
	}
	return "ended"
}

// lastYear is the last year that a date can mean.
func lastYear(d dossier.Date) int {
	year, _, _ := d.Latest()
	return year
}

// pathWords says how current a path is and when all its hops held: "current, since 2014".
func pathWords(p *dossier.Path) string {
	since, until, apart := p.Interval()
	words := p.Status()
	if words == "unknown" {
		words = "present state unknown"
	}
	if when := dates(since, until); when != "" && !apart {
		words += ", " + when
	}
	return words
}

// longer is the status of a longer path that is more current than the shortest, or "".
func longer(p *dossier.Pair) string {
	if p.Longer == nil {
		return ""
	}
	return p.Longer.Status()
}

// countable is a number for templates, -1 for one that is too large to be counted.
func countable(n int) int {
	if n == math.MaxInt {
		return -1
	}
	return n
}

// byRank orders pairs, the most current first.
func byRank(pairs []*dossier.Pair) []*dossier.Pair {
	sorted := slices.Clone(pairs)
	slices.SortStableFunc(sorted, func(a, b *dossier.Pair) int { return cmp.Compare(a.Rank(), b.Rank()) })
	return sorted
}

// accessSummary is who an entry reaches or what reaches it, the most current first.
func (w *worker) accessSummary(e *dossier.Entry) *AccessSummary {
	site := w.dossier.Site
	if !w.hasAccess() || e.Kind.ID != site.AccessFrom && e.Kind.ID != site.AccessTo {
		return nil
	}
	path := e.Path()
	s := &AccessSummary{Reached: e.Kind.ID == site.AccessTo, OtherKind: site.Kind(site.AccessTo).Many, Page: link("All paths", path, pathsPath(e))}
	if s.Reached {
		s.OtherKind, s.Page = site.Kind(site.AccessFrom).Many, link("Who can reach what", path, accessIndex)
	}
	pairs := w.access.Reaches(e)
	if s.Reached {
		pairs = w.access.ReachedBy(e)
	}
	for _, p := range byRank(pairs) {
		other := p.To
		if s.Reached {
			other = p.From
		}
		line := AccessLine{Other: Link{other.Title, other.LinkFrom(path)}, KindID: other.Kind.ID, State: pairWords(p), Status: p.Status(), Longer: longer(p)}
		line.Paths = dossier.Relative(path, pathsPath(p.From)) + "#" + p.To.ID
		line.Count = countable(p.More)
		if line.Count >= 0 {
			line.Count += len(p.Paths)
		}
		for _, h := range p.Paths[0].Hops[1:] {
			line.Through = append(line.Through, Link{h.From.Title, h.From.LinkFrom(path)})
		}
		s.Lines = append(s.Lines, line)
	}
	return s
}

// An accessTable is the table of who can reach what, before it is split into pages.
type accessTable struct {
	columns   []*dossier.Entry // the most reaching first
	unreached []*dossier.Entry
	groups    []dossier.AccessGroup
	rows      []tableRow
	pairs     int
}

// A tableRow is a row with the number of its group.
type tableRow struct {
	entry *dossier.Entry
	group int
}

// cellsPerPage bounds a page of the table.
const cellsPerPage = 6000

// accessTable works out the rows and columns. Entries that no group names come last.
func (r *Renderer) accessTable() *accessTable {
	t := &accessTable{groups: r.dossier.Site.AccessGroups}
	for _, e := range r.access.To {
		if len(r.access.ReachedBy(e)) == 0 {
			t.unreached = append(t.unreached, e)
		} else {
			t.columns = append(t.columns, e)
		}
	}
	slices.SortStableFunc(t.columns, func(a, b *dossier.Entry) int {
		return cmp.Compare(len(r.access.ReachedBy(b)), len(r.access.ReachedBy(a)))
	})
	group := map[string]int{}
	for i, g := range t.groups {
		for _, id := range g.IDs {
			group[id] = i
		}
	}
	if len(t.groups) > 0 {
		t.groups = append(slices.Clone(t.groups), dossier.AccessGroup{Title: "Other"})
	}
	for _, e := range r.access.From {
		t.pairs += len(r.access.Reaches(e))
		i, ok := group[e.ID]
		if !ok {
			i = max(len(t.groups)-1, 0)
		}
		t.rows = append(t.rows, tableRow{e, i})
	}
	slices.SortStableFunc(t.rows, func(a, b tableRow) int { return cmp.Compare(a.group, b.group) })
	return t
}

// perPage is how many rows stand on a page.
func (t *accessTable) perPage() int { return max(1, min(foldAt, cellsPerPage/max(1, len(t.columns)))) }

// pages is how many pages the table has, at least one.
func (t *accessTable) pages() int { return max(1, (len(t.rows)+t.perPage()-1)/t.perPage()) }

// shortName is the shortest of an entry's names.
func shortName(e *dossier.Entry) string {
	short := e.Title
	for _, name := range e.AKA {
		if utf8.RuneCountInString(name) < utf8.RuneCountInString(short) {
			short = name
		}
	}
	return short
}

func (w *worker) accessPage(t *accessTable, page, of int) any {
	path := numbered(accessIndex, page)
	site := w.dossier.Site
	about := site.Kind(site.AccessFrom).Many + " and the " + site.Kind(site.AccessTo).Many + " that can reach them, over cited connections"
	p := &AccessPage{Base: w.base("access", path, "Who can reach what", about), Pairs: t.pairs, Pages: pager(accessIndex, page, of),
		Table: w.tablePart(t, (page-1)*t.perPage(), t.perPage(), len(t.columns), path)}
	if page == 1 {
		p.Overview = w.overview(path)
	}
	for _, e := range t.unreached {
		p.Unreached = append(p.Unreached, Link{e.Title, e.LinkFrom(path)})
	}
	return p
}

// tablePart is so many rows of the table, from one on, with its first columns.
func (w *worker) tablePart(t *accessTable, from, rows, columns int, path string) *AccessTable {
	site := w.dossier.Site
	from = min(from, len(t.rows))
	to := min(from+rows, len(t.rows))
	p := &AccessTable{FromMany: site.Kind(site.AccessFrom).Many, ToMany: site.Kind(site.AccessTo).Many, Page: link("Who can reach what", path, accessIndex),
		Span: columns + 1, Groups: w.accessRows(t, t.rows[from:to], t.columns[:columns], path), Rest: len(t.rows) - to}
	for _, e := range t.columns[:columns] {
		p.Columns = append(p.Columns, AccessColumn{Link{e.Title, e.LinkFrom(path)}, shortName(e)})
	}
	return p
}

// accessRows are rows of the table, under the headings of their groups.
func (w *worker) accessRows(t *accessTable, rows []tableRow, columns []*dossier.Entry, path string) []AccessRows {
	var groups []AccessRows
	last := -1
	for _, row := range rows {
		if row.group != last {
			last = row.group
			groups = append(groups, AccessRows{})
			if len(t.groups) > 0 {
				groups[len(groups)-1].Title = t.groups[row.group].Title
			}
		}
		g := &groups[len(groups)-1]
		g.Rows = append(g.Rows, w.accessRow(row.entry, columns, path))
	}
	return groups
}

// The table in small has so many columns and rows.
const (
	smallColumns = 5
	smallRows    = 40
)

// smallTable is the beginning of the table, for the home page; nil where no path is known.
func (w *worker) smallTable(t *accessTable) *AccessTable {
	if t == nil || t.pairs == 0 {
		return nil
	}
	return w.tablePart(t, 0, smallRows, min(smallColumns, len(t.columns)), "index.html")
}

// accessRow is a row of the table with a cell for each column.
func (w *worker) accessRow(e *dossier.Entry, columns []*dossier.Entry, path string) AccessRow {
	row := AccessRow{Link: Link{e.Title, e.LinkFrom(path)}, Paths: dossier.Relative(path, pathsPath(e)), Cells: make([]AccessCell, len(columns))}
	pairs := map[*dossier.Entry]*dossier.Pair{}
	for _, p := range w.access.Reaches(e) {
		pairs[p.To] = p
	}
	row.Count = len(pairs)
	for i, to := range columns {
		if p := pairs[to]; p != nil {
			row.Cells[i] = AccessCell{row.Paths + "#" + to.ID, cellWords(p), p.Status(), longer(p), shortName(to)}
		}
	}
	return row
}

// cellWords is how current a pair is, short enough for a cell: "current", "ended 2021".
func cellWords(p *dossier.Pair) string {
	if last := p.Last(); p.Status() == "ended" && !last.IsZero() {
		return "ended " + strconv.Itoa(lastYear(last))
	}
	return p.Status()
}

func (w *worker) pathsPage(e *dossier.Entry) any {
	path := pathsPath(e)
	to := w.dossier.Site.Kind(w.dossier.Site.AccessTo)
	p := &PathsPage{Base: w.base("paths", path, "Who can reach: "+e.Title, "The cited ways from "+e.Title+" to "+to.Many+", hop by hop"),
		From: Link{e.Title, e.LinkFrom(path)}, KindID: e.Kind.ID, ToMany: to.Many, Index: link("Who can reach what", path, accessIndex)}
	list := &hopList{worker: w, path: path, number: map[*dossier.Hop]int{}}
	for _, pair := range byRank(w.access.Reaches(e)) {
		out := AccessPair{ID: pair.To.ID, To: Link{pair.To.Title, pair.To.LinkFrom(path)}, KindID: pair.To.Kind.ID,
			State: pairWords(pair), Status: pair.Status(), More: countable(pair.More)}
		for i := range pair.Paths {
			out.Paths = append(out.Paths, list.way(&pair.Paths[i]))
		}
		if pair.Longer != nil {
			way := list.way(pair.Longer)
			out.Longer = &way
		}
		p.Pairs = append(p.Pairs, out)
	}
	p.Hops = list.hops
	return p
}

// A hopList numbers the hops of a page by their first use.
type hopList struct {
	*worker
	path   string
	number map[*dossier.Hop]int
	hops   []AccessHop
}

// way is one path with its hops numbered.
func (l *hopList) way(p *dossier.Path) AccessPath {
	out := AccessPath{State: pathWords(p), Status: p.Status(), Steps: make([]AccessStep, len(p.Hops))}
	_, _, out.Apart = p.Interval()
	for i, h := range p.Hops {
		n := l.hop(h)
		out.Steps[i] = AccessStep{Label: h.Ties[0].Label(), To: l.hops[n-1].To, Number: n, Hop: "#" + l.hops[n-1].ID}
	}
	return out
}

// hop returns the number of a hop and lists it when it is used first.
func (l *hopList) hop(h *dossier.Hop) int {
	if n := l.number[h]; n > 0 {
		return n
	}
	n := len(l.hops) + 1
	l.number[h] = n
	out := AccessHop{ID: "_h" + strconv.Itoa(n), From: Link{h.From.Title, h.From.LinkFrom(l.path)}, To: Link{h.To.Title, h.To.LinkFrom(l.path)}}
	for i := range h.Ties {
		t := &h.Ties[i]
		line := HopLine{Label: t.Label(), Dates: dates(t.Relation.Since, t.Relation.Until), Status: t.Relation.Status,
			Home: t.Home.LinkFrom(l.path) + "#" + relationAnchor(t.Index)}
		line.Count, line.Sources = l.foreign(l.path, t.Home, t.Relation.Cite)
		out.Relations = append(out.Relations, line)
	}
	l.hops = append(l.hops, out)
	return n
}

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
func pathsPath(e *dossier.Entry) string { return pathsFolder + e.ID + ".html" }

// pathsFolder holds the pages of access paths.
const pathsFolder = "access/"

// hasAccess reports whether the site asks for access paths.
func (r *Renderer) hasAccess() bool {
	return r.dossier.Site.Kind(r.dossier.Site.AccessFrom) != nil && r.dossier.Site.Kind(r.dossier.Site.AccessTo) != nil
}

// appendPairWords says how current a pair is: "current, since 2014", "ended, last 2021".
func appendPairWords(out []byte, p *dossier.Pair) []byte {
	if p.Status() != "ended" {
		since, until, apart := p.Paths[0].Interval()
		return appendPathWords(out, p.Status(), since, until, apart)
	}
	out = append(out, "ended"...)
	if last := p.Last(); !last.IsZero() {
		out = strconv.AppendInt(append(out, ", last "...), int64(lastYear(last)), 10)
	}
	return out
}

// lastYear is the last year that a date can mean.
func lastYear(d dossier.Date) int {
	year, _, _ := d.Latest()
	return year
}

// appendPathWords says how current a path is and when all its hops held: "current, since 2014".
func appendPathWords(out []byte, status string, since, until dossier.Date, apart bool) []byte {
	if status == "unknown" {
		status = "present state unknown"
	}
	out = append(out, status...)
	if apart || since.IsZero() && until.IsZero() {
		return out
	}
	return dossier.AppendHeld(append(out, ", "...), since, until)
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
	sorted := make([]*dossier.Pair, 0, len(pairs))
	for rank := 0; len(sorted) < len(pairs); rank++ {
		for _, p := range pairs {
			if p.Rank() == rank {
				sorted = append(sorted, p)
			}
		}
	}
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
	s.Lines = w.accessLines(byRank(pairs), s.Reached, path)
	return s
}

// accessLines are pairs as seen from the page of one of their ends.
func (w *worker) accessLines(pairs []*dossier.Pair, reached bool, path string) []AccessLine {
	between := 0
	for _, p := range pairs {
		between += len(p.Paths[0].Hops) - 1
	}
	text := &w.memory.text
	var room [shortText]byte
	folder := dossier.Relative(path, pathsFolder)
	lines, through := make([]AccessLine, len(pairs)), make([]Link, 0, between)
	for i, p := range pairs {
		other := p.To
		if reached {
			other = p.From
		}
		line := &lines[i]
		line.Other, line.KindID = Link{other.Title, other.LinkFrom(path)}, other.Kind.ID
		line.State, line.Status, line.Longer = text.Bytes(appendPairWords(room[:0], p)), p.Status(), longer(p)
		line.Paths = text.Join(folder, p.From.ID, ".html#", p.To.ID)
		if line.Count = countable(p.More); line.Count >= 0 {
			line.Count += len(p.Paths)
		}
		from := len(through)
		for _, h := range p.Paths[0].Hops[1:] {
			through = append(through, Link{h.From.Title, h.From.LinkFrom(path)})
		}
		line.Through = through[from:]
	}
	return lines
}

// An accessTable is the table of who can reach what, before it is split into pages.
type accessTable struct {
	columns   []*dossier.Entry       // the most reaching first
	column    map[*dossier.Entry]int // their numbers
	short     []string               // their short names
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
	t.column, t.short = make(map[*dossier.Entry]int, len(t.columns)), make([]string, len(t.columns))
	for i, e := range t.columns {
		t.column[e], t.short[i] = i, shortName(e)
	}
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
		Span: columns + 1, Groups: w.accessRows(t, t.rows[from:to], columns, path), Rest: len(t.rows) - to}
	for i, e := range t.columns[:columns] {
		p.Columns = append(p.Columns, AccessColumn{Link{e.Title, e.LinkFrom(path)}, t.short[i]})
	}
	return p
}

// accessRows are rows of the table with its first columns, under the headings of their groups.
func (w *worker) accessRows(t *accessTable, rows []tableRow, columns int, path string) []AccessRows {
	var groups []AccessRows
	cells := make([]AccessCell, len(rows)*columns)
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
		g.Rows = append(g.Rows, w.accessRow(t, row.entry, cells[:columns:columns], path))
		cells = cells[columns:]
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
func (w *worker) accessRow(t *accessTable, e *dossier.Entry, cells []AccessCell, path string) AccessRow {
	pairs := w.access.Reaches(e)
	row := AccessRow{Link: Link{e.Title, e.LinkFrom(path)}, Paths: dossier.Relative(path, pathsPath(e)), Cells: cells, Count: len(pairs)}
	for _, p := range pairs {
		if i := t.column[p.To]; i < len(cells) {
			cells[i] = AccessCell{w.memory.text.Join(row.Paths, "#", p.To.ID), cellWords(p), p.Status(), longer(p), t.short[i]}
		}
	}
	return row
}

// cellWords is how current a pair is, short enough for a cell: "current", "ended 2021".
func cellWords(p *dossier.Pair) string {
	if p.Status() == "ended" {
		if last := p.Last(); !last.IsZero() {
			return "ended " + strconv.Itoa(lastYear(last))
		}
	}
	return p.Status()
}

func (w *worker) pathsPage(e *dossier.Entry) any {
	path := pathsPath(e)
	to := w.dossier.Site.Kind(w.dossier.Site.AccessTo)
	p := &PathsPage{Base: w.base("paths", path, "Who can reach: "+e.Title, "The cited ways from "+e.Title+" to "+to.Many+", hop by hop"),
		From: Link{e.Title, e.LinkFrom(path)}, KindID: e.Kind.ID, ToMany: to.Many, Index: link("Who can reach what", path, accessIndex)}
	list := &hopList{worker: w, path: path}
	pairs := byRank(w.access.Reaches(e))
	list.number(pairs)
	p.Pairs, p.Hops = make([]AccessPair, len(pairs)), list.hops
	var room [shortText]byte
	for i, pair := range pairs {
		out := &p.Pairs[i]
		out.ID, out.To, out.KindID = pair.To.ID, Link{pair.To.Title, pair.To.LinkFrom(path)}, pair.To.Kind.ID
		out.State, out.Status, out.More = list.memory.text.Bytes(appendPairWords(room[:0], pair)), pair.Status(), countable(pair.More)
		from := len(list.ways)
		for k := range pair.Paths {
			list.addWay(&pair.Paths[k])
		}
		out.Paths = list.ways[from:]
		if pair.Longer != nil {
			list.addWay(pair.Longer)
			out.Longer = &list.ways[len(list.ways)-1]
		}
	}
	return p
}

// A hopList numbers the hops of a page by their first use, and tells its paths.
type hopList struct {
	*worker
	path    string
	numbers map[*dossier.Hop]int
	hops    []AccessHop
	links   []string // to the hops
	ways    []AccessPath
	steps   []AccessStep
}

// number lists all hops of some pairs, and makes room for their paths.
func (l *hopList) number(pairs []*dossier.Pair) {
	ways, steps, relations := 0, 0, 0
	var hops []*dossier.Hop
	l.numbers = map[*dossier.Hop]int{}
	count := func(p *dossier.Path) {
		ways++
		steps += len(p.Hops)
		for _, h := range p.Hops {
			if _, ok := l.numbers[h]; !ok {
				l.numbers[h] = len(hops)
				hops = append(hops, h)
				relations += len(h.Ties)
			}
		}
	}
	for _, pair := range pairs {
		for i := range pair.Paths {
			count(&pair.Paths[i])
		}
		if pair.Longer != nil {
			count(pair.Longer)
		}
	}
	l.ways, l.steps = make([]AccessPath, 0, ways), make([]AccessStep, 0, steps)
	l.hops, l.links = make([]AccessHop, len(hops)), make([]string, len(hops))
	lines := make([]HopLine, relations)
	for i, h := range hops {
		l.links[i] = l.memory.text.Join("#_h", strconv.Itoa(i+1))
		l.hops[i] = AccessHop{ID: l.links[i][1:], From: Link{h.From.Title, h.From.LinkFrom(l.path)}, To: Link{h.To.Title, h.To.LinkFrom(l.path)}, Relations: lines[:len(h.Ties)]}
		for k, t := range h.Ties {
			lines[k] = l.line(t)
		}
		lines = lines[len(h.Ties):]
	}
}

// line is one relation of a hop.
func (l *hopList) line(t *dossier.Tie) HopLine {
	line := HopLine{Label: t.Label(), Dates: l.held(t.Relation.Since, t.Relation.Until), Status: t.Relation.Status,
		Home: l.memory.text.Join(t.Home.LinkFrom(l.path), "#", relationAnchor(t.Index))}
	line.Count, line.Sources = l.foreign(l.path, t.Home, t.Relation.Cite)
	return line
}

// addWay adds a path, by the numbers of its hops.
func (l *hopList) addWay(p *dossier.Path) {
	since, until, apart := p.Interval()
	var room [shortText]byte
	status := p.Status()
	from := len(l.steps)
	for _, h := range p.Hops {
		n := l.numbers[h]
		l.steps = append(l.steps, AccessStep{Label: h.Ties[0].Label(), To: l.hops[n].To, Number: n + 1, Hop: l.links[n]})
	}
	l.ways = append(l.ways, AccessPath{Steps: l.steps[from:], Status: status, State: l.memory.text.Bytes(appendPathWords(room[:0], status, since, until, apart)), Apart: apart})
}

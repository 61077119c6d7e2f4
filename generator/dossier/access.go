package dossier

import (
	"cmp"
	"math"
	"slices"
	"sync"
)

// MaxPaths is how many shortest paths a pair lists, MaxHops how long a path may be: what is farther counts as out of reach.
const (
	MaxPaths = 5
	MaxHops  = 32
)

// A Hop is all flow relations along which data moves straight from one entry to another.
type Hop struct {
	From, To *Entry
	Ties     []*Tie // as seen from From, the most current first

	rank         int // of the most current tie, by status
	since, until int // which of Ties has the first start and the last end of those that are as current
}

// A Path leads from where data comes from to who gets it. That it can be walked is an inference from its hops.
type Path struct{ Hops []*Hop }

// A Pair is two ends of access with the shortest paths between them.
type Pair struct {
	From, To *Entry
	Paths    []Path // of the least length, whatever their status: at most MaxPaths, the most current first
	More     int    // how many other paths are as short; math.MaxInt stands for that many or more
	Longer   *Path  // a longer path, the shortest of a better status than the best of Paths; nil where there is none

	rank int // of the first of Paths
}

// Access is who can reach what: the access paths between all entries of the two kinds that the site names.
type Access struct {
	From, To []*Entry // all entries of the two kinds, by title
	from, to map[*Entry][]*Pair
}

// leastCurrent is the last rank of a status.
const leastCurrent = 4

// statusOf is the status that has a rank; the most current has 0.
func statusOf(rank int) string {
	switch rank {
	case 0:
		return "current"
	case 1:
		return "disputed"
	case 3:
		return "planned"
	case leastCurrent:
		return "ended"
	}
	return "unknown"
}

// rankOf is the rank of a status. A relation without one is unknown.
func rankOf(status string) int {
	switch status {
	case "current":
		return 0
	case "disputed":
		return 1
	case "planned":
		return 3
	case "ended":
		return leastCurrent
	}
	return 2
}

// Status is that of the hop's most current relation.
func (h *Hop) Status() string { return statusOf(h.rank) }

// findInterval finds when data moved along the hop, by those of its relations that have its status: from the first of
// their starts to the last of their ends. An end that one of them leaves open is no date.
func (h *Hop) findInterval() {
	for i, t := range h.Ties {
		if rankOf(t.Relation.Status) != h.rank {
			return
		}
		if since, first := &t.Relation.Since, h.first(); since.IsZero() || !first.IsZero() && Compare(*since, *first) < 0 {
			h.since = i
		}
		if until, last := &t.Relation.Until, h.last(); until.IsZero() || !last.IsZero() && Compare(*until, *last) > 0 {
			h.until = i
		}
	}
}

// first is when data began to move along the hop.
func (h *Hop) first() *Date { return &h.Ties[h.since].Relation.Since }

// last is when data ceased to move along the hop.
func (h *Hop) last() *Date { return &h.Ties[h.until].Relation.Until }

// rank is that of the path's least current hop.
func (p *Path) rank() int {
	worst := 0
	for _, h := range p.Hops {
		worst = max(worst, h.rank)
	}
	return worst
}

// Status is that of the path's least current hop.
func (p *Path) Status() string { return statusOf(p.rank()) }

// Interval is the time that all hops have in common, as far as their dates are known: from the last of their starts to
// the first of their ends. It is empty, and apart is true, where one hop had certainly ended before another began.
func (p *Path) Interval() (since, until Date, apart bool) {
	for _, h := range p.Hops {
		if from := h.first(); Compare(*from, since) > 0 {
			since = *from
		}
		if to := h.last(); !to.IsZero() && (until.IsZero() || Compare(*to, until) < 0) {
			until = *to
		}
	}
	return since, until, Before(until, since)
}

// Status is that of the most current of the shortest paths.
func (p *Pair) Status() string { return statusOf(p.rank) }

// Rank is the place of the pair's status among all, 0 for the most current.
func (p *Pair) Rank() int { return p.rank }

// Last is when the last of the shortest paths ended, where all have; no date where that is not known.
func (p *Pair) Last() Date {
	var last Date
	for i := range p.Paths {
		if p.Paths[i].rank() != leastCurrent {
			continue
		}
		if _, until, _ := p.Paths[i].Interval(); Compare(until, last) > 0 {
			last = until
		}
	}
	return last
}

// Reaches returns what paths from an entry lead to, by title.
func (a *Access) Reaches(e *Entry) []*Pair { return a.from[e] }

// ReachedBy returns what paths to an entry begin at, by title.
func (a *Access) ReachedBy(e *Entry) []*Pair { return a.to[e] }

// FindAccess finds the access paths of a dossier: breadth-first from each entry of the one kind over the flow relations,
// with a count of the shortest paths to each entry that is reached. It takes time and memory in proportion to the number
// of those entries times the number of relations, and to the paths that are listed.
func FindAccess(d *Dossier) *Access {
	g := newGraph(d)
	a := &Access{from: map[*Entry][]*Pair{}, to: map[*Entry][]*Pair{}}
	from, to := d.Site.Kind(d.Site.AccessFrom), d.Site.Kind(d.Site.AccessTo)
	if from == nil || to == nil {
		return a
	}
	a.From, a.To = from.Entries, to.Entries
	found := make([][]Pair, len(a.From))
	Each(len(a.From), func(i int) { found[i] = g.pairs(a.From[i], a.To) })
	reached := map[*Entry]int{}
	for i := range found {
		for k := range found[i] {
			reached[found[i][k].To]++
		}
	}
	for i, e := range a.From {
		if len(found[i]) == 0 {
			continue
		}
		a.from[e] = make([]*Pair, len(found[i]))
		for k := range found[i] {
			p := &found[i][k]
			a.from[e][k] = p
			if a.to[p.To] == nil {
				a.to[p.To] = make([]*Pair, 0, reached[p.To])
			}
			a.to[p.To] = append(a.to[p.To], p)
		}
	}
	return a
}

// A graph is the flow relations of a dossier. Entries are numbered by title.
type graph struct {
	hops    []Hop // by their beginnings, then by their ends
	out, in arcs
	walks   sync.Pool // of *walk, whose memory is used again
}

// An arc is a hop as one of its ends has it.
type arc struct {
	entry int32 // the other end
	rank  int32
	hop   int32
}

// Arcs are lists of arcs in one piece of memory: that of entry i is all[start[i]:start[i+1]].
type arcs struct {
	start []int32
	all   []arc
}

func (a *arcs) of(i int32) []arc { return a.all[a.start[i]:a.start[i+1]] }

func newGraph(d *Dossier) *graph {
	entries := make([]*Entry, len(d.Entries))
	total := 0
	for _, e := range d.Entries {
		entries[e.order] = e
		for i := range e.Ties {
			if e.Ties[i].FlowsOut() {
				total++
			}
		}
	}
	g := &graph{hops: make([]Hop, 0, total)}
	ties := make([]*Tie, 0, total)
	for _, e := range entries {
		from := len(ties)
		for i := range e.Ties {
			if e.Ties[i].FlowsOut() {
				ties = append(ties, &e.Ties[i])
			}
		}
		g.addHops(e, ties[from:])
	}
	g.connect(len(entries))
	return g
}

// addHops adds the hops from an entry, whose ties they are.
func (g *graph) addHops(from *Entry, ties []*Tie) {
	slices.SortStableFunc(ties, func(a, b *Tie) int {
		if other := byTitle(a.Other, b.Other); other != 0 {
			return other
		}
		return cmp.Compare(rankOf(a.Relation.Status), rankOf(b.Relation.Status))
	})
	for len(ties) > 0 {
		n := 1
		for n < len(ties) && ties[n].Other == ties[0].Other {
			n++
		}
		h := Hop{From: from, To: ties[0].Other, Ties: ties[:n:n], rank: rankOf(ties[0].Relation.Status)}
		h.findInterval()
		g.hops, ties = append(g.hops, h), ties[n:]
	}
}

// connect lists the hops that leave and that arrive at each of so many entries.
func (g *graph) connect(entries int) {
	g.out = arcs{make([]int32, entries+1), make([]arc, len(g.hops))}
	g.in = arcs{make([]int32, entries+1), make([]arc, len(g.hops))}
	for i := range g.hops {
		g.out.start[g.hops[i].From.order+1]++
		g.in.start[g.hops[i].To.order+1]++
	}
	for i := range entries {
		g.out.start[i+1] += g.out.start[i]
		g.in.start[i+1] += g.in.start[i]
	}
	next := slices.Clone(g.in.start)
	for i := range g.hops {
		h := &g.hops[i]
		g.out.all[i] = arc{int32(h.To.order), int32(h.rank), int32(i)}
		at := &next[h.To.order]
		g.in.all[*at] = arc{int32(h.From.order), int32(h.rank), int32(i)}
		*at++
	}
}

// An end is what is known of the shortest paths to one entry.
type end struct {
	length int32 // in hops; -1 where there is no path
	rank   int32 // of the most current of them
	count  int
}

// A walk is what is known of the shortest paths from one entry to all others.
type walk struct {
	*graph
	start int32
	ends  []end   // by entry
	queue []int32 // entries in the order in which they were reached
	hops  []*Hop  // of the path that is being collected
	found []Path  // the paths that were collected
	most  int     // how many are wanted
	kept  []*Hop  // room for the hops of paths
	lists []Path  // room for paths
}

// walk goes breadth-first from an entry along hops that are at least as current as limit.
func (g *graph) walk(start, limit int32) *walk {
	w := g.newWalk()
	w.start, w.ends[start] = start, end{count: 1}
	w.queue = append(w.queue, start)
	for i := 0; i < len(w.queue) && w.ends[w.queue[i]].length < MaxHops; i++ {
		at := w.ends[w.queue[i]]
		for _, out := range g.out.of(w.queue[i]) {
			if out.rank > limit {
				continue
			}
			to, rank := &w.ends[out.entry], max(at.rank, out.rank)
			switch to.length {
			case -1:
				*to = end{at.length + 1, rank, at.count}
				w.queue = append(w.queue, out.entry)
			case at.length + 1:
				to.count, to.rank = addUpTo(to.count, at.count), min(to.rank, rank)
			}
		}
	}
	return w
}

// newWalk is a walk that has reached nothing.
func (g *graph) newWalk() *walk {
	w, ok := g.walks.Get().(*walk)
	if !ok {
		w = &walk{graph: g, ends: make([]end, len(g.out.start)-1)}
		for i := range w.ends {
			w.ends[i].length = -1
		}
	}
	for _, reached := range w.queue {
		w.ends[reached] = end{length: -1}
	}
	w.queue = w.queue[:0]
	return w
}

// addUpTo adds two numbers that are not negative; what is too large is math.MaxInt.
func addUpTo(a, b int) int {
	if a > math.MaxInt-b {
		return math.MaxInt
	}
	return a + b
}

// paths lists so many of the shortest paths to an entry, the most current first.
func (w *walk) paths(to int32, most int) []Path {
	w.found, w.most = w.found[:0], min(most, w.ends[to].count)
	w.hops = append(w.hops[:0], make([]*Hop, w.ends[to].length)...)
	for rank := w.ends[to].rank; rank <= leastCurrent && len(w.found) < w.most; rank++ {
		w.collect(to, rank)
	}
	return keep(&w.lists, w.found)
}

// collect goes back from an entry and adds the paths of one rank, until there are enough. Every way that it tries leads to
// the start; of those that were added already, for they are more current, there are fewer than are wanted.
func (w *walk) collect(at, rank int32) {
	if at == w.start {
		if p := (Path{w.hops}); p.rank() == int(rank) {
			w.found = append(w.found, Path{keep(&w.kept, w.hops)})
		}
		return
	}
	length := w.ends[at].length - 1
	for _, in := range w.in.of(at) {
		if in.rank > rank {
			continue
		}
		if before := &w.ends[in.entry]; before.length != length || before.rank > rank {
			continue
		}
		w.hops[length] = &w.graph.hops[in.hop]
		if w.collect(in.entry, rank); len(w.found) == w.most {
			return
		}
	}
}

// keep copies a short list. Many lists share their memory.
func keep[T any](room *[]T, list []T) []T {
	if cap(*room)-len(*room) < len(list) {
		*room = make([]T, 0, 1024)
	}
	from := len(*room)
	*room = append(*room, list...)
	return (*room)[from:len(*room):len(*room)]
}

// pairs are those from an entry to each of some others that a path leads to.
func (g *graph) pairs(from *Entry, to []*Entry) []Pair {
	var walks [leastCurrent + 1]*walk // by how current hops must be, as far as needed
	reach := func(limit int32) *walk {
		if walks[limit] == nil {
			walks[limit] = g.walk(int32(from.order), limit)
		}
		return walks[limit]
	}
	all := reach(leastCurrent)
	count := 0
	for _, e := range to {
		if all.ends[e.order].length > 0 {
			count++
		}
	}
	out := make([]Pair, 0, count)
	for _, e := range to {
		at := int32(e.order)
		if all.ends[at].length <= 0 {
			continue
		}
		p := Pair{From: from, To: e, Paths: all.paths(at, MaxPaths), More: all.ends[at].count, rank: int(all.ends[at].rank)}
		if p.More != math.MaxInt {
			p.More -= len(p.Paths)
		}
		for limit := int32(0); limit < all.ends[at].rank && p.Longer == nil; limit++ {
			if w := reach(limit); w.ends[at].length > 0 {
				p.Longer = &w.paths(at, 1)[0]
			}
		}
		out = append(out, p)
	}
	for _, w := range walks {
		if w != nil {
			g.walks.Put(w)
		}
	}
	return out
}

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
	Ties     []Tie // as seen from From, the most current first

	from, to int // their numbers in the graph
	rank     int // of the most current tie, by status
}

// A Path leads from where data comes from to who gets it. That it can be walked is an inference from its hops.
type Path struct{ Hops []*Hop }

// A Pair is two ends of access with the shortest paths between them.
type Pair struct {
	From, To *Entry
	Paths    []Path // of the least length, whatever their status: at most MaxPaths, the most current first
	More     int    // how many other paths are as short; math.MaxInt stands for that many or more
	Longer   *Path  // a longer path, the shortest of a better status than the best of Paths; nil where there is none
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
	return [leastCurrent + 1]string{"current", "disputed", "unknown", "planned", "ended"}[rank]
}

// rankOf is the rank of a status. A relation without one is unknown.
func rankOf(status string) int {
	for rank := range leastCurrent + 1 {
		if statusOf(rank) == status {
			return rank
		}
	}
	return rankOf("unknown")
}

// Status is that of the hop's most current relation.
func (h *Hop) Status() string { return statusOf(h.rank) }

// interval is when data moved along the hop, by those of its relations that have its status: from the first of their
// starts to the last of their ends. An end that one of them leaves open is no date.
func (h *Hop) interval() (since, until Date) {
	for i := range h.Ties {
		r := h.Ties[i].Relation
		switch {
		case rankOf(r.Status) != h.rank:
			continue
		case i == 0:
			since, until = r.Since, r.Until
			continue
		}
		if r.Since.IsZero() || !since.IsZero() && Compare(r.Since, since) < 0 {
			since = r.Since
		}
		if r.Until.IsZero() || !until.IsZero() && Compare(r.Until, until) > 0 {
			until = r.Until
		}
	}
	return since, until
}

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
		from, to := h.interval()
		if Compare(from, since) > 0 {
			since = from
		}
		if !to.IsZero() && (until.IsZero() || Compare(to, until) < 0) {
			until = to
		}
	}
	return since, until, Before(until, since)
}

// Status is that of the most current of the shortest paths.
func (p *Pair) Status() string { return p.Paths[0].Status() }

// Rank is the place of the pair's status among all, 0 for the most current.
func (p *Pair) Rank() int { return p.Paths[0].rank() }

// Last is when the last of the shortest paths ended, where all have; no date where that is not known.
func (p *Pair) Last() Date {
	var last Date
	for i := range p.Paths {
		if _, until, _ := p.Paths[i].Interval(); p.Paths[i].Status() == "ended" && Compare(until, last) > 0 {
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
	found := make([][]*Pair, len(a.From))
	Each(len(a.From), func(i int) { found[i] = g.pairs(a.From[i], a.To) })
	for i, e := range a.From {
		a.from[e] = found[i]
		for _, p := range found[i] {
			a.to[p.To] = append(a.to[p.To], p)
		}
	}
	return a
}

// A graph is the flow relations of a dossier. Entries are numbered by title.
type graph struct {
	entries []*Entry
	number  map[*Entry]int
	hops    []*Hop
	out, in [][]*Hop  // by entry, in the order of titles
	walks   sync.Pool // of *walk, whose memory is used again
}

func newGraph(d *Dossier) *graph {
	g := &graph{entries: slices.Clone(d.Entries), number: make(map[*Entry]int, len(d.Entries))}
	slices.SortStableFunc(g.entries, byTitle)
	for i, e := range g.entries {
		g.number[e] = i
	}
	known := map[[2]*Entry]*Hop{}
	for _, e := range g.entries {
		for i := range e.Ties {
			t := &e.Ties[i]
			if !t.FlowsOut() {
				continue
			}
			ends := [2]*Entry{e, t.Other}
			if known[ends] == nil {
				known[ends] = &Hop{From: e, To: t.Other}
				g.hops = append(g.hops, known[ends])
			}
			known[ends].Ties = append(known[ends].Ties, *t)
		}
	}
	slices.SortStableFunc(g.hops, func(a, b *Hop) int {
		return cmp.Or(cmp.Compare(g.number[a.From], g.number[b.From]), cmp.Compare(g.number[a.To], g.number[b.To]))
	})
	g.out, g.in = make([][]*Hop, len(g.entries)), make([][]*Hop, len(g.entries))
	for _, h := range g.hops {
		slices.SortStableFunc(h.Ties, func(a, b Tie) int {
			return cmp.Compare(rankOf(a.Relation.Status), rankOf(b.Relation.Status))
		})
		h.rank = rankOf(h.Ties[0].Relation.Status)
		h.from, h.to = g.number[h.From], g.number[h.To]
		g.out[h.from], g.in[h.to] = append(g.out[h.from], h), append(g.in[h.to], h)
	}
	return g
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
	start int
	ends  []end  // by entry
	queue []int  // entries in the order in which they were reached
	kept  []*Hop // room for the hops of paths
}

// walk goes breadth-first from an entry along hops that are at least as current as limit.
func (g *graph) walk(start, limit int) *walk {
	w, ok := g.walks.Get().(*walk)
	if !ok {
		w = &walk{graph: g, ends: make([]end, len(g.entries))}
	}
	for i := range w.ends {
		w.ends[i] = end{length: -1}
	}
	w.start, w.ends[start] = start, end{count: 1}
	w.queue = append(w.queue[:0], start)
	for i := 0; i < len(w.queue) && w.ends[w.queue[i]].length < MaxHops; i++ {
		at := w.ends[w.queue[i]]
		for _, h := range g.out[w.queue[i]] {
			if h.rank > limit {
				continue
			}
			to, rank := &w.ends[h.to], max(at.rank, int32(h.rank))
			switch to.length {
			case -1:
				*to = end{at.length + 1, rank, at.count}
				w.queue = append(w.queue, h.to)
			case at.length + 1:
				to.count, to.rank = addUpTo(to.count, at.count), min(to.rank, rank)
			}
		}
	}
	return w
}

// addUpTo adds two numbers that are not negative; what is too large is math.MaxInt.
func addUpTo(a, b int) int {
	if a > math.MaxInt-b {
		return math.MaxInt
	}
	return a + b
}

// paths lists the shortest paths to an entry, the most current first.
func (w *walk) paths(to int) []Path {
	var found []Path
	hops := make([]*Hop, w.ends[to].length)
	for rank := int(w.ends[to].rank); rank <= leastCurrent && len(found) < min(MaxPaths, w.ends[to].count); rank++ {
		w.collect(to, rank, hops, &found)
	}
	return found
}

// collect goes back from an entry and adds the paths of one rank, until there are enough. Every way that it tries leads to
// the start; of those that were added already, for they are more current, there are fewer than MaxPaths.
func (w *walk) collect(at, rank int, hops []*Hop, found *[]Path) {
	if at == w.start {
		if p := (Path{hops}); p.rank() == rank {
			*found = append(*found, Path{w.keep(hops)})
		}
		return
	}
	for _, h := range w.in[at] {
		before := &w.ends[h.from]
		if before.length != w.ends[at].length-1 || h.rank > rank || int(before.rank) > rank {
			continue
		}
		hops[before.length] = h
		if w.collect(h.from, rank, hops, found); len(*found) == MaxPaths {
			return
		}
	}
}

// keep copies the hops of a path. Those of many paths share their memory.
func (w *walk) keep(hops []*Hop) []*Hop {
	if cap(w.kept)-len(w.kept) < len(hops) {
		w.kept = make([]*Hop, 0, 1024)
	}
	from := len(w.kept)
	w.kept = append(w.kept, hops...)
	return w.kept[from:len(w.kept):len(w.kept)]
}

// pairs are those from an entry to each of some others that a path leads to.
func (g *graph) pairs(from *Entry, to []*Entry) []*Pair {
	walks := make([]*walk, leastCurrent+1) // by how current hops must be, as far as needed
	reach := func(limit int) *walk {
		if walks[limit] == nil {
			walks[limit] = g.walk(g.number[from], limit)
		}
		return walks[limit]
	}
	all := reach(leastCurrent)
	var out []*Pair
	for _, e := range to {
		at := g.number[e]
		if all.ends[at].length <= 0 {
			continue
		}
		p := &Pair{From: from, To: e, Paths: all.paths(at), More: all.ends[at].count}
		if p.More != math.MaxInt {
			p.More -= len(p.Paths)
		}
		for limit := 0; limit < int(all.ends[at].rank) && p.Longer == nil; limit++ {
			if w := reach(limit); w.ends[at].length > 0 {
				p.Longer = &w.paths(at)[0]
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

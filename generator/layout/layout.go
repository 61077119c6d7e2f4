// Package layout places the boxes, labels and edges of a directed graph in layers from left to right, so that no two boxes
// or labels overlap, no edge runs across one, and few edges cross. It is pure geometry, in whole numbers, and the same
// graph always gives the same drawing.
//
// The method is that of Sugiyama, Tagawa and Toda (1981) as Gansner, Koutsofios, North and Vo refined it for dot (1993):
// turn the edges that close cycles, assign layers, put a dummy vertex into every layer that an edge passes (one with a size
// where its label stands), order the layers by barycentres and transposition, and give coordinates, here by the method of
// Brandes and Köpf (2001). Layers of boxes and layers of labels alternate.
//
// So that a small edit of the graph moves little, leaves (nodes with one neighbour) take no part in ordering: the layers
// are ordered without them, then each leaf is put where its edge crosses the fewest others, and nodes without edges last. A leaf more at a node that is
// none leaves the order of all other nodes as it was, unless it needs a layer of its own.
package layout

import "slices"

// A Pin holds a node at an end of the drawing.
type Pin uint8

// The pins. A node with edges on the wrong side of its pin is free.
const (
	Free  Pin = iota
	First     // in the layer at the left
	Last      // in the layer at the right
)

// A Node is a box. Sizes are in the caller's units and never negative.
type Node struct {
	Width, Height int
	Pin           Pin
}

// An Edge leads from one node to another, by their indexes, and may have a label. Edges that lead nowhere or to their own
// start are left out.
type Edge struct {
	From, To      int
	Width, Height int // of the label; 0 for none
}

// A Graph is what is to be drawn. The order of its nodes is the order in which they stand in a layer where nothing else
// decides.
type Graph struct {
	Nodes    []Node
	Edges    []Edge
	NodeGap  int // between boxes that stand one above the other
	LabelGap int // between a label or an edge and what stands above or below it
	LayerGap int // between layers at the least; steep edges make it wider
}

// A Point has its origin at the top left.
type Point struct{ X, Y int }

// A Route is how an edge runs from the side of one box to the side of another, through its stops. Between two stops of
// the same height it is straight. Else it is a cubic Bézier curve whose control points stand half-way between the two, each
// at the height of its own end, so that it leaves and enters level. There are no stops for an edge that was left out.
type Route struct {
	Stops []Point // from the edge's start to its end
	Label Point   // top left corner
	Back  bool    // it closes a cycle and runs from right to left
}

// A Drawing is a finished layout. All of it lies between 0, 0 and its size.
type Drawing struct {
	Width, Height int
	Nodes         []Point // top left corners
	Edges         []Route
}

// most is how many vertices, boxes and dummies together, a drawing may have; nobody can read a larger one.
const most = 50_000

// A Layout draws graphs, one after the other, and reuses its memory. Its zero value is ready.
type Layout struct{ memory }

// Lay draws a graph. It returns nil for one that is too large to draw. The next drawing takes the memory of this one. The
// time is linear in boxes, edges and layers that edges pass, save for logarithms and what ordering dense graphs takes.
func (a *Layout) Lay(g *Graph) *Drawing {
	a.used, a.flagsUsed = 0, 0
	l := &layered{Graph: g, memory: &a.memory}
	l.connect()
	l.turnCycles()
	l.assignLayers()
	if !l.expand() {
		return nil
	}
	l.order()
	l.addLeaves()
	l.place()
	return l.draw()
}

// A layered is a graph being laid out. Vertices are numbered: first the nodes, then the dummies edge by edge, each edge's
// from left to right.
type layered struct {
	*Graph
	*memory
	from, to []int  // ends of the edges from left to right; from is -1 for an edge that is left out
	back     []bool // the edge was turned
	leaf     []bool // of nodes
	sorted   []int  // nodes in topological order
	in, out  lists  // edges of the nodes
	rank     []int  // layers of the nodes, from 0

	layer    []int // of the vertices: twice the rank for nodes
	height   []int
	width    []int
	chain    []int     // first dummy of each edge
	label    []int     // the dummy that holds an edge's label
	segments []segment // between neighbouring layers
	rows     [][]int   // vertices of each layer from top to bottom
	pos      []int     // of a vertex in its row
	y        []int     // middle of each vertex
}

// A segment is a piece of an edge between vertices of neighbouring layers.
type segment struct{ left, right int }

// Lists are lists of numbers in one piece of memory: that of i is all[start[i]:start[i+1]].
type lists struct{ start, all []int }

func (l *lists) of(i int) []int { return l.all[l.start[i]:l.start[i+1]] }

// A memory hands out lists of numbers, all zero, and of flags, all false. When it is full it goes on in a larger piece. The
// rest of it is what the drawing before leaves to be filled anew.
type memory struct {
	piece     []int
	used      int
	flags     []bool
	flagsUsed int
	pieces    []segment
	layers    [][]int
	ordering  ordering
	hanger    hanger
	drawing   Drawing
	stops     []Point
}

func (m *memory) ints(n int) []int {
	if m.used+n > len(m.piece) {
		m.piece, m.used = make([]int, max(2*len(m.piece), n, 4096)), 0
	}
	out := m.piece[m.used : m.used+n : m.used+n]
	m.used += n
	clear(out)
	return out
}

// bools is like ints for flags.
func (m *memory) bools(n int) []bool {
	if m.flagsUsed+n > len(m.flags) {
		m.flags, m.flagsUsed = make([]bool, max(2*len(m.flags), n, 1024)), 0
	}
	out := m.flags[m.flagsUsed : m.flagsUsed+n : m.flagsUsed+n]
	m.flagsUsed += n
	clear(out)
	return out
}

// resized is a list of n things in the memory of another, for its caller to fill.
func resized[T any](old []T, n int) []T { return slices.Grow(old[:0], n)[:n] }

// emptied is n lists in the memory of others, all empty.
func emptied[T any](old [][]T, n int) [][]T {
	lists := resized(old, n)
	for i := range lists {
		lists[i] = lists[i][:0]
	}
	return lists
}

// gather makes the lists of n things: each call of pair(i) says to which list the i-th of count numbers belongs, or -1.
func (m *memory) gather(n, count int, pair func(i int) (list, value int)) lists {
	l := lists{start: m.ints(n + 2)}
	for i := range count {
		if list, _ := pair(i); list >= 0 {
			l.start[list+2]++
		}
	}
	for i := range n {
		l.start[i+2] += l.start[i+1]
	}
	l.all = m.ints(l.start[n+1])
	for i := range count {
		if list, value := pair(i); list >= 0 {
			l.all[l.start[list+1]] = value
			l.start[list+1]++
		}
	}
	l.start = l.start[:n+1]
	return l
}

// connect drops edges that lead nowhere and finds the leaves. Of two nodes that have only each other the second is a leaf. A
// node without edges counts as one too.
func (l *layered) connect() {
	n := len(l.Nodes)
	l.from, l.to = l.ints(len(l.Edges)), l.ints(len(l.Edges))
	l.back, l.leaf = l.bools(len(l.Edges)), l.bools(n)
	only := l.ints(n) // the one neighbour, -1 for none, -2 for several
	for i := range only {
		only[i] = -1
	}
	meet := func(a, b int) {
		if only[a] == -1 {
			only[a] = b
		} else if only[a] != b {
			only[a] = -2
		}
	}
	for i, e := range l.Edges {
		l.from[i], l.to[i] = e.From, e.To
		if e.From == e.To || min(e.From, e.To) < 0 || max(e.From, e.To) >= n {
			l.from[i], l.to[i] = -1, -1
			continue
		}
		meet(e.From, e.To)
		meet(e.To, e.From)
	}
	for i, other := range only {
		l.leaf[i] = other == -1 || other >= 0 && (only[other] != i || other < i)
	}
	l.edgeLists()
}

// edgeLists lists the edges that arrive at and leave each node.
func (l *layered) edgeLists() {
	l.in = l.gather(len(l.Nodes), len(l.Edges), func(i int) (int, int) { return l.to[i], i })
	l.out = l.gather(len(l.Nodes), len(l.Edges), func(i int) (int, int) { return l.from[i], i })
}

// turnCycles turns every edge that a depth-first search finds to lead back to where it came from. The search begins at
// nodes that nothing leads to. What remains has no cycle; its nodes are sorted so that edges lead onward.
func (l *layered) turnCycles() {
	n := len(l.Nodes)
	state := l.ints(n) // 0 not met, 1 on the way, 2 done
	next := l.ints(n)
	finished := l.ints(n)[:0]
	way := l.ints(n)[:0]
	search := func(start int) {
		if state[start] != 0 {
			return
		}
		state[start] = 1
		way = append(way[:0], start)
		for len(way) > 0 {
			v := way[len(way)-1]
			if edges := l.out.of(v); next[v] < len(edges) {
				e := edges[next[v]]
				next[v]++
				switch w := l.to[e]; state[w] {
				case 0:
					state[w] = 1
					way = append(way, w)
				case 1:
					l.back[e] = true
				}
				continue
			}
			state[v] = 2
			finished = append(finished, v)
			way = way[:len(way)-1]
		}
	}
	for v := range n {
		if len(l.in.of(v)) == 0 {
			search(v)
		}
	}
	for v := range n {
		search(v)
	}
	turned := false
	for e, back := range l.back {
		if back {
			l.from[e], l.to[e] = l.to[e], l.from[e]
			turned = true
		}
	}
	if turned {
		l.edgeLists()
	}
	l.sorted = l.ints(n)
	for i, v := range finished {
		l.sorted[n-1-i] = v
	}
}

// assignLayers puts each node right of all that lead to it, as far left as that allows, pinned ones to the ends, and then
// moves free nodes to where their edges are short. Leaves stand beside their neighbour.
func (l *layered) assignLayers() {
	l.rank = l.ints(len(l.Nodes))
	last := 0
	for _, v := range l.sorted {
		l.rank[v] = l.earliest(v)
		last = max(last, l.rank[v])
	}
	for _, v := range l.sorted {
		if l.pin(v) == Last {
			l.rank[v] = last
		}
	}
	for range 2 {
		for i := len(l.sorted) - 1; i >= 0; i-- {
			l.shorten(l.sorted[i], last)
		}
		for _, v := range l.sorted {
			l.shorten(v, last)
		}
	}
	for _, v := range l.sorted {
		if l.leaf[v] {
			l.shorten(v, last)
		}
	}
	l.closeRanks(last)
}

// pin is the pin of a node whose edges agree with it.
func (l *layered) pin(v int) Pin {
	switch p := l.Nodes[v].Pin; {
	case p == First && len(l.in.of(v)) == 0, p == Last && len(l.out.of(v)) == 0:
		return p
	}
	return Free
}

// earliest is the leftmost layer of a node.
func (l *layered) earliest(v int) int {
	rank := 0
	for _, e := range l.in.of(v) {
		rank = max(rank, l.rank[l.from[e]]+1)
	}
	return rank
}

// shorten moves a free node to the end of its range where most of its edges lead. Edges of leaves do not count, since free
// leaves follow.
func (l *layered) shorten(v, last int) {
	if l.pin(v) != Free {
		return
	}
	lo, hi, balance := 0, last, 0
	for _, e := range l.in.of(v) {
		w := l.from[e]
		if l.leaf[w] && !l.leaf[v] {
			lo = max(lo, 1)
			continue
		}
		lo = max(lo, l.rank[w]+1)
		balance--
	}
	for _, e := range l.out.of(v) {
		w := l.to[e]
		if l.leaf[w] && !l.leaf[v] {
			hi = min(hi, last-1)
			continue
		}
		hi = min(hi, l.rank[w]-1)
		balance++
	}
	switch {
	case balance > 0:
		l.rank[v] = hi
	case balance < 0:
		l.rank[v] = lo
	}
}

// closeRanks takes empty layers out.
func (l *layered) closeRanks(last int) {
	used := l.ints(last + 1)
	for _, rank := range l.rank {
		used[rank] = 1
	}
	sum := 0
	for i, u := range used {
		used[i] = sum
		sum += u
	}
	for v, rank := range l.rank {
		l.rank[v] = used[rank]
	}
}

// expand makes the vertices and segments. It reports false when there are too many.
func (l *layered) expand() bool {
	n := len(l.Nodes)
	total, last := n, 0
	l.chain, l.label = l.ints(len(l.Edges)), l.ints(len(l.Edges))
	for e, from := range l.from {
		l.chain[e] = total
		if from >= 0 {
			total += 2*(l.rank[l.to[e]]-l.rank[from]) - 1
		}
		if total > most {
			return false
		}
	}
	l.layer, l.height, l.width, l.pos = l.ints(total), l.ints(total), l.ints(total), l.ints(total)
	for v, node := range l.Nodes {
		l.layer[v], l.width[v], l.height[v] = 2*l.rank[v], max(node.Width, 0), even(node.Height)
		last = max(last, l.layer[v])
	}
	l.segments = slices.Grow(l.pieces[:0], total-n+len(l.Edges))
	load := l.ints(last + 1) // heights of labels in a layer
	for e, from := range l.from {
		if from < 0 {
			continue
		}
		before, dummy := from, l.chain[e]
		for layer := l.layer[from] + 1; layer < l.layer[l.to[e]]; layer++ {
			l.layer[dummy] = layer
			l.segments = append(l.segments, segment{before, dummy})
			before, dummy = dummy, dummy+1
		}
		l.segments = append(l.segments, segment{before, l.to[e]})
		l.placeLabel(e, load)
	}
	l.pieces = l.segments
	l.makeRows(last + 1)
	return true
}

// makeRows makes room for the vertices of each of n layers.
func (l *layered) makeRows(n int) {
	count := l.ints(n)
	for _, layer := range l.layer {
		count[layer]++
	}
	l.rows = resized(l.layers, n)
	for i := range l.rows {
		l.rows[i] = l.ints(count[i])[:0]
	}
	l.layers = l.rows
}

// even rounds a height up, so that its half is whole.
func even(n int) int { return max(n, 0) + max(n, 0)&1 }

// placeLabel chooses the dummy for an edge's label: of those between boxes the one whose layer has the fewest labels yet,
// near the middle.
func (l *layered) placeLabel(e int, load []int) {
	first, last := l.chain[e], l.chain[e]+2*(l.rank[l.to[e]]-l.rank[l.from[e]])-2
	middle, best := (first+last)/2, first
	for v := first; v <= last; v += 2 {
		more := load[l.layer[v]] - load[l.layer[best]]
		if more < 0 || more == 0 && abs(v-middle) < abs(best-middle) {
			best = v
		}
	}
	l.label[e] = best
	l.width[best], l.height[best] = max(l.Edges[e].Width, 0), even(l.Edges[e].Height)
	load[l.layer[best]] += l.height[best]
}

func abs(n int) int { return max(n, -n) }

// isDummy reports whether a vertex belongs to an edge.
func (l *layered) isDummy(v int) bool { return v >= len(l.Nodes) }

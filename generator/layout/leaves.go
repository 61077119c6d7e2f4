package layout

import (
	"cmp"
	"math"
	"slices"
)

// A hanging is a vertex of a leaf or of its edge, to be put into a row that is ordered already.
type hanging struct {
	vertex, before int // before is the next vertex on the way to the leaf's neighbour
	slot           int // it stands above the vertex of the row that has this number
	order          int // of before among the vertices of its layer that were there or came from the same side
}

// addLeaves puts the leaves and their edges into the rows. Where each stands depends on the order without leaves, and among
// leaves of one place on their own order, so that a leaf more changes nothing else.
func (l *layered) addLeaves() {
	h := &l.hanger
	*h = hanger{layered: l, right: emptied(h.right, len(l.rows)), left: emptied(h.left, len(l.rows)), inner: emptied(h.inner, len(l.rows)),
		order: l.ints(len(l.layer)), placed: l.bools(len(l.Nodes)), way: h.way[:0], costs: h.costs, line: h.line}
	h.countInner()
	for e, from := range l.from {
		switch {
		case from < 0:
		case l.leaf[l.to[e]]:
			h.hang(e, from, l.to[e])
		case l.leaf[from]:
			h.hang(e, l.to[e], from)
		}
	}
	for i := range l.rows {
		h.sort(i, h.right[i])
	}
	for i := len(l.rows) - 1; i >= 0; i-- {
		h.sort(i, h.left[i])
	}
	for i := range l.rows {
		l.rows[i] = h.merge(l.rows[i], h.right[i], h.left[i])
	}
	for v, leaf := range l.leaf {
		if leaf && !h.placed[v] {
			l.rows[l.layer[v]] = append(l.rows[l.layer[v]], v)
		}
	}
	l.number()
}

// A hanger finds the places of what hangs.
type hanger struct {
	*layered
	right, left [][]hanging // what hangs in each layer from the left, and from the right
	inner       [][]segment // by layer of the left end: positions of the segments between vertices that are ordered
	order       []int       // of the vertices of the layer that was sorted last
	placed      []bool      // of leaves
	way         []int       // slots of the leaf that was placed last,
	from, to    int         // where it hangs, and its layer
	costs       [][]int     // crossings on the best way to each slot, layer by layer
	line        []int
}

// countInner lists the segments that were ordered.
func (h *hanger) countInner() {
	ordered := h.bools(len(h.layer))
	for _, row := range h.rows {
		for _, v := range row {
			ordered[v] = true
		}
	}
	for _, s := range h.segments {
		if ordered[s.left] && ordered[s.right] {
			layer := h.layer[s.left]
			h.inner[layer] = append(h.inner[layer], segment{h.pos[s.left], h.pos[s.right]})
		}
	}
}

// hang puts a leaf and its edge, which begins at a vertex that was ordered, into the lists of their layers.
func (h *hanger) hang(e, from, leaf int) {
	if len(h.way) == 0 || h.from != from || h.to != h.layer[leaf] {
		h.findWay(from, h.layer[leaf])
	}
	lists, dummy, step := h.right, h.chain[e], 1
	if h.layer[leaf] < h.layer[from] {
		lists, dummy, step = h.left, h.chainEnd(e)-1, -1
	}
	before := from
	for i, slot := range h.way {
		v := dummy + i*step
		if i == len(h.way)-1 {
			if v = leaf; h.placed[leaf] {
				break // by another edge to the same neighbour
			}
			h.placed[leaf] = true
		}
		lists[h.layer[v]] = append(lists[h.layer[v]], hanging{vertex: v, before: before, slot: slot})
		before = v
	}
}

// findWay finds the slots through which an edge from a vertex to a leaf in another layer crosses the fewest others: the
// cheapest way over all slots. Of several equal slots it takes the one in their middle.
func (h *hanger) findWay(from, to int) {
	h.way, h.from, h.to = h.way[:0], from, to
	first, step := h.layer[from], 1
	if to < first {
		step = -1
	}
	h.costs = h.costs[:0]
	for layer := first; layer != to; layer += step {
		cost := h.ints(len(h.rows[layer+step]) + 1)
		if layer == first {
			h.cross(cost, layer, step, h.pos[from], h.pos[from]+1)
		} else {
			h.spread(cost, layer, step)
		}
		h.costs = append(h.costs, cost)
	}
	after := 0
	for i := len(h.costs) - 1; i >= 0; i-- {
		cost := h.costs[i]
		if layer := first + (i+1)*step; layer != to && !h.isWide(layer, step) {
			for slot := range cost {
				h.line = slices.Grow(h.line[:0], len(h.costs[i+1]))[:len(h.costs[i+1])]
				h.cross(h.line, layer, step, slot, slot)
				cost[slot] += h.line[after]
			}
		}
		after = middleOfLeast(cost)
		h.way = append(h.way, after)
	}
	slices.Reverse(h.way)
}

// isWide reports whether there are too many slots in a layer to try them all.
func (h *hanger) isWide(layer, step int) bool {
	return len(h.rows[layer])*(len(h.rows[layer+step])+len(h.inner[min(layer, layer+step)])) > 100_000
}

// spread fills in what the best way to each slot of the next layer costs, from what it costs to the slots of a layer. Where
// there are too many it goes on from the cheapest alone.
func (h *hanger) spread(cost []int, layer, step int) {
	before := h.costs[len(h.costs)-1]
	if h.isWide(layer, step) {
		slot := middleOfLeast(before)
		h.cross(cost, layer, step, slot, slot)
		return
	}
	for i := range cost {
		cost[i] = math.MaxInt
	}
	h.line = slices.Grow(h.line[:0], len(cost))[:len(cost)]
	for slot, spent := range before {
		h.cross(h.line, layer, step, slot, slot)
		for i, more := range h.line {
			cost[i] = min(cost[i], spent+more)
		}
	}
}

// cross counts for each slot of the next layer how many segments a line to it crosses. Of the layer that it comes from the
// vertices before above are above the line, those from below on are below it.
func (h *hanger) cross(cost []int, layer, step, above, below int) {
	clear(cost)
	for _, s := range h.inner[min(layer, layer+step)] {
		near, far := s.left, s.right
		if step < 0 {
			near, far = far, near
		}
		if near < above {
			cost[0]++
			cost[far+1]--
		} else if near >= below {
			cost[far+1]++
		}
	}
	for i := 1; i < len(cost); i++ {
		cost[i] += cost[i-1]
	}
}

// middleOfLeast returns the middle one of the places where the least number stands.
func middleOfLeast(list []int) int {
	least, count := slices.Min(list), 0
	for _, n := range list {
		if n == least {
			count++
		}
	}
	for i, n := range list {
		if n == least {
			if count -= 2; count <= 0 {
				return i
			}
		}
	}
	return 0
}

// sort sorts what hangs in a layer, once that is done for the layer before it.
func (h *hanger) sort(layer int, list []hanging) {
	for i := range list {
		list[i].order = h.order[list[i].before]
	}
	slices.SortFunc(list, func(a, b hanging) int { return cmp.Or(a.slot-b.slot, a.order-b.order, a.vertex-b.vertex) })
	order, next := 0, 0
	for i := 0; i <= len(h.rows[layer]); i++ {
		for ; next < len(list) && list[next].slot == i; next++ {
			h.order[list[next].vertex] = order
			order++
		}
		if i < len(h.rows[layer]) {
			h.order[h.rows[layer][i]] = order
			order++
		}
	}
}

// merge puts what hangs into a row.
func (h *hanger) merge(row []int, right, left []hanging) []int {
	if len(right)+len(left) == 0 {
		return row
	}
	out := h.ints(len(row) + len(right) + len(left))[:0]
	for i := 0; i <= len(row); i++ {
		for ; len(right) > 0 && right[0].slot == i; right = right[1:] {
			out = append(out, right[0].vertex)
		}
		for ; len(left) > 0 && left[0].slot == i; left = left[1:] {
			out = append(out, left[0].vertex)
		}
		if i < len(row) {
			out = append(out, row[i])
		}
	}
	return out
}

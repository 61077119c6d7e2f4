package layout

import (
	"cmp"
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
	right, left := l.hangings()
	near := gather(len(l.layer), len(l.segments), func(i int) (int, int) { return l.segments[i].right, l.segments[i].left })
	far := gather(len(l.layer), len(l.segments), func(i int) (int, int) { return l.segments[i].left, l.segments[i].right })
	inRow := make([]bool, len(l.layer))
	for _, row := range l.rows {
		for _, v := range row {
			inRow[v] = true
		}
	}
	h := &hanger{layered: l, inRow: inRow, slot: make([]int, len(l.layer)), order: make([]int, len(l.layer))}
	h.neighbours = near
	for i := range l.rows {
		h.hang(i, i-1, right[i])
	}
	h.neighbours = far
	for i := len(l.rows) - 1; i >= 0; i-- {
		h.hang(i, i+1, left[i])
	}
	for i := range l.rows {
		l.rows[i] = merge(l.rows[i], right[i], left[i])
	}
	l.number()
}

// hangings lists the vertices of leaves and of their edges by layer: those right of the leaf's neighbour, those left of it.
func (l *layered) hangings() (right, left [][]hanging) {
	right, left = make([][]hanging, len(l.rows)), make([][]hanging, len(l.rows))
	done := make([]bool, len(l.Nodes))
	for e, from := range l.from {
		if from < 0 {
			continue
		}
		to := l.to[e]
		switch {
		case l.leaf[to]:
			before := from
			for v := l.chain[e]; v < l.chainEnd(e); v++ {
				right[l.layer[v]] = append(right[l.layer[v]], hanging{vertex: v, before: before})
				before = v
			}
			if !done[to] {
				right[l.layer[to]] = append(right[l.layer[to]], hanging{vertex: to, before: before})
			}
			done[to] = true
		case l.leaf[from]:
			before := to
			for v := l.chainEnd(e) - 1; v >= l.chain[e]; v-- {
				left[l.layer[v]] = append(left[l.layer[v]], hanging{vertex: v, before: before})
				before = v
			}
			if !done[from] {
				left[l.layer[from]] = append(left[l.layer[from]], hanging{vertex: from, before: before})
			}
			done[from] = true
		}
	}
	return right, left
}

// A hanger finds the places of what hangs, layer by layer away from where it hangs.
type hanger struct {
	*layered
	neighbours lists  // of a vertex, in the layer that was done before
	inRow      []bool // the vertex was ordered
	slot       []int  // of vertices that hang
	order      []int  // of vertices in the layer that was done last
}

// hang finds the places of what hangs in a layer, coming from the layer before it, and sorts it.
func (h *hanger) hang(layer, before int, list []hanging) {
	for i := range list {
		list[i].order = h.order[list[i].before]
	}
	slices.SortFunc(list, func(a, b hanging) int { return cmp.Or(a.order-b.order, a.vertex-b.vertex) })
	for i := range list {
		if i > 0 && list[i].before == list[i-1].before {
			list[i].slot = list[i-1].slot
		} else {
			list[i].slot = h.bestSlot(layer, before, list[i].before)
		}
		h.slot[list[i].vertex] = list[i].slot
	}
	slices.SortStableFunc(list, func(a, b hanging) int { return a.slot - b.slot })
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

// bestSlot finds where in a row a segment from a vertex of the row before it crosses the fewest others; of several such
// places the one in their middle.
func (h *hanger) bestSlot(layer, before, from int) int {
	above, below := h.slot[from], h.slot[from] // vertices of the row before that stand above and not below from
	if h.inRow[from] {
		above, below = h.pos[from], h.pos[from]+1
	}
	row := h.rows[layer]
	crossed, fewest := 0, 0 // compared with the place above all
	var best []int
	best = append(best, 0)
	for i, v := range row {
		for _, w := range h.neighbours.of(v) {
			if !h.inRow[w] {
				continue
			}
			if p := h.pos[w]; p < above {
				crossed--
			} else if p >= below {
				crossed++
			}
		}
		if crossed < fewest {
			fewest, best = crossed, best[:0]
		}
		if crossed == fewest {
			best = append(best, i+1)
		}
	}
	return best[len(best)/2]
}

// merge puts what hangs into a row.
func merge(row []int, right, left []hanging) []int {
	if len(right)+len(left) == 0 {
		return row
	}
	out := make([]int, 0, len(row)+len(right)+len(left))
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

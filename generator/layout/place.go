package layout

import (
	"math"
	"slices"
)

// place gives every vertex its height in the drawing by the method of Brandes and Köpf (2001): four times, beginning from
// the left or the right and from above or below, vertices are lined up with the medians of their neighbours into blocks,
// long edges first of all; blocks are packed; the mean of the two middle results counts.
func (l *layered) place() {
	n := len(l.layer)
	p := &placing{layered: l, root: l.ints(n), next: l.ints(n), done: l.bools(n)}
	p.findNext()
	p.sides[0] = p.byPosition(false)
	p.sides[1] = p.byPosition(true)
	p.markConflicts()
	var all [4][]int
	for i := range all {
		all[i] = l.ints(n)
		p.fromRight, p.fromBelow = i&1 == 1, i&2 == 2
		p.align()
		p.pack(all[i])
	}
	l.y = l.balance(all)
	l.separate()
}

// A placing holds one of the four alignments.
type placing struct {
	*layered
	sides                [2]neighbours
	conflict             []bool // of segments
	fromRight, fromBelow bool
	above, below         []int // of a vertex in its row; -1 where there is none
	apart                []int // how far a vertex must be from the one above it
	root                 []int // the vertex that stands for a block
	next                 []int // the next vertex of a block, in a ring
	done                 []bool
}

// Neighbours are those of each vertex in the layer before it or behind it, by position, and the segments to them.
type neighbours struct {
	segments lists
	right    bool // they are in the layer behind
}

// findNext finds what stands above and below each vertex.
func (p *placing) findNext() {
	n := len(p.layer)
	p.above, p.below, p.apart = p.ints(n), p.ints(n), p.ints(n)
	for _, row := range p.rows {
		before := -1
		for _, v := range row {
			p.above[v], p.below[v] = before, -1
			if before >= 0 {
				p.below[before], p.apart[v] = v, p.gap(before, v)
			}
			before = v
		}
	}
}

// byPosition lists the segments of each vertex to one side.
func (p *placing) byPosition(right bool) neighbours {
	n := neighbours{right: right}
	n.segments = p.gather(len(p.layer), len(p.segments), func(i int) (int, int) {
		if right {
			return p.segments[i].left, i
		}
		return p.segments[i].right, i
	})
	for v := range p.layer {
		if list := n.segments.of(v); len(list) > 1 {
			slices.SortFunc(list, func(a, b int) int { return p.pos[n.end(p.segments[a])] - p.pos[n.end(p.segments[b])] })
		}
	}
	return n
}

// end is the neighbour that a segment leads to.
func (n *neighbours) end(s segment) int {
	if n.right {
		return s.right
	}
	return s.left
}

// isInner reports whether a segment is a piece of an edge between two of its dummies.
func (p *placing) isInner(s segment) bool { return p.isDummy(s.left) && p.isDummy(s.right) }

// markConflicts marks the segments that cross an inner one, which goes before.
func (p *placing) markConflicts() {
	p.conflict = p.bools(len(p.segments))
	for i := 1; i < len(p.rows); i++ {
		low, done := 0, 0
		for k, v := range p.rows[i] {
			high := len(p.rows[i-1])
			list := p.sides[0].segments.of(v)
			if len(list) == 1 && p.isInner(p.segments[list[0]]) {
				high = p.pos[p.segments[list[0]].left]
			} else if k < len(p.rows[i])-1 {
				continue
			}
			for ; done <= k; done++ {
				for _, s := range p.sides[0].segments.of(p.rows[i][done]) {
					at := p.pos[p.segments[s].left]
					if (at < low || at > high) && !p.isInner(p.segments[s]) {
						p.conflict[s] = true
					}
				}
			}
			low = high
		}
	}
}

// align lines vertices up into blocks.
func (p *placing) align() {
	for v := range p.root {
		p.root[v], p.next[v] = v, v
	}
	side := &p.sides[0]
	if p.fromRight {
		side = &p.sides[1]
	}
	for i := range p.rows {
		row := p.rows[i]
		if p.fromRight {
			row = p.rows[len(p.rows)-1-i]
		}
		reached := -1
		if p.fromBelow {
			reached = math.MaxInt
		}
		for k := range row {
			v := row[k]
			if p.fromBelow {
				v = row[len(row)-1-k]
			}
			list := side.segments.of(v)
			if len(list) == 0 {
				continue
			}
			medians := [2]int{(len(list) - 1) / 2, len(list) / 2}
			if p.fromBelow {
				medians[0], medians[1] = medians[1], medians[0]
			}
			for _, m := range medians {
				w := side.end(p.segments[list[m]])
				at := p.pos[w]
				if p.next[v] != v || p.conflict[list[m]] || !p.fromBelow && at <= reached || p.fromBelow && at >= reached {
					continue
				}
				p.next[w] = v
				p.root[v] = p.root[w]
				p.next[v] = p.root[v]
				reached = at
			}
		}
	}
}

// gap is how far apart the middles of two neighbours in a row must be.
func (l *layered) gap(a, b int) int {
	gap := l.NodeGap
	if l.isDummy(a) || l.isDummy(b) {
		gap = l.LabelGap
	}
	return (l.height[a]+l.height[b])/2 + gap
}

// pack gives each block the highest place, then moves it down as far as the blocks below it let it. From below it is the
// other way round.
func (p *placing) pack(y []int) {
	clear(p.done)
	for _, row := range p.rows {
		for _, v := range row {
			p.packBlock(p.root[v], y)
		}
	}
	clear(p.done)
	for _, row := range p.rows {
		for _, v := range row {
			p.relaxBlock(p.root[v], y)
		}
	}
	for v, root := range p.root {
		y[v] = y[root]
	}
	if p.fromBelow {
		for v := range y {
			y[v] = -y[v]
		}
	}
}

// packBlock places a block after the blocks before it.
func (p *placing) packBlock(root int, y []int) {
	if p.done[root] {
		return
	}
	p.done[root] = true
	at := 0
	for v := root; ; {
		if before, gap := p.beside(v, !p.fromBelow); before >= 0 {
			p.packBlock(p.root[before], y)
			at = max(at, y[p.root[before]]+gap)
		}
		if v = p.next[v]; v == root {
			break
		}
	}
	y[root] = at
}

// beside returns the vertex above or below another, or -1, and how far they must be apart.
func (p *placing) beside(v int, above bool) (other, gap int) {
	if above {
		return p.above[v], p.apart[v]
	}
	if other = p.below[v]; other >= 0 {
		gap = p.apart[other]
	}
	return other, gap
}

// relaxBlock moves a block towards the blocks after it.
func (p *placing) relaxBlock(root int, y []int) {
	if p.done[root] {
		return
	}
	p.done[root] = true
	at := math.MaxInt
	for v := root; ; {
		if after, gap := p.beside(v, p.fromBelow); after >= 0 {
			p.relaxBlock(p.root[after], y)
			at = min(at, y[p.root[after]]-gap)
		}
		if v = p.next[v]; v == root {
			break
		}
	}
	if at != math.MaxInt {
		y[root] = max(y[root], at)
	}
}

// balance moves the four results to one another, those from above by their tops and those from below by their bottoms to
// the narrowest, and takes the mean of the two middle ones. That keeps all distances.
func (l *layered) balance(all [4][]int) []int {
	var low, high [4]int
	narrowest := 0
	for i, y := range all {
		if len(y) == 0 {
			return nil
		}
		low[i], high[i] = slices.Min(y), slices.Max(y)
		if high[i]-low[i] < high[narrowest]-low[narrowest] {
			narrowest = i
		}
	}
	var shift [4]int
	for i := range all {
		shift[i] = low[narrowest] - low[i]
		if i&2 == 2 {
			shift[i] = high[narrowest] - high[i]
		}
	}
	out := l.ints(len(all[0]))
	for v := range out {
		a, b, c, d := all[0][v]+shift[0], all[1][v]+shift[1], all[2][v]+shift[2], all[3][v]+shift[3]
		out[v] = (a + b + c + d - min(a, b, c, d) - max(a, b, c, d)) >> 1
	}
	return out
}

// separate pushes apart what the packing left too close.
func (l *layered) separate() {
	for _, row := range l.rows {
		for i := 1; i < len(row); i++ {
			l.y[row[i]] = max(l.y[row[i]], l.y[row[i-1]]+l.gap(row[i-1], row[i]))
		}
	}
}

package layout

import (
	"math"
	"slices"
)

// place gives every vertex its height in the drawing by the method of Brandes and Köpf (2001): four times, beginning from
// the left or the right and from above or below, vertices are lined up with the medians of their neighbours into blocks,
// long edges first of all; blocks are packed; the mean of the two middle results counts.
func (l *layered) place() {
	p := &placing{layered: l}
	p.sides[0] = p.byPosition(func(s segment) (int, int) { return s.right, s.left })
	p.sides[1] = p.byPosition(func(s segment) (int, int) { return s.left, s.right })
	p.markConflicts()
	n := len(l.layer)
	p.root, p.next, p.state = l.ints(n), l.ints(n), make([]uint8, n)
	var all [4][]int
	for i := range all {
		all[i] = l.ints(n)
		p.fromRight, p.fromBelow = i&1 == 1, i&2 == 2
		p.align()
		p.pack(all[i])
	}
	l.y = balance(all)
	l.separate()
}

// A placing holds one of the four alignments.
type placing struct {
	*layered
	sides                [2]neighbours
	conflict             []bool // of segments
	fromRight, fromBelow bool
	root                 []int // the vertex that stands for a block
	next                 []int // the next vertex of a block, in a ring
	state                []uint8
}

// Neighbours are those of each vertex in the layer before it, by position, and the segments to them.
type neighbours struct {
	segments lists
	end      func(s segment) int // the neighbour's end
}

// byPosition lists the segments of each vertex to one side.
func (p *placing) byPosition(ends func(s segment) (vertex, neighbour int)) neighbours {
	n := neighbours{
		segments: p.gather(len(p.layer), len(p.segments), func(i int) (int, int) { v, _ := ends(p.segments[i]); return v, i }),
		end:      func(s segment) int { _, w := ends(s); return w },
	}
	for v := range p.layer {
		if list := n.segments.of(v); len(list) > 1 {
			slices.SortFunc(list, func(a, b int) int { return p.pos[n.end(p.segments[a])] - p.pos[n.end(p.segments[b])] })
		}
	}
	return n
}

// isInner reports whether a segment is a piece of an edge between two of its dummies.
func (p *placing) isInner(s segment) bool { return p.isDummy(s.left) && p.isDummy(s.right) }

// markConflicts marks the segments that cross an inner one, which goes before.
func (p *placing) markConflicts() {
	p.conflict = make([]bool, len(p.segments))
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
	clear(p.state)
	for _, row := range p.rows {
		for _, v := range row {
			p.packBlock(p.root[v], y)
		}
	}
	clear(p.state)
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

// beside returns the vertex before or after another in its row, in the direction of this alignment, or -1.
func (p *placing) beside(v, step int) int {
	if p.fromBelow {
		step = -step
	}
	row, at := p.rows[p.layer[v]], p.pos[v]+step
	if at < 0 || at >= len(row) {
		return -1
	}
	return row[at]
}

// packBlock places a block after the blocks before it.
func (p *placing) packBlock(root int, y []int) {
	if p.state[root] != 0 {
		return
	}
	p.state[root] = 1
	at := 0
	for v := root; ; {
		if before := p.beside(v, -1); before >= 0 {
			p.packBlock(p.root[before], y)
			at = max(at, y[p.root[before]]+p.gap(before, v))
		}
		if v = p.next[v]; v == root {
			break
		}
	}
	y[root] = at
}

// relaxBlock moves a block towards the blocks after it.
func (p *placing) relaxBlock(root int, y []int) {
	if p.state[root] != 0 {
		return
	}
	p.state[root] = 1
	at := math.MaxInt
	for v := root; ; {
		if after := p.beside(v, 1); after >= 0 {
			p.relaxBlock(p.root[after], y)
			at = min(at, y[p.root[after]]-p.gap(v, after))
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
func balance(all [4][]int) []int {
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
	out := make([]int, len(all[0]))
	for v := range out {
		var four [4]int
		for i := range all {
			shift := low[narrowest] - low[i]
			if i&2 == 2 {
				shift = high[narrowest] - high[i]
			}
			four[i] = all[i][v] + shift
		}
		slices.Sort(four[:])
		out[v] = (four[1] + four[2]) >> 1
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

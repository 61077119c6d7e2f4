package layout

import (
	"cmp"
	"math"
	"slices"
)

// Each start of the ordering is followed by so many sweeps; it is given up before when so many in a row bring nothing.
const (
	sweeps  = 40
	patient = 12
)

// An ordering orders the layers of all vertices but leaves and their edges.
type ordering struct {
	*layered
	left, right lists // neighbours of each vertex
	inner       []segment
	tree        []int // for counting crossings
	key         []int // of the vertices that are being sorted
	moving      []int
}

// order orders the layers by the barycentres of the neighbours (Sugiyama and others 1981), from the left and from the right
// by turns, with transpositions after each sweep (Gansner and others 1993), from several first orders. The best order that
// was met is kept.
func (l *layered) order() {
	o := &l.ordering
	*o = ordering{layered: l, inner: o.inner[:0], tree: o.tree, moving: o.moving}
	inner := o.innerSegments()
	o.left = l.gather(len(l.layer), len(inner), func(i int) (int, int) { return inner[i].right, inner[i].left })
	o.right = l.gather(len(l.layer), len(inner), func(i int) (int, int) { return inner[i].left, inner[i].right })
	o.key = l.ints(len(l.layer))
	var best [][]int
	fewest := math.MaxInt
	for start := 0; start < 4 && fewest > 0; start++ {
		o.begin(start%2 == 0, start >= 2)
		if best == nil {
			best = o.clone(l.rows)
		}
		if n := o.crossings(); n < fewest {
			fewest = n
			copyRows(best, l.rows)
		}
		idle := 0
		for sweep := 0; sweep < sweeps && idle < patient && fewest > 0; sweep++ {
			o.sweep((sweep+start)%2 == 0, sweep%4 > 1)
			o.transpose(sweep%4 > 1)
			idle++
			if n := o.crossings(); n < fewest {
				fewest, idle = n, 0
				copyRows(best, l.rows)
			}
		}
	}
	copyRows(l.rows, best)
	o.number()
}

// begin puts all vertices that take part into their layers, as a search meets them: in the order of the nodes or the other
// way round, depth first to the right, or to the left.
func (o *ordering) begin(onward, leftward bool) {
	for i := range o.rows {
		o.rows[i] = o.rows[i][:0]
	}
	next := &o.right
	if leftward {
		next = &o.left
	}
	met := o.bools(len(o.layer))
	for pass := range 2 { // first from where nothing comes before, then from what is left
		for i := range o.Nodes {
			v := i
			if !onward {
				v = len(o.Nodes) - 1 - i
			}
			first := leftward && len(o.right.of(v)) == 0 || !leftward && len(o.left.of(v)) == 0
			if !o.leaf[v] && (pass > 0 || first) {
				o.meet(v, next, met)
			}
		}
	}
	o.number()
}

// meet appends a vertex and all that can be reached from it to their rows, unless they were met before.
func (o *ordering) meet(v int, next *lists, met []bool) {
	o.moving = append(o.moving[:0], v)
	for len(o.moving) > 0 {
		v := o.moving[len(o.moving)-1]
		o.moving = o.moving[:len(o.moving)-1]
		if met[v] {
			continue
		}
		met[v] = true
		o.rows[o.layer[v]] = append(o.rows[o.layer[v]], v)
		near := next.of(v)
		for i := len(near) - 1; i >= 0; i-- {
			o.moving = append(o.moving, near[i])
		}
	}
}

// chainEnd is the vertex behind the last dummy of an edge.
func (l *layered) chainEnd(e int) int { return l.chain[e] + 2*(l.rank[l.to[e]]-l.rank[l.from[e]]) - 1 }

// innerSegments are those of edges between nodes that are no leaves.
func (o *ordering) innerSegments() []segment {
	at := 0
	for e, from := range o.from {
		if from < 0 {
			continue
		}
		n := o.chainEnd(e) - o.chain[e] + 1
		if !o.leaf[from] && !o.leaf[o.to[e]] {
			o.inner = append(o.inner, o.segments[at:at+n]...)
		}
		at += n
	}
	return o.inner
}

// number notes where each vertex stands in its row.
func (l *layered) number() {
	for _, row := range l.rows {
		for i, v := range row {
			l.pos[v] = i
		}
	}
}

// clone is a copy of the rows.
func (o *ordering) clone(rows [][]int) [][]int {
	out := make([][]int, len(rows))
	for i := range rows {
		out[i] = append(o.ints(len(rows[i]))[:0], rows[i]...)
	}
	return out
}

func copyRows(to, from [][]int) {
	for i := range from {
		copy(to[i], from[i])
	}
}

// sweep sorts every layer but the first by the barycentres of the layer before it, from the left or from the right. What
// has the same place stays in order or, to get out of a dead end, is turned round.
func (o *ordering) sweep(fromLeft, turn bool) {
	for i := 1; i < len(o.rows); i++ {
		if fromLeft {
			o.sortRow(o.rows[i], &o.left, turn)
		} else {
			o.sortRow(o.rows[len(o.rows)-1-i], &o.right, turn)
		}
	}
}

// sortRow sorts the vertices of a row that have neighbours; the others stay where they are.
func (o *ordering) sortRow(row []int, neighbours *lists, turn bool) {
	const scale = 1 << 16
	o.moving = o.moving[:0]
	for _, v := range row {
		near := neighbours.of(v)
		if len(near) == 0 {
			continue
		}
		sum := 0
		for _, w := range near {
			sum += o.pos[w]
		}
		o.key[v] = sum * scale / len(near)
		o.moving = append(o.moving, v)
	}
	if turn {
		slices.Reverse(o.moving)
	}
	slices.SortStableFunc(o.moving, func(a, b int) int { return o.key[a] - o.key[b] })
	next := 0
	for i, v := range row {
		if len(neighbours.of(v)) > 0 {
			row[i] = o.moving[next]
			next++
		}
		o.pos[row[i]] = i
	}
}

// transpose exchanges neighbours in a row as long as that takes crossings away, a few times over all rows. In the first
// round it may exchange those too for which it makes no difference.
func (o *ordering) transpose(idly bool) {
	for range 6 {
		better := false
		for _, row := range o.rows {
			for i := 1; i < len(row); i++ {
				a, b := row[i-1], row[i]
				gain := o.gain(o.left.of(a), o.left.of(b)) + o.gain(o.right.of(a), o.right.of(b))
				if gain > 0 || gain == 0 && idly {
					row[i-1], row[i] = b, a
					o.pos[a], o.pos[b] = i, i-1
					better = better || gain > 0
				}
			}
		}
		idly = false
		if !better {
			return
		}
	}
}

// many is how many pairs of neighbours are compared one by one.
const many = 4096

// gain is how many crossings vanish when two vertices of a row change places, by their neighbours in one of the layers
// beside it. Two vertices with very many neighbours are left as they are.
func (o *ordering) gain(upper, lower []int) int {
	if len(upper)*len(lower) > many {
		return 0
	}
	gain := 0
	for _, a := range upper {
		for _, b := range lower {
			gain += cmp.Compare(o.pos[a], o.pos[b])
		}
	}
	return gain
}

// crossings counts the crossings of all segments, by the method of Barth, Jünger and Mutzel (2002): in the order of their
// left ends, each segment crosses those before it whose right ends are lower; a tree of sums (Fenwick 1994) counts them.
func (o *ordering) crossings() int {
	count := 0
	for layer := 0; layer+1 < len(o.rows); layer++ {
		size := len(o.rows[layer+1]) + 1
		o.tree = append(o.tree[:0], make([]int, size)...)
		total := 0
		for _, v := range o.rows[layer] {
			near := o.right.of(v)
			for _, w := range near {
				upTo := 0
				for i := o.pos[w] + 1; i > 0; i -= i & -i {
					upTo += o.tree[i]
				}
				count += total - upTo
			}
			for _, w := range near {
				for i := o.pos[w] + 1; i < size; i += i & -i {
					o.tree[i]++
				}
			}
			total += len(near)
		}
	}
	return count
}

package layout

import (
	"cmp"
	"slices"
)

// sweeps is how often the layers are ordered from each side.
const sweeps = 6

// An ordering orders the layers of all vertices but leaves and their edges.
type ordering struct {
	*layered
	left, right lists // neighbours of each vertex
	tree        []int // for counting crossings
	key         []int // of the vertices that are being sorted
	moving      []int
}

// order orders the layers: beginning with the nodes as they were given, once from the left and once from the right,
// by the barycentres of the neighbours (Sugiyama and others 1981) with transpositions after each sweep (Gansner and others
// 1993). The best order that was met is kept.
func (l *layered) order() {
	o := &ordering{layered: l}
	o.fill()
	o.number()
	inner := o.innerSegments()
	o.left = gather(len(l.layer), len(inner), func(i int) (int, int) { return inner[i].right, inner[i].left })
	o.right = gather(len(l.layer), len(inner), func(i int) (int, int) { return inner[i].left, inner[i].right })
	o.key = make([]int, len(l.layer))
	best, fewest := clone(l.rows), o.crossings()
	for start := 0; start < 2 && fewest > 0; start++ {
		if start > 0 {
			o.fill()
			o.number()
		}
		for sweep := 0; sweep < sweeps && fewest > 0; sweep++ {
			o.sweep((sweep+start)%2 == 0)
			o.transpose()
			if n := o.crossings(); n < fewest {
				fewest = n
				copyRows(best, l.rows)
			}
		}
	}
	copyRows(l.rows, best)
	o.number()
}

// fill puts all vertices that take part into their layers, in their order.
func (o *ordering) fill() {
	for i := range o.rows {
		o.rows[i] = o.rows[i][:0]
	}
	for v, layer := range o.layer[:len(o.Nodes)] {
		if !o.leaf[v] {
			o.rows[layer] = append(o.rows[layer], v)
		}
	}
	for e, from := range o.from {
		if from < 0 || o.leaf[from] || o.leaf[o.to[e]] {
			continue
		}
		for v := o.chain[e]; v < o.chainEnd(e); v++ {
			o.rows[o.layer[v]] = append(o.rows[o.layer[v]], v)
		}
	}
}

// chainEnd is the vertex behind the last dummy of an edge.
func (l *layered) chainEnd(e int) int { return l.chain[e] + 2*(l.rank[l.to[e]]-l.rank[l.from[e]]) - 1 }

// innerSegments are those of edges between nodes that are no leaves.
func (o *ordering) innerSegments() []segment {
	var inner []segment
	at := 0
	for e, from := range o.from {
		if from < 0 {
			continue
		}
		n := o.chainEnd(e) - o.chain[e] + 1
		if !o.leaf[from] && !o.leaf[o.to[e]] {
			inner = append(inner, o.segments[at:at+n]...)
		}
		at += n
	}
	return inner
}

// number notes where each vertex stands in its row.
func (l *layered) number() {
	for _, row := range l.rows {
		for i, v := range row {
			l.pos[v] = i
		}
	}
}

func clone(rows [][]int) [][]int {
	out := make([][]int, len(rows))
	for i := range rows {
		out[i] = slices.Clone(rows[i])
	}
	return out
}

func copyRows(to, from [][]int) {
	for i := range from {
		copy(to[i], from[i])
	}
}

// sweep sorts every layer but the first by the barycentres of the layer before it, from the left or from the right.
func (o *ordering) sweep(fromLeft bool) {
	for i := 1; i < len(o.rows); i++ {
		if fromLeft {
			o.sortRow(o.rows[i], &o.left)
		} else {
			o.sortRow(o.rows[len(o.rows)-1-i], &o.right)
		}
	}
}

// sortRow sorts the vertices of a row that have neighbours; the others stay where they are.
func (o *ordering) sortRow(row []int, neighbours *lists) {
	const scale = 1 << 16
	o.moving = o.moving[:0]
	sorted := true
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
		sorted = sorted && (len(o.moving) == 0 || o.key[o.moving[len(o.moving)-1]] <= o.key[v])
		o.moving = append(o.moving, v)
	}
	if sorted {
		return
	}
	slices.SortStableFunc(o.moving, func(a, b int) int { return cmp.Compare(o.key[a], o.key[b]) })
	next := 0
	for i, v := range row {
		if len(neighbours.of(v)) > 0 {
			row[i] = o.moving[next]
			next++
		}
		o.pos[row[i]] = i
	}
}

// transpose exchanges neighbours in a row as long as that takes crossings away, a few times over all rows.
func (o *ordering) transpose() {
	for range 4 {
		better := false
		for _, row := range o.rows {
			for i := 1; i < len(row); i++ {
				a, b := row[i-1], row[i]
				gain := o.gain(o.left.of(a), o.left.of(b)) + o.gain(o.right.of(a), o.right.of(b))
				if gain > 0 {
					row[i-1], row[i] = b, a
					o.pos[a], o.pos[b] = i, i-1
					better = true
				}
			}
		}
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

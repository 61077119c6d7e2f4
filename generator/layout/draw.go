package layout

import "slices"

// Edges between two layers rise at most so steeply, as long as the room between the layers is not more than widest times
// LayerGap. Each edge that would be steeper than that adds a bit of its own.
const (
	steepest = 5
	widest   = 2
)

// draw turns heights and layers into points.
func (l *layered) draw() *Drawing {
	d := &l.drawing
	*d = Drawing{Nodes: resized(d.Nodes, len(l.Nodes)), Edges: resized(d.Edges, len(l.Edges))}
	top := 0
	for v, y := range l.y {
		top = min(top, y-l.height[v]/2)
		if v == 0 {
			top = y - l.height[v]/2
		}
	}
	for v := range l.y {
		l.y[v] -= top
		d.Height = max(d.Height, l.y[v]+l.height[v]/2)
	}
	left, right := l.columns()
	if len(right) > 0 {
		d.Width = right[len(right)-1]
	}
	for v, node := range l.Nodes {
		d.Nodes[v] = Point{left[l.layer[v]], l.y[v] - max(node.Height, 0)/2}
	}
	stops := l.stops[:0]
	for e, from := range l.from {
		d.Edges[e] = Route{}
		if from < 0 {
			continue
		}
		start := len(stops)
		stops = l.route(stops, e, left, right)
		d.Edges[e] = Route{Stops: stops[start:len(stops):len(stops)], Back: l.back[e]}
		if l.back[e] {
			slices.Reverse(d.Edges[e].Stops)
		}
		v := l.label[e]
		free := right[l.layer[v]] - left[l.layer[v]] - l.width[v]
		d.Edges[e].Label = Point{left[l.layer[v]] + free/2, l.y[v] - max(l.Edges[e].Height, 0)/2}
	}
	l.stops = stops
	return d
}

// columns gives each layer its room from left to right, wide enough for its boxes and labels, with room between for the
// steepest edge.
func (l *layered) columns() (left, right []int) {
	n := len(l.rows)
	width, rise, steep := l.ints(n), l.ints(n), l.ints(n)
	for v, layer := range l.layer {
		width[layer] = max(width[layer], l.width[v])
	}
	for _, s := range l.segments {
		layer, dy := l.layer[s.left], abs(l.y[s.left]-l.y[s.right])
		rise[layer] = max(rise[layer], dy)
		if dy > steepest*widest*l.LayerGap {
			steep[layer]++
		}
	}
	left, right = l.ints(n), l.ints(n)
	x := 0
	for i := range n {
		left[i], right[i] = x, x+width[i]
		x = right[i] + min(max(l.LayerGap, rise[i]/steepest), widest*l.LayerGap+min(steep[i], widest*l.LayerGap))
	}
	return left, right
}

// route appends the stops of an edge from left to right, without those on a straight line.
func (l *layered) route(stops []Point, e int, left, right []int) []Point {
	first := len(stops)
	from, to := l.from[e], l.to[e]
	add := func(x, y int) {
		if n := len(stops); n-first >= 2 && stops[n-1].Y == y && stops[n-2].Y == y {
			stops[n-1].X = x
		} else if n == first || stops[n-1] != (Point{x, y}) {
			stops = append(stops, Point{x, y})
		}
	}
	add(left[l.layer[from]]+l.width[from], l.y[from])
	add(right[l.layer[from]], l.y[from])
	for v := l.chain[e]; v < l.chainEnd(e); v++ {
		add(left[l.layer[v]], l.y[v])
		add(right[l.layer[v]], l.y[v])
	}
	add(left[l.layer[to]], l.y[to])
	return stops
}

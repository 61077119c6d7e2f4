package layout

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"
)

// lay draws a graph with memory of its own.
func lay(g *Graph) *Drawing { return new(Layout).Lay(g) }

// random is a graph of n nodes and m edges with boxes and labels of many sizes. Most edges lead onward.
func random(r *rand.Rand, n, m int) *Graph {
	g := &Graph{NodeGap: 10, LabelGap: 5, LayerGap: 20}
	for range n {
		g.Nodes = append(g.Nodes, Node{Width: 60 + r.IntN(80), Height: 20 + r.IntN(30), Pin: Pin(r.IntN(5) % 3)})
	}
	for range m {
		e := Edge{From: r.IntN(n), To: r.IntN(n)}
		if e.From > e.To && r.IntN(4) > 0 {
			e.From, e.To = e.To, e.From
		}
		if r.IntN(4) > 0 {
			e.Width, e.Height = 20+r.IntN(60), 10+r.IntN(25)
		}
		g.Edges = append(g.Edges, e)
	}
	return g
}

// eachRandom tries many graphs of all sizes.
func eachRandom(t *testing.T, try func(t *testing.T, r *rand.Rand, g *Graph)) {
	t.Helper()
	for seed := range uint64(400) {
		r := rand.New(rand.NewPCG(seed, 1))
		n := 1 + r.IntN(45)
		try(t, r, random(r, n, r.IntN(2*n+1)))
		if t.Failed() {
			t.Fatalf("the graph of seed %d", seed)
		}
	}
}

// A box is a rectangle of the drawing.
type box struct{ left, top, right, bottom int }

// boxes are the nodes and the labels of a drawing.
func boxes(g *Graph, d *Drawing) []box {
	var all []box
	for i, n := range g.Nodes {
		all = append(all, box{d.Nodes[i].X, d.Nodes[i].Y, d.Nodes[i].X + n.Width, d.Nodes[i].Y + n.Height})
	}
	for i, e := range g.Edges {
		if len(d.Edges[i].Stops) > 0 && e.Width > 0 {
			at := d.Edges[i].Label
			all = append(all, box{at.X, at.Y, at.X + e.Width, at.Y + e.Height})
		}
	}
	return all
}

// No two boxes or labels overlap, and all lie in the drawing.
func TestNoOverlap(t *testing.T) {
	eachRandom(t, func(t *testing.T, _ *rand.Rand, g *Graph) {
		d := lay(g)
		all := boxes(g, d)
		for i, a := range all {
			if a.left < 0 || a.top < 0 || a.right > d.Width || a.bottom > d.Height {
				t.Errorf("%v lies outside of %d × %d", a, d.Width, d.Height)
			}
			for _, b := range all[:i] {
				if a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom {
					t.Errorf("%v and %v overlap", a, b)
				}
			}
		}
	})
}

// Edges leave boxes at the right and enter them at the left, half-way up; those that close a cycle the other way round. A
// label lies on its edge. No edge runs across a box or the label of another.
func TestEdges(t *testing.T) {
	eachRandom(t, func(t *testing.T, _ *rand.Rand, g *Graph) {
		d := lay(g)
		all := boxes(g, d)
		for i, e := range g.Edges {
			route := d.Edges[i]
			if e.From == e.To {
				if len(route.Stops) > 0 {
					t.Errorf("the edge %v from a node to itself is drawn", e)
				}
				continue
			}
			from, to := all[e.From], all[e.To]
			start, end := Point{from.right, (from.top + from.bottom) / 2}, Point{to.left, (to.top + to.bottom) / 2}
			if route.Back {
				start.X, end.X = from.left, to.right
			}
			if near(route.Stops[0], start) || near(route.Stops[len(route.Stops)-1], end) {
				t.Errorf("the edge %v runs from %v to %v", e, route.Stops[0], route.Stops[len(route.Stops)-1])
			}
			label := box{route.Label.X, route.Label.Y, route.Label.X + e.Width, route.Label.Y + e.Height}
			on := e.Width == 0
			for k := 1; k < len(route.Stops); k++ {
				a, b := route.Stops[k-1], route.Stops[k]
				if route.Back {
					a, b = b, a
				}
				if a.X > b.X {
					t.Errorf("the edge %v turns round at %v", e, a)
				}
				on = on || a.Y == b.Y && a.X <= label.left && label.right <= b.X && label.top <= a.Y && a.Y <= label.bottom
				for _, c := range all {
					if c != label && c.left < b.X && a.X < c.right && c.top < max(a.Y, b.Y) && min(a.Y, b.Y) < c.bottom {
						t.Errorf("the edge %v runs across %v from %v to %v", e, c, a, b)
					}
				}
			}
			if !on {
				t.Errorf("the label of %v does not lie on it", e)
			}
		}
	})
}

// near reports whether two points are more than the half of an odd height apart.
func near(a, b Point) bool { return a.X != b.X || abs(a.Y-b.Y) > 1 }

// The same graph gives the same drawing, in used memory too.
func TestSame(t *testing.T) {
	var used Layout
	eachRandom(t, func(t *testing.T, _ *rand.Rand, g *Graph) {
		if fmt.Sprint(*lay(g)) != fmt.Sprint(*used.Lay(g)) {
			t.Error("two drawings of one graph differ")
		}
	})
}

// Pinned nodes stand at the ends.
func TestPins(t *testing.T) {
	g := &Graph{Nodes: make([]Node, 6), LayerGap: 10}
	for i := range g.Nodes {
		g.Nodes[i].Width = 10
	}
	g.Nodes[0].Pin, g.Nodes[4].Pin = First, Last
	g.Nodes[5].Pin = First // not possible: something leads there
	g.Edges = []Edge{{From: 1, To: 2}, {From: 2, To: 3}, {From: 0, To: 3}, {From: 1, To: 4}, {From: 3, To: 5}}
	d := lay(g)
	last := d.Nodes[5].X
	for i, want := range []int{0, 0, last / 3, last / 3 * 2, last, last} {
		if d.Nodes[i].X != want {
			t.Errorf("node %d stands at %d, want %d", i, d.Nodes[i].X, want)
		}
	}
}

// columns lists the nodes of each layer from top to bottom.
func columns(d *Drawing, n int) [][]int {
	byX := map[int][]int{}
	for i := range n {
		byX[d.Nodes[i].X] = append(byX[d.Nodes[i].X], i)
	}
	var out [][]int
	for _, list := range byX {
		slices.SortFunc(list, func(a, b int) int { return d.Nodes[a].Y - d.Nodes[b].Y })
		out = append(out, list)
	}
	slices.SortFunc(out, func(a, b []int) int { return d.Nodes[a[0]].X - d.Nodes[b[0]].X })
	return out
}

// A leaf more leaves the order of all other nodes as it was, if it needs no layer of its own.
func TestStable(t *testing.T) {
	compared := 0
	eachRandom(t, func(t *testing.T, r *rand.Rand, g *Graph) {
		n := len(g.Nodes)
		for i := range g.Nodes {
			g.Nodes[i].Width = 50
		}
		for range 5 {
			more := *g
			more.Nodes = append(slices.Clone(g.Nodes), Node{Width: 50, Height: 20, Pin: Pin(r.IntN(3))})
			e := Edge{From: r.IntN(n), To: n, Width: 10, Height: 10}
			if r.IntN(2) == 0 {
				e.From, e.To = e.To, e.From
			}
			if l := (&layered{Graph: g, memory: &memory{}}); n > 1 {
				l.connect()
				if l.leaf[min(e.From, e.To)] {
					continue // it would be none any more
				}
			}
			more.Edges = append(slices.Clone(g.Edges), e)
			before, after := columns(lay(g), n), columns(lay(&more), n)
			if !sameLayers(before, after) {
				continue
			}
			compared++
			if !reflect.DeepEqual(before, after) {
				t.Errorf("with a leaf at %v the order changes from\n%v to\n%v", e, before, after)
			}
		}
	})
	if compared < 500 {
		t.Errorf("only %d drawings were compared", compared)
	}
}

// sameLayers reports whether two drawings have the same nodes in each layer.
func sameLayers(a, b [][]int) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		x, y := slices.Clone(a[i]), slices.Clone(b[i])
		slices.Sort(x)
		slices.Sort(y)
		if !slices.Equal(x, y) {
			return false
		}
	}
	return true
}

// Graphs that can be drawn without crossings are.
func TestPlain(t *testing.T) {
	graphs := map[string]*Graph{
		"star":  {Nodes: make([]Node, 30)},
		"tree":  {Nodes: make([]Node, 31)},
		"pairs": {Nodes: make([]Node, 20)},
		"grid":  {Nodes: make([]Node, 16)},
	}
	for i := range 29 {
		graphs["star"].Edges = append(graphs["star"].Edges, Edge{From: min(i%2*30, 1) * (i + 1), To: (1 - i%2) * (i + 1)})
	}
	for i := 1; i < 31; i++ {
		graphs["tree"].Edges = append(graphs["tree"].Edges, Edge{From: (i - 1) / 2, To: i})
	}
	for i := range 10 {
		graphs["pairs"].Edges = append(graphs["pairs"].Edges, Edge{From: i, To: 19 - i})
	}
	for i := range 16 {
		if i%4 < 3 {
			graphs["grid"].Edges = append(graphs["grid"].Edges, Edge{From: i, To: i + 1})
		}
		if i < 12 {
			graphs["grid"].Edges = append(graphs["grid"].Edges, Edge{From: i, To: i + 4})
		}
	}
	for name, g := range graphs {
		if n := crossingsOf(g); n > 0 {
			t.Errorf("the %s has %d crossings", name, n)
		}
	}
}

// crossingsOf counts the crossings between layers of a graph once it is ordered.
func crossingsOf(g *Graph) int {
	l := &layered{Graph: g, memory: &memory{}}
	l.connect()
	l.turnCycles()
	l.assignLayers()
	l.expand()
	l.order()
	l.addLeaves()
	o := &ordering{layered: l}
	o.right = l.gather(len(l.layer), len(l.segments), func(i int) (int, int) { return l.segments[i].left, l.segments[i].right })
	return o.crossings()
}

// Hostile graphs end quickly: drawn, or refused for their size.
func TestHostile(t *testing.T) {
	complete := func(n int) *Graph {
		g := &Graph{Nodes: make([]Node, n)}
		for i := range n {
			for k := range i {
				g.Edges = append(g.Edges, Edge{From: k, To: i, Width: 10, Height: 10})
			}
		}
		return g
	}
	ring := func(n, close int) *Graph {
		g := &Graph{Nodes: make([]Node, n)}
		for i := range n - 1 + close {
			g.Edges = append(g.Edges, Edge{From: i, To: (i + 1) % n, Width: 10, Height: 10})
		}
		return g
	}
	both := complete(30)
	for _, e := range both.Edges {
		both.Edges = append(both.Edges, Edge{From: e.To, To: e.From})
	}
	bundle := &Graph{Nodes: make([]Node, 200)}
	for i := range 10_000 {
		bundle.Edges = append(bundle.Edges, Edge{From: i % 100, To: 100 + i/100})
	}
	sun := &Graph{Nodes: make([]Node, 20_001)}
	for i := range 20_000 {
		sun.Edges = append(sun.Edges, Edge{From: 0, To: i + 1})
	}
	wrong := &Graph{Nodes: []Node{{Width: -5, Height: -7}, {}}, Edges: []Edge{{From: 0, To: 7}, {From: -1, To: 0}, {From: 0, To: 1, Width: -1, Height: -1}}}
	tests := map[string]struct {
		graph *Graph
		drawn bool
	}{
		"complete graph of 40": {complete(40), true}, "complete graph of 400": {complete(400), false}, "both ways": {both, true},
		"cycle of 1000": {ring(1000, 1), true}, "chain of 1000": {ring(1000, 0), true}, "chain of 100,000": {ring(100_000, 0), false},
		"10,000 edges between 200": {bundle, true}, "20,000 leaves": {sun, true}, "empty": {&Graph{}, true}, "wrong": {wrong, true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			d := lay(test.graph)
			if (d != nil) != test.drawn {
				t.Errorf("drawn: %t", d != nil)
			}
			if took := time.Since(start); took > 10*time.Second {
				t.Errorf("it took %v", took)
			}
		})
	}
}

// FuzzLay draws any small graph: two bytes make an edge, and their high bits a label and pins.
func FuzzLay(f *testing.F) {
	f.Add([]byte{0, 1, 1, 2, 2, 0, 0x43, 0x82})
	f.Fuzz(func(t *testing.T, data []byte) {
		g := &Graph{NodeGap: 5, LabelGap: 3, LayerGap: 10}
		for i := range 32 {
			n := Node{Width: 20, Height: 10}
			if i < len(data) {
				n.Pin = Pin(data[i] >> 6 % 3)
			}
			g.Nodes = append(g.Nodes, n)
		}
		for i := 1; i < min(len(data), 200); i += 2 {
			g.Edges = append(g.Edges, Edge{From: int(data[i-1] & 31), To: int(data[i] & 31), Width: int(data[i] >> 5), Height: int(data[i-1] >> 5)})
		}
		d := lay(g)
		all := boxes(g, d)
		for i, a := range all {
			for _, b := range all[:i] {
				if a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom {
					t.Fatal(fmt.Sprint(a, " and ", b, " overlap"))
				}
			}
		}
	})
}

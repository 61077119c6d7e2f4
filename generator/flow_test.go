package main

import (
	"bytes"
	"fmt"
	"math"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// flowLineHeight is the height of a line of text in pictures of flows.
const flowLineHeight = 14

// A spot is a point of a picture.
type spot struct{ x, y float64 }

// A flowBox is a box of a picture of flows.
type flowBox struct{ left, top, right, bottom float64 }

// A flowEdge is an edge of a picture of flows: where it runs, which boxes it joins, and the size of its label.
type flowEdge struct {
	line          []spot
	from, to      int
	width, height float64
}

// A flowDrawing is a picture of flows as it stands in a page.
type flowDrawing struct {
	path  string
	boxes []flowBox
	edges []flowEdge
}

// flows: every picture of flows is told in words beside it, edge for edge with the same links, and draws its edges from box
// to box. No two of its boxes overlap.
func (s *site) flows(t *testing.T) {
	found := 0
	for _, p := range s.pages {
		figure := flowFigure(p)
		if figure == nil {
			continue
		}
		found++
		var list *html.Node
		for n := range elements(figure.Parent) {
			if n.Data == "details" {
				list = n
			}
		}
		if list == nil {
			t.Errorf("%s: the picture of flows has no list", p.path)
			continue
		}
		words := map[string]bool{}
		for _, href := range hrefs(list) {
			words[href] = true
		}
		for n := range elements(figure) {
			href, linked := attribute(n, "href")
			if n.Data == "a" && n.Parent.Data == "g" && (!linked || !words[href]) {
				t.Errorf("%s: the edge to %q of the picture of flows is not told in words", p.path, href)
			}
		}
		d := readFlow(t, p)
		for i, a := range d.boxes {
			for _, b := range d.boxes[:i] {
				if a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom {
					t.Errorf("%s: two boxes of the picture of flows overlap", p.path)
				}
			}
		}
	}
	for _, e := range s.dossier.Entries {
		for i := range e.Ties {
			if e.Ties[i].Type.Flow != "" {
				if p := s.byPath[e.Path()]; p != nil && flowFigure(p) == nil {
					t.Errorf("%s: data moves, and no picture shows it", p.path)
				}
				break
			}
		}
	}
	if found < 20 {
		t.Errorf("only %d pages have a picture of flows", found)
	}
}

// flowFigure finds the picture of flows in a page, or nil.
func flowFigure(p *page) *html.Node {
	for n := range p.elements() {
		if class, _ := attribute(n, "class"); n.Data == "figure" && class == "flow" {
			return n
		}
	}
	return nil
}

// hrefs lists where the links of a part of a page lead.
func hrefs(part *html.Node) (list []string) {
	for n := range elements(part) {
		if href, ok := attribute(n, "href"); ok {
			list = append(list, href)
		}
	}
	return list
}

// readFlow reads the picture of flows of a page.
func readFlow(t *testing.T, p *page) *flowDrawing {
	t.Helper()
	d := &flowDrawing{path: p.path}
	for n := range elements(flowFigure(p)) {
		line, _ := attribute(n, "d")
		before := n.PrevSibling
		switch {
		case n.Data != "path" || n.Parent.Data == "marker":
		case strings.HasSuffix(line, "z"):
			if before == nil {
				var left, top, width, height float64
				if _, err := fmt.Sscanf(line, "M%g %gh%gv%g", &left, &top, &width, &height); err != nil {
					t.Fatalf("%s: the box %q: %v", p.path, line, err)
				}
				d.boxes = append(d.boxes, flowBox{left, top, left + width, top + height})
			}
		default:
			e := flowEdge{}
			e.line, e.width = readPath(t, line)
			for label := range n.Parent.ChildNodes() {
				if label.Data == "text" {
					e.height = flowLineHeight
					for range elements(label) {
						e.height += flowLineHeight
					}
				}
			}
			d.edges = append(d.edges, e)
		}
	}
	for i := range d.edges {
		e := &d.edges[i]
		e.from, e.to = d.boxAt(e.line[0]), d.boxAt(e.line[len(e.line)-1])
		if e.from < 0 || e.to < 0 {
			t.Errorf("%s: an edge of the picture of flows does not lead from box to box", p.path)
			d.edges = d.edges[:i]
			break
		}
	}
	return d
}

// boxAt finds the box that has a point half-way up one of its sides, or -1.
func (d *flowDrawing) boxAt(p spot) int {
	return slices.IndexFunc(d.boxes, func(b flowBox) bool {
		return (p.x == b.left || p.x == b.right) && math.Abs(p.y-(b.top+b.bottom)/2) <= 1
	})
}

// samples is how many straight pieces stand for a curve.
const samples = 24

// readPath turns an SVG path of relative lines and curves into straight pieces. A gap, where the label stands, is passed
// over; it returns how wide that is.
func readPath(t *testing.T, path string) (line []spot, gap float64) {
	t.Helper()
	at := spot{}
	for len(path) > 0 {
		command := path[0]
		end := strings.IndexAny(path[1:], "Mmhc") + 1
		if end == 0 {
			end = len(path)
		}
		var n []float64
		for _, word := range strings.Fields(strings.ReplaceAll(path[1:end], "-", " -")) {
			number, err := strconv.ParseFloat(word, 64)
			if err != nil {
				t.Fatal(err)
			}
			n = append(n, number)
		}
		path = path[end:]
		switch command {
		case 'M':
			at = spot{n[0], n[1]}
		case 'm':
			at.x += n[0]
			gap = math.Abs(n[0])
		case 'h':
			at.x += n[0]
		case 'c':
			line = append(line, bezier(at, spot{at.x + n[0], at.y + n[1]}, spot{at.x + n[2], at.y + n[3]}, spot{at.x + n[4], at.y + n[5]})...)
			at = spot{at.x + n[4], at.y + n[5]}
		}
		line = append(line, at)
	}
	return line, gap
}

// bezier samples a cubic Bézier curve between its ends.
func bezier(a, b, c, d spot) (line []spot) {
	for i := 1; i < samples; i++ {
		t := float64(i) / samples
		u := 1 - t
		mix := func(a, b, c, d float64) float64 { return u*u*u*a + 3*u*u*t*b + 3*u*t*t*c + t*t*t*d }
		line = append(line, spot{mix(a.x, b.x, c.x, d.x), mix(a.y, b.y, c.y, d.y)})
	}
	return line
}

// crossings: over all pictures of the real content, edges cross at most half as often again as in those that Graphviz's dot
// makes of the same graphs with the same sizes.
func (s *site) crossings(t *testing.T) {
	if _, err := exec.LookPath("dot"); err != nil {
		t.Fatalf("dot is missing; `make test` installs Debian's package graphviz: %v", err)
	}
	var drawings []*flowDrawing
	var graphs bytes.Buffer
	for _, p := range s.pages {
		if flowFigure(p) != nil {
			d := readFlow(t, p)
			drawings = append(drawings, d)
			d.writeDot(&graphs)
		}
	}
	dot := exec.Command("dot", "-Tplain")
	dot.Stdin = &graphs
	out, err := dot.Output()
	if err != nil {
		t.Fatalf("dot: %v", err)
	}
	plain := strings.SplitAfter(string(out), "stop\n")
	ours, theirs := 0, 0
	for i, d := range drawings {
		a, b := countCrossings(d.edges), countCrossings(readPlain(t, plain[i]))
		if a+b > 0 {
			t.Logf("%s: %d edges, %d crossings, %d by dot", d.path, len(d.edges), a, b)
		}
		ours, theirs = ours+a, theirs+b
	}
	t.Logf("%d pictures: %d crossings, %d by dot", len(drawings), ours, theirs)
	if most := theirs*3/2 + 5; ours > most {
		t.Errorf("the edges cross %d times; dot makes %d of it, and %d would do", ours, theirs, most)
	}
}

// writeDot writes a picture's graph for dot, which is free to put every box into what column it likes.
func (d *flowDrawing) writeDot(w *bytes.Buffer) {
	const inch = 72.0
	fmt.Fprintf(w, "digraph {\nrankdir=LR; nodesep=0.15; ranksep=0.3;\nnode [shape=box, fixedsize=true, label=\"\"];\n")
	for i, b := range d.boxes {
		fmt.Fprintf(w, "n%d [width=%.3f, height=%.3f];\n", i, (b.right-b.left)/inch, (b.bottom-b.top)/inch)
	}
	for _, e := range d.edges {
		if e.width == 0 {
			fmt.Fprintf(w, "n%d -> n%d;\n", e.from, e.to)
			continue
		}
		fmt.Fprintf(w, "n%d -> n%d [label=<<table border=\"0\" fixedsize=\"true\" width=\"%.0f\" height=\"%.0f\"><tr><td></td></tr></table>>];\n", e.from, e.to, e.width, e.height)
	}
	fmt.Fprintf(w, "}\n")
}

// readPlain reads the edges of a graph that dot drew.
func readPlain(t *testing.T, plain string) (edges []flowEdge) {
	t.Helper()
	for line := range strings.Lines(plain) {
		f := strings.Fields(line)
		if len(f) < 4 || f[0] != "edge" {
			continue
		}
		n, err := strconv.Atoi(f[3])
		if err != nil {
			t.Fatal(err)
		}
		points := make([]spot, n)
		for i := range points {
			if _, err := fmt.Sscan(f[4+2*i]+" "+f[5+2*i], &points[i].x, &points[i].y); err != nil {
				t.Fatal(err)
			}
			points[i].x, points[i].y = points[i].x*72, points[i].y*72
		}
		e := flowEdge{line: points[:1:1]}
		for i := 3; i < n; i += 3 {
			e.line = append(append(e.line, bezier(points[i-3], points[i-2], points[i-1], points[i])...), points[i])
		}
		edges = append(edges, e)
	}
	return edges
}

// countCrossings counts where edges cross. Those that meet in a box do not cross there.
func countCrossings(edges []flowEdge) int {
	count := 0
	for i := range edges {
		for k := range i {
			count += crossingsOf(edges[i].line, edges[k].line)
		}
	}
	return count
}

// crossingsOf counts where two lines of straight pieces cross. The second is moved by next to nothing, so that no corner
// lies on a piece of the other.
func crossingsOf(a, b []spot) int {
	const shift = 1e-4
	count := 0
	for i := 1; i < len(a); i++ {
		for k := 1; k < len(b); k++ {
			p, q, r, s := a[i-1], a[i], spot{b[k-1].x + shift/3, b[k-1].y + shift}, spot{b[k].x + shift/3, b[k].y + shift}
			if max(p.x, q.x) < min(r.x, s.x) || max(r.x, s.x) < min(p.x, q.x) || max(p.y, q.y) < min(r.y, s.y) || max(r.y, s.y) < min(p.y, q.y) {
				continue
			}
			if side(p, q, r) == side(p, q, s) || side(r, s, p) == side(r, s, q) {
				continue
			}
			if at := meeting(p, q, r, s); !(near(at, a[0]) || near(at, a[len(a)-1])) || !(near(at, b[0]) || near(at, b[len(b)-1])) {
				count++
			}
		}
	}
	return count
}

// near reports whether two points are as good as the same.
func near(a, b spot) bool { return math.Hypot(a.x-b.x, a.y-b.y) < 1.5 }

// meeting is where two straight pieces cross.
func meeting(p, q, r, s spot) spot {
	d := (q.x-p.x)*(s.y-r.y) - (q.y-p.y)*(s.x-r.x)
	t := ((r.x-p.x)*(s.y-r.y) - (r.y-p.y)*(s.x-r.x)) / d
	return spot{p.x + t*(q.x-p.x), p.y + t*(q.y-p.y)}
}

// side reports on which side of a line a point lies.
func side(a, b, p spot) bool { return (b.x-a.x)*(p.y-a.y)-(b.y-a.y)*(p.x-a.x) > 0 }

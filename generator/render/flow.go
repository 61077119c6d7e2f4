package render

import (
	"cmp"
	"slices"
	"strconv"

	"dossier/generator/dossier"
	"dossier/generator/layout"
)

// Sizes of the picture of flows, in CSS pixels. The style sheet sets the type to the sizes named here.
const (
	flowTitleSize  = 12
	flowLabelSize  = 11
	flowTitleWidth = 118 // of a line of a title
	flowLabelWidth = 80  // of a line of a label
	flowLine       = 14  // from one line of text to the next
	flowTextX      = 22  // from the left side of a box to its text
	flowPad        = 7
	flowNodeGap    = 12
	flowLabelGap   = 7
	flowLabelPad   = 4 // at both sides of a label
	flowLayerGap   = 16
)

// flowPicture draws how data comes to an entry and where it goes from there. It is nil for an entry that no data comes to or
// from.
func (w *worker) flowPicture(e *dossier.Entry) *FlowPicture {
	start, ok := w.flows.index[e]
	if !ok {
		return nil
	}
	return w.drawFlow(w.around(start), e.Path(), e, "How the data flows around "+e.Title)
}

// overview draws the flows of the whole dossier, as seen from a page. It is nil where there are none.
func (w *worker) overview(from string) *FlowPicture {
	if len(w.flows.entries) == 0 {
		return nil
	}
	return w.drawFlow(w.wholeView(), from, nil, "How the data flows")
}

// A flowDrawing is a picture being made. A worker has one and uses its memory for the next picture.
type flowDrawing struct {
	*worker
	*flowView
	path    string
	middle  *dossier.Entry // whose page it is, or nil
	graph   layout.Graph
	lines   []flowLines
	labels  []string // of all lines
	width   int      // of the boxes
	picture FlowPicture
}

// Flow lines are the relations of one status from one entry to another, which share a line of the picture.
type flowLines struct {
	relations []int32
	label     []string
}

// drawFlow draws what was chosen. The worker's next picture takes the memory of this one.
func (w *worker) drawFlow(v *flowView, path string, middle *dossier.Entry, title string) *FlowPicture {
	d := w.newDrawing(v, path, middle)
	d.addLines()
	d.addBoxes()
	placed := w.layout.Lay(&d.graph)
	if placed == nil {
		return nil
	}
	p := &d.picture
	p.Width, p.Height, p.Title, p.Left = placed.Width+2, placed.Height+2, title, v.left
	p.Text = flowCount(len(v.shown), "entry", "entries") + ", " + flowCount(len(v.relations), "relation", "relations") + "; data moves from left to right"
	for i, at := range placed.Nodes {
		p.Boxes = append(p.Boxes, d.box(i, at))
	}
	for i := range d.lines {
		d.addEdge(&d.lines[i], &placed.Edges[i], d.graph.Edges[i].Width)
	}
	for i := len(d.lines); i < len(placed.Edges); i++ {
		p.More = append(p.More, d.flowPath(placed.Edges[i].Stops, 0, 0))
	}
	return p
}

// newDrawing begins a picture.
func (w *worker) newDrawing(v *flowView, path string, middle *dossier.Entry) *flowDrawing {
	walk := w.flowWalk()
	d := &walk.drawing
	*d = flowDrawing{worker: w, flowView: v, path: path, middle: middle, lines: d.lines[:0], labels: d.labels[:0],
		graph:   layout.Graph{Nodes: d.graph.Nodes[:0], Edges: d.graph.Edges[:0], NodeGap: flowNodeGap, LabelGap: flowLabelGap, LayerGap: flowLayerGap},
		picture: FlowPicture{Boxes: d.picture.Boxes[:0], Edges: d.picture.Edges[:0], More: d.picture.More[:0], Lines: d.picture.Lines[:0]}}
	return d
}

func flowCount(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}

// addLines gathers the relations that share a line and makes the edges of the graph.
func (d *flowDrawing) addLines() {
	g := d.flows
	place := d.flowWalk().place
	for i, entry := range d.shown {
		place[entry] = int32(i)
	}
	for i, f := range d.relations {
		x := &g.relations[f]
		if i > 0 {
			y := &g.relations[d.relations[i-1]]
			if x.from == y.from && x.to == y.to && x.Relation.Status == y.Relation.Status {
				last := &d.lines[len(d.lines)-1]
				last.relations = d.relations[i-len(last.relations) : i+1]
				continue
			}
		}
		d.lines = append(d.lines, flowLines{relations: d.relations[i : i+1]})
		d.graph.Edges = append(d.graph.Edges, layout.Edge{From: int(place[x.from]), To: int(place[x.to])})
	}
	for _, entry := range d.shown {
		place[entry] = 0
	}
	for i := range d.lines {
		line, edge := &d.lines[i], &d.graph.Edges[i]
		line.label, edge.Width = d.label(line)
		edge.Width += 2 * flowLabelPad
		edge.Height = len(line.label) * flowLine
	}
}

// label is what stands on a line. Where several relations share it, their dates are left to the list.
func (d *flowDrawing) label(line *flowLines) (text []string, width int) {
	first := &d.flows.relations[line.relations[0]]
	var room [8]string
	var when [shortText]byte
	parts := append(room[:0], first.Label())
	if len(line.relations) == 1 {
		if held := appendShortDates(when[:0], &first.Relation.Since, &first.Relation.Until); len(held) > 0 {
			parts = append(parts, d.memory.text.Bytes(held))
		}
	}
	for _, i := range line.relations[1:] {
		if label := d.flows.relations[i].Label(); !slices.Contains(parts, label) {
			parts = append(parts, label)
		}
	}
	// A status that must not be missed.
	if status := first.Relation.Status; status == "ended" || status == "disputed" || status == "planned" {
		parts = append(parts, status)
	}
	from := len(d.labels)
	d.labels, width = fillLines(&d.memory.text, d.labels, parts, flowLabelWidth, flowLabelSize)
	return d.labels[from:], width
}

// appendShortDates says in years when something held: "since 2014", "2014–2021".
func appendShortDates(out []byte, since, until *dossier.Date) []byte {
	switch {
	case isPlain(since) && isPlain(until):
		from, to := since.String()[:4], until.String()[:4]
		if out = append(out, from...); from != to {
			out = append(append(out, "–"...), to...)
		}
		return out
	case isPlain(since) && until.IsZero():
		return append(append(out, "since "...), since.String()[:4]...)
	case isPlain(until) && since.IsZero():
		return append(append(out, "until "...), until.String()[:4]...)
	}
	return dossier.AppendHeld(out, *since, *until)
}

// isPlain reports whether a date is a year, month or day without a qualifier.
func isPlain(d *dossier.Date) bool {
	s := d.String()
	for _, c := range []byte(s) {
		if c != '-' && (c < '0' || c > '9') {
			return false
		}
	}
	return len(s) >= 4 && s[0] != '-'
}

// addBoxes makes the nodes of the graph: the entries, then boxes for those that were left out.
func (d *flowDrawing) addBoxes() {
	for _, entry := range d.shown {
		d.width = max(d.width, d.flows.entries[entry].width)
	}
	for _, f := range d.folds {
		d.width = max(d.width, textWidth(moreText(f.count, d.over), flowTitleSize))
	}
	d.width += flowTextX + flowPad
	for _, entry := range d.shown {
		e := &d.flows.entries[entry]
		node := layout.Node{Width: d.width, Height: len(e.title)*flowLine + flowPad + flowPad/2}
		if e.fromEnd {
			node.Pin = layout.First
		} else if e.toEnd {
			node.Pin = layout.Last
		}
		d.graph.Nodes = append(d.graph.Nodes, node)
	}
	for _, f := range d.folds {
		d.addFold(f)
	}
}

// addFold adds the box for what was left out. Where that lies next to the entry in the middle, a line says so.
func (d *flowDrawing) addFold(f flowFold) {
	at := len(d.graph.Nodes)
	node := layout.Node{Width: d.width, Height: flowLine + flowPad + flowPad/2, Pin: layout.First}
	edge := layout.Edge{From: at, To: 0}
	if f.side == behind {
		node.Pin, edge = layout.Last, layout.Edge{From: 0, To: at}
	}
	d.graph.Nodes = append(d.graph.Nodes, node)
	if f.near {
		d.graph.Edges = append(d.graph.Edges, edge)
	}
}

// box is a box of the picture; those behind the entries stand for what was left out.
func (d *flowDrawing) box(i int, at layout.Point) FlowBox {
	x, y, height := at.X+1, at.Y+1, d.graph.Nodes[i].Height
	b := FlowBox{Outline: d.boxPath(x, y, d.width, height)}
	b.X = x + flowTextX
	b.Y = y + height/2 + 4
	b.MarkX, b.MarkY = x+flowPad, y+height/2-5
	if i >= len(d.shown) {
		f := d.folds[i-len(d.shown)]
		b.Text, b.Href = moreText(f.count, d.over), "#_relations"
		if f.kind != nil {
			b.KindID, b.Href = f.kind.ID, dossier.Relative(d.path, f.kind.Path())
		}
		return b
	}
	e := &d.flows.entries[d.shown[i]]
	b.KindID, b.Text, b.Here = e.Kind.ID, e.title[0], e.Entry == d.middle
	if !b.Here {
		b.Href = e.LinkFrom(d.path)
	}
	if b.More = e.title[1:]; len(b.More) > 0 {
		b.Y -= flowLine/2 + 1
	}
	return b
}

// boxPath is the outline of a box.
func (d *flowDrawing) boxPath(x, y, width, height int) string {
	var room [shortText]byte
	out := appendNumbers(append(room[:0], 'M'), x, y)
	out = appendNumbers(append(out, 'h'), width)
	out = appendNumbers(append(out, 'v'), height)
	out = appendNumbers(append(out, 'h'), -width)
	return d.memory.text.Bytes(append(out, 'z'))
}

// addEdge adds a line of the picture, with its label, which is so wide, and what it says in words.
func (d *flowDrawing) addEdge(line *flowLines, route *layout.Route, width int) {
	p, first := &d.picture, len(d.picture.Lines)
	var room [2 * shortText]byte
	title := room[:0]
	for n, i := range line.relations {
		if n > 0 {
			title = append(title, ". "...)
		}
		f := &d.flows.relations[i]
		title = append(title, f.Label()...)
		from := len(title)
		title = appendFlowWords(title, f.Relation)
		name := d.memory.text.Join(d.flows.entries[f.from].Title, " → ", f.Other.Title, ": ", f.Label())
		p.Lines = append(p.Lines, FlowLine{Link{name, d.evidenceOf(f)}, d.memory.text.Bytes(title[from:])})
		d.looked = d.dossier.AppendCited(d.looked[:0], f.Home.Citations, f.Relation.Cite)
		title = append(append(title, "; "...), d.evidenceWords(d.looked)...)
	}
	p.Edges = append(p.Edges, FlowEdge{Href: p.Lines[first].Href, Status: cmp.Or(d.flows.relations[line.relations[0]].Relation.Status, "unknown"),
		Title: d.memory.text.Bytes(title), Line: d.flowPath(route.Stops, route.Label.X, route.Label.X+width),
		X: route.Label.X + 1 + flowLabelPad, Y: route.Label.Y + flowLine - 2, Text: line.label[0], More: line.label[1:]})
}

// evidenceOf leads to the line that says what a relation rests on.
func (d *flowDrawing) evidenceOf(f *flowRelation) string {
	if f.Home == d.middle {
		return d.memory.text.Join("#", relationAnchor(f.Index))
	}
	return d.memory.text.Join(f.Home.LinkFrom(d.path), "#", relationAnchor(f.Index))
}

// appendFlowWords says when a relation held and what its state is: ", since 2014, current".
func appendFlowWords(out []byte, r *dossier.Relation) []byte {
	if !r.Since.IsZero() || !r.Until.IsZero() {
		out = dossier.AppendHeld(append(out, ", "...), r.Since, r.Until)
	}
	switch r.Status {
	case "":
		return out
	case "unknown":
		return append(out, ", present state unknown"...)
	}
	return append(append(out, ", "...), r.Status...)
}

// flowPath is a route as an SVG path, one pixel further right and down, for the half of the boxes' outlines. It is broken
// between two places, where the label stands.
func (d *flowDrawing) flowPath(stops []layout.Point, left, right int) string {
	if len(stops) == 0 {
		return ""
	}
	var room [2 * shortText]byte
	out := appendNumbers(append(room[:0], 'M'), stops[0].X+1, stops[0].Y+1)
	for i := 1; i < len(stops); i++ {
		from, to := stops[i-1].X, stops[i].X
		dx, dy := to-from, stops[i].Y-stops[i-1].Y
		switch {
		case dy != 0:
			out = appendNumbers(append(out, 'c'), dx/2, 0, dx/2, dy, dx, dy)
		case left < right && min(from, to) <= left && right <= max(from, to):
			start, end := left, right
			if dx < 0 {
				start, end = right, left
			}
			if start != from {
				out = appendNumbers(append(out, 'h'), start-from)
			}
			out = appendNumbers(append(out, 'm'), end-start, 0)
			if end != to || i == len(stops)-1 {
				out = appendNumbers(append(out, 'h'), to-end)
			}
		default:
			out = appendNumbers(append(out, 'h'), dx)
		}
	}
	return d.memory.text.Bytes(out)
}

// appendNumbers writes numbers as a path has them, with a space where nothing else parts them.
func appendNumbers(out []byte, list ...int) []byte {
	for i, n := range list {
		if i > 0 && n >= 0 {
			out = append(out, ' ')
		}
		out = strconv.AppendInt(out, int64(n), 10)
	}
	return out
}

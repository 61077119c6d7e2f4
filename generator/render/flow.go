package render

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

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

// A flowDrawing is a picture being made.
type flowDrawing struct {
	*worker
	*flowView
	path   string
	middle *dossier.Entry // whose page it is, or nil
	place  []int          // of shown entries, by their index in the graph
	graph  layout.Graph
	lines  []flowLines
	width  int // of the boxes
}

// Flow lines are the relations of one status from one entry to another, which share a line of the picture.
type flowLines struct {
	relations []int
	label     []string
}

// drawFlow draws what was chosen.
func (w *worker) drawFlow(v *flowView, path string, middle *dossier.Entry, title string) *FlowPicture {
	d := &flowDrawing{worker: w, flowView: v, path: path, middle: middle}
	d.graph = layout.Graph{NodeGap: flowNodeGap, LabelGap: flowLabelGap, LayerGap: flowLayerGap}
	d.addLines()
	d.addBoxes()
	placed := w.layout.Lay(&d.graph)
	if placed == nil {
		return nil
	}
	p := &FlowPicture{Width: placed.Width + 2, Height: placed.Height + 2, Title: title, Left: v.left}
	p.Text = flowCount(len(v.shown), "entry", "entries") + ", " + flowCount(len(v.relations), "relation", "relations") + "; data moves from left to right"
	p.Boxes = make([]FlowBox, 0, len(placed.Nodes))
	for i, at := range placed.Nodes {
		p.Boxes = append(p.Boxes, d.box(i, at))
	}
	p.Edges = make([]FlowEdge, len(d.lines))
	p.Lines = make([]FlowLine, 0, len(v.relations))
	for i := range d.lines {
		for _, f := range d.lines[i].relations {
			f := &w.flows.relations[f]
			name := w.flows.entries[f.from].Title + " → " + f.Other.Title + ": " + f.Label()
			p.Lines = append(p.Lines, FlowLine{Link{name, d.evidenceOf(f)}, flowWords(f.Relation)})
		}
		p.Edges[i] = d.edge(&d.lines[i], &placed.Edges[i], d.graph.Edges[i].Width)
		p.Edges[i].Href = p.Lines[len(p.Lines)-len(d.lines[i].relations)].Href
	}
	for i := len(d.lines); i < len(placed.Edges); i++ {
		p.More = append(p.More, flowPath(placed.Edges[i].Stops, 0, 0))
	}
	return p
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
	d.lines = make([]flowLines, 0, len(d.relations))
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
	if len(line.relations) == 1 {
		return flowLabel([]string{first.Label()}, shortDates(first.Relation.Since, first.Relation.Until), first.Relation.Status)
	}
	var names []string
	for _, i := range line.relations {
		if label := d.flows.relations[i].Label(); !slices.Contains(names, label) {
			names = append(names, label)
		}
	}
	return flowLabel(names, "", first.Relation.Status)
}

// flowLabel puts labels, dates and the statuses that must not be missed into lines: "used by,", "2014–2021, ended".
func flowLabel(parts []string, held, status string) (lines []string, width int) {
	if held != "" {
		parts = append(parts, held)
	}
	if status == "ended" || status == "disputed" || status == "planned" {
		parts = append(parts, status)
	}
	return fillLines(parts, flowLabelWidth, flowLabelSize)
}

// shortDates says in years when something held: "since 2014", "2014–2021".
func shortDates(since, until dossier.Date) string {
	switch {
	case since.IsZero() && until.IsZero():
		return ""
	case isPlain(since) && isPlain(until):
		if from, to := since.String()[:4], until.String()[:4]; from != to {
			return from + "–" + to
		}
		return since.String()[:4]
	case isPlain(since) && until.IsZero():
		return "since " + since.String()[:4]
	case isPlain(until) && since.IsZero():
		return "until " + until.String()[:4]
	}
	return dates(since, until)
}

// isPlain reports whether a date is a year, month or day without a qualifier.
func isPlain(d dossier.Date) bool {
	s := d.String()
	return len(s) >= 4 && s[0] != '-' && strings.Trim(s, "0123456789-") == ""
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
	d.graph.Nodes = make([]layout.Node, len(d.shown), len(d.shown)+len(d.folds))
	for i, entry := range d.shown {
		e := &d.flows.entries[entry]
		node := layout.Node{Width: d.width, Height: len(e.title)*flowLine + flowPad + flowPad/2}
		if e.fromEnd {
			node.Pin = layout.First
		} else if e.toEnd {
			node.Pin = layout.Last
		}
		d.graph.Nodes[i] = node
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
	b := FlowBox{Outline: boxPath(x, y, d.width, height)}
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
		b.Href = dossier.Relative(d.path, e.path)
	}
	if b.More = e.title[1:]; len(b.More) > 0 {
		b.Y -= flowLine/2 + 1
	}
	return b
}

// boxPath is the outline of a box.
func boxPath(x, y, width, height int) string {
	out := make([]byte, 0, 32)
	out = appendNumbers(append(out, 'M'), x, y)
	out = appendNumbers(append(out, 'h'), width)
	out = appendNumbers(append(out, 'v'), height)
	out = appendNumbers(append(out, 'h'), -width)
	return string(append(out, 'z'))
}

// edge is a line of the picture with its label, which is so wide.
func (d *flowDrawing) edge(line *flowLines, route *layout.Route, width int) FlowEdge {
	f := &d.flows.relations[line.relations[0]]
	e := FlowEdge{Status: cmp.Or(f.Relation.Status, "unknown"), Line: flowPath(route.Stops, route.Label.X, route.Label.X+width)}
	for n, i := range line.relations {
		if n > 0 {
			e.Title += ". "
		}
		f := &d.flows.relations[i]
		weight := dossier.Weigh(d.dossier.Cited(f.Home.Citations, f.Relation.Cite))
		e.Title += f.Label() + flowWords(f.Relation) + "; " + weight.String()
	}
	e.X, e.Y, e.Text, e.More = route.Label.X+1+flowLabelPad, route.Label.Y+flowLine-2, line.label[0], line.label[1:]
	return e
}

// evidenceOf leads to the line that says what a relation rests on.
func (d *flowDrawing) evidenceOf(f *flowRelation) string {
	if f.Home == d.middle {
		return "#" + relationAnchor(f.Index)
	}
	return f.Home.LinkFrom(d.path) + "#" + relationAnchor(f.Index)
}

// flowWords says when a relation held and what its state is: ", since 2014, current".
func flowWords(r *dossier.Relation) string {
	words := ""
	if held := dates(r.Since, r.Until); held != "" {
		words = ", " + held
	}
	switch r.Status {
	case "":
		return words
	case "unknown":
		return words + ", present state unknown"
	}
	return words + ", " + r.Status
}

// flowPath is a route as an SVG path, one pixel further right and down, for the half of the boxes' outlines. It is broken
// between two places, where the label stands.
func flowPath(stops []layout.Point, left, right int) string {
	if len(stops) == 0 {
		return ""
	}
	out := make([]byte, 0, 96)
	out = append(out, 'M')
	out = appendNumbers(out, stops[0].X+1, stops[0].Y+1)
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
	return string(out)
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

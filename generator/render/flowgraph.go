package render

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"dossier/generator/dossier"
)

// A flowGraph is everything along which data moves: the relations whose type has a flow, as edges in the direction of the
// data. It is worked out once for all pictures.
type flowGraph struct {
	entries   []flowEntry // those that data comes to or from, by kind, then by title
	relations []flowRelation
	index     map[*dossier.Entry]int
}

// A flowEntry is an entry with its relations that data moves along.
type flowEntry struct {
	*dossier.Entry
	title   []string   // in lines as the picture shows it
	width   int        // of the widest line
	in, out []flowStep // relations by which data arrives and leaves
	fromEnd bool       // its kind is the one that access paths begin at
	toEnd   bool       // its kind is the one that they end at
}

// A flowStep is a relation as one of its ends has it, with the entry at the other.
type flowStep struct{ relation, other int32 }

// A flowRelation is a relation that data moves along.
type flowRelation struct {
	*dossier.Tie       // as seen from where the data comes from
	from, to     int32 // entries
}

// findFlows makes the graph of flows, or none where the site has no relation with a flow.
func (r *Renderer) findFlows() {
	g := &flowGraph{index: map[*dossier.Entry]int{}}
	site := r.dossier.Site
	for _, k := range site.Kinds {
		for _, e := range k.Entries {
			if hasFlow(e) {
				g.index[e] = len(g.entries)
				g.entries = append(g.entries, flowEntry{Entry: e, fromEnd: k.ID == site.AccessFrom, toEnd: k.ID == site.AccessTo})
			}
		}
	}
	for i := range g.entries {
		for t := range g.entries[i].Ties {
			g.addTie(i, &g.entries[i].Ties[t])
		}
	}
	g.listSteps()
	r.flows = g
	dossier.Each(len(g.entries), func(i int) {
		e := &g.entries[i]
		e.title, e.width = wrapText(e.Title, flowTitleWidth, flowTitleSize)
	})
}

// hasFlow reports whether data moves along a relation of an entry.
func hasFlow(e *dossier.Entry) bool {
	for i := range e.Ties {
		if e.Ties[i].Type.Flow != "" {
			return true
		}
	}
	return false
}

// addTie adds a relation when it is met at the end that the data comes from.
func (g *flowGraph) addTie(from int, t *dossier.Tie) {
	if !t.FlowsOut() {
		return
	}
	if to, ok := g.index[t.Other]; ok {
		g.relations = append(g.relations, flowRelation{t, int32(from), int32(to)})
	}
}

// listSteps lists the relations at each end, in their order.
func (g *flowGraph) listSteps() {
	in, out := make([]int, len(g.entries)), make([]int, len(g.entries))
	for i := range g.relations {
		in[g.relations[i].to]++
		out[g.relations[i].from]++
	}
	room := make([]flowStep, 2*len(g.relations))
	for i := range g.entries {
		e := &g.entries[i]
		e.in, room = room[:0:in[i]], room[in[i]:]
		e.out, room = room[:0:out[i]], room[out[i]:]
	}
	for i := range g.relations {
		f := &g.relations[i]
		from, to := &g.entries[f.from], &g.entries[f.to]
		from.out, to.in = append(from.out, flowStep{int32(i), f.to}), append(to.in, flowStep{int32(i), f.from})
	}
}

// Limits of a picture.
const (
	flowMost      = 40  // entries
	flowEnough    = 16  // entries, beyond which only those are added that lie next to the middle,
	flowFarther   = 8   // and so many others at the most
	flowLinesMost = 80  // lines between them
	flowScan      = 256 // relations of one entry that are looked at while walking on from it
)

// A flowView is the part of the graph that a picture shows.
type flowView struct {
	shown     []int   // entries; the one in the middle, if there is one, is the first, the others are in order
	relations []int32 // among them, by their ends
	folds     []flowFold
	over      bool // there are more entries than were counted
	left      int  // relations among them that were left out
}

// A flowFold is a number of entries that were left out, to be told in one box.
type flowFold struct {
	count int
	kind  *dossier.Kind // theirs, or nil for entries of any kind
	side  int           // of the entry in the middle that they are at
	near  bool          // they lie next to it
}

// A flowWalk is the memory of a worker for choosing what a picture shows, and for drawing it.
type flowWalk struct {
	place      []int32 // of an entry in the picture, from 1; 0 for one that is not shown
	met        []int32 // how often an entry was met that is not shown
	ring       []int32 // how far an entry is from the middle
	front      [2][]int
	candidates []flowCandidate
	view       flowView
	drawing    flowDrawing
}

// A flowCandidate is an entry next to those that are shown.
type flowCandidate struct{ entry, side int }

// Sides of a picture.
const (
	before = 0 // where the data comes from
	behind = 1 // where it goes
)

// around chooses what the picture of an entry shows: ring by ring what data comes from, back to the kind that access paths
// begin at, and where it goes, on to the kind that they end at. The last ring that fits only in part is cut.
func (w *worker) around(start int) *flowView {
	g, walk := w.flows, w.flowWalk()
	v := walk.newView()
	v.shown = append(v.shown, start)
	walk.place[start] = 1
	front := &walk.front
	front[before], front[behind] = append(front[before][:0], start), append(front[behind][:0], start)
	room := flowMost
	for ring := int32(1); len(front[before])+len(front[behind]) > 0; ring++ {
		candidates := v.candidates(g, walk)
		fits := max(room-len(v.shown), 0)
		if len(candidates) == fits+1 && len(v.shown)+fits < flowMost {
			fits++ // a box of its own tells more than "and 1 more"
		}
		if len(candidates) > fits {
			candidates = v.cut(g, walk, candidates, fits, ring == 1)
		}
		front[before], front[behind] = front[before][:0], front[behind][:0]
		for _, c := range candidates {
			v.shown = append(v.shown, c.entry)
			walk.place[c.entry], walk.met[c.entry], walk.ring[c.entry] = 1, 0, ring
			e := &g.entries[c.entry]
			if c.side == before && !e.fromEnd || c.side == behind && !e.toEnd {
				front[c.side] = append(front[c.side], c.entry)
			}
		}
		if ring == 1 {
			room = min(flowMost, max(flowEnough, len(v.shown)+flowFarther))
		}
		if w.dossier.Site.AccessFrom == "" || len(v.folds) > 0 {
			break
		}
	}
	slices.Sort(v.shown[1:])
	v.join(g, walk, start)
	return v
}

// flowWalk is the worker's memory for walks.
func (w *worker) flowWalk() *flowWalk {
	if w.walk == nil {
		n := len(w.flows.entries)
		w.walk = &flowWalk{place: make([]int32, n), met: make([]int32, n), ring: make([]int32, n)}
	}
	return w.walk
}

// newView is a view of nothing, in the memory of the last one.
func (w *flowWalk) newView() *flowView {
	w.view = flowView{shown: w.view.shown[:0], relations: w.view.relations[:0], folds: w.view.folds[:0]}
	return &w.view
}

// candidates are the entries next to the front that are not shown yet.
func (v *flowView) candidates(g *flowGraph, walk *flowWalk) []flowCandidate {
	list := walk.candidates[:0]
	for side := range walk.front {
		for _, from := range walk.front[side] {
			steps := g.entries[from].in
			if side == behind {
				steps = g.entries[from].out
			}
			if from != v.shown[0] && len(steps) > flowScan {
				steps, v.over = steps[:flowScan], true
			}
			for _, s := range steps {
				if walk.place[s.other] != 0 {
					continue
				}
				if walk.met[s.other]++; walk.met[s.other] == 1 {
					list = append(list, flowCandidate{int(s.other), side})
				}
			}
		}
	}
	walk.candidates = list
	return list
}

// cut keeps the candidates that are connected best with what is shown, then with the whole dossier, and counts the others.
func (v *flowView) cut(g *flowGraph, walk *flowWalk, list []flowCandidate, most int, near bool) []flowCandidate {
	slices.SortFunc(list, func(a, b flowCandidate) int {
		return cmp.Or(int(walk.met[b.entry]-walk.met[a.entry]), g.degree(b.entry)-g.degree(a.entry), a.entry-b.entry)
	})
	var more [2]int
	for _, c := range list[most:] {
		walk.met[c.entry] = 0
		more[c.side]++
	}
	for side, count := range more {
		if count > 0 {
			v.folds = append(v.folds, flowFold{count: count, side: side, near: near})
		}
	}
	return list[:most]
}

// degree is how many relations an entry has along which data moves.
func (g *flowGraph) degree(i int) int { return len(g.entries[i].in) + len(g.entries[i].out) }

// join finds the relations among what is shown. Each is looked for at the end that it leaves, or, where that has too many,
// at the other. Of too many those on shortest ways from and to the middle are kept. It leaves the memory of walks clean.
func (v *flowView) join(g *flowGraph, walk *flowWalk, start int) {
	for i, entry := range v.shown {
		walk.place[entry] = int32(i + 1)
	}
	many := func(entry int) bool { return entry != start && len(g.entries[entry].out) > flowScan }
	for _, entry := range v.shown {
		if !many(entry) {
			for _, s := range g.entries[entry].out {
				if walk.place[s.other] != 0 {
					v.relations = append(v.relations, s.relation)
				}
			}
		}
		arriving := g.entries[entry].in
		if entry != start {
			arriving = arriving[:min(len(arriving), flowScan)]
		}
		for _, s := range arriving {
			if walk.place[s.other] != 0 && many(int(s.other)) {
				v.relations = append(v.relations, s.relation)
			}
		}
	}
	if all := len(v.relations); all > flowLinesMost {
		v.relations = slices.DeleteFunc(v.relations, func(f int32) bool {
			return walk.ring[g.relations[f].from] == walk.ring[g.relations[f].to] && start >= 0
		})
		v.relations = v.relations[:min(len(v.relations), flowLinesMost)]
		v.left = all - len(v.relations)
	}
	slices.SortStableFunc(v.relations, func(a, b int32) int {
		x, y := &g.relations[a], &g.relations[b]
		if ends := cmp.Or(walk.place[x.from]-walk.place[y.from], walk.place[x.to]-walk.place[y.to]); ends != 0 {
			return int(ends)
		}
		return strings.Compare(x.Relation.Status, y.Relation.Status)
	})
	for _, entry := range v.shown {
		walk.place[entry], walk.ring[entry] = 0, 0
	}
}

// wholeView chooses what the picture of the whole dossier shows: the entries with most relations along which data moves,
// as long as the lines among them can be told apart, without those that then stand alone.
func (w *worker) wholeView() *flowView {
	g, walk := w.flows, w.flowWalk()
	order := make([]int, len(g.entries))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Or(g.degree(b)-g.degree(a), a-b) })
	lines := 0
	var chosen []int
	for _, entry := range order {
		if len(chosen) == flowMost || lines > flowLinesMost {
			break
		}
		walk.place[entry] = 1
		chosen = append(chosen, entry)
		for _, s := range g.entries[entry].in {
			lines += int(walk.place[s.other])
		}
		for _, s := range g.entries[entry].out {
			lines += int(walk.place[s.other])
		}
	}
	if lines > flowLinesMost && len(chosen) > 2 {
		walk.place[chosen[len(chosen)-1]] = 0
		chosen = chosen[:len(chosen)-1]
	}
	v := walk.newView()
	for _, entry := range chosen {
		if g.tied(entry, walk) {
			v.shown = append(v.shown, entry)
		}
	}
	for _, entry := range chosen {
		walk.place[entry] = 0
	}
	slices.Sort(v.shown)
	v.fold(g)
	v.join(g, walk, -1)
	return v
}

// fold counts by kind what is not shown.
func (v *flowView) fold(g *flowGraph) {
	shown := v.shown
	for i := range g.entries {
		if len(shown) > 0 && shown[0] == i {
			shown = shown[1:]
			continue
		}
		e := &g.entries[i]
		if last := len(v.folds) - 1; last >= 0 && v.folds[last].kind == e.Kind {
			v.folds[last].count++
			continue
		}
		side := before
		if e.toEnd {
			side = behind
		}
		v.folds = append(v.folds, flowFold{count: 1, kind: e.Kind, side: side})
	}
}

// tied reports whether data moves between an entry and another that is shown.
func (g *flowGraph) tied(entry int, walk *flowWalk) bool {
	shown := func(s flowStep) bool { return walk.place[s.other] != 0 }
	return slices.ContainsFunc(g.entries[entry].in, shown) || slices.ContainsFunc(g.entries[entry].out, shown)
}

// moreText is what stands for entries that a picture leaves out: "and 12 more".
func moreText(n int, over bool) string {
	if over {
		return "and over " + strconv.Itoa(n) + " more"
	}
	return "and " + strconv.Itoa(n) + " more"
}

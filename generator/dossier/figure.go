package dossier

import (
	"cmp"
	"math/big"
	"slices"
	"strings"
)

// A FigureRef is a figure with the entry that states it.
type FigureRef struct {
	Entry     *Entry
	Figure    *Figure
	Index     int
	Contested bool // another figure of its measure differs at a date that can be the same
}

// FigureAnchor begins the fragments of all figures' permalinks.
const FigureAnchor = "figure-"

// Anchor is the fragment of the figure on its entry's page.
func (f *Figure) Anchor() string { return FigureAnchor + f.ID }

// span is the time that a figure is for: its date, or from its date until its end.
func (f *Figure) span() (from, to dayNumber) {
	last := f.Date
	if !f.Until.IsZero() {
		last = f.Until
	}
	return f.Date.first(), last.last()
}

// Measure returns the figures of one measure, by date, then by entry.
func (d *Dossier) Measure(name string) []FigureRef { return d.measures[name] }

// Measures returns the names of all measures, sorted.
func (d *Dossier) Measures() []string {
	names := make([]string, 0, len(d.measures))
	for name := range d.measures {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// Contested reports whether a figure of an entry is contested.
func (d *Dossier) Contested(f *Figure) bool {
	for _, r := range d.measures[f.Measure] {
		if r.Figure == f {
			return r.Contested
		}
	}
	return false
}

// groupFigures collects the figures of each measure and finds the contested ones.
func (d *Dossier) groupFigures() {
	var all []FigureRef
	for _, e := range d.Entries {
		for i := range e.Figures {
			if f := &e.Figures[i]; f.Measure != "" {
				all = append(all, FigureRef{Entry: e, Figure: f, Index: i})
			}
		}
	}
	slices.SortFunc(all, func(a, b FigureRef) int {
		if measure := strings.Compare(a.Figure.Measure, b.Figure.Measure); measure != 0 {
			return measure
		}
		return cmp.Or(Compare(a.Figure.Date, b.Figure.Date), byTitle(a.Entry, b.Entry), strings.Compare(a.Figure.ID, b.Figure.ID), cmp.Compare(a.Index, b.Index))
	})
	all = slices.Clip(all)
	d.measures = make(map[string][]FigureRef, len(all))
	for from := 0; from < len(all); {
		to := from + 1
		for to < len(all) && all[to].Figure.Measure == all[from].Figure.Measure {
			to++
		}
		d.measures[all[from].Figure.Measure] = all[from:to:to]
		markContested(all[from:to])
		from = to
	}
}

// markContested compares the figures of a measure, taking those with the same date and value together.
func markContested(group []FigureRef) {
	if len(group) < 2 {
		return
	}
	type statement struct {
		from, to  dayNumber
		value     string
		contested bool
	}
	index := map[statement]int{}
	var all []statement
	of := make([]int, len(group))
	for i, r := range group {
		from, to := r.Figure.span()
		s := statement{from: from, to: to, value: exactValue(r.Figure.Value)}
		n, ok := index[s]
		if !ok {
			n = len(all)
			index[s] = n
			all = append(all, s)
		}
		of[i] = n
	}
	for i := range all {
		for j := i + 1; j < len(all); j++ {
			if all[i].value != all[j].value && all[i].from <= all[j].to && all[j].from <= all[i].to {
				all[i].contested, all[j].contested = true, true
			}
		}
	}
	for i := range group {
		group[i].Contested = all[of[i]].contested
	}
}

// exactValue brings a number to one form, so that 5 and 5.0 are the same.
func exactValue(s string) string {
	r, ok := new(big.Rat).SetString(s)
	if !ok {
		return s
	}
	return r.RatString()
}

package render

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/currency"

	"dossier/generator/dossier"
)

// barLength is the length in px of the bar of the largest of several figures.
const barLength = 120

// figureValue is a figure in words: "about $41,000,000", "at least 9,000 pages", "32%". Sums of money are written out: a
// reader compares them digit by digit, and nothing is rounded that a source did not round.
func figureValue(f *dossier.Figure) string {
	number := grouped(f.Value)
	unit, rest, _ := strings.Cut(f.Unit, " ")
	switch {
	case isCurrency(unit):
		number = money(number, unit)
		if rest != "" {
			number += " " + rest
		}
	case f.Unit == "%" || f.Unit == "percent":
		number += "%"
	case f.Unit != "":
		number += " " + f.Unit
	}
	switch f.Qualifier {
	case "", "exactly":
		return number
	}
	return strings.ReplaceAll(f.Qualifier, "-", " ") + " " + number
}

// isCurrency reports whether a unit is a currency's code of ISO 4217.
func isCurrency(unit string) bool {
	if len(unit) != 3 || strings.ToUpper(unit) != unit {
		return false
	}
	_, err := currency.ParseISO(unit)
	return err == nil
}

// money writes a sum with the sign of its currency, or with its code where the sign is not known to every reader.
func money(number, code string) string {
	sign := code + "\u00a0"
	switch code {
	case "USD":
		sign = "$"
	case "EUR":
		sign = "€"
	case "GBP":
		sign = "£"
	}
	if rest, negative := strings.CutPrefix(number, "−"); negative {
		return "−" + sign + rest
	}
	return sign + number
}

// grouped writes a number with a comma between groups of three digits, and a true minus sign.
func grouped(number string) string {
	sign := ""
	if rest, negative := strings.CutPrefix(number, "-"); negative {
		sign, number = "−", rest
	}
	whole, part, point := strings.Cut(number, ".")
	var b strings.Builder
	for i, c := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(c)
	}
	if point {
		b.WriteString("." + part)
	}
	return sign + b.String()
}

func figureLine(f *dossier.Figure) FigureLine {
	line := FigureLine{Label: f.Label, Value: figureValue(f), Date: f.Date.Point(), Note: f.Note}
	if !f.Until.IsZero() {
		line.Date = f.Date.Words() + " to " + f.Until.Words()
	}
	return line
}

// figures are the entry's own, and the groups of those that are contested.
func (s *sheet) figures(e *dossier.Entry) (lines []FigureLine, contested []ContestedGroup) {
	shown := map[string]bool{}
	for i := range e.Figures {
		f := &e.Figures[i]
		line := figureLine(f)
		line.ID = f.Anchor()
		line.Contested = s.dossier.Contested(f)
		line.Marks, line.Count = s.evidence(f.Cite, line.ID)
		lines = append(lines, line)
		if line.Contested && !shown[f.Measure] {
			shown[f.Measure] = true
			contested = append(contested, ContestedGroup{"_measure-" + f.Measure, f.Measure, s.measured(s.dossier.Measure(f.Measure), s.path)})
		}
	}
	return lines, contested
}

// measured lays the figures of a measure side by side, with bars where they differ.
func (w *worker) measured(refs []dossier.FigureRef, path string) []FigureLine {
	lines := make([]FigureLine, len(refs))
	figures := make([]*dossier.Figure, len(refs))
	for i, ref := range refs {
		lines[i], figures[i] = w.foreignFigure(ref.Entry, ref.Figure, path), ref.Figure
		lines[i].Contested = ref.Contested
	}
	compare(lines, figures)
	return lines
}

// foreignFigure is a figure as another page than its entry's tells it.
func (w *worker) foreignFigure(e *dossier.Entry, f *dossier.Figure, path string) FigureLine {
	line := figureLine(f)
	line.Entry = Link{e.Title, e.LinkFrom(path)}
	line.Home = line.Entry.Href + "#" + f.Anchor()
	if e.Path() == path {
		line.Home = "#" + f.Anchor()
	}
	line.Count, line.Sources = w.foreign(path, e, f.Cite)
	return line
}

// moneyCharts compares the sums of an entry, currency by currency, where there are several that differ. Lines are those of
// its figures.
func moneyCharts(e *dossier.Entry, lines []FigureLine) []MoneyChart {
	byUnit := map[string][]int{}
	var units []string
	for i := range e.Figures {
		unit := e.Figures[i].Unit
		if !isCurrency(unit) {
			continue
		}
		if byUnit[unit] == nil {
			units = append(units, unit)
		}
		byUnit[unit] = append(byUnit[unit], i)
	}
	var charts []MoneyChart
	for _, unit := range units {
		order := byUnit[unit]
		slices.SortStableFunc(order, func(a, b int) int { return dossier.Compare(e.Figures[a].Date, e.Figures[b].Date) })
		var figures []*dossier.Figure
		chart := MoneyChart{Unit: unit}
		for _, i := range order {
			line := lines[i]
			line.Home = "#" + line.ID
			figures, chart.Figures = append(figures, &e.Figures[i]), append(chart.Figures, line)
		}
		if compare(chart.Figures, figures) {
			charts = append(charts, chart)
		}
	}
	return charts
}

// compare gives every line the length of its bar in px, on one linear scale that begins with zero. It reports false where
// there is nothing to compare: no two values that differ, or one below zero.
func compare(lines []FigureLine, figures []*dossier.Figure) bool {
	values := make([]float64, len(figures))
	most, differ := 0.0, false
	for i, f := range figures {
		v, err := strconv.ParseFloat(f.Value, 64)
		if err != nil || v < 0 {
			return false
		}
		values[i] = v
		most = max(most, v)
		differ = differ || v != values[0]
	}
	if !differ {
		return false
	}
	for i, v := range values {
		lines[i].Bar = int(math.Ceil(v / most * barLength))
	}
	return true
}

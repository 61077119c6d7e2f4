package render

import (
	"bytes"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/currency"

	"dossier/generator/dossier"
)

// barLength is the length in px of the bar of the largest of several figures.
const barLength = 120

// figureValue is a figure in words: "about $41,000,000", "at least 9,000 pages", "32%". Sums of money are written out: a
// reader compares them digit by digit, and nothing is rounded that a source did not round.
func figureValue(f *dossier.Figure) string {
	var room, digits [shortText]byte
	out, number := room[:0], appendGrouped(digits[:0], f.Value)
	if f.Qualifier != "" && f.Qualifier != "exactly" {
		for _, c := range []byte(f.Qualifier) {
			if c == '-' {
				c = ' '
			}
			out = append(out, c)
		}
		out = append(out, ' ')
	}
	unit, rest, _ := strings.Cut(f.Unit, " ")
	switch {
	case isCurrency(unit):
		out = appendMoney(out, number, unit)
		if rest != "" {
			out = append(append(out, ' '), rest...)
		}
	case f.Unit == "%" || f.Unit == "percent":
		out = append(append(out, number...), '%')
	case f.Unit != "":
		out = append(append(append(out, number...), ' '), f.Unit...)
	default:
		out = append(out, number...)
	}
	return string(out)
}

// isCurrency reports whether a unit is a currency's code of ISO 4217.
func isCurrency(unit string) bool {
	if len(unit) != 3 || strings.ToUpper(unit) != unit {
		return false
	}
	_, err := currency.ParseISO(unit)
	return err == nil
}

// minus is a true minus sign.
const minus = "−"

// appendMoney writes a sum with the sign of its currency, or with its code where the sign is not known to every reader.
func appendMoney(out, number []byte, code string) []byte {
	if rest, negative := bytes.CutPrefix(number, []byte(minus)); negative {
		out, number = append(out, minus...), rest
	}
	switch code {
	case "USD":
		out = append(out, "$"...)
	case "EUR":
		out = append(out, "€"...)
	case "GBP":
		out = append(out, "£"...)
	default:
		out = append(append(out, code...), "\u00a0"...)
	}
	return append(out, number...)
}

// appendGrouped writes a number with a comma between groups of three digits, and a true minus sign.
func appendGrouped(out []byte, number string) []byte {
	if rest, negative := strings.CutPrefix(number, "-"); negative {
		out, number = append(out, minus...), rest
	}
	whole, part, point := strings.Cut(number, ".")
	for i, c := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			out = append(out, ',')
		}
		out = utf8.AppendRune(out, c)
	}
	if point {
		out = append(append(out, '.'), part...)
	}
	return out
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
	lines = make([]FigureLine, len(e.Figures))
	for i := range e.Figures {
		f, line := &e.Figures[i], &lines[i]
		*line = figureLine(f)
		line.ID = f.Anchor()
		line.Contested = s.dossier.Contested(f)
		line.Marks, line.Count = s.evidence(f.Cite, line.ID)
		id := func(g ContestedGroup) bool { return g.Measure == f.Measure }
		if line.Contested && !slices.ContainsFunc(contested, id) {
			contested = append(contested, ContestedGroup{"_measure-" + f.Measure, f.Measure, s.measured(s.dossier.Measure(f.Measure), s.path)})
		}
	}
	return lines, contested
}

// measured lays the figures of a measure side by side, with bars where they differ.
func (w *worker) measured(refs []dossier.FigureRef, path string) []FigureLine {
	lines := make([]FigureLine, len(refs))
	for i, ref := range refs {
		lines[i] = w.foreignFigure(ref.Entry, ref.Figure, path)
		lines[i].Contested = ref.Contested
	}
	if len(refs) > 1 {
		figures := make([]*dossier.Figure, len(refs))
		for i, ref := range refs {
			figures[i] = ref.Figure
		}
		compare(lines, figures)
	}
	return lines
}

// foreignFigure is a figure as another page than its entry's tells it.
func (w *worker) foreignFigure(e *dossier.Entry, f *dossier.Figure, path string) FigureLine {
	line := figureLine(f)
	line.Entry = Link{e.Title, e.LinkFrom(path)}
	line.Home = w.memory.text.Join(line.Entry.Href, "#", f.Anchor())
	if e.Path() == path {
		line.Home = w.memory.text.Join("#", f.Anchor())
	}
	line.Count, line.Sources = w.foreign(path, e, f.Cite)
	return line
}

// moneyCharts compares the sums of an entry, currency by currency, where there are several that differ. Lines are those of
// its figures.
func moneyCharts(e *dossier.Entry, lines []FigureLine) []MoneyChart {
	var charts []MoneyChart
	for i := range e.Figures {
		unit := e.Figures[i].Unit
		if hasUnit(e.Figures[:i], unit) || !hasUnit(e.Figures[i+1:], unit) || !isCurrency(unit) {
			continue
		}
		if chart, differ := moneyChart(e, unit, lines); differ {
			charts = append(charts, chart)
		}
	}
	return charts
}

// hasUnit reports whether one of some figures is in a unit.
func hasUnit(figures []dossier.Figure, unit string) bool {
	for i := range figures {
		if figures[i].Unit == unit {
			return true
		}
	}
	return false
}

// moneyChart is the chart of one currency; differ is false where there is nothing to compare.
func moneyChart(e *dossier.Entry, unit string, lines []FigureLine) (chart MoneyChart, differ bool) {
	var order []int
	for i := range e.Figures {
		if e.Figures[i].Unit == unit {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return dossier.Compare(e.Figures[a].Date, e.Figures[b].Date) })
	figures := make([]*dossier.Figure, 0, len(order))
	chart = MoneyChart{Unit: unit, Figures: make([]FigureLine, 0, len(order))}
	for _, i := range order {
		line := lines[i]
		line.Home = "#" + line.ID
		figures, chart.Figures = append(figures, &e.Figures[i]), append(chart.Figures, line)
	}
	return chart, compare(chart.Figures, figures)
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

package render

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dossier/generator/dossier"
)

const figuresIndex = "figures.html"

// A figureGroup is the figures of one measure, or those of one entry that have none.
type figureGroup struct {
	section *listPart // its title and id
	measure string
	title   string
	entry   *dossier.Entry
	figures []dossier.FigureRef
}

// A figureList is all figures in the order of their pages.
type figureList struct {
	pages            [][]figureGroup
	sections         []listPart
	count, contested int
}

// allFigures puts the figures in order: by measure, then those without one by kind and entry. A page has 500 of them at the
// most, and a group stands on one page unless it is larger.
func (r *Renderer) allFigures() *figureList {
	list := &figureList{}
	groups := r.unmeasured(r.measures())
	free, from := 0, 0
	for i := range groups {
		g := &groups[i]
		if len(g.figures) > free {
			if i > from {
				list.pages = append(list.pages, groups[from:i])
			}
			free, from = foldAt, i
		}
		if last := len(list.sections) - 1; last < 0 || list.sections[last].id != g.section.id {
			list.sections = append(list.sections, listPart{g.section.title, g.section.id, len(list.pages) + 1})
		}
		free -= len(g.figures)
		list.count += len(g.figures)
		for _, ref := range g.figures {
			if ref.Contested {
				list.contested++
			}
		}
	}
	if len(groups) > 0 {
		list.pages = append(list.pages, groups[from:])
	}
	return list
}

// appendGroup appends a group, in parts where it is too large for a page.
func appendGroup(groups []figureGroup, g figureGroup) []figureGroup {
	for part := range slices.Chunk(g.figures, foldAt) {
		g.figures = part
		groups = append(groups, g)
	}
	return groups
}

// measures are the groups of figures that have a measure, by their titles.
func (r *Renderer) measures() []figureGroup {
	aliases, names := r.aliases(), r.dossier.Measures()
	groups := make([]figureGroup, 0, len(names))
	section := &listPart{title: "By measure", id: "_measures"}
	for _, name := range names {
		figures := r.dossier.Measure(name)
		groups = append(groups, figureGroup{section: section, measure: name, title: measureTitle(name, figures, aliases), figures: figures})
	}
	return byTitle(groups)
}

// byTitle are the groups in the order of their titles, without regard to case, in parts where they are too large for a page.
func byTitle(groups []figureGroup) []figureGroup {
	type titled struct {
		folded string
		group  int
	}
	order := make([]titled, len(groups))
	for i := range groups {
		order[i] = titled{strings.ToLower(groups[i].title), i}
	}
	slices.SortFunc(order, func(a, b titled) int {
		return cmp.Or(strings.Compare(a.folded, b.folded), strings.Compare(groups[a.group].title, groups[b.group].title), cmp.Compare(a.group, b.group))
	})
	sorted := make([]figureGroup, 0, len(groups))
	for _, t := range order {
		sorted = appendGroup(sorted, groups[t.group])
	}
	return sorted
}

// unmeasured appends the groups of figures without a measure, by kind and entry.
func (r *Renderer) unmeasured(groups []figureGroup) []figureGroup {
	for _, k := range r.dossier.Site.Kinds {
		section := &listPart{title: k.Many, id: "_kind-" + k.ID}
		for _, e := range k.Entries {
			g := figureGroup{section: section, entry: e}
			for i := range e.Figures {
				if f := &e.Figures[i]; f.Measure == "" {
					g.figures = append(g.figures, dossier.FigureRef{Entry: e, Figure: f, Index: i})
				}
			}
			groups = appendGroup(groups, g)
		}
	}
	return groups
}

// aliases are the other names of entries that are one word in capitals, by their lower case: "ICE" by "ice".
func (r *Renderer) aliases() map[string]string {
	spelled := map[string]string{}
	for _, e := range r.dossier.Entries {
		for _, name := range e.AKA {
			if isAcronym(name) && len(words(name)) == 1 {
				spelled[strings.ToLower(name)] = name
			}
		}
	}
	return spelled
}

// measureTitle makes the name of a measure readable: hyphens become spaces, and words are spelled like the other names of
// entries and as the labels of its figures spell them, so that "ice-spending" reads "ICE spending".
func measureTitle(name string, figures []dossier.FigureRef, aliases map[string]string) string {
	var spelled map[string]string
	for _, ref := range figures {
		i := 0
		for word := range strings.FieldsFuncSeq(ref.Figure.Label, isBetweenWords) {
			first, _ := utf8.DecodeRuneInString(word)
			if isAcronym(word) || i > 0 && unicode.IsUpper(first) {
				if spelled == nil {
					spelled = map[string]string{}
				}
				spelled[strings.ToLower(word)] = word
			}
			i++
		}
	}
	var title strings.Builder
	title.Grow(len(name) + 1)
	for part := range strings.SplitSeq(name, "-") {
		title.WriteString(cmp.Or(spelled[part], aliases[part], part))
		title.WriteByte(' ')
	}
	return capital(strings.TrimSuffix(title.String(), " "))
}

// words are the runs of letters and digits of a text.
func words(text string) []string { return strings.FieldsFunc(text, isBetweenWords) }

func isBetweenWords(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) }

// isAcronym reports whether a word has a capital letter behind its first.
func isAcronym(word string) bool {
	_, size := utf8.DecodeRuneInString(word)
	return strings.ContainsFunc(word[size:], unicode.IsUpper)
}

func (w *worker) figuresPage(list *figureList, page, of int) any {
	path := numbered(figuresIndex, page)
	p := &FiguresPage{Base: w.base("figures", path, pageTitle("Figures", page), "Every number that an entry states, with its date and its sources"),
		Count: list.count, Contested: list.contested, Index: index(figuresIndex, page, list.sections), Pages: pager(figuresIndex, page, of)}
	if len(list.pages) == 0 {
		return p
	}
	for i := range list.pages[page-1] {
		g := &list.pages[page-1][i]
		if last := len(p.Sections) - 1; last < 0 || p.Sections[last].ID != g.section.id {
			p.Sections = append(p.Sections, FigureSection{ID: g.section.id, Title: g.section.title})
		}
		section := &p.Sections[len(p.Sections)-1]
		if g.entry == nil {
			section.Measures = append(section.Measures, w.measureGroup(g, path))
		} else {
			section.Entries = append(section.Entries, w.entryFigures(g, path))
		}
	}
	return p
}

func (w *worker) measureGroup(g *figureGroup, path string) MeasureGroup {
	group := MeasureGroup{ID: "_measure-" + g.measure, Title: g.title, Figures: w.measured(g.figures, path)}
	for _, ref := range g.figures {
		group.Contested = group.Contested || ref.Contested
	}
	return group
}

func (w *worker) entryFigures(g *figureGroup, path string) EntryFigures {
	group := EntryFigures{Entry: Link{g.entry.Title, g.entry.LinkFrom(path)}, KindID: g.entry.Kind.ID}
	for _, ref := range g.figures {
		group.Figures = append(group.Figures, w.foreignFigure(ref.Entry, ref.Figure, path))
	}
	return group
}

package dossier

import (
	"slices"
	"strconv"

	"dossier/generator/markdown"
)

// A Cited is what a Cite leads to: a citation of the entry, or a source as a whole.
type Cited struct {
	Cite
	Citation *Citation // nil when a whole source is cited
	Source   *Source   // nil when it is unknown
}

// FindCitation looks an id up among citations, as a mark is.
func FindCitation(list []Citation, id string) *Citation {
	for i := range list {
		if list[i].ID == id {
			return &list[i]
		}
	}
	return nil
}

// Cited looks ids up: first among the citations of the entry or page, then among the sources. Unknown ids are left out.
func (d *Dossier) Cited(list []Citation, cites []Cite) []Cited {
	return d.AppendCited(make([]Cited, 0, len(cites)), list, cites)
}

// AppendCited appends what Cited returns.
func (d *Dossier) AppendCited(out []Cited, list []Citation, cites []Cite) []Cited {
	for _, c := range cites {
		out = d.appendCited(out, list, c)
	}
	return out
}

// AppendGroup appends what the marks of a citation group lead to.
func (d *Dossier) AppendGroup(out []Cited, list []Citation, g *markdown.Group) []Cited {
	for i := range g.Marks {
		out = d.appendCited(out, list, Cite{g.Marks[i].ID, g.Marks[i].Locator})
	}
	return out
}

func (d *Dossier) appendCited(out []Cited, list []Citation, c Cite) []Cited {
	if own := FindCitation(list, c.ID); own != nil {
		if own.Source != nil {
			out = append(out, Cited{c, own, own.Source})
		}
	} else if s := d.sources[c.ID]; s != nil {
		out = append(out, Cited{c, nil, s})
	}
	return out
}

// Evidence counts what something rests on.
type Evidence struct {
	Sources []*Source // distinct, in the order of citation
	Origins []*Source // distinct roots of what they relay
}

// Weigh counts the sources and the independent origins behind citations. A citation's own `reporting` stands in for what
// its source is based on.
func Weigh(cited []Cited) Evidence {
	var e Evidence
	e.Weigh(cited)
	return e
}

// Weigh counts anew, in the memory of what was counted before.
func (e *Evidence) Weigh(cited []Cited) {
	e.Sources, e.Origins = e.Sources[:0], e.Origins[:0]
	e.Add(cited)
}

// Add counts further citations.
func (e *Evidence) Add(cited []Cited) {
	for i := range cited {
		c := &cited[i]
		if !slices.Contains(e.Sources, c.Source) {
			e.Sources = append(e.Sources, c.Source)
		}
		from := c.Source
		if c.Citation != nil && c.Citation.Reporting != nil {
			from = c.Citation.Reporting
		}
		for _, root := range from.Roots {
			if !slices.Contains(e.Origins, root) {
				e.Origins = append(e.Origins, root)
			}
		}
	}
}

// String reads "3 sources, 2 origins".
func (e Evidence) String() string {
	return count(len(e.Sources), "source") + ", " + count(len(e.Origins), "origin")
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return strconv.Itoa(n) + " " + what + "s"
}

// traceRoots finds the sources at the far ends of based-on. Where based-on runs in a circle, which check reports, the
// circle counts as one root: its first source by id.
func (d *Dossier) traceRoots(s *Source) {
	if s.Roots != nil {
		return
	}
	if len(s.BasedOn) == 0 {
		s.Roots = s.onlyItself()
		return
	}
	// An explicit stack: a chain of sources may be as long as the content.
	type frame struct {
		source *Source
		next   int
	}
	open := map[*Source]bool{s: true}
	stack := []frame{{s, 0}}
	for len(stack) > 0 {
		top := &stack[len(stack)-1]
		if top.next < len(top.source.BasedOn) {
			base := d.sources[top.source.BasedOn[top.next]]
			top.next++
			if base != nil && base.Roots == nil && !open[base] {
				open[base] = true
				stack = append(stack, frame{base, 0})
			}
			continue
		}
		top.source.Roots = d.rootsOf(top.source)
		delete(open, top.source)
		stack = stack[:len(stack)-1]
	}
}

// rootsOf joins the roots of what a source is based on; a source based on nothing known is its own root.
func (d *Dossier) rootsOf(s *Source) []*Source {
	if len(s.BasedOn) == 1 {
		if base := d.sources[s.BasedOn[0]]; base != nil && len(base.Roots) > 0 {
			return base.Roots
		}
		return s.onlyItself()
	}
	var roots []*Source
	seen := map[*Source]bool{}
	for _, id := range s.BasedOn {
		base := d.sources[id]
		if base == nil {
			continue
		}
		for _, root := range base.Roots {
			if !seen[root] {
				seen[root] = true
				roots = append(roots, root)
			}
		}
	}
	if len(roots) == 0 {
		return s.onlyItself()
	}
	return roots
}

// onlyItself is the list of a source that is its own root. It lies within the source.
func (s *Source) onlyItself() []*Source {
	s.itself[0] = s
	return s.itself[:]
}

package render

import (
	"fmt"
	"slices"
	"strings"

	"dossier/generator/dossier"
)

// Sizes of the picture of origins, in CSS pixels.
const (
	originWidth  = 164 // of a box
	originHeight = 34
	originGapX   = 40
	originGapY   = 14
	originMost   = 12 // boxes; beyond that the text alone says it
)

// originPicture draws what a source relays: itself at the left, its origins at the right. It is nil for a source that
// relays nothing.
func (r *Renderer) originPicture(s *dossier.Source, path string) *OriginPicture {
	columns := r.originColumns(s)
	if len(columns) < 2 {
		return nil
	}
	p := &OriginPicture{Width: len(columns)*(originWidth+originGapX) - originGapX + 2}
	at := map[*dossier.Source][2]int{}
	for x, column := range columns {
		p.Height = max(p.Height, len(column)*(originHeight+originGapY)-originGapY)
		for y, source := range column {
			at[source] = [2]int{x * (originWidth + originGapX), y * (originHeight + originGapY)}
		}
	}
	var words []string
	for _, column := range columns {
		for _, source := range column {
			p.Nodes = append(p.Nodes, OriginNode{Link: Link{shorten(r.about(source).name, 22), source.LinkFrom(path)}, X: at[source][0], Y: at[source][1],
				Width: originWidth, Height: originHeight, TextX: at[source][0] + 10, TextY: at[source][1] + 22, Root: slices.Contains(s.Roots, source)})
			for _, id := range source.BasedOn {
				base := r.dossier.Source(id)
				if to, ok := at[base]; ok && base != nil {
					p.Edges = append(p.Edges, originEdge(at[source], to))
					words = append(words, r.about(source).name+" relays "+r.about(base).name)
				}
			}
		}
	}
	p.Height += 2
	p.Text = strings.Join(words, "; ")
	return p
}

// originColumns puts a source and all that it goes back to into columns: each as far right as its longest way from the
// source. It is nil where there are too many.
func (r *Renderer) originColumns(s *dossier.Source) [][]*dossier.Source {
	depth := map[*dossier.Source]int{s: 0}
	order := []*dossier.Source{s}
	for i := 0; i < len(order); i++ {
		for _, id := range order[i].BasedOn {
			base := r.dossier.Source(id)
			if base == nil {
				continue
			}
			if _, ok := depth[base]; !ok {
				if order = append(order, base); len(order) > originMost {
					return nil
				}
			}
			if depth[base] <= depth[order[i]] && depth[order[i]] < originMost {
				depth[base] = depth[order[i]] + 1
			}
		}
	}
	var columns [][]*dossier.Source
	for _, source := range order {
		for len(columns) <= depth[source] {
			columns = append(columns, nil)
		}
		columns[depth[source]] = append(columns[depth[source]], source)
	}
	return slices.DeleteFunc(columns, func(c []*dossier.Source) bool { return len(c) == 0 })
}

// originEdge is a curve from the right side of one box to the left side of another.
func originEdge(from, to [2]int) string {
	x1, y1 := from[0]+originWidth, from[1]+originHeight/2
	x2, y2 := to[0], to[1]+originHeight/2
	middle := (x1 + x2) / 2
	return fmt.Sprintf("M%d %dC%d %d %d %d %d %d", x1, y1, middle, y1, middle, y2, x2, y2)
}

// shorten cuts a name to so many characters.
func shorten(s string, most int) string {
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most-1]) + "…"
	}
	return s
}

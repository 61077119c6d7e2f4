package check

import (
	"fmt"
	"strings"

	"dossier/generator/diag"
	"dossier/generator/dossier"
)

// badValue: places are those of the site, groups of access paths name each entry of their kind once, no relation leads to its own entry, a measure has one unit, and texts keep to
// the attributes and depth that the dialect allows. Package load reports the words that are none of a fixed list.
func badValue(r *run) {
	for _, e := range r.Entries {
		for i, code := range e.Places {
			if code != "" && r.Site.Place(code) == nil {
				r.report(e.At(indexed("places", i)), fmt.Sprintf("the place %q is not named in site.yaml", code), r.placeHint(code))
			}
		}
		for i := range e.Relations {
			if e.Relations[i].To == e.ID {
				r.report(e.At(indexed("relations", i)+".to"), "a relation leads to the entry that it stands in", "name the entry at its other end")
			}
		}
	}
	grouped := map[string]bool{}
	r.accessGroups(func(at diag.Position, id string, e *dossier.Entry) {
		switch {
		case e != nil && e.Kind.ID != r.Site.AccessFrom:
			r.report(at, fmt.Sprintf("access paths begin at %s, and %q is of %s", r.Site.AccessFrom, id, e.Kind.ID), "name an entry of that kind, or remove it")
		case grouped[id]:
			r.report(at, fmt.Sprintf("%q stands in a group already", id), "name it in one group only")
		}
		grouped[id] = true
	})
	for _, name := range r.Measures() {
		group := r.Measure(name)
		for _, f := range group[1:] {
			if f.Figure.Unit != group[0].Figure.Unit {
				at := indexed("figures", f.Index) + ".unit"
				r.report(f.Entry.At(at), fmt.Sprintf("the measure %q has %s here and %s in %s", name, unit(f.Figure), unit(group[0].Figure), group[0].Entry.Name),
					"give a measure one unit, or give this figure another measure")
			}
		}
	}
	r.texts(func(t prose) {
		for _, span := range t.BadAttributes {
			r.report(t.At(span), "a heading has an attribute that is not allowed", "a heading may have an id in lower case and plain class names: {#my-id .my-class}")
		}
		if t.Excess != nil {
			r.report(t.At(t.Excess.Span), t.Excess.What, t.Excess.Remedy)
		}
	})
}

// unit names the unit of a figure.
func unit(f *dossier.Figure) string {
	if f.Unit == "" {
		return "no unit"
	}
	return fmt.Sprintf("the unit %q", f.Unit)
}

func (r *run) placeHint(code string) string {
	var codes []string
	for _, p := range r.Site.Places {
		codes = append(codes, p.Code)
	}
	if upper := strings.ToUpper(code); r.Site.Place(upper) != nil {
		return fmt.Sprintf("did you mean %q?", upper)
	}
	if hint := r.didYouMean(code, codes); hint != "" {
		return hint
	}
	return "add it to `places` in site.yaml"
}

package check

import (
	"fmt"
	"strings"

	"dossier/generator/dossier"
)

// dateOrder: what ends has begun before. Dates are compared only where every reading of them is out of order.
func dateOrder(r *run) {
	for _, e := range r.Entries {
		r.ordered(&e.File, "published", e.Published, "updated", e.Updated)
		r.ordered(&e.File, "since", e.Since, "until", e.Until)
		for i := range e.Relations {
			rel := &e.Relations[i]
			if disordered(rel.Since, rel.Until) {
				prefix := indexed("relations", i) + "."
				r.ordered(&e.File, prefix+"since", rel.Since, prefix+"until", rel.Until)
			}
		}
		for i := range e.Events {
			if e.Events[i].Date.Backwards() {
				r.forward(&e.File, indexed("events", i)+".date", e.Events[i].Date)
			}
		}
		for i := range e.Figures {
			f := &e.Figures[i]
			if disordered(f.Date, f.Until) {
				prefix := indexed("figures", i) + "."
				r.ordered(&e.File, prefix+"date", f.Date, prefix+"until", f.Until)
			}
		}
	}
	for _, p := range r.Pages {
		r.ordered(&p.File, "published", p.Published, "updated", p.Updated)
	}
	for _, t := range r.Translations {
		r.ordered(&t.File, "published", t.Published, "updated", t.Updated)
	}
	for _, s := range r.Sources {
		r.forward(&s.File, "issued", s.CSL.Issued)
		r.forward(&s.File, "accessed", s.CSL.Accessed)
		if s.Archived != nil {
			r.forward(&s.File, "archived.date", s.Archived.Date)
			if dossier.Before(s.Archived.Date, s.CSL.Issued) {
				r.report(s.At("archived.date"), fmt.Sprintf("the source was archived on %s, before it was issued on %s", s.Archived.Date, s.CSL.Issued), "mend one of the dates")
			}
		}
	}
}

// disordered reports whether two dates, or one of them in itself, are out of order.
func disordered(a, b dossier.Date) bool {
	return a.Backwards() || b.Backwards() || dossier.Before(b, a)
}

// ordered holds two dates to their order, and each to itself.
func (r *run) ordered(file *dossier.File, first string, a dossier.Date, second string, b dossier.Date) {
	r.forward(file, first, a)
	r.forward(file, second, b)
	if dossier.Before(b, a) {
		r.report(file.At(second), fmt.Sprintf("%q is %s, before %q, which is %s", field(second), b, field(first), a), "mend one of the dates")
	}
}

// forward reports an interval that ends before it begins.
func (r *run) forward(file *dossier.File, name string, d dossier.Date) {
	if d.Backwards() {
		r.report(file.At(name), fmt.Sprintf("the interval %s ends before it begins", d), "write the earlier date first")
	}
}

// field is the last name of a path: relations[2].until is until.
func field(path string) string { return path[strings.LastIndexByte(path, '.')+1:] }

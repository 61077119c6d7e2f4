package check

import (
	"fmt"
)

// contestedFigure: figures of one measure that differ at a date that can be the same are worth a second look.
func contestedFigure(r *run) {
	for _, name := range r.Measures() {
		for _, f := range r.Measure(name) {
			if f.Contested {
				r.report(f.Entry.At(indexed("figures", f.Index)+".value"), fmt.Sprintf("other figures of the measure %q differ", name), "they are shown side by side; mend the one that is wrong, if one is")
			}
		}
	}
}

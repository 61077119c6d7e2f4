package check

import (
	"fmt"

	"dossier/generator/dossier"
)

// singleOrigin: a claim with several sources that all go back to one report is not corroborated by their number.
func singleOrigin(r *run) {
	var cited []dossier.Cited
	for _, e := range r.Entries {
		for i := range e.Claims {
			c := &e.Claims[i]
			if len(c.Group.Marks) < 2 {
				continue
			}
			cited = r.AppendCited(cited[:0], e.Citations, c.Cites())
			weight := dossier.Weigh(cited)
			if len(weight.Sources) > 1 && len(weight.Origins) == 1 {
				r.report(c.Text.At(c.Group.Marks[0].Span), fmt.Sprintf("%d sources all go back to %q", len(weight.Sources), weight.Origins[0].ID), "add a source of another origin if there is one")
			}
		}
	}
}

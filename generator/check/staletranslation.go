package check

import (
	"fmt"

	"dossier/generator/dossier"
)

// staleTranslation: a translation is not older than its original.
func staleTranslation(r *run) {
	for _, t := range r.Translations {
		field, dated := "updated", t.Updated
		if dated.IsZero() {
			field, dated = "published", t.Published
		}
		if t.Found && dossier.Before(dated, t.Original) {
			r.report(t.At(field), fmt.Sprintf("the translation is of %s, the original of %s", dated, t.Original), "bring it up to date, and set `updated`")
		}
	}
}

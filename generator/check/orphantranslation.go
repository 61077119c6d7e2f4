package check

import (
	"fmt"
	"slices"
)

// orphanTranslation: a translation lies beside its original, in a language of the site other than the first.
func orphanTranslation(r *run) {
	for _, t := range r.Translations {
		switch {
		case !slices.Contains(r.Site.Languages, t.Lang):
			r.report(t.Start(), fmt.Sprintf("%q is no language of the site", t.Lang), "add it to `languages` in site.yaml, or rename the file")
		case t.Lang == r.Site.Languages[0]:
			r.report(t.Start(), fmt.Sprintf("%q is the language of the original", t.Lang), "name the file without it")
		case !t.Found:
			r.report(t.Start(), fmt.Sprintf("there is no %s/%s.md that this translates", t.Kind, t.ID), "put the translation beside its original")
		}
	}
}

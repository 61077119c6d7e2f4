package check

import (
	"fmt"

	"dossier/generator/diag"
)

// unknownKind: relations and access paths name kinds of the site. Package load reports folders that are no kind.
func unknownKind(r *run) {
	known := func(path, kind string) {
		if kind != "" && r.Site.Kind(kind) == nil {
			r.report(r.Site.At(path), fmt.Sprintf("there is no kind %q", kind), diag.OneOf(kind, r.Site.KindIDs()))
		}
	}
	for _, t := range r.Site.Relations {
		for i, kind := range t.From {
			known(indexed("relations."+t.Name+".from", i), kind)
		}
		for i, kind := range t.To {
			known(indexed("relations."+t.Name+".to", i), kind)
		}
	}
	known("access.from", r.Site.AccessFrom)
	known("access.to", r.Site.AccessTo)
}

package check

import (
	"fmt"

	"dossier/generator/dossier"
)

// unknownSource: a citation, and what a source is based on, names a source.
func unknownSource(r *run) {
	known := func(file *dossier.File, path, id string) {
		if id != "" && r.Source(id) == nil {
			hint := r.didYouMean(id, r.sourceIDs())
			if hint == "" {
				hint = "write it as sources/" + id + ".md"
			}
			r.report(file.At(path), fmt.Sprintf("there is no source %q", id), hint)
		}
	}
	citations := func(file *dossier.File, list []dossier.Citation) {
		for i := range list {
			known(file, indexed("citations", i)+".source", list[i].SourceID)
			known(file, indexed("citations", i)+".reporting", list[i].ReportingID)
		}
	}
	for _, e := range r.Entries {
		citations(&e.File, e.Citations)
	}
	for _, p := range r.Pages {
		citations(&p.File, p.Citations)
	}
	for _, s := range r.Sources {
		for i, id := range s.BasedOn {
			known(&s.File, indexed("based-on", i), id)
		}
	}
}

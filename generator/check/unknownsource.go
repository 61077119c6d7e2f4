package check

import (
	"fmt"
	"strings"

	"dossier/generator/dossier"
)

// unknownSource: a citation, and what a source is based on, names a source.
func unknownSource(r *run) {
	known := func(file *dossier.File, path, id string) {
		if id != "" && r.Source(id) == nil {
			hint := "a source's id is the name of its file in sources/ without .md"
			if bare := strings.TrimSuffix(id[strings.LastIndexByte(id, '/')+1:], ".md"); r.Source(bare) != nil {
				hint = fmt.Sprintf("did you mean %q?", bare)
			} else if near := r.didYouMean(id, r.sourceIDs()); near != "" {
				hint = near
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

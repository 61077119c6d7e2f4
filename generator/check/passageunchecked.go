package check

import (
	"dossier/generator/diag"
)

// passageUnchecked: passages are looked up in kept copies, and what was found is committed in evidence.lock. While there
// is none, one finding stands for all.
func passageUnchecked(r *run) {
	if r.HasLock {
		return
	}
	for _, e := range r.Entries {
		for i := range e.Citations {
			if e.Citations[i].Passage != "" {
				at := diag.Position{Path: r.EvidenceLock, Line: 1, Column: 1, EndLine: 1, EndColumn: 1}
				r.report(at, "no passage was checked: there is no evidence.lock", "the site says of each passage that it was not checked")
				return
			}
		}
	}
}

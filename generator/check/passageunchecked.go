package check

import (
	"fmt"

	"dossier/generator/diag"
	"dossier/generator/dossier"
)

// passageUnchecked: passages are looked up in kept copies, and what was found is committed in evidence.lock. While there
// is none, one finding stands for all. That a copy has no text is nobody's mistake and only informs.
func passageUnchecked(r *run) {
	for _, p := range r.passages {
		switch {
		case r.Lock == nil && len(r.found) == 0:
			at := diag.Position{Path: r.LockName, Line: 1, Column: 1, EndLine: 1, EndColumn: 1}
			r.report(at, "no passage was checked: there is no evidence.lock", "dossier verify looks passages up in the kept copies; until then the site says that they were not checked")
		case r.Lock == nil:
		case p.fact == nil:
			r.report(p.at(), "the passage is new or was changed since the last verify", "run verify")
		case p.fact.State != dossier.PassageUnchecked || p.fact.Where == dossier.WhereChanged:
		case p.fact.Where == dossier.WhereNoText:
			r.report(p.at(), fmt.Sprintf("the copy of %q has no text to look the passage up in", p.citation.SourceID), "the site says so")
			r.found[len(r.found)-1].Severity = diag.Info
		default:
			r.report(p.at(), fmt.Sprintf("the passage was not checked: no copy of %q is kept", p.citation.SourceID), "run archive "+p.citation.SourceID+", then verify")
		}
	}
}

// A passage is a citation with a passage, and what the lock knows of it.
type passage struct {
	file     *dossier.File
	index    int // of the citation
	citation *dossier.Citation
	fact     *dossier.PassageFact // nil when it is not in the lock
}

// at is the position of the passage.
func (p *passage) at() diag.Position { return p.file.At(indexed("citations", p.index) + ".passage") }

// gatherPassages lists the passages of all entries and pages.
func (c *content) gatherPassages() {
	add := func(file *dossier.File, id string, list []dossier.Citation) {
		for i := range list {
			if list[i].Passage == "" || list[i].Source == nil {
				continue
			}
			p := passage{file: file, index: i, citation: &list[i]}
			if c.Lock != nil {
				p.fact = c.Lock.Passage(id, &list[i])
			}
			c.passages = append(c.passages, p)
		}
	}
	for _, e := range c.Entries {
		add(&e.File, e.ID, e.Citations)
	}
	for _, p := range c.Pages {
		add(&p.File, p.ID, p.Citations)
	}
}

package render

import (
	"strings"

	"dossier/generator/dossier"
)

// A passageState says of a passage whether it was found in a kept copy of its source. A reader never sees more than the
// lock knows.
type passageState struct {
	Short string // "found", "not found", "not checked"
	Long  string // with the copy, or the reason
	Found bool
}

// state says what the lock knows of a citation's passage in an entry or page.
func (r *Renderer) state(owner string, c *dossier.Citation) passageState {
	if c == nil || c.Passage == "" {
		return passageState{}
	}
	lock := r.dossier.Lock
	if lock == nil {
		return passageState{Short: "not checked", Long: "not checked"}
	}
	fact := lock.Passage(owner, c)
	switch {
	case fact == nil:
		return passageState{Short: "not checked", Long: "not checked: it is new or was changed since the last check"}
	case fact.State == dossier.PassageFound:
		return passageState{"found", "found in " + r.copyWords(c), true}
	case fact.State == dossier.PassageNotFound:
		return passageState{Short: "not found", Long: "not found in " + r.copyWords(c)}
	case fact.Where == dossier.WhereNoText:
		return passageState{Short: "not checked", Long: "not checked: the copy has no text"}
	case fact.Where == dossier.WhereChanged:
		return passageState{Short: "not checked", Long: "not checked: the source has changed"}
	}
	return passageState{Short: "not checked", Long: "not checked: no copy is kept"}
}

// copyWords names the copy of a citation's source: "the copy of 22 November 2026 (SHA-256 0123456789ab…)".
func (r *Renderer) copyWords(c *dossier.Citation) string {
	fact := r.dossier.Lock.Source(c.SourceID)
	if fact == nil {
		return "a kept copy"
	}
	return "the copy of " + fact.Date.Words() + " (SHA-256 " + fact.SHA256[:12] + "…)"
}

// foundFragment is the fragment that leads a browser to a passage in the live page: that of the kept copy where it was
// found there, else one made from the passage as it is written.
func (r *Renderer) foundFragment(owner string, c *dossier.Citation, address, locator string) string {
	if r.dossier.Lock != nil && c != nil {
		fact := r.dossier.Lock.Passage(owner, c)
		if fact != nil && fact.State == dossier.PassageFound {
			if text, ok := strings.CutPrefix(fact.Where, "text="); ok && !strings.Contains(address, "#") {
				return "#:~:text=" + text
			}
			if strings.HasPrefix(fact.Where, "page=") && !strings.Contains(address, "#") {
				return "#" + fact.Where
			}
		}
	}
	return passageFragment(address, c, locator)
}

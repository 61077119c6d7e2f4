package render

import (
	"strings"

	"dossier/generator/dossier"
)

// A passageState says of a passage whether it was found in a kept copy of its source. A reader never sees more than the
// lock knows.
type passageState struct {
	short string               // "found", "not found", "not checked"; "" without a passage
	fact  *dossier.PassageFact // what the lock knows, or nil
}

// state says what the lock knows of a citation's passage in an entry or page.
func (r *Renderer) state(owner string, c *dossier.Citation) passageState {
	if c == nil || c.Passage == "" {
		return passageState{}
	}
	var fact *dossier.PassageFact
	if r.dossier.Lock != nil {
		fact = r.dossier.Lock.Passage(owner, c)
	}
	switch {
	case fact == nil:
	case fact.State == dossier.PassageFound:
		return passageState{"found", fact}
	case fact.State == dossier.PassageNotFound:
		return passageState{"not found", fact}
	}
	return passageState{"not checked", fact}
}

// found reports whether the passage was found.
func (s passageState) found() bool { return s.fact != nil && s.fact.State == dossier.PassageFound }

// stateWords says it with the copy, or the reason.
func (r *Renderer) stateWords(s passageState, c *dossier.Citation) string {
	switch {
	case s.short == "" || r.dossier.Lock == nil:
		return s.short
	case s.fact == nil:
		return "not checked: it is new or was changed since the last check"
	case s.fact.State == dossier.PassageFound:
		return "found in " + r.copyWords(c)
	case s.fact.State == dossier.PassageNotFound:
		return "not found in " + r.copyWords(c)
	case s.fact.Where == dossier.WhereNoText:
		return "not checked: the copy has no text"
	case s.fact.Where == dossier.WhereChanged:
		return "not checked: the source has changed"
	}
	return "not checked: no copy is kept"
}

// copyWords names the copy of a citation's source: "the copy of 22 November 2026 (SHA-256 0123456789ab…)".
func (r *Renderer) copyWords(c *dossier.Citation) string {
	fact := r.dossier.Lock.Source(c.SourceID)
	if fact == nil {
		return "a kept copy"
	}
	return "the copy of " + fact.Date.Words() + " (SHA-256 " + fact.SHA256[:12] + "…)"
}

// appendFoundFragment appends the fragment that leads a browser to a passage in the live page of its source: that of the
// kept copy where it was found there, else one made from the passage as it is written.
func appendFoundFragment(dst []byte, about *sourceWords, c *dossier.Citation, s passageState) []byte {
	if s.found() && !strings.Contains(about.live.Href, "#") {
		if text, ok := strings.CutPrefix(s.fact.Where, "text="); ok {
			return append(append(dst, "#:~:text="...), text...)
		}
		if strings.HasPrefix(s.fact.Where, "page=") {
			return append(append(dst, '#'), s.fact.Where...)
		}
	}
	return appendPassageFragment(dst, about.fragment, c)
}

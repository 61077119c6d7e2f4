package dossier

import (
	"strconv"

	"dossier/generator/markdown"
)

// A Claim is the run of text that ends in a citation group.
type Claim struct {
	ID    string // of its first citation, numbered in reading order; its anchor is "claim-" + ID
	Text  *Text
	Group *markdown.Group
}

// ClaimAnchor begins the fragments of all claims' permalinks.
const ClaimAnchor = "claim-"

// Anchor is the fragment of the claim's permalink.
func (c *Claim) Anchor() string { return ClaimAnchor + c.ID }

// Cites returns what the claim cites.
func (c *Claim) Cites() []Cite { return GroupCites(c.Group) }

// GroupCites returns what a citation group cites.
func GroupCites(g *markdown.Group) []Cite {
	cites := make([]Cite, len(g.Marks))
	for i, m := range g.Marks {
		cites[i] = Cite{m.ID, m.Locator}
	}
	return cites
}

// findClaims numbers the claims of an entry in reading order, summary first. A number never makes an id that an author
// wrote.
func (e *Entry) findClaims() {
	written := map[string]bool{}
	for i := range e.Citations {
		written[e.Citations[i].ID] = true
	}
	total := 0
	for _, t := range e.Texts() {
		for i := range t.Groups {
			for _, m := range t.Groups[i].Marks {
				written[m.ID] = true
			}
			total++
		}
	}
	e.Claims = make([]Claim, 0, total)
	next := map[string]int{} // the number that the next claim led by a citation gets
	for _, t := range e.Texts() {
		for i := range t.Groups {
			g := &t.Groups[i]
			if !g.Claim {
				continue
			}
			e.Claims = append(e.Claims, Claim{ID: claimID(g.Marks[0].ID, next, written), Text: t, Group: g})
		}
	}
}

func claimID(first string, next map[string]int, written map[string]bool) string {
	n := next[first]
	if n == 0 {
		next[first] = 2
		return first
	}
	id := first + "-" + strconv.Itoa(n)
	for written[id] {
		n++
		id = first + "-" + strconv.Itoa(n)
	}
	next[first] = n + 1
	return id
}

// Claim returns the claim that a group of a text ends, or nil.
func (e *Entry) Claim(g *markdown.Group) *Claim {
	for i := range e.Claims {
		if e.Claims[i].Group == g {
			return &e.Claims[i]
		}
	}
	return nil
}

// AppendClaims appends the claims of a text by its groups, nil for a group that ends no claim. Claims are those of the entry.
func AppendClaims(out []*Claim, claims []Claim, t *Text) []*Claim {
	next := 0
	for i := range t.Groups {
		for next < len(claims) && claims[next].Text != t {
			next++
		}
		if next < len(claims) && claims[next].Group == &t.Groups[i] {
			out = append(out, &claims[next])
			next++
		} else {
			out = append(out, nil)
		}
	}
	return out
}

// ClaimText returns the words of a claim, with the titles of what it links to.
func (d *Dossier) ClaimText(c *Claim) string {
	return c.Text.Plain(c.Group.TextStart, c.Group.TextEnd, d.LinkText)
}

// Plain returns the whole of a text without marks, with the titles of what it links to.
func (d *Dossier) Plain(t *Text) string {
	if t == nil {
		return ""
	}
	end := len(t.Text)
	for end > 0 && t.Text[end-1] == '\n' {
		end--
	}
	return t.Plain(0, end, d.LinkText)
}

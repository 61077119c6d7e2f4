package dossier

import (
	"strconv"

	"dossier/generator/markdown"
	"dossier/generator/slab"
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

// numbering is the memory that findClaims needs for one entry after the other.
type numbering struct {
	written map[string]bool // the ids of all citations and marks
	next    map[string]int  // the number that the next claim led by a citation gets
	words   slab.Strings
	claims  slab.Lists[Claim]
}

func newNumbering() *numbering {
	return &numbering{written: map[string]bool{}, next: map[string]int{}}
}

// maxCleared is how many ids a map may hold that is used again: to clear one takes as long as it ever was.
const maxCleared = 1000

// begin forgets what the last entry had.
func (n *numbering) begin() {
	if len(n.written) > maxCleared {
		n.written, n.next = map[string]bool{}, map[string]int{}
	}
	clear(n.written)
	clear(n.next)
}

// findClaims numbers the claims of an entry in reading order, summary first. A number never makes an id that an author
// wrote.
func (e *Entry) findClaims(n *numbering) {
	n.begin()
	for i := range e.Citations {
		n.written[e.Citations[i].ID] = true
	}
	total := 0
	for _, t := range e.Texts() {
		for i := range t.Groups {
			for k := range t.Groups[i].Marks {
				n.written[t.Groups[i].Marks[k].ID] = true
			}
			if t.Groups[i].Claim {
				total++
			}
		}
	}
	e.Claims = n.claims.Make(total)
	for _, t := range e.Texts() {
		for i := range t.Groups {
			if g := &t.Groups[i]; g.Claim {
				e.Claims = append(e.Claims, Claim{ID: n.claimID(g.Marks[0].ID), Text: t, Group: g})
			}
		}
	}
}

// claimID is the id of the next claim that a citation leads.
func (n *numbering) claimID(first string) string {
	k := n.next[first]
	if k == 0 {
		n.next[first] = 2
		return first
	}
	id := first + "-" + strconv.Itoa(k)
	for n.written[id] {
		k++
		id = first + "-" + strconv.Itoa(k)
	}
	n.next[first] = k + 1
	return n.words.String(id)
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

// AppendClaimText appends what ClaimText returns.
func (d *Dossier) AppendClaimText(out []byte, c *Claim) []byte {
	return c.Text.AppendPlain(out, c.Group.TextStart, c.Group.TextEnd, d.LinkText)
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

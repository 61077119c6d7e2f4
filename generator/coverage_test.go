package main

import (
	"encoding/csv"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// coverage holds content/coverage.csv to the site: every item of the checklist has an entry, or a section or claim of one,
// that names it.
func (s *site) coverage(t *testing.T) {
	rows, err := csv.NewReader(strings.NewReader(readFile(t, "../content/coverage.csv"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(rows[0], []string{"item", "seeds", "entry", "anchor"}) || len(rows) < 200 {
		t.Fatalf("the table has the columns %q and %d rows", rows[0], len(rows))
	}
	for i, row := range rows[1:] {
		item, entry, anchor := row[0], s.dossier.Entry(row[2]), row[3]
		if entry == nil {
			t.Errorf("coverage.csv:%d: there is no entry %q", i+2, row[2])
			continue
		}
		page := s.byPath[entry.Path()]
		place := page.root
		if anchor != "" {
			if place = page.ids[anchor]; place == nil {
				t.Errorf("coverage.csv:%d: %s has no anchor %q", i+2, entry.Path(), anchor)
				continue
			}
		}
		if !strings.Contains(plainWords(passageAt(place)), plainWords(item)) {
			t.Errorf("coverage.csv:%d: %s#%s does not name %q", i+2, entry.Path(), anchor, item)
		}
	}
}

// plainWords is a text in lower case with single spaces.
func plainWords(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }

// passageAt is the text of an element; of a heading with what stands below it; of a mark the block that it stands in.
func passageAt(n *html.Node) string {
	out := text(n)
	switch n.DataAtom {
	case atom.H2, atom.H3:
		for next := n.NextSibling; next != nil && (next.Type != html.ElementNode || next.Data[0] != 'h' || next.Data > n.Data); next = next.NextSibling {
			out += " " + text(next)
		}
	case atom.Sup:
		return text(n.Parent)
	}
	return out
}

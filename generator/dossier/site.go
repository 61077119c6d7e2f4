package dossier

import (
	"slices"
	"strings"
)

// A Site is content/site.yaml: the topic. Kinds of entry and relations are named there and nowhere in the code.
type Site struct {
	File
	Title, Description, BaseURL, Contact string
	Languages                            []string // the first is the default
	Kinds                                []*Kind  // in the order of menus
	Relations                            []*RelationType
	AccessFrom, AccessTo                 string // kinds at the ends of access paths, or ""
	AccessGroups                         []AccessGroup
	Places                               []*Place // sorted by code
}

// An AccessGroup is a heading in the table of access paths with ids of entries of the kind that they begin at.
type AccessGroup struct {
	Title string
	IDs   []string
}

// A Kind of entry.
type Kind struct {
	ID               string // the folder
	One, Many, About string
	Feed             bool     // each entry has a feed
	Featured         bool     // the home page lists its entries
	FTM              string   // what its entries are in FollowTheMoney, or ""
	Entries          []*Entry // by title
}

// A RelationType is a relation that entries may have, readable from both ends.
type RelationType struct {
	Name, Label           string
	Inverse, InverseLabel string
	From, To              []string // kinds at its ends; empty for any
	Flow                  string   // forward, back or ""
}

// A Place that entries may name.
type Place struct {
	Code, Name string // ISO 3166-1 or -2
	Entries    []*Entry
}

// Kind returns a kind by its folder, or nil.
func (s *Site) Kind(id string) *Kind {
	for _, k := range s.Kinds {
		if k.ID == id {
			return k
		}
	}
	return nil
}

// Address is the public address of a published path. That of an index page is its folder's.
func (s *Site) Address(path string) string {
	if path == "index.html" || strings.HasSuffix(path, "/index.html") {
		path = strings.TrimSuffix(path, "index.html")
	}
	return s.Base() + path
}

// FeedPath is where the feed of a kind is published.
func (k *Kind) FeedPath() string { return k.ID + "/feed.xml" }

// FeedPath is where the feed of an entry is published, if its kind has feeds.
func (e *Entry) FeedPath() string { return strings.TrimSuffix(e.Path(), ".html") + ".xml" }

// KindIDs returns the folders of all kinds.
func (s *Site) KindIDs() []string {
	ids := make([]string, len(s.Kinds))
	for i, k := range s.Kinds {
		ids[i] = k.ID
	}
	return ids
}

// Relation returns a relation by its name or its inverse's, and whether it was the inverse's; nil if there is none.
func (s *Site) Relation(name string) (t *RelationType, inverse bool) {
	for _, t := range s.Relations {
		if t.Name == name {
			return t, false
		}
		if t.Inverse == name && name != "" {
			return t, true
		}
	}
	return nil, false
}

// RelationNames returns the names of all relations and their inverses.
func (s *Site) RelationNames() []string {
	var names []string
	for _, t := range s.Relations {
		names = append(names, t.Name)
		if t.Inverse != "" {
			names = append(names, t.Inverse)
		}
	}
	return names
}

// Place returns a place by its code, or nil.
func (s *Site) Place(code string) *Place {
	i, ok := slices.BinarySearchFunc(s.Places, code, func(p *Place, code string) int {
		switch {
		case p.Code < code:
			return -1
		case p.Code > code:
			return 1
		}
		return 0
	})
	if !ok {
		return nil
	}
	return s.Places[i]
}

package render

import "html/template"

// This file is what templates receive. Each page kind has a struct; all of them hold Base. Names of fields are what a
// designer writes behind the dot; templates/README.md lists them, and a test holds it to this file.

// Base is what every page receives.
type Base struct {
	Site        SiteData
	Kind        string // of page: home, entry, kind, access, paths, source, sources, place, places, page, corrections, evidence, timeline, figures, notfound, redirect
	Title       string // of the page
	Description string // one or two sentences in plain words, for search results and previews
	Canonical   string // the page's address under base_url
	Root        string // link to the root of the site: "", "../" or, on 404.html, the path of base_url
	Modified    string // YYYY-MM-DD of the last change, or ""
	Policy      string // Content-Security-Policy
	Styles      []string
	Icon        string        // link to the icon, or ""
	Feeds       []Feed        // that follow what the page shows
	Meta        []MetaField   // how the page is cited, for reference managers; none on most pages
	Linked      template.HTML // a script element that describes the page in schema.org's words, as data; "" on most pages
	Menu        []MenuItem
}

// Feed is a feed of changes, relative to the page.
type Feed struct {
	Link
	Type string // media type
}

// MetaField is a named field of the page's head.
type MetaField struct{ Name, Content string }

// SiteData is the site as a whole.
type SiteData struct{ Title, Description, Contact, Language string }

// MenuItem is a line of the main menu.
type MenuItem struct {
	Link
	Kind    string // id of the kind, or ""
	Current bool   // the page belongs to it
}

// Link is a text with its target, relative to the page. Href is "" where there is nothing to link to.
type Link struct{ Text, Href string }

// External is an address on another host.
type External struct{ Text, Href string }

// HomePage is index.html.
type HomePage struct {
	Base
	Access   *AccessTable // who can reach what, in small; nil where there are no access paths
	Featured []FeaturedKind
	Kinds    []KindCard
	Latest   []EntryLine // changed last, newest first
	Entries  int
	Sources  int
	Claims   int
	Example  *Example
}

// AccessTable is rows and columns of the table of who can reach what.
type AccessTable struct {
	FromMany, ToMany string         // the kinds at the ends
	Page             Link           // the whole table
	Span             int            // columns of the table, that of the names included
	Columns          []AccessColumn // those that some path reaches, the most reaching first
	Groups           []AccessRows
	Rest             int // rows of the whole table that follow these
}

// FeaturedKind is a kind whose entries the home page lists.
type FeaturedKind struct {
	Link
	ID, About string
	Entries   []EntryLine
}

// KindCard is a kind with how many entries it has.
type KindCard struct {
	Link
	ID, About string
	Count     int
}

// Example is a real claim, for showing how a claim is checked.
type Example struct {
	Entry   Link
	Claim   Link // its words, and its permalink
	Source  Link
	Passage string
	State   string
}

// EntryLine is an entry in a list.
type EntryLine struct {
	Link
	KindID, One string // the kind's id and its singular
	Status      string
	Summary     string
	Date        string // in words; in lists that are ordered by date
}

// EntryPage is <kind>/<id>.html.
type EntryPage struct {
	Base
	KindID, One, Many string // the kind's id and its names
	KindIndex         Link
	AKA               []string
	State             string // status and dates in words: "Current since 2014"
	Status            string
	Places            []Link
	Published         string // in words
	Updated           string // in words, or ""
	Tally             Tally
	Summary           template.HTML
	Body              template.HTML
	Contents          []Heading      // of the body and the sections below
	Access            *AccessSummary // nil for an entry of no kind that access paths begin or end at
	Flow              *FlowPicture   // nil where no data moves
	Relations         []RelationGroup
	Events            []EventLine
	Timeline          Link // to the events of all that it is connected with; its text is their number
	Figures           []FigureLine
	Money             []MoneyChart
	Contested         []ContestedGroup
	Named             NamedList
	Corrections       []CorrectionLine
	References        []Reference
}

// Tally counts an entry's claims and what they rest on.
type Tally struct {
	Claims, Passages int
	Found            int // passages that were found in a kept copy
	Sources, Origins int
}

// Heading is a line of a page's contents.
type Heading struct {
	Link
	Level int // 2 or 3
}

// Evidence is what a statement rests on: its marks, and the count of sources and origins.
type Evidence struct {
	Marks []Mark
	Count string // "2 sources, 1 origin"
}

// Mark is the number of a citation in the text.
type Mark struct {
	Number  int
	Href    string // of the note beside the text, or of the citation among the references
	Note    string // id of that note, or ""
	Locator string
}

// Statement is one claim, relation, event or figure in the margin, with a note for each of its citations.
type Statement struct {
	Permalink string // "#claim-icm-contents", or ""
	Count     string // "2 sources, 1 origin"
	Notes     []Note
}

// Note is one citation in the margin.
type Note struct {
	ID        string
	Number    int
	Reference string // link to the full reference
	Source    string // short: "Mehrotra 2023"
	Via       string // who reported it first, or ""
	Locator   string
	Passage   string
	State     string // of the passage, in words; "" without a passage
}

// FlowPicture is a drawing of entries and of the relations along which data moves between them, from left to right, with
// the same in words.
type FlowPicture struct {
	Width, Height int
	Title, Text   string // what it shows, and how much
	Boxes         []FlowBox
	Edges         []FlowEdge
	More          []string // paths to the boxes that stand for entries left out
	Lines         []FlowLine
	Left          int // relations that were left out
}

// FlowBox is an entry in the drawing, or stands for entries that were left out.
type FlowBox struct {
	Href         string // "" for the entry whose page it is
	KindID       string // "" for entries of several kinds that were left out
	Here         bool   // it is the entry whose page it is
	Outline      string // path
	MarkX, MarkY int    // of the sign of its kind, 10 wide and high, from the top left
	X, Y         int    // of the text
	Text         string
	More         []string // further lines of the text
}

// FlowEdge is one or more relations of one status from one entry to another.
type FlowEdge struct {
	Href   string // of the evidence
	Status string // "unknown" for one without a status
	Title  string // "used by, since 2014, current; 2 sources, 1 origin"
	Line   string // path
	X, Y   int    // of the label
	Text   string
	More   []string // further lines of the label
}

// FlowLine is one relation of the drawing in words.
type FlowLine struct {
	Link         // "DMV records → CLEAR: used by", leading to its evidence
	Words string // ", since 2014, current"
}

// RelationGroup is the relations of an entry under one label.
type RelationGroup struct {
	ID, Label string
	Count     int
	Lines     []RelationLine
	Folds     []RelationFold // instead of Lines when there are very many
}

// RelationFold is the relations of a group whose titles begin with one letter.
type RelationFold struct {
	Letter string
	Lines  []RelationLine
}

// RelationLine is one relation as seen from this page.
type RelationLine struct {
	ID      string // anchor, where the relation is written in this entry
	Other   Link
	KindID  string
	One     string
	Dates   string // "since 2014", "2014 to 2021"
	Status  string
	Ended   bool
	Note    string
	Marks   []Mark // where it is written in this entry
	Count   string // "2 sources, 1 origin"
	Home    string // link to the other end, where it is written there
	Sources []Link // where it is written at the other end
}

// EventLine is one event.
type EventLine struct {
	ID, Date, Title, Note string
	Machine               string // the date as HTML takes it, or ""
	Marks                 []Mark
	Count                 string
	Entry                 Link   // where it stands in another entry
	KindID                string // the id of that entry's kind
	Home                  string // link to the event where it is written
	Sources               []Link // where it is written in another entry
}

// FigureLine is one figure.
type FigureLine struct {
	ID, Label, Value, Date, Note string
	Entry                        Link // where it stands in another entry
	Contested                    bool
	Bar                          int // length of its bar in px where figures are compared, else 0
	Marks                        []Mark
	Count                        string
	Home                         string // link to the figure where it is written
	Sources                      []Link // where it is written in another entry
}

// MoneyChart compares the sums of an entry that are in one currency, by date. They must not be added up.
type MoneyChart struct {
	Unit    string
	Figures []FigureLine
}

// ContestedGroup is all figures of a measure of which some differ at the same time.
type ContestedGroup struct {
	ID, Measure string
	Figures     []FigureLine
}

// NamedList is where other entries link to this one.
type NamedList struct {
	Count int
	Lines []NamedLine
	Folds []NamedFold // instead of Lines when there are very many
}

// NamedFold is the lines of entries whose titles begin with one letter.
type NamedFold struct {
	Letter string
	Lines  []NamedLine
}

// NamedLine is an entry with its claims that link here or rest on this source.
type NamedLine struct {
	Entry  Link
	KindID string
	One    string
	Uses   []UseLine
}

// UseLine is one statement of another entry.
type UseLine struct {
	What    string // claim, relation, event, figure or page
	Text    Link   // its words, and its permalink
	Locator string
	Passage string // "" where it is that of the line above
	State   string
}

// CorrectionLine is a mistake that was mended.
type CorrectionLine struct {
	Date, Machine, Text string
	Entry               Link
}

// Reference is a source in an entry's list of references.
type Reference struct {
	ID        string
	Number    int
	Text      template.HTML // Chicago form
	Source    Link          // the page of the source
	Tier      string
	Origin    string    // "origin", or what it goes back to in words
	Archived  *External // a public copy
	Citations []ReferenceCitation
}

// ReferenceCitation is one citation of a source in an entry.
type ReferenceCitation struct {
	ID      string // anchor, where a relation, event or figure cites it
	Locator string
	Passage string
	State   string
	Live    *External // the live page at the passage, where it can be led to
	Via     *Link     // who reported it first
	Note    string
	Uses    []ReferenceUse
}

// ReferenceUse leads back to a place of the page that rests on a citation.
type ReferenceUse struct {
	Link           // "a", "b", ...
	Locator string // of the mark there, or ""
}

// KindPage is <kind>/index.html and the pages that continue it.
type KindPage struct {
	Base
	KindID, Many, About string
	Count               int
	Entries             []EntryLine
	Pages               Pager
}

// Pager leads through a list that is split into numbered pages.
type Pager struct {
	Page, Of       int
	Previous, Next Link
	All            []MenuItem
}

// SourcePage is sources/<id>.html.
type SourcePage struct {
	Base
	Name       string // its title, as printed
	Reference  template.HTML
	Type       string
	Tier       string
	TierAbout  string
	Live       *External
	Archived   *External
	BasedOn    []Link
	RelayedBy  []Link
	Origins    []Link // where it goes back to, itself left out
	Notes      template.HTML
	Picture    *OriginPicture // nil for a source that relays nothing
	Used       NamedList
	Statements int
	Reported   []Link      // entries that cite through others what it found first
	References []Reference // of the editors' notes
}

// OriginPicture is a small drawing of what a source relays, with the same in words.
type OriginPicture struct {
	Width, Height int
	Text          string // "A 2024 relays B 2024; B 2024 relays C 2024"
	Nodes         []OriginNode
	Edges         []string // paths
}

// OriginNode is a source in the drawing.
type OriginNode struct {
	Link
	X, Y, Width, Height int
	TextX, TextY        int
	Root                bool // it is an origin
}

// SourcesPage is sources/index.html and the pages that continue it.
type SourcesPage struct {
	Base
	Count   int
	Tiers   []TierCount
	Sources []SourceLine
	Pages   Pager
}

// TierCount is how many sources are of a tier.
type TierCount struct {
	Tier  string
	Count int
}

// SourceLine is a source in a list.
type SourceLine struct {
	Link       // the source's page
	Reference  template.HTML
	Tier       string
	Statements int
}

// PlacePage is places/<code>.html and the pages that continue it.
type PlacePage struct {
	Base
	Name    string
	Code    string
	Country Link // the country of a part of one, or empty
	Kinds   []PlaceKind
	Count   int // entries
	Events  int
	Index   []Link         // to the kinds and the timeline on this page
	Years   []TimelineYear // of the events of its entries
	Pages   Pager
}

// PlaceKind is the entries of one kind in a place.
type PlaceKind struct {
	Link
	ID      string // anchor
	KindID  string
	Entries []EntryLine
}

// PlacesPage is places/index.html and the pages that continue it.
type PlacesPage struct {
	Base
	Count     int
	Countries []Country
	Pages     Pager
}

// Country is a place with its parts.
type Country struct {
	PlaceLine
	Parts []PlaceLine
}

// PlaceLine is a place with what is connected with it.
type PlaceLine struct {
	Link
	Count   int // entries
	Events  int
	Entries []EntryLine  // without summaries; where they are few
	Kinds   []FilterLine // how many there are of each kind, where they are many
}

// PlainPage is <page>.html.
type PlainPage struct {
	Base
	Summary    template.HTML
	Body       template.HTML
	Contents   []Heading
	Updated    string
	References []Reference
}

// CorrectionsPage is corrections.html.
type CorrectionsPage struct {
	Base
	Lines []CorrectionLine
	Pages Pager
}

// EvidencePage is evidence.html and the pages that continue it: the state of the whole dossier.
type EvidencePage struct {
	Base
	Totals   EvidenceTotals
	Entries  []EvidenceLine
	NotKept  []Link           // sources of which no copy is kept
	NotFound []MissingPassage // passages that were looked for in a copy and not found
	OneRoot  []OneRootClaim   // claims with several sources that all go back to one origin
	Pages    Pager
}

// EvidenceTotals counts the evidence of the whole dossier.
type EvidenceTotals struct {
	Claims, SingleOrigin      int // SingleOrigin: claims with one origin only
	Passages, Found, NotFound int
	Sources, Kept             int // Kept: sources of which a copy is kept
}

// EvidenceLine is how well an entry is supported.
type EvidenceLine struct {
	Link
	KindID       string
	Tally        Tally
	SingleOrigin int // claims with one origin only
}

// OneRootClaim is a claim that looks better supported than it is.
type OneRootClaim struct {
	Entry Link
	Claim Link   // its first words, and its permalink
	Count string // "3 sources, 1 origin"
}

// MissingPassage is a passage that was not found in the copy of its source.
type MissingPassage struct {
	Entry, Source Link
	Passage       string
}

// AccessSummary is who an entry reaches, or is reached by, over access paths.
type AccessSummary struct {
	Reached   bool   // the entry is at the end of the paths, not at their beginning
	OtherKind string // the plural of the kind at the other end
	Page      Link   // the table of all, or the page of the paths that begin at this entry
	Lines     []AccessLine
}

// AccessLine is one entry at the other end of access paths, the most current first.
type AccessLine struct {
	Other   Link
	KindID  string
	Paths   string // link to the paths of the pair
	State   string // "current, since 2014", "ended, last 2021"
	Status  string
	Longer  string // a status that a longer path has and no shortest one, or ""
	Through []Link // the entries between the ends of the first path
	Count   int    // of equally short paths; -1 for more than can be counted
}

// AccessPage is access/index.html and the pages that continue it: the table of who can reach what.
type AccessPage struct {
	Base
	Table     *AccessTable // some of its rows, all of its columns
	Pairs     int          // that some path connects, on all its pages
	Unreached []Link       // entries of the kind at the end
	Overview  *FlowPicture // of the whole dossier, on the first page; nil where no data moves
	Pages     Pager
}

// AccessColumn is an entry at the end of paths.
type AccessColumn struct {
	Link
	Short string // the shortest of its names
}

// AccessRows is the rows of a table under one heading.
type AccessRows struct {
	Title string // "" where there are no groups
	Rows  []AccessRow
}

// AccessRow is an entry at the beginning of paths.
type AccessRow struct {
	Link
	Paths string       // link to its paths
	Cells []AccessCell // one for each column
	Count int          // of cells that are not empty
}

// AccessCell is a pair in the table; an empty one has no Href.
type AccessCell struct {
	Href, Text string // Text: "current", "ended 2021"
	Status     string
	Longer     string // a status that a longer path has and no shortest one, or ""
	To         string // the short name of the column
}

// PathsPage is access/<id>.html: all paths from one entry.
type PathsPage struct {
	Base
	From   Link
	KindID string
	ToMany string
	Index  Link // the table of all
	Pairs  []AccessPair
	Hops   []AccessHop
}

// AccessPair is the paths from the page's entry to another.
type AccessPair struct {
	ID     string // anchor: the other's id
	To     Link
	KindID string
	State  string // "current, since 2014", "ended, last 2021"
	Status string
	Paths  []AccessPath
	More   int         // equally short paths that are not listed; -1 for more than can be counted
	Longer *AccessPath // a more current path that is longer, or nil
}

// AccessPath is one path, read from its beginning.
type AccessPath struct {
	Steps  []AccessStep
	State  string // "current, since 2014"
	Status string
	Apart  bool // its hops held at different times
}

// AccessStep is one hop of a path: "held by NCTUE [3]".
type AccessStep struct {
	Label  string
	To     Link
	Number int    // of the hop in the page's list
	Hop    string // link to it
}

// AccessHop is a hop in the list of evidence: every relation along which data moves from one entry to the other.
type AccessHop struct {
	ID        string
	From, To  Link
	Relations []HopLine
}

// HopLine is one relation of a hop.
type HopLine struct {
	Label, Dates, Status string
	Home                 string // link to where it is written
	Count                string // "2 sources, 1 origin"
	Sources              []Link
}

// TimelinePage is timeline.html, timeline/<kind>.html, timeline/<kind>/<id>.html and the pages that continue them.
type TimelinePage struct {
	Base
	Heading  string
	Count    int          // events, on all its pages
	Entry    *EntryLine   // whose timeline it is, or nil
	Filter   []FilterLine // the timelines of everything and of each kind
	Choice   []FilterLine // those of single entries
	ChoiceOf string       // the plural of their kind
	Index    []Link       // to the years
	Years    []TimelineYear
	Pages    Pager
}

// FilterLine leads to a part of a list.
type FilterLine struct {
	MenuItem
	Count int
}

// TimelineYear is the events of one year.
type TimelineYear struct {
	ID, Title string
	Continued bool // from the page before
	Events    []EventLine
}

// FiguresPage is figures.html and the pages that continue it.
type FiguresPage struct {
	Base
	Count, Contested int    // figures, on all its pages
	Index            []Link // to the sections
	Sections         []FigureSection
	Pages            Pager
}

// FigureSection is the figures that have a measure, or those of the entries of one kind that have none.
type FigureSection struct {
	ID, Title string
	Measures  []MeasureGroup
	Entries   []EntryFigures
}

// MeasureGroup is the figures of one measure, by date.
type MeasureGroup struct {
	ID, Title string
	Contested bool
	Figures   []FigureLine
}

// EntryFigures is the figures of one entry that have no measure.
type EntryFigures struct {
	Entry   Link
	KindID  string
	Figures []FigureLine
}

// NotFoundPage is 404.html, which hosts serve at any depth: its links begin at the path of base_url.
type NotFoundPage struct{ Base }

// RedirectPage is a stub at an old path.
type RedirectPage struct {
	Base
	To Link
}

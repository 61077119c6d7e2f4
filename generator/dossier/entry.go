package dossier

// An Entry is one page of the dossier about an agency, a system, a law: whatever the kinds of the site are.
type Entry struct {
	File
	Kind      *Kind
	ID, Title string
	Summary   *Text
	Body      *Text
	AKA       []string
	Status    string // current, ended, planned, disputed, unknown or ""
	Since     Date
	Until     Date
	Places    []string
	Published Date
	Updated   Date
	Redirects []string
	Draft     bool

	Citations    []Citation
	Relations    []Relation
	Events       []Event
	Figures      []Figure
	Corrections  []Correction
	Translations []*Translation

	// What follows is worked out by New.
	up     string   // its path from another folder
	order  int      // among all entries, by title
	Claims []Claim  // in reading order, the summary's first
	Ties   []Tie    // relations at either end, in the order of the site's relations, then by title
	Named  []Naming // where other entries' texts link here, by title
	events []int32  // where its events are in the events of the dossier
}

// A Citation names a passage of a source. Its ID is local to the entry.
type Citation struct {
	ID, SourceID, Passage, Locator, ReportingID, Note string
	Source, Reporting                                 *Source // nil where the id is unknown or empty
}

// A Cite is a use of a citation, or of a whole source, by its id.
type Cite struct{ ID, Locator string }

// A Relation leads from the entry that holds it to another, under a relation's name or its inverse's.
type Relation struct {
	Type, To, Status, Note string
	Since, Until           Date
	Cite                   []Cite
}

// An Event happened at a date.
type Event struct {
	Date        Date
	Title, Note string
	Cite        []Cite
}

// A Figure is a number with its unit and date.
type Figure struct {
	ID, Measure, Label, Unit, Qualifier, Note string
	Value                                     string // a decimal number as written, such as 41000000 or 0.5
	Date, Until                               Date
	Cite                                      []Cite
}

// A Correction is a mistake that was mended.
type Correction struct {
	Date Date
	Text string
}

// A Page is a plain page: the editors' own text.
type Page struct {
	File
	ID, Title    string
	Summary      *Text
	Body         *Text
	Published    Date
	Updated      Date
	Redirects    []string
	Draft        bool
	Citations    []Citation
	Translations []*Translation
}

// A Translation of an entry or page. What it does not say is the original's.
type Translation struct {
	File
	Kind, ID, Lang, Title string
	Summary, Body         *Text
	Published, Updated    Date
	Draft                 bool
	Found                 bool // the original is there
	Original              Date // when the original was last changed
}

// An Asset is any other file of the content.
type Asset struct {
	Name string // slash path below the content directory
	Size int64
}

// LastChange returns the day of the last update, or of publication.
func (e *Entry) LastChange() Date {
	if !e.Updated.IsZero() {
		return e.Updated
	}
	return e.Published
}

// Texts returns the entry's texts in reading order: summary, body.
func (e *Entry) Texts() []*Text { return both(e.Summary, e.Body) }

// Texts returns the page's texts in reading order: summary, body.
func (p *Page) Texts() []*Text { return both(p.Summary, p.Body) }

// both is so short that it is put in place of its calls, where the list needs no memory of its own.
func both(summary, body *Text) []*Text {
	list := []*Text{summary, body}
	if body == nil {
		list = list[:1]
	}
	if summary == nil {
		list = list[1:]
	}
	return list
}

func texts(all ...*Text) []*Text {
	out := make([]*Text, 0, len(all))
	for _, t := range all {
		if t != nil {
			out = append(out, t)
		}
	}
	return out
}

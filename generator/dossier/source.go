package dossier

// A Source is something that statements rest on: a document, a report, an article. Its bibliographic fields are those of
// the Citation Style Language (CSL 1.0.2), by their own names.
type Source struct {
	File
	ID       string
	CSL      CSL
	Tier     string    // primary, secondary or tertiary
	BasedOn  []string  // ids of the sources that it relays
	Archived *Archived // a public copy, or nil
	Draft    bool
	Notes    *Text // the editors' notes on its weight and errors

	// What follows is worked out by New.
	Number    int    // its own, below Dossier.SourceNumbers
	up        string // its path from another folder
	itself    [1]*Source
	Roots     []*Source // the origins that it goes back to; itself where it relays nothing
	RelayedBy []*Source // sources that are based on it
	Uses      []Use     // what rests on it, by title of the entry
	uses      int       // how many, while they are counted
	Reporter  bool      // a citation of another source, of an entry or page, names it as the one that found it first
	Reported  []*Entry  // entries where a citation of another source names it as the reporter
}

// Archived is a public copy of a source, such as one in the Wayback Machine.
type Archived struct {
	URL  string
	Date Date
}

// CSL is the bibliographic description of a source.
type CSL struct {
	Type  string
	Title string

	Author, Editor, Translator, Director, Interviewer, Recipient []Name

	Issued, Accessed, EventDate, OriginalDate Date

	// Fields are the other CSL variables as text, by their CSL name: container-title, publisher, publisher-place, URL,
	// DOI, number, volume, issue, page, edition, genre, medium, authority, section, language ...
	Fields map[string]string
}

// Field returns a CSL variable by name, or "".
func (c *CSL) Field(name string) string { return c.Fields[name] }

// A Name is a person (Family and Given, with optional particles and suffix) or a body (Literal).
type Name struct {
	Family, Given, Literal                        string
	DroppingParticle, NonDroppingParticle, Suffix string
}

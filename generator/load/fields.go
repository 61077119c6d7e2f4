package load

// A group is the fields that a mapping of the content may have: those of an entry, of a citation and so on. The groups are
// the one list of them: the decoder reads by it, and the schema for editors is made of it.
type group struct {
	name            string
	fields          []field
	known, required []string // names of fields
	oneOf           []string // fields of which a mapping must have one
}

// A field is a name in a group and what an author must know of it.
type field struct {
	name     string
	is       form
	words    []string // of which the value is one, where it is a word
	of       *group   // of the mappings in the value
	required bool
	means    string // as content/README.md says it
}

// A form is what the value of a field looks like.
type form uint8

const (
	formText    form = iota // may be empty
	formLine                // text that says something
	formLoose               // text that may look like a number
	formNumber              // in plain digits
	formTruth               // true or false
	formWord                // one of some words
	formID                  // of anything
	formDate                // EDTF
	formDay                 // a date that is one day
	formTexts               // a list of texts
	formCites               // a list of ids with locators, one at least
	formCodes               // a list of codes of languages, one at least
	formPlaces              // codes of places and their names
	formMapping             // the fields of a group
	formList                // of mappings
	formNamed               // names and mappings
)

// newGroup works out the lists of names.
func newGroup(name string, fields []field) *group {
	g := &group{name: name, fields: fields}
	for i := range fields {
		g.known = append(g.known, fields[i].name)
		if fields[i].required {
			g.required = append(g.required, fields[i].name)
		}
	}
	return g
}

// groups are all groups.
type groups struct {
	entry, page, translation, citation, relation, event, figure, correction *group
	source, name, archived                                                  *group
	site, kind, relationType, access, accessGroup                           *group
}

func newGroups() *groups {
	g := &groups{}
	g.addEntry()
	g.addPage()
	g.addSource()
	g.addSite()
	return g
}

// statuses are the values of `status`.
func statuses() []string { return []string{"current", "ended", "planned", "disputed", "unknown"} }

// qualifiers are the values of a figure's `qualifier`.
func qualifiers() []string { return []string{"exactly", "about", "at-least", "more-than", "up-to"} }

func (g *groups) addEntry() {
	g.addParts()
	g.entry = newGroup("entry", []field{
		{name: "title", is: formLine, required: true, means: "the name of the thing"},
		{name: "summary", is: formLine, required: true, means: "one or two sentences, with marks; also shown in lists"},
		{name: "aka", is: formTexts, means: "other names"},
		{name: "status", is: formWord, words: statuses(), means: "`current`, `ended`, `planned`, `disputed` or `unknown`"},
		{name: "since", is: formDate, means: "since when it exists or holds"},
		{name: "until", is: formDate, means: "until when"},
		{name: "places", is: formTexts, means: "ISO 3166 codes that `site.yaml` names: `US`, `US-CA`"},
		{name: "published", is: formDay, required: true, means: "when the entry first appeared"},
		{name: "updated", is: formDay, means: "when its statements last changed"},
		{name: "redirects", is: formTexts, means: "old addresses of the page: `vendors/old-name.html`"},
		{name: "draft", is: formTruth, means: "`true` keeps it out of the published site"},
		{name: "citations", is: formList, of: g.citation, means: "the passages that the entry rests on"},
		{name: "relations", is: formList, of: g.relation, means: "how it is tied to other entries"},
		{name: "events", is: formList, of: g.event, means: "its timeline"},
		{name: "figures", is: formList, of: g.figure, means: "its numbers"},
		{name: "corrections", is: formList, of: g.correction, means: "mistakes that were mended"},
	})
}

// addParts adds the groups that entries are made of.
func (g *groups) addParts() {
	g.citation = newGroup("citation", []field{
		{name: "id", is: formID, required: true, means: "your name for it, unique in the entry; it also names the claim that it leads"},
		{name: "source", is: formLine, required: true, means: "the source"},
		{name: "passage", is: formText, means: "first words … last words, exactly as printed"},
		{name: "locator", is: formLoose, means: "where in the source: `p. 3`, `¶ 7`, `12:40`"},
		{name: "reporting", is: formLine, means: "the source that found it first, when this passage only relays it"},
		{name: "note", is: formText, means: "a remark for readers"},
	})
	g.relation = newGroup("relation", []field{
		{name: "type", is: formLine, required: true, means: "a relation of `site.yaml` or its inverse: `supplies`, `supplied-by`"},
		{name: "to", is: formLine, required: true, means: "the entry at the other end"},
		{name: "since", is: formDate, means: "since when"},
		{name: "until", is: formDate, means: "until when"},
		{name: "status", is: formWord, words: statuses(), means: "as in an entry"},
		{name: "note", is: formText, means: "what a reader must know: \"as of 2019\""},
		{name: "cite", is: formCites, required: true, means: "what it rests on; a locator needs quotes: `[\"bi-since, p. 3\"]`"},
	})
	g.event = newGroup("event", []field{
		{name: "date", is: formDate, required: true, means: "when"},
		{name: "title", is: formLine, required: true, means: "what happened, in a few words"},
		{name: "note", is: formText, means: "a remark"},
		{name: "cite", is: formCites, required: true, means: "what it rests on"},
	})
	g.figure = newGroup("figure", []field{
		{name: "id", is: formID, required: true, means: "unique in the entry"},
		{name: "measure", is: formID, means: "the same word for figures, in whatever entry, that measure the same thing: they are compared, and shown as contested where they differ for the same time"},
		{name: "label", is: formLine, required: true, means: "what is counted"},
		{name: "value", is: formNumber, required: true, means: "digits alone, with a point if need be: `41000000`, `0.5`"},
		{name: "unit", is: formText, means: "`USD`, `%`, `people`, ..."},
		{name: "date", is: formDate, required: true, means: "for when it holds"},
		{name: "until", is: formDate, means: "the end of the time that it is for"},
		{name: "qualifier", is: formWord, words: qualifiers(), means: "`exactly`, `about`, `at-least`, `more-than` or `up-to`"},
		{name: "note", is: formText, means: "a remark"},
		{name: "cite", is: formCites, required: true, means: "what it rests on"},
	})
	g.correction = newGroup("correction", []field{
		{name: "date", is: formDay, required: true, means: "when it was mended"},
		{name: "text", is: formLine, required: true, means: "what was wrong"},
	})
}

func (g *groups) addPage() {
	g.page = newGroup("page", []field{
		{name: "title", is: formLine, required: true, means: "its title, shown in the menu"},
		{name: "summary", is: formLine, means: "a sentence or two"},
		{name: "published", is: formDay, means: "when it first appeared"},
		{name: "updated", is: formDay, means: "when it last changed"},
		{name: "redirects", is: formTexts, means: "old addresses"},
		{name: "draft", is: formTruth, means: "`true` keeps it out of the published site"},
		{name: "citations", is: formList, of: g.citation, means: "as in an entry"},
	})
	g.translation = newGroup("translation", []field{
		{name: "title", is: formLine, required: true, means: "the title"},
		{name: "summary", is: formLine, means: "the summary, with the same marks"},
		{name: "published", is: formDay, means: "when the translation appeared"},
		{name: "updated", is: formDay, means: "when it was last brought up to date"},
		{name: "draft", is: formTruth, means: "`true` keeps it out of the published site"},
	})
}

// cslTypes are the item types of CSL 1.0.2.
func cslTypes() []string {
	return []string{"article", "article-journal", "article-magazine", "article-newspaper", "bill", "book", "broadcast", "chapter",
		"classic", "collection", "dataset", "document", "entry", "entry-dictionary", "entry-encyclopedia", "event", "figure",
		"graphic", "hearing", "interview", "legal_case", "legislation", "manuscript", "map", "motion_picture", "musical_score",
		"pamphlet", "paper-conference", "patent", "performance", "periodical", "personal_communication", "post", "post-weblog",
		"regulation", "report", "review", "review-book", "software", "song", "speech", "standard", "thesis", "treaty", "webpage"}
}

// tiers are the values of `tier`.
func tiers() []string { return []string{"primary", "secondary", "tertiary"} }

// findableBy are the fields of a source of which one at least lets a reader find it.
func findableBy() []string {
	return []string{"URL", "DOI", "archived", "publisher", "container-title", "number"}
}

func (g *groups) addSource() {
	g.name = newGroup("name", []field{
		{name: "family", is: formLine, means: "family name"},
		{name: "given", is: formLine, means: "given names"},
		{name: "literal", is: formLine, means: "the name of a body"},
		{name: "dropping-particle", is: formLine, means: "`van` where it is dropped before the family name alone"},
		{name: "non-dropping-particle", is: formLine, means: "`van` where it is kept"},
		{name: "suffix", is: formLine, means: "`Jr.`"},
	})
	g.name.oneOf = []string{"family", "literal"}
	g.archived = newGroup("archived", []field{
		{name: "url", is: formLine, required: true, means: "the address of the copy"},
		{name: "date", is: formDate, required: true, means: "when it was made"},
	})
	fields := []field{
		{name: "type", is: formWord, words: cslTypes(), required: true, means: "`article-newspaper`, `article-magazine`, `post-weblog`, `webpage`, `report`, `legislation`, `legal_case`, `dataset`, ..."},
		{name: "title", is: formLine, required: true, means: "as printed; a description of your own in square brackets"},
		{name: "tier", is: formWord, words: tiers(), required: true, means: "`primary`, `secondary` or `tertiary`"},
		{name: "based-on", is: formTexts, means: "the sources that it relays"},
		{name: "archived", is: formMapping, of: g.archived, means: "a public copy: `{url: ..., date: ...}`"},
		{name: "draft", is: formTruth, means: "`true` keeps it out of the published site"},
	}
	g.source = newGroup("source", append(append(fields, g.cslFields()...), otherCSL()...))
	g.source.oneOf = findableBy()
}

// CSLFields are the names of the fields of CSL that a source can have.
func CSLFields() []string {
	names := []string{"type", "title"}
	for _, f := range append(newGroups().cslFields(), otherCSL()...) {
		names = append(names, f.name)
	}
	return names
}

// cslFields are the variables of CSL 1.0.2 that references use.
func (g *groups) cslFields() []field {
	return []field{
		{name: "container-title", is: formLoose, means: "the newspaper, site or book it appeared in"},
		{name: "publisher", is: formLoose, means: "who published it"},
		{name: "publisher-place", is: formLoose, means: "where"},
		{name: "URL", is: formLoose, means: "its address"},
		{name: "DOI", is: formLoose, means: "its DOI"},
		{name: "language", is: formLoose, means: "`en-US`, `es`"},
		{name: "number", is: formLoose, means: "of a report, bill or patent"},
		{name: "volume", is: formLoose, means: "of a journal"},
		{name: "issue", is: formLoose, means: "of a journal"},
		{name: "page", is: formLoose, means: "where in the journal or book: `12-15`"},
		{name: "edition", is: formLoose, means: "of a book"},
		{name: "genre", is: formLoose, means: "what it is: `Letter`, `Privacy Impact Assessment`"},
		{name: "medium", is: formLoose, means: "`Video`, `Audio`"},
		{name: "authority", is: formLoose, means: "the court or body"},
		{name: "section", is: formLoose, means: "of a law or newspaper"},
		{name: "author", is: formList, of: g.name, means: "who wrote it"},
		{name: "editor", is: formList, of: g.name, means: "who edited it"},
		{name: "translator", is: formList, of: g.name, means: "who translated it"},
		{name: "director", is: formList, of: g.name, means: "who directed it"},
		{name: "interviewer", is: formList, of: g.name, means: "who asked"},
		{name: "recipient", is: formList, of: g.name, means: "whom a letter is to"},
		{name: "issued", is: formDate, means: "when it appeared"},
		{name: "accessed", is: formDate, means: "when you read it"},
		{name: "event-date", is: formDate, means: "when a hearing or talk took place"},
		{name: "original-date", is: formDate, means: "when it first appeared"},
	}
}

// otherCSL are the other standard and number variables of CSL 1.0.2, which are kept as text.
func otherCSL() []field {
	names := []string{"abstract", "annote", "archive", "archive_collection", "archive_location", "archive-place",
		"call-number", "chapter-number", "citation-key", "citation-label", "citation-number", "collection-number",
		"collection-title", "container-title-short", "dimensions", "division", "event-place", "event-title",
		"first-reference-note-number", "ISBN", "ISSN", "jurisdiction", "keyword", "license", "locator", "note",
		"number-of-pages", "number-of-volumes", "original-publisher", "original-publisher-place", "original-title",
		"page-first", "part-number", "part-title", "PMCID", "PMID", "printing-number", "references", "reviewed-genre",
		"reviewed-title", "scale", "source", "status", "supplement-number", "title-short", "version", "volume-title",
		"year-suffix"}
	fields := make([]field, len(names))
	for i, name := range names {
		fields[i] = field{name: name, is: formLoose}
	}
	return fields
}

// flows are the values of a relation's `flow`.
func flows() []string { return []string{"forward", "back"} }

// ftmSchemata are the schemata of FollowTheMoney that an entry can be of: those that have a name and can be linked.
func ftmSchemata() []string {
	return []string{"Thing", "Airplane", "Article", "Company", "Contract", "CourtCase", "Document", "Event", "LegalEntity", "Organization",
		"Person", "Position", "Project", "PublicBody", "RealEstate", "Vehicle", "Vessel"}
}

func (g *groups) addSite() {
	g.kind = newGroup("kind", []field{
		{name: "one", is: formLine, required: true, means: "what one is called: `Agency`"},
		{name: "many", is: formLine, required: true, means: "what many are called: `Agencies`"},
		{name: "about", is: formText, means: "one line on the kind, without a full stop"},
		{name: "feed", is: formTruth, means: "`true` gives each entry a feed of its own"},
		{name: "featured", is: formTruth, means: "`true` lists its entries on the home page"},
		{name: "ftm", is: formWord, words: ftmSchemata(), means: "what its entries are in the [FollowTheMoney](https://followthemoney.tech/) data: `Company`, `Organization`, `PublicBody`, `Person`, `Event`, ...; `Thing` if left out"},
	})
	g.relationType = newGroup("relation-kind", []field{
		{name: "label", is: formLine, required: true, means: "as read from the entry that has it: `supplied by`"},
		{name: "inverse", is: formID, required: true, means: "its name at the other end"},
		{name: "inverse-label", is: formLine, required: true, means: "as read from there"},
		{name: "from", is: formTexts, means: "where it may begin; any if left out"},
		{name: "to", is: formTexts, means: "where it may end"},
		{name: "flow", is: formWord, words: flows(), means: "`forward` if data move from subject to object, `back` if the other way; none if left out"},
	})
	g.accessGroup = newGroup("access-group", []field{
		{name: "title", is: formLine, required: true, means: "what a reader would look for: `Where you drive`"},
		{name: "entries", is: formTexts, required: true, means: "entries of the kind at which paths begin, each in one group"},
	})
	g.access = newGroup("access", []field{
		{name: "from", is: formLine, required: true, means: "the kind at which paths begin"},
		{name: "to", is: formLine, required: true, means: "the kind at which they end"},
		{name: "groups", is: formList, of: g.accessGroup, means: "headings in the table of access paths"},
	})
	g.site = newGroup("site", []field{
		{name: "title", is: formLine, required: true, means: "the name of the dossier"},
		{name: "description", is: formText, means: "one sentence, without a full stop"},
		{name: "base_url", is: formLine, required: true, means: "the address at which it is published"},
		{name: "languages", is: formCodes, required: true, means: "the first is the default: `[en, es]`"},
		{name: "contact", is: formText, means: "an e-mail address for corrections"},
		{name: "kinds", is: formNamed, of: g.kind, required: true, means: "the folders of entries, in the order of menus"},
		{name: "relations", is: formNamed, of: g.relationType, means: "the relations that entries may have"},
		{name: "access", is: formMapping, of: g.access, means: "the kinds at the two ends of access paths"},
		{name: "places", is: formPlaces, means: "the places that entries may name: `US-CA: California`"},
	})
}

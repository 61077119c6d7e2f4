// Package check holds a Dossier to the rules of its format. Each rule is a file of its own, named like its code, with a
// paragraph in explain/ and a failing and a passing case in testdata/; Rules is the table of all.
//
// Rules only read, and run in parallel. What single files can show (encoding, front matter, types) package load reports;
// those codes are in the table too, so that they are explained and tested in the same place.
package check

import (
	"embed"
	"slices"
	"strconv"
	"strings"

	"dossier/generator/diag"
	"dossier/generator/dossier"
	"dossier/generator/markdown"
)

//go:embed explain/*.md
var explanations embed.FS

// A Rule is one kind of diagnostic.
type Rule struct {
	Code string
	find func(*run) // nil where another stage reports it
}

// Rules returns all rules, by code.
func Rules() []Rule {
	return []Rule{
		{"bad-date", nil},
		{"bad-id", nil},
		{"bad-redirect", badRedirect},
		{"bad-value", badValue},
		{"broken-anchor", brokenAnchor},
		{"broken-link", brokenLink},
		{"contested-figure", contestedFigure},
		{"date-order", dateOrder},
		{"duplicate-citation", duplicateCitation},
		{"duplicate-id", duplicateID},
		{"duplicate-relation", duplicateRelation},
		{"file-too-large", nil},
		{"front-matter-missing", nil},
		{"front-matter-syntax", nil},
		{"heading-order", headingOrder},
		{"import-syntax", nil},
		{"insecure-url", insecureURL},
		{"invalid-utf8", nil},
		{"missing-alt", missingAlt},
		{"missing-field", nil},
		{"missing-file", missingFile},
		{"no-passage", noPassage},
		{"orphan-entry", orphanEntry},
		{"orphan-translation", orphanTranslation},
		{"passage-ambiguous", passageAmbiguous},
		{"passage-not-found", passageNotFound},
		{"passage-unchecked", passageUnchecked},
		{"path-conflict", pathConflict},
		{"raw-html", rawHTML},
		{"relation-kind", relationKind},
		{"single-origin", singleOrigin},
		{"source-changed", sourceChanged},
		{"source-cycle", sourceCycle},
		{"stale-translation", staleTranslation},
		{"template-error", nil},
		{"unarchived", unarchived},
		{"uncited", uncited},
		{"unknown-citation", unknownCitation},
		{"unknown-entry", unknownEntry},
		{"unknown-field", nil},
		{"unknown-kind", unknownKind},
		{"unknown-relation", unknownRelation},
		{"unknown-source", unknownSource},
		{"unlinked-name", unlinkedName},
		{"unsafe-path", unsafePath},
		{"unsafe-url", unsafeURL},
		{"unused-citation", unusedCitation},
		{"unused-source", unusedSource},
		{"wrong-type", nil},
	}
}

// Explain returns the paragraph on a code in Markdown, and whether there is such a code.
func Explain(code string) (string, bool) {
	if !slices.ContainsFunc(Rules(), func(r Rule) bool { return r.Code == code }) {
		return "", false
	}
	text, err := explanations.ReadFile("explain/" + code + ".md")
	return string(text), err == nil
}

// Codes returns the codes of all rules, sorted.
func Codes() []string {
	var codes []string
	for _, r := range Rules() {
		codes = append(codes, r.Code)
	}
	return codes
}

// Check applies the rules. Without infos it leaves out the rules whose findings only inform.
func Check(d *dossier.Dossier, infos bool) diag.List {
	rules := slices.DeleteFunc(Rules(), func(r Rule) bool {
		return r.find == nil || !infos && diag.SeverityOf(r.Code) == diag.Info
	})
	shared := gather(d)
	runs := make([]run, len(rules))
	dossier.Each(len(rules), func(i int) {
		runs[i] = run{content: shared, code: rules[i].Code}
		rules[i].find(&runs[i])
	})
	var found diag.List
	for i := range runs {
		found = append(found, runs[i].found...)
	}
	found.Sort()
	return found
}

// content is a dossier with what many rules look at.
type content struct {
	*dossier.Dossier
	proses   []prose
	led      []led
	passages []passage
}

// A run is one rule at work.
type run struct {
	*content
	code    string
	found   diag.List
	guesses int // how many names were guessed
}

// maxGuesses bounds how often a rule compares a word with all names there are.
const maxGuesses = 200

func (r *run) report(at diag.Position, message, hint string) { r.found.Add(at, r.code, message, hint) }

// mayGuess reports whether a word may still be compared with all names.
func (r *run) mayGuess() bool { return r.guesses < maxGuesses }

// didYouMean is the hint with the nearest name.
func (r *run) didYouMean(word string, names []string) string {
	if r.guesses++; r.guesses > maxGuesses {
		return ""
	}
	return diag.DidYouMean(word, names)
}

// A prose is a text with whatever holds it.
type prose struct {
	*dossier.Text
	states    bool // an entry's text or a translation of it: all it says needs evidence
	citations []dossier.Citation
}

// A led is a link that leads out of the dossier, or nowhere.
type led struct {
	prose
	link *markdown.Link
	to   dossier.Target
}

// gather finds what many rules look at.
func gather(d *dossier.Dossier) *content {
	c := &content{Dossier: d}
	c.gatherTexts()
	links := make([][]led, len(c.proses))
	dossier.Each(len(links), func(n int) {
		t := c.proses[n]
		for i := range t.Links {
			if to := d.Target(t.File(), &t.Links[i]); to.External || to.Fault != dossier.Fine {
				links[n] = append(links[n], led{t, &t.Links[i], to})
			}
		}
	})
	c.led = slices.Concat(links...)
	c.gatherPassages()
	return c
}

// gatherTexts lists every text of the dossier.
func (c *content) gatherTexts() {
	c.proses = make([]prose, 0, 2*len(c.Entries)+2*len(c.Pages)+len(c.Sources)+2*len(c.Translations))
	add := func(t *dossier.Text, states bool, citations []dossier.Citation) {
		if t != nil {
			c.proses = append(c.proses, prose{t, states, citations})
		}
	}
	for _, e := range c.Entries {
		add(e.Summary, true, e.Citations)
		add(e.Body, true, e.Citations)
	}
	for _, p := range c.Pages {
		add(p.Summary, false, p.Citations)
		add(p.Body, false, p.Citations)
	}
	for _, s := range c.Sources {
		add(s.Notes, false, nil)
	}
	for _, t := range c.Translations {
		var citations []dossier.Citation
		if original := c.Entry(t.ID); original != nil {
			citations = original.Citations
		} else if page := c.Page(t.ID); page != nil {
			citations = page.Citations
		}
		add(t.Summary, t.Kind != "pages", citations)
		add(t.Body, t.Kind != "pages", citations)
	}
}

// texts walks every text of the dossier.
func (c *content) texts(yield func(prose)) {
	for _, t := range c.proses {
		yield(t)
	}
}

// links walks the links that lead out of the dossier, or nowhere.
func (c *content) links(yield func(t prose, l *markdown.Link, to dossier.Target)) {
	for i := range c.led {
		yield(c.led[i].prose, c.led[i].link, c.led[i].to)
	}
}

// A citing is a list of cites in an entry's front matter.
type citing struct {
	field string // such as relations
	index int
	list  []dossier.Cite
}

// path is the path of the list, such as relations[2].cite.
func (c *citing) path() string { return indexed(c.field, c.index) + ".cite" }

// citings walks the cite lists of relations, events and figures.
func citings(e *dossier.Entry, yield func(citing)) {
	for i := range e.Relations {
		yield(citing{"relations", i, e.Relations[i].Cite})
	}
	for i := range e.Events {
		yield(citing{"events", i, e.Events[i].Cite})
	}
	for i := range e.Figures {
		yield(citing{"figures", i, e.Figures[i].Cite})
	}
}

// maxCleared is how many names a map may hold that is used again: to clear one takes as long as it ever was.
const maxCleared = 1000

// cleared returns a map without names, the same one where that is quick.
func cleared(names map[string]bool) map[string]bool {
	if len(names) > maxCleared {
		return map[string]bool{}
	}
	clear(names)
	return names
}

// indexed is the path of an element: relations[2].
func indexed(path string, i int) string { return path + "[" + strconv.Itoa(i) + "]" }

// A record is anything with an id: an entry, a source or a page.
type record struct {
	id   string
	file *dossier.File
}

// records returns entries, sources and pages by file name.
func (r *run) records() []record {
	var out []record
	for _, e := range r.Entries {
		out = append(out, record{e.ID, &e.File})
	}
	for _, s := range r.Sources {
		out = append(out, record{s.ID, &s.File})
	}
	for _, p := range r.Pages {
		out = append(out, record{p.ID, &p.File})
	}
	slices.SortFunc(out, func(a, b record) int { return strings.Compare(a.file.Name, b.file.Name) })
	return out
}

// entryIDs and sourceIDs are names to guess from.
func (r *run) entryIDs() []string {
	var ids []string
	for _, e := range r.Entries {
		ids = append(ids, e.ID)
	}
	return ids
}

func (r *run) sourceIDs() []string {
	var ids []string
	for _, s := range r.Sources {
		ids = append(ids, s.ID)
	}
	return ids
}

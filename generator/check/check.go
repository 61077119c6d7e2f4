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
	runs := make([]run, len(rules))
	dossier.Each(len(rules), func(i int) {
		runs[i] = run{Dossier: d, code: rules[i].Code}
		rules[i].find(&runs[i])
	})
	var found diag.List
	for i := range runs {
		found = append(found, runs[i].found...)
	}
	found.Sort()
	return found
}

// A run is one rule at work.
type run struct {
	*dossier.Dossier
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

// texts walks every text of the dossier.
func (r *run) texts(yield func(prose)) {
	for _, e := range r.Entries {
		for _, t := range e.Texts() {
			yield(prose{t, true, e.Citations})
		}
	}
	for _, p := range r.Pages {
		for _, t := range p.Texts() {
			yield(prose{t, false, p.Citations})
		}
	}
	for _, s := range r.Sources {
		yield(prose{s.Notes, false, nil})
	}
	for _, t := range r.Translations {
		var citations []dossier.Citation
		if original := r.Entry(t.ID); original != nil {
			citations = original.Citations
		} else if page := r.Page(t.ID); page != nil {
			citations = page.Citations
		}
		for _, text := range []*dossier.Text{t.Summary, t.Body} {
			if text != nil {
				yield(prose{text, t.Kind != "pages", citations})
			}
		}
	}
}

// links walks every link of the dossier with where it leads.
func (r *run) links(yield func(t prose, l *markdown.Link, to dossier.Target)) {
	r.texts(func(t prose) {
		for i := range t.Links {
			yield(t, &t.Links[i], r.Target(t.File(), &t.Links[i]))
		}
	})
}

// A citing is a list of cites in an entry's front matter.
type citing struct {
	path string // such as relations[2].cite
	list []dossier.Cite
}

// citings returns the cite lists of relations, events and figures.
func citings(e *dossier.Entry) []citing {
	var out []citing
	for i := range e.Relations {
		out = append(out, citing{indexed("relations", i) + ".cite", e.Relations[i].Cite})
	}
	for i := range e.Events {
		out = append(out, citing{indexed("events", i) + ".cite", e.Events[i].Cite})
	}
	for i := range e.Figures {
		out = append(out, citing{indexed("figures", i) + ".cite", e.Figures[i].Cite})
	}
	return out
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

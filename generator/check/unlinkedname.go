package check

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"dossier/generator/dossier"
	"dossier/generator/markdown"
)

// unlinkedName: the first mention of another entry is linked. Names are titles and aliases, compared word by word: several
// words without regard to case, a single one exactly.
func unlinkedName(r *run) {
	index := r.nameIndex()
	for _, e := range r.Entries {
		done := map[*dossier.Entry]bool{e: true}
		for _, t := range e.Texts() {
			for i := range t.Links {
				if to := r.Target(&e.File, &t.Links[i]); to.Entry != nil {
					done[to.Entry] = true
				}
			}
		}
		for _, t := range e.Texts() {
			r.unlinked(t, index, done)
		}
	}
}

// A name is a title or alias of an entry, as words.
type name struct {
	words []string
	exact bool
	entry *dossier.Entry
}

// nameIndex lists the names by their first word in lower case, the longest first.
func (r *run) nameIndex() map[string][]name {
	index := map[string][]name{}
	for _, e := range r.Entries {
		for _, s := range append([]string{e.Title}, e.AKA...) {
			words := strings.FieldsFunc(s, notOfWord)
			if len(words) == 0 || len(words) == 1 && utf8.RuneCountInString(words[0]) < 2 {
				continue
			}
			first := strings.ToLower(words[0])
			index[first] = append(index[first], name{words, len(words) == 1, e})
		}
	}
	return index
}

func notOfWord(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) }

// unlinked reports the names in a text whose entries are not done yet.
func (r *run) unlinked(t *dossier.Text, index map[string][]name, done map[*dossier.Entry]bool) {
	words := wordSpans(t.Text)
	for i, w := range words {
		for _, n := range index[strings.ToLower(t.Text[w.Start:w.End])] {
			if done[n.entry] || !matches(t.Text, words[i:], n) {
				continue
			}
			done[n.entry] = true
			end := words[i+len(n.words)-1].End
			at := markdown.Span{Start: t.SourceOffset(w.Start), End: t.SourceOffset(end)}
			r.report(t.At(at), fmt.Sprintf("the text names %q and never links to it", n.entry.Title), "write [["+n.entry.ID+"|"+t.Text[w.Start:end]+"]]")
		}
	}
}

// wordSpans finds the words of a text.
func wordSpans(text string) []markdown.Span {
	var spans []markdown.Span
	start := -1
	for i, c := range text {
		switch {
		case !notOfWord(c):
			if start < 0 {
				start = i
			}
		case start >= 0:
			spans = append(spans, markdown.Span{Start: start, End: i})
			start = -1
		}
	}
	if start >= 0 {
		spans = append(spans, markdown.Span{Start: start, End: len(text)})
	}
	return spans
}

// matches reports whether a text's words begin with a name.
func matches(text string, words []markdown.Span, n name) bool {
	if len(words) < len(n.words) {
		return false
	}
	for i, want := range n.words {
		got := text[words[i].Start:words[i].End]
		if got != want && (n.exact || !strings.EqualFold(got, want)) {
			return false
		}
	}
	return true
}

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
	parts := make([]run, len(r.Entries)) // entries are read in parallel: this rule alone takes as long as all others
	dossier.Each(len(parts), func(i int) {
		e, part := r.Entries[i], &parts[i]
		part.Dossier, part.code = r.Dossier, r.code
		done := map[*dossier.Entry]bool{e: true}
		for _, t := range e.Texts() {
			for i := range t.Links {
				if to := r.Target(&e.File, &t.Links[i]); to.Entry != nil {
					done[to.Entry] = true
				}
			}
		}
		for _, t := range e.Texts() {
			part.unlinked(t, index, done)
		}
	})
	for i := range parts {
		r.found = append(r.found, parts[i].found...)
	}
}

// A name is a title or alias of an entry, as words.
type name struct {
	words []string
	entry *dossier.Entry
}

// names are the names to look for: single words as they are, and longer names by their first two words in lower case.
type names struct {
	single map[string][]name
	longer map[string]map[string][]name
}

func (r *run) nameIndex() names {
	index := names{map[string][]name{}, map[string]map[string][]name{}}
	for _, e := range r.Entries {
		for _, s := range append([]string{e.Title}, e.AKA...) {
			words := strings.FieldsFunc(s, notOfWord)
			switch {
			case len(words) == 0 || len(words) == 1 && utf8.RuneCountInString(words[0]) < 2:
			case len(words) == 1:
				index.single[words[0]] = append(index.single[words[0]], name{words, e})
			default:
				first, second := strings.ToLower(words[0]), strings.ToLower(words[1])
				if index.longer[first] == nil {
					index.longer[first] = map[string][]name{}
				}
				index.longer[first][second] = append(index.longer[first][second], name{words, e})
			}
		}
	}
	return index
}

func notOfWord(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) }

// unlinked reports the names in a text whose entries are not done yet.
func (r *run) unlinked(t *dossier.Text, index names, done map[*dossier.Entry]bool) {
	words := wordSpans(t.Text)
	for i, w := range words {
		word := t.Text[w.Start:w.End]
		for _, n := range index.single[word] {
			r.mention(t, words[i:i+1], n, done)
		}
		seconds := index.longer[strings.ToLower(word)]
		if seconds == nil || i+1 == len(words) {
			continue
		}
		for _, n := range seconds[strings.ToLower(t.Text[words[i+1].Start:words[i+1].End])] {
			if matches(t.Text, words[i:], n) {
				r.mention(t, words[i:i+len(n.words)], n, done)
			}
		}
	}
}

// mention reports a name in a text, once for each entry.
func (r *run) mention(t *dossier.Text, words []markdown.Span, n name, done map[*dossier.Entry]bool) {
	if done[n.entry] {
		return
	}
	done[n.entry] = true
	start, end := words[0].Start, words[len(words)-1].End
	at := markdown.Span{Start: t.SourceOffset(start), End: t.SourceOffset(end)}
	r.report(t.At(at), fmt.Sprintf("the text names %q and never links to it", n.entry.Title), "write [["+n.entry.ID+"|"+t.Text[start:end]+"]]")
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

// matches reports whether a text's words begin with a name, without regard to case.
func matches(text string, words []markdown.Span, n name) bool {
	if len(words) < len(n.words) {
		return false
	}
	for i, want := range n.words {
		if !strings.EqualFold(text[words[i].Start:words[i].End], want) {
			return false
		}
	}
	return true
}

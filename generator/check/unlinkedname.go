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
	parts := make([]run, len(r.Entries)) // entries are read in parallel: this rule takes longer than any other
	dossier.Each(len(parts), func(i int) {
		e, part := r.Entries[i], &parts[i]
		part.content, part.code = r.content, r.code
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
	starts [1 << 16 / 64]uint64 // a bit for each sketch of a first word
}

// sketch is a number that a word has whatever its case: of its first two letters and its length. A word with signs that are
// not ASCII has none.
func sketch(word string) (n int, ok bool) {
	for i := range len(word) {
		if word[i] >= utf8.RuneSelf {
			return 0, false
		}
	}
	n = min(len(word), 63)<<10 | int(word[0]&31)<<5
	if len(word) > 1 {
		n |= int(word[1] & 31)
	}
	return n, true
}

// mayStart reports whether a word can be the first one of a name; of most words it tells that they are not.
func (x *names) mayStart(word string) bool {
	n, ok := sketch(word)
	return !ok || x.starts[n/64]&(1<<(n%64)) != 0
}

// note lets mayStart know a word.
func (x *names) note(word string) {
	if n, ok := sketch(word); ok {
		x.starts[n/64] |= 1 << (n % 64)
	}
}

func (r *run) nameIndex() *names {
	index := &names{single: map[string][]name{}, longer: map[string]map[string][]name{}}
	for _, e := range r.Entries {
		index.add(e.Title, e)
		for _, s := range e.AKA {
			index.add(s, e)
		}
	}
	return index
}

// add adds a name of an entry.
func (x *names) add(s string, e *dossier.Entry) {
	words := strings.FieldsFunc(s, notOfWord)
	switch {
	case len(words) == 0 || len(words) == 1 && utf8.RuneCountInString(words[0]) < 2:
	case len(words) == 1:
		x.note(words[0])
		x.single[words[0]] = append(x.single[words[0]], name{words, e})
	default:
		first, second := strings.ToLower(words[0]), strings.ToLower(words[1])
		x.note(first)
		if x.longer[first] == nil {
			x.longer[first] = map[string][]name{}
		}
		x.longer[first][second] = append(x.longer[first][second], name{words, e})
	}
}

func notOfWord(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) }

// unlinked reports the names in a text whose entries are not done yet.
func (r *run) unlinked(t *dossier.Text, index *names, done map[*dossier.Entry]bool) {
	for start, end := nextWord(t.Text, 0); start < end; start, end = nextWord(t.Text, end) {
		word := t.Text[start:end]
		if !index.mayStart(word) {
			continue
		}
		for _, n := range index.single[word] {
			r.mention(t, start, end, n, done)
		}
		seconds := index.longer[strings.ToLower(word)]
		if seconds == nil {
			continue
		}
		from, to := nextWord(t.Text, end)
		for _, n := range seconds[strings.ToLower(t.Text[from:to])] {
			if last := matches(t.Text, start, n); last > 0 {
				r.mention(t, start, last, n, done)
			}
		}
	}
}

// mention reports a name in a text, once for each entry.
func (r *run) mention(t *dossier.Text, start, end int, n name, done map[*dossier.Entry]bool) {
	if done[n.entry] {
		return
	}
	done[n.entry] = true
	at := markdown.Span{Start: t.SourceOffset(start), End: t.SourceOffset(end)}
	r.report(t.At(at), fmt.Sprintf("the text names %q and never links to it", n.entry.Title), "write [["+n.entry.ID+"|"+t.Text[start:end]+"]]")
}

// nextWord finds the first word of a text from an offset on; without one start and end are the end of the text.
func nextWord(text string, from int) (start, end int) {
	start = from
	for start < len(text) {
		size := wordRune(text, start)
		if size > 0 {
			break
		}
		start -= size
	}
	end = start
	for end < len(text) {
		size := wordRune(text, end)
		if size < 0 {
			break
		}
		end += size
	}
	return start, end
}

// wordRune returns the length of a character, negative where it is not of a word.
func wordRune(text string, at int) int {
	c := text[at]
	switch {
	case c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9':
		return 1
	case c < utf8.RuneSelf:
		return -1
	}
	r, size := utf8.DecodeRuneInString(text[at:])
	if notOfWord(r) {
		return -size
	}
	return size
}

// matches returns the end of a name that a text has from an offset on, without regard to case, or 0.
func matches(text string, from int, n name) int {
	start, end := 0, from
	for _, want := range n.words {
		if start, end = nextWord(text, end); !strings.EqualFold(text[start:end], want) {
			return 0
		}
	}
	return end
}

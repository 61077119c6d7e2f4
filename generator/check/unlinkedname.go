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
	longer map[[2]string][]name

	// what the sketches of words tell at once: most words are no name, and most pairs begin none
	words [1 << 17 / 64]uint64
	pairs [1 << 18 / 64]uint64
}

// unsketched is the sketch of a word with letters that are not ASCII.
const unsketched = -1

// sketch is a number that a word has whatever its case: of its first two letters and its length.
func sketch(word string) int {
	for i := range len(word) {
		if word[i] >= utf8.RuneSelf {
			return unsketched
		}
	}
	n := min(len(word), 63) << 10
	if len(word) > 0 {
		n |= int(word[0]&31) << 5
	}
	if len(word) > 1 {
		n |= int(word[1] & 31)
	}
	return n
}

// pair is the number of two sketches.
func pair(first, second int) int { return (first*263 + second) % (1 << 18) }

// exact is a sketch of a word that tells whether it begins with a capital letter too.
func exact(word string, sketch int) int { return sketch | int(word[0]&0x20)<<11 }

// mayBe reports whether a word can be a name.
func (x *names) mayBe(word string, sketch int) bool {
	if sketch == unsketched {
		return true
	}
	n := exact(word, sketch)
	return x.words[n/64]&(1<<(n%64)) != 0
}

// mayBegin reports whether two words can begin a name.
func (x *names) mayBegin(first, second int) bool {
	n := pair(first, second)
	return first == unsketched || second == unsketched || x.pairs[n/64]&(1<<(n%64)) != 0
}

func (r *run) nameIndex() *names {
	index := &names{single: map[string][]name{}, longer: map[[2]string][]name{}}
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
		if n := sketch(words[0]); n != unsketched {
			n = exact(words[0], n)
			x.words[n/64] |= 1 << (n % 64)
		}
		x.single[words[0]] = append(x.single[words[0]], name{words, e})
	default:
		key := [2]string{strings.ToLower(words[0]), strings.ToLower(words[1])}
		if first, second := sketch(key[0]), sketch(key[1]); first != unsketched && second != unsketched {
			n := pair(first, second)
			x.pairs[n/64] |= 1 << (n % 64)
		}
		x.longer[key] = append(x.longer[key], name{words, e})
	}
}

func notOfWord(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) }

// unlinked reports the names in a text whose entries are not done yet.
func (r *run) unlinked(t *dossier.Text, index *names, done map[*dossier.Entry]bool) {
	start, end := nextWord(t.Text, 0)
	word := sketch(t.Text[start:end])
	for start < end {
		from, to := nextWord(t.Text, end)
		next := sketch(t.Text[from:to])
		if index.mayBe(t.Text[start:end], word) {
			for _, n := range index.single[t.Text[start:end]] {
				r.mention(t, start, end, n, done)
			}
		}
		if index.mayBegin(word, next) {
			for _, n := range index.longer[[2]string{strings.ToLower(t.Text[start:end]), strings.ToLower(t.Text[from:to])}] {
				if last := matches(t.Text, start, n); last > 0 {
					r.mention(t, start, last, n, done)
				}
			}
		}
		start, end, word = from, to, next
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
	for start < len(text) && !isPlain(text[start]) {
		if text[start] < utf8.RuneSelf {
			start++
			continue
		}
		r, size := utf8.DecodeRuneInString(text[start:])
		if !notOfWord(r) {
			break
		}
		start += size
	}
	end = start
	for end < len(text) {
		if isPlain(text[end]) {
			end++
			continue
		}
		if text[end] < utf8.RuneSelf {
			break
		}
		r, size := utf8.DecodeRuneInString(text[end:])
		if notOfWord(r) {
			break
		}
		end += size
	}
	return start, end
}

// isPlain reports ASCII letters and digits.
func isPlain(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9' }

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

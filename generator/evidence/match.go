package evidence

import (
	"maps"
	"slices"
	"strings"
)

// maxGap is the greatest number of words between the first words and the last words of a passage.
const maxGap = 300

// An Index finds passages in a text. It is made once for a text and may be used by several goroutines.
type Index struct {
	text       Text
	spans      []span           // the words of all pages in order
	ids        []int32          // the words as numbers
	vocabulary map[string]int32 // compared form of a word: its number
	from       []int32          // where in posts the places of a word begin, by number; one more than words
	posts      []int32          // the places of all words
	broken     map[int32][]int  // number of a word that a line end breaks in two: the places of its first half
	joints     map[int]bool     // all these places
}

// A span is a word of the text.
type span struct{ page, start, end int32 }

// A stretch is a run of words of the text.
type stretch struct{ start, end int }

// NewIndex returns the index of a text.
func NewIndex(t Text) *Index {
	ix := &Index{text: t, broken: map[int32][]int{}, joints: map[int]bool{}}
	f := newFolder()
	for p, page := range t.Pages {
		list := words(page)
		if ix.vocabulary == nil {
			ix.vocabulary = make(map[string]int32, len(list)/2)
		}
		ix.ids, ix.spans = slices.Grow(ix.ids, len(list)), slices.Grow(ix.spans, len(list))
		for i, w := range list {
			if i == 0 && ix.brokenByPage(p, page[:w.start]) {
				ix.joints[len(ix.ids)-1] = true
			}
			ix.add(f, span{int32(p), int32(w.start), int32(w.end)}, page[w.start:w.end])
			if w.broken {
				ix.joints[len(ix.ids)-1] = true
			}
		}
	}
	ix.joinBroken(f)
	ix.post()
	return ix
}

// add adds a word, which may be several in its compared form.
func (ix *Index) add(f *folder, at span, printed string) {
	if f.lower(printed) {
		id, ok := ix.vocabulary[string(f.plain)]
		if !ok {
			id = ix.number(string(f.plain))
		}
		ix.spans, ix.ids = append(ix.spans, at), append(ix.ids, id)
		return
	}
	for _, form := range f.fold(printed) {
		ix.spans, ix.ids = append(ix.spans, at), append(ix.ids, ix.number(form))
	}
}

// number returns the number of a word, a new one where needed.
func (ix *Index) number(form string) int32 {
	id, ok := ix.vocabulary[form]
	if !ok {
		id = int32(len(ix.vocabulary))
		ix.vocabulary[form] = id
	}
	return id
}

// brokenByPage reports whether the last word so far runs on, behind a hyphen, after the text before the first word of page p.
func (ix *Index) brokenByPage(p int, before string) bool {
	if len(ix.spans) == 0 {
		return false
	}
	last := ix.spans[len(ix.spans)-1]
	return int(last.page) == p-1 && breaksWord(ix.text.Pages[p-1][last.end:]+"\n"+before)
}

// joinBroken notes the words that line ends break in two, by the place of their first half.
func (ix *Index) joinBroken(f *folder) {
	for _, at := range slices.Sorted(maps.Keys(ix.joints)) {
		if at < 0 || at+1 >= len(ix.spans) {
			continue
		}
		if joined := f.fold(ix.printedWord(at) + ix.printedWord(at+1)); len(joined) == 1 {
			id := ix.number(joined[0])
			ix.broken[id] = append(ix.broken[id], at)
		}
	}
}

func (ix *Index) printedWord(at int) string {
	s := ix.spans[at]
	return ix.text.Pages[s.page][s.start:s.end]
}

// post lists the places of each word.
func (ix *Index) post() {
	ix.from = make([]int32, len(ix.vocabulary)+1)
	for _, id := range ix.ids {
		ix.from[id+1]++
	}
	for i := 1; i < len(ix.from); i++ {
		ix.from[i] += ix.from[i-1]
	}
	next := slices.Clone(ix.from)
	ix.posts = make([]int32, len(ix.ids))
	for at, id := range ix.ids {
		ix.posts[next[id]] = int32(at)
		next[id]++
	}
}

// places returns where a word stands.
func (ix *Index) places(id int32) []int32 { return ix.posts[ix.from[id]:ix.from[id+1]] }

// Words returns the number of words of the text.
func (ix *Index) Words() int { return len(ix.ids) }

// page returns the page of a word, from 1.
func (ix *Index) page(at int) int { return int(ix.spans[at].page) + 1 }

// find returns the stretches that match a passage, and how often its two parts occur.
func (ix *Index) find(passage string) (found []stretch, first, last int) {
	head, tail := splitPassage(passage)
	heads := ix.phrase(head)
	if tail == "" {
		return heads, len(heads), 0
	}
	tails := ix.phrase(tail)
	next := 0
	for _, h := range heads {
		for next < len(tails) && tails[next].start < h.end {
			next++
		}
		if next < len(tails) && tails[next].start-h.end <= maxGap {
			found = append(found, stretch{h.start, tails[next].end})
		}
	}
	return found, len(heads), len(tails)
}

// splitPassage returns the words before and behind the ellipsis. Where one side has no word the other one is the phrase.
func splitPassage(passage string) (head, tail string) {
	head, tail, _ = strings.Cut(strings.ReplaceAll(passage, "...", "…"), "…")
	if len(words(tail)) == 0 {
		return head, ""
	}
	if len(words(head)) == 0 {
		return tail, ""
	}
	return head, tail
}

// phrase returns where a phrase stands, in order. Two places may overlap.
func (ix *Index) phrase(phrase string) []stretch {
	pattern := ix.pattern(phrase)
	if len(pattern) == 0 {
		return nil
	}
	whole := map[int]int32{}
	seen := map[int32]bool{}
	for _, id := range pattern {
		if !seen[id] {
			for _, at := range ix.broken[id] {
				whole[at] = id
			}
			seen[id] = true
		}
	}
	if len(whole) > 0 {
		return ix.searchJoined(pattern, whole)
	}
	return ix.search(pattern)
}

// pattern returns the numbers of a phrase's words, none where one of them is nowhere in the text.
func (ix *Index) pattern(phrase string) []int32 {
	f, pattern := newFolder(), []int32(nil)
	list := words(phrase)
	for i := 0; i < len(list); i++ {
		w := list[i]
		forms := f.fold(phrase[w.start:w.end])
		if w.broken {
			joined := f.fold(phrase[w.start:w.end] + phrase[list[i+1].start:list[i+1].end])
			if _, ok := ix.vocabulary[strings.Join(joined, " ")]; ok {
				forms = joined
				i++
			}
		}
		for _, form := range forms {
			id, ok := ix.vocabulary[form]
			if !ok {
				return nil
			}
			pattern = append(pattern, id)
		}
	}
	return pattern
}

// search finds a pattern in the text: at the places of its rarest word where these are few, else in one pass.
func (ix *Index) search(pattern []int32) []stretch {
	rarest := 0
	for i, id := range pattern {
		if len(ix.places(id)) < len(ix.places(pattern[rarest])) {
			rarest = i
		}
	}
	candidates := ix.places(pattern[rarest])
	if len(candidates)*len(pattern) > len(ix.ids) {
		return searchAll(ix.ids, pattern)
	}
	var found []stretch
	for _, at := range candidates {
		start := int(at) - rarest
		if start >= 0 && start+len(pattern) <= len(ix.ids) && slices.Equal(ix.ids[start:start+len(pattern)], pattern) {
			found = append(found, stretch{start, start + len(pattern)})
		}
	}
	return found
}

// searchJoined finds a pattern in the text with some broken words made whole, given by the place of their first half.
func (ix *Index) searchJoined(pattern []int32, whole map[int]int32) []stretch {
	ids, starts := make([]int32, 0, len(ix.ids)), make([]int, 0, len(ix.ids)+1)
	for at := 0; at < len(ix.ids); at++ {
		starts = append(starts, at)
		if id, ok := whole[at]; ok {
			ids = append(ids, id)
			at++
		} else {
			ids = append(ids, ix.ids[at])
		}
	}
	starts = append(starts, len(ix.ids))
	found := searchAll(ids, pattern)
	for i, s := range found {
		found[i] = stretch{starts[s.start], starts[s.end]}
	}
	return found
}

// searchAll finds a pattern by the algorithm of Knuth, Morris and Pratt: in one pass, whatever the text.
func searchAll(text, pattern []int32) []stretch {
	fail := make([]int, len(pattern)+1)
	for i, k := 1, 0; i < len(pattern); i++ {
		for k > 0 && pattern[i] != pattern[k] {
			k = fail[k]
		}
		if pattern[i] == pattern[k] {
			k++
		}
		fail[i+1] = k
	}
	var found []stretch
	for i, k := 0, 0; i < len(text); i++ {
		for k > 0 && (k == len(pattern) || text[i] != pattern[k]) {
			k = fail[k]
		}
		if text[i] == pattern[k] {
			k++
		}
		if k == len(pattern) {
			found = append(found, stretch{i + 1 - k, i + 1})
		}
	}
	return found
}

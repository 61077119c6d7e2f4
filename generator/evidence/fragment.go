package evidence

import (
	"fmt"
	"strings"
)

const (
	leastWords = 3  // of each end of a text fragment, where there are as many
	mostWords  = 12 // of each end, however often they occur
)

// TextFragment returns the text directive of the WICG draft that leads a browser to the words from start to end, such as
// "text=first%20words,last%20words": as few words of either end as lead there and nowhere else. It is "-" where none do.
// The words are those of the text as printed; neither end runs over a line, since a browser does not match over blocks.
func (ix *Index) TextFragment(start, end int) string {
	for !ix.parted(start) {
		start--
	}
	for !ix.parted(end) {
		end++
	}
	line := ix.lineEnd(start, end)
	isPhrase := line == end && ix.search(ix.ids[start:end])[0].start == start
	if isPhrase && end-start <= 2*leastWords {
		return "text=" + ix.encoded(start, end)
	}
	limit := min(line, start+mostWords, end-min(leastWords, (end-start)/2))
	if head := ix.uniqueHead(start, limit); head > start {
		if tail := ix.nearestTail(head, end); tail > 0 {
			return "text=" + ix.encoded(start, head) + "," + ix.encoded(tail, end)
		}
	}
	if isPhrase && end-start <= 2*mostWords {
		return "text=" + ix.encoded(start, end)
	}
	return "-"
}

// uniqueHead returns where the fewest words from start end, at most at limit, that stand nowhere else in the text, or
// failing that nowhere earlier; else start.
func (ix *Index) uniqueHead(start, limit int) int {
	head, places := start, ix.places(ix.ids[start])
	for end := start + 1; end <= limit; end++ {
		places = ix.narrow(places, end-1-start, ix.ids[end-1])
		if !ix.parted(end) || int(places[0]) != start {
			continue
		}
		head = end
		if len(places) == 1 && end-start >= leastWords {
			break
		}
	}
	return head
}

// narrow returns those of the places that have the word id at a distance.
func (ix *Index) narrow(places []int32, distance int, id int32) []int32 {
	if len(places) == 1 || distance == 0 {
		return places
	}
	var out []int32
	for _, at := range places {
		if i := int(at) + distance; i < len(ix.ids) && ix.ids[i] == id {
			out = append(out, at)
		}
	}
	return out
}

// nearestTail returns where the fewest words up to end begin that stand nowhere between the head and there, or -1.
func (ix *Index) nearestTail(head, end int) int {
	tail := -1
	for start := end - 1; start >= max(head, end-mostWords) && ix.lineEnd(start, end) == end; start-- {
		if !ix.parted(start) || ix.first(start, end, head) != start {
			continue
		}
		tail = start
		if end-start >= leastWords {
			break
		}
	}
	return tail
}

// parted reports whether a browser sees a word boundary before a word: there is none in ICE’s, U.S. or 2,100.
func (ix *Index) parted(at int) bool {
	if at <= 0 || at >= len(ix.spans) || ix.spans[at].page != ix.spans[at-1].page {
		return true
	}
	a, b := ix.spans[at-1], ix.spans[at]
	if a == b {
		return false // two words of one sign
	}
	gap := ix.text.Pages[a.page][a.end:b.start]
	return gap == "" || strings.Trim(gap, "'’‘.,:;·_") != ""
}

// first returns the first place, from a word on, of the words from start to end.
func (ix *Index) first(start, end, from int) int {
	pattern := ix.ids[start:end]
	for at := from; at < start; at++ {
		i := 0
		for i < len(pattern) && ix.ids[at+i] == pattern[i] {
			i++
		}
		if i == len(pattern) {
			return at
		}
	}
	return start
}

// lineEnd returns where the line of a word ends, at most end.
func (ix *Index) lineEnd(start, end int) int {
	for at := start + 1; at < end; at++ {
		a, b := ix.spans[at-1], ix.spans[at]
		if a.page != b.page || a.end <= b.start && strings.Contains(ix.text.Pages[a.page][a.end:b.start], "\n") {
			return at
		}
	}
	return end
}

// printed returns the words from start to end as they stand in the text, with single spaces.
func (ix *Index) printed(start, end int) string {
	var b strings.Builder
	for at := start; at < end; {
		stop := at + 1
		for stop < end && ix.spans[stop].page == ix.spans[at].page {
			stop++
		}
		b.WriteString(ix.text.Pages[ix.spans[at].page][ix.spans[at].start:ix.spans[stop-1].end] + " ")
		at = stop
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// encoded returns words as a part of a text directive.
func (ix *Index) encoded(start, end int) string {
	var b strings.Builder
	text := ix.printed(start, end)
	for i := range len(text) {
		c := text[i]
		if 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '.' || c == '_' || c == '~' {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}

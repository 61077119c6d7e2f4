package evidence

import (
	"fmt"
	"sort"
	"strconv"
	"strings"
)

const (
	shownPlaces = 3 // of a passage that occurs more often
	moreWords   = 8 // that a passage is lengthened by at most
)

// locatorPages returns the pages that a locator names: "p. 3", "pp. 3-5".
func locatorPages(locator string) (from, to int, ok bool) {
	s := strings.ToLower(strings.TrimSpace(locator))
	rest := strings.TrimLeft(s, "p")
	if after, isPage := strings.CutPrefix(s, "pages"); isPage {
		rest = after
	} else if after, isPage := strings.CutPrefix(s, "page"); isPage {
		rest = after
	}
	if rest == s || len(s)-len(rest) == 0 {
		return 0, 0, false
	}
	a, b, isRange := strings.Cut(strings.NewReplacer("–", "-", "—", "-").Replace(strings.TrimPrefix(rest, ".")), "-")
	from, err := strconv.Atoi(strings.TrimSpace(a))
	if err != nil || from < 1 {
		return 0, 0, false
	}
	if !isRange {
		return from, from, true
	}
	if to, err = strconv.Atoi(strings.TrimSpace(b)); err != nil || to < from {
		return 0, 0, false
	}
	return from, to, true
}

// explain says which part of a passage was not found, and shows where the text begins to differ.
func (ix *Index) explain(passage string, first, last int) (message, hint string) {
	head, tail := splitPassage(passage)
	part := head
	switch {
	case len(words(passage)) == 0:
		return "it has no word", "copy words of the source"
	case tail == "":
		message = "its words do not stand there one after the other"
	case first == 0 && last == 0:
		message = "neither its first nor its last words are there"
	case first == 0:
		message = "its last words are there, its first words are not"
	case last == 0:
		message, part = "its first words are there, its last words are not", tail
	default:
		return fmt.Sprintf("its first and its last words are there, but no last ones within %d words behind the first", maxGap),
			"take last words that are nearer, or two citations for two passages"
	}
	if similar := ix.similar(part); similar != "" {
		return message, fmt.Sprintf("the copy has “%s”; copy the passage as it is printed there", similar)
	}
	return message, "copy the passage as the source prints it, or cite the source that has it"
}

// similar returns the words of the text that begin like a phrase, as far as any do, and what follows them.
func (ix *Index) similar(phrase string) string {
	list := words(phrase)
	// A phrase occurs if a longer one does: the longest one is found by halving.
	n := sort.Search(len(list), func(n int) bool { return len(ix.phrase(phrase[:list[n].end])) == 0 })
	if n < 2 {
		return ""
	}
	at := ix.phrase(phrase[:list[n-1].end])[0]
	return ix.whole(at.start, min(at.end+3, ix.lineEnd(at.end-1, ix.Words())))
}

// lengthen says how to make a passage that occurs several times stand for one place only.
func (ix *Index) lengthen(passage string, found []stretch) string {
	head, tail := splitPassage(passage)
	n := len(ix.pattern(head))
	var longer []string
	for _, s := range found[:min(len(found), shownPlaces)] {
		words := ix.unique(s.start, s.start+n)
		if words == "" || strings.Contains(words, "…") || strings.Contains(words, "...") {
			continue
		}
		if tail != "" {
			words += " … " + strings.TrimSpace(tail)
		}
		longer = append(longer, "“"+words+"”")
	}
	if len(longer) == 0 {
		return "take more words of the place that is meant, or other ones near it"
	}
	return "lengthen it, such as to " + strings.Join(longer, " or ")
}

// unique returns the words from start to end and as many behind or before them as make them occur once, or "".
func (ix *Index) unique(start, end int) string {
	for stop := end + 1; stop <= min(end+moreWords, ix.Words()); stop++ {
		if len(ix.search(ix.ids[start:stop])) == 1 {
			return ix.whole(start, stop)
		}
	}
	for from := start - 1; from >= max(0, start-moreWords); from-- {
		if len(ix.search(ix.ids[from:end])) == 1 {
			return ix.whole(from, end)
		}
	}
	return ""
}

// whole is printed with the words that line ends break made whole.
func (ix *Index) whole(start, end int) string {
	var b strings.Builder
	for from := start; from < end; {
		to := from + 1
		for to < end && !ix.joints[to-1] {
			to++
		}
		b.WriteString(ix.printed(from, to))
		if !ix.joints[to-1] {
			b.WriteByte(' ')
		}
		from = to
	}
	return strings.TrimSpace(b.String())
}

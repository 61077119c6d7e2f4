package diag

import (
	"fmt"
	"unicode/utf8"
)

// maxGuessed is how long a word may be for its meaning to be guessed.
const maxGuessed = 200

// Nearest returns the name that a misspelled word most likely stands for, or "" when none is near: at most a third of
// its letters are wrong, missing, too many or swapped. Of equally near names the first in order wins.
func Nearest(word string, names []string) string {
	if len(word) > maxGuessed {
		return ""
	}
	limit := max(1, utf8.RuneCountInString(word)/3)
	best, found := limit+1, ""
	for _, name := range names {
		if d := utf8.RuneCountInString(name) - utf8.RuneCountInString(word); d >= best+1 || -d >= best+1 {
			continue
		}
		if d := distance([]rune(word), []rune(name)); d < best || d == best && found != "" && name < found {
			best, found = d, name
		}
	}
	return found
}

// DidYouMean is the hint with the nearest name, or "".
func DidYouMean(word string, names []string) string {
	if name := Nearest(word, names); name != "" {
		return fmt.Sprintf("did you mean %q?", name)
	}
	return ""
}

// OneOf is the hint that lists all names, with the nearest one first where there is one.
func OneOf(word string, names []string) string {
	list := ""
	for i, name := range names {
		if i > 0 {
			list += ", "
		}
		list += name
	}
	if hint := DidYouMean(word, names); hint != "" {
		return hint + " it can be: " + list
	}
	return "it can be: " + list
}

// distance is the optimal string alignment distance of Damerau and Levenshtein: the least number of letters to replace,
// insert, remove or swap with their neighbour.
func distance(a, b []rune) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}

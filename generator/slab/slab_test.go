package slab

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// TestStrings makes more strings than a piece holds, long ones among them, and reads all of them at the end.
func TestStrings(t *testing.T) {
	var s Strings
	var got, want []string
	for i := range 20_000 {
		text := strings.Repeat("x", i%40) + fmt.Sprint(i)
		if i%5000 == 0 {
			text = strings.Repeat("long", pieceBytes)
		}
		got, want = append(got, s.Bytes([]byte(text)), s.String(text), s.Join(text, "", "x", text)), append(want, text, text, text+"x"+text)
	}
	if !slices.Equal(got, want) {
		t.Error("a string changed")
	}
	if s.Bytes(nil) != "" || s.String("") != "" || s.Join() != "" {
		t.Error("nothing became something")
	}
}

// TestLists makes more lists than a piece holds; appending to one changes no other.
func TestLists(t *testing.T) {
	var l Lists[int]
	var lists [][]int
	for i := range 1000 {
		list := append(l.Make(2), i, i)
		if i%100 == 0 {
			list = l.Copy(slices.Repeat([]int{i}, 1000))
		}
		_ = append(list, -1)
		lists = append(lists, list)
	}
	for i, list := range lists {
		if slices.Min(list) != i || slices.Max(list) != i {
			t.Fatalf("list %d is %v", i, list)
		}
	}
	if l.Copy(nil) != nil || *l.New(7) != 7 {
		t.Error("no items, or one, are kept wrongly")
	}
}

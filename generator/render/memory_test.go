package render

import "testing"

// What a lender lent keeps its values until everything is taken back, and what is lent anew has none.
func TestLender(t *testing.T) {
	var s lender[int]
	for range 3 {
		var lent [][]int
		for n := range 100 {
			list := s.take(n % 40)
			for i := range list {
				if list[i] != 0 {
					t.Fatalf("lent with the value %d", list[i])
				}
				list[i] = n
			}
			lent = append(lent, append(list, -1)) // must not reach into the next
		}
		lent = append(lent, s.take(mostKept+1))
		for n, list := range lent[:100] {
			for i, v := range list[:n%40] {
				if v != n {
					t.Fatalf("value %d of list %d is %d", i, n, v)
				}
			}
		}
		s.reset()
	}
}

// Numbered anchors count from 1, and uses of a citation are numbered with letters.
func TestNumbers(t *testing.T) {
	s := series{prefix: "#_n"}
	if got := s.href(3) + s.href(1); got != "#_n3#_n1" {
		t.Errorf("links to anchors: %s", got)
	}
	for i, want := range map[int]string{0: "a", 25: "z", 26: "aa", 51: "az", 52: "ba", 701: "zz", 702: "aaa"} {
		if got := letters(i); got != want {
			t.Errorf("letters(%d) = %q, want %q", i, got, want)
		}
	}
}

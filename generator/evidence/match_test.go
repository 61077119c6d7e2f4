package evidence

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// A result says where a passage was found.
type result struct {
	Count      int // of distinct stretches that match
	Page       int // of the first one's first word, from 1
	Start, End int // the first one's words, by their place in the text
	First      int // how often the words before the ellipsis occur, or all where there is none
	Last       int // how often the words behind the ellipsis occur
}

// lookUp looks a passage up: a whole phrase, or first words and last words around an ellipsis.
func lookUp(ix *Index, passage string) result {
	found, first, last := ix.find(passage)
	r := result{Count: len(found), First: first, Last: last}
	if len(found) > 0 {
		r.Start, r.End = found[0].start, found[0].end
		r.Page = ix.page(r.Start)
	}
	return r
}

// index is an index of pages.
func index(pages ...string) *Index { return NewIndex(Text{pages}) }

func TestNormalised(t *testing.T) {
	for _, test := range []struct{ name, text, passage string }{
		{"case", "ICE Uses Data", "ice uses DATA"},
		{"case folding", "Straße", "STRASSE"},
		{"final sigma", "ὀδυσσεύς", "ὈΔΥΣΣΕΎΣ"},
		{"quotes", "the “agency’s” data", `the "agency's" data`},
		{"low and angle quotes", "„so“ «he» ‹said›", "so he said"},
		{"em dash", "data—and more", "data - and more"},
		{"en dash", "2008–2021", "2008-2021"},
		{"minus and figure dash", "2008−2021‒2022", "2008-2021-2022"},
		{"non-breaking hyphen", "long\u2011term", "long-term"},
		{"soft hyphen", "immi\u00adgration", "immigration"},
		{"zero width", "immi\u200bgra\u2060ti\ufeffon", "immigration"},
		{"joiners", "immi\u200dgra\u200ction", "immigration"},
		{"line end", "the immi-\ngration agency", "immigration agency"},
		{"line end with spaces", "the immi- \r\n   gration agency", "immigration agency"},
		{"line end, Unicode hyphen", "the immi\u2010\ngration agency", "the immigration"},
		{"line end, soft hyphen", "the immi\u00ad\ngration agency", "the immigration"},
		{"line end of a compound", "the law-\nenforcement agency", "law-enforcement agency"},
		{"both kinds of line end", "law-\nenforcement and immi-\ngration", "law-enforcement and immigration"},
		{"line end in the passage", "the immigration agency", "immi-\ngration"},
		{"white space", "a\u00a0b\u2003c \n\t d", "a b  c d"},
		{"ligature", "the oﬃce ﬁles", "the office files"},
		{"full width", "ＩＣＥ　１２", "ice 12"},
		{"superscript", "5 km²", "5 km2"},
		{"fraction", "½ of them", "1/2 of them"},
		{"square unit", "5 ㎏", "5 kg"},
		{"composed", "cafe\u0301", "caf\u00e9"},
		{"Vietnamese", "Vie\u0323\u0302t", "Việt"},
		{"trademark", "CLEAR™ data", "CLEAR data"},
		{"punctuation", "one, two; (three)! [four]", "one two three four"},
		{"ellipsis inside the text", "one … two", "one two"},
		{"numbers", "$2,100.50", "2,100.50"},
		{"Arabic", "قاعِدة بيانات", "قاعِدة بيانات"},
		{"Chinese", "这是移民数据库。", "移民数据"},
		{"Thai", "ข้อมูลคนเข้าเมือง", "คนเข้า"},
		{"variation selector", "a\ufe0fb", "ab"},
	} {
		if r := lookUp(index(test.text), test.passage); r.Count != 1 {
			t.Errorf("%s: %q occurs %d times in %q", test.name, test.passage, r.Count, test.text)
		}
	}
}

func TestWholeWords(t *testing.T) {
	for _, test := range []struct{ text, passage string }{
		{"the cart", "art"},
		{"the party", "art"},
		{"the arts", "art"},
		{"art1", "art"},
		{"café", "caf"},
		{"cafe\u0301", "cafe"},
		{"immi-\ngration", "immigratio"},
		{"immi-\n\ngration and", "gratio"},
		{"one two", "two one"},
		{"one two", "one one two"},
		{"one two", ""},
		{"one two", " … "},
		{"one two", "— “”"},
		{"", "one"},
		{"", ""},
	} {
		if r := lookUp(index(test.text), test.passage); r != (result{First: r.First, Last: r.Last}) {
			t.Errorf("%q is in %q: %+v", test.passage, test.text, r)
		}
	}
}

// filler is n words of their own.
func filler(name string, n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "%s%d ", name, i)
	}
	return b.String()
}

func TestEllipsis(t *testing.T) {
	for _, test := range []struct {
		name, text, passage string
		want                int
	}{
		{"at once", "first words last words", "first words … last words", 1},
		{"three points", "first words of last words", "first words ... last words", 1},
		{"300 between", "first words " + filler("w", 300) + "last words", "first words … last words", 1},
		{"301 between", "first words " + filler("w", 301) + "last words", "first words … last words", 0},
		{"wrong order", "last words first words", "first words … last words", 0},
		{"overlapping", "one two three", "one two … two three", 0},
		{"twice", "first a last first b last", "first … last", 2},
		{"two firsts, one last", "first a first b last", "first … last", 2},
		{"one first, two lasts", "first a last b last", "first … last", 1},
		{"the far first is too far", "first " + filler("w", 300) + "first last", "first … last", 1},
		{"phrase twice", "one two one two", "one two", 2},
		{"phrase over itself", "one two one two one", "one two one", 2},
		{"head alone", "one two", "one two …", 1},
		{"tail alone", "one two", "… one two", 1},
		{"over a hyphen", "the immi-\ngration office " + filler("w", 5) + "depart-\nment", "the immigration … department", 1},
		{"no word between", "a b", "a…b", 1},
	} {
		if r := lookUp(index(test.text), test.passage); r.Count != test.want {
			t.Errorf("%s: found %d times, want %d", test.name, r.Count, test.want)
		}
	}
}

func TestPages(t *testing.T) {
	ix := index("one two", "", "three four immi-", "gration five one")
	for _, test := range []struct {
		passage          string
		page, start, end int
	}{
		{"one two", 1, 0, 2},
		{"two three", 1, 1, 3},
		{"four … five", 3, 3, 7},
		{"immigration five", 3, 4, 7},
		{"five one", 4, 6, 8},
	} {
		r := lookUp(ix, test.passage)
		if r.Count != 1 || r.Page != test.page || r.Start != test.start || r.End != test.end {
			t.Errorf("%q: %+v", test.passage, r)
		}
	}
}

// TestSearch holds the fast search to the plain one.
func TestSearch(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 3000 {
		var text []string
		for range random.IntN(60) {
			text = append(text, string(rune('a'+random.IntN(3))))
		}
		pattern := make([]string, 1+random.IntN(5))
		for i := range pattern {
			pattern[i] = string(rune('a' + random.IntN(3)))
		}
		want := 0
		for i := 0; i+len(pattern) <= len(text); i++ {
			if slices.Equal(text[i:i+len(pattern)], pattern) {
				want++
			}
		}
		if got := lookUp(index(strings.Join(text, " ")), strings.Join(pattern, " ")).Count; got != want {
			t.Fatalf("%q in %q: %d times, want %d", pattern, text, got, want)
		}
	}
}

// TestHostile looks hostile passages up in hostile texts; it ends only if the work is near-linear.
func TestHostile(t *testing.T) {
	const n = 1 << 19
	same := strings.Repeat("word ", n)
	ix := index(same)
	long := strings.Repeat("word ", n/4)
	if r := lookUp(ix, long+"other"); r.Count != 0 {
		t.Error(r)
	}
	if r := lookUp(ix, long); r.Count != n-n/4+1 {
		t.Error(r.Count)
	}
	if r := lookUp(ix, long+"… "+long); r.Count != n-n/2+1 {
		t.Error(r.Count)
	}
	broken := index(strings.Repeat("a-\na ", n/2) + "b")
	if r := lookUp(broken, strings.Repeat("aa ", n/8)+"b"); r.Count != 1 {
		t.Error(r.Count)
	}
	if f := ix.TextFragment(n/2, n/2+300); f != "-" {
		t.Error(f)
	}
}

func FuzzFind(f *testing.F) {
	f.Add("the immi-\ngration office", "page two", "the immigration … two")
	f.Add("½ and ﬁ \u00ad\u200b", "a-\n", "1 … fi")
	f.Add("ﾃﾞｰﾀ 这是 ข้อมูล", "", "データ")
	f.Add("", "a-\nb-\nc", "ab c")
	f.Fuzz(func(t *testing.T, first, second, passage string) {
		if len(first)+len(second)+len(passage) > 1<<14 {
			return
		}
		ix := index(first, second)
		r := lookUp(ix, passage)
		if r.Count == 0 {
			ix.explain(passage, r.First, r.Last)
			return
		}
		if r.Start < 0 || r.Start >= r.End || r.End > ix.Words() || r.Page < 1 || r.Page > 2 {
			t.Fatalf("%+v of %d words", r, ix.Words())
		}
		if s := ix.TextFragment(r.Start, r.End); strings.ContainsAny(s, " \t\n&") || s != "-" && !strings.HasPrefix(s, "text=") {
			t.Fatalf("%q", s)
		}
		found, _, _ := ix.find(passage)
		ix.lengthen(passage, found)
		for _, s := range ix.spans {
			if s.start >= s.end || int(s.end) > len(ix.text.Pages[s.page]) {
				t.Fatalf("%+v", s)
			}
		}
	})
}

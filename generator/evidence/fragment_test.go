package evidence

import "testing"

func TestTextFragment(t *testing.T) {
	for _, test := range []struct{ name, text, passage, want string }{
		{"short", "It was, he said, all over.", "he said, all", "text=he%20said%2C%20all"},
		{"one word", "all over", "over", "text=over"},
		{"as printed", "The Agency’s own “Data” – it & they 100% well-known rest.", "the agency's … WELL-KNOWN", "text=The%20Agency%E2%80%99s,100%25%20well%2Dknown"},
		{"three words each", "a b c d e f g h i j", "a b … i j", "text=a%20b%20c,h%20i%20j"},
		{"longer start", "a b c x. a b c d e f g h i j k", "a b c d … j k", "text=a%20b%20c%20d,i%20j%20k"},
		{"longer end", "a b c d i j k e f g h i j k", "a b … h i j k", "text=a%20b%20c,h%20i%20j%20k"},
		{"lines", "One two\nthree four five six seven eight", "one two … eight", "text=One%20two,six%20seven%20eight"},
		{"end in a line of its own", "one two three four five six seven\neight", "one two … eight", "text=one%20two%20three,eight"},
		{"short over lines", "one\ntwo", "one two", "text=one,two"},
		{"start line is not unique", "Data\nthere. Data\nhere and so on and on", "data here and … on and on", "-"},
		{"start line comes first", "Data\nhere and so on and on. Data", "data here and … on and on", "text=Data,on%20and%20on"},
		{"white space", "one  two\t three", "one two three", "text=one%20two%20three"},
		{"no break inside a number", "it was 2,100 men of them all there now", "it was 2,100 … there now", "text=it%20was%202%2C100,all%20there%20now"},
		{"no break inside a possessive", "the agency’s data of some kind or other", "s data of … or other", "text=agency%E2%80%99s%20data,kind%20or%20other"},
		{"end at a possessive", "we saw that it was the agency’s data", "we saw … the agency", "text=we%20saw%20that,the%20agency%E2%80%99s"},
		{"Chinese", "这是移民数据库的记录", "移民数据", "text=%E7%A7%BB%E6%B0%91%E6%95%B0%E6%8D%AE"},
	} {
		ix := index(test.text)
		r := lookUp(ix, test.passage)
		if r.Count == 0 {
			t.Errorf("%s: not found", test.name)
		} else if got := ix.TextFragment(r.Start, r.End); got != test.want {
			t.Errorf("%s: %s, want %s", test.name, got, test.want)
		}
	}
}

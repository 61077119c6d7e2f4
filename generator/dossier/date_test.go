package dossier

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// date parses a date that is right.
func date(t testing.TB, s string) Date {
	t.Helper()
	d, err := ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestDate(t *testing.T) {
	tests := []struct {
		in, earliest, latest, words, point string
	}{
		{"2014", "2014-1-1", "2014-12-31", "2014", ""},
		{"2024-11", "2024-11-1", "2024-11-30", "November 2024", ""},
		{"2024-02", "2024-2-1", "2024-2-29", "February 2024", ""},
		{"1900-02", "1900-2-1", "1900-2-28", "February 1900", ""},
		{"2000-02-29", "2000-2-29", "2000-2-29", "29 February 2000", ""},
		{"2026-11-22", "2026-11-22", "2026-11-22", "22 November 2026", ""},
		{"2014~", "2014-1-1", "2014-12-31", "about 2014", ""},
		{"2014-05?", "2014-5-1", "2014-5-31", "possibly May 2014", ""},
		{"2014-05-06%", "2014-5-6", "2014-5-6", "possibly about 6 May 2014", ""},
		{"2021-21", "2021-3-1", "2021-5-31", "spring 2021", ""},
		{"2021-22", "2021-6-1", "2021-8-31", "summer 2021", ""},
		{"2021-23", "2021-9-1", "2021-11-30", "autumn 2021", ""},
		{"2021-24", "2021-1-1", "2022-2-28", "winter 2021", ""},
		{"9999-24", "9999-1-1", "9999-12-31", "winter 9999", ""},
		{"2021-24~", "2021-1-1", "2022-2-28", "about winter 2021", ""},
		{"2014/2019", "2014-1-1", "2019-12-31", "2014 to 2019", "between 2014 and 2019"},
		{"2014-03~/2019-05-06?", "2014-3-1", "2019-5-6", "about March 2014 to possibly 6 May 2019", "between about March 2014 and possibly 6 May 2019"},
		{"../2022-01", "0-1-1", "2022-1-31", "until January 2022", "January 2022 or earlier"},
		{"2014/..", "2014-1-1", "9999-12-31", "since 2014", "2014 or later"},
		{"0000", "0-1-1", "0-12-31", "0", ""},
	}
	for _, tt := range tests {
		d := date(t, tt.in)
		if tt.point == "" {
			tt.point = tt.words
		}
		got := []string{d.String(), day(d.Earliest()), day(d.Latest()), d.Words(), d.Point()}
		if want := []string{tt.in, tt.earliest, tt.latest, tt.words, tt.point}; !slices.Equal(got, want) {
			t.Errorf("%s:\n got %q\nwant %q", tt.in, got, want)
		}
		if d.IsZero() || d.Backwards() || Before(d, d) || Compare(d, d) != 0 || d != date(t, tt.in) {
			t.Errorf("%s does not compare with itself", tt.in)
		}
	}
}

// day writes a day without padding, for tests.
func day(y, m, d int) string { return fmt.Sprintf("%d-%d-%d", y, m, d) }

func TestNoDate(t *testing.T) {
	var none Date
	if !none.IsZero() || none.IsDay() || none.Backwards() || none.Year() != 0 {
		t.Error("the zero date is not zero")
	}
	if got := none.String() + none.Words() + none.Point() + day(none.Earliest()) + day(none.Latest()); got != "0-0-00-0-0" {
		t.Errorf("the zero date reads %q", got)
	}
	if d := date(t, "2014"); Before(none, d) || Before(d, none) || Compare(none, d) >= 0 {
		t.Error("the zero date compares")
	}
}

func TestParseDateErrors(t *testing.T) {
	const forms = "; write a date as 2021, 2021-10 or 2021-10-08"
	for in, want := range map[string]string{
		"":                    "the date is empty" + forms,
		"2021-13":             `"2021-13" has no month 13` + forms,
		"2021-00":             `"2021-00" has no month 00` + forms,
		"2021-25":             `"2021-25" has no month 25` + forms,
		"2021-02-30":          `"2021-02-30" has no day 30: February 2021 has 28 days` + forms,
		"1900-02-29":          `"1900-02-29" has no day 29: February 1900 has 28 days` + forms,
		"2021-04-00":          `"2021-04-00" has no day 00: April 2021 has 30 days` + forms,
		"2014/2021-13":        `"2014/2021-13" has no month 13` + forms,
		"2021-21-05":          `"2021-21-05" has a day in a season; write 2021-21 or give the month`,
		"October 2021":        `"October 2021" is not a date` + forms,
		"2021-1":              `"2021-1" is not a date` + forms,
		"21-10-08":            `"21-10-08" is not a date` + forms,
		"2021-10-08-09":       `"2021-10-08-09" is not a date` + forms,
		"20211008":            `"20211008" is not a date` + forms,
		" 2021":               `" 2021" is not a date` + forms,
		"２０２１":                `"２０２１" is not a date` + forms,
		"2021-10-08T10:00:00": `"2021-10-08T10:00:00" has a time of day` + forms,
		"201X":                `"201X" has unspecified digits; write an interval instead, as in 2010/2019`,
		"2021-XX":             `"2021-XX" has unspecified digits; write an interval instead, as in 2010/2019`,
		"-0044":               `"-0044" has a year outside 0000 to 9999` + forms,
		"Y170000":             `"Y170000" has a year outside 0000 to 9999` + forms,
		"~2014":               `"~2014" has a qualifier before its end; write it last, as in 2021-10~`,
		"2014~-05":            `"2014~-05" has a qualifier before its end; write it last, as in 2021-10~`,
		"2014~?":              `"2014~?" has a qualifier before its end; write it last, as in 2021-10~`,
		"~":                   `"~" is not a date` + forms,
		"../..":               `"../.." is open at both ends; leave out a date that is not known`,
		"..":                  `".." has no end; write an open interval as 2014/.. or ../2022-01`,
		"2014/":               `"2014/" has an end that is empty; write an open interval as 2014/.. or ../2022-01`,
		"/2014":               `"/2014" has an end that is empty; write an open interval as 2014/.. or ../2022-01`,
		"2014/2015/2016":      `"2014/2015/2016" has more than one slash; write an interval as 2014/2019`,
		"10/08/2021":          `"10/08/2021" has more than one slash; write an interval as 2014/2019`,
	} {
		d, err := ParseDate(in)
		if err == nil || err.Error() != want || !d.IsZero() {
			t.Errorf("%s: got %v, %v; want %s", in, d, err, want)
		}
	}
}

func TestCompareDates(t *testing.T) {
	for _, tt := range []struct {
		a, b   string
		before bool
	}{
		{"2014", "2015", true},
		{"2014-05-06", "2014-05-07", true},
		{"2014", "2014-05", false},
		{"2014~", "2015", true},
		{"2021-21", "2021-22", true},
		{"2021-23", "2021-24", false},
		{"2021-24", "2022-03", true},
		{"2014/2016", "2017/..", true},
		{"2014/2016", "2016/2017", false},
		{"../2022-01", "2022-02", true},
		{"../2022-01", "2022", false},
		{"2019/2014", "2030", false},
	} {
		a, b := date(t, tt.a), date(t, tt.b)
		if Before(b, a) || Before(a, b) != tt.before {
			t.Errorf("%s and %s: before should be %t", tt.a, tt.b, tt.before)
		}
	}
	sorted := []string{"../2022-01", "2014-01-01", "2014-01", "2014", "2014?", "2014~", "2014/2019", "2014/..", "2014-02", "2015"}
	var dates []Date
	for _, s := range slices.Backward(sorted) {
		dates = append(dates, date(t, s))
	}
	slices.SortFunc(dates, Compare)
	if got := fmt.Sprint(dates); got != "["+strings.Join(sorted, " ")+"]" {
		t.Errorf("sorted %v", dates)
	}
}

func TestDateProperties(t *testing.T) {
	for in, want := range map[string]string{
		"2021-10-08": "day", "2021-10-08~": "", "2021-10": "", "2021-10-08/2021-10-08": "",
		"2019/2014": "backwards", "2021-05/2021-04-30": "backwards", "2021/2021-02": "", "2021-10/2021": "", "2014/..": "", "../2014": "",
		"2021-24/2021-23": "",
	} {
		d := date(t, in)
		if d.IsDay() != (want == "day") || d.Backwards() != (want == "backwards") {
			t.Errorf("%s: day %v, backwards %v", in, d.IsDay(), d.Backwards())
		}
	}
	for in, want := range map[string]int{"2014": 2014, "2014/2019": 2014, "../2022-01": 2022, "2014/..": 2014, "2021-24": 2021} {
		if got := date(t, in).Year(); got != want {
			t.Errorf("%s: year %d", in, got)
		}
	}
	if got, err := json.Marshal(date(t, "2014~")); err != nil || string(got) != `"2014~"` {
		t.Errorf("JSON %s, %v", got, err)
	}
}

func FuzzParseDate(f *testing.F) {
	for _, s := range []string{"2014", "2019-07", "2021-10-08", "2014~", "2014/2019", "../2022-01", "2014/..", "2021-24?", "2019/2014", "~", "/", "../.."} {
		f.Add(s, "2014")
	}
	f.Fuzz(func(t *testing.T, s, other string) {
		d, err := ParseDate(s)
		if err != nil {
			return
		}
		if again, err := ParseDate(d.String()); err != nil || d.String() != s || again != d {
			t.Fatalf("%q becomes %q", s, d)
		}
		var days [2]int
		for i, bound := range []func() (int, int, int){d.Earliest, d.Latest} {
			year, month, day := bound()
			days[i] = (year*100+month)*100 + day
		}
		if (days[0] > days[1]) != d.Backwards() {
			t.Fatalf("%q is from %d to %d", s, days[0], days[1])
		}
		if d.Words() == "" || d.Point() == "" || d.chicago() == "" {
			t.Fatalf("%q has no words", s)
		}
		if e, err := ParseDate(other); err == nil && (Before(d, e) && Compare(d, e) >= 0 || Compare(d, e) != -Compare(e, d)) {
			t.Fatalf("%q and %q are out of order", s, other)
		}
	})
}

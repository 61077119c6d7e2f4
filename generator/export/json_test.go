package export

import (
	"encoding/csv"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"dossier/generator/dossier"
)

// FuzzText: JSON and CSV give a text back as it was.
func FuzzText(f *testing.F) {
	for _, s := range []string{"", "plain", `a "quoted" text`, `C:\x`, "two\nlines\r\n", "tab\tbell\a", "é…", "1234567\"", "12345678\\", "…\x01…", ",", " padded ",
		"=1+1", "\u2028", "\"", "ab\x1fcdefghijkl"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if !utf8.ValidString(s) {
			t.Skip("content is UTF-8")
		}
		var back string
		if err := json.Unmarshal(appendJSON(nil, s), &back); err != nil || back != s {
			t.Errorf("%q became %q in JSON: %v", s, back, err)
		}
		if strings.Contains(s, "\r") { // the reader makes line feeds of it
			return
		}
		row, err := csv.NewReader(strings.NewReader(string(endRow(appendCell(appendCell([]byte("x,"), s), []byte(s)))))).Read()
		if err != nil || !slices.Equal(row, []string{"x", s, s, ""}) {
			t.Errorf("%q became %q in CSV: %v", s, row, err)
		}
	})
}

func TestDecimal(t *testing.T) {
	for in, want := range map[string]string{
		"41000000": "41000000", "0.5": "0.5", "007": "7", "-00.50": "-0.50", "0": "0", "000": "0", "-0": "-0",
		"123456789012345678901234567890": "123456789012345678901234567890",
	} {
		got := string(appendDecimal(nil, in))
		if got != want || !json.Valid([]byte(got)) {
			t.Errorf("%s became %s, want %s", in, got, want)
		}
	}
}

func TestDates(t *testing.T) {
	for _, tt := range []struct{ date, csl, bib, ftm string }{
		{"2014", `{"date-parts":[[2014]]}`, "date = {2014}, year = {2014}", "2014"},
		{"2014-05", `{"date-parts":[[2014,5]]}`, "date = {2014-05}, year = {2014}, month = may", "2014-05"},
		{"2014-05-06", `{"date-parts":[[2014,5,6]]}`, "date = {2014-05-06}, year = {2014}, month = may", "2014-05-06"},
		{"2014~", `{"date-parts":[[2014]],"circa":true}`, "date = {2014~}, year = {2014}", "2014"},
		{"2014-05?", `{"date-parts":[[2014,5]],"circa":true}`, "date = {2014-05?}, year = {2014}, month = may", "2014-05"},
		{"2014-21", `{"date-parts":[[2014]],"season":1}`, "date = {2014-21}, year = {2014}", "2014"},
		{"2014-24%", `{"date-parts":[[2014]],"season":4,"circa":true}`, "date = {2014-24%}, year = {2014}", "2014"},
		{"2014/2019-03", `{"date-parts":[[2014],[2019,3]]}`, "date = {2014/2019-03}, year = {2014}", "2014"},
		{"2014/..", `{"date-parts":[[2014],[0]]}`, "date = {2014/}, year = {2014}", "2014"},
		{"../2014-05", `{"raw":"../2014-05"}`, "date = {/2014-05}, year = {2014}, month = may", ""},
		{"2014-21/2014-23", `{"raw":"2014-21/2014-23"}`, "date = {2014-21/2014-23}, year = {2014}", "2014"},
		{"0099", `{"date-parts":[[99]]}`, "date = {0099}, year = {0099}", "0099"},
	} {
		date, err := dossier.ParseDate(tt.date)
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.TrimPrefix(string(appendCSLDate(nil, "issued", date)), `,"issued":`); got != tt.csl {
			t.Errorf("%s is %s in CSL, want %s", tt.date, got, tt.csl)
		}
		got := strings.TrimSuffix(strings.Join(strings.Fields(string(appendBibDate(nil, date))), " "), ",")
		if got != tt.bib {
			t.Errorf("%s is %s in BibLaTeX, want %s", tt.date, got, tt.bib)
		}
		from, _ := date.Parts()
		if got := strings.Trim(strings.TrimPrefix(string(appendFTMDate(nil, "date", from)), `,"date":`), `[]"`); got != tt.ftm {
			t.Errorf("%s is %q in FollowTheMoney, want %q", tt.date, got, tt.ftm)
		}
	}
}

func TestBibNames(t *testing.T) {
	for _, tt := range []struct {
		name dossier.Name
		want string
	}{
		{dossier.Name{Family: "Mehrotra", Given: "Dhruv"}, "Mehrotra, Dhruv"},
		{dossier.Name{Family: "King", Given: "Martin Luther", Suffix: "Jr."}, "King, Jr., Martin Luther"},
		{dossier.Name{Family: "Gogh", Given: "Vincent", NonDroppingParticle: "van"}, "van Gogh, Vincent"},
		{dossier.Name{Family: "la Cruz", Given: "Ana"}, "{la Cruz}, Ana"},
		{dossier.Name{Literal: "Law and Crime, Inc. & Co"}, `{Law and Crime, Inc. \& Co}`},
		{dossier.Name{Family: "Law and Order", Given: "A, B"}, "{Law and Order}, {A, B}"},
		{dossier.Name{Family: "Cher"}, "{Cher}"},
	} {
		if got := bibName(tt.name); got != tt.want {
			t.Errorf("%+v is %s, want %s", tt.name, got, tt.want)
		}
	}
}

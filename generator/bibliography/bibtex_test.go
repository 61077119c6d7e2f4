package bibliography

import (
	"slices"
	"strings"
	"testing"

	"dossier/generator/dossier"
)

func TestTeX(t *testing.T) {
	tests := []struct{ tex, want string }{
		{`plain`, "plain"},
		{`M{\"u}ller \"Uber {\"{o}} \"{\i}`, "Müller Über ö ï"},
		{`\'e \'{e} {\'e} \'{\i} \' e`, "é é é í é"},
		{`\c{c} \c c \v{s} \v s \H{o} \k{a} \u{g} \r a \=a \.z \d{t} \b{d}`, "ç ç š š ő ą ğ å ā ż ṭ ḏ"},
		{`\'\ae \'{\o} \^\j`, "ǽǿ ĵ"},
		{`\~n \~{} \^{}`, "ñ"},
		{`Stra{\ss}e \o slo \aa rhus \L{}\'od\'z \i`, "Straße øslo århus Łódź ı"},
		{`\& \% \$ \# \_ \{ \}`, "& % $ # _ { }"},
		{`a~b\ c\,d\\e\-f\/g`, "a b c d efg"},
		{"1--2 --- ``q'' `s' it's", "1–2 — “q” ‘s' it's"},
		{`\textit{a {b} c} {\em d} \textbf{\emph{e}}`, "a b c d e"},
		{`\enquote{a \enquote{b}} \mkbibquote{c}`, "“a “b”” “c”"},
		{`\href{https://x.example.org/~a}{text} \url{https://y.example.org}`, "text https://y.example.org"},
		{`CO$_2$ $x^{2}$ H\textsubscript{2}O`, "CO2 x2 H2O"},
		{`\LaTeX{} and \TeX`, "LaTeX and TeX"},
		{`\unknown{kept} \S 5`, "kept §5"},
		{`}{ \`, ""},
		{`{{{nested}}}`, "nested"},
		{`caf\'e, S\o{}ren`, "café, Søren"},
	}
	for _, tt := range tests {
		if got, _ := texText(tt.tex); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.tex, got, tt.want)
		}
	}
	if _, unknown := texText(`\foo \bar{x} \emph{y} \'e`); !slices.Equal(unknown, []string{"foo", "bar"}) {
		t.Errorf("unknown commands: %q", unknown)
	}
}

func TestTeXAddress(t *testing.T) {
	tests := [][2]string{
		{`https://x.example.org/a\_b?c=1\&d=2\#e`, "https://x.example.org/a_b?c=1&d=2#e"},
		{`https://x.example.org/~a/b--c/%20`, "https://x.example.org/~a/b--c/%20"},
		{`https://x.example.org/\~{}a`, "https://x.example.org/~a"},
		{`\url{https://x.example.org/{\_}a}`, "https://x.example.org/_a"},
		{`https://x.example.org/\textasciitilde a/{\textasciitilde}b`, "https://x.example.org/~a/~b"},
	}
	for _, tt := range tests {
		if got := texAddress(tt[0]); got != tt[1] {
			t.Errorf("%s: got %q, want %q", tt[0], got, tt[1])
		}
	}
}

func TestBibNames(t *testing.T) {
	person := func(given, particle, family, suffix string) dossier.Name {
		return dossier.Name{Given: given, NonDroppingParticle: particle, Family: family, Suffix: suffix}
	}
	body := func(s string) dossier.Name { return dossier.Name{Literal: s} }
	tests := []struct {
		tex  string
		want []dossier.Name
	}{
		{"Jane Doe", []dossier.Name{person("Jane", "", "Doe", "")}},
		{"Doe, Jane and Roe,  Sam Q.", []dossier.Name{person("Jane", "", "Doe", ""), person("Sam Q.", "", "Roe", "")}},
		{"Ludwig van Beethoven", []dossier.Name{person("Ludwig", "van", "Beethoven", "")}},
		{"Charles Louis Xavier Joseph de la Vall{\\'e}e Poussin", []dossier.Name{person("Charles Louis Xavier Joseph", "de la", "Vallée Poussin", "")}},
		{"de la Vall{\\'e}e Poussin, Charles", []dossier.Name{person("Charles", "de la", "Vallée Poussin", "")}},
		{"von Berg, Jr., Ann", []dossier.Name{person("Ann", "von", "Berg", "Jr.")}},
		{"Garcia de la Vega, Ana", []dossier.Name{person("Ana", "", "Garcia de la Vega", "")}},
		{"{Office of Examples and Records}", []dossier.Name{body("Office of Examples and Records")}},
		{"{Office} and {\\'E}cole, {A} AND Lee", []dossier.Name{body("Office"), person("A", "", "École", ""), {Family: "Lee"}}},
		{"{\\'e}lodie Lee", []dossier.Name{{NonDroppingParticle: "élodie", Family: "Lee"}}},
		{"Doe, Jane and others", []dossier.Name{person("Jane", "", "Doe", "")}},
		{"family=Doe, given=Jane, prefix=von, suffix=Jr", []dossier.Name{person("Jane", "von", "Doe", "Jr")}},
		{"others", []dossier.Name{{Family: "others"}}},
		{"Jean-Paul~Sartre", []dossier.Name{person("Jean-Paul", "", "Sartre", "")}},
		{"{Barnes and Noble Inc.} and {} and ", []dossier.Name{body("Barnes and Noble Inc.")}},
		{",", nil},
	}
	for _, tt := range tests {
		var r Record
		f := Field{Name: "author"}
		if r.bibNames(&f, tt.tex); !slices.Equal(f.Names, tt.want) {
			t.Errorf("%s:\n got %+v\nwant %+v", tt.tex, f.Names, tt.want)
		}
	}
}

func TestDates(t *testing.T) {
	tests := [][2]string{
		{"2020", "2020"}, {"2020-01", "2020-01"}, {"2020-01-02", "2020-01-02"}, {"2020-01-02T10:11:12Z", "2020-01-02"},
		{"2020/2021", "2020/2021"}, {"2020/", "2020/.."}, {"/2020", "../2020"}, {"../2020", "../2020"}, {"2020-01-02T10:00/2020-01-03T11:00", "2020-01-02/2020-01-03"},
		{"1723~", "1723~"}, {"1723?~", "1723%"}, {"199X", "1990/1999"}, {"19XX", "1900/1999"}, {"2020-05-XX", "2020-05"}, {"2020-XX-XX", "2020"}, {"2001-21", "2001-21"},
		{"1999/05/12/", "1999-05-12"}, {"1999/5/2", "1999-05-02"}, {"1999/05/02/10:11:12", "1999-05-02"}, {"1999///", "1999"}, {"1999//", "1999"}, {"1999/05//", "1999-05"}, {"1999///Spring", "1999-21"}, {"1999.5.2", "1999-05-02"},
		{"January 2, 2020", "2020-01-02"}, {"2 Jan. 2020", "2020-01-02"}, {"2020 Sept 3", "2020-09-03"}, {"May 2020", "2020-05"}, {"Fall 2020", "2020-23"}, {"June 3rd, 2020", "2020-06-03"},
		{"ca. 1900", "1900~"}, {"circa May 2020", "2020-05~"}, {"c.1900", "1900~"}, {"1999–2001", "1999/2001"},
		{"1/2/2020", ""}, {"forthcoming", ""}, {"", ""}, {"2020/21", ""}, {"May", ""}, {"2 2020", ""}, {"20200102", ""}, {"January 32, 2020", ""}, {"../..", ""},
		{"May June 2020", ""}, {"2020-01-02Tea", ""},
	}
	for _, tt := range tests {
		got, ok := readDate(tt[0])
		if ok != (tt[1] != "") || ok && got != tt[1] {
			t.Errorf("%q: got %q, %t, want %q", tt[0], got, ok, tt[1])
		}
		if _, err := dossier.ParseDate(got); ok && err != nil {
			t.Errorf("%q: %v", tt[0], err)
		}
	}
	for _, tt := range [][2]string{{"2020/13/01/", "2020-13-01"}, {"2020-13", "2020-13"}, {"2020.02.30", "2020-02-30"}, {"1/2/2020", ""}, {"2020/21", ""}, {"in press", ""}} {
		if got, ok := readDateOr(tt[0]); ok != (tt[1] != "") || ok && got != tt[1] {
			t.Errorf("%q: got %q, %t, want %q for others to refuse", tt[0], got, ok, tt[1])
		}
	}
	for _, tt := range [][2]string{{"May", "2020-05"}, {"5", "2020-05"}, {"05 17", "2020-05-17"}, {"12 January", "2020-01-12"}, {"January/February", "2020-01/2020-02"}, {"x", ""}, {"", ""}, {"1/2/3", ""}} {
		if got, ok := monthsOf("2020", tt[0]); ok != (tt[1] != "") || ok && got != tt[1] {
			t.Errorf("%q: got %q, %t, want %q in 2020", tt[0], got, ok, tt[1])
		}
	}
}

func TestBibTeXEntries(t *testing.T) {
	records, found := Read("a.bib", BibTeX, []byte(strings.Join([]string{
		`@String(j = "Journal of " # {Things})`,
		`@article(one, title = {A (B)}, journal = j # { and} # " More", year = 2001, entrysubtype = {magazine})`,
		`@book{two, title={B}, title={Again}, publisher={P}, month={13}, year=2002, howpublished={Box}}`,
		`@misc{three, title={C}, eprint={2001.00001}, archiveprefix={arXiv}, primaryclass={cs.CY}, year={2002--2004}}`,
		`@newkind{four, title={D}, howpublished={Pamphlet}, langid={american}, type={mathesis}}`,
	}, "\n")))
	if len(found) > 0 || len(records) != 4 {
		t.Fatalf("%d records, %v", len(records), found)
	}
	wants := []map[string]string{
		{"type": "article-magazine", "title": "A (B)", "container-title": "Journal of Things and More", "issued": "2001"},
		{"type": "book", "title": "B", "publisher": "P", "issued": "2002"},
		{"type": "document", "title": "C", "URL": "https://arxiv.org/abs/2001.00001", "issued": "2002/2004"},
		{"type": "document", "title": "D", "publisher": "Pamphlet", "language": "en-US", "genre": "Master’s thesis"},
	}
	for i, want := range wants {
		if len(records[i].Fields) != len(want) {
			t.Errorf("%s has the fields %+v", records[i].ID, records[i].Fields)
		}
		for name, text := range want {
			if got := records[i].Text(name); got != text {
				t.Errorf("%s: %s is %q, want %q", records[i].ID, name, got, text)
			}
		}
	}
	var left []string
	for _, f := range records[1].LeftOut {
		left = append(left, f.Name+": "+f.Text)
	}
	if want := []string{"month: 13", "howpublished: Box", "title: Again"}; !slices.Equal(left, want) {
		t.Errorf("left out %q, want %q", left, want)
	}
}

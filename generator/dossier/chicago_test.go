package dossier

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// chicagoStyle is the style of Debian's package citation-style-language-styles that pandoc formats the same sources with.
const chicagoStyle = "/usr/share/citation-style-language/styles/chicago-note-bibliography.csl"

// readItems reads testdata/chicago.json: CSL-JSON, of every type at least one, in the order of the file.
func readItems(t *testing.T) (ids []string, items []*CSL) {
	t.Helper()
	text, err := os.ReadFile("testdata/chicago.json")
	if err != nil {
		t.Fatal(err)
	}
	var raw []map[string]json.RawMessage
	if err := json.Unmarshal(text, &raw); err != nil {
		t.Fatal(err)
	}
	for _, fields := range raw {
		id, item := readItem(t, fields)
		ids, items = append(ids, id), append(items, item)
	}
	return ids, items
}

// readItem turns an object of CSL-JSON into a source.
func readItem(t *testing.T, fields map[string]json.RawMessage) (id string, c *CSL) {
	t.Helper()
	c = &CSL{Fields: map[string]string{}}
	texts := map[string]*string{"id": &id, "type": &c.Type, "title": &c.Title}
	names := map[string]*[]Name{"author": &c.Author, "editor": &c.Editor, "translator": &c.Translator,
		"director": &c.Director, "interviewer": &c.Interviewer, "recipient": &c.Recipient}
	dates := map[string]*Date{"issued": &c.Issued, "accessed": &c.Accessed}
	for field, value := range fields {
		var err error
		if text := texts[field]; text != nil {
			err = json.Unmarshal(value, text)
		} else if list := names[field]; list != nil {
			*list, err = readNames(value)
		} else if date := dates[field]; date != nil {
			*date, err = readDate(value)
		} else {
			var text string
			err = json.Unmarshal(value, &text)
			c.Fields[field] = text
		}
		if err != nil {
			t.Fatalf("%s of %s: %v", field, fields["id"], err)
		}
	}
	return id, c
}

// readNames reads a list of names of CSL-JSON.
func readNames(value []byte) (list []Name, err error) {
	var names []map[string]string
	err = json.Unmarshal(value, &names)
	for _, n := range names {
		list = append(list, Name{
			Family: n["family"], Given: n["given"], Literal: n["literal"], Suffix: n["suffix"],
			DroppingParticle: n["dropping-particle"], NonDroppingParticle: n["non-dropping-particle"],
		})
	}
	return list, err
}

// readDate reads a date of CSL-JSON.
func readDate(value []byte) (Date, error) {
	var date struct {
		Parts  [][]int `json:"date-parts"`
		Season int
		Circa  bool
	}
	if err := json.Unmarshal(value, &date); err != nil {
		return Date{}, err
	}
	text := fmt.Sprintf("%04d", date.Parts[0][0])
	for _, part := range date.Parts[0][1:] {
		text += fmt.Sprintf("-%02d", part)
	}
	if date.Season > 0 {
		text += fmt.Sprintf("-%02d", firstSeason-1+date.Season)
	}
	if date.Circa {
		text += "~"
	}
	return ParseDate(text)
}

// flat is a reference in one line, with asterisks around italics and nothing around links.
func flat(runs []Run) string {
	var b strings.Builder
	for _, run := range runs {
		if run.Italic {
			run.Text = "*" + run.Text + "*"
		}
		b.WriteString(run.Text)
	}
	return b.String()
}

// citeproc formats testdata/chicago.json with pandoc: the line of each id. The style is changed in two places: it sets
// titles in title case, which we do not, and a dash for an author who comes twice, which is right only in a sorted list.
func citeproc(t *testing.T) map[string]string {
	t.Helper()
	style, err := os.ReadFile(chicagoStyle)
	if err != nil {
		t.Fatalf("the references are compared with those of pandoc; apt-get install citation-style-language-styles: %v", err)
	}
	style = bytes.ReplaceAll(style, []byte(` text-case="title"`), nil)
	style = bytes.ReplaceAll(style, []byte(` subsequent-author-substitute="&#8212;&#8212;&#8212;"`), nil)
	own := filepath.Join(t.TempDir(), "chicago.csl")
	if err := os.WriteFile(own, style, 0o666); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("pandoc", "--citeproc", "--csl", own, "--bibliography", "testdata/chicago.json", "--to", "html", "--wrap", "none")
	cmd.Stdin = strings.NewReader("---\nnocite: '@*'\n---\n")
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("the references are compared with those of pandoc; apt-get install pandoc: %v", err)
	}
	entry := regexp.MustCompile(`(?s)<div id="ref-([^"]+)"[^>]*>\s*(.*?)\s*</div>`)
	italics := regexp.MustCompile(`</?(em|i)>`)
	tags := regexp.MustCompile(`<[^>]+>`)
	lines := map[string]string{}
	for _, m := range entry.FindAllStringSubmatch(string(out), -1) {
		lines[m[1]] = html.UnescapeString(tags.ReplaceAllString(italics.ReplaceAllString(m[2], "*"), ""))
	}
	return lines
}

// A difference is something that Reference does otherwise than citeproc, on purpose.
type difference struct {
	reason string
	ids    []string
	edit   func(c *CSL, line string) string // makes our line of citeproc's
}

// differences lists them all. They apply one after the other.
func differences() []difference {
	replace := func(old, new string) func(*CSL, string) string {
		return func(_ *CSL, line string) string { return strings.Replace(line, old, new, 1) }
	}
	address := func(c *CSL, line string) string { return line + " " + c.Field("URL") + "." }
	return []difference{
		{"the name of a body leads what it publishes without an author (14.84, 14.207)",
			[]string{"stop-deportation-data-centers-2024", "georgetown-dragnet-rerelease-2025", "crew-wickr-suit-2022",
				"dhs-oig-torrance-2022", "miami-rojas-2019", "dhs-oig-fusion-2011"},
			func(c *CSL, line string) string {
				return c.Field("publisher") + ". " + strings.Replace(line, c.Field("publisher")+", ", "", 1)
			}},
		{"a periodical is in italics where it leads too (14.191)",
			[]string{"techdirt-torrance-2022", "techdirt-hsi-2022", "wired-fusion-centers-2024", "reason-wickr-2022",
				"eff-trac-2022", "hill-utility-2021", "eff-clets-may-2019", "404-palantir-2025"},
			func(c *CSL, line string) string {
				name := c.Field("container-title")
				return strings.Replace(line, name+". ", "*"+name+"*. ", 1)
			}},
		{"the date is a sentence after a title that ends its own (14.191)",
			[]string{"breachspot-fusion-centers-2024", "techdirt-torrance-2022", "techdirt-hsi-2022", "wired-fusion-centers-2024",
				"hill-utility-2021", "404-palantir-2025", "domesday"},
			replace(",” ", ".” ")},
		{"the date is a sentence after a name that leads", []string{"giantif-cbpone"}, replace("giantif.com, ", "giantif.com. ")},
		{"a sentence begins with a capital", []string{"breachspot-fusion-centers-2024", "giantif-cbpone"}, replace(" n.d.", " N.d.")},
		{"reports are in italics, as books are (14.220)",
			[]string{"stop-deportation-data-centers-2024", "cis-bwc-2024", "dhs-oig-fusion-2011", "crs-hidta-2018", "perpetual-lineup-2016"},
			func(c *CSL, line string) string {
				stop := "."
				if strings.HasSuffix(c.Title, "?") {
					return strings.Replace(line, "“"+c.Title+"”", "*"+c.Title+"*", 1)
				}
				return strings.Replace(line, "“"+c.Title+stop+"”", "*"+c.Title+"*"+stop, 1)
			}},
		{"a description in brackets is no title",
			[]string{"dhs-oig-torrance-2022", "wyden-trac-letter-2022", "eff-trac-2022"},
			func(_ *CSL, line string) string {
				return strings.Replace(strings.Replace(line, "“[", "[", 1), "].”", "].", 1)
			}},
		{"a full stop goes inside both quotation marks (6.9, 6.11)", []string{"miami-rojas-2019", "404-palantir-2025"}, replace("’.”", ".’”")},
		{"readers want the address of a case too", []string{"crew-v-cbp-2022", "rojas-v-moore-2019", "brown-1954"}, address},
		{"a case or law without a reporter or code is set as a document, with its whole date",
			[]string{"crew-v-cbp-2022"}, replace(", Hold CBP Accountable (2022).", ". Hold CBP Accountable, March 2, 2022.")},
		{"the same", []string{"rojas-v-moore-2019"}, replace(" (2019).", ". 2019.")},
		{"the same", []string{"deportice-model-2019"}, replace(" (2019).", ". DeportICE coalition, July 29, 2019.")},
		{"the same", []string{"fr-sas-sorn-2025"}, replace(", Federal Register § (2025).", ". *Federal Register*, July 21, 2025.")},
		{"a public law is known by its number, a bill has one of its own (14.294)",
			[]string{"hr4639-2023"}, replace("Pub. L. No. H.R. 4639", "H.R. 4639, 118th Cong.")},
		{"a gazette is cited like a journal, and the name of a regulation is no title in quotation marks",
			[]string{"gdpr-2016"},
			replace("“Regulation (EU) 2016/679 (General Data Protection Regulation).” *Official Journal of the European Union*, May 4, 2016.",
				"Regulation (EU) 2016/679 (General Data Protection Regulation). *Official Journal of the European Union* L 119 (May 4, 2016): 1–88.")},
		{"not every event has an article", []string{"churchill-1946"}, replace("at the West", "at West")},
		{"a film without an author is its director's (14.265)", []string{"citizenfour-2014"}, replace("*C", "Poitras, Laura, dir. *C")},
		{"a published interview has a title (14.211)", []string{"snowden-2013"},
			replace("NSA Whistleblower Edward Snowden: “I Don’t Want to Live in a Society That Does These Sort of Things.”",
				"“NSA Whistleblower Edward Snowden: ‘I Don’t Want to Live in a Society That Does These Sort of Things.’”")},
		{"~ is about, not uncertain (14.145)", []string{"domesday"}, replace("[1086?]", "Ca. 1086")},
		{"a social network is no periodical (14.209)", []string{"snowden-2015"}, replace("*Twitter*", "Twitter")},
	}
}

func TestReferenceAgainstCiteproc(t *testing.T) {
	lines := citeproc(t)
	ids, items := readItems(t)
	if len(lines) != len(ids) {
		t.Errorf("pandoc gave %d references for %d items", len(lines), len(ids))
	}
	for _, d := range differences() {
		for _, id := range d.ids {
			i := slices.Index(ids, id)
			if i < 0 {
				t.Fatalf("no item %s", id)
			}
			edited := d.edit(items[i], lines[id])
			if edited == lines[id] {
				t.Errorf("%s: no longer a difference: %s\n%s", id, d.reason, lines[id])
			}
			lines[id] = edited
		}
	}
	for i, id := range ids {
		if got := flat(items[i].Reference()); got != lines[id] {
			t.Errorf("%s, a %s\n  got %s\n want %s", id, items[i].Type, got, lines[id])
		}
	}
}

// The first item of each type, and one of a type that we do not know, read by eye. UPDATE_GOLDEN=1 writes the file anew.
func TestReferenceGolden(t *testing.T) {
	const name = "testdata/chicago.golden"
	var b strings.Builder
	seen := map[string]bool{}
	_, items := readItems(t)
	for _, c := range append(items, &CSL{Type: "no-such-type", Title: "A title", Issued: date(t, "2014/..")}) {
		if !seen[c.Type] {
			fmt.Fprintf(&b, "%s: %s, %s\n\t%s\n", c.Type, c.ShortName(), c.Year(), flat(c.Reference()))
		}
		seen[c.Type] = true
	}
	if os.Getenv("UPDATE_GOLDEN") != "" {
		if err := os.WriteFile(name, []byte(b.String()), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if b.String() != string(want) {
		t.Errorf("references are not those of %s:\n%s", name, b.String())
	}
}

func TestReferenceDetails(t *testing.T) {
	tests := []struct {
		name string
		csl  CSL
		want string
	}{
		{"nothing", CSL{}, "N.d."},
		{"exclamation", CSL{Type: "book", Title: "Oh!", Fields: map[string]string{"publisher": "Knopf"}, Issued: date(t, "2001")}, "*Oh!* Knopf, 2001."},
		{"company", CSL{Type: "report", Title: "R", Fields: map[string]string{"publisher": "Data Inc."}, Issued: date(t, "2014~")}, "Data Inc. *R*. Ca. 2014."},
		{"doubtful", CSL{Type: "report", Title: "R", Author: []Name{{Literal: "A"}}, Fields: map[string]string{"publisher": "P"}, Issued: date(t, "2014?")}, "A. *R*. P, [2014?]."},
		{"doubtful and about", CSL{Type: "report", Author: []Name{{Literal: "A"}}, Fields: map[string]string{"publisher": "P"}, Issued: date(t, "2014-05%")}, "A. P, [ca. May 2014?]."},
		{"years", CSL{Type: "report", Title: "R", Fields: map[string]string{"publisher": "P"}, Issued: date(t, "2014/2019")}, "P. *R*. 2014–2019."},
		{"nested quotes", CSL{Type: "webpage", Title: "He said “she said ‘no’ to ICE’s plan”", Issued: date(t, "2020")}, "“He said ‘she said “no” to ICE’s plan.’” 2020."},
		{"straight quotes", CSL{Type: "webpage", Title: `The "good" kind`, Issued: date(t, "2020")}, "“The ‘good’ kind.” 2020."},
		{"apostrophe at the end", CSL{Type: "webpage", Title: "The agents’", Issued: date(t, "2020")}, "“The agents’.” 2020."},
		{"particle", CSL{Type: "book", Title: "T", Author: []Name{{Family: "Aubigné", Given: "Agrippa", DroppingParticle: "d’"}, {Family: "Aubigné", Given: "Agrippa", DroppingParticle: "d’"}}}, "Aubigné, Agrippa d’, and Agrippa d’Aubigné. *T*. N.d."},
		{"editors", CSL{Type: "book", Title: "T", Editor: []Name{{Family: "A", Given: "B"}, {Family: "C", Given: "D", Suffix: "Jr."}}}, "A, B, and D C Jr., eds. *T*. N.d."},
		{"own publisher", CSL{Type: "report", Title: "T", Author: []Name{{Literal: "EFF"}}, Fields: map[string]string{"publisher": "EFF"}}, "EFF. *T*. N.d."},
		{"DOI written as URL", CSL{Type: "dataset", Title: "T", Fields: map[string]string{"DOI": "doi:10.1/x", "URL": "https://example.org"}}, "“T.” N.d. https://doi.org/10.1/x."},
		{"number of a report", CSL{Type: "report", Title: "T", Fields: map[string]string{"genre": "staff report", "number": "12"}, Issued: date(t, "2020")}, "*T*. Staff report No. 12. 2020."},
		{"docket", CSL{Type: "legal_case", Title: "A v. B", Fields: map[string]string{"number": "1:22-cv-1", "authority": "D.D.C."}, Issued: date(t, "2022-03-02")}, "A v. B, No. 1:22-cv-1 (D.D.C. March 2, 2022)."},
		{"code", CSL{Type: "regulation", Title: "R", Fields: map[string]string{"volume": "45", "container-title": "C.F.R.", "section": "164.512"}, Issued: date(t, "2013")}, "R, 45 C.F.R. § 164.512 (2013)."},
		{"hearing", CSL{Type: "hearing", Title: "Oversight", Fields: map[string]string{"authority": "House Judiciary Committee"}, Issued: date(t, "2019-09-26")}, "*Oversight*. House Judiciary Committee, September 26, 2019."},
		{"blog called so", CSL{Type: "post-weblog", Title: "T", Author: []Name{{Family: "A"}}, Fields: map[string]string{"container-title": "Lawfare Blog"}, Issued: date(t, "2020")}, "A. “T.” *Lawfare Blog*, 2020."},
		{"blog", CSL{Type: "post-weblog", Title: "T", Author: []Name{{Family: "A"}}, Fields: map[string]string{"container-title": "Techdirt"}, Issued: date(t, "2020-21")}, "A. “T.” *Techdirt* (blog), Spring 2020."},
		{"entry without author", CSL{Type: "entry-encyclopedia", Title: "T", Editor: []Name{{Family: "A", Given: "B"}}, Fields: map[string]string{"container-title": "E", "edition": "3"}, Issued: date(t, "2020")}, "“T.” In *E*, edited by B A, 3rd ed., 2020."},
	}
	for _, tt := range tests {
		if got := flat(tt.csl.Reference()); got != tt.want {
			t.Errorf("%s:\n got %s\nwant %s", tt.name, got, tt.want)
		}
	}
}

func TestReferenceLinks(t *testing.T) {
	c := CSL{Type: "webpage", Title: "T", Issued: date(t, "2020"), Fields: map[string]string{"URL": "https://example.org/a"}}
	want := []Run{{Text: "“T.” 2020. "}, {Text: "https://example.org/a", URL: "https://example.org/a"}, {Text: "."}}
	if got := c.Reference(); !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestShortName(t *testing.T) {
	a, b := Name{Family: "Mehrotra", Given: "Dhruv"}, Name{Literal: "Center on Privacy & Technology"}
	gogh := Name{Family: "Gogh", Given: "Vincent", NonDroppingParticle: "van"}
	tests := []struct {
		csl  CSL
		want string
	}{
		{CSL{Author: []Name{a}}, "Mehrotra"},
		{CSL{Author: []Name{gogh, b}}, "van Gogh and Center on Privacy & Technology"},
		{CSL{Author: []Name{a, b, gogh}}, "Mehrotra et al."},
		{CSL{Author: []Name{{}, {Given: "Dhruv"}}}, "Dhruv"},
		{CSL{Type: "book", Editor: []Name{a}, Title: "T"}, "Mehrotra"},
		{CSL{Type: "chapter", Editor: []Name{a}, Fields: map[string]string{"container-title": "C"}}, "C"},
		{CSL{Title: "T", Fields: map[string]string{"container-title": "C", "publisher": "P"}}, "C"},
		{CSL{Title: "T", Fields: map[string]string{"publisher": "P"}}, "P"},
		{CSL{Title: "T"}, "T"},
		{CSL{}, ""},
	}
	for _, tt := range tests {
		if got := tt.csl.ShortName(); got != tt.want {
			t.Errorf("got %q, want %q", got, tt.want)
		}
	}
}

func TestPageRange(t *testing.T) {
	for in, want := range map[string]string{
		"": "", "7": "7", "3-10": "3–10", "71–72": "71–72", "100-104": "100–104", "1100-1113": "1100–1113", "107-108": "107–8",
		"505-517": "505–17", "1002-1006": "1002–6", "321-325": "321–25", "498-532": "498–532", "1087-1089": "1087–89",
		"1496-1500": "1496–500", "11564-11615": "11564–615", "12991-13001": "12991–3001", "e12-e14": "e12-e14", "5-5": "5–5",
	} {
		if got := pageRange(in); got != want {
			t.Errorf("%s: got %s, want %s", in, got, want)
		}
	}
}

// stray finds what no reference may have when its fields have none of it: two separators, or a space, side by side; a
// separator at the start; empty quotation marks or brackets; a full stop after another end of a sentence; a full stop or
// comma outside quotation marks.
func stray() *regexp.Regexp {
	return regexp.MustCompile(`^[\s.,:;)\]]|\s[.,:;)\]]|\s\s|[,:;][.,:;]|\.[;.]|[?!…]\.|“”|‘’|\(\)|\[\]|[(\[“‘][\s.,:;]|[”’][.,]|[,:;\s]$|\.” [a-z]|\*\*`)
}

func TestReferenceOfAnyFields(t *testing.T) {
	types := []string{"article", "article-journal", "article-magazine", "article-newspaper", "bill", "book", "broadcast", "chapter", "dataset",
		"document", "entry-encyclopedia", "hearing", "interview", "legal_case", "legislation", "motion_picture", "paper-conference",
		"personal_communication", "post", "post-weblog", "regulation", "report", "speech", "thesis", "treaty", "webpage"}
	stray, ended := stray(), regexp.MustCompile(`[.?!][*”’]*$`)
	for _, kind := range types {
		random := rand.New(rand.NewPCG(1, 2))
		for range 400 {
			c := anyFields(t, kind, random)
			got := flat(c.Reference())
			if at := stray.FindString(got); at != "" {
				t.Fatalf("stray %q in\n%s\nfrom %+v", at, got, c)
			}
			if !ended.MatchString(got) {
				t.Fatalf("no end of a sentence in\n%s", got)
			}
		}
	}
}

// anyFields makes a source of some of all fields.
func anyFields(t *testing.T, kind string, random *rand.Rand) *CSL {
	c := &CSL{Type: kind, Fields: map[string]string{}}
	some := func() bool { return random.IntN(3) > 0 }
	pick := func(list ...string) string { return list[random.IntN(len(list))] }
	if some() {
		c.Title = pick("Title", "A “Quoted” Title", "Who Says “Who?”", "Really?", "Yes!", "[Letter to A]", "‘Half’ a “Title”", "Et Cetera.")
	}
	for _, list := range []*[]Name{&c.Author, &c.Editor, &c.Translator, &c.Director, &c.Interviewer, &c.Recipient} {
		for n := random.IntN(4) * random.IntN(5); n > 0; n-- {
			*list = append(*list, []Name{{Family: "Doe", Given: "J. B."}, {Literal: "Data Inc."}, {Family: "Roe", Suffix: "Jr."}, {}, {Given: "Cher"}}[random.IntN(5)])
		}
	}
	for _, d := range []*Date{&c.Issued, &c.Accessed} {
		if some() {
			*d = date(t, pick("2014", "2014-05", "2014-05-06", "2014~", "2014?", "2014%", "2014/2019", "../2014", "2014/..", "2014-24"))
		}
	}
	for _, field := range []string{"container-title", "publisher", "publisher-place", "number", "volume", "issue", "page", "edition",
		"genre", "medium", "authority", "section", "version", "collection-title", "collection-number", "number-of-volumes", "event-title",
		"event-place", "archive", "archive_location"} {
		if some() {
			c.Fields[field] = pick("12", "Word", "Two words", "Data Inc.", " Padded, ", "12-14", "–", "What?")
		}
	}
	if some() {
		c.Fields["URL"] = pick("https://example.org", "https://example.org/a.", "https://example.org/a?b=c")
	}
	if !some() {
		c.Fields["DOI"] = pick("10.1000/182", "https://doi.org/10.1000/182")
	}
	return c
}

func FuzzReference(f *testing.F) {
	f.Add("report", "A “title”", "Doe", "Jane", "WIRED", "2014-05~")
	f.Add("chapter", "[T]", "", "", "’”", "2021-21")
	f.Fuzz(func(t *testing.T, kind, title, family, given, field, issued string) {
		c := CSL{Type: kind, Title: title, Author: []Name{{Family: family, Given: given}}, Fields: map[string]string{}}
		c.Issued, _ = ParseDate(issued)
		for _, name := range []string{"container-title", "publisher", "page", "URL", "DOI", "volume", "edition", "genre", "number"} {
			c.Fields[name] = field
		}
		for _, run := range c.Reference() {
			if run.Text == "" || !utf8.ValidString(run.Text) {
				t.Errorf("run %+v", run)
			}
		}
		c.ShortName()
	})
}

package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"dossier/generator/dossier"
)

// buildContent publishes the small dossier of the rules with other files around it.
func buildContent(t *testing.T, files map[string]string) *site {
	t.Helper()
	root := t.TempDir()
	content, out := filepath.Join(root, "content"), filepath.Join(root, "public")
	if err := os.CopyFS(content, os.DirFS("testdata/rules/base")); err != nil {
		t.Fatal(err)
	}
	for name, text := range files {
		name = filepath.Join(content, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	var messages bytes.Buffer
	if code := run([]string{"build", "--content", content, "--templates", "../templates", "--out", out}, streams{&messages, &messages}); code != 0 {
		t.Fatalf("exit %d\n%s", code, messages.String())
	}
	s := readSite(t, content, out)
	s.links(t)
	s.outline(t)
	s.titles(t)
	s.policy(t)
	return s
}

// entryWith is an entry with more fields of the front matter.
func entryWith(title, more string) string {
	return "---\ntitle: " + title + "\nsummary: About this. [@report]\npublished: 2026-01-02\n" + more + "---\n"
}

// told are the lines of a timeline's pages: the heading of the year, then what stands in the item before its evidence.
func (s *site) told(t *testing.T, paths ...string) []string {
	t.Helper()
	var lines []string
	for _, path := range paths {
		p := s.byPath[path]
		if p == nil {
			t.Fatalf("there is no %s", path)
		}
		year := ""
		for n := range p.elements() {
			if id, _ := attribute(n, "id"); strings.HasPrefix(id, "_y") || id == "_open" {
				year = text(n)
			}
			if n.DataAtom == atom.Li && n.Parent.DataAtom == atom.Ol {
				lines = append(lines, year+" | "+text(n.FirstChild))
			}
		}
	}
	return lines
}

const accessSite = `title: Test Dossier
base_url: https://example.org/
languages: [en]
kinds:
  agencies: {one: Agency, many: Agencies}
  systems: {one: System, many: Systems}
relations:
  uses: {label: uses, inverse: used-by, inverse-label: used by, from: [agencies], to: [systems], flow: back}
  oversees: {label: oversees, inverse: overseen-by, inverse-label: overseen by}
access: {from: systems, to: agencies}
places: {FR: France, FR-75: Paris, US: United States, US-CA: California, US-TX: Texas, US-VT: Vermont}
`

// A timeline has the events of all entries by year, says in words how certain their dates are, and has pages for the events
// of one kind and for those around one entry.
func TestTimeline(t *testing.T) {
	s := buildContent(t, map[string]string{
		"site.yaml": accessSite,
		"agencies/bureau.md": entryWith("Bureau", `events:
  - {date: ../2022-01, title: Begun at some time, cite: [report]}
  - {date: 2014~, title: Founded, note: in an "attic", cite: [report]}
  - {date: 2014/2019, title: Grown, cite: [report]}
  - {date: 2021-08-01, title: Moved, cite: [report]}
`),
		"agencies/office.md": entryWith("Office", `events:
  - {date: 2021-22?, title: Asked, cite: [report]}
relations:
  - {type: oversees, to: bureau, cite: [report]}
  - {type: oversees, to: bureau, since: 2020, cite: [report]}
`),
		"agencies/quiet.md": entryWith("Quiet", "relations: [{type: oversees, to: office, cite: [report]}]\n"),
		"agencies/alone.md": entryWith("Alone", "relations: [{type: oversees, to: quiet, cite: [report]}]\n"),
		"systems/database.md": entryWith("Case Database", `relations:
  - {type: used-by, to: bureau, cite: [report]}
events:
  - {date: 2021-24%, title: Copied, cite: [report]}
  - {date: 2014/.., title: Kept, cite: [report]}
  - {date: 2021-08-01, title: Moved, cite: [report]}
  - {date: "0000", title: Nothing, cite: [report]}
`),
	})
	all := []string{
		"0 | 0 NothingCase Database",
		"2014 | about 2014 Founded (in an \"attic\")Bureau",
		"2014 | between 2014 and 2019 GrownBureau",
		"2021 | possibly about winter 2021 CopiedCase Database",
		"2021 | possibly summer 2021 AskedOffice",
		"2021 | 1 August 2021 MovedBureau",
		"2021 | 1 August 2021 MovedCase Database",
		"No certain year | January 2022 or earlier Begun at some timeBureau",
		"No certain year | 2014 or later KeptCase Database",
	}
	without := func(entry string) []string {
		return slices.DeleteFunc(slices.Clone(all), func(line string) bool { return strings.HasSuffix(line, entry) })
	}
	for path, want := range map[string][]string{
		"timeline.html":                 all,
		"timeline/agencies.html":        without("Case Database"),
		"timeline/systems.html":         slices.DeleteFunc(slices.Clone(all), func(line string) bool { return !strings.HasSuffix(line, "Case Database") }),
		"timeline/agencies/bureau.html": all,
		"timeline/agencies/office.html": without("Case Database"),
		"timeline/agencies/quiet.html":  {"2021 | possibly summer 2021 AskedOffice"},
		"timeline/agencies/alone.html":  nil,
	} {
		if got := s.told(t, path); !slices.Equal(got, want) {
			t.Errorf("%s:\n got %q\nwant %q", path, got, want)
		}
	}
	for path := range s.byPath {
		if strings.HasPrefix(path, "timeline/systems/") {
			t.Errorf("%s: only the kind that access leads to has timelines of single entries", path)
		}
	}
	for from, to := range map[string]string{
		"agencies/bureau.html":          "timeline/agencies/bureau.html",
		"agencies/quiet.html":           "timeline/agencies/quiet.html", // it tells nothing itself
		"timeline.html":                 "timeline/agencies/bureau.html",
		"timeline/agencies.html":        "timeline/agencies/quiet.html",
		"timeline/agencies/bureau.html": "timeline/systems.html",
		"timeline/systems.html":         "timeline.html",
	} {
		if !s.leads(s.byPath[from], s.byPath[from].root, to, "") {
			t.Errorf("%s does not lead to %s", from, to)
		}
	}
	if !s.leads(s.byPath["timeline.html"], s.byPath["timeline.html"].root, "systems/database.html", "_event3") {
		t.Error("timeline.html does not lead to the event on the page of its entry")
	}
	for _, from := range []string{"timeline.html", "agencies/alone.html"} {
		if s.leads(s.byPath[from], s.byPath[from].root, "timeline/agencies/alone.html", "") {
			t.Errorf("%s leads to a timeline without events", from)
		}
	}
}

// A timeline of more than 500 events goes on over numbered pages; an index of years leads through them.
func TestTimelinePages(t *testing.T) {
	var events strings.Builder
	for i := range 1200 { // 30 a year from 1980
		fmt.Fprintf(&events, "  - {date: %d, title: Event %d, cite: [report]}\n", 1980+i/30, i)
	}
	s := buildContent(t, map[string]string{"site.yaml": accessSite, "agencies/bureau.md": entryWith("Bureau", "places: [US-CA]\nevents:\n"+events.String())})
	for _, stem := range []string{"timeline", "timeline/agencies", "timeline/agencies/bureau", "places/us-ca"} {
		for page, count := range []int{500, 500, 200} {
			path := stem + ".html"
			if page > 0 {
				path = stem + "_" + strconv.Itoa(page+1) + ".html"
			}
			if lines := s.told(t, path); len(lines) != count {
				t.Errorf("%s has %d events, want %d", path, len(lines), count)
			}
		}
		if s.files[stem+"_4.html"] {
			t.Errorf("%s goes on for too long", stem)
		}
	}
	lines := s.told(t, "timeline.html", "timeline_2.html", "timeline_3.html")
	for i, line := range lines {
		year := strconv.Itoa(1980 + i/30)
		if i >= 500 && i < 510 || i >= 1000 && i < 1020 {
			year += " continued"
		}
		if want := fmt.Sprintf("%s | %d Event %dBureau", year, 1980+i/30, i); line != want {
			t.Fatalf("line %d is %q, want %q", i, line, want)
		}
	}
	for year, page := range map[string]string{"1980": "timeline.html", "1996": "timeline.html", "1997": "timeline_2.html", "2019": "timeline_3.html"} {
		for _, from := range []string{"timeline.html", "timeline_2.html", "timeline_3.html"} {
			if !s.leads(s.byPath[from], s.byPath[from].root, page, "_y"+year) {
				t.Errorf("%s does not lead to %s", from, year)
			}
		}
	}
}

// Years that are as many as the events do not fill every page with their index.
func TestTimelineOfAges(t *testing.T) {
	var events strings.Builder
	for year := range 1100 {
		fmt.Fprintf(&events, "  - {date: \"%04d\", title: Event, cite: [report]}\n", year+1)
	}
	s := buildContent(t, map[string]string{"agencies/bureau.md": entryWith("Bureau", "events:\n"+events.String())})
	p := s.byPath["timeline_2.html"]
	for year, page := range map[string]string{"1": "timeline.html", "501": "timeline_2.html", "1001": "timeline_3.html"} {
		if !s.leads(p, p.root, page, "_y"+year) {
			t.Errorf("no link leads to the year %s", year)
		}
	}
	if s.leads(p, p.root, "timeline_2.html", "_y502") {
		t.Error("each of 1,100 years is linked from each page")
	}
}

// rows are the rows of the tables in a part of a page, cells with a bar between them.
func rows(part *html.Node) []string {
	var lines []string
	for n := range elements(part) {
		if n.DataAtom != atom.Tr || n.Parent.DataAtom != atom.Tbody {
			continue
		}
		var cells []string
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if c.Type == html.ElementNode {
				cells = append(cells, text(c))
			}
		}
		lines = append(lines, strings.Join(cells, " | "))
	}
	return lines
}

// barLengths are the widths of the bars in a part of a page.
func barLengths(part *html.Node) []string {
	var lengths []string
	for n := range elements(part) {
		if n.Data == "rect" {
			length, _ := attribute(n, "width")
			lengths = append(lengths, length)
		}
	}
	return lengths
}

// Figures stand by measure, each with its sources; those that differ at one time are marked as contested, and bars compare
// them on one scale from zero. Figures without a measure stand by entry.
func TestFigures(t *testing.T) {
	s := buildContent(t, map[string]string{
		"agencies/bureau.md": entryWith("Bureau", `aka: [BUR]
figures:
  - {id: r14, measure: bur-records, label: Records of the Bureau, value: 2000000, unit: records, date: 2014, cite: [report]}
  - {id: r19, measure: bur-records, label: Records, value: 8000000, unit: records, date: 2019, qualifier: at-least, note: printed so, cite: [report]}
  - {id: paid, label: Paid, value: 41000000, unit: USD, date: 2014~, qualifier: about, cite: [report]}
  - {id: planned, label: Planned, value: 20500000, unit: USD, date: 2013, cite: [report]}
  - {id: yearly, label: A year, value: 1000, unit: EUR per year, date: 2013, cite: [report]}
  - {id: lost, label: Lost, value: -5, unit: CAD, date: 2013, cite: [report]}
  - {id: share, label: Share, value: 0.5, unit: percent, date: 2013, cite: [report]}
`),
		"systems/database.md": entryWith("Case Database", `relations: [{type: used-by, to: bureau, cite: [report]}]
figures:
  - {id: size, measure: bur-records, label: Size, value: 4000000, unit: records, date: 2013/2014, cite: [report]}
  - {id: same, measure: doors-of-house, label: Doors, value: 3, date: 2013/2014, cite: [report]}
`),
		"systems/house.md": entryWith("House", `relations: [{type: used-by, to: bureau, cite: [report]}]
figures: [{id: doors, measure: doors-of-house, label: Doors, value: 3.0, date: 2014, cite: [report]}]
`),
	})
	p := s.byPath["figures.html"]
	records, doors := p.ids["_measure-bur-records"], p.ids["_measure-doors-of-house"]
	if records == nil || doors == nil || text(records) != "BUR records" || text(doors) != "Doors of house" {
		t.Fatal("the groups are not there, or not under readable names")
	}
	const evidence = "Office of Records 2020 1 source, 1 origin"
	for _, x := range []struct {
		heading *html.Node
		rows    []string
		bars    []string
	}{
		{records, []string{
			"Size in Case Database | 4,000,000 records contested between 2013 and 2014 | " + evidence,
			"Records of the Bureau in Bureau | 2,000,000 records contested 2014 | " + evidence,
			"Records in Bureau | at least 8,000,000 records 2019 | " + evidence + " printed so",
		}, []string{"60", "30", "120"}},
		{doors, []string{
			"Doors in Case Database | 3 between 2013 and 2014 | " + evidence,
			"Doors in House | 3.0 2014 | " + evidence,
		}, nil},
	} {
		if got := rows(x.heading.Parent); !slices.Equal(got, x.rows) {
			t.Errorf("%s:\n got %q\nwant %q", text(x.heading), got, x.rows)
		}
		if got := barLengths(x.heading.Parent); !slices.Equal(got, x.bars) {
			t.Errorf("%s: bars %q, want %q", text(x.heading), got, x.bars)
		}
	}
	if contested := "Contested: the sources give different figures"; !strings.Contains(text(records.Parent), contested) || strings.Contains(text(doors.Parent), contested) {
		t.Error("what is contested is not marked, or what is not is")
	}
	all := text(p.ids["_kind-agencies"].Parent)
	for _, want := range []string{"Paid: about $41,000,000, about 2014", "A year: €1,000 per year, 2013", "Lost: −CAD 5, 2013", "Share: 0.5%, 2013"} {
		if !strings.Contains(all, want) {
			t.Errorf("figures.html does not say %q among %q", want, all)
		}
	}
	bureau := s.byPath["agencies/bureau.html"]
	chart := rows(bureau.ids["_figures"].Parent)
	if want := []string{"Planned, 2013 | $20,500,000", "Paid, about 2014 | about $41,000,000"}; len(chart) != 5 || !slices.Equal(chart[:2], want) {
		t.Errorf("the sums of the bureau: %q", chart)
	}
	if got := barLengths(bureau.ids["_figures"].Parent); !slices.Equal(got, []string{"60", "120", "60", "30", "120"}) {
		t.Errorf("bars of the bureau: %q", got)
	}
	if !strings.Contains(text(bureau.ids["_figures"].Parent), "Not to be summed") {
		t.Error("the chart does not say that its sums must not be added up")
	}
	textOfPictures(t, s)
}

// textOfPictures: every bar stands beside its number, and is passed over by those who listen.
func textOfPictures(t *testing.T, s *site) {
	for _, p := range s.pages {
		for n := range p.elements() {
			if class, _ := attribute(n, "class"); n.Data != "svg" || class != "bar" {
				continue
			}
			if hidden, _ := attribute(n, "aria-hidden"); hidden != "true" || !strings.ContainsAny(text(n.Parent), "0123456789") {
				t.Errorf("%s: a bar without its number", p.path)
			}
		}
	}
}

// Figures that fill a page go on over numbered pages; a measure stays together.
func TestFiguresPages(t *testing.T) {
	var figures strings.Builder
	for i := range 498 {
		fmt.Fprintf(&figures, "  - {id: a%d, measure: a%d, label: L, value: 1, date: 2014, cite: [report]}\n", i, i)
	}
	for i := range 4 {
		fmt.Fprintf(&figures, "  - {id: b%d, measure: b, label: L, value: %d, date: 2014, cite: [report]}\n", i, i)
	}
	for i := range 700 {
		fmt.Fprintf(&figures, "  - {id: c%d, label: L, value: %d, date: 2014, cite: [report]}\n", i, i)
	}
	s := buildContent(t, map[string]string{"agencies/bureau.md": entryWith("Bureau", "figures:\n"+figures.String())})
	first, second := s.byPath["figures.html"], s.byPath["figures_2.html"]
	if first == nil || second == nil || first.ids["_measure-a0"] == nil || first.ids["_measure-b"] != nil || second.ids["_measure-b"] == nil {
		t.Fatal("the measure that does not fit stands on no page of its own")
	}
	if got := len(rows(second.root)); got != 4 {
		t.Errorf("%d figures of the measure, want 4", got)
	}
	if !s.leads(first, first.root, "figures_3.html", "_kind-agencies") {
		t.Error("the index does not lead to the figures without a measure")
	}
	if s.files["figures_5.html"] {
		t.Error("figures go on for too long")
	}
}

// Places that no entry names have no page and are not listed; a country of which only a part is named is a heading.
func TestPlaces(t *testing.T) {
	s := buildContent(t, map[string]string{
		"site.yaml": accessSite,
		"agencies/bureau.md": entryWith("Bureau", `places: [US-CA, US-VT, FR-75]
events: [{date: 2014, title: Founded, cite: [report]}]
`),
		"systems/database.md": entryWith("Case Database", `places: [US, US-CA]
relations: [{type: used-by, to: bureau, cite: [report]}]
events: [{date: 2013, title: Filled, cite: [report]}]
`),
	})
	for path, there := range map[string]bool{"places/us.html": true, "places/us-ca.html": true, "places/us-vt.html": true, "places/fr-75.html": true,
		"places/us-tx.html": false, "places/fr.html": false} {
		if s.files[path] != there {
			t.Errorf("%s: published is %v", path, !there)
		}
	}
	var list string
	for n := range s.byPath["places/index.html"].elements() {
		if class, _ := attribute(n, "class"); class == "places" {
			list = text(n)
		}
	}
	const want = "France Paris 1 entry · 1 event Bureau " +
		"United States 1 entry · 1 event Case Database California 2 entries · 2 events Bureau Case Database Vermont 1 entry · 1 event Bureau"
	if list != want {
		t.Errorf("places: %q, want %q", list, want)
	}
	if got := s.told(t, "places/us-ca.html"); !slices.Equal(got, []string{"2013 | 2013 FilledCase Database", "2014 | 2014 FoundedBureau"}) {
		t.Errorf("California's events: %q", got)
	}
	california := s.byPath["places/us-ca.html"]
	if text(california.ids["_kind-agencies"]) != "Agencies" || text(california.ids["_kind-systems"]) != "Systems" {
		t.Error("California's entries do not stand by kind")
	}
	nowhere := buildContent(t, nil)
	if nowhere.files["places/index.html"] || strings.Contains(nowhere.read(t, "index.html"), "Places") {
		t.Error("there is a list of places without a place")
	}
}

// events: every event stands in the timeline, in that of its kind and in those of the entries around it, each time with a
// link to the line of its entry's page.
func (s *site) events(t *testing.T) {
	leads := map[string]map[string]bool{} // by the first page of a timeline
	for _, p := range s.pages {
		if !strings.HasPrefix(p.path, "timeline") {
			continue
		}
		first, _, _ := strings.Cut(strings.TrimSuffix(p.path, ".html"), "_")
		if leads[first] == nil {
			leads[first] = map[string]bool{}
		}
		for _, r := range p.references() {
			if file, fragment, err := s.resolve(p, r.address); !leaves(r.address) && err == nil && fragment != "" {
				leads[first][file+"#"+fragment] = true
			}
		}
	}
	for _, e := range s.dossier.Entries {
		paths := []string{"timeline", "timeline/" + e.Kind.ID}
		for _, other := range e.Around() {
			if other.Kind.ID == s.dossier.Site.AccessTo {
				paths = append(paths, "timeline/"+other.Kind.ID+"/"+other.ID)
			}
		}
		for i := range e.Events {
			for _, path := range paths {
				if anchor := fmt.Sprintf("%s#_event%d", e.Path(), i+1); !leads[path][anchor] {
					t.Errorf("%s does not tell %s", path, anchor)
				}
			}
		}
	}
}

// figures: every figure is on the pages of figures; those of one measure stand in one table, each contested one marked.
func (s *site) figures(t *testing.T) {
	leads := map[string]string{} // the row or item by the figure
	for _, p := range s.pages {
		if !strings.HasPrefix(p.path, "figures") {
			continue
		}
		for _, r := range p.references() {
			file, fragment, err := s.resolve(p, r.address)
			if leaves(r.address) || err != nil || !strings.HasPrefix(fragment, "figure-") {
				continue
			}
			n := r.node
			for n.DataAtom != atom.Tr && n.DataAtom != atom.Li {
				n = n.Parent
			}
			leads[file+"#"+fragment] = text(n)
		}
	}
	for _, e := range s.dossier.Entries {
		for i := range e.Figures {
			f := &e.Figures[i]
			line, ok := leads[e.Path()+"#"+f.Anchor()]
			count := dossier.Weigh(s.dossier.Cited(e.Citations, f.Cite)).String()
			if !ok || !strings.Contains(line, f.Label) || !strings.Contains(line, count) || strings.Contains(line, "contested") != s.dossier.Contested(f) {
				t.Errorf("%s#%s is missing from the figures, or without its evidence or what is contested: %q", e.Path(), f.Anchor(), line)
			}
		}
	}
	textOfPictures(t, s)
}

// places: a place has a page if an entry names it, which lists that entry.
func (s *site) places(t *testing.T) {
	for _, place := range s.dossier.Site.Places {
		p := s.byPath[place.Path()]
		if (p != nil) != (len(place.Entries) > 0) {
			t.Errorf("%s: %d entries name it, and its page is there: %v", place.Code, len(place.Entries), p != nil)
			continue
		}
		if p != nil && !s.leads(s.byPath["places/index.html"], s.byPath["places/index.html"].root, place.Path(), "") {
			t.Errorf("places/index.html does not lead to %s", place.Path())
		}
		for _, e := range place.Entries[:min(len(place.Entries), 100)] {
			if !s.leads(p, p.root, e.Path(), "") {
				t.Errorf("%s does not list %s", p.path, e.Path())
			}
		}
	}
}

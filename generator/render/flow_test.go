package render

import (
	"fmt"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"dossier/generator/load"
)

// flowSite is a site whose data moves from records through systems to agencies.
const flowSite = `title: T
base_url: https://example.org/
languages: [en]
kinds:
  agencies: {one: Agency, many: Agencies, about: A}
  records:  {one: Record, many: Records, about: R}
  systems:  {one: System, many: Systems, about: S}
relations:
  feeds: {label: feeds, inverse: fed-by, inverse-label: fed by, flow: forward}
  uses:  {label: uses, inverse: used-by, inverse-label: used by, flow: back}
  owns:  {label: owns, inverse: owned-by, inverse-label: owned by}
`

// flowContent renders entries that are given by their path and their relations.
func flowContent(t *testing.T, site string, entries map[string]string) *worker {
	t.Helper()
	content := fstest.MapFS{"site.yaml": {Data: []byte(site)}, "sources/s.md": {Data: []byte("---\ntype: book\ntitle: S\ntier: primary\npublisher: P\n---\n")}}
	for name, relations := range entries {
		_, id, _ := strings.Cut(name, "/")
		if relations != "" {
			relations = "relations:\n" + relations
		}
		content[name+".md"] = &fstest.MapFile{Data: fmt.Appendf(nil, "---\ntitle: %s\nsummary: It is. [@s]\npublished: 2026-01-02\n%s---\n", strings.ToUpper(id), relations)}
	}
	d, found, err := load.Load(content, "content")
	if err != nil || len(found) > 0 {
		t.Fatal(err, found)
	}
	r, broken := New(d, os.DirFS("../../templates"), "templates", unchanged)
	if len(broken) > 0 {
		t.Fatal(broken)
	}
	r.describe()
	return &worker{Renderer: r}
}

// relate writes a relation of an entry.
func relate(kind, to, more string) string {
	return fmt.Sprintf("  - {type: %s, to: %s, cite: [s]%s}\n", kind, to, more)
}

// boxTexts are the titles in a picture, in order of their names.
func boxTexts(p *FlowPicture) string {
	var list []string
	for _, b := range p.Boxes {
		list = append(list, strings.Join(append([]string{b.Text}, b.More...), " "))
	}
	slices.Sort(list)
	return strings.Join(list, " ")
}

// edgeTexts are the labels in a picture with their statuses and links.
func edgeTexts(p *FlowPicture) string {
	var list []string
	for _, e := range p.Edges {
		list = append(list, strings.Join(append([]string{e.Text}, e.More...), " ")+" ["+e.Status+"] "+e.Href)
	}
	return strings.Join(list, "\n")
}

// A picture reaches back to the records and on to the agencies, and not beyond them.
func TestFlowReach(t *testing.T) {
	entries := map[string]string{
		"records/r1": relate("feeds", "s1", "") + relate("feeds", "s3", ""), "records/r2": relate("fed-by", "s3", ""),
		"systems/s1": relate("feeds", "s2", ""), "systems/s2": relate("used-by", "a1", "") + relate("owned-by", "a3", ""), "systems/s3": "",
		"agencies/a1": relate("feeds", "s4", ""), "systems/s4": "", "agencies/a2": relate("uses", "s4", ""), "agencies/a3": relate("owns", "s1", ""),
	}
	w := flowContent(t, flowSite+"access: {from: records, to: agencies}\n", entries)
	alone := flowContent(t, flowSite, entries)
	for id, want := range map[string]string{"s2": "A1 R1 S1 S2", "a1": "A1 A2 R1 S1 S2 S4", "r1": "A1 R1 R2 S1 S2 S3", "r2": "R1 R2 S3", "a2": "A1 A2 R1 S1 S2 S4"} {
		if got := boxTexts(w.flowPicture(w.dossier.Entry(id))); got != want {
			t.Errorf("the picture of %s shows %s, want %s", id, got, want)
		}
	}
	if got := boxTexts(alone.flowPicture(alone.dossier.Entry("s2"))); got != "A1 S1 S2" {
		t.Errorf("without access paths the picture of s2 shows %s", got)
	}
	if w.flowPicture(w.dossier.Entry("a3")) != nil {
		t.Error("an entry that no data comes to or from has a picture")
	}
}

// Labels are read in the direction of the data; relations of one status share an edge; each leads to its evidence.
func TestFlowEdges(t *testing.T) {
	w := flowContent(t, flowSite+"access: {from: records, to: agencies}\n", map[string]string{
		"agencies/a": relate("uses", "s", ", since: 2014-05-02, until: 2019, status: ended"),
		"systems/s":  relate("feeds", "a", ", since: 2020, status: current") + relate("used-by", "a", ", since: 2021, status: current") + relate("owns", "a", ""),
		"records/r":  relate("feeds", "s", ", status: disputed") + relate("used-by", "a", ""),
	})
	p := w.flowPicture(w.dossier.Entry("s"))
	want := "feeds, used by [current] #_relation1\nused by, 2014–2019, ended [ended] ../agencies/a.html#_relation1\nfeeds, disputed [disputed] ../records/r.html#_relation1\nused by [unknown] ../records/r.html#_relation2"
	if got := edgeTexts(p); got != want {
		t.Errorf("edges:\n%s\nwant\n%s", got, want)
	}
	if got, want := p.Edges[0].Title, "feeds, since 2020, current; 1 source, 1 origin. used by, since 2021, current; 1 source, 1 origin"; got != want {
		t.Errorf("the title of an edge is %q, want %q", got, want)
	}
	if len(p.Lines) != 5 || p.Lines[2] != (FlowLine{Link{"S → A: used by", "../agencies/a.html#_relation1"}, ", 2 May 2014 to 2019, ended"}) {
		t.Errorf("lines: %q", p.Lines)
	}
}

// Entries beyond what a picture can hold become one box at their side, which says how many they are. The best connected stay.
func TestFlowFolds(t *testing.T) {
	entries := map[string]string{"systems/s": "", "agencies/a": relate("uses", "s", "")}
	for i := range 700 {
		entries[fmt.Sprintf("records/r%03d", i)] = relate("feeds", "s", "")
	}
	entries["records/r650"] += relate("feeds", "s", ", since: 2020")
	w := flowContent(t, flowSite+"access: {from: records, to: agencies}\n", entries)
	for id, want := range map[string]string{"s": "and 662 more", "a": "and over 242 more", "r000": "A R000 S"} {
		p := w.flowPicture(w.dossier.Entry(id))
		if got := boxTexts(p); !strings.Contains(got, want) || len(p.Boxes) > flowMost+2 {
			t.Errorf("the picture of %s has %d boxes: %s", id, len(p.Boxes), got)
		}
	}
	p := w.flowPicture(w.dossier.Entry("s"))
	if got := boxTexts(p); !strings.Contains(got, "R650") || !strings.Contains(got, " A ") && !strings.HasPrefix(got, "A ") || len(p.Boxes) != flowMost+1 || len(p.More) != 1 {
		t.Errorf("the picture of s has %d boxes and %d lines to what is left out: %s", len(p.Boxes), len(p.More), got)
	}
}

// One entry too many is shown rather than counted; those behind it are counted.
func TestFlowOneTooMany(t *testing.T) {
	entries := map[string]string{"systems/s": "", "systems/t": relate("feeds", "s", "")}
	for i := range flowEnough - 1 {
		entries[fmt.Sprintf("systems/t%d", i)] = relate("feeds", "t", "")
		entries[fmt.Sprintf("records/r%d", i)] = relate("feeds", fmt.Sprintf("t%d", i), "")
	}
	w := flowContent(t, flowSite+"access: {from: records, to: agencies}\n", entries)
	p := w.flowPicture(w.dossier.Entry("s"))
	if got := boxTexts(p); len(p.Boxes) != flowEnough+2 || !strings.Contains(got, "and 15 more") {
		t.Errorf("the picture has %d boxes: %s", len(p.Boxes), got)
	}
}

// The picture of the whole dossier shows the best connected entries, and the same ones each time.
func TestFlowOverview(t *testing.T) {
	r := real(t)
	r.describe()
	p := (&worker{Renderer: r}).overview("access/index.html")
	if len(p.Boxes) < 10 || len(p.Boxes) > flowMost+4 || len(p.Edges) < len(p.Boxes)/2 || len(p.Lines) > flowLinesMost {
		t.Errorf("%d boxes, %d edges, %d lines", len(p.Boxes), len(p.Edges), len(p.Lines))
	}
	if got := boxTexts(p); !strings.Contains(got, " more and ") {
		t.Errorf("nothing says how many entries are left out: %s", got)
	}
	busy := &worker{Renderer: r}
	for _, e := range r.dossier.Entries {
		busy.flowPicture(e)
	}
	if !reflect.DeepEqual(p, busy.overview("access/index.html")) {
		t.Error("a worker that has drawn others draws another")
	}
	if w := flowContent(t, flowSite, map[string]string{"agencies/a": relate("owns", "s", ""), "systems/s": ""}); w.overview("access/index.html") != nil {
		t.Error("a dossier without flows has a picture of them")
	}
}

// Texts are broken between words and cut where they are too wide.
func TestFlowTexts(t *testing.T) {
	for title, want := range map[string]string{
		"CLEAR": "CLEAR", "": "", "Employment of everybody": "Employment/of everybody",
		"National Consumer Telecom & Utilities Exchange": "National Consumer/Telecom & Utilitie…", "Donaudampfschifffahrtsgesellschaft": "Donaudampfschiff…",
		"a Donaudampfschifffahrtsgesellschaft": "a/Donaudampfschiff…", strings.Repeat("漢字", 20): "漢字漢字漢字漢字漢…",
	} {
		lines, width := wrapText(title, 120, 12)
		if got := strings.Join(lines, "/"); got != want {
			t.Errorf("%q is broken to %q, want %q", title, got, want)
		}
		for _, line := range lines {
			if textWidth(line, 12) > min(width, 120) {
				t.Errorf("the line %q of %q is wider than %d", line, title, width)
			}
		}
	}
}

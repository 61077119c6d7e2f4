package evidence

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"dossier/generator/dossier"
)

// entry is an entry with a citation a line: "id source passage" or "id source (locator) passage". Citation i stands in line i+1 of its file.
func entry(kind *dossier.Kind, id, citations string) *dossier.Entry {
	e := &dossier.Entry{Kind: kind, ID: id, File: dossier.NewFile(id+".md", "content/"+id+".md", []byte("---\n"))}
	at := func(line int) dossier.NodePosition { return dossier.NodePosition{Line: line, Column: 3, Length: 5} }
	root := e.BeginValue("", 0, at(1))
	list := e.BeginValue("citations", 0, at(1))
	for i, line := range strings.Split(strings.TrimSpace(citations), "\n") {
		c := dossier.Citation{}
		c.ID, line, _ = strings.Cut(strings.TrimSpace(line), " ")
		c.SourceID, c.Passage, _ = strings.Cut(line, " ")
		if strings.HasPrefix(c.Passage, "(") {
			c.Locator, c.Passage, _ = strings.Cut(c.Passage[1:], ") ")
		}
		e.Citations = append(e.Citations, c)
		item := e.BeginValue("", i, at(i+1))
		e.EndValue(e.BeginValue("passage", 0, at(i+1)))
		e.EndValue(item)
	}
	e.EndValue(list)
	e.EndValue(root)
	return e
}

// archiver keeps copies in a new locker, each a day later than the last.
func archiver(t *testing.T) *Archiver {
	l, err := OpenLocker(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 11, 20, 23, 30, 0, 0, time.UTC)
	return &Archiver{Locker: l, Now: func() time.Time { now = now.Add(24 * time.Hour); return now }}
}

func keep(t *testing.T, a *Archiver, source, name, payload string) {
	t.Helper()
	if _, err := a.File(&dossier.Source{ID: source}, name, []byte(payload)); err != nil {
		t.Fatal(err)
	}
}

// dossierOf is a dossier of entries and sources.
func dossierOf(kind *dossier.Kind, sources []string, entries ...*dossier.Entry) *dossier.Dossier {
	d := &dossier.Dossier{Site: &dossier.Site{Kinds: []*dossier.Kind{kind}}, Entries: entries}
	for _, id := range sources {
		d.Sources = append(d.Sources, &dossier.Source{ID: id, File: dossier.NewFile("sources/"+id+".md", id, nil)})
	}
	return dossier.New(d)
}

const verifiedEntries = `
once page the agency … collects data
as page “Agency”—of the
twice page data here
spread page data … record
half page the agency … was dissolved
other page the agency was dissolved
reversed page collects data … the agency
script page not evidence
gone page
nowhere nothing a passage
unknown missing a passage
first report page one … stands
paged report (p. 2) as it was … report
shared report it was immigration … report
over report (p. 1) it was immigration as
wrong report (p. 1) in this report
either report (p. 1) twice said
twofold report twice said
image scan (p. 1) a passage
picture photo a passage`

// writeCopies keeps the copies that verifiedEntries are looked up in.
func writeCopies(t *testing.T, a *Archiver) {
	keep(t, a, "page", "a.html", "<p>An older copy: the agency was dissolved. Data</p>")
	keep(t, a, "page", "a.html", `<!doctype html><title>not evidence</title><script>not evidence</script><style>not evidence</style><!-- not evidence -->
<p>The “agency” of the <b>state</b> col<i>lects</i> data. Later data here is one record, data here and there another record.</p>`)
	keep(t, a, "report", "a.pdf", string(makePDF("%PDF-1.4\n", "BT /F1 9 Tf (Page one stands. Twice said. It was immi-) Tj ET",
		"BT /F1 9 Tf (gration. As it was immi-) Tj 0 -12 Td (gration in this report, twice said.) Tj ET")))
	keep(t, a, "scan", "a.pdf", string(makePDF("%PDF-1.4\n", "q Q")))
	keep(t, a, "photo", "a.png", "\x89PNG\r\n\x1a\n")
	keep(t, a, "left", "a.txt", "a source that left the dossier")
}

func TestVerify(t *testing.T) {
	a, kind := archiver(t), &dossier.Kind{ID: "agencies"}
	writeCopies(t, a)
	d := dossierOf(kind, []string{"page", "report", "scan", "photo", "nothing"}, entry(kind, "ice", verifiedEntries))
	lock, findings, err := Verify(d, a.Locker)
	if err != nil {
		t.Fatal(err)
	}
	var got strings.Builder
	for _, f := range lock.Passages {
		fmt.Fprintf(&got, "%s %s %s\n", f.Citation, f.State, f.Where)
	}
	for _, f := range lock.Sources {
		fmt.Fprintf(&got, "%s %s %s\n", f.ID, f.Date, f.Media)
	}
	for _, f := range findings {
		fmt.Fprintf(&got, "%s:%d:%d: %s: %s [%s]\n\t%s\n", f.Path, f.Line, f.Column, f.Severity, f.Message, f.Code, f.Hint)
	}
	golden, err := os.ReadFile("testdata/verify.txt")
	if err != nil {
		t.Fatal(err)
	}
	if got.String() != string(golden) {
		t.Errorf("got\n%s\nwant\n%s", got.String(), golden)
	}
	text := lock.String()
	again, err := dossier.ParseLock(text)
	if err != nil || again.String() != text {
		t.Errorf("the lock is not read back: %v", err)
	}
}

// TestVerifyOrder verifies the same citations in other orders of entries and expects the same lock, but for nothing.
func TestVerifyOrder(t *testing.T) {
	a, random := archiver(t), rand.New(rand.NewPCG(3, 4))
	writeCopies(t, a)
	first := ""
	for range 5 {
		kind := &dossier.Kind{ID: "agencies"}
		var entries []*dossier.Entry
		lines := strings.Split(strings.TrimSpace(verifiedEntries), "\n")
		for i := range 5 {
			part := slices.Clone(lines[i*4 : i*4+4])
			random.Shuffle(len(part), func(i, j int) { part[i], part[j] = part[j], part[i] })
			entries = append(entries, entry(kind, fmt.Sprintf("entry-%d", i), strings.Join(part, "\n")))
		}
		random.Shuffle(len(entries), func(i, j int) { entries[i], entries[j] = entries[j], entries[i] })
		sources := []string{"page", "report", "scan", "photo", "nothing"}
		random.Shuffle(len(sources), func(i, j int) { sources[i], sources[j] = sources[j], sources[i] })
		lock, _, err := Verify(dossierOf(kind, sources, entries...), a.Locker)
		if err != nil {
			t.Fatal(err)
		}
		if first == "" {
			first = lock.String()
		} else if lock.String() != first {
			t.Fatalf("%s\nand\n%s", first, lock.String())
		}
	}
}

// TestVerifyBroken expects an error, not a verdict, where a copy cannot be read.
func TestVerifyBroken(t *testing.T) {
	a, kind := archiver(t), &dossier.Kind{ID: "agencies"}
	keep(t, a, "page", "a.txt", "one two")
	c, _, err := a.Locker.Newest("page")
	if err != nil {
		t.Fatal(err)
	}
	dir, err := a.Locker.folder("page")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(dir + "/" + c.stem() + textEnd); err != nil {
		t.Fatal(err)
	}
	if lock, _, err := Verify(dossierOf(kind, []string{"page"}, entry(kind, "ice", "a page one")), a.Locker); err == nil {
		t.Errorf("no error but %s", lock)
	}
}

func TestLocatorPages(t *testing.T) {
	for locator, want := range map[string]string{
		"p. 3": "3 3 true", "p.3": "3 3 true", "P. 12": "12 12 true", "page 4": "4 4 true", "pp. 3–5": "3 5 true", "pages 3 - 5": "3 5 true",
		"": "0 0 false", "¶ 8": "0 0 false", "3": "0 0 false", "p. iv": "0 0 false", "p. 0": "0 0 false", "pp. 5-3": "0 0 false", "p": "0 0 false",
		"para. 3": "0 0 false", "p. 3, note 2": "0 0 false",
	} {
		from, to, ok := locatorPages(locator)
		if got := fmt.Sprint(from, to, ok); got != want {
			t.Errorf("%q: %s, want %s", locator, got, want)
		}
	}
}

// TestVerifyLinear verifies a quarter of a large dossier and all of it: four times the work may take no more than eight times
// as long. The best of two runs counts.
func TestVerifyLinear(t *testing.T) {
	a := archiver(t)
	plant(t, a, 2000)
	small, large := largeDossier(t, a, 500), largeDossier(t, a, 2000)
	cost := func(d *dossier.Dossier, n int) time.Duration {
		best := time.Hour
		for range 2 {
			start := time.Now()
			lock, findings, err := Verify(d, a.Locker)
			best = min(best, time.Since(start))
			if err != nil || len(findings) > 0 || len(lock.Passages) != 5*n || lock.Passages[0].State != dossier.PassageFound {
				t.Fatal(err, len(findings), len(lock.Passages))
			}
		}
		return best
	}
	var one, four time.Duration
	for range 3 { // other work on the machine may fall on one of the two alone
		one, four = cost(small, 500), cost(large, 2000)
		t.Logf("2500 passages in 500 copies: %v; 10000 in 2000: %v", one, four)
		if four <= 8*one {
			return
		}
	}
	t.Errorf("2500 passages in 500 copies take %v, 10000 in 2000 take %v", one, four)
}

// largeDossier is a dossier of n sources with copies of 2,000 words and five passages each.
func largeDossier(t *testing.T, a *Archiver, n int) *dossier.Dossier {
	kind := &dossier.Kind{ID: "agencies"}
	var sources []string
	var entries []*dossier.Entry
	for i := range n {
		id := fmt.Sprintf("source-%d", i)
		sources = append(sources, id)
		var list strings.Builder
		for j := range 5 {
			fmt.Fprintf(&list, "c%d %s agency%d agency%d … agency%d\n", j, id, 100*j, 100*j+1, 100*j+50+i%40)
		}
		entries = append(entries, entry(kind, fmt.Sprintf("entry-%d", i), list.String()))
	}
	return dossierOf(kind, sources, entries...)
}

// plant puts copies of 2,000 words into a locker, all the same, without waiting for the disk.
func plant(t *testing.T, a *Archiver, n int) {
	keep(t, a, "source-0", "a.txt", strings.ReplaceAll(filler("the", 250)+filler("agency", 750)+filler("data", 1000), "9 ", "9 of\n"))
	from, err := a.Locker.folder("source-0")
	if err != nil {
		t.Fatal(err)
	}
	files, err := os.ReadDir(from)
	if err != nil {
		t.Fatal(err)
	}
	for i := 1; i < n; i++ {
		id := fmt.Sprintf("source-%d", i)
		to, err := a.Locker.folder(id)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.Mkdir(to, 0o777); err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			data, err := os.ReadFile(filepath.Join(from, f.Name()))
			if err == nil {
				data = bytes.Replace(data, []byte(`"source-0"`), []byte(`"`+id+`"`), 1)
				err = os.WriteFile(filepath.Join(to, f.Name()), data, 0o666)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
	}
}

package dossier

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// flowing is a dossier of data sources s0, s1 ..., systems m0, ... and agencies a0, ... in which data moves as the
// arrows say: "s0 > m0 ended 2014 2019".
func flowing(t testing.TB, arrows []string) *Dossier {
	t.Helper()
	site := &Site{AccessFrom: "s", AccessTo: "a", Relations: []*RelationType{
		{Name: "feeds", Inverse: "fed-by", Flow: "forward"}, {Name: "uses", Inverse: "used-by", Flow: "back"}, {Name: "owns", Inverse: "owned-by"}}}
	d := &Dossier{Site: site}
	for _, id := range []string{"s", "m", "a"} {
		site.Kinds = append(site.Kinds, &Kind{ID: id})
	}
	entries := map[string]*Entry{}
	entry := func(id string) *Entry {
		if entries[id] == nil {
			entries[id] = &Entry{Kind: site.Kind(id[:1]), ID: id, Title: id}
			d.Entries = append(d.Entries, entries[id])
		}
		return entries[id]
	}
	for i, arrow := range arrows {
		f := strings.Fields(arrow)
		r := Relation{}
		if len(f) > 3 && f[3] != "-" {
			r.Status = f[3]
		}
		if len(f) > 4 && f[4] != "-" {
			r.Since = date(t, f[4])
		}
		if len(f) > 5 {
			r.Until = date(t, f[5])
		}
		home := entry(f[0])
		other := entry(f[2])
		r.To = f[2]
		switch i % 4 { // the four ways to write the same flow
		case 0:
			r.Type = "feeds"
		case 1:
			r.Type = "used-by"
		case 2:
			home, other, r.To, r.Type = other, home, f[0], "fed-by"
		case 3:
			home, other, r.To, r.Type = other, home, f[0], "uses"
		}
		home.Relations = append(home.Relations, r)
	}
	return New(d)
}

// walked writes a path with the status of each hop: "s0 current m0 ended a0".
func walked(p Path) string {
	var b strings.Builder
	for i, h := range p.Hops {
		if i == 0 {
			b.WriteString(h.From.ID)
		}
		b.WriteString(" " + h.Status() + " " + h.To.ID)
	}
	return b.String()
}

// pairOf finds the pair of two ids, or nil.
func pairOf(a *Access, d *Dossier, from, to string) *Pair {
	for _, p := range a.Reaches(d.Entry(from)) {
		if p.To.ID == to {
			return p
		}
	}
	return nil
}

func TestAccessPaths(t *testing.T) {
	d := flowing(t, []string{
		"s0 > m0 ended 2010 2018", "m0 > a0 current 2012", // ended in 2018
		"s0 > m1 current 2015~", "m1 > a0 planned", // planned: more current than ended
		"s0 > m2 current 2011", "m2 > m3 current 2013", "m3 > a0 current 2012 2024", // longer, and current
		"a0 > a1 current 2020",        // through another agency
		"a1 > s1 current", "s2 > m9 ", // no way on
		"s1 > a2 ended 2001 2003", "s1 > a2 ended 2005 2009",
	})
	a := FindAccess(d)
	p := pairOf(a, d, "s0", "a0")
	if p == nil {
		t.Fatal("no path from s0 to a0")
	}
	var got []string
	for _, path := range p.Paths {
		since, until, _ := path.Interval()
		got = append(got, fmt.Sprintf("%s: %s %s/%s", path.Status(), walked(path), since, until))
	}
	want := []string{"planned: s0 current m1 planned a0 2015~/", "ended: s0 ended m0 current a0 2012/2018"}
	if !slices.Equal(got, want) || p.More != 0 {
		t.Errorf("paths from s0 to a0 and %d more:\n got %q\nwant %q", p.More, got, want)
	}
	if p.Longer == nil || walked(*p.Longer) != "s0 current m2 current m3 current a0" {
		t.Errorf("the longer path is %v", p.Longer)
	} else if since, until, apart := p.Longer.Interval(); since.String() != "2013" || until.String() != "2024" || apart {
		t.Errorf("the longer path holds from %s to %s, apart %v", since, until, apart)
	}
	if p := pairOf(a, d, "s0", "a1"); p == nil || p.Status() != "planned" || len(p.Paths) != 2 {
		t.Errorf("s0 reaches a1 through a0 by %v", p)
	}
	// Two relations make one hop, from the first start to the last end.
	if p := pairOf(a, d, "s1", "a2"); p == nil || len(p.Paths) != 1 || p.Status() != "ended" || p.Last().String() != "2009" {
		t.Errorf("s1 reaches a2 by %v", p)
	}
	if got := a.Reaches(d.Entry("s2")); got != nil {
		t.Errorf("s2 reaches %v", got)
	}
	if got := len(a.ReachedBy(d.Entry("a1"))); got != 1 {
		t.Errorf("a1 is reached by %d data sources, not by 1", got)
	}
}

// Paths may begin and end at entries of one kind.
func TestAccessWithinAKind(t *testing.T) {
	d := flowing(t, []string{"a0 > m0 current", "m0 > a1 current", "a1 > a0 ended"})
	d.Site.AccessFrom = "a"
	a := FindAccess(d)
	for from, to := range map[string]string{"a0": "a1", "a1": "a0"} {
		if got := a.Reaches(d.Entry(from)); len(got) != 1 || got[0].To.ID != to {
			t.Errorf("%s reaches %v", from, got)
		}
		if got := a.ReachedBy(d.Entry(from)); len(got) != 1 || got[0].From.ID != to {
			t.Errorf("%s is reached by %v", from, got)
		}
	}
}

func TestPathsApart(t *testing.T) {
	d := flowing(t, []string{"s0 > m0 ended 2001 2005", "m0 > a0 ended 2010 2012"})
	path := pairOf(FindAccess(d), d, "s0", "a0").Paths[0]
	if _, _, apart := path.Interval(); !apart {
		t.Error("hops that never held at one time count as one path in time")
	}
}

// TestAccessOracle compares with all walks of a random graph, tried one by one.
func TestAccessOracle(t *testing.T) {
	for seed := range uint64(200) {
		random := rand.New(rand.NewPCG(seed, 1))
		var arrows []string
		ids := []string{"s0", "s1", "m0", "m1", "m2", "m3", "m4", "a0", "a1", "a2"}
		drawn := map[[2]string]string{}
		for range 8 + random.IntN(25) {
			from, to := ids[random.IntN(len(ids))], ids[random.IntN(len(ids))]
			if from == to || drawn[[2]string{from, to}] != "" {
				continue
			}
			drawn[[2]string{from, to}] = statusOf(random.IntN(leastCurrent + 1))
			arrows = append(arrows, from+" > "+to+" "+drawn[[2]string{from, to}])
		}
		d := flowing(t, arrows)
		a := FindAccess(d)
		for _, from := range a.From {
			for _, to := range a.To {
				want := everyShortest(drawn, ids, from.ID, to.ID)
				p := pairOf(a, d, from.ID, to.ID)
				if p == nil {
					if len(want) > 0 {
						t.Fatalf("seed %d: no path from %s to %s, but there is %q", seed, from.ID, to.ID, want)
					}
					continue
				}
				if len(p.Paths)+p.More != len(want) || len(p.Paths) > MaxPaths || p.More > 0 && len(p.Paths) < MaxPaths {
					t.Fatalf("seed %d: %d paths and %d more from %s to %s; there are %d", seed, len(p.Paths), p.More, from.ID, to.ID, len(want))
				}
				ranks := make([]int, len(p.Paths))
				for i, path := range p.Paths {
					ranks[i] = rankOf(path.Status())
					if n := slices.Index(want, walked(path)); n < 0 {
						t.Fatalf("seed %d: %q is no shortest path, or is there twice", seed, walked(path))
					} else {
						want = slices.Delete(want, n, n+1)
					}
				}
				if !slices.IsSorted(ranks) {
					t.Fatalf("seed %d: the paths from %s to %s are not the most current first: %v", seed, from.ID, to.ID, ranks)
				}
				for _, other := range want {
					if worst(other) < ranks[len(ranks)-1] {
						t.Fatalf("seed %d: %q was left out for a less current path", seed, other)
					}
				}
			}
		}
	}
}

// everyShortest tries all paths by length and returns those of the least, as walked writes them.
func everyShortest(drawn map[[2]string]string, ids []string, from, to string) []string {
	level := []string{from}
	for range ids {
		var next, found []string
		for _, path := range level {
			at := path[strings.LastIndexByte(path, ' ')+1:]
			for _, id := range ids {
				if status := drawn[[2]string{at, id}]; status != "" && !strings.Contains(path, id) {
					next = append(next, path+" "+status+" "+id)
					if id == to {
						found = append(found, next[len(next)-1])
					}
				}
			}
		}
		if level = next; len(found) > 0 {
			return found
		}
	}
	return nil
}

// worst is the rank of the least current status that a path names.
func worst(path string) int {
	rank := 0
	for _, word := range strings.Fields(path) {
		if statusOf(rankOf(word)) == word {
			rank = max(rank, rankOf(word))
		}
	}
	return rank
}

func TestAccessOfHostileGraphs(t *testing.T) {
	var ladder, chain, dense []string
	for i := range MaxHops / 2 { // every second entry is one of 40: 40^16 paths
		for n := range 40 {
			ladder = append(ladder, fmt.Sprintf("m%d > m%d.%d", i, i, n), fmt.Sprintf("m%d.%d > m%d", i, n, i+1))
		}
	}
	ladder = append(ladder, "s0 > m1", fmt.Sprintf("m%d > a0", MaxHops/2))
	for i := range 20000 {
		chain = append(chain, fmt.Sprintf("m%d > m%d", i, i+1))
	}
	chain = append(chain, "s0 > m0", "m20000 > a0", "m20000 > m0", fmt.Sprintf("m%d > a1", MaxHops-2), fmt.Sprintf("m%d > a2", MaxHops-1))
	for i := range 60 {
		for n := range 60 {
			if i != n {
				dense = append(dense, fmt.Sprintf("m%d > m%d ended", i, n))
			}
		}
		dense = append(dense, fmt.Sprintf("s%d > m%d ended", i, i), fmt.Sprintf("m%d > a%d ended", i, i))
	}
	d := flowing(t, ladder)
	if p := pairOf(FindAccess(d), d, "s0", "a0"); p == nil || p.More != math.MaxInt || len(p.Paths) != MaxPaths {
		t.Errorf("of more paths than can be counted there is %+v", p)
	}
	d = flowing(t, chain)
	a := FindAccess(d)
	if p := pairOf(a, d, "s0", "a1"); p == nil || len(p.Paths[0].Hops) != MaxHops {
		t.Errorf("a path of %d hops is %v", MaxHops, p)
	}
	if pairOf(a, d, "s0", "a2") != nil || pairOf(a, d, "s0", "a0") != nil {
		t.Errorf("a path of more than %d hops was found", MaxHops)
	}
	d = flowing(t, dense)
	if p := pairOf(FindAccess(d), d, "s0", "a1"); p == nil || len(p.Paths) != 1 || len(p.Paths[0].Hops) != 3 {
		t.Errorf("in a dense graph there is %v", p)
	}
}

func BenchmarkFindAccess(b *testing.B) {
	random := rand.New(rand.NewPCG(1, 2))
	var arrows []string
	for i := range 5000 {
		arrows = append(arrows, fmt.Sprintf("s%d > m%d %s", random.IntN(300), i%3000, statusOf(random.IntN(5))),
			fmt.Sprintf("m%d > a%d %s", random.IntN(3000), random.IntN(200), statusOf(random.IntN(5))))
	}
	d := flowing(b, arrows)
	for b.Loop() {
		FindAccess(d)
	}
}

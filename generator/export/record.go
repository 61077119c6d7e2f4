package export

import (
	"strconv"

	"dossier/generator/dossier"
)

// A record is an entry with what the files of data/ have in common. It is valid until the next one is made.
type record struct {
	*dossier.Entry
	index     int    // among all entries
	base      string // the address of the site
	address   string // of its page
	summary   string // in plain words
	claims    []claim
	relations []relation
	events    []event
	figures   []figure
	all       dossier.Evidence // of all of these
	states    []string         // of the passages of Entry.Citations
	words     []byte           // memory for texts
}

// A claim is a claim with its words and evidence.
type claim struct {
	*dossier.Claim
	text []byte
	support
}

// A relation is one that is written in the entry, in the direction that its type has.
type relation struct {
	*dossier.Tie
	from, to *dossier.Entry
	support
}

// An event is one of the entry.
type event struct {
	*dossier.Event
	support
}

// A figure is one of the entry.
type figure struct {
	*dossier.Figure
	contested bool
	support
}

// A support is where a statement is found and what it rests on.
type support struct {
	permalink       []byte
	cited           []dossier.Cited
	states          []string // of their passages; "" where none is named
	weight          dossier.Evidence
	passages, found int // how many passages are named, and how many of them were found in a kept copy
}

// A sourceRecord is a source with what the files of data/ have in common.
type sourceRecord struct {
	*dossier.Source
	index int    // among all sources
	base  string // the address of the site
}

// A recorder makes records, one after the other in the same memory.
type recorder struct {
	dossier   *dossier.Dossier
	contested map[*dossier.Figure]bool
	record    record
}

// recorders returns what starts a recorder for one goroutine.
func recorders(d *dossier.Dossier) func() func(i int) *record {
	contested := map[*dossier.Figure]bool{}
	for _, name := range d.Measures() {
		for _, f := range d.Measure(name) {
			if f.Contested {
				contested[f.Figure] = true
			}
		}
	}
	base := d.Site.Base()
	return func() func(i int) *record {
		r := &recorder{dossier: d, contested: contested, record: record{base: base}}
		return r.read
	}
}

// read makes the record of an entry.
func (m *recorder) read(i int) *record {
	r, e := &m.record, m.dossier.Entries[i]
	r.Entry, r.index, r.address, r.summary = e, i, r.base+e.Path(), oneLine(m.dossier.Plain(e.Summary))
	r.words = r.words[:0]
	r.all.Weigh(nil)
	m.checkPassages()
	r.claims = resized(r.claims, len(e.Claims))
	for i := range r.claims {
		c := &r.claims[i]
		c.Claim = &e.Claims[i]
		from := len(r.words)
		r.words = m.dossier.AppendClaimText(r.words, c.Claim)
		c.text = makeOneLine(r.words[from:])
		c.permalink = r.permalink(dossier.ClaimAnchor, c.ID)
		c.cited = m.dossier.AppendGroup(c.cited[:0], e.Citations, c.Group)
		m.weigh(&c.support)
	}
	m.readRelations()
	r.events = resized(r.events, len(e.Events))
	for i := range r.events {
		x := &r.events[i]
		x.Event, x.permalink = &e.Events[i], r.permalink(dossier.EventAnchor, strconv.Itoa(i+1))
		m.support(&x.support, x.Cite)
	}
	r.figures = resized(r.figures, len(e.Figures))
	for i := range r.figures {
		f := &r.figures[i]
		f.Figure, f.contested = &e.Figures[i], m.contested[&e.Figures[i]]
		f.permalink = r.permalink(dossier.FigureAnchor, f.ID)
		m.support(&f.support, f.Cite)
	}
	return r
}

// permalink is the address of a place in the entry's page.
func (r *record) permalink(prefix, id string) []byte {
	from := len(r.words)
	r.words = append(append(append(append(r.words, r.address...), '#'), prefix...), id...)
	return r.words[from:len(r.words):len(r.words)]
}

// readRelations lists the relations that are written in the entry, as they are written. Those to drafts are left out.
func (m *recorder) readRelations() {
	r := &m.record
	r.relations = resized(r.relations, len(r.Relations))
	for i := range r.relations {
		r.relations[i].Tie = nil
	}
	for i := range r.Ties {
		t := &r.Ties[i]
		if t.Home != r.Entry {
			continue
		}
		x := &r.relations[t.Index]
		x.Tie, x.from, x.to = t, t.Home, t.Other
		if t.Inverse {
			x.from, x.to = t.Other, t.Home
		}
	}
	n := 0
	for i := range r.relations {
		if r.relations[i].Tie == nil {
			continue
		}
		r.relations[n], r.relations[i] = r.relations[i], r.relations[n]
		x := &r.relations[n]
		x.permalink = r.permalink(dossier.RelationAnchor, strconv.Itoa(x.Index+1))
		m.support(&x.support, x.Relation.Cite)
		n++
	}
	r.relations = r.relations[:n]
}

// checkPassages looks up what is known of the passages of the entry's citations.
func (m *recorder) checkPassages() {
	r := &m.record
	r.states = resized(r.states, len(r.Citations))
	for i := range r.Citations {
		r.states[i] = ""
		if r.Citations[i].Passage == "" {
			continue
		}
		r.states[i] = dossier.PassageUnchecked
		if m.dossier.Lock == nil {
			continue
		}
		if fact := m.dossier.Lock.Passage(r.ID, &r.Citations[i]); fact != nil {
			r.states[i] = fact.State
		}
	}
}

// support works out what a relation, event or figure rests on.
func (m *recorder) support(s *support, cites []dossier.Cite) {
	s.cited = m.dossier.AppendCited(s.cited[:0], m.record.Citations, cites)
	m.weigh(s)
}

// weigh counts what is cited.
func (m *recorder) weigh(s *support) {
	s.weight.Weigh(s.cited)
	m.record.all.Add(s.cited)
	s.states, s.passages, s.found = s.states[:0], 0, 0
	for i := range s.cited {
		state := m.record.state(s.cited[i].Citation)
		s.states = append(s.states, state)
		if state != "" {
			s.passages++
		}
		if state == dossier.PassageFound {
			s.found++
		}
	}
}

// state is what is known of the passage of one of the entry's citations, or of none.
func (r *record) state(c *dossier.Citation) string {
	for i := range r.Citations {
		if c == &r.Citations[i] {
			return r.states[i]
		}
	}
	return ""
}

// resized is a list of another length, whose items keep the memory that they have.
func resized[T any](list []T, n int) []T {
	list = list[:cap(list)]
	if more := n - len(list); more > 0 {
		list = append(list, make([]T, more)...)
	}
	return list[:n]
}

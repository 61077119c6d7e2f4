package dossier

import (
	"cmp"
	"slices"
	"strings"
)

// An EventRef is an event with the entry that tells it.
type EventRef struct {
	Entry *Entry
	Event *Event
	Index int // of the event in Entry.Events
}

// Events returns the events of all entries as a timeline has them: by date, as Compare orders it, then by the id of the
// entry, then as they are written. Those whose date is open at an end, so that no year can be given, come last. The same
// event told by two entries is two.
func (d *Dossier) Events() []EventRef { return d.events }

// EventsOf returns the events of some entries, no two of them the same, in the same order.
func (d *Dossier) EventsOf(entries []*Entry) []EventRef {
	var at []int
	for _, e := range entries {
		at = append(at, e.events...)
	}
	slices.Sort(at)
	refs := make([]EventRef, len(at))
	for i, n := range at {
		refs[i] = d.events[n]
	}
	return refs
}

// Around returns the entry and all that a relation connects with it, each once.
func (e *Entry) Around() []*Entry {
	all := []*Entry{e}
	seen := map[*Entry]bool{e: true}
	for i := range e.Ties {
		if other := e.Ties[i].Other; !seen[other] {
			seen[other] = true
			all = append(all, other)
		}
	}
	return all
}

// findEvents puts all events in the order of a timeline and notes for each entry where its own are.
func (d *Dossier) findEvents() {
	for _, e := range d.Entries {
		e.events = nil
		for i := range e.Events {
			d.events = append(d.events, EventRef{e, &e.Events[i], i})
		}
	}
	slices.SortStableFunc(d.events, func(a, b EventRef) int {
		return cmp.Or(compareBool(b.Event.Date.HasYear(), a.Event.Date.HasYear()), Compare(a.Event.Date, b.Event.Date), strings.Compare(a.Entry.ID, b.Entry.ID))
	})
	for i, ref := range d.events {
		ref.Entry.events = append(ref.Entry.events, i)
	}
}

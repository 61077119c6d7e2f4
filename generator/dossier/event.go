package dossier

import (
	"cmp"
	"slices"
	"strings"
)

// EventAnchor begins the fragments of the events on the pages of their entries; their numbers, from 1, follow.
const EventAnchor = "_event"

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

// EventsOf returns where the events of some entries, no two of them the same, are in Events, in the same order.
func (d *Dossier) EventsOf(entries []*Entry) []int32 {
	n := 0
	for _, e := range entries {
		n += len(e.events)
	}
	at := make([]int32, 0, n)
	for _, e := range entries {
		at = append(at, e.events...)
	}
	slices.Sort(at)
	return at
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

// An eventKey is the place of an event in a timeline as a number, as far as days tell it.
type eventKey struct {
	days  uint64
	event int32 // in the order in which the events are written
}

// keyOf is the key of a date: those without a year come last, then the first day counts, then the last.
func keyOf(d *Date) uint64 {
	const bits = 23 // of the number of a day
	key := uint64(d.first())<<bits | uint64(d.last())
	if !d.HasYear() {
		key |= 1 << (2 * bits)
	}
	return key
}

// findEvents puts all events in the order of a timeline and notes for each entry where its own are.
func (d *Dossier) findEvents() {
	n := 0
	for _, e := range d.Entries {
		n += len(e.Events)
	}
	written, keys, places := make([]EventRef, 0, n), make([]eventKey, 0, n), make([]int32, n)
	for _, e := range d.Entries {
		e.events, places = places[:0:len(e.Events)], places[len(e.Events):]
		for i := range e.Events {
			keys = append(keys, eventKey{keyOf(&e.Events[i].Date), int32(len(written))})
			written = append(written, EventRef{e, &e.Events[i], i})
		}
	}
	slices.SortFunc(keys, func(a, b eventKey) int {
		if a.days != b.days {
			return cmp.Compare(a.days, b.days)
		}
		x, y := &written[a.event], &written[b.event]
		return cmp.Or(strings.Compare(x.Event.Date.text, y.Event.Date.text), strings.Compare(x.Entry.ID, y.Entry.ID), cmp.Compare(a.event, b.event))
	})
	d.events = make([]EventRef, n)
	for i, key := range keys {
		d.events[i] = written[key.event]
		e := d.events[i].Entry
		e.events = append(e.events, int32(i))
	}
}

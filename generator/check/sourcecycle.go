package check

import (
	"strings"

	"dossier/generator/dossier"
)

// sourceCycle: what a source relays came before it, so that following based-on ends somewhere.
func sourceCycle(r *run) {
	state := map[string]int{} // 1: on the way, 2: done
	for _, s := range r.Sources {
		r.followBases(s, state)
	}
}

// followBases walks based-on from a source, and reports the step that closes a circle. The stack is explicit: a chain may
// be as long as the content.
func (r *run) followBases(s *dossier.Source, state map[string]int) {
	type frame struct {
		source *dossier.Source
		next   int
	}
	if state[s.ID] != 0 {
		return
	}
	state[s.ID] = 1
	way := []frame{{s, 0}}
	for len(way) > 0 {
		top := &way[len(way)-1]
		if top.next == len(top.source.BasedOn) {
			state[top.source.ID] = 2
			way = way[:len(way)-1]
			continue
		}
		id := top.source.BasedOn[top.next]
		top.next++
		base := r.Source(id)
		switch {
		case base == nil || state[id] == 2:
		case state[id] == 1:
			circle := []string{}
			for i := range way {
				if len(circle) > 0 || way[i].source.ID == id {
					circle = append(circle, way[i].source.ID)
				}
			}
			r.report(top.source.At(indexed("based-on", top.next-1)), "the sources are based on each other in a circle: "+strings.Join(append(circle, id), " → "), "remove the step that is not true")
		default:
			state[id] = 1
			way = append(way, frame{base, 0})
		}
	}
}

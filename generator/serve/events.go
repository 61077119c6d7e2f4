package serve

import (
	"io"
	"net/http"
	"time"
)

// Times of a stream of events.
const (
	pulseTime = 15 * time.Second // between two signs of life, which find dead clients
	sendTime  = 5 * time.Second  // for one of them to be taken
)

// events tells a page when it has become another: the query holds its path and its tag. A page that was asked for long ago,
// from a server that has ended since, is told at once.
func (s *Server) events(w http.ResponseWriter, r *http.Request) {
	if !sameOrigin(r) {
		http.Error(w, "only for pages of this server", http.StatusForbidden)
		return
	}
	w.Header().Set("Content-Type", "text/event-stream")
	if r.Method == http.MethodHead {
		return
	}
	query := r.URL.Query()
	page, tag := query.Get("page"), query.Get("tag")
	if !send(w, ": hello\n\n") {
		return
	}
	for {
		st := s.newest.Load()
		if st.tag(st.find(page)) != tag {
			send(w, "event: changed\ndata: reload\n\n")
			return
		}
		if !wait(w, r, st) {
			return
		}
	}
}

// wait waits until a state is replaced. It reports false when there is nobody left to tell.
func wait(w http.ResponseWriter, r *http.Request, st *state) bool {
	pulse := time.NewTicker(pulseTime)
	defer pulse.Stop()
	for {
		select {
		case <-st.replaced:
			return true
		case <-pulse.C:
			if !send(w, ":\n\n") {
				return false
			}
		case <-r.Context().Done():
			return false
		}
	}
}

// send reports whether a text was taken in time.
func send(w http.ResponseWriter, text string) bool {
	control := http.NewResponseController(w)
	if control.SetWriteDeadline(time.Now().Add(sendTime)) != nil {
		return false
	}
	_, err := io.WriteString(w, text)
	return err == nil && control.Flush() == nil
}

// sameOrigin reports whether a page of this server asks, as far as the browser says who does.
func sameOrigin(r *http.Request) bool {
	if site := r.Header.Get("Sec-Fetch-Site"); site != "" && site != "same-origin" {
		return false
	}
	origin := r.Header.Get("Origin")
	return origin == "" || origin == "http://"+r.Host
}

package serve

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"io/fs"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"path"
	"strings"
	"time"
)

// Paths of the server itself. No published path begins so, since names that begin with _ are not published.
const (
	ownPath    = "/_serve/"
	eventsPath = ownPath + "events"
)

//go:embed own
var own embed.FS

// ServeHTTP answers a request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Security-Policy", s.options.Policy+"; frame-ancestors 'none'")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Content-Type-Options", "nosniff")
	switch {
	case !s.answersTo(r.Host):
		http.Error(w, "this server does not go by that name; open "+s.URL(), http.StatusForbidden)
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		h.Set("Allow", "GET, HEAD")
		http.Error(w, "only GET and HEAD", http.StatusMethodNotAllowed)
	case r.URL.Path == eventsPath:
		s.events(w, r)
	case strings.HasPrefix(r.URL.Path, ownPath):
		ownFile(w, r)
	default:
		s.file(w, r)
	}
}

// answersTo reports whether a Host header names this server. A page elsewhere can have its own name point to this machine,
// but it cannot choose another name for the Host.
func (s *Server) answersTo(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	host = strings.TrimSuffix(strings.TrimPrefix(host, "["), "]")
	if strings.EqualFold(host, "localhost") || s.host != "" && strings.EqualFold(host, s.host) {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && (ip.IsLoopback() || s.everywhere())
}

// ownFile answers with a file of the server's own.
func ownFile(w http.ResponseWriter, r *http.Request) {
	name := "own/" + strings.TrimPrefix(r.URL.Path, ownPath)
	data, err := own.ReadFile(name)
	if err != nil {
		http.Error(w, "not found", http.StatusNotFound)
		return
	}
	reply(w, r, http.StatusOK, name, data)
}

// file answers with a file of the site.
func (s *Server) file(w http.ResponseWriter, r *http.Request) {
	st := s.newest.Load()
	a := st.find(r.URL.Path)
	if a.status == http.StatusTemporaryRedirect {
		w.Header().Set("Location", (&url.URL{Path: a.name}).EscapedPath())
		w.WriteHeader(a.status)
		return
	}
	if a.isPage() {
		a.data = st.dress(a, r.URL.Path)
	}
	reply(w, r, a.status, a.name, a.data)
}

// reply writes an answer, or says that the client has it.
func reply(w http.ResponseWriter, r *http.Request, status int, name string, data []byte) {
	h := w.Header()
	h.Set("Content-Type", mediaType(name))
	if status == http.StatusOK {
		sum := sha256.Sum256(data)
		h.Set("ETag", `"`+hex.EncodeToString(sum[:16])+`"`)
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(data))
		return
	}
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		w.Write(data)
	}
}

// A state is what is served from one build to the next.
type state struct {
	site     *Site         // nil as long as no build went well
	panel    []byte        // what is wrong, as HTML; empty when nothing is
	replaced chan struct{} // closed when another state has taken its place
}

// An answer is what a path leads to.
type answer struct {
	status int
	name   string // of the file, or the path that it redirects to
	data   []byte
}

func (a *answer) isPage() bool { return path.Ext(a.name) == ".html" }

// find looks a path up: as it stands, then as one below the base of the site.
func (st *state) find(at string) *answer {
	if st.site == nil {
		return &answer{http.StatusServiceUnavailable, "index.html", blank("")}
	}
	for _, base := range []string{"/", st.site.Base} {
		name, ok := strings.CutPrefix(at, base)
		if !ok {
			continue
		}
		if name == "" || strings.HasSuffix(name, "/") {
			name += "index.html"
		}
		data, err := st.read(name)
		if err == nil {
			return &answer{http.StatusOK, name, data}
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return &answer{http.StatusInternalServerError, "index.html", blank(err.Error())}
		}
		if _, err := st.read(name + "/index.html"); err == nil {
			return &answer{status: http.StatusTemporaryRedirect, name: at + "/"}
		}
	}
	data, err := st.read("404.html")
	if err != nil {
		data = blank("")
	}
	return &answer{http.StatusNotFound, "404.html", data}
}

// read returns a file of the site.
func (st *state) read(name string) ([]byte, error) {
	if !fs.ValidPath(name) {
		return nil, fs.ErrNotExist
	}
	return st.site.File(name)
}

// mediaType goes by the name of a file alone, so that it is the same on every machine.
func mediaType(name string) string {
	switch strings.ToLower(path.Ext(name)) {
	case ".html":
		return "text/html; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".txt", ".md", ".bib", ".sha256":
		return "text/plain; charset=utf-8"
	case ".csv":
		return "text/csv; charset=utf-8"
	case ".json":
		return "application/json"
	case ".xml":
		return "application/xml"
	case ".pdf":
		return "application/pdf"
	case ".svg":
		return "image/svg+xml"
	case ".png", ".gif", ".webp", ".avif", ".jpeg":
		return "image/" + strings.ToLower(path.Ext(name))[1:]
	case ".jpg":
		return "image/jpeg"
	case ".ico":
		return "image/x-icon"
	case ".woff", ".woff2", ".ttf", ".otf":
		return "font/" + strings.ToLower(path.Ext(name))[1:]
	case "":
		return "text/plain; charset=utf-8" // _headers and _redirects
	}
	return "application/octet-stream"
}

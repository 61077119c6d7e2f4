// Package serve shows a site in a browser while it is being written: a func that builds it comes in, and HTTP answers go
// out. It knows no dossier.
//
// The site is built at the start and again after every change below the folders that it is made from; watch.go says how
// changes are noticed. Pages are asked of the newest site one by one, so that no more is made than is looked at. While
// the content has errors, the last site without any stays; each page then shows what is wrong, and reloads as soon as it
// has become another.
//
// A served page is the published one with a panel and a script at its end, both from files of the server's own below
// /_serve/, which the page's policy allows as its own.
package serve

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"runtime/debug"
	"sync/atomic"
	"time"

	"dossier/generator/diag"
)

// A Site is one state of what is served. It does not change, and is used by several goroutines at once.
type Site struct {
	// File returns what is published at a slash path such as "systems/index.html". Where there is nothing the error is
	// [fs.ErrNotExist]; any other is shown in the place of the page.
	File func(path string) ([]byte, error)

	// Base is the path that the site is to be published under, such as "/" or "/dossier/". It is served at "/"; links of
	// 404.html that begin with this path work all the same.
	Base string
}

// Options say what a Server serves.
type Options struct {
	// Build makes the site from what is in the folders now. Without a site the list says what is wrong, with one the list
	// holds warnings. The error is that of broken machinery. It is never called twice at a time.
	Build func() (*Site, diag.List, error)

	Folders []string          // where a change calls for another build
	Policy  string            // Content-Security-Policy of every page
	Notice  func(line string) // is told once if folders cannot be watched
}

// A Server serves a site on a TCP address.
type Server struct {
	options  Options
	listener net.Listener
	host     string // as it was asked for
	newest   atomic.Pointer[state]
}

// Limits of connections. A stream of events has no limit as a whole, but each write to it has.
const (
	headerTime = 10 * time.Second
	writeTime  = time.Minute
	idleTime   = time.Minute
	endTime    = time.Second // for answers that are under way when the server ends
	headerSize = 64 << 10
)

// Listen takes an address such as "127.0.0.1:8000"; port 0 is any free one. Who connects from now on is answered by Run.
func Listen(address string, o Options) (*Server, error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return nil, fmt.Errorf("%q is no address: write host and port, such as 127.0.0.1:8000", address)
	}
	listener, err := net.Listen("tcp", address)
	if err != nil {
		var at *net.OpError
		if errors.As(err, &at) {
			err = at.Err
		}
		return nil, fmt.Errorf("cannot serve at %s: %w: choose another address", address, err)
	}
	return &Server{options: o, listener: listener, host: host}, nil
}

// URL is the address to open in a browser.
func (s *Server) URL() string {
	at := s.listener.Addr().(*net.TCPAddr)
	host := s.host
	if s.everywhere() {
		host = "localhost"
	}
	return "http://" + net.JoinHostPort(host, fmt.Sprint(at.Port)) + "/"
}

// Local reports whether nobody but this machine can connect.
func (s *Server) Local() bool { return s.listener.Addr().(*net.TCPAddr).IP.IsLoopback() }

// everywhere reports whether the server listens at all addresses of the machine.
func (s *Server) everywhere() bool { return s.listener.Addr().(*net.TCPAddr).IP.IsUnspecified() }

// Run builds and serves until the context ends, which is no error.
func (s *Server) Run(ctx context.Context) error {
	defer s.listener.Close()
	ready := make(chan struct{})
	go s.follow(ctx, ready)
	select {
	case <-ready:
	case <-ctx.Done():
		return nil
	}
	server := &http.Server{
		Handler:           s,
		ReadHeaderTimeout: headerTime,
		WriteTimeout:      writeTime,
		IdleTimeout:       idleTime,
		MaxHeaderBytes:    headerSize,
		BaseContext:       func(net.Listener) context.Context { return ctx },
	}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(s.listener) }()
	select {
	case err := <-failed:
		return fmt.Errorf("cannot serve: %w", err)
	case <-ctx.Done():
	}
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), endTime)
	defer cancel()
	if server.Shutdown(last) != nil {
		server.Close()
	}
	return nil
}

// follow builds, and builds again after every change. It closes ready when there is something to show.
func (s *Server) follow(ctx context.Context, ready chan struct{}) {
	told := false
	for ctx.Err() == nil {
		w, err := watch(s.options.Folders)
		if err != nil {
			w = poll(s.options.Folders, pollTime)
			if !told && !errors.Is(err, fs.ErrNotExist) { // a folder that is missing may come back
				s.options.Notice(fmt.Sprintf("cannot watch the folders (%v), so they are looked through every second", err))
				told = true
			}
		}
		s.show(s.options.Build())
		if ready != nil {
			close(ready)
			ready = nil
		}
		debug.FreeOSMemory() // the site of before is not needed any more
		settle(ctx, w.changed)
		w.stop()
	}
}

// show puts what a build made in the place of what was served.
func (s *Server) show(site *Site, found diag.List, err error) {
	old := s.newest.Load()
	st := &state{site: site, replaced: make(chan struct{})}
	if site == nil && old != nil {
		st.site = old.site
	}
	st.panel = panel(found, err, site == nil, st.site == nil)
	s.newest.Store(st)
	if old != nil {
		close(old.replaced)
	}
}

package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/signal"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"dossier/generator/diag"
	"dossier/generator/dossier"
	"dossier/generator/export"
	"dossier/generator/render"
	"dossier/generator/serve"
)

// serveCommand shows the site while it is being written.
type serveCommand struct {
	Content   string `default:"content" help:"Directory of the content."`
	Templates string `default:"templates" help:"Directory of the templates."`
	Addr      string `default:"127.0.0.1:8000" help:"Where to serve; port 0 is any free one."`
	Drafts    bool   `default:"true" negatable:"" help:"Show drafts too, as they are (--no-drafts: the site as it would be published)."`

	shown string // what was printed last of what is wrong
}

// Run serves until it is interrupted.
func (c *serveCommand) Run(std *streams) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	for _, name := range []string{c.Content, c.Templates} {
		if _, err := openDir(name); err != nil {
			return err
		}
	}
	notice := func(line string) { fmt.Fprintf(std.err, "dossier: %s\n", line) }
	server, err := serve.Listen(c.Addr, serve.Options{
		Build:   func() (*serve.Site, diag.List, error) { return c.build(std) },
		Folders: []string{c.Content, c.Templates},
		Policy:  render.ContentSecurityPolicy,
		Notice:  notice,
	})
	if err != nil {
		return err
	}
	if !server.Local() {
		notice("warning: others in the network can read this site, with its drafts")
	}
	fmt.Fprintf(std.out, "serving %s\n", server.URL())
	return server.Run(ctx)
}

// build makes the site that is served, and prints what is wrong with it when that is something new.
func (c *serveCommand) build(std *streams) (*serve.Site, diag.List, error) {
	start := time.Now()
	p, err := prepare(&inputs{content: c.Content, templates: c.Templates, drafts: c.Drafts, dossiers: 2})
	if err != nil {
		fmt.Fprintf(std.err, "dossier: %v\n", err)
		return nil, nil, err
	}
	found := p.found.Without(diag.Info)
	found.Sort()
	fine := found.Count(diag.Error) == 0
	var text bytes.Buffer
	if err := show(&streams{&text, &text}, found, fine); err != nil {
		return nil, nil, err
	}
	if text.String() != c.shown {
		c.shown = text.String()
		fmt.Fprint(std.out, c.shown)
	}
	var site *serve.Site
	if fine {
		p.dossier.Forget()
		site = &serve.Site{File: files(p), Base: p.dossier.Site.BasePath()}
	}
	fmt.Fprintf(std.err, "dossier: %s, in %.2f s\n", tally(found), time.Since(start).Seconds())
	return site, found, nil
}

// files is the whole site, each file made when it is asked for: what build would publish, not made smaller. What is made for
// machines is made at once, for the first that asks.
func files(p *prepared) func(path string) ([]byte, error) {
	pages := p.pages.Pages()
	exports := sync.OnceValues(func() (map[string][]byte, error) {
		made := &madeFiles{files: map[string][]byte{}}
		err := export.All(p.dossier, render.ContentSecurityPolicy, p.pages.Listed(), made)
		return made.files, err
	})
	return func(path string) ([]byte, error) {
		if data, ok, broken := pages.File(path); len(broken) > 0 {
			var text strings.Builder
			if err := diag.Text(&text, broken); err != nil {
				return nil, err
			}
			return nil, errors.New(text.String())
		} else if ok {
			return data, nil
		}
		if slices.ContainsFunc(p.dossier.Assets, func(a dossier.Asset) bool { return a.Name == path }) {
			return fs.ReadFile(p.content, path)
		}
		if strings.HasSuffix(path, ".html") {
			return nil, fs.ErrNotExist
		}
		made, err := exports()
		if err != nil {
			return nil, err
		}
		if data, ok := made[path]; ok {
			return data, nil
		}
		return nil, fs.ErrNotExist
	}
}

// madeFiles keeps files in memory.
type madeFiles struct {
	mu    sync.Mutex
	files map[string][]byte
}

// Add keeps a file.
func (m *madeFiles) Add(path string, data []byte) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.files[path] = bytes.Clone(data)
	return nil
}

// AddAsIs keeps a file.
func (m *madeFiles) AddAsIs(path string, data []byte) error { return m.Add(path, data) }

// Create begins a file, which is kept once it is closed.
func (m *madeFiles) Create(path string) (io.WriteCloser, error) {
	return &madeFile{made: m, path: path}, nil
}

// A madeFile is a file that is written piece by piece.
type madeFile struct {
	bytes.Buffer
	made *madeFiles
	path string
}

// Close keeps the file.
func (f *madeFile) Close() error { return f.made.Add(f.path, f.Bytes()) }

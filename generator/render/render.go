// Package render turns a Dossier and templates into HTML pages. It is a pure function of the two: no clock, no I/O beyond
// reading the templates. data.go says what each page kind receives.
package render

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"dossier/generator/diag"
	"dossier/generator/dossier"
	"dossier/generator/layout"
)

// ContentSecurityPolicy allows a page its own files and nothing else.
const ContentSecurityPolicy = "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; connect-src 'self'; " +
	"manifest-src 'self'; base-uri 'none'; form-action 'self'"

// A pageKind is a kind of page: its template in templates/pages and the data it receives.
type pageKind struct {
	name string
	data any
}

func pageKinds() []pageKind {
	return []pageKind{{"home", &HomePage{}}, {"entry", &EntryPage{}}, {"kind", &KindPage{}}, {"access", &AccessPage{}}, {"paths", &PathsPage{}}, {"source", &SourcePage{}},
		{"sources", &SourcesPage{}}, {"place", &PlacePage{}}, {"places", &PlacesPage{}}, {"page", &PlainPage{}},
		{"corrections", &CorrectionsPage{}}, {"evidence", &EvidencePage{}},
		{"timeline", &TimelinePage{}}, {"figures", &FiguresPage{}}, {"notfound", &NotFoundPage{}}, {"redirect", &RedirectPage{}}}
}

// A Renderer holds a dossier and the parsed templates.
type Renderer struct {
	minify  func([]byte) ([]byte, error)
	dossier *dossier.Dossier
	access  *dossier.Access
	root    string // how the templates directory is shown
	pages   map[string]*page
	mark    *page
	margin  *page
	files   map[string]string // paths of templates by their base names
	assets  []asset
	policy  string
	sources []sourceWords // by Source.Number
	folders sync.Map      // *Base by folder
	flows   *flowGraph
	site    SiteData
	byKind  map[*dossier.Kind]*timeline
	own     map[*dossier.Entry]*timeline // of what is around single entries
	listed  []string                     // paths of the pages that search engines are to know
}

// New parses the templates, made smaller by minify. What is wrong with them is in the list; then Render must not be called.
func New(d *dossier.Dossier, templates fs.FS, root string, minify func([]byte) ([]byte, error)) (*Renderer, diag.List) {
	r := &Renderer{minify: minify, dossier: d, root: strings.TrimSuffix(root, "/"), pages: map[string]*page{}, files: map[string]string{}}
	var found diag.List
	r.parse(templates, &found)
	r.readAssets(templates, &found)
	if len(d.Site.Languages) > 0 {
		r.site = SiteData{d.Site.Title, d.Site.Description, d.Site.Contact, d.Site.Languages[0]}
	}
	return r, found
}

// A task is one page to be made.
type task struct {
	path string
	make func(w *worker) any // the page's data
	kind string
}

// A worker renders pages one after the other and reuses its memory.
type worker struct {
	*Renderer
	out    []byte
	parts  []byte
	walk   *flowWalk
	layout layout.Layout
	broken error // the first mistake in a part that was run on its own

	memory  pageMemory
	anchors pageAnchors
	filled  sheet
	sup     supMark          // the group that is being written
	ends    []*dossier.Claim // by group
	looked  []dossier.Cited  // what was looked up last
	weight  dossier.Evidence // what was weighed last
	counts  [8][8]string     // of sources and origins, in words
	scratch []byte
}

// Render makes every page and passes it to addPage, the assets of the templates to add. It calls addPage from several
// goroutines. What is wrong with the templates is in the list; the error is that of add or addPage.
func (r *Renderer) Render(add, addPage func(path string, data []byte) error) (diag.List, error) {
	tasks := r.plan()
	for _, a := range r.assets {
		if err := add(a.path, a.data); err != nil {
			return nil, err
		}
	}
	var next atomic.Int64
	var group sync.WaitGroup
	failed := make([]error, runtime.GOMAXPROCS(0))
	var stop atomic.Bool
	for n := range failed {
		group.Go(func() {
			w := newWorker(r)
			for i := int(next.Add(1)) - 1; i < len(tasks) && !stop.Load(); i = int(next.Add(1)) - 1 {
				if err := w.page(&tasks[i], addPage); err != nil {
					failed[n] = err
					stop.Store(true)
				}
			}
		})
	}
	group.Wait()
	return r.templateErrors(failed)
}

// plan works out what many pages need, and lists the pages.
func (r *Renderer) plan() []task {
	r.describe()
	tasks := r.tasks()
	r.list(tasks)
	return tasks
}

// list notes the pages that are neither redirects nor for errors.
func (r *Renderer) list(tasks []task) {
	r.listed = make([]string, 0, len(tasks))
	for i := range tasks {
		if kind := tasks[i].kind; kind != "redirect" && kind != "notfound" {
			r.listed = append(r.listed, tasks[i].path)
		}
	}
	slices.Sort(r.listed)
}

// Listed returns the paths, sorted, of the pages that search engines are to know: all that Render or Pages lists but
// 404.html and redirects.
func (r *Renderer) Listed() []string { return r.listed }

func newWorker(r *Renderer) *worker { return &worker{Renderer: r, anchors: newPageAnchors()} }

// page makes one page.
func (w *worker) page(t *task, add func(path string, data []byte) error) error {
	w.memory.reset()
	data := t.make(w)
	if w.broken != nil {
		return &templateError{t.path, w.broken}
	}
	var err error
	if w.out, err = w.pages[t.kind].append(w.out[:0], data); err != nil {
		return &templateError{t.path, err}
	}
	return add(t.path, w.out)
}

// A templateError is a mistake in a template that shows when a page is made.
type templateError struct {
	page string
	err  error
}

func (e *templateError) Error() string { return e.err.Error() }

func (e *templateError) Unwrap() error { return e.err }

// templateErrors sorts mistakes in templates from broken machinery.
func (r *Renderer) templateErrors(failed []error) (diag.List, error) {
	var found diag.List
	for _, err := range failed {
		var broken *templateError
		switch {
		case err == nil:
		case errors.As(err, &broken):
			at, message := r.templatePosition(broken.err)
			found.Add(at, "template-error", fmt.Sprintf("%s (while making %s)", message, broken.page), "templates/README.md lists the fields that each page receives")
		default:
			return nil, err
		}
	}
	found.Sort()
	return found[:min(len(found), 1)], nil
}

// templatePosition takes the position off a template's error, which begins "template: NAME:LINE:COLUMN: " or, when it was
// found before the template ran, "template: NAME:LINE: ".
func (r *Renderer) templatePosition(err error) (diag.Position, string) {
	at := diag.Position{Path: r.root, Line: 1, Column: 1}
	message := strings.TrimPrefix(strings.TrimPrefix(err.Error(), "html/template:"), "template: ")
	name, rest, ok := strings.Cut(message, ":")
	if ok && strings.HasSuffix(name, ".html") {
		at.Path, message = path.Join(r.root, cmp.Or(r.files[name], name)), rest
		for _, field := range []*int{&at.Line, &at.Column} {
			head, tail, _ := strings.Cut(message, ":")
			n, err := strconv.Atoi(strings.TrimSpace(head))
			if err != nil {
				break
			}
			*field, message = max(n, 1), tail
		}
	}
	at.EndLine, at.EndColumn = at.Line, at.Column
	return at, strings.TrimSpace(message)
}

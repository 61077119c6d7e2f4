package render

import "dossier/generator/diag"

// Pages makes the pages of a dossier one by one, when they are asked for. Nothing that it made stays in memory. It may be
// used by several goroutines at once.
type Pages struct {
	renderer *Renderer
	tasks    map[string]*task
	assets   map[string][]byte
}

// Pages is called instead of Render: it lists the pages and makes none.
func (r *Renderer) Pages() *Pages {
	tasks := r.plan()
	p := &Pages{r, make(map[string]*task, len(tasks)), make(map[string][]byte, len(r.assets))}
	for i := range tasks {
		p.tasks[tasks[i].path] = &tasks[i]
	}
	for _, a := range r.assets {
		p.assets[a.path] = a.data
	}
	return p
}

// File returns the page or the asset of the templates at a path, with the bytes that Render makes; ok is false where there
// is none. A template's mistake that shows when the page is made is in the list instead of the page.
func (p *Pages) File(path string) (data []byte, ok bool, found diag.List) {
	if data, ok := p.assets[path]; ok {
		return data, true, nil
	}
	t, ok := p.tasks[path]
	if !ok {
		return nil, false, nil
	}
	err := newWorker(p.renderer).page(t, func(_ string, made []byte) error { data = made; return nil })
	if err != nil {
		found, _ = p.renderer.templateErrors([]error{err}) // nothing else can fail while a page is made
		return nil, true, found
	}
	return data, true, nil
}

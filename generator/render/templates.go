package render

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"path"
	"reflect"
	"strings"

	"dossier/generator/diag"
)

// A templateSet is templates twice: as written, for the places of mistakes, and made smaller, for making pages.
type templateSet struct{ written, small *template.Template }

func (s *templateSet) clone() (*templateSet, error) {
	written, err := s.written.Clone()
	if err != nil {
		return nil, err
	}
	small, err := s.small.Clone()
	return &templateSet{written, small}, err
}

// parse reads base.html, every part and a template for each page kind. A page is base + all parts + its own file.
func (r *Renderer) parse(templates fs.FS, found *diag.List) {
	shared := &templateSet{template.New(""), template.New("")}
	ok := r.parseInto(shared, templates, "base.html", found)
	parts, err := fs.Glob(templates, "parts/*.html")
	if err != nil {
		r.missing(found, "parts", err.Error())
		return
	}
	for _, name := range parts {
		ok = r.parseInto(shared, templates, name, found) && ok
	}
	for _, kind := range pageKinds() {
		set, err := shared.clone()
		if err != nil {
			r.missing(found, "base.html", err.Error())
			return
		}
		if r.parseInto(set, templates, "pages/"+kind.name+".html", found) && ok {
			r.pages[kind.name] = r.prepare(set, "base.html", kind.data, found)
		}
	}
	r.mark, r.margin = r.part(shared, "mark.html", &supMark{}, found), r.part(shared, "margin.html", []Statement{{}}, found)
}

// A page is a template that is ready to run: compiled, or left to html/template where that cannot be.
type page struct {
	*templateSet
	name    string
	program *program
}

// prepare escapes and compiles a template for data of the type of the sample. Escaping happens when a template first
// runs, whatever the data; what the sample lacks is no mistake.
func (r *Renderer) prepare(set *templateSet, name string, sample any, found *diag.List) *page {
	p := &page{templateSet: set, name: name}
	var broken *template.Error
	if err := set.written.ExecuteTemplate(io.Discard, name, sample); errors.As(err, &broken) {
		r.add(found, err)
		return p
	}
	var wrong *wrongField
	if _, err := compile(set.written, name, reflect.TypeOf(sample)); errors.As(err, &wrong) {
		r.add(found, err)
	}
	if err := set.small.ExecuteTemplate(io.Discard, name, sample); errors.As(err, &broken) {
		set.small = set.written
	}
	if program, err := compile(set.small, name, reflect.TypeOf(sample)); err == nil {
		p.program = program
	}
	return p
}

// append runs the template and appends what it writes.
func (p *page) append(dst []byte, data any) ([]byte, error) {
	if p.program != nil {
		if out, ok := p.program.append(dst, reflect.ValueOf(data)); ok {
			return out, nil
		}
	}
	var b bytes.Buffer
	err := p.small.ExecuteTemplate(&b, p.name, data)
	if err != nil {
		err = cmp.Or(p.written.ExecuteTemplate(io.Discard, p.name, data), err)
	}
	return append(dst, b.Bytes()...), err
}

// add reports a template's mistake at its place.
func (r *Renderer) add(found *diag.List, err error) {
	at, message := r.templatePosition(err)
	for _, d := range *found {
		if d.Position == at {
			return
		}
	}
	found.Add(at, "template-error", message, "templates/README.md lists the fields that each page receives")
}

// parseInto adds a file to a set, under its base name.
func (r *Renderer) parseInto(set *templateSet, templates fs.FS, name string, found *diag.List) bool {
	text, err := fs.ReadFile(templates, name)
	if err != nil {
		r.missing(found, name, "the template is missing")
		return false
	}
	r.files[path.Base(name)] = name
	if _, err := set.written.New(path.Base(name)).Parse(string(text)); err != nil {
		at, message := r.templatePosition(err)
		found.Add(at, "template-error", message, "")
		return false
	}
	small, err := r.minify(text)
	if err == nil {
		_, err = set.small.New(path.Base(name)).Parse(string(small))
	}
	if err != nil {
		r.missing(found, name, "the template cannot be made smaller: "+err.Error())
	}
	return err == nil
}

// part prepares a part that is run on its own.
func (r *Renderer) part(shared *templateSet, name string, sample any, found *diag.List) *page {
	if shared.written.Lookup(name) == nil {
		if len(*found) == 0 {
			r.missing(found, "parts/"+name, "the template is missing")
		}
		return nil
	}
	set, err := shared.clone()
	if err != nil {
		r.missing(found, "parts/"+name, err.Error())
		return nil
	}
	return r.prepare(set, name, sample, found)
}

func (r *Renderer) missing(found *diag.List, name, message string) {
	found.Add(diag.Position{Path: path.Join(r.root, name), Line: 1, Column: 1, EndLine: 1, EndColumn: 1}, "template-error", message,
		"templates/README.md lists the files that there must be")
}

// An asset is a style sheet, picture or script of the templates, published under a name that holds its hash.
type asset struct {
	path string
	ext  string
	name string
	data []byte
}

func (r *Renderer) readAssets(templates fs.FS, found *diag.List) {
	entries, err := fs.ReadDir(templates, "assets")
	if err != nil {
		r.missing(found, "assets", "the directory is missing")
		return
	}
	for _, e := range entries {
		if e.IsDir() || strings.HasPrefix(e.Name(), ".") {
			continue
		}
		data, err := fs.ReadFile(templates, "assets/"+e.Name())
		if err != nil {
			r.missing(found, "assets/"+e.Name(), "cannot be read")
			continue
		}
		sum := sha256.Sum256(data)
		ext := path.Ext(e.Name())
		base := strings.TrimSuffix(e.Name(), ext)
		r.assets = append(r.assets, asset{fmt.Sprintf("assets/%s.%s%s", base, hex.EncodeToString(sum[:5]), ext), ext, base, data})
	}
}

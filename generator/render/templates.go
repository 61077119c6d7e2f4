package render

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"html/template"
	"io/fs"
	"path"
	"strings"

	"dossier/generator/diag"
)

// parse reads base.html, every part and a template for each page kind. A page is base + all parts + its own file.
func (r *Renderer) parse(templates fs.FS, found *diag.List) {
	shared := template.New("")
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
		page, err := shared.Clone()
		if err != nil {
			r.missing(found, "base.html", err.Error())
			return
		}
		if ok = r.parseInto(page, templates, "pages/"+kind+".html", found) && ok; ok {
			r.pages[kind] = page
		}
	}
	r.mark, r.margin = r.part(shared, "parts/mark.html", found), r.part(shared, "parts/margin.html", found)
}

// parseInto adds a file to a set, under its base name.
func (r *Renderer) parseInto(set *template.Template, templates fs.FS, name string, found *diag.List) bool {
	text, err := fs.ReadFile(templates, name)
	if err != nil {
		r.missing(found, name, "the template is missing")
		return false
	}
	if _, err := set.New(path.Base(name)).Parse(string(text)); err != nil {
		at, message := r.templatePosition(err)
		at.Path = r.root + "/" + name
		found.Add(at, "template-error", message, "")
		return false
	}
	return true
}

// part returns a part that is used on its own.
func (r *Renderer) part(set *template.Template, name string, found *diag.List) *template.Template {
	t := set.Lookup(path.Base(name))
	if t == nil {
		if len(*found) == 0 {
			r.missing(found, name, "the template is missing")
		}
		return nil
	}
	own, err := t.Clone()
	if err != nil {
		r.missing(found, name, err.Error())
	}
	return own.Lookup(path.Base(name))
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

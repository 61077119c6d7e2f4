package render

import (
	"html/template"
	"strings"

	"dossier/generator/dossier"
)

// sourceWords is what many pages say of a source, worked out once.
type sourceWords struct {
	name      string        // short: "Mehrotra 2023"
	reference template.HTML // Chicago form
	text      string        // the same without markup
	live      External      // its address, if it has one
	archived  External      // a public copy, if there is one
	fragment  fragmentKind  // what leads to a passage at its address
}

// describeSources works out what many pages say of the sources.
func (r *Renderer) describeSources() {
	sources := r.dossier.Sources
	r.sources = make([]sourceWords, r.dossier.SourceNumbers())
	dossier.Each(len(sources), func(i int) { r.sources[sources[i].Number] = describeSource(sources[i]) })
}

func describeSource(s *dossier.Source) sourceWords {
	w := sourceWords{name: s.CSL.ShortName() + " " + s.CSL.Year()}
	w.reference, w.text = reference(&s.CSL)
	if address := s.CSL.Field("URL"); isWeb(address) {
		w.live, w.fragment = External{"at the source", address}, fragmentOf(address)
	}
	if s.Archived != nil && isWeb(s.Archived.URL) {
		w.archived = External{"archived " + s.Archived.Date.Words(), s.Archived.URL}
	}
	return w
}

// about is what pages say of a source: nothing of a draft that is left out.
func (r *Renderer) about(s *dossier.Source) *sourceWords { return &r.sources[s.Number] }

// orNil is an address, or nil for none.
func orNil(x *External) *External {
	if x.Href == "" {
		return nil
	}
	return x
}

// reference is a source in Chicago form, as HTML and without markup.
func reference(c *dossier.CSL) (template.HTML, string) {
	html, text := make([]byte, 0, 1<<10), make([]byte, 0, 1<<10)
	for _, run := range c.Reference() {
		text = append(text, run.Text...)
		link := run.URL != "" && isWeb(run.URL)
		if link {
			html = append(html, `<a href="`...)
			html = append(html, template.HTMLEscapeString(run.URL)...)
			html = append(html, `" rel="noreferrer noopener external">`...)
		}
		if run.Italic {
			html = append(html, "<i>"...)
		}
		html = append(html, template.HTMLEscapeString(run.Text)...)
		if run.Italic {
			html = append(html, "</i>"...)
		}
		if link {
			html = append(html, "</a>"...)
		}
	}
	return template.HTML(html), string(text)
}

// origin says in words what a source goes back to, or "" for one that is an origin.
func (r *Renderer) origin(s *dossier.Source) string {
	if len(s.Roots) == 1 {
		if s.Roots[0] == s {
			return ""
		}
		return r.about(s.Roots[0]).name
	}
	names := make([]string, 0, len(s.Roots))
	for _, root := range s.Roots {
		names = append(names, r.about(root).name)
	}
	return strings.Join(names, "; ")
}

package check

import (
	"dossier/generator/diag"
	"dossier/generator/dossier"
	"dossier/generator/markdown"
)

// insecureURL: a link to another host is encrypted where the host allows it.
func insecureURL(r *run) {
	const hint = "write https:// where the host answers to it"
	r.links(func(t prose, l *markdown.Link, to dossier.Target) {
		if to.External && dossier.Scheme(l.Target) == "http" {
			r.report(t.At(l.Span), "the link is not encrypted", hint)
		}
	})
	r.sourceURLs(func(at diag.Position, url string) {
		if dossier.Scheme(url) == "http" {
			r.report(at, "the address is not encrypted", hint)
		}
	})
}

// sourceURLs walks the addresses of sources.
func (r *run) sourceURLs(yield func(at diag.Position, url string)) {
	for _, s := range r.Sources {
		if url := s.CSL.Field("URL"); url != "" {
			yield(s.At("URL"), url)
		}
		if s.Archived != nil && s.Archived.URL != "" {
			yield(s.At("archived.url"), s.Archived.URL)
		}
	}
}

package check

import (
	"net/url"

	"dossier/generator/diag"
	"dossier/generator/dossier"
	"dossier/generator/markdown"
)

// unsafeURL: addresses are of the web or of mail, and images lie in the content, so that a page asks no other host.
func unsafeURL(r *run) {
	r.links(func(t prose, l *markdown.Link, to dossier.Target) {
		switch to.Fault {
		case dossier.UnsafeScheme:
			r.report(t.At(l.Span), "the link is neither relative nor one of http, https or mailto", "write the whole address, beginning with https://")
		case dossier.ExternalImage:
			r.report(t.At(l.Span), "the image lies on another host", "put a copy into assets/, so that no reader's visit is told to others")
		}
		if to.External && dossier.Scheme(l.Target) != "mailto" {
			if fault := addressFault(l.Target); fault != "" {
				r.report(t.At(l.Span), "the address "+fault, "write the whole address, beginning with https://")
			}
		}
	})
	r.sourceURLs(func(at diag.Position, url string) {
		if fault := addressFault(url); fault != "" {
			r.report(at, "the address "+fault, "write the whole address, beginning with https://")
		}
	})
	if r.Site.BaseURL != "" {
		if fault := addressFault(r.Site.BaseURL); fault != "" {
			r.report(r.Site.At("base_url"), "the address "+fault, "write the address of the published site, beginning with https://")
		}
	}
}

// addressFault says what is wrong with an address on the web, or "".
func addressFault(address string) string {
	if s := dossier.Scheme(address); s != "http" && s != "https" {
		return "does not begin with https:// or http://"
	}
	u, err := url.Parse(address)
	switch {
	case err != nil:
		return "cannot be read"
	case u.Hostname() == "":
		return "has no host"
	case u.User != nil:
		return "holds a name or password"
	}
	return ""
}

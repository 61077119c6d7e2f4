package dossier

import (
	"errors"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"dossier/generator/diag"
)

// SetBaseURL puts another address in the place of base_url. It must be absolute and of http or https.
func (s *Site) SetBaseURL(address string) error {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || !utf8.ValidString(address) {
		return errors.New("write the whole address of the site, such as https://example.org/")
	}
	s.BaseURL = address
	return nil
}

// Base is base_url with a slash at its end.
func (s *Site) Base() string { return strings.TrimSuffix(s.BaseURL, "/") + "/" }

// BasePath is the path of base_url: "/" or "/dossier/".
func (s *Site) BasePath() string {
	u, err := url.Parse(s.Base())
	if err != nil || u.Path == "" {
		return "/"
	}
	return u.EscapedPath()
}

// Published returns the dossier as it is published without drafts, and the diagnostics without those of drafts. Relations
// to drafts and citations of draft sources are left out; links to drafts become plain text.
func (d *Dossier) Published(found diag.List) (*Dossier, diag.List) {
	draft := map[string]bool{}
	for _, e := range d.Entries {
		draft[e.Display] = draft[e.Display] || e.Draft
	}
	for _, p := range d.Pages {
		draft[p.Display] = draft[p.Display] || p.Draft
	}
	for _, t := range d.Translations {
		draft[t.Display] = draft[t.Display] || t.Draft
	}
	public := d
	if hasDraft(draft) || slices.ContainsFunc(d.Sources, func(s *Source) bool { return s.Draft }) {
		public = d.withoutDrafts()
	}
	for _, s := range d.Sources {
		draft[s.Display] = s.Draft && !slices.Contains(public.Sources, s)
	}
	return public, slices.DeleteFunc(slices.Clone(found), func(x diag.Diagnostic) bool { return draft[x.Path] })
}

func hasDraft(draft map[string]bool) bool {
	for _, is := range draft {
		if is {
			return true
		}
	}
	return false
}

// withoutDrafts freezes the dossier anew without its drafts, and without draft sources that nothing published rests on.
// The entries and sources are those of d, which must not be used any more.
func (d *Dossier) withoutDrafts() *Dossier {
	site := *d.Site
	site.Kinds, site.Places = nil, nil
	kinds := map[*Kind]*Kind{}
	for _, k := range d.Site.Kinds {
		kinds[k] = &Kind{ID: k.ID, One: k.One, Many: k.Many, About: k.About, Feed: k.Feed, Featured: k.Featured, FTM: k.FTM}
		site.Kinds = append(site.Kinds, kinds[k])
	}
	for _, p := range d.Site.Places {
		site.Places = append(site.Places, &Place{Code: p.Code, Name: p.Name})
	}
	public := &Dossier{Site: &site, Assets: d.Assets, Lock: d.Lock, LockName: d.LockName, hidden: map[string]string{}}
	for _, e := range d.Entries {
		if e.Draft {
			public.hidden[e.ID] = e.Title
			continue
		}
		e.Kind = kinds[e.Kind]
		e.Claims, e.Ties, e.Named, e.Translations = nil, nil, nil, nil
		public.Entries = append(public.Entries, e)
	}
	for _, s := range d.Sources {
		s.Roots, s.RelayedBy, s.Uses, s.Reported, s.Reporter = nil, nil, nil, nil, false
		public.Sources = append(public.Sources, s)
	}
	for _, p := range d.Pages {
		if p.Draft {
			public.hidden[p.ID] = p.Title
			continue
		}
		p.Translations = nil
		public.Pages = append(public.Pages, p)
	}
	for _, t := range d.Translations {
		if !t.Draft {
			public.Translations = append(public.Translations, t)
		}
	}
	New(public)
	public.Sources = slices.DeleteFunc(public.Sources, func(s *Source) bool {
		idle := s.Draft && len(s.Uses)+len(s.RelayedBy) == 0 && !s.Reporter
		if idle && public.sources[s.ID] == s {
			delete(public.sources, s.ID)
			public.hidden[s.ID] = s.CSL.Title
		}
		return idle
	})
	return public
}

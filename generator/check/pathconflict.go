package check

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"dossier/generator/diag"
)

// pathConflict: every page has a path of its own, and the names that the site needs for itself are not taken.
func pathConflict(r *run) {
	for _, k := range r.Site.Kinds {
		if reservedFolder(k.ID) || slices.Contains(r.Site.Languages, k.ID) {
			r.report(r.Site.At("kinds."+k.ID), fmt.Sprintf("the site needs the folder %q for itself", k.ID), "name the kind otherwise")
		}
	}
	for _, x := range r.records() {
		if x.id == "index" || x.id == "feed" {
			r.report(x.file.Start(), fmt.Sprintf("the site needs the name %q for itself", x.id), "rename the file")
		}
	}
	for _, p := range r.Pages {
		if reservedPage(p.ID) || reservedFolder(p.ID) || r.Site.Kind(p.ID) != nil {
			r.report(p.Start(), fmt.Sprintf("the site needs the name %q for itself", p.ID), "rename the file")
		}
	}
	r.redirectConflicts()
}

// reservedFolder reports the names of folders that the site makes itself.
func reservedFolder(name string) bool {
	switch name {
	case "sources", "pages", "places", "access", "data", "assets", "search":
		return true
	}
	return false
}

// reservedPage reports the names of pages that the site makes itself.
func reservedPage(name string) bool {
	switch name {
	case "index", "feed", "timeline", "figures", "corrections", "evidence", "search", "404":
		return true
	}
	return false
}

// redirectConflicts reports redirects from a path where a page is, or from one path twice.
func (r *run) redirectConflicts() {
	taken := map[string]string{}
	for name := range r.published() {
		taken[strings.ToLower(name)] = name
	}
	r.redirects(func(at diag.Position, from, to string) {
		if redirectFault(from) != "" {
			return
		}
		key := strings.ToLower(from)
		if other, ok := taken[key]; ok {
			r.report(at, fmt.Sprintf("the redirect starts where %s is already", other), "remove it, or mend its path")
			return
		}
		for dir := path.Dir(key); dir != "."; dir = path.Dir(dir) {
			if other, ok := taken[dir]; ok {
				r.report(at, fmt.Sprintf("the redirect starts below the page %s", other), "remove it, or mend its path")
				return
			}
		}
		taken[key] = "a redirect to " + to
	})
}

// published returns the paths of all pages and assets.
func (r *run) published() map[string]bool {
	paths := map[string]bool{"index.html": true, "404.html": true, "corrections.html": true, "timeline.html": true, "figures.html": true,
		"evidence.html": true, "search.html": true, "sources/index.html": true, "places/index.html": true, "access/index.html": true}
	for _, k := range r.Site.Kinds {
		paths[k.Path()] = true
	}
	for _, e := range r.Entries {
		paths[e.Path()] = true
	}
	for _, s := range r.Sources {
		paths[s.Path()] = true
	}
	for _, p := range r.Pages {
		paths[p.Path()] = true
	}
	for _, p := range r.Site.Places {
		paths[p.Path()] = true
	}
	for _, a := range r.Assets {
		paths[a.Name] = true
	}
	return paths
}

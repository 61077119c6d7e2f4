package check

import (
	"bytes"
	"fmt"
	"path"
	"slices"
	"strings"

	"dossier/generator/diag"
	"dossier/generator/dossier"
)

// pathConflict: every page has a path of its own, and the names that the site needs for itself are not taken.
func pathConflict(r *run) {
	for _, k := range r.Site.Kinds {
		if reserved(k.ID) || slices.Contains(r.Site.Languages, k.ID) {
			r.report(r.kindAt(k.ID), fmt.Sprintf("the site needs the name %q for itself", k.ID), "name the kind otherwise")
		}
	}
	for _, x := range r.records() {
		if Reserved(r.Site, path.Dir(x.file.Name), x.id) {
			r.report(x.file.Start(), fmt.Sprintf("the site needs the name %q for itself", x.id), "rename the file")
		}
	}
	r.redirectConflicts()
}

// kindAt is the position of a kind's name in site.yaml, which stands before its value.
func (r *run) kindAt(id string) diag.Position {
	value := r.Site.At("kinds." + id)
	start := bytes.LastIndex(r.Site.Text[:r.Site.Offset(value.Line, value.Column)], []byte(id))
	if start < 0 {
		return value
	}
	return r.Site.Span(start, start+len(id))
}

// Reserved reports whether the site needs the name of a file in a folder of the content for itself.
func Reserved(site *dossier.Site, folder, id string) bool {
	return id == "index" || id == "feed" || folder == "pages" && (reserved(id) || site.Kind(id) != nil)
}

// reserved reports the names of files and folders that the site makes itself.
func reserved(name string) bool {
	switch name {
	case "index", "feed", "timeline", "figures", "corrections", "evidence", "search", "404", "sitemap", "robots", "opensearch", "manifest",
		"sources", "pages", "places", "access", "data", "assets":
		return true
	}
	return false
}

// redirectConflicts reports redirects from a path where a page or folder is, from below a page, or from one path twice.
func (r *run) redirectConflicts() {
	taken, folders, lists := map[string]string{}, map[string]bool{}, map[string]bool{}
	take := func(name, what string) {
		taken[name] = what
		for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
			folders[dir] = true
		}
	}
	for name, list := range r.published() {
		take(strings.ToLower(name), name)
		lists[strings.ToLower(name)] = list
	}
	r.redirects(func(at diag.Position, from, to string) {
		if redirectFault(from) != "" {
			return
		}
		key := strings.ToLower(from)
		other, ok := taken[key]
		if first := firstPage(key); lists[first] {
			other, ok = taken[first], true
		}
		if folders[key] {
			other, ok = "the folder "+from, true
		}
		if ok {
			r.report(at, fmt.Sprintf("the redirect starts where %s is already", other), "remove it, or mend its path")
			return
		}
		for dir := path.Dir(key); dir != "."; dir = path.Dir(dir) {
			if other, ok := taken[dir]; ok {
				r.report(at, fmt.Sprintf("the redirect starts below the page %s", other), "remove it, or mend its path")
				return
			}
		}
		take(key, "a redirect to "+to)
	})
}

// firstPage is the first page of the list that a path goes on, or may go on when there is more content: timeline.html of
// timeline_2.html.
func firstPage(name string) string {
	stem, number, ok := strings.Cut(strings.TrimSuffix(name, ".html"), "_")
	if !ok || strings.Trim(number, "0123456789") != "" {
		return name
	}
	return stem + ".html"
}

// published returns the paths of all pages and assets, and of each whether it is a list that can go on over numbered pages.
func (r *run) published() map[string]bool {
	paths := map[string]bool{"index.html": false, "404.html": false, "corrections.html": true, "timeline.html": true, "figures.html": true,
		"evidence.html": true, "search.html": false, "sources/index.html": true, "places/index.html": true, "access/index.html": false}
	for _, k := range r.Site.Kinds {
		paths[k.Path()], paths["timeline/"+k.ID+".html"] = true, true
	}
	for _, e := range r.Entries {
		paths[e.Path()] = false
		if e.Kind.ID == r.Site.AccessTo {
			paths["timeline/"+e.Path()] = true
		}
	}
	for _, s := range r.Sources {
		paths[s.Path()] = false
	}
	for _, p := range r.Pages {
		paths[p.Path()] = false
	}
	for _, p := range r.Site.Places {
		paths[p.Path()] = true
	}
	for _, a := range r.Assets {
		paths[a.Name] = false
	}
	return paths
}

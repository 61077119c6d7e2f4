package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"net/url"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"dossier/generator/dossier"
	"dossier/generator/load"
	"dossier/generator/render"
	"dossier/generator/write"
)

// TestSite builds the real content with the real templates, once, and holds the site to what it promises.
func TestSite(t *testing.T) {
	s := buildSite(t)
	t.Run("content", func(t *testing.T) { t.Parallel(); checksClean(t) })
	t.Run("again", func(t *testing.T) { t.Parallel(); s.sameAgain(t) })
	t.Run("manifest", func(t *testing.T) { t.Parallel(); s.manifest(t) })
	t.Run("host", func(t *testing.T) { t.Parallel(); s.hostFiles(t) })
	t.Run("links", func(t *testing.T) { t.Parallel(); s.links(t) })
	t.Run("outside", func(t *testing.T) { t.Parallel(); s.outside(t) })
	t.Run("policy", func(t *testing.T) { t.Parallel(); s.policy(t) })
	t.Run("outline", func(t *testing.T) { t.Parallel(); s.outline(t) })
	t.Run("titles", func(t *testing.T) { t.Parallel(); s.titles(t) })
	t.Run("records", func(t *testing.T) { t.Parallel(); s.records(t) })
	t.Run("claims", func(t *testing.T) { t.Parallel(); s.claims(t) })
	t.Run("rewrites", func(t *testing.T) { t.Parallel(); s.rewrites(t) })
	t.Run("relations", func(t *testing.T) { t.Parallel(); s.relations(t) })
	t.Run("events", func(t *testing.T) { t.Parallel(); s.events(t) })
	t.Run("figures", func(t *testing.T) { t.Parallel(); s.figures(t) })
	t.Run("places", func(t *testing.T) { t.Parallel(); s.places(t) })
	t.Run("small", func(t *testing.T) { t.Parallel(); s.small(t) })
	t.Run("coverage", func(t *testing.T) { t.Parallel(); s.coverage(t) })
	t.Run("flows", func(t *testing.T) { t.Parallel(); s.flows(t) })
	t.Run("crossings", func(t *testing.T) { t.Parallel(); s.crossings(t) })
	t.Run("feeds", func(t *testing.T) { t.Parallel(); s.feeds(t) })
	t.Run("data tables", func(t *testing.T) { t.Parallel(); s.dataTables(t) })
	t.Run("data rows", func(t *testing.T) { t.Parallel(); s.dataRows(t) })
	t.Run("data claims", func(t *testing.T) { t.Parallel(); s.dataClaims(t) })
	t.Run("data JSON", func(t *testing.T) { t.Parallel(); s.dataJSON(t) })
	t.Run("data entities", func(t *testing.T) { t.Parallel(); s.dataEntities(t) })
	t.Run("data sources", func(t *testing.T) { t.Parallel(); s.dataSources(t) })
	t.Run("sitemap", func(t *testing.T) { t.Parallel(); s.sitemap(t) })
	t.Run("described", func(t *testing.T) { t.Parallel(); s.described(t) })
	t.Run("vnu", func(t *testing.T) { t.Parallel(); s.vnu(t) })
}

// A site is a published dossier, with its pages parsed.
type site struct {
	dossier *dossier.Dossier
	dir     string
	files   map[string]bool
	pages   []*page // by path
	byPath  map[string]*page
}

// A page is one HTML file.
type page struct {
	path  string
	root  *html.Node
	ids   map[string]*html.Node
	twice []string // ids that two elements have
}

func buildSite(t *testing.T) *site {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "public")
	publish(t, dir)
	s := readSite(t, "../content", dir)
	if len(s.pages) < len(s.dossier.Entries)+len(s.dossier.Sources) {
		t.Fatalf("the site has only %d pages", len(s.pages))
	}
	return s
}

// readSite reads what was published of a content directory.
func readSite(t *testing.T, content, dir string) *site {
	t.Helper()
	s := &site{dir: dir, files: map[string]bool{}, byPath: map[string]*page{}}
	var err error
	if s.dossier, _, err = load.Load(os.DirFS(content), content); err != nil {
		t.Fatal(err)
	}
	s.dossier, _ = s.dossier.Published(nil)
	err = fs.WalkDir(os.DirFS(s.dir), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		s.files[name] = true
		if !strings.HasSuffix(name, ".html") {
			return nil
		}
		data, err := os.ReadFile(filepath.Join(s.dir, name))
		if err != nil {
			return err
		}
		p := &page{path: name, ids: map[string]*html.Node{}}
		if p.root, err = html.Parse(bytes.NewReader(data)); err != nil {
			return err
		}
		for n := range p.elements() {
			if id, ok := attribute(n, "id"); ok {
				if p.ids[id] != nil {
					p.twice = append(p.twice, id)
				}
				p.ids[id] = n
			}
		}
		s.pages, s.byPath[name] = append(s.pages, p), p
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// publish builds the real site into a directory.
func publish(t *testing.T, dir string) {
	t.Helper()
	var out bytes.Buffer
	if code := run([]string{"build", "--content", "../content", "--templates", "../templates", "--out", dir}, streams{&out, &out}); code != 0 {
		t.Fatalf("the site cannot be built: exit %d\n%s", code, out.String())
	}
}

// elements walks the elements of a page in order.
func (p *page) elements() func(yield func(*html.Node) bool) { return elements(p.root) }

func elements(root *html.Node) func(yield func(*html.Node) bool) {
	return func(yield func(*html.Node) bool) {
		for n := range root.Descendants() {
			if n.Type == html.ElementNode && !yield(n) {
				return
			}
		}
	}
}

func attribute(n *html.Node, name string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val, true
		}
	}
	return "", false
}

// text is what an element says, with single spaces.
func text(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// A reference is an address in a page.
type reference struct {
	node      *html.Node
	attribute string
	address   string
}

// references walks every address in a page: where links lead and what is loaded.
func (p *page) references() []reference {
	var list []reference
	for n := range p.elements() {
		for _, a := range n.Attr {
			switch a.Key {
			case "href", "src", "action", "formaction", "data", "poster", "cite", "manifest":
				list = append(list, reference{n, a.Key, a.Val})
			case "srcset", "imagesrcset":
				for candidate := range strings.SplitSeq(a.Val, ",") {
					if f := strings.Fields(candidate); len(f) > 0 {
						list = append(list, reference{n, a.Key, f[0]})
					}
				}
			case "content":
				if _, to, ok := strings.Cut(a.Val, "url="); ok && n.DataAtom == atom.Meta {
					list = append(list, reference{n, a.Key, to})
				}
			}
		}
	}
	return list
}

// leaves reports whether an address names a host or a scheme of its own.
func leaves(address string) bool {
	u, err := url.Parse(address)
	return err != nil || u.Scheme != "" || u.Host != ""
}

// resolve finds where a relative address of a page leads: a file of the site and a fragment.
func (s *site) resolve(from *page, address string) (file, fragment string, err error) {
	u, err := url.Parse(address)
	if err != nil {
		return "", "", err
	}
	if u.Path == "" {
		return from.path, u.Fragment, nil
	}
	if from.path == "404.html" { // hosts serve it at any depth
		rest, ok := strings.CutPrefix(u.Path, s.dossier.Site.BasePath())
		if !ok {
			return "", "", fmt.Errorf("does not begin with %s, the path of base_url", s.dossier.Site.BasePath())
		}
		return rest, u.Fragment, nil
	}
	if strings.HasPrefix(u.Path, "/") {
		return "", "", fmt.Errorf("is not relative")
	}
	return path.Join(path.Dir(from.path), u.Path), u.Fragment, nil
}

// links: no link and no file that a page loads is missing; ids are there and unique.
func (s *site) links(t *testing.T) {
	for _, p := range s.pages {
		for _, id := range p.twice {
			t.Errorf("%s: the id %q is there twice", p.path, id)
		}
		for _, r := range p.references() {
			if leaves(r.address) {
				continue
			}
			file, fragment, err := s.resolve(p, r.address)
			switch {
			case err != nil:
				t.Errorf("%s: the address %q %v", p.path, r.address, err)
			case !s.files[file]:
				t.Errorf("%s: dead link %q", p.path, r.address)
			case fragment != "" && s.byPath[file] != nil && s.byPath[file].ids[fragment] == nil:
				t.Errorf("%s: the link %q leads to no id", p.path, r.address)
			}
		}
	}
}

// outside: nothing is loaded from another host, and links to other hosts tell them nothing.
func (s *site) outside(t *testing.T) {
	for _, p := range s.pages {
		for _, r := range p.references() {
			if !leaves(r.address) {
				continue
			}
			rel, _ := attribute(r.node, "rel")
			words := strings.Fields(rel)
			scheme, _, _ := strings.Cut(r.address, ":")
			switch {
			case r.attribute != "href" || r.node.DataAtom != atom.A:
				if r.node.DataAtom != atom.Link || !slices.Contains([]string{"canonical", "alternate", "license"}, rel) {
					t.Errorf("%s: <%s %s> asks another host for %q", p.path, r.node.Data, r.attribute, r.address)
				}
			case scheme == "mailto":
			case scheme != "http" && scheme != "https":
				t.Errorf("%s: a link leads to %q", p.path, r.address)
			default:
				for _, word := range []string{"noreferrer", "noopener", "external"} {
					if !slices.Contains(words, word) {
						t.Errorf("%s: the link to %s has rel=%q, without %s", p.path, r.address, rel, word)
					}
				}
			}
		}
	}
}

// policy: every page forbids all but its own files, and has nothing in it that this forbids.
func (s *site) policy(t *testing.T) {
	for _, p := range s.pages {
		allowed := false
		for n := range p.elements() {
			for _, a := range n.Attr {
				if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
					t.Errorf("%s: <%s> has the attribute %s=%q", p.path, n.Data, a.Key, a.Val)
				}
			}
			equiv, _ := attribute(n, "http-equiv")
			content, _ := attribute(n, "content")
			kind, typed := attribute(n, "type")
			_, linked := attribute(n, "src")
			_, deferred := attribute(n, "defer")
			switch {
			case strings.EqualFold(equiv, "Content-Security-Policy"):
				allowed = content == render.ContentSecurityPolicy
			case n.DataAtom == atom.Style:
				t.Errorf("%s: has a <style> element", p.path)
			case n.DataAtom == atom.Script && typed && strings.HasSuffix(kind, "json"):
			case n.DataAtom == atom.Script && (!linked || !deferred || typed):
				t.Errorf("%s: has a script that is neither data nor a plain file with defer", p.path)
			case (n.DataAtom == atom.Link || n.DataAtom == atom.Script || n.DataAtom == atom.Body) && !allowed:
				t.Errorf("%s: has no Content-Security-Policy before its <%s>", p.path, n.Data)
				allowed = true
			}
		}
	}
}

// outline: pages say their language, have one main heading, and skip no level; pictures have a text.
func (s *site) outline(t *testing.T) {
	for _, p := range s.pages {
		last, mains := 0, 0
		for n := range p.elements() {
			switch n.DataAtom {
			case atom.Html:
				if lang, _ := attribute(n, "lang"); lang == "" {
					t.Errorf("%s: does not say its language", p.path)
				}
			case atom.Main:
				mains++
			case atom.Img:
				if _, ok := attribute(n, "alt"); !ok {
					t.Errorf("%s: a picture has no alt", p.path)
				}
			case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
				level := int(n.Data[1] - '0')
				if level > last+1 || level == 1 && last != 0 {
					t.Errorf("%s: the heading %q of level %d follows one of level %d", p.path, text(n), level, last)
				}
				last = level
			}
		}
		if last == 0 {
			t.Errorf("%s: has no heading", p.path)
		}
		if mains != 1 {
			t.Errorf("%s: has %d <main> elements", p.path, mains)
		}
	}
}

// titles: no two pages have the same title, save stubs that lead on to another page.
func (s *site) titles(t *testing.T) {
	seen := map[string]string{}
	for _, p := range s.pages {
		title, stub := "", false
		for n := range p.elements() {
			if n.DataAtom == atom.Title && n.Parent.DataAtom == atom.Head {
				title = text(n)
			}
			equiv, _ := attribute(n, "http-equiv")
			stub = stub || strings.EqualFold(equiv, "refresh")
		}
		if title == "" {
			t.Errorf("%s: has no title", p.path)
		}
		if other := seen[title]; other != "" && !stub {
			t.Errorf("%s: has the title of %s: %q", p.path, other, title)
		}
		if !stub {
			seen[title] = p.path
		}
	}
}

// records: every entry, source and page of the content has its page.
func (s *site) records(t *testing.T) {
	var paths []string
	for _, e := range s.dossier.Entries {
		paths = append(paths, e.Path())
	}
	for _, x := range s.dossier.Sources {
		paths = append(paths, x.Path())
	}
	for _, x := range s.dossier.Pages {
		paths = append(paths, x.Path())
	}
	for _, path := range paths {
		if s.byPath[path] == nil {
			t.Errorf("%s was not published", path)
		}
	}
}

// claims: every claim can be linked to, and says how many sources and origins it has.
func (s *site) claims(t *testing.T) {
	for _, e := range s.dossier.Entries {
		p := s.byPath[e.Path()]
		if p == nil {
			continue
		}
		counts := map[string]string{}
		for n := range p.elements() {
			if href, _ := attribute(n, "href"); strings.HasPrefix(href, "#claim-") && strings.Contains(text(n), "origin") {
				counts[href[1:]] = text(n)
			}
		}
		for i := range e.Claims {
			anchor := e.Claims[i].Anchor()
			want := dossier.Weigh(s.dossier.Cited(e.Citations, e.Claims[i].Cites())).String()
			if p.ids[anchor] == nil {
				t.Errorf("%s: the claim #%s cannot be linked to", p.path, anchor)
			}
			if counts[anchor] != want {
				t.Errorf("%s: the margin of #%s says %q, want %q", p.path, anchor, counts[anchor], want)
			}
		}
	}
}

// rewrites: two rewrites of one WIRED article, the article, and the report that it tells of are one origin.
func (s *site) rewrites(t *testing.T) {
	chain := []string{"stop-deportation-data-centers-2024", "wired-fusion-centers-2024", "breachspot-fusion-centers-2024", "imtr-fusion-centers-2024"}
	found := 0
	for _, e := range s.dossier.Entries {
		for i := range e.Claims {
			var ids []string
			for _, c := range s.dossier.Cited(e.Citations, e.Claims[i].Cites()) {
				if !slices.Contains(ids, c.Source.ID) {
					ids = append(ids, c.Source.ID)
				}
			}
			if len(ids) < 3 || slices.ContainsFunc(ids, func(id string) bool { return !slices.Contains(chain, id) }) {
				continue
			}
			found++
			want := fmt.Sprintf("%d sources, 1 origin", len(ids))
			link := fmt.Sprintf(`<a href="#%s">%s</a>`, e.Claims[i].Anchor(), want)
			data, err := os.ReadFile(filepath.Join(s.dir, e.Path()))
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Contains(data, []byte(link)) {
				t.Errorf("%s does not say %s", e.Path(), link)
			}
		}
	}
	if found == 0 {
		t.Errorf("no claim cites three of %s; choose another example", strings.Join(chain, ", "))
	}
}

// relations: both ends of a relation link to each other, the far one to the line where its evidence stands.
func (s *site) relations(t *testing.T) {
	for _, e := range s.dossier.Entries {
		for i := range e.Ties {
			tie := &e.Ties[i]
			if tie.Home != e {
				continue
			}
			anchor := fmt.Sprintf("_relation%d", tie.Index+1)
			home, other := s.byPath[e.Path()], s.byPath[tie.Other.Path()]
			if home == nil || other == nil {
				continue
			}
			line := home.ids[anchor]
			if line == nil || !s.leads(home, line, tie.Other.Path(), "") {
				t.Errorf("%s: the relation #%s does not lead to %s", home.path, anchor, other.path)
			}
			if !s.leads(other, other.root, e.Path(), anchor) {
				t.Errorf("%s: no link leads back to the relation %s#%s", other.path, home.path, anchor)
			}
		}
	}
}

// leads reports whether a part of a page has a link to a file and fragment.
func (s *site) leads(p *page, part *html.Node, file, fragment string) bool {
	for n := range elements(part) {
		if href, ok := attribute(n, "href"); ok && n.DataAtom == atom.A && !leaves(href) {
			if f, x, err := s.resolve(p, href); err == nil && f == file && x == fragment {
				return true
			}
		}
	}
	return false
}

// checksClean: the real content has no error, and no warning but that no passage was checked yet.
func checksClean(t *testing.T) {
	var out, messages bytes.Buffer
	code := run([]string{"check", "--content", "../content", "--templates", "../templates", "--format", "json"}, streams{&out, &messages})
	var found []struct {
		Path, Severity, Code, Message string
		Line, Column                  int
	}
	if err := json.Unmarshal(out.Bytes(), &found); err != nil {
		t.Fatalf("exit %d: %v\n%s", code, err, messages.String())
	}
	for _, d := range found {
		if d.Severity != "info" && d.Code != "passage-unchecked" {
			t.Errorf("%s:%d:%d: %s: %s [%s]", strings.TrimPrefix(d.Path, "../"), d.Line, d.Column, d.Severity, d.Message, d.Code)
		}
	}
}

// sameAgain: a second build gives the same bytes.
func (s *site) sameAgain(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	publish(t, dir)
	first := strings.Split(s.read(t, "manifest.sha256"), "\n")
	for line := range strings.Lines(readFile(t, filepath.Join(dir, "manifest.sha256"))) {
		if line = strings.TrimSuffix(line, "\n"); !slices.Contains(first, line) {
			t.Errorf("a second build differs: %s", line)
		}
	}
}

func (s *site) read(t *testing.T, name string) string {
	t.Helper()
	return readFile(t, filepath.Join(s.dir, name))
}

func readFile(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Error(err)
	}
	return string(data)
}

// manifest: manifest.sha256 lists every file with its sum, and no other.
func (s *site) manifest(t *testing.T) {
	listed := map[string]string{"manifest.sha256": ""}
	for line := range strings.Lines(s.read(t, "manifest.sha256")) {
		sum, name, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "  ")
		if !ok {
			t.Fatalf("not a line of sha256sum: %q", line)
		}
		listed[name] = sum
	}
	for _, name := range slices.Sorted(maps.Keys(s.files)) {
		sum, ok := listed[name]
		if !ok {
			t.Errorf("the manifest does not list %s", name)
			continue
		}
		if got := sha256.Sum256([]byte(s.read(t, name))); sum != "" && sum != hex.EncodeToString(got[:]) {
			t.Errorf("the manifest has another sum for %s", name)
		}
		delete(listed, name)
	}
	for name := range listed {
		t.Errorf("the manifest lists %s, which is not there", name)
	}
}

// hostFiles: what hosts and robots read is there.
func (s *site) hostFiles(t *testing.T) {
	for name, want := range map[string]string{
		"robots.txt": "User-agent: *\n",
		"_headers":   "Content-Security-Policy: " + render.ContentSecurityPolicy,
		"_redirects": "",
		".nojekyll":  "",
		"404.html":   "",
	} {
		if !s.files[name] || !strings.Contains(s.read(t, name), want) {
			t.Errorf("%s is missing, or has no %q", name, want)
		}
	}
	redirects := s.read(t, "_redirects")
	for _, e := range s.dossier.Entries {
		for _, from := range e.Redirects {
			if s.byPath[from] == nil || !strings.Contains(redirects, from+" ") {
				t.Errorf("the redirect from %s was not published", from)
			}
		}
	}
}

// vnu: the W3C's checker finds no error in any page.
func (s *site) vnu(t *testing.T) {
	jar := filepath.FromSlash("testdata/npm/node_modules/vnu-jar/build/dist/vnu.jar")
	if _, err := os.Stat(jar); err != nil {
		t.Fatalf("the HTML checker is missing; `make test` installs it: %v", err)
	}
	cmd := exec.Command("java", "-Xss8m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-jar", jar, "--errors-only", "--skip-non-html", "--format", "json", s.dir)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	err := cmd.Run()
	var report struct {
		Messages []struct {
			Type, URL, Message string
			LastLine           int
		}
	}
	if broken := json.Unmarshal(out.Bytes(), &report); broken != nil {
		t.Fatalf("the HTML checker does not run; `make test` installs what it needs: %v\n%s", err, out.String())
	}
	for i, m := range report.Messages {
		if i == 50 {
			t.Fatalf("and %d more", len(report.Messages)-i)
		}
		_, name, _ := strings.Cut(m.URL, filepath.ToSlash(s.dir)+"/")
		t.Errorf("%s:%d: %s: %s", name, m.LastLine, m.Type, m.Message)
	}
	if err != nil && len(report.Messages) == 0 {
		t.Fatal(err)
	}
}

// small holds the pages to what the minifier makes of them: templates are minified before they are filled, and little is
// left to be won by minifying what comes out.
func (s *site) small(t *testing.T) {
	out := filepath.Join(t.TempDir(), "public")
	again, err := write.Begin(out)
	if err != nil {
		t.Fatal(err)
	}
	defer again.Abort()
	before := 0
	for _, p := range s.pages {
		page := s.read(t, p.path)
		before += len(page)
		if err := again.Add(p.path, []byte(page)); err != nil {
			t.Fatal(err)
		}
	}
	stats, err := again.Commit()
	if err != nil {
		t.Fatal(err)
	}
	if most := before * 99 / 100; stats.Bytes < int64(most) {
		t.Errorf("the pages have %d bytes; minified they would have %d", before, stats.Bytes)
	}
}

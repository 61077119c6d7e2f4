// Package load reads a content directory into a frozen Dossier and a list of what is wrong with single files: encoding,
// front matter, types, dates, ids and paths. What only the whole can show is left to package check.
//
// Files are read in parallel; the result depends on nothing but their names and bytes. This is the only package that
// knows front matter.
package load

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"dossier/generator/diag"
	"dossier/generator/dossier"
	"dossier/generator/markdown"
	"dossier/generator/slab"
)

const (
	maxMarkdown = 1 << 20  // bytes of a Markdown or YAML file
	maxAsset    = 16 << 20 // bytes of an asset
)

// Load reads the content. Root is how the content directory is shown in positions. The error is for broken machinery
// alone: an author's mistake is a diagnostic.
func Load(content fs.FS, root string) (*dossier.Dossier, diag.List, error) {
	l := &loader{content: content, root: strings.TrimSuffix(root, "/")}
	if err := l.walk(); err != nil {
		return nil, nil, err
	}
	d := &dossier.Dossier{Assets: l.assets, LockName: l.display("evidence.lock")}
	var err error
	if d.Site, err = l.site(); err != nil {
		return nil, nil, err
	}
	if d.Lock, err = l.lock(); err != nil {
		return nil, nil, err
	}
	l.classify(d)
	if err := l.readAll(); err != nil {
		return nil, nil, err
	}
	for _, j := range l.jobs {
		l.diags = append(l.diags, j.diags...)
		j.keep(d)
	}
	l.diags.Sort()
	return dossier.New(d), l.diags, nil
}

// A loader reads one content directory.
type loader struct {
	content fs.FS
	root    string
	diags   diag.List

	markdown []string // names of Markdown files, in order
	assets   []dossier.Asset
	hasSite  bool
	hasLock  bool
	jobs     []*job
}

// memory is what one goroutine reads files with: what each file uses anew, and where what is kept of them lies.
type memory struct {
	parser *markdown.Parser
	lines  *bufio.Reader // for package frontmatter, which else would make one for each file
	plain  plainReader
	groups *groups

	files       slab.Lists[byte]
	positions   dossier.Positions
	words       slab.Strings
	texts       slab.Lists[dossier.Text]
	lists       slab.Lists[string]
	cites       slab.Lists[dossier.Cite]
	citations   slab.Lists[dossier.Citation]
	relations   slab.Lists[dossier.Relation]
	events      slab.Lists[dossier.Event]
	figures     slab.Lists[dossier.Figure]
	corrections slab.Lists[dossier.Correction]
	names       slab.Lists[dossier.Name]
}

func newMemory() *memory {
	return &memory{parser: markdown.NewParser(), lines: bufio.NewReader(nil), groups: newGroups()}
}

// A job is one file to read, and what came of it.
type job struct {
	name     string
	kind     *dossier.Kind // nil for sources and pages
	id, lang string
	diags    diag.List

	entry       *dossier.Entry
	source      *dossier.Source
	page        *dossier.Page
	translation *dossier.Translation
}

// keep adds what was read to the dossier.
func (j *job) keep(d *dossier.Dossier) {
	switch {
	case j.entry != nil:
		d.Entries = append(d.Entries, j.entry)
	case j.source != nil:
		d.Sources = append(d.Sources, j.source)
	case j.page != nil:
		d.Pages = append(d.Pages, j.page)
	case j.translation != nil:
		d.Translations = append(d.Translations, j.translation)
	}
}

func (l *loader) display(name string) string { return path.Join(l.root, name) }

// top is the position of a file or folder as such.
func (l *loader) top(name string) diag.Position {
	return diag.Position{Path: l.display(name), Line: 1, Column: 1, EndLine: 1, EndColumn: 1}
}

// walk lists the content.
func (l *loader) walk() error {
	return fs.WalkDir(l.content, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		base := path.Base(name)
		if name == "." {
			return nil
		}
		if ignored(base) {
			if entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if entry.IsDir() {
			return nil
		}
		info, ok := l.regular(name, entry)
		if !ok {
			return nil
		}
		l.file(name, info)
		return nil
	})
}

func ignored(base string) bool {
	return strings.HasPrefix(base, "_") || strings.HasPrefix(base, ".") || base == "README.md"
}

// regular follows a symbolic link and refuses what is no file of the content.
func (l *loader) regular(name string, entry fs.DirEntry) (fs.FileInfo, bool) {
	if entry.Type()&^fs.ModeSymlink != 0 {
		l.diags.Add(l.top(name), "unsafe-path", "this is no regular file", "remove it from the content")
		return nil, false
	}
	info, err := fs.Stat(l.content, name)
	if err != nil || !info.Mode().IsRegular() {
		message := "the file is a link to something that is no file of the content"
		if entry.Type()&fs.ModeSymlink == 0 {
			message = "the file cannot be read"
		}
		l.diags.Add(l.top(name), "unsafe-path", message, "put a copy of the file in its place")
		return nil, false
	}
	return info, true
}

// file sorts one file by what it is.
func (l *loader) file(name string, info fs.FileInfo) {
	switch folder, _, nested := strings.Cut(name, "/"); {
	case name == "site.yaml":
		l.hasSite = true
	case name == "evidence.lock":
		l.hasLock = true
	case nested && folder == "assets":
		if info.Size() > maxAsset {
			l.diags.Add(l.top(name), "file-too-large", "an asset may have 16 MiB at most", "make it smaller")
			return
		}
		l.assets = append(l.assets, dossier.Asset{Name: name, Size: info.Size()})
	case strings.HasSuffix(name, ".md"):
		l.markdown = append(l.markdown, name)
	}
}

// classify makes a job of every Markdown file that lies where one may lie.
func (l *loader) classify(d *dossier.Dossier) {
	kinds := map[string]*dossier.Kind{}
	for _, k := range d.Site.Kinds {
		kinds[k.ID] = k
	}
	unknown := map[string]bool{}
	lower := map[string]string{} // files by their base names in lower case, those that are in lower case first
	for _, name := range l.markdown {
		base := path.Base(name)
		if key := strings.ToLower(base); lower[key] == "" || base == key {
			lower[key] = name
		}
	}
	for _, name := range l.markdown {
		folder := path.Dir(name)
		kind := kinds[folder]
		if kind == nil && folder != "sources" && folder != "pages" {
			if folder == "." {
				l.diags.Add(l.top(name), "unknown-kind", "the file lies in no folder", "move it into the folder of its kind: "+strings.Join(append(d.Site.KindIDs(), "sources", "pages"), ", "))
			} else if !unknown[folder] {
				unknown[folder] = true
				l.unknownFolder(folder, d.Site)
			}
			continue
		}
		if other := lower[strings.ToLower(path.Base(name))]; path.Base(other) != path.Base(name) {
			l.diags.Add(l.top(name), "duplicate-id", "the id differs from that of "+other+" by case alone", "an id is unique over all kinds: rename one of the files")
		}
		j := &job{name: name, kind: kind}
		if l.identify(j, folder) {
			l.jobs = append(l.jobs, j)
		}
	}
}

func (l *loader) unknownFolder(folder string, site *dossier.Site) {
	names := append(site.KindIDs(), "sources", "pages")
	switch {
	case strings.Contains(folder, "/"):
		l.diags.Add(l.top(folder), "unknown-kind", "entries lie in the folder of their kind, not in one below it", "move them up")
	default:
		hint := diag.DidYouMean(folder, names)
		if hint == "" {
			hint = "add it to `kinds` in site.yaml, or rename it so that it begins with _"
		}
		l.diags.Add(l.top(folder), "unknown-kind", "the folder \""+folder+"\" is no kind of site.yaml", hint)
	}
}

// identify takes id and language from a file name.
func (l *loader) identify(j *job, folder string) bool {
	base := strings.TrimSuffix(path.Base(j.name), ".md")
	id, lang, translated := strings.Cut(base, ".")
	j.id, j.lang = id, lang
	if !validID(id) || translated && (lang == "" || strings.Contains(lang, ".") || folder == "sources") {
		l.diags.Add(l.top(j.name), "bad-id", "the file name is the id, and \""+base+"\" is none", idHint(base))
		return false
	}
	return true
}

// idHint says how to write an id in place of a word that is none.
func idHint(word string) string {
	return "an id is lower-case letters and digits, in words joined by single hyphens, such as \"" + suggestID(word) + "\""
}

// FreeID returns an error where a word is no id, or where a file of the content has it for its name already, be it in
// capitals.
func FreeID(content fs.FS, word string) error {
	if !validID(word) {
		return fmt.Errorf("%q is no id: %s", word, idHint(word))
	}
	l := &loader{content: content}
	if err := l.walk(); err != nil {
		return err
	}
	for _, name := range l.markdown {
		if strings.EqualFold(path.Base(name), word+".md") {
			return fmt.Errorf("the id %q is that of %s already: an id is unique over all kinds", word, name)
		}
	}
	return nil
}

// validID reports whether a string has the form of an id.
func validID(id string) bool {
	if id == "" || strings.HasPrefix(id, "-") || strings.HasSuffix(id, "-") || strings.Contains(id, "--") {
		return false
	}
	for _, r := range id {
		if r != '-' && (r < '0' || r > '9') && (r < 'a' || r > 'z') {
			return false
		}
	}
	return true
}

// suggestID makes an id of a word that is none.
func suggestID(s string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(s) {
		if r >= '0' && r <= '9' || r >= 'a' && r <= 'z' {
			b.WriteRune(r)
		} else if b.Len() > 0 && !strings.HasSuffix(b.String(), "-") {
			b.WriteByte('-')
		}
	}
	if id := strings.Trim(b.String(), "-"); id != "" {
		return id
	}
	return "my-entry"
}

// readAll reads the files of all jobs on all processors.
func (l *loader) readAll() error {
	failed := make([]error, len(l.jobs))
	dossier.EachWith(len(l.jobs), newMemory, func(m *memory, i int) { failed[i] = l.read(l.jobs[i], m) })
	return errors.Join(slices.DeleteFunc(failed, func(err error) bool { return err == nil })...)
}

// read reads one file into its job.
func (l *loader) read(j *job, m *memory) error {
	text, ok, err := l.text(j.name, &j.diags, m)
	if err != nil || !ok {
		return err
	}
	display := m.words.String(l.display(j.name))
	name := display[len(display)-len(j.name):]
	folder, base := path.Split(name)
	id := base[:len(j.id)]
	d := &decoder{file: dossier.NewFile(name, display, text), diags: &j.diags, memory: m}
	root := d.frontMatter()
	if root == nil {
		return nil
	}
	switch folder = path.Clean(folder); {
	case j.lang != "":
		j.translation = d.translation(root, folder, id, base[len(id)+1:][:len(j.lang)])
	case j.kind != nil:
		j.entry = d.entry(root, j.kind, id)
	case folder == "sources":
		j.source = d.source(root, id)
	default:
		j.page = d.page(root, id)
	}
	return nil
}

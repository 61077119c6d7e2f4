package main

import (
	"cmp"
	"io/fs"
	"net/url"
	"path"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"dossier/generator/bibliography"
	"dossier/generator/dossier"
)

// A shelf knows the ids that are taken and the sources that are there.
type shelf struct {
	taken map[string]bool   // ids in lower case
	works map[string]string // ids of sources by all that tells the work
}

// takenIDs are the ids that no new source can have: those of files, whether they can be read or not, those of citations,
// which may not bear the id of another source, and those that the site needs.
func takenIDs(content fs.FS, d *dossier.Dossier) (map[string]bool, error) {
	taken := map[string]bool{"index": true, "feed": true}
	err := fs.WalkDir(content, ".", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && strings.EqualFold(path.Ext(name), ".md") {
			id, _, _ := strings.Cut(strings.ToLower(path.Base(name)), ".")
			taken[id] = true
		}
		return err
	})
	for _, e := range d.Entries {
		for i := range e.Citations {
			taken[e.Citations[i].ID] = true
		}
	}
	for _, p := range d.Pages {
		for i := range p.Citations {
			taken[p.Citations[i].ID] = true
		}
	}
	return taken, err
}

// newShelf returns the shelf of a dossier.
func newShelf(d *dossier.Dossier, taken map[string]bool) *shelf {
	s := &shelf{taken: taken, works: map[string]string{}}
	for _, source := range d.Sources {
		csl := &source.CSL
		keys := workKeys(csl.Field("URL"), csl.Field("DOI"))
		if source.Archived != nil {
			keys = append(keys, workKeys(source.Archived.URL, "")...)
		}
		keys = append(keys, titleKey(csl.Type, csl.Title, csl.Issued.String()))
		s.keep(source.ID, keys)
	}
	return s
}

func (s *shelf) keep(id string, keys []string) {
	for _, k := range keys {
		if s.works[k] == "" {
			s.works[k] = id
		}
	}
}

// find returns the id of a source with the URL or DOI of a record, or "". A record that has neither is told by type, title
// and date.
func (s *shelf) find(r *bibliography.Record) string {
	keys := workKeys(r.Text("URL"), r.Text("DOI"))
	if len(keys) == 0 && r.Text("title") != "" {
		keys = []string{titleKey(r.Text("type"), r.Text("title"), r.Text("issued"))}
	}
	for _, k := range keys {
		if id := s.works[k]; id != "" {
			return id
		}
	}
	return ""
}

// workKeys are what two addresses and DOIs of the same work have in common.
func workKeys(address, doi string) (keys []string) {
	if doi != "" {
		keys = append(keys, "doi:"+bareDOI(doi))
	}
	u, err := url.Parse(address)
	switch {
	case address == "":
	case err != nil:
		keys = append(keys, address)
	case strings.HasSuffix(strings.ToLower(u.Host), "doi.org"):
		keys = append(keys, "doi:"+bareDOI(u.Path))
	default:
		host := strings.TrimPrefix(strings.ToLower(u.Host), "www.")
		key := host + strings.TrimSuffix(u.EscapedPath(), "/") + "?" + u.RawQuery + "#" + u.Fragment
		keys = append(keys, key)
	}
	return keys
}

// bareDOI is a DOI without what may stand before it, in lower case.
func bareDOI(s string) string {
	s = strings.ToLower(strings.TrimSpace(s))
	if i := strings.Index(s, "10."); i >= 0 {
		return s[i:]
	}
	return s
}

// titleKey tells a work by its type, title and date.
func titleKey(cslType, title, issued string) string {
	return "title:" + cslType + "\n" + strings.ToLower(title) + "\n" + issued
}

// place gives a record an id and keeps it. It returns the id that the record would have if that were not taken, too.
func (s *shelf) place(r *bibliography.Record) (id, wanted string) {
	if wanted = ownID(r.ID); wanted == "" {
		wanted = madeID(r)
	}
	id = wanted
	for n := 2; s.taken[id]; n++ {
		id = wanted + "-" + strconv.Itoa(n)
	}
	s.taken[id] = true
	keys := append(workKeys(r.Text("URL"), r.Text("DOI")), titleKey(r.Text("type"), r.Text("title"), r.Text("issued")))
	s.keep(id, keys)
	return id, wanted
}

// maxID is how long an id can be.
const maxID = 80

// ownID is the id that a record has itself, where it makes a good one: an address or a mere number does not.
func ownID(s string) string {
	id := strings.Join(idWords(s), "-")
	if strings.Contains(s, "/") || len(id) > maxID || strings.Trim(id, "0123456789-") == "" {
		return ""
	}
	return id
}

// madeID makes an id of who wrote or published a work, the first words of its title and its year.
func madeID(r *bibliography.Record) string {
	who := ""
	for _, list := range []string{"author", "editor"} {
		if f := r.Field(list); f != nil && len(f.Names) > 0 && who == "" {
			who = cmp.Or(f.Names[0].Family, f.Names[0].Literal)
		}
	}
	who = cmp.Or(who, r.Text("container-title"), r.Text("publisher"))
	words := append(firstWords(who, 2), firstWords(r.Text("title"), 3)...)
	if year := strings.TrimLeft(r.Text("issued"), "./"); len(year) >= 4 {
		words = append(words, idWords(year[:4])...)
	}
	if len(words) == 0 {
		return "source"
	}
	return strings.Join(words, "-")
}

// firstWords returns the first words of a text that say something.
func firstWords(s string, n int) (words []string) {
	for _, w := range idWords(s) {
		switch w {
		case "a", "an", "the", "of", "and", "on", "in", "for", "to":
			continue
		}
		if words = append(words, w[:min(len(w), maxID/8)]); len(words) == n {
			break
		}
	}
	return words
}

// idWords turns a text into words that an id can be made of.
func idWords(s string) []string {
	s = strings.NewReplacer("ß", "ss", "æ", "ae", "Æ", "ae", "œ", "oe", "Œ", "oe", "ø", "o", "Ø", "o", "ł", "l", "Ł", "l", "đ", "d", "Đ", "d",
		"ð", "d", "Ð", "d", "þ", "th", "Þ", "th", "ı", "i", "'", "", "’", "").Replace(s)
	var b strings.Builder
	for _, r := range norm.NFKD.String(s) {
		switch r = unicode.ToLower(r); {
		case r >= '0' && r <= '9' || r >= 'a' && r <= 'z':
			b.WriteRune(r)
		case unicode.Is(unicode.Mn, r):
		default:
			b.WriteByte(' ')
		}
	}
	return strings.Fields(b.String())
}

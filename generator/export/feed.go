package export

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"dossier/generator/dossier"
)

// feedLength is how many entries a feed has at the most: those that changed last.
const feedLength = 30

// A feed is some entries in the order of their last change, newest first.
type feed struct {
	title string
	path  string // of the feed itself
	page  string // of the page that it belongs to
	items []*item
}

// An item is an entry as feeds list it. It is the same in all of them.
type item struct {
	entry     *dossier.Entry
	published string // YYYY-MM-DD
	updated   string // YYYY-MM-DD: of the last change or correction
	text      string // the summary in plain words, and a line for each correction; once a feed lists it
	atom      []byte // its part of an Atom feed; once a feed lists it
}

// feeds writes the feeds of the site, of every kind, and of each entry of the kinds that ask for one. A feed without
// entries is left out: Atom demands a date of it.
func feeds(d *dossier.Dossier, add func(path string, data []byte) error) error {
	items := itemsOf(d)
	all := []feed{{d.Site.Title, "feed.xml", "index.html", latest(items, d.Entries)}}
	for _, k := range d.Site.Kinds {
		all = append(all, feed{k.Many, k.FeedPath(), k.Path(), latest(items, k.Entries)})
		if !k.Feed {
			continue
		}
		for _, e := range k.Entries {
			all = append(all, feed{e.Title, e.FeedPath(), e.Path(), latest(items, e.Around())})
		}
	}
	var b bytes.Buffer
	for _, f := range all {
		if len(f.items) == 0 {
			continue
		}
		for _, x := range f.items {
			if x.atom == nil {
				x.text = feedText(d, x.entry)
				x.atom = atomEntry(d.Site, x)
			}
		}
		b.Reset()
		atom(&b, d.Site, &f)
		if err := add(f.path, b.Bytes()); err != nil {
			return err
		}
	}
	if len(d.Entries) == 0 {
		return nil
	}
	data, err := jsonFeed(d.Site, all[0].items)
	if err != nil {
		return fmt.Errorf("make feed.json: %w", err)
	}
	return add("feed.json", data)
}

// itemsOf dates every entry.
func itemsOf(d *dossier.Dossier) map[*dossier.Entry]*item {
	items := make(map[*dossier.Entry]*item, len(d.Entries))
	for _, e := range d.Entries {
		x := &item{entry: e, published: e.Published.String(), updated: e.LastChange().String()}
		for _, c := range e.Corrections {
			x.updated = max(x.updated, c.Date.String())
		}
		items[e] = x
	}
	return items
}

// feedText is what a feed says of an entry.
func feedText(d *dossier.Dossier, e *dossier.Entry) string {
	var b strings.Builder
	b.WriteString(strings.Join(strings.Fields(d.Plain(e.Summary)), " "))
	for _, c := range e.Corrections {
		b.WriteString("\nCorrection of " + c.Date.Words() + ": " + c.Text)
	}
	return b.String()
}

// latest are the entries that changed last, newest first, and of one day by title.
func latest(items map[*dossier.Entry]*item, entries []*dossier.Entry) []*item {
	list := make([]*item, len(entries))
	for i, e := range entries {
		list[i] = items[e]
	}
	slices.SortFunc(list, func(a, b *item) int {
		switch {
		case a.updated != b.updated:
			return strings.Compare(b.updated, a.updated)
		case a.entry.Title != b.entry.Title:
			return strings.Compare(a.entry.Title, b.entry.Title)
		}
		return strings.Compare(a.entry.ID, b.entry.ID)
	})
	return list[:min(len(list), feedLength)]
}

package export

import (
	"bytes"
	"encoding/json"

	"dossier/generator/dossier"
)

// A jsonDocument is a feed in JSON Feed 1.1, https://www.jsonfeed.org/version/1.1/.
type jsonDocument struct {
	Version     string       `json:"version"`
	Title       string       `json:"title"`
	HomePage    string       `json:"home_page_url"`
	Feed        string       `json:"feed_url"`
	Description string       `json:"description,omitempty"`
	Language    string       `json:"language,omitempty"`
	Authors     []jsonAuthor `json:"authors"`
	Items       []jsonItem   `json:"items"`
}

type jsonAuthor struct {
	Name string `json:"name"`
	URL  string `json:"url,omitempty"`
}

type jsonItem struct {
	ID        string   `json:"id"`
	URL       string   `json:"url"`
	Title     string   `json:"title"`
	Text      string   `json:"content_text"`
	Published string   `json:"date_published"`
	Modified  string   `json:"date_modified"`
	Tags      []string `json:"tags"`
}

// jsonFeed is feed.json: the site's feed once more, for readers of JSON Feed.
func jsonFeed(site *dossier.Site, items []*item) ([]byte, error) {
	doc := jsonDocument{
		Version:     "https://jsonfeed.org/version/1.1",
		Title:       site.Title,
		HomePage:    site.Address("index.html"),
		Feed:        site.Address("feed.json"),
		Description: site.Description,
		Authors:     []jsonAuthor{{Name: site.Title}},
	}
	if site.Contact != "" {
		doc.Authors[0].URL = "mailto:" + site.Contact
	}
	if len(site.Languages) > 0 {
		doc.Language = site.Languages[0]
	}
	for _, x := range items {
		address := site.Address(x.entry.Path())
		doc.Items = append(doc.Items, jsonItem{address, address, x.entry.Title, x.text, instant(x.published), instant(x.updated), []string{x.entry.Kind.One}})
	}
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(doc)
	return b.Bytes(), err
}

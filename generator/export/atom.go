package export

import (
	"bytes"
	"encoding/xml"

	"dossier/generator/dossier"
)

// atom writes a feed in the Atom Syndication Format, RFC 4287.
func atom(b *bytes.Buffer, site *dossier.Site, f *feed) {
	title := f.title
	if title != site.Title {
		title += " · " + site.Title
	}
	b.WriteString(xml.Header)
	b.WriteString(`<feed xmlns="http://www.w3.org/2005/Atom"`)
	if len(site.Languages) > 0 {
		attribute(b, "xml:lang", site.Languages[0])
	}
	b.WriteString(">\n")
	element(b, "title", title)
	if site.Description != "" {
		element(b, "subtitle", site.Description)
	}
	element(b, "id", site.Address(f.path))
	atomLink(b, "self", "application/atom+xml", site.Address(f.path))
	atomLink(b, "alternate", "text/html", site.Address(f.page))
	element(b, "updated", instant(f.items[0].updated))
	b.WriteString("<author>")
	element(b, "name", site.Title)
	if site.Contact != "" {
		element(b, "email", site.Contact)
	}
	b.WriteString("</author>\n")
	for _, x := range f.items {
		b.Write(x.atom)
	}
	b.WriteString("</feed>\n")
}

// atomEntry is an entry of an Atom feed.
func atomEntry(site *dossier.Site, x *item) []byte {
	var b bytes.Buffer
	address := site.Address(x.entry.Path())
	b.WriteString("<entry>\n")
	element(&b, "title", x.entry.Title)
	element(&b, "id", address)
	atomLink(&b, "alternate", "text/html", address)
	element(&b, "published", instant(x.published))
	element(&b, "updated", instant(x.updated))
	b.WriteString("<category")
	attribute(&b, "term", x.entry.Kind.ID)
	attribute(&b, "label", x.entry.Kind.One)
	b.WriteString("/>\n")
	element(&b, "summary", x.text)
	b.WriteString("</entry>\n")
	return b.Bytes()
}

// instant is the beginning of a day, YYYY-MM-DD, as Atom and JSON Feed write it: a feed's dates have a time, and the
// content's have none.
func instant(day string) string { return day + "T00:00:00Z" }

func atomLink(b *bytes.Buffer, rel, mediaType, href string) {
	b.WriteString("<link")
	attribute(b, "rel", rel)
	attribute(b, "type", mediaType)
	attribute(b, "href", href)
	b.WriteString("/>\n")
}

// element writes an element with nothing but text in it.
func element(b *bytes.Buffer, name, text string) {
	b.WriteString("<" + name + ">")
	escapeXML(b, text)
	b.WriteString("</" + name + ">\n")
}

func attribute(b *bytes.Buffer, name, value string) {
	b.WriteString(" " + name + `="`)
	escapeXML(b, value)
	b.WriteString(`"`)
}

// escapeXML writes text as XML. Characters that XML cannot hold become U+FFFD.
func escapeXML(b *bytes.Buffer, text string) {
	xml.EscapeText(b, []byte(text)) // a buffer takes everything
}

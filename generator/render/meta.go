package render

import (
	"fmt"
	"strings"

	"dossier/generator/dossier"
)

// This file fills the citation_* fields that reference managers such as Zotero read: those of Google Scholar, which began
// with Highwire Press.

// citeEntry says how an entry of the dossier is cited.
func (r *Renderer) citeEntry(e *dossier.Entry, canonical string) []MetaField {
	fields := []MetaField{{"citation_title", e.Title}, {"citation_author", r.site.Title}, {"citation_publisher", r.site.Title},
		{"citation_publication_date", metaDate(e.Published)}, {"citation_online_date", metaDate(e.LastChange())}, {"citation_public_url", canonical}}
	if r.site.Language != "" {
		fields = append(fields, MetaField{"citation_language", r.site.Language})
	}
	return fields
}

// citeSource says how a source is cited, so that its page can be saved as the source itself.
func citeSource(c *dossier.CSL) []MetaField {
	fields := []MetaField{{"citation_title", c.Title}}
	add := func(name, value string) {
		if value != "" {
			fields = append(fields, MetaField{"citation_" + name, value})
		}
	}
	for i := range c.Author {
		add("author", metaName(&c.Author[i]))
	}
	add("publication_date", metaDate(c.Issued))
	switch container := c.Field("container-title"); {
	case strings.HasPrefix(c.Type, "article") || c.Type == "periodical":
		add("journal_title", container)
	case c.Type == "chapter" || c.Type == "entry-encyclopedia":
		add("inbook_title", container)
	case c.Type == "paper-conference":
		add("conference_title", container)
	}
	if c.Type == "report" {
		add("technical_report_institution", c.Field("publisher"))
		add("technical_report_number", c.Field("number"))
	} else {
		add("publisher", c.Field("publisher"))
	}
	first, last, _ := strings.Cut(strings.ReplaceAll(c.Field("page"), "–", "-"), "-")
	for _, f := range []MetaField{{"volume", c.Field("volume")}, {"issue", c.Field("issue")}, {"firstpage", first}, {"lastpage", last},
		{"doi", c.Field("DOI")}, {"language", c.Field("language")}} {
		add(f.Name, f.Content)
	}
	if url := c.Field("URL"); isWeb(url) {
		add("public_url", url)
	}
	return fields
}

// metaName is a name as "Family, Given", or as it stands.
func metaName(n *dossier.Name) string {
	family := strings.TrimSpace(n.NonDroppingParticle + " " + n.Family)
	given := strings.TrimSpace(n.Given + " " + n.DroppingParticle)
	switch {
	case n.Literal != "":
		return n.Literal
	case given == "":
		return family
	}
	return family + ", " + given
}

// metaDate is a date as 2023/05/07, or a year where no day is certain; "" where there is not even a year.
func metaDate(d dossier.Date) string {
	if d.IsDay() {
		year, month, day := d.Earliest()
		return fmt.Sprintf("%04d/%02d/%02d", year, month, day)
	}
	if !d.HasYear() {
		return ""
	}
	return fmt.Sprintf("%04d", d.Year())
}

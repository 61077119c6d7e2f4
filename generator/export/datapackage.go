package export

import (
	"bytes"
	"encoding/json"

	"dossier/generator/dossier"
	"dossier/generator/markdown"
)

// The license of the data, as the pages of the site say it.
const (
	licenseID      = "CC-BY-4.0"
	licenseTitle   = "Creative Commons Attribution 4.0 International"
	licenseAddress = "https://creativecommons.org/licenses/by/4.0/"
)

// A dataPackage is datapackage.json: a Data Package of Frictionless Data, version 1,
// https://specs.frictionlessdata.io/data-package/.
type dataPackage struct {
	Profile     string         `json:"profile"`
	Name        string         `json:"name"`
	Title       string         `json:"title"`
	Description string         `json:"description"`
	Homepage    string         `json:"homepage"`
	Licenses    []dataLicense  `json:"licenses"`
	Resources   []dataResource `json:"resources"`
}

type dataLicense struct {
	Name  string `json:"name"`
	Path  string `json:"path"`
	Title string `json:"title"`
}

type dataResource struct {
	Profile     string       `json:"profile"`
	Name        string       `json:"name"`
	Path        string       `json:"path"`
	Title       string       `json:"title"`
	Description string       `json:"description"`
	Format      string       `json:"format"`
	MediaType   string       `json:"mediatype"`
	Encoding    string       `json:"encoding"`
	Schema      *tableSchema `json:"schema,omitempty"`
	Fields      []dataField  `json:"fields,omitempty"`
}

type tableSchema struct {
	Fields      []dataField  `json:"fields"`
	PrimaryKey  []string     `json:"primaryKey"`
	ForeignKeys []foreignKey `json:"foreignKeys,omitempty"`
}

type dataField struct {
	Name        string `json:"name"`
	Type        string `json:"type"`
	Description string `json:"description"`
}

type foreignKey struct {
	Fields    string `json:"fields"`
	Reference struct {
		Resource string `json:"resource"`
		Fields   string `json:"fields"`
	} `json:"reference"`
}

// datapackage is datapackage.json: what the other files of data/ are and what every column and field means.
func datapackage(site *dossier.Site) ([]byte, error) {
	about := site.Description
	if about != "" {
		about += ".\n\n"
	}
	doc := dataPackage{
		Profile:     "data-package",
		Name:        packageName(site.Title),
		Title:       site.Title,
		Description: about + aboutData,
		Homepage:    site.Address("index.html"),
		Licenses:    []dataLicense{{licenseID, licenseAddress, licenseTitle}},
		Resources: []dataResource{{Profile: "data-resource", Name: "dossier", Path: "dossier.json", Title: "Everything", Format: "json", MediaType: "application/json",
			Encoding: "utf-8", Description: "All entries in one file; entries/ID.json has each of them by itself. Fields without a value are left out.", Fields: dataFields(jsonFields())}},
	}
	for _, t := range tables() {
		doc.Resources = append(doc.Resources, tableResource(t))
	}
	doc.Resources = append(doc.Resources,
		dataResource{Profile: "data-resource", Name: "sources-csl", Path: "sources.csl.json", Title: "Sources for citation processors", Format: "json",
			MediaType: "application/vnd.citationstyles.csl+json", Encoding: "utf-8", Description: "All sources as CSL-JSON. custom holds what the dossier knows beyond their description.", Fields: dataFields(customFields())},
		dataResource{Profile: "data-resource", Name: "sources-bib", Path: "sources.bib", Title: "Sources for LaTeX", Format: "bib",
			MediaType: "application/x-bibtex", Encoding: "utf-8", Description: "All sources as BibLaTeX."},
		dataResource{Profile: "data-resource", Name: "entities", Path: "entities.ftm.json", Title: "Entities of FollowTheMoney", Format: "ndjson",
			MediaType: "application/x-ndjson", Encoding: "utf-8", Description: "Entries, relations and sources as entities of FollowTheMoney, one to a line. Dates are cut to what they have for certain."})
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	err := encoder.Encode(doc)
	return b.Bytes(), err
}

// aboutData is what the package says of itself.
const aboutData = "Every statement, relation, event and figure has a permalink and names the sources that it rests on. " +
	"Sources that relay the same report share an origin: origins, not sources, are independent of each other. " +
	"Ids of sources are those of sources.csl.json. Dates that are not days are EDTF (ISO 8601-2), as they are written in the dossier. " +
	"Texts are given as they are: a cell that begins with =, +, - or @ is no formula, and a spreadsheet should import it as text."

func tableResource(t table) dataResource {
	schema := &tableSchema{Fields: dataFields(t.columns), PrimaryKey: t.key}
	for _, r := range t.references {
		key := foreignKey{Fields: r[0]}
		key.Reference.Resource, key.Reference.Fields = r[1], "id"
		schema.ForeignKeys = append(schema.ForeignKeys, key)
	}
	return dataResource{Profile: "tabular-data-resource", Name: t.name, Path: t.file(), Title: t.title, Description: t.about,
		Format: "csv", MediaType: "text/csv", Encoding: "utf-8", Schema: schema}
}

func dataFields(columns []column) []dataField {
	fields := make([]dataField, len(columns))
	for i, c := range columns {
		fields[i] = dataField{c.name, c.kind, c.about}
	}
	return fields
}

// packageName makes a name of a title: lower-case letters, digits and hyphens.
func packageName(title string) string {
	name := []byte{}
	for _, c := range []byte(markdown.Slug(title)) {
		if c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' && len(name) > 0 {
			name = append(name, c)
		}
	}
	if len(name) == 0 {
		return "dossier"
	}
	return string(name)
}

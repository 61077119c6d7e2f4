package export

import (
	"encoding/json"
	"strconv"
	"strings"

	"dossier/generator/dossier"
)

// A jsonDossier is dossier.json without its entries.
type jsonDossier struct {
	Title       string         `json:"title"`
	Description string         `json:"description,omitempty"`
	BaseURL     string         `json:"base_url"`
	Language    string         `json:"language,omitempty"`
	Contact     string         `json:"contact,omitempty"`
	License     string         `json:"license"`
	Kinds       []jsonKind     `json:"kinds"`
	Relations   []jsonRelation `json:"relation_types"`
	Places      []jsonPlace    `json:"places"`
}

type jsonKind struct {
	ID    string `json:"id"`
	One   string `json:"one"`
	Many  string `json:"many"`
	About string `json:"about,omitempty"`
}

type jsonRelation struct {
	Name         string   `json:"name"`
	Label        string   `json:"label"`
	Inverse      string   `json:"inverse"`
	InverseLabel string   `json:"inverse_label"`
	From         []string `json:"from,omitempty"`
	To           []string `json:"to,omitempty"`
	Flow         string   `json:"flow,omitempty"`
}

type jsonPlace struct {
	Code string `json:"code"`
	Name string `json:"name"`
}

// dossierHead is what dossier.json says before its entries.
func dossierHead(site *dossier.Site) (string, error) {
	doc := jsonDossier{Title: site.Title, Description: site.Description, BaseURL: site.Base(), Contact: site.Contact, License: licenseID,
		Kinds: []jsonKind{}, Relations: []jsonRelation{}, Places: []jsonPlace{}}
	if len(site.Languages) > 0 {
		doc.Language = site.Languages[0]
	}
	for _, k := range site.Kinds {
		doc.Kinds = append(doc.Kinds, jsonKind{k.ID, k.One, k.Many, k.About})
	}
	for _, t := range site.Relations {
		doc.Relations = append(doc.Relations, jsonRelation{t.Name, t.Label, t.Inverse, t.InverseLabel, t.From, t.To, t.Flow})
	}
	for _, p := range site.Places {
		doc.Places = append(doc.Places, jsonPlace{p.Code, p.Name})
	}
	var b strings.Builder
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(doc)
	return strings.TrimSuffix(b.String(), "}\n") + `,"entries":[` + "\n", err
}

// publishEntry adds an entry to dossier.json, and publishes the same object as a file of its own.
func publishEntry(site Site) func(out []byte, r *record) ([]byte, error) {
	return func(out []byte, r *record) ([]byte, error) {
		out = separate(out, r.index)
		start := len(out)
		out = append(appendEntry(out, r), '\n')
		err := site.AddAsIs("data/entries/"+r.ID+".json", out[start:])
		return out[:len(out)-1], err
	}
}

// separate parts an item of a list in JSON from the one before it.
func separate(out []byte, index int) []byte {
	if index > 0 {
		return append(out, ",\n"...)
	}
	return out
}

// appendEntry appends an entry as an object. A field without a value is left out; lists and counts are always there.
func appendEntry(out []byte, r *record) []byte {
	out = append(append(append(out, `{"id":"`...), r.ID...), '"')
	out = appendField(out, "kind", r.Kind.ID)
	out = appendField(out, "permalink", r.address)
	out = appendField(out, "title", r.Title)
	out = appendField(out, "summary", r.summary)
	out = appendTexts(out, "aka", r.AKA)
	out = appendField(out, "status", r.Status)
	out = appendDates(out, r.Since, r.Until)
	out = appendTexts(out, "places", r.Places)
	out = appendField(out, "published", r.Published.String())
	out = appendField(out, "updated", r.Updated.String())
	out = append(appendName(out, "citations"), '[')
	for i := range r.Citations {
		out = r.appendCitation(out, i)
	}
	out = append(appendName(append(out, ']'), "claims"), '[')
	for i := range r.claims {
		c := &r.claims[i]
		out = appendField(appendObject(out, i, "id", c.ID), "text", c.text)
		out = c.appendSupport(out)
	}
	out = append(appendName(append(out, ']'), "relations"), '[')
	for i := range r.relations {
		out = r.appendRelation(out, i)
	}
	out = append(appendName(append(out, ']'), "relations_elsewhere"), '[')
	out = r.appendElsewhere(out)
	out = append(appendName(append(out, ']'), "events"), '[')
	for i := range r.events {
		out = r.appendEvent(out, i)
	}
	out = append(appendName(append(out, ']'), "figures"), '[')
	for i := range r.figures {
		out = r.appendFigure(out, i)
	}
	out = append(appendName(append(out, ']'), "corrections"), '[')
	for i := range r.Corrections {
		out = append(appendField(appendObject(out, i, "date", r.Corrections[i].Date.String()), "text", r.Corrections[i].Text), '}')
	}
	out = appendCount(append(out, ']'), "source_count", len(r.all.Sources))
	return append(appendCount(out, "origin_count", len(r.all.Origins)), '}')
}

func (r *record) appendCitation(out []byte, i int) []byte {
	c := &r.Citations[i]
	out = appendField(appendObject(out, i, "id", c.ID), "source", c.SourceID)
	out = appendField(out, "passage", c.Passage)
	out = appendField(out, "locator", c.Locator)
	out = appendField(out, "reporting", c.ReportingID)
	out = appendField(out, "note", c.Note)
	return append(appendField(out, "verification", r.states[i]), '}')
}

func (r *record) appendRelation(out []byte, i int) []byte {
	x := &r.relations[i]
	out = appendField(appendObject(out, i, "type", x.Type.Name), "label", x.Type.Label)
	out = appendField(out, "from", x.from.ID)
	out = appendField(out, "to", x.to.ID)
	out = appendDates(out, x.Relation.Since, x.Relation.Until)
	out = appendField(out, "status", x.Relation.Status)
	out = appendField(out, "note", x.Relation.Note)
	return x.appendSupport(out)
}

// appendElsewhere appends, for each relation of the entry that is written in another, the id of that one.
func (r *record) appendElsewhere(out []byte) []byte {
	n := 0
	for i := range r.Ties {
		t := &r.Ties[i]
		if t.Home == r.Entry {
			continue
		}
		if n++; n > 1 {
			out = append(out, ',')
		}
		out = append(append(append(out, '"'), t.Home.ID...), '"')
	}
	return out
}

func (r *record) appendEvent(out []byte, i int) []byte {
	x := &r.events[i]
	out = appendField(appendObject(out, i, "date", x.Date.String()), "title", x.Title)
	out = appendField(out, "note", x.Note)
	return x.appendSupport(out)
}

func (r *record) appendFigure(out []byte, i int) []byte {
	x := &r.figures[i]
	out = appendField(appendObject(out, i, "id", x.ID), "measure", x.Measure)
	out = appendField(out, "label", x.Label)
	out = appendDecimal(appendName(out, "value"), x.Value)
	out = appendField(out, "unit", x.Unit)
	out = appendField(out, "qualifier", x.Qualifier)
	out = appendField(out, "date", x.Date.String())
	out = appendField(out, "until", x.Until.String())
	out = strconv.AppendBool(appendName(out, "contested"), x.contested)
	out = appendField(out, "note", x.Note)
	return x.appendSupport(out)
}

// appendSupport appends the address of a statement and what it rests on, and ends its object.
func (s *support) appendSupport(out []byte) []byte {
	out = append(appendName(appendField(out, "permalink", s.permalink), "citations"), '[')
	for i := range s.cited {
		c := &s.cited[i]
		out = appendField(appendObject(out, i, "id", c.ID), "source", c.Source.ID)
		out = appendField(out, "locator", c.Locator)
		out = append(appendField(out, "verification", s.states[i]), '}')
	}
	out = appendCount(append(out, ']'), "source_count", len(s.weight.Sources))
	out = append(appendCount(out, "origin_count", len(s.weight.Origins)), `,"origin_ids":[`...)
	for i, o := range s.weight.Origins {
		if i > 0 {
			out = append(out, ',')
		}
		out = appendJSON(out, o.ID)
	}
	return append(out, "]}"...)
}

// appendDates appends when something began and ended, as the dates are written.
func appendDates(out []byte, since, until dossier.Date) []byte {
	return appendField(appendField(out, "since", since.String()), "until", until.String())
}

// appendTexts appends a field with a list of texts.
func appendTexts(out []byte, name string, texts []string) []byte {
	out = append(appendName(out, name), '[')
	for i, text := range texts {
		if i > 0 {
			out = append(out, ',')
		}
		out = appendJSON(out, text)
	}
	return append(out, ']')
}

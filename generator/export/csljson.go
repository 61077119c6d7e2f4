package export

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"dossier/generator/dossier"
)

// cslItem adds a source to sources.csl.json: CSL-JSON, which Zotero, pandoc and other citation processors read. What the
// Citation Style Language has no variable for stands in custom.
func cslItem(out []byte, s *sourceRecord) ([]byte, error) {
	c := &s.CSL
	out = appendObject(separate(out, s.index), 0, "id", s.ID)
	out = appendField(out, "type", c.Type)
	out = appendField(out, "title", oneLine(c.Title))
	out = appendNames(out, "author", c.Author)
	out = appendNames(out, "editor", c.Editor)
	out = appendNames(out, "translator", c.Translator)
	out = appendNames(out, "director", c.Director)
	out = appendNames(out, "interviewer", c.Interviewer)
	out = appendNames(out, "recipient", c.Recipient)
	out = appendCSLDate(out, "issued", c.Issued)
	out = appendCSLDate(out, "accessed", c.Accessed)
	out = appendCSLDate(out, "event-date", c.EventDate)
	out = appendCSLDate(out, "original-date", c.OriginalDate)
	for _, name := range slices.Sorted(maps.Keys(c.Fields)) {
		out = appendField(out, name, cslField(c, name))
	}
	return append(s.appendCustom(out), '}'), nil
}

// cslField is a variable as CSL has it: a DOI is not an address.
func cslField(c *dossier.CSL, name string) string {
	value := oneLine(c.Field(name))
	if name == "DOI" {
		for _, host := range []string{"https://doi.org/", "http://doi.org/", "https://dx.doi.org/", "http://dx.doi.org/"} {
			value = strings.TrimPrefix(value, host)
		}
	}
	return value
}

func appendNames(out []byte, name string, names []dossier.Name) []byte {
	if len(names) == 0 {
		return out
	}
	out = append(appendName(out, name), '[')
	for i, n := range names {
		first, value := "family", n.Family
		if n.Literal != "" {
			first, value = "literal", n.Literal
		}
		out = appendObject(out, i, first, value)
		if n.Literal == "" {
			out = appendField(out, "given", n.Given)
			out = appendField(out, "dropping-particle", n.DroppingParticle)
			out = appendField(out, "non-dropping-particle", n.NonDroppingParticle)
			out = appendField(out, "suffix", n.Suffix)
		}
		out = append(out, '}')
	}
	return append(out, ']')
}

// appendCSLDate appends a date. CSL has parts for a day, month or year or an interval of two, of which the last may be open; a
// season for a single date; and circa for what is uncertain. Any other is left raw, as EDTF.
func appendCSLDate(out []byte, name string, date dossier.Date) []byte {
	if date.IsZero() {
		return out
	}
	out = append(appendName(out, name), '{')
	from, to := date.Parts()
	if from.Open || date.IsInterval() && (from.Season > 0 || to.Season > 0) {
		return append(appendJSON(append(out, `"raw":`...), date.String()), '}')
	}
	out = appendParts(append(out, `"date-parts":[`...), from)
	if date.IsInterval() {
		out = appendParts(append(out, ','), to)
	}
	out = append(out, ']')
	if from.Season > 0 {
		out = appendCount(out, "season", from.Season)
	}
	if from.Uncertain || to.Uncertain {
		out = append(out, `,"circa":true`...)
	}
	return append(out, '}')
}

// appendParts appends one end of a date. An open one is the year 0.
func appendParts(out []byte, p dossier.DateParts) []byte {
	out = strconv.AppendInt(append(out, '['), int64(p.Year), 10)
	for _, part := range []int{p.Month, p.Day} {
		if part > 0 {
			out = strconv.AppendInt(append(out, ','), int64(part), 10)
		}
	}
	return append(out, ']')
}

// appendCustom appends what the dossier knows of a source beyond its description.
func (s *sourceRecord) appendCustom(out []byte) []byte {
	out = append(appendName(out, "custom"), `{"permalink":`...)
	out = appendJSON(out, s.base+s.Path())
	out = appendField(out, "tier", s.Tier)
	out = appendTexts(out, "based_on", s.BasedOn)
	origins := make([]string, len(s.Roots))
	for i, o := range s.Roots {
		origins[i] = o.ID
	}
	out = appendTexts(out, "origin_ids", origins)
	if s.Archived != nil {
		out = appendField(out, "archived_url", s.Archived.URL)
		out = appendField(out, "archived_date", s.Archived.Date.String())
	}
	return append(out, '}')
}

// customFields are the fields of custom.
func customFields() []column {
	return []column{
		{"custom.permalink", "string", "the address of the source's page"},
		{"custom.tier", "string", "primary (a document or official record), secondary (own reporting) or tertiary (a rewrite or repost)"},
		{"custom.based_on[]", "string", "the ids of the sources that it relays"},
		{"custom.origin_ids[]", "string", "the ids of the origins that it goes back to; its own where it relays nothing"},
		{"custom.archived_url", "string", "the address of a public copy"},
		{"custom.archived_date", "string", "when that copy was made, " + asEDTF},
	}
}

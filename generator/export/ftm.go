package export

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"dossier/generator/dossier"
)

// entities.ftm.json has the dossier as entities of FollowTheMoney, https://followthemoney.tech/, one to a line: entries
// as what their kinds are in site.yaml, relations as UnknownLink, sources as Document. Its ids are letters, digits and
// hyphens; a word before ours tells entries, relations and sources apart.

// beginThing begins an entity with its first property. Its id is one of ours behind a word.
func beginThing(out []byte, word, id, schema, property, value string) []byte {
	out = append(append(append(out, `{"id":"`...), word...), id...)
	out = append(append(append(out, `","schema":"`...), schema...), `","properties":{"`...)
	return append(appendJSON(append(append(out, property...), `":[`...), value), ']')
}

// appendProperty appends a property, unless it has no value.
func appendProperty[T string | []byte](out []byte, name string, value T) []byte {
	if len(value) == 0 {
		return out
	}
	return append(appendJSON(append(appendName(out, name), '['), value), ']')
}

// appendProperties appends a property with several values, unless it has none.
func appendProperties(out []byte, name string, values []string) []byte {
	if len(values) == 0 {
		return out
	}
	return appendTexts(out, name, values)
}

// endThing ends an entity.
func endThing(out []byte) []byte { return append(out, "}}\n"...) }

// ftmEntry adds an entry and the relations that are written in it.
func ftmEntry(out []byte, r *record) ([]byte, error) {
	out = beginThing(out, "entry-", r.ID, cmp.Or(r.Kind.FTM, "Thing"), "name", r.Title)
	out = appendProperties(out, "alias", r.AKA)
	out = appendProperty(out, "summary", r.summary)
	out = appendProperties(out, "country", countries(r.Places))
	out = appendProperty(out, "keywords", r.Kind.One)
	out = appendProperty(out, "sourceUrl", r.address)
	out = endThing(appendProperty(out, "modifiedAt", r.LastChange().String()))
	for i := range r.relations {
		out = r.ftmLink(out, &r.relations[i])
	}
	return out, nil
}

func (r *record) ftmLink(out []byte, l *relation) []byte {
	const entry = "entry-"
	out = append(append(append(append(out, `{"id":"relation-`...), r.ID...), '-'), strconv.Itoa(l.Index+1)...)
	out = append(append(out, `","schema":"UnknownLink","properties":{"subject":["`+entry...), l.from.ID...)
	out = append(append(append(out, `"],"object":["`+entry...), l.to.ID...), `"]`...)
	out = appendProperty(out, "role", l.Type.Label)
	since, _ := l.Relation.Since.Parts()
	_, until := l.Relation.Until.Parts()
	out = appendFTMDate(out, "startDate", since)
	out = appendFTMDate(out, "endDate", until)
	out = appendProperty(out, "status", l.Relation.Status)
	out = appendProperty(out, "summary", l.Relation.Note)
	return endThing(appendProperty(out, "sourceUrl", l.permalink))
}

// ftmSource adds a source.
func ftmSource(out []byte, s *sourceRecord) ([]byte, error) {
	out = beginThing(out, "source-", s.ID, "Document", "name", s.CSL.Title)
	out = appendProperty(out, "title", s.CSL.Title)
	authors := make([]string, len(s.CSL.Author))
	for i, n := range s.CSL.Author {
		authors[i] = n.Literal
		if n.Literal == "" {
			authors[i] = strings.Join(strings.Fields(strings.Join([]string{n.Given, n.DroppingParticle, n.NonDroppingParticle, n.Family, n.Suffix}, " ")), " ")
		}
	}
	out = appendProperties(out, "author", authors)
	out = appendProperty(out, "publisher", cmp.Or(s.CSL.Field("publisher"), s.CSL.Field("container-title")))
	issued, _ := s.CSL.Issued.Parts()
	out = appendFTMDate(out, "publishedAt", issued)
	addresses := []string{s.CSL.Field("URL"), s.base + s.Path()}
	if addresses[0] == "" {
		addresses = addresses[1:]
	}
	return endThing(appendProperties(out, "sourceUrl", addresses)), nil
}

// countries are the countries of places, in lower case, each once.
func countries(places []string) (codes []string) {
	for _, p := range places {
		country, _, _ := strings.Cut(strings.ToLower(p), "-")
		if !slices.Contains(codes, country) {
			codes = append(codes, country)
		}
	}
	return codes
}

// appendFTMDate appends a property with one end of a date as far as it is known: a day, a month or a year.
func appendFTMDate(out []byte, name string, p dossier.DateParts) []byte {
	if p == (dossier.DateParts{}) || p.Open {
		return out
	}
	out = appendDigits(append(appendName(out, name), `["`...), p.Year, 4)
	for _, part := range [...]int{p.Month, p.Day} {
		if part > 0 {
			out = appendDigits(append(out, '-'), part, 2)
		}
	}
	return append(out, `"]`...)
}

// appendDigits appends a number with so many digits.
func appendDigits(out []byte, n, width int) []byte {
	for unit := 10; width > 1; unit, width = unit*10, width-1 {
		if n < unit {
			out = append(out, '0')
		}
	}
	return strconv.AppendInt(out, int64(n), 10)
}

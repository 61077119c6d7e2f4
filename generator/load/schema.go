package load

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
)

// SchemaNames are the documents that have a schema, as Schema knows them.
func SchemaNames() []string { return []string{"entry", "source", "page", "translation", "site"} }

// Schema returns the JSON Schema, draft 2020-12, of the front matter of an entry, source, page or translation or of
// site.yaml; with an empty name, one document with all of them. It is made of the lists of fields by which Load reads. A
// schema knows one file: what the whole content says, such as which ids there are, only Load and package check know.
func Schema(name string) ([]byte, error) {
	g := newGroups()
	tops := []*group{g.entry, g.source, g.page, g.translation, g.site}
	m := &schemaMaker{made: map[*group]bool{}, used: map[string]bool{}}
	root := &schema{Title: "Front matter of a dossier"}
	if name == "" {
		for i, top := range tops {
			m.define(top)
			root.AnyOf = append(root.AnyOf, &schema{Ref: ref(SchemaNames()[i])})
		}
	} else {
		i := slices.Index(SchemaNames(), name)
		if i < 0 {
			return nil, fmt.Errorf("there is no schema %q", name)
		}
		root = m.mapping(tops[i])
		root.Title = "Fields of: " + name
	}
	root.Schema, root.Defs = "https://json-schema.org/draft/2020-12/schema", m.defs
	for _, common := range commonSchemas() {
		if m.used[common.name] {
			root.Defs = append(root.Defs, common)
		}
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	err := encoder.Encode(root)
	return out.Bytes(), err
}

// A schema is as much of JSON Schema as is needed here.
type schema struct {
	Schema      string     `json:"$schema,omitempty"`
	Title       string     `json:"title,omitempty"`
	Ref         string     `json:"$ref,omitempty"`
	Description string     `json:"description,omitempty"`
	Type        any        `json:"type,omitempty"` // a name or a list of names
	Enum        []string   `json:"enum,omitempty"`
	Pattern     string     `json:"pattern,omitempty"`
	Minimum     *int       `json:"minimum,omitempty"`
	Maximum     *int       `json:"maximum,omitempty"`
	Items       *schema    `json:"items,omitempty"`
	MinItems    int        `json:"minItems,omitempty"`
	Properties  properties `json:"properties,omitempty"`
	Required    []string   `json:"required,omitempty"`
	Names       *schema    `json:"propertyNames,omitempty"`
	Additional  any        `json:"additionalProperties,omitempty"` // false or a schema
	AnyOf       []*schema  `json:"anyOf,omitempty"`
	Defs        properties `json:"$defs,omitempty"`
}

// properties are named schemas in an order that reads well.
type properties []property

type property struct {
	name string
	*schema
}

// MarshalJSON writes one object.
func (p properties) MarshalJSON() ([]byte, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	for i := range p {
		out.WriteByte("{,"[min(i, 1)])
		if err := encoder.Encode(p[i].name); err != nil {
			return nil, err
		}
		out.WriteByte(':')
		if err := encoder.Encode(p[i].schema); err != nil {
			return nil, err
		}
	}
	out.WriteByte('}')
	return out.Bytes(), nil
}

const (
	patternID    = `^[a-z0-9]+(-[a-z0-9]+)*$`
	patternCode  = `^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$`
	patternPlace = `^[A-Z]{2}(-[A-Z0-9]{1,3})?$`
	patternSaid  = `\S`

	patternDay    = `[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])`
	patternMoment = `([0-9]{4}(-(0[1-9]|1[0-2]|2[1-4]))?|` + patternDay + `)[~?%]?`
	patternDate   = `^(` + patternMoment + `|` + patternMoment + `/(` + patternMoment + `|\.\.)|\.\./` + patternMoment + `)$`
)

// commonSchemas are those of values that many fields have. YAML takes a year for a number.
func commonSchemas() properties {
	first, last := 1000, 9999
	return properties{
		{"date", &schema{Type: []string{"string", "integer"}, Pattern: patternDate, Minimum: &first, Maximum: &last}},
		{"day", &schema{Type: "string", Pattern: `^` + patternDay + `$`}},
		{"id", &schema{Type: []string{"string", "integer"}, Pattern: patternID}},
		{"line", &schema{Type: "string", Pattern: patternSaid}},
		{"cite", &schema{Type: "array", Items: &schema{Type: []string{"string", "number"}, Pattern: patternSaid}, MinItems: 1}},
	}
}

// A schemaMaker makes schemas and keeps those of the groups that they refer to.
type schemaMaker struct {
	made map[*group]bool
	used map[string]bool // names of common schemas
	defs properties
}

func ref(name string) string { return "#/$defs/" + name }

// common refers to one of the common schemas.
func (m *schemaMaker) common(name string) *schema {
	m.used[name] = true
	return &schema{Ref: ref(name)}
}

// define keeps the schema of a group.
func (m *schemaMaker) define(g *group) {
	if m.made[g] {
		return
	}
	m.made[g] = true
	at := len(m.defs)
	m.defs = append(m.defs, property{name: g.name})
	m.defs[at].schema = m.mapping(g)
}

// group refers to the schema of a group.
func (m *schemaMaker) group(g *group) *schema {
	m.define(g)
	return &schema{Ref: ref(g.name)}
}

// mapping is the schema of a mapping with the fields of a group.
func (m *schemaMaker) mapping(g *group) *schema {
	s := &schema{Type: "object", Required: g.required, Additional: false}
	for i := range g.fields {
		value := m.value(&g.fields[i])
		value.Description = g.fields[i].means
		s.Properties = append(s.Properties, property{g.fields[i].name, value})
	}
	for _, name := range g.oneOf {
		s.AnyOf = append(s.AnyOf, &schema{Required: []string{name}})
	}
	return s
}

// value is the schema of what a field holds.
func (m *schemaMaker) value(f *field) *schema {
	switch f.is {
	case formText:
		return &schema{Type: "string"}
	case formLoose:
		return &schema{Type: []string{"string", "number"}}
	case formNumber:
		return &schema{Type: "number"}
	case formTruth:
		return &schema{Type: "boolean"}
	case formWord:
		return &schema{Enum: f.words}
	case formID:
		return m.common("id")
	case formDate:
		return m.common("date")
	case formDay:
		return m.common("day")
	case formCites:
		return m.common("cite")
	case formTexts:
		return &schema{Type: "array", Items: &schema{Type: "string"}}
	case formCodes:
		return &schema{Type: "array", Items: &schema{Type: "string", Pattern: patternCode}, MinItems: 1}
	case formPlaces:
		return &schema{Type: "object", Names: &schema{Pattern: patternPlace}, Additional: m.common("line")}
	case formMapping:
		return m.group(f.of)
	case formList:
		return &schema{Type: "array", Items: m.group(f.of)}
	case formNamed:
		return &schema{Type: "object", Names: &schema{Pattern: patternID}, Additional: m.group(f.of)}
	}
	return m.common("line")
}

package load

import (
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"dossier/generator/dossier"
)

// site reads content/site.yaml. Where it cannot be read the diagnostics say so and the site is empty.
func (l *loader) site() (*dossier.Site, error) {
	s := &dossier.Site{}
	if !l.hasSite {
		l.diags.Add(l.top("site.yaml"), "missing-file", "the content has no site.yaml", "write one with title, base_url, languages and kinds")
		return s, nil
	}
	m := newMemory()
	text, ok, err := l.text("site.yaml", &l.diags, m)
	if err != nil || !ok {
		return s, err
	}
	d := &decoder{file: dossier.NewFile("site.yaml", l.display("site.yaml"), text), diags: &l.diags, memory: m}
	root := d.yaml(text)
	if root == nil {
		return s, nil
	}
	d.readSite(root, s)
	s.File = d.file
	return s, nil
}

// readSite reads the fields of site.yaml.
func (d *decoder) readSite(root *yaml.Node, s *dossier.Site) {
	for name, n := range d.fields(root, d.file.At(""), d.groups.site) {
		switch name {
		case "title":
			s.Title = d.required(n, name)
		case "description":
			s.Description = d.str(n, name)
		case "base_url":
			s.BaseURL = d.required(n, name)
		case "languages":
			s.Languages = d.languages(n, name)
		case "contact":
			s.Contact = d.str(n, name)
		case "kinds":
			d.kinds(n, s)
		case "relations":
			d.relationTypes(n, s)
		case "access":
			d.access(n, s)
		case "places":
			d.places(n, s)
		}
	}
}

// languages reads the codes of the site's languages, which become names of folders; there is one at least.
func (d *decoder) languages(n *yaml.Node, name string) []string {
	var out []string
	for i, item := range d.items(n, name) {
		code := d.required(item, indexed(name, i))
		if !validID(strings.ToLower(code)) {
			if code != "" {
				d.diags.Add(d.at(item), "bad-value", fmt.Sprintf("%q is no code of a language", code), "write it as en, es or pt-BR")
			}
			continue
		}
		out = append(out, code)
	}
	if r := resolve(n); r.Kind == yaml.SequenceNode && len(r.Content) == 0 {
		d.diags.Add(d.at(n), "missing-field", "\"languages\" names no language", "write the first one: [en]")
	}
	return out
}

// named walks a mapping of names to mappings.
func (d *decoder) named(n *yaml.Node, what string, each func(name string, key, value *yaml.Node)) {
	r := resolve(n)
	if r.Kind != yaml.MappingNode {
		d.wrong(n, what, "a mapping", "write each as `name: {…}`")
		return
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(r.Content); i += 2 {
		key, value := resolve(r.Content[i]), resolve(r.Content[i+1])
		switch {
		case key.Kind != yaml.ScalarNode:
			d.diags.Add(d.at(key), "wrong-type", "a name is a word", "")
		case seen[key.Value]:
			d.diags.Add(d.at(key), "front-matter-syntax", fmt.Sprintf("the field %q is there twice", key.Value), "remove one of them")
		default:
			seen[key.Value] = true
			each(key.Value, key, value)
		}
	}
}

func (d *decoder) kinds(n *yaml.Node, s *dossier.Site) {
	d.named(n, "kinds", func(name string, key, value *yaml.Node) {
		if !validID(name) {
			d.id(key, "kinds")
			return
		}
		if value.Kind != yaml.MappingNode {
			d.wrong(value, name, "a mapping", "write it as {one: Agency, many: Agencies, about: …}")
			return
		}
		k := &dossier.Kind{ID: name}
		for name, n := range d.fields(value, d.at(key), d.groups.kind) {
			switch name {
			case "one":
				k.One = d.required(n, name)
			case "many":
				k.Many = d.required(n, name)
			case "about":
				k.About = d.str(n, name)
			case "feed":
				k.Feed = d.boolean(n, name)
			case "featured":
				k.Featured = d.boolean(n, name)
			case "ftm":
				k.FTM = d.oneOf(n, name, ftmSchemata())
			}
		}
		s.Kinds = append(s.Kinds, k)
	})
}

func (d *decoder) relationTypes(n *yaml.Node, s *dossier.Site) {
	d.named(n, "relations", func(name string, key, value *yaml.Node) {
		if !validID(name) {
			d.id(key, "relations")
			return
		}
		if value.Kind != yaml.MappingNode {
			d.wrong(value, name, "a mapping", "write it as {label: …, inverse: …, inverse-label: …}")
			return
		}
		t := &dossier.RelationType{Name: name}
		for name, n := range d.fields(value, d.at(key), d.groups.relationType) {
			switch name {
			case "label":
				t.Label = d.required(n, name)
			case "inverse":
				t.Inverse = d.id(n, name)
			case "inverse-label":
				t.InverseLabel = d.required(n, name)
			case "from":
				t.From = d.strings(n, name)
			case "to":
				t.To = d.strings(n, name)
			case "flow":
				t.Flow = d.oneOf(n, name, flows())
			}
		}
		if known, _ := s.Relation(t.Inverse); known != nil || t.Inverse == t.Name {
			d.diags.Add(d.at(key), "duplicate-id", fmt.Sprintf("the inverse of %q is the name of a relation already", name), "give each relation and each inverse a name of its own")
		} else if known, _ := s.Relation(t.Name); known != nil {
			d.diags.Add(d.at(key), "duplicate-id", fmt.Sprintf("%q is the inverse of another relation already", name), "give each relation and each inverse a name of its own")
		}
		s.Relations = append(s.Relations, t)
	})
}

func (d *decoder) access(n *yaml.Node, s *dossier.Site) {
	r := resolve(n)
	if r.Kind != yaml.MappingNode {
		d.wrong(n, "access", "a mapping", "write it as {from: data-sources, to: agencies}")
		return
	}
	for name, n := range d.fields(r, d.at(n), d.groups.access) {
		switch name {
		case "from":
			s.AccessFrom = d.required(n, name)
		case "to":
			s.AccessTo = d.required(n, name)
		case "groups":
			for i, item := range d.items(n, name) {
				s.AccessGroups = append(s.AccessGroups, d.accessGroup(item, indexed(name, i)))
			}
		}
	}
}

// accessGroup reads one heading of the table of access paths.
func (d *decoder) accessGroup(n *yaml.Node, name string) (g dossier.AccessGroup) {
	if resolve(n).Kind != yaml.MappingNode {
		d.wrong(n, name, "a mapping", "write it as {title: Where you drive, entries: [license-plates]}")
		return g
	}
	for name, n := range d.fields(resolve(n), d.at(n), d.groups.accessGroup) {
		switch name {
		case "title":
			g.Title = d.required(n, name)
		case "entries":
			g.IDs = d.strings(n, name)
		}
	}
	return g
}

func (d *decoder) places(n *yaml.Node, s *dossier.Site) {
	d.named(n, "places", func(code string, key, value *yaml.Node) {
		if !validPlace(code) {
			d.diags.Add(d.at(key), "bad-value", fmt.Sprintf("%q is no ISO 3166 code", code), "write a country as US, a part of it as US-CA")
			return
		}
		s.Places = append(s.Places, &dossier.Place{Code: code, Name: d.required(value, code)})
	})
	slices.SortFunc(s.Places, func(a, b *dossier.Place) int { return strings.Compare(a.Code, b.Code) })
}

// validPlace reports whether a code has the form of ISO 3166-1 alpha-2 or 3166-2.
func validPlace(code string) bool {
	country, part, divided := strings.Cut(code, "-")
	if len(country) != 2 || divided && (part == "" || len(part) > 3) {
		return false
	}
	for _, r := range country + part {
		if (r < 'A' || r > 'Z') && (r < '0' || r > '9') {
			return false
		}
	}
	return country[0] >= 'A' && country[1] >= 'A'
}

package load

import (
	"fmt"
	"iter"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"dossier/generator/diag"
	"dossier/generator/dossier"
)

// resolve follows an alias.
func resolve(n *yaml.Node) *yaml.Node {
	if n.Kind == yaml.AliasNode {
		return n.Alias
	}
	return n
}

// maxFields is how many fields a mapping can have.
const maxFields = 128

// fields walks the fields of a mapping. It reports names that are not known or come twice, and required ones that are
// missing, at `missing`. Of what is no mapping it reads nothing. The names that it yields are those of the group.
func (d *decoder) fields(n *yaml.Node, missing diag.Position, g *group) iter.Seq2[string, *yaml.Node] {
	known, required := g.known, g.required
	return func(yield func(string, *yaml.Node) bool) {
		if n.Kind != yaml.MappingNode {
			return
		}
		var seen [maxFields]bool // as in known
		for i := 0; i+1 < len(n.Content); i += 2 {
			key, value := resolve(n.Content[i]), n.Content[i+1]
			field := slices.Index(known, key.Value)
			switch {
			case key.Kind != yaml.ScalarNode:
				d.diags.Add(d.at(key), "unknown-field", "the name of a field is a word", "write each field as `name: value`")
				continue
			case field < 0:
				d.unknown(key, known)
				continue
			case seen[field]:
				d.diags.Add(d.at(key), "front-matter-syntax", fmt.Sprintf("the field %q is there twice", key.Value), "remove one of them")
				continue
			}
			seen[field] = true
			if d.empty(value, known[field], required) {
				continue
			}
			if !yield(known[field], value) {
				return
			}
		}
		for _, name := range required {
			if !seen[slices.Index(known, name)] {
				d.diags.Add(missing, "missing-field", fmt.Sprintf("the field %q is missing", name), "add a line `"+name+": …`")
			}
		}
	}
}

// empty reports a field without a value.
func (d *decoder) empty(value *yaml.Node, name string, required []string) bool {
	switch {
	case !isNull(resolve(value)):
		return false
	case !slices.Contains(required, name):
		d.diags.Add(d.at(value), "wrong-type", fmt.Sprintf("%q has no value", name), "write a value, or remove the line")
	default:
		d.diags.Add(d.at(value), "missing-field", fmt.Sprintf("%q has no value", name), "write one")
	}
	return true
}

func isNull(n *yaml.Node) bool { return n.Kind == yaml.ScalarNode && n.Tag == "!!null" }

func (d *decoder) unknown(key *yaml.Node, known []string) {
	hint := diag.DidYouMean(key.Value, known)
	for _, name := range known {
		if strings.EqualFold(name, key.Value) {
			hint = fmt.Sprintf("did you mean %q?", name)
		}
	}
	switch {
	case hint == "" && len(known) > 2*maxListed:
		hint = "content/README.md lists the fields"
	case hint == "":
		hint = "it can be: " + strings.Join(known, ", ")
	}
	d.diags.Add(d.at(key), "unknown-field", fmt.Sprintf("there is no field %q here", key.Value), hint)
}

// wrong reports a value of the wrong type.
func (d *decoder) wrong(n *yaml.Node, name, want, hint string) {
	d.diags.Add(d.at(n), "wrong-type", fmt.Sprintf("%q is %s, but must be %s", name, describe(n), want), hint)
}

// describe says in words what a value is.
func describe(n *yaml.Node) string {
	switch n = resolve(n); n.Kind {
	case yaml.MappingNode:
		return "a mapping"
	case yaml.SequenceNode:
		return "a list"
	}
	switch n.Tag {
	case "!!int", "!!float":
		return "a number"
	case "!!bool":
		return "true or false"
	case "!!timestamp":
		return "a date"
	case "!!null":
		return "empty"
	case "!!str":
		return "text"
	}
	return "of an unknown type"
}

// word reads a string without the white space around it. What is kept of it must be copied: str does so.
func (d *decoder) word(n *yaml.Node, name string) string {
	r := resolve(n)
	if r.Kind != yaml.ScalarNode || r.Tag != "!!str" {
		hint := "write it as plain words"
		switch {
		case isNull(r):
			hint = "write it, or remove it"
		case r.Kind == yaml.ScalarNode:
			hint = fmt.Sprintf("put it in quotes: %q", r.Value)
		}
		d.wrong(n, name, "text", hint)
		return ""
	}
	return strings.TrimSpace(r.Value)
}

// str reads a string without the white space around it.
func (d *decoder) str(n *yaml.Node, name string) string { return d.words.String(d.word(n, name)) }

// required reads a string that must not be empty.
func (d *decoder) required(n *yaml.Node, name string) string {
	s := d.str(n, name)
	if r := resolve(n); s == "" && r.Kind == yaml.ScalarNode && r.Tag == "!!str" {
		d.diags.Add(d.at(n), "missing-field", fmt.Sprintf("%q is empty", name), "write something")
	}
	return s
}

// scalar reads text that may look like a number, such as a volume or a page.
func (d *decoder) scalar(n *yaml.Node, name string) string {
	r := resolve(n)
	if r.Kind == yaml.ScalarNode && (r.Tag == "!!int" || r.Tag == "!!float" || r.Tag == "!!timestamp") {
		return d.words.String(r.Value)
	}
	return d.str(n, name)
}

func (d *decoder) boolean(n *yaml.Node, name string) bool {
	r := resolve(n)
	if r.Kind != yaml.ScalarNode || r.Tag != "!!bool" {
		d.wrong(n, name, "true or false", "write true or false, without quotes")
		return false
	}
	return strings.EqualFold(r.Value, "true")
}

// date reads an EDTF date.
func (d *decoder) date(n *yaml.Node, name string) dossier.Date {
	r := resolve(n)
	if r.Kind != yaml.ScalarNode || r.Tag == "!!bool" {
		d.wrong(n, name, "a date", "write it as 2021, 2021-10 or 2021-10-08")
		return dossier.Date{}
	}
	date, err := dossier.ParseDate(d.words.String(strings.TrimSpace(r.Value)))
	if err != nil {
		message, hint, _ := strings.Cut(err.Error(), "; ")
		d.diags.Add(d.at(n), "bad-date", message, hint)
	}
	return date
}

// day reads a date that is one calendar day.
func (d *decoder) day(n *yaml.Node, name string) dossier.Date {
	date := d.date(n, name)
	if !date.IsZero() && !date.IsDay() {
		d.diags.Add(d.at(n), "bad-date", fmt.Sprintf("%q must be one day", name), "write it as 2021-10-08")
	}
	return date
}

// number reads a decimal number as written.
func (d *decoder) number(n *yaml.Node, name string) string {
	r := resolve(n)
	const hint = "write it in digits, without separators or signs of currency: 41000000"
	switch {
	case r.Kind != yaml.ScalarNode || r.Tag != "!!int" && r.Tag != "!!float":
		d.wrong(n, name, "a number", hint)
		return ""
	case !isDecimal(r.Value):
		d.diags.Add(d.at(n), "wrong-type", fmt.Sprintf("%q is not written in plain digits", name), hint)
		return ""
	}
	return d.words.String(r.Value)
}

// isDecimal reports whether a number is written in plain digits.
func isDecimal(s string) bool {
	s = strings.TrimPrefix(s, "-")
	whole, part, point := strings.Cut(s, ".")
	return isDigits(whole) && (!point || isDigits(part)) && len(s) <= 30
}

func isDigits(s string) bool {
	for _, r := range s {
		if r < '0' || r > '9' {
			return false
		}
	}
	return s != ""
}

// maxListed is how many words a hint lists beside the nearest one.
const maxListed = 12

// oneOf reads one of some words.
func (d *decoder) oneOf(n *yaml.Node, name string, words []string) string {
	s := d.word(n, name)
	if i := slices.Index(words, s); i >= 0 {
		return words[i]
	}
	if r := resolve(n); r.Kind == yaml.ScalarNode && r.Tag == "!!str" {
		hint := diag.OneOf(s, words)
		if near := diag.DidYouMean(s, words); near != "" && len(words) > maxListed {
			hint = near
		}
		d.diags.Add(d.at(n), "bad-value", fmt.Sprintf("%q is no value of %q", s, name), hint)
	}
	return ""
}

// id reads an id.
func (d *decoder) id(n *yaml.Node, name string) string {
	r := resolve(n)
	s := d.scalar(n, name)
	if r.Kind == yaml.ScalarNode && !validID(s) && (s != "" || r.Tag == "!!str") {
		d.diags.Add(d.at(n), "bad-id", fmt.Sprintf("%q is no id", s), idHint(s))
	}
	return s
}

// items walks a list.
func (d *decoder) items(n *yaml.Node, name string) iter.Seq2[int, *yaml.Node] {
	return func(yield func(int, *yaml.Node) bool) {
		r := resolve(n)
		if r.Kind != yaml.SequenceNode {
			hint := "write it as [one, two], or with a hyphen before each item"
			if r.Kind == yaml.MappingNode {
				hint = "put a hyphen before each item: - {name: value, …}"
			}
			d.wrong(n, name, "a list", hint)
			return
		}
		for i, item := range r.Content {
			if !yield(i, item) {
				return
			}
		}
	}
}

// records walks a list of mappings. It reports an item that is none and yields it all the same, so that
// what is read keeps its index; fields reads nothing of it.
func (d *decoder) records(n *yaml.Node, name string) iter.Seq2[int, *yaml.Node] {
	return func(yield func(int, *yaml.Node) bool) {
		for i, item := range d.items(n, name) {
			r := resolve(item)
			if r.Kind != yaml.MappingNode {
				d.wrong(item, indexed(name, i), "a mapping", "write it as {name: value, …}")
			}
			if !yield(i, r) {
				return
			}
		}
	}
}

// length is how many items a list has.
func length(n *yaml.Node) int {
	if r := resolve(n); r.Kind == yaml.SequenceNode {
		return len(r.Content)
	}
	return 0
}

// strings reads a list of texts.
func (d *decoder) strings(n *yaml.Node, name string) []string {
	out := d.lists.Make(length(n))
	for i, item := range d.items(n, name) {
		if isNull(resolve(item)) {
			d.wrong(item, indexed(name, i), "text", "write it, or remove it")
			out = append(out, "")
			continue
		}
		out = append(out, d.str(item, indexed(name, i)))
	}
	return out
}

// markdownField reads a field of Markdown that must not be empty.
func (d *decoder) markdownField(n *yaml.Node, name string, file *dossier.File) *dossier.Text {
	s := d.required(n, name)
	if s == "" {
		return nil
	}
	return d.texts.New(dossier.NewText(file, name, d.parser.Parse([]byte(s))))
}

// body parses the text behind the front matter.
func (d *decoder) body(file *dossier.File) *dossier.Text {
	return d.texts.New(dossier.NewText(file, "", d.parser.Parse(file.Text[file.Body:])))
}

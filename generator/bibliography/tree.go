package bibliography

import (
	"dossier/generator/diag"
)

// maxValues is how many values of JSON or YAML are read.
const maxValues = 1_000_000

// A kind is that of a value.
type kind int

const (
	nullValue kind = iota
	boolValue
	numberValue
	textValue
	listValue
	objectValue
)

// A value is one of JSON or YAML.
type value struct {
	kind         kind
	text         string   // of a text, number or bool
	items        []*value // of a list; of an object its names, each with its value behind it
	start, end   int      // in the file, of JSON
	line, column int      // of YAML, which counts so
}

// scalarText returns the text of a text or number.
func (v *value) scalarText() string {
	if v.kind == textValue || v.kind == numberValue {
		return v.text
	}
	return ""
}

// get returns a field of an object, or nil.
func (v *value) get(name string) *value {
	if v.kind != objectValue {
		return nil
	}
	for i := 0; i+1 < len(v.items); i += 2 {
		if v.items[i].text == name {
			return v.items[i+1]
		}
	}
	return nil
}

// A tree reads CSL out of values.
type tree struct {
	*reader
	values int // how many there are
}

// allow counts a value, and reports it where there are too many or they nest too deep.
func (t *tree) allow(v *value, depth int) bool {
	t.values++
	if depth <= maxDepth && t.values <= maxValues {
		return true
	}
	if depth > maxDepth {
		t.fault(t.at(v), "values nest too deep", "a reference is an object of texts, names and dates")
	} else {
		t.fault(t.at(v), "there are too many values", "split the file")
	}
	return false
}

// at is the position of a value.
func (t *tree) at(v *value) diag.Position {
	if v.line > 0 {
		return diag.Position{Path: t.file.Display, Line: v.line, Column: v.column, EndLine: v.line, EndColumn: v.column}
	}
	return t.span(v.start, v.end)
}

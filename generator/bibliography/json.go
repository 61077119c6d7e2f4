package bibliography

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// json reads CSL-JSON.
func (r *reader) json() {
	var whole json.RawMessage
	if err := json.Unmarshal(r.file.Text, &whole); err != nil {
		var fault *json.SyntaxError
		at := len(r.text)
		if errors.As(err, &fault) {
			at = max(0, int(fault.Offset)-1)
		}
		if strings.Contains(err.Error(), "unexpected end") {
			at = len(r.text)
		}
		r.fault(r.file.Span(at, at), "this is no JSON: "+err.Error(), "export the references again, as CSL-JSON")
		return
	}
	t := &tree{reader: r}
	j := &jsonReader{tree: t, decoder: json.NewDecoder(strings.NewReader(r.text))}
	j.decoder.UseNumber()
	if root := j.value(0); root != nil {
		t.list(root)
	}
}

// A jsonReader makes a tree of JSON that is known to be valid.
type jsonReader struct {
	tree    *tree
	decoder *json.Decoder
}

// value reads the next value, or returns nil where there are too many or they nest too deep.
func (j *jsonReader) value(depth int) *value {
	text := j.tree.text
	start := int(j.decoder.InputOffset())
	for start < len(text) && (isSpace(text[start]) || text[start] == ',' || text[start] == ':') {
		start++
	}
	token, err := j.decoder.Token()
	if err != nil {
		return nil
	}
	v := &value{start: start, end: int(j.decoder.InputOffset())}
	if !j.tree.allow(v, depth) {
		return nil
	}
	switch token := token.(type) {
	case string:
		v.kind, v.text = textValue, token
	case json.Number:
		v.kind, v.text = numberValue, token.String()
	case bool:
		v.kind, v.text = boolValue, fmt.Sprint(token)
	case json.Delim:
		if v.kind = listValue; token == '{' {
			v.kind = objectValue
		}
		for j.decoder.More() {
			item := j.value(depth + 1)
			if item == nil {
				return nil
			}
			v.items = append(v.items, item)
		}
		if _, err := j.decoder.Token(); err != nil {
			return nil
		}
	}
	return v
}

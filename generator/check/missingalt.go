package check

import (
	"strings"

	"dossier/generator/markdown"
)

// missingAlt: an image says in words what it shows.
func missingAlt(r *run) {
	r.texts(func(t prose) {
		for _, l := range t.Links {
			if l.Kind == markdown.Image && strings.TrimSpace(l.Text) == "" {
				r.report(t.At(l.Whole), "the image has no description", "write what it shows between the brackets: ![description](file)")
			}
		}
	})
}

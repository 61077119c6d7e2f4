package check

import (
	"fmt"
)

// headingOrder: headings begin at ## and go down one level at a time.
func headingOrder(r *run) {
	r.texts(func(t prose) {
		last := 1
		for _, h := range t.Headings {
			switch {
			case h.Level == 1:
				r.report(t.At(h.Span), "the title of the page is its only heading of the first level", "begin the heading with ##")
			case h.Level > last+1:
				r.report(t.At(h.Span), fmt.Sprintf("a heading of level %d follows one of level %d", h.Level, last), "go down one level at a time")
			}
			last = h.Level
		}
	})
}

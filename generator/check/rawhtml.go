package check

// rawHTML: text is Markdown alone.
func rawHTML(r *run) {
	r.texts(func(t prose) {
		for _, span := range t.RawHTML {
			r.report(t.At(span), "HTML is not allowed in text", "write it in Markdown; write &lt; for a less-than sign")
		}
	})
}

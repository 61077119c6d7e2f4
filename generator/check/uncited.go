package check

// uncited: in an entry and its translations every text is covered by claims to its end.
func uncited(r *run) {
	r.texts(func(t prose) {
		if !t.states {
			return
		}
		for _, span := range t.Uncovered {
			r.report(t.At(span), "the text up to the end of its block has no citation", "end it with a mark such as [@my-citation], or make it an editors' note: > [!NOTE]")
		}
	})
}

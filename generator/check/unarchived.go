package check

// unarchived: a source with a public copy can still be read when its address is gone.
func unarchived(r *run) {
	for _, s := range r.Sources {
		if s.Archived == nil && s.CSL.Field("URL") != "" {
			r.report(s.At("URL"), "the source has no archived copy", "add archived: {url: https://web.archive.org/…, date: …}")
		}
	}
}

package check

// unarchived: a source of which a copy is kept, here or in public, can still be read when its address is gone.
func unarchived(r *run) {
	for _, s := range r.Sources {
		kept := r.Lock != nil && r.Lock.Source(s.ID) != nil
		if s.Archived == nil && !kept && s.CSL.Field("URL") != "" {
			r.report(s.At("URL"), "the source has no archived copy", "add archived: {url: https://web.archive.org/…, date: …}")
		}
	}
}

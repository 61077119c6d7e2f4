package dossier

// share lets equal ids and words of an entry be one string: that of the entry, source, citation or relation that they
// name. A dossier names each thing many times, and every copy would be kept, and visited whenever memory is cleared up.
func (d *Dossier) share(e *Entry) {
	for i := range e.Citations {
		c := &e.Citations[i]
		if c.Source != nil {
			c.SourceID = c.Source.ID
		}
		if c.Reporting != nil {
			c.ReportingID = c.Reporting.ID
		}
	}
	for i := range e.Relations {
		r := &e.Relations[i]
		if t, inverse := d.Site.Relation(r.Type); inverse {
			r.Type = t.Inverse
		} else if t != nil {
			r.Type = t.Name
		}
		if to := d.entries[r.To]; to != nil {
			r.To = to.ID
		}
		r.Status = sharedStatus(r.Status)
		d.shareCites(e, r.Cite)
	}
	for i := range e.Events {
		d.shareCites(e, e.Events[i].Cite)
	}
	for i := range e.Figures {
		d.shareCites(e, e.Figures[i].Cite)
	}
	e.Status = sharedStatus(e.Status)
	for _, t := range e.Texts() {
		for i := range t.Groups {
			for k := range t.Groups[i].Marks {
				m := &t.Groups[i].Marks[k]
				m.ID = d.sharedID(e, m.ID)
			}
		}
	}
}

func (d *Dossier) shareCites(e *Entry, cites []Cite) {
	for i := range cites {
		cites[i].ID = d.sharedID(e, cites[i].ID)
	}
}

// sharedID is the id of a citation or source as the citation or source has it.
func (d *Dossier) sharedID(e *Entry, id string) string {
	if c := FindCitation(e.Citations, id); c != nil {
		return c.ID
	}
	if s := d.sources[id]; s != nil {
		return s.ID
	}
	return id
}

// sharedStatus is the word of a status, or what was written in its place.
func sharedStatus(word string) string {
	if known := statusOf(rankOf(word)); known == word {
		return known
	}
	return word
}

package evidence

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"runtime"
	"slices"
	"strings"
	"sync"

	"dossier/generator/diag"
	"dossier/generator/dossier"
)

// A Finding is a passage that was not found in the newest copy of its source (passage-not-found), or found more than once
// there (passage-ambiguous). Its position is the passage in the content.
type Finding struct {
	diag.Diagnostic
	Entry, Citation, Source string // ids
}

// A quotation is a passage to look up.
type quotation struct {
	entry    string
	file     *dossier.File
	index    int // of the citation in its file
	citation *dossier.Citation
}

// A verdict is what came of looking up the passages of a source.
type verdict struct {
	sources  []dossier.SourceFact // none or one
	passages []dossier.PassageFact
	findings []Finding
	err      error
}

// Verify looks up every passage of every citation in the newest copy of its source, and returns the lock that says so and
// what is to be mended. Copies of sources that the dossier has not are left alone. What it returns depends on the dossier
// and the locker alone.
func Verify(d *dossier.Dossier, l *Locker) (*dossier.Lock, []Finding, error) {
	bySource := quotations(d)
	for _, s := range d.Sources {
		bySource[s.ID] = append(bySource[s.ID], []quotation(nil)...)
	}
	ids := slices.Sorted(maps.Keys(bySource))
	verdicts := make([]verdict, len(ids))
	next := make(chan int)
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(ids)) {
		workers.Go(func() {
			for i := range next {
				verdicts[i] = verifySource(d.Source(ids[i]), bySource[ids[i]], l)
			}
		})
	}
	for i := range ids {
		next <- i
	}
	close(next)
	workers.Wait()
	return gather(verdicts)
}

// quotations returns the passages by source. What cannot stand in a lock is left for check to report.
func quotations(d *dossier.Dossier) map[string][]quotation {
	bySource := map[string][]quotation{}
	add := func(id string, file *dossier.File, citations []dossier.Citation) {
		for i := range citations {
			c := &citations[i]
			if c.Passage != "" && isField(id) && isField(c.ID) && c.SourceID != "" {
				bySource[c.SourceID] = append(bySource[c.SourceID], quotation{id, file, i, c})
			}
		}
	}
	for _, e := range d.Entries {
		add(e.ID, &e.File, e.Citations)
	}
	for _, p := range d.Pages {
		add(p.ID, &p.File, p.Citations)
	}
	return bySource
}

// isField reports whether a value can be a field of a line of the lock.
func isField(s string) bool { return s != "" && !strings.ContainsAny(s, " \t\r\n") }

// gather puts the verdicts together.
func gather(verdicts []verdict) (*dossier.Lock, []Finding, error) {
	lock, findings, errs := &dossier.Lock{}, []Finding(nil), []error(nil)
	for _, v := range verdicts {
		lock.Sources = append(lock.Sources, v.sources...)
		lock.Passages = append(lock.Passages, v.passages...)
		findings = append(findings, v.findings...)
		errs = append(errs, v.err)
	}
	if err := errors.Join(errs...); err != nil {
		return nil, nil, err
	}
	lock.Sort()
	slices.SortFunc(findings, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column),
			cmp.Compare(a.Code, b.Code), cmp.Compare(a.Citation, b.Citation), cmp.Compare(a.Message, b.Message))
	})
	return lock, findings, nil
}

// verifySource looks up the passages of a source, which is nil where the dossier has none of that id.
func verifySource(s *dossier.Source, list []quotation, l *Locker) (v verdict) {
	var copied Capture
	ok := false
	if s != nil && isField(s.ID) && isSourceID(s.ID) {
		if copied, ok, v.err = l.Newest(s.ID); v.err != nil {
			return v
		}
	}
	if !ok {
		v.unchecked(list, dossier.WhereNoCopy)
		return v
	}
	media, _, _ := strings.Cut(strings.ToLower(copied.Media), ";")
	media = strings.Join(strings.Fields(media), "")
	t := copied.Time.UTC()
	day, err := dossier.ParseDate(t.Format("2006-01-02"))
	if err != nil {
		v.err = fmt.Errorf("the date of the copy of %s: %w", s.ID, err)
		return v
	}
	v.sources = []dossier.SourceFact{{ID: s.ID, Date: day, SHA256: copied.SHA256, Media: cmp.Or(media, "application/octet-stream"), Bytes: copied.Bytes}}
	if len(list) == 0 {
		return v
	}
	text, err := l.Text(copied)
	var none *NoTextError
	if err != nil && !errors.As(err, &none) {
		v.err = fmt.Errorf("the text of the copy of %s: %w", s.ID, err)
		return v
	}
	ix := NewIndex(text)
	if ix.Words() == 0 {
		v.unchecked(list, dossier.WhereNoText)
		return v
	}
	for i := range list {
		v.lookUp(&list[i], ix, media == "application/pdf")
	}
	return v
}

// isSourceID reports whether an id is one that a locker has a folder for.
func isSourceID(id string) bool {
	return strings.Trim(id, "abcdefghijklmnopqrstuvwxyz0123456789-") == "" && !strings.HasPrefix(id, "-") && !strings.HasSuffix(id, "-") && !strings.Contains(id, "--")
}

func (v *verdict) unchecked(list []quotation, why string) {
	for i := range list {
		v.note(&list[i], dossier.PassageUnchecked, why)
	}
}

// note adds a fact about a passage.
func (v *verdict) note(u *quotation, state, where string) {
	v.passages = append(v.passages, dossier.PassageFact{Entry: u.entry, Citation: u.citation.ID,
		SHA256: dossier.PassageHash(u.citation), State: state, Where: where})
}

// report adds a finding about a passage.
func (v *verdict) report(u *quotation, code, message, hint string) {
	at := u.file.At(fmt.Sprintf("citations[%d].passage", u.index))
	v.findings = append(v.findings, Finding{diag.New(at, code, message, hint), u.entry, u.citation.ID, u.citation.SourceID})
}

// lookUp looks one passage up. In a PDF it must be on the page that its locator names.
func (v *verdict) lookUp(u *quotation, ix *Index, paged bool) {
	passage, source := u.citation.Passage, u.citation.SourceID
	found, first, last := ix.find(passage)
	if len(found) == 0 {
		v.note(u, dossier.PassageNotFound, "-")
		message, hint := ix.explain(passage, first, last)
		v.report(u, "passage-not-found", fmt.Sprintf("the passage is not in the kept copy of %q: %s", source, message), hint)
		return
	}
	from, to, ok := locatorPages(u.citation.Locator)
	if paged && ok {
		page := ix.page(found[0].start)
		found = slices.DeleteFunc(found, func(s stretch) bool { return ix.page(s.start) > to || ix.page(s.end-1) < from })
		if len(found) == 0 {
			v.note(u, dossier.PassageNotFound, "-")
			v.report(u, "passage-not-found", fmt.Sprintf("the passage is on page %d of the kept copy of %q, not where its locator says: %s", page, source, u.citation.Locator),
				fmt.Sprintf("mend the locator, which counts the pages of the file: \"p. %d\"", page))
			return
		}
	}
	where := ""
	switch {
	case len(found) > 1:
		where = fmt.Sprintf("ambiguous:%d", len(found))
		v.report(u, "passage-ambiguous", fmt.Sprintf("the passage occurs %d times in the kept copy of %q", len(found), source), ix.lengthen(passage, found))
	case paged:
		where = fmt.Sprintf("page=%d", max(from, ix.page(found[0].start)))
	default:
		where = ix.TextFragment(found[0].start, found[0].end)
	}
	v.note(u, dossier.PassageFound, where)
}

package evidence

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"dossier/generator/dossier"
)

// Record brings a lock up to date with the newest copy of a source: it writes the source's line, and when the bytes are
// not those of the line before, that source's passages become unchecked, changed. It returns those passages that were
// found before, as they were. The same bytes again leave everything as it is, the date included.
func Record(lock *dossier.Lock, d *dossier.Dossier, c Capture) (lost []dossier.PassageFact) {
	lock.Sort()
	day, err := dossier.ParseDate(c.Time.UTC().Format(time.DateOnly))
	if err != nil {
		panic(err) // a time has a date
	}
	fact := dossier.SourceFact{ID: c.Source, Date: day, SHA256: c.SHA256, Media: c.Media, Bytes: c.Bytes}
	before := lock.Source(c.Source)
	if before == nil {
		lock.Sources = append(lock.Sources, fact)
		lock.Sort()
		return nil
	}
	if before.SHA256 == c.SHA256 {
		before.Media, before.Bytes = c.Media, c.Bytes
		return nil
	}
	*before = fact
	lose := func(owner string, citations []dossier.Citation) {
		for i := range citations {
			if citations[i].SourceID != c.Source {
				continue
			}
			p := lock.Passage(owner, &citations[i])
			if p == nil {
				continue
			}
			if p.State == dossier.PassageFound {
				lost = append(lost, *p)
			}
			p.State, p.Where = dossier.PassageUnchecked, dossier.WhereChanged
		}
	}
	for _, e := range d.Entries {
		lose(e.ID, e.Citations)
	}
	for _, p := range d.Pages {
		lose(p.ID, p.Citations)
	}
	return lost
}

// WriteLock sorts a lock and writes it as a whole or not at all: the file has the old text or the new one at any moment. A
// file that has that text already is left alone.
func WriteLock(path string, lock *dossier.Lock) error {
	lock.Sort()
	text := lock.String()
	if _, err := dossier.ParseLock(text); err != nil {
		return fmt.Errorf("a lock that could not be read again: %w", err)
	}
	if target, err := filepath.EvalSymlinks(path); err == nil {
		path = target
	}
	old, err := os.ReadFile(path)
	if err == nil && string(old) == text {
		return nil
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	temp := "." + filepath.Base(path) + "-"
	if err := wholeFile(path, temp, []byte(text), os.Rename); err != nil {
		return err
	}
	return sweepTemp(path, temp)
}

// sweepTemp removes what killed runs left beside a file: temporary files that are an hour older than it.
func sweepTemp(path, start string) error {
	newest, err := os.Stat(path)
	if err != nil {
		return err
	}
	files, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		return err
	}
	var errs []error
	for _, f := range files {
		if !isTemp(f.Name(), start) {
			continue
		}
		if info, err := f.Info(); err == nil && info.Mode().IsRegular() && newest.ModTime().Sub(info.ModTime()) > leftover {
			errs = append(errs, os.Remove(filepath.Join(filepath.Dir(path), f.Name())))
		}
	}
	return errors.Join(errs...)
}

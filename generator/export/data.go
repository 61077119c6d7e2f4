package export

import (
	"fmt"
	"io"
	"sync"

	"dossier/generator/dossier"
)

// data writes the files of data/. What they hold of an entry is worked out once for all of them.
func data(d *dossier.Dossier, site Site) error {
	var files []io.WriteCloser
	create := func(name string) (io.Writer, error) {
		f, err := site.Create("data/" + name)
		if err == nil {
			files = append(files, f)
		}
		return f, err
	}
	err := writeData(d, site, create)
	for _, f := range files {
		if fault := f.Close(); err == nil {
			err = fault
		}
	}
	if err != nil {
		return err
	}
	description, err := datapackage(d.Site)
	if err != nil {
		return fmt.Errorf("make datapackage.json: %w", err)
	}
	return site.AddAsIs("data/datapackage.json", description)
}

// writeData writes the files that entries and sources add to.
func writeData(d *dossier.Dossier, site Site, create func(name string) (io.Writer, error)) error {
	var fault error
	begin := func(name, head string) io.Writer {
		f, err := create(name)
		if err == nil {
			_, err = io.WriteString(f, head)
		}
		if fault == nil {
			fault = err
		}
		return f
	}
	head, err := dossierHead(d.Site)
	if err != nil {
		return fmt.Errorf("make dossier.json: %w", err)
	}
	whole, entities := begin("dossier.json", head), begin("entities.ftm.json", "")
	entries := []collector[*record]{{whole, publishEntry(site)}, {entities, ftmEntry}}
	for _, t := range tables() {
		entries = append(entries, collector[*record]{begin(t.file(), t.head()), t.add})
	}
	csl := begin("sources.csl.json", "[\n")
	sources := []collector[*sourceRecord]{{csl, cslItem}, {begin("sources.bib", ""), bibItem}, {entities, ftmSource}}
	if fault != nil {
		return fault
	}
	if err := collect(len(d.Entries), recorders(d), entries); err != nil {
		return err
	}
	base := d.Site.Base()
	source := func() func(i int) *sourceRecord {
		return func(i int) *sourceRecord { return &sourceRecord{d.Sources[i], i, base} }
	}
	if err := collect(len(d.Sources), source, sources); err != nil {
		return err
	}
	if _, err := io.WriteString(whole, "\n]}\n"); err != nil {
		return err
	}
	_, err = io.WriteString(csl, "\n]\n")
	return err
}

// A collector is a file to which every record adds its part, in order.
type collector[R any] struct {
	file io.Writer
	add  func(out []byte, r R) ([]byte, error)
}

// How records are worked on: so many at a time by one processor, and so many of these groups before all that they made is
// written out.
const (
	groupSize   = 8
	groupsAhead = 8
)

// collect makes what n records add to files, on all processors, and writes it in the order of the records. Memory for it
// does not grow with their number.
func collect[R any](n int, worker func() func(i int) R, files []collector[R]) error {
	workers := sync.Pool{New: func() any { return worker() }}
	groups := (n + groupSize - 1) / groupSize
	parts := make([][][]byte, min(groups, groupsAhead)) // of a group for each file
	faults := make([]error, max(len(parts), len(files)))
	for i := range parts {
		parts[i] = make([][]byte, len(files))
	}
	for first := 0; first < groups; first += groupsAhead {
		ahead := min(groups-first, groupsAhead)
		dossier.Each(ahead, func(i int) {
			record, from := workers.Get().(func(int) R), (first+i)*groupSize
			faults[i] = makeParts(parts[i], from, min(from+groupSize, n), record, files)
			workers.Put(record)
		})
		if err := firstOf(faults); err != nil {
			return err
		}
		dossier.Each(len(files), func(k int) {
			for i := 0; i < ahead && faults[k] == nil; i++ {
				_, faults[k] = files[k].file.Write(parts[i][k])
			}
		})
		if err := firstOf(faults); err != nil {
			return err
		}
	}
	return nil
}

// makeParts makes what a group of records adds to each file.
func makeParts[R any](parts [][]byte, from, to int, record func(int) R, files []collector[R]) error {
	for k := range parts {
		parts[k] = parts[k][:0]
	}
	for i := from; i < to; i++ {
		r := record(i)
		for k := range files {
			var err error
			if parts[k], err = files[k].add(parts[k], r); err != nil {
				return err
			}
		}
	}
	return nil
}

func firstOf(faults []error) error {
	for _, err := range faults {
		if err != nil {
			return err
		}
	}
	return nil
}

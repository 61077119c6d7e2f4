package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"dossier/generator/bibliography"
	"dossier/generator/check"
	"dossier/generator/diag"
	"dossier/generator/dossier"
	"dossier/generator/load"
)

// importCommand makes sources of lists of references.
type importCommand struct {
	Content string   `default:"content" help:"Directory of the content."`
	Tier    string   `help:"How near the sources stand to what they describe: primary, secondary or tertiary. No list of references says so."`
	Files   []string `arg:"" name:"file" help:"Lists of references; - is standard input."`
}

// An imported is a source that is to be written.
type imported struct {
	*bibliography.Record
	id    string
	text  []byte
	lines []diag.Position // where each line of the text comes from
}

// name is its file below the content directory.
func (s *imported) name() string { return "sources/" + s.id + ".md" }

// Run writes a source for each reference that is not in the content yet, or nothing at all where something is wrong.
func (c *importCommand) Run(std *streams) error {
	if !slices.Contains([]string{"primary", "secondary", "tertiary"}, c.Tier) {
		return errors.New("say with --tier primary, secondary or tertiary how near the sources stand to what they describe; import each kind on its own")
	}
	records, found, err := c.read()
	if err != nil {
		return err
	}
	content, err := openDir(c.Content)
	if err != nil {
		return err
	}
	d, before, err := load.Load(content, c.Content)
	if err != nil {
		return err
	}
	var sources []*imported
	var said []string // what to say of records, when all is well
	if found.Count(diag.Error) == 0 {
		taken, err := takenIDs(content, d)
		if err != nil {
			return err
		}
		sources, said = c.prepare(records, newShelf(d, taken))
		more, err := c.verify(content, d, before, sources)
		if err != nil {
			return err
		}
		found = append(found, more...)
	}
	found.Sort()
	if found.Count(diag.Error) > 0 {
		if err := diag.Text(std.out, found); err != nil {
			return err
		}
		fmt.Fprintf(std.err, "dossier: nothing was imported: %s\n", tally(found))
		return errContent
	}
	if err := c.write(sources); err != nil {
		return err
	}
	return c.report(std, sources, said, found, len(records))
}

// read reads the files. An error is for what is no list of references at all.
func (c *importCommand) read() (records []*bibliography.Record, found diag.List, err error) {
	for _, name := range c.Files {
		display := filepath.ToSlash(name)
		text, err := readList(name)
		if err != nil {
			return nil, nil, err
		}
		if name == "-" {
			display = "stdin"
		}
		format := bibliography.FormatOf(display, text)
		if format == bibliography.Unknown && len(text) <= bibliography.MaxBytes {
			return nil, nil, fmt.Errorf("%s is no list of references that import knows: give it the ending .json, .yaml, .bib or .ris", display)
		}
		list, wrong := bibliography.Read(display, format, text)
		for i := range list {
			records = append(records, &list[i])
		}
		found = append(found, wrong...)
	}
	return records, found, nil
}

// readList reads a file or, for "-", standard input: one byte more than is allowed at the most.
func readList(name string) ([]byte, error) {
	file := os.Stdin
	if name != "-" {
		var err error
		if file, err = os.Open(name); err != nil {
			return nil, fmt.Errorf("cannot read the list: %w", err)
		}
		defer file.Close()
	}
	text, err := io.ReadAll(io.LimitReader(file, bibliography.MaxBytes+1))
	if err != nil {
		return nil, fmt.Errorf("cannot read the list: %w", err)
	}
	return text, nil
}

// prepare makes a source of each record that is not there yet, and says what a person should know of it.
func (c *importCommand) prepare(records []*bibliography.Record, shelf *shelf) (sources []*imported, said []string) {
	known := load.CSLFields()
	for _, r := range records {
		say := func(format string, args ...any) {
			said = append(said, fmt.Sprintf("%s:%d: ", r.At.Path, r.At.Line)+fmt.Sprintf(format, args...))
		}
		if other := shelf.find(r); other != "" {
			say("already there as %s", other)
			continue
		}
		s := &imported{Record: r}
		var wanted string
		s.id, wanted = shelf.place(r)
		if wanted != s.id {
			say("%s: the id %s is taken", s.id, wanted)
		}
		s.leaveOutUnknown(known)
		for _, remark := range r.Remarks {
			say("%s: %s", s.id, remark)
		}
		if names := s.leftOutNames(); len(names) > 0 {
			say("%s: left out: %s", s.id, strings.Join(names, ", "))
		}
		s.write(c.Tier)
		sources = append(sources, s)
	}
	return sources, said
}

// verify loads and checks the content as it will be. It returns what is wrong with the new sources, at the place in the list
// that it comes from, and what they would break elsewhere.
func (c *importCommand) verify(content fs.FS, old *dossier.Dossier, before diag.List, sources []*imported) (found diag.List, err error) {
	added := map[string][]byte{}
	lines := map[string][]diag.Position{}
	for _, s := range sources {
		added[s.name()] = s.text
		lines[path.Join(c.Content, s.name())] = s.lines
	}
	d, after, err := load.Load(&overlay{content, added}, c.Content)
	if err != nil {
		return nil, err
	}
	after = append(after, check.Check(d, false)...)
	var elsewhere diag.List
	for _, x := range after {
		from := lines[x.Path]
		switch {
		case x.Code == "unused-source" || x.Severity == diag.Info:
		case from != nil:
			x.Position = from[min(max(x.Line, 1), len(from))-1]
			found = append(found, x)
		case x.Severity == diag.Error:
			elsewhere = append(elsewhere, x)
		}
	}
	if len(elsewhere) > 0 {
		was := map[diag.Diagnostic]bool{}
		for _, x := range append(before, check.Check(old, false)...) {
			was[x] = true
		}
		elsewhere = slices.DeleteFunc(elsewhere, func(x diag.Diagnostic) bool { return was[x] })
	}
	return append(found, elsewhere...), nil
}

// write writes the sources. None of them replaces a file; where one cannot be written none is left.
func (c *importCommand) write(sources []*imported) (err error) {
	root, err := os.OpenRoot(c.Content)
	if err != nil {
		return err
	}
	defer root.Close()
	if err := root.Mkdir("sources", 0o777); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	for i, s := range sources {
		if err := writeNew(root, s.name(), s.text); err != nil {
			for _, done := range sources[:i] {
				err = errors.Join(err, root.Remove(done.name()))
			}
			return fmt.Errorf("nothing was imported: %w", err)
		}
	}
	return nil
}

// writeNew writes a file that must not be there yet.
func writeNew(root *os.Root, name string, text []byte) error {
	file, err := root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	_, err = file.Write(text)
	if err = errors.Join(err, file.Close()); err != nil {
		err = errors.Join(err, root.Remove(name))
	}
	return err
}

// report prints what was written, one path a line, and as messages what a person should look at.
func (c *importCommand) report(std *streams, sources []*imported, said []string, warnings diag.List, records int) error {
	for _, line := range said {
		fmt.Fprintf(std.err, "dossier: %s\n", line)
	}
	if err := diag.Text(std.err, warnings); err != nil {
		return err
	}
	for _, s := range sources {
		if _, err := fmt.Fprintln(std.out, path.Join(filepath.ToSlash(c.Content), s.name())); err != nil {
			return err
		}
	}
	fmt.Fprintf(std.err, "dossier: %s imported as %s, %d already there\n", counted(len(sources), "source", "sources"), c.Tier, records-len(sources))
	return nil
}

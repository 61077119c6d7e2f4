package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"text/template"
	"unicode"
	"unicode/utf8"

	"dossier/generator/check"
	"dossier/generator/diag"
	"dossier/generator/dossier"
	"dossier/generator/load"
)

// newCommand writes an entry, source or page to fill in.
type newCommand struct {
	Content string `default:"content" help:"Directory of the content."`
	Title   string `help:"Its title (default: the id in words)."`
	Kind    string `arg:"" help:"A kind of site.yaml, sources or pages."`
	ID      string `arg:"" name:"id" help:"Its id: the name of the file, and what others write to refer to it."`
}

// Run writes the file, which must be a new one.
func (c *newCommand) Run(std *streams, now clock) error {
	root, err := os.OpenRoot(c.Content)
	if err != nil {
		return fmt.Errorf("cannot open the directory: %w", err)
	}
	defer root.Close()
	d, found, err := load.Load(root.FS(), c.Content)
	if err != nil {
		return err
	}
	if err := c.refuse(root.FS(), d, found); err != nil {
		return err
	}
	text, err := c.text(d, now().Format("2006-01-02"))
	if err != nil {
		return err
	}
	if err := createFile(root, c.Kind, c.ID+".md", text); err != nil {
		return err
	}
	_, err = fmt.Fprintln(std.out, path.Join(c.Content, c.Kind, c.ID+".md"))
	return err
}

// refuse says why there cannot be such a file.
func (c *newCommand) refuse(content fs.FS, d *dossier.Dossier, found diag.List) error {
	for _, x := range found {
		if x.Severity == diag.Error && x.Path == path.Join(c.Content, "site.yaml") {
			return fmt.Errorf("%s, line %d: %s", x.Path, x.Line, x.Message)
		}
	}
	if kinds := append(d.Site.KindIDs(), "sources", "pages"); !slices.Contains(kinds, c.Kind) {
		hint := diag.OneOf(c.Kind, kinds)
		for _, k := range d.Site.Kinds {
			if strings.EqualFold(k.One, c.Kind) || strings.EqualFold(k.Many, c.Kind) {
				hint = fmt.Sprintf("did you mean %q?", k.ID)
			}
		}
		return fmt.Errorf("there is no kind %q: %s", c.Kind, hint)
	}
	if err := load.FreeID(content, c.ID); err != nil {
		return err
	}
	if check.Reserved(d.Site, c.Kind, c.ID) {
		return fmt.Errorf("the site needs the name %q for itself: choose another", c.ID)
	}
	if name := redirecting(d, c.published()); name != "" {
		return fmt.Errorf("a redirect in %s starts at %s: choose another id, or remove it there", name, c.published())
	}
	if !utf8.ValidString(c.Title) || strings.ContainsFunc(c.Title, endsLine) {
		return errors.New("--title: a title is one line of text")
	}
	return nil
}

// endsLine reports what cannot stand in one line of YAML.
func endsLine(r rune) bool { return unicode.IsControl(r) || unicode.In(r, unicode.Zl, unicode.Zp) }

// published is the path of its page.
func (c *newCommand) published() string {
	if c.Kind == "pages" {
		return c.ID + ".html"
	}
	return c.Kind + "/" + c.ID + ".html"
}

// redirecting returns the file that has a redirect from a path, or "".
func redirecting(d *dossier.Dossier, from string) string {
	same := func(redirect string) bool { return strings.EqualFold(redirect, from) }
	for _, e := range d.Entries {
		if slices.ContainsFunc(e.Redirects, same) {
			return e.Display
		}
	}
	for _, p := range d.Pages {
		if slices.ContainsFunc(p.Redirects, same) {
			return p.Display
		}
	}
	return ""
}

// createFile writes a file that is not there yet, in a folder that may not be there yet. It follows no link out of the
// directory, and leaves nothing half written.
func createFile(root *os.Root, folder, base string, text []byte) error {
	made := root.Mkdir(folder, 0o777)
	if made != nil && !errors.Is(made, fs.ErrExist) {
		return fmt.Errorf("cannot make the folder: %w", made)
	}
	name := folder + "/" + base
	f, err := root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		if made == nil {
			return errors.Join(fmt.Errorf("cannot write a new file: %w", err), root.Remove(folder))
		}
		return fmt.Errorf("cannot write a new file: %w", err)
	}
	if _, err = f.Write(text); err != nil {
		return errors.Join(err, f.Close(), root.Remove(name))
	}
	return f.Close()
}

// A start is what the text of a new file is made of. What it names is there, so that the examples work as they stand.
type start struct {
	File, Kind, ID, Title, Today string
	Source, Other                string // ids of sources
	Relations                    []string
	Type, To                     string // of a relation
	Places                       []string
}

// text is what stands in the new file.
func (c *newCommand) text(d *dossier.Dossier, today string) ([]byte, error) {
	s := &start{File: path.Join(c.Content, c.Kind, c.ID+".md"), Kind: c.Kind, ID: c.ID, Title: quoted(c.title()), Today: today, Source: "my-source", Other: "another-source"}
	if len(d.Sources) > 0 {
		s.Source, s.Other = d.Sources[0].ID, d.Sources[len(d.Sources)-1].ID
	}
	for _, p := range d.Site.Places {
		s.Places = append(s.Places, p.Code)
	}
	s.relate(d)
	text := entryStart
	switch c.Kind {
	case "sources":
		text = sourceStart
	case "pages":
		text = pageStart
	}
	t, err := template.New("").Funcs(template.FuncMap{"notes": notes}).Parse(text)
	if err != nil {
		return nil, err
	}
	var out strings.Builder
	err = t.Execute(&out, s)
	return []byte(out.String()), err
}

// title is the title that was given, or the id in words.
func (c *newCommand) title() string {
	if title := strings.TrimSpace(c.Title); title != "" {
		return title
	}
	words := strings.ReplaceAll(c.ID, "-", " ")
	return strings.ToUpper(words[:1]) + words[1:]
}

// quoted writes a title in YAML, in quotes where they are needed.
func quoted(title string) string {
	plain := func(r rune) bool {
		return unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune(" -’'().", r)
	}
	first, _ := utf8.DecodeRuneInString(title)
	word := slices.Contains([]string{"true", "false", "null", "yes", "no", "on", "off", "y", "n"}, strings.ToLower(title))
	if unicode.IsLetter(first) && !word && strings.IndexFunc(title, func(r rune) bool { return !plain(r) }) < 0 {
		return title
	}
	return "'" + strings.ReplaceAll(title, "'", "''") + "'"
}

// relate lists the relations that entries of the kind may have, and takes one for the example that leads to an entry that
// is there: one with a kind of its own at its other end before those that may lead anywhere.
func (s *start) relate(d *dossier.Dossier) {
	s.Type, s.To = "part-of", "another-entry"
	found, apt := false, false
	end := func(name string, here, there []string) {
		if len(here) > 0 && !slices.Contains(here, s.Kind) {
			return
		}
		line := name
		if len(there) > 0 {
			there = slices.DeleteFunc(slices.Clone(there), func(kind string) bool { return d.Site.Kind(kind) == nil })
			line += " (to " + strings.Join(there, ", ") + ")"
		}
		s.Relations = append(s.Relations, line)
		to := slices.IndexFunc(d.Entries, func(e *dossier.Entry) bool { return line == name || slices.Contains(there, e.Kind.ID) })
		switch {
		case to >= 0 && (!found || !apt && line != name):
			s.Type, s.To, found, apt = name, d.Entries[to].ID, true, line != name
		case len(s.Relations) == 1:
			s.Type = name
		}
	}
	for _, t := range d.Site.Relations {
		end(t.Name, t.From, t.To)
		end(t.Inverse, t.To, t.From)
	}
}

// notes writes a list as lines of notes that are not too long.
func notes(list []string) string {
	out, width := "##", 0
	for i, word := range list {
		if i < len(list)-1 {
			word += ","
		}
		if width += len(word) + 1; width > 110 {
			out, width = out+"\n##", len(word)+1
		}
		out += " " + word
	}
	return out
}

package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"dossier/generator/check"
	"dossier/generator/diag"
	"dossier/generator/load"
	"dossier/generator/render"
	"dossier/generator/write"
)

// checkCommand reports every mistake in the content.
type checkCommand struct {
	Content   string   `default:"content" help:"Directory of the content."`
	Templates string   `help:"Directory of the templates (default: templates, where there is one)."`
	Format    string   `enum:"text,json,github,sarif" default:"text" help:"How to print: text, json, github (for workflows) or sarif (for code scanning)."`
	Strict    bool     `help:"Exit 1 for warnings too."`
	Paths     []string `arg:"" optional:"" name:"path" help:"Print only what concerns these files and folders."`
}

// Run checks the content.
func (c *checkCommand) Run(std *streams) error {
	content, err := openDir(c.Content)
	if err != nil {
		return err
	}
	templates, err := c.templates()
	if err != nil {
		return err
	}
	under, err := c.under()
	if err != nil {
		return err
	}
	if err := makeRoom(content, 1); err != nil {
		return fmt.Errorf("read the content: %w", err)
	}
	d, found, err := load.Load(content, c.Content)
	if err != nil {
		return err
	}
	found = append(found, check.Check(d, true)...)
	if templates != nil {
		_, broken := render.New(d, templates, c.Templates, write.MinifyTemplate)
		found = append(found, broken...)
	}
	found.Sort()
	if len(c.Paths) > 0 {
		found = slices.DeleteFunc(found, func(x diag.Diagnostic) bool { return !under(x.Path) })
	}
	return c.print(std, found)
}

// templates opens the templates; without the flag there need be none.
func (c *checkCommand) templates() (fs.FS, error) {
	if c.Templates != "" {
		return openDir(c.Templates)
	}
	c.Templates = "templates"
	if _, err := os.Stat(c.Templates); err != nil {
		return nil, nil
	}
	return openDir(c.Templates)
}

// under returns the test whether a path lies in one of those that were asked for.
func (c *checkCommand) under() (func(string) bool, error) {
	var roots []string
	for _, p := range c.Paths {
		if _, err := os.Lstat(p); err != nil {
			return nil, fmt.Errorf("there is no %s", p)
		}
		abs, err := filepath.Abs(p)
		if err != nil {
			return nil, err
		}
		roots = append(roots, abs)
	}
	return func(p string) bool {
		abs, err := filepath.Abs(filepath.FromSlash(p))
		return err == nil && slices.ContainsFunc(roots, func(root string) bool {
			return abs == root || strings.HasPrefix(abs, root+string(filepath.Separator))
		})
	}, nil
}

func (c *checkCommand) print(std *streams, found diag.List) error {
	var err error
	switch c.Format {
	case "json":
		err = diag.JSON(std.out, found)
	case "github":
		err = diag.GitHub(std.out, found)
	case "sarif":
		err = diag.SARIF(std.out, found, func(code string) string {
			text, _ := check.Explain(code)
			return text
		})
	default:
		err = diag.Text(std.out, found)
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(std.err, "dossier: %s\n", tally(found))
	if found.Count(diag.Error) > 0 || c.Strict && found.Count(diag.Warning) > 0 {
		return errContent
	}
	return nil
}

// counted is a number with its noun.
func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// tally counts what was found: "2 errors, 1 warning".
func tally(found diag.List) string {
	var parts []string
	for _, s := range []diag.Severity{diag.Error, diag.Warning, diag.Info} {
		if n := found.Count(s); n > 0 {
			parts = append(parts, counted(n, string(s), string(s)+"s"))
		}
	}
	if len(parts) == 0 {
		return "no mistakes found"
	}
	return strings.Join(parts, ", ")
}

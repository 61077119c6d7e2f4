package main

import (
	"fmt"
	"io/fs"
	"os"
	"time"

	"dossier/generator/check"
	"dossier/generator/diag"
	"dossier/generator/dossier"
	"dossier/generator/export"
	"dossier/generator/load"
	"dossier/generator/render"
	"dossier/generator/write"
)

// buildCommand publishes the site.
type buildCommand struct {
	Content   string `default:"content" help:"Directory of the content."`
	Templates string `default:"templates" help:"Directory of the templates."`
	Out       string `default:"public" help:"Directory to publish into."`
	BaseURL   string `name:"base-url" help:"Address of the published site, instead of base_url in site.yaml."`
	Drafts    bool   `help:"Publish drafts too."`
	Strict    bool   `help:"Let warnings stop the build."`
}

// inputs are what a site is made from.
type inputs struct {
	content, templates string // directories
	baseURL            string // instead of that of site.yaml, if any
	drafts             bool
	dossiers           int // how many are in memory at a time
}

// A prepared site is content that was loaded and checked, and the pages to be made of it unless an error was found.
type prepared struct {
	content fs.FS
	dossier *dossier.Dossier
	pages   *render.Renderer
	found   diag.List
}

// prepare is the part of the pipeline that makes no file yet.
func prepare(in *inputs) (*prepared, error) {
	content, err := openDir(in.content)
	if err != nil {
		return nil, err
	}
	templates, err := openDir(in.templates)
	if err != nil {
		return nil, err
	}
	if err := makeRoom(content, in.dossiers); err != nil {
		return nil, fmt.Errorf("read the content: %w", err)
	}
	d, found, err := load.Load(content, in.content)
	if err != nil {
		return nil, err
	}
	if in.baseURL != "" {
		if err := d.Site.SetBaseURL(in.baseURL); err != nil {
			return nil, fmt.Errorf("--base-url: %w", err)
		}
	}
	found = append(found, check.Check(d, false)...)
	if !in.drafts {
		d, found = d.Published(found)
	}
	pages, broken := render.New(d, templates, in.templates, write.MinifyTemplate)
	return &prepared{content, d, pages, append(found, broken...)}, nil
}

// Run is the rest of it: nothing is written before all is checked, and what is written is published at once.
func (c *buildCommand) Run(std *streams) error {
	start := time.Now()
	p, err := prepare(&inputs{content: c.Content, templates: c.Templates, baseURL: c.BaseURL, drafts: c.Drafts, dossiers: 1})
	if err != nil {
		return err
	}
	if err := c.stop(std, p.found); err != nil {
		return err
	}
	d := p.dossier
	d.Forget()
	site, err := write.Begin(c.Out)
	if err != nil {
		return err
	}
	defer site.Abort()
	broken, err := p.pages.Render(site.Add, site.AddAsIs)
	if err != nil {
		return err
	}
	if err := c.stop(std, broken); err != nil {
		return err
	}
	if err := copyAssets(p.content, d, site.Add); err != nil {
		return err
	}
	if err := export.All(d, render.ContentSecurityPolicy, p.pages.Listed(), site); err != nil {
		return err
	}
	stats, err := site.Commit()
	if err != nil {
		return err
	}
	fmt.Fprintf(std.out, "published %s and %s in %s (%.1f MB, %d unchanged, %d removed) into %s in %.2f s\n",
		counted(len(d.Entries), "entry", "entries"), counted(len(d.Sources), "source", "sources"), counted(stats.Files, "file", "files"), float64(stats.Bytes)/1e6, stats.Unchanged, stats.Removed, c.Out, time.Since(start).Seconds())
	return nil
}

// shownWarnings is how many warnings a build prints that goes on all the same.
const shownWarnings = 10

// stop prints what was found and says whether it stops the build.
func (c *buildCommand) stop(std *streams, found diag.List) error {
	found = found.Without(diag.Info)
	found.Sort()
	goesOn := found.Count(diag.Error) == 0 && (!c.Strict || len(found) == 0)
	if err := show(std, found, goesOn); err != nil || goesOn {
		return err
	}
	fmt.Fprintf(std.err, "dossier: nothing was published: %s\n", tally(found))
	return errContent
}

// show prints what was found: all that stops a build, and the first warnings of one that goes on.
func show(std *streams, found diag.List, goesOn bool) error {
	shown := found
	if goesOn && len(found) > shownWarnings {
		shown = found[:shownWarnings]
	}
	if err := diag.Text(std.out, shown); err != nil {
		return err
	}
	if more := len(found) - len(shown); more > 0 {
		fmt.Fprintf(std.err, "dossier: %s more; check prints them all\n", counted(more, "warning", "warnings"))
	}
	return nil
}

// copyAssets publishes the files of content/assets as they are.
func copyAssets(content fs.FS, d *dossier.Dossier, add func(string, []byte) error) error {
	for _, a := range d.Assets {
		data, err := fs.ReadFile(content, a.Name)
		if err != nil {
			return fmt.Errorf("read an asset: %w", err)
		}
		if err := add(a.Name, data); err != nil {
			return err
		}
	}
	return nil
}

// openDir opens a directory so that nothing outside of it can be read through it.
func openDir(name string) (fs.FS, error) {
	root, err := os.OpenRoot(name)
	if err != nil {
		return nil, fmt.Errorf("cannot open the directory: %w", err)
	}
	return root.FS(), nil
}

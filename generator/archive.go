package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"time"

	"golang.org/x/term"

	"dossier/generator/diag"
	"dossier/generator/dossier"
	"dossier/generator/evidence"
	"dossier/generator/load"
)

// resumeWithin is how old a copy may be that a run over all sources takes from one that was interrupted.
const resumeWithin = 24 * time.Hour

// archiveCommand keeps copies of sources. It is the only one that touches the network.
type archiveCommand struct {
	Content string   `default:"content" help:"Directory of the content."`
	Locker  string   `default:".locker" help:"Directory that the copies are kept in; never publish it."`
	File    string   `help:"Keep this file as the copy of the sources named, instead of fetching them." type:"path"`
	Sources []string `arg:"" optional:"" name:"source" help:"Sources to keep a copy of (default: all that have an address and no copy yet)."`
}

// Run archives every source asked for, and goes on when one fails.
func (c *archiveCommand) Run(std *streams) error {
	d, found, err := loadContent(c.Content)
	if err != nil {
		return err
	}
	for _, x := range found {
		if x.Path == d.LockName {
			return fmt.Errorf("%s, line %d: %s", x.Path, x.Line, x.Message)
		}
	}
	sources, err := c.choose(d)
	if err != nil {
		return err
	}
	locker, err := evidence.OpenLocker(c.Locker)
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	a := &evidence.Archiver{Locker: locker, Fetcher: evidence.NewFetcher(evidence.Options{}), Now: time.Now, Progress: c.progress(std)}
	if len(c.Sources) == 0 {
		a.Fresh = resumeWithin
	}
	lock := d.Lock
	if lock == nil {
		lock = &dossier.Lock{}
	}
	failed := 0
	for _, s := range sources {
		captures, err := c.keep(ctx, a, s)
		if len(captures) > 0 {
			if err := c.record(std, d, locker, lock, s); err != nil {
				return err
			}
		}
		if err != nil {
			failed++
			fmt.Fprintf(std.err, "dossier: %s: %v\n", s.ID, err)
		}
		if ctx.Err() != nil {
			return errors.New("interrupted; what was kept stays kept, and the next run goes on from there")
		}
	}
	if failed > 0 {
		return fmt.Errorf("%d of %d sources could not be kept", failed, len(sources))
	}
	return nil
}

// choose returns the sources that were asked for.
func (c *archiveCommand) choose(d *dossier.Dossier) ([]*dossier.Source, error) {
	if c.File != "" && len(c.Sources) == 0 {
		return nil, errors.New("--file needs the id of the source that it is a copy of")
	}
	var ids []string
	for _, s := range d.Sources {
		ids = append(ids, s.ID)
	}
	var chosen []*dossier.Source
	for _, id := range c.Sources {
		s := d.Source(id)
		if s == nil {
			return nil, fmt.Errorf("there is no source %q: %s", id, diag.DidYouMean(id, ids))
		}
		if c.File == "" && s.CSL.Field("URL") == "" && s.Archived == nil {
			return nil, fmt.Errorf("the source %q has no address: give it a copy with --file", id)
		}
		chosen = append(chosen, s)
	}
	if len(c.Sources) > 0 {
		return chosen, nil
	}
	for _, s := range d.Sources {
		kept := d.Lock != nil && d.Lock.Source(s.ID) != nil
		if !kept && (s.CSL.Field("URL") != "" || s.Archived != nil) {
			chosen = append(chosen, s)
		}
	}
	return chosen, nil
}

// keep keeps one source.
func (c *archiveCommand) keep(ctx context.Context, a *evidence.Archiver, s *dossier.Source) ([]evidence.Capture, error) {
	if c.File == "" {
		return a.Source(ctx, s)
	}
	payload, err := os.ReadFile(c.File)
	if err != nil {
		return nil, err
	}
	capture, err := a.File(s, filepath.Base(c.File), payload)
	if err != nil {
		return nil, err
	}
	return []evidence.Capture{capture}, nil
}

// record writes the copy that now stands for a source into the lock, and says what it means.
func (c *archiveCommand) record(std *streams, d *dossier.Dossier, locker *evidence.Locker, lock *dossier.Lock, s *dossier.Source) error {
	capture, _, err := locker.Newest(s.ID)
	if err != nil {
		return err
	}
	before := lock.Source(capture.Source)
	changed := before != nil && before.SHA256 != capture.SHA256
	lost := evidence.Record(lock, d, capture)
	if err := evidence.WriteLock(filepath.Join(c.Content, "evidence.lock"), lock); err != nil {
		return err
	}
	fmt.Fprintln(std.out, lock.Source(capture.Source))
	if changed {
		fmt.Fprintf(std.out, "%s has changed: %d passages that were found have to be looked up again; run verify\n", capture.Source, len(lost))
	}
	for _, fact := range lost {
		fmt.Fprintf(std.out, "\t%s %s\n", fact.Entry, fact.Citation)
	}
	return nil
}

// progress prints what is being done, on a terminal only.
func (c *archiveCommand) progress(std *streams) func(string) {
	f, ok := std.err.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return func(string) {}
	}
	return func(line string) { fmt.Fprintln(std.err, line) }
}

// loadContent loads a content directory.
func loadContent(name string) (*dossier.Dossier, diag.List, error) {
	content, err := openDir(name)
	if err != nil {
		return nil, nil, err
	}
	return load.Load(content, name)
}

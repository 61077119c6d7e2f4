package main

import (
	"fmt"
	"path/filepath"

	"dossier/generator/diag"
	"dossier/generator/dossier"
	"dossier/generator/evidence"
)

// verifyCommand looks every passage up in the kept copies.
type verifyCommand struct {
	Content string `default:"content" help:"Directory of the content."`
	Locker  string `default:".locker" help:"Directory that the copies are kept in."`
}

// Run rewrites content/evidence.lock. It stops where the content cannot be read, since passages would be forgotten.
func (c *verifyCommand) Run(std *streams) error {
	d, found, err := loadContent(c.Content)
	if err != nil {
		return err
	}
	if found.Count(diag.Error) > 0 {
		if err := diag.Text(std.out, found); err != nil {
			return err
		}
		fmt.Fprintf(std.err, "dossier: nothing was looked up: %s\n", tally(found))
		return errContent
	}
	locker, err := evidence.OpenLocker(c.Locker)
	if err != nil {
		return err
	}
	lock, findings, err := evidence.Verify(d, locker)
	if err != nil {
		return err
	}
	if d.Lock != nil {
		lock.Inherit(d.Lock, d)
	}
	if err := evidence.WriteLock(filepath.Join(c.Content, "evidence.lock"), lock); err != nil {
		return err
	}
	var list diag.List
	for _, f := range findings {
		list = append(list, f.Diagnostic)
	}
	list.Sort()
	if err := diag.Text(std.out, list); err != nil {
		return err
	}
	states := map[string]int{}
	for _, p := range lock.Passages {
		states[p.State]++
	}
	fmt.Fprintf(std.out, "%d passages: %d found, %d not found, %d not checked\n", len(lock.Passages),
		states[dossier.PassageFound], states[dossier.PassageNotFound], states[dossier.PassageUnchecked])
	if states[dossier.PassageNotFound] > 0 {
		return errContent
	}
	return nil
}

package load

import (
	"errors"
	"fmt"
	"io/fs"

	"dossier/generator/diag"
	"dossier/generator/dossier"
)

// lock reads content/evidence.lock. A line that cannot be read is reported, and the lock counts as empty.
func (l *loader) lock() (*dossier.Lock, error) {
	if !l.hasLock {
		return nil, nil
	}
	text, err := fs.ReadFile(l.content, "evidence.lock")
	if err != nil {
		return nil, fmt.Errorf("read the content: %w", err)
	}
	lock, err := dossier.ParseLock(string(text))
	var fault *dossier.LockError
	if errors.As(err, &fault) {
		at := diag.Position{Path: l.display("evidence.lock"), Line: fault.Line, Column: 1, EndLine: fault.Line, EndColumn: 1}
		l.diags.Add(at, "bad-value", "the line cannot be read: "+fault.Err.Error(), "the lock is written by verify: run it again")
		return &dossier.Lock{}, nil
	}
	return lock, err
}

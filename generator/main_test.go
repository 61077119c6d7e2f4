package main

import (
	"os"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// today is the time at which scripts run commands.
func today() time.Time { return time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC) }

// TestMain lets scripts run the command dossier: it is the test binary under another name.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"dossier": func() { os.Exit(runAt(os.Args[1:], streams{os.Stdout, os.Stderr}, today)) },
	})
}

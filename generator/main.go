// Dossier publishes sourced dossiers: Markdown entries whose every statement carries evidence become a static site.
//
//	content/ ──load──▶ Dossier ──check──▶ diagnostics ──(none is an error)──▶ render, export ──▶ write ──▶ public/
//
// Each stage is a package; build.go shows the pipeline. Only this package prints and exits: 0 when all is well, 1 when
// the content has errors, 2 for wrong usage or broken machinery.
package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"runtime/debug"
	"strings"
	"time"

	"github.com/alecthomas/kong"
)

// commands are the subcommands with their flags.
type commands struct {
	Build   buildCommand   `cmd:"" help:"Check the content, then publish the site."`
	Serve   serveCommand   `cmd:"" help:"Show the site while you write: it follows every change."`
	Check   checkCommand   `cmd:"" help:"Report every mistake in the content."`
	Import  importCommand  `cmd:"" help:"Make sources of a list of references: CSL-JSON, CSL-YAML, BibTeX or RIS."`
	Archive archiveCommand `cmd:"" help:"Keep a copy of sources: the only command that uses the network."`
	Verify  verifyCommand  `cmd:"" help:"Look every passage up in the kept copies and write evidence.lock."`
	Explain explainCommand `cmd:"" help:"Say what a diagnostic means and how to mend it."`
	New     newCommand     `cmd:"" help:"Write an entry, source or page to fill in."`
	Schema  schemaCommand  `cmd:"" help:"Print JSON Schema of the front matter, for editors."`
}

// streams are where commands print.
type streams struct{ out, err io.Writer }

// errContent says that the content has errors, which were printed.
var errContent = errors.New("the content has errors")

func main() {
	os.Exit(run(os.Args[1:], streams{os.Stdout, os.Stderr}))
}

// A build may take this much memory before the collector works harder: some for any content, and more for each byte of
// it. What is kept of the content is about four times its size.
const (
	roomForAny  = 200 << 20
	roomPerByte = 5
)

// makeRoom lets the heap grow without much collecting, up to a limit that follows the size of the content and how many
// dossiers of it are in memory at a time.
func makeRoom(content fs.FS, dossiers int) error {
	size := int64(0)
	err := fs.WalkDir(content, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(name, ".md") {
			return err
		}
		if info, err := entry.Info(); err == nil {
			size += min(info.Size(), 1<<20)
		}
		return nil
	})
	debug.SetGCPercent(300)
	debug.SetMemoryLimit(roomForAny + roomPerByte*size*int64(dossiers))
	return err
}

// A clock tells the time.
type clock func() time.Time

// run runs one command line and returns the exit code.
func run(args []string, std streams) int { return runAt(args, std, time.Now) }

// runAt runs it by a clock of the caller's.
func runAt(args []string, std streams, now clock) (code int) {
	var c commands
	exited := false
	parser, err := kong.New(&c, kong.Name("dossier"), kong.Description("A static site generator for sourced dossiers."),
		kong.Writers(std.out, std.err), kong.Exit(func(n int) { exited, code = true, n }))
	if err != nil {
		fmt.Fprintf(std.err, "dossier: %v\n", err)
		return 2
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	command, err := parser.Parse(args)
	if exited {
		return code
	}
	if err == nil {
		err = command.Run(&std, now)
	}
	switch {
	case err == nil:
		return 0
	case errors.Is(err, errContent):
		return 1
	}
	fmt.Fprintf(std.err, "dossier: %s\n", strings.ReplaceAll(err.Error(), "\n", "; "))
	return 2
}

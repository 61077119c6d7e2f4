package main

import (
	"net"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestCommands runs a script for each thing that the commands promise. With UPDATE=1 it rewrites what is printed.
func TestCommands(t *testing.T) {
	templates, err := filepath.Abs("../templates")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/commands",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		UpdateScripts:       os.Getenv("UPDATE") != "",
		Setup: func(env *testscript.Env) error {
			env.Setenv("TEMPLATES", templates)
			return nil
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"base":      copyAround(filepath.Join("testdata", "rules", "base")),
			"write":     writeBytes,
			"fill":      fillFile,
			"templates": copyAround(filepath.Join("..", "templates")),
			"age":       age,
			"aged":      aged,
			"socket":    socket,
			"crlf":      crlf,
		},
	})
}

// longAgo is a time that no file has by chance.
func longAgo() time.Time { return time.Unix(1_000_000_000, 0) }

// age is the script command `age FILE...`: it sets the time of files to long ago.
func age(ts *testscript.TestScript, _ bool, args []string) {
	for _, name := range args {
		ts.Check(os.Chtimes(ts.MkAbs(name), longAgo(), longAgo()))
	}
}

// aged is the script command `[!] aged FILE...`: files have still the time that age set.
func aged(ts *testscript.TestScript, neg bool, args []string) {
	for _, name := range args {
		info, err := os.Stat(ts.MkAbs(name))
		ts.Check(err)
		if info.ModTime().Equal(longAgo()) == neg {
			ts.Fatalf("%s has the time %v", name, info.ModTime())
		}
	}
}

// socket is the script command `socket FILE`: it leaves a socket there.
func socket(ts *testscript.TestScript, _ bool, args []string) {
	// A relative name stays below the length that the name of a socket may have.
	short, err := os.MkdirTemp("", "")
	ts.Check(err)
	defer os.RemoveAll(short)
	listener, err := net.Listen("unix", filepath.Join(short, "s"))
	ts.Check(err)
	ts.Defer(func() { listener.Close() })
	ts.Check(os.Rename(filepath.Join(short, "s"), ts.MkAbs(args[0])))
}

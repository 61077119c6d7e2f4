package dossier

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// sum is a SHA-256 of one digit.
func sum(digit string) string { return strings.Repeat(digit, 64) }

// lockText is a lock as verify writes it.
func lockText() string {
	return strings.Join([]string{
		"passage cbp a sha256:" + sum("1") + " found text=first%20words,last%20words",
		"passage ice a sha256:" + sum("2") + " found page=3",
		"passage ice b sha256:" + sum("3") + " not-found -",
		"passage ice c sha256:" + sum("4") + " unchecked no-copy",
		"passage ice-dallas a sha256:" + sum("5") + " found ambiguous:2",
		"source ap-2021 2026-11-22 sha256:" + sum("a") + " text/html 1234",
		"source ap-2022 2026-11-23 sha256:" + sum("b") + " application/pdf 0",
		"",
	}, "\n")
}

func TestLockRoundTrip(t *testing.T) {
	want := lockText()
	l, err := ParseLock(want)
	if err != nil || l.String() != want {
		t.Fatalf("%v\n%s", err, l)
	}
	lines := strings.SplitAfter(want, "\n")
	slices.Reverse(lines)
	if l, err = ParseLock(strings.Join(lines, "")); err != nil || l.String() != want {
		t.Errorf("reversed: %v\n%s", err, l)
	}
	if l, err = ParseLock(strings.TrimSuffix(want, "\n")); err != nil || l.String() != want {
		t.Errorf("without a last line feed: %v\n%s", err, l)
	}
	if l, err = ParseLock(""); err != nil || l.String() != "" {
		t.Errorf("empty: %v\n%s", err, l)
	}
}

func TestLockLookup(t *testing.T) {
	c := Citation{ID: "b", SourceID: "ap-2021", Passage: "first words … last words"}
	l := &Lock{Passages: []PassageFact{
		{"ice", "c", sum("1"), PassageFound, "-"}, {"ice", "b", PassageHash(&c), PassageFound, "page=3"}, {"cbp", "b", sum("1"), PassageFound, "-"},
	}, Sources: []SourceFact{{ID: "b"}, {ID: "a"}}}
	l.Sort()
	if f := l.Passage("ice", &c); f == nil || f.Where != "page=3" {
		t.Errorf("the passage: %v", f)
	}
	if f := l.Passage("cbp", &c); f != nil {
		t.Errorf("another passage of the name: %v", f)
	}
	for _, changed := range []Citation{{ID: "b", SourceID: "ap-2022", Passage: c.Passage}, {ID: "b", SourceID: "ap-2021", Passage: "first words"}, {ID: "a", SourceID: "ap-2021", Passage: c.Passage}} {
		if f := l.Passage("ice", &changed); f != nil {
			t.Errorf("%v: %v", changed, f)
		}
	}
	if f := l.Source("b"); f == nil || f.ID != "b" {
		t.Errorf("the source: %v", f)
	}
	if f := l.Source("c"); f != nil {
		t.Errorf("no source: %v", f)
	}
}

func TestLockDuplicates(t *testing.T) {
	older, newer := "source ap 2026-11-22 sha256:"+sum("a")+" text/html 1", "source ap 2026-11-23 sha256:"+sum("b")+" text/html 2"
	found, lost := "passage ice a sha256:"+sum("1")+" found -", "passage ice a sha256:"+sum("1")+" not-found -"
	for _, lines := range [][]string{{older, newer, found, lost}, {lost, newer, found, older, newer, lost}} {
		l, err := ParseLock(strings.Join(lines, "\n") + "\n")
		if err != nil || l.String() != lost+"\n"+newer+"\n" {
			t.Errorf("%v\n%s", err, l)
		}
	}
}

func TestLockErrors(t *testing.T) {
	good := lockText()
	for _, bad := range []string{
		"",
		"passage ice a",
		"passage ice a sha256:" + sum("1") + " found - more",
		"passage ice a sha256:" + sum("1") + " verified -",
		"passage ice a sha256:" + sum("1")[1:] + " found -",
		"passage ice a md5:" + sum("1") + " found -",
		"passage ice a sha256:" + sum("g") + " found -",
		"passage  ice a sha256:" + sum("1") + " found",
		"source ap 2026-13-22 sha256:" + sum("a") + " text/html 1",
		"source ap 2026-11-22 sha256:" + sum("a") + " text/html -1",
		"source ap 2026-11-22 sha256:" + sum("a") + " text/html many",
		"source ap 2026-11-22 " + sum("a") + " text/html 1",
		"<<<<<<< HEAD",
		"=======",
		"# comment",
	} {
		_, err := ParseLock(good + bad + "\n" + good)
		var located *LockError
		if !errors.As(err, &located) || located.Line != 8 || !strings.HasPrefix(err.Error(), "line 8: ") {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

// TestLockMerge has git merge two branches that each add lines to the lock.
func TestLockMerge(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not installed")
	}
	dir := t.TempDir()
	git := func(args ...string) {
		t.Helper()
		cmd := exec.Command("git", append([]string{"-c", "user.name=n", "-c", "user.email=e@example.org", "-c", "core.hooksPath=/dev/null", "-c", "commit.gpgsign=false"}, args...)...)
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_SYSTEM=/dev/null")
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("git %v: %v\n%s", args, err, out)
		}
	}
	name := filepath.Join(dir, "evidence.lock")
	commit := func(entries ...string) *Lock {
		l := &Lock{}
		for _, e := range entries {
			for i := range 3 {
				l.Passages = append(l.Passages, PassageFact{e, fmt.Sprint("c", i), sum("1"), PassageFound, "-"})
				l.Sources = append(l.Sources, SourceFact{fmt.Sprint(e, "-source-", i), Date{}, sum("a"), "text/html", 1})
			}
		}
		for i := range l.Sources {
			var err error
			if l.Sources[i].Date, err = ParseDate("2026-11-22"); err != nil {
				t.Fatal(err)
			}
		}
		l.Sort()
		if err := os.WriteFile(name, []byte(l.String()), 0o666); err != nil {
			t.Fatal(err)
		}
		git("add", ".")
		git("commit", "-qm", strings.Join(entries, " "))
		return l
	}
	git("init", "-q", "-b", "main")
	commit("agency", "court", "vendor")
	git("checkout", "-qb", "other")
	commit("agency", "court", "police", "vendor")
	git("checkout", "-q", "main")
	commit("agency", "bureau", "court", "vendor", "wyden")
	git("merge", "-q", "-m", "merge", "other")
	merged, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	want := commit("agency", "bureau", "court", "police", "vendor", "wyden", "x").String()
	l, err := ParseLock(string(merged))
	if err != nil || l.String() != string(merged) {
		t.Fatalf("the merged lock is not sorted: %v\n%s", err, merged)
	}
	for line := range strings.Lines(want) {
		if isNew := strings.Contains(line, " x"); isNew == strings.Contains(string(merged), line) {
			t.Errorf("in the merged lock: %v of %s", !isNew, line)
		}
	}
}

func FuzzLock(f *testing.F) {
	f.Add(lockText())
	f.Add("passage a b sha256:" + sum("1") + " found -\npassage a b sha256:" + sum("2") + " found -\n")
	f.Add("\n")
	f.Fuzz(func(t *testing.T, text string) {
		l, err := ParseLock(text)
		if err != nil {
			var located *LockError
			if !errors.As(err, &located) || located.Line < 1 || located.Line > strings.Count(text, "\n")+1 {
				t.Fatal(err)
			}
			return
		}
		again, err := ParseLock(l.String())
		if err != nil || again.String() != l.String() {
			t.Fatalf("%v\n%q\n%q", err, l, again)
		}
	})
}

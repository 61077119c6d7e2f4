package evidence

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"dossier/generator/dossier"
)

// keepTest keeps a payload as text of two pages.
func keepTest(l *Locker, source string, at time.Time, payload []byte) (Capture, error) {
	sum := sha256.Sum256(payload)
	c := Capture{Source: source, Time: at, Media: "text/plain", SHA256: hex.EncodeToString(sum[:]), Bytes: int64(len(payload))}
	half := len(payload) / 2
	text := Text{Pages: []string{string(payload[:half]), string(payload[half:])}}
	return l.keep(c, origEnd+".txt", text, func(string) ([]byte, error) { return payload, nil })
}

func TestLocker(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a", "locker")
	l, err := OpenLocker(dir)
	if err != nil {
		t.Fatal(err)
	}
	if captures, err := l.Captures("s"); captures != nil || err != nil {
		t.Errorf("nothing kept: %v, %v", captures, err)
	}
	if _, err := os.Stat(filepath.Dir(dir)); err == nil {
		t.Error("a locker that holds nothing is made")
	}
	at := newTestClock().now
	for i, payload := range []string{"one\ftwo", "three", "one\ftwo"} {
		if _, err := keepTest(l, "s", at.Add(time.Duration(i)*time.Minute), []byte(payload)); err != nil {
			t.Fatal(err)
		}
	}
	captures, err := l.Captures("s")
	if err != nil || len(captures) != 3 {
		t.Fatalf("got %+v, %v", captures, err)
	}
	checkCapture(t, l, captures[0], "one\ftwo", "one", "\ntwo")
	if _, err := OpenLocker(filepath.Join(dir, "s", captures[0].File)); err == nil {
		t.Error("a file is taken for a locker")
	}
}

func TestLockerTwins(t *testing.T) {
	l, _ := OpenLocker(t.TempDir())
	at := newTestClock().now
	names := map[string]bool{}
	for range 3 {
		c, err := keepTest(l, "s", at, []byte("twin"))
		if err != nil {
			t.Fatal(err)
		}
		names[c.File] = true
		checkCapture(t, l, c, "twin", "tw", "in")
	}
	if captures, err := l.Captures("s"); err != nil || len(captures) != 3 || len(names) != 3 {
		t.Errorf("got %+v, %v", captures, err)
	}
	if err := addFile(filepath.Join(l.dir, "s"), captureNames(t, l)[0], []byte("x")); err == nil {
		t.Error("a file of a capture is overwritten")
	}
}

func captureNames(t *testing.T, l *Locker) []string {
	t.Helper()
	captures, err := l.Captures("s")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, c := range captures {
		names = append(names, c.File)
	}
	return names
}

func TestLockerIDs(t *testing.T) {
	l, _ := OpenLocker(t.TempDir())
	for _, id := range []string{"", ".", "..", "../s", "s/..", "/s", `s\t`, "a--b", "-a", "a-", "A", "\u00e9", "a b", "a\x00", "s:t", "s\n"} {
		if _, err := keepTest(l, id, newTestClock().now, []byte("x")); err == nil {
			t.Errorf("%q: kept", id)
		}
		if _, err := l.Captures(id); err == nil {
			t.Errorf("%q: captures", id)
		}
		if _, err := l.Payload(Capture{Source: id, File: "x"}); err == nil || strings.Contains(err.Error(), "no such file") {
			t.Errorf("%q: payload: %v", id, err)
		}
		if _, err := l.Text(Capture{Source: id, File: "x", Pages: 1}); err == nil || strings.Contains(err.Error(), "no such file") {
			t.Errorf("%q: text: %v", id, err)
		}
	}
	if names := filesOf(t, l, ""); len(names) != 0 {
		t.Errorf("the locker has %q", names)
	}
}

// TestLockerChanged changes what is kept behind our back.
func TestLockerChanged(t *testing.T) {
	l, _ := OpenLocker(t.TempDir())
	c, err := keepTest(l, "s", newTestClock().now, []byte("payload"))
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(l.dir, "s", c.File)
	os.WriteFile(name, []byte("PAYLOAD"), 0o666)
	if _, err := l.Payload(c); err == nil || !strings.Contains(err.Error(), "it was changed") {
		t.Errorf("other bytes: %v", err)
	}
	os.WriteFile(filepath.Join(l.dir, "s", c.stem()+textEnd), []byte("one page"), 0o666)
	if _, err := l.Text(c); err == nil || !strings.Contains(err.Error(), "it was changed") {
		t.Errorf("fewer pages: %v", err)
	}
	os.WriteFile(filepath.Join(l.dir, "s", c.stem()+metaEnd), []byte(`{"source":"t"}`), 0o666)
	if _, err := l.Captures("s"); err == nil || !strings.Contains(err.Error(), c.stem()+metaEnd) {
		t.Errorf("a broken capture: %v", err)
	}
}

// TestLockerSweeps has files of a killed run, young and old, and files that are not ours.
func TestLockerSweeps(t *testing.T) {
	l, _ := OpenLocker(t.TempDir())
	at := newTestClock().now
	c, err := keepTest(l, "s", at, []byte("x"))
	if err != nil {
		t.Fatal(err)
	}
	dir, killed := filepath.Join(l.dir, "s"), "20261122T101500Z-0123456789ab"
	long := time.Now().Add(-2 * time.Hour)
	ours := []string{killed + warcEnd, killed + textEnd, killed + "-2.orig.pdf", tempStart + "123"}
	theirs := []string{"README.txt", ".keep-notes", "x.warc.gz", killed + ".notes"}
	for _, name := range append(ours, theirs...) {
		os.WriteFile(filepath.Join(dir, name), nil, 0o666)
		os.Chtimes(filepath.Join(dir, name), long, long)
	}
	os.WriteFile(filepath.Join(dir, tempStart+"456"), nil, 0o666)
	for _, name := range filesOf(t, l, "s") {
		if strings.HasPrefix(name, c.stem()) {
			os.Chtimes(filepath.Join(dir, name), long, long)
		}
	}
	if captures, err := l.Captures("s"); err != nil || len(captures) != 1 {
		t.Errorf("with leftovers: %+v, %v", captures, err)
	}
	next, err := keepTest(l, "s", at.Add(time.Minute), []byte("y"))
	if err != nil {
		t.Fatal(err)
	}
	want := slices.Concat(theirs, []string{tempStart + "456"})
	for _, kept := range []Capture{c, next} {
		want = append(want, kept.File, kept.stem()+textEnd, kept.stem()+metaEnd)
	}
	slices.Sort(want)
	if got := filesOf(t, l, "s"); !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

// TestKeepForever is the program that TestLockerKilled kills: it keeps copies, writes a lock, and says so.
func TestKeepForever(t *testing.T) {
	dir := os.Getenv("EVIDENCE_TEST_LOCKER")
	if dir == "" {
		t.Skip("it is started by TestLockerKilled")
	}
	l, err := OpenLocker(dir)
	if err != nil {
		t.Fatal(err)
	}
	for at := time.Now(); ; at = at.Add(time.Second) {
		if _, err := keepTest(l, "s", at, killedPayload(at)); err != nil {
			t.Fatal(err)
		}
		if err := WriteLock(filepath.Join(dir, "evidence.lock"), killedLock(at.Unix())); err != nil {
			t.Fatal(err)
		}
		os.Stdout.WriteString("kept\n")
	}
}

// killedPayload is large enough for a kill to hit the writing of it.
func killedPayload(at time.Time) []byte {
	return bytes.Repeat([]byte(at.UTC().Format(stampForm)+"\n"), 10000)
}

// killedLock has the same number in each of many lines.
func killedLock(number int64) *dossier.Lock {
	lock := &dossier.Lock{}
	date, _ := dossier.ParseDate("2026-11-22")
	for i := range 300 {
		lock.Sources = append(lock.Sources, dossier.SourceFact{ID: fmt.Sprint("s", i), Date: date, SHA256: strings.Repeat("a", 64), Media: "text/plain", Bytes: number})
	}
	return lock
}

// TestLockerKilled kills runs at any moment: whatever is a capture then is whole, and what is left is swept later.
func TestLockerKilled(t *testing.T) {
	dir := t.TempDir()
	l, _ := OpenLocker(dir)
	kept := 0
	for range 12 {
		run := exec.Command(os.Args[0], "-test.run=^TestKeepForever$", "-test.timeout=1m")
		run.Env = append(os.Environ(), "EVIDENCE_TEST_LOCKER="+dir)
		out, err := run.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := run.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(out)
		for n := rand.IntN(3); n >= 0 && lines.Scan(); n-- {
			kept++
		}
		time.Sleep(rand.N(4 * time.Millisecond)) // a moment of its work, not of ours
		run.Process.Kill()
		for lines.Scan() {
			kept++
		}
		run.Wait()
		checkKilled(t, l, kept)
	}
	long := time.Now().Add(-2 * time.Hour)
	for _, name := range filesOf(t, l, "s") {
		os.Chtimes(filepath.Join(dir, "s", name), long, long)
	}
	if _, err := keepTest(l, "s", time.Now().Add(time.Hour), []byte("last")); err != nil {
		t.Fatal(err)
	}
	captures, err := l.Captures("s")
	if err != nil {
		t.Fatal(err)
	}
	if names := filesOf(t, l, "s"); len(names) != 3*len(captures) {
		t.Errorf("%d captures are %d files", len(captures), len(names))
	}
}

// checkKilled reads every capture back. There are at least as many as the runs told of.
func checkKilled(t *testing.T, l *Locker, kept int) {
	t.Helper()
	captures, err := l.Captures("s")
	if err != nil || len(captures) < kept {
		t.Fatalf("%d captures of %d, %v", len(captures), kept, err)
	}
	if text, err := os.ReadFile(filepath.Join(l.dir, "evidence.lock")); err == nil {
		lock, err := dossier.ParseLock(string(text))
		if err != nil || len(lock.Sources) != 300 || lock.Sources[0].Bytes != lock.Sources[299].Bytes || lock.String() != string(text) {
			t.Fatalf("a lock of %d bytes: %v", len(text), err)
		}
	} else if kept > 0 {
		t.Fatal(err)
	}
	for _, c := range captures {
		want := killedPayload(c.Time)
		payload, err := l.Payload(c)
		if err != nil || !bytes.Equal(payload, want) {
			t.Fatalf("%s: %d bytes, %v", c.File, len(payload), err)
		}
		text, err := l.Text(c)
		if err != nil || strings.Join(text.Pages, "") != string(want) {
			t.Fatalf("%s: %d pages, %v", c.File, len(text.Pages), err)
		}
	}
}

//go:build unix

package write

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// The three ways in which directories are moved, by what the system refuses.
const (
	byExchange = "exchange" // nothing
	byRename   = "rename"   // the exchange
	byCopy     = "copy"     // the exchange, and moving the published directory
)

func systemFor(way, out string, reached func(string)) system {
	sys := system{exchange: exchange, rename: os.Rename, reached: reached}
	if way != byExchange {
		sys.exchange = func(a, b string) error { return syscall.ENOSYS }
	}
	if way == byCopy {
		sys.rename = func(from, to string) error {
			if from == out {
				return &os.LinkError{Op: "rename", Old: from, New: to, Err: syscall.EXDEV}
			}
			return os.Rename(from, to)
		}
	}
	return sys
}

func oldSite() files {
	site := files{"index.html": "<p>old</p>", "same/a.txt": "same", "gone/b.txt": "gone", "c.txt": "old"}
	for i := range 8 {
		site[fmt.Sprintf("d/%d.txt", i)] = "old"
	}
	return site
}

func newSite() files {
	site := files{"index.html": "<p>new</p>", "same/a.txt": "same", "added/b.txt": "added", "large.txt": strings.Repeat("x", 5000)}
	for i := range 8 {
		site[fmt.Sprintf("d/%d.txt", i)] = "new"
	}
	return site
}

// TestMain is also the program that TestKilled starts: it publishes newSite, tells each step and dies after one of them.
func TestMain(m *testing.M) {
	out := os.Getenv("WRITE_TEST_OUT")
	if out == "" {
		os.Exit(m.Run())
	}
	signal.Ignore(syscall.SIGXFSZ)
	last, err := strconv.Atoi(os.Getenv("WRITE_TEST_STEPS"))
	if err != nil {
		panic(err)
	}
	steps := 0
	err = buildWith(out, newSite(), systemFor(os.Getenv("WRITE_TEST_WAY"), out, func(step string) {
		fmt.Println(step)
		if steps++; steps == last {
			syscall.Kill(os.Getpid(), syscall.SIGKILL)
			select {}
		}
	}))
	if err != nil {
		fmt.Println("error:", err)
		os.Exit(2)
	}
}

func buildWith(out string, site files, sys system) error {
	s, err := begin(out, sys)
	if err != nil {
		return err
	}
	defer s.Abort()
	for _, path := range slices.Sorted(maps.Keys(site)) {
		if err := s.Add(path, []byte(site[path])); err != nil {
			return err
		}
	}
	_, err = s.Commit()
	return err
}

// helper returns the command that publishes newSite and is killed after the given number of steps, 0 for never.
func helper(t *testing.T, out, way string, steps int) *exec.Cmd {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(program)
	cmd.Env = append(os.Environ(), "WRITE_TEST_OUT="+out, "WRITE_TEST_WAY="+way, fmt.Sprintf("WRITE_TEST_STEPS=%d", steps))
	return cmd
}

// steps runs a helper to its end and returns what it reached.
func steps(t *testing.T, cmd *exec.Cmd) []string {
	t.Helper()
	output, err := cmd.Output()
	var exit *exec.ExitError
	if err != nil && (!errors.As(err, &exit) || exit.Sys().(syscall.WaitStatus).Signal() != syscall.SIGKILL) {
		t.Fatalf("%v: %s", err, output)
	}
	return strings.Fields(string(output))
}

// site returns a directory with oldSite in it.
func site(t *testing.T) string {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(dir, "public")
	put(t, filepath.Join(out, ".gitignore"), "*\n")
	build(t, out, oldSite())
	return out
}

// wantWhole checks that the directory holds all of the old site or all of the new one.
func wantWhole(t *testing.T, out string) {
	t.Helper()
	before, after := oldSite(), newSite()
	before[".gitignore"], after[".gitignore"] = "*\n", "*\n"
	got := tree(t, out)
	if !maps.Equal(got, before) && !maps.Equal(got, after) {
		t.Fatalf("half a site: %q", got)
	}
	if _, err := inspect(out, out); err != nil {
		t.Fatal(err)
	}
}

// wantRecovery checks that the next Begin brings back a whole site, and that the next build works.
func wantRecovery(t *testing.T, out string) {
	t.Helper()
	s, err := Begin(out)
	if err != nil {
		t.Fatal(err)
	}
	s.Abort()
	wantWhole(t, out)
	wantAlone(t, out)
	build(t, out, files{"next.txt": "1"})
	wantTree(t, out, files{"next.txt": "1", ".gitignore": "*\n"})
	wantAlone(t, out)
}

func TestKilledAfterEachStep(t *testing.T) {
	t.Parallel()
	for way, broken := range map[string][]string{
		byExchange: nil,
		byRename:   {"moved"},
		byCopy:     {"emptied"},
	} {
		t.Run(way, func(t *testing.T) {
			t.Parallel()
			all := steps(t, helper(t, site(t), way, 0))
			if len(all) < 15 {
				t.Fatalf("only these steps: %q", all)
			}
			for n, step := range all {
				if step == "added" && all[n+1] == "added" && n != 8 {
					continue // one is like the other
				}
				out := site(t)
				if got := steps(t, helper(t, out, way, n+1)); !slices.Equal(got, all[:n+1]) {
					t.Fatalf("killed at step %d: %q, want %q", n+1, got, all[:n+1])
				}
				if !slices.Contains(broken, step) {
					wantWhole(t, out)
				}
				wantRecovery(t, out)
			}
		})
	}
}

// A build that repairs what a killed one left may be killed too.
func TestKilledWhileRepairing(t *testing.T) {
	t.Parallel()
	for way, step := range map[string]string{byRename: "moved", byCopy: "saved"} {
		all := steps(t, helper(t, site(t), way, 0))
		killed := slices.Index(all, step) + 1
		for n := 1; n <= 6; n++ {
			out := site(t)
			steps(t, helper(t, out, way, killed))
			second := steps(t, helper(t, out, way, n))
			if n == 6 && !slices.Contains(second, "restored") {
				t.Errorf("%s: nothing was restored: %q", way, second)
			}
			wantRecovery(t, out)
		}
	}
}

func TestKilledAtRandom(t *testing.T) {
	t.Parallel()
	for n := range 12 {
		way := []string{byExchange, byRename, byCopy}[n%3]
		out := site(t)
		cmd := helper(t, out, way, 0)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(rand.N(25 * time.Millisecond)) // the moment itself is what is tried, nothing waits for it
		cmd.Process.Kill()
		cmd.Wait()
		if way == byExchange {
			wantWhole(t, out)
		}
		wantRecovery(t, out)
	}
}

// What somebody puts where a killed build left nothing is not thrown away for the old site.
func TestKilledAndForeign(t *testing.T) {
	t.Parallel()
	out := site(t)
	all := steps(t, helper(t, out, byRename, 0))
	out = site(t)
	steps(t, helper(t, out, byRename, slices.Index(all, "moved")+1))
	put(t, filepath.Join(out, "notes.txt"), "mine")
	_, err := Begin(out)
	wantRefused(t, err, "notes.txt")
	wantTree(t, out, files{"notes.txt": "mine"})
	if err := os.RemoveAll(out); err != nil {
		t.Fatal(err)
	}
	wantRecovery(t, out)
}

func TestWays(t *testing.T) {
	t.Parallel()
	for _, way := range []string{byExchange, byRename, byCopy} {
		out := site(t)
		for range 2 {
			if err := buildWith(out, newSite(), systemFor(way, out, func(string) {})); err != nil {
				t.Fatal(way, err)
			}
			want := newSite()
			want[".gitignore"] = "*\n"
			wantTree(t, out, want)
			wantAlone(t, out)
		}
	}
}

// When the new site cannot take its place, the old one goes back; when it cannot either, the next build moves it.
func TestFailedSwap(t *testing.T) {
	t.Parallel()
	for _, way := range []string{byRename, byCopy} {
		for _, broken := range []bool{false, true} {
			out := site(t)
			sys := systemFor(way, out, func(string) {})
			rename := sys.rename
			sys.rename = func(from, to string) error {
				if to == out && (broken || filepath.Base(from) == "next") {
					return syscall.EIO
				}
				return rename(from, to)
			}
			err := buildWith(out, newSite(), sys)
			if !errors.Is(err, syscall.EIO) || !strings.Contains(err.Error(), out) {
				t.Errorf("error %v", err)
			}
			if !broken {
				wantTree(t, out, func() files { f := oldSite(); f[".gitignore"] = "*\n"; return f }())
				wantAlone(t, out)
			}
			wantRecovery(t, out)
		}
	}
}

func TestFullDisk(t *testing.T) {
	t.Parallel()
	out := site(t)
	limited := helper(t, out, byExchange, 0)
	cmd := exec.Command("sh", "-c", `ulimit -f 4; exec "$0"`, limited.Path) // 2 or 4 KiB
	cmd.Env = limited.Env
	output, err := cmd.Output()
	if err == nil || !strings.Contains(string(output), `error: publish "large.txt": write`) {
		t.Errorf("%v: %s", err, output)
	}
	want := oldSite()
	want[".gitignore"] = "*\n"
	wantTree(t, out, want)
	wantAlone(t, out)
}

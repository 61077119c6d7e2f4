package serve

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"dossier/generator/diag"
)

// patience is how long anything may take on a busy machine.
const patience = time.Minute

// run serves a folder as it is, with a list of its files at list.html, until the test ends. A file named wrong is an error
// in the content.
func run(t *testing.T, dir string) *Server {
	t.Helper()
	s, err := Listen("127.0.0.1:0", Options{
		Folders: []string{dir}, Policy: policy, Build: func() (*Site, diag.List, error) { return read(dir) },
		Notice: func(line string) { t.Log(line) },
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- s.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		select {
		case err := <-ended:
			if err != nil {
				t.Error(err)
			}
		case <-time.After(patience):
			t.Error("the server does not end")
		}
	})
	return s
}

func read(dir string) (*Site, diag.List, error) {
	if _, err := os.Stat(dir); err != nil {
		return nil, nil, err
	}
	files := map[string]string{"404.html": page("nothing")}
	list := "files:"
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || strings.HasPrefix(entry.Name(), ".") {
			return err
		}
		data, err := os.ReadFile(filepath.Join(dir, name))
		files[name] = string(data)
		list += " " + name + "=" + string(data)
		return err
	})
	if errors.Is(err, fs.ErrNotExist) { // it went while we read
		return nil, nil, err
	}
	if _, ok := files["wrong"]; ok {
		return nil, found("it is wrong", "uncited"), nil
	}
	files["list.html"] = page(list + ".")
	return siteOf(files), nil, err
}

// fetch gets a page.
func fetch(s *Server, path string) string {
	r, err := http.Get(strings.TrimSuffix(s.URL(), "/") + path)
	if err != nil {
		return err.Error()
	}
	defer r.Body.Close()
	data, err := io.ReadAll(r.Body)
	if err != nil {
		return err.Error()
	}
	return string(data)
}

// await waits until a page has a text.
func await(t *testing.T, s *Server, path, text string) {
	t.Helper()
	got := ""
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(time.Millisecond) {
		if got = fetch(s, path); strings.Contains(got, text) {
			return
		}
	}
	t.Fatalf("%s never says %q:\n%s", path, text, got)
}

// Whatever is done to the folder, the site follows; what comes after a folder was made, moved or removed is seen too.
func TestFollow(t *testing.T) {
	dir := folder(t)
	s := run(t, dir)
	in := func(name string) string { return filepath.Join(dir, filepath.FromSlash(name)) }
	write := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(in(name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	do := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	await(t, s, "/list.html", "files: a/x.md=text.")
	write("a/x.md", "1")
	await(t, s, "/list.html", "files: a/x.md=1.")
	write("a/.tmp", "2")
	do(os.Rename(in("a/.tmp"), in("a/x.md")))
	await(t, s, "/list.html", "files: a/x.md=2.")
	do(os.MkdirAll(in("b/c"), 0o777))
	write("b/c/y.md", "3")
	await(t, s, "/list.html", "files: a/x.md=2 b/c/y.md=3.")
	write("b/c/y.md", "4")
	await(t, s, "/list.html", "b/c/y.md=4.")
	do(os.Rename(in("b"), in("d")))
	await(t, s, "/list.html", "files: a/x.md=2 d/c/y.md=4.")
	write("d/c/y.md", "5")
	await(t, s, "/list.html", "d/c/y.md=5.")
	do(os.RemoveAll(in("d")))
	await(t, s, "/list.html", "files: a/x.md=2.")
	write("wrong", "")
	await(t, s, "/list.html", "it is wrong")
	await(t, s, "/list.html", "files: a/x.md=2.")
	do(os.Remove(in("wrong")))
	write("a/x.md", "6")
	await(t, s, "/list.html", "files: a/x.md=6.")
	do(os.Rename(dir, dir+"-away"))
	await(t, s, "/list.html", "no such file")
	do(os.Rename(dir+"-away", dir))
	write("a/x.md", "7")
	await(t, s, "/list.html", "files: a/x.md=7.")
	write("a/x.md", "8")
	await(t, s, "/list.html", "files: a/x.md=8.")
}

// listen opens the stream that the script on a page opens, and returns a channel that is closed when it says that the page
// has changed.
func listen(t *testing.T, s *Server, path string) <-chan struct{} {
	t.Helper()
	address := regexp.MustCompile(`data-events="([^"]*)"`).FindStringSubmatch(fetch(s, path))
	if address == nil {
		t.Fatalf("%s has no script", path)
	}
	r, err := http.Get(strings.TrimSuffix(s.URL(), "/") + strings.ReplaceAll(address[1], "&amp;", "&"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Body.Close() })
	if r.StatusCode != http.StatusOK || r.Header.Get("Content-Type") != "text/event-stream" {
		t.Fatalf("%s: %s %v", path, r.Status, r.Header)
	}
	changed := make(chan struct{})
	go func() {
		for lines := bufio.NewScanner(r.Body); lines.Scan(); {
			if lines.Text() == "event: changed" {
				close(changed)
			}
		}
	}()
	return changed
}

func expect(t *testing.T, what string, changed <-chan struct{}) {
	t.Helper()
	select {
	case <-changed:
	case <-time.After(patience):
		t.Fatalf("%s: no event", what)
	}
}

// A page is told when it changed, or a file that it loads, or what is wrong, and not when other pages did.
func TestEvents(t *testing.T) {
	dir := folder(t)
	for name, text := range map[string]string{"a.html": page(`<img src="m.png">a`), "b.html": page("b"), "m.png": "1"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	s := run(t, dir)
	await(t, s, "/a.html", "m.png")
	a, b, none := listen(t, s, "/a.html"), listen(t, s, "/b.html"), listen(t, s, "/c.html")
	change := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	change("m.png", "2")
	expect(t, "the picture of a", a)
	a = listen(t, s, "/a.html")
	change("a.html", page("other"))
	expect(t, "a", a)
	change("c.html", page("new"))
	expect(t, "what was not there", none)
	select {
	case <-b:
		t.Error("b is told of a change that is not its own")
	default:
	}
	change("wrong", "")
	expect(t, "a mistake", b)
	b = listen(t, s, "/b.html")
	if err := os.Remove(filepath.Join(dir, "wrong")); err != nil {
		t.Fatal(err)
	}
	expect(t, "no mistake", b)
}

// A tag of before, from another run of the server, is answered at once.
func TestOldTag(t *testing.T) {
	s := run(t, folder(t))
	for _, query := range []string{"", "?page=/list.html&tag=0", "?page=/../x", "?page=%00&tag=%zz"} {
		if text := fetch(s, "/_serve/events"+query); !strings.Contains(text, "event: changed\n") {
			t.Errorf("%s: %q", query, text)
		}
	}
	if w := get(s, "HEAD", "/_serve/events"); w.Code != http.StatusOK || w.Body.Len() > 0 {
		t.Errorf("%d %q", w.Code, w.Body)
	}
}

// Clients that never end their request, or never read the answer, keep nobody waiting; nor do they keep the server alive.
func TestDeadClients(t *testing.T) {
	dir := folder(t)
	s := run(t, dir)
	await(t, s, "/list.html", "a/x.md=text.")
	at, err := url.Parse(s.URL())
	if err != nil {
		t.Fatal(err)
	}
	for i := range 60 {
		c, err := net.Dial("tcp", at.Host)
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		request := []string{"GET / HTT", "GET /_serve/events?page=/list.html HTTP/1.1\r\nHost: localhost\r\n\r\n", "GET /list.html HTTP/1.1\r\nHost: localhost\r\n\r\n"}[i%3]
		if _, err := io.WriteString(c, request); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "a/x.md"), []byte("new"), 0o666); err != nil {
		t.Fatal(err)
	}
	await(t, s, "/list.html", "a/x.md=new.")
}

// Many clients ask while the site changes under them.
func TestConcurrent(t *testing.T) {
	dir := folder(t)
	s := run(t, dir)
	await(t, s, "/list.html", "a/x.md=text.")
	var group sync.WaitGroup
	stop := make(chan struct{})
	for range 8 {
		group.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				if text := fetch(s, "/list.html"); !strings.Contains(text, "a/x.md=") {
					t.Errorf("a page of nothing: %q", text)
					return
				}
			}
		})
	}
	for i := range 10 {
		if err := os.WriteFile(filepath.Join(dir, "a/x.md.tmp"), fmt.Append(nil, i), 0o666); err != nil {
			t.Fatal(err)
		}
		if err := os.Rename(filepath.Join(dir, "a/x.md.tmp"), filepath.Join(dir, "a/x.md")); err != nil {
			t.Fatal(err)
		}
		await(t, s, "/list.html", fmt.Sprintf("a/x.md=%d.", i))
	}
	close(stop)
	group.Wait()
}

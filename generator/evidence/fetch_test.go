package evidence

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"
)

// A testClock moves only when somebody sleeps, and notes how long.
type testClock struct {
	now   time.Time
	slept []time.Duration
}

func newTestClock() *testClock {
	return &testClock{now: time.Date(2026, 11, 22, 10, 15, 0, 0, time.UTC)}
}

func (c *testClock) Now() time.Time { return c.now }

func (c *testClock) Sleep(ctx context.Context, d time.Duration) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	c.now, c.slept = c.now.Add(d), append(c.slept, d)
	return nil
}

// testFetcher reaches servers on this machine and never really sleeps.
func testFetcher(c *testClock, o Options) *Fetcher {
	o.AllowPrivate, o.Now, o.Sleep = true, c.Now, c.Sleep
	return NewFetcher(o)
}

func serve(t *testing.T, handler http.HandlerFunc) string {
	t.Helper()
	s := httptest.NewServer(handler)
	t.Cleanup(s.Close)
	return s.URL
}

// serveRaw answers every connection with those bytes, written by the function.
func serveRaw(t *testing.T, answer func(w io.Writer)) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				defer conn.Close()
				io.ReadAtLeast(conn, make([]byte, 4096), 20)
				answer(conn)
			}()
		}
	}()
	return "http://" + listener.Addr().String() + "/"
}

func gzipped(data []byte) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	z.Write(data)
	z.Close()
	return b.Bytes()
}

func TestGet(t *testing.T) {
	var asked []*http.Request
	address := serve(t, func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r)
		w.Header().Set("Set-Cookie", "id=1")
		switch r.URL.Path {
		case "/a":
			w.Header().Set("Location", "/b?q=a b\u00e9#part")
			w.WriteHeader(http.StatusMovedPermanently)
		case "/b":
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			w.Header().Set("Content-Encoding", "gzip")
			w.Write(gzipped([]byte("<p>Hello")))
		}
	})
	clock := newTestClock()
	visit, err := testFetcher(clock, Options{UserAgent: "dossier/1 (+https://example.org/)"}).Get(context.Background(), address+"/a#x")
	if err != nil {
		t.Fatal(err)
	}
	if len(visit.Steps) != 2 || visit.Steps[0].URL != address+"/a" || visit.Steps[1].URL != address+"/b?q=a%20b%C3%A9" {
		t.Errorf("steps: %+v", visit.Steps)
	}
	if string(visit.Payload) != "<p>Hello" || visit.ContentType != "text/html; charset=utf-8" || visit.Steps[1].Addr != "127.0.0.1" {
		t.Errorf("got %q, %q from %q", visit.Payload, visit.ContentType, visit.Steps[1].Addr)
	}
	if !slices.Equal(clock.slept, []time.Duration{2 * time.Second}) {
		t.Errorf("the pauses before the second request to one host: %v", clock.slept)
	}
	for _, r := range asked {
		if r.UserAgent() != "dossier/1 (+https://example.org/)" || r.Header.Get("Cookie") != "" || r.Referer() != "" ||
			r.Header.Get("Accept-Encoding") != "gzip" || len(r.Header) != 4 {
			t.Errorf("the request says too much: %v", r.Header)
		}
	}
}

func TestGetHostileAnswers(t *testing.T) {
	endless := func(w io.Writer) {
		for {
			if _, err := w.Write(bytes.Repeat([]byte("x"), 4096)); err != nil {
				return
			}
		}
	}
	drip := func(w io.Writer) {
		for {
			if _, err := w.Write([]byte("x")); err != nil {
				return
			}
			time.Sleep(time.Millisecond)
		}
	}
	answer := func(head string, body func(io.Writer)) func(io.Writer) {
		return func(w io.Writer) {
			io.WriteString(w, strings.ReplaceAll(head, "\n", "\r\n")+"\r\n")
			if body != nil {
				body(w)
			}
		}
	}
	text := func(s string) func(io.Writer) { return func(w io.Writer) { io.WriteString(w, s) } }
	bomb := string(gzipped(make([]byte, 32<<20)))
	for name, test := range map[string]struct {
		answer func(io.Writer)
		want   string
	}{
		"endless body":   {answer("HTTP/1.1 200 OK\n", endless), "larger than 65536 bytes"},
		"endless head":   {answer("HTTP/1.1 200 OK\nA: ", endless), "exceeded"},
		"endless status": {endless, "exceeded"},
		"endless chunk":  {answer("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n", func(w io.Writer) { io.WriteString(w, "7fffffff\r\n"); endless(w) }), "larger than 65536 bytes"},
		"endless early answers": {func(w io.Writer) {
			for range 1 << 20 {
				if _, err := io.WriteString(w, "HTTP/1.1 103 Early Hints\r\nA: b\r\n\r\n"); err != nil {
					return
				}
			}
		}, "exceeded"},
		"huge length":          {answer("HTTP/1.1 200 OK\nContent-Length: 99999999999\n", nil), "larger than 65536 bytes"},
		"slow body":            {answer("HTTP/1.1 200 OK\n", drip), "takes longer than"},
		"slow head":            {drip, "takes longer than"},
		"silence":              {func(io.Writer) { time.Sleep(300 * time.Millisecond) }, "takes longer than"},
		"gzip bomb":            {answer("HTTP/1.1 200 OK\nContent-Encoding: gzip\n", text(bomb)), "larger than 65536 bytes when"},
		"cut gzip":             {answer("HTTP/1.1 200 OK\nContent-Encoding: gzip\n", text(string(gzipped([]byte("hello"))[:20]))), "its gzip coding is broken"},
		"no gzip":              {answer("HTTP/1.1 200 OK\nContent-Encoding: gzip\n", text("plain")), "its gzip coding is broken"},
		"gzip in gzip":         {answer("HTTP/1.1 200 OK\nContent-Encoding: gzip, gzip\n", text("x")), "did not ask for"},
		"other coding":         {answer("HTTP/1.1 200 OK\nContent-Encoding: br\n", text("x")), `coding "br", which we did not ask for`},
		"length too large":     {answer("HTTP/1.1 200 OK\nContent-Length: 10\n", text("short")), "unexpected EOF"},
		"cut chunk":            {answer("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n", text("5\r\nab")), "unexpected EOF"},
		"bad chunk":            {answer("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n", text("zz\r\nab")), "invalid byte in chunk length"},
		"negative length":      {answer("HTTP/1.1 200 OK\nContent-Length: -1\n", text("x")), "bad Content-Length"},
		"two lengths":          {answer("HTTP/1.1 200 OK\nContent-Length: 1\nContent-Length: 2\n", text("xy")), "Content-Length"},
		"nothing":              {text(""), "EOF"},
		"no HTTP":              {text("SSH-2.0-OpenSSH_9.9\r\n\r\n"), "malformed HTTP"},
		"other protocol":       {answer("HTTP/1.1 101 Switching Protocols\n", nil), "the server answers 101"},
		"part":                 {answer("HTTP/1.1 206 Partial Content\n", text("x")), "the server answers 206"},
		"not found":            {answer("HTTP/1.1 404 \x1b[31mGone\x07 away\n", text("x")), "the server answers 404 [31mGone  away"},
		"redirect to nowhere":  {answer("HTTP/1.1 302 Found\n", nil), "redirects to nowhere"},
		"redirect in circles":  {answer("HTTP/1.1 302 Found\nLocation: /\n", nil), "circle"},
		"redirect to a file":   {answer("HTTP/1.1 302 Found\nLocation: file:///etc/passwd\n", nil), "is no URL with http: or https:"},
		"redirect to a script": {answer("HTTP/1.1 302 Found\nLocation: javascript:alert(1)\n", nil), "is no URL with http: or https:"},
		"redirect to data":     {answer("HTTP/1.1 302 Found\nLocation: data:text/html,x\n", nil), "is no URL with http: or https:"},
		"redirect to gopher":   {answer("HTTP/1.1 302 Found\nLocation: gopher://127.0.0.1:25/x\n", nil), "is no URL with http: or https:"},
		"redirect with a name": {answer("HTTP/1.1 302 Found\nLocation: http://name:password@example.org/\n", nil), "a name and a password"},
		"redirect to no host":  {answer("HTTP/1.1 302 Found\nLocation: http:///x\n", nil), "has no host"},
		"redirect with a line": {answer("HTTP/1.1 302 Found\nLocation: /x\ry\n", nil), "malformed MIME header"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			address := serveRaw(t, test.answer)
			o := Options{MaxBytes: 64 << 10, RequestTime: 150 * time.Millisecond, Attempts: 1}
			if !strings.Contains(test.want, "longer") {
				o.RequestTime = time.Minute
			}
			visit, err := testFetcher(newTestClock(), o).Get(context.Background(), address)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got error %v for %+v, want one with %q", err, visit, test.want)
			}
		})
	}
}

// TestGetOddAnswers has answers that are odd and harmless.
func TestGetOddAnswers(t *testing.T) {
	for name, test := range map[string]struct{ answer, head, body string }{
		"length too small": {"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokay", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n", "ok"},
		"chunks": {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\no\r\n1\r\nk\r\n0\r\nA: b\r\n\r\n",
			"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-Orig-Transfer-Encoding: chunked\r\n\r\n", "ok"},
		"old": {"HTTP/1.0 200 \r\nA: 1\r\nA: 2\r\n\r\nok", "HTTP/1.0 200 \r\nA: 1\r\nA: 2\r\nContent-Length: 2\r\n\r\n", "ok"},
		"folded": {"HTTP/1.1 200 OK\r\nA: 1\r\n  2\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
			"HTTP/1.1 200 OK\r\nA: 1 2\r\nContent-Length: 0\r\n\r\n", ""},
	} {
		t.Run(name, func(t *testing.T) {
			address := serveRaw(t, func(w io.Writer) { io.WriteString(w, test.answer) })
			visit, err := testFetcher(newTestClock(), Options{}).Get(context.Background(), address)
			if err != nil {
				t.Fatal(err)
			}
			if step := visit.Steps[0]; string(step.Head) != test.head || string(visit.Payload) != test.body {
				t.Errorf("got %q, %q", step.Head, visit.Payload)
			}
		})
	}
}

// TestGetRedirectBody visits redirects whose bodies never end, and as many of them as may be.
func TestGetRedirectBody(t *testing.T) {
	for _, last := range []int{10, 11} {
		address := serve(t, func(w http.ResponseWriter, r *http.Request) {
			var n int
			fmt.Sscanf(r.URL.Path, "/%d", &n)
			if n == last {
				io.WriteString(w, "the end")
				return
			}
			w.Header().Set("Location", fmt.Sprintf("/%d", n+1))
			w.WriteHeader(http.StatusFound)
			for {
				if _, err := w.Write(make([]byte, 4096)); err != nil {
					return
				}
			}
		})
		visit, err := testFetcher(newTestClock(), Options{}).Get(context.Background(), address+"/0")
		if last == 11 {
			if err == nil || !strings.Contains(err.Error(), "it is redirect 11") {
				t.Errorf("after 11 redirects: %v", err)
			}
			continue
		}
		if err != nil || len(visit.Steps) != 11 || visit.Steps[0].Truncated != "length" || len(visit.Steps[0].Body) != 64<<10 {
			t.Errorf("after 10 redirects: %v", err)
		}
	}
}

func TestGetBadURL(t *testing.T) {
	for _, address := range []string{
		"", "x", "/x", "//example.org/", "ftp://example.org/", "file:///etc/passwd", "javascript:alert(1)", "http:", "http://", "http:x", "https:///x",
		"http://a:b@example.org/", "http://example.org:0/", "http://example.org:65536/", "http://example.org/\r\nHost: evil.example",
		"http://example.org\r\n/", "http://example.org/?a\nb", "http://exa mple.org/", "http://[::1", "http://example.org:port/",
	} {
		o := Options{Visit: noVisit{t}}
		if _, err := NewFetcher(o).Get(context.Background(), address); err == nil {
			t.Errorf("%q: no error", address)
		}
	}
	o := Options{UserAgent: "dossier\r\nHost: evil.example"}
	if _, err := testFetcher(newTestClock(), o).Get(context.Background(), "http://127.0.0.1:1/"); err == nil {
		t.Error("a user agent with a line feed: no error")
	}
}

// noVisit is a way to the network that must not be taken.
type noVisit struct{ t *testing.T }

func (n noVisit) RoundTrip(r *http.Request) (*http.Response, error) {
	n.t.Errorf("asked for %s", r.URL)
	return nil, errors.New("not to be asked")
}

// TestGetSendsOneLine asks for URLs with all sorts of bytes; the server must see one request line and our fields only.
func TestGetSendsOneLine(t *testing.T) {
	address := serve(t, func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintf(w, "%s %d", r.RequestURI, len(r.Header))
	})
	for path, want := range map[string]string{
		"/a%0d%0aX:%20y":         "/a%0d%0aX:%20y 4",
		"/a b HTTP/1.1":          "/a%20b%20HTTP/1.1 4",
		"/?q=a b HTTP/1.1":       "/?q=a%20b%20HTTP/1.1 4",
		"/?q=\u00e9\u2028":       "/?q=%C3%A9%E2%80%A8 4",
		"/\u00e9?%0d%0aX:%20y#z": "/%C3%A9?%0d%0aX:%20y 4",
	} {
		visit, err := testFetcher(newTestClock(), Options{}).Get(context.Background(), address+path)
		if err != nil {
			t.Errorf("%q: %v", path, err)
		} else if string(visit.Payload) != want {
			t.Errorf("%q: the server saw %q, want %q", path, visit.Payload, want)
		}
	}
}

func TestGetTriesAgain(t *testing.T) {
	const s, m = time.Second, time.Minute
	date := newTestClock().now.Add(30 * s).Format(http.TimeFormat)
	for name, test := range map[string]struct {
		answers string // of status and Retry-After
		want    string // "" for an answer
		slept   []time.Duration
	}{
		"busy":             {"503", "", []time.Duration{4 * s}},
		"busy twice":       {"503;500", "", []time.Duration{4 * s, 8 * s}},
		"busy for ever":    {"503;503;503;503;503", "the server answers 503", []time.Duration{4 * s, 8 * s, 16 * s}},
		"too many":         {"429 20", "", []time.Duration{20 * s}},
		"too many, soon":   {"429 1", "", []time.Duration{4 * s}},
		"too many, a date": {"429 " + date, "", []time.Duration{30 * s}},
		"too long":         {"429 3600", "the server answers 429", nil},
		"no number":        {"503 soon", "", []time.Duration{4 * s}},
		"overflow":         {"503 99999999999999999999", "", []time.Duration{4 * s}},
		"negative":         {"503 -5", "", []time.Duration{4 * s}},
		"not there":        {"404", "the server answers 404", nil},
		"cut off":          {"0", "", []time.Duration{4 * s}},
	} {
		t.Run(name, func(t *testing.T) {
			answers := strings.Split(test.answers, ";")
			address := serve(t, func(w http.ResponseWriter, r *http.Request) {
				if len(answers) == 0 {
					io.WriteString(w, "fine")
					return
				}
				var code int
				fmt.Sscan(answers[0], &code)
				_, after, _ := strings.Cut(answers[0], " ")
				answers = answers[1:]
				if code == 0 {
					panic(http.ErrAbortHandler)
				}
				w.Header().Set("Retry-After", after)
				w.WriteHeader(code)
			})
			clock := newTestClock()
			visit, err := testFetcher(clock, Options{Delay: time.Nanosecond, MaxWait: 2 * m}).Get(context.Background(), address)
			if test.want == "" && (err != nil || string(visit.Payload) != "fine") || test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)) {
				t.Errorf("got %v, want %q", err, test.want)
			}
			if !slices.Equal(clock.slept, test.slept) {
				t.Errorf("slept %v, want %v", clock.slept, test.slept)
			}
		})
	}
}

func TestGetStops(t *testing.T) {
	address := serve(t, func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusServiceUnavailable) })
	ctx, cancel := context.WithCancelCause(context.Background())
	clock := newTestClock()
	f := NewFetcher(Options{AllowPrivate: true, Now: clock.Now, Sleep: func(ctx context.Context, _ time.Duration) error {
		cancel(errors.New("the user has enough"))
		<-ctx.Done()
		return ctx.Err()
	}})
	if _, err := f.Get(ctx, address); err == nil || !strings.Contains(err.Error(), "the user has enough") {
		t.Errorf("stopped in a pause: %v", err)
	}
	f = NewFetcher(Options{AllowPrivate: true, TotalTime: 20 * time.Millisecond})
	if _, err := f.Get(context.Background(), address); err == nil || !strings.Contains(err.Error(), "longer than 20ms") {
		t.Errorf("a pause that is longer than a visit: %v", err)
	}
}

// TestGetUntrusted visits a server whose certificate nobody vouches for; to ask again would not help.
func TestGetUntrusted(t *testing.T) {
	s := httptest.NewUnstartedServer(http.NotFoundHandler())
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.StartTLS()
	t.Cleanup(s.Close)
	clock := newTestClock()
	if _, err := testFetcher(clock, Options{}).Get(context.Background(), s.URL); err == nil || !strings.Contains(err.Error(), "certificate") || clock.slept != nil {
		t.Errorf("got %v, slept %v", err, clock.slept)
	}
}

// TestGetIsPolite visits hosts in turn: only the same host is kept waiting for.
func TestGetIsPolite(t *testing.T) {
	address := serve(t, func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, r.Host) })
	_, port, _ := strings.Cut(strings.TrimPrefix(address, "http://"), ":")
	clock := newTestClock()
	f := testFetcher(clock, Options{Lookup: func(context.Context, string) ([]netip.Addr, error) {
		return []netip.Addr{netip.MustParseAddr("127.0.0.1")}, nil
	}})
	for _, host := range []string{"a.example", "b.example", "a.example", "a.example", "b.example"} {
		if _, err := f.Get(context.Background(), "http://"+host+":"+port+"/"); err != nil {
			t.Fatal(err)
		}
	}
	if want := []time.Duration{2 * time.Second, 2 * time.Second}; !slices.Equal(clock.slept, want) {
		t.Errorf("slept %v, want %v", clock.slept, want)
	}
}

func TestGetKeepsOut(t *testing.T) {
	inside := serve(t, func(w http.ResponseWriter, r *http.Request) {
		t.Errorf("the server inside was asked for %s", r.URL)
	})
	_, port, _ := strings.Cut(strings.TrimPrefix(inside, "http://"), ":")
	public := strings.TrimPrefix(serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Location", r.URL.Query().Get("to"))
		w.WriteHeader(http.StatusFound)
	}), "http://")
	lookups := 0
	o := Options{Delay: time.Nanosecond, Lookup: func(ctx context.Context, host string) ([]netip.Addr, error) {
		switch host {
		case "public.example":
			return []netip.Addr{netip.MustParseAddr("93.184.215.14")}, nil
		case "inside.example":
			return []netip.Addr{netip.MustParseAddr("127.0.0.1"), netip.MustParseAddr("::1"), netip.MustParseAddr("10.0.0.1")}, nil
		case "rebinding.example":
			if lookups++; lookups == 1 {
				return []netip.Addr{netip.MustParseAddr("93.184.215.14")}, nil
			}
			return []netip.Addr{netip.MustParseAddr("127.0.0.1")}, nil
		}
		return lookup(ctx, host)
	}, Dial: func(ctx context.Context, network, address string) (net.Conn, error) {
		if address != "93.184.215.14:80" {
			t.Errorf("dialed %s", address)
		}
		return net.Dial(network, public)
	}}
	for _, host := range []string{"127.0.0.1", "10.1.2.3", "169.254.169.254", "[::1]", "[::ffff:127.0.0.1]", "[fe80::1]", "0.0.0.0", "[::]",
		"192.168.1.1", "172.31.255.255", "224.0.0.1", "100.64.0.1", "[fd00::1]", "[64:ff9b::7f00:1]", "inside.example", "localhost"} {
		for _, address := range []string{"http://" + host + ":" + port + "/", "https://" + host + "/"} {
			for _, from := range []string{address, "http://public.example/?to=" + address} {
				_, err := NewFetcher(o).Get(context.Background(), from)
				var refused *RefusedError
				if !errors.As(err, &refused) {
					t.Errorf("%s: got %v, want it refused", from, err)
				}
			}
		}
	}
	_, err := NewFetcher(o).Get(context.Background(), "http://rebinding.example/?to=http://rebinding.example/next")
	var refused *RefusedError
	if lookups != 2 || !errors.As(err, &refused) {
		t.Errorf("rebinding: got %v after %d lookups", err, lookups)
	}
}

// TestControl passes by the first door: the system is told to connect to an address that was judged to be public.
func TestControl(t *testing.T) {
	inside := serve(t, func(w http.ResponseWriter, r *http.Request) {})
	var refused *RefusedError
	f := NewFetcher(Options{})
	if _, err := f.dialAddr(context.Background(), "tcp", strings.TrimPrefix(inside, "http://")); !errors.As(err, &refused) {
		t.Errorf("got %v, want it refused", err)
	}
	for _, address := range []string{"127.0.0.1:80", "[::1]:80", "[fe80::1%eth0]:80", "10.0.0.1:80", "x"} {
		if err := f.control("tcp4", address, nil); !errors.As(err, &refused) {
			t.Errorf("%s: got %v, want it refused", address, err)
		}
	}
	if err := f.control("tcp4", "93.184.215.14:80", nil); err != nil {
		t.Error(err)
	}
	if err := f.control("udp4", "93.184.215.14:80", nil); err == nil {
		t.Error("UDP is let through")
	}
}

func TestIsPublic(t *testing.T) {
	for _, a := range []string{"93.184.215.14", "1.1.1.1", "172.15.0.1", "172.32.0.1", "100.63.255.255", "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101"} {
		if !isPublic(netip.MustParseAddr(a)) {
			t.Errorf("%s is refused", a)
		}
	}
	for _, a := range []string{
		"0.0.0.0", "10.255.255.255", "100.127.255.255", "127.255.255.255", "169.254.169.254", "172.16.0.1", "192.0.0.1", "192.0.2.1", "192.168.0.1",
		"198.19.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::", "::1", "::7f00:1", "::ffff:10.0.0.1",
		"64:ff9b::a00:1", "64:ff9b:1::1", "100::1", "2001::1", "2001:db8::1", "2002:7f00:1::", "3fff::1", "fc00::1", "fe80::1", "fec0::1", "ff02::1",
		"2606:4700::1111%eth0", "fe80::1%eth0",
	} {
		if isPublic(netip.MustParseAddr(a)) {
			t.Errorf("%s is let in", a)
		}
	}
	if isPublic(netip.Addr{}) {
		t.Error("no address is let in")
	}
}

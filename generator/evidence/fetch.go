package evidence

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Options are the manners and limits of a Fetcher. A limit that is zero has the value named behind it.
type Options struct {
	UserAgent    string        // dossier/1
	Delay        time.Duration // between two requests to one host: 2 s
	Backoff      time.Duration // before the second attempt, doubled before each further one: 4 s
	MaxWait      time.Duration // before an attempt; a server that asks for more is given up: 2 min
	Attempts     int           // of each request: 4
	ConnectTime  time.Duration // for a connection to one address: 15 s
	RequestTime  time.Duration // for a request with the whole of its answer: 90 s
	TotalTime    time.Duration // for a visit with redirects and further attempts: 10 min
	MaxBytes     int64         // of an answer's body, before and after content decoding: 64 MiB
	MaxRedirects int           // 10
	AllowPrivate bool          // lets addresses in that are not public, for tests

	Now    func() time.Time                                                     // time.Now
	Sleep  func(ctx context.Context, d time.Duration) error                     // ends early with the context
	Lookup func(ctx context.Context, host string) ([]netip.Addr, error)         // the system's resolver
	Dial   func(ctx context.Context, network, address string) (net.Conn, error) // to an IP address: a guarded net.Dialer
	Visit  http.RoundTripper                                                    // instead of all that, for tests
}

// A Fetcher is an HTTP client that visits one host at a time, politely, and believes no server. It sends no cookie, no
// referer and no credentials, and obeys no proxy settings, since a proxy would connect to what we refuse.
type Fetcher struct {
	o       Options
	visit   http.RoundTripper
	one     sync.Mutex           // held during a visit
	visited map[string]time.Time // when a host was asked last
}

// NewFetcher returns a Fetcher with those options.
func NewFetcher(o Options) *Fetcher {
	o.fill()
	f := &Fetcher{o: o, visit: o.Visit, visited: map[string]time.Time{}}
	if f.visit == nil {
		f.visit = &http.Transport{
			DialContext:            f.dial,
			DisableKeepAlives:      true,
			DisableCompression:     true,
			TLSHandshakeTimeout:    o.ConnectTime,
			TLSClientConfig:        &tls.Config{MinVersion: tls.VersionTLS12},
			TLSNextProto:           map[string]func(string, *tls.Conn) http.RoundTripper{}, // HTTP/1.1, which a WARC file can hold
			MaxResponseHeaderBytes: 256 << 10,
		}
	}
	return f
}

func (o *Options) fill() {
	set(&o.UserAgent, "dossier/1")
	set(&o.Delay, 2*time.Second)
	set(&o.Backoff, 4*time.Second)
	set(&o.MaxWait, 2*time.Minute)
	set(&o.Attempts, 4)
	set(&o.ConnectTime, 15*time.Second)
	set(&o.RequestTime, 90*time.Second)
	set(&o.TotalTime, 10*time.Minute)
	set(&o.MaxBytes, 64<<20)
	set(&o.MaxRedirects, 10)
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Sleep == nil {
		o.Sleep = wait
	}
	if o.Lookup == nil {
		o.Lookup = lookup
	}
}

// set gives an option its value where it has none.
func set[T comparable](option *T, value T) {
	var none T
	if *option == none {
		*option = value
	}
}

// A Visit is what came of asking for a URL: the redirects and the answer at their end.
type Visit struct {
	Steps       []Step
	Payload     []byte // the last body after content decoding
	ContentType string // of the last answer, as the server names it
}

// A Step is one request with its answer.
type Step struct {
	URL       string
	Time      time.Time // of the request
	Took      time.Duration
	Addr      string // IP address of the server, or ""
	Request   []byte // as sent
	Head      []byte // status line and fields of the answer, with those about its transfer made to fit Body
	Body      []byte // of the answer, after transfer decoding and before content decoding
	Truncated string // why the body of a redirect is not whole: length, time or disconnect; else ""

	code            int
	location        string
	encoding, media string
}

// answer is the answer as it stands in a WARC file.
func (s *Step) answer() []byte { return bytes.Join([][]byte{s.Head, s.Body}, nil) }

// A StatusError is an answer that is no document.
type StatusError struct {
	Status string // such as 404 Not Found
	Code   int
	After  time.Duration // what the server asks us to wait, or 0
}

// Error gives the answer of the server.
func (e *StatusError) Error() string { return "the server answers " + e.Status }

// A LimitError says that a server goes beyond what we take, or breaks the rules in another way that a second attempt does not mend.
type LimitError struct{ Reason string }

// Error gives the reason.
func (e *LimitError) Error() string { return e.Reason }

// Get visits a URL: it follows redirects and tries again where that may help.
func (f *Fetcher) Get(ctx context.Context, address string) (*Visit, error) {
	f.one.Lock()
	defer f.one.Unlock()
	ctx, cancel := context.WithTimeoutCause(ctx, f.o.TotalTime, &LimitError{fmt.Sprintf("it takes longer than %v", f.o.TotalTime)})
	defer cancel()
	u, err := parseTarget(nil, address)
	if err != nil {
		return nil, err
	}
	visit, seen := &Visit{}, map[string]bool{}
	for !seen[u.String()] {
		seen[u.String()] = true
		step, err := f.request(ctx, u)
		if err != nil {
			return nil, at(u, err)
		}
		visit.Steps = append(visit.Steps, *step)
		if step.location == "" {
			visit.ContentType = step.media
			if visit.Payload, err = decodeContent(step.encoding, step.Body, f.o.MaxBytes); err != nil {
				return nil, at(u, err)
			}
			return visit, nil
		}
		if len(visit.Steps) > f.o.MaxRedirects {
			return nil, at(u, &LimitError{fmt.Sprintf("it is redirect %d, and %d are the most", len(visit.Steps), f.o.MaxRedirects)})
		}
		next, err := parseTarget(u, step.location)
		if err != nil {
			return nil, at(u, fmt.Errorf("it redirects: %w", err))
		}
		u = next
	}
	return nil, at(u, &LimitError{"its redirects go round in a circle"})
}

// at says which step of a visit failed.
func at(u *url.URL, err error) error {
	return fmt.Errorf("%s: %w", u, err)
}

// parseTarget reads a URL that we may ask for, or where a redirect leads. Nothing in it can end a line of a request.
func parseTarget(base *url.URL, address string) (*url.URL, error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, &LimitError{err.Error()}
	}
	if base != nil {
		u = base.ResolveReference(u)
	}
	if u.Scheme != "http" && u.Scheme != "https" {
		return nil, &LimitError{fmt.Sprintf("%q is no URL with http: or https:", address)}
	}
	if u.Hostname() == "" || u.Opaque != "" || u.User != nil {
		return nil, &LimitError{fmt.Sprintf("%q has no host, or a name and a password", address)}
	}
	if port := u.Port(); port != "" {
		if n, err := strconv.Atoi(port); err != nil || n < 1 || n > 65535 {
			return nil, &LimitError{fmt.Sprintf("%q has a port that there is not", address)}
		}
	}
	u.Fragment, u.RawFragment = "", ""
	var query strings.Builder
	for _, c := range []byte(u.RawQuery) {
		if c <= ' ' || c >= 0x7f {
			fmt.Fprintf(&query, "%%%02X", c)
		} else {
			query.WriteByte(c)
		}
	}
	u.RawQuery = query.String()
	return u, nil
}

// request asks for a URL until there is an answer or trying again is vain.
func (f *Fetcher) request(ctx context.Context, u *url.URL) (*Step, error) {
	for n := 1; ; n++ {
		if last, ok := f.visited[u.Hostname()]; ok {
			if pause := f.o.Delay - f.o.Now().Sub(last); pause > 0 {
				if err := f.o.Sleep(ctx, min(pause, f.o.Delay)); err != nil {
					return nil, cause(ctx, err)
				}
			}
		}
		step, err := f.attempt(ctx, u)
		f.visited[u.Hostname()] = f.o.Now()
		if err == nil {
			return step, nil
		}
		pause, ok := f.again(err, n)
		if !ok || ctx.Err() != nil {
			return nil, cause(ctx, err)
		}
		if err := f.o.Sleep(ctx, pause); err != nil {
			return nil, cause(ctx, err)
		}
	}
}

// cause is why a visit ended: that the time is up or the user has stopped us comes first.
func cause(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return err
}

// again says whether another attempt may help after n of them, and what to wait before.
func (f *Fetcher) again(err error, n int) (time.Duration, bool) {
	pause := f.o.Backoff
	for range n - 1 {
		pause = min(2*pause, f.o.MaxWait)
	}
	var status *StatusError
	var limit *LimitError
	var refused *RefusedError
	var unknown *net.DNSError
	var untrusted *tls.CertificateVerificationError
	switch {
	case n >= f.o.Attempts, errors.As(err, &limit), errors.As(err, &refused), errors.As(err, &untrusted):
		return 0, false
	case errors.As(err, &unknown) && unknown.IsNotFound:
		return 0, false
	case errors.As(err, &status):
		pause = max(pause, status.After)
		return pause, (status.Code == http.StatusTooManyRequests || status.Code >= 500) && pause <= f.o.MaxWait
	}
	return min(pause, f.o.MaxWait), true
}

// attempt asks for a URL once.
func (f *Fetcher) attempt(ctx context.Context, u *url.URL) (*Step, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, f.o.RequestTime, fmt.Errorf("the answer takes longer than %v", f.o.RequestTime))
	defer cancel()
	step := &Step{URL: u.String(), Time: f.o.Now().UTC().Truncate(time.Second)}
	trace := httptrace.ClientTrace{GotConn: func(info httptrace.GotConnInfo) {
		if at, err := netip.ParseAddrPort(info.Conn.RemoteAddr().String()); err == nil {
			step.Addr = at.Addr().Unmap().String()
		}
	}}
	req, err := http.NewRequestWithContext(httptrace.WithClientTrace(ctx, &trace), http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, &LimitError{err.Error()}
	}
	req.URL, req.Host, req.Close = u, u.Host, true
	req.Header = http.Header{
		"User-Agent":      {f.o.UserAgent},
		"Accept":          {"text/html,application/xhtml+xml,application/pdf,text/plain;q=0.9,*/*;q=0.5"},
		"Accept-Encoding": {"gzip"},
	}
	var sent bytes.Buffer
	if err := req.Write(&sent); err != nil {
		return nil, &LimitError{err.Error()}
	}
	step.Request = sent.Bytes()
	started := f.o.Now()
	resp, err := f.visit.RoundTrip(req)
	if err != nil {
		return nil, cause(ctx, err)
	}
	defer resp.Body.Close()
	err = f.read(ctx, step, resp)
	step.Took = f.o.Now().Sub(started)
	return step, err
}

// read takes the answer.
func (f *Fetcher) read(ctx context.Context, step *Step, resp *http.Response) error {
	step.code = resp.StatusCode
	step.encoding, step.media = resp.Header.Get("Content-Encoding"), resp.Header.Get("Content-Type")
	var err error
	switch resp.StatusCode {
	case http.StatusOK, http.StatusNonAuthoritativeInfo:
		tooLarge := &LimitError{fmt.Sprintf("it is larger than %d bytes", f.o.MaxBytes)}
		if resp.ContentLength > f.o.MaxBytes {
			return tooLarge
		}
		step.Body, err = io.ReadAll(io.LimitReader(resp.Body, f.o.MaxBytes+1))
		if err != nil {
			return cause(ctx, err)
		}
		if int64(len(step.Body)) > f.o.MaxBytes {
			return tooLarge
		}
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		if step.location = resp.Header.Get("Location"); step.location == "" {
			return &LimitError{"it redirects to nowhere"}
		}
		f.readRedirect(ctx, step, resp.Body)
	default:
		return &StatusError{statusOf(resp), resp.StatusCode, f.retryAfter(resp.Header.Get("Retry-After"))}
	}
	step.Head = answerHead(resp, len(step.Body))
	return nil
}

// readRedirect takes the first bytes of a redirect's body. Nothing depends on them, so no trouble with them ends the visit.
func (f *Fetcher) readRedirect(ctx context.Context, step *Step, body io.Reader) {
	const most = 64 << 10
	data, err := io.ReadAll(io.LimitReader(body, most+1))
	switch {
	case len(data) > most:
		data, step.Truncated = data[:most], "length"
	case err != nil && ctx.Err() != nil:
		step.Truncated = "time"
	case err != nil:
		step.Truncated = "disconnect"
	}
	step.Body = data
}

// retryAfter is the time that a server asks us to wait: seconds or a date.
func (f *Fetcher) retryAfter(field string) time.Duration {
	if seconds, err := strconv.ParseInt(strings.TrimSpace(field), 10, 32); err == nil {
		return time.Duration(max(0, seconds)) * time.Second
	}
	at, err := http.ParseTime(field)
	if err != nil {
		return 0
	}
	return max(0, at.Sub(f.o.Now()))
}

// answerHead is the status line and the fields of an answer, made to fit a body of that size without transfer coding:
// what they said of the transfer stands behind X-Orig-, as other archives have it.
func answerHead(resp *http.Response, size int) []byte {
	fields := resp.Header.Clone()
	for _, name := range []string{"Content-Length", "Transfer-Encoding", "Trailer"} {
		if values := fields.Values(name); len(values) > 0 && (name != "Content-Length" || values[0] != strconv.Itoa(size)) {
			fields["X-Orig-"+name] = values
		}
		fields.Del(name)
	}
	if len(resp.TransferEncoding) > 0 {
		fields["X-Orig-Transfer-Encoding"] = resp.TransferEncoding
	}
	fields.Set("Content-Length", strconv.Itoa(size))
	var b bytes.Buffer
	fmt.Fprintf(&b, "HTTP/1.%d %s\r\n", min(1, resp.ProtoMinor), statusOf(resp))
	fields.Write(&b) // which lets no value end its line
	b.WriteString("\r\n")
	return b.Bytes()
}

// statusOf is the status as the server words it, in one short line.
func statusOf(resp *http.Response) string {
	words, ok := strings.CutPrefix(resp.Status, strconv.Itoa(resp.StatusCode))
	if !ok || len(words) > 100 {
		words = " " + http.StatusText(resp.StatusCode)
	}
	return strconv.Itoa(resp.StatusCode) + " " + strings.TrimSpace(strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' {
			return ' '
		}
		return r
	}, words))
}

// decodeContent undoes the content coding of a body that may have at most so many bytes.
func decodeContent(encoding string, body []byte, most int64) ([]byte, error) {
	switch strings.ToLower(strings.TrimSpace(encoding)) {
	case "", "identity":
		return body, nil
	case "gzip", "x-gzip":
	default:
		return nil, &LimitError{fmt.Sprintf("it comes with the content coding %q, which we did not ask for", encoding)}
	}
	z, err := gzip.NewReader(bytes.NewReader(body))
	if err != nil {
		return nil, &LimitError{"its gzip coding is broken: " + err.Error()}
	}
	data, err := io.ReadAll(io.LimitReader(z, most+1))
	if err != nil {
		return nil, &LimitError{"its gzip coding is broken: " + err.Error()}
	}
	if int64(len(data)) > most {
		return nil, &LimitError{fmt.Sprintf("it is larger than %d bytes when it is decompressed", most)}
	}
	return data, nil
}

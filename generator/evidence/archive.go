package evidence

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"path"
	"strings"
	"time"

	"dossier/generator/dossier"
)

// An Archiver keeps copies of sources.
type Archiver struct {
	Locker  *Locker
	Fetcher *Fetcher
	Now     func() time.Time
	// Progress, unless nil, is told what happens, in lines without a line feed.
	Progress func(string)
	// Fresh lets a run go on where the last one was stopped: a URL whose bytes were met less than that ago is not asked for
	// again. Zero always asks.
	Fresh time.Duration
}

// Source keeps a copy of a source's public copy, where it names one, and of what its URL leads to. It returns a capture of
// each, with Unchanged set where nothing new was kept; none and no error for a source that is not on the web. What fails is
// joined into the error; the rest is done all the same.
//
// What stands for the source afterwards is Locker.Newest, which is for Record: a copy of the public copy counts only as long
// as there is none of the source itself.
func (a *Archiver) Source(ctx context.Context, s *dossier.Source) ([]Capture, error) {
	var captures []Capture
	var errs []error
	visit := func(address string, archived bool) {
		if address == "" || ctx.Err() != nil {
			return
		}
		c, err := a.visit(ctx, s, address, archived)
		if err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", s.ID, err))
			return
		}
		captures = append(captures, c)
	}
	if s.Archived != nil {
		visit(s.Archived.URL, true)
	}
	visit(s.CSL.Field("URL"), false)
	if len(errs) == 0 && ctx.Err() != nil {
		errs = append(errs, fmt.Errorf("%s: %w", s.ID, context.Cause(ctx)))
	}
	return captures, errors.Join(errs...)
}

// visit keeps what a URL leads to.
func (a *Archiver) visit(ctx context.Context, s *dossier.Source, address string, archived bool) (Capture, error) {
	c := Capture{Source: s.ID, URL: address, Archived: archived}
	last, known, err := a.last(c)
	if err != nil {
		return c, err
	}
	if known && last.URL == address && a.Fresh > 0 {
		met, err := a.Locker.met(last)
		if age := a.Now().Sub(met); err == nil && age >= 0 && age < a.Fresh {
			a.tell("%s: kept a moment ago: %s", s.ID, address)
			last.Unchanged = true
			return last, nil
		}
	}
	a.tell("%s: asking for %s", s.ID, address)
	visit, err := a.Fetcher.Get(ctx, address)
	if err != nil {
		return c, err
	}
	c.FinalURL = visit.Steps[len(visit.Steps)-1].URL
	kind := contentType(visit.ContentType, visit.FinalName(), visit.Payload)
	return a.keep(c, kind, warcEnd, visit.Payload, func(name string, c Capture) ([]byte, error) {
		return writeWARC(name, a.Fetcher.o.UserAgent, c, visit)
	})
}

// File keeps a local copy of a source, such as a PDF that a server gives to browsers alone. The name is believed only where
// the bytes do not say what they are.
func (a *Archiver) File(s *dossier.Source, name string, payload []byte) (Capture, error) {
	c := Capture{Source: s.ID}
	if most := a.limit(); int64(len(payload)) > most {
		return c, fmt.Errorf("%s: the file is larger than %d bytes", s.ID, most)
	}
	kind := contentType("", name, payload)
	c, err := a.keep(c, kind, origEnd+extension(kind), payload, func(string, Capture) ([]byte, error) { return payload, nil })
	if err != nil {
		return c, fmt.Errorf("%s: %w", s.ID, err)
	}
	return c, nil
}

// limit is the most bytes of a copy.
func (a *Archiver) limit() int64 {
	if a.Fetcher != nil {
		return a.Fetcher.o.MaxBytes
	}
	var o Options
	o.fill()
	return o.MaxBytes
}

// keep adds a capture, unless its bytes are those of the last one of its kind.
func (a *Archiver) keep(c Capture, kind, end string, payload []byte, data func(name string, c Capture) ([]byte, error)) (Capture, error) {
	if len(payload) == 0 {
		return c, errors.New("it is empty")
	}
	sum := sha256.Sum256(payload)
	c.Time, c.Media, c.SHA256, c.Bytes = a.Now().UTC().Truncate(time.Second), mediaOf(kind), hex.EncodeToString(sum[:]), int64(len(payload))
	last, known, err := a.last(c)
	if err != nil {
		return c, err
	}
	if known && last.SHA256 == c.SHA256 {
		a.tell("%s: unchanged since %s", c.Source, last.Time.Format(time.DateOnly))
		last.Unchanged = true
		return last, a.Locker.touch(last, c.Time)
	}
	if known && last.Time.Equal(c.Time) {
		c.Time = c.Time.Add(time.Second) // for the newest to be the last in order
	}
	text, err := Extract(kind, payload)
	if err != nil {
		a.tell("%s: it has no text to look passages up in: %v", c.Source, err)
		text = Text{}
	}
	kept, err := a.Locker.keep(c, end, text, func(name string) ([]byte, error) { return data(name, c) })
	if err == nil {
		a.tell("%s: kept %d bytes of %s", c.Source, kept.Bytes, kept.Media)
	}
	return kept, err
}

// last is the newest copy that a new one would follow: of the public copy, or of the source.
func (a *Archiver) last(c Capture) (last Capture, ok bool, err error) {
	captures, err := a.Locker.Captures(c.Source)
	for _, k := range captures {
		if k.Archived == c.Archived && (!c.Archived || k.URL == c.URL) {
			last, ok = k, true
		}
	}
	return last, ok, err
}

func (a *Archiver) tell(format string, args ...any) {
	if a.Progress != nil {
		a.Progress(printable(fmt.Sprintf(format, args...)))
	}
}

// printable makes one line of what may hold a server's words, with nothing in it that a terminal obeys.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r >= 0x7f && r < 0xa0 || r == '\u2028' || r == '\u2029' || r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069' {
			return '\uFFFD'
		}
		return r
	}, s)
}

// FinalName is the last part of the URL at the end of the redirects, which hints at a media type and nothing else.
func (v *Visit) FinalName() string {
	name, _, _ := strings.Cut(v.Steps[len(v.Steps)-1].URL, "?")
	return path.Base(name)
}

// contentType is the media type of a payload, with its charset where that is known: as the server says, unless it says
// nothing or the bytes say that they are a PDF; else as the bytes say, and then as the name ends.
func contentType(said, name string, payload []byte) string {
	sniffed := http.DetectContentType(payload)
	media := mediaOf(said)
	switch {
	case sniffed == "application/pdf" && !strings.Contains(media, "html"):
		return sniffed
	case media != "application/octet-stream":
		return plainType(said)
	case strings.HasPrefix(sniffed, "text/plain"), strings.HasPrefix(sniffed, "text/xml"):
		switch strings.ToLower(path.Ext(strings.ReplaceAll(name, `\`, "/"))) {
		case ".html", ".htm":
			return "text/html"
		case ".xhtml", ".xht":
			return "application/xhtml+xml"
		}
	}
	return mediaOf(sniffed) // without the charset, which was only not disproved
}

// plainType is a media type with its charset and no other parameter.
func plainType(said string) string {
	media, params, err := mime.ParseMediaType(said)
	if err != nil || params["charset"] == "" {
		return mediaOf(said)
	}
	return mime.FormatMediaType(media, map[string]string{"charset": params["charset"]})
}

// mediaOf is the media type without parameters; application/octet-stream where a server says nothing that makes sense.
func mediaOf(said string) string {
	media, _, _ := strings.Cut(said, ";")
	media = strings.ToLower(strings.TrimSpace(media))
	if !isMedia(media) {
		return "application/octet-stream"
	}
	return media
}

// isMedia reports whether a media type is well formed (RFC 6838), so that it is one word of a line of the lock.
func isMedia(s string) bool {
	kind, sub, _ := strings.Cut(s, "/")
	for _, name := range []string{kind, sub} {
		if name == "" || len(name) > 127 || strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789!#$&-^_.+") != "" {
			return false
		}
	}
	return true
}

// extension is how the name of a copied file ends: one of ours, whatever the file was called.
func extension(kind string) string {
	switch mediaOf(kind) {
	case "text/html":
		return ".html"
	case "application/xhtml+xml":
		return ".xhtml"
	case "text/plain":
		return ".txt"
	case "application/pdf":
		return ".pdf"
	}
	return ".bin"
}

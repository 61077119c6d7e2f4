package evidence

import (
	"bytes"
	"errors"
	"fmt"
	"mime"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
)

// maxPayload is the size of the largest copy whose text is read.
const maxPayload = 256 << 20

// A Text is the text of a copy: its pages (one for HTML and plain text, one a page for PDF). It is valid UTF-8 without
// control characters other than tabs and line feeds.
type Text struct{ Pages []string }

// Words returns the number of words of the text.
func (t Text) Words() int {
	n := 0
	for _, page := range t.Pages {
		n += len(words(page))
	}
	return n
}

// A NoTextError says that no text can be read from a copy: its media type is none that has text, or it is broken.
type NoTextError struct {
	Media string
	Err   error // what is wrong with it, or nil
}

// Error says why there is no text.
func (e *NoTextError) Error() string {
	if e.Err != nil {
		return fmt.Sprintf("no text can be read from %s: %v", e.Media, e.Err)
	}
	return "no text can be read from " + e.Media
}

// Unwrap is what the reader of the format reported, or nil.
func (e *NoTextError) Unwrap() error { return e.Err }

// Extract returns the text of a payload of a media type, which may have a charset. The text of a scanned PDF has pages
// without words. All errors are of type *NoTextError.
func Extract(media string, payload []byte) (Text, error) {
	kind, params, err := mime.ParseMediaType(media)
	if err != nil {
		kind, _, _ = strings.Cut(media, ";")
		kind = strings.ToLower(strings.TrimSpace(kind))
	}
	if len(payload) > maxPayload {
		return Text{}, &NoTextError{kind, errors.New("it is too large")}
	}
	switch kind {
	case "text/html", "application/xhtml+xml":
		text, err := htmlText(decodeHTML(payload, media), kind != "text/html")
		if err != nil {
			return Text{}, &NoTextError{kind, err}
		}
		return Text{[]string{clean(text)}}, nil
	case "text/plain":
		return Text{[]string{clean(decodePlain(payload, params["charset"]))}}, nil
	case "application/pdf":
		pages, err := pdfText(payload)
		if err != nil {
			return Text{}, &NoTextError{kind, err}
		}
		for i := range pages {
			pages[i] = clean(pages[i])
		}
		return Text{pages}, nil
	}
	return Text{}, &NoTextError{Media: kind}
}

// decodeHTML returns HTML as UTF-8: by byte order mark, by the charset of the media type, by meta, else UTF-8 where it is
// valid and Windows-1252 where it is not.
func decodeHTML(payload []byte, media string) []byte {
	e, name, certain := charset.DetermineEncoding(payload, media)
	if certain || name == "utf-8" || !utf8.Valid(payload) {
		payload = decode(e, payload)
	}
	return bytes.TrimPrefix(payload, []byte("\ufeff"))
}

// decodePlain returns plain text as UTF-8.
func decodePlain(payload []byte, label string) string {
	if bytes.HasPrefix(payload, []byte("\xfe\xff")) {
		label = "utf-16be"
	} else if bytes.HasPrefix(payload, []byte("\xff\xfe")) {
		label = "utf-16le"
	} else if utf8.Valid(payload) {
		return string(payload)
	}
	if e, name := charset.Lookup(label); e != nil && name != "utf-8" {
		return string(decode(e, payload))
	}
	return string(decode(charmap.Windows1252, payload))
}

func decode(e encoding.Encoding, payload []byte) []byte {
	out, err := e.NewDecoder().Bytes(payload)
	if err != nil {
		return payload
	}
	return out
}

// clean makes a text valid UTF-8 with line feeds only.
func clean(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	s = strings.TrimPrefix(s, "\uFEFF")
	s = strings.ReplaceAll(s, "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\r' || r == '\f' || r == '\v' || r == '\u0085' || r == '\u2028' || r == '\u2029':
			return '\n'
		case r < 0x20 && r != '\t' && r != '\n' || r >= 0x7f && r < 0xa0:
			return ' '
		}
		return r
	}, s)
}

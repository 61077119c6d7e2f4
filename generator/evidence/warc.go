package evidence

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base32"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/textproto"
	"strconv"
	"strings"
	"time"
)

// A warcRecord is one record of a WARC file (ISO 28500, version 1.1).
type warcRecord struct {
	kind    string // warcinfo, request, response or metadata
	date    time.Time
	uri     string
	content string      // media type of the block
	fields  [][2]string // further named fields, in order
	block   []byte
	payload int // where the payload begins in the block of a request or response, 0 in others
}

// id is a name of the record that no other record of the world has. It is made of what the record holds, so that the same
// visit gives the same file.
func (r *warcRecord) id() string {
	h := sha256.New()
	fmt.Fprintf(h, "%s\n%s\n%s\n%s\n", r.kind, r.date.UTC(), r.uri, r.fields)
	h.Write(r.block)
	u := h.Sum(nil)[:16]
	u[6], u[8] = u[6]&0x0f|0x80, u[8]&0x3f|0x80 // a UUID of version 8
	return fmt.Sprintf("<urn:uuid:%x-%x-%x-%x-%x>", u[:4], u[4:6], u[6:8], u[8:10], u[10:])
}

// add appends the record to a WARC file, compressed by itself as readers with an index expect.
func (r *warcRecord) add(file *bytes.Buffer) error {
	z := gzip.NewWriter(file)
	fmt.Fprintf(z, "WARC/1.1\r\nWARC-Type: %s\r\nWARC-Record-ID: %s\r\nWARC-Date: %s\r\n", r.kind, r.id(),
		r.date.UTC().Format("2006-01-02T15:04:05Z"))
	if r.uri != "" {
		fmt.Fprintf(z, "WARC-Target-URI: %s\r\n", r.uri)
	}
	for _, f := range r.fields {
		fmt.Fprintf(z, "%s: %s\r\n", f[0], f[1])
	}
	fmt.Fprintf(z, "WARC-Block-Digest: %s\r\n", warcDigest(r.block))
	if r.payload > 0 {
		fmt.Fprintf(z, "WARC-Payload-Digest: %s\r\n", warcDigest(r.block[r.payload:]))
	}
	fmt.Fprintf(z, "Content-Type: %s\r\nContent-Length: %d\r\n\r\n", r.content, len(r.block))
	z.Write(r.block)
	io.WriteString(z, "\r\n\r\n")
	return z.Close()
}

// warcDigest is the digest that readers know: SHA-1 in base 32.
func warcDigest(data []byte) string {
	sum := sha1.Sum(data)
	return "sha1:" + base32.StdEncoding.EncodeToString(sum[:])
}

// writeWARC makes the WARC file of a visit: a warcinfo record, a request and a response for each step, and a metadata
// record that says what was kept.
func writeWARC(name, agent string, c Capture, visit *Visit) ([]byte, error) {
	var file bytes.Buffer
	info := warcRecord{
		kind: "warcinfo", date: c.Time, content: "application/warc-fields",
		fields: [][2]string{{"WARC-Filename", name}},
		block:  []byte("software: " + agent + "\r\nformat: WARC File Format 1.1\r\nconformsTo: https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/\r\n"),
	}
	if err := info.add(&file); err != nil {
		return nil, err
	}
	last := warcRecord{}
	for _, s := range visit.Steps {
		answer, head := s.answer(), len(s.Head)
		about := [][2]string{{"WARC-Warcinfo-ID", info.id()}}
		if s.Addr != "" {
			about = append(about, [2]string{"WARC-IP-Address", s.Addr})
		}
		request := warcRecord{kind: "request", date: s.Time, uri: s.URL, content: "application/http; msgtype=request", fields: about, block: s.Request}
		response := request
		response.kind, response.content, response.block, response.payload = "response", "application/http; msgtype=response", answer, head
		if s.Truncated != "" {
			response.fields = append(response.fields[:len(about):len(about)], [2]string{"WARC-Truncated", s.Truncated})
		}
		request.fields = append(request.fields[:len(about):len(about)], [2]string{"WARC-Concurrent-To", response.id()})
		if err := errors.Join(request.add(&file), response.add(&file)); err != nil {
			return nil, err
		}
		last = response
	}
	meta := warcRecord{
		kind: "metadata", date: last.date, uri: last.uri, content: "application/warc-fields",
		fields: [][2]string{{"WARC-Warcinfo-ID", info.id()}, {"WARC-Refers-To", last.id()}},
		block: fmt.Appendf(nil, "source: %s\r\nasked-for: %s\r\nmedia-type: %s\r\ndecoded-bytes: %d\r\ndecoded-sha256: %s\r\nfetchTimeMs: %d\r\n",
			c.Source, visit.Steps[0].URL, c.Media, c.Bytes, c.SHA256, visit.Steps[len(visit.Steps)-1].Took.Milliseconds()),
	}
	if err := meta.add(&file); err != nil {
		return nil, err
	}
	return file.Bytes(), nil
}

// warcPayload returns the payload of the last response in a WARC file that we wrote, after content decoding.
func warcPayload(file []byte, size int64) ([]byte, error) {
	z, err := gzip.NewReader(bytes.NewReader(file))
	if err != nil {
		return nil, err
	}
	r := bufio.NewReader(z)
	var answer []byte
	for {
		kind, block, err := readRecord(r)
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, err
		}
		if kind == "response" {
			answer = block
		}
	}
	resp, err := http.ReadResponse(bufio.NewReader(bytes.NewReader(answer)), nil)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, err
	}
	return decodeContent(resp.Header.Get("Content-Encoding"), body, size)
}

// readRecord reads one record; io.EOF says that there is none left.
func readRecord(r *bufio.Reader) (kind string, block []byte, err error) {
	if _, err := r.Peek(1); err != nil {
		return "", nil, err
	}
	broken := errors.New("it is no WARC file, or it is cut off")
	text := textproto.NewReader(r)
	version, err := text.ReadLine()
	if err != nil || !strings.HasPrefix(version, "WARC/1.") {
		return "", nil, broken
	}
	fields, err := text.ReadMIMEHeader()
	if err != nil {
		return "", nil, broken
	}
	size, err := strconv.ParseInt(fields.Get("Content-Length"), 10, 64)
	if err != nil || size < 0 {
		return "", nil, broken
	}
	block, err = io.ReadAll(io.LimitReader(r, size))
	if err != nil || int64(len(block)) < size {
		return "", nil, broken
	}
	end := make([]byte, 4)
	if _, err := io.ReadFull(r, end); err != nil || string(end) != "\r\n\r\n" {
		return "", nil, broken
	}
	return fields.Get("WARC-Type"), block, nil
}

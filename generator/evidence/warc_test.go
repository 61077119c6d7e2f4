package evidence

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha1"
	"encoding/base32"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// A plainRecord is a record as a reader sees it that knows nothing of ours.
type plainRecord struct {
	fields map[string]string
	block  []byte
}

// splitWARC reads a file as the standard has it: one gzip member for each record, two line ends behind each block.
func splitWARC(t *testing.T, file []byte) []plainRecord {
	t.Helper()
	var records []plainRecord
	rest := bytes.NewReader(file)
	for rest.Len() > 0 {
		z, err := gzip.NewReader(rest)
		if err != nil {
			t.Fatal(err)
		}
		z.Multistream(false)
		data, err := io.ReadAll(z)
		if err != nil {
			t.Fatal(err)
		}
		head, block, ok := bytes.Cut(data, []byte("\r\n\r\n"))
		lines := strings.Split(string(head), "\r\n")
		if !ok || lines[0] != "WARC/1.1" {
			t.Fatalf("a record begins %q", lines[0])
		}
		r := plainRecord{fields: map[string]string{}}
		for _, line := range lines[1:] {
			name, value, ok := strings.Cut(line, ": ")
			if !ok || r.fields[name] != "" {
				t.Errorf("bad field %q", line)
			}
			r.fields[name] = value
		}
		if r.block, ok = bytes.CutSuffix(block, []byte("\r\n\r\n")); !ok || r.fields["Content-Length"] != strconv.Itoa(len(r.block)) {
			t.Errorf("a block of %d bytes has Content-Length %s", len(r.block), r.fields["Content-Length"])
		}
		records = append(records, r)
	}
	return records
}

func sha1Base32(data []byte) string {
	h := sha1.New()
	h.Write(data)
	return "sha1:" + base32.StdEncoding.EncodeToString(h.Sum(nil))
}

// checkRecords holds records to what the standard demands of each.
func checkRecords(t *testing.T, records []plainRecord) {
	t.Helper()
	ids := map[string]bool{}
	form := regexp.MustCompile(`^<urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}>$`)
	for _, r := range records {
		ids[r.fields["WARC-Record-ID"]] = true
	}
	if len(ids) != len(records) {
		t.Errorf("%d records have %d ids", len(records), len(ids))
	}
	for _, r := range records {
		kind := r.fields["WARC-Type"]
		if !form.MatchString(r.fields["WARC-Record-ID"]) || !regexp.MustCompile(`^2026-11-22T10:15:\d\dZ$`).MatchString(r.fields["WARC-Date"]) {
			t.Errorf("%s: id %s, date %s", kind, r.fields["WARC-Record-ID"], r.fields["WARC-Date"])
		}
		for _, name := range []string{"WARC-Warcinfo-ID", "WARC-Concurrent-To", "WARC-Refers-To"} {
			if id := r.fields[name]; id != "" && !ids[id] {
				t.Errorf("%s: its %s is no record", kind, name)
			}
		}
		if r.fields["WARC-Block-Digest"] != sha1Base32(r.block) {
			t.Errorf("%s: wrong block digest", kind)
		}
		_, payload, _ := bytes.Cut(r.block, []byte("\r\n\r\n"))
		if got := r.fields["WARC-Payload-Digest"]; kind == "response" && got != sha1Base32(payload) || kind != "response" && got != "" {
			t.Errorf("%s: payload digest %q", kind, got)
		}
		if (kind == "warcinfo") != (r.fields["WARC-Target-URI"] == "") {
			t.Errorf("%s: of %q", kind, r.fields["WARC-Target-URI"])
		}
	}
}

func TestWARC(t *testing.T) {
	address := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header()["Date"] = nil
		switch r.URL.Path {
		case "/moved":
			http.Redirect(w, r, "/page", http.StatusSeeOther)
		case "/page":
			w.Header().Set("Content-Type", "text/html")
			w.Header().Set("Content-Encoding", "gzip")
			body := gzipped([]byte("<p>Hello WARC/1.1\r\n\r\nworld"))
			w.Write(body[:9])
			w.(http.Flusher).Flush() // so that it comes in chunks
			w.Write(body[9:])
		}
	})
	a, _, _ := testArchiver(t)
	captures, err := a.Source(context.Background(), testSource("s", address+"/moved", ""))
	if err != nil {
		t.Fatal(err)
	}
	file, err := os.ReadFile(filepath.Join(a.Locker.dir, "s", captures[0].File))
	if err != nil {
		t.Fatal(err)
	}
	if out := os.Getenv("EVIDENCE_TEST_WARC"); out != "" { // for other tools to read
		if err := os.WriteFile(out, file, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	records := splitWARC(t, file)
	checkRecords(t, records)
	kinds := ""
	for _, r := range records {
		kinds += r.fields["WARC-Type"] + " "
	}
	if kinds != "warcinfo request response request response metadata " {
		t.Fatalf("records: %s", kinds)
	}
	if records[0].fields["WARC-Filename"] != captures[0].File || records[4].fields["WARC-Target-URI"] != address+"/page" || records[4].fields["WARC-IP-Address"] != "127.0.0.1" {
		t.Errorf("got %v, %v", records[0].fields, records[4].fields)
	}
	if head := "GET /page HTTP/1.1\r\nHost: " + strings.TrimPrefix(address, "http://") + "\r\n"; !strings.HasPrefix(string(records[3].block), head) {
		t.Errorf("request: %q", records[3].block)
	}
	head, _, _ := strings.Cut(string(records[4].block), "\r\n\r\n")
	if want := "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " + strconv.Itoa(len(gzipped([]byte("<p>Hello WARC/1.1\r\n\r\nworld")))) +
		"\r\nContent-Type: text/html\r\nX-Orig-Transfer-Encoding: chunked"; head != want {
		t.Errorf("response: got %q\nwant %q", head, want)
	}
	if meta := string(records[5].block); !strings.Contains(meta, "decoded-sha256: "+captures[0].SHA256+"\r\n") || !strings.Contains(meta, "asked-for: "+address+"/moved\r\n") {
		t.Errorf("metadata: %q", meta)
	}
	checkCapture(t, a.Locker, captures[0], "<p>Hello WARC/1.1\r\n\r\nworld", "Hello WARC/1.1 world")
}

// TestWARCPayloadBroken reads files that are cut or changed.
func TestWARCPayloadBroken(t *testing.T) {
	visit := &Visit{Steps: []Step{{URL: "http://example.org/", Head: []byte("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n"), Body: []byte("ok")}}}
	c := Capture{Source: "s", Time: newTestClock().now, Bytes: 2}
	file, err := writeWARC("x", "dossier/1", c, visit)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := warcPayload(file, 2); err != nil || string(got) != "ok" {
		t.Errorf("got %q, %v", got, err)
	}
	for n := range len(file) - 1 {
		if got, err := warcPayload(file[:n], 2); err == nil && string(got) != "ok" {
			t.Errorf("cut at %d: got %q", n, got)
		}
	}
	for _, text := range []string{"", "x", "WARC/1.1\r\n\r\n", "WARC/1.1\r\nContent-Length: -1\r\n\r\n", "WARC/1.1\r\nContent-Length: 99999999999\r\n\r\nx"} {
		if got, err := warcPayload(gzipped([]byte(text)), 2); err == nil {
			t.Errorf("%q: got %q", text, got)
		}
	}
}

package evidence

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync/atomic"
	"time"

	"github.com/ledongthuc/pdf"
)

const (
	pdfTime   = 60 * time.Second // for one file
	pdfPages  = 20000
	pdfStream = 64 << 20 // bytes of one content stream, unpacked
	pdfTotal  = 64 << 20 // bytes of text
	pdfDepth  = 32       // of the page tree and of forms within forms
	pdfNumber = 8388607  // the greatest number of an object
)

// pdfText returns the text of each page. The library panics on broken files, and may run on without end or take all memory
// on hostile ones, so it works aside, on a file that fails once its time is up.
func pdfText(payload []byte) ([]string, error) {
	if !isModest(payload) {
		return nil, errors.New("its numbers are out of range")
	}
	file, err := newPDFFile(payload)
	if err != nil {
		return nil, err
	}
	type result struct {
		pages []string
		err   error
	}
	done := make(chan result, 1)
	go func() {
		pages, err := readPDF(file)
		done <- result{pages, err}
	}()
	timer := time.NewTimer(pdfTime)
	defer timer.Stop()
	select {
	case r := <-done:
		return r.pages, r.err
	case <-timer.C:
		file.late.Store(true)
		return nil, errors.New("it takes too long to read")
	}
}

// A pdfFile is the file as the library wants it: the header is one that it takes, and the end of file mark is the end.
type pdfFile struct {
	header []byte
	data   []byte
	late   atomic.Bool
}

func newPDFFile(payload []byte) (*pdfFile, error) {
	start := bytes.Index(payload[:min(len(payload), 1024)], []byte("%PDF-"))
	if start < 0 {
		return nil, errors.New("it is no PDF")
	}
	data := payload[start:]
	if i := bytes.LastIndex(data, []byte("%%EOF")); i >= 0 {
		data = data[:i+len("%%EOF")]
	}
	return &pdfFile{header: []byte("%PDF-1.7\n"), data: data}, nil
}

// ReadAt panics when time is up, which ends the library's work.
func (f *pdfFile) ReadAt(p []byte, off int64) (int, error) {
	if f.late.Load() {
		panic(errors.New("time is up"))
	}
	if off < 0 || off >= int64(len(f.data)) {
		return 0, io.EOF
	}
	n := copy(p, f.data[off:])
	if off < int64(len(f.header)) {
		copy(p[:n], f.header[off:])
	}
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

// isModest reports whether no table of the file claims to be larger than a PDF allows; the library would make room for it.
func isModest(payload []byte) bool {
	for _, name := range []string{"/Size", "/Index", "/Columns", "/W", "\nxref", "\rxref"} {
		for rest := payload; ; {
			i := bytes.Index(rest, []byte(name))
			if i < 0 {
				break
			}
			rest = rest[i+len(name):]
			if !isModestList(rest) {
				return false
			}
		}
	}
	return true
}

// isModestList checks the numbers that follow, up to anything else.
func isModestList(s []byte) bool {
	n := 0
	for _, c := range s[:min(len(s), 4096)] {
		switch {
		case '0' <= c && c <= '9':
			if n = n*10 + int(c-'0'); n > pdfNumber {
				return false
			}
		case strings.IndexByte("[+ \t\r\n\f", c) >= 0:
			n = 0
		default:
			return true
		}
	}
	return true
}

// A pdfReader reads the text of the pages of a file.
type pdfReader struct {
	file  *pdfFile
	pages []string
	total int
	fonts map[string]*pdfFont // by what the font says
}

func readPDF(file *pdfFile) (pages []string, err error) {
	defer func() {
		if r := recover(); r != nil {
			pages, err = nil, fmt.Errorf("it is broken: %v", r)
		}
	}()
	reader, err := pdf.NewReader(file, int64(len(file.data)))
	if err != nil {
		return nil, err
	}
	r := &pdfReader{file: file, fonts: map[string]*pdfFont{}}
	if err := r.tree(reader.Trailer().Key("Root").Key("Pages"), pdf.Value{}, 0); err != nil {
		return nil, err
	}
	return r.pages, nil
}

// tree reads a node of the page tree: pages, or a page.
func (r *pdfReader) tree(node, resources pdf.Value, depth int) error {
	if own := node.Key("Resources"); !own.IsNull() {
		resources = own
	}
	kids := node.Key("Kids")
	if kids.Kind() != pdf.Array {
		if len(r.pages) == pdfPages {
			return errors.New("it has too many pages")
		}
		r.pages = append(r.pages, r.page(node, resources))
		if r.total += len(r.pages[len(r.pages)-1]); r.total > pdfTotal {
			return errors.New("its text is too long")
		}
		return nil
	}
	if depth == pdfDepth {
		return errors.New("its page tree is too deep")
	}
	for i := range kids.Len() {
		if err := r.tree(kids.Index(i), resources, depth+1); err != nil {
			return err
		}
	}
	return nil
}

// page returns the text of a page, as much of it as can be read.
func (r *pdfReader) page(node, resources pdf.Value) string {
	w := &pdfWriter{reader: r}
	w.draw(node.Key("Contents"), resources, identity(), 0)
	return w.text.String()
}

// holds reports whether a content stream can be read and is not too long.
func (r *pdfReader) holds(stream pdf.Value) bool {
	if stream.Kind() == pdf.Array {
		for i := range stream.Len() {
			if !r.holds(stream.Index(i)) {
				return false
			}
		}
		return true
	}
	if stream.Kind() != pdf.Stream {
		return false
	}
	n, err := io.Copy(io.Discard, io.LimitReader(stream.Reader(), pdfStream+1))
	return n <= pdfStream && (err == nil || n > 0)
}

// A pdfFont is what text is set in.
type pdfFont struct {
	encoding pdf.TextEncoding
	wide     bool // two bytes a letter
	widths   map[int]float64
	usual    float64 // width of letters that are not in widths
}

// font returns a font of the resources. One that cannot be read has no encoding.
func (r *pdfReader) font(resources pdf.Value, name string) (f *pdfFont) {
	f = &pdfFont{widths: map[int]float64{}, usual: 500}
	defer func() { _ = recover() }()
	v := resources.Key("Font").Key(name)
	key := v.String()
	if known, ok := r.fonts[key]; ok {
		return known
	}
	r.fonts[key] = f
	if s := v.Key("ToUnicode"); s.Kind() == pdf.Stream && !r.holds(s) {
		return f
	}
	f.readWidths(v)
	f.encoding = (&pdf.Font{V: v}).Encoder()
	return f
}

func (f *pdfFont) readWidths(v pdf.Value) {
	if v.Key("Subtype").Name() != "Type0" {
		first, list := int(v.Key("FirstChar").Int64()), v.Key("Widths")
		for i := range min(list.Len(), 256) {
			f.widths[first+i] = list.Index(i).Float64()
		}
		return
	}
	f.wide = true
	descendant := v.Key("DescendantFonts").Index(0)
	f.usual = 1000
	if dw := descendant.Key("DW"); dw.Kind() == pdf.Integer || dw.Kind() == pdf.Real {
		f.usual = dw.Float64()
	}
	f.wideWidths(descendant.Key("W"))
}

// wideWidths reads a W array: `first [width ...]` or `first last width`, again and again.
func (f *pdfFont) wideWidths(list pdf.Value) {
	for i := 0; i+1 < list.Len(); {
		first, second := int(list.Index(i).Int64()), list.Index(i+1)
		if second.Kind() == pdf.Array {
			for j := range min(second.Len(), 65536) {
				f.widths[first+j] = second.Index(j).Float64()
			}
			i += 2
			continue
		}
		width := list.Index(i + 2).Float64()
		for code := max(first, 0); code <= min(int(second.Int64()), 65535); code++ {
			f.widths[code] = width
		}
		i += 3
	}
}

// width returns how far a string advances, in thousandths of the font size, and its letters and single-byte spaces.
func (f *pdfFont) width(s string) (width float64, letters, spaces int) {
	step := 1
	if f.wide {
		step = 2
	}
	for i := 0; i+step <= len(s); i += step {
		code := int(s[i])
		if f.wide {
			code = code<<8 | int(s[i+1])
		} else if s[i] == ' ' {
			spaces++
		}
		w, ok := f.widths[code]
		if !ok {
			w = f.usual
		}
		width += w
		letters++
	}
	return width, letters, spaces
}

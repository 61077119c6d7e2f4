package write

import (
	"bytes"
	"encoding/json"
	"io"
	"io/fs"
	"os"
	"path"
	"strings"
	"sync"

	"github.com/tdewolff/minify/v2"
	"github.com/tdewolff/minify/v2/css"
	"github.com/tdewolff/minify/v2/html"
	"github.com/tdewolff/minify/v2/js"
)

// A minifier makes files smaller without changing what they mean.
//
// HTML keeps what style sheets, scripts and readers of the source can see: tags, end tags, quotes, default attributes, and
// white space between any two elements, of which a run becomes one character, since a style sheet may make list items
// stand in a line. Nothing is registered for what is inside HTML, so that pictures, data scripts and JSON-LD stay as they
// are byte for byte. JSON keeps its numbers as written: 41000000 is an integer to many readers and 41e6 is not. XML is left
// alone, since white space may matter in a feed's text.
type minifier struct {
	nested *minify.M // what HTML does with other languages inside it: nothing
	html   html.Minifier
	css    css.Minifier
	js     js.Minifier
	pool   sync.Pool // of *buffers
}

// buffers are the memory that adding one file takes, kept for the next.
type buffers struct {
	in  []byte       // a copy of what came in, since minifiers write into their input
	out bytes.Buffer // what a minifier made of it
	old []byte       // the published file
}

func newMinifier() *minifier {
	return &minifier{
		nested: minify.New(),
		html:   htmlMinifier(),
		js:     js.Minifier{Version: 2018}, // no newer syntax than the author wrote
	}
}

func htmlMinifier() html.Minifier {
	return html.Minifier{
		KeepDefaultAttrVals: true,
		KeepDocumentTags:    true,
		KeepEndTags:         true,
		KeepQuotes:          true,
		KeepWhitespace:      true,
	}
}

// MinifyTemplate makes an HTML template of html/template smaller, in the way of a page, and leaves its actions as they
// are. What is made from it need not be minified again: see AddAsIs.
func MinifyTemplate(text []byte) ([]byte, error) {
	m := htmlMinifier()
	m.TemplateDelims = html.GoTemplateDelims
	var out bytes.Buffer
	err := m.Minify(minify.New(), &out, bytes.NewReader(text), nil)
	return out.Bytes(), err
}

func (m *minifier) get() *buffers {
	if bufs, ok := m.pool.Get().(*buffers); ok {
		return bufs
	}
	return &buffers{}
}

func (m *minifier) put(bufs *buffers) {
	m.pool.Put(bufs)
}

// minify returns data, made smaller in the way of the path's extension. The result is valid until bufs is used again.
func (m *minifier) minify(bufs *buffers, name string, data []byte) ([]byte, error) {
	var run func(*minify.M, io.Writer, io.Reader, map[string]string) error
	switch strings.ToLower(path.Ext(name)) {
	case ".html":
		run = m.html.Minify
	case ".css":
		run = m.css.Minify
	case ".js":
		run = m.js.Minify
	case ".json":
		bufs.out.Reset()
		err := json.Compact(&bufs.out, data)
		return bufs.out.Bytes(), err
	default:
		return data, nil
	}
	bufs.in = append(bufs.in[:0], data...)
	bufs.in = append(bufs.in, 0) // room for the mark that the parser puts behind its input
	bufs.out.Reset()
	bufs.out.Grow(len(data))
	err := run(m.nested, &bufs.out, bytes.NewBuffer(bufs.in[:len(data)]), nil)
	return bufs.out.Bytes(), err
}

// compare returns what is known of the named file if it holds just these bytes, else nil.
func (bufs *buffers) compare(name string, data []byte) fs.FileInfo {
	info, err := os.Lstat(name)
	if err != nil || !info.Mode().IsRegular() || info.Size() != int64(len(data)) {
		return nil
	}
	f, err := os.Open(name)
	if err != nil {
		return nil
	}
	defer f.Close()
	if cap(bufs.old) < len(data) {
		bufs.old = make([]byte, len(data))
	}
	old := bufs.old[:len(data)]
	if _, err := io.ReadFull(f, old); err != nil || !bytes.Equal(old, data) {
		return nil
	}
	return info
}

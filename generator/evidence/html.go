package evidence

import (
	"bytes"
	"io"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// maxToken is the size of the largest piece of HTML, such as a script.
const maxToken = 64 << 20

// A page gathers the text of an HTML document as lines: white space runs become one space, a block starts a line.
type page struct {
	b        strings.Builder
	gap      byte // what stands before the next letter: nothing, a space or a line feed
	template int  // open templates
	verbatim int  // open elements whose line ends count
	foreign  int  // open svg and math elements
	skipped  atom.Atom
}

// htmlText returns what a reader sees of a document. It reads tokens, not a tree, so depth costs nothing.
func htmlText(document []byte, xml bool) (string, error) {
	z := html.NewTokenizer(bytes.NewReader(document))
	z.SetMaxBuf(maxToken)
	p := &page{}
	for {
		kind := z.Next()
		switch kind {
		case html.ErrorToken:
			if err := z.Err(); err != io.EOF {
				return "", err
			}
			return p.b.String(), nil
		case html.TextToken:
			p.text(z.Text())
		case html.StartTagToken, html.SelfClosingTagToken:
			name, _ := z.TagName()
			if string(name) == "text" { // of SVG, which atom does not know
				p.gap = '\n'
			}
			tag, empty := atom.Lookup(name), kind == html.SelfClosingTagToken && (xml || p.foreign > 0)
			p.start(tag, empty)
			if empty {
				z.NextIsNotRawText()
			}
			z.AllowCDATA(xml || p.foreign > 0)
		case html.EndTagToken:
			name, _ := z.TagName()
			p.end(atom.Lookup(name))
			z.AllowCDATA(xml || p.foreign > 0)
		}
	}
}

// start notes a start tag. An empty element has no end tag.
func (p *page) start(tag atom.Atom, empty bool) {
	p.separate(tag)
	if tag == atom.Div || tag == atom.P || tag == atom.Body {
		p.foreign = 0 // a forgotten end tag
	}
	switch {
	case empty:
	case tag == atom.Template:
		p.template++
	case isVerbatim(tag):
		p.verbatim++
	case tag == atom.Svg || tag == atom.Math:
		p.foreign++
	case isHidden(tag):
		p.skipped = tag
	}
}

func (p *page) end(tag atom.Atom) {
	p.separate(tag)
	switch {
	case tag == p.skipped:
		p.skipped = 0
	case tag == atom.Template:
		p.template = max(0, p.template-1)
	case isVerbatim(tag):
		p.verbatim = max(0, p.verbatim-1)
	case tag == atom.Svg || tag == atom.Math:
		p.foreign = max(0, p.foreign-1)
	}
}

// text adds text, unless it is inside something that is not shown.
func (p *page) text(s []byte) {
	if p.skipped != 0 || p.template > 0 {
		return
	}
	for _, c := range s {
		switch c {
		case '\n', '\r':
			if p.verbatim > 0 {
				p.gap = '\n'
				continue
			}
			fallthrough
		case ' ', '\t', '\f':
			if p.gap == 0 {
				p.gap = ' '
			}
		default:
			if p.gap != 0 && p.b.Len() > 0 {
				p.b.WriteByte(p.gap)
			}
			p.gap = 0
			p.b.WriteByte(c)
		}
	}
}

// separate ends the line around a block, and the word around an embedded thing. Other elements part nothing.
func (p *page) separate(tag atom.Atom) {
	switch tag {
	case atom.Address, atom.Article, atom.Aside, atom.Blockquote, atom.Body, atom.Br, atom.Caption, atom.Center, atom.Dd,
		atom.Details, atom.Dialog, atom.Dir, atom.Div, atom.Dl, atom.Dt, atom.Fieldset, atom.Figcaption, atom.Figure,
		atom.Footer, atom.Form, atom.Frameset, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Head, atom.Header,
		atom.Hgroup, atom.Hr, atom.Html, atom.Legend, atom.Li, atom.Listing, atom.Main, atom.Menu, atom.Nav, atom.Ol,
		atom.Optgroup, atom.Option, atom.P, atom.Plaintext, atom.Pre, atom.Search, atom.Section, atom.Select, atom.Summary,
		atom.Svg, atom.Table, atom.Tbody, atom.Td, atom.Tfoot, atom.Th, atom.Thead, atom.Tr, atom.Ul, atom.Xmp:
		p.gap = '\n'
	case atom.Audio, atom.Button, atom.Canvas, atom.Embed, atom.Iframe, atom.Img, atom.Input, atom.Math, atom.Meter, atom.Object,
		atom.Progress, atom.Textarea, atom.Video:
		if p.gap == 0 {
			p.gap = ' '
		}
	}
}

// isVerbatim reports elements whose line ends show.
func isVerbatim(tag atom.Atom) bool {
	return tag == atom.Pre || tag == atom.Listing || tag == atom.Xmp || tag == atom.Plaintext
}

// isHidden reports elements whose text is not shown as such. None of them holds another.
func isHidden(tag atom.Atom) bool {
	switch tag {
	case atom.Script, atom.Style, atom.Noscript, atom.Title, atom.Textarea, atom.Iframe, atom.Noembed, atom.Noframes:
		return true
	}
	return false
}

package evidence

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/unicode"
)

func TestExtractHTML(t *testing.T) {
	for _, test := range []struct{ name, html, want string }{
		{"plain", "<p>One <b>two</b></p>", "One two"},
		{"blocks part words, others do not", "<p>one<p>two<b>three</b><br>four<td>five<wbr>six<img>seven", "one\ntwothree\nfour\nfivesix seven"},
		{"white space", "<p> one\n\n  two\t</p>\n\n<p> three </p>", "one two\nthree"},
		{"around inline ends", "<p>one <i> two </i> three</p>", "one two three"},
		{"verbatim", "<pre>one\ntwo  x</pre>\nthree\nfour", "one\ntwo x\nthree four"},
		{"entities", "<p>a&nbsp;&amp;&eacute;&#x2014;&lt;b&gt;", "a\u00a0&é—<b>"},
		{"script", "<p>a<script>no '</p>' <!-- <script> </script> --> no</script>b", "ab"},
		{"style", "<style>no</style><p>a<style>p::before{content:'no'}</style>", "a"},
		{"comment", "<p>a<!-- no -->b<!no><?no?>", "ab"},
		{"template", "<p>a<template>no<template>no</template>no</template>b", "ab"},
		{"noscript", "<p>a<noscript><p>no</noscript>b", "ab"},
		{"head", "<html><head><title>no</title><meta content=no></head><body>a", "a"},
		{"attributes", `<p title="no" data-x="no"><img alt="no">a`, "a"},
		{"frames and fields", "<iframe>no</iframe>a<textarea>no</textarea>b<noembed>no</noembed><noframes>no</noframes>", "a b"},
		{"drawing", "<p>a<svg><title/><style>no</style><text>b<tspan>c</tspan></text><text>d</text><title>no</title></svg>e", "a\nbc\nd\ne"},
		{"empty script is none in HTML", "<script src=x />no</script>a", "a"},
		{"no end of a script", "a<script>no", "a"},
		{"list", "<ul><li>a<li>b</ul>c<dl><dt>d<dd>e</dl>", "a\nb\nc\nd\ne"},
		{"control characters", "a\x00b\x01c", "a b c"},
	} {
		got, err := Extract("text/html; charset=utf-8", []byte(test.html))
		if err != nil || len(got.Pages) != 1 || got.Pages[0] != test.want {
			t.Errorf("%s: %q, %v, want %q", test.name, got.Pages, err, test.want)
		}
	}
	got, err := Extract("application/xhtml+xml", []byte(`<html xmlns="http://www.w3.org/1999/xhtml"><head><title/><script src="x"/></head><body><p>a<![CDATA[ <b> ]]></p></body></html>`))
	if err != nil || got.Pages[0] != "a <b>" {
		t.Errorf("XHTML: %q, %v", got.Pages, err)
	}
}

func TestExtractCharset(t *testing.T) {
	must := func(b []byte, err error) string {
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	const text = "<p>naïve – “café”"
	western := must(charmap.Windows1252.NewEncoder().Bytes([]byte(text)))
	for _, test := range []struct{ name, media, payload, want string }{
		{"header", "text/html; charset=windows-1252", western, "naïve – “café”"},
		{"meta", "text/html", "<meta charset=windows-1252>" + western, "naïve – “café”"},
		{"meta http-equiv", "text/html", `<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1">` + western, "naïve – “café”"},
		{"nothing, western", "text/html", western, "naïve – “café”"},
		{"nothing, UTF-8 far down", "text/html", strings.Repeat("<br>", 1000) + text, "naïve – “café”"},
		{"byte order mark", "text/html; charset=windows-1252", "\ufeff" + text, "naïve – “café”"},
		{"Japanese", "text/html; charset=Shift_JIS", must(japanese.ShiftJIS.NewEncoder().Bytes([]byte("<p>移民"))), "移民"},
		{"unknown charset", "text/html; charset=none", text, "naïve – “café”"},
		{"broken media type", "Text/HTML; charset", text, "naïve – “café”"},
		{"UTF-8 with errors", "text/html; charset=utf-8", "<p>a\xffb", "a\ufffdb"},
		{"plain", "text/plain", "naïve\r\ncafé\fx", "naïve\ncafé\nx"},
		{"plain, Latin-1", "text/plain", "na\xefve", "naïve"},
		{"plain, labelled", "text/plain; charset=koi8-r", "\xc1", "а"},
		{"plain, UTF-16", "text/plain", must(unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().Bytes([]byte("naïve"))), "naïve"},
		{"plain with tags", "text/plain", "<p>a", "<p>a"},
	} {
		got, err := Extract(test.media, []byte(test.payload))
		if err != nil || len(got.Pages) != 1 || got.Pages[0] != test.want {
			t.Errorf("%s: %q, %v, want %q", test.name, got.Pages, err, test.want)
		}
	}
}

func TestExtractHuge(t *testing.T) {
	const n = 200000
	for _, html := range []string{
		strings.Repeat("<div>", n) + "deep",
		strings.Repeat("<b><p>", n) + "deep" + strings.Repeat("</b>", n),
		strings.Repeat("<table>", n) + "deep",
		strings.Repeat("<svg><template>", n) + strings.Repeat("</template>", n) + "deep",
		"deep<" + strings.Repeat("a ", n),
		"deep<!--" + strings.Repeat("-", n),
		strings.Repeat("&", n) + "deep",
	} {
		text, err := Extract("text/html", []byte(html))
		if err != nil || lookUp(NewIndex(text), "deep").Count != 1 {
			t.Errorf("%.20q: %v", html, err)
		}
	}
}

func TestNoText(t *testing.T) {
	for media, payload := range map[string]string{
		"image/png": "x", "": "", "application/pdf": "no PDF", "application/PDF; x": "%PDF-1.4\n%%EOF",
	} {
		_, err := Extract(media, []byte(payload))
		var none *NoTextError
		if !errors.As(err, &none) {
			t.Errorf("%s: %v", media, err)
		}
	}
}

// makePDF is a PDF whose pages have these contents. Font F1 has no widths, F2 is 500 wide, F3 has two bytes a letter.
func makePDF(header string, contents ...string) []byte {
	var b bytes.Buffer
	b.WriteString(header)
	var offsets []int
	object := func(s string) {
		offsets = append(offsets, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", len(offsets), s)
	}
	var kids string
	for i := range contents {
		kids += fmt.Sprintf("%d 0 R ", 9+2*i)
	}
	object("<</Type/Catalog/Pages 2 0 R>>")
	object(fmt.Sprintf("<</Type/Pages/Count %d/Kids[%s]/Resources<</Font<</F1 3 0 R/F2 4 0 R/F3 5 0 R>>/XObject<</X1 8 0 R>>>>>>", len(contents), kids))
	object("<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>")
	object("<</Type/Font/Subtype/Type1/BaseFont/Any/Encoding/WinAnsiEncoding/FirstChar 32/LastChar 126/Widths[" + strings.Repeat("500 ", 95) + "]>>")
	object("<</Type/Font/Subtype/Type0/Encoding/Identity-H/ToUnicode 7 0 R/DescendantFonts[6 0 R]>>")
	object("<</Type/Font/Subtype/CIDFontType2/DW 500/W[1[600 700] 3 9 800]>>")
	cmap := "begincmap 1 begincodespacerange <0000> <ffff> endcodespacerange 1 beginbfrange <0001> <001a> <0061> endbfrange endcmap"
	object(fmt.Sprintf("<</Length %d>>stream\n%s\nendstream", len(cmap), cmap))
	form := "BT /F2 10 Tf (in a form) Tj ET"
	object(fmt.Sprintf("<</Type/XObject/Subtype/Form/BBox[0 0 1 1]/Matrix[1 0 0 1 0 -50]/Length %d>>stream\n%s\nendstream", len(form), form))
	for i, content := range contents {
		object(fmt.Sprintf("<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents %d 0 R>>", 10+2*i))
		var packed bytes.Buffer
		z := zlib.NewWriter(&packed)
		z.Write([]byte(content))
		z.Close()
		object(fmt.Sprintf("<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream", packed.Len(), packed.String()))
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(offsets)+1)
	for _, offset := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", offset)
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(offsets)+1, start)
	return b.Bytes()
}

func TestExtractPDF(t *testing.T) {
	for _, test := range []struct{ name, content, want string }{
		{"lines", "BT /F1 12 Tf 72 700 Td (One immi-) Tj 0 -14 Td (gration) Tj T* ET", "One immi-\ngration"},
		{"leading", "BT /F2 12 Tf 14 TL 72 700 Td (a) Tj T* (b) Tj (c) ' 0 0 (d) \" ET", "a\nb\nc\nd"},
		{"kerning and spaces", "BT /F2 10 Tf [(wo) 20 (rd) -300 (two)] TJ ET", "word two"},
		{"places of words", "BT /F2 10 Tf 1 0 0 1 0 0 Tm (one) Tj 1 0 0 1 15 0 Tm (half) Tj 1 0 0 1 38 0 Tm (two) Tj ET", "onehalf two"},
		{"superscript", "BT /F2 10 Tf (one) Tj 3 Ts (2) Tj ET", "one2"},
		{"two bytes", "BT /F3 10 Tf <00010002> Tj 13 0 Td <00030004> Tj 20 0 Td <0005> Tj ET", "abcd e"},
		{"turned", "BT /F2 10 Tf 0 1 -1 0 0 0 Tm (one) Tj 15 0 Td (half) Tj 24 0 Td (two) Tj 0 -14 Td (three) Tj ET", "onehalf two\nthree"},
		{"scaled", "q 10 0 0 10 0 0 cm BT /F2 1 Tf (one) Tj 1.5 0 Td (half) Tj 2.4 0 Td (two) Tj ET Q", "onehalf two"},
		{"form", "BT /F2 10 Tf (one) Tj ET q /X1 Do Q", "one\nin a form"},
		{"accents", "BT /F1 10 Tf (caf\xe9 \x93x\x94) Tj ET", "café “x”"},
		{"scanned", "q 612 0 0 792 0 0 cm /Im0 Do Q", ""},
		{"wrong operands", "BT Tf Tj Td (x) Tm 1 0 Q Q /F2 10 Tf (a) Tj ET cm", "a"},
		{"no font", "BT /F9 10 Tf (no) Tj ET", "no"},
	} {
		got, err := Extract("application/pdf", makePDF("%PDF-1.4\n", test.content, "BT /F1 9 Tf (next) Tj ET"))
		if err != nil || len(got.Pages) != 2 || strings.TrimSpace(got.Pages[0]) != test.want || got.Pages[1] != "next" {
			t.Errorf("%s: %q, %v, want %q", test.name, got.Pages, err, test.want)
		}
	}
	for _, header := range []string{"%PDF-2.0\n", "%PDF-1.7 \n", "%PDF-1.3\r"} {
		if got, err := Extract("application/pdf", append(makePDF(header, "BT /F1 9 Tf (a) Tj ET"), strings.Repeat("\x00", 500)...)); err != nil || got.Words() != 1 {
			t.Errorf("%q: %v, %v", header, got, err)
		}
	}
}

func TestHostilePDF(t *testing.T) {
	good := string(makePDF("%PDF-1.4\n", "BT /F1 9 Tf (a) Tj ET"))
	for name, bad := range map[string]string{
		"size":      strings.Replace(good, "/Size 1", "/Size 99999999991", 1),
		"table":     strings.Replace(good, "xref\n0 ", "xref\n4000000000 ", 1),
		"no root":   strings.Replace(good, "/Root 1", "/Root 9", 1),
		"circle":    strings.Replace(good, "/Kids[9 0 R", "/Kids[2 0 R", 1),
		"cut":       good[:len(good)/2],
		"no header": good[9:],
	} {
		if text, err := Extract("application/pdf", []byte(bad)); err == nil && text.Words() > 0 {
			t.Errorf("%s: %q", name, text.Pages)
		}
	}
	bomb := makePDF("%PDF-1.4\n", strings.Repeat(" ", pdfStream+1)+"BT /F1 9 Tf (a) Tj ET")
	if text, err := Extract("application/pdf", bomb); err != nil || text.Words() != 0 {
		t.Errorf("bomb: %d words, %v", text.Words(), err)
	}
}

func FuzzExtract(f *testing.F) {
	f.Add("text/html", []byte("<p>a<b>b</b><script>no</script><svg><title/>x<template><pre>\n"))
	f.Add("application/xhtml+xml", []byte("<p><![CDATA[ a ]]><script/>b"))
	f.Add("text/html; charset=utf-16", []byte("\xff\xfea\x00"))
	f.Add("text/plain", []byte("a\x00\xff"))
	f.Add("application/pdf", makePDF("%PDF-1.4\n", "BT /F3 9 Tf <0001> Tj ET /X1 Do"))
	f.Fuzz(func(t *testing.T, media string, payload []byte) {
		text, err := Extract(media, payload)
		var none *NoTextError
		if err != nil && !errors.As(err, &none) {
			t.Fatal(err)
		}
		for _, page := range text.Pages {
			if !utf8.ValidString(page) || strings.ContainsAny(page, "\x00\f\r") {
				t.Fatalf("%q", page)
			}
		}
		NewIndex(text)
	})
}

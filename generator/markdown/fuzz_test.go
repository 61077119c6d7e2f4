package markdown

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"
)

// seeds adds bodies of the real content and of the scripts of commands and rules.
func seeds(f *testing.F) {
	for _, pattern := range []string{"../../content/systems/c*.md", "../testdata/commands/*.txtar", "../testdata/rules/*.txtar"} {
		names, err := filepath.Glob(pattern)
		if err != nil {
			f.Fatal(err)
		}
		for _, name := range names {
			text, err := os.ReadFile(name)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(text)
		}
	}
}

// FuzzMarkdown parses any text.
func FuzzMarkdown(f *testing.F) {
	seeds(f)
	f.Add([]byte("# A *b* {#c .d}\n\n> [!NOTE]\n> x\n\n- a [@b]\n\n|a|b|\n|-|:-:|\n|c|d [@e]|\n\nt\n: d [@e]\n\n[a]: b 'c'\n[a] ![x](y) <z@w.org> &amp; \"q\" a--b\n"))
	f.Add([]byte("<script>alert(1)</script> <img src=x onerror=y>\n\n[a](javascript:b 'onclick=\"x\"')\n\n# a {style=x onclick=y}\n"))
	p := NewParser()
	f.Fuzz(func(t *testing.T, source []byte) { holds(t, p, source) })
}

// FuzzCitationMarks parses what an author may write between brackets.
func FuzzCitationMarks(f *testing.F) {
	for _, s := range []string{"a", "a, p. 3", "a; @b, ¶ 7", " a ;@ b", "a\n@b", "@", ";", "a,b,c", "a\\]", "`a`", "*a*", "é; @漢"} {
		f.Add("Text ", s, " more")
	}
	p := NewParser()
	f.Fuzz(func(t *testing.T, before, inside, behind string) {
		holds(t, p, []byte(before+"[@"+inside+"]"+behind))
	})
}

// FuzzWikilinks parses what an author may write between double brackets.
func FuzzWikilinks(f *testing.F) {
	for _, s := range []string{"a", "a|b", "a#b", "a#b|c", `a\|b`, "|", "#", " a ", "a|*b*", "a#é ü", "a\nb"} {
		f.Add("Text ", s, " [@b]")
		f.Add("|a|\n|-|\n|", s, "[@b]|")
	}
	p := NewParser()
	f.Fuzz(func(t *testing.T, before, inside, behind string) {
		holds(t, p, []byte(before+"[["+inside+"]]"+behind))
	})
}

// holds parses a text and holds the Document to what its users rely on.
func holds(t *testing.T, p *Parser, source []byte) {
	t.Helper()
	kept := bytes.Clone(source)
	doc := p.Parse(source)
	if !bytes.Equal(source, kept) {
		t.Fatal("the source was changed")
	}
	for _, problem := range problems(doc) {
		t.Errorf("%s\nsource: %q\nHTML: %s\ntext: %q", problem, source, doc.HTML, doc.Text)
	}
	if again := p.Parse(source); !bytes.Equal(again.HTML, doc.HTML) || again.Text != doc.Text {
		t.Error("parsed again, it is another document")
	}
}

// problems says what is wrong with a Document.
func problems(doc *Document) (list []string) {
	say := func(ok bool, what string) {
		if !ok {
			list = append(list, what)
		}
	}
	inside := func(s Span) bool { return 0 <= s.Start && s.Start <= s.End && s.End <= len(doc.Source) }
	for i, g := range doc.Groups {
		say(inside(g.Span), "a group lies outside")
		say(len(g.Marks) > 0, "a group has no mark")
		say(0 <= g.TextStart && g.TextStart <= g.TextEnd && g.TextEnd <= len(doc.Text), "a claim lies outside the text")
		say(i == 0 || doc.Groups[i-1].End <= g.Start, "groups are out of order")
		for _, m := range g.Marks {
			say(inside(m.Span) && g.Start <= m.Start && m.End <= g.End, "a mark lies outside its group")
		}
	}
	for _, l := range doc.Links {
		say(inside(l.Span) && inside(l.Whole), "a link lies outside")
		say(l.Anchor == Span{} || inside(l.Anchor), "an anchor lies outside")
		say(-1 <= l.Group && l.Group < len(doc.Groups), "a link has no such group")
		say(0 <= l.TextOffset && l.TextOffset <= len(doc.Text), "a link lies outside the text")
	}
	for _, spans := range [][]Span{doc.Uncovered, doc.RawHTML, doc.BadAttributes} {
		for _, s := range spans {
			say(inside(s), "a finding lies outside")
		}
	}
	ids := map[string]bool{}
	for _, h := range doc.Headings {
		say(inside(h.Span), "a heading lies outside")
		say(!ids[h.ID] && h.ID == Slug(h.ID), "a heading has a bad id "+h.ID)
		ids[h.ID] = true
	}
	say(doc.Excess == nil || inside(doc.Excess.Span), "the excess lies outside")
	say(!utf8.Valid(doc.Source) || utf8.ValidString(doc.Text) && utf8.Valid(doc.HTML), "the text is no UTF-8")
	return append(list, append(slotProblems(doc), htmlProblems(doc.HTML)...)...)
}

// slotProblems says what is wrong with the open places.
func slotProblems(doc *Document) (list []string) {
	last := 0
	for _, s := range doc.Slots {
		at, end := int(s.Offset), len(doc.Groups)
		switch s.Kind {
		case SlotLinkStart, SlotLinkEnd, SlotLink:
			end = len(doc.Links)
		case SlotNotes:
			end++
			if s.End > int32(len(doc.Groups)) || s.End <= s.Index {
				list = append(list, "notes end nowhere")
			}
		}
		if at < last || at > len(doc.HTML) {
			list = append(list, "a slot is out of order")
		} else if open := bytes.LastIndexByte(doc.HTML[:at], '<'); open > bytes.LastIndexByte(doc.HTML[:at], '>') {
			list = append(list, "a slot stands inside a tag")
		}
		if s.Index < 0 || int(s.Index) >= end {
			list = append(list, "a slot has no such index")
		}
		last = at
	}
	return list
}

// htmlProblems says what is not the writer's own in HTML: only some tags, with some attributes.
func htmlProblems(text []byte) (list []string) {
	plain := regexp.MustCompile(`^</?(?:p|h[1-6]|hr|br|pre|code|blockquote|div|table|thead|tbody|tr|th|td|ul|ol|li|dl|dt|dd|em|strong|del)` +
		`(?: (?:id|class|role|scope|start)="[^"<>]*")*>`)
	for rest := string(text); ; {
		i := strings.IndexByte(rest, '<')
		if i < 0 {
			return list
		}
		rest = rest[i:]
		tag := plain.FindString(rest)
		if tag == "" {
			return append(list, "there is a tag "+rest[:min(len(rest), 40)])
		}
		rest = rest[len(tag):]
	}
}

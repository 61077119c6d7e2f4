package markdown

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"
)

// destination finds where a link's destination stands in the source. A link by reference has it elsewhere; then the
// position is that of the link.
func (w *writer) destination(n ast.Node, url string, kind LinkKind) Link {
	l := Link{Kind: kind}
	start := max(n.Pos(), 0)
	l.Whole = Span{start, min(start+1, len(w.doc.Source))}
	l.Span = l.Whole
	if at := inlineDestination(w.doc.Source, start); at >= 0 {
		end := at
		for end < len(w.doc.Source) && !isSpace(w.doc.Source[end]) && w.doc.Source[end] != ')' && w.doc.Source[end] != '>' {
			end++
		}
		l.Span = Span{at, end}
	}
	l.setDestination(address(url), l.Start)
	if l.Target+"#"+l.Fragment != url && l.Fragment != "" {
		l.Anchor = l.Span // what is written is longer than what it stands for
	}
	return l
}

// resolve undoes backslashes and HTML entities, as a browser that gets the text will see it.
func resolve(text string) string {
	if !strings.ContainsAny(text, `\&`) {
		return text
	}
	return string(util.ResolveEntityNames(util.ResolveNumericReferences(util.UnescapePunctuations([]byte(text)))))
}

// address is a destination as it goes into a page: of another host, what no address may hold is percent-encoded.
func address(url string) string {
	if url = resolve(url); strings.Contains(url, "://") {
		return string(util.URLEscape([]byte(url), false))
	}
	return url
}

// setDestination splits a destination at its fragment.
func (l *Link) setDestination(url string, offset int) {
	target, fragment, has := strings.Cut(url, "#")
	l.Target, l.Fragment, l.HasTarget = target, fragment, target != "" || !has
	if has {
		l.Anchor = Span{offset + len(target) + 1, offset + len(url)}
	}
}

// inlineDestination returns the offset of the destination of the inline link or image that begins at start, or -1.
func inlineDestination(source []byte, start int) int {
	i := start
	if i < len(source) && source[i] == '!' {
		i++
	}
	depth := 0
	for ; i < len(source); i++ {
		switch source[i] {
		case '\\':
			i++
		case '`':
			i = codeEnd(source, i)
		case '[':
			depth++
		case ']':
			if depth--; depth > 0 {
				continue
			}
			if !bytes.HasPrefix(source[i+1:], []byte("(")) {
				return -1
			}
			for i += 2; i < len(source) && isSpace(source[i]); i++ {
			}
			if i < len(source) && source[i] == '<' {
				i++
			}
			return min(i, len(source))
		}
	}
	return -1
}

// codeEnd returns the last byte of the code span that begins at i, or of the backquotes alone when it is not closed.
func codeEnd(source []byte, i int) int {
	n := i
	for n < len(source) && source[n] == '`' {
		n++
	}
	ticks := source[i:n]
	for rest := n; ; {
		at := bytes.Index(source[rest:], ticks)
		if at < 0 {
			return n - 1
		}
		end := rest + at + len(ticks)
		if end == len(source) || source[end] != '`' {
			return end - 1
		}
		for rest = end; rest < len(source) && source[rest] == '`'; rest++ {
		}
	}
}

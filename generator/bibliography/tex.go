package bibliography

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// texText turns TeX into plain text: accents and signs into their characters, formatting and grouping left out. It
// returns the commands that it does not know, whose names are left out.
func texText(tex string) (text string, unknown []string) {
	if !strings.ContainsAny(tex, "\\{}$~-`'") {
		return tidy(tex), nil
	}
	t := &texReader{tex: tex}
	for t.at < len(t.tex) {
		t.step()
	}
	return tidy(norm.NFC.String(t.out.String())), t.unknown
}

// A texReader reads TeX from the left to the right.
type texReader struct {
	tex     string
	at      int
	out     strings.Builder
	unknown []string
	math    bool
	closing []string // what is written where the groups that are open end
}

// maxAddress is how long the address of an `href` can be.
const maxAddress = 2000

// open begins a group.
func (t *texReader) open(closing string) {
	t.at++
	t.closing = append(t.closing, closing)
}

// close ends one.
func (t *texReader) close() {
	if last := len(t.closing) - 1; last >= 0 {
		t.out.WriteString(t.closing[last])
		t.closing = t.closing[:last]
	}
}

// step reads one character, sign or command.
func (t *texReader) step() {
	switch rest := t.tex[t.at:]; {
	case rest[0] == '\\':
		t.at++
		t.command()
	case rest[0] == '$':
		t.at++
		t.math = !t.math
	case rest[0] == '{':
		t.open("")
	case rest[0] == '}':
		t.at++
		t.close()
	case t.math && (rest[0] == '_' || rest[0] == '^'):
		t.at++
	default:
		sign, size := texSign(rest)
		t.out.WriteString(sign)
		t.at += size
	}
}

// texSign is what the characters at the start of a text stand for, and how many they are.
func texSign(s string) (string, int) {
	for _, sign := range [][2]string{{"---", "—"}, {"--", "–"}, {"``", "“"}, {"''", "”"}, {"~", " "}, {"`", "‘"}} {
		if strings.HasPrefix(s, sign[0]) {
			return sign[1], len(sign[0])
		}
	}
	_, size := utf8.DecodeRuneInString(s)
	return s[:size], size
}

// command reads what follows a backslash.
func (t *texReader) command() {
	if t.at == len(t.tex) {
		return
	}
	if c := t.tex[t.at]; !isASCIILetter(c) {
		_, size := utf8.DecodeRuneInString(t.tex[t.at:])
		sign := t.tex[t.at : t.at+size]
		t.at += size
		switch mark := accent(sign); {
		case mark != 0:
			t.accented(mark)
		case strings.Contains("\\ ,;:!\n\t", sign):
			t.out.WriteByte(' ')
		case strings.Contains("-/@()[]", sign):
		default:
			t.out.WriteString(sign)
		}
		return
	}
	start := t.at
	for t.at < len(t.tex) && isASCIILetter(t.tex[t.at]) {
		t.at++
	}
	name := t.tex[start:t.at]
	for t.at < len(t.tex) && isSpace(t.tex[t.at]) {
		t.at++
	}
	if mark := accent(name); mark != 0 {
		t.accented(mark)
		return
	}
	if sign, ok := texSymbol(name); ok {
		t.out.WriteString(sign)
		return
	}
	t.formatting(name)
}

// formatting reads the argument of a command that only says how it looks; of `href` that is the second one.
func (t *texReader) formatting(name string) {
	switch name {
	case "href":
		if strings.HasPrefix(t.tex[t.at:], "{") {
			if end := strings.IndexByte(t.tex[t.at:min(len(t.tex), t.at+maxAddress)], '}'); end > 0 {
				t.at += end + 1
			}
		}
	case "enquote", "mkbibquote":
		if strings.HasPrefix(t.tex[t.at:], "{") {
			t.out.WriteString("“")
			t.open("”")
		}
	case "textit", "textbf", "textsc", "textrm", "textsf", "texttt", "textup", "textsl", "textmd", "textnormal", "textsuperscript", "textsubscript",
		"emph", "it", "itshape", "bf", "bfseries", "sc", "scshape", "rm", "em", "tt", "sl", "mbox", "text", "mathrm", "mathit", "mathbf", "url", "path", "uppercase",
		"MakeUppercase", "lowercase", "protect", "relax", "noopsort", "mkbibemph", "mkbibitalic", "mkbibbold", "nocase", "ensuremath", "underline":
	default:
		t.unknown = append(t.unknown, name)
	}
}

// groupEnd returns the offset of the brace that closes the one at the start, or 0.
func groupEnd(s string) int {
	depth := 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return 0
}

// accented writes the next letter with a mark above or below it.
func (t *texReader) accented(mark rune) {
	for t.at < len(t.tex) && (t.tex[t.at] == '{' || isSpace(t.tex[t.at])) {
		if t.tex[t.at] == '{' {
			t.open("")
		} else {
			t.at++
		}
	}
	letter, size := t.letter()
	t.at += size
	t.out.WriteString(letter)
	if r, _ := utf8.DecodeRuneInString(letter); unicode.IsLetter(r) {
		t.out.WriteRune(mark)
	}
}

// letter returns the letter that stands next, or that a command stands for, and how long it is as written. It is "" where
// there is none.
func (t *texReader) letter() (string, int) {
	rest := t.tex[t.at:]
	if rest == "" || rest[0] == '{' || rest[0] == '}' {
		return "", 0
	}
	if rest[0] != '\\' {
		_, size := utf8.DecodeRuneInString(rest)
		return rest[:size], size
	}
	end := 1
	for end < len(rest) && isASCIILetter(rest[end]) {
		end++
	}
	name := rest[1:end]
	for end < len(rest) && isSpace(rest[end]) {
		end++
	}
	if name == "i" || name == "j" { // which lose their dot for the mark
		return name, end
	}
	if sign, ok := texSymbol(name); ok {
		return sign, end
	}
	return "", 0
}

// accent is the combining character of an accent, or 0.
func accent(name string) rune {
	switch name {
	case "`":
		return '\u0300'
	case "'":
		return '\u0301'
	case "^":
		return '\u0302'
	case "~":
		return '\u0303'
	case "=":
		return '\u0304'
	case "u":
		return '\u0306'
	case ".":
		return '\u0307'
	case `"`:
		return '\u0308'
	case "r":
		return '\u030a'
	case "H":
		return '\u030b'
	case "v":
		return '\u030c'
	case "d":
		return '\u0323'
	case "c":
		return '\u0327'
	case "k":
		return '\u0328'
	case "b":
		return '\u0331'
	}
	return 0
}

// texSymbol is the character that a command stands for.
func texSymbol(name string) (string, bool) {
	for _, s := range [][2]string{
		{"ss", "ß"}, {"SS", "ẞ"}, {"o", "ø"}, {"O", "Ø"}, {"l", "ł"}, {"L", "Ł"}, {"ae", "æ"}, {"AE", "Æ"}, {"oe", "œ"}, {"OE", "Œ"},
		{"aa", "å"}, {"AA", "Å"}, {"i", "ı"}, {"j", "ȷ"}, {"dh", "ð"}, {"DH", "Ð"}, {"th", "þ"}, {"TH", "Þ"}, {"dj", "đ"}, {"DJ", "Đ"}, {"ng", "ŋ"}, {"NG", "Ŋ"},
		{"textendash", "–"}, {"textemdash", "—"}, {"textquoteleft", "‘"}, {"textquoteright", "’"}, {"textquotedblleft", "“"}, {"textquotedblright", "”"},
		{"textquotedbl", `"`}, {"textquotesingle", "'"}, {"lq", "‘"}, {"rq", "’"}, {"guillemotleft", "«"}, {"guillemotright", "»"}, {"guilsinglleft", "‹"}, {"guilsinglright", "›"},
		{"quotedblbase", "„"}, {"quotesinglbase", "‚"}, {"ldots", "…"}, {"dots", "…"}, {"textellipsis", "…"},
		{"S", "§"}, {"textsection", "§"}, {"P", "¶"}, {"textparagraph", "¶"}, {"copyright", "©"}, {"textcopyright", "©"}, {"textregistered", "®"}, {"texttrademark", "™"},
		{"pounds", "£"}, {"textsterling", "£"}, {"euro", "€"}, {"texteuro", "€"}, {"textdollar", "$"}, {"textdegree", "°"}, {"textordfeminine", "ª"}, {"textordmasculine", "º"},
		{"textbackslash", `\`}, {"textasciitilde", "~"}, {"textasciicircum", "^"}, {"textunderscore", "_"}, {"textless", "<"}, {"textgreater", ">"}, {"textbar", "|"},
		{"textbraceleft", "{"}, {"textbraceright", "}"}, {"textexclamdown", "¡"}, {"textquestiondown", "¿"}, {"textbullet", "•"}, {"textperiodcentered", "·"},
		{"times", "×"}, {"texttimes", "×"}, {"pm", "±"}, {"textpm", "±"}, {"mu", "μ"}, {"textmu", "µ"}, {"alpha", "α"}, {"beta", "β"}, {"gamma", "γ"}, {"delta", "δ"},
		{"TeX", "TeX"}, {"LaTeX", "LaTeX"}, {"BibTeX", "BibTeX"}, {"and", "and"}, {"slash", "/"}, {"space", " "}, {"quad", " "}, {"newline", " "},
		{"bibrangedash", "–"}, {"hyphen", "-"}, {"nobreakspace", " "}, {"textnumero", "№"}, {"leq", "≤"}, {"geq", "≥"},
	} {
		if s[0] == name {
			return s[1], true
		}
	}
	return "", false
}

// texAddress takes the TeX off an address or file name, in which most signs stand for themselves.
func texAddress(tex string) string {
	tex = strings.TrimSpace(tex)
	for _, wrap := range []string{`\url`, `\path`} {
		if rest, ok := strings.CutPrefix(tex, wrap); ok {
			tex = strings.TrimSpace(rest)
		}
	}
	var b strings.Builder
	for i := 0; i < len(tex); i++ {
		switch c := tex[i]; {
		case c == '\\' && strings.HasPrefix(tex[i:], `\textasciitilde`):
			b.WriteByte('~')
			i += len(`\textasciitilde`) - 1
			for strings.HasPrefix(tex[i+1:], " ") {
				i++
			}
		case c == '\\' && i+1 < len(tex) && isSign(tex[i+1]):
			i++
			b.WriteByte(tex[i])
		case c == '{' || c == '}':
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

package evidence

import (
	"errors"
	"math"
	"strings"

	"github.com/ledongthuc/pdf"
)

// maxForms is how many forms a page may draw.
const maxForms = 10000

// A matrix maps x and y to a*x+c*y+e and b*x+d*y+f, as in PDF.
type matrix struct{ a, b, c, d, e, f float64 }

func identity() matrix { return matrix{a: 1, d: 1} }

// times returns the matrix that maps by m first and by n then.
func (m matrix) times(n matrix) matrix {
	return matrix{
		m.a*n.a + m.b*n.c, m.a*n.b + m.b*n.d,
		m.c*n.a + m.d*n.c, m.c*n.b + m.d*n.d,
		m.e*n.a + m.f*n.c + n.e, m.e*n.b + m.f*n.d + n.f,
	}
}

// moved returns the matrix with its origin moved.
func (m matrix) moved(x, y float64) matrix { return matrix{1, 0, 0, 1, x, y}.times(m) }

// A pdfState is the part of PDF's graphics state that places text.
type pdfState struct {
	ctm                                            matrix
	font                                           *pdfFont
	size, letterGap, wordGap, scale, leading, rise float64
}

// A pdfWriter writes down the text of a page as its content draws it, with spaces and line ends where the letters stand
// apart: PDF has places, not words.
type pdfWriter struct {
	reader *pdfReader
	text   strings.Builder
	state  pdfState
	saved  []pdfState
	line   matrix // where the line begins
	at     matrix // where the next letter stands
	end    matrix // behind the last letter that was written, on the page
	exact  bool   // end is known: the font has widths
	forms  int
}

// draw interprets the content of a page or a form.
func (w *pdfWriter) draw(content, resources pdf.Value, ctm matrix, depth int) {
	outer, saved := w.state, w.saved
	defer func() { w.state, w.saved = outer, saved }()
	w.state, w.saved = pdfState{ctm: ctm, scale: 1}, nil
	defer func() { _ = recover() }() // what was read of a broken page counts
	if !w.reader.holds(content) {
		return
	}
	pdf.Interpret(content, func(stack *pdf.Stack, op string) {
		if w.reader.file.late.Load() || w.text.Len() > pdfTotal {
			panic(errors.New("the page is too long"))
		}
		args := make([]pdf.Value, stack.Len())
		for i := len(args) - 1; i >= 0; i-- {
			args[i] = stack.Pop()
		}
		if op == "Do" && len(args) == 1 {
			w.form(resources, args[0].Name(), depth)
			return
		}
		if op == "Tf" && len(args) == 2 {
			w.state.font, w.state.size = w.reader.font(resources, args[0].Name()), args[1].Float64()
			return
		}
		if !w.graphics(op, args) && !w.place(op, args) {
			w.show(op, args)
		}
	})
}

// form draws a form, which is content of its own.
func (w *pdfWriter) form(resources pdf.Value, name string, depth int) {
	form := resources.Key("XObject").Key(name)
	if form.Key("Subtype").Name() != "Form" || depth == pdfDepth || w.forms == maxForms {
		return
	}
	w.forms++
	ctm := w.state.ctm
	if m := form.Key("Matrix"); m.Len() == 6 {
		ctm = matrixOf(m.Index(0), m.Index(1), m.Index(2), m.Index(3), m.Index(4), m.Index(5)).times(ctm)
	}
	if own := form.Key("Resources"); !own.IsNull() {
		resources = own
	}
	w.draw(form, resources, ctm, depth+1)
}

func matrixOf(v ...pdf.Value) matrix {
	return matrix{v[0].Float64(), v[1].Float64(), v[2].Float64(), v[3].Float64(), v[4].Float64(), v[5].Float64()}
}

// graphics does the operators that change the state.
func (w *pdfWriter) graphics(op string, args []pdf.Value) bool {
	s := &w.state
	switch {
	case op == "q":
		if len(w.saved) < 1000 {
			w.saved = append(w.saved, *s)
		}
	case op == "Q":
		if n := len(w.saved); n > 0 {
			*s, w.saved = w.saved[n-1], w.saved[:n-1]
		}
	case op == "cm" && len(args) == 6:
		s.ctm = matrixOf(args...).times(s.ctm)
	case op == "Tc" && len(args) == 1:
		s.letterGap = args[0].Float64()
	case op == "Tw" && len(args) == 1:
		s.wordGap = args[0].Float64()
	case op == "Tz" && len(args) == 1:
		s.scale = args[0].Float64() / 100
	case op == "TL" && len(args) == 1:
		s.leading = args[0].Float64()
	case op == "Ts" && len(args) == 1:
		s.rise = args[0].Float64()
	default:
		return false
	}
	return true
}

// place does the operators that move to where text goes.
func (w *pdfWriter) place(op string, args []pdf.Value) bool {
	switch {
	case op == "BT":
		w.line = identity()
	case op == "Tm" && len(args) == 6:
		w.line = matrixOf(args...)
	case op == "Td" && len(args) == 2:
		w.line = w.line.moved(args[0].Float64(), args[1].Float64())
	case op == "TD" && len(args) == 2:
		w.state.leading = -args[1].Float64()
		w.line = w.line.moved(args[0].Float64(), args[1].Float64())
	case op == "T*":
		w.line = w.line.moved(0, -w.state.leading)
	default:
		return false
	}
	w.at = w.line
	return true
}

// show does the operators that show text.
func (w *pdfWriter) show(op string, args []pdf.Value) {
	switch {
	case op == "Tj" && len(args) == 1:
		w.write(args[0].RawString())
	case op == "'" && len(args) == 1:
		w.place("T*", nil)
		w.write(args[0].RawString())
	case op == `"` && len(args) == 3:
		w.state.wordGap, w.state.letterGap = args[0].Float64(), args[1].Float64()
		w.place("T*", nil)
		w.write(args[2].RawString())
	case op == "TJ" && len(args) == 1:
		for i := range args[0].Len() {
			if v := args[0].Index(i); v.Kind() == pdf.String {
				w.write(v.RawString())
			} else {
				w.at = w.at.moved(-v.Float64()/1000*w.state.size*w.state.scale, 0)
			}
		}
	}
}

// write writes a string down and moves on by its width.
func (w *pdfWriter) write(s string) {
	font := w.state.font
	if font == nil || font.encoding == nil || s == "" {
		return
	}
	width, letters, spaces := font.width(s)
	w.separate(w.onPage())
	w.text.WriteString(strings.ToValidUTF8(font.encoding.Decode(s), "\uFFFD"))
	advance := width/1000*w.state.size + float64(letters)*w.state.letterGap + float64(spaces)*w.state.wordGap
	w.at = w.at.moved(advance*w.state.scale, 0)
	w.end = w.onPage()
	w.exact = len(font.widths) > 0
}

// onPage returns where the next letter stands on the page, with its size.
func (w *pdfWriter) onPage() matrix {
	size := w.state.size
	return matrix{size * w.state.scale, 0, 0, size, 0, w.state.rise}.times(w.at).times(w.state.ctm)
}

// separate writes a space or a line end where a letter does not follow the last one closely.
func (w *pdfWriter) separate(next matrix) {
	if w.text.Len() == 0 {
		return
	}
	width, height := math.Hypot(next.a, next.b), math.Hypot(next.c, next.d)
	x, y := next.e-w.end.e, next.f-w.end.f
	along, across := (x*next.a+y*next.b)/width, (x*next.b-y*next.a)/width
	switch {
	case !(width > 0) || math.IsInf(width, 0): // no size: nobody knows
		w.text.WriteByte(' ')
	case !(math.Abs(across) < height/2) || along < -4*width:
		w.text.WriteByte('\n')
	case along > 0.16*width || along < -0.6*width || !w.exact && w.at == w.line:
		w.text.WriteByte(' ')
	}
}

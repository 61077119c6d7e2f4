package dossier

import (
	"bytes"
	"sort"
	"strconv"
	"strings"

	"dossier/generator/diag"
	"dossier/generator/slab"
)

// A File is a file of the content with the position of every value in its front matter.
type File struct {
	Name    string // slash path below the content directory
	Display string // the same as shown to the user, with the content directory as given
	Text    []byte // without a byte order mark, with line feeds only
	Body    int    // offset of the text behind the front matter
	steps   []step // what lies before each stepSize bytes
	values  []value
}

// A value is one node of the front matter. The children of a node follow it directly; next is the first node behind them.
type value struct {
	key            uint32 // hash of its name in a mapping, or its index in a sequence
	line, next     uint32
	column, length uint16 // in runes; 65535 and more are not told apart
}

// A step is a place in a File.
type step struct {
	lines  int32 // line feeds before it
	start  int32 // offset of the line that it stands in
	column int32 // runes from there
}

// stepSize is the distance of the places that File knows the line and column of. Few files are as long.
const stepSize = 16 << 10

// NewFile returns a File over a text.
func NewFile(name, display string, text []byte) File {
	f := File{Name: name, Display: display, Text: text}
	for i := stepSize; i <= len(text); i += stepSize {
		f.steps = append(f.steps, f.place(i))
	}
	return f
}

// place finds the line and column of an offset, from the last step before it.
func (f *File) place(offset int) step {
	from, at := 0, step{}
	if n := min((offset-1)/stepSize, len(f.steps)); n > 0 {
		from, at = n*stepSize, f.steps[n-1]
	}
	stretch := f.Text[from:offset]
	if last := bytes.LastIndexByte(stretch, '\n'); last >= 0 {
		at = step{lines: at.lines + int32(bytes.Count(stretch, []byte("\n"))), start: int32(from + last + 1)}
		stretch = stretch[last+1:]
	}
	at.column += int32(countRunes(stretch))
	return at
}

// countRunes counts the bytes that begin a rune; unlike utf8.RuneCount it can be added up over pieces.
func countRunes(b []byte) int {
	n := 0
	for _, c := range b {
		if c&0xC0 != 0x80 {
			n++
		}
	}
	return n
}

// LineColumn returns the line and column of an offset, both from 1, the column in runes.
func (f *File) LineColumn(offset int) (line, column int) {
	at := f.place(min(max(offset, 0), len(f.Text)))
	return int(at.lines) + 1, int(at.column) + 1
}

// Span returns the position of a stretch of the file, in bytes.
func (f *File) Span(start, end int) diag.Position {
	p := diag.Position{Path: f.Display}
	p.Line, p.Column = f.LineColumn(start)
	p.EndLine, p.EndColumn = f.LineColumn(max(start, end))
	return p
}

// lineStart returns the offset of a line, or -1 where there is none.
func (f *File) lineStart(line int) int {
	n := sort.Search(len(f.steps), func(i int) bool { return int(f.steps[i].lines) >= line-1 })
	at, lines := 0, line-1
	if n > 0 {
		at, lines = n*stepSize, lines-int(f.steps[n-1].lines)
	}
	for ; lines > 0; lines-- {
		next := bytes.IndexByte(f.Text[at:], '\n')
		if next < 0 {
			return -1
		}
		at += next + 1
	}
	return at
}

// Offset returns the offset of a line and column, or the nearest one there is.
func (f *File) Offset(line, column int) int {
	at := -1
	if line > 0 {
		at = f.lineStart(line)
	}
	if at < 0 {
		return len(f.Text)
	}
	for column > 1 && at < len(f.Text) && f.Text[at] != '\n' {
		at++
		for at < len(f.Text) && f.Text[at]&0xC0 == 0x80 {
			at++
		}
		column--
	}
	return at
}

// Start is the position of the file's first character: the opening fence.
func (f *File) Start() diag.Position {
	return diag.Position{Path: f.Display, Line: 1, Column: 1, EndLine: 1, EndColumn: 1}
}

// A NodePosition is where the loader found a value and how long it is, in runes.
type NodePosition struct{ Line, Column, Length int }

// Positions is memory for the values of many files.
type Positions struct{ values slab.Lists[value] }

// Reserve makes room for so many values.
func (f *File) Reserve(p *Positions, count int) { f.values = p.values.Make(count) }

// BeginValue notes a value of the front matter. Its children are noted next, then EndValue is called with what BeginValue
// returned. In a sequence key is "" and index counts.
func (f *File) BeginValue(key string, index int, at NodePosition) int {
	k := uint32(index)
	if key != "" {
		k = keyHash(key)
	}
	f.values = append(f.values, value{key: k, line: uint32(at.Line),
		column: uint16(min(at.Column, 65535)), length: uint16(min(at.Length, 65535))})
	return len(f.values) - 1
}

// EndValue closes a value; the first one to be opened is the last one to be closed.
func (f *File) EndValue(node int) { f.values[node].next = uint32(len(f.values)) }

// Forget drops the texts of all files and the positions in them, which only diagnostics need: a third of the memory of a
// large dossier. Afterwards every position is the start of its file.
func (d *Dossier) Forget() {
	forget := func(f *File, texts ...*Text) {
		f.Text, f.steps, f.values = nil, nil, nil
		for _, t := range texts {
			if t != nil {
				t.Document.Forget()
			}
		}
	}
	forget(&d.Site.File)
	for _, e := range d.Entries {
		forget(&e.File, e.Summary, e.Body)
	}
	for _, s := range d.Sources {
		forget(&s.File, s.Notes)
	}
	for _, p := range d.Pages {
		forget(&p.File, p.Summary, p.Body)
	}
	for _, t := range d.Translations {
		forget(&t.File, t.Summary, t.Body)
	}
}

func keyHash(key string) uint32 {
	h := uint32(2166136261) // FNV-1a, without the allocation of package hash/fnv
	for i := range len(key) {
		h = (h ^ uint32(key[i])) * 16777619
	}
	return h
}

// At returns the position of a value in the front matter, such as "title", "citations[1].source" or "cite[0]" below a
// prefix. Where the value is missing it is the position of the nearest value around it; without front matter, the start
// of the file.
func (f *File) At(path string) diag.Position {
	at := f.Start()
	if len(f.values) == 0 {
		return at
	}
	node := 0
	for path != "" {
		var step string
		step, path = firstStep(path)
		child := f.child(node, step)
		if child < 0 {
			break
		}
		node = child
	}
	if node == 0 {
		return at
	}
	v := f.values[node]
	at.Line, at.Column = int(v.line), int(v.column)
	at.EndLine, at.EndColumn = at.Line, at.Column+int(v.length)
	return at
}

// firstStep splits "citations[1].source" into "citations" and "[1].source".
func firstStep(path string) (step, rest string) {
	path = strings.TrimPrefix(path, ".")
	if i := strings.IndexAny(path[1:], ".["); i >= 0 {
		return path[:i+1], path[i+1:]
	}
	return path, ""
}

func (f *File) child(node int, step string) int {
	key := uint32(0)
	if strings.HasPrefix(step, "[") {
		n, _ := strconv.Atoi(strings.Trim(step, "[]"))
		key = uint32(n)
	} else {
		key = keyHash(step)
	}
	for c := node + 1; c < int(f.values[node].next); c = int(f.values[c].next) {
		if f.values[c].key == key {
			return c
		}
	}
	return -1
}

package load

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"unicode/utf8"

	"dossier/generator/diag"
	"dossier/generator/dossier"
)

// text reads a text file. It takes off a byte order mark, turns line ends into line feeds, and refuses what is too large
// or no UTF-8; then ok is false and a diagnostic says why.
func (l *loader) text(name string, diags *diag.List, m *memory) (text []byte, ok bool, err error) {
	f, err := l.content.Open(name)
	if err != nil {
		return nil, false, fmt.Errorf("read the content: %w", err)
	}
	defer f.Close()
	raw, err := readFile(f, m)
	if err != nil {
		return nil, false, fmt.Errorf("read %s: %w", name, err)
	}
	if len(raw) > maxMarkdown {
		diags.Add(l.top(name), "file-too-large", "a Markdown or YAML file may have 1 MiB at most", "split it")
		return nil, false, nil
	}
	raw = bytes.TrimPrefix(raw, []byte("\ufeff"))
	if bytes.IndexByte(raw, '\r') >= 0 {
		raw = bytes.ReplaceAll(raw, []byte("\r\n"), []byte("\n"))
		raw = bytes.ReplaceAll(raw, []byte("\r"), []byte("\n"))
	}
	if at, what := badByte(raw); at >= 0 {
		file := dossier.NewFile(name, l.display(name), raw)
		diags.Add(file.Span(at, at+1), "invalid-utf8", what, "save the file as UTF-8 text")
		return nil, false, nil
	}
	return raw, true, nil
}

// readFile reads a file into memory of its size, and no more than one byte over the limit.
func readFile(f fs.File, m *memory) ([]byte, error) {
	size := 1
	if info, err := f.Stat(); err == nil {
		size += int(min(info.Size(), maxMarkdown))
	}
	text := m.files.Make(size)[:size]
	n, err := io.ReadFull(f, text)
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		return text[:n], nil
	}
	if err != nil {
		return nil, err
	}
	rest, err := io.ReadAll(io.LimitReader(f, maxMarkdown+1-int64(n))) // a file that grew
	return append(text, rest...), err
}

// badByte finds the first byte that is no part of UTF-8 text, or a NUL.
func badByte(text []byte) (offset int, what string) {
	nul := bytes.IndexByte(text, 0)
	if utf8.Valid(text) {
		return nul, "there is a NUL character"
	}
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRune(text[i:])
		if r == utf8.RuneError && size == 1 {
			if nul >= 0 && nul < i {
				break
			}
			return i, fmt.Sprintf("the byte 0x%02x is not UTF-8", text[i])
		}
		i += size
	}
	return nul, "there is a NUL character"
}

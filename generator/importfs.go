package main

import (
	"bytes"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"
)

// An overlay is a content directory with sources that are not written yet.
type overlay struct {
	fs.FS
	added map[string][]byte // by name: sources/x.md
}

// Open opens a file, or a directory without what is added to it.
func (o *overlay) Open(name string) (fs.File, error) {
	if text, ok := o.added[name]; ok {
		return &addedFile{addedInfo{path.Base(name), int64(len(text)), 0o444}, bytes.NewReader(text)}, nil
	}
	return o.FS.Open(name)
}

// Stat describes a file without opening it.
func (o *overlay) Stat(name string) (fs.FileInfo, error) {
	if text, ok := o.added[name]; ok {
		return addedInfo{path.Base(name), int64(len(text)), 0o444}, nil
	}
	return fs.Stat(o.FS, name)
}

// ReadDir lists a directory.
func (o *overlay) ReadDir(name string) ([]fs.DirEntry, error) {
	list, err := fs.ReadDir(o.FS, name)
	var more []fs.DirEntry
	switch {
	case len(o.added) == 0:
	case name == "." && !slices.ContainsFunc(list, func(e fs.DirEntry) bool { return e.Name() == "sources" }):
		more = append(more, addedInfo{"sources", 0, fs.ModeDir | 0o555})
	case name == "sources":
		err = nil
		for added, text := range o.added {
			more = append(more, addedInfo{path.Base(added), int64(len(text)), 0o444})
		}
	}
	list = append(list, more...)
	slices.SortFunc(list, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return list, err
}

// An addedFile is a file that is open.
type addedFile struct {
	info addedInfo
	*bytes.Reader
}

func (f *addedFile) Stat() (fs.FileInfo, error) { return f.info, nil }
func (f *addedFile) Close() error               { return nil }

// An addedInfo describes a file or directory that is not there yet.
type addedInfo struct {
	name string
	size int64
	mode fs.FileMode
}

func (i addedInfo) Name() string               { return i.name }
func (i addedInfo) Size() int64                { return i.size }
func (i addedInfo) Mode() fs.FileMode          { return i.mode }
func (i addedInfo) Type() fs.FileMode          { return i.mode.Type() }
func (i addedInfo) ModTime() time.Time         { return time.Time{} }
func (i addedInfo) IsDir() bool                { return i.mode.IsDir() }
func (i addedInfo) Sys() any                   { return nil }
func (i addedInfo) Info() (fs.FileInfo, error) { return i, nil }

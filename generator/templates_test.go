package main

import (
	"bufio"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestTemplatesReadme holds templates/README.md to render/data.go: every struct and field, in their order, and nothing else.
func TestTemplatesReadme(t *testing.T) {
	want := pageData(t, "render/data.go")
	got := documentedFields(t, "../templates/README.md")
	for _, name := range slices.Sorted(maps.Keys(want)) {
		if fields, ok := got[name]; !ok {
			t.Errorf("templates/README.md has no section %q under Fields", name)
		} else if !slices.Equal(fields, want[name]) {
			t.Errorf("templates/README.md, %s:\n got %q\nwant %q", name, fields, want[name])
		}
		delete(got, name)
	}
	for _, name := range slices.Sorted(maps.Keys(got)) {
		t.Errorf("templates/README.md documents %s, which render/data.go does not have", name)
	}
}

// TestTemplatesReadmeFiles holds templates/README.md to the files beside it, both ways.
func TestTemplatesReadmeFiles(t *testing.T) {
	const root = "../templates"
	data, err := os.ReadFile(filepath.Join(root, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	readme := string(data)
	err = fs.WalkDir(os.DirFS(root), ".", func(path string, d fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(path, ".html") && !strings.Contains(readme, "`"+path+"`") {
			t.Errorf("templates/README.md does not mention %s", path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for i, span := range strings.Split(readme, "`") {
		if i%2 == 1 && (strings.HasPrefix(span, "pages/") || strings.HasPrefix(span, "parts/")) {
			if _, err := os.Stat(filepath.Join(root, span)); err != nil {
				t.Errorf("templates/README.md mentions %s, which is not there", span)
			}
		}
	}
}

// pageData lists the exported fields of every exported struct in a Go file; an embedded struct counts under its own name.
func pageData(t *testing.T, path string) map[string][]string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	structs := map[string][]string{}
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.TypeSpec)
		if !ok || !spec.Name.IsExported() {
			return true
		}
		if s, ok := spec.Type.(*ast.StructType); ok {
			structs[spec.Name.Name] = exportedFields(s)
		}
		return false
	})
	return structs
}

func exportedFields(s *ast.StructType) []string {
	fields := []string{}
	for _, field := range s.Fields.List {
		if embedded, ok := field.Type.(*ast.Ident); ok && len(field.Names) == 0 {
			fields = append(fields, embedded.Name)
		}
		for _, name := range field.Names {
			if name.IsExported() {
				fields = append(fields, name.Name)
			}
		}
	}
	return fields
}

// documentedFields reads the sections below "## Fields": a struct's name, then a table that has its fields in the first
// column, in backquotes, or in asterisks for an embedded struct.
func documentedFields(t *testing.T, path string) map[string][]string {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	structs := map[string][]string{}
	inFields, name := false, ""
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		line := lines.Text()
		if title, ok := strings.CutPrefix(line, "## "); ok {
			inFields = title == "Fields"
		}
		if title, ok := strings.CutPrefix(line, "### "); ok && inFields {
			name = title
			structs[name] = []string{}
		}
		if cell, ok := strings.CutPrefix(line, "| "); ok && inFields && name != "" {
			cell, _, _ = strings.Cut(cell, " |")
			if field := strings.Trim(cell, "`*"); field != cell {
				structs[name] = append(structs[name], field)
			}
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return structs
}

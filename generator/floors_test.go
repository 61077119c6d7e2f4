package main

import (
	"encoding/json"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// module is the prefix of this program's packages.
const module = "dossier/generator"

// A listed is a package as `go list` prints it.
type listed struct {
	ImportPath, Dir string
	Imports         []string
	GoFiles         []string
}

// name is "" for the main package, else the last element of the path.
func (p *listed) name() string {
	return strings.TrimPrefix(strings.TrimPrefix(p.ImportPath, module), "/")
}

// listPackages lists the packages of the program.
func listPackages(t *testing.T) []*listed {
	t.Helper()
	list := exec.Command("go", "list", "-json=ImportPath,Dir,Imports,GoFiles", "./...")
	out, err := list.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var packages []*listed
	for decoder := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listed
		if err := decoder.Decode(&p); errors.Is(err, io.EOF) {
			return packages
		} else if err != nil {
			t.Fatal(err)
		}
		packages = append(packages, &p)
	}
}

// floor returns the floor of a package, or -1.
func floor(name string) int {
	switch name {
	case "":
		return 4
	case "load", "check", "render", "export", "write", "serve", "evidence", "bibliography":
		return 3
	case "dossier":
		return 2
	case "markdown", "layout":
		return 1
	case "diag", "slab":
		return 0
	}
	return -1
}

// mayImport reports whether a package may import another of this program: imports only go down, and nothing that writes or
// serves knows the dossier.
func mayImport(from, to string) bool {
	if (from == "write" || from == "serve") && (to == "dossier" || to == "markdown") {
		return false
	}
	return floor(to) < floor(from)
}

// mayToo reports the second owners of what only names: serve is asked over HTTP as well, and lists of references come in
// YAML too.
func mayToo(name, prefix string) bool {
	return name == "serve" && prefix == "net/http" || name == "bibliography" && prefix == "go.yaml.in/yaml/"
}

// only names the one package that may import what has this prefix.
func only() map[string]string {
	return map[string]string{
		"github.com/yuin/goldmark":         "markdown",
		"github.com/adrg/frontmatter":      "load",
		"go.yaml.in/yaml/":                 "load",
		"gopkg.in/yaml":                    "load",
		"github.com/tdewolff/":             "write",
		"net/http":                         "evidence",
		"github.com/fsnotify/fsnotify":     "serve",
		"github.com/alecthomas/kong":       "",
		"github.com/rogpeppe/go-internal/": "no package but tests",
	}
}

// TestFloors holds the imports of every package to the floors of the design.
func TestFloors(t *testing.T) {
	for _, p := range listPackages(t) {
		if floor(p.name()) < 0 {
			t.Errorf("the package %s is on no floor", p.ImportPath)
			continue
		}
		for _, path := range p.Imports {
			if own := strings.TrimPrefix(path, module+"/"); own != path && !mayImport(p.name(), own) {
				t.Errorf("%s must not import %s", p.ImportPath, path)
			}
			for prefix, owner := range only() {
				if strings.HasPrefix(path, prefix) && p.name() != owner && !mayToo(p.name(), prefix) {
					t.Errorf("%s must not import %s", p.ImportPath, path)
				}
			}
		}
	}
}

// variables are the package variables that there may be, with the reason.
func variables() map[string]string {
	return map[string]string{
		"check.explanations":    "an embedded folder can only be one",
		"markdown.kindGroup":    "goldmark gives out the kinds of nodes once per program",
		"markdown.kindWikilink": "goldmark gives out the kinds of nodes once per program",
		".errContent":           "an error to compare with",
		"write.errEnded":        "an error to compare with",
		"write.errLocked":       "an error to compare with",
		"serve.own":             "an embedded folder can only be one",
	}
}

// TestDeclarations finds package variables without a reason, init functions and exported names without a comment.
func TestDeclarations(t *testing.T) {
	unused := variables()
	for _, p := range listPackages(t) {
		files := token.NewFileSet()
		described := false
		for _, name := range p.GoFiles {
			file, err := parser.ParseFile(files, filepath.Join(p.Dir, name), nil, parser.ParseComments)
			if err != nil {
				t.Fatal(err)
			}
			described = described || file.Doc != nil
			for _, d := range file.Decls {
				for _, fault := range declarationFaults(d, p.name(), unused) {
					t.Errorf("%s: %s", files.Position(d.Pos()), fault)
				}
			}
		}
		if !described {
			t.Errorf("the package %s has no comment", p.ImportPath)
		}
	}
	for name := range unused {
		t.Errorf("there is no package variable %s to excuse", name)
	}
}

// declarationFaults says what is wrong with a declaration. It takes the variables that it meets out of the excused ones.
func declarationFaults(d ast.Decl, pkg string, excused map[string]string) (faults []string) {
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Name.Name == "init" && d.Recv == nil {
			faults = append(faults, "an init function")
		}
		if d.Name.IsExported() && d.Doc == nil && !implements(d) {
			faults = append(faults, "no comment on "+d.Name.Name)
		}
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			faults = append(faults, specFaults(d, spec, pkg, excused)...)
		}
	}
	return faults
}

// specFaults does the same for one line of a declaration. Names in a group may stand under the comment of the group.
func specFaults(d *ast.GenDecl, spec ast.Spec, pkg string, excused map[string]string) (faults []string) {
	switch spec := spec.(type) {
	case *ast.TypeSpec:
		if spec.Name.IsExported() && d.Doc == nil && spec.Doc == nil {
			faults = append(faults, "no comment on "+spec.Name.Name)
		}
	case *ast.ValueSpec:
		for _, n := range spec.Names {
			if _, ok := excused[pkg+"."+n.Name]; d.Tok == token.VAR && n.Name != "_" && !ok {
				faults = append(faults, "the package variable "+n.Name)
			}
			delete(excused, pkg+"."+n.Name)
			if n.IsExported() && d.Doc == nil && spec.Doc == nil && spec.Comment == nil && !typed(d) {
				faults = append(faults, "no comment on "+n.Name)
			}
		}
	}
	return faults
}

// typed reports whether a group lists the values of one type, whose comment speaks for them.
func typed(d *ast.GenDecl) bool {
	first, ok := d.Specs[0].(*ast.ValueSpec)
	return ok && d.Tok == token.CONST && first.Type != nil
}

// implements reports whether a method is one that an interface of a library or of the language asks for, or one of a type
// that is not exported.
func implements(d *ast.FuncDecl) bool {
	if d.Recv == nil {
		return false
	}
	receiver := d.Recv.List[0].Type
	if star, ok := receiver.(*ast.StarExpr); ok {
		receiver = star.X
	}
	name, ok := receiver.(*ast.Ident)
	return ok && !name.IsExported() || slices.Contains([]string{"Error", "Unwrap", "String"}, d.Name.Name)
}

package render

import (
	"fmt"
	"html/template"
	"reflect"
	"slices"
	"strings"
	"sync"
	"text/template/parse"
)

// This file and its neighbours eval.go and escape.go run templates some ten times as fast as html/template does. Package
// html/template parses a template and works out how each value must be escaped where it stands; that result, its parse
// tree with the names of the escapers in it, is compiled here into closures over the types that data.go gives to each page.
// Fields are found once instead of once a value, and nothing is looked up by name while a page is made.
//
// A template that uses more of the language than is compiled here is left to html/template, and a test compares the two
// over every page of the real content. A field that does not exist is found while compiling, before any page is made.

// A code writes its part of a page.
type code func(x *execution, dot reflect.Value)

// An execution is one run of a program.
type execution struct {
	out    []byte
	vars   []reflect.Value // of all templates that are running
	base   int             // where those of the innermost one begin
	failed bool            // something that html/template has to report
}

// A program is a compiled template for data of one type. It is safe for concurrent use.
type program struct {
	run        code
	executions sync.Pool // of *execution, for their memory
}

// append runs the program and appends what it writes. ok is false where html/template has to run instead.
func (p *program) append(dst []byte, data reflect.Value) (out []byte, ok bool) {
	x, reused := p.executions.Get().(*execution)
	if !reused {
		x = &execution{}
	}
	x.out = dst
	p.run(x, data)
	out, ok = x.out, !x.failed
	clear(x.vars)
	*x = execution{vars: x.vars}
	p.executions.Put(x)
	return out, ok
}

// An unsupported error says that a template uses what is not compiled.
type unsupported struct{ what string }

func (e *unsupported) Error() string { return "not compiled: " + e.what }

// A wrongField error says that a template names a field that its data does not have.
type wrongField struct {
	at      string // NAME:LINE:COLUMN
	message string
}

func (e *wrongField) Error() string { return "template: " + e.at + ": " + e.message }

// A compiler compiles the templates of one set. The set has been escaped.
type compiler struct {
	set  *template.Template
	done map[compiled]*code
	most int // variables that one template has in sight at the most
}

// compiled names a template for one type of data.
type compiled struct {
	name string
	dot  reflect.Type
}

// compile compiles a template of an escaped set for data of a type.
func compile(set *template.Template, name string, dot reflect.Type) (*program, error) {
	c := &compiler{set: set, done: map[compiled]*code{}}
	run, err := c.template(name, dot)
	if err != nil {
		return nil, err
	}
	return &program{run: *run}, nil
}

// template compiles a template once for each type of data. One that calls itself finds its own entry.
func (c *compiler) template(name string, dot reflect.Type) (*code, error) {
	key := compiled{name, dot}
	if done, ok := c.done[key]; ok {
		return done, nil
	}
	t := c.set.Lookup(name)
	if t == nil || t.Tree == nil {
		return nil, &unsupported{"template " + name}
	}
	var run code
	c.done[key] = &run
	s := scope{compiler: c, tree: t.Tree}
	s.declare("$", dot)
	body, err := s.list(t.Tree.Root, dot)
	if err != nil {
		return nil, err
	}
	run = func(x *execution, dot reflect.Value) {
		x.base += c.most
		x.set(0, dot)
		body(x, dot)
		x.base -= c.most
	}
	return &run, nil
}

// A scope is where the compiler stands in a template: the variables that are in sight.
type scope struct {
	*compiler
	tree  *parse.Tree
	names []string
	types []reflect.Type
}

// declare adds a variable and returns its place.
func (s *scope) declare(name string, t reflect.Type) int {
	s.names, s.types = append(s.names, name), append(s.types, t)
	s.most = max(s.most, len(s.names))
	return len(s.names) - 1
}

// leave forgets the variables behind the first n.
func (s *scope) leave(n int) { s.names, s.types = s.names[:n], s.types[:n] }

func (s *scope) list(list *parse.ListNode, dot reflect.Type) (code, error) {
	if list == nil {
		return func(*execution, reflect.Value) {}, nil
	}
	var steps []code
	for _, n := range list.Nodes {
		step, err := s.node(n, dot)
		if err != nil {
			return nil, err
		}
		if step != nil {
			steps = append(steps, step)
		}
	}
	if len(steps) == 1 {
		return steps[0], nil
	}
	return func(x *execution, dot reflect.Value) {
		for _, step := range steps {
			step(x, dot)
		}
	}, nil
}

func (s *scope) node(n parse.Node, dot reflect.Type) (code, error) {
	switch n := n.(type) {
	case *parse.TextNode:
		text := n.Text
		return func(x *execution, _ reflect.Value) { x.out = append(x.out, text...) }, nil
	case *parse.CommentNode:
		return nil, nil
	case *parse.ActionNode:
		return s.action(n, dot)
	case *parse.IfNode:
		return s.branch(&n.BranchNode, dot)
	case *parse.WithNode:
		return s.with(&n.BranchNode, dot)
	case *parse.RangeNode:
		return s.rangeOver(&n.BranchNode, dot)
	case *parse.TemplateNode:
		return s.call(n, dot)
	}
	return nil, &unsupported{n.String()}
}

// action writes a value through its escapers.
func (s *scope) action(n *parse.ActionNode, dot reflect.Type) (code, error) {
	if len(n.Pipe.Decl) > 0 {
		return nil, &unsupported{n.String()}
	}
	commands := n.Pipe.Cmds
	var escapers []string
	for len(commands) > 1 {
		last := commands[len(commands)-1]
		id, ok := last.Args[0].(*parse.IdentifierNode)
		if !ok || len(last.Args) > 1 || !strings.HasPrefix(id.Ident, "_html_template_") {
			return nil, &unsupported{n.String()}
		}
		escapers = append(escapers, strings.TrimPrefix(id.Ident, "_html_template_"))
		commands = commands[:len(commands)-1]
	}
	slices.Reverse(escapers)
	value, err := s.command(commands[0], dot)
	if err != nil {
		return nil, err
	}
	return writer(value, escapers)
}

func (s *scope) branch(n *parse.BranchNode, dot reflect.Type) (code, error) {
	known := len(s.names)
	test, err := s.condition(n.Pipe, dot)
	if err != nil {
		return nil, err
	}
	yes, no, err := s.both(n, dot, dot)
	s.leave(known)
	return func(x *execution, dot reflect.Value) {
		if test(x, dot) {
			yes(x, dot)
		} else {
			no(x, dot)
		}
	}, err
}

// both compiles the two lists of a branch, the first with a dot of its own.
func (s *scope) both(n *parse.BranchNode, inner, outer reflect.Type) (yes, no code, err error) {
	if yes, err = s.list(n.List, inner); err != nil {
		return nil, nil, err
	}
	no, err = s.list(n.ElseList, outer)
	return yes, no, err
}

func (s *scope) with(n *parse.BranchNode, dot reflect.Type) (code, error) {
	known := len(s.names)
	defer s.leave(known)
	value, err := s.pipe(n.Pipe, dot)
	if err != nil {
		return nil, err
	}
	slot := -1
	if len(n.Pipe.Decl) == 1 {
		slot = s.declare(n.Pipe.Decl[0].Ident[0], value.typ)
	} else if len(n.Pipe.Decl) > 1 {
		return nil, &unsupported{n.String()}
	}
	yes, no, err := s.both(n, value.typ, dot)
	return func(x *execution, dot reflect.Value) {
		v := value.eval(x, dot)
		if slot >= 0 {
			x.set(slot, v)
		}
		if x.truth(v) {
			yes(x, v)
		} else {
			no(x, dot)
		}
	}, err
}

func (s *scope) rangeOver(n *parse.BranchNode, dot reflect.Type) (code, error) {
	known := len(s.names)
	defer s.leave(known)
	value, err := s.pipe(n.Pipe, dot)
	if err != nil {
		return nil, err
	}
	if value.typ.Kind() != reflect.Slice || len(n.Pipe.Decl) > 2 {
		return nil, &unsupported{n.String()}
	}
	index, element := -1, -1
	switch d := n.Pipe.Decl; len(d) {
	case 1:
		element = s.declare(d[0].Ident[0], value.typ.Elem())
	case 2:
		index = s.declare(d[0].Ident[0], reflect.TypeFor[int]())
		element = s.declare(d[1].Ident[0], value.typ.Elem())
	}
	body, empty, err := s.both(n, value.typ.Elem(), dot)
	return func(x *execution, dot reflect.Value) {
		list := value.eval(x, dot)
		if x.failed || list.Len() == 0 {
			empty(x, dot)
			return
		}
		for i := range list.Len() {
			item := list.Index(i)
			if index >= 0 {
				x.set(index, reflect.ValueOf(i))
			}
			if element >= 0 {
				x.set(element, item)
			}
			body(x, item)
		}
	}, err
}

// call runs another template.
func (s *scope) call(n *parse.TemplateNode, dot reflect.Type) (code, error) {
	if n.Pipe == nil {
		return nil, &unsupported{n.String()}
	}
	value, err := s.pipe(n.Pipe, dot)
	if err != nil {
		return nil, err
	}
	run, err := s.template(n.Name, value.typ)
	if err != nil {
		return nil, err
	}
	return func(x *execution, dot reflect.Value) { (*run)(x, value.eval(x, dot)) }, nil
}

// fault is a mistake at a node.
func (s *scope) fault(n parse.Node, format string, args ...any) error {
	at, _ := s.tree.ErrorContext(n)
	return &wrongField{at, fmt.Sprintf(format, args...)}
}

package render

import (
	"cmp"
	"reflect"
	"text/template/parse"
)

// A value is an expression of a known type.
type value struct {
	typ  reflect.Type
	eval func(x *execution, dot reflect.Value) reflect.Value
}

// set gives a variable its value.
func (x *execution) set(slot int, v reflect.Value) {
	for len(x.vars) <= x.base+slot {
		x.vars = append(x.vars, reflect.Value{})
	}
	x.vars[x.base+slot] = v
}

// truth is what `if` and `with` ask of a value.
func (x *execution) truth(v reflect.Value) bool {
	if !v.IsValid() {
		return false
	}
	switch v.Kind() {
	case reflect.String, reflect.Slice, reflect.Map:
		return v.Len() > 0
	case reflect.Bool:
		return v.Bool()
	case reflect.Int:
		return v.Int() != 0
	case reflect.Pointer:
		return !v.IsNil()
	case reflect.Struct:
		return true
	}
	x.failed = true
	return false
}

// pipe compiles a pipeline of one command.
func (s *scope) pipe(n *parse.PipeNode, dot reflect.Type) (value, error) {
	if len(n.Cmds) != 1 || n.IsAssign {
		return value{}, &unsupported{n.String()}
	}
	return s.command(n.Cmds[0], dot)
}

func (s *scope) command(n *parse.CommandNode, dot reflect.Type) (value, error) {
	if id, ok := n.Args[0].(*parse.IdentifierNode); ok {
		return s.function(id.Ident, n, dot)
	}
	if len(n.Args) != 1 {
		return value{}, &unsupported{n.String()}
	}
	return s.operand(n.Args[0], dot)
}

// operand compiles a field, variable, constant or parenthesis.
func (s *scope) operand(n parse.Node, dot reflect.Type) (value, error) {
	here := value{dot, func(_ *execution, dot reflect.Value) reflect.Value { return dot }}
	switch n := n.(type) {
	case *parse.DotNode:
		return here, nil
	case *parse.FieldNode:
		return s.fields(n, here, n.Ident)
	case *parse.VariableNode:
		return s.variable(n)
	case *parse.PipeNode:
		return s.pipe(n, dot)
	case *parse.StringNode:
		return constant(n.Text), nil
	case *parse.BoolNode:
		return constant(n.True), nil
	case *parse.NumberNode:
		if n.IsInt {
			return constant(int(n.Int64)), nil
		}
	}
	return value{}, &unsupported{n.String()}
}

func constant(c any) value {
	v := reflect.ValueOf(c)
	return value{v.Type(), func(*execution, reflect.Value) reflect.Value { return v }}
}

func (s *scope) variable(n *parse.VariableNode) (value, error) {
	for slot := len(s.names) - 1; slot >= 0; slot-- {
		if s.names[slot] == n.Ident[0] {
			v := value{s.types[slot], func(x *execution, _ reflect.Value) reflect.Value { return x.vars[x.base+slot] }}
			return s.fields(n, v, n.Ident[1:])
		}
	}
	return value{}, &unsupported{n.String()}
}

// fields follows a chain of fields from a value.
func (s *scope) fields(n parse.Node, from value, names []string) (value, error) {
	for _, name := range names {
		step, err := s.field(n, from, name)
		if err != nil {
			return value{}, err
		}
		from = step
	}
	return from, nil
}

func (s *scope) field(n parse.Node, from value, name string) (value, error) {
	t, pointer := from.typ, false
	if t.Kind() == reflect.Pointer {
		t, pointer = t.Elem(), true
	}
	if t.Kind() != reflect.Struct {
		return value{}, s.fault(n, "there is no field .%s in %s", name, t)
	}
	f, ok := t.FieldByName(name)
	if !ok {
		if _, ok := reflect.PointerTo(t).MethodByName(name); ok {
			return value{}, &unsupported{"." + name}
		}
		return value{}, s.fault(n, "there is no field .%s in %s", name, t.Name())
	}
	path := f.Index
	return value{f.Type, func(x *execution, dot reflect.Value) reflect.Value {
		v := from.eval(x, dot)
		if pointer {
			if v.IsNil() {
				x.failed = true
				return reflect.Zero(f.Type)
			}
			v = v.Elem()
		}
		for _, i := range path {
			v = v.Field(i)
		}
		return v
	}}, nil
}

// function compiles len, the only function that yields a value to write.
func (s *scope) function(name string, n *parse.CommandNode, dot reflect.Type) (value, error) {
	if name == "len" && len(n.Args) == 2 {
		arg, err := s.operand(n.Args[1], dot)
		if err != nil {
			return value{}, err
		}
		if k := arg.typ.Kind(); k == reflect.Slice || k == reflect.String {
			return value{reflect.TypeFor[int](), func(x *execution, dot reflect.Value) reflect.Value {
				return reflect.ValueOf(arg.eval(x, dot).Len())
			}}, nil
		}
	}
	return value{}, &unsupported{n.String()}
}

// A test is a condition.
type test func(x *execution, dot reflect.Value) bool

func (s *scope) condition(n *parse.PipeNode, dot reflect.Type) (test, error) {
	if len(n.Cmds) != 1 || len(n.Decl) > 0 {
		return nil, &unsupported{n.String()}
	}
	return s.commandTest(n.Cmds[0], dot)
}

func (s *scope) commandTest(n *parse.CommandNode, dot reflect.Type) (test, error) {
	if id, ok := n.Args[0].(*parse.IdentifierNode); ok {
		switch id.Ident {
		case "and", "or", "not":
			return s.logic(id.Ident, n, dot)
		case "eq", "ne", "lt", "le", "gt", "ge":
			return s.comparison(id.Ident, n, dot)
		}
	}
	v, err := s.command(n, dot)
	if err != nil {
		return nil, err
	}
	return func(x *execution, dot reflect.Value) bool { return x.truth(v.eval(x, dot)) }, nil
}

// operandTest is the truth of an operand.
func (s *scope) operandTest(n parse.Node, dot reflect.Type) (test, error) {
	if p, ok := n.(*parse.PipeNode); ok {
		return s.condition(p, dot)
	}
	v, err := s.operand(n, dot)
	if err != nil {
		return nil, err
	}
	return func(x *execution, dot reflect.Value) bool { return x.truth(v.eval(x, dot)) }, nil
}

func (s *scope) logic(name string, n *parse.CommandNode, dot reflect.Type) (test, error) {
	var tests []test
	for _, arg := range n.Args[1:] {
		t, err := s.operandTest(arg, dot)
		if err != nil {
			return nil, err
		}
		tests = append(tests, t)
	}
	if len(tests) == 0 || name == "not" && len(tests) > 1 {
		return nil, &unsupported{n.String()}
	}
	if name == "not" {
		return func(x *execution, dot reflect.Value) bool { return !tests[0](x, dot) }, nil
	}
	stop := name == "or" // the truth that ends the walk
	return func(x *execution, dot reflect.Value) bool {
		for _, t := range tests {
			if t(x, dot) == stop {
				return stop
			}
		}
		return !stop
	}, nil
}

// comparison compares two or, with eq, more values of strings or whole numbers.
func (s *scope) comparison(name string, n *parse.CommandNode, dot reflect.Type) (test, error) {
	if len(n.Args) < 3 || len(n.Args) > 3 && name != "eq" {
		return nil, &unsupported{n.String()}
	}
	var args []value
	for _, arg := range n.Args[1:] {
		v, err := s.operand(arg, dot)
		if err != nil {
			return nil, err
		}
		if v.typ.Kind() != reflect.String && v.typ.Kind() != reflect.Int || len(args) > 0 && v.typ.Kind() != args[0].typ.Kind() {
			return nil, &unsupported{n.String()}
		}
		args = append(args, v)
	}
	if name == "eq" {
		return func(x *execution, dot reflect.Value) bool {
			first := args[0].eval(x, dot)
			for _, other := range args[1:] {
				if order(first, other.eval(x, dot)) == 0 {
					return true
				}
			}
			return false
		}, nil
	}
	return func(x *execution, dot reflect.Value) bool {
		o := order(args[0].eval(x, dot), args[1].eval(x, dot))
		switch name {
		case "ne":
			return o != 0
		case "lt":
			return o < 0
		case "le":
			return o <= 0
		case "gt":
			return o > 0
		}
		return o >= 0
	}, nil
}

// order compares two strings or two whole numbers.
func order(a, b reflect.Value) int {
	if a.Kind() == reflect.String {
		return cmp.Compare(a.String(), b.String())
	}
	return cmp.Compare(a.Int(), b.Int())
}

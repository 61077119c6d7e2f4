package diag

import (
	"fmt"
	"io"
	"strings"
)

// GitHub prints the list as workflow commands of GitHub Actions, which shows each at its line of a pull request.
func GitHub(w io.Writer, l List) error {
	value := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	property := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
	var b strings.Builder
	for _, d := range l {
		fmt.Fprintf(&b, "::%s file=%s,line=%d,endLine=%d", gitHubLevel(d.Severity), oneLine(property.Replace(d.Path)), d.Line, d.EndLine)
		if d.EndLine == d.Line { // columns of two lines are refused
			fmt.Fprintf(&b, ",col=%d,endColumn=%d", d.Column, d.EndColumn)
		}
		fmt.Fprintf(&b, ",title=%s::%s\n", property.Replace(d.Code), oneLine(value.Replace(d.withHint())))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func gitHubLevel(s Severity) string {
	if s == Info {
		return "notice"
	}
	return string(s)
}

// withHint is the message, and the hint on a line of its own where there is one.
func (d *Diagnostic) withHint() string {
	if d.Hint == "" {
		return d.Message
	}
	return d.Message + "\n" + d.Hint
}

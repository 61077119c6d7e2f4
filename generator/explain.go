package main

import (
	"fmt"
	"strings"

	"dossier/generator/check"
	"dossier/generator/diag"
)

// explainCommand says what a diagnostic means.
type explainCommand struct {
	Code string `arg:"" help:"The word in brackets at the end of a diagnostic."`
}

// Run prints the paragraph on the code.
func (c *explainCommand) Run(std *streams) error {
	text, ok := check.Explain(c.Code)
	if !ok {
		hint := diag.DidYouMean(c.Code, check.Codes())
		if hint == "" {
			hint = "the codes are: " + strings.Join(check.Codes(), ", ")
		}
		return fmt.Errorf("there is no code %q: %s", c.Code, hint)
	}
	_, err := fmt.Fprintf(std.out, "%s (%s)\n\n%s\n", c.Code, diag.SeverityOf(c.Code), strings.TrimSpace(text))
	return err
}

package main

import (
	"fmt"

	"dossier/generator/diag"
	"dossier/generator/load"
)

// schemaCommand prints JSON Schema for editors.
type schemaCommand struct {
	Name string `arg:"" optional:"" help:"Print this one alone: entry, source, page, translation or site."`
}

// Run prints the schema.
func (c *schemaCommand) Run(std *streams) error {
	text, err := load.Schema(c.Name)
	if err != nil {
		return fmt.Errorf("%w: %s", err, diag.OneOf(c.Name, load.SchemaNames()))
	}
	_, err = std.out.Write(text)
	return err
}

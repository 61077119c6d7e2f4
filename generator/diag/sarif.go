package diag

import (
	"encoding/json"
	"io"
	"net/url"
	"slices"
	"strings"
)

// SARIF prints the list as a log of SARIF 2.1.0, which code scanning reads. Explain returns the text on a code in Markdown,
// whose first paragraph describes it.
func SARIF(w io.Writer, l List, explain func(code string) string) error {
	rules := sarifRules(l, explain)
	run := sarifRun{Tool: sarifTool{sarifDriver{"dossier", rules}}, ColumnKind: "unicodeCodePoints", Results: []sarifResult{}}
	for _, d := range l {
		index, _ := slices.BinarySearchFunc(rules, d.Code, func(r sarifRule, code string) int { return strings.Compare(r.ID, code) })
		run.Results = append(run.Results, sarifResult{RuleID: d.Code, RuleIndex: index, Level: sarifLevel(d.Severity),
			Message: sarifText{Text: d.withHint()}, Locations: []sarifLocation{{sarifPhysical{
				sarifArtifact{sarifURI(d.Path)}, sarifRegion{d.Line, d.Column, d.EndLine, d.EndColumn}}}}})
	}
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(sarifLog{"https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json", "2.1.0", []sarifRun{run}})
}

// sarifRules describes the codes that occur, sorted.
func sarifRules(l List, explain func(code string) string) []sarifRule {
	rules := []sarifRule{}
	seen := map[string]bool{}
	for _, d := range l {
		if seen[d.Code] {
			continue
		}
		seen[d.Code] = true
		text := strings.TrimSpace(explain(d.Code))
		paragraph, _, _ := strings.Cut(text, "\n\n")
		sentence, _, _ := strings.Cut(paragraph, ". ")
		rules = append(rules, sarifRule{d.Code, sarifText{Text: strings.TrimSuffix(sentence, ".")}, sarifText{Text: paragraph}, sarifText{text, text}, sarifDefault{sarifLevel(d.Severity)}})
	}
	slices.SortFunc(rules, func(a, b sarifRule) int { return strings.Compare(a.ID, b.ID) })
	return rules
}

func sarifLevel(s Severity) string {
	if s == Info {
		return "note"
	}
	return string(s)
}

// sarifURI is a path as a reference: relative as it is given, or of a file of this machine.
func sarifURI(path string) string {
	u := url.URL{Path: path}
	if strings.HasPrefix(path, "/") {
		u.Scheme = "file"
	}
	return u.String()
}

type sarifLog struct {
	Schema  string     `json:"$schema"`
	Version string     `json:"version"`
	Runs    []sarifRun `json:"runs"`
}

type sarifRun struct {
	Tool       sarifTool     `json:"tool"`
	ColumnKind string        `json:"columnKind"`
	Results    []sarifResult `json:"results"`
}

type sarifTool struct {
	Driver sarifDriver `json:"driver"`
}

type sarifDriver struct {
	Name  string      `json:"name"`
	Rules []sarifRule `json:"rules"`
}

type sarifRule struct {
	ID      string       `json:"id"`
	Short   sarifText    `json:"shortDescription"`
	Full    sarifText    `json:"fullDescription"`
	Help    sarifText    `json:"help"`
	Default sarifDefault `json:"defaultConfiguration"`
}

type sarifDefault struct {
	Level string `json:"level"`
}

type sarifText struct {
	Text     string `json:"text"`
	Markdown string `json:"markdown,omitempty"`
}

type sarifResult struct {
	RuleID    string          `json:"ruleId"`
	RuleIndex int             `json:"ruleIndex"`
	Level     string          `json:"level"`
	Message   sarifText       `json:"message"`
	Locations []sarifLocation `json:"locations"`
}

type sarifLocation struct {
	Physical sarifPhysical `json:"physicalLocation"`
}

type sarifPhysical struct {
	Artifact sarifArtifact `json:"artifactLocation"`
	Region   sarifRegion   `json:"region"`
}

type sarifArtifact struct {
	URI string `json:"uri"`
}

type sarifRegion struct {
	StartLine   int `json:"startLine"`
	StartColumn int `json:"startColumn"`
	EndLine     int `json:"endLine"`
	EndColumn   int `json:"endColumn"`
}

package bibliography

import (
	"strconv"
	"strings"
)

// isDateName reports the variables of CSL that are dates.
func isDateName(name string) bool {
	switch name {
	case "issued", "accessed", "event-date", "original-date", "submitted", "available-date":
		return true
	}
	return false
}

// isDate reports a value that has the form of a date: an object with parts, or a list of them.
func isDate(v *value) bool {
	if v.kind == listValue && len(v.items) > 0 {
		v = v.items[0]
	}
	for _, name := range []string{"date-parts", "raw", "year", "season", "circa"} {
		if v.get(name) != nil {
			return true
		}
	}
	return false
}

// date reads a date of CSL.
func (t *tree) date(record *Record, f Field, v *value) {
	date, ok := structuredDate(v)
	words := v.scalarText()
	for _, name := range []string{"raw", "literal"} {
		if field := v.get(name); !ok && field != nil {
			words = nonEmpty(words, field.scalarText())
		}
	}
	if !ok {
		if date, ok = readDateOr(words); ok {
			date = qualified(date, circa(v))
		}
	}
	if f.Text = date; ok {
		record.put(f)
		return
	}
	if f.Text = words; tidy(words) != "" {
		record.remark("%q is not read as a date", shortened(words))
	}
	record.leaveOut(f)
}

// structuredDate reads the date-parts of CSL, or the year, month and day that older CSL-YAML has. It is false where there
// are none.
func structuredDate(v *value) (string, bool) {
	var ends []string
	parts := v.get("date-parts")
	switch {
	case parts != nil:
		for _, end := range parts.items {
			ends = append(ends, joinParts(end.items, v.get("season")))
		}
	case v.kind == listValue:
		for _, end := range v.items {
			ends = append(ends, namedParts(end))
		}
	default:
		ends = append(ends, namedParts(v))
	}
	if len(ends) == 0 || ends[0] == "" {
		return "", false
	}
	for i := range ends {
		ends[i] = qualified(ends[i], circa(v))
	}
	if len(ends) > 1 && ends[1] == "" {
		ends[1] = ".."
	}
	return strings.Join(ends, "/"), true
}

// namedParts reads a date whose parts have names.
func namedParts(v *value) string {
	if v.get("year") == nil {
		return ""
	}
	parts := []*value{v.get("year")}
	if month := v.get("month"); month != nil {
		if parts = append(parts, month); v.get("day") != nil {
			parts = append(parts, v.get("day"))
		}
	}
	return joinParts(parts, v.get("season"))
}

// joinParts writes the parts of a date in EDTF, with a season where there is no month.
func joinParts(parts []*value, season *value) string {
	var texts []string
	for _, p := range parts {
		text := strings.TrimSpace(p.scalarText())
		if text == "" || len(texts) > 0 && text == "0" {
			break
		}
		if n, err := strconv.Atoi(text); err == nil && len(texts) == 1 && n > 12 && n < 17 { // as CSL 1.0.1 writes a season
			text = strconv.Itoa(n + 8)
		}
		texts = append(texts, text)
	}
	if len(texts) == 1 && season != nil {
		text := strings.TrimSpace(season.scalarText())
		n, _ := strconv.Atoi(text)
		switch n = max(n, seasonNumber(text)); {
		case n >= 1 && n <= 4:
			texts = append(texts, strconv.Itoa(n+20))
		case n > 20 && n < 25:
			texts = append(texts, strconv.Itoa(n))
		}
	}
	return joinDate(texts)
}

// circa is the qualifier of a date that CSL calls approximate, or "".
func circa(v *value) string {
	c := v.get("circa")
	if c == nil || c.kind == nullValue || c.text == "" || c.text == "0" || c.text == "false" {
		return ""
	}
	return "~"
}

// shortened is a text as a message quotes it.
func shortened(s string) string { return diagName(s) }

package render

import (
	"strings"

	"dossier/generator/dossier"
)

// figureValue is a figure in words: "about $41,000,000", "at least 9,000 pages", "32%".
func figureValue(f *dossier.Figure) string {
	number := grouped(f.Value)
	switch unit := f.Unit; {
	case unit == "USD":
		number = dollars(number)
	case unit == "%" || unit == "percent":
		number += "%"
	case unit != "":
		number += " " + unit
	}
	switch f.Qualifier {
	case "", "exactly":
		return number
	}
	return strings.ReplaceAll(f.Qualifier, "-", " ") + " " + number
}

func dollars(number string) string {
	if rest, negative := strings.CutPrefix(number, "−"); negative {
		return "−$" + rest
	}
	return "$" + number
}

// grouped writes a number with a comma between groups of three digits, and a true minus sign.
func grouped(number string) string {
	sign := ""
	if rest, negative := strings.CutPrefix(number, "-"); negative {
		sign, number = "−", rest
	}
	whole, part, point := strings.Cut(number, ".")
	var b strings.Builder
	for i, c := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(c)
	}
	if point {
		b.WriteString("." + part)
	}
	return sign + b.String()
}

package bibliography

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"dossier/generator/dossier"
)

// readDate turns a date as people and programs write it into EDTF. It is false where the text is no date, or one that
// has two readings, such as 1/2/2020.
func readDate(s string) (string, bool) {
	s = tidy(s)
	if from, to, ok := strings.Cut(s, "/"); ok {
		s = withoutClock(from) + "/" + withoutClock(to)
	} else {
		s = withoutClock(s)
	}
	qualifier := ""
	for _, about := range []string{"circa ", "ca. ", "ca ", "c. ", "c."} {
		if rest, ok := strings.CutPrefix(strings.ToLower(s), about); ok {
			s, qualifier = strings.TrimSpace(rest), "~"
			break
		}
	}
	for _, read := range []func(string) (string, bool){edtf, numericDate, wordedDate} {
		if date, ok := read(s); ok {
			return qualified(date, qualifier), true
		}
	}
	return "", false
}

// readDateOr is readDate, but a date that is written in numbers and cannot be, such as 2020/13/01, is taken over for others
// to refuse: it is a mistake.
func readDateOr(s string) (string, bool) {
	if date, ok := readDate(s); ok {
		return date, true
	}
	parts := strings.FieldsFunc(tidy(s), func(r rune) bool { return strings.ContainsRune("/-.", r) })
	if len(parts) < 2 || len(parts) > 3 || len(parts[0]) != 4 || len(parts) == 2 && strings.Contains(s, "/") {
		return "", false
	}
	for _, p := range parts {
		if !isDigits(p) || len(p) > 4 {
			return "", false
		}
	}
	return joinDate(parts), true
}

// withoutClock takes the time of day off a day.
func withoutClock(s string) string {
	day, clock, ok := strings.Cut(s, "T")
	if ok && len(day) == len("2020-01-02") && isClock(clock) {
		return day
	}
	return s
}

// isClock reports a time of day with its zone.
func isClock(s string) bool { return s != "" && strings.Trim(s, "0123456789:.+-Z") == "" }

// qualified adds a qualifier to a date that has none.
func qualified(date, qualifier string) string {
	if strings.ContainsAny(date, "~?%/") {
		return date
	}
	return date + qualifier
}

// edtf reads what is EDTF already, with the ends of intervals and the unspecified digits that BibLaTeX allows besides.
func edtf(s string) (string, bool) {
	s = strings.ReplaceAll(s, "?~", "%")
	if first, last, ok := strings.Cut(s, "–"); ok && len(first) == 4 && len(last) == 4 {
		s = first + "/" + last
	}
	from, to, interval := strings.Cut(s, "/")
	switch {
	case interval:
		s = nonEmpty(from, "..") + "/" + nonEmpty(to, "..")
	case len(s) == 4 && strings.HasSuffix(s, "XX") && isDigits(s[:2]):
		s = s[:2] + "00/" + s[:2] + "99"
	case len(s) == 4 && strings.HasSuffix(s, "X") && isDigits(s[:3]):
		s = s[:3] + "0/" + s[:3] + "9"
	}
	for strings.HasSuffix(s, "-XX") {
		s = strings.TrimSuffix(s, "-XX")
	}
	_, err := dossier.ParseDate(s)
	return s, err == nil
}

// numericDate reads a year with a month and day behind it, with whatever between them: 1999/05/12/, 2020.1.2. What
// follows in words may be the season, as in RIS: 1999///Spring.
func numericDate(s string) (string, bool) {
	parts := strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune("/-. ", r) })
	if last := len(parts) - 1; last == 3 && isClock(parts[last]) { // as Zotero writes it in RIS
		parts = parts[:last]
	}
	if len(parts) == 0 || len(parts) > 3 || len(parts[0]) != 4 || !isDigits(parts[0]) {
		return "", false
	}
	if len(parts) > 1 && isDigits(parts[1]) && parts[1] > "12" && len(parts[1]) == 2 { // 2020/21 may be two years
		return "", false
	}
	date, season := parts[0], ""
	for _, p := range parts[1:] {
		switch {
		case isDigits(p) && len(p) <= 2 && season == "":
			date += fmt.Sprintf("-%02s", p)
		case seasonNumber(p) > 0 && season == "" && len(date) == 4:
			season = fmt.Sprintf("-%d", seasonNumber(p))
		default:
			return "", false
		}
	}
	_, err := dossier.ParseDate(date + season)
	return date + season, err == nil
}

// wordedDate reads a date with the month or season in English: January 2, 2020; 2 Jan 2020; Spring 2020.
func wordedDate(s string) (string, bool) {
	year, month, day := "", 0, ""
	words := strings.FieldsFunc(s, func(r rune) bool { return r == ',' || unicode.IsSpace(r) })
	if len(words) > 3 {
		return "", false
	}
	for _, w := range words {
		name := max(monthNumber(w), seasonNumber(w))
		number := strings.TrimRight(strings.ToLower(w), "stndrh")
		switch {
		case len(w) == 4 && isDigits(w) && year == "":
			year = w
		case name > 0 && month == 0:
			month = name
		case isDigits(number) && len(number) <= 2 && day == "":
			day = fmt.Sprintf("-%02s", number)
		default:
			return "", false
		}
	}
	if year == "" || month == 0 {
		return "", false
	}
	date := fmt.Sprintf("%s-%02d%s", year, month, day)
	_, err := dossier.ParseDate(date)
	return date, err == nil
}

// monthNumber returns the number of a month by its English name or the first three letters of it, or 0.
func monthNumber(s string) int {
	s = strings.ToLower(strings.TrimSuffix(s, "."))
	if s == "sept" {
		return 9
	}
	for i, name := range monthNames() {
		if s == name || s == name[:3] {
			return i + 1
		}
	}
	return 0
}

// monthNames are the English months.
func monthNames() []string {
	return []string{"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"}
}

// seasonNumber returns the number that EDTF gives to a season, or 0.
func seasonNumber(s string) int {
	switch strings.ToLower(s) {
	case "spring":
		return 21
	case "summer":
		return 22
	case "autumn", "fall":
		return 23
	case "winter":
		return 24
	}
	return 0
}

// joinDate writes year, month and day as they were given, even where there is no such day.
func joinDate(parts []string) string {
	date := ""
	for i, p := range parts {
		n, err := strconv.Atoi(p)
		switch {
		case err != nil:
			return strings.Join(parts, "-")
		case i == 0:
			date = fmt.Sprintf("%04d", n)
		case n == 0:
			return date
		default:
			date += fmt.Sprintf("-%02d", n)
		}
	}
	return date
}

package dossier

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// A Date is a date of the Extended Date/Time Format (EDTF, ISO 8601-2): a year, a month or a day (2014, 2019-07,
// 2021-10-08) or an interval of two of them (2014/2019), and of level 1 a season (2021-21 for spring to 2021-24 for
// winter), an open interval (../2022-01, 2014/..) and a qualifier at the end: 2014~ about, 2014? possibly, 2014% both.
//
// A date that is not a day has many readings, from its Earliest day to its Latest. A qualifier does not widen them: how
// far "about 2014" reaches nobody can say, and a comparison needs some bound. Dates can be compared with ==, which tells
// whether they were written alike. The zero Date is no date.
type Date struct {
	text     string
	from, to moment // alike unless interval
	interval bool
}

// A moment is one end of a Date, or the whole of a Date that is no interval.
type moment struct {
	year      int16
	month     uint8 // 0 when there is none; 21 to 24 for seasons
	day       uint8 // 0 when there is none
	qualifier byte  // '~', '?', '%' or 0
	open      bool  // "..", the end that is not there
}

// firstSeason is the number that EDTF gives to spring; summer, autumn and winter follow.
const firstSeason = 21

// dateForms ends every error of ParseDate.
const dateForms = "write a date as 2021, 2021-10 or 2021-10-08"

// ParseDate reads a date. Its errors say what is wrong and how to write it. An interval that runs backwards is a date: see
// Backwards.
func ParseDate(s string) (Date, error) {
	if s == "" {
		return Date{}, fmt.Errorf("the date is empty; %s", dateForms)
	}
	if strings.Count(s, "/") > 1 {
		return Date{}, fmt.Errorf("%q has more than one slash; write an interval as 2014/2019", s)
	}
	from, to, interval := strings.Cut(s, "/")
	if !interval {
		m, fault := parseMoment(s)
		if fault != "" {
			return Date{}, fmt.Errorf("%q %s", s, fault)
		}
		return Date{text: s, from: m, to: m}, nil
	}
	d := Date{text: s, interval: true}
	var fault string
	if d.from, fault = parseEnd(from); fault == "" {
		d.to, fault = parseEnd(to)
	}
	if fault == "" && d.from.open && d.to.open {
		fault = "is open at both ends; leave out a date that is not known"
	}
	if fault != "" {
		return Date{}, fmt.Errorf("%q %s", s, fault)
	}
	return d, nil
}

// parseEnd reads one end of an interval, or says what is wrong with it.
func parseEnd(s string) (m moment, fault string) {
	switch {
	case s == "..":
		return moment{open: true}, ""
	case s == "":
		return moment{}, "has an end that is empty; write an open interval as 2014/.. or ../2022-01"
	}
	return parseMoment(s)
}

// parseMoment reads a year, month, season or day with its qualifier, or says what is wrong with it.
func parseMoment(s string) (m moment, fault string) {
	if last := len(s) - 1; last >= 0 && strings.IndexByte("~?%", s[last]) >= 0 {
		m.qualifier, s = s[last], s[:last]
	}
	values, parts := numbers(s)
	if parts == 0 {
		return moment{}, cmp.Or(foreignForm(s), "is not a date; "+dateForms)
	}
	m.year, m.month, m.day = int16(values[0]), uint8(values[1]), uint8(values[2])
	return m, m.impossible(parts)
}

// numbers reads a year, a year and month, or a day, and counts them; it counts 0 where there is anything else.
func numbers(s string) (values [3]int, parts int) {
	widths := [3]int{4, 2, 2}
	for i, width := range widths {
		if len(s) < width {
			return values, 0
		}
		for _, c := range []byte(s[:width]) {
			if c < '0' || c > '9' {
				return values, 0
			}
			values[i] = values[i]*10 + int(c-'0')
		}
		if s = s[width:]; s == "" {
			return values, i + 1
		}
		if s[0] != '-' {
			return values, 0
		}
		s = s[1:]
	}
	return values, 0
}

// foreignForm says what is wrong with a date that is written in a way this package does not read, where that can be told.
func foreignForm(s string) string {
	digits := strings.Trim(s, "0123456789-") == ""
	switch {
	case strings.ContainsAny(s, "~?%"):
		return "has a qualifier before its end; write it last, as in 2021-10~"
	case strings.HasPrefix(s, "-") && digits, strings.HasPrefix(s, "Y"):
		return "has a year outside 0000 to 9999; " + dateForms
	case strings.Trim(s, "0123456789-Xx") == "" && !digits:
		return "has unspecified digits; write an interval instead, as in 2010/2019"
	case len(s) > 10 && s[10] == 'T':
		return "has a time of day; " + dateForms
	case s == "..":
		return "has no end; write an open interval as 2014/.. or ../2022-01"
	}
	return ""
}

// impossible says that the calendar has no such month or day; parts counts what was written of year, month and day.
func (m moment) impossible(parts int) string {
	season := m.season() != ""
	switch {
	case parts == 1:
		return ""
	case season && parts == 3:
		return fmt.Sprintf("has a day in a season; write %04d-%02d or give the month", m.year, m.month)
	case season:
		return ""
	case m.month < 1 || m.month > 12:
		return fmt.Sprintf("has no month %02d; %s", m.month, dateForms)
	case parts == 2:
		return ""
	}
	if days := daysIn(int(m.year), int(m.month)); m.day < 1 || int(m.day) > days {
		return fmt.Sprintf("has no day %02d: %s %d has %d days; %s", m.day, time.Month(m.month), m.year, days, dateForms)
	}
	return ""
}

// daysIn counts the days of a month.
func daysIn(year, month int) int {
	switch month {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}

// String gives the date as it was written.
func (d Date) String() string { return d.text }

// MarshalText writes the date as it was written, in JSON too.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.text), nil }

// Equal reports whether two dates were written alike, as == does.
func (d Date) Equal(e Date) bool { return d == e }

// IsZero reports whether there is no date.
func (d Date) IsZero() bool { return d.text == "" }

// IsDay reports whether the date is one calendar day without a qualifier.
func (d Date) IsDay() bool { return !d.interval && d.from.day > 0 && d.from.qualifier == 0 }

// Backwards reports whether the date is an interval that ends before it starts, in every reading.
func (d Date) Backwards() bool {
	return d.interval && d.to.latest() < d.from.earliest()
}

// Earliest is the first day that the date can mean. A season is that of the north and has whole months: spring begins
// with March, summer with June, autumn with September. The winter of 2021 can be the one that ends in February of 2021 or
// the one that begins in December, and is counted from January 2021 to February 2022. The Earliest of an interval with an
// open start is 1 January of the year 0, that of no date is 0, 0, 0.
func (d Date) Earliest() (year, month, day int) {
	return d.first().split()
}

// Latest is the last day that the date can mean; with an open end 31 December 9999.
func (d Date) Latest() (year, month, day int) {
	return d.last().split()
}

// first is the Earliest day, and 0 of no date.
func (d Date) first() dayNumber {
	if d.IsZero() {
		return 0
	}
	return d.from.earliest()
}

// last is the Latest day, and 0 of no date.
func (d Date) last() dayNumber {
	if d.IsZero() {
		return 0
	}
	return d.to.latest()
}

// A dayNumber is a day of the calendar as one number: of two days the later one has the larger.
type dayNumber int32

// numberOf makes one of a year, month and day.
func numberOf(y, m, d int) dayNumber { return dayNumber(y<<9 | m<<5 | d) }

// split gives the year, month and day.
func (d dayNumber) split() (year, month, of int) { return int(d >> 9), int(d >> 5 & 15), int(d & 31) }

// earliest is the first day of a moment.
func (m moment) earliest() dayNumber {
	month, of := 1, 1
	switch {
	case m.open:
		return numberOf(0, 1, 1)
	case m.month > firstSeason+2:
		month = 1
	case m.month >= firstSeason:
		month = 3 * (int(m.month) - firstSeason + 1)
	case m.month > 0:
		month = int(m.month)
	}
	if m.day > 0 {
		of = int(m.day)
	}
	return numberOf(int(m.year), month, of)
}

// latest is the last day of a moment.
func (m moment) latest() dayNumber {
	year, month := int(m.year), 12
	switch {
	case m.open:
		return numberOf(9999, 12, 31)
	case m.day > 0:
		return numberOf(year, int(m.month), int(m.day))
	case m.month > firstSeason+2 && year < 9999:
		year, month = year+1, 2
	case m.month > firstSeason+2:
		month = 12
	case m.month >= firstSeason:
		month = 3*(int(m.month)-firstSeason+1) + 2
	case m.month > 0:
		month = int(m.month)
	}
	return numberOf(year, month, daysIn(year, month))
}

// hasReadings reports whether the date has readings: no date and an interval that runs backwards have none.
func (d Date) hasReadings() bool { return !d.IsZero() && !d.Backwards() }

// Before reports whether every reading of a is before every reading of b. No date is before or after nothing.
func Before(a, b Date) bool {
	return a.hasReadings() && b.hasReadings() && a.to.latest() < b.from.earliest()
}

// Compare orders dates for sorting: by Earliest, then by Latest, then by text; no date comes first.
func Compare(a, b Date) int {
	if a.IsZero() || b.IsZero() {
		return strings.Compare(a.text, b.text)
	}
	if first := cmp.Compare(a.from.earliest(), b.from.earliest()); first != 0 {
		return first
	}
	if last := cmp.Compare(a.to.latest(), b.to.latest()); last != 0 {
		return last
	}
	return strings.Compare(a.text, b.text)
}

// DateParts are one end of a Date, or the whole of a Date that is no interval. What is not given is 0.
type DateParts struct {
	Year, Month, Day int
	Season           int  // 1 for spring to 4 for winter, in place of the month
	Uncertain        bool // it has a qualifier
	Open             bool // the end that is not there; nothing else is given then
}

// Parts returns both ends of a date; those of a date that is no interval are alike.
func (d Date) Parts() (from, to DateParts) { return d.from.parts(), d.to.parts() }

// IsInterval reports whether the date is written as an interval.
func (d Date) IsInterval() bool { return d.interval }

func (m moment) parts() DateParts {
	p := DateParts{Year: int(m.year), Month: int(m.month), Day: int(m.day), Uncertain: m.qualifier != 0, Open: m.open}
	if m.month >= firstSeason {
		p.Month, p.Season = 0, int(m.month)-firstSeason+1
	}
	return p
}

// Year is the year of the Earliest reading, or of the Latest where the start is open.
func (d Date) Year() int {
	if d.from.open {
		return int(d.to.year)
	}
	return int(d.from.year)
}

// HasYear reports whether the date is in a year, or begins in one and ends: false of no date and of one with an open end.
func (d Date) HasYear() bool { return !d.IsZero() && !d.from.open && !d.to.open }

// wordsRoom is room for the words of most dates.
const wordsRoom = 64

// Words writes the date for readers: "8 October 2021", "October 2021", "spring 2021", "about 2014" for 2014~, "possibly
// 2014" for 2014?, "possibly about 2014" for 2014%. An interval is a time that lasts: "2014 to 2019", "since 2014",
// "until January 2022".
func (d Date) Words() string {
	var room [wordsRoom]byte
	return string(d.appendWords(room[:0]))
}

// appendWords appends what Words returns.
func (d *Date) appendWords(out []byte) []byte {
	switch {
	case d.IsZero():
		return out
	case !d.interval:
		return d.from.appendWords(out)
	case d.from.open:
		return d.to.appendWords(append(out, "until "...))
	case d.to.open:
		return d.from.appendWords(append(out, "since "...))
	}
	return d.to.appendWords(append(d.from.appendWords(out), " to "...))
}

// Point writes the date of something that happened once, as in "since …" or "ended …": an interval is then the time in
// which it happened, "between 2014 and 2019", "2014 or later", "January 2022 or earlier".
func (d Date) Point() string {
	var room [wordsRoom]byte
	return string(d.AppendPoint(room[:0]))
}

// AppendPoint appends what Point returns.
func (d Date) AppendPoint(out []byte) []byte {
	switch {
	case d.IsZero():
		return out
	case !d.interval:
		return d.from.appendWords(out)
	case d.from.open:
		return append(d.to.appendWords(out), " or earlier"...)
	case d.to.open:
		return append(d.from.appendWords(out), " or later"...)
	}
	out = append(d.from.appendWords(append(out, "between "...)), " and "...)
	return d.to.appendWords(out)
}

// AppendHeld appends in words when something held that began at one date and ended at another, either of which may be
// none: "since 2014", "2014 to 2021", "until 2021".
func AppendHeld(out []byte, since, until Date) []byte {
	switch {
	case since.IsZero() && until.IsZero():
		return out
	case until.IsZero():
		if !since.interval {
			out = append(out, "since "...)
		}
		return since.appendWords(out)
	case since.IsZero():
		if !until.interval || !until.from.open {
			out = append(out, "until "...)
		}
		return until.appendWords(out)
	}
	return until.appendWords(append(since.appendWords(out), " to "...))
}

// appendWords appends a moment for readers.
func (m moment) appendWords(out []byte) []byte {
	switch m.qualifier {
	case '~':
		out = append(out, "about "...)
	case '?':
		out = append(out, "possibly "...)
	case '%':
		out = append(out, "possibly about "...)
	}
	if m.day > 0 {
		out = append(strconv.AppendInt(out, int64(m.day), 10), ' ')
	}
	if season := m.season(); season != "" {
		out = append(append(out, season...), ' ')
	} else if m.month > 0 {
		out = append(append(out, time.Month(m.month).String()...), ' ')
	}
	return strconv.AppendInt(out, int64(m.year), 10)
}

// season names the season that stands in place of the month, or gives "".
func (m moment) season() string {
	switch m.month {
	case firstSeason:
		return "spring"
	case firstSeason + 1:
		return "summer"
	case firstSeason + 2:
		return "autumn"
	case firstSeason + 3:
		return "winter"
	}
	return ""
}

package render

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"dossier/generator/dossier"
)

// foldAt is how many lines a list has before it is folded by letter or split into pages.
const foldAt = 500

func (w *worker) entryPage(e *dossier.Entry) any {
	path := e.Path()
	p := &EntryPage{Base: w.base("entry", path, e.Title, w.plain(e.Summary)), KindID: e.Kind.ID, One: e.Kind.One, Many: e.Kind.Many}
	p.Modified = e.LastChange().String()
	if e.Kind.Feed {
		p.Feeds = []Feed{atomFeed("Changes around "+e.Title, path, e.FeedPath())}
	}
	p.KindIndex = link(e.Kind.Many, path, e.Kind.Path())
	p.AKA, p.Status, p.State = e.AKA, e.Status, statusWords(e.Status, e.Since, e.Until)
	p.Published, p.Updated = e.Published.Words(), e.Updated.Words()
	for _, code := range e.Places {
		if place := w.dossier.Site.Place(code); place != nil {
			p.Places = append(p.Places, link(place.Name, path, place.Path()))
		}
	}
	s := w.sheet(path, e.ID, e.Citations)
	p.Summary = s.fill(e.Summary, e.Claims)
	p.Body = s.fill(e.Body, e.Claims)
	p.Access = w.accessSummary(e)
	p.Flow = w.flowPicture(e)
	p.Relations = s.relations(e)
	p.Events, p.Timeline = s.events(e), w.ownTimeline(e)
	p.Figures, p.Contested = s.figures(e)
	p.Money = moneyCharts(e, p.Figures)
	p.Named = s.named(e)
	for _, c := range e.Corrections {
		p.Corrections = append(p.Corrections, CorrectionLine{Date: c.Date.Words(), Machine: c.Date.String(), Text: c.Text})
	}
	p.References = s.references()
	p.Tally = w.tally(e)
	p.Contents = entryContents(e, p)
	return p
}

// statusWords says in words what an entry's status and dates are: "Current, since 2014".
func statusWords(status string, since, until dossier.Date) string {
	words := dates(since, until)
	if status == "unknown" {
		status = "present state unknown"
	}
	if status == "" {
		return capital(words)
	}
	if words == "" {
		return capital(status)
	}
	if strings.HasPrefix(words, "since") || strings.HasPrefix(words, "until") {
		return capital(status) + ", " + words
	}
	return capital(status) + " (" + words + ")"
}

// dates says in words when something held: "since 2014", "2014 to 2021", "until 2021".
func dates(since, until dossier.Date) string {
	switch {
	case since.IsZero() && until.IsZero():
		return ""
	case until.IsZero():
		words := since.Words()
		if strings.Contains(words, " to ") || strings.HasPrefix(words, "since ") || strings.HasPrefix(words, "until ") {
			return words
		}
		return "since " + words
	case since.IsZero():
		words := until.Words()
		if strings.HasPrefix(words, "until ") {
			return words
		}
		return "until " + words
	}
	return since.Words() + " to " + until.Words()
}

func capital(s string) string {
	for i, c := range s {
		return string(unicode.ToUpper(c)) + s[i+len(string(c)):]
	}
	return s
}

func (w *worker) tally(e *dossier.Entry) Tally {
	t := Tally{Claims: len(e.Claims)}
	for i := range e.Citations {
		if e.Citations[i].Passage != "" {
			t.Passages++
		}
		if w.state(e.ID, &e.Citations[i]).Found {
			t.Found++
		}
	}
	cited := make([]dossier.Cited, 0, 2*len(e.Claims))
	for i := range e.Claims {
		cited = w.dossier.AppendCited(cited, e.Citations, e.Claims[i].Cites())
	}
	weight := dossier.Weigh(cited)
	t.Sources, t.Origins = len(weight.Sources), len(weight.Origins)
	return t
}

// entryContents lists the headings of the body and the sections that the page adds.
func entryContents(e *dossier.Entry, p *EntryPage) []Heading {
	var out []Heading
	if e.Body != nil {
		for _, h := range e.Body.Headings {
			if h.Level <= 3 {
				out = append(out, Heading{Link{h.Text, "#" + h.ID}, h.Level})
			}
		}
	}
	add := func(there bool, text, id string) {
		if there {
			out = append(out, Heading{Link{text, "#" + id}, 2})
		}
	}
	add(p.Access != nil && p.Access.Reached, "Data within reach", "_access")
	add(p.Access != nil && !p.Access.Reached, "Who can reach it", "_access")
	add(p.Flow != nil, "How the data flows", "_flow")
	add(len(p.Relations) > 0, "Relations", "_relations")
	add(len(p.Events) > 0 || p.Timeline.Href != "", "Timeline", "_timeline")
	add(len(p.Figures) > 0, "Figures", "_figures")
	add(p.Named.Count > 0, "Named elsewhere", "_named")
	add(len(p.Corrections) > 0, "Corrections", "_corrections")
	add(len(p.References) > 0, "References", "_references")
	return out
}

// relations are the entry's ties, grouped by their label as read from here.
func (s *sheet) relations(e *dossier.Entry) []RelationGroup {
	var groups []RelationGroup
	lines := make([]RelationLine, len(e.Ties)) // of all groups, one after the other
	from := 0
	for i := range e.Ties {
		t := &e.Ties[i]
		lines[i] = s.relationLine(e, t)
		if last := len(groups) - 1; last < 0 || groups[last].Label != t.Label() {
			id := t.Type.Name
			if t.Inverse {
				id = t.Type.Inverse
			}
			groups = append(groups, RelationGroup{ID: "_" + id, Label: t.Label()})
			from = i
		}
		g := &groups[len(groups)-1]
		g.Lines, g.Count = lines[from:i+1], i+1-from
	}
	if len(e.Ties) > foldAt {
		for i := range groups {
			foldRelations(&groups[i])
		}
	}
	return groups
}

// foldRelations folds a group by the first letters of its titles.
func foldRelations(g *RelationGroup) {
	byLetter := map[string]*RelationFold{}
	var order []string
	for _, line := range g.Lines {
		letter := firstLetter(line.Other.Text)
		f := byLetter[letter]
		if f == nil {
			f = &RelationFold{Letter: letter}
			byLetter[letter] = f
			order = append(order, letter)
		}
		f.Lines = append(f.Lines, line)
	}
	slices.Sort(order)
	for _, letter := range order {
		g.Folds = append(g.Folds, *byLetter[letter])
	}
	g.Lines = nil
}

// firstLetter is the letter under which a title is folded.
func firstLetter(title string) string {
	for _, c := range title {
		if unicode.IsLetter(c) {
			return string(unicode.ToUpper(c))
		}
		if unicode.IsDigit(c) {
			return "0–9"
		}
	}
	return "#"
}

// relationAnchor and eventAnchor are the anchors of the relations and events that are written in an entry.
func relationAnchor(index int) string { return "_relation" + strconv.Itoa(index+1) }

func eventAnchor(index int) string { return "_event" + strconv.Itoa(index+1) }

func (s *sheet) relationLine(e *dossier.Entry, t *dossier.Tie) RelationLine {
	r := t.Relation
	line := RelationLine{Other: Link{t.Other.Title, t.Other.LinkFrom(s.path)}, KindID: t.Other.Kind.ID, One: t.Other.Kind.One,
		Dates: dates(r.Since, r.Until), Status: r.Status, Ended: r.Status == "ended", Note: r.Note}
	anchor := relationAnchor(t.Index)
	if t.Home == e {
		line.ID = anchor
		line.Marks, line.Count = s.evidence(r.Cite, anchor)
		return line
	}
	line.Home = t.Home.LinkFrom(s.path) + "#" + anchor
	line.Count, line.Sources = s.foreign(s.path, t.Home, r.Cite)
	return line
}

// foreign is the evidence, on the page at path, of something that is written in an entry elsewhere: short names that lead
// to the sources.
func (w *worker) foreign(path string, home *dossier.Entry, cites []dossier.Cite) (count string, sources []Link) {
	w.cited = w.dossier.AppendCited(w.cited[:0], home.Citations, cites)
	weight := dossier.Weigh(w.cited)
	sources = make([]Link, 0, len(weight.Sources))
	for _, source := range weight.Sources {
		sources = append(sources, Link{w.anchors[source], source.LinkFrom(path)})
	}
	return weight.String(), sources
}

// named lists the claims of other entries that link here.
func (s *sheet) named(e *dossier.Entry) NamedList {
	var list NamedList
	for _, n := range e.Named {
		if last := len(list.Lines) - 1; last < 0 || list.Lines[last].Entry.Href != n.By.LinkFrom(s.path) {
			list.Lines = append(list.Lines, NamedLine{Entry: Link{n.By.Title, n.By.LinkFrom(s.path)}, KindID: n.By.Kind.ID, One: n.By.Kind.One})
		}
		line := &list.Lines[len(list.Lines)-1]
		if n.Claim != nil {
			line.Uses = append(line.Uses, UseLine{What: "claim", Text: Link{excerpt(s.dossier.ClaimText(n.Claim)), line.Entry.Href + "#" + n.Claim.Anchor()}})
		}
	}
	fold(&list)
	return list
}

// excerptLength is about how many characters of a claim are shown in a list; the link leads to all of it.
const excerptLength = 200

// excerpt is the beginning of a claim on one line, cut between words.
func excerpt(text string) string {
	text = strings.ReplaceAll(text, "\n", " ")
	if len(text) <= excerptLength {
		return text
	}
	if cut := strings.LastIndexByte(text[:excerptLength], ' '); cut > 0 {
		return strings.TrimRight(text[:cut], " ,;:") + " …"
	}
	return text
}

// fold folds a long list by the first letters of its titles, which are in order.
func fold(list *NamedList) {
	list.Count = len(list.Lines)
	if list.Count <= foldAt {
		return
	}
	byLetter := map[string]int{}
	for _, line := range list.Lines {
		letter := firstLetter(line.Entry.Text)
		i, ok := byLetter[letter]
		if !ok {
			i = len(list.Folds)
			byLetter[letter] = i
			list.Folds = append(list.Folds, NamedFold{Letter: letter})
		}
		list.Folds[i].Lines = append(list.Folds[i].Lines, line)
	}
	list.Lines = nil
}

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

func (w *worker) entryPage(e *dossier.Entry, tally Tally) any {
	path := e.Path()
	p := &w.memory.entry
	*p = EntryPage{Base: w.base("entry", path, e.Title, w.plain(e.Summary)), KindID: e.Kind.ID, One: e.Kind.One, Many: e.Kind.Many}
	p.Modified = e.LastChange().String()
	if e.Kind.Feed {
		p.Feeds = []Feed{atomFeed("Changes around "+e.Title, path, e.FeedPath())}
	}
	p.KindIndex = link(e.Kind.Many, path, e.Kind.Path())
	p.AKA, p.Status, p.State = e.AKA, e.Status, statusWords(e.Status, e.Since, e.Until)
	p.Published, p.Updated = e.Published.Words(), e.Updated.Words()
	p.Places = w.memory.links.take(len(e.Places))[:0]
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
	p.Meta, p.Linked = w.citeEntry(e, p.Canonical), s.linkedEntry(e, p)
	p.Tally = tally
	p.Contents = s.contents(e, p)
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
	var room [shortText]byte
	return string(dossier.AppendHeld(room[:0], since, until))
}

func capital(s string) string {
	for i, c := range s {
		return string(unicode.ToUpper(c)) + s[i+len(string(c)):]
	}
	return s
}

// headings lists the headings of a text that contents have, with room for more.
func (w *worker) headings(t *dossier.Text, more int) []Heading {
	if t == nil {
		return w.memory.headings.take(more)[:0]
	}
	out := w.memory.headings.take(len(t.Headings) + more)[:0]
	for i := range t.Headings {
		if h := &t.Headings[i]; h.Level <= 3 {
			out = append(out, Heading{Link{h.Text, w.memory.text.Join("#", h.ID)}, h.Level})
		}
	}
	return out
}

// mostSections is how many sections a page of an entry can add to its body.
const mostSections = 9

// contents lists the headings of the body and the sections that the page adds.
func (s *sheet) contents(e *dossier.Entry, p *EntryPage) []Heading {
	out := s.headings(e.Body, mostSections)
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
	groups := s.memory.groups.take(len(e.Ties))[:0]
	lines := s.memory.relations.take(len(e.Ties)) // of all groups, one after the other
	from := 0
	for i := range e.Ties {
		t := &e.Ties[i]
		s.relationLine(&lines[i], e, t)
		if last := len(groups) - 1; last < 0 || groups[last].Label != t.Label() {
			id := t.Type.Name
			if t.Inverse {
				id = t.Type.Inverse
			}
			groups = append(groups, RelationGroup{ID: s.memory.text.Join("_", id), Label: t.Label()})
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
func relationAnchor(index int) string { return dossier.RelationAnchor + strconv.Itoa(index+1) }

func eventAnchor(index int) string { return dossier.EventAnchor + strconv.Itoa(index+1) }

func (s *sheet) relationLine(line *RelationLine, e *dossier.Entry, t *dossier.Tie) {
	r := t.Relation
	*line = RelationLine{Other: Link{t.Other.Title, t.Other.LinkFrom(s.path)}, KindID: t.Other.Kind.ID, One: t.Other.Kind.One,
		Dates: s.held(r.Since, r.Until), Status: r.Status, Ended: r.Status == "ended", Note: r.Note}
	href := s.anchors.relation.href(t.Index + 1)
	if t.Home == e {
		line.ID = href[1:]
		line.Marks, line.Count = s.evidence(r.Cite, line.ID)
		return
	}
	line.Home = s.memory.text.Join(t.Home.LinkFrom(s.path), href)
	line.Count, line.Sources = s.foreign(s.path, t.Home, r.Cite)
}

// foreign is the evidence, on the page at path, of something that is written in an entry elsewhere: short names that lead
// to the sources.
func (w *worker) foreign(path string, home *dossier.Entry, cites []dossier.Cite) (count string, sources []Link) {
	w.looked = w.dossier.AppendCited(w.looked[:0], home.Citations, cites)
	count = w.evidenceWords(w.looked)
	sources = w.memory.links.take(len(w.weight.Sources))
	for i, source := range w.weight.Sources {
		sources[i] = Link{w.about(source).name, source.LinkFrom(path)}
	}
	return count, sources
}

// named lists the claims of other entries that link here.
func (s *sheet) named(e *dossier.Entry) NamedList {
	list := NamedList{Lines: s.memory.named.take(len(e.Named))[:0]}
	uses := s.memory.uses.take(len(e.Named))[:0] // of all lines, one after the other
	from := 0
	for i, n := range e.Named {
		if i == 0 || e.Named[i-1].By != n.By {
			list.Lines = append(list.Lines, NamedLine{Entry: Link{n.By.Title, n.By.LinkFrom(s.path)}, KindID: n.By.Kind.ID, One: n.By.Kind.One})
			from = len(uses)
		}
		if n.Claim != nil {
			line := &list.Lines[len(list.Lines)-1]
			uses = append(uses, UseLine{What: "claim", Text: s.claimLink(n.Claim, line.Entry.Href)})
			line.Uses = uses[from:]
		}
	}
	fold(&list)
	return list
}

// claimLink is the beginning of a claim, leading to all of it on the page that href leads to.
func (w *worker) claimLink(c *dossier.Claim, href string) Link {
	text, more := beginning(w.dossier.ClaimText(c))
	if more != "" {
		text = w.memory.text.Join(text, more)
	}
	return Link{text, w.memory.text.Join(href, "#", dossier.ClaimAnchor, c.ID)}
}

// excerptLength is about how many characters of a claim are shown in a list; the link leads to all of it.
const excerptLength = 200

// excerpt is the beginning of a claim on one line, cut between words.
func excerpt(text string) string {
	text, more := beginning(text)
	return text + more
}

// beginning is the beginning of a claim on one line, and an ellipsis where there is more of it.
func beginning(text string) (begin, more string) {
	text = strings.ReplaceAll(text, "\n", " ")
	if len(text) <= excerptLength {
		return text, ""
	}
	if cut := strings.LastIndexByte(text[:excerptLength], ' '); cut > 0 {
		return strings.TrimRight(text[:cut], " ,;:"), " …"
	}
	return text, ""
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

package export

import "slices"

// jsonFields are the fields of dossier.json, as datapackage.json describes them. A point stands before the field of an
// object, [] behind the name of a list.
func jsonFields() []column {
	return slices.Concat([]column{
		{"title", "string", "the name of the dossier"},
		{"description", "string", "what it is about"},
		{"base_url", "string", "the address of the site, which every permalink begins with"},
		{"language", "string", "the code of its language"},
		{"contact", "string", "where to send corrections"},
		{"license", "string", "the SPDX name of the license"}},
		siteFields(), entryFields("entries[]."),
		within("entries[].claims[].",
			column{"id", "string", "the claim's id, unique in its entry"},
			column{"text", "string", "its words, without marks"}),
		within("entries[].relations[].",
			column{"type", "string", "the name of the relation"},
			column{"label", "string", "the relation in words"},
			column{"from", "string", "the id of the entry that it leads from"},
			column{"to", "string", "the id of the entry that it leads to"},
			column{"since", "string", "since when it holds, " + asEDTF},
			column{"until", "string", "until when, " + asEDTF},
			column{"status", "string", "current, ended, planned, disputed or unknown"},
			column{"note", "string", "what a reader must know"}),
		within("entries[].events[].",
			column{"date", "string", "when it happened, " + asEDTF},
			column{"title", "string", "what happened"},
			column{"note", "string", "a remark"}),
		within("entries[].figures[].",
			column{"id", "string", "the figure's id, unique in its entry"},
			column{"measure", "string", "the same for figures that measure the same thing"},
			column{"label", "string", "what is counted"},
			column{"value", "number", "the number, with the digits that the source gives"},
			column{"unit", "string", "USD, %, people, ..."},
			column{"qualifier", "string", "exactly, about, at-least, more-than or up-to"},
			column{"date", "string", "for when it holds, " + asEDTF},
			column{"until", "string", "the end of the time that it is for, " + asEDTF},
			column{"contested", "boolean", "whether another figure of the measure differs at a date that can be the same"},
			column{"note", "string", "a remark"}))
}

// verification says what is known of a passage.
const verification = "whether a machine found the passage in a kept copy: found, not-found or unchecked; left out where no passage is named"

// siteFields are those of what site.yaml lists.
func siteFields() []column {
	return []column{
		{"kinds[].id", "string", "the kind's id, which is the folder of its pages"},
		{"kinds[].one", "string", "what one of its entries is called"},
		{"kinds[].many", "string", "what many are called"},
		{"kinds[].about", "string", "what its entries are"},
		{"relation_types[].name", "string", "the name of the relation"},
		{"relation_types[].label", "string", "the same in words"},
		{"relation_types[].inverse", "string", "its name as read from the other end"},
		{"relation_types[].inverse_label", "string", "the same in words"},
		{"relation_types[].from[]", "string", "the kinds of entry that it leads from; any if left out"},
		{"relation_types[].to[]", "string", "the kinds that it leads to"},
		{"relation_types[].flow", "string", "forward where data moves from one end to the other, back where it moves the other way"},
		{"places[].code", "string", "an ISO 3166 code"},
		{"places[].name", "string", "the name of the place"},
	}
}

// entryFields are those of an entry itself.
func entryFields(before string) []column {
	fields := []column{
		{"id", "string", "the entry's id, unique among all entries"},
		{"kind", "string", "the id of its kind"},
		{"permalink", "string", "the address of its page"},
		{"title", "string", "the name of the thing"},
		{"summary", "string", "one or two sentences in plain words"},
		{"aka[]", "string", "other names"},
		{"status", "string", "current, ended, planned, disputed or unknown"},
		{"since", "string", "since when it exists or holds, " + asEDTF},
		{"until", "string", "until when, " + asEDTF},
		{"places[]", "string", "ISO 3166 codes"},
		{"published", "date", "when the entry first appeared"},
		{"updated", "date", "when its statements last changed"},
		{"citations[].id", "string", "the id of a citation, unique in its entry"},
		{"citations[].source", "string", "the id of the source"},
		{"citations[].passage", "string", "the first words … last words of the passage, as printed"},
		{"citations[].locator", "string", "where in the source"},
		{"citations[].reporting", "string", "the id of the source that found it first, where this one only relays it"},
		{"citations[].note", "string", "a remark"},
		{"citations[].verification", "string", verification},
		{"relations_elsewhere[]", "string", "for each relation of the entry that is written in another, the id of that one"},
		{"corrections[].date", "date", "when a mistake was mended"},
		{"corrections[].text", "string", "what was wrong"},
		{"source_count", "integer", "how many sources the entry rests on"},
		{"origin_count", "integer", "how many independent origins these go back to"},
	}
	for i := range fields {
		fields[i].name = before + fields[i].name
	}
	return fields
}

// within are the fields of a statement, with those that say what it rests on.
func within(before string, own ...column) []column {
	fields := append(own,
		column{"permalink", "string", "the address of the statement"},
		column{"citations[].id", "string", "the id of one of the entry's citations, or of a source that is cited as a whole"},
		column{"citations[].source", "string", "the id of the source"},
		column{"citations[].locator", "string", "where in the source, in addition to what the citation says"},
		column{"citations[].verification", "string", verification},
		column{"source_count", "integer", "how many sources are cited"},
		column{"origin_count", "integer", "how many independent origins these go back to"},
		column{"origin_ids[]", "string", "the ids of these"})
	for i := range fields {
		fields[i].name = before + fields[i].name
	}
	return fields
}

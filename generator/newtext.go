package main

// How a new file begins. A line of notes has two hash signs, a field that is not needed yet one: taken off a whole block,
// the fields work and the notes are still notes.

const howTo = `## Fill in what is here, delete what you do not need, and see whether all is well with
##     go run ./generator check {{.File}}
## Lines that begin with ## are notes. Lines that begin with # are more fields, with examples: take off the #.
## content/README.md explains them all.
`

const citationStart = `# citations:
#   - id: my-passage  # your name for it; in an entry it names the claim that it leads, so keep it
#     source: {{.Source}}  # the file of that name in sources
#     passage: first words … last words  # exactly as printed, with one ellipsis at most
#     locator: p. 3  # where in the source
#     reporting: {{.Other}}  # the source that found it first, where this one only relays it
#     note: A remark for readers
`

const entryStart = `---
` + howTo + `
title: {{.Title}}
summary: …              # one or two sentences on what it is; each ends in a mark such as [@my-passage]
published: {{.Today}}   # the day on which it first appears
draft: true             # keeps it out of the published site: delete the line when the entry is ready

## The passages that it rests on. The text cites them as [@my-passage], and a whole source by its id as [@{{.Source}}].
` + citationStart + `
## The thing itself. Dates are as exact as the source: 2014, 2019-07, 2021-10-08, 2014~ for about, 2014? for possibly.
# aka: [Another name, AN]
# status: ended         # current, ended, planned, disputed or unknown
# since: 2014~          # since when it exists or holds
# until: 2019-07        # until when
{{with .Places}}
## Where it is. site.yaml names the places:
{{notes .}}
# places: [{{index . 0}}]
{{end}}
## Its ties to other entries. Each is written at one of its ends, and both show it.
{{with .Relations}}## Those that site.yaml lets {{$.Kind}} have:
{{notes .}}
{{end}}# relations:
#   - type: {{.Type}}
#     to: {{.To}}
#     cite: [{{.Source}}]  # ids of citations or sources
#     since: 2014
#     until: 2019
#     status: ended         # as above
#     note: What a reader must know of it

## Its timeline. A locator in cite needs quotes.
# events:
#   - date: 2019-05
#     title: What happened, in a few words
#     cite: ["{{.Source}}, p. 3"]
#     note: A remark

## Its numbers. Figures of the same measure, in whatever entry, are compared, and shown as contested where they differ.
# figures:
#   - id: my-figure
#     label: What is counted
#     value: 41000000       # digits alone, with a point if need be
#     unit: USD
#     date: 2014            # for when it holds
#     until: 2015           # the end of the time that it is for
#     qualifier: about      # exactly, about, at-least, more-than or up-to
#     measure: {{.ID}}-value
#     cite: [{{.Source}}]
#     note: A remark

## For later: when its statements last changed, old addresses of its page, and what was wrong in it.
# updated: {{.Today}}
# redirects: [old/{{.Kind}}/{{.ID}}.html]
# corrections:
#   - date: {{.Today}}
#     text: What was wrong

## Below the three hyphens stands the text, in Markdown. Every paragraph, list item and table row ends in a mark.
## [[{{.To}}]] links to an entry. A block that begins with > [!NOTE] is the editors' own and needs no mark.
---
`

const sourceStart = `---
` + howTo + `
type: webpage           # article-newspaper, article-magazine, post-weblog, webpage, report, legislation, legal_case, dataset, ...
title: {{.Title}}  # as printed; a description of your own in square brackets, and those in quotes: "[Letter to the agency]"
tier: secondary         # primary: a document or official record; secondary: own reporting; tertiary: a rewrite or repost
publisher: …            # who published it; a reader finds it by this, or by container-title, URL, DOI, number or archived
draft: true             # keeps it out of the published site: delete the line when it is ready

## Who wrote it: people, or a body. Editors, translators and others are written in the same way.
# author:
#   - {family: Doe, given: Jane}
#   - {literal: Office of Records}

## Where and when it appeared, and when you read it. If you have not seen an address, give none.
# container-title: The newspaper, site or book that it is in
# issued: 2022-03-31
# accessed: {{.Today}}
# URL: https://example.org/article
# DOI: 10.1000/182
# language: en-US

## What else helps to find it.
# genre: Letter
# number: 12-345        # of a report, bill or patent
# volume: 12            # of a journal
# issue: 3
# page: 12-15
# publisher-place: Washington

## A public copy.
# archived: {url: https://web.archive.org/web/20220401000000/https://example.org/article, date: 2022-04-01}

## The sources that it relays: ten articles that repeat one report are one origin.
# based-on: [{{.Source}}]

## Below the three hyphens stands what readers should know of it: its errors, what it left out, whose side it is on.
---
`

const pageStart = `---
` + howTo + `
title: {{.Title}}  # shown in the menu
draft: true             # keeps it out of the published site: delete the line when the page is ready

## A sentence or two, shown under the title.
# summary: What this page says

## When it first appeared, and when it last changed.
# published: {{.Today}}
# updated: {{.Today}}

## Old addresses of the page.
# redirects: [old/{{.ID}}.html]

## The passages that it cites, if it cites any, as [@my-passage].
` + citationStart + `
## Below the three hyphens stands the text, in Markdown. It is the editors' own and needs no marks.
---
`

// Package evidence keeps copies of sources and looks passages up in them: addresses and local files come in, a folder of
// WARC files and texts (the locker) and the facts of a dossier.Lock go out.
//
// Its rules:
//   - Only this package has an HTTP client, and only the archiving half of it uses the network.
//   - Copies add up. Nothing that is kept is ever changed or overwritten.
//   - The text of a copy is what a reader sees of it: no script, style, comment, template or title. Text comes as lines; no
//     block of a page shares a line with another.
//   - A passage is found by its words. A word is a run of letters and digits with their marks, under NFKC and case
//     folding; quotes, dashes, punctuation and white space never matter, and a word that a line end breaks with a hyphen
//     is whole. Words match whole words.
//   - The parts of a passage around its ellipsis follow each other within 300 words.
//   - What was not looked up is unchecked, never found.
package evidence

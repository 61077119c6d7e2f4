package evidence

// A Text is the text of a copy: its pages (one for HTML and plain text, one a page for PDF).
type Text struct{ Pages []string }

// A NoTextError says that a copy's media type is none whose text can be read.
type NoTextError struct{ Media string }

func (e *NoTextError) Error() string { return "no text can be read from " + e.Media }

// Extract returns the text of a payload.
func Extract(media string, payload []byte) (Text, error) {
	return Text{Pages: []string{string(payload)}}, nil
}

package export

// robots is robots.txt: everything may be read.
func robots() []byte { return []byte("User-agent: *\nAllow: /\n") }

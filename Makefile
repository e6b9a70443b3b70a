# Every target makes .venv on first use and reuses it; the stamp is renewed when pyproject.toml changes.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
TOOLS := $(VENV)/.tools

.PHONY: help demo test check lint style types contracts format clean

help:
	@echo 'make demo    check the example certificates, digital and scanned, against the example standards'
	@echo 'make test    run the tests'
	@echo 'make check   format, lint, types, import contracts and tests: what CI runs'
	@echo 'make format  rewrite the code in the one format'
	@echo 'make clean   remove .venv and every cache'

# Exit codes 3 to 5 are decisions, not failures: some of the samples are meant to be rejected or looked at.
demo: $(STAMP)
	@$(BIN)/lotgate check examples/certificates examples/scans --standard examples/standards --date 2025-06-01 \
		|| { code=$$?; test $$code -ge 3 -a $$code -le 5; }

test: $(STAMP) $(TOOLS)
	@$(BIN)/python -m pytest

check: lint test

lint: style types contracts

style: $(STAMP)
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .

types: $(STAMP)
	@$(BIN)/mypy

contracts: $(STAMP)
	@$(BIN)/lint-imports --no-logo

format: $(STAMP)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(TOOLS): tests/install-tools.sh | $(STAMP)
	@tests/install-tools.sh
	@touch $@

$(STAMP): pyproject.toml
	@test -n '$(PYTHON)' || { echo 'lotgate needs Python 3.11 or newer; install it, or name it: make PYTHON=/path/to/python3'; exit 1; }
	@test -x $(BIN)/python || { echo 'Making $(VENV) (once, about a minute) ...'; $(PYTHON) -m venv $(VENV); }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

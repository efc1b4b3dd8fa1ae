# Everything a newcomer needs. `make demo` and `make test` set up .venv by themselves: Python 3.11 and make suffice.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DOSSIER ?= demo/demo.db
JOBS ?= 2
CORPUS ?=

.PHONY: demo test serve lint types imports lexicon cases bench clean

$(VENV)/.installed: pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("rawi needs Python 3.11 or newer: make PYTHON=/path/to/python3.11" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	touch $@

demo: $(VENV)/.installed  ## build the demo dossier, print its chronicle, write its page
	mkdir -p demo
	rm -f demo/demo.db demo/demo.db-wal demo/demo.db-shm
	$(BIN)/rawi build demo/demo.db examples/demo
	$(BIN)/rawi show demo/demo.db events
	$(BIN)/rawi report demo/demo.db -o demo/page

serve: $(VENV)/.installed  ## open a dossier in the browser (DOSSIER=file.db)
	$(BIN)/rawi serve $(DOSSIER)

lint: $(VENV)/.installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.installed
	$(BIN)/mypy

imports: $(VENV)/.installed
	$(BIN)/lint-imports

lexicon: $(VENV)/.installed
	$(BIN)/rawi lexicon check

test: lint types imports lexicon  ## all guards, then the tests
	$(BIN)/python -m pytest -n $(JOBS) --doctest-modules src tests

cases: $(VENV)/.installed  ## only the cases that anybody can write
	$(BIN)/python -m pytest tests/test_cases.py

bench: $(VENV)/.installed  ## measure speed, scale and memory (CORPUS=articles.jsonl.gz); see docs/performance.md
	$(BIN)/python -m benchmarks $(CORPUS)

clean:
	rm -rf $(VENV) demo .mypy_cache .ruff_cache .pytest_cache .hypothesis

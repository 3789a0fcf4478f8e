# Röda tråden. "make help" explains the verbs.
PY ?= python3
SOURCES ?= ingest/examples/documents
PORT ?= 8000
UI_PORT ?= 8501
DATA ?= data/demo
BENCH ?= data/bench
SIZE ?= 1000 10000
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
PYTEST := $(BIN)/python -m pytest

.DEFAULT_GOAL := help
unexport PYTHONDONTWRITEBYTECODE  # else each run compiles every module and every test anew
ENGLISH := README.md CONTRIBUTING.md CHANGELOG.md docs/api.md docs/architecture.md docs/decisions.md docs/system-card.md docs/scaling.md docs/mallar
.PHONY: help install demo test lint fast slow bench docs audit lock

help:  ## say what there is to make
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/make \1\t\2/' | expand -t 16

install: $(STAMP)  ## make the environment in .venv (again only when pyproject.toml or constraints.txt has changed)

$(STAMP): pyproject.toml constraints.txt
	test -x $(BIN)/python || $(PY) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[dev]'
	touch $@

demo: install  ## build from SOURCES (our examples by default), start the API and the page; Ctrl-C stops both
	$(BIN)/rodatraden build "$(SOURCES)" --data-dir $(DATA) || [ $$? -eq 1 ]
	$(BIN)/rodatraden serve --data-dir $(DATA) --port $(PORT) --ui-port $(UI_PORT) --examples

test: install lint  ## install, then lint, types, import rules and every test but the slow ones
	$(PYTEST)

lint: install  ## style, types, import rules, dead code, the spelling of the English papers
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/mypy docs/make.py
	$(BIN)/lint-imports
	$(BIN)/vulture
	$(BIN)/codespell $(ENGLISH)

fast: install  ## the tests of the inner loop: seconds, with a stub for the model
	$(PYTEST) -n auto --dist loadscope --ignore tests/slow --ignore tests/whole -m 'not model and not slow and not whole'

slow: install  ## browser, kill and hostile-query tests
	$(PYTEST) -m slow

bench: install  ## what things take, on a machine that does nothing else; a table for SIZE passages, made in BENCH
	$(BIN)/python -m tests.benchmarks.sparql_overhead
	$(BIN)/python -m tests.benchmarks.page
	$(BIN)/python -m tests.benchmarks.load
	$(BIN)/rodatraden build ingest/examples/documents --data-dir $(BENCH)/exempel
	$(BIN)/python -m tests.benchmarks.retrieval $(BENCH)/exempel tests/questions/examples.jsonl
	$(BIN)/python -m tests.benchmarks.scale $(BENCH) $(SIZE)

docs: install  ## write the papers that are made of data: the ontology's, SPARQL's, the calls'
	$(BIN)/python docs/make.py

audit: install  ## bandit, a list of the parts (build/sbom.json), pip-audit; in an environment of their own
	test -x build/audit/bin/bandit || { $(PY) -m venv build/audit && build/audit/bin/pip install --quiet bandit pip-audit cyclonedx-bom; }
	build/audit/bin/bandit --quiet --configfile pyproject.toml --recursive ontology shapes ingest graph api ui
	build/audit/bin/cyclonedx-py environment --pyproject pyproject.toml --output-file build/sbom.json $(BIN)/python
	build/audit/bin/pip-audit --strict --requirement constraints.txt --no-deps --disable-pip

lock: install  ## renew constraints.txt from pyproject.toml
	sed -i -E 's/^(torch==[0-9.]+)\+.*/\1/' constraints.txt
	$(BIN)/pip-compile --quiet --upgrade --extra dev --strip-extras --no-annotate --no-header \
		--no-emit-index-url --no-emit-find-links --no-emit-trusted-host --output-file constraints.txt pyproject.toml
	sed -i -E 's/^(torch==[0-9.]+)\+.*/\1/' constraints.txt

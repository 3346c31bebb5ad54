# make demo: the main job on the sample articles.  make test: the tests.  Both set up what they need.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin

.PHONY: demo test lint clean

demo: $(VENV)/installed
	$(BIN)/kg build data/sample --store out/store
	$(BIN)/kg export out/graph.ttl --store out/store
	$(BIN)/kg view out/network.html --store out/store

test: $(VENV)/installed lint
	$(BIN)/pytest -n auto -m "not slow and not browser and not server"

lint: $(VENV)/installed
	$(BIN)/ruff check kg viz ontology tests data
	$(BIN)/ruff format --check kg viz ontology tests data
	$(BIN)/mypy

$(VENV)/installed: pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "geokg needs Python 3.11 or newer: make PYTHON=python3.11 demo")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --editable '.[test,lint,ontology]'
	touch $@

clean:
	rm -rf $(VENV) out dist build

# Each target is a line you could type.
VENV ?= .venv
PYTHON ?= python3
BIN := $(VENV)/bin

.PHONY: install check format lint types test bench demo clean

install: $(BIN)/kg  ## a virtual environment with kg and what its tests need

$(BIN)/kg: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --upgrade pip
	$(BIN)/pip install --quiet --editable ".[dev]"
	@touch $@

demo: install  ## build the sample into exports/demo
	$(BIN)/kg demo --no-open

check: install format lint types test  ## all that must be right before a commit

format:
	$(BIN)/ruff format --check .

lint:
	$(BIN)/ruff check .

types:
	$(BIN)/mypy

test:
	$(BIN)/pytest

bench: install  ## measured quality and speed; see benchmarks/README.md
	$(BIN)/python -m benchmarks.extraction
	$(BIN)/python -m benchmarks.identity
	$(BIN)/python -m benchmarks.sparql
	$(BIN)/python -m benchmarks.view

clean:
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache

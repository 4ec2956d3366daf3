# Short names for what CONTRIBUTING.md tells; `make check` is the gate that CI runs too.
.PHONY: check fix test docs screenshots bench

BIN ?= .venv/bin

check:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/python -m pytest

fix:
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

test:
	$(BIN)/python -m pytest

docs:
	$(BIN)/python -m tui_reader.cli.docs

screenshots:
	$(BIN)/python screenshots/make.py

bench:
	$(BIN)/python tests/bench/start.py
	$(BIN)/python tests/bench/keys.py
	$(BIN)/python tests/bench/memory.py

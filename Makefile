# On Record. `make` prints this list.
PYTHON ?= python3
PORT ?= 8000
STATEMENTS ?= 1000000
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help run test types units check fix lock bench clean

help: ## What can be made
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

run: .venv/run ## Ingest the seed articles if there are none and serve http://127.0.0.1:8000 (PORT=...)
	$(BIN)/onrecord demo --port $(PORT)

test: .venv/dev ## Everything: style, types, layers, units, PostgreSQL, browser
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(MAKE) --no-print-directory --jobs 2 types units

types: .venv/dev
	$(BIN)/mypy
	$(BIN)/lint-imports

# Each worker keeps to its part of the list, so that what a module shares is made once; who is done
# takes from the others.
units: .venv/dev
	$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist worksteal

check: .venv/dev ## Style, types and layers only
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(MAKE) --no-print-directory types

fix: .venv/dev ## Mend what ruff can mend
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: ## Make the lock files again from pyproject.toml (needs uv: pip install uv)
	uv pip compile -q pyproject.toml --group build --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-header --no-annotate -o requirements.lock
	uv pip compile -q pyproject.toml --group build --group dev --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-header --no-annotate \
		-c requirements.lock -o requirements-dev.lock
	uv pip compile -q pyproject.toml --group build --extra cluster --extra oidc --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-header --no-annotate \
		-c requirements-dev.lock -o requirements-server.lock
	uv pip compile -q pyproject.toml --group build --group benchmarks --group vectors --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-header --no-annotate \
		-c requirements.lock -o benchmarks/requirements.lock
	uv pip compile -q --group peers --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-header --no-annotate \
		-c requirements.lock -o benchmarks/peers.lock

bench: .venv/dev ## Our pages beside Datasette and a bare route, a million statements (STATEMENTS=...)
	$(BIN)/python -m benchmarks.serving turns --statements $(STATEMENTS)
	$(BIN)/python -m benchmarks.serving turns --statements $(STATEMENTS) --workers 2 --connections 64
	$(BIN)/python -m benchmarks.serving starting --statements $(STATEMENTS)
	$(BIN)/python -m benchmarks.report .bench/results.json --into .bench

clean: ## Remove the virtual environment and caches, never the database
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

# The stamps say what the environment holds; an environment for tests serves `make run` too.
.venv/run: requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	test .venv/dev -nt requirements.lock || $(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

.venv/dev: requirements-dev.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@ .venv/run

# InLoco: `make demo` to look at it, `make test` to check it. Everything else is for those who work on it.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

VENV := .venv
BIN := $(VENV)/bin
UV_VERSION := 0.13.9
INLOCO_DATA ?= $(CURDIR)/data
DEMO_CHILDREN ?= 2100
DEMO_MONTHS ?= 24
DEMO_SERVE ?= yes
DEMO_PORT ?= 8000
WORKERS ?= 2
export UV_PYTHON_DOWNLOADS := never

.PHONY: help environment demo serve test check spark bench lock docs screenshots clean

help: ## What can be made here
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

environment: $(VENV)/.ready ## The Python environment with every dependency, and the front end

$(VENV)/.ready: requirements.lock pyproject.toml frontend/package-lock.json $(shell find frontend -path frontend/node_modules -prune -o -name '*.scss' -print -o -name '*.js' -print 2>/dev/null) frontend/build_hook.py
	@tools/find-python "$(VENV)"
	@test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet uv==$(UV_VERSION)
	@echo "Installing the locked dependencies …"
	@$(BIN)/uv pip sync --quiet --require-hashes requirements.lock
	@echo "Building the front end and installing InLoco …"
	@$(BIN)/uv pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

demo: environment ## A made-up county, a user of each role, and the server
	@INLOCO_DATA="$(INLOCO_DATA)" $(BIN)/inloco demo --children $(DEMO_CHILDREN) --months $(DEMO_MONTHS) --port $(DEMO_PORT) \
	  $(if $(filter no,$(DEMO_SERVE)),--no-serve,--serve)

serve: environment ## The web server and its worker on the data in INLOCO_DATA
	@INLOCO_DATA="$(INLOCO_DATA)" $(BIN)/inloco serve --port $(DEMO_PORT)

# Pages that only read are tested on SQLite; what writes, and what the database itself enforces, on both.
READS := tests/web/children/% tests/web/performance/% %/test_pages.py %/test_access.py %/test_serve.py %/test_demo_plan.py \
  %/test_movements.py %/test_summary.py %/test_live_measures.py %/test_words.py %/test_local_practice.py %/test_environment.py
WRITES = $(filter-out $(READS),$(wildcard tests/web/*/test_*.py))

test: environment ## The whole suite: fast tests first, then PostgreSQL, then the browser
	@tools/find-chromium
	$(BIN)/pytest -q -n $(WORKERS) --dist loadfile -m "not browser" tests
	INLOCO_TEST_DATABASE=postgresql $(BIN)/pytest -q -n $(WORKERS) --dist loadfile -m "not browser" $(WRITES)
	$(BIN)/pytest -q -n $(WORKERS) --dist loadfile -m browser tests/browser

check: environment ## Style, types, arrows between modules, templates, migrations, documents
	$(BIN)/ruff check src tests benchmarks tools
	$(BIN)/ruff format --check src tests benchmarks tools
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint --quiet --lint src/inloco
	INLOCO_DATA="$$(mktemp -d)" $(BIN)/python -m django makemigrations --check --dry-run --settings inloco.web.settings
	$(BIN)/pytest -q tests/repository

spark: environment ## Install the Spark extra, and test that it counts what DuckDB counts
	$(BIN)/uv pip install --quiet --no-build-isolation --editable '.[spark]'
	$(BIN)/pytest -q tests/unit/spark

bench: environment ## Speed and memory against named rivals; writes docs/reference/performance.md
	$(BIN)/python -m benchmarks.bench $(BENCH)

lock: ## Renew requirements.lock from pyproject.toml
	$(BIN)/uv pip compile pyproject.toml --extra dev --generate-hashes --no-header --no-annotate --python-version 3.11 --upgrade -o requirements.lock --quiet

docs: environment ## Write the generated pages of docs/ again
	$(BIN)/python -m tools.write_docs

screenshots: environment ## Take the README's pictures again from a small demo
	$(BIN)/python -m tools.take_screenshots

clean: ## Remove the environment and what was built (never the data)
	rm -rf $(VENV) frontend/node_modules src/inloco/web/static/build .mypy_cache .ruff_cache .pytest_cache

# Two commands matter: `make run` and `make test`. Both need only Python, with pip, and git.

PYTHON ?= python3
BIN := .venv/bin
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help

# One sentence instead of the shell's "not found" when there is no Python at all.
SETUP = command -v $(PYTHON) >/dev/null \
	|| { echo "Leadtracker needs Python 3.11 or newer, and there is no $(PYTHON) here." >&2; exit 1; } \
	&& $(PYTHON) scripts/setup.py

# `make test T=tests/domain` runs a part, in one process; everything runs in two.
TESTS = $(if $(T),$(T),--numprocesses 2 --dist worksteal)

.PHONY: help run test lint fmt check bench db shell messages screenshots

help: ## Show this list
	@awk 'BEGIN { FS = ":.*## " } /^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## Install, migrate, load the demo into an empty database (DEMO=no: not), start everything
	@$(SETUP) folder ports runtime assets translations
	@exec $(BIN)/python scripts/start.py $(if $(filter no,$(DEMO)),--no-demo)

test: ## Run every test on SQLite and PostgreSQL, and the browser tests; T=path runs a part
	@$(SETUP) folder dev test-programs assets translations
	@$(BIN)/pytest --backend=both $(TESTS)

lint: ## Check style, formatting and who imports whom
	@$(SETUP) folder dev
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --check --quiet . || { echo "Formatting differs; \`make fmt\` puts it right." >&2; exit 1; }
	@$(BIN)/lint-imports --no-cache --no-logo

fmt: ## Put style and formatting right
	@$(SETUP) folder dev
	@$(BIN)/ruff check --fix --quiet .
	@$(BIN)/ruff format .

check: ## What continuous integration runs: lint, then test
	@./.ci/run

bench: ## Measure; prints one JSON line per figure; B=name runs one
	@$(SETUP) folder dev
	@$(BIN)/python -m bench $(B)

db: ## Bring the database to the newest migration
	@$(SETUP) folder runtime
	@$(BIN)/flask db upgrade

shell: ## Open a Python shell inside the application
	@$(SETUP) folder runtime
	@$(BIN)/flask shell

messages: ## Collect every screen text for the translators; L=es begins a language
	@$(SETUP) folder dev
	@$(BIN)/python scripts/messages.py $(L)

screenshots: ## Take the README's pictures anew, of the demo
	@$(SETUP) folder dev assets
	@$(BIN)/python -m scripts.screenshots

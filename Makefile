# Two commands: `make run` serves the application on this machine, `make test` runs every test.
# `make help` lists the rest.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

# What the tests and benchmarks use beside Python packages; scripts/install-test-tools fills it.
export PATH := $(CURDIR)/.tools/bin:$(PATH)
export LD_LIBRARY_PATH := $(CURDIR)/.tools/lib25519/lib:$(LD_LIBRARY_PATH)
export PIP_DISABLE_PIP_VERSION_CHECK := 1

RUN_STAMP := $(VENV)/.installed-run
DEV_STAMP := $(VENV)/.installed-dev
JS_STAMP := node_modules/.package-lock.json
PROJECT_FILES := setup.cfg pyproject.toml $(wildcard requirements/*.in)

.PHONY: help run test long check format demo bench screenshots model forge lock docs vendor venv tools clean
.DEFAULT_GOAL := help

help:  ## List the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(RUN_STAMP)  ## Serve the application on 127.0.0.1 and print its address
	$(BIN)/voteapp serve

test: tools  ## Run every test: Python, JavaScript, browser, database
	$(BIN)/python scripts/run_tests.py

long: tools  ## Run every test, and what repeats at its full length (hundreds of kills, every change of every field)
	$(BIN)/python scripts/run_tests.py --long

check: $(DEV_STAMP) $(JS_STAMP)  ## Format, lint, types, import contracts and the fast tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	npm run --silent check
	$(BIN)/python scripts/run_tests.py --fast

format: $(DEV_STAMP) $(JS_STAMP)  ## Put our own Python and JavaScript into the one format of each
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	npm run --silent format

demo: $(RUN_STAMP)  ## Fill a running instance with a finished, an open and a drafted campaign
	$(BIN)/voteapp fill-demo

bench: tools  ## Measure, and print tables
	$(BIN)/python -m benchmarks

model: tools  ## Search the models of models/ for a way round the rules, and for one that each mutant opens
	$(BIN)/python models/check.py

forge: tools  ## Make attacks by the ten thousand; both auditors judge (FORGE="--seed S --cases N --case N")
	$(BIN)/python -m tests.forge $(FORGE)

screenshots: tools  ## Take a picture of every page into build/screens, and the documents' own
	$(BIN)/python -m tests.screenshots build/screens
	$(BIN)/python scripts/pictures.py

lock: $(DEV_STAMP)  ## Write requirements/*.lock anew from requirements/*.in
	scripts/lock

docs: $(DEV_STAMP)  ## Write docs/commands.md and docs/campaign-life.md anew from the code
	$(BIN)/python scripts/command_reference.py > docs/commands.md
	$(BIN)/python scripts/life_reference.py > docs/campaign-life.md

vendor: tools  ## Write the vendored browser libraries anew from node_modules
	node scripts/vendor-js.mjs

venv: $(DEV_STAMP)  ## Make .venv with everything a developer needs

tools: $(DEV_STAMP)  ## Install what the tests need beside Python packages
	scripts/install-test-tools

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "voteapp needs Python 3.11 or newer; name one with: make PYTHON=python3.11 ..."; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(RUN_STAMP): requirements/run.lock $(PROJECT_FILES) | $(BIN)/python
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/run.lock
	PYTHONWARNINGS=ignore $(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(DEV_STAMP): requirements/dev.lock $(PROJECT_FILES) | $(BIN)/python
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/dev.lock
	PYTHONWARNINGS=ignore $(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@ $(RUN_STAMP)

$(JS_STAMP): package-lock.json | $(DEV_STAMP)
	scripts/install-test-tools javascript

clean:  ## Remove what can be made again (not instance/, not keys/)
	rm -rf $(VENV) .tools node_modules build dist *.egg-info
	rm -rf .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find voteapp tests benchmarks scripts -name __pycache__ -type d -exec rm -rf {} +

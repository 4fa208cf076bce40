# The project's commands; `make` alone lists them. Each works in a fresh clone: the first one makes .venv.
.DEFAULT_GOAL := help
.PHONY: help environment demo test test-slow test-all lint format requirements

PYTHON := .venv/bin/python
# make killed with -9 tells nobody: on Linux the kernel then asks the demo to stop.
BOUND := $(shell command -v setpriv >/dev/null && echo setpriv --pdeathsig TERM)
SOURCES := .
# Rules, transitions, permissions and services are tested line by line and branch by branch.
WHOLE := */rules/*,cmiportal/documents/differences.py,*/workflow.py,*/permissions.py,*/services.py,*/services/*
COMPILE := .venv/bin/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet

help: ## List the commands
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

environment: ## Make .venv with the pinned requirements, if they have changed
	@sh scripts/environment.sh

demo: environment ## Run the portal with demo data; PORT=8123 and RESET=1 are honoured, Ctrl-C stops it
	@$(BOUND) $(PYTHON) manage.py demo

test: environment ## Run the quick tests on two cores, the main browser walks included
	$(PYTHON) -m pytest -n 2 -m "not slow and not faults" $(COVERED)

test-slow: environment ## Run the tests that make test leaves out
	$(PYTHON) -m pytest -n 2 -m "slow or faults"

# The quick tests alone have to cover what is to be covered: the slow ones are quicker unmeasured.
test-all: ## Run every test, the quick ones with coverage and its limits
	@$(MAKE) test COVERED="--cov --cov-report="
	.venv/bin/coverage report --fail-under=95
	.venv/bin/coverage report --fail-under=100 --include='$(WHOLE)'
	@$(MAKE) test-slow

lint: environment ## Check style, types, layers, templates and migrations
	.venv/bin/ruff check $(SOURCES)
	.venv/bin/ruff format --check $(SOURCES)
	.venv/bin/lint-imports
	.venv/bin/mypy
	.venv/bin/djlint --lint --quiet templates
	DEMO=yes $(PYTHON) -W ignore::RuntimeWarning manage.py makemigrations --check --dry-run

format: environment ## Put the code into the project's style
	.venv/bin/ruff check --fix $(SOURCES)
	.venv/bin/ruff format $(SOURCES)

requirements: environment ## Compile the pinned requirements anew from requirements.in and requirements-dev.in
	$(COMPILE) requirements.in --output-file requirements.txt
	$(COMPILE) requirements-dev.in --output-file requirements-dev.txt

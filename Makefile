# The commands of the project. Each sets up what it needs; a second time that takes a moment.

PYTHON ?= python3
OWN := .venv/bin/python
SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help run setup setup-tests test check bench faults locks

help:  ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/ –/' | sort

setup:  ## what `make run` needs
	@$(PYTHON) vsh/embedded/bootstrap.py

setup-tests:  ## what the tests and checks need
	@$(PYTHON) vsh/embedded/bootstrap.py --tests

run: setup  ## the demonstration, on http://127.0.0.1:$PORT (8000)
	@exec $(OWN) -m vsh.embedded.run --die-with-parent

test: setup-tests  ## every test, browser ones too
	$(OWN) -m pytest -n 2 --no-loadscope-reorder $(ARGS)

check: setup-tests  ## lint, types, import contracts, migrations, deployment settings
	$(OWN) -m ruff check .
	$(OWN) -m ruff format --check .
	$(OWN) -m mypy .
	.venv/bin/lint-imports
	$(OWN) manage.py makemigrations --check --dry-run
	DATABASE_URL=postgres://vsh_web@db/vsh REDIS_URL=redis://redis:6379/0 SITE_URL=https://vs.example \
		ALLOWED_HOSTS=vs.example SECRET_KEY=$$($(OWN) -c 'import secrets; print(secrets.token_hex(40))') \
		$(OWN) manage.py check --deploy --fail-level WARNING

faults: setup-tests  ## real processes, killed
	$(OWN) -m pytest tests/faults $(ARGS)

bench: setup-tests  ## benchmarks, as ratios to their floors
	$(OWN) -m tests.bench $(ARGS)

locks: setup-tests  ## pin the newest versions that pyproject.toml allows
	.venv/bin/uv pip compile pyproject.toml --upgrade --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-emit-find-links --no-header --no-annotate -q -o requirements.lock
	.venv/bin/uv pip compile pyproject.toml --group dev -c requirements.lock --upgrade --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-annotate -q -o requirements-dev.lock

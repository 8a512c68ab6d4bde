# The commands of this project. `make` alone lists them.
SHELL := /bin/sh
.DEFAULT_GOAL := help
JOBS ?= 2
SIZE ?= s
PY := .venv/bin/python
CHECKING := NUANYANG_MODE=check
SCHEMA := docs/openapi.yaml

.PHONY: help run test fast check fix schema bench chaos journeys demo stop clean lock assets browser

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: .venv/run.stamp assets ## start the service with a demo county; PORT=8000; Ctrl-C ends it
	@exec $(PY) -m deploy.local run

test: .venv/dev.stamp assets browser ## the whole test suite, its own servers and the browser included
	$(PY) -m pytest -n $(JOBS)

fast: .venv/dev.stamp assets ## the suite without browser, journeys, deployment
	$(PY) -m pytest -n $(JOBS) -m "not browser" --ignore=tests/journeys --ignore=tests/deploy

check: .venv/dev.stamp ## lint, format, types, layers, migrations, API schema
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(CHECKING) $(PY) -m mypy
	.venv/bin/lint-imports
	$(CHECKING) $(PY) -W ignore::RuntimeWarning manage.py makemigrations --check --dry-run
	$(CHECKING) $(PY) manage.py check
	@mkdir -p var && $(CHECKING) $(PY) manage.py spectacular --validate --fail-on-warn --file var/openapi.yaml
	@diff -u $(SCHEMA) var/openapi.yaml || { echo "$(SCHEMA) is not current: make schema"; exit 1; }
	@echo "check: all passed"

fix: .venv/dev.stamp ## repair lint and format
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

schema: .venv/dev.stamp ## rewrite docs/openapi.yaml from the views
	$(CHECKING) $(PY) manage.py spectacular --validate --fail-on-warn --file $(SCHEMA)

bench: .venv/dev.stamp ## measured ratios beside their yardsticks; SIZE=xs|s|m|l
	$(PY) -m tests.bench --size $(SIZE)

chaos: .venv/dev.stamp ## kill and restart processes under load, count lost and duplicated work; CHAOS="kills --full"
	$(PY) -m tests.chaos $(CHAOS)

journeys: .venv/dev.stamp assets browser ## a quarter of a county in the browser; every button of every page, on the phone too
	CRAWL=full $(PY) -m pytest -n $(JOBS) tests/journeys

demo: .venv/run.stamp ## load the demo county into the local database; SIZE=s|m|l
	@exec $(PY) -m deploy.local manage demo --size $(SIZE)

stop: ## stop a `make run` of this folder
	@if [ -x $(PY) ]; then $(PY) -m deploy.local stop; else echo "nothing runs here"; fi

clean: stop ## remove .venv, var (the local data!), assets and caches
	rm -rf .venv var node_modules services/web/static/vendor .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -prune -exec rm -rf {} +

lock: ## rewrite the hash-locked requirements from pyproject.toml
	sh requirements/lock.sh

assets: $(if $(filter run,$(MAKECMDGOALS)),.venv/run.stamp,.venv/dev.stamp)
	@$(PY) -m deploy.assets
	@$(PY) -m deploy.translations

browser:
	@sh tests/install_browser.sh

.venv/bin/python:
	@sh deploy/local/venv.sh .venv

.venv/run.stamp: requirements/run.txt | .venv/bin/python
	$(PY) -m pip install --disable-pip-version-check --require-hashes -r $<
	@touch $@

.venv/dev.stamp: requirements/dev.txt | .venv/bin/python
	$(PY) -m pip install --disable-pip-version-check --require-hashes -r $<
	@touch $@

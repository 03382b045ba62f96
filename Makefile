# make run    the tracker on this machine: http://127.0.0.1:8000   (make run PORT=8001)
# make test   all tests                                            (make test ARGS="tests/core -x")
# make help   the rest
#
# Needs Python 3.11 or later with venv, make and a C library. Nothing is written outside this
# folder and TRACKER_HOME.

SHELL      := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help run test check fix seed migrate docs score bench chaos hostile fuzz shots weights messages lock clean

VENV       := .venv
PY         := $(VENV)/bin/python
READY      := $(VENV)/.installed
ARGS       ?=
PORT       ?= 8000
export PORT
export PIP_DISABLE_PIP_VERSION_CHECK = 1
export PIP_NO_INPUT = 1

help:                 ## what there is
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1	\2/p' Makefile | expand -t 16

run: $(READY)         ## the whole tracker: database, worker, beat, web; Ctrl-C stops it
	@$(PY) -m tracker.run

test: $(READY)        ## every test; ARGS="tests/core -x" for some
	@$(PY) -m pytest $(or $(ARGS),-n auto --dist loadfile --no-loadscope-reorder)

check: $(READY)       ## format, lint, templates, types, contracts, migrations, API document
	@.ci/check

fix: $(READY)         ## what can be put right by a tool
	@$(VENV)/bin/ruff check --fix --quiet . ; $(VENV)/bin/ruff format --quiet .
	@git ls-files 'templates/*.html' | xargs -r $(VENV)/bin/djade --target-version 5.2 || true
	@$(VENV)/bin/ruff check .

seed: $(READY)        ## plant what is missing of the law and the reports
	@$(PY) manage.py seed

migrate: $(READY)     ## bring the database up to date
	@$(PY) manage.py migrate

docs: $(READY)        ## write the API document, docs/openapi.yaml
	@$(PY) manage.py spectacular --validate --fail-on-warn --file docs/openapi.yaml

score: $(READY)       ## the reader against the annotated articles
	@$(PY) -m pytest tests/gold -s $(ARGS)

bench: $(READY)       ## how long the main things take
	@$(PY) benchmarks/run.py $(ARGS)

chaos: $(READY)       ## kill workers, beat, broker, database; count what is lost (needs redis-server)
	@$(PY) -m tests.chaos.run $(ARGS)

hostile: $(READY)     ## every bad server, bad article and big body of ../shared/trust/cases
	@$(PY) -m tests.hostile.run $(ARGS)

fuzz: $(READY)        ## 20,000 requests by Schemathesis to the API, as many of our own (CASES=100000 for more)
	@FUZZ_CASES=$(or $(CASES),20000) $(PY) -m pytest tests/api/test_schemathesis.py tests/api/test_fuzz.py -n auto --dist load $(ARGS)

shots: $(READY)       ## the pictures in docs/shots/, of a tracker of their own (needs Chromium)
	@$(PY) -m tests.browser.shots $(ARGS)

weights: $(READY)     ## learn the reader's weights again; ARGS=--measure says what they are worth
	@$(PY) -m tests.gold.weights $(ARGS)
	@$(PY) -m tests.gold.dealings $(ARGS)

messages: $(READY)    ## gather what the pages say into the catalogue of each language
	@$(PY) -m tests.messages

lock:                 ## the newest versions that fit pyproject.toml (needs uv)
	@command -v uv >/dev/null || { echo "make lock needs uv: pip install uv" >&2; exit 2; }
	@uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	    --upgrade --group dev --output-file requirements.lock pyproject.toml
	@uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	    --no-annotate --constraint requirements.lock --output-file requirements.run.lock pyproject.toml

clean:                ## remove the installed packages; the data in var/ stay
	@rm -rf $(VENV)

# Installed again where the lock changed, the Python it was made with is gone, or it was cut short.
ifneq ($(shell $(PY) -c 1 2>/dev/null && echo works),works)
.PHONY: $(READY)
endif

$(READY): requirements.lock
	@python=$$(for each in $(PYTHON) python3.11 python3 python3.12 python3.13 python3.14; do \
	    "$$each" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' \
	        2>/dev/null && echo "$$each" && break; done); \
	if [ -z "$$python" ]; then \
	    echo "The tracker needs Python 3.11 or later with venv (Debian: apt install python3-venv);" \
	        "name it with: make run PYTHON=/path/to/python3.11" >&2; exit 2; fi; \
	$(PY) -c 1 2>/dev/null || { \
	    echo "Making $(VENV) with $$python"; "$$python" -m venv --clear $(VENV); } || { \
	    echo "$(VENV) cannot be made in $(CURDIR): give yourself that folder." >&2; exit 2; }
	@echo "Installing the packages of requirements.lock (once; about half a minute)"
	@$(VENV)/bin/pip install -qq --require-hashes -r requirements.lock || { \
	    echo "The packages could not be installed: is the package index in reach?" >&2; exit 2; }
	@touch $(READY)

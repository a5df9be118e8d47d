# Everything below needs Python 3.11 or newer, git and make. Nothing is installed outside this folder.
PYTHON ?= python3
UV := .tools/bin/uv
# JupyterLab refuses root (as in a container) without --allow-root: make lab LAB_FLAGS=--allow-root
LAB_FLAGS ?=
RUN := .venv/bin/python
export OPENBLAS_NUM_THREADS ?= 1
export MPLCONFIGDIR ?= $(CURDIR)/.tools/matplotlib
# Every process would compile what it imports anew: half a second each.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help report checked quick test deep lab hooks lint lock clean

help:  ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 18

report: .venv/.report  ## set everything up and build every report into outputs/
	$(RUN) -m kcity_analysis run
	@echo "The reports are in outputs: open outputs/index.html"

# Two workers, each with whole files, for what the tests of a file share is made once; in the order
# of tests/conftest.py, so that no long file is begun last.
PYTEST := $(RUN) -m pytest -n 2 --dist loadfile --no-loadscope-reorder

checked: .venv/.test
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy

quick: checked  ## lint, check types, run every test without a browser, notebook or kernel
	$(PYTEST) -m "not slow and not deep"

test: checked node_modules/.ready  ## set everything up, then run all that belongs to the ten minutes
	$(PYTEST) -m "not deep"

deep: .venv/.test node_modules/.ready  ## run what takes longer: many kills, many draws
	$(PYTEST) -m deep

lab: .venv/.report  ## open JupyterLab on the notebooks
	.venv/bin/jupyter lab $(LAB_FLAGS) --notebook-dir=. notebooks/START.md

hooks: .venv/.test  ## have every commit leave the outputs of the notebooks out
	.venv/bin/pre-commit install

lint: .venv/.test  ## format the code and the notebooks
	.venv/bin/ruff format .
	.venv/bin/ruff check --fix .

lock: $(UV)  ## pin the newest versions that pyproject.toml allows
	$(UV) pip compile --quiet --upgrade --universal --generate-hashes --python-version 3.11 \
	  --all-extras --no-header --no-annotate pyproject.toml -o requirements.lock

ALONE := import fcntl; fcntl.flock(open('outputs/.kcity/lock'), fcntl.LOCK_EX | fcntl.LOCK_NB)
clean:  ## delete what was set up and what was built
	@[ ! -e outputs/.kcity/lock ] || $(PYTHON) -c "$(ALONE)" 2>/dev/null || { \
	  echo "A batch is writing to outputs/: wait until it has ended." >&2; exit 1; }
	rm -rf .venv .tools node_modules
	find outputs -mindepth 1 ! -name README.md -delete

$(UV):
	$(PYTHON) -m pip install --quiet --disable-pip-version-check --root-user-action=ignore --target .tools uv

# A .venv of a Python that is too old, or that is gone since, is told rather than mended in silence.
SUITABLE := import sys; sys.exit(sys.version_info < (3, 11))
UNSUITABLE := is not Python 3.11 or newer. Name one that is (make PYTHON=python3.12 …)

.venv/pyvenv.cfg: | $(UV)
	@$(PYTHON) -c "$(SUITABLE)" || { echo "$(PYTHON) $(UNSUITABLE)." >&2; exit 1; }
	$(UV) venv --quiet --python "$$(command -v $(PYTHON))" .venv

.PHONY: .venv/suitable
.venv/suitable: .venv/pyvenv.cfg
	@$(RUN) -c "$(SUITABLE)" || { \
	  echo "The Python of .venv $(UNSUITABLE) after: make clean" >&2; exit 1; }

# What JupyterLab shows START.md by, however it is started from this environment.
LABCONFIG := .venv/etc/jupyter/labconfig

# Compiled here, because imports are three times faster so and PYTHONDONTWRITEBYTECODE may be set.
.venv/.report: .venv/pyvenv.cfg requirements.lock pyproject.toml | .venv/suitable
	$(UV) pip install --quiet --compile-bytecode --constraint requirements.lock --editable .
	mkdir -p $(LABCONFIG)
	cp notebooks/.jupyterlab/overrides.json $(LABCONFIG)/default_setting_overrides.json
	touch $@

.venv/.test: .venv/.report requirements.lock pyproject.toml | .venv/suitable
	$(UV) pip install --quiet --compile-bytecode --constraint requirements.lock --editable '.[test]'
	touch $@

# axe-core, which the browser tests need. Without npm they are skipped, and say so; CI=true fails them.
node_modules/.ready: package-lock.json
	if command -v npm >/dev/null; then npm ci --silent --ignore-scripts --no-audit --no-fund; fi
	mkdir -p node_modules
	touch $@

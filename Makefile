# Two commands do everything: `make demo` and `make test`. `make help` lists the rest.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV_COMPILE := $(BIN)/uv pip compile -q pyproject.toml --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-annotate --no-header

.PHONY: help demo ocr js replay test lint bench serve metadata pins clean

help: ## what there is
	@grep -E '^[a-z]+:.*##' Makefile | sed 's/:.*##/ —/'

$(VENV)/base: requirements/base.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("nianbao needs Python 3.11 or later, this is " + sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q --require-hashes -r requirements/base.txt
	$(BIN)/python -m pip install -q --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/dev: $(VENV)/base requirements/dev.txt
	$(BIN)/python -m pip install -q --require-hashes -r requirements/dev.txt
	touch $@

$(VENV)/bench: $(VENV)/base requirements/bench.txt
	$(BIN)/python -m pip install -q --require-hashes -r requirements/bench.txt
	touch $@

$(VENV)/ocr: $(VENV)/base requirements/ocr.txt
	$(BIN)/python -m pip install -q --require-hashes -r requirements/ocr.txt
	touch $@

ocr: $(VENV)/ocr ## install what reads scans and pictures (the extra ocr)

$(VENV)/js: $(VENV)/base requirements/js.txt
	$(BIN)/python -m pip install -q --require-hashes -r requirements/js.txt
	touch $@

js: $(VENV)/js ## install what draws lists that only scripts write (the extra js; needs a Chromium)

$(VENV)/replay/done: requirements/replay.txt
	$(PYTHON) -m venv $(VENV)/replay
	$(VENV)/replay/bin/python -m pip install -q --require-hashes -r requirements/replay.txt
	touch $@

replay: $(VENV)/replay/done ## install pywb, in a venv of its own, for the test that replays WARC files

demo: $(VENV)/base ## crawl, read, check and publish the bundled demo portals, then serve them
	$(BIN)/nianbao demo

test: $(VENV)/dev ## every test, and why any was skipped
	$(BIN)/python -m pytest -rs

lint: $(VENV)/dev ## ruff and mypy strict
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(VENV)/bench ## every ratio against its peer, measured in the same run
	$(BIN)/python -m benchmarks

serve: $(VENV)/base ## Datasette on the archive in var/
	$(BIN)/nianbao serve

metadata: $(VENV)/base ## write the generated files anew: datasette_metadata.json and docs/reference
	$(BIN)/python -m nianbao.generate

pins: $(VENV)/dev ## resolve the hashed pins anew (needs uv in the venv)
	$(UV_COMPILE) --group build -o requirements/base.txt
	$(UV_COMPILE) --group build --group dev -o requirements/dev.txt
	$(UV_COMPILE) --group build --group bench -o requirements/bench.txt
	for extra in ocr js export cluster; do $(UV_COMPILE) --extra $$extra -o requirements/$$extra.txt; done
	$(subst pyproject.toml,requirements/replay.in,$(UV_COMPILE)) -o requirements/replay.txt

clean: ## drop the virtual environment; what was archived in var/ stays
	rm -rf $(VENV)

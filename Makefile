# Everything a person or a machine does with this checkout starts here; each verb does its own set-up.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
export OMP_THREAD_LIMIT := 1

.PHONY: help demo test lint types imports pytest explore bench bench-linkage soak sbom audit offline lock format sample clean tools

help: ## list the verbs
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

$(STAMP): requirements.lock pyproject.toml scripts/setup.sh
	@PYTHON=$(PYTHON) VENV=$(VENV) bash scripts/setup.sh
	@touch $(STAMP)

tools: $(STAMP)
	@bash scripts/tools.sh

demo: $(STAMP) tools ## set up, then run the main job on the sample binders
	@rm -rf demo-out
	$(BIN)/backfile run fixtures/sample/binders --records fixtures/sample/records --out demo-out

test: tools lint types imports pytest ## set up, then the whole suite

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(STAMP)
	$(BIN)/mypy

imports: $(STAMP)
	$(BIN)/lint-imports

pytest: $(STAMP) tools
	$(BIN)/pytest -n 2 --dist worksteal -q --hypothesis-profile=ci

explore: $(STAMP) tools ## the suite with examples that no run had before; `make test` has the same ones each time
	$(BIN)/pytest -n 2 --dist worksteal -q --hypothesis-seed=$$RANDOM

bench: $(STAMP) tools ## score generated binders against their truth, beside other programs, and time each step (hours)
	$(BIN)/python -m benchmarks.run --sample --fresh 10 --clean 1,2,3,4,5
	$(BIN)/python -m benchmarks.run --fresh 2 --material other --out bench-out/other
	$(BIN)/python -m benchmarks.drawn --seeds 1-3
	$(BIN)/python -m benchmarks.peers --seeds 1 --scale 4
	$(BIN)/python -m benchmarks.peers --seeds 1 --scale 4 --material other --out bench-out/other
	$(BIN)/python -m benchmarks.processes --sample
	$(BIN)/python -m benchmarks.known --seeds 1,2
	$(BIN)/python -m benchmarks.steps
	$(BIN)/python -m benchmarks.exports
	$(BIN)/python -m benchmarks.imports --rows 300000
	$(BIN)/python -m benchmarks.layouts --seeds 1001-1100 --held-out
	$(BIN)/python -m benchmarks.accounting --seeds 1-100
	$(BIN)/python -m benchmarks.measures
	$(BIN)/python -m benchmarks.boston311
	$(BIN)/python -m benchmarks.review

sample: $(STAMP) ## make the sample binders of fixtures/sample again
	$(BIN)/python fixtures/make.py --seed 2019 --out fixtures/sample

format: $(STAMP) ## tidy the code
	$(BIN)/ruff check --fix -q .
	$(BIN)/ruff format -q .

bench-linkage: $(STAMP) ## link work orders and public lists beside Splink, recordlinkage and dedupe (an hour)
	$(BIN)/python -m benchmarks.linkage
	$(BIN)/python -m benchmarks.linkage_places

lock: ## resolve the dependencies anew (needs uv)
	uv pip compile --universal -p 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header -q \
		--group dev pyproject.toml -o requirements.lock

sbom: ## write down every package with its hashes (CycloneDX, dist/backfile.cdx.json)
	@PYTHON=$(PYTHON) bash scripts/supply.sh sbom

audit: ## ask for known vulnerabilities of the locked packages; 3 where they cannot be looked up
	@PYTHON=$(PYTHON) bash scripts/supply.sh audit

offline: $(STAMP) tools ## the whole suite in a network namespace that has nothing but its own loopback
	@# A user stays who she is, for PostgreSQL refuses root and root that is nobody else cannot become its user.
	unshare -n $$([ "$$(id -u)" = 0 ] || echo --map-current-user --keep-caps) \
		sh -c 'ip link set lo up; exec $(BIN)/pytest -n 2 --dist worksteal -q --hypothesis-profile=ci'

soak: $(STAMP) tools ## kill, damage, fill up, fuzz: what docs/promises.md says, at length (an hour)
	$(BIN)/python -m benchmarks.soak

clean:
	rm -rf $(VENV) demo-out bench-out .mypy_cache .ruff_cache .pytest_cache

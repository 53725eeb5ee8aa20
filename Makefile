# Everything a person or CI does with this checkout, by name.
# `make run` and `make test` are the only two commands that anybody has to know.

SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
# Two processes or more, each with engines of its own; `make test TESTS='-m pytest tests/unit'` runs some in one.
TESTS ?= -m pytest --numprocesses auto --maxprocesses 4 --dist loadgroup
WEB_SOURCES := $(shell find web/src web/public web/scripts web/index.html web/*.ts web/*.json -type f 2>/dev/null)

.PHONY: help setup run test check bench bench-cold fmt openapi package audit vulnerabilities smoke screenshots

help: ## say what each command does
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 12

setup: .venv/run.stamp web/dist/index.html ## install into .venv and build the page

run: setup ## serve the demo at http://127.0.0.1:8000
	$(BIN)/relayboard serve --demo

test: setup .venv/test.stamp .tools/ministack/stamp .tools/awscli/stamp .tools/auditing/stamp .tools/checkov/stamp ## run every test
	sh tests/support/install_chromium.sh
	cd web && npm test
	$(BIN)/python $(TESTS)

check: setup .venv/test.stamp audit ## lint, types, import rules, generated files, and what audit looks at
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m relayboard.api.openapi --check docs/api/openapi.json
	$(BIN)/python -m relayboard.lambdas.manifest --check infra/generated/functions.json
	cd web && npm run check

audit: .tools/auditing/stamp .tools/checkov/stamp ## look at infrastructure, workflows and secrets; all of it offline
	.tools/auditing/bin/cfn-lint --include-checks I --template infra/sam/template.yaml
	.tools/auditing/bin/check-jsonschema --builtin-schema vendor.github-workflows .github/workflows/*.yml
	.tools/auditing/bin/zizmor --offline --quiet --persona pedantic .github
	.tools/auditing/bin/shellcheck .ci/run .ci/secrets .ci/vulnerabilities tests/support/*.sh
	.ci/secrets
	LOG_LEVEL=CRITICAL .tools/checkov/bin/checkov --directory infra --directory .github \
		--framework terraform cloudformation github_actions --skip-download --quiet --compact

vulnerabilities: .tools/auditing/stamp ## look up known weaknesses of everything that is pinned
	.ci/vulnerabilities

smoke: .venv/test.stamp ## try the installation at RELAYBOARD_SMOKE_URL; without it, a demo
	$(BIN)/python -m pytest tests/smoke

bench: setup .tools/bench/stamp .tools/ministack/stamp ## measure requests beside the usual stack and the floors
	$(BIN)/python -m bench.capacity
	$(BIN)/python -m bench

bench-cold: package .tools/cold/stamp .tools/cold-node/stamp ## measure cold starts beside the usual stacks and the floor
	$(BIN)/python -m bench.cold

fmt: .venv/test.stamp web/node_modules/.stamp ## format Python and TypeScript
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	cd web && npm run fmt

openapi: setup ## write what is generated from the routes: the contract, the page's types, the list of functions
	$(BIN)/python -m relayboard.api.openapi --write docs/api/openapi.json
	$(BIN)/python -m relayboard.lambdas.manifest --write infra/generated/functions.json
	cd web && npm run types

screenshots: setup .venv/test.stamp ## take the pictures in docs/ anew: of the page, and of every kind of mail
	sh tests/support/install_chromium.sh
	$(BIN)/python -m tests.e2e.screenshots
	$(BIN)/python -m tests.e2e.mail_pictures

package: .venv/run.stamp ## build the zip of the Lambda functions (ARCH=arm64 or x86_64; without it, of this machine)
	$(BIN)/python -m lambda_package --costs $(if $(ARCH),--architecture $(ARCH))

.venv/run.stamp: requirements/run.txt pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --require-hashes -r requirements/run.txt
	$(BIN)/pip install --quiet --no-deps --no-build-isolation -e .
	touch $@

.venv/test.stamp: .venv/run.stamp requirements/test.txt
	$(BIN)/pip install --quiet --require-hashes -r requirements/test.txt
	touch $@

# Distributions build Python with a profile of its use, as Lambda does; one that is built without starts a fifth slower.
COLD_PYTHON ?= $(firstword $(wildcard /usr/bin/python3.11) $(PYTHON))

.tools/cold/stamp: requirements/cold.txt requirements/cold-peer.txt | .venv/run.stamp
	$(COLD_PYTHON) -m venv --clear --without-pip .tools/cold
	$(BIN)/pip --python .tools/cold/bin/python install --quiet --require-hashes -r requirements/cold.txt
	$(BIN)/pip --python .tools/cold/bin/python install --quiet --require-hashes -r requirements/cold-peer.txt --target .tools/cold/peer
	touch $@

.tools/cold-node/stamp: bench/cold/peers/node/package-lock.json
	mkdir -p .tools/cold-node
	cp bench/cold/peers/node/package.json $< .tools/cold-node/
	cd .tools/cold-node && npm ci --no-audit --no-fund
	touch $@

.tools/%/stamp: requirements/%.txt
	$(PYTHON) -m venv .tools/$*
	.tools/$*/bin/pip install --quiet --require-hashes -r $<
	touch $@

web/node_modules/.stamp: web/package-lock.json
	cd web && npm ci --no-audit --no-fund
	touch $@

web/dist/index.html: web/node_modules/.stamp $(WEB_SOURCES)
	cd web && npm run build
	touch $@

# What a person types here; `make` alone lists it. The work of preparing a machine is in
# scripts/setup.sh, which looks before it installs, so every verb may be typed again and again.

# Another Python: make site PYTHON=python3.13
PYTHON ?=
# Where the site will be hosted, if content/site.yaml does not say: make site BASE_URL=https://…
# It is set here so that a variable of that name in the environment does not change the site.
BASE_URL =
# For how long `make soak` looks for faults.
MINUTES = 60
export PYTHON BASE_URL MINUTES
# They would mix modules of another Python with those of .venv.
unexport PYTHONHOME PYTHONPATH

# A site needs less than its tests. What is needed is decided once, here, so that
# `make -j site test` prepares the machine once, not twice at the same time.
wanted = $(filter $(1),$(MAKECMDGOALS))
NEEDS := $(if $(call wanted,upgrade audit),tools) $(if $(call wanted,test),test)
ifeq ($(strip $(NEEDS)),)
NEEDS := $(if $(call wanted,lint format docs benchmark soak),dev,site)
endif

.DEFAULT_GOAL := help
.PHONY: help site test serve lint format docs clean benchmark soak upgrade audit environment

help: ## list these verbs
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-10s %s\n", $$1, $$2}' Makefile

site: environment ## install what is needed and build the site into public/
	@.venv/bin/site-gen build $${BASE_URL:+--base-url "$$BASE_URL"}

test: lint ## install what the tests need, Chromium too, and run every check
	@CHROMIUM="$$(cat .venv/chromium)" sh scripts/run_tests.sh

serve: environment ## preview the site on this machine; it follows your changes
	@.venv/bin/site-gen serve

lint: environment ## check format, style, types and generated docs
	@.venv/bin/python -m ruff format --check
	@.venv/bin/python -m ruff check
	@.venv/bin/python -m mypy
	@.venv/bin/lint-imports --no-cache --no-logo
	@.venv/bin/python -m scripts.generate_docs --check

format: environment ## put the code in its format
	@.venv/bin/python -m ruff format
	@.venv/bin/python -m ruff check --fix

docs: environment ## write the parts of docs/ that follow from the code
	@.venv/bin/python -m scripts.generate_docs

benchmark: environment ## measure the generator on this machine
	@.venv/bin/python -m benchmarks

soak: environment ## look for faults for a long time: make soak MINUTES=60
	@.venv/bin/python -m testing soak --minutes "$$MINUTES"

upgrade: environment ## write the newest versions and their hashes into requirements/
	@.venv/bin/python -m scripts.upgrade

audit: environment ## check licences and known vulnerabilities of what requirements/ lists
	@.venv/bin/python -m scripts.licences --level tools >/dev/null
	@.venv/bin/pip-audit --strict --disable-pip --require-hashes -r requirements/tools.txt

clean: ## remove what was made here: .venv, public and caches
	@rm -rf .venv .cache public .*.site-gen* .hypothesis .mypy_cache .pytest_cache .ruff_cache
	@find $(wildcard site_gen tests benchmarks testing scripts) -type d \
		'(' -name __pycache__ -o -name .hypothesis ')' -prune -exec rm -rf '{}' +

environment:
	@set -e; for goal in $(NEEDS); do sh scripts/setup.sh $$goal; done

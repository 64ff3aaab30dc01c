# What there is to type. Needs make and the Python that .python-version names, nothing else.
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run test test-suite test-browser lint lint-ruff lint-types lint-imports lint-templates \
	lint-migrations fmt lock serve clean runtime dev env-file port-free

PORT ?= 8000
WANTED := $(shell cat .python-version)
BIN := .venv/bin
LINT_ENV := DEBUG=1 SECRET_KEY=for-linting
TEMPLATES = $(shell find templates */templates portal/*/templates -name '*.html' 2>/dev/null)

# The first Python of the wanted version; empty when there is none.
PYTHON = $(shell for name in $(BIN)/python python$(WANTED) python3 python; do \
	"$$name" -c 'import sys; raise SystemExit("%d.%d" % sys.version_info[:2] != "$(WANTED)")' 2>/dev/null \
	&& { echo "$$name"; break; }; done)

define REQUIRE_PYTHON
	@[ -n "$(PYTHON)" ] || { echo "Python $(WANTED) was not found on your PATH (tried python$(WANTED), python3 and python)." >&2; \
	echo "Install it from python.org, your system's packages, pyenv or uv, and try again." >&2; exit 1; }
endef

# Installs a lock file into .venv, unless exactly this lock is in there already: then nothing is
# called, least of all the network. The development lock holds everything the other one does.
# $(1) the lock, $(2) what to say, $(3) the locks that this one covers
define INSTALL
	$(REQUIRE_PYTHON)
	@[ "$(PYTHON)" = "$(BIN)/python" ] || { echo "Making the environment in .venv"; $(PYTHON) -m venv --clear .venv; }
	@if [ ! -e ".venv/.$(1)-$$(cksum < $(1) | cut -d' ' -f1)" ]; then \
		echo "$(2)"; \
		if command -v uv >/dev/null 2>&1; then \
			uv pip install --quiet --python $(BIN)/python --require-hashes -r $(1) || exit 1; \
		else \
			$(BIN)/python -m pip --version >/dev/null 2>&1 || $(BIN)/python -m ensurepip || exit 1; \
			$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(1) || exit 1; \
		fi; \
		for lock in $(3); do rm -f .venv/.$$lock-*; touch ".venv/.$$lock-$$(cksum < $$lock | cut -d' ' -f1)"; done; \
	fi
endef

define PORT_CHECK
import socket, sys
goal, port = sys.argv[1:]
if not port.isdecimal() or not 0 < int(port) < 65536:
    sys.exit(f"PORT={port} is not a port: give a number from 1 to 65535.")
def taken(family, host):
    with socket.socket(family) as probe:
        probe.settimeout(1)
        return probe.connect_ex((host, int(port))) == 0
if taken(socket.AF_INET, "127.0.0.1") or (socket.has_ipv6 and taken(socket.AF_INET6, "::1")):
    sys.exit(f"Port {port} is taken by another program. Stop that one, or choose another port: make {goal} PORT={int(port) % 65535 + 1}")
try:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", int(port)))
except OSError as problem:
    sys.exit(f"Port {port} can't be used ({problem.strerror}). Choose another: make {goal} PORT=8080")
endef
export PORT_CHECK

define WHERE_TO_LOOK

  The portal      http://localhost:$(PORT)/
  The first guide http://localhost:$(PORT)/guides/ai-engineer-vs-ml-engineer/
  The desk        http://localhost:$(PORT)/admin/  (sign in with an account from above)
  The API         http://localhost:$(PORT)/api/v1/docs/

  Stop with Ctrl-C.

endef
export WHERE_TO_LOOK

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { sub(/:.*/, "", $$1); printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: port-free runtime env-file ## start the portal with its demo content on port 8000 (PORT=… for another)
	@$(BIN)/python manage.py migrate --verbosity 0
	@$(BIN)/python manage.py demo
	@echo "$$WHERE_TO_LOOK"
	@SITE_URL=http://localhost:$(PORT) exec $(BIN)/python manage.py runserver 127.0.0.1:$(PORT)

test: test-suite test-browser ## run every test (those in a browser where Chromium is found)

# Compiled tests are kept, whatever the shell says: rewriting their asserts takes longer than loading them.
test-suite test-browser: export PYTHONDONTWRITEBYTECODE =

test-suite: dev ## run the tests that need no browser
	@$(BIN)/pytest -n auto --dist loadfile -m "not browser"

# They share nothing by file, so the last ones are dealt to whichever worker is free.
test-browser: dev ## run the tests in Chromium
	@$(BIN)/pytest tests/browser -n auto --dist worksteal

lint: lint-ruff lint-types lint-imports lint-templates lint-migrations ## everything that reads the code without running it

lint-ruff: dev
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check

lint-types: dev
	@$(LINT_ENV) $(BIN)/mypy

lint-imports: dev
	@$(BIN)/lint-imports --no-logo

lint-templates: dev
	@$(BIN)/djade --check --target-version 6.1 $(TEMPLATES)

lint-migrations: dev
	@$(LINT_ENV) DATABASE_URL=sqlite://:memory: $(BIN)/python manage.py makemigrations --check --dry-run

fmt: dev ## put code and templates in shape
	$(BIN)/ruff check --fix-only
	$(BIN)/ruff format
	@$(BIN)/djade --target-version 6.1 $(TEMPLATES) || true

lock: ## renew requirements*.txt from pyproject.toml (needs uv; ARGS="--upgrade" takes newer releases)
	PATH="$(CURDIR)/$(BIN):$$PATH" UV_CUSTOM_COMPILE_COMMAND="make lock" uv pip compile -q --generate-hashes --universal \
		--no-emit-index-url --no-emit-find-links pyproject.toml -o requirements.txt $(ARGS)
	PATH="$(CURDIR)/$(BIN):$$PATH" UV_CUSTOM_COMPILE_COMMAND="make lock" uv pip compile -q --generate-hashes --universal \
		--no-emit-index-url --no-emit-find-links --group dev -c requirements.txt \
		pyproject.toml -o requirements-dev.txt $(ARGS)

serve: port-free runtime env-file ## like run, but by gunicorn with kept pages, as in production
	@$(BIN)/python manage.py migrate --verbosity 0
	@$(BIN)/python manage.py demo
	@echo "$$WHERE_TO_LOOK"
	@SITE_URL=http://localhost:$(PORT) BIND=127.0.0.1:$(PORT) PAGE_CACHE_BYTES=67108864 \
		exec $(BIN)/gunicorn --config python:portal.gunicorn portal.wsgi

clean: ## remove the environment, the database and everything made
	rm -rf .venv var .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis

runtime:
	$(call INSTALL,requirements.txt,Installing the libraries (once; about half a minute),requirements.txt)

dev:
	$(call INSTALL,requirements-dev.txt,Installing the libraries and the tools (once; about a minute),requirements.txt requirements-dev.txt)

# Settings of this machine: a secret of its own, and DEBUG. What is already there stays.
env-file:
	@mkdir -p var
	@[ ! -s .env ] || [ -z "$$(tail -c 1 .env)" ] || echo >> .env
	@grep -qs '^DEBUG=' .env || echo 'DEBUG=1' >> .env
	@grep -qs '^SECRET_KEY=' .env || $(BIN)/python -c 'import secrets; print("SECRET_KEY=" + secrets.token_urlsafe(50))' >> .env

port-free:
	$(REQUIRE_PYTHON)
	@$(PYTHON) -c "$$PORT_CHECK" '$(firstword $(MAKECMDGOALS))' '$(PORT)'

#!/bin/sh
# Rewrite run.txt and dev.txt from pyproject.toml: every version and hash for every platform, no index address.
# uv comes into a throw-away environment; set UV to use an installed one.
set -eu
cd "$(dirname "$0")/.."
if [ -z "${UV:-}" ]; then
    throwaway=$(mktemp -d)
    trap 'rm -rf "$throwaway"' EXIT
    python3 -m venv "$throwaway"
    "$throwaway/bin/python" -m pip install --quiet --disable-pip-version-check uv
    UV="$throwaway/bin/uv"
fi
compile() {
    out="$1"
    shift
    "$UV" pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
        --no-emit-index-url --no-emit-find-links "$@" --output-file "requirements/$out" >/dev/null
}
compile dev.txt pyproject.toml --group dev --group local
# The versions of dev.txt hold for run.txt: one tree is tested, the same one runs.
compile run.txt pyproject.toml --group local --constraint requirements/dev.txt

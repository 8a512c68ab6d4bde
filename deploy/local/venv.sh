#!/bin/sh
# Make the virtual environment $1 with the first Python that fits, or say which one is wanted.
set -eu
for python in "${PYTHON:-python3}" python3.13 python3.12 python3.11; do
    if "$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; then
        if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
            lacking="$python"
            continue
        fi
        echo "$1: made with $("$python" --version)"
        exec "$python" -m venv "$1"
    fi
done
if [ -n "${lacking:-}" ]; then
    echo "$lacking cannot make virtual environments: install its venv package (Debian, Ubuntu: apt install python3-venv)." >&2
else
    echo "No Python 3.11, 3.12 or 3.13 found: install one, or name it: make PYTHON=/path/to/python3.12 …" >&2
fi
exit 1

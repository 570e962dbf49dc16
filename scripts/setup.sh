#!/usr/bin/env bash
# Makes the virtual environment from the lock file. Run by make; does nothing that needs a second look.
set -euo pipefail
PYTHON=${PYTHON:-python3}
VENV=${VENV:-.venv}

say() { printf '%s\n' "$*" >&2; }

command -v "$PYTHON" >/dev/null || { say "Python is missing. Install Python 3.11 or newer, then run make again."; exit 4; }
"$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    say "$("$PYTHON" --version) is too old: Backfile needs Python 3.11 or newer. Try: make PYTHON=python3.12"
    exit 4
}

as_root() { # runs a command as root where that needs no password
    if [ "$(id -u)" = 0 ]; then "$@"; elif sudo -n true 2>/dev/null; then sudo "$@"; else return 1; fi
}

if ! "$PYTHON" -c 'import ensurepip, venv' 2>/dev/null; then
    # Debian and Ubuntu ship venv in a package of its own.
    minor=$("$PYTHON" -c 'import sys; print(f"{sys.version_info[0]}.{sys.version_info[1]}")')
    if ! { command -v apt-get >/dev/null && as_root apt-get update -qq && as_root apt-get install -y -qq "python$minor-venv"; }; then
        say "Python's venv module is missing and cannot be installed without a password. Run:"
        say "    sudo apt-get install python$minor-venv"
        say "then run make again."
        exit 4
    fi
fi

say "Setting up the Python packages (once; about two minutes) ..."
rm -rf "$VENV"
"$PYTHON" -m venv "$VENV"
"$VENV/bin/pip" install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
"$VENV/bin/pip" install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .

#!/usr/bin/env bash
# Tesseract reads the pages: install it where that needs no password, else say how.
set -euo pipefail
say() { printf '%s\n' "$*" >&2; }
as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; elif sudo -n true 2>/dev/null; then sudo "$@"; else return 1; fi
}
have() { command -v tesseract >/dev/null && tesseract --list-langs 2>/dev/null | grep -qx eng; }

have && exit 0
say "Tesseract (the text reader) is missing; installing it ..."
if command -v apt-get >/dev/null; then
    as_root apt-get update -qq && as_root apt-get install -y -qq tesseract-ocr tesseract-ocr-eng >/dev/null || true
elif command -v brew >/dev/null; then
    brew install --quiet tesseract || true
fi
have && exit 0
say "Tesseract could not be installed from here. Install it, then run make again:"
say "    Debian, Ubuntu:  sudo apt-get install tesseract-ocr"
say "    macOS:           brew install tesseract"
exit 4

#!/usr/bin/env bash
# The picture of docs/report.md, and the report as it prints on Letter and A4: needs Chromium and a finished `make demo`.
#   scripts/report_picture.sh demo-out/report.html docs
set -euo pipefail
report=$(realpath "$1")
out=${2:-docs}
browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome)
run() { "$browser" --headless --no-sandbox --disable-gpu --hide-scrollbars "$@" "file://$report" 2>/dev/null; }
run --window-size=1100,1500 --screenshot="$out/report.png"
if [ "${PRINTED:-}" ]; then
  run --no-pdf-header-footer --print-to-pdf="$PRINTED"
fi

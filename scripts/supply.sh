#!/usr/bin/env bash
# What Backfile is made of: `supply.sh sbom` writes it down (CycloneDX), `supply.sh audit` asks for known vulnerabilities.
set -euo pipefail
cd "$(dirname "$0")/.."
VENV=.cache/supply
say() { printf '%s\n' "$*" >&2; }
if [ ! -x "$VENV/bin/pip-audit" ]; then
    "${PYTHON:-python3}" -m venv "$VENV"
    "$VENV/bin/pip" install --quiet --disable-pip-version-check 'cyclonedx-bom==7.5.0' 'pip-audit==2.10.1'
fi
case "${1:-}" in
sbom)
    mkdir -p dist
    "$VENV/bin/cyclonedx-py" requirements requirements.lock --pyproject pyproject.toml \
        --output-reproducible --of JSON -o dist/backfile.cdx.json 2>/dev/null
    say "dist/backfile.cdx.json: $(grep -c '"bom-ref": "requirements-' dist/backfile.cdx.json) packages with their hashes"
    ;;
audit)
    said=$("$VENV/bin/pip-audit" -r requirements.lock --require-hashes --disable-pip 2>&1) && bad=0 || bad=$?
    printf '%s\n' "$said"
    unknown=$(grep -c 'could not be audited' <<<"$said" || true)
    if [ "$unknown" -gt 0 ]; then
        say "$unknown packages could not be looked up: the list of vulnerabilities cannot be reached from here."
        exit 3 # what was not looked at is not called sound
    fi
    exit "$bad"
    ;;
*)
    say "usage: supply.sh sbom | audit"
    exit 2
    ;;
esac

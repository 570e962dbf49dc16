"""What is tracked knows nothing of the machine that it was written on."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MACHINE = re.compile(
    rb"(?<![\w.])/(?:work|root)/|(?<![\w.])/(?:home|Users)/[a-z]|[a-z0-9-]+\.(?:internal|local)\b(?!\w)"
    rb"|--(?:extra-)?index-url\s+\S|https?://[^\s\"']*(?:/simple/|artifactory|nexus)"
)
"""Folders of a machine, and hosts that packages were taken from."""
ITSELF = "tests/test_paths.py"


def tracked() -> list[Path]:
    """The files that git knows and that are there."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in listed.stdout.decode().split("\0") if name and (ROOT / name).is_file()]


def test_no_file_names_this_machine() -> None:
    """No tracked text holds a path of a machine or the host of a registry."""
    found = {}
    for path in tracked():
        content = path.read_bytes()
        if b"\0" not in content[:8000] and path.relative_to(ROOT).as_posix() != ITSELF:
            found[str(path.relative_to(ROOT))] = [match.group() for match in MACHINE.finditer(content)]
    assert not {name: hits for name, hits in found.items() if hits}


def test_the_lock_names_packages_and_hashes_only() -> None:
    """`requirements.lock` pins every package with its hash and says no place to take it from."""
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    assert "://" not in lock
    for entry in re.split(r"\n(?=\S)", lock.strip()):
        assert re.match(r"[\w.\[\]-]+==\S+", entry), entry[:80]
        assert "--hash=sha256:" in entry, entry[:80]


def test_nothing_that_is_made_is_tracked() -> None:
    """Environments, caches and results of runs stay out of the repository."""
    made = re.compile(r"(^|/)(\.venv|__pycache__|\.mypy_cache|demo-out|bench-out)(/|$)|\.sqlite-(wal|shm)$|\.pyc$")
    assert not [path for path in tracked() if made.search(path.relative_to(ROOT).as_posix())]


def test_tracked_files_are_small() -> None:
    """No file beyond 3 MB but the recogniser's weights, and the samples together at most 15."""
    sizes = {path.relative_to(ROOT).as_posix(): path.stat().st_size for path in tracked()}
    assert not {name: size for name, size in sizes.items() if size > (5 if name.endswith(".onnx") else 3) << 20}
    assert sum(size for name, size in sizes.items() if name.startswith("fixtures/")) <= 15 << 20

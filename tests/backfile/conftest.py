"""One run of a small binder for every test that only looks at what a run wrote."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

# Pytest imports each test file on its own (importlib mode), so the folder of the shared helpers is named here.
sys.path.append(str(Path(__file__).parent))

from paper import Answer, backfile, write_binder, write_list


@dataclass(frozen=True)
class Job:
    """A finished run: where it was, what it said, what it wrote."""

    folder: Path
    binder: Path
    digital: Path
    out: Path
    answer: Answer


@pytest.fixture(scope="session")
def job(tmp_path_factory: pytest.TempPathFactory) -> Job:
    """The small binder, run once with one worker and `--json`."""
    folder = tmp_path_factory.mktemp("job")
    binder, digital = write_binder(folder / "streets.pdf"), write_list(folder / "tickets.csv")
    out = folder / "out"
    answer = backfile("run", binder, "--records", digital, "--out", out, "--json", "--jobs", "1")
    return Job(folder, binder, digital, out, answer)

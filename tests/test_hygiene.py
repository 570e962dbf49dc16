"""Deferred imports stay deferred: looked at in a fresh process, the only way to know."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence

import pytest

from backfile.__main__ import VERBS

HEAVY = ("pandas", "cv2", "textual", "sqlalchemy", "pytesseract", "onnxruntime", "pdfplumber", "pypdfium2", "scipy")
"""What takes a tenth of a second or more to load."""
LOADED = (
    f"import sys; print(*[name for name in {(*HEAVY, 'numpy', 'pyarrow')!r} if name in sys.modules], file=sys.stderr)"
)


def loaded(code: str) -> tuple[set[str], str]:
    """Which heavy packages the code loads, and what it prints."""
    done = subprocess.run([sys.executable, "-c", f"{code}\n{LOADED}"], capture_output=True, text=True, check=True)
    return set(done.stderr.split()), done.stdout


def called(arguments: Sequence[str]) -> tuple[set[str], str]:
    """The same of the command."""
    return loaded(f"from backfile.__main__ import backfile; backfile.main({list(arguments)!r}, standalone_mode=False)")


@pytest.mark.parametrize("verb", VERBS)
def test_the_help_of_a_verb_is_light_and_has_an_example(verb: str) -> None:
    """`backfile VERB --help` shows an example of itself and loads nothing that takes long."""
    heavy, said = called([verb, "--help"])
    assert not heavy
    assert f"\n    backfile {verb}" in said.partition("Example")[2]


def test_the_help_names_every_verb_and_loads_none() -> None:
    """`backfile --help` lists what can be done without importing it."""
    heavy, said = called(["--help"])
    assert not heavy
    assert all(f"\n  {verb} " in said for verb in VERBS)


@pytest.mark.parametrize(
    ("module", "allowed"),
    [
        ("records.page", set()),
        ("records.fields", set()),
        ("records.finding", set()),
        ("records.errors", set()),
        ("records.sources", set()),
        ("backfile.executors", set()),
        ("backfile.extracts", set()),
        ("backfile.config", set()),
        ("matching", {"numpy"}),
        ("records.store", {"sqlalchemy"}),
    ],
)
def test_a_module_loads_only_what_it_needs(module: str, allowed: set[str]) -> None:
    """The nouns load nothing, and a worker that reads a list loads nothing that reads pages."""
    assert loaded(f"import {module}")[0] <= allowed

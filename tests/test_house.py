"""The house numbers of the code: what ruff does not count."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from statistics import median, quantiles

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = ("backfile", "tui", "digitize", "matching", "ocr", "records")
LONGEST_FUNCTION, LONGEST_FILE = 60, 500
LONG_FILES: dict[str, str] = {}
"""Files beyond the limit, each with the reason."""
BROAD = {
    "backfile/__main__.py": "the outermost boundary: a fault is said in words",
    "backfile/executors.py": "the page worker: whatever one page does, the run goes on",
}
"""Files that may catch everything, once, each with the reason."""
Function = ast.FunctionDef | ast.AsyncFunctionDef


def sources(*folders: str) -> list[Path]:
    """The Python files of some folders."""
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


@cache
def tree(path: Path) -> ast.Module:
    """A file's syntax tree."""
    return ast.parse(path.read_text("utf-8"))


def named(path: Path) -> str:
    """The path as people write it."""
    return path.relative_to(ROOT).as_posix()


def functions(path: Path) -> Iterator[Function]:
    """Every function of a file, those inside others too."""
    yield from (node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def length(function: Function) -> int:
    """The lines of a function's body without its docstring."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def test_no_function_is_longer_than_a_screen() -> None:
    """A body has at most 60 lines, half of them at most 6, and one in twenty more than 30."""
    lengths = {f"{named(path)}: {each.name}": length(each) for path in sources(*ROOMS) for each in functions(path)}
    assert not {name: lines for name, lines in lengths.items() if lines > LONGEST_FUNCTION}
    assert median(lengths.values()) <= 6
    assert quantiles(lengths.values(), n=20)[-1] <= 30


def test_no_file_is_longer_than_can_be_read_at_a_sitting() -> None:
    """A file of a room has at most 500 lines, but for catalogues."""
    lines = {named(path): len(path.read_text("utf-8").splitlines()) for path in sources(*ROOMS, "benchmarks")}
    assert {name for name, count in lines.items() if count > LONGEST_FILE} == set(LONG_FILES)
    assert median(lines.values()) <= 140


def test_asserts_are_in_tests_only() -> None:
    """What a user can do wrong is raised: `python -O` takes asserts away."""
    found = [
        f"{named(path)}:{node.lineno}"
        for path in sources(*ROOMS, "benchmarks")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Assert)
    ]
    assert not found


def test_everything_is_caught_in_few_places() -> None:
    """`except Exception` stands once in each place that says why, and nowhere else."""
    found = [named(path) for path in sources(*ROOMS) for node in ast.walk(tree(path)) if _broad(node)]
    assert sorted(found) == sorted(BROAD)


def _broad(node: ast.AST) -> bool:
    if not isinstance(node, ast.ExceptHandler):
        return False
    kinds = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
    return any(
        kind is None or (isinstance(kind, ast.Name) and kind.id in {"Exception", "BaseException"}) for kind in kinds
    )


def _public(body: list[ast.stmt], prefix: str) -> Iterator[tuple[str, Function | ast.ClassDef]]:
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield f"{prefix}{node.name}", node
            if isinstance(node, ast.ClassDef):
                yield from _public(node.body, f"{prefix}{node.name}.")


def test_every_public_name_says_what_it_is() -> None:
    """Public classes, functions and methods have docstrings; an overload may go without."""
    silent = [
        f"{named(path)}: {name}"
        for path in sources(*ROOMS, "benchmarks", "fixtures")
        for name, node in _public(tree(path).body, "")
        if not ast.get_docstring(node) and not any("overload" in ast.dump(each) for each in node.decorator_list)
    ]
    assert not silent


def test_every_test_says_its_rule() -> None:
    """A test's docstring is the rule that it holds."""
    silent = [
        f"{named(path)}: {each.name}"
        for path in sources("tests")
        for each in functions(path)
        if each.name.startswith("test_") and not ast.get_docstring(each)
    ]
    assert not silent


def test_nouns_are_frozen() -> None:
    """A dataclass in a file of `records` is frozen and slotted: values go from step to step and are never changed."""
    loose = [
        f"{named(path)}: {node.name}"
        for path in sorted((ROOT / "records").glob("*.py"))
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ClassDef) and any(_loose(each) for each in node.decorator_list)
    ]
    assert not loose


def _loose(decorator: ast.expr) -> bool:
    if isinstance(decorator, ast.Name):
        return decorator.id == "dataclass"
    if not isinstance(decorator, ast.Call) or not isinstance(decorator.func, ast.Name):
        return False
    said = {
        word.arg for word in decorator.keywords if isinstance(word.value, ast.Constant) and word.value.value is True
    }
    return decorator.func.id == "dataclass" and not {"frozen", "slots"} <= said


@pytest.mark.parametrize("room", ROOMS)
def test_a_module_that_nobody_imports_is_a_command_or_gone(room: str) -> None:
    """Every module is imported somewhere, but for commands, migrations and what is started by name."""
    everything = "\n".join(path.read_text("utf-8") for path in sources(*ROOMS, "benchmarks", "tests", "fixtures"))
    unused = []
    for path in sources(room):
        dotted = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        parent, _, name = dotted.rpartition(".")
        if name in {"__init__", "__main__", "env"} or "/commands/" in str(path) or "/versions/" in str(path):
            continue
        if f"{dotted} import" not in everything and f"import {dotted}" not in everything and dotted not in everything:
            unused += [] if f"from {parent} import" in everything and name in everything else [dotted]
    assert not unused

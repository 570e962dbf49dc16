"""The summary in words says every kind of finding and claims nothing that was not looked at."""

from __future__ import annotations

from pathlib import Path

import pytest

from backfile.problems import line_of, problem_of, reason_of, warning_of
from backfile.summary import WORDS, figures, words
from records.dataset import Dataset, FileProblem, SourceSummary
from records.errors import BadInput
from records.finding import Finding, FindingKind, FindingStatus, Severity


def dataset(*findings: Finding, lists: bool = True) -> Dataset:
    """A workspace with these findings and nothing else."""
    sources = (SourceSummary("tickets", "tickets.csv", 0, ()),) if lists else ()
    return Dataset((), (), (), sources, (), findings, ())


def finding(kind: FindingKind, status: FindingStatus = FindingStatus.OPEN) -> Finding:
    """A finding of a kind."""
    return Finding(f"{kind}-{status}", kind, Severity.LOW, 0.5, "Something.", status)


@pytest.mark.parametrize("kind", FindingKind)
def test_every_kind_of_finding_has_words(kind: FindingKind) -> None:
    """A kind that is found is counted in the summary, and in the figures by its name."""
    said = words(dataset(finding(kind)), Path("out"))
    assert f"  1  {WORDS[kind][0]}" in said
    assert figures(dataset(finding(kind)))[kind] == 1


def test_what_was_dismissed_is_not_counted() -> None:
    """A dismissed finding is no work any more."""
    some = dataset(finding(FindingKind.STUCK_PAGES, FindingStatus.DISMISSED))
    assert figures(some)["findings"] == 0
    assert "Nothing was found to look at." in words(some, Path("out"))


def test_without_a_list_nothing_is_said_of_lists() -> None:
    """Where there is nothing to compare with, the summary says just that."""
    said = words(dataset(lists=False), Path("out"))
    assert "no digital list was given to compare them with" in said
    assert "Nothing is missing" not in said


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        ("a.pdf: damaged: no pages", "damaged: no pages"),
        ("lists/a.pdf does not exist.", "does not exist"),
        ("No scans in a.pdf", "No scans"),
        ("took more than 3 seconds", "took more than 3 seconds"),
    ],
)
def test_name_reason_and_cure_are_said_once_each(message: str, reason: str) -> None:
    """Reason and cure are sentences of their own, and the name is not repeated in them."""
    problem = problem_of("a.pdf", BadInput(message, "Scan it again"), "lists/a.pdf")
    assert problem == FileProblem("a.pdf", reason, "Scan it again.")
    assert line_of(problem) == f"Not used: a.pdf: {reason}. Scan it again."
    assert reason_of(problem) == f"{reason}. Scan it again"


def test_a_warning_names_its_list_once() -> None:
    """The list's name stands before the warning and not in it."""
    assert warning_of("a", "lists/a.csv", "a.csv: no header.") == "a: no header."
    assert warning_of("Sheet", "lists/a.xlsx#Sheet", "3 rows are short.") == "Sheet: 3 rows are short."

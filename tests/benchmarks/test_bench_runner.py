"""The benchmark's tables, its sums, its clock, and what it does when a run fails."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from random import Random

import msgspec
import pytest

from benchmarks import run
from benchmarks.field_scores import FieldScore
from benchmarks.finding_scores import PLANTED, Retrieval
from benchmarks.samples import fresh_seeds
from benchmarks.scores import Scores, Share
from benchmarks.steps import Stopwatch, spread
from benchmarks.steps import table as steps_table
from benchmarks.summary import Measured, add, of_clean, report
from benchmarks.timing import run_timed

GOLDEN = Path(__file__).parent / "golden" / "bench.txt"


def scores(times: int) -> Scores:
    """Scores of a sample so many times as large as the smallest."""
    typed = FieldScore(
        total=20 * times,
        right=18 * times,
        lenient=19 * times,
        lost=times,
        made_up=times,
        unflagged=16 * times,
        unflagged_right=15 * times,
        flagged_right=3 * times,
    )
    return Scores(
        orders=Retrieval(9 * times, 11 * times, 10 * times),
        made_up_orders=times,
        numbers=Share(8 * times, 10 * times),
        fields={"typed": typed, "handwritten": FieldScore(), f"location/{times}": typed},
        items={"matched/typed": Share(3 * times, 4 * times), "matched/handwritten": Share()},
        pages=Share(12 * times, 12 * times),
        copies=Share(),
        assembled=Share(9 * times, 10 * times),
        links=Retrieval(7 * times, 7 * times, 8 * times),
        findings={kind: Retrieval(times, 2 * times, times) for kind in PLANTED[:2]},
        extra_findings={"unmapped_column": times},
    )


MEASURED = [
    Measured("sample", 12, 10.0, 18.0, 1.2, 300, scores(1)),
    Measured("seed-11", 24, 20.0, 48.0, 1.2, 320, scores(2)),
]


def test_the_tables_read_as_they_always_do() -> None:
    """One row a sample, then the sum of all: exactly the bytes of the golden file."""
    assert "\n".join(report(MEASURED)) + "\n" == GOLDEN.read_text(encoding="utf-8")


def test_what_clean_samples_raise_is_told() -> None:
    """Each finding that a clean sample raises is named with its kind; of samples with faults nothing is said."""
    clean = replace(MEASURED[0], name="clean-7")
    assert list(of_clean(MEASURED)) == []
    kinds = ", ".join(f"{kind} 1" for kind in sorted((*PLANTED[:2], "unmapped_column")))
    assert list(of_clean([*MEASURED, clean])) == ["", f"1 clean samples raised: {kinds}"]
    quiet = replace(clean, scores=replace(clean.scores, findings={}, extra_findings={}))
    assert list(of_clean([quiet])) == ["", "1 clean samples raised: nothing"]


def test_samples_add_up_count_by_count() -> None:
    """Each count of the sum is the sum of the counts; what only one sample has is kept."""
    both = add([scores(1), scores(2)])
    assert both.orders == Retrieval(27, 33, 30)
    assert both.fields["typed"] == add([scores(3)]).fields["typed"]
    assert both.fields["location/1"] == scores(1).fields["location/1"]
    assert both.extra_findings == {"unmapped_column": 3}


def test_scores_survive_their_file(tmp_path: Path) -> None:
    """results.json holds every count."""
    path = tmp_path / "results.json"
    run._write(MEASURED, path)
    held = msgspec.json.decode(path.read_bytes(), type=run.Report)
    assert held.samples == tuple(MEASURED)
    assert held.all == add([one.scores for one in MEASURED])


def test_a_commands_time_is_its_own_and_its_childrens(tmp_path: Path) -> None:
    """A child that works counts with the command that started it, and the exit code is told."""
    child = "import time\nend = time.process_time() + 0.3\nwhile time.process_time() < end: pass"
    program = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}]); print('said'); sys.exit(3)"
    took = run_timed([sys.executable, "-c", program], tmp_path / "log")
    assert took.code == 3
    assert took.cpu >= 0.3
    assert (tmp_path / "log").read_text(encoding="utf-8") == "said\n"


def test_fresh_seeds_are_of_no_work_on_the_program() -> None:
    """By lot, each once, above every seed that was ever looked at; the same lot draws the same."""
    drawn = fresh_seeds(5, Random(4))
    assert len(set(drawn)) == 5
    assert min(drawn) >= 10_000
    assert drawn == fresh_seeds(5, Random(4))
    assert drawn != fresh_seeds(5, Random(5))


def test_a_failed_run_is_said_and_the_others_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A sample that does not get through is named on stderr with its log, and the exit code says so."""
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin" / "backfile"
    program.write_text("#!/bin/sh\nexit 3\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "bin" / "python"))
    monkeypatch.setattr(sys, "argv", ["run", "--seeds", "", "--sample", "--out", str(tmp_path / "out")])
    assert run.main() == 1
    said = capsys.readouterr().err
    assert "sample: the run ended with exit code 3" in said
    assert "run.log" in said


def test_a_step_is_timed_without_the_steps_inside_it() -> None:
    """Of five ticks, two are the inner step's."""
    ticks = iter([0.0, 2.0, 4.0, 5.0])
    stopwatch = Stopwatch(lambda: next(ticks))
    inner = stopwatch.watched("inner", lambda: None)
    with stopwatch.step("outer"):
        inner()
    assert dict(stopwatch.seconds) == {"inner": 2.0, "outer": 3.0}
    assert list(steps_table(stopwatch, 2))[1].split() == ["outer", "1500", "60.0%", "0.5"]


@pytest.mark.parametrize(("count", "wanted", "places"), [(5, 12, [0, 1, 2, 3, 4]), (10, 3, [0, 3, 6]), (1, 1, [0])])
def test_sampled_pages_are_spread_evenly(count: int, wanted: int, places: list[int]) -> None:
    """All of them where there are few."""
    assert spread(count, wanted) == places

"""`link` and `dedupe` on tables of anything, and `explain`: right answers, and clear words about bad input."""

from __future__ import annotations

import csv
import json
import random
import shutil
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from paper import backfile

from backfile.workspace import open_workspace
from records.decision import Action, Decision, Subject, SubjectKind

PEOPLE = ["id", "first name", "last name", "born", "town", "note"]
_FIRST = ["Anna", "Benedict", "Carla", "Dominik", "Elena", "Frederick", "Grace", "Henrietta", "Igor", "Josephine"]
_LAST = ["Abernathy", "Bellweather", "Castellan", "Dunmore", "Eastlake", "Farrow", "Grimaldi", "Hathersage", "Ingram"]
_TOWNS = ["Quillfeather", "Marrowby", "Stonebridge", "Ashford", "Lindenau"]


def people(seed: int, count: int) -> list[list[str]]:
    """Invented people, each with an id."""
    dice = random.Random(seed)
    return [
        [
            str(n),
            dice.choice(_FIRST),
            dice.choice(_LAST),
            f"{dice.randint(1930, 2005)}-{dice.randint(1, 12):02d}-{dice.randint(1, 28):02d}",
            dice.choice(_TOWNS),
            "",
        ]
        for n in range(count)
    ]


def misspelt(dice: random.Random, person: Sequence[str], prefix: str) -> list[str]:
    """The same person with a letter lost in one name and another id."""
    found = [f"{prefix}{person[0]}", *person[1:]]
    place = dice.choice((1, 2))
    at = dice.randrange(1, len(found[place]))
    found[place] = found[place][:at] + found[place][at + 1 :]
    return found


def write(path: Path, header: Sequence[str], rows: Sequence[Sequence[str]]) -> Path:
    """A CSV file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)
    return path


def read(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_people_are_linked_though_misspelt(tmp_path: Path) -> None:
    """Of 150 people on both lists and 50 on one alone, at least 97 of 100 links are found and right."""
    dice, everyone = random.Random(3), people(11, 250)
    left = write(tmp_path / "left.csv", PEOPLE, everyone[:200])
    right = write(tmp_path / "right.csv", PEOPLE, [misspelt(dice, person, "B") for person in everyone[50:]])
    assert backfile("link", left, right, "--out", tmp_path / "out").code == 0
    links = {(row["left_id"], row["right_id"]) for row in read(tmp_path / "out" / "links.csv")}
    truth = {(str(n), f"B{n}") for n in range(50, 200)}
    assert 2 * len(links & truth) / (len(links) + len(truth)) >= 0.97
    model = json.loads((tmp_path / "out" / "model.json").read_text())
    kinds = {each["field"]: each["kind"] for each in model["comparisons"]}
    assert kinds["born"] == "date"
    assert "note" not in kinds


def test_people_who_are_there_twice_are_clustered(tmp_path: Path) -> None:
    """Each record is in one cluster, and those of one person share theirs."""
    dice, everyone = random.Random(5), people(12, 200)
    rows = [*everyone, *(misspelt(dice, person, "B") for person in everyone[:60])]
    table = write(tmp_path / "people.csv", PEOPLE, rows)
    assert backfile("dedupe", table, "--out", tmp_path / "out").code == 0
    found = {row["record_id"]: row["cluster_id"] for row in read(tmp_path / "out" / "clusters.csv")}
    assert list(found) == [row[0] for row in rows]
    assert sum(found[f"B{n}"] == str(n) for n in range(60)) >= 57
    assert len(set(found.values())) >= 195
    bonds = read(tmp_path / "out" / "bonds.csv")
    assert len(bonds) == sum(1 for count in Counter(found.values()).values() if count > 1)
    assert all(found[bond["record_id"]] == found[bond["other_id"]] == bond["cluster_id"] for bond in bonds)


def test_columns_and_ids_can_be_named(tmp_path: Path) -> None:
    """`--columns a=b` pairs columns of different names, `--id a=b` names the ids."""
    everyone = people(13, 60)
    left = write(tmp_path / "left.csv", ["key no", "given", "family", "dob"], [row[:4] for row in everyone])
    right = write(tmp_path / "right.csv", ["ref", "fn", "ln", "birth"], [[f"R{row[0]}", *row[1:4]] for row in everyone])
    named = ("--id", "key no=ref", "--columns", "given=fn,family=ln,dob=birth")
    assert backfile("link", left, right, *named, "--out", tmp_path / "out").code == 0
    links = {(row["left_id"], row["right_id"]) for row in read(tmp_path / "out" / "links.csv")}
    assert len(links & {(str(n), f"R{n}") for n in range(60)}) >= 58


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--columns", "surname"), "no column 'surname'"),
        (("--id", "nothing"), "no column 'nothing'"),
        (("--id", "town"), "more than once"),
    ],
)
def test_a_column_that_is_not_there_is_named(tmp_path: Path, options: tuple[str, str], said: str) -> None:
    """What the command line asks for and the table has not is said, with the columns that there are."""
    table = write(tmp_path / "people.csv", PEOPLE, people(1, 20))
    answer = backfile("dedupe", table, *options, "--out", tmp_path / "out")
    assert answer.code in {2, 3}
    assert said in answer.err


def test_tables_without_a_common_column(tmp_path: Path) -> None:
    """Two tables that share no header are refused, with the cure."""
    left, right = write(tmp_path / "a.csv", ["one"], [["x"]]), write(tmp_path / "b.csv", ["two"], [["x"]])
    answer = backfile("link", left, right, "--out", tmp_path / "out")
    assert answer.code == 2
    assert "no column in common" in answer.err
    assert "--columns" in answer.err


def test_a_table_without_rows(tmp_path: Path) -> None:
    """A header alone is no table, and that is said."""
    table = write(tmp_path / "empty.csv", PEOPLE, [])
    answer = backfile("dedupe", table, "--out", tmp_path / "out")
    assert answer.code == 3
    assert "no row" in answer.err


def _tables(rows: int) -> dict[str, Any]:
    equal = [[str(n), "Anna", "Farrow", "1970-01-01", "Ashford", ""] for n in range(rows)]
    huge = [[*row[:5], "leak " * 200_000 if n == 3 else "x"] for n, row in enumerate(people(2, 80))]
    mixed = [[row[0], row[1], "{}", str(n / 7), "12/31/1999", "NaN"] for n, row in enumerate(equal)]
    return {
        "one record": people(1, 1),
        "all equal": equal,
        "all empty": [[str(n), "", "", "", "", ""] for n in range(rows)],
        "a megabyte in a cell": huge,
        "mixed types": mixed,
    }


@pytest.mark.parametrize("name", list(_tables(2)))
def test_odd_tables_get_an_answer_in_time(tmp_path: Path, name: str) -> None:
    """One record, equal, empty, huge or mixed cells: every record is answered for, and nothing hangs."""
    rows = _tables(2500)[name]
    table = write(tmp_path / "odd.csv", PEOPLE, rows)
    started = time.monotonic()
    assert backfile("dedupe", table, "--out", tmp_path / "d").code == 0
    assert backfile("link", table, table, "--out", tmp_path / "l").code == 0
    assert time.monotonic() - started < 60
    assert len(read(tmp_path / "d" / "clusters.csv")) == len(rows)


def test_numbers_that_a_spreadsheet_made_floats_of(tmp_path: Path) -> None:
    """104512 and 104512.0 are one number."""
    dice = random.Random(9)
    numbers = dice.sample(range(100_000, 999_999), 120)
    left = write(tmp_path / "a.csv", ["number"], [[str(n)] for n in numbers])
    right = write(tmp_path / "b.csv", ["number"], [[f"{n}.0"] for n in numbers])
    assert backfile("link", left, right, "--out", tmp_path / "out").code == 0
    links = [(row["left_id"], row["right_id"]) for row in read(tmp_path / "out" / "links.csv")]
    assert sum(one == other for one, other in links) >= 118


def test_an_id_that_a_spreadsheet_would_run(tmp_path: Path) -> None:
    """Ids are made harmless where they are written."""
    rows = [[f"=cmd|{row[0]}", *row[1:]] for row in people(4, 30)]
    table = write(tmp_path / "people.csv", PEOPLE, rows)
    assert backfile("dedupe", table, "--out", tmp_path / "out").code == 0
    assert all(row["record_id"].startswith("'=") for row in read(tmp_path / "out" / "clusters.csv"))


def test_a_link_is_explained(job: Any) -> None:
    """Each field says what it adds, and the sum stands below."""
    order, record = (read(job.out / "matches.csv")[0][name] for name in ("order_id", "record_id"))
    answer = backfile("explain", order, record, "-w", job.out)
    assert answer.code == 0
    lines = answer.out.splitlines()
    weights = [float(line[36:45]) for line in lines[1:] if line.startswith("  ") and not line.startswith("  rival")]
    assert sum(weights[:-1]) == pytest.approx(weights[-1], abs=0.6)
    assert any("Order number: same" in line for line in lines)


def test_what_people_said_is_explained(job: Any, tmp_path: Path) -> None:
    """Who called the pair another order, when and why stands below the fields, and its weight among them."""
    folder = shutil.copytree(job.out / "workspace", tmp_path / "out")
    match = read(job.out / "matches.csv")[0]
    subject = Subject(SubjectKind.MATCH, match["order_id"], f"{match['source']}/{match['record_id']}")
    plain = backfile("explain", match["order_id"], match["record_id"], "-w", folder).out
    assert "said" not in plain
    with open_workspace(folder) as workspace:
        wrong = Decision(subject, Action.DISMISS, "ann", "2026-03-04T10:00:00+00:00", reason="other\x1b[2Jhouse")
        first = workspace.store.decide(wrong)
        said = backfile("explain", match["order_id"], match["record_id"], "-w", folder).out
        back = Decision(subject, Action.UNDO, "ben", "2026-03-05T10:00:00+00:00", undo_of=first.sequence)
        workspace.store.decide(back)
    assert "2026-03-04 ann said: not the same order: other" in said
    assert "\x1b" not in said
    assert "it rules it out" in said
    undone = backfile("explain", match["order_id"], match["record_id"], "-w", folder).out
    assert "taken back" in undone
    assert "2026-03-05 ben said: takes back what was said" in undone
    assert "it rules it out" not in undone


def test_what_cannot_be_explained_is_named(job: Any) -> None:
    """An order or record that is not there is said, with one like it."""
    order = read(job.out / "matches.csv")[0]["order_id"]
    answer = backfile("explain", order, "no such record", "-w", job.out)
    assert answer.code == 2
    assert "no record 'no such record'" in answer.err

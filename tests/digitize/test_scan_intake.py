"""Which files make which binder, and in what order their pages stand."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitize.intake import Binder, ScanFile, find_binders, list_pages, passed_over
from records.errors import BadInput
from records.natural import natural


def files(folder: Path, *names: str) -> Path:
    """A folder with empty files of these names."""
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return folder


def names(binders: tuple[Binder, ...]) -> dict[str, list[str]]:
    """The files of each binder."""
    return {binder.name: [path.name for path in binder.files] for binder in binders}


def test_a_file_is_a_binder_of_its_name(tmp_path: Path) -> None:
    """A PDF is one binder, named like the file without its extension."""
    files(tmp_path, "streets 2019.pdf")
    assert names(find_binders([tmp_path / "streets 2019.pdf"])) == {"streets 2019": ["streets 2019.pdf"]}


def test_a_folder_of_images_is_one_binder_in_natural_order(tmp_path: Path) -> None:
    """Page-2 comes before page-10."""
    folder = files(tmp_path / "signs", "page-10.png", "page-2.jpg", "page-1.PNG", "notes.txt")
    assert names(find_binders([folder])) == {"signs": ["page-1.PNG", "page-2.jpg", "page-10.png"]}


def test_a_folder_of_scans_is_a_binder_each(tmp_path: Path) -> None:
    """Each PDF or TIFF of a folder is a binder of its own, and its images are one more."""
    folder = files(tmp_path / "scans", "b.pdf", "a.tiff", "1.png", "sub/c.pdf")
    assert names(find_binders([folder])) == {"scans": ["1.png"], "a": ["a.tiff"], "b": ["b.pdf"], "c": ["c.pdf"]}


def test_binders_of_one_name_are_told_apart(tmp_path: Path) -> None:
    """Two binders never have one name, for pages are named by it."""
    files(tmp_path, "north/log.pdf", "south/log.pdf", "west/log.pdf")
    found = find_binders([tmp_path / place / "log.pdf" for place in ("north", "south", "west")])
    assert len({binder.name for binder in found}) == 3
    assert found[0].name == "log"


def test_hidden_and_unfinished_files_are_left_alone(tmp_path: Path) -> None:
    """Files that the system or another program hides are no scans."""
    folder = files(tmp_path / "scans", ".DS_Store.png", "~$a.pdf", "1.png")
    assert names(find_binders([folder])) == {"scans": ["1.png"]}


def test_what_is_no_scan_is_passed_over_by_name(tmp_path: Path) -> None:
    """Each file of a folder is in one binder or passed over, hidden folders' files too; a name that begins with two
    dots hides nothing.
    """
    folder = files(
        tmp_path / "scans", ".DS_Store", "._a.pdf", "~$list.xlsx", "Thumbs.db", "b.pdf.part", "..%2fpasswd.png",
        "a.pdf", "1.png", "list.csv", "sub/c.pdf", "sub/desktop.ini", ".git/d.pdf", "odd"
    )  # fmt: skip
    binders = names(find_binders([folder]))
    taken = sorted(name for members in binders.values() for name in members)
    assert taken == ["..%2fpasswd.png", "1.png", "a.pdf", "c.pdf", "odd"]
    left = sorted(file.name for file in passed_over([folder]))
    assert left == sorted({file.name for file in folder.rglob("*") if file.is_file()} - set(taken))


def test_a_missing_path_is_named(tmp_path: Path) -> None:
    """A path that is not there stops the command with its name and a cure."""
    with pytest.raises(BadInput, match=r"nowhere\.pdf") as caught:
        find_binders([tmp_path / "nowhere.pdf"])
    assert caught.value.cure


def test_a_folder_without_scans_is_named(tmp_path: Path) -> None:
    """A folder in which nothing could be a scan is an error, not an empty result."""
    with pytest.raises(BadInput, match="scans"):
        find_binders([files(tmp_path / "scans", "readme.txt")])


def test_a_link_to_its_own_folder_ends(tmp_path: Path) -> None:
    """A folder that holds a link to itself is walked once."""
    folder = files(tmp_path / "scans", "1.png")
    (folder / "again").symlink_to(folder, target_is_directory=True)
    assert names(find_binders([folder])) == {"scans": ["1.png"]}


def test_pages_are_numbered_through_the_files(tmp_path: Path) -> None:
    """A binder's pages count from 1 through all of its files; each knows its place in its own."""
    counts = {"a.tif": 2, "b.png": 1, "c.tif": 2}
    binder = Binder("x", tuple(tmp_path / name for name in counts))
    pages = list_pages(binder, lambda path: ScanFile(path, "0" * 64, counts[path.name]))
    assert [(page.number, Path(page.path).name, page.index) for page in pages] == [
        (1, "a.tif", 0),
        (2, "a.tif", 1),
        (3, "b.png", 0),
        (4, "c.tif", 0),
        (5, "c.tif", 1),
    ]


@given(st.lists(st.text(max_size=8), max_size=8, unique=True), st.randoms())
def test_names_have_one_order(texts: list[str], chance: Random) -> None:
    """Whatever files are called, a folder that lists them in another order gives the same binder."""
    shuffled = chance.sample(texts, len(texts))
    assert sorted(shuffled, key=natural) == sorted(texts, key=natural)


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_numbers_in_names_count_as_numbers(one: int, other: int) -> None:
    """Names that differ in a number stand in its order."""
    assert (natural(f"page-{one}.png") < natural(f"page-{other}.png")) == (one < other)

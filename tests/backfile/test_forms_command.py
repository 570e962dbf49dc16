"""The forms that a binder teaches, at the command: learned, shown, confirmed, and obeyed by the next reading."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import pytest
from paper import Answer, backfile
from PIL import Image, ImageDraw, ImageFont

from backfile.steps import Scanned, scan
from backfile.workspace import make_workspace, open_workspace

CAPTIONS = {"Order No.": (120, 260), "Date Received": (850, 260), "Location": (120, 430), "Telephone": (120, 600)}
STREETS = ("12 Canal Street", "305 Mill Road", "7 Harbor Avenue", "18 Union Street", "99 Orchard Lane")


def sheet(place: int) -> Image.Image:
    """A page of the form, filled in, at 200 dots to the inch."""
    page = Image.new("L", (1700, 2200), 255)
    pen = ImageDraw.Draw(page)
    pen.text((560, 100), "STREET WORK ORDER", fill=0, font=ImageFont.load_default(50))
    filled = (f"WO-2021-{411 + place:05}", f"03/{10 + place:02}/2021", STREETS[place], f"617-555-01{10 + 7 * place}")
    for (caption, (left, top)), value in zip(CAPTIONS.items(), filled, strict=True):
        right = 1580 if caption == "Location" or left > 500 else 850
        pen.rectangle((left, top, right, top + 170), outline=0, width=3)
        pen.text((left + 12, top + 8), caption, fill=0, font=ImageFont.load_default(26))
        pen.text((left + 30, top + 80), value, fill=20, font=ImageFont.load_default(44))
    return page


@dataclass(frozen=True)
class City:
    """A workspace whose binder's form was learned."""

    folder: Path
    binder: Path
    answer: Answer

    @property
    def file(self) -> Path:
        """The form's file."""
        return self.folder / "forms" / "street-work-order.toml"


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> City:
    """Five pages of one form."""
    folder = tmp_path_factory.mktemp("forms")
    binder = folder / "streets"
    binder.mkdir()
    for place in range(5):
        sheet(place).save(binder / f"{place}.png", dpi=(200, 200))
    learned = backfile("forms", "learn", binder, "-w", folder / "city", "--jobs", "1")
    return City(folder / "city", binder, learned)


def test_a_binder_teaches_its_form(city: City) -> None:
    """The command says what it found, and writes it where a person can read it."""
    assert city.answer.code == 0, city.answer.err
    for caption, field in {"Order No.": "order_number", "Location": "location"}.items():
        assert any(caption in line and field in line for line in city.answer.out.splitlines())
    assert 'label = "Telephone"' in city.file.read_text(encoding="utf-8")
    assert "confirm" in city.answer.err


def test_a_form_that_would_be_learned_otherwise_now_is_said_and_learned_again(city: City, tmp_path: Path) -> None:
    """A file of an older version is obeyed, said to be outdated with what differs, and renewed by `forms learn`."""
    folder = shutil.copytree(city.folder, tmp_path / "town")
    file = folder / "forms" / "street-work-order.toml"
    learned = file.read_text(encoding="utf-8")
    marks = next(line for line in learned.splitlines() if line.startswith("as_learned"))
    older = learned.replace(marks + "\n", "").replace('field = "location"', 'field = "asset"')
    file.write_text(older, encoding="utf-8")
    run = backfile("scan", city.binder, "-w", folder, "--jobs", "1")
    for answer in (run, backfile("forms", "show", "street-work-order", "-w", folder)):
        assert "would be learned otherwise now" in answer.err
        assert "Location: is taken for location and not for asset" in answer.err
        assert "backfile forms learn" in answer.err
    assert 'field = "asset"' in file.read_text(encoding="utf-8")
    assert backfile("forms", "learn", city.binder, "-w", folder, "--jobs", "1").code == 0
    assert file.read_text(encoding="utf-8") == learned.replace("version = 1", "version = 2")
    assert "otherwise" not in backfile("forms", "show", "street-work-order", "-w", folder).err


def test_what_a_person_says_is_obeyed(city: City) -> None:
    """A field named by its printed words is read as such from then on; the form's name stays."""
    said = backfile("forms", "confirm", "street-work-order", "Telephone=account", "-w", city.folder)
    assert said.code == 0, said.err
    text = city.file.read_text(encoding="utf-8")
    assert "version = 2" in text and "confirmed = false" not in text
    assert backfile("scan", city.binder, "-w", city.folder, "--jobs", "1").code == 0
    shown = backfile("forms", "show", "street-work-order", "-w", city.folder, "--picture", city.folder / "form.png")
    assert shown.code == 0, shown.err
    (row,) = [line for line in shown.out.splitlines() if "Telephone" in line]
    assert "account" in row and "5 of 5" in row and "yes" in row
    picture = cv2.imread(str(city.folder / "form.png"))
    assert picture is not None
    tinted = (picture.astype(int).max(axis=2) - picture.astype(int).min(axis=2)) > 20
    assert 0.02 < float(np.mean(tinted)) < 0.3
    assert backfile("forms", "show", "-w", city.folder).out.startswith("street-work-order")


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("show", "street-work-ordr"), "Did you mean street-work-order?"),
        (("confirm", "street-work-order", "Fax=asset"), "no field 'Fax'"),
        (("confirm", "street-work-order", "Fax"), "LABEL=FIELD"),
    ],
)
def test_a_mistake_is_said_with_its_cure(city: City, arguments: tuple[str, ...], complaint: str) -> None:
    """Nothing is changed by a command that was not understood."""
    before = city.file.read_bytes()
    answer = backfile("forms", *arguments, "-w", city.folder)
    assert answer.code == 2
    assert complaint in answer.err
    assert city.file.read_bytes() == before


def test_a_workspace_without_forms_says_how_to_learn_one(tmp_path: Path) -> None:
    """The first thing that a person tries."""
    backfile("init", tmp_path / "new")
    assert "backfile forms learn" in backfile("forms", "show", "-w", tmp_path / "new").out


def test_files_of_one_paper_teach_their_form_together(tmp_path: Path) -> None:
    """Four files of a page each teach the form; a fifth that comes later is read by it, and nothing is read again."""
    papers, folder = tmp_path / "papers", tmp_path / "city"
    papers.mkdir()
    for place in range(4):
        sheet(place).save(papers / f"{place}.pdf", resolution=200)
    first = scanned(papers, folder)
    assert (first.pages, first.read) == (4, 4)
    file = folder / "forms" / "street-work-order.toml"
    assert 'binder = "the short files"' in file.read_text(encoding="utf-8")
    sheet(4).save(papers / "4.pdf", resolution=200)
    later = scanned(papers, folder)
    assert (later.pages, later.read) == (5, 1)
    (papers / "0.pdf").unlink()
    assert scanned(papers, folder).read == 0
    shown = backfile("forms", "show", "street-work-order", "-w", folder).out
    (row,) = [line for line in shown.splitlines() if "Location" in line]
    assert "5 of 5" in row


def scanned(papers: Path, folder: Path) -> Scanned:
    """What a scan of the papers did."""
    make_workspace(folder, folder.name)
    with open_workspace(folder) as workspace:
        return scan(workspace, [papers], 1, keep_others=True)

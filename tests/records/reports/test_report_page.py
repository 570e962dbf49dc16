"""The report as a page: well formed, without scripts, with a table for each chart, and the same bytes each time."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import cast

import pytest

from records.dataset import Dataset
from records.finding import Finding, FindingKind, Severity
from records.reports import write_gap_report
from records.reports.content import gap_report
from records.reports.html import BRIEF, LIMIT, render
from records.reports.places import Neighbour, Place

VOID = frozenset({"meta", "img", "br", "hr", "link", "input"})
DRAWN = frozenset({"rect", "line", "circle", "path"})
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(40))


class Page(HTMLParser):
    """Reads a page and refuses what is not nested rightly."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)
        self.close()
        assert not self.open, f"never closed: {self.open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Opens a tag."""
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Opens and closes a tag."""
        assert tag in VOID | DRAWN, f"<{tag}/> is not closed in HTML"
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        """Closes the tag opened last."""
        assert self.open and self.open.pop() == tag, f"</{tag}> closes another tag"

    def count(self, tag: str) -> int:
        """How many tags of that name there are."""
        return sum(name == tag for name, _ in self.tags)


def thumbnail(binder: str, page: int) -> bytes:
    """A picture of any page."""
    del binder, page
    return PNG


@pytest.fixture(params=["rich", "clean", "empty"])
def dataset(request: pytest.FixtureRequest) -> Dataset:
    """Each of the made-up workspaces."""
    return cast(Dataset, request.getfixturevalue(request.param))


def test_well_formed(dataset: Dataset) -> None:
    """Every tag that opens is closed in its turn."""
    page = Page(render(gap_report(dataset), thumbnail))
    assert page.count("h1") == page.count("main") == page.count("html") == 1


def test_nothing_runs_and_nothing_is_loaded(dataset: Dataset) -> None:
    """No scripts, no handlers, no addresses but data, and a policy that forbids all else."""
    page = Page(render(gap_report(dataset), thumbnail))
    assert {tag for tag, _ in page.tags}.isdisjoint({"script", "iframe", "object", "embed", "form", "link", "base"})
    for tag, attributes in page.tags:
        assert not [name for name in attributes if name.startswith("on") or name == "style"]
        for name in ("src", "href"):
            address = attributes.get(name) or ""
            assert address.startswith(("data:image/png;base64,", "#")) or name not in attributes, (tag, address)
    policies = [attributes.get("content") for tag, attributes in page.tags if "http-equiv" in attributes]
    assert policies == [POLICY]


def test_every_chart_has_its_table(rich: Dataset) -> None:
    """A drawing with a title is followed by its figures in a table before the next drawing comes."""
    html = render(gap_report(rich))
    drawings = [place.start() for place in re.finditer(r'<svg [^>]*role="img"', html)]
    assert len(drawings) == 3
    for start, end in zip(drawings, [*drawings[1:], len(html)], strict=True):
        assert re.search(r"</figure>\s*<details[^>]*><summary>The figures of this chart", html[start:end])
        assert "<table" in html[start:end]


def test_drawings_have_names(rich: Dataset) -> None:
    """Each drawing is named for those who cannot see it, and ids are used once."""
    page = Page(render(gap_report(rich)))
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    for tag, attributes in page.tags:
        if tag == "svg" and attributes.get("role") == "img":
            assert attributes["aria-labelledby"] in ids
        if tag == "a" and "href" in attributes:
            assert (attributes["href"] or "").removeprefix("#") in ids


def test_tables_can_be_read_aloud(dataset: Dataset) -> None:
    """Each table has a caption and headers with a scope; the page has a language."""
    page = Page(render(gap_report(dataset)))
    assert page.count("table") == page.count("caption")
    assert all(attributes.get("scope") in {"col", "row", "rowgroup"} for tag, attributes in page.tags if tag == "th")
    assert [attributes.get("lang") for tag, attributes in page.tags if tag == "html"] == ["en"]


def test_headings_do_not_skip(rich: Dataset) -> None:
    """After an h1 comes an h2, after an h2 an h2 or h3."""
    levels = [int(tag[1]) for tag, _ in Page(render(gap_report(rich))).tags if re.fullmatch(r"h\d", tag)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_pictures_of_the_neighbours(rich: Dataset) -> None:
    """Each place has the pictures of its neighbours with words for those who cannot see them; None leaves them out."""
    page = Page(render(gap_report(rich), thumbnail))
    shown = [attributes["alt"] for tag, attributes in page.tags if tag == "img"]
    assert shown[:2] == ["scan 11 (WO-2019-00411)", "scan 14 (WO-2019-00414)"]
    assert len(shown) == sum(len(place.neighbours) for place in gap_report(rich).places)
    assert Page(render(gap_report(rich), lambda *_: None)).count("img") == 0
    assert Page(render(gap_report(rich), lambda *_: b"<svg onload=alert(1)>")).count("img") == 0


def test_same_input_same_bytes(rich: Dataset, tmp_path: Path) -> None:
    """Written twice, the report is the same byte for byte, and says nothing of today."""
    first, second = (write_gap_report(rich, tmp_path / name, thumbnail) for name in ("a.html", "b.html"))
    assert first.read_bytes() == second.read_bytes()
    assert "Made on" not in first.read_text(encoding="utf-8")
    dated = write_gap_report(rich, tmp_path / "c.html", made_on="2020-05-04")
    assert dated.read_text(encoding="utf-8").count("2020-05-04") == 2


def test_written_whole_or_not_at_all(rich: Dataset, tmp_path: Path) -> None:
    """Where writing fails, the old report stays as it was and nothing is left lying about."""
    path = tmp_path / "report.html"
    path.write_text("the old one")

    def broken(binder: str, page: int) -> bytes:
        raise OSError(f"{binder} {page}: no space left")

    with pytest.raises(OSError, match="no space left"):
        write_gap_report(rich, path, broken)
    assert path.read_text() == "the old one"
    assert [found.name for found in tmp_path.iterdir()] == ["report.html"]


def test_makes_the_folder(empty: Dataset, tmp_path: Path) -> None:
    """The folder is made where it is missing, and the file is as readable as any other."""
    path = write_gap_report(empty, tmp_path / "out" / "report.html")
    (tmp_path / "other").touch()
    assert path.stat().st_mode == (tmp_path / "other").stat().st_mode


def test_long_lists_are_cut_and_say_so(rich: Dataset) -> None:
    """The page shows the first fifty and says how many there are and where the rest is."""
    many = tuple(
        Finding(f"f{number}", FindingKind.SEQUENCE_GAP, Severity.HIGH, 0.9, "", order_number=f"WO-{number:05}")
        for number in range(1_234)
    )
    html = render(gap_report(replace(rich, findings=many)))
    assert f"The first {LIMIT} of 1,234; all of them are in findings.csv" in html
    assert "WO-00049" in html
    assert "WO-00050" not in html


def test_nothing_is_rounded_to_all(rich: Dataset) -> None:
    """A certainty of 0.99996 and a share of 0.9996 are not shown as 100 %."""
    sure = tuple(replace(found, certainty=0.99996) for found in rich.findings)
    html = render(gap_report(replace(rich, findings=sure)))
    assert not re.search(r"(?<![\d.])100(\.0)?[\s\u00a0]%", html)


def test_clean_binder_says_that_nothing_is_missing(clean: Dataset) -> None:
    """The good news stands at the top and in each section."""
    html = render(gap_report(clean))
    for words in (
        "Nothing is missing, and nothing is there twice.",
        "There is no place to look at.",
        "No value differs.",
    ):
        assert words in html


def contrast(first: str, second: str) -> float:
    """The contrast of two colours as WCAG 2.1 defines it."""

    def luminance(colour: str) -> float:
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_colours_can_be_told_from_the_paper() -> None:
    """Text has a contrast of 4.5 at least, as WCAG 2.1 AA asks: on white, and white or ink on the bars."""
    style = (Path(__file__).parents[3] / "records/reports/gap_report.css").read_text(encoding="utf-8")
    colours = dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", style))
    assert all(contrast(colours[name], "#ffffff") >= 4.5 for name in ("ink", "soft", "alarm", "digital", "paper"))
    assert contrast(colours["ink"], colours["matched"]) >= 4.5


def test_the_head_says_where_to_look_and_what_it_does(rich: Dataset) -> None:
    """The first places lead to their cards, and a measure that the paper moves stands there before and after."""
    report = gap_report(rich)
    page = render(report)
    head = page[: page.index("<main>")]
    cards = {attributes.get("id") for _, attributes in Page(page).tags}
    led = re.findall(r'href="#(place-\d+)"', head)
    assert led == [f"place-{place.number}" for place in report.places[:BRIEF]]
    assert set(led) <= cards
    assert report.headline.moved
    for one in report.headline.moved:
        assert one.before != one.after
    figures = {one.label: one for one in rich.measures if one.overall}
    moved = {label for label, one in figures.items() if one.digital is not None and one.digital != one.recovered}
    assert {one.label for one in report.headline.moved} == moved  # the last of them too: a total moves most
    for one in report.headline.moved:
        assert f"<td>{one.before}</td><td><b>{one.after}</b></td>" in head


def test_places_are_said_in_a_line() -> None:
    """A place has one scan or two, or else its words."""
    sides = (Neighbour("signs", 41, "scan 41 (7)"), Neighbour("signs", 42, "scan 42 (9)"))
    place = Place(1, "signs", "after scan 9", 9.0, 60, (), (), ())
    assert [replace(place, neighbours=some).spot for some in (sides, sides[:1], ())] == [
        "scans 41 and 42",
        "scan 41",
        "after scan 9",
    ]


def test_the_head_says_which_figure_to_quote(rich: Dataset) -> None:
    """Where numbers are in neither list, the figure with them stands beside that with the paper, to be quoted."""
    measures = tuple(replace(one, expected=one.recovered and one.recovered + 1) for one in rich.measures)
    report = gap_report(replace(rich, measures=measures))
    head = render(report)
    head = head[: head.index("<main>")]
    assert report.headline.likely
    assert "Quote the most likely figure" in head
    for one in report.headline.moved:
        assert f"<td>{one.after}</td><td><b>{one.likely}</b></td>" in head
    assert "Quote the most likely figure" not in render(gap_report(rich))

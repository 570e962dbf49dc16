"""What every engine must do, and what recognition adds to it."""

from __future__ import annotations

import itertools
import socket
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import numpy as np
import onnxruntime
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFont

import ocr
from ocr import ReadSettings, Zone
from ocr.arrays import Grey
from ocr.engines import ENGINES, ctc, engine, models, ppocr, tesseract, tesserocr
from ocr.order import in_order, lines_of
from ocr.secondlook import combined, overlooked
from ocr.sheet import Sheet
from records.errors import MissingTool, UsageProblem
from records.fields import FieldType
from records.geometry import Box
from records.page import PageImage, Word

SETTINGS = ReadSettings()
ZONES = (
    Zone(Box(790, 410, 1100, 475), FieldType.IDENTIFIER),
    Zone(Box(790, 1490, 1100, 1555), FieldType.MONEY),
    Zone(Box(790, 610, 1300, 680), FieldType.ADDRESS),
    Zone(Box(100, 2050, 400, 2150)),
    Zone(Box(5000, 5000, 5100, 5100)),
)
TRUTH = ("2021-04711", "$1,346.50", "1218 Canal Street", "", "")


@pytest.fixture(scope="module")
def sheet(drawn: Image.Image, tmp_path_factory: pytest.TempPathFactory) -> Sheet:
    """The drawn page, open."""
    path = tmp_path_factory.mktemp("sheet") / "page.png"
    drawn.save(path, dpi=(200, 200))
    return ocr.open_sheet(PageImage("b", 1, str(path), 0, ""), ReadSettings(engines=("tesseract",)))


@pytest.fixture(autouse=True)
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    """No engine may ask the network for anything: a socket is a fault."""

    def refused(*_: object, **__: object) -> None:
        raise AssertionError("an engine opened a socket")

    monkeypatch.setattr(socket, "socket", refused)
    monkeypatch.setattr(socket, "create_connection", refused)


@pytest.fixture(params=ENGINES)
def name(request: pytest.FixtureRequest) -> str:
    """Each engine in turn; an optional one that is not installed is passed over."""
    if request.param == "tesserocr":
        pytest.importorskip("tesserocr", reason="the optional package tesserocr is not installed")
    return str(request.param)


def test_every_engine_keeps_the_contract(sheet: Sheet, name: str) -> None:
    """One reading a zone in order, named after the engine, nothing read where nothing stands, all values in range."""
    tested = engine(name)
    assert tested.version(SETTINGS)
    readings = tested.read_zones(sheet.copies, ZONES, SETTINGS)
    assert len(readings) == len(ZONES)
    for reading, truth in zip(readings, TRUTH, strict=True):
        assert reading.engine == name
        assert 0 <= reading.confidence <= 1
        assert reading.text == (truth if name != "null" else "")
        assert all(_in_range(word, sheet) for word in reading.words)
    assert tested.read_zones(sheet.copies, (), SETTINGS) == ()
    assert tested.read_zone_groups((), SETTINGS) == ()


def _in_range(word: Word, sheet: Sheet) -> bool:
    """Whether a word has letters, a confidence from 0 to 1 and a box on the page."""
    height, width = sheet.upright.shape
    box = word.box
    on_page = 0 <= box.left <= box.right <= width and 0 <= box.top <= box.bottom <= height
    return bool(word.text.strip()) and 0 <= word.confidence <= 1 and on_page


def test_the_order_of_the_zones_is_the_order_of_the_readings(sheet: Sheet, name: str) -> None:
    """Zones asked for from the last to the first are read the same, the other way round."""
    tested = engine(name)
    forward = [reading.text for reading in tested.read_zones(sheet.copies, ZONES, SETTINGS)]
    backward = [reading.text for reading in tested.read_zones(sheet.copies, ZONES[::-1], SETTINGS)]
    assert backward == forward[::-1]


def test_an_engine_says_the_same_twice(sheet: Sheet, name: str) -> None:
    """Nothing is kept between calls that would change an answer."""
    tested = engine(name)
    first = tested.read_zones(sheet.copies, ZONES, SETTINGS), tested.read_page(sheet.copies, SETTINGS)
    assert (tested.read_zones(sheet.copies, ZONES, SETTINGS), tested.read_page(sheet.copies, SETTINGS)) == first


def test_many_pages_at_once_read_as_each_alone(sheet: Sheet, name: str) -> None:
    """Pages with many, one and no zones, in one call, give what each gives by itself."""
    tested = engine(name)
    many = [Zone(Box(790, 400 + 2 * step, 1300, 480 + 2 * step)) for step in range(14)]
    groups = [(sheet.copies, ZONES), (sheet.copies, ()), (sheet.copies, many), (sheet.copies, ZONES[2:3])]
    alone = tuple(tested.read_zones(copies, zones, SETTINGS) for copies, zones in groups)
    assert tested.read_zone_groups(groups, SETTINGS) == alone


@how(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(*[st.floats(-300, 2600, width=32)] * 2, *[st.floats(0, 700, width=32)] * 2), max_size=4))
def test_any_zone_is_answered(sheet: Sheet, name: str, corners: list[tuple[float, ...]]) -> None:
    """Zones that lie off the page, across its edge, over each other or are empty have a reading like any other."""
    zones = [Zone(Box(left, top, left + wide, top + high)) for left, top, wide, high in corners]
    readings = engine(name).read_zones(sheet.copies, zones, SETTINGS)
    assert len(readings) == len(zones)
    assert all(_in_range(word, sheet) for reading in readings for word in reading.words)


def test_a_zone_of_one_pixel_is_empty(sheet: Sheet, name: str) -> None:
    """Where nothing fits nothing is read, on ink as on paper."""
    for left, top in ((310, 1001), (5, 5)):
        (reading,) = engine(name).read_zones(sheet.copies, [Zone(Box(left, top, left + 1, top + 1))], SETTINGS)
        assert (reading.text, reading.confidence, reading.words) == ("", 0.0, ())


def test_every_engine_reads_a_page(sheet: Sheet, name: str) -> None:
    """The drawn words are found with their boxes on their ink."""
    words = engine(name).read_page(sheet.copies, SETTINGS).words
    if name == "null":
        assert words == ()
        return
    found = {word.text: word.box for word in words}
    assert {"2021-04711", "$1,346.50", "Location"} <= set(found)
    assert found["2021-04711"].overlap(ZONES[0].box) > 0.8 * found["2021-04711"].width * found["2021-04711"].height
    assert all(_in_range(word, sheet) for word in words)


def test_writing_across_the_page_is_read_where_it_stands(saved: Callable[..., PageImage], drawn: Image.Image) -> None:
    """A line set upwards, as a stamp may be, is read with its words' boxes on their ink, one above the other."""
    page = drawn.copy()
    stamp = Image.new("L", (500, 60), 255)
    ImageDraw.Draw(stamp).text((10, 5), "RECEIVED MARCH", fill=0, font=ImageFont.load_default(40))
    page.paste(stamp.rotate(90, expand=True), (1500, 1300))
    open_page = ocr.open_sheet(saved(page), ReadSettings(engines=("tesseract",)))
    boxes = {word.text: word.box for word in engine("ppocr").read_page(open_page.copies, SETTINGS).words}
    assert {"RECEIVED", "MARCH"} <= set(boxes)
    assert boxes["RECEIVED"].height > 2 * boxes["RECEIVED"].width
    assert boxes["RECEIVED"].top >= boxes["MARCH"].bottom
    assert 1500 <= boxes["RECEIVED"].left <= boxes["RECEIVED"].right <= 1560


def test_tesserocr_that_is_not_there_is_said_with_its_cure(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the optional package its engine names what to install."""
    monkeypatch.setitem(sys.modules, "tesserocr", None)
    tesserocr._loaded.cache_clear()
    with pytest.raises(MissingTool, match="tesserocr"):
        engine("tesserocr").version(SETTINGS)


def test_pages_that_fail_together_are_read_alone(sheet: Sheet, monkeypatch: pytest.MonkeyPatch) -> None:
    """A call for many pages that is stopped does not cost all of them their words."""
    read = tesseract.words_of_all
    groups = [(sheet.copies, ZONES), (sheet.copies, ZONES[:1])]
    together = tesseract.read_zone_groups(groups, SETTINGS)

    def hurried(pictures: Sequence[Grey], segmentation: int, settings: ReadSettings) -> list[tuple[Word, ...]]:
        if len(pictures) > 1:
            raise TimeoutError
        return read(pictures, segmentation, settings)

    monkeypatch.setattr(tesseract, "words_of_all", hurried)
    assert tesseract.read_zone_groups(groups, SETTINGS) == together


def test_the_recogniser_says_the_same_on_every_processor() -> None:
    """No sum of two products overflows where they are added in 16 bits: exact arithmetic gives the same numbers."""
    options = onnxruntime.SessionOptions()
    options.add_session_config_entry("session.x64quantprecision", "1")  # exact, where the processor has no VNNI
    model = str(models.model_file(ppocr.RECOGNISER))
    exact = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    picture = np.random.default_rng(7).random((1, 3, 48, 320), dtype=np.float32) * 2 - 1
    assert np.array_equal(exact.run(None, {"x": picture})[0], models.session(ppocr.RECOGNISER).run(picture))


def test_zones_come_with_every_engines_reading_and_whether_there_is_ink(sheet: Sheet) -> None:
    """Both engines are heard on each zone, in the order of the settings."""
    first, *_, empty, _ = ocr.read_zones(sheet, ZONES, SETTINGS)
    assert [reading.engine for reading in first.readings] == ["tesseract", "ppocr"]
    assert first.has_ink
    assert not empty.has_ink
    assert first.by("ppocr") is first.readings[1]


def test_an_unknown_engine_is_a_usage_problem() -> None:
    """A name that no engine has is said with the names that exist."""
    with pytest.raises(UsageProblem, match="quill"):
        engine("quill")


def test_several_lines_of_a_zone_are_read_in_order(saved: Callable[..., PageImage], drawn: Image.Image) -> None:
    """A zone of several lines gives them from the top, one a line of text."""
    page = Image.new("L", (1700, 2200), 255)
    page.paste(drawn.crop((300, 400, 1300, 480)), (300, 400))
    page.paste(drawn.crop((300, 600, 1300, 680)), (300, 480))
    open_page = ocr.open_sheet(saved(page), ReadSettings(engines=("tesseract",)))
    zone = Zone(Box(790, 400, 1310, 560), multiline=True)
    for reading in ocr.read_zones(open_page, [zone], SETTINGS)[0].readings:
        assert reading.text.splitlines() == ["2021-04711", "1218 Canal Street"]


def test_a_value_is_scored_by_the_ink(sheet: Sheet) -> None:
    """What stands there is likelier than its neighbours by several nats, and only written places have a trace."""
    number, _, place, *bare = (zone.by("ppocr") for zone in ocr.read_zones(sheet, ZONES, SETTINGS))
    assert number is not None
    assert number.trace is not None
    scores = ocr.score(number.trace, ["2021-04711", "2021-04712", "2021-04117", "漢"])
    assert scores[0] > max(scores[1:]) + 3
    assert ocr.readings(number.trace, "0123456789-", 3)[0][0] == "2021-04711"
    assert place is not None
    assert place.trace is not None
    assert ocr.readings(place.trace)[0][0] == "1218CanalStreet"
    assert all(reading is not None and reading.trace is None for reading in bare)


def test_tesseract_that_takes_too_long_is_stopped_and_said(
    sheet: Sheet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After the time allowed the page has no words and a warning, and no file is left behind."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    reading = tesseract.read_page(sheet.copies, ReadSettings(tesseract_seconds=0.01))
    assert reading.words == ()
    assert "time limit of 0.01 s" in reading.warnings[0]
    assert not list(tmp_path.iterdir())


@how(max_examples=60, deadline=None)
@given(st.integers(2, 5), st.lists(st.text("ab", max_size=3), min_size=1, max_size=4), st.integers(0, 1000))
def test_likelihood_is_the_sum_over_all_paths(slices: int, texts: list[str], seed: int) -> None:
    """The forward algorithm gives what adding up every path one by one gives."""
    probabilities = np.random.default_rng(seed).dirichlet((1, 1, 1), slices).astype(np.float32)
    found = ctc.log_likelihoods(probabilities, "\0ab", texts)
    for text, value in zip(texts, found, strict=True):
        assert np.exp(value) == pytest.approx(_slowly(probabilities, text), abs=1e-6)


def _slowly(probabilities: np.ndarray, text: str) -> float:
    """The likelihood by going through all paths."""
    total = 0.0
    for path in itertools.product(range(3), repeat=len(probabilities)):
        said = "".join(" ab"[column] for column, _ in itertools.groupby(path) if column)
        if said == text:
            total += float(np.prod([probabilities[place, column] for place, column in enumerate(path)]))
    return total


def test_words_are_put_into_reading_order() -> None:
    """Lines from the top, words from the left, though a word stands a little higher than its neighbour."""
    words = [
        Word(text, Box(left, top, left + 50, top + 30), 1.0)
        for text, left, top in (("d", 0, 100), ("b", 60, 0), ("a", 0, 8), ("c", 120, 5))
    ]
    assert "".join(word.text for word in in_order(words)) == "abcd"
    assert len(lines_of(words)) == 2


def test_two_engines_become_one_page_and_no_ink_is_read_twice() -> None:
    """A surer word takes the place of all unsure words on its ink, more words win where the letters are the same."""
    first = [
        Word("l2", Box(0, 0, 20, 20), 0.3),
        Word("3", Box(22, 0, 40, 20), 0.4),
        Word("Total", Box(0, 50, 60, 70), 0.95),
        Word("DueDate", Box(100, 50, 180, 70), 0.9),
        Word("x", Box(300, 0, 340, 20), 0.1),
    ]
    second = [
        Word("123", Box(0, 0, 40, 20), 0.9),
        Word("Tolal", Box(0, 50, 60, 70), 0.97),
        Word("Due", Box(100, 50, 130, 70), 0.6),
        Word("Date", Box(135, 50, 180, 70), 0.6),
        Word("new", Box(0, 90, 40, 110), 0.9),
        Word("speckle", Box(0, 120, 40, 140), 0.4),
    ]
    assert sorted(word.text for word in combined(first, second)) == ["123", "Date", "Due", "Total", "new"]
    assert overlooked(first, 0.05)
    assert not overlooked([first[2]] * 20, 0.05)
    assert not overlooked([], 0.0)


def test_numbers_too_small_to_matter_are_noughts_for_networks_alone() -> None:
    """They cost the detector three times its time; nobody else's arithmetic is changed."""
    loaded, tiny = models.session(ppocr.RECOGNISER), np.full(4, 1e-38, np.float32)
    halved = SimpleNamespace(run=lambda values: values * np.float32(0.1))
    assert models.Session.run_flushing(cast(models.Session, halved), tiny).max() == 0
    assert loaded is not None and halved.run(tiny).min() > 0

"""The tables against other programs, what counts as a value in their text, and what they are given to read."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from pathlib import Path

import msgspec
import pikepdf
import pytest
from PIL import Image

from benchmarks import peers, peers_venv
from benchmarks.causes import cause_of
from benchmarks.field_scores import FieldOutcome, FieldScore
from benchmarks.peers_pages import lay_out
from benchmarks.peers_score import stands
from benchmarks.peers_table import PeerSample, Program, report, together
from benchmarks.processes import Runs
from benchmarks.processes import table as processes_table
from benchmarks.scores import Share
from benchmarks.timing import Took
from benchmarks.truth import TrueBinder, TrueOrder, TruePage, Truth

GOLDEN = Path(__file__).parent / "golden"
VERSIONS = {"ocrmypdf": "17.13.0", "rapidocr": "3.10.0", "pytesseract": "0.3.13", "tesseract": "5.3.0"}


def values(right: int) -> dict[str, dict[str, Share]]:
    """So many values of ten of each form and hand."""
    tickets = {"typed": Share(), "handwritten": Share(right, 10)}
    return {"boxed work order": {"typed": Share(right, 10), "handwritten": Share(right, 10)}, "log sheet": tickets}


def sample(name: str, why_not: str = "") -> PeerSample:
    """A sample of six pages that all programs read."""
    cpu = {"boxed work order": 4.0, "log sheet": 3.0}
    fields = FieldScore(total=20, right=19, lenient=19, made_up=1, unflagged=18, unflagged_right=17, flagged_right=2)
    return PeerSample(
        name,
        {"boxed work order": 4, "log sheet": 2},
        1,
        (
            Program("backfile run", 6.0, 7.0, 300, cpu, values(9)),
            Program("  its reading", 5.0, 6.0, 300, cpu),
            Program("ocrmypdf", why_not=why_not) if why_not else Program("ocrmypdf", 18.0, 20.0, 200, cpu, values(7)),
            Program("rapidocr", 24.0, 25.0, 900, cpu, values(8)),
            Program("tesseract", 9.0, 10.0, 150, cpu, values(6)),
        ),
        {"boxed work order": {"typed": fields, "handwritten": FieldScore()}, "log sheet": {"handwritten": fields}},
        FieldScore(total=3, right=3, lenient=3, unflagged=3, unflagged_right=3),
    )


def test_the_tables_against_others_read_as_they_always_do() -> None:
    """Cost and values a program, then by form, then the program's own fields: exactly the bytes of the golden file."""
    told = "\n".join(report([sample("sample"), sample("seed-11")], VERSIONS)) + "\n"
    assert told == (GOLDEN / "peers.txt").read_text(encoding="utf-8")


def test_a_program_that_failed_once_is_named_with_its_reason_and_summed_nowhere() -> None:
    """One sample without a program is enough for it to have no figures, and the others keep theirs."""
    told = list(report([sample("sample"), sample("seed-11", "no such program")], VERSIONS))
    assert [line for line in told if "OCRmyPDF" in line] == [f"{'OCRmyPDF 17.13.0':34} not measured: no such program"]
    assert together([sample("a"), sample("b", "gone")]).programs[3].cpu == 48.0


def test_two_samples_are_twice_one() -> None:
    """Pages, times and values add up, memory is the largest."""
    one, two = sample("a"), together([sample("a"), sample("b")])
    assert two.pages == {form: 2 * pages for form, pages in one.pages.items()}
    assert [program.cpu for program in two.programs] == [2 * program.cpu for program in one.programs]
    assert two.programs[0].peak_mb == one.programs[0].peak_mb
    assert two.programs[0].values["log sheet"]["handwritten"] == Share(18, 20)
    assert two.fields["log sheet"]["handwritten"].right == 2 * one.fields["log sheet"]["handwritten"].right


def test_peer_samples_survive_their_file() -> None:
    """What JSON holds is what was measured."""
    held = msgspec.json.decode(msgspec.json.encode(sample("a")), type=PeerSample)
    assert held == sample("a")


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("requested_on", "2019-03-07", "Date 3/7/19"),
        ("requested_on", "2019-03-07", "Date 03-07-2019"),
        ("requested_on", "2019-03-07", "in by 3/7 Smith"),
        ("requested_on", "2019-03-07", "MAR 7, 2019"),
        ("requested_on", "2019-03-07", "0|3 0|7 1|9"),
        ("total_cost", "1425.00", "TOTAL $1,425.00"),
        ("requester_phone", "8015550134", "(801) 555-0134"),
        ("location", "1200 N Oak St", "Location: 1200 N. Oak\nSt"),
    ],
)
def test_a_value_stands_in_a_text_however_it_is_written(name: str, value: str, text: str) -> None:
    """Blanks, marks between, the ways to write a date and a line break take nothing from the other program."""
    assert stands(name, value, text, "".join(filter(str.isalnum, text.casefold())))


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("requested_on", "2019-03-07", "Date 3/17/19"),
        ("requested_on", "2019-03-07", "13/7/19"),
        ("requested_on", "2019-03-07", "MAR 17, 2019"),
        ("total_cost", "1425.00", "TOTAL $1,426.00"),
        ("location", "1200 N Oak St", "1200 N Oak"),
    ],
)
def test_another_value_does_not_stand_in_a_text(name: str, value: str, text: str) -> None:
    """A figure or a word off is another value."""
    assert not stands(name, value, text, "".join(filter(str.isalnum, text.casefold())))


def _binder(folder: Path) -> Truth:
    """A PDF of a picture that lies on its side and of a page without one."""
    folder.mkdir(parents=True)
    kept = io.BytesIO()
    picture = Image.new("L", (170, 220), 255)
    picture.putpixel((0, 0), 0)
    picture.save(kept, "JPEG", quality=95, dpi=(200, 200))
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(61.2, 79.2))
    facts = {"/Subtype": pikepdf.Name.Image, "/Width": 170, "/Height": 220, "/BitsPerComponent": 8}
    stream = pikepdf.Stream(pdf, kept.getvalue())
    stream.update(facts | {"/ColorSpace": pikepdf.Name.DeviceGray, "/Filter": pikepdf.Name.DCTDecode})
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=pdf.make_indirect(stream)))
    page.Contents = pdf.make_stream(b"q 61.2 0 0 79.2 0 0 cm /Im0 Do Q")
    pdf.add_blank_page(page_size=(612, 792))
    pdf.save(folder / "one.pdf")
    return Truth((TrueBinder("one", (TruePage(1, "order", quarter_turns=1), TruePage(2, "order"))),), (), (), ())


def test_pages_are_handed_over_upright_with_their_resolution_and_without_born_digital_ones(tmp_path: Path) -> None:
    """The corner at the top left is at the top right after a quarter turn clockwise; the second page is no picture."""
    truth = _binder(tmp_path / "binders")
    pages = lay_out(tmp_path / "binders", truth, tmp_path / "pages")
    assert pages.born_digital == {("one", 2)}
    (page,) = pages.scanned
    with Image.open(page.path) as shown:
        assert (shown.size, page.dpi, round(shown.info["dpi"][0])) == ((220, 170), 200, 200)
        assert shown.getpixel((219, 0)) < 128 < shown.getpixel((0, 0))


def test_programs_that_cannot_be_installed_are_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A failed installation says which command failed and why, and leaves nothing that passes for done."""
    program = tmp_path / "python"
    program.write_text("#!/bin/sh\necho no network >&2\nexit 1\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setattr("sys.executable", str(program))
    with pytest.raises(peers_venv.NotThere, match="no network"):
        peers_venv.peers_venv(tmp_path / "venv")
    assert not (tmp_path / "venv" / "requirements.txt").exists()


def runs(processes: int, cpu: Mapping[int, float]) -> Runs:
    """Three runs over ten pages."""
    return Runs("sample", processes, 10, tuple(Took(0, 20.0 / processes, seconds, 300) for seconds in cpu.values()))


def test_more_than_five_in_a_hundred_is_said() -> None:
    """The medians are compared, not the means, and what is beyond the allowance is named."""
    told = list(processes_table([runs(1, {0: 10.0, 1: 10.2, 2: 90.0}), runs(2, {0: 10.4, 1: 11.0, 2: 10.3})]))
    assert told[1].split() == ["sample", "1", "3", "1.02", "1.00", "9.00", "2.00"]
    assert told[2].split() == ["sample", "2", "3", "1.04", "1.03", "1.10", "1.00", "+2.0%"]
    slow = list(processes_table([runs(1, {0: 10.0}), runs(2, {0: 10.6})]))
    assert slow[2].endswith("+6.0% (more than 5 %)")


def test_the_requirements_are_pinned() -> None:
    """What others are measured with is the same everywhere."""
    lines = [line for line in peers_venv.REQUIREMENTS.read_text("utf-8").splitlines() if not line.startswith("#")]
    assert all("==" in line for line in lines)
    assert json.dumps(VERSIONS["ocrmypdf"])[1:-1] in " ".join(lines)


@pytest.mark.parametrize(
    ("read", "cause"),
    [
        ("1200 N Oak St", ""),
        ("", "empty"),
        ("A. Zamora", "another field's"),
        ("7 Elm Rd", "another order's"),
        ("1200 N 0ak St.", "nearly right"),
        ("Work Site", "something else"),
    ],
)
def test_a_wrong_value_has_one_cause(read: str, cause: str) -> None:
    """What was read tells whether the place was missed or the writing misread."""
    fields = {"location": "1200 N Oak St", "requester_name": "A. Zamora"}
    order = TrueOrder("1", "Streets", "one", (1,), fields=fields)
    other = TrueOrder("2", "Streets", "one", (2,), fields={"location": "7 Elm Rd"})
    right = read == fields["location"]
    outcome = FieldOutcome(
        *("one", 1, "one:1", True, "location", fields["location"], read), flagged=False, right=right, lenient=right
    )
    assert cause_of(outcome, order, [order, other]) == cause


def test_what_fails_is_said_and_nothing_is_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without the other programs and with a run that fails, both are named, and the exit code says so."""
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin" / "backfile"
    program.write_text("#!/bin/sh\nexit 3\n", encoding="utf-8")
    program.chmod(0o755)
    truth = _binder(tmp_path / "sample" / "binders")
    (tmp_path / "sample" / "truth.json").write_bytes(msgspec.json.encode(truth))
    monkeypatch.setattr("sys.executable", str(tmp_path / "bin" / "python"))
    monkeypatch.setattr("sys.argv", ["peers", "--sample", "--out", str(tmp_path / "out")])
    monkeypatch.setattr(peers, "VENV", tmp_path / "venv")
    monkeypatch.setattr(peers, "SAMPLE", tmp_path / "sample")
    assert peers.main() == 1
    said = capsys.readouterr().err
    assert "bin/python: No such file or directory" in said
    assert "sample: the run ended with exit code 3" in said
    assert not (tmp_path / "out" / "peers.json").exists()

"""What ISO 19005-2 (PDF/A-2b) asks of a file that can be read off its objects, rule by rule, and a breach of each.

No validator of the standard can be installed with a package manager; these are the clauses that a file of pictures with
invisible words can break.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String
from PIL import Image

from records.exports import Leaf, write_searchable
from records.geometry import Box
from records.page import Word

_FILTERS = frozenset({"/DCTDecode", "/FlateDecode"})
_OPERATORS = frozenset("q Q cm Do BT ET Tr Tf Tz Tm Tj".split())  # noqa: SIM905 - as the standard lists them
_ACTIVE = frozenset({"/JavaScript", "/JS", "/Launch", "/AA", "/OpenAction", "/AcroForm", "/XFA", "/EmbeddedFiles"})
_PAINTED = frozenset({"/OPI", "/Alternates", "/TR", "/TR2", "/HTP", "/PS", "/Ref", "/SMask", "/Group"})


def made(pages: int = 2) -> bytes:
    """A binder of pages, in grey and in colour, as it is exported."""
    leaves = []
    for number in range(1, pages + 1):
        picture = io.BytesIO()
        Image.new("L" if number % 2 else "RGB", (170, 220), 240 if number % 2 else (240, 240, 220)).save(
            picture, "JPEG"
        )
        words = (Word("Order", Box(100, 100, 300, 130), 0.9), Word("№ 7", Box(310, 100, 360, 130), 0.9))
        leaves.append(Leaf(number, picture.getvalue(), 1700, 2200, words, (f"WO-{number}",), "a.pdf", "engine"))
    file = io.BytesIO()
    write_searchable("Signs <2019>", leaves, file)
    return file.getvalue()


def dictionaries(pdf: Pdf) -> Iterator[tuple[pikepdf.Object, frozenset[str]]]:
    """Every dictionary of the file, those within others too, with its keys."""
    waiting = list(pdf.objects)
    while waiting:
        found = waiting.pop()
        if isinstance(found, Array):
            waiting += [one for one in found if not _is_elsewhere(one)]
        elif isinstance(found, (Dictionary, Stream)):
            yield found, frozenset(found.keys())
            waiting += [one for key, one in found.items() if key not in {"/Parent", "/P"} and not _is_elsewhere(one)]


def _is_elsewhere(found: object) -> bool:
    """Another object of the file, which is looked at by itself, or no object at all."""
    return not isinstance(found, pikepdf.Object) or found.is_indirect


def breaches(data: bytes) -> set[str]:
    """The clauses that the file breaks."""
    found = set()
    if not re.match(rb"%PDF-1\.[4-7]\r?\n%[\x80-\xff]{4}", data):
        found.add("6.1.2 header")
    with pikepdf.open(io.BytesIO(data)) as pdf:
        found |= {"6.1.3 trailer"} if pdf.is_encrypted or "/ID" not in pdf.trailer else set()
        found |= set(_of_metadata(pdf)) | set(_of_colour(pdf)) | set(_of_text(pdf))
        for one, keys in dictionaries(pdf):
            found |= set(_of_object(one, keys))
    return found


def _of_object(one: pikepdf.Object, keys: frozenset[str]) -> Iterator[str]:
    if isinstance(one, Stream) and "/Filter" in keys:
        names = [str(name) for name in one.Filter] if isinstance(one.Filter, Array) else [str(one.Filter)]
        if not set(names) <= _FILTERS:
            yield "6.1.7 filters"
    if isinstance(one, Stream) and keys & {"/F", "/FFilter", "/FDecodeParms"}:
        yield "6.1.7 outside the file"
    if keys & _ACTIVE or one.get("/S") in {Name.JavaScript, Name.Launch}:
        yield "6.6 actions"
    if keys & _PAINTED or one.get("/Interpolate"):
        yield "6.2 graphics"
    if any(len(key) > 127 for key in keys):
        yield "6.1.13 limits"
    if one.get("/Type") == Name.Page and not all(3 <= float(side) <= 14_400 for side in list(one.MediaBox)[2:]):
        yield "6.1.13 limits"


def _of_metadata(pdf: Pdf) -> Iterator[str]:
    metadata = pdf.Root.get("/Metadata")
    if metadata is None or "/Filter" in metadata:
        yield "6.6.2 metadata"
        return
    with pdf.open_metadata() as said:
        if (said.get("pdfaid:part"), said.get("pdfaid:conformance")) != ("2", "B"):
            yield "6.6.4 identification"
        told = {"dc:title": "/Title", "pdf:Producer": "/Producer"}
        if any(name in pdf.docinfo and str(pdf.docinfo[name]) != said.get(key) for key, name in told.items()):
            yield "6.6.3 document information"


def _of_colour(pdf: Pdf) -> Iterator[str]:
    intents = list(pdf.Root.get("/OutputIntents", []))
    profiles = {intent.DestOutputProfile.objgen for intent in intents if intent.S == Name.GTS_PDFA1}
    if len(profiles) != 1:
        yield "6.2.3 output intent"
        return
    profile = intents[0].DestOutputProfile
    data = profile.read_bytes()
    if data[36:40] != b"acsp" or (data[16:20], int(profile.N)) not in {(b"RGB ", 3), (b"GRAY", 1)} or data[8] > 4:
        yield "6.2.3 output intent"
    spaces = {str(one.ColorSpace) for one, keys in dictionaries(pdf) if "/ColorSpace" in keys and "/Width" in keys}
    if not spaces <= {"/DeviceGray", *(["/DeviceRGB"] if int(profile.N) == 3 else [])}:
        yield "6.2.4 colour"


def _of_text(pdf: Pdf) -> Iterator[str]:
    """A font that is not embedded may only be used for text that is not drawn."""
    for page in pdf.pages:
        drawn = 0
        fonts = page.Resources.get("/Font", Dictionary())
        for line in pikepdf.parse_content_stream(page):
            operands, operator = line.operands, line.operator
            if str(operator) not in _OPERATORS:
                yield "6.2.2 content streams"
            drawn = int(operands[0]) if str(operator) == "Tr" else 0 if str(operator) == "Q" else drawn
            if str(operator) == "Tf" and str(operands[0]) not in fonts:
                yield "6.2.2 content streams"
            if str(operator) == "Tj" and drawn != 3 and not all(map(_is_embedded, dict(fonts.items()).values())):
                yield "6.2.11.4 fonts"


def _is_embedded(font: pikepdf.Object) -> bool:
    descriptor = font.DescendantFonts[0].FontDescriptor if "/DescendantFonts" in font else font.get("/FontDescriptor")
    return descriptor is not None and bool({"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor.keys()))


def test_a_binder_breaks_no_rule() -> None:
    """Of what the standard asks and a file's objects tell, all is kept, with grey and coloured pages and none."""
    assert breaches(made()) == set()
    assert breaches(made(0)) == set()


def _script(pdf: Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def _attached(pdf: Pdf) -> None:
    pdf.Root.Names = Dictionary(EmbeddedFiles=Dictionary(Names=Array([])))


def _drawn(pdf: Pdf) -> None:
    page = pdf.pages[0]
    page.Contents = Stream(pdf, page.Contents.read_bytes().replace(b"3 Tr", b"0 Tr"))


def _unknown_operator(pdf: Pdf) -> None:
    page = pdf.pages[0]
    page.Contents = Stream(pdf, page.Contents.read_bytes() + b" 7 FF")


def _unidentified(pdf: Pdf) -> None:
    with pdf.open_metadata() as said:
        said["pdfaid:part"] = "3"


def _lzw(pdf: Pdf) -> None:
    pdf.Root.Extra = pdf.make_indirect(Stream(pdf, b"\x80\x0b\x60\x50\x22\x0c\x0c\x85\x01", Filter=Name.LZWDecode))


def _intentless(pdf: Pdf) -> None:
    del pdf.Root.OutputIntents


def _inked(pdf: Pdf) -> None:
    pdf.pages[0].Resources.XObject.Im0.ColorSpace = Name.DeviceCMYK


def _smoothed(pdf: Pdf) -> None:
    pdf.pages[0].Resources.XObject.Im0.Interpolate = True


def _vast(pdf: Pdf) -> None:
    pdf.pages[0].MediaBox = Array([0, 0, 20_000, 100])


def _other_title(pdf: Pdf) -> None:
    pdf.docinfo["/Title"] = "another"


@pytest.mark.parametrize(
    ("change", "clause"),
    [
        (_script, "6.6 actions"),
        (_attached, "6.6 actions"),
        (_drawn, "6.2.11.4 fonts"),
        (_unknown_operator, "6.2.2 content streams"),
        (_unidentified, "6.6.4 identification"),
        (_lzw, "6.1.7 filters"),
        (_intentless, "6.2.3 output intent"),
        (_inked, "6.2.4 colour"),
        (_smoothed, "6.2 graphics"),
        (_vast, "6.1.13 limits"),
        (_other_title, "6.6.3 document information"),
    ],
)
def test_a_breach_is_seen(change: Callable[[Pdf], None], clause: str) -> None:
    """The rules are looked at: a file that breaks one is found out."""
    with pikepdf.open(io.BytesIO(made())) as pdf:
        change(pdf)
        file = io.BytesIO()
        pdf.save(file, deterministic_id=True, compress_streams=False)
    assert breaches(file.getvalue()) == {clause}

"""A page's words as ALTO 4, the format in which libraries and archives keep what OCR read."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Sequence
from typing import BinaryIO

from records.exports.leaves import Leaf
from records.exports.searchable import lines_of
from records.geometry import Box, bounding
from records.page import Word
from records.screen import screen

_SPACE = "http://www.loc.gov/standards/alto/ns-v4#"


def write_alto(leaf: Leaf, file: BinaryIO) -> None:
    """The words with their places, in pixels of the upright page at 200 to the inch."""
    ET.register_namespace("", _SPACE)
    root = ET.Element(f"{{{_SPACE}}}alto")
    about = _under(root, "Description")
    _under(about, "MeasurementUnit").text = "pixel"
    _under(_under(about, "sourceImageInformation"), "fileName").text = screen(leaf.file)
    processing = _under(about, "Processing", ID="OCR")
    software = _under(processing, "processingSoftware")
    _under(software, "softwareName").text = screen(leaf.engine) or "none"
    size = {"HEIGHT": str(leaf.height), "WIDTH": str(leaf.width)}
    page = _under(_under(root, "Layout"), "Page", ID="P1", PHYSICAL_IMG_NR=str(leaf.number), **size)
    space = _under(page, "PrintSpace", HPOS="0", VPOS="0", **size)
    if leaf.words:
        block = _under(space, "TextBlock", ID="B1", **_place(bounding([word.box for word in leaf.words])))
        for number, line in enumerate(lines_of(leaf.words), start=1):
            _line(block, number, line)
    file.write(b'<?xml version="1.0" encoding="UTF-8"?>\n')
    file.write(ET.tostring(root, encoding="utf-8", xml_declaration=False) + b"\n")


def _line(block: ET.Element, number: int, words: Sequence[Word]) -> None:
    line = _under(block, "TextLine", ID=f"L{number}", **_place(bounding([word.box for word in words])))
    for place, word in enumerate(words, start=1):
        if place > 1:
            _under(line, "SP")
        said = {"CONTENT": screen(word.text), "WC": f"{word.confidence:.2f}"}
        _under(line, "String", ID=f"S{number}.{place}", **_place(word.box), **said)


def _under(parent: ET.Element, name: str, **attributes: str) -> ET.Element:
    return ET.SubElement(parent, f"{{{_SPACE}}}{name}", attributes)


def _place(box: Box) -> dict[str, str]:
    edges = {"HPOS": box.left, "VPOS": box.top, "WIDTH": box.width, "HEIGHT": box.height}
    return {name: f"{edge:.0f}" for name, edge in edges.items()}

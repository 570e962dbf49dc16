"""Reads pages with another program and writes what it read and what each page took.

    PEERS-VENV/bin/python benchmarks/peers_read.py ENGINE PAGES.json OUT.jsonl

Runs in the environment of `peers-requirements.txt` and knows nothing of Backfile. ENGINE is `rapidocr` (its defaults
but for one thread, as all others have) or `tesseract` (pytesseract's `image_to_string` with the scan's resolution).
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

Read = Callable[[str, int], str]


def rapidocr_reader() -> Read:
    """Whole-page RapidOCR as it comes."""
    from rapidocr import RapidOCR

    threads = ("intra_op_num_threads", "inter_op_num_threads")
    engine = RapidOCR(params={f"EngineConfig.onnxruntime.{name}": 1 for name in threads})

    def read(path: str, _: int) -> str:
        return "\n".join(engine(path).txts or ())

    return read


def tesseract_reader() -> Read:
    """Plain Tesseract through pytesseract."""
    import pytesseract
    from PIL import Image

    def read(path: str, dpi: int) -> str:
        with Image.open(path) as picture:
            return str(pytesseract.image_to_string(picture, config=f"--dpi {dpi}"))

    return read


READERS = {"rapidocr": rapidocr_reader, "tesseract": tesseract_reader}


def main() -> None:
    """The command."""
    engine, pages, out = sys.argv[1:]
    read = READERS[engine]()
    listed: list[dict[str, Any]] = json.loads(Path(pages).read_text(encoding="utf-8"))
    with Path(out).open("w", encoding="utf-8") as file:
        for page in listed:
            start = sum(os.times()[:4])
            text = read(page["path"], page["dpi"])
            told = {"binder": page["binder"], "number": page["number"], "text": text}
            file.write(json.dumps({**told, "cpu": sum(os.times()[:4]) - start}) + "\n")


if __name__ == "__main__":
    main()

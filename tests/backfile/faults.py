"""Work that goes wrong in every way that a page can: run in workers by name."""

from __future__ import annotations

import os
import subprocess
import time

from records.errors import BadInput, MissingTool


class Unsendable(Exception):
    """An error that cannot be taken out of its pickle."""

    def __init__(self, one: str, two: str) -> None:
        super().__init__(f"{one} {two}")


def work(item: str) -> str:
    """Does what its item says."""
    kind, _, detail = item.partition(" ")
    if kind == "abort":
        os.abort()
    if kind == "exit":
        os._exit(3)
    if kind == "hang":
        subprocess.run(["sleep", detail], check=False)
    if kind == "spin":
        while True:
            time.time()
    if kind == "eat":
        return str(len(bytearray(int(detail) << 20)))
    if kind == "typed":
        raise BadInput("page.tif: torn", "Scan it again.")
    if kind == "tool":
        raise MissingTool("tesseract is missing", "Install it.")
    if kind == "odd":
        raise Unsendable("no", "way")
    if kind == "value":
        raise ValueError("\x1b]0;owned\x07 in a message")
    return item.upper()

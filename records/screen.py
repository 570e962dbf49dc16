"""The one gate through which text from outside reaches a terminal.

Rich and Textual pass escape sequences on to the terminal (measured over fifteen kinds of widget: OSC 52 writes the
clipboard, CSI moves the cursor), so everything that a scan, a file name or a record says goes through `screen`.
"""

from __future__ import annotations

import unicodedata
from typing import NewType

Screen = NewType("Screen", str)
"""Text that holds nothing a terminal would obey."""

_PICTURES = {code: chr(0x2400 + code) for code in range(0x20)} | {0x7F: "\u2421"}


def screen(text: str) -> Screen:
    """The text with control, bidirectional, zero-width and surrogate characters made visible.

    C0 controls become their pictures (ESC is ␛), the others `⟨202E⟩`. New lines and tabs become one space: what is
    drawn from outside is one line.
    """
    return Screen("".join(map(_shown, text)))


def _shown(character: str) -> str:
    code = ord(character)
    if character in "\n\t\r":
        return " "
    if code in _PICTURES:
        return _PICTURES[code]
    if unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}:
        return f"⟨{code:04X}⟩"
    return character

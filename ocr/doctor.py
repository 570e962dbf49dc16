"""Which outside tools and models reading needs, and which of them are here."""

from __future__ import annotations

from importlib.util import find_spec

from ocr.decode import DEFAULTS
from ocr.engines import engine
from ocr.settings import ReadSettings
from records.errors import MissingTool


def engine_versions(settings: ReadSettings) -> str:
    """The engines of the settings with their versions, in one line: part of the key of what they read.

    Raises:
        MissingTool: one of them is not installed.
    """
    return "; ".join(engine(name).version(settings) for name in settings.engines)


def doctor(settings: ReadSettings = DEFAULTS) -> list[tuple[str, str | None, str]]:
    """Each tool with its version (None where it is missing) and what to do about it."""
    found = [(name, *_engine(name, settings)) for name in settings.engines]
    heic = "installed" if find_spec("pillow_heif") else None
    cure = "" if heic else "Only for HEIC photographs: pip install pillow-heif."
    return [*found, ("HEIC pictures", heic, cure)]


def _engine(name: str, settings: ReadSettings) -> tuple[str | None, str]:
    """An engine's version and the cure where it has none."""
    try:
        return engine(name).version(settings), ""
    except MissingTool as missing:
        return None, f"{missing.message}. {missing.cure}"

"""The programs that Backfile is measured against, installed where they cannot disturb it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

REQUIREMENTS = Path(__file__).with_name("peers-requirements.txt")


@dataclass(frozen=True, slots=True)
class Venv:
    """A virtual environment with the other programs in it."""

    folder: Path

    def program(self, name: str) -> str:
        """The path of one of its programs."""
        return str((self.folder / "bin" / name).absolute())


class NotThere(Exception):
    """A program could not be installed; says why."""


def peers_venv(folder: Path, requirements: Path = REQUIREMENTS) -> Venv:
    """The environment, made on first use and again where the requirements have changed."""
    stamp, wanted = folder / "requirements.txt", requirements.read_bytes()
    if not stamp.exists() or stamp.read_bytes() != wanted:
        shutil.rmtree(folder, ignore_errors=True)
        print(f"installing {requirements.name} into {folder}", file=sys.stderr)
        _ran([sys.executable, "-m", "venv", str(folder)])
        _ran([str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", "-r", str(requirements)])
        stamp.write_bytes(wanted)
    return Venv(folder)


def versions(venv: Venv) -> dict[str, str]:
    """What was measured: `ocrmypdf`, `rapidocr`, `pytesseract` and `tesseract` with their versions."""
    names = ("ocrmypdf", "rapidocr", "pytesseract")
    asked = f"from importlib.metadata import version\nprint(*map(version, {names}))"
    found = dict(zip(names, _ran([venv.program("python"), "-c", asked]).split(), strict=True))
    return found | {"tesseract": _ran(["tesseract", "--version"]).split()[1]}


def _ran(command: list[str]) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError as error:
        raise NotThere(f"{command[0]}: {error.strerror}") from error
    if done.returncode:
        raise NotThere(f"{' '.join(command[:4])}: {done.stderr.strip()[-400:]}")
    return done.stdout

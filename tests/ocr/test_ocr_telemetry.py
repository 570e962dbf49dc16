"""Nothing is told to anybody: the libraries that read pages keep to themselves."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

READ = """
import numpy as np
from ocr.engines.models import session
network = session("PP-OCRv6_rec_small_latin_int8.onnx")
network.run(np.zeros((1, 3, 48, 320), dtype=np.float32))
"""


def test_the_recogniser_keeps_no_identifier_of_the_machine(tmp_path: Path) -> None:
    """Loading and running a model writes no file into the home folder or the one for temporary files.

    onnxruntime 1.32 would leave `deviceid` and `onnxruntime.db`, the queue of what it sends to its maker.
    """
    home, temporary = tmp_path / "home", tmp_path / "tmp"
    home.mkdir()
    temporary.mkdir()
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "ORT_"))}
    environment = {**kept, "HOME": str(home), "TMPDIR": str(temporary)}
    subprocess.run([sys.executable, "-c", READ], env=environment, check=True, timeout=120)
    assert not [path for folder in (home, temporary) for path in folder.rglob("*") if path.is_file()]

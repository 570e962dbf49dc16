"""The neural models, PP-OCRv6 from the rapidocr package and what was made of it, run by onnxruntime on one thread."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from ocr.arrays import Floats
from records.errors import MissingTool

os.environ["ORT_DISABLE_TELEMETRY"] = "1"
"""Since 1.32 onnxruntime keeps an identifier of the machine in the home folder and sends events to its maker; it looks
at this once, when it is imported, and asked later it has already begun."""
_FLUSHING = ThreadPoolExecutor(1, "networks")
"""A thread whose arithmetic takes numbers below 1e-38 for noughts: so does that in which the first model is loaded."""
_OWN = Path(__file__).parent / "weights"
"""The models that ship with Backfile, made by `scripts/make_recogniser.py`."""


def model_file(name: str) -> Path:
    """Where a model lies: one of our own, or one of the rapidocr package.

    Raises:
        MissingTool: the package is not installed, or has no such model.
    """
    if (_OWN / name).is_file():
        return _OWN / name
    found = find_spec("rapidocr")
    path = Path(found.origin).parent / "models" / name if found and found.origin else None
    if path is None or not path.is_file():
        raise MissingTool(f"the model {name} of the package rapidocr is missing", "Install it: pip install rapidocr")
    return path


def package() -> str:
    """The package's name and version.

    Raises:
        MissingTool: it is not installed.
    """
    try:
        return f"rapidocr {version('rapidocr')}"
    except PackageNotFoundError as error:
        raise MissingTool("the package rapidocr is missing", "Install it: pip install rapidocr") from error


class Session:
    """A model, loaded: the recogniser takes 0.6 s and 118 MB, so once in a process."""

    def __init__(self, name: str) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        options.enable_cpu_mem_arena = False  # sizes differ from picture to picture: an arena would only grow
        options.add_session_config_entry("session.set_denormal_as_zero", "1")
        path = str(model_file(name))
        providers = ["CPUExecutionProvider"]
        self._session = _FLUSHING.submit(onnxruntime.InferenceSession, path, options, providers=providers).result()
        self._input: str = self._session.get_inputs()[0].name
        self.metadata: dict[str, str] = self._session.get_modelmeta().custom_metadata_map

    def run(self, values: Floats) -> Floats:
        """The network's first output."""
        return np.asarray(self._session.run(None, {self._input: values})[0], dtype=np.float32)

    def run_flushing(self, values: Floats) -> Floats:
        """The same with noughts for numbers below 1e-38, which a processor multiplies in microcode.

        Over paper two layers of the detector have little else: 1.40 s a page with them, 0.48 s without, the same
        probabilities to the last bit. The recogniser has few, and pays 1.3 ms a line for memory of another thread.
        """
        return _FLUSHING.submit(self.run, values).result()


@lru_cache(maxsize=4)
def session(name: str) -> Session:
    """A model of the package, loaded when it is first asked for."""
    return Session(name)

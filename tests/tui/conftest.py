"""The sample workspace of `review_bench` for every test of the screens."""

from __future__ import annotations

import sys
from pathlib import Path

# Pytest imports each test file on its own (importlib mode), so the folders of the shared helpers are named here.
sys.path += [str(Path(__file__).parent), str(Path(__file__).parents[1] / "digitize")]

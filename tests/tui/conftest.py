"""The sample workspace of `review_bench` for every test of the screens."""

from __future__ import annotations

import sys
from pathlib import Path

# Pytest imports each test file on its own (importlib mode), so the folder of the shared helpers is named here.
sys.path.append(str(Path(__file__).parent))

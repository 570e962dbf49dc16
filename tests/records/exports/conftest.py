"""What the tests of exports share."""

from __future__ import annotations

import sys
from pathlib import Path

# Pytest imports each test file on its own (importlib mode), so the folder of the shared helpers is named here; this one
# holds no conftest that could be taken for another.
sys.path.append(str(Path(__file__).parent / "kit"))

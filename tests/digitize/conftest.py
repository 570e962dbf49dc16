"""Nothing but the place of the pages built by hand, `digitize_pages`."""

from __future__ import annotations

import sys
from pathlib import Path

# Pytest imports each test file on its own (importlib mode), so the folder of the shared helpers is named here.
sys.path.append(str(Path(__file__).parent))

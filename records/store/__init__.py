"""Where a workspace keeps what was read, found and decided: one SQLite file, or a PostgreSQL database by URL."""

from records.store.desk import Desk
from records.store.lock import FILE as LOCK
from records.store.lock import exclusive
from records.store.store import Store

__all__ = ["LOCK", "Desk", "Store", "exclusive"]

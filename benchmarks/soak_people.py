"""Eight reviewers at one PostgreSQL store, some of whom are killed at work."""

from __future__ import annotations

import os
import pwd
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.soak_job import LeftOut, Part
from records.order import FieldReading, PaperOrder, ReadingStatus
from records.page import PageEntry, PageKind
from records.store import Store

ORDERS, REVIEWERS, KILLS = 300, 8, 20
_REVIEWER = """
import sys, time
from datetime import UTC, datetime
from matching.review import Queue, ReviewSession, Taken
from records.store import Store

with Store.open(sys.argv[1]) as store:
    # A clock six times as fast: the item of a reviewer who was killed comes back after ten seconds, not sixty.
    start = time.time()
    session = ReviewSession(store, sys.argv[2], lambda: datetime.fromtimestamp(start + 6 * (time.time() - start), UTC))
    idle = 0
    while idle < 60:
        item = session.next(Queue.FIELDS)
        if item is None:
            idle += 1
            time.sleep(0.25)
            continue
        idle = 0
        time.sleep(0.02)
        try:
            session.accept(item)
        except Taken:
            continue
        session.renew()
"""


def reviewers(folder: Path, seed: int) -> Part:
    """All decide at once, a killed one's items come back; at the end each item is decided once and the chain holds."""
    chance = random.Random(seed)
    with _server(folder) as address:
        _fill(address)
        sitting = [_sit(address, n) for n in range(REVIEWERS)]
        killed = 0
        while killed < KILLS and any(each.poll() is None for each in sitting):
            time.sleep(chance.uniform(0.3, 1.2))
            at = chance.randrange(REVIEWERS)
            sitting[at].kill()
            sitting[at].wait()
            killed += 1
            sitting[at] = _sit(address, REVIEWERS + killed)
        end = time.monotonic() + 300
        for each in sitting:
            each.wait(max(end - time.monotonic(), 1))
        found = list(_wrong(address))
        decisions = len(_decided(address))
    words = f"{REVIEWERS} reviewers, {killed} killed: {decisions} decisions, {len(found)} findings"
    return Part("people", words, tuple(found))


def _wrong(address: str) -> Iterator[str]:
    with Store.open(address) as store:
        yield from store.check()
    keys = _decided(address)
    if len(keys) != len(set(keys)):
        yield f"{len(keys) - len(set(keys))} items were decided twice"
    if len(set(keys)) != ORDERS:
        yield f"{ORDERS - len(set(keys))} items were not decided"


def _decided(address: str) -> list[str]:
    with Store.open(address) as store:
        return [f"{one.subject.key} {one.subject.field}" for one in store.decisions()]


def _fill(address: str) -> None:
    from matching.review_build import lay_out_queue

    orders = [
        PaperOrder(
            f"b:{n}",
            "b",
            (n,),
            (FieldReading("location", f"{n} Elm St", f"{n} Elm St", ReadingStatus.OK, 0.4, n, None, "x", doubt="?"),),
        )
        for n in range(1, ORDERS + 1)
    ]
    pages = [PageEntry("b", n, "b.pdf", n - 1, "", PageKind.ORDER, order_ids=(f"b:{n}",)) for n in range(1, ORDERS + 1)]
    with Store.open(address) as store:
        store.replace_binders(["b"], pages, orders)
        lay_out_queue(store, 0.995, time.time())


def _sit(address: str, n: int) -> subprocess.Popen[bytes]:
    line = [sys.executable, "-c", _REVIEWER, address, f"clerk-{n}"]
    return subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


@contextmanager
def _server(folder: Path) -> Iterator[str]:
    """A server of its own on a socket in the folder, and the address of its store."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not found:
        raise LeftOut("PostgreSQL is not installed")
    try:
        import psycopg  # type: ignore[import-not-found,unused-ignore] # noqa: F401
    except ImportError as error:
        raise LeftOut("psycopg is not installed") from error
    root = os.geteuid() == 0
    if root:
        folder.chmod(0o755)
    place = folder / "pg"
    place.mkdir()
    if root:
        shutil.chown(place, "postgres")

    def run(name: str, *words: str) -> None:
        subprocess.run([found[-1] / name, *words], preexec_fn=_nobody, check=True, stdout=subprocess.DEVNULL, cwd=place)

    run("initdb", "-D", f"{place}/data", "-A", "trust", "-U", "owner", "-k", "--locale=C.UTF-8")
    options = f"-k {place} -c listen_addresses=''"
    run("pg_ctl", "-D", f"{place}/data", "-o", options, "-l", f"{place}/log", "-w", "start")
    try:
        run("createdb", "-h", str(place), "-U", "owner", "city")
        yield f"postgresql+psycopg://owner@/city?host={place}"
    finally:
        run("pg_ctl", "-D", f"{place}/data", "-m", "fast", "stop")


def _nobody() -> None:
    """PostgreSQL does not run as root."""
    if os.geteuid() == 0:
        user = pwd.getpwnam("postgres")
        os.setgid(user.pw_gid)
        os.setuid(user.pw_uid)

"""Bits that flip in a store, and writes that fail one after the other."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.soak_job import Job, LeftOut, Part
from records.errors import WorkspaceProblem
from records.store import Store

_PRELOAD = Path(__file__).with_name("failing_write.c")
_STEPS = """
import sys
from pathlib import Path
from records.decision import Action, Decision, Subject, SubjectKind
from records.errors import WorkspaceProblem
from records.exports.whole import write_whole
from records.order import PaperOrder
from records.page import PageEntry, PageKind
from records.store import Store

place = Path(sys.argv[1])
try:
    with Store.open(place / "store.sqlite") as store:
        print("open", flush=True)
        for n in range(3):
            pages = [PageEntry("b", n, "s.pdf", n, "ab" * 32, PageKind.ORDER) for n in range(1, 9)]
            store.replace_binders(["b"], pages, [PaperOrder(f"b:{n}", "b", (n,), ()) for n in range(1, 9)])
            print("scan", flush=True)
            store.save_page_result("0" * 64, n, "s", b"page" * 900)
            print(f"page {n}", flush=True)
            made = store.decide(Decision(Subject(SubjectKind.FINDING, str(n)), Action.ACCEPT, "ann", "now"))
            print(f"decided {made.sequence}", flush=True)
        store.copy_to(place / "copy.sqlite")
    write_whole(place / "orders.csv", lambda file: file.write(b"new" * 9000))
    print("all", flush=True)
except WorkspaceProblem as problem:
    print("said", problem.message, flush=True)
    sys.exit(5)
"""


def flips(job: Job, count: int, seed: int) -> Part:
    """One bit of the store flipped, so many times: opening, checking or reading tells, or nothing has changed."""
    source = job.workspace / "backfile.sqlite"
    with Store.open(source) as store:
        whole = store.dataset()
        results = store.count_page_results()
    content = source.read_bytes()
    chance = random.Random(seed)
    found: list[str] = []
    noticed = 0
    for _ in range(count):
        bit = chance.randrange(len(content) * 8)
        place = job.folder / "flipped.sqlite"
        place.write_bytes(content[: bit // 8] + bytes([content[bit // 8] ^ 1 << bit % 8]) + content[bit // 8 + 1 :])
        try:
            with Store.open(place) as store:
                if store.check():
                    noticed += 1
                elif store.dataset() != whole or store.count_page_results() != results:
                    found.append(f"bit {bit} goes unseen")
        except WorkspaceProblem:
            noticed += 1
        for path in job.folder.glob("flipped.sqlite*"):
            path.unlink()
    words = f"{count} bits flipped: {noticed} noticed, {count - noticed - len(found)} harmless, {len(found)} unseen"
    return Part("flips", words, tuple(found))


def failing_writes(folder: Path) -> Part:
    """The first write, sync or rename fails, then the second, to the last: once, for ever after, with the process."""
    library = _built(folder)
    found: list[str] = []
    count = _count(folder / "place", library, folder / "count")
    for name, extra in (("once", {}), ("ever", {"FAIL_EVER": "1"}), ("killed", {"FAIL_KILL": "1"})):
        for nth in range(1, count + 1):
            told, code = _tried(folder / "place", library, {"FAIL_AT": str(nth), **extra})
            found += [f"{name} {nth}: {said}" for said in _after(folder / "place", told, code)]
    return Part("writes", f"each of {count} writes failed in 3 ways, {len(found)} findings", tuple(found))


def _count(place: Path, library: Path, file: Path) -> int:
    """How many writes there are when none fails."""
    told, code = _tried(place, library, {"FAIL_AT": "0", "FAIL_COUNT": str(file)})
    if told[-1:] != ["all"] or code:
        raise LeftOut(f"the steps do not come through by themselves: {told}")
    return int(file.read_text())


def _built(folder: Path) -> Path:
    compiler = shutil.which("cc")
    if compiler is None:
        raise LeftOut("there is no C compiler")
    library = folder / "failing_write.so"
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-w", "-o", library, _PRELOAD, "-ldl"], check=True)
    return library


def _tried(place: Path, library: Path, extra: dict[str, str]) -> tuple[list[str], int]:
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    (place / "orders.csv").write_bytes(b"old" * 9000)
    environment = {**os.environ, "LD_PRELOAD": str(library), "FAIL_WITHIN": str(place), **extra}
    done = subprocess.run(
        [sys.executable, "-c", _STEPS, str(place)], capture_output=True, text=True, env=environment, check=False
    )
    return [*done.stdout.splitlines(), *(["traceback"] if "Traceback" in done.stderr else [])], done.returncode


def _after(place: Path, told: list[str], code: int) -> Iterator[str]:
    """What is not as it must be after a run of which a write failed."""
    if "traceback" in told:
        yield f"a traceback after {told[-3:]}"
    if code not in {0, 5, -9}:
        yield f"it ended with {code} after {told[-2:]}"
    written = (place / "orders.csv").read_bytes()
    if written not in {b"old" * 9000, b"new" * 9000} or (written[:3] == b"old" and "all" in told):
        yield "orders.csv is neither old nor new"
    decided = sum(line.startswith("decided") for line in told)
    pages = [int(line.split()[1]) for line in told if line.startswith("page")]
    with Store.open(place / "store.sqlite") as store:
        yield from store.check()
        if len(store.decisions()) not in {decided, decided + 1}:
            yield f"{decided} decisions were told, {len(store.decisions())} are there"
        if len(store.pages()) != len(store.orders()):
            yield "pages and orders are not of one write"
        for n in pages:
            if store.page_result("0" * 64, n, "s") != b"page" * 900:
                yield f"page {n} was told kept and is not there"

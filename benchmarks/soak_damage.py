"""Bits that flip in a store, and writes that fail one after the other."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.soak_job import Job, LeftOut, Part
from records.errors import WorkspaceProblem
from records.store import Store

_PRELOAD = Path(__file__).with_name("failing_write.c")
_STEPS = """
import ctypes, json, os, sys
from pathlib import Path
from records.decision import Action, Decision, Subject, SubjectKind
from records.errors import WorkspaceProblem
from records.whole import write_whole
from records.order import PaperOrder
from records.page import PageEntry, PageKind
from records.store import Store

def steps(place, tell):
    with Store.open(place / "store.sqlite") as store:
        for n in range(3):
            pages = [PageEntry("b", n, "s.pdf", n, "ab" * 32, PageKind.ORDER) for n in range(1, 9)]
            store.replace_binders(["b"], pages, [PaperOrder(f"b:{n}", "b", (n,), ()) for n in range(1, 9)])
            store.save_page_results("0" * 64, "s", {n: b"page" * 900})
            tell(f"page {n}")
            made = store.decide(Decision(Subject(SubjectKind.FINDING, str(n)), Action.ACCEPT, "ann", "now"))
            tell(f"decided {made.sequence}")
        store.copy_to(place / "copy.sqlite")
    write_whole(place / "orders.csv", lambda file: file.write(b"new" * 9000))
    tell("all")

def child(asked, file):
    os.environ.update(asked)
    with open(file, "w", buffering=1) as out:
        try:
            steps(Path(asked["FAIL_WITHIN"]), lambda line: out.write(line + "\\n"))
            out.write(f"count {ctypes.CDLL(None).writes_done()}\\n")
            return 0
        except WorkspaceProblem as problem:
            out.write(f"said {problem.message}\\n")
            return 5
        except BaseException as error:
            out.write(f"raised {error!r}\\n")
            return 70

for line in sys.stdin:  # the libraries are loaded once; a process is forked for each attempt
    asked, file = json.loads(line)
    pid = os.fork()
    if pid == 0:
        os._exit(child(asked, file))
    print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)
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


def failing_writes(folder: Path, stride: int) -> Part:
    """The first write, sync or rename fails, then the next, to the last: once, for ever after, with the process."""
    found: list[str] = []
    with _attempts(folder) as attempt:
        told, _ = attempt({"FAIL_AT": "0"})
        if told[-2:-1] != ["all"]:
            raise LeftOut(f"the steps do not come through by themselves: {told}")
        count = int(told[-1].split()[1])
        for name, extra in (("once", {}), ("ever", {"FAIL_EVER": "1"}), ("killed", {"FAIL_KILL": "1"})):
            for nth in range(1, count + 1, stride):
                told, code = attempt({"FAIL_AT": str(nth), **extra})
                found += [f"{name} {nth}: {said}" for said in _after(folder / "place", told, code)]
    return Part("writes", f"every {stride}. of {count} writes failed in 3 ways, {len(found)} findings", tuple(found))


@contextmanager
def _attempts(folder: Path) -> Iterator[Callable[[dict[str, str]], tuple[list[str], int]]]:
    """Tries the steps in a fresh place, with a write that fails as asked; gives what they told and how they ended."""
    place, said = folder / "place", folder / "said"
    environment = {**os.environ, "LD_PRELOAD": str(_built(folder))}
    line = [sys.executable, "-c", _STEPS]
    with subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment) as driver:
        if driver.stdin is None or driver.stdout is None:
            raise LeftOut("no pipe to the steps")
        asked, answered = driver.stdin, driver.stdout

        def attempt(extra: dict[str, str]) -> tuple[list[str], int]:
            shutil.rmtree(place, ignore_errors=True)
            place.mkdir()
            (place / "orders.csv").write_bytes(b"old" * 9000)
            asked.write(json.dumps([{"FAIL_WITHIN": str(place), **extra}, str(said)]) + "\n")
            asked.flush()
            code = int(answered.readline())
            return said.read_text("utf-8").splitlines(), code

        yield attempt
        asked.close()


def _built(folder: Path) -> Path:
    compiler = shutil.which("cc")
    if compiler is None:
        raise LeftOut("there is no C compiler")
    library = folder / "failing_write.so"
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-w", "-o", library, _PRELOAD, "-ldl"], check=True)
    return library


def _after(place: Path, told: list[str], code: int) -> Iterator[str]:
    """What is not as it must be after a run of which a write failed."""
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

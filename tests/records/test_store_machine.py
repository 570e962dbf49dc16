"""The store against a model of it: whatever is done in whatever order, with closing and killing between."""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import mkdtemp

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from records.decision import Action, Decision, Subject, SubjectKind
from records.order import PaperOrder
from records.page import PageEntry, PageKind
from records.store import Store
from records.trail import Trail

BINDERS = st.sampled_from(["streets", "signs", "a\udcff"])
TEXTS = st.text(max_size=5)


class StoreMachine(RuleBasedStateMachine):
    """A store, and what it must hold."""

    @initialize()
    def start(self) -> None:
        """An empty store."""
        self.folder = Path(mkdtemp(prefix="machine-"))
        self.store = Store.open(self.folder / "store.sqlite")
        self.binders: dict[str, int] = {}
        self.results: dict[tuple[int, str], bytes] = {}
        self.decided: list[Decision] = []
        self.marks: list[Trail] = [Trail()]

    @rule(binder=BINDERS, pages=st.integers(0, 4))
    def scan(self, binder: str, pages: int) -> None:
        """A binder takes the place of the one of its name."""
        entries = [PageEntry(binder, n, "s.pdf", n, "ab" * 32, PageKind.ORDER) for n in range(1, pages + 1)]
        orders = [PaperOrder(f"{binder}:{n}", binder, (n,), ()) for n in range(1, pages + 1)]
        self.store.replace_binders([binder], entries, orders)
        self.binders[binder] = pages

    @rule(keep=st.sets(BINDERS))
    def forget(self, keep: set[str]) -> None:
        """Other binders than these are taken away."""
        self.store.forget_binders(keep)
        self.binders = {name: pages for name, pages in self.binders.items() if name in keep}

    @rule(index=st.integers(0, 3), key=TEXTS, payload=st.binary(max_size=20))
    def read(self, index: int, key: str, payload: bytes) -> None:
        """A page's result is kept."""
        self.store.save_page_results("0" * 64, key, {index: payload})
        self.results[index, key] = payload

    @rule(key=TEXTS, reason=TEXTS)
    def decide(self, key: str, reason: str) -> None:
        """A person decides."""
        subject = Subject(SubjectKind.FINDING, key)
        self.decided.append(self.store.decide(Decision(subject, Action.ACCEPT, "ann", "now", reason=reason)))
        self.marks.append(self.store.trail())

    @precondition(lambda self: self.decided)
    @rule(data=st.data())
    def undo(self, data: st.DataObject) -> None:
        """A person takes a decision back."""
        about = data.draw(st.sampled_from(self.decided))
        taken = Decision(about.subject, Action.UNDO, "bob", "now", undo_of=about.sequence)
        self.decided.append(self.store.decide(taken))
        self.marks.append(self.store.trail())

    @rule()
    def reopen(self) -> None:
        """The program ends, and is started again."""
        self.store.close()
        self.store = Store.open(self.folder / "store.sqlite")

    @rule()
    def lose_the_machine(self) -> None:
        """The program is cut off: what is on the disk, log and all, is opened elsewhere."""
        place = Path(mkdtemp(prefix="machine-"))
        for file in self.folder.iterdir():
            shutil.copy(file, place)
        self.store.close()
        shutil.rmtree(self.folder)
        self.folder, self.store = place, Store.open(place / "store.sqlite")

    @rule()
    def back_up(self) -> None:
        """The store is copied, and the copy takes its place."""
        place = Path(mkdtemp(prefix="machine-"))
        self.store.copy_to(place / "store.sqlite")
        self.store.close()
        shutil.rmtree(self.folder)
        self.folder, self.store = place, Store.open(place / "store.sqlite")

    @invariant()
    def holds_what_it_must(self) -> None:
        """It is sound, has everything and nothing else, and its trail goes on from every mark that it ever had."""
        assert self.store.check() == ()
        counts = {name: sum(page.binder == name for page in self.store.pages()) for name in self.binders}
        assert counts == self.binders
        assert len(self.store.orders()) == sum(self.binders.values())
        assert list(self.store.decisions()) == self.decided
        assert all(map(self.store.follows, self.marks[-3:]))
        for (index, key), payload in self.results.items():
            assert self.store.page_result("0" * 64, index, key) == payload

    def teardown(self) -> None:
        """Takes the folder away."""
        self.store.close()
        shutil.rmtree(self.folder)


StoreMachine.TestCase.settings = settings(max_examples=12, stateful_step_count=15, deadline=None, derandomize=True)


class TestStoreMachine(StoreMachine.TestCase):  # type: ignore[misc,name-defined]
    """Hypothesis looks for an order of things after which the store is not what it must be."""

"""Who may do what is asked before anything is done."""

from __future__ import annotations

import os
import pwd
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from backfile.__main__ import backfile
from backfile.access import login, people_words, require, speaking
from backfile.config import FILE, read_config
from backfile.signing import note_scanner, sign
from backfile.workspace import STORE, make_workspace, open_workspace
from records.approval import Approved
from records.errors import BackfileError, UsageProblem, WorkspaceProblem
from records.page import PageEntry, PageKind
from records.people import ALLOWED, Act, Role, roles_for
from records.store import Store

PEOPLE = {"ann": Role.CLERK, "sue": Role.SUPERVISOR, "ida": Role.ANALYST, "max": Role.ADMIN}
NAMED = "\n".join(("", "[people]", *(f'{name} = "{role}"' for name, role in PEOPLE.items()), ""))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A workspace with one scanned page and people in it."""
    folder = tmp_path / "city"
    make_workspace(folder, "city")
    with Store.open(folder / STORE) as store:
        store.replace_binders(["streets"], [PageEntry("streets", 1, "s.pdf", 0, "ab" * 32, PageKind.BLANK)], ())
    (folder / FILE).write_text(NAMED, encoding="utf-8")
    return folder


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("act", Act)
def test_a_role_may_what_the_table_says_and_nothing_else(role: Role, act: Act) -> None:
    """Every role with every act; who is refused is told who may."""
    who = next(name for name, given in PEOPLE.items() if given is role)
    if act in ALLOWED[role]:
        require(PEOPLE, act, who)
        return
    with pytest.raises(UsageProblem, match=rf"{who} is an? {role} here and may not {act}") as found:
        require(PEOPLE, act, who)
    assert all(name in found.value.cure for name, given in PEOPLE.items() if given in roles_for(act))


def test_duties_are_apart() -> None:
    """Nobody keeps the workspace and decides in it; only a supervisor approves; an analyst changes nothing."""
    assert not [role for role in Role if {Act.KEEP, Act.DECIDE} <= ALLOWED[role]]
    assert roles_for(Act.APPROVE) == (Role.SUPERVISOR,)
    assert not ALLOWED[Role.ANALYST] & {Act.SCAN, Act.DECIDE, Act.APPROVE, Act.KEEP, Act.HAND_OUT}


def test_without_people_everybody_may_everything() -> None:
    """A workspace of one person asks nothing, and any name can be given."""
    for act in Act:
        require({}, act, "anybody")
    assert speaking({}, "R. Ortiz", "root") == "R. Ortiz"


def test_nobody_speaks_for_another() -> None:
    """Where people are named, `--who` can only say what the system says."""
    assert speaking(PEOPLE, None, "ann") == speaking(PEOPLE, "ann", "ann") == "ann"
    with pytest.raises(UsageProblem, match="ann cannot decide as sue"):
        speaking(PEOPLE, "sue", "ann")


def test_the_login_is_not_what_the_environment_says(monkeypatch: pytest.MonkeyPatch) -> None:
    """`LOGNAME` and `USER` can be set by anybody."""
    monkeypatch.setenv("LOGNAME", "sue")
    monkeypatch.setenv("USER", "sue")
    assert login() == pwd.getpwuid(os.geteuid()).pw_name != "sue"


COMMANDS = [
    (("export", "{}", "--out", "{}/o"), {"sue"}),
    (("export", "{}", "--out", "{}/r", "--redact", "mask"), {"ann", "sue", "ida", "max"}),
    (("report", "{}", "--out", "{}/o"), {"sue"}),
    (("match", "{}"), {"ann", "sue", "max"}),
    (("review", "{}", "--plain"), {"ann", "sue"}),
    (("signoff", "{}"), {"sue"}),
    (("signoff", "{}", "--show"), {"ann", "sue", "ida", "max"}),
    (("backup", "{}", "{}/{who}.zip"), {"max"}),
    (("check", "{}"), {"ann", "sue", "ida", "max"}),
]
"""A command, and who may give it."""


@pytest.mark.parametrize(("line", "may"), COMMANDS, ids=[" ".join(line[:1] + line[3:]) for line, _ in COMMANDS])
def test_every_command_asks(
    line: tuple[str, ...], may: set[str], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever may not is refused before anything is read or written; a stranger may nothing at all."""
    for who in (*PEOPLE, "eve"):
        monkeypatch.setattr("backfile.workspace.login", lambda name=who: name)
        said = [part.replace("{}", str(folder)).replace("{who}", who) for part in line]
        done = CliRunner().invoke(backfile, said, input=":q\n")
        refused = isinstance(done.exception, UsageProblem) and (
            "may not" in done.exception.message or "not named" in done.exception.message
        )
        assert refused == (who not in may), (who, done.exception)


def test_who_scanned_neither_checks_nor_certifies(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With four eyes, a scanner's signature under her own binder is refused; a second scan of the same adds nothing."""
    (folder / FILE).write_text("four_eyes = true\n", encoding="utf-8")
    monkeypatch.setattr("backfile.workspace.login", lambda: "ann")
    with open_workspace(folder) as workspace:
        for _ in range(2):
            note_scanner(workspace, ["streets"])
        assert [(one.who, one.subject.key) for one in workspace.store.decisions()] == [("ann", Approved.SCAN)]
        with pytest.raises(UsageProblem, match=r"Ann +scanned streets"):
            sign(workspace, "Ann ", "streets", checked=True, note="")
        assert sign(workspace, "bob", "streets", checked=True, note="").what is Approved.QUALITY


def test_a_workspace_of_one_notes_no_scanner(folder: Path) -> None:
    """Without people and four eyes the trail holds decisions only, so that the same input gives the same bytes."""
    (folder / FILE).write_text("", encoding="utf-8")
    with open_workspace(folder) as workspace:
        note_scanner(workspace, ["streets"])
        assert workspace.store.decisions() == ()


def test_a_password_in_the_configuration_is_refused(folder: Path) -> None:
    """The store's address names its user at most."""
    (folder / FILE).write_text('store = "postgresql+psycopg://ann:secret@db/city"\n', encoding="utf-8")
    with pytest.raises(BackfileError, match="password") as found:
        read_config(folder / FILE)
    assert "secret" not in found.value.message + found.value.cure


def test_nobody_acts_under_changed_roles_unseen(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A clerk who makes herself a supervisor and puts all back has left both in the trail; looking leaves nothing."""
    monkeypatch.setattr("backfile.workspace.login", lambda: "ann")
    with open_workspace(folder, Act.LOOK, alone=False) as workspace:
        assert workspace.store.trail().decisions == 0
        assert [line for line in people_words(workspace.store, PEOPLE) if "nobody has acted" in line]
    raised = NAMED.replace('ann = "clerk"', 'ann = "supervisor"')
    for named, act in ((NAMED, Act.DECIDE), (NAMED, Act.DECIDE), (raised, Act.APPROVE), (NAMED, Act.SCAN)):
        (folder / FILE).write_text(named, encoding="utf-8")
        with open_workspace(folder, act) as workspace:
            who = [(one.who, "ann as supervisor" in one.reason) for one in workspace.store.decisions()]
    assert who == [("ann", False), ("ann", True), ("ann", False)]
    (folder / FILE).write_text("", encoding="utf-8")
    said = CliRunner().invoke(backfile, ["check", str(folder)])
    assert said.stderr.count("Roles: ") == 4
    assert "[people] is now no roles: all may do everything; nobody has acted under that yet." in said.stderr


def test_people_are_listed_with_what_they_may(folder: Path) -> None:
    """One line a person."""
    done = CliRunner().invoke(backfile, ["people", str(folder)])
    assert "ann  clerk: look at what is there, scan and import, review" in done.output
    assert len(done.output.splitlines()) == len(PEOPLE)


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Roles that the administrator of this machine gives; who runs the tests stands for root."""
    file = tmp_path / "etc" / "people.toml"
    file.parent.mkdir(mode=0o755)
    file.write_text('four_eyes = true\n[people]\nann = "analyst"\n', encoding="utf-8")
    file.chmod(0o644)
    monkeypatch.setattr("backfile.machine.FILE", file)
    monkeypatch.setattr("backfile.machine.ROOT", os.geteuid())
    return file


def test_the_machines_roles_hold_in_the_place_of_a_workspaces(
    folder: Path, machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever can write `backfile.toml` gains nothing by it, nor by making a workspace of her own."""
    assert machine.exists()
    config = read_config(folder / FILE).config
    assert dict(config.people) == {"ann": Role.ANALYST}
    assert config.four_eyes
    assert dict(read_config(folder / "none.toml").config.people) == {"ann": Role.ANALYST}
    monkeypatch.setattr("backfile.workspace.login", lambda: "ann")
    with (
        pytest.raises(UsageProblem, match="ann is an analyst here and may not review"),
        open_workspace(folder, Act.DECIDE),
    ):
        pass


def test_without_a_file_of_the_machine_the_workspace_speaks(folder: Path, machine: Path) -> None:
    """The roles are the workspace's where the administrator says nothing."""
    machine.unlink()
    assert dict(read_config(folder / FILE).config.people) == PEOPLE


@pytest.mark.parametrize("fault", ["group", "others", "folder", "owner", "broken", "unknown", "role"])
def test_roles_that_could_be_anybodys_stop_all_work(
    folder: Path, machine: Path, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that others can change, or that makes no sense, is refused and never passed over."""
    faults: dict[str, Callable[[], object]] = {
        "group": lambda: machine.chmod(0o664),
        "others": lambda: machine.chmod(0o646),
        "folder": lambda: machine.parent.chmod(0o777),
        "owner": lambda: monkeypatch.setattr("backfile.machine.ROOT", os.geteuid() + 1),
        "broken": lambda: machine.write_text("[people", encoding="utf-8"),
        "unknown": lambda: machine.write_text("[persons]\n", encoding="utf-8"),
        "role": lambda: machine.write_text('[people]\nann = "king"\n', encoding="utf-8"),
    }
    faults[fault]()
    with pytest.raises(WorkspaceProblem, match=r"people\.toml") as found:
        read_config(folder / FILE)
    assert "administers this machine" in found.value.cure

"""The outermost boundary: whatever happens becomes a line, a cure and an exit code."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from paper import ORDERS, backfile, command, write_binder, write_list

from records.errors import BadInput, ExitCode, MissingTool, UsageProblem, WorkspaceProblem

RAISING = """
import sys
import backfile.__main__ as command
def broken(*args, **kwargs):
    raise {0}
command.backfile.main = broken
command.main()
"""


def raising(error: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The command where this goes wrong inside it."""
    return subprocess.run(
        [sys.executable, "-c", f"from records.errors import *\n{RAISING.format(error)}"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **environment},
    )


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        ("UsageProblem('no', 'Do this.')", 2, "backfile: no\n  Do this.\n"),
        ("BadInput('no', 'Do this.')", 3, "backfile: no\n  Do this.\n"),
        ("MissingTool('no', 'Do this.')", 4, "backfile: no\n  Do this.\n"),
        ("WorkspaceProblem('no', 'Do this.')", 5, "backfile: no\n  Do this.\n"),
        ("BadInput('\\x1b]0;owned\\x07')", 3, "backfile: ␛]0;owned␇\n"),
        ("OSError(28, 'No space left on device', 'out/orders.csv')", 5, "backfile: out/orders.csv: No space left"),
        ("KeyError('x')", 70, "backfile: a fault in Backfile itself (KeyError: 'x')\n  Please report it"),
        ("KeyboardInterrupt()", 130, "backfile: Interrupted.\n  Run the same command again"),
        ("BrokenPipeError()", 0, ""),
    ],
)
def test_an_error_is_a_line_a_cure_and_a_code(error: str, code: int, said: str) -> None:
    """No error of any kind shows a traceback, and each has the code that the guide gives it."""
    answer = raising(error)
    assert (answer.returncode, answer.stdout) == (code, "")
    assert answer.stderr.startswith(said)
    assert "Traceback" not in answer.stderr


def test_a_fault_can_be_shown_where_it_happened() -> None:
    """`BACKFILE_TRACE=1` is for who mends it."""
    assert "Traceback" in raising("KeyError('x')", BACKFILE_TRACE="1").stderr


def test_the_errors_carry_the_codes_of_the_contract() -> None:
    """0, 1, 2, 3, 4, 5 and 130 are what scripts rely on; 70 is a fault of ours."""
    assert [int(code) for code in ExitCode] == [0, 1, 2, 3, 4, 5, 70, 130]
    assert [int(kind.exit_code) for kind in (UsageProblem, BadInput, MissingTool, WorkspaceProblem)] == [2, 3, 4, 5]


def test_a_missing_tool_is_named_with_its_cure_before_anything_is_read(tmp_path: Path) -> None:
    """Without tesseract nothing is half read: the code is 4, and the message says how to get it."""
    binder = write_binder(tmp_path / "streets.pdf", ORDERS[:1])
    line = command("run", binder, "--out", tmp_path / "out")
    done = subprocess.run(line, capture_output=True, text=True, check=False, env={**os.environ, "PATH": "/nonexistent"})
    assert done.returncode == 4
    assert "tesseract" in done.stderr.splitlines()[0]
    assert "Install it" in done.stderr
    assert not (tmp_path / "out" / "orders.csv").exists()


def test_the_doctor_names_each_tool() -> None:
    """A line a tool: where it is there its version, else its cure; what is optional makes no error."""
    answer = backfile("doctor")
    assert answer.code == 0, answer.out
    assert all(line.split()[0] in {"ok", "absent"} for line in answer.out.splitlines())


def test_who_reads_one_line_and_leaves_gets_no_complaint(tmp_path: Path) -> None:
    """`backfile import ... --show | head -1` ends quietly."""
    write_list(tmp_path / "tickets.csv")
    ask = subprocess.Popen(
        command("import", tmp_path / "tickets.csv", "--show"), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert ask.stdout is not None
    ask.stdout.close()
    assert ask.stderr is not None
    assert ask.stderr.read() == b""
    assert ask.wait(timeout=60) == 0


def test_a_plain_terminal_gets_plain_text(tmp_path: Path) -> None:
    """In another language's plain locale nothing breaks, and nothing is coloured."""
    write_list(tmp_path / "tickets.csv", "WO Number,Straße\n2019-0411,Café\n")
    environment = {**os.environ, "LC_ALL": "C", "TERM": "dumb", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = subprocess.run(
        command("import", tmp_path / "tickets.csv", "--show"), capture_output=True, check=False, env=environment
    )
    assert done.returncode == 0, done.stderr
    assert b"\x1b" not in done.stdout + done.stderr

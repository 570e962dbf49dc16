"""No network: a run does the same without one, and asks for none."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import Job
from paper import command, files

ALONE = ("unshare", "--user", "--map-root-user", "--net")


def may_be_alone() -> bool:
    """Whether this machine lets a process leave the network."""
    if not shutil.which("unshare"):
        return False
    return subprocess.run([*ALONE, "true"], capture_output=True, check=False).returncode == 0


@pytest.mark.slow
@pytest.mark.skipif(not may_be_alone(), reason="this machine has no network namespaces for users")
def test_a_run_without_a_network_is_the_same_to_the_byte(job: Job, tmp_path: Path) -> None:
    """In a namespace without any interface every file comes out as it does with one."""
    line = command("run", job.binder, "--records", job.digital, "--out", tmp_path / "out", "--jobs", "1")
    subprocess.run([*ALONE, *line], check=True, capture_output=True, timeout=200)
    assert files(tmp_path / "out") == files(job.out)


WATCHED = """
import runpy, socket, sys
asked = []
class Watched(socket.socket):
    def connect(self, address):
        asked.append(address)
        raise OSError("no network")
socket.socket = Watched
socket.create_connection = socket.getaddrinfo = lambda *args, **kwargs: asked.append(args)
sys.argv = ["backfile", *sys.argv[1:]]
try:
    runpy.run_module("backfile", run_name="__main__")
finally:
    print(asked, file=sys.stderr)
"""


def test_nobody_is_asked(job: Job) -> None:
    """`match`, `export` and `check` open no connection and look up no name."""
    for verb in (("match", job.out), ("export", job.out, "--json"), ("check", job.out)):
        done = subprocess.run(
            [sys.executable, "-c", WATCHED, *map(str, verb)], capture_output=True, text=True, check=True, timeout=120
        )
        assert done.stderr.splitlines()[-1] == "[]"
        assert verb[0] != "export" or json.loads(done.stdout)["orders"] == 4

"""A PostgreSQL server of the tests' own, where its programs are installed."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp

import pytest

# Pytest imports each test file on its own (importlib mode), so the folder of the shared helpers is named here.
sys.path.append(str(Path(__file__).parent))


def tool(name: str) -> str:
    """Where a program of PostgreSQL lies."""
    binaries = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    return str(binaries[-1] / name) if binaries else shutil.which(name) or ""


def as_nobody() -> None:
    """PostgreSQL does not run as root."""
    if os.geteuid() == 0:
        user = pwd.getpwnam("postgres")
        os.setgid(user.pw_gid)
        os.setuid(user.pw_uid)


@pytest.fixture(scope="module")
def server() -> Iterator[Path]:
    """A server on a socket in a folder of its own, with the login `owner`."""
    pytest.importorskip("psycopg")
    if not tool("initdb"):
        pytest.skip("PostgreSQL is not installed")
    folder = Path(mkdtemp(prefix="pg-"))
    if os.geteuid() == 0:
        os.chown(folder, pwd.getpwnam("postgres").pw_uid, -1)

    def run(*line: str) -> None:
        subprocess.run(line, preexec_fn=as_nobody, check=True, stdout=subprocess.DEVNULL, cwd=folder)

    run(tool("initdb"), "-D", str(folder / "data"), "-A", "trust", "-U", "owner", "-N", "-k", "--locale=C.UTF-8")
    options = f"-k {folder} -c listen_addresses='' -c fsync=off"
    run(tool("pg_ctl"), "-D", str(folder / "data"), "-o", options, "-l", str(folder / "log"), "-w", "start")
    try:
        yield folder
    finally:
        run(tool("pg_ctl"), "-D", str(folder / "data"), "-m", "immediate", "stop")
        shutil.rmtree(folder)

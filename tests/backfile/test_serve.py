"""The served review answers who started it, and nobody else."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from paper import alive, backfile

from backfile.serve import COOKIE, MOST, Guard, application, command_of, origins_of
from records.errors import UsageProblem

PAGE = Path(__file__).parents[2] / "backfile" / "serve.html"
COMMAND = "printf '__GANGLION__\\n'; cat"
"""Stands for the review: says what a Textual program says first."""


@asynccontextmanager
async def served() -> AsyncIterator[tuple[Any, Guard, str]]:
    """A client that keeps no cookies of its own, the guard, and the server's address."""
    pytest.importorskip("textual_serve")
    from aiohttp import ClientSession, DummyCookieJar, web
    from aiohttp.test_utils import unused_port

    port = unused_port()
    guard = Guard(origins_of(port, "https://review.city.example"))
    runner = web.AppRunner(application(COMMAND, guard), shutdown_timeout=0.2)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    async with ClientSession(cookie_jar=DummyCookieJar()) as client:
        yield client, guard, f"http://127.0.0.1:{port}"
    await runner.cleanup()


async def let_in(client: Any, guard: Guard, address: str) -> dict[str, str]:
    """Brings the token, and gives the headers of the browser that did."""
    async with client.get(f"{address}/?token={guard.token}", allow_redirects=False) as answer:
        assert (answer.status, answer.headers["Location"]) == (303, "/")
        said = answer.headers["Set-Cookie"]
        assert all(word in said for word in ("HttpOnly", "SameSite=Strict", "Path=/"))
        return {"Cookie": f"{COOKIE}={guard.cookie}"}


async def test_only_who_brings_the_token_comes_in() -> None:
    """Without token or cookie 403; with the token once, then with the cookie; the token is spent by then."""
    async with served() as (client, guard, address):
        for path in ("/", "/ws", "/static/js/textual.js", "/?token=wrong", "/?token="):
            async with client.get(address + path) as answer:
                assert answer.status == 403
        async with client.get(address, headers={"Cookie": f"{COOKIE}={guard.cookie}"}) as answer:
            assert answer.status == 403  # a cookie that nobody was given yet
        mine = await let_in(client, guard, address)
        async with client.get(f"{address}/?token={guard.token}") as answer:
            assert answer.status == 403
        for path in ("/", "/static/js/textual.js"):
            async with client.get(address + path, headers=mine) as answer:
                assert answer.status == 200
                assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Host": "evil.example"},
        {"Host": "127.0.0.1:1"},
        {"Host": "localhost.evil.example:8765"},
        {"Host": "review.city.example", "Origin": "https://evil.example"},
        {"Origin": "http://review.city.example"},
    ],
    ids=str,
)
async def test_another_site_and_another_name_are_refused(headers: dict[str, str]) -> None:
    """With the right cookie too: 403 to a page of another site, and to a name that was made to point here."""
    async with served() as (client, guard, address):
        mine = await let_in(client, guard, address)
        for path in ("/", "/ws", "/static/js/textual.js"):
            async with client.get(address + path, headers={**mine, **headers}) as answer:
                assert answer.status == 403


async def test_the_socket_opens_for_our_own_page_alone() -> None:
    """A socket needs cookie and Origin; it carries the program's screen; so many at once and no more."""
    from aiohttp import WSServerHandshakeError

    async with served() as (client, guard, address):
        mine = await let_in(client, guard, address)
        ours = {**mine, "Origin": address}
        for wrong in ({}, mine, {"Origin": address}, {**mine, "Origin": "https://evil.example"}):
            with pytest.raises(WSServerHandshakeError) as found:
                await client.ws_connect(f"{address}/ws", headers=wrong)
            assert found.value.status == 403
        windows = [await client.ws_connect(f"{address}/ws", headers=ours) for _ in range(MOST)]
        with pytest.raises(WSServerHandshakeError) as found:
            await client.ws_connect(f"{address}/ws", headers=ours)
        assert found.value.status == 503
        await windows[0].send_json(["ping", "1"])
        assert (await windows[0].receive(timeout=10)).json() == ["pong", "1"]
        for window in windows:
            await window.close()


async def test_folders_are_not_listed_and_nothing_is_posted() -> None:
    """No list of the static files, no way out of them, no download route, no method but GET."""
    async with served() as (client, guard, address):
        mine = await let_in(client, guard, address)
        for path in ("/static/", "/static/..%2fserver.py", "/static/%2e%2e/server.py", "/download/x", "/nothing"):
            async with client.get(address + path, headers=mine) as answer:
                assert answer.status in {403, 404}
        async with client.post(address, headers=mine, data=b"x") as answer:
            assert answer.status == 405


async def test_behind_a_proxy_the_socket_is_a_secure_one() -> None:
    """Through the sign-in proxy the page asks for wss, and the cookie goes over TLS only."""
    async with served() as (client, guard, address):
        proxied = {"Host": "review.city.example"}
        async with client.get(f"{address}/?token={guard.token}", headers=proxied, allow_redirects=False) as answer:
            assert "Secure" in answer.headers["Set-Cookie"]
        proxied["Cookie"] = f"{COOKIE}={guard.cookie}"
        async with client.get(address, headers=proxied) as answer:
            assert 'data-session-websocket-url="wss://review.city.example/ws"' in await answer.text()


def test_the_page_loads_nothing_from_outside() -> None:
    """No address but those of this server."""
    assert not re.findall(r"https?:|//[a-z]", PAGE.read_text("utf-8"))


@pytest.mark.parametrize(
    "address", ["http://review.city.example", "review.city.example", "https://", "https://a@b", "https://a/b"]
)
def test_a_proxy_has_an_address_with_tls(address: str) -> None:
    """Anything but the address of a site over TLS is refused."""
    with pytest.raises(UsageProblem, match="no address of a proxy"):
        origins_of(8765, address)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process of its parent's death")
def test_a_window_ends_with_its_server(tmp_path: Path) -> None:
    """A server that is killed leaves no review behind, which would hold its claims for ever."""
    assert backfile("init", tmp_path / "ws").code == 0
    program = (
        "import os, subprocess, sys, time\nwindow = subprocess.Popen(sys.argv[1], shell=True, stdin=subprocess.PIPE,"
        " stdout=subprocess.DEVNULL, env={**os.environ, 'TEXTUAL_DRIVER': 'textual.drivers.web_driver:WebDriver'})\n"
        "print(window.pid, flush=True)\ntime.sleep(600)\n"
    )
    line = [sys.executable, "-c", program, command_of(tmp_path / "ws")]
    with subprocess.Popen(line, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        window = int(server.stdout.readline())
        time.sleep(5)  # it may be killed at any moment; by now its screen stands
        assert alive(window)
        server.kill()
    end = time.monotonic() + 60
    while alive(window):
        assert time.monotonic() < end
        time.sleep(0.1)

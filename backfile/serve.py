"""The review screens in a browser on this machine, for who started them and nobody else.

textual-serve draws a Textual program in a browser, but asks nobody who he is: measured with its 1.1.3, a page of any
other site could open its socket, read the record on the screen and press keys. So its server is not used, only what
runs the program and draws it, behind a guard: the loopback interface alone; a token that is good for one visit and is
exchanged for a cookie that other sites cannot send; a known Host, against names that are made to point here; a known
Origin wherever a browser says one, and always for the socket; a page of our own that loads nothing from outside.
"""

from __future__ import annotations

import hmac
import secrets
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from shlex import join
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from records.errors import MissingTool, UsageProblem, WorkspaceProblem
from records.screen import screen

if TYPE_CHECKING:
    from aiohttp import web

HOST = "127.0.0.1"
COOKIE = "backfile"
MOST = 4
"""Windows at once: each is a process of its own."""
_POLICY = (
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",  # what draws the screen writes its own
    "font-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
)
_HEADERS = {
    "Content-Security-Policy": "; ".join(_POLICY),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@dataclass(slots=True)
class Guard:
    """Who may come in. It changes once: when the token is exchanged for the cookie."""

    origins: frozenset[str]
    """What a browser may say that it looks at: `http://127.0.0.1:8765`."""
    token: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    cookie: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    spent: bool = False

    def knows_host(self, host: str) -> bool:
        """Whether the request was meant for this server, by the name that the browser used."""
        return host.lower() in {urlsplit(origin).netloc for origin in self.origins}

    def knows_origin(self, origin: str | None, *, needed: bool) -> bool:
        """Whether the page that asks is ours; where it must be said, silence is a no."""
        return not needed if origin is None else origin.lower() in self.origins

    def knows_cookie(self, cookie: str) -> bool:
        """Whether it is the browser that brought the token."""
        return self.spent and hmac.compare_digest(cookie.encode(), self.cookie.encode())

    def takes_token(self, token: str) -> bool:
        """Whether this is the token, which is good once."""
        if self.spent or not hmac.compare_digest(token.encode(), self.token.encode()):
            return False
        self.spent = True
        return True


def origins_of(port: int, address: str = "") -> frozenset[str]:
    """What a browser on this machine may say, and the address of the sign-in proxy in front where there is one.

    Raises:
        UsageProblem: the address is none.
    """
    local = {f"http://{HOST}:{port}", f"http://localhost:{port}"}
    if not address:
        return frozenset(local)
    parts = urlsplit(address.lower())
    if parts.scheme != "https" or not parts.netloc or parts.path not in {"", "/"} or "@" in parts.netloc:
        raise UsageProblem(f"{address} is no address of a proxy.", "Write it as https://review.city.example")
    return frozenset({*local, f"https://{parts.netloc}"})


def command_of(workspace: Path) -> str:
    """What runs in each window."""
    return "exec " + join([sys.executable, "-m", "backfile", "review", str(workspace.absolute())])  # no shell between


def serve(command: str, port: int, address: str, tell: Callable[[str], None]) -> None:
    """Serves a Textual program until Ctrl-C, and tells the address to open, once.

    Raises:
        MissingTool: the extra is not installed.
        WorkspaceProblem: the port is taken.
    """
    guard = Guard(origins_of(port, address))
    made = application(command, guard)
    from aiohttp import web

    tell(f"Open once, in your own browser: {address.rstrip('/') or f'http://{HOST}:{port}'}/?token={guard.token}")
    try:
        web.run_app(made, host=HOST, port=port, print=None, access_log=None, shutdown_timeout=3.0)
    except OSError as error:
        raise WorkspaceProblem(f"Port {port}: {error.strerror}.", "Give another with --port.") from error


def application(command: str, guard: Guard) -> web.Application:
    """The server: the page, the socket, and the files that draw; each request passes the guard first.

    Raises:
        MissingTool: the extra is not installed.
    """
    try:
        from aiohttp import web
        from textual_serve.server import Server
    except ImportError as error:
        raise MissingTool(
            f"the package {error.name} is missing", "Install it: pip install 'backfile[serve]'"
        ) from error

    server = Server(command, host=HOST)
    page = resources.files("backfile").joinpath("serve.html").read_text("utf-8")
    open_windows = 0

    async def socket(request: web.Request) -> web.StreamResponse:
        nonlocal open_windows
        if open_windows >= MOST:
            raise web.HTTPServiceUnavailable(text=f"{MOST} windows are open: close one.")
        open_windows += 1
        try:
            answer: web.StreamResponse = await server.handle_websocket(request)
            return answer
        finally:
            open_windows -= 1

    async def index(request: web.Request) -> web.StreamResponse:
        sockets = f"{'wss' if _is_secure(request, guard) else 'ws'}://{request.host}/ws"
        return web.Response(text=page.replace("{sockets}", sockets), content_type="text/html", charset="utf-8")

    made = web.Application(middlewares=[_middleware(guard)], client_max_size=0)
    made.add_routes([web.get("/", index), web.get("/ws", socket)])
    made.router.add_static("/static", server.statics_path, show_index=False, follow_symlinks=False)
    return made


def _is_secure(request: web.Request, guard: Guard) -> bool:
    """Whether the browser came through the proxy."""
    return f"https://{request.host.lower()}" in guard.origins


Handler = Callable[[Any], Awaitable[Any]]


def _middleware(guard: Guard) -> Any:
    """Looks at every request before anything else does."""
    from aiohttp import web

    @web.middleware  # type: ignore[untyped-decorator, unused-ignore]
    async def guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
        refusal = _refusal(request, guard)
        if refusal:
            return _sealed(web.Response(status=403, text=refusal))
        if guard.takes_token(request.query.get("token", "")):
            answer = web.Response(status=303, headers={"Location": "/"})
            secure = _is_secure(request, guard)
            answer.set_cookie(COOKIE, guard.cookie, httponly=True, samesite="Strict", secure=secure, path="/")
            return _sealed(answer)
        if not guard.knows_cookie(request.cookies.get(COOKIE, "")):
            return _sealed(web.Response(status=403, text="Open the address that was printed, once."))
        try:
            answer = await handler(request)
        except web.HTTPException as error:
            return _sealed(web.Response(status=error.status, text=screen(error.text or error.reason)))
        return answer if answer.prepared else _sealed(answer)

    return guarded


def _refusal(request: web.Request, guard: Guard) -> str:
    if not guard.knows_host(request.host):
        return "This name is not this server's."
    if not guard.knows_origin(request.headers.get("Origin"), needed=request.path == "/ws"):
        return "Another site has no business here."
    return ""


def _sealed(answer: web.StreamResponse) -> web.StreamResponse:
    """The answer with what keeps a browser from loading or telling anything elsewhere."""
    answer.headers.update(_HEADERS)
    return answer

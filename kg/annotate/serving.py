"""A session in; a page on this machine's own address, for this user's browser alone, out.

Other pages in the same browser can send requests here, and under a name that leads to 127.0.0.1 even read the answers. So every
request for more than the empty page needs a token, which the address carries behind its # and which no site is ever told; a request
under another host's name is refused; and what articles say reaches the page as JSON that it only ever shows as text.
"""

from __future__ import annotations

import hmac
import json
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from kg.annotate.gold import Stale
from kg.annotate.session import Session
from kg.errors import KgError

_PAGE = Path(__file__).parent / "page"
_TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
_LARGEST = 4_000_000  # bytes: a thousand events
_PATIENCE = 30  # seconds for a request to arrive
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
    " base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class Refusal(Exception):
    """A request that is not answered, and why."""

    def __init__(self, status: HTTPStatus, problem: str) -> None:
        super().__init__(problem)
        self.status = status


@contextmanager
def serve(session: Session, *, port: int = 0) -> Iterator[str]:
    """Serve the page meanwhile; the address is what a browser opens. Port 0 takes a free one.

    Raises KgError where the port is taken.
    """
    token = secrets.token_urlsafe(32)
    try:
        server = _Server(("127.0.0.1", port), session, token)
    except OSError as error:
        raise KgError(f"port {port}", f"cannot be used ({error.strerror})", "name another with --port, or leave it out") from error
    with server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/#{token}"
        finally:
            server.shutdown()
            thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False  # a browser's idle connection is nothing to wait for

    def __init__(self, address: tuple[str, int], session: Session, token: str) -> None:
        self.session, self.token = session, token.encode()
        self.files = {f"/{f.name}": (f.read_bytes(), _TYPES[f.suffix]) for f in sorted(_PAGE.iterdir()) if f.suffix in _TYPES}
        self.files["/"] = self.files["/index.html"]
        super().__init__(address, _Handler)

    def handle_error(self, request: object, client_address: object) -> None:
        """Nothing is wrong where a browser goes away before it is answered; all else was answered."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    server_version, sys_version = "geokg", ""
    timeout = _PATIENCE

    def do_GET(self) -> None:
        self._answer(self._get)

    def do_POST(self) -> None:
        self._answer(self._post)

    def _answer(self, make: Callable[[], tuple[bytes, str]]) -> None:
        status = HTTPStatus.OK
        try:
            self._check_host()
            body, kind = make()
        except Refusal as refusal:
            status, (body, kind) = refusal.status, _json({"error": str(refusal)})
        except Stale as error:
            status, (body, kind) = HTTPStatus.CONFLICT, _json({"error": str(error)})
        except KgError as error:
            status, (body, kind) = HTTPStatus.UNPROCESSABLE_ENTITY, _json({"error": str(error)})
        except Exception as error:  # a fault of ours must not end the work: it is said on the page, where the events still stand
            problem = f"{type(error).__name__}: {error}; please report it"
            status, (body, kind) = HTTPStatus.INTERNAL_SERVER_ERROR, _json({"error": problem})
        self.send_response(status)
        for name, value in _HEADERS.items():
            self.send_header(name, value)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _check_host(self) -> None:
        port = self.server.server_address[1]
        if self.headers.get("Host") not in (hosts := (f"127.0.0.1:{port}", f"localhost:{port}")):
            raise Refusal(HTTPStatus.FORBIDDEN, "this page is served under the address that kg annotate printed, and no other")
        if self.headers.get("Origin") not in (None, *(f"http://{host}" for host in hosts)):
            raise Refusal(HTTPStatus.FORBIDDEN, "another page may not ask here")

    def _check_token(self) -> None:
        given = self.headers.get("Authorization", "").removeprefix("Bearer ").encode("utf-8", "replace")
        if not hmac.compare_digest(given, self.server.token):
            raise Refusal(
                HTTPStatus.UNAUTHORIZED, "open the whole address that kg annotate printed; that of an earlier run holds no longer"
            )

    def _get(self) -> tuple[bytes, str]:
        address = urlsplit(self.path)
        if address.path in self.server.files:
            return self.server.files[address.path]
        self._check_token()
        session, asked = self.server.session, parse_qs(address.query)
        if address.path == "/api/choices":
            return _json(session.show_choices())
        if address.path == "/api/articles":
            return _json(session.show_list())
        if address.path == "/api/article":
            return _json(self._known(lambda id_: session.show_article(id_), asked.get("id", [""])[0]))
        if address.path == "/api/country":
            return _json({"country": session.country_named(asked.get("label", [""])[0][:200])})
        raise Refusal(HTTPStatus.NOT_FOUND, "there is nothing here")

    def _post(self) -> tuple[bytes, str]:
        self._check_token()
        if urlsplit(self.path).path != "/api/article":
            raise Refusal(HTTPStatus.NOT_FOUND, "there is nothing here")
        posted = self._body()
        id_, events, version = (posted.get(key) for key in ("id", "events", "version"))
        if not isinstance(version, str):
            raise Refusal(HTTPStatus.BAD_REQUEST, "`version` must be the one that came with the article")
        saved = self._known(lambda article: self.server.session.save(article, events, version), id_)
        return _json({"version": saved.version, "events": saved.events, "done": self.server.session.done})

    def _known(self, act: Callable[[str], Any], id_: object) -> Any:
        try:
            return act(str(id_))
        except KeyError as error:
            raise Refusal(HTTPStatus.NOT_FOUND, f"no article {id_} is among those to annotate") from error

    def _body(self) -> dict[str, Any]:
        if self.headers.get_content_type() != "application/json":
            raise Refusal(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "send JSON")
        length = self.headers.get("Content-Length", "")
        if not (length.isascii() and length.isdigit()):
            raise Refusal(HTTPStatus.LENGTH_REQUIRED, "say how long it is")
        if len(length) > 9 or int(length) > _LARGEST:
            raise Refusal(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"is larger than {_LARGEST:,} bytes")
        try:
            posted = json.loads(self.rfile.read(int(length)))
        except (ValueError, RecursionError, TimeoutError) as error:
            raise Refusal(HTTPStatus.BAD_REQUEST, "is not JSON") from error
        if not isinstance(posted, dict):
            raise Refusal(HTTPStatus.BAD_REQUEST, "must be an object")
        return posted

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the terminal is for what went wrong, and the page says that itself."""


def _json(value: object) -> tuple[bytes, str]:
    # half of a character pair, which UTF-8 cannot write, becomes JSON's own escape for it
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "backslashreplace"), "application/json"

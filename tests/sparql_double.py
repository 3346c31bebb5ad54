"""A small SPARQL server around pyoxigraph that misbehaves on demand: a test double, for what real servers do only on bad days.

The real ones are in ``test_servers``.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

import pyoxigraph as ox

Fault = Callable[["Handler"], bool]  # whether the request was dealt with


@dataclass
class Double:
    """Its store, what it was asked, and what goes wrong next: a fault for each of the coming requests, None for none."""

    url: str = ""
    name: str = "Oxigraph/double"
    store: ox.Store = field(default_factory=ox.Store)
    requests: list[tuple[str, str]] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    faults: list[Fault | None] = field(default_factory=list)
    always: Fault | None = None
    most: int | None = None  # rows that it gives, as Virtuoso: it says so when it has cut
    union: bool = True  # asks all graphs when told so

    def count(self, method: str, path: str) -> int:
        return sum(m == method and p.startswith(path) for m, p in self.requests)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    double: Double
    body = b""

    def log_message(self, *_: object) -> None:
        """Nothing on the terminal."""

    def version_string(self) -> str:
        return self.double.name

    def handle_one_request(self) -> None:
        try:
            super().handle_one_request()
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def do_POST(self) -> None:
        self.body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.double.requests.append((self.command, self.path))
        self.double.bodies.append(self.body)
        fault = self.double.faults.pop(0) if self.double.faults else self.double.always
        if fault is None or not fault(self):
            status, body, kind = self.carried_out()
            rows = json.loads(body).get("results", {}).get("bindings", []) if kind.endswith("json") else []
            if self.double.most is not None and len(rows) >= self.double.most:
                body = json.dumps({"head": json.loads(body)["head"], "results": {"bindings": rows[: self.double.most]}}).encode()
                self.send(status, body, kind, {"X-SPARQL-MaxRows": str(self.double.most)})
            else:
                self.send(status, body, kind)

    do_PUT = do_DELETE = do_GET = do_POST

    def carried_out(self) -> tuple[int, bytes, str]:
        """Do what was asked: status, body, media type."""
        path, fields = urlsplit(self.path), {}
        if "urlencoded" in (self.headers.get("Content-Type") or ""):
            fields = {name: values[0] for name, values in parse_qs(self.body.decode(), keep_blank_values=True).items()}
        try:
            if path.path == "/query" and "query" in fields:
                return self._query(fields["query"], union=self.double.union and "union-default-graph" in fields)
            if path.path == "/update" and "update" in fields:
                self.double.store.update(fields["update"])
                return 204, b"", ""
            if path.path == "/store":
                return self._graph(ox.NamedNode(unquote(path.query.partition("=")[2])))
        except (SyntaxError, ValueError) as error:
            return 400, str(error).encode(), "text/plain"
        return 404, b"nothing here", "text/plain"

    def _query(self, text: str, *, union: bool) -> tuple[int, bytes, str]:
        result = self.double.store.query(text, use_default_graph_as_union=union)
        if isinstance(result, ox.QueryTriples):
            return 200, result.serialize(format=ox.RdfFormat.N_TRIPLES) or b"", "application/n-triples"
        return 200, result.serialize(format=ox.QueryResultsFormat.JSON) or b"", "application/sparql-results+json"

    def _graph(self, graph: ox.NamedNode) -> tuple[int, bytes, str]:
        there = self.double.store.contains_named_graph(graph)
        self.double.store.remove_graph(graph)
        if self.command == "PUT":
            self.double.store.load(self.body, ox.RdfFormat.TURTLE, to_graph=graph)
        return (204 if there or self.command == "PUT" else 404), b"", ""

    def send(self, status: int, body: bytes, kind: str = "text/plain", headers: dict[str, str] | None = None) -> bool:
        self.send_response(status)
        if kind:
            self.send_header("Content-Type", kind)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        if "Content-Length" not in (headers or {}):
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        return True


# faults


def lost(handler: Handler) -> bool:
    """Carry the request out and hang up without a word."""
    handler.carried_out()
    handler.close_connection = True
    return True


def busy(handler: Handler) -> bool:
    return handler.send(503, b"come back", headers={"Retry-After": "0"})


def half(handler: Handler) -> bool:
    """Carry out, and break the answer off in the middle."""
    status, body, kind = handler.carried_out()
    handler.close_connection = True
    return handler.send(status if status != 204 else 200, body[: len(body) // 2], kind, {"Content-Length": str(len(body) + 10)})


def dripping(handler: Handler) -> bool:
    """One byte after the other, so that no single read takes long."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000000")
    handler.end_headers()
    for _ in range(200):
        handler.wfile.write(b" ")
        handler.wfile.flush()
        time.sleep(0.05)
    return True


def saying(body: bytes, status: int = 200, kind: str = "application/sparql-results+json", **headers: str) -> Fault:
    return lambda handler: handler.send(status, body, kind, {name.replace("_", "-"): value for name, value in headers.items()})


def asking_for_a_password(handler: Handler) -> bool:
    """Basic; the right one is ada:lovelace. What was sent is repeated, as careless servers do."""
    sent = handler.headers.get("Authorization") or ""
    if sent == "Basic YWRhOmxvdmVsYWNl":
        return False
    return handler.send(401, f"no entry with {sent}\x1b[31m".encode(), headers={"WWW-Authenticate": 'Basic realm="double"'})


@contextmanager
def serving(name: str = "Oxigraph/double") -> Iterator[Double]:
    double = Double(name=name)
    handler = type("_Handler", (Handler,), {"double": double})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    double.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield double
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

"""SPARQL 1.1 over HTTP in, rows and triples out: the Protocol, and the Graph Store Protocol where a server has it.

Which paths take what is found from the one address that a user names (``endpoints``). Every update that is sent here leads to the
same state when it is carried out twice, so that one whose answer was lost may be sent again.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar
from urllib.parse import quote, urlencode

import pyoxigraph as ox

from kg.errors import StoreError
from kg.store.credentials import credentials_for
from kg.store.endpoints import Address, Endpoints, address, candidates, conventional
from kg.store.http import LIMIT, Answer, Connection
from kg.store.names import GK
from kg.store.results import ROWS, TRIPLES, Rows, Term, read_boolean, read_rows, read_triples

T = TypeVar("T")
TIMEOUT = 300.0  # seconds for one request; a large graph is one
PAGE = 50_000  # rows asked for at a time where there may be many; fewer once a server has cut an answer off
_SMALLEST = 5_000  # half of what Virtuoso gives as it is installed
_DEEPEST = 6  # digits of a hash that parts are told apart by
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}
_TURTLE = {"Content-Type": "text/turtle"}
# A line of Turtle in front of N-Triples, since Virtuoso 7 guesses what a body is from its first 64 KiB, whatever it is told:
# without a @prefix it takes a line that is longer for plain text, and refuses it
_SIGNATURE = f"@prefix gk: <{GK}> .\n".encode()


class Cut(StoreError):
    """A server gave as many rows as it gives at most, and there may be more."""


class Server:
    """A SPARQL server. Errors are StoreErrors that name it, what it answered and what to do."""

    def __init__(self, url: str, *, timeout: float | None = None, limit: int = LIMIT) -> None:
        self.address: Address = address(url)
        credentials = credentials_for(self.address)
        self._connection = Connection(self.address, credentials, timeout=_timeout() if timeout is None else timeout, limit=limit)
        self.page = PAGE
        self.union: tuple[tuple[str, str], ...] = ()  # what to send so that a query without GRAPH asks all graphs
        try:
            self.endpoints: Endpoints = self._found(known=bool(credentials))
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        self._connection.close()

    def _found(self, *, known: bool) -> Endpoints:
        tried = []
        for path in candidates(self.address):
            answer = self._connection.request("POST", path, _form(query="ASK {}"), {**_FORM, "Accept": ROWS})
            try:
                if answer.good:
                    read_boolean(answer.body)
                    return conventional(self.address, path, answer.headers, known=known)
                tried.append(f"{path} ({self._connection.said(answer)})")
            except ValueError:
                tried.append(f"{path} ({answer.kind or 'something'} that is no answer)")
        raise StoreError(
            self.address,
            f"takes no SPARQL queries at {', '.join(tried)}",
            "name the path of its endpoint, or say it as http://host:port/#query=/path&update=/path",
        )

    # queries: reading, which may be asked any number of times

    def select(self, text: str, *, union: bool = False, timeout: float | None = None) -> Rows:
        """The rows of a SELECT; not those that a server had left off."""
        answer = self._query(text, ROWS, union=union, timeout=timeout)
        rows = self._parsed(answer, lambda: read_rows(answer.body))
        most = answer.headers.get("x-sparql-maxrows", "")  # Virtuoso says so when it has cut, and not another word
        if most.isascii() and most.isdecimal() and len(rows.rows) >= int(most):
            raise Cut(self.address, f"gives {most} rows at most", "ask for less (LIMIT), or raise ResultSetMaxRows in its virtuoso.ini")
        return rows

    def ask(self, text: str, *, union: bool = False, timeout: float | None = None) -> bool:
        """The answer to an ASK."""
        answer = self._query(text, ROWS, union=union, timeout=timeout)
        return self._parsed(answer, lambda: read_boolean(answer.body))

    def construct(self, text: str, *, union: bool = False, timeout: float | None = None) -> frozenset[ox.Triple]:
        """The triples of a CONSTRUCT or DESCRIBE."""
        answer = self._query(text, TRIPLES, union=union, timeout=timeout)
        if not answer.framed:  # N-Triples have no end: without a length, half of them look like all
            raise self._nonsense(answer, "triples without a length")
        return self._parsed(answer, lambda: read_triples(answer.body, answer.kind))

    def count(self, pattern: str) -> int:
        """How many solutions a pattern has."""
        ((cell,),) = self.select(f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}").rows or ((None,),)
        if not isinstance(cell, ox.Literal) or not cell.value.isdecimal():
            raise StoreError(self.address, "does not count", "see that it is a SPARQL 1.1 server")
        return int(cell.value)

    def select_all(
        self, names: str, pattern: str, *, key: str, number: int | None = None
    ) -> Iterator[tuple[ox.NamedNode | ox.Literal, ...]]:
        """All solutions of a pattern, in parts that no server cuts off; ``number`` is how many, where that is known.

        The parts are told apart by a hash of the variable ``key``, for an OFFSET may repeat or pass over rows without an order of all,
        which servers refuse to make of many. Raises StoreError where there are not as many as were counted: somebody writes, or the
        server keeps rows back.
        """
        expected = self.count(pattern) if number is None else number
        digits = 0
        while expected > self.page / 2 * 16**digits and (digits or expected > self.page):
            digits += 1
        found = 0
        for part in range(16**digits):
            for row in self._part(names, pattern, key, f"{part:0{digits}x}" if digits else ""):
                found += 1
                yield self._whole(row)
        if found != expected:
            raise StoreError(
                self.address,
                f"gave {found} of {expected} rows: it keeps some back, or is being written",
                "run it again when nobody writes; or raise the limit of rows of the server",
            )

    def _part(self, names: str, pattern: str, key: str, prefix: str) -> Iterator[tuple[Term | None, ...]]:
        """The solutions whose key has a hash that begins with ``prefix``; in smaller parts where the server cuts that one off."""
        test = f'FILTER(STRSTARTS(LCASE(MD5(STR(?{key}))), "{prefix}"))' if prefix else ""
        try:
            yield from self.select(f"SELECT {names} {{ {pattern} {test} }}").rows
        except Cut:
            self.page = max(self.page // 2, _SMALLEST)  # the next ones are asked for in smaller parts at once
            if len(prefix) == _DEEPEST:
                raise
            for digit in "0123456789abcdef":
                yield from self._part(names, pattern, key, prefix + digit)

    def _whole(self, row: tuple[object, ...]) -> tuple[ox.NamedNode | ox.Literal, ...]:
        cells = tuple(cell for cell in row if isinstance(cell, ox.NamedNode | ox.Literal))
        if len(cells) != len(row):
            raise StoreError(self.address, "gave a row with nothing or a blank node in it", "what geokg wrote has none: build it anew")
        return cells

    def _query(self, text: str, accept: str, *, union: bool, timeout: float | None) -> Answer:
        body = _form(query=text, more=self.union if union else ())
        answer = self._connection.request("POST", self.endpoints.query, body, {**_FORM, "Accept": accept}, timeout=timeout)
        if not answer.good:
            raise StoreError(
                self.address, f"refused a query: {self._connection.said(answer)}", "mend the query, or look into the server's log"
            )
        if "x-sql-state" in answer.headers:  # Virtuoso says only so that its own time limit has cut the answer
            state = self._connection.quoted(answer.headers.get("x-sql-message", answer.headers["x-sql-state"]))
            raise StoreError(self.address, f"gave a part of the answer only: {state}", "ask for less, or raise MaxQueryExecutionTime there")
        return answer

    def _parsed(self, answer: Answer, read: Callable[[], T]) -> T:
        try:
            return read()
        except ValueError as error:
            raise self._nonsense(answer, str(error)) from error

    def _nonsense(self, answer: Answer, why: str) -> StoreError:
        return StoreError(
            self.address,
            f"answered what cannot be read ({self._connection.quoted(why)}): {self._connection.said(answer)}",
            "check that the address is that of a SPARQL 1.1 server",
        )

    # changes: each may be carried out twice

    def put(self, graph: str, ntriples: bytes) -> None:
        """Make ``ntriples`` all that a graph holds, in one request. Sent again it writes the same once more over itself."""
        if self.endpoints.graphs is None:
            name = ox.NamedNode(graph)
            self.update(f"{self.endpoints.clear} {name} ;\nINSERT DATA {{ GRAPH {name} {{\n{ntriples.decode()}}} }}")
            return
        answer = self._connection.request("PUT", self._graph(graph), _SIGNATURE + ntriples, _TURTLE)
        self._done(answer, f"to write {graph}")

    def drop(self, graph: str) -> None:
        """Take a graph out; one that is not there is left so, which is why this may be sent again."""
        if self.endpoints.graphs is None:
            self.update(f"{self.endpoints.clear} {ox.NamedNode(graph)}")
            return
        answer = self._connection.request("DELETE", self._graph(graph))
        if answer.status != 404:
            self._done(answer, f"to remove {graph}")

    def update(self, text: str) -> None:
        """Carry out an update. Callers give only such as do nothing the second time: ground triples in and out, or a claim once made."""
        answer = self._connection.request("POST", self.endpoints.update, _form(update=text), _FORM)
        self._done(answer, "an update")

    def _graph(self, graph: str) -> str:
        return f"{self.endpoints.graphs}?{self.endpoints.graph_parameter}={quote(graph, safe='')}"

    def _done(self, answer: Answer, what: str) -> None:
        if not answer.good:
            if b"SECURITY" in answer.body[:200]:  # Virtuoso answers 500 to whoever has no right to write
                raise self._connection.refused(answer, self.endpoints.update)
            raise StoreError(
                self.address,
                f"refused {what}: {self._connection.said(answer)}",
                "mend the cause and run it again: what was written is kept",
            )


def _form(*, more: Iterable[tuple[str, str]] = (), **fields: str) -> bytes:
    return urlencode([*fields.items(), *more]).encode("ascii")


def _timeout() -> float:
    text = os.environ.get("GEOKG_STORE_TIMEOUT", "")
    try:
        seconds = float(text) if text else TIMEOUT
    except ValueError:
        seconds = -1.0
    if not 0 < seconds < 1e6:
        raise StoreError(f"GEOKG_STORE_TIMEOUT={text[:40]}", "is no time", "give seconds, as 300")
    return seconds

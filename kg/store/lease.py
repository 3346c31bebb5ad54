"""One writer at a time on a server: a claim in a graph of its own, with its holder and an end that is moved on while it is used.

It binds those who ask for it, as every advisory lock: other programs can write all the same. Whoever finds no other claim makes one
and reads back: alone, it is had; beside another, both give way and come again at random times. So nothing rests on a condition within
an update, which Virtuoso 7 neither keeps apart from another at the same time nor carries out on a graph that it has not seen yet.
"""

from __future__ import annotations

import os
import random
import socket
import time
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pyoxigraph as ox

from kg.errors import StoreError
from kg.store.graph import literal, typed
from kg.store.names import of_server
from kg.store.results import Term
from kg.store.sparql import Server

LOCK = "urn:geokg:server/lock"  # one for a server: it holds one store
LEASE = 600.0  # seconds; a writer that is killed keeps others out for so long
_TRIES = 5


@dataclass(frozen=True, slots=True)
class _Claim:
    iri: str
    holder: str
    since: datetime
    until: datetime
    end: Term | None  # the same as it is written there


class Lease:
    """The right to write, from ``take`` to ``release``. Times are the server's, so that writers with wrong clocks agree."""

    def __init__(self, server: Server) -> None:
        self._server, self._graph = server, ox.NamedNode(LOCK)
        self._me = ox.NamedNode(f"{LOCK}/{uuid.uuid4().hex}")
        self._seconds = _seconds()
        self._ahead = timedelta()  # of the server's clock before ours
        self._asked = 0.0  # when the lease was last had, on a clock that nobody sets
        self._taken = False

    def take(self) -> None:
        """Raises StoreError naming who writes, since when, and when their lease ends."""
        self._set_clock()
        for attempt in range(_TRIES):
            for other in self._others():
                if other.until >= self._now():
                    raise self._held(other)
                self._server.update(_without(self._graph, ox.NamedNode(other.iri), other.end))  # removed twice is removed
            self._claim()
            others = self._others()
            if self._taken and not others:
                return
            self.release()  # two claims at once: both give way, and come back at times of their own
            if others and others[0].until >= self._now() and attempt == _TRIES - 1:
                raise self._held(others[0])
            time.sleep(random.uniform(0.05, 0.2) * (attempt + 1))  # noqa: S311 not for secrets
        raise StoreError(self._server.address, "could not be locked for writing", "run it again; see that the user may update")

    def keep(self) -> None:
        """To be called before every change: moves the end on when a third of the time has gone. Raises StoreError where it was lost."""
        if time.monotonic() - self._asked < self._seconds / 3:
            return
        self._asked, until = time.monotonic(), typed(_iso(self._now() + timedelta(seconds=self._seconds)), "dateTime")
        # done twice it moves the same end; where the claim is gone it does nothing
        self._server.update(
            f"DELETE {{ GRAPH {self._graph} {{ {self._me} {of_server('leaseUntil')} ?end }} }}\n"
            f"INSERT {{ GRAPH {self._graph} {{ {self._me} {of_server('leaseUntil')} {until} }} }}\n"
            f"WHERE {{ GRAPH {self._graph} {{ {self._me} {of_server('leaseUntil')} ?end }} }}"
        )
        others = self._others()  # who has claimed beside us will give way
        if not self._taken:
            who = f" to {others[0].holder}" if others else ""
            raise StoreError(
                self._server.address, f"was lost{who}: the lease had run out", "run it again; GEOKG_STORE_LEASE gives it more seconds"
            )

    def release(self) -> None:
        """Let others write."""
        self._server.update(_without(self._graph, self._me))
        self._taken = False

    def _claim(self) -> None:
        now = self._now()
        said = (
            ox.Triple(self._me, of_server("holder"), literal(f"process {os.getpid()} on {socket.gethostname()}")),
            ox.Triple(self._me, of_server("since"), typed(_iso(now), "dateTime")),
            ox.Triple(self._me, of_server("leaseUntil"), typed(_iso(now + timedelta(seconds=self._seconds)), "dateTime")),
        )
        lines = "".join(f"{triple} .\n" for triple in said)
        self._asked = time.monotonic()
        self._server.update(f"INSERT DATA {{ GRAPH {self._graph} {{\n{lines}}} }}")  # claimed twice it is one claim

    def _others(self) -> list[_Claim]:
        """The claims of others; notes on the way whether ours is there."""
        rows = self._server.select(
            f"SELECT ?claim ?who ?since ?until {{ GRAPH {self._graph} {{"
            f" ?claim {of_server('holder')} ?who ; {of_server('since')} ?since ; {of_server('leaseUntil')} ?until }} }}"
            " ORDER BY ?since ?claim"
        ).rows
        # a time that cannot be read is one long ago
        claims = [
            _Claim(iri, who, _read(since) or _EVER, _read(until) or _EVER, row[3])
            for row in rows
            for iri, who, since, until in (_texts(row),)
        ]
        self._taken = any(claim.iri == self._me.value for claim in claims)
        return [claim for claim in claims if claim.iri != self._me.value]

    def _set_clock(self) -> None:
        rows = self._server.select("SELECT (NOW() AS ?now) {}").rows
        now = _read(_texts(rows[0])[0]) if rows and len(rows[0]) == 1 else None
        self._ahead = now - datetime.now(UTC) if now else timedelta()

    def _now(self) -> datetime:
        return datetime.now(UTC) + self._ahead

    def _held(self, other: _Claim) -> StoreError:
        return StoreError(
            self._server.address,
            f"is being written by {other.holder} since {_iso(other.since)}",
            f"wait until it has finished; if it was killed, its lease ends at {_iso(other.until)}",
        )


_EVER = datetime(1970, 1, 1, tzinfo=UTC)


def _texts(row: tuple[Term | None, ...]) -> tuple[str, ...]:
    return tuple(cell.value if isinstance(cell, ox.NamedNode | ox.Literal) else "" for cell in row)


def _without(graph: ox.NamedNode, claim: ox.NamedNode, end: Term | None = None) -> str:
    """An update that takes a claim away; with ``end`` only if it still has that end, for its holder may just have moved it."""
    still = f"{claim} {of_server('leaseUntil')} {end} ." if end is not None else ""
    return f"DELETE {{ GRAPH {graph} {{ {claim} ?p ?o }} }} WHERE {{ GRAPH {graph} {{ {still} {claim} ?p ?o }} }}"


def _iso(time_: datetime) -> str:
    return time_.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _read(text: str) -> datetime | None:
    """A time; one without a zone, as Virtuoso's NOW(), counts as UTC for all who ask that server."""
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        return None
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def _seconds() -> float:
    text = os.environ.get("GEOKG_STORE_LEASE", "")
    try:
        seconds = float(text) if text else LEASE
    except ValueError:
        seconds = -1.0
    if not 5 <= seconds <= 86400:
        raise StoreError(f"GEOKG_STORE_LEASE={text[:40]}", "is no time", "give seconds, from 5 to 86400")
    return seconds

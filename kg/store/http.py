"""One server over HTTP/1.1: requests in, whole answers of bounded size and time out.

Answers are hostile until proven otherwise: length, time and framing are checked, no redirect is followed, and what a server says is
quoted in errors without control characters and without anything secret. Requests go to the server that was named and nowhere else.
"""

from __future__ import annotations

import http.client
import random
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from kg.errors import StoreError
from kg.store.credentials import Challenges, Credentials
from kg.store.endpoints import Address

LIMIT = 256 << 20  # bytes of an answer
_TRIES = 4
_PAUSE = 0.25  # seconds before the second try; doubled each time, and never more than _LONGEST
_LONGEST = 10.0
_BUSY = (429, 502, 503, 504)  # "not now": a proxy or a server that has not carried out the request, or may not have
_BROKEN = (OSError, http.client.HTTPException)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered; ``kind`` is its media type, ``framed`` whether the end of the body is known to be the end."""

    status: int
    kind: str
    headers: Mapping[str, str]  # names in small letters
    body: bytes
    framed: bool

    @property
    def good(self) -> bool:
        return 200 <= self.status < 300


class _TooLong(Exception):
    pass


class Connection:
    """A connection to one server, kept open between requests. Not for use by several threads at once."""

    def __init__(self, address: Address, credentials: Credentials, *, timeout: float, limit: int = LIMIT) -> None:
        self.address, self.timeout, self._limit = address, timeout, limit
        self._challenges = Challenges(address, credentials)
        self._secrets = credentials.secrets
        self._connection: http.client.HTTPConnection | None = None

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def request(
        self, method: str, target: str, body: bytes = b"", headers: Mapping[str, str] | None = None, *, timeout: float | None = None
    ) -> Answer:
        """Send a request, again if its answer is lost or the server is busy; so it must be one that may be carried out twice.

        Whoever calls says why it may. What takes longer than ``timeout`` seconds is not sent again: the server may still be at it.
        Raises StoreError: not reached, no whole answer, too slow, too long, a redirect, credentials that are missing or refused.
        """
        seconds = self.timeout if timeout is None else timeout
        deadline = time.monotonic() + seconds
        for attempt in range(_TRIES):
            last = attempt == _TRIES - 1
            try:
                answer = self._authorised(method, target, body, headers or {}, deadline, seconds)
            except _BROKEN as error:
                self.close()
                if last or isinstance(error, ssl.SSLCertVerificationError):
                    raise self._unreachable(error) from error
                pause = _PAUSE * 2**attempt
            else:
                if answer.status not in _BUSY or last:
                    return answer
                pause = _wait(answer.headers.get("retry-after"), _PAUSE * 2**attempt)
            pause *= 0.75 + random.random() / 2  # noqa: S311 two writers that failed together should not come back together
            if time.monotonic() + pause > deadline:
                raise self._slow(seconds)
            time.sleep(pause)
        raise AssertionError("the last attempt returns or raises")

    def _authorised(self, method: str, target: str, body: bytes, headers: Mapping[str, str], deadline: float, seconds: float) -> Answer:
        """Answer the server's challenge where it has one; a challenge was no attempt, for the request was not carried out."""
        answer = self._once(method, target, body, headers, deadline, seconds)
        for _ in range(2):  # a digest's nonce may have grown old, which is a second challenge
            if answer.status != 401 or not self._challenges.accept(answer.headers.get("www-authenticate", "")):
                break
            answer = self._once(method, target, body, headers, deadline, seconds)
        if answer.status != 401:
            self._challenges.content()
        if answer.status in (401, 403):
            raise self.refused(answer, target)
        if 300 <= answer.status < 400:
            there = self.quoted(answer.headers.get("location", "nowhere"))
            raise StoreError(
                self.address, f"answers {target} with a redirect to {there}", "name the address that it leads to, if you trust it"
            )
        return answer

    def _once(self, method: str, target: str, body: bytes, headers: Mapping[str, str], deadline: float, seconds: float) -> Answer:
        connection = self._connected(max(deadline - time.monotonic(), 0.01))
        expired, sock = threading.Event(), connection.sock

        def expire() -> None:
            expired.set()
            with suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)  # a read that waits ends at once; a time-out of each read would let a server drip for ever

        watch = threading.Timer(max(deadline - time.monotonic(), 0.01), expire)
        watch.daemon = True
        watch.start()
        try:
            return self._exchange(connection, method, target, body, headers)
        except _TooLong as error:
            self.close()
            raise StoreError(self.address, f"gave more than {self._limit >> 20} MiB in one answer", "ask for less") from error
        except _BROKEN as error:
            if expired.is_set() or isinstance(error, TimeoutError):
                self.close()
                raise self._slow(seconds) from error
            raise
        finally:
            watch.cancel()

    def _connected(self, seconds: float) -> http.client.HTTPConnection:
        if self._connection is None:
            host, port = self.address.host, self.address.port
            if self.address.scheme == "https":
                self._connection = http.client.HTTPSConnection(host, port, timeout=seconds, context=ssl.create_default_context())
            else:
                self._connection = http.client.HTTPConnection(host, port, timeout=seconds)
        if self._connection.sock is None:
            self._connection.connect()
        self._connection.sock.settimeout(seconds)
        return self._connection

    def _exchange(
        self, connection: http.client.HTTPConnection, method: str, target: str, body: bytes, headers: Mapping[str, str]
    ) -> Answer:
        sent = {"User-Agent": "geokg", "Accept-Encoding": "identity", **headers, **self._challenges.header(method, target)}
        try:
            connection.request(method, target, body or None, sent)
        except (BrokenPipeError, ConnectionResetError):
            # a server may refuse a long body before it has all of it, and Virtuoso does so to ask for a password: read what it says
            if not body:
                raise
        response = connection.getresponse()
        received = self._body(response)
        names = {name.lower(): value for name, value in response.getheaders()}
        framed = "content-length" in names or "chunked" in names.get("transfer-encoding", "").lower()
        if response.will_close:
            self.close()
        return Answer(response.status, names.get("content-type", "").partition(";")[0].strip().lower(), names, received, framed)

    def _body(self, response: http.client.HTTPResponse) -> bytes:
        parts, length, promised = [], 0, response.length
        while part := response.read(1 << 16):
            parts.append(part)
            length += len(part)
            if length > self._limit:
                raise _TooLong
        if promised is not None and length < promised:
            raise http.client.IncompleteRead(b"", promised - length)
        return b"".join(parts)

    def refused(self, answer: Answer, target: str) -> StoreError:
        """The error for an answer that means: not you."""
        return self._challenges.refused(target, self.said(answer))

    def said(self, answer: Answer) -> str:
        """What a server says is wrong: its status and the beginning of its words, harmless to print."""
        words = self.quoted(answer.body[:2000].decode("utf-8", "replace"))
        return f"{answer.status} {words}".strip()

    def quoted(self, text: str) -> str:
        """A server's words on one line: no control characters, no secret of ours that it sent back, at most 300 characters."""
        for secret in self._secrets:
            text = text.replace(secret, "***")
        line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
        return line if len(line) <= 300 else line[:299] + "…"

    def _slow(self, seconds: float) -> StoreError:
        return StoreError(
            self.address,
            f"did not answer within {seconds:g} seconds",
            "ask for less, or allow more (--timeout for a question, else GEOKG_STORE_TIMEOUT)",
        )

    def _unreachable(self, error: Exception) -> StoreError:
        if isinstance(error, http.client.IncompleteRead):
            return StoreError(self.address, "broke its answer off", "run it again; what was written is whole, and is not written twice")
        if isinstance(error, http.client.HTTPException) and not isinstance(error, http.client.RemoteDisconnected):
            return StoreError(self.address, f"does not speak HTTP: {self.quoted(str(error))}", "check the address and the port")
        return StoreError(self.address, f"cannot be reached: {self.quoted(str(error))}", "check the address, and that the server runs")


def _wait(retry_after: str | None, otherwise: float) -> float:
    if retry_after is not None and retry_after.strip().isascii() and retry_after.strip().isdecimal():
        return min(float(retry_after), _LONGEST)
    return otherwise

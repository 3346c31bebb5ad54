"""One query in (JSON on standard input), its result out; a process of its own, because a query cannot be stopped from inside.

Run as a file by ``running``, so it imports nothing of geokg. It may use a bounded amount of memory and processor time, writes
no files and has no network, however a query is worded. Output: a line saying what it is (rows, boolean, triples, error), then that.
"""

from __future__ import annotations

import ctypes
import io
import json
import os
import resource
import sys
from contextlib import suppress
from typing import Any, BinaryIO

import pyoxigraph as ox

_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000  # CLONE_NEWUSER, CLONE_NEWNET of Linux


class _TooMuch(Exception):
    pass


class _Bounded(io.BytesIO):
    """A stream that takes so many bytes and no more."""

    def __init__(self, stream: BinaryIO, limit: int) -> None:
        super().__init__()
        self._stream, self._left = stream, limit

    def write(self, chunk: Any) -> int:
        self._left -= len(chunk)
        if self._left < 0:
            raise _TooMuch
        return self._stream.write(chunk)


def _leave_network() -> None:
    """Move into a network of nothing; where the system does not allow that, the refusal of SERVICE in the text stands alone."""
    with suppress(OSError, AttributeError):
        unshare = ctypes.CDLL(None, use_errno=True).unshare
        if unshare(_NEW_NETWORK) != 0:  # only root may do that by itself
            unshare(_NEW_USER | _NEW_NETWORK)


def _limit(memory: int, seconds: int) -> None:
    limits = {"RLIMIT_AS": memory, "RLIMIT_CPU": seconds, "RLIMIT_CORE": 0, "RLIMIT_FSIZE": 0}
    for name, value in limits.items():
        kind = getattr(resource, name)
        hard = resource.getrlimit(kind)[1]
        allowed = value if hard == resource.RLIM_INFINITY else min(value, hard)
        with suppress(ValueError, OSError):
            resource.setrlimit(kind, (allowed, allowed))


def _answer(request: dict[str, Any], out: BinaryIO) -> None:
    # without a folder the query is for a server, and only what kind it is of is asked
    store = ox.Store.read_only(request["folder"]) if request["folder"] else ox.Store()
    result = store.query(request["query"], prefixes=request["prefixes"], use_default_graph_as_union=request["union"])
    bounded = _Bounded(out, request["output"])
    if isinstance(result, ox.QueryTriples):
        out.write(b"triples\n")
        result.serialize(bounded, ox.RdfFormat.N_TRIPLES)
    elif isinstance(result, ox.QuerySolutions):
        out.write(b"rows\n")
        result.serialize(bounded, ox.QueryResultsFormat.JSON)
    else:
        out.write(b"boolean\n")
        result.serialize(bounded, ox.QueryResultsFormat.JSON)


def main() -> int:
    request = json.load(sys.stdin)
    _leave_network()
    _limit(request["memory"], request["seconds"])
    out = os.fdopen(os.dup(1), "wb")
    try:
        _answer(request, out)
        out.flush()
    except _TooMuch:
        return 3
    except MemoryError:
        return 4
    except Exception as error:  # whatever it is goes back to the one who asked
        sys.stderr.write(f"{type(error).__name__}: {error}")
        return 5 if isinstance(error, SyntaxError) else 6
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""A query and its kind in, a server's answer out, as terms; for ``running``, which has found before that it is a query and no update."""

from __future__ import annotations

from types import TracebackType
from typing import Literal

import pyoxigraph as ox

from kg.errors import StoreError
from kg.query.tokens import keywords, tokens
from kg.store.names import PREFIXES
from kg.store.remote import META, stored_base
from kg.store.results import Term
from kg.store.sparql import Server

# how servers are told that a query without GRAPH asks all graphs: nothing, where they do so anyway (Virtuoso, RDF4J, QLever)
_UNIONS = ((), (("union-default-graph", ""),), (("default-graph-uri", "urn:x-arq:UnionGraph"),))  # Oxigraph's, Jena's
Kind = Literal["rows", "boolean", "triples"]
Found = tuple[tuple[str, ...], tuple[tuple[Term | None, ...], ...], bool | None, tuple[ox.Triple, ...]]


class ServerReader:
    """A server that holds a store, for reading. Raises StoreError where it holds none."""

    def __init__(self, url: str) -> None:
        self._server = Server(url)
        try:
            if stored_base(self._server) is None:
                raise StoreError(self._server.address, "holds no geokg store", "make one with 'kg build PATH… --store' and this address")
            self._server.union = self._union()
        except BaseException:
            self._server.close()
            raise

    def __enter__(self) -> ServerReader:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._server.close()

    def _union(self) -> tuple[tuple[str, str], ...]:
        """What to send with a query, found by asking without GRAPH for what stands in a named graph."""
        option = self._server.address.options.get("union")
        if option is not None:
            name, _, value = option.partition("=")
            return ((name, value),) if name else ()
        for union in _UNIONS:
            self._server.union = union
            if self._server.ask(f"ASK {{ <{META}> ?property ?value }}", union=True):
                return union
        raise StoreError(
            self._server.address,
            "asks its default graph only",
            "make the default graph the union of all there; or name the parameter that does: http://…#union=default-graph-uri%3Durn:all",
        )

    def ask(self, kind: Kind, text: str, *, timeout: float) -> Found:
        """Columns, rows, truth and sorted triples of a query, of which its kind has some."""
        query, union = with_prefixes(text), "from" not in keywords(text)
        if kind == "boolean":
            return (), (), self._server.ask(query, union=union, timeout=timeout), ()
        if kind == "triples":
            return (), (), None, tuple(sorted(self._server.construct(query, union=union, timeout=timeout), key=str))
        found = self._server.select(query, union=union, timeout=timeout)
        return found.columns, found.rows, None, ()


def with_prefixes(text: str) -> str:
    """The query with geokg's prefixes before it, but for those that it declares itself: some servers take none twice."""
    words = [word for kind, word in tokens(text) if kind == "word" or word == ":"]
    own = {name for before, name, after in zip(words, words[1:], words[2:], strict=False) if before.lower() == "prefix" and after == ":"}
    # a name that is only mentioned does no harm; one that is not needs no line
    used = (name for name in PREFIXES if name not in own and name in words)
    return "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in used) + text

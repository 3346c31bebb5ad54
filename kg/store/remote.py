"""A store on a SPARQL 1.1 server: the same graphs as in a folder, written and read over HTTP; see ``kg.store.Store`` for each method.

What the folder's database guarantees and HTTP does not: there are no checkpoints, so readers see each change as it is made; and an
article is replaced by one request, which is one transaction where the server makes it one. An article's fingerprint stands last in
what is sent, and an article without one is not there: what a server left half done is written again by the next build.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import groupby
from pathlib import Path

import pyoxigraph as ox

from kg.errors import StoreError
from kg.model import Event, Judgement, Report
from kg.store.changes import difference, forgetting, judging, ontology_files, read_turtle, succession
from kg.store.derived import REPLACED, REPORTS, event_triples
from kg.store.directory import FORMAT, check_base
from kg.store.judgements import read_judgements
from kg.store.lease import Lease
from kg.store.names import BASE, events_graph, gk, graph_of, judgements_graph, node, of_server, ontology_graph, replaced_graph
from kg.store.rows import read_events, read_reports
from kg.store.sparql import Server
from kg.vocabulary import Vocabulary

META = "urn:geokg:server"  # the graph that says that there is a store, of which format and base; beside those of any base
_THIS, _FINGERPRINT = ox.NamedNode(META), gk("fingerprint")
_NAMES = 200  # graphs that one query names


class RemoteStore:
    """A store behind an address such as http://localhost:7878; one for each server, or each of its data sets."""

    def __init__(self, url: str, *, write: bool, base: str | None = None) -> None:
        self._server, self._write, self._closed = Server(url), write, False
        self._lease: Lease | None = None
        self._hashes: dict[str, str] | None = None  # of the articles; kept by the one writer only
        try:
            self.base = self._open(base)
        except BaseException:
            self.close()
            raise

    def _open(self, base: str | None) -> str:
        if base is not None:
            check_base(base)
        if self._write:
            self._lease = Lease(self._server)
            self._lease.take()
        known = stored_base(self._server)
        if known is None and not self._write:
            raise StoreError(self._server.address, "holds no geokg store", "make one with 'kg build PATH… --store' and this address")
        if known is None:
            known = BASE if base is None else base
            said = (ox.Triple(_THIS, of_server("format"), ox.Literal(FORMAT)), ox.Triple(_THIS, of_server("base"), ox.Literal(known)))
            self._server.put(META, _lines(map(str, said)))
        if base is not None and base != known:
            raise StoreError(self._server.address, f"has the base {known}, not {base}", "leave --base away, or build into another data set")
        return known

    def __enter__(self) -> RemoteStore:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        if self._lease is not None:
            with suppress(StoreError):  # a lease that cannot be given back ends by itself, and another error may be on its way
                self._lease.release()
            self._lease = None
        self._server.close()
        self._closed = True

    @property
    def _reading(self) -> Server:
        if self._closed:
            raise StoreError(self._server.address, "has been closed", "open it again")
        return self._server

    def _changing(self) -> Server:
        if not self._write:
            raise StoreError(self._server.address, "is open for reading only", "open it with write=True")
        server = self._reading
        if self._lease is not None:
            self._lease.keep()
        return server

    # articles

    def article_hash(self, article: str) -> str | None:
        if self._write:
            return self._known_hashes().get(article)
        rows = self._reading.select(
            f"SELECT ?mark {{ GRAPH {self._graph(article)} {{ {ox.NamedNode(article)} {_FINGERPRINT} ?mark }} }}"
        ).rows
        return next((cell.value for (cell,) in rows if isinstance(cell, ox.Literal)), None)

    def article_hashes(self) -> dict[str, str]:
        return dict(sorted(self._known_hashes().items())) if self._write else self._read_hashes()

    def _known_hashes(self) -> dict[str, str]:
        """A build asks for each article, and only we write: the server is asked once."""
        self._reading  # noqa: B018 a closed store says so
        if self._hashes is None:
            self._hashes = self._read_hashes()
        return self._hashes

    def _read_hashes(self) -> dict[str, str]:
        prefix = f"{self.base}article/"
        pattern = f"GRAPH ?graph {{ ?article {_FINGERPRINT} ?mark }} {_starting('article', prefix)}"
        rows = self._reading.select_all("?article ?mark", pattern, key="article")
        return dict(sorted((article.value, mark.value) for article, mark in rows))

    def articles(self) -> Iterator[str]:
        yield from sorted(self.article_hashes())

    def put(self, article: str, content_hash: str, ntriples: bytes) -> None:
        hashes, server = self._known_hashes(), self._changing()
        hashes.pop(article, None)  # should the answer be lost for good, nobody knows what the server holds
        mark = f"{ox.Triple(ox.NamedNode(article), _FINGERPRINT, ox.Literal(content_hash))} .\n"
        server.put(self._graph(article).value, ntriples + mark.encode())
        hashes[article] = content_hash

    def remove_article(self, article: str) -> bool:
        there, server = self.article_hash(article) is not None, self._changing()
        if there:
            server.drop(self._graph(article).value)
            self._known_hashes().pop(article, None)
        return there

    def reports(self) -> Iterator[Report]:
        # by the graphs that there are, for an article that was left half written says nothing yet
        wanted = {self._graph(article).value for article in self.article_hashes()}
        sizes = {graph: size for graph, size in self._sizes(f"{self.base}graph/article/").items() if graph in wanted}
        for quads in self._graphs(sizes):
            yield from read_reports(quads)

    # what is derived

    def reports_of(self, article: str) -> Iterator[Report]:
        if self.article_hash(article) is not None:
            yield from read_reports(self.quads(self._graph(article).value))

    def events(self) -> Iterator[Event]:
        yield from read_events(self.quads(events_graph(self.base)), {r.iri: r for r in self.reports()})

    def replace_events(self, events: Iterable[Event], *, vocabulary: Vocabulary) -> None:
        """The successors first, then the events as one graph: cut off between the two, the next build finds the same successors."""
        events, graph = tuple(events), events_graph(self.base)
        lines = _lines({str(triple) for triple in event_triples(events, vocabulary=vocabulary)})
        now = {report.iri: event.iri for event in events for report in event.reports}
        mark = ox.Triple(ox.NamedNode(graph), _FINGERPRINT, ox.Literal(hashlib.sha256(lines).hexdigest()))
        server = self._changing()
        if server.ask(f"ASK {{ GRAPH {_THIS} {{ {mark} }} }}"):
            return
        # the mark goes before anything is touched and comes when all is done
        server.update(f"DELETE WHERE {{ GRAPH {_THIS} {{ {mark.subject} {_FINGERPRINT} ?mark }} }}")
        links = self._links(REPLACED, replaced_graph(self.base))
        for update in succession(replaced_graph(self.base), self._links(REPORTS, graph), now, links):
            server.update(update)
        self._changing().put(graph, lines)
        server.update(f"INSERT DATA {{ GRAPH {_THIS} {{ {mark} }} }}")

    def change_events(self, gone: Collection[str], events: Iterable[Event], *, vocabulary: Vocabulary) -> None:
        """All events are written anew: what a server has of one cannot be changed together with what it has of others."""
        changed = {event.iri: event for event in events}
        others = (event for event in self.events() if event.iri not in gone and event.iri not in changed)
        self.replace_events(sorted([*others, *changed.values()], key=lambda event: event.iri), vocabulary=vocabulary)

    def follow_on(self, links: Mapping[str, str]) -> None:
        graph = replaced_graph(self.base)
        known = self._links(REPLACED, graph)
        new = {str(ox.Triple(ox.NamedNode(a), REPLACED, ox.NamedNode(b))) for a, b in links.items() if a not in known}
        for update in difference(graph, set(), new):
            self._changing().update(update)

    def remembered(self) -> None:
        """A server keeps nothing beside its graphs: everything is merged anew."""

    def remember(self, kept: bytes) -> None:
        """See ``remembered``."""

    def _links(self, predicate: ox.NamedNode, graph: str) -> dict[str, str]:
        pattern = f"GRAPH {ox.NamedNode(graph)} {{ ?one {predicate} ?other }}"
        return {one.value: other.value for one, other in self._reading.select_all("?one ?other", pattern, key="one")}

    # what people say

    def judgements(self) -> Iterator[Judgement]:
        yield from read_judgements(self.quads(judgements_graph(self.base)))

    def judge(self, judgement: Judgement) -> None:
        # taken out and put in twice, it is in once
        self._changing().update(judging(judgement, self.base))

    def forget(self, a: str, b: str) -> bool:
        there, server = any(sorted((a, b)) == [j.a, j.b] for j in self.judgements()), self._changing()
        if there:
            server.update(forgetting(a, b, self.base))
        return there

    # the ontology

    def load_ontology(self, extra: Path | None = None) -> bool:
        files, fingerprint = ontology_files(extra)
        graph = ox.NamedNode(ontology_graph(self.base))
        mark = ox.Triple(graph, _FINGERPRINT, ox.Literal(fingerprint))
        if self._reading.ask(f"ASK {{ GRAPH {graph} {{ {mark} }} }}"):
            return False
        lines = _lines({str(triple) for file in files for triple in read_turtle(file)})
        self._changing().put(graph.value, lines + f"{mark} .\n".encode())
        return True

    # all of it

    def quads(self, graph: str | None = None) -> Iterator[ox.Quad]:
        if graph is not None:
            yield from self._graph_quads(graph)
            return
        for quads in self._graphs(self._sizes(f"{self.base}graph/")):
            yield from quads

    def __len__(self) -> int:
        return self._reading.count(f"GRAPH ?graph {{ ?s ?p ?o }} {_starting('graph', f'{self.base}graph/')}")

    def publish(self) -> None:
        """Nothing to do: readers of a server see what is there."""
        self._changing()

    def _graph(self, article: str) -> ox.NamedNode:
        return node(graph_of(article, self.base))

    def _sizes(self, prefix: str) -> dict[str, int]:
        """How many triples each graph holds whose IRI begins so; sorted."""
        counts = f"{{ SELECT ?graph (COUNT(*) AS ?size) {{ GRAPH ?graph {{ ?s ?p ?o }} {_starting('graph', prefix)} }} GROUP BY ?graph }}"
        return dict(sorted((graph.value, int(size.value)) for graph, size in self._reading.select_all("?graph ?size", counts, key="graph")))

    def _graphs(self, sizes: Mapping[str, int]) -> Iterator[list[ox.Quad]]:
        """The quads of each graph, in the order of ``sizes``; small graphs are read many in one request."""
        for names in _batches(sizes, self._reading.page):
            if len(names) == 1:
                yield list(self._graph_quads(names[0], sizes[names[0]]))
                continue
            values = " ".join(str(ox.NamedNode(name)) for name in names)
            pattern = f"VALUES ?graph {{ {values} }} GRAPH ?graph {{ ?s ?p ?o }}"
            number = sum(sizes[name] for name in names)
            rows = sorted(self._reading.select_all("?graph ?s ?p ?o", pattern, key="s", number=number), key=lambda row: row[0].value)
            for _, group in groupby(rows, key=lambda row: row[0].value):
                yield [_quad(s, p, o, graph) for graph, s, p, o in group]

    def _graph_quads(self, graph: str, number: int | None = None) -> Iterator[ox.Quad]:
        name = ox.NamedNode(graph)
        for s, p, o in self._reading.select_all("?s ?p ?o", f"GRAPH {name} {{ ?s ?p ?o }}", key="s", number=number):
            yield _quad(s, p, o, name)


def stored_base(server: Server) -> str | None:
    """The base of the store that a server holds; None where it holds none. Raises StoreError on one of a newer format."""
    rows = server.select(
        f"SELECT ?format ?base {{ GRAPH {_THIS} {{ {_THIS} {of_server('format')} ?format ; {of_server('base')} ?base }} }}"
    ).rows
    if not rows:
        return None
    format_, base = (cell.value if isinstance(cell, ox.Literal) else "" for cell in rows[0])
    if len(rows) > 1 or not format_.isdecimal() or not base:
        raise StoreError(server.address, f"says nonsense of its format and base in the graph {META}", "mend that graph, or build anew")
    if int(format_) > FORMAT:
        raise StoreError(
            server.address, f"has format {format_}, and this geokg knows {FORMAT}", "use the geokg that wrote it, or a newer one"
        )
    check_base(base)
    return base


def _starting(variable: str, prefix: str) -> str:
    return f"FILTER(STRSTARTS(STR(?{variable}), {ox.Literal(prefix)}))"


def _lines(triples: Iterable[str]) -> bytes:
    return "".join(f"{line} .\n" for line in sorted(triples)).encode()


def _batches(sizes: Mapping[str, int], page: int) -> Iterator[list[str]]:
    """Names of graphs that together fit a page; one that does not fit is alone."""
    batch: list[str] = []
    total = 0
    for name, size in sizes.items():
        if batch and (total + size > page or len(batch) == _NAMES):
            yield batch
            batch, total = [], 0
        batch.append(name)
        total += size
    if batch:
        yield batch


def _quad(
    s: ox.NamedNode | ox.Literal, p: ox.NamedNode | ox.Literal, o: ox.NamedNode | ox.Literal, graph: ox.NamedNode | ox.Literal
) -> ox.Quad:
    return ox.Quad(node(s.value), node(p.value), o, node(graph.value))

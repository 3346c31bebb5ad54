"""The embedded store: pyoxigraph on disk. Whole graphs in, quads, reports and events out.

Every change is one transaction of the database, so that a process killed at any point leaves the old state or the new one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import cast

import pyoxigraph as ox

from kg.errors import StoreError
from kg.model import Event, Judgement, Report
from kg.store.changes import difference, forgetting, judging, ontology_files, read_turtle, succession
from kg.store.derived import REPLACED, REPORTS, event_triples
from kg.store.directory import StoreDirectory
from kg.store.judgements import read_judgements
from kg.store.names import events_graph, gk, graph_of, judgements_graph, node, ontology_graph, replaced_graph
from kg.store.rows import read_events, read_reports
from kg.vocabulary import Vocabulary

_FINGERPRINT = gk("fingerprint")


class OxigraphStore:
    """A store in a folder; see ``kg.store.Store`` for what each method does."""

    def __init__(self, path: Path, *, write: bool, base: str | None = None) -> None:
        self._directory, self._held, self._write = StoreDirectory(path), ExitStack(), write
        self._store: ox.Store | None = None
        try:
            self.base = self._open(base)
        except BaseException:
            self._held.close()
            raise

    def _open(self, base: str | None) -> str:
        directory = self._directory
        if self._write:
            self._held.enter_context(directory.writing())
            known, folder = directory.prepare(base), directory.live
        else:
            folder = self._held.enter_context(directory.reading())
            known = directory.check()
            if base is not None and base != known:
                raise StoreError(directory.path, f"has the base {known}, not {base}", "leave --base away")
        try:
            self._store = ox.Store(str(folder)) if self._write else ox.Store.read_only(str(folder))
        except (OSError, ValueError) as error:
            raise StoreError(folder, f"cannot be opened: {error}", self._way_back(folder)) from error
        return known

    def _way_back(self, folder: Path) -> str:
        current = self._directory.current() if folder == self._directory.live else None
        if current is not None and current.exists():
            return f"move {folder} away and copy {current} in its place: the last published state is whole"
        return "build the store anew into another folder"

    def __enter__(self) -> OxigraphStore:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._store = None  # the database closes with its last reference
        self._held.close()

    @property
    def _open_store(self) -> ox.Store:
        if self._store is None:
            raise StoreError(self._directory.path, "has been closed", "open it again")
        return self._store

    # articles

    def article_hash(self, article: str) -> str | None:
        found = self._open_store.quads_for_pattern(node(article), _FINGERPRINT, None, ox.NamedNode(graph_of(article, self.base)))
        return next((cast("ox.Literal", quad.object).value for quad in found), None)

    def article_hashes(self) -> dict[str, str]:
        prefix = f"{self.base}article/"
        pairs = ((q.subject, q.object) for q in self._open_store.quads_for_pattern(None, _FINGERPRINT, None))
        found = {cast("ox.NamedNode", s).value: cast("ox.Literal", o).value for s, o in pairs}
        return {iri: mark for iri, mark in sorted(found.items()) if iri.startswith(prefix)}

    def articles(self) -> Iterator[str]:
        prefix = f"{self.base}graph/article/"
        graphs = (cast("ox.NamedNode", g).value for g in self._open_store.named_graphs())
        yield from sorted(f"{self.base}article/{iri.removeprefix(prefix)}" for iri in graphs if iri.startswith(prefix))

    def put(self, article: str, content_hash: str, ntriples: bytes) -> None:
        mark = f"{ox.Triple(ox.NamedNode(article), _FINGERPRINT, ox.Literal(content_hash))} .\n"
        self._rewrite(graph_of(article, self.base), mark.encode() + ntriples)

    def remove_article(self, article: str) -> bool:
        there = self.article_hash(article) is not None
        if there:
            self._update(f"DROP GRAPH {ox.NamedNode(graph_of(article, self.base))}")
        return there

    def reports(self) -> Iterator[Report]:
        for article in self.articles():
            yield from self.reports_of(article)

    def reports_of(self, article: str) -> Iterator[Report]:
        yield from read_reports(self.quads(graph_of(article, self.base)))

    # what is derived

    def events(self) -> Iterator[Event]:
        yield from read_events(self.quads(events_graph(self.base)), {r.iri: r for r in self.reports()})

    def replace_events(self, events: Iterable[Event], *, vocabulary: Vocabulary) -> None:
        events, graph = tuple(events), events_graph(self.base)
        new = {str(triple) for triple in event_triples(events, vocabulary=vocabulary)}
        now = {report.iri: event.iri for event in events for report in event.reports}
        self._change(graph, new, *self._successions(now, self._links(REPORTS, graph), set(now.values())))

    def change_events(self, gone: Collection[str], events: Iterable[Event], *, vocabulary: Vocabulary) -> None:
        events, graph = tuple(events), ox.NamedNode(events_graph(self.base))
        new = {str(triple) for triple in event_triples(events, vocabulary=vocabulary)}
        other = {*gone, *(event.iri for event in events)}
        old = {str(quad.triple) for iri in other for quad in self._quads_of_event(ox.NamedNode(iri), graph)}
        now = {report.iri: event.iri for event in events for report in event.reports}
        reporting = (self._open_store.quads_for_pattern(None, REPORTS, ox.NamedNode(iri), graph) for iri in other)
        before = {cast("ox.NamedNode", q.subject).value: cast("ox.NamedNode", q.object).value for quads in reporting for q in quads}
        links = self._links(REPLACED, replaced_graph(self.base))
        alive = {iri for iri in (*links, *links.values()) if self._is_event(iri, graph)} - {*gone}
        changes = self._successions(now, before, alive | set(now.values()))
        self._update(";\n".join([*difference(graph.value, old, new), *changes]))

    def _quads_of_event(self, event: ox.NamedNode, graph: ox.NamedNode) -> Iterator[ox.Quad]:
        """What the derived graph says of an event, of its parts, and of the reports that speak of it."""
        parts = [event]
        while parts:
            for quad in self._open_store.quads_for_pattern(parts.pop(), None, None, graph):
                yield quad
                if isinstance(quad.object, ox.NamedNode) and quad.object.value.startswith(f"{event.value}/"):
                    parts.append(quad.object)
        yield from self._open_store.quads_for_pattern(None, REPORTS, event, graph)

    def _is_event(self, iri: str, graph: ox.NamedNode) -> bool:
        return next(self._open_store.quads_for_pattern(ox.NamedNode(iri), None, None, graph), None) is not None

    def _successions(self, now: Mapping[str, str], before: Mapping[str, str], alive: set[str]) -> Iterator[str]:
        """Where events went that are no more, as an update of the graph that says so; ``now`` and ``before`` lead from report to event."""
        graph = replaced_graph(self.base)
        return succession(graph, before, now, self._links(REPLACED, graph), alive)

    def follow_on(self, links: Mapping[str, str]) -> None:
        known = self._links(REPLACED, replaced_graph(self.base))
        new = {str(ox.Triple(ox.NamedNode(a), REPLACED, ox.NamedNode(b))) for a, b in links.items() if a not in known}
        self._update("".join(difference(replaced_graph(self.base), set(), new)))

    def _links(self, predicate: ox.NamedNode, graph: str) -> dict[str, str]:
        quads = self._open_store.quads_for_pattern(None, predicate, None, ox.NamedNode(graph))
        return {cast("ox.NamedNode", q.subject).value: cast("ox.NamedNode", q.object).value for q in quads}

    # what people say

    def judgements(self) -> Iterator[Judgement]:
        yield from read_judgements(self.quads(judgements_graph(self.base)))

    def judge(self, judgement: Judgement) -> None:
        self._update(judging(judgement, self.base))

    def forget(self, a: str, b: str) -> bool:
        there = any(sorted((a, b)) == [j.a, j.b] for j in self.judgements())
        if there:
            self._update(forgetting(a, b, self.base))
        return there

    # the ontology

    def load_ontology(self, extra: Path | None = None) -> bool:
        files, mark = ontology_files(extra)
        graph = ox.NamedNode(ontology_graph(self.base))
        if next(self._open_store.quads_for_pattern(graph, _FINGERPRINT, ox.Literal(mark), graph), None) is not None:
            return False
        lines = {str(triple) for file in files for triple in read_turtle(file)} | {str(ox.Triple(graph, _FINGERPRINT, ox.Literal(mark)))}
        self._change(graph.value, lines)
        return True

    # all of it

    def quads(self, graph: str | None = None) -> Iterator[ox.Quad]:
        yield from self._open_store.quads_for_pattern(None, None, None, ox.NamedNode(graph) if graph else None)

    def __len__(self) -> int:
        return len(self._open_store)

    def remembered(self) -> bytes | None:
        return self._directory.remembered()

    def remember(self, kept: bytes) -> None:
        with self._changing():
            self._directory.remember(kept)

    def publish(self) -> Path:
        with self._changing() as store:
            return self._directory.publish(lambda folder: store.backup(str(folder)))

    def _change(self, graph: str, lines: set[str], *more: str) -> None:
        """Make ``lines`` all that a large graph holds, touching what differs, and carry out the updates ``more``, in one transaction."""
        if self._open_store.contains_named_graph(ox.NamedNode(graph)):
            old = {str(quad.triple) for quad in self.quads(graph)}
            self._update(";\n".join([*difference(graph, old, lines), *more]))
        else:
            self._rewrite(graph, "".join(f"{line} .\n" for line in sorted(lines)).encode())

    def _rewrite(self, graph: str, ntriples: bytes) -> None:
        """Make ``ntriples`` all that a graph holds, in one transaction. N-Triples are SPARQL's triples without anything abbreviated."""
        name = ox.NamedNode(graph)
        if self._open_store.contains_named_graph(name):
            self._update(f"DROP GRAPH {name};\nINSERT DATA {{ GRAPH {name} {{\n{ntriples.decode()}}} }}")
        else:  # a third faster
            with self._changing() as store:
                store.load(ntriples, ox.RdfFormat.N_TRIPLES, to_graph=name)

    def _update(self, text: str) -> None:
        if text:
            with self._changing() as store:
                store.update(text)

    @contextmanager
    def _changing(self) -> Iterator[ox.Store]:
        if not self._write:
            raise StoreError(self._directory.path, "is open for reading only", "open it with write=True")
        try:
            yield self._open_store
        except (OSError, SyntaxError, ValueError) as error:
            raise StoreError(
                self._directory.path, f"refused a change: {error}", "nothing of it was written; mend the cause and run it again"
            ) from error

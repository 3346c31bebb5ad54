"""A store as Python users meet it: articles in; events, reports, a network, answers and files out.

    from kg import Graph

    with Graph.open("my-store", write=True) as graph:
        graph.add(["news/", "more.jsonl"])
        frame = graph.events(actor="日本", since="2024-04-01").to_pandas()

Every call reads the state that was published last; none keeps the store from being written by others meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from kg.answers import Answer, Events, Reports, answer_of
from kg.build import Built, build
from kg.errors import KgError, QueryError, StoreError
from kg.export import Matches, export, matches_of
from kg.model import DEFAULT_EXTRACTOR, Article, Event, Report
from kg.network import build_network, to_networkx
from kg.query import run_query
from kg.query.values import find_actor
from kg.store import Store, open_store
from kg.store.directory import StoreDirectory
from kg.vocabulary import Vocabulary, load_vocabulary

if TYPE_CHECKING:
    import networkx

Day = date | str | None  # a day, or how it is written: 2024-04-10


class Graph:
    """A knowledge graph in a store. Made by ``Graph.open``; a context manager, after which it answers no more."""

    def __init__(self, path: Path | str, *, write: bool, base: str | None, ontology: Path | None) -> None:
        self.path, self.ontology = path, ontology
        self._write, self._base, self._closed = write, base, False
        self._known: _Held | None = None

    @classmethod
    def open(cls, path: Path | str, *, write: bool = False, base: str | None = None, ontology: Path | str | None = None) -> Graph:
        """The graph in the store ``path``, for reading only unless ``write``, which also makes a store that is not there.

        ``base`` is that of the IRIs of a new store (default ``urn:geokg:``); ``ontology`` a folder of Turtle files that add to the shipped
        ontology. Raises StoreError: there is no store there, nothing in it was published, or it is none that this version can read.
        """
        graph = cls(path, write=write, base=base, ontology=Path(ontology) if ontology is not None else None)
        if not write:
            with open_store(path, base=base):
                pass  # what cannot be read is told now
        return graph

    def close(self) -> None:
        """Answer no more."""
        self._closed, self._known = True, None

    def __enter__(self) -> Graph:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"Graph.open({str(self.path)!r}{', write=True' if self._write else ''})"

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """What is known of actors, actions and sources before the first article."""
        return load_vocabulary(self.ontology)

    def _held(self) -> _Held:
        """What was published last; read once as long as nothing newer is."""
        self._check_open()
        state = None if "://" in str(self.path) else StoreDirectory(Path(self.path)).current()
        if self._known is None or state is None or self._known.state != state:
            self._known = _Held(self.path, state)
        return self._known

    @contextmanager
    def _reading(self) -> Iterator[Store]:
        self._check_open()
        with open_store(self.path) as store:
            yield store

    def _check_open(self) -> None:
        if self._closed:
            raise StoreError(self.path, "has been closed", "open it again with Graph.open")

    def add(
        self,
        what: str | Path | Article | Iterable[str | Path | Article],
        *,
        jobs: int | None = None,
        min_confidence: float | Literal["high"] | None = None,
        extractor: str = DEFAULT_EXTRACTOR,
        failures: Callable[[KgError], None] | None = None,
    ) -> Built:
        """Read articles (files, folders, globs, or ``Article`` objects), merge what all of them report, and publish it: ``kg build``.

        Adding an article again changes nothing, adding it changed replaces what it said. Gives what was done, in numbers. ``jobs`` are
        processes (default: one for each core), ``min_confidence`` a share of 1. What cannot be read goes to ``failures`` while the rest is
        done; without ``failures`` the first of it is raised when all the rest is done and published. Raises StoreError where the
        graph was opened for reading only or another process writes to it.
        """
        self._check_open()
        if not self._write:
            raise StoreError(self.path, "is open for reading only", "open it with Graph.open(path, write=True)")
        given = [what] if isinstance(what, str | Path | Article) else list(what)
        failed: list[KgError] = []
        built = build(
            [str(item) for item in given if not isinstance(item, Article)],
            self.path,
            articles=[item for item in given if isinstance(item, Article)],
            base=self._base,
            ontology=self.ontology,
            jobs=jobs,
            min_confidence=min_confidence,
            extractor=extractor,
            failures=failures or failed.append,
        )
        if failed:
            raise failed[0]
        return built

    def events(
        self,
        *,
        actor: str | None = None,
        other: str | None = None,
        action: str | None = None,
        since: Day = None,
        until: Day = None,
        min_origins: int = 1,
    ) -> Events:
        """The merged events, by date (undated last); of one actor or of two together where they are given, by any of their names.

        A state's events are those of its bodies and people too. ``since`` and ``until`` are days, and leave out what is undated.
        ``min_origins`` asks for that many distinct origins. Raises QueryError on a name, an action or a day that is none.
        """
        wanted = _Wanted(self, actor, other, action, since, until)
        found = (e for e in self._held().events if len(e.origins) >= min_origins and wanted.takes(e))
        return Events(found, self.vocabulary, lambda: self._held().matches)

    def reports(
        self, *, actor: str | None = None, other: str | None = None, action: str | None = None, since: Day = None, until: Day = None
    ) -> Reports:
        """What single sentences say, by article and place in its text; parameters as of ``events``."""
        wanted = _Wanted(self, actor, other, action, since, until)
        return Reports(filter(wanted.takes, self._held().reports), self.vocabulary)

    def network(self, *, level: Literal["actors", "states"] = "actors", since: Day = None, until: Day = None) -> networkx.MultiDiGraph:
        """Who acts on whom, an edge for each pair and side (cooperation, conflict); see ``kg.network.to_networkx`` for its attributes.

        At the level of states everybody counts as the state or organisation for which they act.
        """
        return to_networkx(build_network(self.events(since=since, until=until), self.vocabulary, level=level))

    def query(self, question: str, *, timeout: float = 60.0, **parameters: object) -> Answer:
        """Ask a named question (``kg query --list``) with its parameters, or SPARQL 1.1: ``graph.query("timeline", actor="日本")``.

        Gives rows as dicts: IRIs and texts as str, numbers, truth and days as Python has them, None where a cell is empty. ASK gives one
        row with ``answer``, CONSTRUCT and DESCRIBE rows of subject, predicate and object. Raises QueryError; see ``kg.query.run_query``.
        """
        self._check_open()
        given = {name: value.isoformat() if isinstance(value, date) else str(value) for name, value in parameters.items()}
        return answer_of(run_query(self.path, question, given, timeout=timeout, ontology=self.ontology))

    def export(self, path: Path | str, *, format: str | None = None, bom: bool = False, language: str = "en") -> Path:
        """Write the graph to a file whose format its suffix names, or ``format``: see ``kg.export``. Gives the path."""
        with self._reading() as store:
            export(
                store,
                Path(path),
                vocabulary=self.vocabulary,
                base=store.base,
                network=build_network,
                bom=bom,
                format=format,
                language=language,
            )
        return Path(path)


class _Held:
    """What one published state of a store holds, each part read when it is first asked for."""

    def __init__(self, path: Path | str, state: Path | None) -> None:
        self._path, self.state = path, state

    @cached_property
    def events(self) -> tuple[Event, ...]:
        with open_store(self._path) as store:
            return tuple(store.events())

    @cached_property
    def reports(self) -> tuple[Report, ...]:
        with open_store(self._path) as store:
            return tuple(store.reports())

    @cached_property
    def matches(self) -> Matches:
        with open_store(self._path) as store:
            return matches_of(store, store.base)


class _Wanted:
    """Which events or reports were asked for."""

    def __init__(self, graph: Graph, actor: str | None, other: str | None, action: str | None, since: Day, until: Day) -> None:
        self._vocabulary = graph.vocabulary
        self._parties = [self._find(graph, name) for name in (actor, other) if name is not None]
        self._action = self._known(action) if action is not None else None
        self._since, self._until = _day("since", since), _day("until", until)

    def _find(self, graph: Graph, name: str) -> str:
        def search(_: str, text: str) -> tuple[str, ...]:
            """Actors of the store's own, by what reports call them."""
            parties = {p for report in graph._held().reports for p in (*report.actors, *report.targets)}
            return tuple(sorted({p.iri for p in parties if p.label == text and self._vocabulary.actor(p.iri) is None}))

        return find_actor(name, vocabulary=self._vocabulary, search=search)

    def _known(self, action: str) -> str:
        try:
            return self._vocabulary.action(action.upper() if ":" not in action else action).code
        except KeyError as error:
            raise QueryError(action, "is no action", f"one of {', '.join(sorted(self._vocabulary.actions))}") from error

    def takes(self, happening: Event | Report) -> bool:
        span = happening.date
        if (self._since or self._until) and span is None:
            return False
        if span is not None and ((self._since and span.end < self._since) or (self._until and span.start > self._until)):
            return False
        if self._action is not None and happening.action != self._action:
            return False
        involved = {iri for p in (*happening.actors, *happening.targets) for iri in self._stands_for(p.iri, p.country)}
        return all(party in involved for party in self._parties)

    def _stands_for(self, iri: str, country: str | None) -> Iterator[str]:
        """The actor, and all that it acts for."""
        seen: set[str] = set()
        while iri and iri not in seen:
            seen.add(iri)
            actor = self._vocabulary.actor(iri)
            iri = (actor.acts_for or "") if actor else ""
        yield from seen
        if country:
            yield f"urn:geokg:actor/{country}"


def _day(name: str, value: Day) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError as error:
        raise QueryError(value, f"is no day for {name}", "write it as 2024-04-10") from error

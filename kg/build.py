"""Paths of articles in, a store that holds what they say out: the main job.

Reading, extraction and the article's graph are made in worker processes; this one writes, merges and publishes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from kg import __version__
from kg.check import validate_article_graph
from kg.engine import report_article, run_tasks
from kg.errors import KgError, ShapeError
from kg.extract import Confidence, extractor_key
from kg.merge import merge_claims
from kg.model import DEFAULT_EXTRACTOR, Article, Event
from kg.read import find_sources
from kg.store import Store, open_store
from kg.store.graph import article_ntriples
from kg.vocabulary import Vocabulary, load_vocabulary

_WAITING = 500


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did, in numbers."""

    read: int
    copies: int  # of articles read before in the same build
    new: int
    changed: int
    unchanged: int
    failed: int
    articles: int  # in the whole store, as what follows
    reports: int
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class _Prepared:
    """One article ready to be stored; ``ntriples`` is None where the store holds just this already."""

    iri: str
    state: str  # of what the article says and what read it: equal states need no second reading
    ntriples: bytes | None
    reports: int


def build(
    paths: Iterable[str],
    store: Path | str,
    *,
    base: str | None = None,
    ontology: Path | None = None,
    jobs: int | None = None,
    min_confidence: Confidence = None,
    extractor: str = DEFAULT_EXTRACTOR,
    failures: Callable[[KgError], None],
    progress: Callable[[int], None] = lambda done: None,
) -> Built:
    """Read, extract, link, merge, store, publish. What cannot be read goes to ``failures``, and the build goes on.

    Raises StoreError where the store is in use by another writer or is none, KgError for weights that are none; nothing is lost then.
    """
    extractor_key(extractor)  # a file of weights that is none is told before anything is touched
    with open_store(store, write=True, base=base) as target:
        target.load_ontology(ontology)
        counts = _add(
            paths,
            target,
            ontology=ontology,
            jobs=jobs,
            min_confidence=min_confidence,
            extractor=extractor,
            failures=failures,
            progress=progress,
        )
        events = derive_events(target, load_vocabulary(ontology))
        articles = len(target.article_hashes())
    return Built(**counts, articles=articles, reports=sum(len(event.reports) for event in events), events=events)


def derive_events(target: Store, vocabulary: Vocabulary) -> tuple[Event, ...]:
    """Merge all that the store's articles report, as people have judged, and let readers see it."""
    events = tuple(merge_claims(target.reports(), tuple(target.judgements())))
    target.replace_events(events, vocabulary=vocabulary)
    target.publish()
    return events


class _Writer:
    """Stores prepared articles, of several copies of one article the one read last.

    A copy that differs from what the store holds waits, for a later copy may be what the store holds already: then nothing changes.
    """

    def __init__(self, target: Store) -> None:
        self.target = target
        self.waiting: dict[str, _Prepared] = {}
        self.written: set[str] = set()
        self.counts = dict.fromkeys(("read", "new", "changed", "unchanged", "copies", "failed"), 0)
        self.seen: set[str] = set()

    def add(self, prepared: _Prepared) -> None:
        self.counts["read"] += 1
        self.counts["copies"] += prepared.iri in self.seen
        self.seen.add(prepared.iri)
        held = self.target.article_hash(prepared.iri)
        if held is None:
            self._put(prepared)
            self.written.add(prepared.iri)
        elif held == prepared.state:
            self.waiting.pop(prepared.iri, None)
        else:
            self.waiting[prepared.iri] = prepared
            if len(self.waiting) > _WAITING:  # with a new ontology every article differs: they need not all wait in memory
                self.flush()

    def flush(self) -> None:
        for prepared in self.waiting.values():
            self._put(prepared)
            if prepared.iri not in self.written:
                self.counts["changed"] += 1
            self.written.add(prepared.iri)
        self.waiting.clear()

    def finish(self) -> dict[str, int]:
        self.flush()
        self.counts["new"] = len(self.written) - self.counts["changed"]
        self.counts["unchanged"] = len(self.seen) - len(self.written)
        return self.counts

    def _put(self, prepared: _Prepared) -> None:
        if prepared.ntriples is not None:
            self.target.put(prepared.iri, prepared.state, prepared.ntriples)


def _add(
    paths: Iterable[str],
    target: Store,
    *,
    ontology: Path | None,
    jobs: int | None,
    min_confidence: Confidence,
    extractor: str,
    failures: Callable[[KgError], None],
    progress: Callable[[int], None],
) -> dict[str, int]:
    writer = _Writer(target)

    def failed(error: KgError) -> None:
        writer.counts["failed"] += 1
        failures(error)

    task = partial(prepare, base=target.base, min_confidence=min_confidence, extractor=extractor, known=target.article_hashes())
    for done in run_tasks(find_sources(paths, failures=failed), task, base=target.base, ontology=ontology, jobs=jobs):
        for error in done.failures:
            failed(error)
        for prepared in done.results:
            writer.add(prepared)
        progress(writer.counts["read"])
    return writer.finish()


def prepare(
    article: Article, vocabulary: Vocabulary, *, base: str, min_confidence: Confidence, extractor: str, known: dict[str, str]
) -> _Prepared:
    """The graph of one article, checked; runs in a worker process. Raises ShapeError."""
    state = f"{article.content_hash} {__version__} {vocabulary.fingerprint} {min_confidence} {extractor_key(extractor)}"
    if known.get(article.iri) == state:
        return _Prepared(article.iri, state, None, 0)
    reports = report_article(article, vocabulary=vocabulary, base=base, min_confidence=min_confidence, extractor=extractor)
    try:
        ntriples = article_ntriples(
            article, reports, version=f"geokg {__version__}", vocabulary=vocabulary, validate=validate_article_graph
        )
    except ShapeError as error:
        raise ShapeError(f"{article.path}: article {article.id}", error.problem, error.remedy) from error
    return _Prepared(article.iri, state, ntriples, len(reports))

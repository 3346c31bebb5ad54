"""Articles and two files in; one article after the other to show, and what was decided on it in the files, out."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from kg.annotate.checking import checked_events
from kg.annotate.choosing import LOW
from kg.annotate.gold import Annotated, read_annotations, save_annotation
from kg.annotate.keeping import article_line
from kg.annotate.lines import ids_in, locked, put, read_lines, with_line
from kg.annotate.showing import Json, country_named, show_article, show_choices
from kg.engine import report_article
from kg.model import Article, Report
from kg.segment import split_sentences
from kg.vocabulary import Vocabulary

_KEPT = 16  # articles whose reports are kept at hand


@dataclass(frozen=True, slots=True)
class Entry:
    """An article in the order in which to annotate."""

    article: Article
    unsure: float
    repeats: bool  # it says what an earlier one says


@dataclass
class Session:
    """Annotation of some articles. Its methods may be called from several threads."""

    gold: Path
    articles: Path
    entries: tuple[Entry, ...]
    vocabulary: Vocabulary
    annotated: dict[str, Annotated]  # all that the file holds, also of articles that are not among the entries
    kept: set[str]  # ids of the articles that the other file holds
    _reports: dict[str, tuple[Report, ...]] = field(default_factory=dict, repr=False)
    _lock: threading.RLock = field(default_factory=threading.RLock, repr=False)

    def __post_init__(self) -> None:
        self._by_id = {e.article.id: e.article for e in self.entries}

    @property
    def done(self) -> int:
        """How many of the entries are annotated."""
        return sum(e.article.id in self.annotated for e in self.entries)

    def show_choices(self) -> Json:
        """What there is to choose from, and where annotations go."""
        return show_choices(self.vocabulary) | {"gold": str(self.gold), "articles": str(self.articles)}

    def show_list(self) -> list[Json]:
        """The articles in their order, each with how many events were annotated in it; None where it was not."""
        rows = ((e, self.annotated.get(e.article.id)) for e in self.entries)
        return [
            {
                "id": e.article.id,
                "title": e.article.title,
                "outlet": e.article.outlet,
                "unsure": e.unsure,
                "repeats": e.repeats,
                "events": len(done.events) if done else None,
            }
            for e, done in rows
        ]

    def show_article(self, id_: str) -> Json:
        """One article with suggestions and annotations. Raises KeyError for one that is not among the entries."""
        with self._lock:
            article = self._by_id[id_]
            return show_article(article, self._reports_of(article), self.annotated.get(id_))

    def country_named(self, label: str) -> str | None:
        """The code of a name that the ontology knows."""
        return country_named(label, self.vocabulary)

    def save(self, id_: str, events: object, version: str) -> Annotated:
        """Keep what was decided on an article: its events in one file, the article in the other.

        Raises KeyError, KgError for events that are none, and Stale where the file has others by now; then nothing is written.
        """
        with self._lock:
            article = self._by_id[id_]
            stored = self.annotated[id_].events if id_ in self.annotated else ()
            checked = checked_events(events, sentences=[s.text for s in split_sentences(article)], stored=stored)
            try:
                self.annotated[id_] = save_annotation(self.gold, id_, checked, version=version)
            finally:
                # also where it was stale: what the file says by now is what is shown next
                self.annotated = read_annotations(self.gold)
            self.keep_annotated()
            return self.annotated[id_]

    def keep_annotated(self) -> None:
        """Put every annotated article in the file of articles that is not there yet."""
        with self._lock:
            lacking = [e.article for e in self.entries if e.article.id in self.annotated and e.article.id not in self.kept]
            keep_articles(self.articles, lacking)
            self.kept.update(a.id for a in lacking)

    def _reports_of(self, article: Article) -> tuple[Report, ...]:
        if article.id not in self._reports:
            if len(self._reports) >= _KEPT:
                self._reports.pop(next(iter(self._reports)))
            self._reports[article.id] = report_article(article, vocabulary=self.vocabulary, min_confidence=LOW)
        return self._reports[article.id]


def keep_articles(path: Path, articles: Iterable[Article]) -> None:
    """Add articles to the file of annotated ones, where it lacks them. Raises KgError where it cannot be written."""
    with locked(path):
        old = raw = read_lines(path)
        known = ids_in(raw)
        for article in articles:
            if article.id not in known:
                raw = with_line(raw, article.id, article_line(article).encode("utf-8"))
        if raw != old:
            put(path, raw)

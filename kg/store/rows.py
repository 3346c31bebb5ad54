"""The quads of one article's graph, or of the derived graph, in; reports and events out: the inverse of ``graph``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import cast

import pyoxigraph as ox

from kg.model import Article, ArticleRef, Conflict, ConflictKind, Event, Modality, Party, Precision, Published, Report, Source, TimeSpan
from kg.store.names import ACTION, DCTERMS, GK, OA, RDF, language_of

Properties = Mapping[str, list[ox.NamedNode | ox.Literal]]
_ARTICLE, _REPORT, _EVENT = GK + "Article", GK + "Report", GK + "Event"
_TYPE = RDF + "type"


def by_subject(quads: Iterable[ox.Quad]) -> dict[str, Properties]:
    """Quads as subject -> property -> values."""
    subjects: dict[str, dict[str, list[ox.NamedNode | ox.Literal]]] = defaultdict(lambda: defaultdict(list))
    for subject, predicate, object_, _ in quads:
        subjects[cast("ox.NamedNode", subject).value][predicate.value].append(cast("ox.NamedNode | ox.Literal", object_))
    return cast("dict[str, Properties]", subjects)


def _one(properties: Properties, name: str) -> str | None:
    values = properties.get(name)
    return values[0].value if values else None


def _text(properties: Properties, name: str) -> str:
    return _one(properties, name) or ""


def read_reports(quads: Iterable[ox.Quad]) -> Iterator[Report]:
    """The reports of one article's graph, in the order of its text."""
    subjects = by_subject(quads)
    articles = [iri for iri, p in subjects.items() if _one(p, _TYPE) == _ARTICLE]
    if not articles:
        return
    article = _article(articles[0], subjects[articles[0]])
    reports = [_report(iri, p, article, subjects) for iri, p in subjects.items() if _one(p, _TYPE) == _REPORT]
    yield from sorted(reports, key=lambda r: (r.start, r.trigger_start, r.trigger_end, r.iri))


def read_article(quads: Iterable[ox.Quad]) -> tuple[Article, str]:
    """The article of its graph, without its blocks, and the program that read it. Raises ValueError, KeyError, StopIteration."""
    subjects = by_subject(quads)
    iri, p = next((iri, p) for iri, p in subjects.items() if _one(p, _TYPE) == _ARTICLE)
    value, precision, printed = _one(p, GK + "published"), cast("Precision", _text(p, GK + "publishedPrecision")), _one(p, GK + "dateline")
    article = Article(
        iri=iri,
        id=_text(p, DCTERMS + "identifier"),
        path=_text(p, GK + "path"),
        title=_text(p, DCTERMS + "title"),
        url=_one(p, "https://schema.org/url"),
        published=Published(value, precision, _one(p, GK + "publishedZone"), "metadata") if value else None,
        dateline=date.fromisoformat(printed) if printed else None,
        outlet=_one(p, GK + "outlet"),
        agency=_one(p, GK + "agency"),
        lang=language_of(_one(p, DCTERMS + "language")),
        text=_text(p, GK + "text"),
        blocks=(),
        content_hash=_text(p, GK + "contentHash"),
    )
    return article, _text(p, GK + "readBy")


def read_events(quads: Iterable[ox.Quad], reports: Mapping[str, Report]) -> Iterator[Event]:
    """The events of the derived graph by their date, then IRI; ``reports`` by IRI. Events without a report left are passed over."""
    subjects = by_subject(quads)
    members: dict[str, list[Report]] = defaultdict(list)
    for iri, properties in subjects.items():
        for event in properties.get(GK + "reports", ()):
            if iri in reports:
                members[event.value].append(reports[iri])
    events = [_event(iri, subjects[iri], members[iri], subjects) for iri in members if _one(subjects.get(iri, {}), _TYPE) == _EVENT]
    yield from sorted(events, key=lambda e: (e.date is None, (e.date.start, e.date.end) if e.date else (), e.iri))


def _article(iri: str, p: Properties) -> ArticleRef:
    return ArticleRef(
        iri,
        _text(p, DCTERMS + "identifier"),
        _text(p, DCTERMS + "title"),
        _one(p, "https://schema.org/url"),
        _one(p, GK + "published"),
        _one(p, GK + "outlet"),
        _one(p, GK + "agency"),
        language_of(_one(p, DCTERMS + "language")),
    )


def _report(iri: str, p: Properties, article: ArticleRef, subjects: Mapping[str, Properties]) -> Report:
    place = subjects[f"{iri}/quote/position"]
    return Report(
        iri,
        article,
        _text(p, GK + "quote"),
        int(_text(place, OA + "start")),
        int(_text(place, OA + "end")),
        _text(p, GK + "trigger"),
        int(_text(p, GK + "triggerStart")),
        int(_text(p, GK + "triggerEnd")),
        _action(p),
        _mode(p),
        _parties(p, "actor", subjects),
        _parties(p, "target", subjects),
        _span(p),
        cast("Modality", _text(p, GK + "modality").removeprefix(GK).lower()),
        _sources(p, subjects),
        _place(p),
        float(_text(p, GK + "confidence")),
        _text(p, GK + "rule"),
    )


def _event(iri: str, p: Properties, reports: list[Report], subjects: Mapping[str, Properties]) -> Event:
    ordered = tuple(sorted(reports, key=lambda r: (r.article.published or "9999", r.iri)))
    actors, targets = (_parties(p, role, subjects) for role in ("actor", "target"))
    sure = float(_one(p, GK + "confidence") or 0)
    return Event(iri, _action(p), _mode(p), actors, targets, _span(p), _place(p), ordered, sure, _conflicts(p, subjects))


def _conflicts(p: Properties, subjects: Mapping[str, Properties]) -> tuple[Conflict, ...]:
    found = []
    for part in _in_order(p, "conflict", subjects):
        (a, says_a), (b, says_b) = (
            (_text(side, GK + "sideReport"), _text(side, GK + "says")) for side in _in_order(part, "side", subjects)
        )
        found.append(Conflict(cast("ConflictKind", _text(part, GK + "conflictKind")), a, b, says_a, says_b))
    return tuple(found)


def _action(p: Properties) -> str:
    return _text(p, GK + "action").removeprefix(ACTION)


def _mode(p: Properties) -> str | None:
    mode = _one(p, GK + "mode")
    return mode.removeprefix(f"{ACTION}{_action(p)}-") if mode else None


def _span(p: Properties) -> TimeSpan | None:
    begin, end = _one(p, GK + "begin"), _one(p, GK + "end")
    return TimeSpan(date.fromisoformat(begin), date.fromisoformat(end)) if begin and end else None


def _place(p: Properties) -> Party | None:
    label = _one(p, GK + "placeLabel")
    return None if label is None else Party(label, _one(p, GK + "placeCountry"), _text(p, GK + "place"))


def _in_order(p: Properties, name: str, subjects: Mapping[str, Properties]) -> list[Properties]:
    parts = [subjects[part.value] for part in p.get(GK + name, ())]
    return sorted(parts, key=lambda part: int(_text(part, GK + "position")))


def _parties(p: Properties, role: str, subjects: Mapping[str, Properties]) -> tuple[Party, ...]:
    parts = (part for part in _in_order(p, "participation", subjects) if _text(part, GK + "partyRole") == role)
    return tuple(Party(_text(part, GK + "label"), _one(part, GK + "country"), _text(part, GK + "party")) for part in parts)


def _sources(p: Properties, subjects: Mapping[str, Properties]) -> tuple[Source, ...]:
    return tuple(Source(_text(part, GK + "label"), _text(part, GK + "party")) for part in _in_order(p, "attribution", subjects))

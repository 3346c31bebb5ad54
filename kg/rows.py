"""One article and its reports in, plain rows for people and programs out: what `kg extract` prints."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Any

from kg.engine import report_article
from kg.extract import Confidence
from kg.model import DEFAULT_EXTRACTOR, Article, Party, Report, TimeSpan
from kg.vocabulary import Vocabulary

Row = dict[str, Any]  # JSON
COLUMNS = ("actor", "action", "target", "date", "source", "modality", "confidence", "article")


def reports_of(
    article: Article, vocabulary: Vocabulary, *, min_confidence: Confidence = None, extractor: str = DEFAULT_EXTRACTOR
) -> tuple[Report, ...]:
    """The reports of an article, for those who count them."""
    return report_article(article, vocabulary=vocabulary, min_confidence=min_confidence, extractor=extractor)


def article_row(
    article: Article,
    vocabulary: Vocabulary,
    *,
    min_confidence: Confidence = None,
    extractor: str = DEFAULT_EXTRACTOR,
    explain: bool = False,
) -> Row:
    """An article with its events, as the benchmark's scorer reads it."""
    reports = report_article(article, vocabulary=vocabulary, min_confidence=min_confidence, extractor=extractor, explain=explain)
    return {
        "id": article.id,
        "path": article.path,
        "title": article.title,
        "url": article.url,
        "published": article.published.value if article.published else None,
        "outlet": article.outlet,
        "agency": article.agency,
        "lang": article.lang,
        "text": article.text,
        "events": [report_row(report) for report in reports],
    }


def report_row(report: Report) -> Row:
    """One event as one sentence reports it; offsets count code points of the article's text."""
    return {
        "iri": report.iri,
        "sentence": report.sentence,
        "start": report.start,
        "end": report.end,
        "actors": [_party(p) for p in report.actors],
        "action": report.action,
        "mode": report.mode,
        "targets": [_party(p) for p in report.targets],
        "date": _date(report.date),
        "modality": report.modality,
        "sources": [s.label for s in report.sources],
        "place": _party(report.place) if report.place else None,
        "trigger": report.trigger,
        "trigger_start": report.trigger_start,
        "trigger_end": report.trigger_end,
        "confidence": report.confidence,
        "rule": report.rule,
        **({"reasons": list(report.reasons)} if report.reasons else {}),
    }


def _party(party: Party) -> Row:
    return {"label": party.label, "country": party.country, "iri": party.iri}


def _date(span: TimeSpan | None) -> Row | None:
    return {"start": span.start.isoformat(), "end": span.end.isoformat()} if span else None


def event_table(row: Row, *, header: bool) -> Iterator[str]:
    """The events of one article as aligned lines, the card's five columns first."""
    if header:
        yield _line(COLUMNS)
    for event in row["events"]:
        date = event["date"]
        when = "" if date is None else date["start"] if date["start"] == date["end"] else f"{date['start']}/{date['end']}"
        sources = ", ".join(event["sources"]) or row["agency"] or row["outlet"] or ""
        names = ("、".join(p["label"] for p in event[side]) for side in ("actors", "targets"))
        actors, targets = names
        yield _line((actors, event["action"], targets, when, sources, event["modality"], f"{event['confidence']:.2f}", row["id"]))
        yield from (f"    {_printable(reason)}" for reason in event.get("reasons", ()))


_WIDTHS = (26, 9, 26, 21, 22, 8, 10)


def _line(cells: tuple[str, ...]) -> str:
    padded = [_fitted(cell, width) for cell, width in zip(cells, _WIDTHS, strict=False)]
    return "  ".join([*padded, *cells[len(_WIDTHS) :]]).rstrip()


def _printable(text: str) -> str:
    return "".join(" " if unicodedata.category(c).startswith("C") else c for c in text)


def _fitted(text: str, width: int) -> str:
    """``text`` at a width in terminal columns, where a Chinese character takes two; control characters are shown as spaces."""
    text = _printable(text)
    used, kept = 0, ""
    for character in text:
        size = 2 if unicodedata.east_asian_width(character) in "WF" else 1
        if used + size > width:
            return kept[:-1] + "…" + " " * max(0, width - used) if kept else kept
        used, kept = used + size, kept + character
    return kept + " " * (width - used)

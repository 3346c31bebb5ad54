"""Events in, rows and lines out: the table for spreadsheets, R and pandas, and the lines that the merge's scorer reads.

A row stands for a report and a dyad. Text whose first character a spreadsheet takes for a formula (``= + - @``, a tab or a carriage
return) gets an apostrophe before it, as OWASP advises: ``=HYPERLINK(…)`` in a title is shown, not run. Numbers are left as they are.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from kg.export.columns import REPORTS
from kg.export.dyads import dyads
from kg.model import Event, Party, Report, TimeSpan
from kg.vocabulary import Vocabulary

COLUMNS = tuple(column.name for column in REPORTS)
_RUN = ("=", "+", "-", "@", "\t", "\r")

Row = tuple[str | float | int | None, ...]


def csv_rows(events: Iterable[Event], vocabulary: Vocabulary) -> Iterator[Row]:
    """A row of ``COLUMNS`` for each report and dyad, events in order of time, reports in order of publication."""
    for event in sorted(events, key=chronological):
        action = vocabulary.action(event.action)
        for report in event.reports:
            for actor, target in dyads(report):
                yield _row(event.iri, report, actor, target, action.quad, action.score)


def report_rows(reports: Iterable[Report], vocabulary: Vocabulary) -> Iterator[dict[str, str | float | int | None]]:
    """The same of reports in their order, by the names of ``COLUMNS``, without the event that they speak of."""
    for report in reports:
        action = vocabulary.action(report.action)
        for actor, target in dyads(report):
            row = dict(zip(COLUMNS, _row("", report, actor, target, action.quad, action.score), strict=True))
            del row["event"]
            yield row


def chronological(event: Event) -> tuple[str, str]:
    """By the first day of the event, or of its first report's publication."""
    first = event.date.start.isoformat() if event.date else (event.reports[0].article.published or "")[:10] if event.reports else ""
    return first, event.iri


def _row(event: str, report: Report, actor: Party, target: Party, quad: str, score: float) -> Row:
    article, span = report.article, report.date
    return (
        *(actor.label, report.action, target.label, _when(span), _sources(report)),
        *(event, report.iri, report.modality, report.mode, quad, score, actor.country, target.country, actor.iri, target.iri),
        *((span.start.isoformat(), span.end.isoformat(), span.precision) if span else (None, None, None)),
        *(report.place.label if report.place else None, article.outlet, article.agency, report.origin),
        *(article.published, article.url, article.title, article.id),
        *(report.sentence, report.trigger, report.confidence, report.rule),
    )


def _when(span: TimeSpan | None) -> str | None:
    """A day, or an ISO 8601 interval of two."""
    if span is None:
        return None
    return span.start.isoformat() if span.start == span.end else f"{span.start.isoformat()}/{span.end.isoformat()}"


def _sources(report: Report) -> str:
    return "; ".join(s.label for s in report.sources) or report.origin


def guarded(cell: str | float | int | None) -> str | float | int | None:
    """A cell that no spreadsheet runs."""
    if not isinstance(cell, str):
        return cell
    cell = cell.replace("\0", "")
    # spaces before the sign do not stop a spreadsheet that trims
    return "'" + cell if cell.startswith(_RUN) or cell.lstrip().startswith(_RUN) else cell


def write_csv(events: Iterable[Event], file: BinaryIO, *, vocabulary: Vocabulary, bom: bool = False) -> None:
    """The table of reports, with a byte order mark where a spreadsheet needs one."""
    write_rows(COLUMNS, csv_rows(events, vocabulary), file, bom=bom)


def write_rows(names: Iterable[str], rows: Iterable[Iterable[str | float | int | None]], file: BinaryIO, *, bom: bool = False) -> None:
    """A table in UTF-8, lines ended by CR LF (RFC 4180), truth as TRUE and FALSE, no cell that a spreadsheet would run."""
    text = io.TextIOWrapper(file, encoding="utf-8-sig" if bom else "utf-8", newline="", errors="replace", write_through=True)
    writer = csv.writer(text)
    writer.writerow(names)
    writer.writerows([guarded(str(cell).upper() if isinstance(cell, bool) else cell) for cell in row] for row in rows)
    text.detach()


def event_rows(events: Iterable[Event]) -> Iterator[dict[str, Any]]:
    """One object for each event, in order of time, as ``score_merge.py found`` reads it."""
    for event in sorted(events, key=chronological):
        yield {
            "event": event.iri,
            "action": event.action,
            "mode": event.mode,
            "actors": _parties(event.actors),
            "targets": _parties(event.targets),
            "date": _span(event.date),
            "place": event.place.label if event.place else None,
            "origins": list(event.origins),
            "reports": [_report(report) for report in event.reports],
        }


def _report(report: Report) -> dict[str, Any]:
    article = report.article
    return {
        "id": article.id,
        "report": report.iri,
        "sentence": report.sentence,
        "start": report.start,
        "end": report.end,
        "trigger": report.trigger,
        "action": report.action,
        "mode": report.mode,
        "actors": _parties(report.actors),
        "targets": _parties(report.targets),
        "date": _span(report.date),
        "modality": report.modality,
        "sources": [s.label for s in report.sources],
        "origin": report.origin,
        "confidence": report.confidence,
        "outlet": article.outlet,
        "agency": article.agency,
        "title": article.title,
        "url": article.url,
        "published": article.published,
    }


def _parties(parties: Iterable[Party]) -> list[dict[str, str | None]]:
    return [{"label": p.label, "country": p.country, "iri": p.iri} for p in parties]


def _span(span: TimeSpan | None) -> dict[str, str] | None:
    return {"start": span.start.isoformat(), "end": span.end.isoformat()} if span else None


def write_jsonl(events: Iterable[Event], file: BinaryIO) -> None:
    """A line for each event."""
    for row in event_rows(events):
        # a lone surrogate cannot be written as UTF-8: escaped, it can
        file.write(json.dumps(row, ensure_ascii=False).encode("utf-8", errors="backslashreplace") + b"\n")

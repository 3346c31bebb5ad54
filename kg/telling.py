"""What merging found in, lines for people and JSON rows out: doubtful pairs, why an event is one, what changed.

Imported where it is wanted: the command line starts without merging.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from kg.history import Change
from kg.merge.compare import NEVER
from kg.merge.review import DoubtfulActors, DoubtfulReports
from kg.merge.why import Why
from kg.model import Event, Judgement, Party, Report
from kg.plural import counted
from kg.store.graph import edtf
from kg.vocabulary import Vocabulary

Doubtful = DoubtfulReports | DoubtfulActors

_DECIMALS = 3  # of a score
_TOLD = 8  # pairs of an event that are told one by one


def shown(pair: Doubtful) -> Iterator[str]:
    """A doubtful pair for somebody who is to decide."""
    row = proposal(pair)
    yield ""
    if "together" in row:
        yield "one event as it stands" if row["together"] else "two events as it stands"
    for name in ("of_a", "of_b"):
        yield f"  {row[name]}"
    if reasons := row.get("reasons"):
        yield "  " + _reasons(reasons)


def proposal(pair: Doubtful) -> dict[str, Any]:
    """The same as JSON, which ``kg merge file`` reads once a verdict stands in it."""
    if isinstance(pair, DoubtfulActors):
        texts = [_named(party, count) for party, count in zip((pair.a, pair.b), pair.reports, strict=True)]
        return {"a": pair.a.iri, "b": pair.b.iri, "verdict": None, "of_a": texts[0], "of_b": texts[1]}
    row = {"a": pair.a.iri, "b": pair.b.iri, "verdict": None, "together": pair.together, "score": round(pair.link.score, _DECIMALS)}
    return {**row, "of_a": _told(pair.a), "of_b": _told(pair.b), "reasons": _shares(pair.link.reasons)}


def _named(party: Party, reports: int) -> str:
    return f"{party.label} ({party.country or 'no country'}), {counted(reports, 'report')}"


def _told(report: Report) -> str:
    article = report.article
    return f"{' ← '.join(report.chain) or article.id}, {(article.published or 'no day')[:10]}: {report.sentence}"


def judgement_row(judgement: Judgement) -> dict[str, Any]:
    """A judgement as JSON."""
    return {**asdict(judgement), "day": judgement.day.isoformat()}


def why_lines(told: Why) -> Iterator[str]:
    """Why an event is one event, for people."""
    event = told.event
    numbers = {report.iri: n for n, report in enumerate(event.reports, 1)}
    parties = " → ".join(filter(None, (", ".join(p.label for p in side) for side in (event.actors, event.targets))))
    yield f"{event.iri}  {event.action}  {parties}  {_span(event)}"
    yield f"key: {told.key}"
    yield ""
    sure = f"confidence {event.confidence:.2f}"
    yield f"{counted(len(event.reports), 'report')}, {counted(len(event.origins), 'origin')} ({', '.join(event.origins)}), {sure}"
    for n, report in enumerate(event.reports, 1):
        yield f"{n:3d}  {report.modality}, confidence {report.confidence:.2f}, {_told(report)}"
        yield f"     {report.iri}"
    if event.conflicts:
        yield ""
        yield "where they contradict one another"
        for conflict in event.conflicts:
            yield f"  {conflict.kind}: {numbers[conflict.a]} says {conflict.says_a}, {numbers[conflict.b]} says {conflict.says_b}"
    if told.joined:
        yield ""
        yield "what joined them"
        for link in told.joined[:_TOLD]:
            yield f"  {numbers[link.a]} and {numbers[link.b]}  {_score(link.score)}  {_reasons(link.reasons)}"
        if len(told.joined) > _TOLD:
            yield f"  and {len(told.joined) - _TOLD} pairs more"
    if told.nearly:
        yield ""
        yield "what nearly did"
        for near in told.nearly:
            yield f"  {_score(near.link.score)}  {near.event}  {_told(near.report)}"
            yield f"         {_reasons(near.link.reasons)}"
    if told.judgements:
        yield ""
        yield "what was judged"
        for judgement in told.judgements:
            note = f": {judgement.note}" if judgement.note else ""
            yield f"  {judgement.verdict}  {judgement.a} and {judgement.b}, by {judgement.author} on {judgement.day}{note}"


def _span(event: Event) -> str:
    return edtf(event.date) if event.date else "no date"


def _score(score: float) -> str:
    return " never" if score <= NEVER else f"{score:+6.2f}"


def _reasons(reasons: Iterable[tuple[str, float]]) -> str:
    return ", ".join(name if abs(share) >= -NEVER else f"{name} {share:+.1f}" for name, share in reasons)


def _shares(reasons: Iterable[tuple[str, float]]) -> list[list[str | float]]:
    return [[name, share] for name, share in reasons]


def why_row(told: Why) -> dict[str, Any]:
    """The same as JSON."""
    event = told.event
    return {
        "event": event.iri,
        "action": event.action,
        "key": told.key,
        "date": _span(event) if event.date else None,
        "origins": list(event.origins),
        "confidence": event.confidence,
        "conflicts": [asdict(conflict) for conflict in event.conflicts],
        "reports": [
            {"report": r.iri, "modality": r.modality, "confidence": r.confidence, "chain": list(r.chain), "text": r.sentence}
            for r in event.reports
        ],
        "joined": [{"a": x.a, "b": x.b, "score": x.score, "reasons": _shares(x.reasons)} for x in told.joined],
        "nearly": [
            {"event": n.event, "report": n.report.iri, "score": n.link.score, "reasons": _shares(n.link.reasons), "text": _told(n.report)}
            for n in told.nearly
        ],
        "judgements": [judgement_row(judgement) for judgement in told.judgements],
    }


def change_line(change: Change, vocabulary: Vocabulary) -> str:
    """What became of an event, in a line."""
    event = change.event
    parties = " → ".join(filter(None, (", ".join(p.label for p in side) for side in (event.actors, event.targets))))
    action = vocabulary.label(vocabulary.actions[event.action].iri, event.reports[0].article.lang)
    what = f"  ({'; '.join(change.what)})" if change.what else ""
    return f"{change.kind:12s} {_span(event):10s}  {parties}  {action}{what}  {event.iri}"


def change_row(change: Change) -> dict[str, Any]:
    """The same as JSON."""
    event = change.event
    return {
        "change": change.kind,
        "event": event.iri,
        "was": change.before.iri if change.before and change.before.iri != event.iri else None,
        "action": event.action,
        "actors": [p.label for p in event.actors],
        "targets": [p.label for p in event.targets],
        "date": _span(event) if event.date else None,
        "what": list(change.what),
        "reports": [_told(r) for r in event.reports],
    }

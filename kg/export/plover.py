"""Events in, a table of dyads out, as users of PLOVER, POLECAT, ICEWS and GDELT know them: one row per event and dyad, codes and all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from kg.export.columns import PLOVER
from kg.export.dyads import dyads, is_mutual
from kg.export.matches import Matches
from kg.export.tables import chronological, write_rows
from kg.model import MODALITIES, Event, Party
from kg.vocabulary import ACTOR, Vocabulary

_QUADS = {"VerbalCooperation": 1, "MaterialCooperation": 2, "VerbalConflict": 3, "MaterialConflict": 4}

Value = str | float | int | bool | None


def plover_rows(events: Iterable[Event], vocabulary: Vocabulary, matches: Matches) -> Iterator[dict[str, Value]]:
    """A row for each event and dyad, by the names of ``columns.PLOVER``, events in order of time; an event without a party has none."""
    for event in sorted(events, key=chronological):
        pairs = _distinct(event)
        told = _what(event, vocabulary, matches) | _evidence(event) | {"dyads": len(pairs), "mutual": is_mutual(event)}
        for actor, target in pairs:
            row = told | _party("actor", actor, vocabulary, matches) | _party("target", target, vocabulary, matches)
            yield {column.name: row[column.name] for column in PLOVER}


def _distinct(event: Event) -> tuple[tuple[Party, Party], ...]:
    """The dyads, each once: 法国 and 法方 may be two parties of an event, and are one actor."""
    found: dict[tuple[str, str], tuple[Party, Party]] = {}
    for actor, target in dyads(event):
        found.setdefault((actor.iri or actor.label, target.iri or target.label), (actor, target))
    return tuple(found.values())


def write_plover(events: Iterable[Event], file: BinaryIO, *, vocabulary: Vocabulary, matches: Matches, bom: bool = False) -> None:
    """The table in UTF-8; truth is TRUE or FALSE, as R and spreadsheets read it."""
    names = [column.name for column in PLOVER]
    write_rows(names, (row.values() for row in plover_rows(events, vocabulary, matches)), file, bom=bom)


def _what(event: Event, vocabulary: Vocabulary, matches: Matches) -> dict[str, Value]:
    action, span, place = vocabulary.action(event.action), event.date, event.place
    published = next((r.article.published[:10] for r in event.reports if r.article.published), None)
    return {
        "event_id": event.iri,
        "event_date": span.start.isoformat() if span else None,
        "end_date": span.end.isoformat() if span else None,
        "date_precision": span.precision if span else None,
        "best_date": span.start.isoformat() if span else _whole_day(published),
        "date_basis": "text" if span else "published" if published else None,
        "event_type": event.action,
        "event_mode": event.mode,
        "cameo_root": int(code) if (code := matches.cameo.get(event.action)) and code.isdecimal() else None,
        "quad_class": action.quad,
        "quad_code": _QUADS[action.quad],
        "intensity": matches.scores.get(f"{event.action}-{event.mode}", action.score),
        "place_name": _name(place, "en", vocabulary) if place else None,
        "place_country": place.country if place else None,
    }


def _whole_day(published: str | None) -> str | None:
    """The first day of what may be a bare month or year."""
    return (published + "-01-01"[len(published) - 4 :])[:10] if published else None


def _evidence(event: Event) -> dict[str, Value]:
    counts = Counter(report.modality for report in event.reports)
    outlets = sorted({r.article.outlet for r in event.reports if r.article.outlet})
    published = sorted(r.article.published for r in event.reports if r.article.published)
    first = event.reports[0]
    return {
        "modality": next(m for m in MODALITIES if counts[m]),
        **{modality: counts[modality] for modality in MODALITIES},
        "reports": len(event.reports),
        "articles": len({r.article.iri for r in event.reports}),
        "outlets": len(outlets),
        "origins": len(event.origins),
        "outlet_names": "; ".join(outlets),
        "origin_names": "; ".join(event.origins),
        "first_published": published[0] if published else None,
        "last_published": published[-1] if published else None,
        "max_confidence": max(r.confidence for r in event.reports),
        "headline": first.article.title,
        "sentence": first.sentence,
        "url": first.article.url,
    }


def _party(role: str, party: Party, vocabulary: Vocabulary, matches: Matches) -> dict[str, Value]:
    known = vocabulary.actor(party.iri)
    return {
        f"{role}_name": _name(party, "en", vocabulary) or None,
        f"{role}_name_zh": _name(party, "zh-Hans", vocabulary) or None,
        f"{role}_id": party.iri.removeprefix(ACTOR) or None,
        f"{role}_country": party.country,
        f"{role}_kind": known.kind if known else "unknown" if party.iri else None,
        f"{role}_wikidata": matches.wikidata.get(party.iri),
    }


def _name(party: Party, language: str, vocabulary: Vocabulary) -> str:
    return vocabulary.label(party.iri, language) if vocabulary.actor(party.iri) else party.label

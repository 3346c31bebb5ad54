"""Annotations, predictions and reports in, events as the benchmark sees them out."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kg.errors import KgError
from kg.evaluate.values import QUADS, ScoredEvent, ScoredParty
from kg.model import MODALITIES, Report
from kg.vocabulary import load_vocabulary


@dataclass(frozen=True, slots=True)
class Run:
    """What was predicted for, or annotated in, each article, with what its line says of the article."""

    events: Mapping[str, tuple[ScoredEvent, ...]]
    outlets: Mapping[str, str]  # by article; those whose line names none are absent
    scripts: Mapping[str, str]  # zh-Hans, zh-Hant, en


def read_run(path: Path, *, ontology: Path | None = None) -> Run:
    """The lines that ``kg extract`` prints, or annotations: ``{"id": …, "events": […]}``; fields that are not scored are ignored.

    ``ontology`` is the folder that adds to the shipped one, where the file has codes of its own.
    Raises KgError naming the line and the field that breaks the format, and OSError.
    """
    return run_of(_rows(path), ontology=ontology)


def read_gold(path: Path) -> dict[str, tuple[ScoredEvent, ...]]:
    """Annotations or predictions by article, as ``read_run`` reads them."""
    return dict(read_run(path).events)


def run_of(rows: Iterable[tuple[str, Any]], *, ontology: Path | None = None) -> Run:
    """A run from its lines, each with where it comes from (``run.jsonl:3``). Raises KgError naming that and what breaks the format."""
    events: dict[str, tuple[ScoredEvent, ...]] = {}
    named: dict[str, dict[str, str]] = {"outlet": {}, "lang": {}}
    for where, row in rows:
        article, found = _read_row(row, where, ontology)
        if article in events:
            raise KgError(where, f"article {article} appears twice", "keep one line for each article")
        events[article] = found
        for field, values in named.items():
            if isinstance(row.get(field), str):
                values[article] = row[field]
    return Run(events, named["outlet"], named["lang"])


def scored_events(reports: Iterable[Report]) -> dict[str, tuple[ScoredEvent, ...]]:
    """Reports of any number of articles as the benchmark sees them, by article id."""
    found: dict[str, list[ScoredEvent]] = defaultdict(list)
    for r in reports:
        actors, targets = (tuple(ScoredParty(p.label, p.country) for p in side) for side in (r.actors, r.targets))
        days = (r.date.start.isoformat(), r.date.end.isoformat()) if r.date else None
        sources = tuple(s.label for s in r.sources)
        found[r.article.id].append(ScoredEvent(r.sentence, actors, r.action, targets, days, r.modality, sources, r.trigger))
    return {article: tuple(events) for article, events in found.items()}


def _rows(path: Path) -> Iterator[tuple[str, Any]]:
    with path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            where = f"{path}:{number}"
            try:
                if text := line.decode("utf-8").strip():
                    yield where, json.loads(text)
            except ValueError as error:
                raise KgError(where, f"is not JSON in UTF-8: {error}", "write one object a line") from error


def _read_row(row: Any, where: str, ontology: Path | None) -> tuple[str, tuple[ScoredEvent, ...]]:
    if not isinstance(row, dict):
        raise KgError(where, "is not an object", 'write {"id": …, "events": […]}')
    article, events = row.get("id"), row.get("events")
    if not isinstance(article, str):
        raise KgError(where, "`id` must be a string", "name the article")
    if not isinstance(events, list):
        raise KgError(where, "`events` must be a list", "an article without events has []")
    return article, tuple(_read_event(e, f"{where}: article {article}, event {n}", ontology) for n, e in enumerate(events))


def _read_event(event: Any, where: str, ontology: Path | None) -> ScoredEvent:
    def need(held: bool, field: str, what: str) -> None:
        if not held:
            raise KgError(where, f"`{field}` {what}", "GUIDELINES.md says what each field holds")

    need(isinstance(event, dict), "event", "must be an object")
    sentence, action, modality = event.get("sentence"), event.get("action"), event.get("modality")
    need(isinstance(sentence, str), "sentence", "must be a string")
    need(isinstance(action, str) and action in QUADS, "action", f"is none of the sixteen: {action!r}")
    need(modality in MODALITIES, "modality", f"is none of {', '.join(MODALITIES)}: {modality!r}")
    sides = []
    for side in ("actors", "targets"):
        need(isinstance(event.get(side), list), side, "must be a list")
        for party in event[side]:
            need(isinstance(party, dict) and isinstance(party.get("label"), str), side, "holds a party without a string `label`")
            need(_is_code(party.get("country"), ontology), side, f"holds an unknown country code: {party.get('country')!r}")
        sides.append(tuple(ScoredParty(p["label"], p.get("country")) for p in event[side]))
    sources, days = event.get("sources"), event.get("date")
    need(isinstance(sources, list) and all(isinstance(s, str) for s in sources), "sources", "must be a list of strings")
    dated = isinstance(days, dict) and isinstance(days.get("start"), str) and isinstance(days.get("end"), str)
    need(days is None or dated, "date", "must be null or {start, end}")
    when, trigger = (days["start"], days["end"]) if days else None, event.get("trigger")
    need(trigger is None or isinstance(trigger, str), "trigger", "must be a string")
    return ScoredEvent(sentence, sides[0], action, sides[1], when, modality, tuple(sources), trigger or "")


def _is_code(code: object, ontology: Path | None) -> bool:
    return code is None or (isinstance(code, str) and (re.fullmatch("[A-Z]{3}", code) is not None or code in _codes(ontology)))


@cache
def _codes(ontology: Path | None) -> frozenset[str]:
    # asked for only where a code is none of a country's form: most files need no ontology
    return frozenset(a.code for a in load_vocabulary(ontology).actors.values() if a.code)

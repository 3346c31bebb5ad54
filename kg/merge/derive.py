"""The reports of one happening in, its event out."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from kg.merge.conflict import confidence, conflicts
from kg.merge.observe import MUTUAL, PAIRING, is_state
from kg.model import Event, Party, Report, TimeSpan

T = TypeVar("T")
Naming = tuple[Party, ...]  # the parties of one country in one report


def report_order(report: Report) -> tuple[str, str]:
    """By publication, then IRI; what has no date of publication comes last, so that it never moves an event's IRI."""
    return report.article.published or "9999", report.iri


def derive_event(reports: Iterable[Report]) -> Event:
    """The event that ``reports`` (at least one) speak of.

    IRI: from the earliest report's. Date: the shortest that most reports contain. Parties: see ``_agreed``, asked of the reports that give
    just this date, which know the happening best (岸田文雄 on 10 April rather than 日本 in April). Mode and place: what most of those that
    name one say. Modality stays with the reports.
    """
    ordered = tuple(sorted(reports, key=report_order))
    first = ordered[0]
    day = _date([r.date for r in ordered if r.date])
    actors, targets = _sides([r for r in ordered if r.date == day] if day else ordered)
    return Event(
        event_iri(first.iri),
        first.action,
        _most([r.mode for r in ordered if r.mode], key=str),
        actors,
        targets,
        day,
        _most([r.place for r in ordered if r.place], key=lambda p: (p.iri, p.label)),
        ordered,
        confidence(ordered),
        conflicts(ordered),
    )


def event_iri(report_iri: str) -> str:
    """The IRI of the event whose earliest report has ``report_iri``, under the same base."""
    base, found, _ = report_iri.rpartition("report/")
    return f"{base if found else 'urn:geokg:'}event/" + hashlib.sha256(report_iri.encode()).hexdigest()[:16]


def _most(values: Sequence[T], key: Callable[[T], object]) -> T | None:
    """The most frequent value; of several the one that sorts first by ``key``."""
    counts = Counter(values)
    return min(counts, key=lambda v: (-counts[v], key(v)), default=None)


def _date(dates: Sequence[TimeSpan]) -> TimeSpan | None:
    """The date that lies in most of ``dates``; of several the shortest, then the earliest: 11 April rather than April."""

    def rank(span: TimeSpan) -> tuple[int, int, TimeSpan]:
        holding = sum(d.start <= span.start and span.end <= d.end for d in dates)
        return -holding, (span.end - span.start).days, span

    return min(set(dates), key=lambda span: (*rank(span)[:2], span.start, span.end), default=None)


def _sides(reports: Sequence[Report]) -> tuple[tuple[Party, ...], tuple[Party, ...]]:
    """Actors and targets, on the sides where most reports put their countries."""
    layout = _most([(_countries(r.actors), _countries(r.targets)) for r in reports], key=lambda sides: sides) or ((), ())
    undirected = reports[0].action in MUTUAL or (reports[0].action in PAIRING and not layout[1])
    if undirected:  # 岸田文雄 attends the summit of 美日菲: Japan is there once
        layout = layout[0], tuple(country for country in layout[1] if country not in layout[0])
    sides = []
    for side, countries in zip(("actors", "targets"), layout, strict=True):
        named = [(*r.actors, *r.targets) if undirected else getattr(r, side) for r in reports]
        sides.append(tuple(p for country in countries for p in _agreed([_of(country, parties) for parties in named])))
    return sides[0], sides[1]


def _countries(parties: Iterable[Party]) -> tuple[str, ...]:
    return tuple(sorted({p.country or "" for p in parties}))


def _of(country: str, parties: Iterable[Party]) -> Naming:
    return tuple(sorted((p for p in parties if (p.country or "") == country), key=lambda p: (p.iri, p.label)))


def _agreed(namings: Iterable[Naming]) -> Naming:
    """Who of one country takes part: the most specific that the reports agree on.

    A state's own name (美国, 华盛顿) yields to one who acts for it (五角大楼). Of several who act for it, the one whom more than half of
    the reports that name any of them name; where there is none such, the state, if a report names it, else whom most name.
    """
    present = [n for n in namings if n]
    specific = [n for n in present if not all(map(is_state, n))]
    chosen = _by_iri(specific or present)
    if specific and len(present) > len(specific) and 2 * len(chosen) <= len(specific):
        chosen = _by_iri([n for n in present if n not in specific])
    return _most(chosen, key=lambda n: (-sum(len(p.label) for p in n), [(p.iri, p.label) for p in n])) or ()


def _by_iri(namings: Sequence[Naming]) -> list[Naming]:
    """Those of the namings that name the actors most often named, with all their labels."""
    iris = _most([tuple(p.iri for p in n) for n in namings], key=lambda n: n)
    return [n for n in namings if tuple(p.iri for p in n) == iris]

"""An event and what was compared in, why it is one event out: its reports, its key, what joined them, and what nearly did."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.merge.block import block_key
from kg.merge.compare import NEVER, Link
from kg.model import Event, Judgement, Report

_NEAR = 5  # other events that are shown


@dataclass(frozen=True, slots=True)
class Nearly:
    """A report of another event, and the decision about it that came nearest to joining the two."""

    event: str
    report: Report
    link: Link


@dataclass(frozen=True, slots=True)
class Why:
    """Why an event is what it is."""

    event: Event
    key: str
    joined: tuple[Link, ...]  # of pairs of its own reports, strongest first
    nearly: tuple[Nearly, ...]  # likeliest first
    judgements: tuple[Judgement, ...]  # that its reports or parties have a part in


def explain_event(event: Event, events: Iterable[Event], links: Iterable[Link], judgements: Iterable[Judgement]) -> Why:
    """Why ``event`` is one event and others are none of it; ``links`` are those of ``link_reports(…, of=…)`` for one of its reports."""
    own = {report.iri for report in event.reports}
    others = {report.iri: (other.iri, report) for other in events if other.iri != event.iri for report in other.reports}
    links = tuple(links)
    inside = sorted((link for link in links if link.a in own and link.b in own), key=lambda link: (-link.score, link.a, link.b))
    named = own | {p.iri for r in event.reports for p in (*r.actors, *r.targets)}
    return Why(
        event,
        block_key(event.reports[0]),
        tuple(inside),
        tuple(_nearest(own, others, links)),
        tuple(j for j in judgements if j.a in named or j.b in named),
    )


def _nearest(own: set[str], others: Mapping[str, tuple[str, Report]], links: Sequence[Link]) -> Iterator[Nearly]:
    """Of each other event the likeliest pair."""
    seen: set[str] = set()
    across = (link for link in links if (link.a in own) != (link.b in own) and link.score > NEVER)
    for link in sorted(across, key=lambda link: (-link.score, link.a, link.b)):
        event, report = others.get(link.b if link.a in own else link.a, (None, None))
        if event is not None and report is not None and event not in seen and len(seen) < _NEAR:
            seen.add(event)
            yield Nearly(event, report, link)

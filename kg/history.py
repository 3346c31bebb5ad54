"""The events of two states of a graph in, what changed between them out: new, withdrawn, confirmed, contradicted, changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from kg.model import Event

ChangeKind = Literal["new", "withdrawn", "confirmed", "contradicted", "changed"]
KINDS: tuple[ChangeKind, ...] = ("new", "confirmed", "contradicted", "changed", "withdrawn")
_AHEAD = frozenset(("planned", "possible"))


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one event; ``before`` is None for a new one, ``after`` for one that was withdrawn."""

    kind: ChangeKind
    before: Event | None
    after: Event | None
    what: tuple[str, ...]  # in words: "1 origin more: 路透社"

    @property
    def event(self) -> Event:
        """The event as it is now, else as it was."""
        found = self.after or self.before
        assert found is not None
        return found


def changes(old: Iterable[Event], new: Iterable[Event]) -> Iterator[Change]:
    """What changed, by kind and then by IRI. Events are the same where they share a report, whatever their IRIs.

    *confirmed*: what was planned or possible is told to have happened, or an origin more reports it; *contradicted*: it is denied and
    was not, or was denied only and is asserted; *changed*: another date, other parties, or merged otherwise.
    """
    before, after = tuple(old), tuple(new)
    of_report = {report.iri: event for event in before for report in event.reports}
    known: dict[str, list[Event]] = defaultdict(list)
    left: set[str] = set()
    for event in after:
        for report in event.reports:
            past = of_report.get(report.iri)
            if past is not None and past not in known[event.iri]:
                known[event.iri].append(past)
                left.add(past.iri)
    found = [change for event in after for change in _changes(sorted(known[event.iri], key=lambda e: (-len(e.reports), e.iri)), event)]
    found += [Change("withdrawn", event, None, ("no report of it is left",)) for event in before if event.iri not in left]
    yield from sorted(found, key=lambda change: (KINDS.index(change.kind), change.event.iri))


def _changes(past: list[Event], event: Event) -> Iterator[Change]:
    if not past:
        yield Change("new", None, event, ())
        return
    was, words = past[0], []
    before = {modality for e in past for modality in (r.modality for r in e.reports)}
    now = {r.modality for r in event.reports}
    if "denied" in now and "denied" not in before:
        yield Change("contradicted", was, event, ("it is denied now",))
    elif before == {"denied"} and "asserted" in now:
        yield Change("contradicted", was, event, ("it was denied, and is asserted now",))
    if "asserted" in now and before <= _AHEAD:
        words.append("it was ahead, and is told to have happened")
    more = sorted(set(event.origins) - {origin for e in past for origin in e.origins})
    if more and before - {"denied"}:
        words.append(f"{len(more)} {'origin' if len(more) == 1 else 'origins'} more: {', '.join(more)}")
    if words:
        yield Change("confirmed", was, event, tuple(words))
    other = [*_differences(was, event)]
    if len(past) > 1:
        other.append(f"{len(past)} events are one now")
    if other:
        yield Change("changed", was, event, tuple(other))


def _differences(was: Event, event: Event) -> Iterator[str]:
    reports = {r.iri for r in event.reports}
    if was.date != event.date:
        yield f"date: {_days(was)} before, {_days(event)} now"
    if any(r.iri not in reports for r in was.reports):
        yield "some of its reports are gone, or speak of another event now"
    for side in ("actors", "targets"):
        before, now = ([p.label for p in getattr(e, side)] for e in (was, event))
        if sorted(before) != sorted(now):
            yield f"{side}: {', '.join(before) or 'none'} before, {', '.join(now) or 'none'} now"


def _days(event: Event) -> str:
    span = event.date
    return "none" if span is None else str(span.start) if span.start == span.end else f"{span.start} to {span.end}"

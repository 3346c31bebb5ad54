"""Reports in, the pairs worth comparing out: their number grows with the number of reports, not with its square."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from kg.model import Party, Report

MUTUAL = frozenset({"CONSULT", "COOPERATE"})  # who is named first says nothing
PAIRING = MUTUAL | {"AGREE", "SUPPORT"}  # where all stand on one side, so do these
_NEIGHBOURS = 150  # in order of publication, and of the date: more reports than that of one happening are linked through each other


def block_key(report: Report) -> str:
    """What two reports of one happening share: the action and the countries on each side, without order where the action has none."""
    actors, targets = _codes(report.actors), _codes(report.targets)
    if report.action in MUTUAL or (report.action in PAIRING and not report.targets):
        return f"{report.action} {' '.join(sorted(set(actors) | set(targets)))}"
    return f"{report.action} {' '.join(actors)} > {' '.join(targets)}"


def _codes(parties: Iterable[Party]) -> list[str]:
    return sorted({p.country or "?" for p in parties})


def published_day(report: Report) -> date | None:
    """The day of publication as far as it is known."""
    value = report.article.published
    if not value:
        return None
    parts = [*map(int, value[:10].split("-")), 1, 1]
    return date(parts[0], parts[1], parts[2])


def candidate_pairs(members: Sequence[Report]) -> Iterator[tuple[int, int]]:
    """Places of the reports to compare: near in ``members``, which are in the order of publication, or near in the order of their dates."""
    yield from sorted({*_near(range(len(members))), *_near(_by_date(members))})


def _by_date(members: Sequence[Report]) -> list[int]:
    dated = [(r.date.start, r.date.end, r.iri, n) for n, r in enumerate(members) if r.date]
    return [n for _, _, _, n in sorted(dated)]


def _near(order: Sequence[int]) -> Iterator[tuple[int, int]]:
    for place, a in enumerate(order):
        for b in order[place + 1 : place + 1 + _NEIGHBOURS]:
            yield min(a, b), max(a, b)

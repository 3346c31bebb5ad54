"""Reports in, the pairs worth comparing out: their number grows with the number of reports, not with its square."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from kg.merge.observe import PAIRING
from kg.model import Party, Report

_NEIGHBOURS = 100  # in order of publication, and of the date: more reports than that of one happening are linked through each other
_BESIDES = 30  # the same, of reports without a target among those with one


def family_key(report: Report) -> str:
    """What two reports of one happening share at least: the action, and the actors' countries; both sides' where they may change places."""
    return block_key(report) if report.action in PAIRING else f"{report.action} {' '.join(sorted(_codes(report.actors)))} >"


def block_key(report: Report) -> str:
    """What they share where both name their parties: the action and the countries on each side.

    Without order where the parties may stand on one side as well: 中方与菲方商定 and 菲方答应中方 may be one agreement.
    """
    actors, targets = _codes(report.actors), _codes(report.targets)
    if report.action in PAIRING:
        return f"{report.action} {' '.join(sorted(actors | targets))}"
    # 加拿大暂停了加拿大和香港的引渡条约: whoever acts is no target beside others
    return f"{family_key(report)} {' '.join(sorted(targets - actors or targets))}".rstrip()


def _codes(parties: Iterable[Party]) -> set[str]:
    return {p.country or "?" for p in parties}


def is_open(report: Report) -> bool:
    """Whether it may speak of what others tell with a target: 暂停引渡条约."""
    return report.action not in PAIRING and not report.targets


def candidate_pairs(members: Sequence[Report]) -> Iterator[tuple[int, int]]:
    """Places in ``members``, a family in the order of publication, of the reports to compare.

    Those are near in that order or in the order of their dates, and of one block, or one of them is open.
    """
    blocks: dict[str, list[int]] = defaultdict(list)
    for n, report in enumerate(members):
        blocks[block_key(report)].append(n)
    pairs = {pair for block in blocks.values() for order in _orders(members, block) for pair in _near(order, _NEIGHBOURS)}
    if len(blocks) > 1 and any(map(is_open, members)):
        for order in _orders(members, range(len(members))):
            pairs.update((a, b) for a, b in _near(order, _BESIDES) if is_open(members[a]) != is_open(members[b]))
    yield from sorted(pairs)


def _orders(members: Sequence[Report], places: Sequence[int]) -> Iterator[Sequence[int]]:
    yield places
    dated = [(date.start, date.end, members[n].iri, n) for n in places if (date := members[n].date)]
    yield [n for _, _, _, n in sorted(dated)]


def _near(order: Sequence[int], most: int) -> Iterator[tuple[int, int]]:
    for place, a in enumerate(order):
        for b in order[place + 1 : place + 1 + most]:
            yield min(a, b), max(a, b)

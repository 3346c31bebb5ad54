"""Reports in, the pairs worth comparing out: their number grows with the number of reports, not with its square.

What decides that is kept of each report as it is filed (``Filed``), so that a store of many thousands need not be read again for one more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.merge.derive import report_order
from kg.merge.observe import PAIRING
from kg.model import Party, Report

_NEIGHBOURS = 100  # in order of publication, and of the date: more reports than that of one happening are linked through each other
_BESIDES = 30  # the same, of reports without a target among those with one


@dataclass(frozen=True, slots=True)
class Filed:
    """A report as far as it decides which others it is compared with."""

    iri: str
    article: str
    published: str
    family: str
    block: str
    open: bool
    date: tuple[str, str] | None  # first and last day


@dataclass(frozen=True, slots=True)
class Order:
    """Reports in a row, by their IRIs: those at most ``reach`` places apart are compared, or only open ones with others of these."""

    iris: tuple[str, ...]
    reach: int
    open_with_others: bool


def file_report(report: Report) -> Filed:
    """What is kept of a report."""
    days = (report.date.start.isoformat(), report.date.end.isoformat()) if report.date else None
    published, _ = report_order(report)
    return Filed(report.iri, report.article.iri, published, family_key(report), block_key(report), is_open(report), days)


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


def orders_of(family: Iterable[Filed]) -> dict[tuple[str, str], Order]:
    """The rows in which the reports of a family stand, each by its block ("" for the whole family) and what it is sorted by."""
    members = sorted(family, key=lambda f: (f.published, f.iri))
    blocks: dict[str, list[Filed]] = defaultdict(list)
    for filed in members:
        blocks[filed.block].append(filed)
    rows: dict[tuple[str, str], Order] = {}
    for block, own in blocks.items():
        rows.update(_rows(block, own, _NEIGHBOURS, open_with_others=False))
    if len(blocks) > 1 and any(filed.open for filed in members):
        rows.update(_rows("", members, _BESIDES, open_with_others=True))
    return rows


def _rows(block: str, own: Sequence[Filed], reach: int, *, open_with_others: bool) -> Iterator[tuple[tuple[str, str], Order]]:
    yield (block, "published"), Order(tuple(f.iri for f in own), reach, open_with_others)
    dated = sorted((f.date, f.iri) for f in own if f.date)
    yield (block, "date"), Order(tuple(iri for _, iri in dated), reach, open_with_others)


def candidate_pairs(family: Iterable[Filed], among: set[str] | None = None) -> set[tuple[str, str]]:
    """The reports of a family to compare, as pairs of IRIs in order; ``among``: only pairs of these, as the whole family stands.

    Those are near in the order of publication or of their dates, and of one block, or one of them is open.
    """
    members = tuple(family)
    unfinished = {filed.iri: filed.open for filed in members}
    found: set[tuple[str, str]] = set()
    for order in orders_of(members).values():
        found.update(near_pairs(order, unfinished, among))
    return found


def near_pairs(order: Order, unfinished: Mapping[str, bool], among: set[str] | None) -> Iterator[tuple[str, str]]:
    """The pairs of one row, as far as both are ``among``; ``unfinished`` tells which are open."""
    row = [(n, iri) for n, iri in enumerate(order.iris) if among is None or iri in among]
    for at, (place, a) in enumerate(row):
        for other, b in row[at + 1 : at + 1 + order.reach]:
            if other - place > order.reach:
                break
            if not order.open_with_others or unfinished[a] != unfinished[b]:
                yield (a, b) if a < b else (b, a)

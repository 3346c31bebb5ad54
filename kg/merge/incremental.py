"""What merging found before and some reports more or fewer in, the events that change out: the same as merging all of them anew.

Groups of reports never reach beyond those that compare well with one another, directly or through others (``component``). What a new
report changes is therefore: the pairs that it makes, the pairs that it moves out of each other's reach, and the components of both. Only
the articles of these are read again; of all others it is enough to know where they are filed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.merge.block import Filed, Order, candidate_pairs, file_report, near_pairs, orders_of
from kg.merge.cluster import cluster
from kg.merge.compare import Link, compare, told_apart, told_the_same
from kg.merge.derive import derive_event, report_order
from kg.merge.judged import Judged, joined, judged
from kg.merge.observe import Observed, Stories, find_speakers, observe
from kg.model import Event, Judgement, Report

Pair = tuple[str, str]
Load = Callable[[set[str]], Iterable[Report]]  # the reports of the articles with these IRIs, all of them


@dataclass(frozen=True, slots=True)
class Standing:
    """Where merging has put a report."""

    filed: Filed
    component: str  # IRI of the component's first report
    event: str


Index = Mapping[str, Standing]  # by report


@dataclass(frozen=True)
class Merged:
    """The events that are new or other than before, the IRIs of those that are no more, and where every report stands now."""

    events: tuple[Event, ...]
    gone: frozenset[str]
    index: Index


def merge_anew(reports: Iterable[Report], judgements: Iterable[Judgement] = ()) -> Merged:
    """All events of all reports. Of reports with one IRI the first counts."""
    distinct: dict[str, Report] = {}
    for report in reports:
        distinct.setdefault(report.iri, report)
    settled = judged(judgements, distinct.keys())
    filed = {iri: file_report(report) for iri, report in distinct.items()}
    return _merged(distinct, filed, set(distinct), settled, _keys(filed, settled), {}, frozenset())


def link_anew(reports: Iterable[Report], judgements: Iterable[Judgement] = (), of: str | None = None) -> Iterator[Link]:
    """Every pair that is compared, as a person has judged it or with its score; ``of``: only those of the family of this report."""
    distinct = {report.iri: report for report in reports}
    settled = judged(judgements, distinct.keys())
    filed = {iri: file_report(report) for iri, report in distinct.items()}
    keys = _keys(filed, settled)
    reading = _Reading(lambda _: distinct.values(), settled)
    reading.read({report.article.iri for report in distinct.values()})
    families: dict[str, list[Filed]] = defaultdict(list)
    for one in filed.values():
        families[keys.get(one.family, one.family)].append(one)
    wanted = set(settled.together)
    for _, members in sorted(families.items()):
        here = {one.iri for one in members}
        if of is None or of in here:
            yield from (told_the_same(a, b) for a, b in sorted(wanted) if a in here)
            yield from (link for link in _links(members, here, settled, reading) if (link.a, link.b) not in wanted)


def merge_more(
    index: Index, gone: Iterable[str], added: Sequence[Report], load: Load, judgements: Iterable[Judgement] = ()
) -> Merged | None:
    """What becomes of the events when the reports ``gone`` are no more and ``added`` are there; ``judgements`` as they were before.

    ``load`` is asked for articles as they are now. None where a judged pair changes, and all has to be merged anew.
    """
    lost = frozenset(gone) & index.keys()
    more = {report.iri: report for report in added}
    before = {iri: standing.filed for iri, standing in index.items()}
    now = {iri: filed for iri, filed in before.items() if iri not in lost} | {iri: file_report(r) for iri, r in more.items()}
    judgements = tuple(judgements)
    settled = judged(judgements, now.keys())
    moved = {*lost, *more}
    if any(j.a in moved or j.b in moved for j in judgements):
        return None
    keys = _keys(now, settled)
    reading = _Reading(load, settled)
    touched = _touched(index, before, now, moved, keys, reading)
    again = {iri for iri in now if iri in more or index[iri].component in touched}
    reading.read({now[iri].article for iri in again})
    vanished = frozenset(index[iri].event for iri in index if iri in lost or index[iri].component in touched)
    own = {iri: reading.reports[iri] for iri in again}
    return _merged(own, now, again, settled, keys, index, vanished, reading)


def _keys(filed: Mapping[str, Filed], settled: Judged) -> dict[str, str]:
    """The family that each family belongs to: judgements join some."""
    wanted = [(filed[a].family, filed[b].family) for a, b in settled.together]
    return {family: group[0] for group in joined(wanted, lambda *_: False) for family in group}


class _Reading:
    """Reports of whole articles, read when they are wanted, with what is compared of them."""

    def __init__(self, load: Load, settled: Judged) -> None:
        self._load, self._settled = load, settled
        self._articles: set[str] = set()
        self.reports: dict[str, Report] = {}
        self._seen: dict[str, Observed] = {}
        self._stories = Stories(())

    def read(self, articles: set[str]) -> None:
        fresh = articles - self._articles
        if not fresh:
            return
        self._articles |= fresh
        self.reports |= {report.iri: report for report in self._load(fresh)}
        known = sorted(map(self._settled.known_as, self.reports.values()), key=report_order)
        speakers = find_speakers(known)
        self._stories = Stories(known)
        self._seen = {o.report.iri: o for o in observe(known, speakers)}

    def compare(self, pair: Pair) -> Link:
        if pair in self._settled.apart:
            return told_apart(*pair)
        return compare(self._seen[pair[0]], self._seen[pair[1]], self._stories)


def _touched(
    index: Index, before: Mapping[str, Filed], now: Mapping[str, Filed], moved: set[str], keys: Mapping[str, str], reading: _Reading
) -> set[str]:
    """The components that a change reaches."""
    families: dict[str, tuple[list[Filed], list[Filed]]] = defaultdict(lambda: ([], []))
    reached = {keys.get(f.family, f.family) for iri in moved for f in (before.get(iri), now.get(iri)) if f}
    for state, place in ((before, 0), (now, 1)):
        for filed in state.values():
            family = keys.get(filed.family, filed.family)
            if family in reached:
                families[family][place].append(filed)
    touched = {index[iri].component for iri in moved if iri in index}
    gained: set[Pair] = set()
    for _, (old, new) in sorted(families.items()):
        parted, met = _changed_pairs(old, new, moved)
        pairs = {pair for pair in parted | met if all(iri in index for iri in pair)}
        touched |= {index[a].component for a, b in pairs if index[a].component == index[b].component}
        gained |= {pair for pair in met if not (pair in pairs and index[pair[0]].component == index[pair[1]].component)}
    reading.read({now[iri].article for pair in gained for iri in pair})
    for pair in gained:
        if reading.compare(pair).score > 0:
            touched |= {index[iri].component for iri in pair if iri in index}
    return touched


def _changed_pairs(old: Sequence[Filed], new: Sequence[Filed], moved: set[str]) -> tuple[set[Pair], set[Pair]]:
    """The pairs of a family that are compared no more, and those that are compared now and were not, or were with other reports."""
    rows, rows_now = orders_of(old), orders_of(new)
    unfinished = {filed.iri: filed.open for filed in (*old, *new)}
    doubtful: set[Pair] = set()
    for name in rows.keys() | rows_now.keys():
        was, is_ = rows.get(name), rows_now.get(name)
        zone = _zone(was, is_, moved)
        near = [set(near_pairs(order, unfinished, zone)) if order and zone else set() for order in (was, is_)]
        doubtful |= (near[0] ^ near[1]) | {pair for pair in near[1] if not moved.isdisjoint(pair)}
    then, now = ([_places(order) for order in state.values()] for state in (rows, rows_now))
    parted, met = set(), set()
    for pair in doubtful:
        was_near, is_near = (any(_within(places, order, pair, unfinished) for places, order in state) for state in (then, now))
        if was_near and not is_near:
            parted.add(pair)
        elif is_near and (not was_near or not moved.isdisjoint(pair)):
            met.add(pair)
    return parted, met


def _zone(was: Order | None, is_: Order | None, moved: set[str]) -> set[str]:
    """The reports in reach of those that have moved in or out of a row, or within it."""
    rows = [order.iris if order else () for order in (was, is_)]
    reach = max(order.reach for order in (was, is_) if order)
    return {iri for row in rows for n, own in enumerate(row) if own in moved for iri in row[max(0, n - reach) : n + reach + 1]}


def _places(order: Order) -> tuple[dict[str, int], Order]:
    return {iri: n for n, iri in enumerate(order.iris)}, order


def _within(places: Mapping[str, int], order: Order, pair: Pair, unfinished: Mapping[str, bool]) -> bool:
    a, b = (places.get(iri) for iri in pair)
    if a is None or b is None or abs(a - b) > order.reach:
        return False
    return not order.open_with_others or unfinished[pair[0]] != unfinished[pair[1]]


def _merged(
    own: Mapping[str, Report],
    filed: Mapping[str, Filed],
    again: set[str],
    settled: Judged,
    keys: Mapping[str, str],
    index: Index,
    vanished: frozenset[str],
    reading: _Reading | None = None,
) -> Merged:
    """The events of the reports ``again``, whose components hold no others."""
    if reading is None:
        reading = _Reading(lambda _: own.values(), settled)
        reading.read({report.article.iri for report in own.values()})
    families: dict[str, list[Filed]] = defaultdict(list)
    reached = {keys.get(filed[iri].family, filed[iri].family) for iri in again}
    for one in filed.values():
        if (family := keys.get(one.family, one.family)) in reached:
            families[family].append(one)
    events: list[Event] = []
    standing = {iri: index[iri] for iri in filed if iri not in again}
    for _, members in sorted(families.items()):
        here = {one.iri for one in members} & again
        ordered = sorted(here, key=lambda iri: (filed[iri].published, iri))
        blocks = {iri: None if filed[iri].open else filed[iri].block for iri in ordered}
        links = [*_links(members, here, settled, reading)]
        component = _components(ordered, links, settled)
        for group in settled.whole(cluster(blocks, links)):
            event = derive_event(settled.known_as(own[iri]) for iri in group)
            events.append(replace(event, reports=tuple(own[report.iri] for report in event.reports)))  # as they were written
            standing.update({iri: Standing(filed[iri], component[iri], event.iri) for iri in group})
    made = {event.iri for event in events}
    return Merged(tuple(sorted(events, key=lambda event: event.iri)), vanished - made, standing)


def _links(members: Iterable[Filed], here: set[str], settled: Judged, reading: _Reading) -> Iterator[Link]:
    apart = {pair for pair in settled.apart if pair[0] in here and pair[1] in here}
    for pair in sorted(candidate_pairs(members, here) | apart):
        yield reading.compare(pair)


def _components(ordered: Iterable[str], links: Iterable[Link], settled: Judged) -> dict[str, str]:
    """Of each report the first one of those that it compares well with, through others too, or that a person joined it with."""
    leads = {iri: iri for iri in ordered}

    def first(iri: str) -> str:
        while leads[iri] != iri:
            leads[iri] = iri = leads[leads[iri]]
        return iri

    wanted = [(link.a, link.b) for link in links if link.score > 0]
    for a, b in [*wanted, *(pair for pair in settled.together if pair[0] in leads and pair[1] in leads)]:
        one, other = sorted((first(a), first(b)))
        leads[other] = one
    return {iri: first(iri) for iri in ordered}

"""Reports in, events out: what several reports say of one happening becomes one event.

Pure: the same reports give the same events, in whatever order they come. Each step can be asked why: ``candidate_pairs`` (which reports
are compared at all), ``compare`` (how much two of them speak of one happening, and for which reasons), ``cluster`` (which stay together),
``derive_event`` (what their event is). What a person has judged overrides what the comparison says.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from kg.merge.block import block_key, candidate_pairs, family_key, is_open
from kg.merge.cluster import cluster
from kg.merge.compare import Link, compare, told_apart, told_the_same
from kg.merge.derive import derive_event, report_order
from kg.merge.given import read_reports_file, write_events_file
from kg.merge.judged import Judged, joined, judged
from kg.merge.observe import Observed, Stories, find_speakers, observe
from kg.model import Event, Judgement, Report

__all__ = ["Link", "link_reports", "merge_claims", "read_reports_file", "write_events_file"]


def merge_claims(reports: Iterable[Report], judgements: Iterable[Judgement] = ()) -> Iterator[Event]:
    """The events that ``reports`` speak of, sorted by IRI; each report stands in exactly one. Of reports with one IRI the first counts.

    ``judgements`` join and part reports, whatever their texts say, and tell which actors are one: events name these by one IRI.
    """
    distinct = _distinct(reports)
    settled = judged(judgements, distinct.keys())
    events: list[Event] = []
    for members, links in _linked_families(distinct, settled):
        by_iri = {report.iri: report for report in members}
        blocks = {report.iri: None if is_open(report) else block_key(report) for report in members}
        events.extend(derive_event(by_iri[iri] for iri in group) for group in settled.whole(cluster(blocks, links)))
    for event in sorted(events, key=lambda event: event.iri):
        yield replace(event, reports=tuple(distinct[report.iri] for report in event.reports))  # as they were written


def link_reports(reports: Iterable[Report], judgements: Iterable[Judgement] = (), of: str | None = None) -> Iterator[Link]:
    """Every pair that was compared, with its score and the reasons: what joined reports, and what nearly did.

    ``of``: only the pairs among which the report with this IRI was looked for a place.
    """
    distinct = _distinct(reports)
    settled = judged(judgements, distinct.keys())
    wanted = set(settled.together)
    for members, links in _linked_families(distinct, settled, of):
        there = {report.iri for report in members}
        yield from (told_the_same(a, b) for a, b in sorted(wanted) if a in there)
        yield from (link for link in links if (link.a, link.b) not in wanted)


def _distinct(reports: Iterable[Report]) -> dict[str, Report]:
    found: dict[str, Report] = {}
    for report in reports:
        found.setdefault(report.iri, report)
    return found


def _linked_families(distinct: dict[str, Report], settled: Judged, of: str | None = None) -> Iterator[tuple[list[Report], list[Link]]]:
    """Reports that may speak of one happening, each family in the order of publication, with what comparing them gave."""
    ordered = sorted(map(settled.known_as, distinct.values()), key=report_order)
    speakers, stories = find_speakers(ordered), Stories(ordered)
    for members in _families(ordered, settled):
        if of is not None and not any(report.iri == of for report in members):
            continue
        seen = observe(members, speakers) if len(members) > 1 else []
        yield members, [*_links(members, seen, stories, settled)]


def _families(ordered: list[Report], settled: Judged) -> Iterator[list[Report]]:
    """The reports by family; families are one where a judgement joins reports of both."""
    keys = {report.iri: family_key(report) for report in ordered}
    wanted = [(keys[a], keys[b]) for a, b in settled.together]
    whole = {key: group[0] for group in joined(wanted, lambda *_: False) for key in group}
    families: dict[str, list[Report]] = defaultdict(list)
    for report in ordered:
        key = keys[report.iri]
        families[whole.get(key, key)].append(report)
    for _, members in sorted(families.items()):
        yield members


def _links(members: list[Report], seen: list[Observed], stories: Stories, settled: Judged) -> Iterator[Link]:
    place = {report.iri: n for n, report in enumerate(members)}
    told = {tuple(sorted((place[a], place[b]))): told_apart(a, b) for a, b in settled.apart if a in place and b in place}
    for a, b in sorted({*candidate_pairs(members), *told}):
        yield told.get((a, b)) or compare(seen[a], seen[b], stories)

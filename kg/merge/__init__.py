"""Reports in, events out: what several reports say of one happening becomes one event.

Pure: the same reports give the same events, in whatever order they come. Each step can be asked why: ``candidate_pairs`` (which reports
are compared at all), ``compare`` (how much two of them speak of one happening, and for which reasons), ``cluster`` (which stay together),
``derive_event`` (what their event is).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from kg.merge.block import block_key, candidate_pairs, family_key, is_open
from kg.merge.cluster import cluster
from kg.merge.compare import Link, compare
from kg.merge.derive import derive_event, report_order
from kg.merge.given import read_reports_file, write_events_file
from kg.merge.observe import Stories, find_speakers, observe
from kg.model import Event, Report

__all__ = ["Link", "link_reports", "merge_claims", "read_reports_file", "write_events_file"]


def merge_claims(reports: Iterable[Report]) -> Iterator[Event]:
    """The events that ``reports`` speak of, sorted by IRI; each report stands in exactly one. Of reports with one IRI the first counts."""
    events: list[Event] = []
    for members, links in _linked_families(reports):
        by_iri = {report.iri: report for report in members}
        blocks = {report.iri: None if is_open(report) else block_key(report) for report in members}
        events.extend(derive_event(by_iri[iri] for iri in group) for group in cluster(blocks, links))
    yield from sorted(events, key=lambda event: event.iri)


def link_reports(reports: Iterable[Report]) -> Iterator[Link]:
    """Every pair that was compared, with its score and the reasons: what joined reports, and what nearly did."""
    for _, links in _linked_families(reports):
        yield from links


def _linked_families(reports: Iterable[Report]) -> Iterator[tuple[list[Report], list[Link]]]:
    """Reports that may speak of one happening, each family in the order of publication, with what comparing them gave."""
    distinct: dict[str, Report] = {}
    for report in reports:
        distinct.setdefault(report.iri, report)
    ordered = sorted(distinct.values(), key=report_order)
    speakers, stories = find_speakers(ordered), Stories(ordered)
    families: dict[str, list[Report]] = defaultdict(list)
    for report in ordered:
        families[family_key(report)].append(report)
    for _, members in sorted(families.items()):
        seen = observe(members, speakers) if len(members) > 1 else []
        yield members, [compare(seen[a], seen[b], stories) for a, b in candidate_pairs(members)]

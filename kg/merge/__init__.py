"""Reports in, events out: what several reports say of one happening becomes one event.

Pure: the same reports give the same events, in whatever order they come. Each step is a function of its own that can be asked why:
``block`` (which reports are compared at all), ``compare`` (how much two of them speak of one happening, and why), ``cluster`` (which stay
together), ``derive_event`` (what their event is).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from kg.merge.block import block_key, candidate_pairs
from kg.merge.cluster import cluster
from kg.merge.compare import Link, compare, observe
from kg.merge.derive import derive_event, report_order
from kg.merge.given import read_reports_file, write_events_file
from kg.model import Event, Report

__all__ = ["Link", "link_reports", "merge_claims", "read_reports_file", "write_events_file"]


def merge_claims(reports: Iterable[Report]) -> Iterator[Event]:
    """The events that ``reports`` speak of, sorted by IRI; each report stands in exactly one. Of reports with one IRI the first counts."""
    yield from sorted((derive_event(group) for b in _blocks(reports) for group in _groups(b)), key=lambda event: event.iri)


def link_reports(reports: Iterable[Report]) -> Iterator[Link]:
    """Every pair that was compared, with its score and the reasons: what joined reports, and what nearly did."""
    for members in _blocks(reports):
        yield from _links(members)


def _blocks(reports: Iterable[Report]) -> Iterator[list[Report]]:
    """Reports that may speak of one happening, each block in the order of publication."""
    distinct: dict[str, Report] = {}
    for report in reports:
        distinct.setdefault(report.iri, report)
    blocks: dict[str, list[Report]] = defaultdict(list)
    for report in sorted(distinct.values(), key=report_order):
        blocks[block_key(report)].append(report)
    yield from (blocks[key] for key in sorted(blocks))


def _links(members: list[Report]) -> list[Link]:
    seen = observe(members)
    return [compare(seen[a], seen[b]) for a, b in candidate_pairs(members)]


def _groups(members: list[Report]) -> Iterator[list[Report]]:
    if len(members) == 1:
        yield members
        return
    by_iri = {report.iri: report for report in members}
    for iris in cluster(tuple(by_iri), _links(members)):
        yield [by_iri[iri] for iri in iris]

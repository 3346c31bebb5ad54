"""Reports in, events out: what several reports say of one happening becomes one event.

Pure: the same reports give the same events, in whatever order they come. Each step can be asked why: ``candidate_pairs`` (which reports
are compared at all), ``compare`` (how much two of them speak of one happening, and for which reasons), ``cluster`` (which stay together),
``derive_event`` (what their event is). What a person has judged overrides what the comparison says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.merge.compare import Link
from kg.merge.given import event_line, read_reports_file
from kg.merge.incremental import Index, Merged, Standing, link_anew, merge_anew, merge_more
from kg.model import Event, Judgement, Report

__all__ = [
    "Index",
    "Link",
    "Merged",
    "Standing",
    "event_line",
    "link_reports",
    "merge_anew",
    "merge_claims",
    "merge_more",
    "read_reports_file",
]


def merge_claims(reports: Iterable[Report], judgements: Iterable[Judgement] = ()) -> Iterator[Event]:
    """The events that ``reports`` speak of, sorted by IRI; each report stands in exactly one. Of reports with one IRI the first counts.

    ``judgements`` join and part reports, whatever their texts say, and tell which actors are one: events name these by one IRI.
    """
    yield from merge_anew(reports, judgements).events


def link_reports(reports: Iterable[Report], judgements: Iterable[Judgement] = (), of: str | None = None) -> Iterator[Link]:
    """Every pair that was compared, with its score and the reasons: what joined reports, and what nearly did.

    ``of``: only the pairs among which the report with this IRI was looked for a place.
    """
    yield from link_anew(reports, judgements, of)

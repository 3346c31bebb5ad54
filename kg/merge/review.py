"""Events, what was compared and what is judged already in; the pairs that a person had best look at out, the most doubtful first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kg.merge.compare import Link
from kg.model import Event, Judgement, Party, Report
from kg.vocabulary import ACTOR, fold

_DOUBTFUL = 0.6  # log-odds: what is nearer to nought could be either
_UNVERIFIED = ACTOR + "unverified-"
_SHORTEST = 2  # characters of a name that another one may hold


@dataclass(frozen=True, slots=True)
class DoubtfulReports:
    """Two reports that may speak of one happening, and whether they do as it stands."""

    a: Report
    b: Report
    link: Link
    together: bool


@dataclass(frozen=True, slots=True)
class DoubtfulActors:
    """Two names that may be one person's or body's, each with how many reports have it."""

    a: Party
    b: Party
    reports: tuple[int, int]


def doubtful_reports(events: Iterable[Event], links: Iterable[Link], judgements: Iterable[Judgement]) -> Iterator[DoubtfulReports]:
    """The pairs of which merging is least sure; of two events only the likeliest pair, and none that is judged."""
    done = {(j.a, j.b) for j in judgements}
    where = {report.iri: (event.iri, report) for event in events for report in event.reports}
    near = sorted((link for link in links if abs(link.score) < _DOUBTFUL), key=lambda link: (abs(link.score), link.a, link.b))
    seen: set[tuple[str, str]] = set()
    for link in near:
        (one, a), (other, b) = where[link.a], where[link.b]
        events_of = (min(one, other), max(one, other))
        if (link.a, link.b) not in done and events_of not in seen:
            seen.add(events_of)
            yield DoubtfulReports(a, b, link, one == other)


def doubtful_actors(events: Iterable[Event], judgements: Iterable[Judgement]) -> Iterator[DoubtfulActors]:
    """Unknown names of one country of which one holds the other (雷 apart: a single character tells nothing), most frequent first."""
    done = {(j.a, j.b) for j in judgements}
    parties: dict[str, Party] = {}
    counts: dict[str, int] = defaultdict(int)
    for report in (report for event in events for report in event.reports):
        for iri, party in {p.iri: p for p in (*report.actors, *report.targets) if p.iri}.items():
            parties.setdefault(iri, party)
            counts[iri] += 1
    of_country: dict[str | None, list[str]] = defaultdict(list)
    for iri, party in sorted(parties.items()):
        of_country[party.country].append(iri)
    found = []
    for iris in of_country.values():
        names = {iri: fold(parties[iri].label) for iri in iris}
        for a in iris:
            found += [tuple(sorted((a, b))) for b in iris if a.startswith(_UNVERIFIED) and a != b and _may_be_one(a, b, names)]
    for a, b in sorted(set(found), key=lambda pair: (-min(counts[pair[0]], counts[pair[1]]), -counts[pair[0]] - counts[pair[1]], pair)):
        if (a, b) not in done:
            yield DoubtfulActors(parties[a], parties[b], (counts[a], counts[b]))


def _may_be_one(a: str, b: str, names: Mapping[str, str]) -> bool:
    """卡内尔 and 迪亚斯-卡内尔, 吳釗燮 and 外長吳釗燮; what the ontology calls a state or body is no such name."""
    short, long = sorted((names[a], names[b]), key=len)
    persons = b.startswith((_UNVERIFIED, ACTOR + "person-"))
    return persons and len(short) >= _SHORTEST and short in long and short != ""

"""A person's judgements in; which reports and which actors are one, and which are not, out.

Where judgements contradict one another (A is B, B is C, A is not C) the difference holds: what was joined wrongly is harder to see than
what was left apart.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.model import Judgement, Party, Report
from kg.vocabulary import ACTOR

_UNVERIFIED = ACTOR + "unverified-"
Pair = tuple[str, str]


@dataclass(frozen=True)
class Judged:
    """What merging has to keep to: IRIs of reports in pairs, and for each actor that is another one by a judgement that one's IRI."""

    together: tuple[Pair, ...] = ()
    apart: frozenset[Pair] = frozenset()
    actors: Mapping[str, str] | None = None

    def whole(self, groups: Iterable[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
        """The groups with those in one that a person wants so, whatever kept them apart but a person's word."""
        of = {iri: group for group in groups for iri in group}

        def parted(one: str, other: str) -> bool:
            return any((min(a, b), max(a, b)) in self.apart for a in of[one] for b in of[other])

        wanted = [(of[a][0], of[b][0]) for a, b in self.together if a in of and b in of and of[a] is not of[b]]
        united = joined(wanted, parted)
        firsts = {first for group in united for first in group}
        for first in united:
            yield tuple(iri for one in first for iri in of[one])
        yield from (group for group in dict.fromkeys(of.values()) if group[0] not in firsts)

    def known_as(self, report: Report) -> Report:
        """The report with its parties under the IRIs that judgements give them."""
        actors = self.actors
        if not actors or not any(p.iri in actors for p in (*report.actors, *report.targets)):
            return report

        def known(parties: Sequence[Party]) -> tuple[Party, ...]:
            return tuple(replace(p, iri=actors.get(p.iri, p.iri)) for p in parties)

        return replace(report, actors=known(report.actors), targets=known(report.targets))


def judged(judgements: Iterable[Judgement], reports: Collection[str]) -> Judged:
    """What the judgements come to; ``reports`` are the IRIs of all reports, the rest are actors'. Those of reports that are gone wait."""
    ordered = sorted(judgements, key=lambda j: (j.day, j.a, j.b))
    of_reports = [j for j in ordered if j.a in reports and j.b in reports]
    apart = frozenset((j.a, j.b) for j in of_reports if j.verdict == "different")
    together = tuple((j.a, j.b) for j in of_reports if j.verdict == "same")
    return Judged(together, apart, _one_actor([j for j in ordered if j.a.startswith(ACTOR) and j.b.startswith(ACTOR)]))


def _one_actor(judgements: Sequence[Judgement]) -> dict[str, str]:
    apart = {(j.a, j.b) for j in judgements if j.verdict == "different"}
    groups = joined([(j.a, j.b) for j in judgements if j.verdict == "same"], lambda a, b: (min(a, b), max(a, b)) in apart)
    found = {}
    for group in groups:
        # who the ontology knows, else the name that sorts first
        chosen = min(group, key=lambda iri: (iri.startswith(_UNVERIFIED), iri))
        found.update({iri: chosen for iri in group if iri != chosen})
    return found


def joined(pairs: Iterable[Pair], excluded: Callable[[str, str], bool]) -> list[tuple[str, ...]]:
    """The groups that ``pairs`` make, pair by pair; a pair that would bring two excluded ones together is left out."""
    groups: dict[str, list[str]] = {}
    for a, b in pairs:
        one, other = groups.setdefault(a, [a]), groups.setdefault(b, [b])
        if one is not other and not any(excluded(x, y) for x in one for y in other):
            one += other
            groups.update(dict.fromkeys(other, one))
    return sorted({tuple(sorted(group)) for group in groups.values() if len(group) > 1})

"""Subjects in, what is wrong with the offices that people held out: days, holders, sources."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from kg.errors import OntologyError
from kg.vocabulary.building import day_of
from kg.vocabulary.reading import Properties, Subjects
from kg.vocabulary.strictness import Problem
from kg.vocabulary.terms import MEMBERSHIP, short_iri


@dataclass(frozen=True, slots=True)
class _Held:
    """A tenure or membership with its days, each as early and as late as it can have been: of 2020-05 the 1st and the 31st."""

    iri: str
    post: str
    start: tuple[date, date]
    end: tuple[date, date]

    def overlaps(self, later: _Held) -> bool:
        """Whether both must have held at once; ``later`` did not start before this one."""
        return self.end[0] >= later.start[1]


def tenure_problems(subjects: Subjects, known: Subjects) -> Iterator[Problem]:
    """What is wrong with the tenures among ``subjects``; ``known`` is the whole table, whose other tenures they may overlap."""
    held: list[_Held] = []
    for iri, properties in sorted(known.items()):
        if MEMBERSHIP in properties.get("rdf:type", ()):
            told = list(_days(iri, properties, held))
            if iri in subjects:
                yield from told
                yield from _told_badly(iri, properties, known)
    yield from _overlaps(held, subjects, known)


def _days(iri: str, properties: Properties, held: list[_Held]) -> Iterator[Problem]:
    """What is wrong with its days; where nothing is, it is added to ``held``."""
    ranges = {}
    for name in ("gk:from", "gk:until"):
        for value in properties.get(name, ())[:1]:
            try:
                ranges[name] = day_of(value, iri), day_of(value, iri, last=True)
            except OntologyError as error:
                yield Problem("no day", iri, f"{name} {error.problem}", error.remedy, name, value)
                return
    if "gk:from" not in ranges:
        return  # the shapes tell it
    start, end = ranges["gk:from"], ranges.get("gk:until", (date.max, date.max))
    if end[1] < start[0]:
        problem = f"ends before it starts: {properties['gk:from'][0]} to {properties['gk:until'][0]}"
        yield Problem("ends before it starts", iri, problem, "mend gk:from or gk:until", "gk:until")
        return
    if not {"gk:acting", "gk:shared"} & {name for name, values in properties.items() if "true" in values}:
        held += [_Held(iri, post, start, end) for post in properties.get("gk:post", ())[:1]]


def _told_badly(iri: str, properties: Properties, known: Subjects) -> Iterator[Problem]:
    if not properties.get("dcterms:source"):
        yield Problem("no source", iri, "names no source", "add dcterms:source, where the holder and the days can be checked")
    for post in properties.get("gk:post", ()):
        place, organization = known.get(post, {}).get("org:postIn", []), properties.get("org:organization", [])
        if place and organization and place != organization:
            problem = f"is of {short_iri(organization[0])}, and its post {short_iri(post)} is in {short_iri(place[0])}"
            yield Problem("post elsewhere", iri, problem, "mend org:organization or gk:post", "org:organization")


def _overlaps(held: list[_Held], subjects: Subjects, known: Subjects) -> Iterator[Problem]:
    by_post: dict[str, list[_Held]] = defaultdict(list)
    for tenure in held:
        if "true" not in known.get(tenure.post, {}).get("gk:shared", ()):
            by_post[tenure.post].append(tenure)
    for post, tenures in sorted(by_post.items()):
        for earlier, later in combinations(sorted(tenures, key=lambda t: (t.start, t.end, t.iri)), 2):
            if earlier.overlaps(later) and (earlier.iri in subjects or later.iri in subjects):
                iri, other = (later.iri, earlier.iri) if later.iri in subjects else (earlier.iri, later.iri)
                problem = f"holds {short_iri(post)} at the same time as {short_iri(other)}"
                remedy = (
                    "end the earlier one the day before the later one starts; "
                    "say gk:acting true of a stand-in, or gk:shared true of an office of several"
                )
                yield Problem("overlapping holders", iri, problem, remedy, "gk:from")

"""Subjects in, what is written in them that nobody would read out: a misspelt property, a class that is not there, two values for one.

Cheap, so that a user's own files are held to it whenever they are loaded; ``kg check`` holds the shipped ones to it too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from kg.vocabulary.reading import GK, Properties, Subjects
from kg.vocabulary.terms import NUMBERS, REFERENCES, SEVERAL_ALL_THE_SAME, SINGLE, TRUTHS, known_terms, short_iri


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a subject; ``name`` and ``value`` say where in it, as far as that is known."""

    kind: str  # a few words by which problems are counted
    subject: str  # IRI
    problem: str
    remedy: str
    name: str = ""  # a shortened property
    value: str = ""
    warning: bool = False


def term_problems(subjects: Subjects, known: Subjects) -> Iterator[Problem]:
    """What ``subjects`` say that cannot be meant; ``known`` is the whole table, in which what they point to must stand."""
    for iri, properties in sorted(subjects.items()):
        yield from _unknown_names(iri, properties)
        yield from _wrong_values(iri, properties)
        yield from _lost_references(iri, properties, known)


def _unknown_names(iri: str, properties: Properties) -> Iterator[Problem]:
    terms = known_terms()
    for name in sorted(properties):
        if name.startswith("gk:") and name.removeprefix("gk:") not in terms.properties:
            yield Problem("unknown property", iri, f"{name} is no property", _nearest("gk:", name, terms.properties), name)
    for class_ in properties.get("rdf:type", ()):
        if class_.startswith(GK) and class_.removeprefix(GK) not in terms.classes:
            remedy = _nearest("gk:", short_iri(class_), terms.classes)
            yield Problem("unknown class", iri, f"{short_iri(class_)} is no class", remedy, "rdf:type", class_)


def _nearest(prefix: str, name: str, known: frozenset[str]) -> str:
    near = get_close_matches(name.removeprefix(prefix), sorted(known), n=1)
    return f"did you mean {prefix}{near[0]}?" if near else "ontology/model.ttl lists those there are"


def _wrong_values(iri: str, properties: Properties) -> Iterator[Problem]:
    for name, values in sorted(properties.items()):
        if len(values) > 1 and name in SINGLE - SEVERAL_ALL_THE_SAME:
            both = " and ".join(sorted(map(short_iri, values)))
            yield Problem("two values of one property", iri, f"{name} has more than one value: {both}", "keep one of them", name)
        for value in values:
            if name in TRUTHS and value not in ("true", "false"):
                yield Problem("wrong value", iri, f"{name} is {str(value)!r}", "write true or false, without quotes", name, value)
            if name in NUMBERS and not _is_number(value):
                yield Problem("wrong value", iri, f"{name} is {str(value)!r}", "write a number, as 0.5", name, value)


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _lost_references(iri: str, properties: Properties, known: Subjects) -> Iterator[Problem]:
    for name, classes in REFERENCES.items():
        for value in properties.get(name, ()):
            if value not in known:
                problem = f"{name} {short_iri(value)} is not defined, or is withdrawn"
                yield Problem("lost reference", iri, problem, _nearest_subject(value, known), name, value)
            elif not set(classes) & set(known[value].get("rdf:type", ())):
                problem = f"{name} {short_iri(value)} is of another class"
                wanted = ", ".join(map(short_iri, classes))
                yield Problem("lost reference", iri, problem, f"it takes one of {wanted}", name, value)


def _nearest_subject(iri: str, known: Subjects) -> str:
    home = iri.rpartition("/")[0] + "/"
    near = get_close_matches(iri, [other for other in sorted(known) if other.startswith(home)], n=1, cutoff=0.85)
    return f"did you mean {short_iri(near[0])}?" if near else "define it, or mend the IRI"

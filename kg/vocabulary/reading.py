"""Turtle files in, a table of subject -> property -> values out; the last file named wins where both define a subject's label."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pyoxigraph as ox

from kg.errors import OntologyError

GK = "urn:geokg:vocab:"
PREFIXES = {
    GK: "gk",
    "http://www.w3.org/2004/02/skos/core#": "skos",
    "http://www.w3.org/ns/org#": "org",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
    "http://www.w3.org/2000/01/rdf-schema#": "rdfs",
    "http://purl.org/dc/terms/": "dcterms",
}
TAGS = {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant"}  # the parser gives tags in small letters


class Value(str):
    """A literal or IRI; ``language`` is empty where it has none."""

    __slots__ = ("language",)
    language: str

    def __new__(cls, text: str, language: str = "") -> Value:
        value = super().__new__(cls, text)
        value.language = language
        return value


Properties = Mapping[str, list[Value]]


def _short(iri: str) -> str:
    for namespace, prefix in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri


def _value(term: object) -> Value:
    if isinstance(term, ox.Literal):
        tag = term.language or ""
        return Value(term.value, TAGS.get(tag, tag))
    return Value(term.value if isinstance(term, ox.NamedNode) else str(term))


def ontology_files(folder: Path) -> Iterator[Path]:
    """The Turtle files of an ontology that hold concepts, in a fixed order; shapes speak of data, not of the world."""
    yield from (p for p in sorted(folder.rglob("*.ttl")) if p.name not in ("shapes.ttl", "model.ttl"))


def read_subjects(files: Iterable[Path]) -> dict[str, Properties]:
    """Everything that ``files`` say, by subject and shortened property.

    Raises OntologyError naming the file and the line that is not Turtle.
    """
    subjects: dict[str, dict[str, list[Value]]] = defaultdict(lambda: defaultdict(list))
    for file in files:
        try:
            for triple in ox.parse(path=str(file), format=ox.RdfFormat.TURTLE):
                values = subjects[str(getattr(triple.subject, "value", triple.subject))][_short(triple.predicate.value)]
                value = _value(triple.object)
                if (value, value.language) not in {(v, v.language) for v in values}:
                    values.append(value)
        except (SyntaxError, ValueError, OSError) as error:
            raise OntologyError(file, f"is not valid Turtle: {error}", "mend that line") from error
    return {subject: dict(properties) for subject, properties in subjects.items()}

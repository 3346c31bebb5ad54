"""Turtle files in, a table of subject -> property -> values out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
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
Subjects = Mapping[str, Properties]


@cache
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


def read_subjects(files: Iterable[Path]) -> Subjects:
    """Everything that ``files`` say, by subject and shortened property.

    Raises OntologyError naming the file and the line that is not Turtle.
    """
    return subjects_of((file, read_bytes(file)) for file in files)


def read_bytes(file: Path) -> bytes:
    """A file's content. Raises OntologyError where it cannot be had."""
    try:
        return file.read_bytes()
    except OSError as error:
        raise OntologyError(file, f"cannot be read: {error.strerror or error}", "mend its permissions or leave it out") from error


def subjects_of(contents: Iterable[tuple[Path, bytes]]) -> Subjects:
    """``read_subjects`` of files that have been read already."""
    # what a subject says twice, it says once: a dictionary keeps the order, a set would not
    subjects: dict[str, dict[str, dict[tuple[str, str], Value]]] = defaultdict(lambda: defaultdict(dict))
    for file, content in contents:
        for triple in triples_of(file, content):
            value = _value(triple.object)
            subject = str(getattr(triple.subject, "value", triple.subject))
            subjects[subject][_short(triple.predicate.value)].setdefault((str(value), value.language), value)
    return {subject: {name: list(values.values()) for name, values in properties.items()} for subject, properties in subjects.items()}


def triples_of(file: Path, content: bytes) -> Iterator[ox.Quad]:
    """The triples of a Turtle file. Raises OntologyError naming the line that is not Turtle."""
    try:
        yield from ox.parse(input=content, format=ox.RdfFormat.TURTLE)
    except SyntaxError as error:
        where = f"{file}:{error.lineno}" if error.lineno else file
        # the parser says the line in its message too
        reason = (error.msg or "").removeprefix("Parser error at ").partition(": ")[2] or error.msg
        raise OntologyError(where, f"is not valid Turtle: {reason}", "mend that line") from error
    except ValueError as error:
        raise OntologyError(file, f"is not valid Turtle: {error}", "mend it") from error

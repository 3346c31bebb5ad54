"""``ontology/shapes.ttl`` in, compiled shapes out: the part of SHACL Core that our shapes use, and nothing silently left aside.

pySHACL takes 4 ms a report, on top of an rdflib graph that takes 1.5; thirty thousand reports are two minutes. Compiled, a report
takes a tenth of a millisecond. What is found here is put to pySHACL, whose word counts; the tests put both to the same broken graphs.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import pyoxigraph as ox

from kg.errors import OntologyError

SH = "http://www.w3.org/ns/shacl#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
OF = "urn:geokg:shape/of"  # which data a shape is for
Kind = Literal["article", "events", "ontology"]
Term = ox.NamedNode | ox.BlankNode | ox.Literal
Nodes = Mapping[Term, Mapping[str, list[Term]]]


@dataclass(frozen=True, slots=True)
class PropertyShape:
    """What the values of one property must be."""

    path: str
    inverse: bool
    message: str
    min_count: int
    max_count: int | None
    datatype: str | None
    class_: str | None
    iri: bool  # sh:nodeKind sh:IRI
    among: frozenset[Term] | None  # sh:in
    pattern: re.Pattern[str] | None
    min_length: int
    least: float | None  # sh:minInclusive
    most: float | None  # sh:maxInclusive
    less_than: str | None
    at_most: str | None  # sh:lessThanOrEquals
    unique_language: bool


@dataclass(frozen=True, slots=True)
class NodeShape:
    """What the members of some classes must be."""

    iri: str
    targets: tuple[str, ...]
    is_iri: bool
    properties: tuple[PropertyShape, ...]
    includes: tuple[str, ...]  # sh:node: shapes that hold as well


_NODE = {"targetClass", "nodeKind", "property", "node"}
_PROPERTY = {
    "path",
    "message",
    "minCount",
    "maxCount",
    "datatype",
    "class",
    "nodeKind",
    "in",
    "pattern",
    "minLength",
    "minInclusive",
    "maxInclusive",
    "lessThan",
    "lessThanOrEquals",
    "uniqueLang",
}


@cache
def compiled(file: Path, kind: Kind) -> Mapping[str, NodeShape]:
    """The shapes for one kind of data, by IRI. Raises OntologyError on a file that is no Turtle or uses SHACL that is not known here."""
    nodes = _read(file)
    wanted = [
        node for node, properties in nodes.items() if any(v.value == kind for v in properties.get(OF, ()) if isinstance(v, ox.Literal))
    ]
    return {shape.iri: shape for shape in (_node_shape(node, nodes, file) for node in wanted)}


def _read(file: Path) -> Nodes:
    nodes: dict[Term, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
    try:
        for triple in ox.parse(path=str(file), format=ox.RdfFormat.TURTLE):
            if isinstance(triple.subject, ox.Triple) or isinstance(triple.object, ox.Triple):
                raise OntologyError(file, "has a triple in a triple", "shapes are plain RDF")
            nodes[triple.subject][triple.predicate.value].append(triple.object)
    except (SyntaxError, ValueError, OSError) as error:
        raise OntologyError(file, f"is not valid Turtle: {error}", "mend that line") from error
    return nodes


def _node_shape(node: Term, nodes: Nodes, file: Path) -> NodeShape:
    iri, given = str(node).strip("<>"), nodes[node]
    _known(iri, given, _NODE, file)
    return NodeShape(
        iri,
        tuple(sorted(_text(v) for v in given.get(SH + "targetClass", ()))),
        _is_iri(iri, given, file),
        tuple(_property_shape(iri, nodes[p], nodes, file) for p in given.get(SH + "property", ())),
        tuple(sorted(_text(v) for v in given.get(SH + "node", ()))),
    )


def _property_shape(owner: str, given: Mapping[str, list[Term]], nodes: Nodes, file: Path) -> PropertyShape:
    _known(owner, given, _PROPERTY, file)

    def one(name: str) -> str | None:
        return next((_text(v) for v in given.get(SH + name, ())), None)

    def number(name: str) -> float | None:
        text = one(name)
        return None if text is None else float(text)

    path = given[SH + "path"][0]
    inverse = nodes[path].get(SH + "inversePath") if isinstance(path, ox.BlankNode) else None
    pattern, maximum, members = one("pattern"), one("maxCount"), given.get(SH + "in")
    return PropertyShape(
        _text(inverse[0] if inverse else path),
        inverse is not None,
        one("message") or "",
        int(one("minCount") or 0),
        None if maximum is None else int(maximum),
        one("datatype"),
        one("class"),
        _is_iri(owner, given, file),
        frozenset(_list(members[0], nodes)) if members else None,
        re.compile(pattern) if pattern else None,
        int(one("minLength") or 0),
        number("minInclusive"),
        number("maxInclusive"),
        one("lessThan"),
        one("lessThanOrEquals"),
        one("uniqueLang") == "true",
    )


def _known(owner: str, given: Mapping[str, list[Term]], known: set[str], file: Path) -> None:
    for name in sorted(given):
        if name.startswith(SH) and name.removeprefix(SH) not in known:
            raise OntologyError(
                file, f"{owner} uses sh:{name.removeprefix(SH)}, which is not checked here", f"use {', '.join(sorted(known))}"
            )


def _is_iri(owner: str, given: Mapping[str, list[Term]], file: Path) -> bool:
    kinds = {_text(v) for v in given.get(SH + "nodeKind", ())}
    if kinds - {SH + "IRI"}:
        raise OntologyError(file, f"{owner} has a node kind other than sh:IRI", "no other is checked here")
    return bool(kinds)


def _text(term: Term) -> str:
    return term.value


def _list(head: Term, nodes: Nodes) -> Iterator[Term]:
    while _text(head) != RDF + "nil":
        yield nodes[head][RDF + "first"][0]
        head = nodes[head][RDF + "rest"][0]

"""Triples and compiled shapes in, what breaks them out."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import pyoxigraph as ox

from kg.check.shapes import RDF, NodeShape, PropertyShape, Term

XSD = "http://www.w3.org/2001/XMLSchema#"
_NUMERIC = {XSD + name for name in ("integer", "decimal", "nonNegativeInteger", "double", "float")}
_LEXICAL = {
    XSD + "integer": re.compile(r"[+-]?[0-9]+"),
    XSD + "nonNegativeInteger": re.compile(r"\+?[0-9]+|-0+"),
    XSD + "decimal": re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)"),
    XSD + "date": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(Z|[+-][0-9]{2}:[0-9]{2})?"),
}
Values = Mapping[str, list[Term]]


@dataclass(frozen=True, slots=True)
class Breach:
    """One thing that is not as a shape says."""

    node: str
    path: str
    message: str


class Indexed:
    """Triples by subject and property; those in ``inverse`` by object too."""

    def __init__(self, triples: Iterable[ox.Triple], inverse: Iterable[str] = ()) -> None:
        self.nodes: dict[str, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
        self.blank: set[str] = set()
        self.into: dict[str, dict[str, list[Term]]] = {path: defaultdict(list) for path in inverse}
        for subject, predicate, object_ in dict.fromkeys(triples):  # a graph is a set
            name, property_ = str(subject) if isinstance(subject, ox.Triple) else subject.value, predicate.value
            if not isinstance(subject, ox.NamedNode):
                self.blank.add(name)
            if isinstance(object_, ox.Triple):
                continue
            self.nodes[name][property_].append(object_)
            if property_ in self.into and isinstance(subject, ox.NamedNode):
                self.into[property_][object_.value].append(subject)

    def types(self, name: str) -> set[str]:
        return {v.value for v in self.nodes.get(name, {}).get(RDF + "type", ())}


def breaches(triples: Iterable[ox.Triple], shapes: Mapping[str, NodeShape]) -> Iterator[Breach]:
    """Everything in ``triples`` that breaks ``shapes``, node by node in their order."""
    inverse = {p.path for shape in shapes.values() for p in shape.properties if p.inverse}
    data = Indexed(triples, inverse)
    by_class: dict[str, list[NodeShape]] = defaultdict(list)
    for shape in shapes.values():
        for target in shape.targets:
            by_class[target].append(shape)
    for node in sorted(data.nodes):
        due = {shape.iri: shape for type_ in data.types(node) for shape in by_class.get(type_, ())}
        for name in sorted(due):
            yield from _node_breaches(node, due[name], data, shapes)


def _node_breaches(node: str, shape: NodeShape, data: Indexed, shapes: Mapping[str, NodeShape]) -> Iterator[Breach]:
    if shape.is_iri and node in data.blank:
        yield Breach(node, "", "has no IRI")
    values = data.nodes[node]
    for property_ in shape.properties:
        found = data.into[property_.path].get(node, []) if property_.inverse else values.get(property_.path, [])
        if not _holds(property_, found, values, data):
            yield Breach(node, property_.path, property_.message)
    for included in shape.includes:
        yield from _node_breaches(node, shapes[included], data, shapes)


def _holds(shape: PropertyShape, found: list[Term], values: Values, data: Indexed) -> bool:
    if len(found) < shape.min_count or (shape.max_count is not None and len(found) > shape.max_count):
        return False
    if shape.unique_language:
        tags = [v.language for v in found if isinstance(v, ox.Literal) and v.language]
        if len(tags) != len(set(tags)):
            return False
    if shape.less_than and not all(_less(a, b, strict=True) for a in found for b in values.get(shape.less_than, ())):
        return False
    if shape.at_most and not all(_less(a, b, strict=False) for a in found for b in values.get(shape.at_most, ())):
        return False
    return all(_is_right(value, shape, data) for value in found)


def _is_right(value: Term, shape: PropertyShape, data: Indexed) -> bool:
    if shape.among is not None and value not in shape.among:
        return False
    if shape.iri and not isinstance(value, ox.NamedNode):
        return False
    if shape.class_ is not None and shape.class_ not in data.types(value.value):
        return False
    if shape.datatype is not None and not _has_datatype(value, shape.datatype):
        return False
    if isinstance(value, ox.BlankNode):
        return shape.pattern is None and shape.min_length == 0
    if shape.pattern is not None and not shape.pattern.search(value.value):
        return False
    return len(value.value) >= shape.min_length and _in_range(value, shape)


def _in_range(value: ox.NamedNode | ox.Literal, shape: PropertyShape) -> bool:
    if shape.least is None and shape.most is None:
        return True
    number = _number(value)
    return number is not None and (shape.least is None or number >= shape.least) and (shape.most is None or number <= shape.most)


def _has_datatype(value: Term, datatype: str) -> bool:
    if not isinstance(value, ox.Literal) or value.datatype.value != datatype:
        return False
    form = _LEXICAL.get(datatype)
    if form is None:
        return True
    return form.fullmatch(value.value) is not None and (datatype != XSD + "date" or _is_day(value.value[:10]))


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _number(value: Term) -> float | None:
    if not isinstance(value, ox.Literal) or value.datatype.value not in _NUMERIC:
        return None
    try:
        return float(value.value)
    except ValueError:
        return None


def _less(left: Term, right: Term, *, strict: bool) -> bool:
    """Whether two values are in order; values that cannot be compared are not. Days in ISO form sort as texts."""
    a: float | str | None
    b: float | str | None
    a, b = _number(left), _number(right)
    if a is None or b is None:
        if not isinstance(left, ox.Literal) or not isinstance(right, ox.Literal) or left.datatype != right.datatype:
            return False
        a, b = left.value, right.value
        return a < b if strict else a <= b
    return a < b if strict else a <= b

"""A store's quads in, its description out: VoID and DCAT, counted from the data, so that the same store gives the same bytes.

No clock: the only times are those at which the articles appeared. The graph's own licence is whoever publishes it to say
(``licence``); that the ontology is under Apache-2.0, and that the articles' text remains with their publishers, is said always.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

import pyoxigraph as ox

from kg.errors import KgError
from kg.export.rdf import prefixes, triple_key
from kg.store.names import DCTERMS, GK, RDF, XSD, events_graph, node, ontology_graph, restored_tag

_VOID, _DCAT = "http://rdfs.org/ns/void#", "http://www.w3.org/ns/dcat#"
_SCHEMA = "https://schema.org/"
_APACHE = "https://www.apache.org/licenses/LICENSE-2.0"
_RIGHTS = (
    ("en", "The text and titles of the articles remain with those who published them; quotes are given as evidence."),
    ("zh-Hans", "文章的标题和正文归其发布者所有；引文仅作为证据列出。"),
)
_TITLE = (("en", "Knowledge graph of geopolitical reporting"), ("zh-Hans", "地缘政治报道知识图谱"))
_COUNTED = tuple(GK + name for name in ("Article", "Report", "Event", "UnverifiedActor", "UnverifiedSource"))


class _Counts:
    """What goes through is counted, once."""

    def __init__(self, quads: Iterable[ox.Quad], base: str) -> None:
        self.graphs: Counter[str] = Counter()
        self.entities: dict[str, set[str]] = defaultdict(set)  # class -> subjects
        self.subjects: set[str] = set()
        self.properties: set[str] = set()
        self.days: list[str] = []
        self.languages: set[str] = set()
        self.readers: set[str] = set()
        self.ontology = ""  # its fingerprint
        ontology = ontology_graph(base)
        for subject, predicate, object_, graph in quads:
            self.graphs[getattr(graph, "value", "")] += 1
            if getattr(graph, "value", "") == ontology:
                if subject.value == ontology and predicate.value == GK + "fingerprint":
                    self.ontology = object_.value
                continue
            self.subjects.add(subject.value)
            self.properties.add(predicate.value)
            self._tell(subject.value, predicate.value, object_)

    def _tell(self, subject: str, predicate: str, value: Any) -> None:
        if predicate == RDF + "type" and value.value in _COUNTED:
            self.entities[value.value].add(subject)
        elif predicate == GK + "published":
            self.days.append(value.value[:10])
        elif predicate == DCTERMS + "language":
            self.languages.add(restored_tag(value.value))
        elif predicate == GK + "readBy":
            self.readers.add(value.value)


Triples = Iterator[ox.Triple]
Value = ox.NamedNode | ox.Literal


def dataset_triples(quads: Iterable[ox.Quad], *, base: str, licence: str | None = None) -> Triples:
    """The description; its nodes stand under ``{base}dataset``. Raises KgError where the licence is no IRI."""
    counts, this = _Counts(quads, base), node(f"{base}dataset")
    yield from _says(this, RDF + "type", node(_VOID + "Dataset"), node(_DCAT + "Dataset"))
    yield from _says(this, DCTERMS + "title", *(ox.Literal(text, language=tag) for tag, text in _TITLE))
    yield from _says(this, DCTERMS + "rights", *(ox.Literal(text, language=tag) for tag, text in _RIGHTS))
    if licence is not None:
        yield from _says(this, DCTERMS + "license", _iri(licence))
    yield from _numbers(this, counts, base)
    yield from _says(this, DCTERMS + "conformsTo", node(GK))
    yield from _says(this, DCTERMS + "language", *map(ox.Literal, sorted(counts.languages)))
    yield from _says(this, _SCHEMA + "softwareVersion", *map(ox.Literal, sorted(counts.readers)))
    yield from _period(this, counts.days, base)
    for class_ in _COUNTED:
        part = node(f"{base}dataset/class/{class_.removeprefix(GK)}")
        yield from _says(this, _VOID + "classPartition", part)
        yield from _says(part, _VOID + "class", node(class_))
        yield from _says(part, _VOID + "entities", _number(len(counts.entities[class_])))
    yield from _subsets(this, counts, base)


def _says(of: ox.NamedNode, predicate: str, *values: Value) -> Triples:
    yield from (ox.Triple(of, node(predicate), value) for value in values)


def _number(value: int) -> ox.Literal:
    return ox.Literal(str(value), datatype=node(XSD + "integer"))


def _numbers(this: ox.NamedNode, counts: _Counts, base: str) -> Triples:
    yield from _says(this, _VOID + "triples", _number(counts.graphs.total()))
    yield from _says(this, _VOID + "documents", _number(len(counts.entities[GK + "Article"])))
    yield from _says(this, _VOID + "distinctSubjects", _number(len(counts.subjects)))
    yield from _says(this, _VOID + "properties", _number(len(counts.properties)))
    yield from _says(this, _VOID + "uriSpace", ox.Literal(base))
    yield from _says(this, _VOID + "vocabulary", *map(node, sorted(_vocabularies(counts.properties, base))))


def _period(this: ox.NamedNode, days: list[str], base: str) -> Triples:
    """From the first article's appearance to the last one's, as exact as the articles say."""
    if not days:
        return
    period = node(f"{base}dataset/period")
    yield from _says(this, DCTERMS + "temporal", period)
    yield from _says(period, RDF + "type", node(DCTERMS + "PeriodOfTime"))
    for name, day in (("startDate", min(days)), ("endDate", max(days))):
        kind = {4: "gYear", 7: "gYearMonth"}.get(len(day), "date")
        yield from _says(period, _DCAT + name, ox.Literal(day, datatype=node(XSD + kind)))


def _subsets(this: ox.NamedNode, counts: _Counts, base: str) -> Triples:
    """What is not of the articles: the events derived from them, and the ontology with its own licence."""
    for name, graph in (("events", events_graph(base)), ("ontology", ontology_graph(base))):
        part = node(f"{base}dataset/{name}")
        yield from _says(this, _VOID + "subset", part)
        yield from _says(part, RDF + "type", node(_VOID + "Dataset"))
        yield from _says(part, _VOID + "triples", _number(counts.graphs[graph]))
        if name == "ontology":
            yield from _says(part, DCTERMS + "license", node(_APACHE))
            if counts.ontology:
                yield from _says(part, _SCHEMA + "version", ox.Literal(counts.ontology))


def _vocabularies(properties: Iterable[str], base: str) -> Iterator[str]:
    known = {iri for name, iri in prefixes(base).items() if name not in ("article", "event", "report")}
    for iri in properties:
        if found := [namespace for namespace in known if iri.startswith(namespace)]:
            yield max(found, key=len)


def _iri(text: str) -> ox.NamedNode:
    try:
        return ox.NamedNode(text)
    except ValueError as error:
        raise KgError(text, "is no IRI of a licence", "as https://creativecommons.org/licenses/by/4.0/") from error


def write_dataset(quads: Iterable[ox.Quad], file: BinaryIO, *, base: str, licence: str | None = None) -> None:
    """The description as Turtle."""
    names = prefixes(base) | {"void": _VOID, "dcat": _DCAT}
    triples = sorted(set(dataset_triples(quads, base=base, licence=licence)), key=triple_key)
    ox.serialize(triples, file, ox.RdfFormat.TURTLE, prefixes=names)

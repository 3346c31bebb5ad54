"""Quads in, RDF files out: sorted, each statement once, the same bytes for the same statements."""

from __future__ import annotations

import io
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import Any, BinaryIO

import pyoxigraph as ox

from kg.export.graphs import xml_text
from kg.shipped import shipped
from kg.store.names import restored_tag

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_TYPE = ox.NamedNode(_RDF + "type")
_FIXED = {
    "action": "urn:geokg:action/",
    "actor": "urn:geokg:actor/",
    "bodytype": "urn:geokg:bodytype/",
    "dcterms": "http://purl.org/dc/terms/",
    "frame": "urn:geokg:frame/",
    "gk": "urn:geokg:vocab:",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "post": "urn:geokg:post/",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": _RDF,
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "role": "urn:geokg:role/",
    "schema": "https://schema.org/",
    "sem": "http://semanticweb.cs.vu.nl/2009/11/sem/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "source": "urn:geokg:source/",
    "tenure": "urn:geokg:tenure/",
    "wd": "http://www.wikidata.org/entity/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def prefixes(base: str) -> dict[str, str]:
    """The prefixes of a file: the fixed ones, and those of the data under ``base``."""
    return dict(sorted({**_FIXED, "article": f"{base}article/", "event": f"{base}event/", "report": f"{base}report/"}.items()))


def plain_triples(quads: Iterable[ox.Quad], *, base: str) -> list[ox.Triple]:
    """All that articles and events say, each statement once, with those subjects of the ontology that it leads to, sorted.

    Who held which office is left out with the rest of the ontology unless an article names it: a file of three events stays small.
    """
    ontology_graph = f"{base}graph/ontology"
    said: set[ox.Triple] = set()
    ontology: dict[Any, set[ox.Triple]] = defaultdict(set)
    for quad in quads:
        graph = quad.graph_name
        if isinstance(graph, ox.NamedNode) and graph.value == ontology_graph:
            ontology[quad.subject].add(quad.triple)
        else:
            said.add(quad.triple)
    return sorted(said | set(_reached(said, ontology)), key=triple_key)


def _reached(said: set[ox.Triple], ontology: dict[Any, set[ox.Triple]]) -> Iterator[ox.Triple]:
    waiting = {term for triple in said for term in (triple.subject, triple.predicate, triple.object)} & ontology.keys()
    seen = set(waiting)
    while waiting:
        triples = [t for subject in waiting for t in ontology[subject]]
        yield from triples
        waiting = ({term for t in triples for term in (t.predicate, t.object)} & ontology.keys()) - seen
        seen |= waiting


def triple_key(triple: ox.Triple) -> tuple[str, bool, str, str]:
    # the type first, as people write it
    return str(triple.subject), triple.predicate != _TYPE, str(triple.predicate), str(triple.object)


def write_turtle(quads: Iterable[ox.Quad], file: BinaryIO, *, base: str) -> None:
    """The plain triples as Turtle."""
    ox.serialize(plain_triples(quads, base=base), file, ox.RdfFormat.TURTLE, prefixes=prefixes(base))


def _sorted_quads(quads: Iterable[ox.Quad]) -> list[ox.Quad]:
    return sorted(set(quads), key=lambda q: (str(q.graph_name), *triple_key(q.triple)))


def write_trig(quads: Iterable[ox.Quad], file: BinaryIO, *, base: str) -> None:
    """Every graph, the default graph first."""
    ox.serialize(_sorted_quads(quads), file, ox.RdfFormat.TRIG, prefixes=prefixes(base))


def write_nquads(quads: Iterable[ox.Quad], file: BinaryIO) -> None:
    """Every statement with its graph, a line each."""
    ox.serialize(_sorted_quads(quads), file, ox.RdfFormat.N_QUADS)


def write_rdfxml(quads: Iterable[ox.Quad], file: BinaryIO, *, base: str) -> None:
    """The plain triples as RDF/XML. Characters that XML 1.0 cannot hold become U+FFFD, so that offsets still count."""
    triples = [ox.Triple(t.subject, t.predicate, _in_xml(t.object)) for t in plain_triples(quads, base=base)]
    buffer = io.BytesIO()
    ox.serialize(triples, buffer, ox.RdfFormat.RDF_XML, prefixes=prefixes(base))
    # a bare carriage return is read as a line feed; the writer itself makes none
    file.write(buffer.getvalue().replace(b"\r", b"&#13;"))


def _in_xml(term: Any) -> Any:
    if not isinstance(term, ox.Literal) or xml_text(term.value) == term.value:
        return term
    text = xml_text(term.value, "\ufffd")
    return ox.Literal(text, language=term.language) if term.language else ox.Literal(text, datatype=term.datatype)


def context(base: str) -> dict[str, Any]:
    """The published context (ontology/context.jsonld), with the data under ``base``."""
    published: dict[str, dict[str, Any]] = json.loads((shipped("ontology") / "context.jsonld").read_text(encoding="utf-8"))
    return published["@context"] | prefixes(base)


def write_jsonld(quads: Iterable[ox.Quad], file: BinaryIO, *, base: str) -> None:
    """The plain triples as JSON-LD 1.1, a subject a line; the context is inside, so that reading it needs no network."""
    said = context(base)
    names = _Names(prefixes(base), {name: term["@type"] for name, term in said.items() if isinstance(term, dict)})
    file.write(b'{"@context": ' + _json(said) + b',\n "@graph": [')
    between = b"\n"
    for _, triples in groupby(plain_triples(quads, base=base), key=lambda t: str(t.subject)):
        file.write(between + _json(_node(list(triples), names)))
        between = b",\n"
    file.write(b"\n]}\n")


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


class _Names:
    """IRIs shortened by the context's prefixes, never so that a reader would expand them to something else."""

    def __init__(self, prefixes: dict[str, str], types: dict[str, str]) -> None:
        self._prefixes = sorted(prefixes.items(), key=lambda item: (-len(item[1]), item[0]))
        self._schemes = frozenset(prefixes)
        self.types = types  # "@id" or the datatype that the context gives the values of a property

    def short(self, iri: str) -> str:
        for prefix, namespace in self._prefixes:
            rest = iri.removeprefix(namespace)
            # "wd://x" would be read as an IRI of its own
            if rest and rest != iri and not rest.startswith("//"):
                return f"{prefix}:{rest}"
        if iri.partition(":")[0] in self._schemes:
            raise ValueError(f"{iri}: an IRI whose scheme is a prefix of the file")
        return iri


def _node(triples: list[ox.Triple], names: _Names) -> dict[str, Any]:
    node: dict[str, Any] = {"@id": names.short(triples[0].subject.value)}  # type: ignore[union-attr]  # no triple is a subject here
    values: dict[str, list[Any]] = defaultdict(list)
    for triple in triples:
        if triple.predicate == _TYPE:
            values["@type"].append(names.short(triple.object.value))  # type: ignore[union-attr]
        else:
            name = names.short(triple.predicate.value)
            values[name].append(_value(triple.object, names, names.types.get(name)))
    return node | {key: found[0] if len(found) == 1 else found for key, found in values.items()}


def _value(term: Any, names: _Names, expected: str | None) -> Any:
    if isinstance(term, ox.NamedNode):
        short = names.short(term.value)
        return short if expected == "@id" else {"@id": short}
    if term.language:
        return {"@value": term.value, "@language": restored_tag(term.language)}
    type_ = names.short(term.datatype.value)
    if type_ == expected:
        return term.value
    if type_ == "xsd:string":
        return {"@value": term.value} if expected else term.value
    if expected is None and (native := _NATIVE.get(type_)) and native[0].fullmatch(term.value):
        return native[1](term.value)
    return {"@value": term.value, "@type": type_}


# literals that JSON has as they are; up to nine digits, which no reader takes for a double
_NATIVE: dict[str, tuple[re.Pattern[str], Callable[[str], Any]]] = {
    "xsd:integer": (re.compile(r"0|-?[1-9][0-9]{0,8}"), int),
    "xsd:boolean": (re.compile("true|false"), lambda text: text == "true"),
}

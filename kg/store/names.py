"""How geokg calls things in RDF: namespaces, graphs, language tags. No RDF library's objects but pyoxigraph's terms."""

from __future__ import annotations

from functools import cache
from typing import cast

import pyoxigraph as ox

from kg.model import Language

BASE = "urn:geokg:"  # of the data; --base changes it
GK = "urn:geokg:vocab:"
ACTION = "urn:geokg:action/"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
XSD = "http://www.w3.org/2001/XMLSchema#"
OA = "http://www.w3.org/ns/oa#"
PROV = "http://www.w3.org/ns/prov#"
DCTERMS = "http://purl.org/dc/terms/"
PREFIXES = {
    "gk": GK,
    "actor": "urn:geokg:actor/",
    "action": ACTION,
    "source": "urn:geokg:source/",
    "post": "urn:geokg:post/",
    "role": "urn:geokg:role/",
    "bodytype": "urn:geokg:bodytype/",
    "tenure": "urn:geokg:tenure/",
    "frame": "urn:geokg:frame/",
    "rdf": RDF,
    "rdfs": RDFS,
    "xsd": XSD,
    "owl": "http://www.w3.org/2002/07/owl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": DCTERMS,
    "prov": PROV,
    "oa": OA,
    "org": "http://www.w3.org/ns/org#",
    "sem": "http://semanticweb.cs.vu.nl/2009/11/sem/",
    "time": "http://www.w3.org/2006/time#",
    "schema": "https://schema.org/",
    "wd": "http://www.wikidata.org/entity/",
    "cameo": "urn:geokg:cameo/",
}
# the store gives language tags in small letters, as RDF 1.1 allows
TAGS: dict[str, Language] = {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant", "en": "en"}


def graph_of(article: str, base: str) -> str:
    """The named graph that holds all that an article says: {base}article/1f… -> {base}graph/article/1f…"""
    return f"{base}graph/{article.removeprefix(base)}"


def events_graph(base: str) -> str:
    """The graph of what merging derives; dropped and written again as a whole."""
    return f"{base}graph/events"


def replaced_graph(base: str) -> str:
    """The graph that leads from the IRI of an event that was merged otherwise to its successor."""
    return f"{base}graph/replaced"


def judgements_graph(base: str) -> str:
    """The graph of what people have judged; no rebuilding touches it."""
    return f"{base}graph/judgements"


def ontology_graph(base: str) -> str:
    """The graph that holds the ontology's files."""
    return f"{base}graph/ontology"


def restored_tag(tag: str | None) -> str:
    """A language tag as it is written: zh-hans -> zh-Hans; empty for none."""
    return TAGS.get(tag, tag) if tag else ""


def language_of(tag: str | None) -> Language:
    """The article language that a stored tag stands for. Raises KeyError on others."""
    return TAGS[cast("str", tag).lower()]


def of_server(name: str) -> ox.NamedNode:
    """What is said of a server that holds a store, and of who writes there: no part of the graph, and of no ontology."""
    return ox.NamedNode(f"urn:geokg:server/{name}")


@cache
def node(iri: str) -> ox.NamedNode:
    """The IRI as a term; cached, since classes and properties come again and again."""
    return ox.NamedNode(iri)


def gk(name: str) -> ox.NamedNode:
    """A class or property of geokg's vocabulary."""
    return node(GK + name)

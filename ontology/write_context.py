"""Writes ontology/context.jsonld: the JSON-LD context of the graph, for those who publish it or read it in programs.

Run as ``python ontology/write_context.py`` after a change to model.ttl. In: model.ttl, for which properties lead to resources and which to
typed literals. Out: JSON, the same bytes for the same file. Exports hold it whole, so that reading them needs no network.
"""

from __future__ import annotations

import json
from pathlib import Path

import pyoxigraph as ox

from kg.export.rdf import prefixes
from kg.store.names import BASE, GK, PREFIXES, RDF, RDFS, XSD

FOLDER = Path(__file__).parent
FILE = FOLDER / "context.jsonld"
OWL = PREFIXES["owl"]
# native to JSON, or without a type: nothing need be said of them
_PLAIN = {XSD + "string", XSD + "integer", XSD + "boolean"}
# properties of other vocabularies, as geokg uses them
_RESOURCES = (
    *("dcterms:isReplacedBy", "dcterms:license", "oa:hasSelector", "oa:hasSource", "org:member", "org:organization", "org:postIn"),
    *("owl:sameAs", "prov:wasAttributedTo", "prov:wasDerivedFrom", "rdfs:domain", "rdfs:range", "rdfs:seeAlso", "rdfs:subClassOf"),
    *("rdfs:subPropertyOf", "skos:broader", "skos:closeMatch", "skos:exactMatch", "skos:hasTopConcept", "skos:inScheme"),
    *("skos:topConceptOf",),
)
_TYPED = {"schema:url": "xsd:anyURI"}


def context() -> dict[str, object]:
    """Prefixes first, then the properties whose values are IRIs or typed."""
    triples = list(ox.parse(path=str(FOLDER / "model.ttl"), format=ox.RdfFormat.TURTLE))
    ranges = {t.subject.value: t.object.value for t in triples if t.predicate.value == RDFS + "range"}
    types = [(t.subject.value, t.object.value) for t in triples if t.predicate.value == RDF + "type"]
    terms = dict.fromkeys(_RESOURCES, "@id") | _TYPED
    for iri, kind in types:
        if not iri.startswith(GK):
            continue
        name, range_ = "gk:" + iri.removeprefix(GK), ranges.get(iri, "")
        if kind == OWL + "ObjectProperty":
            terms[name] = "@id"
        elif kind == OWL + "DatatypeProperty" and range_.startswith(XSD) and range_ not in _PLAIN:
            terms[name] = "xsd:" + range_.removeprefix(XSD)
    return {**prefixes(BASE), **{name: {"@id": name, "@type": terms[name]} for name in sorted(terms)}}


def page() -> str:
    return json.dumps({"@context": context()}, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    FILE.write_text(page(), encoding="utf-8")

"""Writes ontology/REFERENCE.md: every term of the vocabulary and every action, mode and context, for people who read RDF.

Run as ``python ontology/write_reference.py`` after a change to its sources. In: model.ttl (classes and properties, in the order and
under the headings of that file) and actions.ttl. Out: Markdown, the same bytes for the same files.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pyoxigraph as ox

FOLDER = Path(__file__).parent
FILE = FOLDER / "REFERENCE.md"
PREFIXES = {
    "gk": "urn:geokg:vocab:",
    "actor": "urn:geokg:actor/",
    "action": "urn:geokg:action/",
    "context": "urn:geokg:context/",
    "frame": "urn:geokg:frame/",
    "source": "urn:geokg:source/",
    "post": "urn:geokg:post/",
    "tenure": "urn:geokg:tenure/",
    "role": "urn:geokg:role/",
    "bodytype": "urn:geokg:bodytype/",
    "affix": "urn:geokg:affix/",
    "cameo": "urn:geokg:cameo/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "prov": "http://www.w3.org/ns/prov#",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "sem": "http://semanticweb.cs.vu.nl/2009/11/sem/",
    "time": "http://www.w3.org/2006/time#",
    "schema": "https://schema.org/",
}
# what a term says of others, in the order in which it is printed
RELATIONS = {
    "rdfs:subClassOf": "subclass of",
    "rdfs:subPropertyOf": "subproperty of",
    "rdfs:domain": "domain",
    "rdfs:range": "range",
    "skos:closeMatch": "close match",
    "rdfs:seeAlso": "see also",
}
TYPES = {"owl:Class": "class", "owl:ObjectProperty": "property to a resource", "owl:DatatypeProperty": "property to a literal"}
HEAD = """<!-- Written by ontology/write_reference.py from model.ttl and actions.ttl. Do not edit. -->
# Reference

What the classes and properties of the graph mean, and what can be done in it. The files themselves: [model.ttl](model.ttl),
[actions.ttl](actions.ttl); what a graph must look like is in [shapes.ttl](shapes.ttl), which names are shown for whom in
[POLICY.md](POLICY.md).

A *close match* is a term of another vocabulary that means nearly the same, where stating more would say too much: SEM's domains would
make an event of every report, also of one that denies it.

Terms of other vocabularies that are used as they are:

| term | on | what it says |
| --- | --- | --- |
| `prov:wasDerivedFrom` | report | the article that says it |
| `prov:wasAttributedTo` | report | each source that it credits |
| `oa:hasSource`, `oa:hasSelector` | evidence | the article, and where the sentence stands in it |
| `oa:exact`, `oa:prefix`, `oa:suffix`, `oa:start`, `oa:end` | selector | the sentence by its words, and its place in Unicode code points |
| `dcterms:identifier`, `dcterms:title`, `dcterms:language`, `dcterms:issued`, `schema:url` | article | what its page says of it |
| `dcterms:date` | report, event | its days in the extended date format (EDTF) |
| `dcterms:isReplacedBy` | event | the event that it became when merging moved it |
| `rdfs:label` | event, unverified actor or source | what to call it |
| `skos:prefLabel`, `skos:altLabel`, `skos:notation` | concept | the name that is shown, others that are recognised, a short one |
| `skos:exactMatch` | actor | the same in Wikidata |
| `skos:broader`, `skos:inScheme`, `skos:definition` | action, mode, context | its place in the scheme, and its meaning |
| `org:Post`, `org:postIn` | office | of which state or organisation |
| `org:Membership`, `org:member`, `org:organization` | tenure, membership | who, in which state or organisation |
| `dcterms:source` | tenure | where that can be read |
"""
Nodes = Mapping[str, Mapping[str, list[ox.NamedNode | ox.Literal]]]


def short(iri: str) -> str:
    """An IRI with its prefix: gk:State; as it is where no prefix fits."""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and iri != namespace:
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return f"<{iri}>"


def read_nodes(file: Path) -> Nodes:
    """Subject -> property -> values, both shortened, in the order of the file."""
    nodes: dict[str, dict[str, list[ox.NamedNode | ox.Literal]]] = defaultdict(lambda: defaultdict(list))
    for triple in ox.parse(path=str(file), format=ox.RdfFormat.TURTLE):
        if isinstance(triple.subject, ox.NamedNode) and isinstance(triple.object, ox.NamedNode | ox.Literal):
            nodes[short(triple.subject.value)][short(triple.predicate.value)].append(triple.object)
    return nodes


def in_language(values: Iterable[ox.NamedNode | ox.Literal], tag: str) -> str:
    """The text in a language; "" where there is none. The parser gives tags in small letters."""
    return next((v.value for v in values if isinstance(v, ox.Literal) and (v.language or "").lower() == tag.lower()), "")


def linked(values: Iterable[ox.NamedNode | ox.Literal]) -> str:
    """The names of what a term points to, sorted."""
    return ", ".join(sorted(f"`{short(v.value)}`" for v in values if isinstance(v, ox.NamedNode)))


def headings(text: str) -> Iterator[tuple[str, list[str]]]:
    """The ``## `` headings of model.ttl, each with the terms that stand under it."""
    found: list[tuple[str, list[str]]] = []
    for line in text.splitlines():
        if line.startswith("## "):
            found.append((line.removeprefix("## "), []))
        elif found and (match := re.match(r"(gk:\w+) a ", line)):
            found[-1][1].append(match[1])
    yield from found


def term(name: str, nodes: Nodes) -> Iterator[str]:
    """One class, property or value as Markdown."""
    properties = nodes[name]
    kinds = [short(v.value) for v in properties["rdf:type"]]
    label = [in_language(properties["rdfs:label"], tag) for tag in ("zh-Hans", "en")]
    comment = [in_language(properties["rdfs:comment"], tag) for tag in ("zh-Hans", "en")]
    yield f"### {name}\n"
    yield f"**{label[0]}** · **{label[1]}** · {', '.join(TYPES.get(kind, f'`{kind}`') for kind in kinds)}\n"
    yield f"{comment[1]} {comment[0]}\n"
    relations = [f"* {words}: {linked(properties[name_])}" for name_, words in RELATIONS.items() if properties.get(name_)]
    if relations:
        yield "\n".join(relations) + "\n"
    for example in properties.get("skos:example", []):
        yield f"```turtle\n{example.value}\n```\n"


def _score(properties: Mapping[str, list[ox.NamedNode | ox.Literal]]) -> str:
    values = properties.get("gk:score", [])
    return f"{float(values[0].value):+.1f}" if values else "–"


def _row(*cells: str) -> str:
    return "| " + " | ".join(cells) + " |"


def _defined(properties: Mapping[str, list[ox.NamedNode | ox.Literal]]) -> tuple[str, str]:
    """Labels and definitions of a concept, as two cells."""
    labels = " · ".join(in_language(properties["skos:prefLabel"], tag) for tag in ("zh-Hans", "zh-Hant", "en"))
    definition = " ".join(in_language(properties["skos:definition"], tag) for tag in ("en", "zh-Hans"))
    return labels, definition


def of_class(nodes: Nodes, class_: str) -> list[str]:
    return [name for name, properties in nodes.items() if class_ in {short(v.value) for v in properties.get("rdf:type", [])}]


def action(name: str, nodes: Nodes) -> Iterator[str]:
    """One type of action with its modes as Markdown."""
    properties = nodes[name]
    labels, definition = _defined(properties)
    yield f"### {name}\n"
    yield f"{labels}\n"
    yield f"{definition}\n"
    quad, roots = linked(properties["gk:quad"]), linked(properties["skos:closeMatch"])
    yield f"* quad class: {quad}\n* intensity: {_score(properties)}\n* CAMEO: {roots}\n"
    modes = [m for m in of_class(nodes, "gk:Mode") if name in {short(v.value) for v in nodes[m]["skos:broader"]}]
    if modes:
        rows = [_row(f"`{m}`", *_defined(nodes[m]), _score(nodes[m])) for m in modes]
        yield "\n".join([_row("mode", "labels", "definition", "intensity"), _row(*["---"] * 4), *rows]) + "\n"


def page() -> str:
    """The whole page."""
    model, actions = read_nodes(FOLDER / "model.ttl"), read_nodes(FOLDER / "actions.ttl")
    parts = [HEAD, "## Prefixes\n", "```turtle\n" + "\n".join(f"@prefix {p}: <{iri}> ." for p, iri in PREFIXES.items()) + "\n```\n"]
    for heading, names in headings((FOLDER / "model.ttl").read_text(encoding="utf-8")):
        parts += [f"## {heading}\n", *(line for name in names for line in term(name, model))]
    parts.append("## Quad classes\n")
    rows = [_row(f"`{name}`", *_defined(actions[name])) for name in of_class(actions, "gk:QuadClass")]
    parts.append("\n".join([_row("class", "labels", "definition"), _row(*["---"] * 3), *rows]) + "\n")
    parts.append("## Actions\n")
    parts.append("The sixteen types of PLOVER and their modes. The intensity runs from -10 to +10; – where PLOVER gives none.\n")
    parts += [line for name in of_class(actions, "gk:Action") for line in action(name, actions)]
    parts.append("## Contexts\n")
    rows = [_row(f"`{name}`", *_defined(actions[name])) for name in of_class(actions, "gk:Context")]
    parts.append("\n".join([_row("context", "labels", "definition"), _row(*["---"] * 3), *rows]) + "\n")
    parts.append("## CAMEO's root codes\n")
    roots = [name for name in actions if name.startswith("cameo:")]
    rows = [_row(f"`{n}`", *(in_language(actions[n]["skos:prefLabel"], tag) for tag in ("zh-Hans", "en"))) for n in roots]
    parts.append("\n".join([_row("code", "zh-Hans", "en"), _row(*["---"] * 3), *rows]) + "\n")
    return "\n".join(parts)


def main() -> None:
    """Write the file."""
    FILE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()

"""A network in, GraphML or GEXF out, as Gephi opens them: labels, weights, and in GEXF times.

Edges that lead from one actor to the same other one on both sides (cooperation, conflict) stay two. Characters that XML 1.0 cannot hold
are left out of names.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, BinaryIO
from xml.etree import ElementTree

from kg.model import Network, NetworkActor, NetworkEdge, TimeSpan
from kg.vocabulary import Vocabulary

if TYPE_CHECKING:
    import networkx

# all that the production Char of XML 1.0 does not name, surrogates and the two non-characters among it
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Attributes = dict[str, str | int | float | bool]


def xml_text(text: str) -> str:
    """``text`` without the characters that no XML file can hold."""
    return _NOT_XML.sub("", text)


def write_graphml(network: Network, file: BinaryIO, *, vocabulary: Vocabulary) -> None:
    """The network as GraphML; days are strings there."""
    import networkx

    graph = _graph(network, vocabulary, first="first", last="last")
    writer = networkx.readwrite.graphml.GraphMLWriter(encoding="utf-8", prettyprint=True, named_key_ids=True, edge_id_from_attribute="id")
    writer.add_graph_element(graph)
    writer.dump(file)


def write_gexf(network: Network, file: BinaryIO, *, vocabulary: Vocabulary) -> None:
    """The network as GEXF 1.2; an edge lasts from its first event's day to its last one's."""
    import networkx

    graph = _graph(network, vocabulary, first="start", last="end")
    graph.graph["mode"] = "dynamic"
    writer = networkx.readwrite.gexf.GEXFWriter(encoding="utf-8", prettyprint=True, version="1.2draft")
    writer.add_graph(graph)
    for meta in writer.xml.iter("meta"):
        # the day of writing: it would make two exports of one store differ
        meta.attrib.pop("lastmodifieddate", None)
    writer.indent(writer.xml)
    ElementTree.ElementTree(writer.xml).write(file, encoding="utf-8", xml_declaration=True)


def _graph(network: Network, vocabulary: Vocabulary, *, first: str, last: str) -> networkx.MultiDiGraph:
    import networkx

    graph = networkx.MultiDiGraph()
    for actor in network.actors:
        graph.add_node(xml_text(actor.iri), **_actor(actor))
    dates = {event.iri: event.date for event in network.events}
    scores = {event.iri: vocabulary.action(event.action).score for event in network.events}
    for n, edge in enumerate(network.edges):
        graph.add_edge(xml_text(edge.source), xml_text(edge.target), **_edge(edge, dates, scores, n, first, last))
    return graph


def _actor(actor: NetworkActor) -> Attributes:
    labels = dict(actor.labels)
    attributes: Attributes = {"label": xml_text(labels.get("en") or actor.labels[0][1])}
    attributes.update({f"label_{tag}": xml_text(text) for tag, text in actor.labels})
    attributes.update(kind=actor.kind, country=actor.country or "", state=actor.state or "", events=actor.events, verified=actor.verified)
    return attributes


def _edge(edge: NetworkEdge, dates: dict[str, TimeSpan | None], scores: dict[str, float], n: int, first: str, last: str) -> Attributes:
    known = [scores[iri] for iri in edge.events if iri in scores]
    attributes: Attributes = {"id": str(n), "label": edge.side, "side": edge.side, "weight": len(edge.events)}
    if known:
        attributes["intensity"] = round(sum(known) / len(known), 3)  # mean of PLOVER's scores, -10 to 10
    if days := [d for iri in edge.events if (d := dates.get(iri)) is not None]:
        attributes[first] = min(d.start for d in days).isoformat()
        attributes[last] = max(d.end for d in days).isoformat()
    return attributes

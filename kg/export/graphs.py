"""A network in, GraphML or GEXF out, as Gephi opens them: labels, weights, and in GEXF times.

Edges that lead from one actor to the same other one on both sides (cooperation, conflict) stay two. Characters that XML 1.0 cannot hold
are left out of names. What is not known has no attribute, rather than an empty one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, BinaryIO
from xml.etree import ElementTree

from kg.model import Event, Network, NetworkActor, NetworkEdge
from kg.vocabulary import Vocabulary
from kg.vocabulary.concepts import label_in

if TYPE_CHECKING:
    import networkx

# all that the production Char of XML 1.0 does not name, surrogates and the two non-characters among it
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# as https://docs.gephi.org/desktop/User_Manual/Import/GEXF_File_Format has it
_GEXF = "http://gexf.net/1.3"
_SCHEMA = f"{_GEXF} {_GEXF}/gexf.xsd"

Attributes = dict[str, str | int | float | bool]
_TYPES = {str: "string", int: "integer", float: "double", bool: "boolean"}


def xml_text(text: str, instead: str = "") -> str:
    """``text`` without the characters that no XML file can hold."""
    return _NOT_XML.sub(instead, text)


def write_graphml(network: Network, file: BinaryIO, *, vocabulary: Vocabulary, language: str = "en") -> None:
    """The network as GraphML; days are strings there (``first``, ``last``)."""
    import networkx

    graph: networkx.MultiDiGraph = networkx.MultiDiGraph()
    events = {event.iri: event for event in network.events}
    for actor in network.actors:
        graph.add_node(xml_text(actor.iri), label=_label(actor, language), **_actor(actor))
    for n, edge in enumerate(network.edges):
        # Gephi takes what is called weight for the weight, and wants it to be a double
        attributes = {"id": str(n), "weight": float(len(edge.events)), **_edge(edge, events, vocabulary)}
        attributes["label"] = attributes["actions"]
        graph.add_edge(xml_text(edge.source), xml_text(edge.target), **attributes)
    writer = networkx.readwrite.graphml.GraphMLWriter(encoding="utf-8", prettyprint=True, named_key_ids=True, edge_id_from_attribute="id")
    writer.add_graph_element(graph)
    writer.dump(file)


def write_gexf(network: Network, file: BinaryIO, *, vocabulary: Vocabulary, language: str = "en") -> None:
    """The network as GEXF 1.3 (Gephi 0.9.3 and later).

    An edge's ``kind`` is its side, so that parallel edges stay apart; its ``weight`` the number of its events; its spells the days of the
    events that are dated, from the first day to the last. An edge of undated events alone has none, and is always shown.
    """
    root = ElementTree.Element(
        "gexf",
        {
            "xmlns": _GEXF,
            "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
            "xsi:schemaLocation": _SCHEMA,
            "version": "1.3",
        },
    )
    meta = ElementTree.SubElement(root, "meta")  # without a day of writing, which would make two exports of one store differ
    ElementTree.SubElement(meta, "creator").text = "geokg"
    ElementTree.SubElement(meta, "description").text = "Who acts on whom, as news reports it"
    times = {"mode": "dynamic", "timeformat": "date", "timerepresentation": "interval"}
    graph = ElementTree.SubElement(root, "graph", {"defaultedgetype": "directed", "idtype": "string", **times})
    events = {event.iri: event for event in network.events}
    nodes = [(actor, _actor(actor)) for actor in network.actors]
    edges = [(edge, _edge(edge, events, vocabulary)) for edge in network.edges]
    _declare(graph, "node", [attributes for _, attributes in nodes])
    _declare(graph, "edge", [attributes for _, attributes in edges])
    parent = ElementTree.SubElement(graph, "nodes", {"count": str(len(nodes))})
    for actor, attributes in nodes:
        node = ElementTree.SubElement(parent, "node", {"id": xml_text(actor.iri), "label": _label(actor, language)})
        _values(node, attributes)
    parent = ElementTree.SubElement(graph, "edges", {"count": str(len(edges))})
    for n, (edge, attributes) in enumerate(edges):
        ends = {"source": xml_text(edge.source), "target": xml_text(edge.target)}
        shown = {"label": str(attributes["actions"]), "kind": edge.side, "weight": f"{len(edge.events)}.0"}
        element = ElementTree.SubElement(parent, "edge", {"id": str(n), **ends, **shown})
        _values(element, attributes)
        _spells(element, spells(events[iri] for iri in edge.events if iri in events))
    ElementTree.indent(root)
    ElementTree.ElementTree(root).write(file, encoding="utf-8", xml_declaration=True)


def _declare(graph: ElementTree.Element, kind: str, all_: list[Attributes]) -> None:
    """Says what attributes there are; each is identified by its name."""
    types = {name: _TYPES[type(value)] for attributes in all_ for name, value in attributes.items()}
    parent = ElementTree.SubElement(graph, "attributes", {"class": kind})
    for name in sorted(types):
        ElementTree.SubElement(parent, "attribute", {"id": name, "title": name, "type": types[name]})


def _values(element: ElementTree.Element, attributes: Attributes) -> None:
    parent = ElementTree.SubElement(element, "attvalues")
    for name, value in sorted(attributes.items()):
        written = str(value).lower() if isinstance(value, bool) else str(value)
        ElementTree.SubElement(parent, "attvalue", {"for": name, "value": written})


def _spells(element: ElementTree.Element, found: Iterable[tuple[date, date]]) -> None:
    parent: ElementTree.Element | None = None
    for start, end in found:
        parent = ElementTree.SubElement(element, "spells") if parent is None else parent
        ElementTree.SubElement(parent, "spell", {"start": start.isoformat(), "end": end.isoformat()})


def spells(events: Iterable[Event]) -> list[tuple[date, date]]:
    """First and last days of the times in which there are events; times that meet are one, since Gephi refuses those that overlap."""
    joined: list[tuple[date, date]] = []
    for start, end in sorted((e.date.start, e.date.end) for e in events if e.date is not None):
        if joined and (start - joined[-1][1]).days <= 1:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def _label(actor: NetworkActor, language: str) -> str:
    return xml_text(label_in(actor.labels, language) or actor.iri)


def _actor(actor: NetworkActor) -> Attributes:
    attributes: Attributes = {f"label_{tag}": xml_text(text) for tag, text in actor.labels}
    attributes.update(kind=actor.kind, events=actor.events, verified=actor.verified)
    known = {"country": actor.country, "state": actor.state}
    return attributes | {name: xml_text(value) for name, value in known.items() if value}


def _edge(edge: NetworkEdge, events: Mapping[str, Event], vocabulary: Vocabulary) -> Attributes:
    known = [events[iri] for iri in edge.events if iri in events]
    scores = [vocabulary.action(event.action).score for event in known]
    counts = Counter(event.action for event in known)
    days = [event.date for event in known if event.date is not None]
    attributes: Attributes = {
        "side": edge.side,
        "events": len(edge.events),
        "undated": len(known) - len(days),
        "reports": sum(len(event.reports) for event in known),
        "origins": len({origin for event in known for origin in event.origins}),
        "actions": ", ".join(f"{action} {count}" for action, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))),
    }
    if scores:
        attributes["intensity"] = round(sum(scores) / len(scores), 3)  # mean of PLOVER's scores, -10 to 10
    if published := sorted(r.article.published[:10] for event in known for r in event.reports if r.article.published):
        attributes.update(reported_first=published[0], reported_last=published[-1])  # also where no event is dated
    if days:
        attributes["first"] = min(d.start for d in days).isoformat()
        attributes["last"] = max(d.end for d in days).isoformat()
    return attributes

"""A network in, pyvis's ``Network`` out: it holds the nodes, the edges and the options that the page draws.

pyvis's own page loads scripts from elsewhere and runs what hostile names contain; only its model and the
vis-network that it brings along are used.
"""

from __future__ import annotations

import json
import math
import unicodedata
from pathlib import Path
from typing import Any

from kg.model import Network, NetworkActor
from viz.layout import Disc, Tie, place
from viz.safety import short

SHAPES = {
    "state": "dot",
    "territory": "hexagon",
    "organisation": "square",
    "body": "diamond",
    "person": "dot",  # hollow, with a figure in it
    "group": "triangle",
    "party": "triangleDown",
    "people": "star",
    "unknown": "dot",
}
ROUNDNESS = {"cooperation": 0.1, "conflict": 0.24}  # so that four arrows between two actors stand apart
OPTIONS = {
    "autoResize": False,  # the page does it, and brings everything back into view
    "physics": {"enabled": False},  # positions are given; with physics 500 nodes cost a browser a minute
    "layout": {"improvedLayout": False, "randomSeed": 1},
    "interaction": {"hover": False, "dragNodes": False, "selectConnectedEdges": False, "multiselect": False},
    "nodes": {"borderWidth": 2, "borderWidthSelected": 2, "labelHighlightBold": False, "chosen": False},
    "edges": {"chosen": False, "arrowStrikethrough": False, "selectionWidth": 0, "hoverWidth": 0, "labelHighlightBold": False},
}


class _Ids(list[int]):
    """pyvis looks every new id up in a list, which makes 10,000 nodes cost 10 s; this one finds them at once."""

    def __init__(self) -> None:
        super().__init__()
        self._known: set[int] = set()

    def append(self, value: int) -> None:
        self._known.add(value)
        super().append(value)

    def __contains__(self, value: object) -> bool:
        return value in self._known


def ranked(network: Network) -> list[NetworkActor]:
    """The actors, strongest first; their places in this list are their ids in the page."""
    return sorted(network.actors, key=lambda a: (-a.events, a.iri))


def radius(actor: NetworkActor, most: int, count: int) -> float:
    """Pixels; the area grows with the events that the actor takes part in, all the discs with the number of actors, as the zoom falls."""
    base, span = (7, 19) if actor.kind in ("person", "body") else (8, 24)
    return round((base + span * math.sqrt(actor.events / max(most, 1))) * min(max(math.sqrt(count / 60), 1), 1.8), 1)


def label_width(text: str, *, size: float = 13.0) -> float:
    """Pixels that a label takes, near enough: a Chinese character is as wide as high, a Latin one about half."""
    return sum(size if unicodedata.east_asian_width(c) in "WF" else 0.58 * size for c in text[:40])


def draw(network: Network) -> Any:
    """pyvis's Network with a node for each actor and an arrow for each edge; ids count along ``ranked(network)``."""
    from pyvis.network import Network as PyvisNetwork  # imports IPython, 0.4 s: only when a page is made

    actors = ranked(network)
    ids = {actor.iri: n for n, actor in enumerate(actors)}
    most = max((a.events for a in actors), default=1)
    discs = [Disc(radius(a, most, len(actors)), max((label_width(short(text)) for _, text in a.labels), default=0.0)) for a in actors]
    drawing = PyvisNetwork(directed=True, cdn_resources="in_line")
    drawing.node_ids = _Ids()
    for n, (actor, disc, (x, y)) in enumerate(zip(actors, discs, place(discs, _ties(network, ids), _belonging(network, ids)), strict=True)):
        name = dict(actor.labels).get("zh-Hans") or (actor.labels[0][1] if actor.labels else actor.iri)
        drawing.add_node(n, label=short(name) or "?", shape=SHAPES[actor.kind], size=disc.radius, x=x, y=y, group=actor.kind)
    events = {event.iri: n for n, event in enumerate(network.events)}
    for edge in sorted(network.edges, key=lambda e: (ids[e.source], ids[e.target], e.side)):
        drawing.add_edge(
            ids[edge.source],
            ids[edge.target],
            side=edge.side,
            events=sorted(events[iri] for iri in edge.events),
            smooth={"enabled": True, "type": "curvedCW", "roundness": ROUNDNESS[edge.side]},
        )
    drawing.set_options(json.dumps(OPTIONS))
    return drawing


def _ties(network: Network, ids: dict[str, int]) -> dict[Tie, float]:
    """How strongly each pair is tied: its events in both directions and on both sides, and belonging together."""
    ties: dict[Tie, float] = {}

    def add(a: int, b: int, strength: float) -> None:
        if a != b:
            pair = (min(a, b), max(a, b))
            ties[pair] = ties.get(pair, 0.0) + strength

    for edge in network.edges:
        add(ids[edge.source], ids[edge.target], float(len(edge.events)))
    for actor in network.actors:
        if actor.state in ids:
            add(ids[actor.iri], ids[actor.state], 0.5)
    return ties


def _belonging(network: Network, ids: dict[str, int]) -> dict[int, int]:
    """The state of each person and body that has one in the picture."""
    return {ids[a.iri]: ids[a.state] for a in network.actors if a.state in ids and a.state != a.iri}


def vis_network() -> str:
    """The script of the vis-network that pyvis brings along (Apache-2.0 or MIT; its notice stands at its head)."""
    import pyvis

    folders = sorted((Path(pyvis.__file__).parent / "lib").glob("vis-*/vis-network.min.js"))
    return folders[-1].read_text(encoding="utf-8")

"""Events in, the network of those who act in them out.

An edge leads from the actor to the target. Where the parties act together, it leads from the IRI that sorts first to the one that sorts
last, so that one pair has one edge whichever of the two a sentence put first: always for CONSULT and COOPERATE, and for AGREE and SUPPORT
where all parties stand on one side. What somebody does to itself (police arrest protesters of their own country) has no edge and counts
among the events of its node only.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING, Literal

from kg.model import Event, Network, NetworkActor, NetworkEdge, Party
from kg.vocabulary import ACTOR, Vocabulary

if TYPE_CHECKING:
    import networkx

Side = Literal["cooperation", "conflict"]
_MUTUAL = frozenset({"CONSULT", "COOPERATE"})
_PAIRING = _MUTUAL | {"AGREE", "SUPPORT"}


@dataclass(frozen=True, slots=True)
class Centrality:
    """How an actor stands in the network, directions left out."""

    iri: str
    neighbours: int
    events: int  # on its edges
    betweenness: float  # share of shortest paths between others that lead through it, 0 to 1


def build_network(events: Iterable[Event], vocabulary: Vocabulary, *, level: Literal["actors", "states"] = "actors") -> Network:
    """Who acts on whom in ``events``.

    With ``level="states"`` everybody counts as the state or organisation with a code for which they act, in the events as in the nodes,
    and whoever acts for none is left out.
    """
    chosen = events if level == "actors" else (e for event in events if (e := _raised(event, vocabulary)) is not None)
    ordered = tuple(sorted(chosen, key=_chronological))
    edges: dict[tuple[str, str, Side], list[str]] = defaultdict(list)
    for event in ordered:
        side: Side = "cooperation" if vocabulary.action(event.action).cooperative else "conflict"
        for source, target in sorted(set(_dyads(event))):
            edges[source, target, side].append(event.iri)
    return Network(
        tuple(_nodes(ordered, vocabulary)),
        tuple(NetworkEdge(source, target, side, tuple(iris)) for (source, target, side), iris in sorted(edges.items())),
        ordered,
    )


def _chronological(event: Event) -> tuple[str, str]:
    first = event.date.start.isoformat() if event.date else (event.reports[0].article.published or "")[:10] if event.reports else ""
    return first, event.iri


def _dyads(event: Event) -> Iterator[tuple[str, str]]:
    actors, targets = ([p.iri for p in side if p.iri] for side in (event.actors, event.targets))
    undirected = event.action in _MUTUAL
    pairs: Iterable[tuple[str, str]] = ((a, t) for a in actors for t in targets)
    if not targets and event.action in _PAIRING:
        pairs, undirected = combinations(actors, 2), True
    for a, t in pairs:
        if a != t:
            yield (t, a) if undirected and t < a else (a, t)


def _raised(event: Event, vocabulary: Vocabulary) -> Event | None:
    """The event with every party raised to its state; None where no party has one."""
    actors, targets = (_states(side, vocabulary) for side in (event.actors, event.targets))
    return replace(event, actors=actors, targets=targets) if actors or targets else None


def _states(parties: Iterable[Party], vocabulary: Vocabulary) -> tuple[Party, ...]:
    return tuple(dict.fromkeys(s for p in parties if (s := _state(p, vocabulary)) is not None))


def _state(party: Party, vocabulary: Vocabulary) -> Party | None:
    state = vocabulary.state_of(party.iri) or (vocabulary.state_of(ACTOR + party.country) if party.country else None)
    return Party(vocabulary.label(state.iri), state.code, state.iri) if state else None


def _nodes(events: Iterable[Event], vocabulary: Vocabulary) -> Iterator[NetworkActor]:
    counts: Counter[str] = Counter()
    parties: dict[str, Party] = {}
    for event in events:
        present = {p.iri: p for p in (*event.actors, *event.targets) if p.iri}
        counts.update(present.keys())
        for iri, party in present.items():
            parties.setdefault(iri, party)
    written = _written_labels(events)
    for iri, party in sorted(parties.items()):
        yield _node(party, counts[iri], written.get(iri, {}), vocabulary)


def _written_labels(events: Iterable[Event]) -> dict[str, dict[str, Counter[str]]]:
    """How the reports write each actor, by language."""
    found: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for event in events:
        for report in event.reports:
            for party in (*report.actors, *report.targets):
                if party.iri and party.label:
                    found[party.iri][report.article.lang][party.label] += 1
    return found


def _node(party: Party, events: int, written: dict[str, Counter[str]], vocabulary: Vocabulary) -> NetworkActor:
    known = vocabulary.actor(party.iri)
    state = _state(party, vocabulary)
    state_iri = state.iri if state and state.iri != party.iri else None
    code = state.country if state else party.country
    forms = {label for labels in written.values() for label in labels}
    if known is None:
        usual = tuple((tag, min(labels, key=lambda label: (-labels[label], label))) for tag, labels in sorted(written.items()))
        labels = usual or (("zh-Hans", party.label or party.iri.rsplit("/", 1)[-1]),)
        return NetworkActor(party.iri, labels, "unknown", code, state_iri, events, _besides(forms, labels), verified=False)
    forms |= {*known.aliases, *known.metonyms, *known.short_names}
    return NetworkActor(party.iri, known.labels, known.kind, code, state_iri, events, _besides(forms, known.labels))


def _besides(forms: set[str], labels: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    return tuple(sorted(forms - {text for _, text in labels}))


def to_networkx(network: Network) -> networkx.MultiDiGraph:
    """The network as a networkx graph with an edge for each pair and side, keyed by the side.

    Nodes carry ``label`` (English where there is one), ``labels`` by language, ``kind``, ``country``, ``state``, ``events``, ``verified``;
    edges ``side``, ``weight`` (the number of events), ``events`` (IRIs), ``first`` and ``last`` (days, None where no event is dated).
    """
    import networkx

    graph = networkx.MultiDiGraph()
    for actor in network.actors:
        labels = dict(actor.labels)
        graph.add_node(
            actor.iri,
            label=labels.get("en") or actor.labels[0][1],
            labels=labels,
            kind=actor.kind,
            country=actor.country,
            state=actor.state,
            events=actor.events,
            verified=actor.verified,
        )
    dates = {event.iri: event.date for event in network.events}
    for edge in network.edges:
        days = [d for iri in edge.events if (d := dates.get(iri)) is not None]
        graph.add_edge(
            edge.source,
            edge.target,
            key=edge.side,
            side=edge.side,
            weight=len(edge.events),
            events=edge.events,
            first=min((d.start for d in days), default=None),
            last=max((d.end for d in days), default=None),
        )
    return graph


def rank_actors(network: Network) -> tuple[Centrality, ...]:
    """The actors with how central they are, most central first.

    Betweenness after Brandes (2001), exact, every edge of length 1: seconds for a thousand actors, minutes for ten thousand.
    """
    import networkx

    graph = networkx.Graph()
    graph.add_nodes_from(actor.iri for actor in network.actors)
    weights: dict[str, set[str]] = defaultdict(set)
    for edge in network.edges:
        graph.add_edge(edge.source, edge.target)
        weights[edge.source].update(edge.events)
        weights[edge.target].update(edge.events)
    between: dict[str, float] = networkx.betweenness_centrality(graph)
    # rounded: the last digits depend on the order of additions
    ranked = (Centrality(iri, graph.degree(iri), len(weights[iri]), round(between[iri], 9)) for iri in graph)
    return tuple(sorted(ranked, key=lambda c: (-c.betweenness, -c.events, c.iri)))

"""Events in, the triples of the derived graph out: what merging found, with names to read and states to search by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import pyoxigraph as ox

from kg.model import MODALITIES, Conflict, Event, Party
from kg.store.graph import Triples, decimal, edtf, literal, typed, what
from kg.store.names import GK, RDF, RDFS, gk, node
from kg.vocabulary import ACTOR, Vocabulary

_LANGUAGES = ("zh-Hans", "zh-Hant", "en")
_COMMA = {"en": ", "}


def event_triples(events: Iterable[Event], *, vocabulary: Vocabulary) -> Triples:
    """Everything the derived graph says, event by event."""
    for event in events:
        yield from _event(event, vocabulary)


def _event(event: Event, vocabulary: Vocabulary) -> Triples:
    this = ox.NamedNode(event.iri)
    yield ox.Triple(this, node(RDF + "type"), gk("Event"))
    yield from what(this, event, event.reports[0].article.lang)
    for iri in sorted({iri for party in (*event.actors, *event.targets) for iri in _involved(party, vocabulary)}):
        yield ox.Triple(this, gk("involves"), node(iri))
    for role, parties in (("actorCountry", event.actors), ("targetCountry", event.targets)):
        for state in sorted({state for party in parties if (state := _state(party, vocabulary))}):
            yield ox.Triple(this, gk(role), node(state))
    for language in _LANGUAGES:
        actors, targets = (_names(parties, language, vocabulary) for parties in (event.actors, event.targets))
        yield ox.Triple(this, gk("actorNames"), literal(actors, language))
        yield ox.Triple(this, gk("targetNames"), literal(targets, language))
        if language != "zh-Hant":
            yield ox.Triple(this, node(RDFS + "label"), literal(_label(event, actors, targets, language, vocabulary), language))
    yield ox.Triple(this, gk("originNames"), literal("; ".join(event.origins)))
    yield ox.Triple(this, gk("outletNames"), literal("; ".join(sorted({r.article.outlet for r in event.reports if r.article.outlet}))))
    modalities = {r.modality for r in event.reports}
    yield ox.Triple(this, gk("modalities"), literal("; ".join(m for m in MODALITIES if m in modalities)))
    yield ox.Triple(this, gk("reportCount"), typed(len(event.reports), "integer"))
    if days := [r.article.published[:10] for r in event.reports if r.article.published and len(r.article.published) >= 10]:
        yield ox.Triple(this, gk("firstPublished"), typed(min(days), "date"))
    yield ox.Triple(this, gk("originCount"), typed(len(event.origins), "integer"))
    for report in event.reports:
        yield ox.Triple(node(report.iri), gk("reports"), this)

    yield ox.Triple(this, gk("confidence"), decimal(event.confidence))
    for position, conflict in enumerate(event.conflicts):
        yield from _conflict(this, position, conflict)


def _conflict(event: ox.NamedNode, position: int, conflict: Conflict) -> Triples:
    part = ox.NamedNode(f"{event.value}/conflict/{position}")
    yield ox.Triple(event, gk("conflict"), part)
    yield ox.Triple(part, node(RDF + "type"), gk("Conflict"))
    yield ox.Triple(part, gk("conflictKind"), literal(conflict.kind))
    yield ox.Triple(part, gk("position"), typed(position, "integer"))
    for n, (report, says) in enumerate(((conflict.a, conflict.says_a), (conflict.b, conflict.says_b))):
        side = ox.NamedNode(f"{part.value}/side/{n}")
        yield ox.Triple(part, gk("side"), side)
        yield ox.Triple(side, gk("position"), typed(n, "integer"))
        yield ox.Triple(side, gk("sideReport"), node(report))
        yield ox.Triple(side, gk("says"), literal(says))


def _involved(party: Party, vocabulary: Vocabulary) -> Iterator[str]:
    """The party and all that it acts for, so that a question about 日本 finds its ministers without a search along paths."""
    seen, iri = set(), party.iri
    while iri and iri not in seen:
        seen.add(iri)
        actor = vocabulary.actor(iri)
        iri = (actor.acts_for or "") if actor else ""
    yield from seen
    if state := _state(party, vocabulary):
        yield state


def _state(party: Party, vocabulary: Vocabulary) -> str:
    """The state or organisation that a party counts under; somebody unknown keeps the country that the title gives. Empty for none."""
    state = vocabulary.state_of(party.iri)
    if state is not None:
        return state.iri
    return ACTOR + party.country if party.country and ACTOR + party.country in vocabulary.actors else ""


def _names(parties: Iterable[Party], language: str, vocabulary: Vocabulary) -> str:
    names = (vocabulary.label(p.iri, language) if vocabulary.actor(p.iri) else p.label for p in parties)
    return _COMMA.get(language, "、").join(dict.fromkeys(names))


def _label(event: Event, actors: str, targets: str, language: str, vocabulary: Vocabulary) -> str:
    """日本 → 美国：磋商，2024-04-10"""
    colon, comma = (": ", ", ") if language == "en" else ("：", "，")
    action = vocabulary.label(vocabulary.actions[event.action].iri, language)
    parties = " → ".join(filter(None, (actors, targets)))
    return (parties + colon if parties else "") + action + (comma + edtf(event.date) if event.date else "")


def successors(old: Mapping[str, str], new: Mapping[str, str]) -> dict[str, str]:
    """Which event follows each event that is no more: the one that most of its reports went to, the first by IRI of equals.

    ``old`` and ``new`` lead from report to event.
    """
    votes: dict[str, dict[str, int]] = {}
    gone = set(old.values()) - set(new.values())
    for report, event in old.items():
        if event in gone and report in new:
            counts = votes.setdefault(event, {})
            counts[new[report]] = counts.get(new[report], 0) + 1
    return {event: min(counts, key=lambda e: (-counts[e], e)) for event, counts in votes.items()}


def followed(links: Mapping[str, str], moved: Mapping[str, str], alive: set[str]) -> dict[str, str]:
    """Older links and new ones together, each leading to an event that is there; links of events that are back are dropped."""
    ends = {old: moved.get(target, target) for old, target in links.items()} | dict(moved)
    return {old: target for old, target in ends.items() if old not in alive and target in alive}


REPORTS = ox.NamedNode(GK + "reports")
REPLACED = node("http://purl.org/dc/terms/isReplacedBy")

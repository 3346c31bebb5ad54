"""Names and days as a user gives them in, the view that the page opens with out."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from kg.errors import QueryError
from kg.model import Event, Network, TimeSpan
from viz.drawing import ranked
from viz.facts import Names

Level = Literal["state", "body", "person"]


def starting_view(
    network: Network,
    vocabulary: Names,
    *,
    actor: str | None,
    between: tuple[str, ...],
    since: date | None,
    until: date | None,
    level: Level,
    top: int,
    summit: str | None,
) -> dict[str, Any]:
    """The page's first state, with actors and events by their places in the page. Raises QueryError."""
    if top < 1:
        raise QueryError(top, "is no number of actors to show", "give 1 or more")
    names = (actor,) if actor is not None else between
    return {
        "actors": [_place(network, vocabulary, name) for name in names],
        "since": since.isoformat() if since else None,
        "until": until.isoformat() if until else None,
        "level": level,
        "top": top,
        "event": None if summit is None else network.events.index(_meeting(network, summit, names, vocabulary)),
    }


def _place(network: Network, vocabulary: Names, name: str) -> int:
    """Where in the page the actor stands that is called ``name`` in any script, or has that IRI or code."""
    actors = ranked(network)
    places = {a.iri: n for n, a in enumerate(actors)}
    if name in places:
        return places[name]
    wanted = name.strip().casefold()
    for n, a in enumerate(actors):
        code = a.country or "" if a.state is None else ""  # JPN is Japan, not one of its ministers
        if wanted in {text.casefold() for text in (*(text for _, text in a.labels), *a.aliases, code)} - {""}:
            return n
    for iri in vocabulary.find_actors(name):
        if iri in places:
            return places[iri]
    raise QueryError(name, "is nobody in this network", "use a name, code or IRI of an actor that the articles speak of")


def _meeting(network: Network, wanted: str, names: tuple[str, ...], vocabulary: Names) -> Event:
    """The event with this IRI, or the meeting on this day: with whom the user names, of the most states, in the most reports."""
    for event in network.events:
        if event.iri == wanted:
            return event
    actors = ranked(network)
    state = {a.iri: a.state or a.iri for a in actors}
    named = {state[actors[_place(network, vocabulary, name)].iri] for name in names}

    def rank(event: Event) -> tuple[int, int, int, str]:
        present = {state.get(p.iri, p.iri) for p in (*event.actors, *event.targets)}
        # beyond three a meeting is no more of a summit, but more likely a list of countries
        return -len(named & present), -min(len(present), 3), -len(event.reports), event.iri

    meetings = [e for e in network.events if e.action == "CONSULT" and e.date and _holds(e.date, wanted)]
    if meetings:
        return min(meetings, key=rank)
    raise QueryError(wanted, "is no meeting in this network", "give an event's IRI or the day of a meeting, as 2024-04-11")


def _holds(span: TimeSpan, day: str) -> bool:
    """Whether the meeting is dated to that day, or to a few days with that one among them: not to a month."""
    return span.start.isoformat() <= day <= span.end.isoformat() and (span.end - span.start).days < 8

"""All concepts in, answers about them out: who is called so, who held an office on a day, whom an actor acts for."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from kg.vocabulary.concepts import Action, Actor, Frame, Labels, Membership, Naming, SourceConcept, Tenure, label_in
from kg.vocabulary.membership import members_on
from kg.vocabulary.script import fold

ACTOR = "urn:geokg:actor/"


@dataclass(frozen=True, eq=False)  # compared by identity, so that what is built from it can be cached by it
class Vocabulary:
    """All that is known of the world before the first article is read."""

    actors: dict[str, Actor]
    roles: dict[str, Naming]  # kinds of office
    body_types: dict[str, Naming]
    tenures: tuple[Tenure, ...]
    sources: dict[str, SourceConcept]
    actions: dict[str, Action]  # by code
    modes: dict[str, Labels]  # "CONSULT-visit" -> labels
    frames: tuple[Frame, ...]
    affixes: dict[str, tuple[str, ...]]  # "forces" -> (军, 军方, …)
    fingerprint: str = ""  # of the files it was read from: changes whenever one of them does
    memberships: tuple[Membership, ...] = ()
    names: dict[str, tuple[str, ...]] = field(default_factory=dict, repr=False)  # folded name -> IRIs of the actors called so
    _posts: dict[tuple[str, str], list[Tenure]] = field(default_factory=lambda: defaultdict(list), repr=False)
    _offices: dict[str, list[Tenure]] = field(default_factory=lambda: defaultdict(list), repr=False)
    _hosts: dict[str, SourceConcept] = field(default_factory=dict, repr=False)
    _members: dict[str, list[Membership]] = field(default_factory=lambda: defaultdict(list), repr=False)

    def __post_init__(self) -> None:
        for tenure in self.tenures:
            self._posts[tenure.organization, tenure.role].append(tenure)
            self._offices[tenure.person].append(tenure)
        for membership in self.memberships:
            self._members[membership.organization].append(membership)
        for source in self.sources.values():
            self._hosts.update(dict.fromkeys(source.hosts, source))

    def actor(self, iri: str) -> Actor | None:
        """A known actor, or a body composed of a state and a kind of body (actor:JPN-foreign-ministry); None for others."""
        return self.actors.get(iri) or self._composed(iri)

    def _composed(self, iri: str) -> Actor | None:
        code, _, kind = iri.removeprefix(ACTOR).partition("-")
        state, body = self.actors.get(ACTOR + code), self.body_types.get("urn:geokg:bodytype/" + kind)
        if state is None or body is None or not iri.startswith(ACTOR):
            return None
        labels = tuple(
            (tag, f"{body_label} of {state_label}" if tag == "en" else f"{state_label}{body_label}")
            for tag in ("en", "zh-Hans", "zh-Hant")
            if (body_label := label_in(body.labels, tag)) and (state_label := label_in(state.labels, tag))
        )
        return Actor(iri, "body", labels, acts_for=state.iri, body_type=body.iri)

    def state_of(self, iri: str) -> Actor | None:
        """The state or organisation with a code for which an actor acts in the end; itself where it has a code."""
        seen: set[str] = set()
        actor = self.actor(iri)
        while actor is not None and actor.code is None and actor.acts_for and actor.iri not in seen:
            seen.add(actor.iri)
            actor = self.actor(actor.acts_for)
        return actor if actor is not None and actor.code is not None else None

    def code_of(self, iri: str) -> str | None:
        """The country's (or organisation's) code that an actor counts under."""
        state = self.state_of(iri)
        return state.code if state else None

    def label(self, iri: str, language: str = "zh-Hans") -> str:
        """What to call an actor, action, mode or source; the last part of the IRI where nothing names it."""
        local = iri.rsplit("/", 1)[-1]
        actor = self.actor(iri)
        labels = (
            actor.labels
            if actor
            else self.actions[local].labels
            if local in self.actions
            else self.modes.get(local) or (self.sources[iri].labels if iri in self.sources else ())
        )
        return label_in(labels, language) or local

    def find_actors(self, name: str) -> tuple[str, ...]:
        """Actors that are called ``name`` in any script, an IRI, or a country's code; best first, empty if none is."""
        if name in self.actors:
            return (name,)
        if ACTOR + name.upper() in self.actors and name.isascii():
            return (ACTOR + name.upper(),)
        found = self.names.get(fold(name.strip()), ())
        return tuple(sorted(found, key=lambda iri: (self.actors[iri].code is None, iri)))

    def near_names(self, name: str, *, limit: int = 5) -> tuple[str, ...]:
        """Known names that hold ``name`` or stand in it: what a user may have meant."""
        folded = fold(name.strip())
        near = {n for n in self.names if folded and (folded in n or (len(n) > 1 and n in folded))}
        return tuple(sorted(near, key=lambda n: (abs(len(n) - len(folded)), n))[:limit])

    def action(self, code: str) -> Action:
        """The action type with this code or IRI. Raises KeyError."""
        return self.actions[code.rsplit("/", 1)[-1]]

    def holders(self, organization: str, role: str, day: date | None) -> tuple[str, ...]:
        """Who held an office of a state or organisation on a day: 美国总统 in March 2024 is Biden. All holders where day is None."""
        held = self._posts.get((organization, role), ())
        return tuple(sorted({t.person for t in held if day is None or (t.start <= day and (t.end is None or day <= t.end))}))

    def offices(self, person: str) -> tuple[Tenure, ...]:
        """The offices that a person held, earliest first."""
        return tuple(sorted(self._offices.get(person, ()), key=lambda t: (t.start, t.iri)))

    def members(self, organization: str, day: date | None) -> tuple[str, ...]:
        """Who belonged to an organisation on a day, sorted: Britain to the EU until January 2020. All who ever did where day is None."""
        return members_on(self._members.get(organization, ()), day)

    def outlet_of_host(self, host: str) -> str | None:
        """The display name of the outlet that publishes on ``host`` or a domain above it."""
        parts = host.lower().split(".")
        for n in range(len(parts) - 1):
            if source := self._hosts.get(".".join(parts[n:])):
                return source.short or label_in(source.labels, "zh-Hans")
        return None

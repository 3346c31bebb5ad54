"""Triggers with a chosen actor and their candidates in, what the choice of the actor tells about the target out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from kg.extract.learned.candidates import Cast
from kg.extract.learned.keys import Ints, Listed, Templates, mixed
from kg.extract.learned.layout import Layout, country_key
from kg.extract.learned.role_evidence import RoleEvidence, Triggers
from kg.extract.learned.words import as_ints

COLUMNS: Final = ("action", "coarse", "type", "same", "overlap", "actor type", "actor count", "order", "government", "groups between")
_SAYS: Final = {
    ("same", "type"): "whether it is the actor itself",
    ("same", "type", "action"): "whether it is the actor itself, for the action",
    ("overlap", "action"): "whether it shares a country with the actor",
    ("same", "type", "coarse"): "whether it is the actor itself, for such words",
    ("actor type", "type"): "how the actor was found",
    ("actor type", "type", "action"): "how the actor was found, for the action",
    ("actor count", "type", "action"): "how many act",
    ("order",): "whether it stands before or after the actor",
    ("order", "action"): "whether it stands before or after the actor, for the action",
    ("order", "government"): "whether it stands before or after the actor, and what governs it",
    ("order", "coarse"): "whether it stands before or after the actor, for such words",
    ("groups between", "order"): "how many parties stand between it and the actor",
}
TEMPLATES: Final = Templates(COLUMNS, _SAYS, first=400)
NOBODY_KEY: Final = 1  # no country's
LISTED: Final = {450: "actor and target, for the action", 451: "actor and target"}


@dataclass(frozen=True)
class Triples:
    """Which trigger, actor and candidate for target belong to each row; those of one trigger and actor follow one another."""

    trigger: Ints
    actor: Ints  # candidate of the cast
    target: Ints
    starts: Ints
    pair: Ints  # the row of the role evidence for (trigger, target)


def triples_of(triggers: Triggers, cast: Cast, chosen: tuple[Ints, Ints], starts: Ints) -> Triples:
    """Each chosen (trigger, actor) with every candidate of the sentence; ``starts`` are those of the pairs with nobody among them."""
    trigger, actor = chosen
    counts = (starts[1:] - starts[:-1])[trigger]
    rows = np.repeat(np.arange(len(trigger)), counts)
    begins = np.concatenate([[0], np.cumsum(counts)])
    pair = starts[trigger[rows]] + np.arange(len(rows)) - begins[rows]
    low = cast.low[triggers.sentence[trigger]]
    return Triples(trigger[rows], actor[rows], low[rows] + np.arange(len(rows)) - begins[rows], begins, pair)


def target_evidence(layout: Layout, cast: Cast, triggers: Triggers, triples: Triples) -> RoleEvidence:
    """The evidence of each triple beside that of its trigger and target."""
    t, a, c = triples.trigger, triples.actor, triples.target
    action, kind, actor_kind = triggers.action[t], cast.type[c], cast.type[a]
    same = (cast.countries_key[a] == cast.countries_key[c]).astype(np.int64)
    starts = layout.mention_start if len(layout.mentions) else as_ints([0])
    both = (cast.first[a] >= 0) & (cast.first[c] >= 0)
    actor_at, at = starts[np.maximum(0, cast.first[a])], starts[np.maximum(0, cast.first[c])]
    order = np.where(at < actor_at, 0, np.where(at == actor_at, 1, 2)) * 2 + (actor_at < triggers.start[t])
    opens = np.flatnonzero(np.diff(layout.mention_group, prepend=-1))
    groups = layout.mention_start[opens]
    between = np.searchsorted(groups, np.maximum(actor_at, at), "left") - np.searchsorted(groups, np.minimum(actor_at, at), "right")
    government = layout.mention_government if len(layout.mentions) else as_ints([0])
    overlap, listed = _of_countries(cast, a, c, action)
    values = {
        "action": action,
        "coarse": triggers.coarse[t],
        "type": kind,
        "same": same,
        "overlap": overlap,
        "actor type": actor_kind,
        "actor count": np.minimum(3, cast.count[a] + cast.unknown[a]),
        "order": np.where(both, order, -1),
        "government": government[np.maximum(0, cast.first[c])],
        "groups between": np.where(both, np.clip(between, 0, 3), -1),
    }
    none = np.zeros((len(t), 0), np.int64)  # the pair's evidence has it
    return RoleEvidence(TEMPLATES.keys(values, len(t)), listed.rows, listed.keys, listed.numbers, none)


def _of_countries(cast: Cast, actors: Ints, targets: Ints, action: Ints) -> tuple[Ints, Listed]:
    """Whether a country is both actor and target, and the evidence of each country of the one with each of the other."""
    own = [[country_key(c) for c in candidate.countries] or [NOBODY_KEY] for candidate in cast.candidates]
    counts = as_ints([len(k) for k in own])
    flat, first = as_ints([k for keys in own for k in keys]), np.cumsum(counts) - counts
    many, others = counts[actors] * counts[targets], counts[targets]
    rows = np.repeat(np.arange(len(actors)), many)
    turn = np.arange(len(rows)) - np.repeat(np.cumsum(many) - many, many)
    one, other = flat[first[actors[rows]] + turn // others[rows]], flat[first[targets[rows]] + turn % others[rows]]
    overlap = np.bincount(rows[(one == other) & (one != NOBODY_KEY)], minlength=len(actors)) > 0
    parts = ((450, rows, mixed(450, (one, other, action[rows]))), (451, rows, mixed(451, (one, other))))
    return overlap.astype(np.int64), Listed.of(parts)

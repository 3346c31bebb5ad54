"""Triggers with a chosen actor and their candidates in, what the choice of the actor tells about the target out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from kg.extract.learned.candidates import Cast
from kg.extract.learned.keys import Ints, Keys, Templates, listed_keys
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
    values = {
        "action": action,
        "coarse": triggers.coarse[t],
        "type": kind,
        "same": same,
        "overlap": _overlap(cast, a, c),
        "actor type": actor_kind,
        "actor count": np.minimum(3, cast.count[a] + cast.unknown[a]),
        "order": np.where(both, order, -1),
        "government": government[np.maximum(0, cast.first[c])],
        "groups between": np.where(both, np.clip(between, 0, 3), -1),
    }
    listed = list(_of_countries(cast, a, c, action))
    return RoleEvidence(
        TEMPLATES.keys(values, len(t)),
        np.concatenate([rows for _, rows, _ in listed]),
        np.concatenate([keys for _, _, keys in listed]),
        np.concatenate([np.full(len(rows), number) for number, rows, _ in listed]),
        np.zeros((len(t), 0), np.int64),  # the pair's evidence has it
    )


def _overlap(cast: Cast, actors: Ints, targets: Ints) -> Ints:
    sets = [frozenset(c.countries) for c in cast.candidates]
    pairs = {}
    for a, c in zip(actors.tolist(), targets.tolist(), strict=True):
        if (a, c) not in pairs:
            pairs[a, c] = int(bool(sets[a] & sets[c]))
    return as_ints([pairs[a, c] for a, c in zip(actors.tolist(), targets.tolist(), strict=True)])


def _of_countries(cast: Cast, actors: Ints, targets: Ints, action: Ints) -> Iterator[tuple[int, Ints, Keys]]:
    keys = [[country_key(c) for c in candidate.countries] or [1] for candidate in cast.candidates]  # 1: nobody
    rows, one, other = [], [], []
    for row, (a, c) in enumerate(zip(actors.tolist(), targets.tolist(), strict=True)):
        for x in keys[a]:
            for y in keys[c]:
                rows.append(row)
                one.append(x)
                other.append(y)
    at, x, y = as_ints(rows), as_ints(one), as_ints(other)
    yield 450, at, listed_keys(450, (x, y, action[at]))
    yield 451, at, listed_keys(451, (x, y))

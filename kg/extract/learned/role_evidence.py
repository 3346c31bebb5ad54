"""Triggers and candidates in, the evidence of each pair of them out: whether the candidate acts, or is acted upon.

Both stages see this evidence; ``target_evidence`` adds what the choice of the actor tells.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kg.extract.learned.candidates import ELSEWHERE, Cast, Context
from kg.extract.learned.keys import Ints, Keys, Listed, Part, mixed, together
from kg.extract.learned.layout import Layout, country_key
from kg.extract.learned.role_templates import BETWEEN, TEMPLATES
from kg.extract.learned.standing import NamedMentions, PartyGroups, between_keys, passive, phrases_between
from kg.extract.learned.trigger_evidence import bucket, occurrences
from kg.extract.learned.words import WordBook, as_ints

_ROLES: Final = {"active": 0, "mutual": 1, "intransitive": 2, "passive": 3}
_FEW: Final = 10  # words: what stands between is looked at itself where it is no more


@dataclass(frozen=True)
class Triggers:
    """Words that may carry an action: each with one action and its probability."""

    word: Ints  # of the layout
    action: Ints
    probability: NDArray[np.float32]
    sentence: Ints
    start: Ints
    end: Ints
    clause: Ints
    key: Ints
    coarse: Ints
    middle: Ints
    frame_roles: Ints  # of the phrase that stands there; -1
    frame_nominal: Ints

    def __len__(self) -> int:
        return len(self.word)


@dataclass(frozen=True)
class Pairs:
    """Which trigger and which candidate belong to each row; those of one trigger follow one another."""

    trigger: Ints
    candidate: Ints
    starts: Ints  # where each trigger's rows begin, and the end of the last


@dataclass(frozen=True)
class RoleEvidence:
    """As of triggers: ``keys`` (templates, pairs), and what is listed apart."""

    keys: Keys
    listed_rows: Ints
    listed_keys: Keys
    listed_numbers: Ints
    standing: Ints  # how the candidate stands to the trigger, as numbers, shape (pairs, STANDING)


def triggers_at(layout: Layout, book: WordBook, words: Ints, actions: Ints, probability: NDArray[np.float32]) -> Triggers:
    """Triggers at words of the layout."""
    columns = book.columns()[layout.word_number[words]]
    roles, nominal = _phrases(layout, words)
    return Triggers(
        words,
        actions,
        probability,
        layout.word_sentence[words],
        layout.word_start[words],
        layout.word_end[words],
        layout.word_clause[words],
        columns[:, 0],
        columns[:, 5],
        columns[:, 6],
        roles,
        nominal,
    )


def _phrases(layout: Layout, words: Ints) -> tuple[Ints, Ints]:
    """What the phrase over each word says of roles, and whether it is a noun; -1 where none stands there."""
    roles, nominal = [], []
    for word, sentence in zip(words.tolist(), layout.word_sentence[words].tolist(), strict=True):
        scene, offset = layout.scenes[sentence], int(layout.base[sentence])
        start, end = int(layout.word_start[word]) - offset, int(layout.word_end[word]) - offset
        frame = next((m.frame for m in scene.matches if m.start < end and start < m.end), None)
        roles.append(_ROLES.get(frame.roles, 4) if frame else -1)
        nominal.append(int(frame.nominal) if frame else -1)
    return as_ints(roles), as_ints(nominal)


def pairs_of(triggers: Triggers, cast: Cast) -> Pairs:
    """Each trigger with each candidate of its sentence, nobody last."""
    low, high = cast.low[triggers.sentence], cast.high[triggers.sentence]
    counts = high - low
    starts = np.concatenate([[0], np.cumsum(counts)])
    trigger = np.repeat(np.arange(len(triggers)), counts)
    return Pairs(trigger, low[trigger] + np.arange(len(trigger)) - starts[:-1][trigger], starts)


def role_evidence(layout: Layout, book: WordBook, context: Context, cast: Cast, triggers: Triggers, pairs: Pairs) -> RoleEvidence:
    """The evidence of each pair."""
    values, between = _values(layout, context, cast, triggers, pairs)
    parts = (_of_countries(cast, triggers, pairs), _of_between(layout, book, triggers, pairs, values, between))
    listed = Listed.of(chain.from_iterable(parts))
    standing = _standing(values, len(pairs.trigger))
    return RoleEvidence(TEMPLATES.keys(values, len(pairs.trigger)), listed.rows, listed.keys, listed.numbers, standing)


# what the last stage looks at itself, of the actor and of the target of a dyad, and what it says to a reader
STANDING: Final = {
    "place": "on which side it stands and how many clauses away",
    "between": "how many parties stand between it and the word",
    "frames": "how many phrases stand between it and the word",
    "words": "how many words stand between it and the word",
    "earlier": "how many parties stand before it in its clause",
    "speaks": "whether it speaks",
    "subject": "whether it was the subject before",
    "speaker": "whether it spoke last",
    "quoted both": "whether it and the word are quoted",
    "passive": "whether the word is passive, for a party that the sentence does not name",
    "frame roles": "what the phrase says of roles",
    "frame nominal": "whether the phrase is a noun",
    "rank": "how often the article names it, by rank",
    "titled": "whether the title names it",
    "count": "how many countries it is",
    "metonym": "whether it is named by a place",
    "unknown": "whether its country is unknown",
    "side passive": "whether the word is passive",
    "left any": "whether parties stand before the word",
    "recent": "whether the sentences before name it",
    "first": "whether it is the sentence's first party",
    "first free": "whether it is the first subject before the word",
    "last free": "whether it is the last subject before the word",
    "first free in clause": "whether it is the first subject of the clause",
    "last free in clause": "whether it is the last subject of the clause",
}
_FLAGS: Final = 5


def _standing(values: Mapping[str, Ints], rows: int) -> Ints:
    flags = [np.where(values["flags"] < 0, -1, (values["flags"] >> n) & 1) for n in range(_FLAGS)]
    counted = {**values, "words": values["words held"], "between": values["groups between"]}
    return np.stack([*(np.broadcast_to(counted[name], rows) for name in tuple(STANDING)[:-_FLAGS]), *flags], axis=1)


def _of_countries(cast: Cast, triggers: Triggers, pairs: Pairs) -> Iterator[Part]:
    keys = [[country_key(c) for c in candidate.countries if c] for candidate in cast.candidates]
    counts = as_ints([len(k) for k in keys])
    flat, first = as_ints([k for own in keys for k in own]), np.concatenate([[0], np.cumsum(counts)])
    of = counts[pairs.candidate]
    rows = np.repeat(np.arange(len(of)), of)
    country = flat[first[pairs.candidate[rows]] + np.arange(len(rows)) - np.repeat(np.cumsum(of) - of, of)]
    yield 300, rows, mixed(300, (country, triggers.action[pairs.trigger[rows]]))
    yield 301, rows, mixed(301, (country, cast.type[pairs.candidate[rows]]))
    yield 302, rows, mixed(302, (country, triggers.middle[pairs.trigger[rows]]))


def _of_between(
    layout: Layout, book: WordBook, triggers: Triggers, pairs: Pairs, values: dict[str, Ints], between: tuple[Ints, Ints]
) -> Iterator[Part]:
    """The words that stand between a candidate and the trigger."""
    low, high = between
    named = np.flatnonzero(high > low)
    action, coarse, side, place = triggers.action[pairs.trigger], values["coarse"], values["side"], values["place"]
    found = []
    for n, marker in enumerate(BETWEEN):
        places = occurrences(layout, marker)
        if len(places):
            nearest = np.append(places, len(layout.text) + 9)[np.searchsorted(places, low[named], "left")]
            found.append((n, named[nearest + len(marker) <= high[named]]))
    if found:
        rows = np.concatenate([rows for _, rows in found])
        markers = np.repeat([n for n, _ in found], [len(rows) for _, rows in found])
        by_side, by_place = (side[rows], markers), (place[rows], markers, coarse[rows])
        yield together(rows, ((303, mixed(303, by_side)), (304, mixed(304, (*by_side, action[rows]))), (305, mixed(305, by_place))))
    first = np.searchsorted(layout.word_start, low, "left")
    counts = np.where(values["words held"] <= _FEW, values["words held"], 0)
    rows = np.repeat(np.arange(len(counts)), counts)
    words = first[rows] + np.arange(len(rows)) - np.repeat(np.cumsum(counts) - counts, counts)
    columns = book.columns()[layout.word_number[words]]
    yield 306, rows, mixed(306, (side[rows], columns[:, 0]))
    yield 307, rows, mixed(307, (side[rows], columns[:, 6], coarse[rows]))


def _values(layout: Layout, context: Context, cast: Cast, triggers: Triggers, pairs: Pairs) -> tuple[dict[str, Ints], tuple[Ints, Ints]]:
    t, c = pairs.trigger, pairs.candidate
    kind_of = cast.type[c]
    named = cast.first[c] >= 0
    first, last = np.where(named, cast.first[c], 0), np.where(named, cast.last[c], 0)
    mention = NamedMentions.of(layout, context)
    start, end = mention.start[first], mention.end[last]
    word_start, word_end = triggers.start[t], triggers.end[t]
    side = np.where(~named, 3, np.where(end <= word_start, 0, np.where(start >= word_end, 1, 2)))
    low = np.where(side == 0, end, np.where(side == 1, word_end, 0))
    high = np.where(side == 0, word_start, np.where(side == 1, start, 0))
    groups = PartyGroups.of(layout)
    clause, own_clause = triggers.clause[t], np.where(named, mention.clause[first], 0)
    far = np.clip(own_clause - clause, -3, 3)
    government, kind = mention.government[first], mention.kind[first]
    between = np.minimum(3, groups.between(side, low, high))
    place = np.where(named, side * 8 + far + 3, -1)
    near, governed = place * 4 + between, place * 16 + government
    group = np.where(named, mention.group[first], -2)
    flags = groups.flags(layout, triggers.sentence, triggers.start, triggers.clause)
    bits = sum((group == flags[n][t]).astype(np.int64) << n for n in range(5))
    before = np.maximum(np.searchsorted(groups.start, triggers.start, "left") - groups.first[triggers.sentence], 0)
    after = np.maximum(groups.past[triggers.sentence] - np.searchsorted(groups.start, triggers.end, "left"), 0)
    in_clause = np.maximum(
        np.searchsorted(groups.start, triggers.start, "left") - np.searchsorted(groups.clause, triggers.clause, "left"), 0
    )
    crowd = np.bincount(layout.mention_sentence, minlength=len(layout.scenes))[triggers.sentence]
    turned = passive(layout, triggers.start, triggers.end)
    characters = layout.characters.astype(np.int64)
    held = np.maximum(0, np.searchsorted(layout.word_end, high, "right") - np.searchsorted(layout.word_start, low, "left"))
    held = np.where((high > low) & named, held, 0)
    bare = ~named
    absent = np.where(bare, -1, 0)
    action = triggers.action[t]
    quoted = layout.quoted[triggers.start].astype(np.int64)
    values = {
        "word": triggers.key[t],
        "coarse": triggers.coarse[t],
        "middle": triggers.middle[t],
        "action": action,
        "type": kind_of,
        "rank": np.minimum(5, cast.rank[c]),
        "rank low": np.minimum(3, cast.rank[c]),
        "titled": cast.in_title[c],
        "recent": np.where(kind_of == ELSEWHERE, cast.recent[c], -1),
        "crowd": np.where(kind_of == ELSEWHERE, np.minimum(3, crowd[t]), -1),
        "subject": cast.was_subject[c],
        "speaker": cast.was_speaker[c],
        "trigger quoted": quoted[t],
        "left any": (before[t] > 0).astype(np.int64),
        "left": np.where(bare, np.minimum(3, before[t]), -1),
        "right": np.where(bare, np.minimum(2, after[t]), -1),
        "left in clause": np.where(bare, np.minimum(2, in_clause[t]), -1),
        "passive": np.where(bare, turned[t], -1),
        "side": side,
        "place": place,
        "place near": np.where(named, near, -1),
        "place governed": np.where(named, governed, -1),
        "place governed near": np.where(named, governed * 4 + between, -1),
        "place kind": np.where(named, place * 16 + kind, -1),
        "place far": np.where(named, place * 8 + bucket(np.maximum(0, high - low)), -1),
        "earlier": np.where(named, np.searchsorted(groups.start, start, "left") - np.searchsorted(groups.clause, own_clause, "left"), -1),
        "next": np.where(named, characters[end], -1),
        "next2": np.where(named, characters[end] * 0x200000 + characters[np.minimum(end + 1, len(characters) - 1)], -1),
        "previous": np.where(named, characters[np.maximum(0, start - 1)], -1),
        "previous2": np.where(named, characters[np.maximum(0, start - 2)] * 0x200000 + characters[np.maximum(0, start - 1)], -1),
        "groups between": np.where(named, between, -1),
        "between": between_keys(layout, low, high, side),
        "count": cast.count[c] + absent,
        "unknown": cast.unknown[c],
        "metonym": cast.metonym[c],
        "side passive": np.where(named, turned[t], -1),
        "flags": np.where(named, bits, -1),
        "frames": np.where(named, np.minimum(3, phrases_between(layout, low, high)), -1),
        "words": np.where(named, np.minimum(6, held), -1),
        "words held": held,
        "speaks": np.where(named, mention.speaks[last], -1),
        "quoted both": np.where(named, layout.quoted[start] * 2 + quoted[t], -1),
        "around": characters[triggers.end][t] * 0x200000 + characters[np.maximum(0, triggers.start - 1)][t],
        "after trigger": characters[triggers.end][t],
        "frame roles": triggers.frame_roles[t],
        "frame nominal": triggers.frame_nominal[t],
    }
    return values, (np.where(side < 2, low, 0), np.where(side < 2, high, 0))

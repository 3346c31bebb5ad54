"""A layout and places in it in, who and what stands around and between them out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

import numpy as np

from kg.extract.learned.candidates import Context
from kg.extract.learned.keys import Ints, text_key
from kg.extract.learned.layout import Layout
from kg.extract.learned.words import as_ints

_PASSIVE: Final = re.compile("被|遭|受到|获")
_SHORT: Final = 6  # characters: what stands between is looked at itself where it is no longer


@dataclass(frozen=True)
class NamedMentions:
    """The layout's mentions, with one made-up one where it has none, so that arrays can be looked up."""

    start: Ints
    end: Ints
    clause: Ints
    government: Ints
    kind: Ints
    group: Ints
    speaks: Ints

    @classmethod
    def of(cls, layout: Layout, context: Context) -> NamedMentions:
        columns = (
            *(layout.mention_start, layout.mention_end, layout.mention_clause),
            *(layout.mention_government, layout.mention_kind, layout.mention_group, as_ints([int(s) for s in context.speaks])),
        )
        return cls(*(c if len(c) else as_ints([0]) for c in columns))


@dataclass(frozen=True)
class PartyGroups:
    """Parties that are named together, in the order of the text."""

    start: Ints  # where the first of each begins
    end: Ints  # where the last ends
    clause: Ints
    free: Ints  # the groups that nothing governs
    first: Ints  # the first group of each sentence
    past: Ints  # past its last

    @classmethod
    def of(cls, layout: Layout) -> PartyGroups:
        group = layout.mention_group
        opens = np.flatnonzero(np.diff(group, prepend=-1))
        closes = np.append(opens[1:], len(group)) - 1
        if not len(group):
            opens = closes = as_ints([])
        sentence = layout.mention_sentence[opens]
        every = np.arange(len(layout.scenes))
        return cls(
            layout.mention_start[opens],
            layout.mention_end[closes],
            layout.mention_clause[opens],
            np.flatnonzero(layout.mention_government[opens] == 0),
            np.searchsorted(sentence, every, "left"),
            np.searchsorted(sentence, every, "right"),
        )

    def between(self, side: Ints, low: Ints, high: Ints) -> Ints:
        """How many groups stand between."""
        left = np.searchsorted(self.start, high, "left") - np.searchsorted(self.start, low, "left")
        right = np.searchsorted(self.end, high, "right") - np.searchsorted(self.end, low, "left")
        return np.maximum(0, np.where(side == 0, left, np.where(side == 1, right, 0)))

    def flags(self, layout: Layout, sentence: Ints, before: Ints, own_clause: Ints) -> tuple[Ints, ...]:
        """For each trigger, given by sentence, start and clause, five groups; -1 where there is none.

        The sentence's first group, its first and its last free one before the trigger, and the first and last free one of the clause.
        """
        first = np.where(self.first[sentence] < self.past[sentence], self.first[sentence], -1)
        free = self.free
        start, end, clause = self.start[free], self.end[free], self.clause[free]
        opening, closing = layout.base[sentence], before

        def at(index: Ints) -> Ints:
            """The free group at an index where it stands in the sentence before the trigger, else -1."""
            inside = (index >= 0) & (index < len(free))
            safe = np.where(inside, index, 0)
            if not len(free):
                return np.full(len(index), -1)
            good = inside & (start[safe] >= opening) & (end[safe] <= closing)
            return np.where(good, free[safe], -1)

        last = at(np.searchsorted(end, closing, "right") - 1)
        earliest = at(np.searchsorted(start, opening, "left"))
        own = at(np.searchsorted(clause, own_clause, "left"))
        padded = np.append(self.clause, -9)
        own = np.where((own >= 0) & (padded[own] == own_clause), own, -1)
        own_last = np.where((last >= 0) & (padded[last] == own_clause), last, -1)
        return first, earliest, last, own, own_last


def passive(layout: Layout, starts: Ints, ends: Ints) -> Ints:
    """Whether 被 or its like stands right before, or in, each trigger."""
    return as_ints([int(bool(_PASSIVE.search(layout.text, max(0, s - 8), e))) for s, e in zip(starts.tolist(), ends.tolist(), strict=True)])


def between_keys(layout: Layout, low: Ints, high: Ints, side: Ints) -> Ints:
    """A number for what stands between where it is short; -1 where it is not."""
    out = np.full(len(low), -1, np.int64)
    for row in np.flatnonzero((side < 2) & (high - low <= _SHORT)).tolist():
        out[row] = text_key(layout.text[low[row] : high[row]])
    return out


def phrases_between(layout: Layout, low: Ints, high: Ints) -> Ints:
    """How many phrases of the ontology stand wholly between two places."""
    offsets = layout.base.tolist()
    starts = as_ints([b + m.start for b, s in zip(offsets, layout.scenes, strict=True) for m in s.matches])
    ends = np.sort(as_ints([b + m.end for b, s in zip(offsets, layout.scenes, strict=True) for m in s.matches]))
    found: Ints = np.maximum(0, np.searchsorted(ends, high, "right") - np.searchsorted(np.sort(starts), low, "left"))
    return found

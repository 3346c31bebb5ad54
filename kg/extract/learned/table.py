"""Keys in, what they weigh out: a table of weights that is looked up by arrays of keys."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from kg.extract.learned.keys import Ints, Keys, text_key

Floats = NDArray[np.float32]

_BITS = 20
_SLOTS = np.uint32((1 << _BITS) - 1)
_NAMES = 1 << 15  # names of evidence whose rows are kept; articles say much alike
_FEW = 400  # weights: so few are added one by one


def slots_of(keys: Keys) -> NDArray[np.int64]:
    """The place of each key in the table; training keeps no two keys of one place."""
    return (keys & _SLOTS).astype(np.int64)


class NamedWeights(dict[str, int]):
    """Names of evidence -> rows of ``weights``, each looked up when it is first met; row 0 for what weighs nothing.

    Several tables stand side by side, so that a name is looked up once for all of them.
    """

    def __init__(self, *tables: WeightTable) -> None:
        keys = np.unique(np.concatenate([table.keys for table in tables]))  # rows are in the order of their keys
        self._rows = {key: row for row, key in enumerate(keys.tolist(), 1)}
        columns = [np.concatenate([np.zeros((1, table.weights.shape[1]), np.float32), table.weights_of(keys)]) for table in tables]
        self.weights: Floats = np.concatenate(columns, axis=1)

    def __missing__(self, name: str) -> int:
        if len(self) >= _NAMES:
            self.clear()
        row = self[name] = self._rows.get(text_key(name), 0)
        return row

    def scores(self, rows: Sequence[Iterable[str]]) -> Floats:
        """What the evidence of each row comes to, shape (rows, classes); a name that a row gives twice counts once."""
        look_up = self.__getitem__
        counts: list[int] = []
        found: list[int] = []
        for names in rows:
            own = set(map(look_up, names))
            own.discard(0)
            counts.append(len(own))
            found += sorted(own)
        scores = np.zeros((len(rows), self.weights.shape[1]), np.float32)
        if found:
            np.add.at(scores, np.repeat(np.arange(len(rows)), counts), self.weights.take(found, axis=0))
        return scores


@dataclass(frozen=True)
class WeightTable:
    """``weights[i]`` (one column for each class) belongs to ``keys[i]``; what is not in the table weighs nothing."""

    keys: Keys
    weights: Floats
    _place: NDArray[np.int32] = field(init=False)
    _keys: Keys = field(init=False)
    _weights: Floats = field(init=False)

    def __post_init__(self) -> None:
        place = np.zeros(1 << _BITS, dtype=np.int32)
        place[slots_of(self.keys)] = np.arange(1, len(self.keys) + 1)
        object.__setattr__(self, "_place", place)
        object.__setattr__(self, "_keys", np.concatenate([np.zeros(1, np.uint32), self.keys]))
        nothing = np.zeros((1, self.weights.shape[1]), np.float32)
        object.__setattr__(self, "_weights", np.concatenate([nothing, self.weights.astype(np.float32)]))

    @cached_property
    def named(self) -> NamedWeights:
        """The same by names."""
        return NamedWeights(self)

    def rows(self, keys: Keys) -> NDArray[np.int32]:
        """Which row of the table each key is, counted from 1; 0 where it is none."""
        found: NDArray[np.int32] = self._place.take((keys & _SLOTS).astype(np.intp))
        found *= self._keys.take(found) == keys
        return found

    def weights_of(self, keys: Keys) -> Floats:
        """What each key weighs, shape (keys, classes)."""
        found: Floats = self._weights.take(self.rows(keys), axis=0)
        return found

    def sums(self, keys: Keys) -> Floats:
        """What the evidence of each row comes to, shape (rows, classes); ``keys`` has the shape (templates, rows)."""
        total = np.zeros((keys.shape[1], self.weights.shape[1]), np.float32)
        found = self.rows(keys)
        # one template after the other: the order of the sums is part of the result
        if total.shape[1] == 1:
            for weights in self._weights.take(found):
                total[:, 0] += weights
        else:
            for row in found:
                total += self._weights.take(row, axis=0)
        return total

    def add_listed(self, total: Floats, rows: Ints, keys: Keys) -> None:
        """Add the evidence that is listed apart, in the order of the list: ``keys[i]`` speaks for row ``rows[i]``."""
        found = self.rows(keys)
        some = np.flatnonzero(found)
        rows, weights = rows[some], self._weights.take(found[some], axis=0)
        if total.shape[1] == 1:
            np.add.at(total[:, 0], rows, weights[:, 0])
        elif weights.size < _FEW:
            np.add.at(total, rows, weights)
        else:
            _add_in_rounds(total, rows, weights)


def _add_in_rounds(total: Floats, rows: Ints, weights: Floats) -> None:
    """``np.add.at(total, rows, weights)`` in the same order: first what is the first of its row, then what is the second, and so on."""
    narrow = np.uint16 if max(len(total), len(rows)) < 1 << 16 else np.int64  # what numpy sorts by its digits
    counts = np.bincount(rows, minlength=len(total))
    busiest = np.argsort(-counts, kind="stable")  # then those that still have something to add are the first
    place = np.empty(len(total), np.int64)
    place[busiest] = np.arange(len(total))
    at = place[rows]
    order = np.argsort(at.astype(narrow), kind="stable")
    at = at[order]
    counts = counts[busiest]
    turn = np.arange(len(at)) - (np.cumsum(counts) - counts)[at]
    by_turn = np.argsort(turn.astype(narrow), kind="stable")
    weights = weights.take(order[by_turn], axis=0)
    sums = total.take(busiest, axis=0)
    begin = 0
    for size in np.bincount(turn).tolist():
        sums[:size] += weights[begin : begin + size]
        begin += size
    total[busiest] = sums

"""Keys in, what they weigh out: a table of weights that is looked up by arrays of keys."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from kg.extract.learned.keys import Keys

Floats = NDArray[np.float32]

_BITS = 20
_SLOTS = np.uint32((1 << _BITS) - 1)


def slots_of(keys: Keys) -> NDArray[np.int64]:
    """The place of each key in the table; training keeps no two keys of one place."""
    return (keys & _SLOTS).astype(np.int64)


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

    def rows(self, keys: Keys) -> NDArray[np.int32]:
        """Which row of the table each key is; 0 where it is none."""
        found: NDArray[np.int32] = self._place[keys & _SLOTS]
        found[self._keys[found] != keys] = 0
        return found

    def weights_of(self, keys: Keys) -> Floats:
        """What each key weighs, shape (keys, classes)."""
        found: Floats = self._weights[self.rows(keys)]
        return found

    def sums(self, keys: Keys) -> Floats:
        """What the evidence of each row comes to, shape (rows, classes); ``keys`` has the shape (templates, rows)."""
        found = self.rows(keys)
        total = np.zeros((keys.shape[1], self.weights.shape[1]), np.float32)
        for row in found:  # one template at a time: most of its rows weigh nothing
            some = np.flatnonzero(row)
            if len(some):
                total[some] += self._weights[row[some]]
        return total

    def add_listed(self, total: Floats, rows: NDArray[np.int64], keys: Keys) -> None:
        """Add the evidence that is listed apart: ``keys[i]`` speaks for row ``rows[i]``."""
        found = self.rows(keys)
        some = np.flatnonzero(found)
        np.add.at(total, rows[some], self._weights[found[some]])

"""Rows of numbers in, the sum of what many small decision trees say of them out.

All splits are tried on all rows at once. Each split that fails strikes out the leaves on its left; the first leaf that is left is the
tree's answer (Lucchese et al. 2015, "QuickScorer: a fast algorithm to rank documents with additive ensembles of regression trees").
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

MOST_LEAVES = 16


@dataclass(frozen=True)
class Trees:
    """The splits of all trees, those of one tree together: a row goes left where ``row[feature] <= threshold``."""

    feature: NDArray[np.int16]
    threshold: NDArray[np.float32]
    left: NDArray[np.uint16]  # the leaves under the left branch of each split, a bit each
    starts: NDArray[np.int32]  # the first split of each tree
    leaves: NDArray[np.float32]  # (trees, MOST_LEAVES), from left to right
    base: float

    @cached_property
    def _first(self) -> NDArray[np.int8]:
        """The lowest bit that is set in each number of 16 bits."""
        numbers = np.arange(1 << MOST_LEAVES, dtype=np.int64)
        numbers[0] = 1
        lowest: NDArray[np.int8] = np.log2(numbers & -numbers).astype(np.int8)
        return lowest

    def scores(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """The raw score (log-odds) of each row."""
        if not len(rows):
            return np.zeros(0)
        struck = np.where(rows.astype(np.float32)[:, self.feature] <= self.threshold, np.uint16(0), self.left)
        gone = np.bitwise_or.reduceat(struck, self.starts, axis=1)
        chosen = self._first[np.bitwise_not(gone)]
        found: NDArray[np.float64] = self.leaves[np.arange(len(self.starts)), chosen].sum(axis=1, dtype=np.float64) + self.base
        return found

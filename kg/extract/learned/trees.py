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
_TOGETHER = 128  # rows: what is looked at stays near the processor


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

    @cached_property
    def _rounds(self) -> tuple[tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.float32], NDArray[np.uint16]], ...]:
        """The first split of each tree, then the second, and so on: trees, features, thresholds, the leaves that a failed split leaves."""
        counts = np.diff(self.starts, append=len(self.feature))
        rounds = []
        for n in range(counts.max(initial=0)):
            trees = np.flatnonzero(counts > n)
            splits = self.starts[trees] + n
            rounds.append((trees, self.feature[splits].astype(np.intp), self.threshold[splits, None], ~self.left[splits, None]))
        return tuple(rounds)

    def scores(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """The raw score (log-odds) of each row."""
        narrow = rows.astype(np.float32)
        parts = [self._scores(narrow[n : n + _TOGETHER]) for n in range(0, len(rows), _TOGETHER)]
        return np.concatenate(parts) if parts else np.zeros(0)

    def _scores(self, rows: NDArray[np.float32]) -> NDArray[np.float64]:
        columns = np.ascontiguousarray(rows.T)
        left = np.full((len(self.starts), len(rows)), 0xFFFF, np.uint16)
        for trees, feature, threshold, kept in self._rounds:
            held = columns.take(feature, axis=0) <= threshold
            kept = np.negative(held, dtype=np.int16, casting="unsafe").view(np.uint16) | kept  # where it holds all are kept
            if len(trees) == len(left):
                left &= kept
            else:
                left[trees] &= kept
        chosen = self._first.take(left.T)
        found: NDArray[np.float64] = self.leaves[np.arange(len(self.starts)), chosen].sum(axis=1, dtype=np.float64) + self.base
        return found

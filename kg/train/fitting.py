"""Rows of evidence with their right answers in, weights out: multinomial logistic regression and conditional logit, both with L2.

Fitted by L-BFGS (Liu & Nocedal 1989) on the whole of the data, so that the same data give the same weights.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kg.extract.learned.deciding import softmax
from kg.extract.learned.keys import Keys
from kg.extract.learned.table import Floats, WeightTable, slots_of

Indexes = NDArray[np.int64]
_ITERATIONS = 60


@dataclass(frozen=True)
class Rows:
    """Sparse rows of evidence: row ``i`` shows the keys ``keys[offsets[i]:offsets[i + 1]]``."""

    keys: Keys
    offsets: Indexes

    def __len__(self) -> int:
        return len(self.offsets) - 1


def rows_of(keys: Keys, listed_rows: Indexes, listed_keys: Keys) -> Rows:
    """Evidence as the extractor lays it out (templates by rows, and what is listed apart) as sparse rows."""
    templates, rows = keys.shape
    counts = np.bincount(listed_rows, minlength=rows) + templates
    offsets = np.concatenate([[0], np.cumsum(counts)])
    out = np.empty(offsets[-1], np.uint32)
    places = offsets[:-1, None] + np.arange(templates)
    out[places] = keys.T
    order = np.argsort(listed_rows, kind="stable")
    ranked = np.arange(len(order)) - (np.cumsum(counts - templates) - (counts - templates))[listed_rows[order]]
    out[offsets[listed_rows[order]] + templates + ranked] = listed_keys[order]
    return Rows(out, offsets)


def join_rows(parts: Sequence[Rows]) -> Rows:
    """Several lots of rows as one."""
    lengths = np.concatenate([np.diff(p.offsets) for p in parts])
    return Rows(np.concatenate([p.keys for p in parts]), np.concatenate([[0], np.cumsum(lengths)]))


def _matrix(rows: Rows, known: Keys) -> Any:
    """The rows over the known keys (sorted) as a sparse matrix of ones; a key that a row shows twice counts once."""
    from scipy.sparse import csr_matrix

    at = np.searchsorted(known, rows.keys)
    at[at == len(known)] = 0
    good = known[at] == rows.keys
    row = np.repeat(np.arange(len(rows)), np.diff(rows.offsets))[good]
    matrix = csr_matrix((np.ones(len(row), np.float32), (row, at[good])), shape=(len(rows), len(known)))
    matrix.sum_duplicates()
    matrix.data[:] = 1
    return matrix


def seen_keys(rows: Rows, least: int) -> Keys:
    """The keys that at least so many rows show, sorted."""
    keys, counts = np.unique(rows.keys, return_counts=True)
    return keys[counts >= least]


def fit_choice(
    rows: Rows, answers: Indexes, classes: int, *, least: int, keep: int, penalty: float = 1.0, intercepts: bool = True
) -> tuple[WeightTable, Floats]:
    """Multinomial logistic regression: the weights of the ``keep`` most telling keys, and the intercepts (else all of them 0).

    The keys with the largest weights are fitted again by themselves: with 15,000 of 200,000 nothing is lost.
    """
    known = seen_keys(rows, least)

    def fitted(known: Keys) -> Floats:
        matrix = _matrix(rows, known)
        transposed = matrix.T.tocsr()
        right = np.zeros((len(rows), classes), np.float32)
        right[np.arange(len(rows)), answers] = 1
        size = len(known)

        def cost(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
            weights = flat.reshape(size + 1, classes).astype(np.float32)
            scores = matrix @ weights[:size] + weights[size]
            share = softmax(scores)
            loss = -np.log(np.maximum(share[np.arange(len(rows)), answers], 1e-12)).sum(dtype=np.float64)
            loss += 0.5 * penalty * float((weights[:size].astype(np.float64) ** 2).sum())
            wrong = share - right
            slope = np.empty_like(weights)
            slope[:size] = transposed @ wrong + penalty * weights[:size]
            slope[size] = wrong.sum(axis=0) if intercepts else 0.0
            return loss, slope.ravel().astype(np.float64)

        return _minimum(cost, (size + 1) * classes).reshape(size + 1, classes).astype(np.float32)

    weights = fitted(known)
    if len(known) > keep:
        spread = np.linalg.norm(weights[:-1] - weights[:-1].mean(axis=1, keepdims=True), axis=1)
        known = _heaviest(known, spread, keep)
        weights = fitted(known)
    return WeightTable(*_rounded(known, weights[:-1])), weights[-1].astype(np.float16).astype(np.float32)


def fit_pick(rows: Rows, sets: Indexes, right: Indexes, *, least: int, keep: int, penalty: float = 1.0) -> WeightTable:
    """Conditional logit: of each set of rows (``sets``: where each begins, and the end of the last) the row ``right`` is the answer."""
    known = seen_keys(rows, least)
    starts, lengths = sets[:-1], np.diff(sets)
    of = np.repeat(np.arange(len(lengths)), lengths)
    target = np.zeros(len(rows), np.float32)
    target[right] = 1

    def fitted(known: Keys) -> NDArray[np.float32]:
        matrix = _matrix(rows, known)
        transposed = matrix.T.tocsr()

        def cost(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
            weights = flat.astype(np.float32)
            scores = matrix @ weights
            power = np.exp(scores - np.maximum.reduceat(scores, starts)[of])
            share = power / np.add.reduceat(power, starts)[of]
            loss = -np.log(np.maximum(share[right], 1e-12)).sum(dtype=np.float64) + 0.5 * penalty * float(flat @ flat)
            return loss, (transposed @ (share - target)).astype(np.float64) + penalty * flat

        return _minimum(cost, len(known)).astype(np.float32)

    weights = fitted(known)
    if len(known) > keep:
        known = _heaviest(known, np.abs(weights), keep)
        weights = fitted(known)
    return WeightTable(*_rounded(known, weights[:, None]))


def _minimum(cost: Callable[[NDArray[np.float64]], tuple[float, NDArray[np.float64]]], size: int) -> NDArray[np.float64]:
    from scipy.optimize import minimize

    found = minimize(cost, np.zeros(size), jac=True, method="L-BFGS-B", options={"maxiter": _ITERATIONS, "maxcor": 7})
    return np.asarray(found.x)


def _heaviest(known: Keys, weight: NDArray[np.float32], keep: int) -> Keys:
    """The keys of the largest weights, sorted; of two that share a place in the table the heavier."""
    order = np.lexsort((known, -weight))
    _, first = np.unique(slots_of(known[order]), return_index=True)
    return np.sort(known[order[np.sort(first)][:keep]])


def _rounded(known: Keys, weights: NDArray[np.float32]) -> tuple[Keys, Floats]:
    """Weights as they are stored, so that what was measured is what is shipped."""
    _, first = np.unique(slots_of(known), return_index=True)
    first = np.sort(first)
    return known[first], weights[first].astype(np.float16).astype(np.float32)

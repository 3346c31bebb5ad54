"""Counts by article in, 95 % intervals of the figures out: percentile bootstrap (Efron and Tibshirani 1993) that draws whole articles.

Whole articles, because the events of one resemble each other: drawn one by one they would promise more certainty than there is. The
draws are the same in every run, and the same for two runs over the same articles, so that their difference can be judged in pairs.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from kg.evaluate.scoring import Tallies
from kg.evaluate.values import ACTIONS, ATTRIBUTES, LEVELS, Interval, LevelIntervals, ScoreIntervals

RESAMPLES = 2000
LEAST = 8  # articles: of 8 such an interval covers some 89 % rather than 95, and of fewer it would promise too much
_SEED = 1  # any number, as long as it stays
_BOUNDS = (0.025, 0.975)

Floats = NDArray[np.float64]


def intervals(tallies: Tallies) -> ScoreIntervals | None:
    """The intervals of every figure; None for fewer than LEAST articles."""
    count = len(tallies.articles)
    if count < LEAST:
        return None
    resampled = _resampled(tallies.levels)
    levels: dict[str, LevelIntervals] = {}
    for column, name in enumerate((*LEVELS, *ACTIONS)):
        gold, predicted, hit = resampled[:, column, :].T
        levels[name] = LevelIntervals(_interval(_ratio(hit, predicted)), _interval(_ratio(hit, gold)), _interval(_f1(gold, predicted, hit)))
    attributes: dict[str, Interval | None] = {}
    for name, (compared, agreed) in zip(ATTRIBUTES, _resampled(tallies.attributes).transpose(1, 2, 0), strict=True):
        if (drawn := compared > 0).any():  # draws in which it is never compared have no share
            attributes[name] = _interval(agreed[drawn] / compared[drawn])
    return ScoreIntervals(count, levels, attributes)


def f1_differences(before: Tallies, after: Tallies) -> dict[str, Interval | None] | None:
    """By level of detail how much more F1 ``after`` has than ``before``, in pairs: both are drawn from the same articles.

    None for fewer than LEAST articles. Raises ValueError where the two do not hold the same articles.
    """
    if before.articles != after.articles:
        raise ValueError("two runs are compared in pairs on the same articles")
    if len(before.articles) < LEAST:
        return None
    old, new = _resampled(before.levels), _resampled(after.levels)
    return {name: _interval(_f1(*new[:, c, :].T) - _f1(*old[:, c, :].T)) for c, name in enumerate(LEVELS)}


def _resampled(counts: NDArray[np.int64]) -> Floats:
    """The counts of each resampling, summed over the articles drawn: RESAMPLES × the rest of the shape of ``counts``."""
    flat = counts.reshape(len(counts), -1).astype(np.float64)
    return (_draws(len(counts)) @ flat).reshape(RESAMPLES, *counts.shape[1:])


@lru_cache(maxsize=4)
def _draws(articles: int) -> Floats:
    """How often each resampling draws each article: RESAMPLES × articles."""
    # the legacy generator, because its stream is promised to stay the same in every version of numpy
    drawn = np.random.RandomState(_SEED).randint(0, articles, (RESAMPLES, articles))
    places = drawn + articles * np.arange(RESAMPLES)[:, None]
    return np.bincount(places.ravel(), minlength=RESAMPLES * articles).reshape(RESAMPLES, articles).astype(np.float64)


def _ratio(part: Floats, whole: Floats) -> Floats:
    return part / np.where(whole > 0, whole, 1)  # nothing of nothing is 0, as in scoring


def _f1(gold: Floats, predicted: Floats, hit: Floats) -> Floats:
    return _ratio(2 * hit, gold + predicted)


def _interval(values: Floats) -> Interval | None:
    low, high = np.quantile(values, _BOUNDS).tolist()
    return Interval(low, high) if low < high else None  # 0 of 4 in every resampling is not 0 for certain

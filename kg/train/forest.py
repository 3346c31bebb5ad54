"""Rows of numbers with yes or no in, gradient-boosted decision trees out, in the plain form that the extractor evaluates by itself."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from kg.extract.learned.trees import MOST_LEAVES, Trees
from kg.extract.learned.weights import Calibration
from kg.train.extras import needed

_ROUNDS, _RATE, _LEAVES, _SMALLEST, _PENALTY, _SHARE = 400, 0.03, 15, 30, 5.0, 0.5
_SEED = 1


def fit_trees(rows: NDArray[np.float64], answers: NDArray[np.float64]) -> Trees:
    """Trees for the log-odds of a yes (Friedman 2001); the same data give the same trees."""
    ensemble, limits = needed("sklearn.ensemble"), needed("threadpoolctl")
    model = ensemble.HistGradientBoostingClassifier(
        learning_rate=_RATE,
        max_iter=_ROUNDS,
        max_leaf_nodes=_LEAVES,
        min_samples_leaf=_SMALLEST,
        l2_regularization=_PENALTY,
        max_features=_SHARE,
        random_state=_SEED,
        early_stopping=False,
    )
    with limits.threadpool_limits(1):  # sums of one order, whatever the number of cores
        model.fit(rows, answers)
    # scikit-learn has no public way to its trees; tests/test_train.py compares the two answers
    grown = [round_[0].nodes for round_ in model._predictors]
    return _plain([nodes for nodes in grown if len(nodes) > 1], float(np.ravel(model._baseline_prediction)[0]))


def _plain(grown: list[Any], base: float) -> Trees:
    features: list[int] = []
    thresholds: list[float] = []
    left: list[int] = []
    starts: list[int] = []
    leaves = np.zeros((len(grown), MOST_LEAVES), np.float32)
    for number, nodes in enumerate(grown):
        starts.append(len(features))
        seen = 0

        def walk(at: int, nodes: Any = nodes, number: int = number) -> int:
            """The leaves below a node, a bit each; notes its split and its leaves' values."""
            nonlocal seen
            node = nodes[at]
            if node["is_leaf"]:
                leaves[number, seen] = node["value"]
                seen += 1
                return 1 << (seen - 1)
            place = len(features)
            features.append(int(node["feature_idx"]))
            thresholds.append(float(node["num_threshold"]))
            left.append(0)
            below = walk(int(node["left"]))
            left[place] = below
            return below | walk(int(node["right"]))

        walk(0)
    return Trees(
        np.array(features, np.int16),
        np.array(thresholds, np.float32),
        np.array(left, np.uint16),
        np.array(starts, np.int32),
        leaves,
        base,
    )


def calibrate(scores: NDArray[np.float64], answers: NDArray[np.float64]) -> Calibration:
    """The straight line that turns raw scores into probabilities (Platt 1999), by Newton's method."""
    slope, offset = 1.0, 0.0
    for _ in range(50):
        share = 1.0 / (1.0 + np.exp(-(slope * scores + offset)))
        weight = np.maximum(share * (1 - share), 1e-9)
        wrong = share - answers
        slope_of = np.array([wrong @ scores, wrong.sum()])
        bend = np.array([[weight @ scores**2, weight @ scores], [weight @ scores, weight.sum()]]) + 1e-6 * np.eye(2)
        step = np.linalg.solve(bend, slope_of)
        slope, offset = slope - step[0], offset - step[1]
        if np.abs(step).max() < 1e-9:
            break
    return Calibration(round(float(slope), 5), round(float(offset), 5))

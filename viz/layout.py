"""Actors and how strongly each pair is tied in, a position for each actor out; the same input gives the same picture.

The strongest actors are placed by stress majorisation (Gansner, Koren, North: Graph Drawing by Stress Majorization, 2004),
which minimises the energy of Kamada and Kawai; the others stand around their partners. Nothing is random.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from viz.spacing import part, settle

CORE = 150  # actors placed by stress; the rest costs too much that way and would bend the picture of the strong
UNIT = 150.0  # ideal length of a tie of strength 1, in pixels at full size
WIDE = 1.35  # screens and pages are wider than high

Matrix = NDArray[np.float64]
Tie = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Disc:
    """How much room an actor takes: its radius, and the width of its longest label, in pixels."""

    radius: float
    label: float


def place(discs: Sequence[Disc], ties: Mapping[Tie, float], belonging: frozenset[Tie] = frozenset()) -> list[tuple[int, int]]:
    """A position (x to the right, y down, whole pixels around 0,0) for each disc.

    ``ties`` holds the strength (> 0) of each pair of indices, smaller index first; discs come strongest first.
    ``belonging`` names those pairs of which one belongs to the other (Kishida, Japan): they stand close.
    """
    if not discs:
        return []
    core = min(CORE, len(discs))
    inner = {pair: s for pair, s in sorted(ties.items()) if pair[0] < core and pair[1] < core}
    spots = _pack([_drawn(members, inner, discs, belonging) for members in _components(core, inner)], discs)
    spots[:, 0] *= WIDE
    spots = part(spots, discs[:core])
    return [(round(x), round(y)) for x, y in settle(spots, discs, ties)]


def _components(count: int, ties: Mapping[Tie, float]) -> list[list[int]]:
    """The indices that hang together, the largest set first."""
    root = list(range(count))

    def find(n: int) -> int:
        while root[n] != n:
            root[n] = root[root[n]]
            n = root[n]
        return n

    for a, b in ties:
        root[max(find(a), find(b))] = min(find(a), find(b))
    groups: dict[int, list[int]] = {}
    for n in range(count):
        groups.setdefault(find(n), []).append(n)
    return sorted(groups.values(), key=lambda g: (-len(g), g))


def _drawn(members: list[int], ties: Mapping[Tie, float], discs: Sequence[Disc], belonging: frozenset[Tie]) -> tuple[list[int], Matrix]:
    """One component's members and their positions around 0,0."""
    if len(members) == 1:
        return members, np.zeros((1, 2))
    local = {n: k for k, n in enumerate(members)}
    lengths = np.full((len(members), len(members)), np.inf)
    np.fill_diagonal(lengths, 0.0)
    for (a, b), strength in ties.items():
        if a in local and b in local:
            # the ideal length grows with the strength: heavy ties join large actors, which would pile up otherwise
            base = 0.45 if (a, b) in belonging else 1 + 0.28 * math.log1p(strength)
            length = base + (discs[a].radius + discs[b].radius) / UNIT
            lengths[local[a], local[b]] = lengths[local[b], local[a]] = length
    ideal = _shortest(lengths)
    spots = _majorise(_first_guess(ideal), ideal)
    return members, spots * UNIT


def _shortest(lengths: Matrix) -> Matrix:
    """Lengths of the shortest ways between all pairs (Floyd, Warshall)."""
    ways = lengths.copy()
    for k in range(len(ways)):
        np.minimum(ways, ways[:, k, None] + ways[None, k, :], out=ways)
    return ways


def _first_guess(ideal: Matrix) -> Matrix:
    """Classical scaling: the two directions in which the distances spread most, with their signs fixed."""
    squared: Matrix = ideal**2
    centred = -0.5 * (squared - squared.mean(axis=0) - squared.mean(axis=1)[:, None] + squared.mean())
    values, vectors = np.linalg.eigh(np.round(centred, 9))
    spots: Matrix = vectors[:, [-1, -2 % len(values)]] * np.sqrt(np.maximum(values[[-1, -2 % len(values)]], 1e-9))
    for axis in (0, 1):
        if spots[np.argmax(np.round(np.abs(spots[:, axis]), 6)), axis] < 0:
            spots[:, axis] *= -1
    # leaves of one hub fall on one point; a golden-angle spiral pulls them apart the same way every time
    turns = np.arange(len(ideal)) * math.pi * (3 - math.sqrt(5))
    nudge = 0.05 * np.sqrt(np.arange(len(ideal)) + 1.0)
    spots += np.column_stack((np.cos(turns), np.sin(turns))) * nudge[:, None]
    return spots


def _majorise(spots: Matrix, ideal: Matrix, *, rounds: int = 250) -> Matrix:
    """Move each actor to where its ideal distances pull it, until nothing moves."""
    weights = np.zeros_like(ideal)
    apart = ideal > 0
    weights[apart] = ideal[apart] ** -2.0
    totals = weights.sum(axis=1)
    for _ in range(rounds):
        moved = 0.0
        for n in range(len(spots)):
            away = spots[n] - spots
            far = np.maximum(np.hypot(away[:, 0], away[:, 1]), 1e-6)
            wanted = spots + away * (ideal[n] / far)[:, None]
            spot = (weights[n][:, None] * wanted).sum(axis=0) / totals[n]
            moved = max(moved, float(np.abs(spot - spots[n]).max()))
            spots[n] = spot
        if moved < 0.002:
            break
    spots -= spots.mean(axis=0)
    return spots


def _pack(parts: list[tuple[list[int], Matrix]], discs: Sequence[Disc]) -> Matrix:
    """The largest component in the middle, the others in rows below it."""
    spots = np.zeros((sum(len(m) for m, _ in parts), 2))
    members, main = parts[0]
    spots[members] = main
    left, right = float(main[:, 0].min()), float(max(main[:, 0].max(), main[:, 0].min() + 4 * UNIT))
    x, y, row = left, float(main[:, 1].max()) + UNIT, 0.0
    for members, small in parts[1:]:
        room = max(discs[n].radius * 2 + discs[n].label for n in members)
        low, high = small.min(axis=0), small.max(axis=0)
        if x > left and x + high[0] - low[0] > right:
            x, y, row = left, y + row + 0.6 * UNIT, 0.0
        spots[members] = small - low + np.array((x, y))
        x, row = x + float(high[0] - low[0]) + max(0.5 * UNIT, room), max(row, float(high[1] - low[1]))
    return spots

"""Actors and how strongly each pair is tied in, a position for each actor out; the same input gives the same picture.

States and whoever else stands by itself are placed by stress majorisation (Gansner, Koren, North: Graph Drawing by Stress
Majorization, 2004), which minimises the energy of Kamada and Kawai; their people and bodies stand around them, and the weak
wherever there is room near their partners. Nothing is random.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from viz.spacing import orbit, part, settle

CORE = 150  # actors placed with care; the rest costs too much that way and would bend the picture of the strong
UNIT = 150.0  # ideal length of a tie of strength 1, in pixels at full size
WIDE = 1.35  # screens and pages are wider than high
ROOM = 46.0  # what each of its people and bodies adds to a state's claim of space: as much as a disc of this radius

Matrix = NDArray[np.float64]
Tie = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Disc:
    """How much room an actor takes: its radius, and the width of its longest label, in pixels."""

    radius: float
    label: float


def place(discs: Sequence[Disc], ties: Mapping[Tie, float], belongs: Mapping[int, int] | None = None) -> list[tuple[int, int]]:
    """A position (x to the right, y down, whole pixels around 0,0) for each disc.

    ``ties`` holds the strength (> 0) of each pair of indices, smaller index first; discs come strongest first.
    ``belongs`` names the state, by index, of each person and body that has one in the picture.
    """
    if not discs:
        return []
    anchors = _anchors(len(discs), belongs or {})
    between = _between(ties, anchors)
    core = _core(between, anchors)
    moons = [n for n in range(min(CORE, len(discs))) if anchors[n] != n and anchors[n] in core]
    spots: dict[int, tuple[float, float]] = {}
    for n, (x, y) in zip(core, _placed(core, between, _with_moons(core, moons, anchors, discs)), strict=True):
        spots[n] = (x, y)
    for n in moons:
        spots[n] = orbit(n, anchors[n], spots, discs, ties)
    settle(spots, discs, {**between, **ties})
    return [(round(spots[n][0]), round(spots[n][1])) for n in range(len(discs))]


def _anchors(count: int, belongs: Mapping[int, int]) -> list[int]:
    """Whom each actor stands with: its state, or itself."""
    return [belongs[n] if n in belongs and belongs[n] not in belongs else n for n in range(count)]


def _between(ties: Mapping[Tie, float], anchors: Sequence[int]) -> dict[Tie, float]:
    """How strongly states are tied, their people and bodies included."""
    found: dict[Tie, float] = defaultdict(float)
    for (a, b), strength in sorted(ties.items()):
        if anchors[a] != anchors[b]:
            found[min(anchors[a], anchors[b]), max(anchors[a], anchors[b])] += strength
    return dict(sorted(found.items()))


def _core(between: Mapping[Tie, float], anchors: Sequence[int]) -> list[int]:
    """The strongest of those that stand by themselves, in order."""
    strength: dict[int, float] = dict.fromkeys(anchors, 0.0)
    for (a, b), s in between.items():
        strength[a] += s
        strength[b] += s
    return sorted(sorted(strength, key=lambda n: (-strength[n], n))[:CORE])


def _with_moons(core: list[int], moons: list[int], anchors: Sequence[int], discs: Sequence[Disc]) -> list[Disc]:
    """The core's discs, grown by the room that their people and bodies need."""
    count = [sum(anchors[m] == n for m in moons) for n in core]
    return [Disc(math.hypot(discs[n].radius, ROOM * math.sqrt(k)), discs[n].label) for n, k in zip(core, count, strict=True)]


def _placed(core: list[int], between: Mapping[Tie, float], discs: Sequence[Disc]) -> Matrix:
    """Positions of the core, without overlaps."""
    local = {n: k for k, n in enumerate(core)}
    ties = {(local[a], local[b]): s for (a, b), s in between.items() if a in local and b in local}
    spots = _pack([_drawn(members, ties, discs) for members in _components(len(core), ties)], discs)
    spots[:, 0] *= WIDE
    return part(_drawn_in(spots), discs)


def _drawn_in(spots: Matrix) -> Matrix:
    """The farthest few brought nearer: one remote leaf would shrink the picture of all the others."""
    far = np.hypot(spots[:, 0], spots[:, 1])
    rim = float(np.quantile(far, 0.8))
    nearer = np.where(far > rim, rim + 0.5 * (far - rim), far)
    return spots * (nearer / np.maximum(far, 1e-9))[:, None]


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


def _drawn(members: list[int], ties: Mapping[Tie, float], discs: Sequence[Disc]) -> tuple[list[int], Matrix]:
    """One component's members and their positions around 0,0."""
    if len(members) == 1:
        return members, np.zeros((1, 2))
    local = {n: k for k, n in enumerate(members)}
    lengths = np.full((len(members), len(members)), np.inf)
    np.fill_diagonal(lengths, 0.0)
    for (a, b), strength in ties.items():
        if a in local and b in local:
            # the ideal length grows with the strength: heavy ties join large actors, which would pile up otherwise
            length = 1 + 0.2 * math.log1p(strength) + (discs[a].radius + discs[b].radius) / UNIT
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

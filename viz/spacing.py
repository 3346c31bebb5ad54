"""Positions in, positions out in which no actor or label covers another."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
LINE = 18.0  # height of a label under its actor, in pixels
AIR = 14.0  # between two neighbours
CELL = 64.0  # the raster on which the weaker actors find a free place


class Sized(Protocol):
    """Whatever takes room: an actor's radius and the width of its label."""

    @property
    def radius(self) -> float: ...
    @property
    def label(self) -> float: ...


def part(spots: Matrix, discs: Sequence[Sized], *, rounds: int = 200) -> Matrix:
    """Push overlapping actors, labels included, apart along the shorter way."""
    spots = spots.copy()
    wide = np.array([max(2 * d.radius, d.label) for d in discs])
    high = np.array([2 * d.radius + LINE for d in discs])
    reach_x = (wide[:, None] + wide[None, :]) / 2 + AIR
    reach_y = (high[:, None] + high[None, :]) / 2 + AIR
    for _ in range(rounds):
        dx = spots[None, :, 0] - spots[:, None, 0]
        dy = spots[None, :, 1] - spots[:, None, 1]
        over_x, over_y = reach_x - np.abs(dx), reach_y - np.abs(dy)
        meets = np.triu((over_x > 0.5) & (over_y > 0.5), 1)
        if not meets.any():
            break
        for a, b in np.argwhere(meets):
            axis = 0 if over_x[a, b] < over_y[a, b] else 1
            push = (over_x if axis == 0 else over_y)[a, b] / 4
            side = 1.0 if (spots[b, axis], b) >= (spots[a, axis], a) else -1.0
            spots[a, axis] -= side * push
            spots[b, axis] += side * push
    return spots


def settle(core: Matrix, discs: Sequence[Sized], ties: Mapping[tuple[int, int], float]) -> list[tuple[float, float]]:
    """The core as it is, and each later disc on the free place nearest to its partners, outside rather than between them."""
    placed: list[tuple[float, float]] = [(float(x), float(y)) for x, y in core]
    taken: set[tuple[int, int]] = set()
    for (x, y), disc in zip(placed, discs, strict=False):
        taken.update(_cells(x, y, disc))
    partners: dict[int, list[tuple[int, float]]] = {}
    for (a, b), strength in sorted(ties.items()):
        partners.setdefault(max(a, b), []).append((min(a, b), strength))
    edge = max((math.hypot(x, y) for x, y in placed), default=0.0)
    for n in range(len(placed), len(discs)):
        x, y = _pulled(partners.get(n, []), placed, edge, n)
        cell = _free(round(x / CELL), round(y / CELL), taken)
        taken.add(cell)
        placed.append((cell[0] * CELL, cell[1] * CELL))
    return placed


def _cells(x: float, y: float, disc: Sized) -> list[tuple[int, int]]:
    """The raster's cells that a placed actor and its label cover."""
    wide, high = max(disc.radius, disc.label / 2) / CELL, (disc.radius + LINE) / CELL
    columns = range(round(x / CELL - wide), round(x / CELL + wide) + 1)
    return [(c, r) for c in columns for r in range(round(y / CELL - high), round(y / CELL + high) + 1)]


def _pulled(partners: list[tuple[int, float]], placed: list[tuple[float, float]], edge: float, n: int) -> tuple[float, float]:
    """Where an actor's placed partners draw it: their middle, moved outwards; the rim where it has none."""
    total = sum(s for _, s in partners)
    if not total:
        turn = n * math.pi * (3 - math.sqrt(5))
        return edge * 1.2 * math.cos(turn), edge * 1.2 * math.sin(turn)
    x = sum(placed[p][0] * s for p, s in partners) / total
    y = sum(placed[p][1] * s for p, s in partners) / total
    return x * 1.15, y * 1.15


def _free(column: int, row: int, taken: set[tuple[int, int]]) -> tuple[int, int]:
    """The nearest cell that is not taken, ring by ring."""
    for ring in range(400):
        cells = [
            (column + c, row + r)
            for c in range(-ring, ring + 1)
            for r in ((-ring, ring) if abs(c) != ring else range(-ring, ring + 1))
            if (column + c, row + r) not in taken
        ]
        if cells:
            return min(cells, key=lambda cell: ((cell[0] - column) ** 2 + (cell[1] - row) ** 2, cell))
    raise AssertionError("no free place within 400 cells")

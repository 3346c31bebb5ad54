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


def orbit(
    n: int, anchor: int, spots: Mapping[int, tuple[float, float]], discs: Sequence[Sized], ties: Mapping[tuple[int, int], float]
) -> tuple[float, float]:
    """A free place beside ``anchor`` for its person or body ``n``, on the side of whom it deals with but beside the arrows."""
    x, y = spots[anchor]
    wanted = _direction(n, anchor, spots, ties)
    arrows = [math.atan2(spots[o][1] - y, spots[o][0] - x) for o in _others(anchor, ties) if o in spots]
    taken = np.array([_box(*spots[m], discs[m]) for m in sorted(spots)])
    best: tuple[float, float, float] | None = None
    for ring in range(40):
        far = discs[anchor].radius + discs[n].radius + 40 + 26 * ring
        for step in range(24):
            angle = wanted + math.pi * step / 12
            at = (x + 1.25 * far * math.cos(angle), y + far * math.sin(angle))
            if _meets(_box(*at, discs[n]), taken):
                continue
            crowded = sum(abs(_turn(angle - a)) < 0.3 for a in arrows)
            cost = abs(_turn(angle - wanted)) + 0.5 * ring + 0.9 * min(crowded, 3)
            if best is None or cost < best[0]:
                best = (cost, *at)
        if best is not None and best[0] < 0.5 * (ring + 1):
            break
    assert best is not None, "no free place within 40 rings"
    return best[1], best[2]


def _others(n: int, ties: Mapping[tuple[int, int], float]) -> list[int]:
    return [b if a == n else a for a, b in ties if n in (a, b)]


def _direction(n: int, anchor: int, spots: Mapping[int, tuple[float, float]], ties: Mapping[tuple[int, int], float]) -> float:
    """The angle towards the middle of an actor's partners; away from the centre where it has none."""
    x, y = spots[anchor]
    partners = [(spots[o], ties[min(n, o), max(n, o)]) for o in _others(n, ties) if o != anchor and o in spots]
    if not partners:
        return math.atan2(y, x)
    return math.atan2(sum(s * (p[1] - y) for p, s in partners), sum(s * (p[0] - x) for p, s in partners))


def _turn(angle: float) -> float:
    """The same angle between -pi and pi."""
    return (angle + math.pi) % (2 * math.pi) - math.pi


def _box(x: float, y: float, disc: Sized) -> tuple[float, float, float, float]:
    """Left, top, right, bottom of an actor with its label and half the air around it."""
    wide = max(disc.radius, disc.label / 2) + AIR / 2
    return x - wide, y - disc.radius - AIR / 2, x + wide, y + disc.radius + LINE + AIR / 2


def _meets(box: tuple[float, float, float, float], others: Matrix) -> bool:
    left, top, right, bottom = box
    return bool(((left < others[:, 2]) & (others[:, 0] < right) & (top < others[:, 3]) & (others[:, 1] < bottom)).any())


def settle(spots: dict[int, tuple[float, float]], discs: Sequence[Sized], ties: Mapping[tuple[int, int], float]) -> None:
    """Give each disc that has no spot yet the free place nearest to its partners, outside rather than between them."""
    taken: set[tuple[int, int]] = set()
    for n, (x, y) in sorted(spots.items()):
        taken.update(_cells(x, y, discs[n]))
    partners: dict[int, list[tuple[int, float]]] = {}
    for (a, b), strength in sorted(ties.items()):
        partners.setdefault(a, []).append((b, strength))
        partners.setdefault(b, []).append((a, strength))
    edge = max((math.hypot(x, y) for x, y in spots.values()), default=0.0)
    for n in [n for n in range(len(discs)) if n not in spots]:
        x, y = _pulled([(spots[p], s) for p, s in partners.get(n, []) if p in spots], edge, n)
        cell = _free(round(x / CELL), round(y / CELL), taken)
        taken.add(cell)
        spots[n] = (cell[0] * CELL, cell[1] * CELL)


def _cells(x: float, y: float, disc: Sized) -> list[tuple[int, int]]:
    """The raster's cells that a placed actor and its label cover."""
    wide, high = max(disc.radius, disc.label / 2) / CELL, (disc.radius + LINE) / CELL
    columns = range(round(x / CELL - wide), round(x / CELL + wide) + 1)
    return [(c, r) for c in columns for r in range(round(y / CELL - high), round(y / CELL + high) + 1)]


def _pulled(partners: list[tuple[tuple[float, float], float]], edge: float, n: int) -> tuple[float, float]:
    """Where an actor's placed partners draw it: their middle, moved outwards; the rim where it has none."""
    total = sum(s for _, s in partners)
    if not total:
        turn = n * math.pi * (3 - math.sqrt(5))
        return edge * 1.2 * math.cos(turn), edge * 1.2 * math.sin(turn)
    return 1.15 * sum(p[0] * s for p, s in partners) / total, 1.15 * sum(p[1] * s for p, s in partners) / total


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

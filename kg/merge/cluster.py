"""Scored pairs in, groups out: agglomeration by average link, as far as the average stays above zero."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from kg.merge.compare import NEVER, Link

_UNCOMPARED = -0.5  # what a pair counts that was too far apart to be compared


def cluster(blocks: Mapping[str, str | None], links: Iterable[Link]) -> Iterator[tuple[str, ...]]:
    """Groups of the reports whose IRIs ``blocks`` holds (in that order), by average link.

    The two groups whose pairs agree best on average are joined, again and again, while that average is above zero, no pair between them
    excludes it, and no group would hold two blocks; None is a report that may join any. Ties go to the groups whose first members come
    first, so that nothing depends on chance.
    """
    iris = tuple(blocks)
    place = {iri: n for n, iri in enumerate(iris)}
    held = dict(enumerate(blocks.values()))
    groups: dict[int, list[int]] = {n: [n] for n in range(len(iris))}
    sums: dict[int, dict[int, tuple[float, int]]] = defaultdict(dict)  # group -> group -> (sum of scores, pairs compared)
    heap: list[tuple[float, int, int]] = []
    for link in links:
        a, b = sorted((place[link.a], place[link.b]))
        sums[a][b] = sums[b][a] = (link.score, 1)
        if link.score > 0:
            heap.append((-link.score, a, b))
    heapq.heapify(heap)
    while heap:
        negative, a, b = heapq.heappop(heap)
        if a not in groups or b not in groups or -_average(groups, sums, a, b) != negative:
            continue  # one of them has grown since
        if held[a] is not None and held[b] is not None and held[a] != held[b]:
            continue
        held[a] = held[a] or held.pop(b)
        _join(groups, sums, a, b)
        for c in sums[a]:
            average = _average(groups, sums, a, c)
            if average > 0:
                heapq.heappush(heap, (-average, min(a, c), max(a, c)))
    for first in sorted(groups):
        yield tuple(iris[n] for n in sorted(groups[first]))


def _average(groups: dict[int, list[int]], sums: dict[int, dict[int, tuple[float, int]]], a: int, b: int) -> float:
    total, compared = sums[a][b]
    if total <= NEVER / 2:
        return NEVER
    pairs = len(groups[a]) * len(groups[b])
    # rounded: a sum's last digits depend on the order of its terms
    return round((total + _UNCOMPARED * (pairs - compared)) / pairs, 9)


def _join(groups: dict[int, list[int]], sums: dict[int, dict[int, tuple[float, int]]], a: int, b: int) -> None:
    """Group ``b`` becomes part of ``a``, which comes first."""
    groups[a] += groups.pop(b)
    del sums[a][b]
    for c, (total, compared) in sums.pop(b).items():
        if c == a:
            continue
        old_total, old_compared = sums[a].get(c, (0.0, 0))
        sums[a][c] = sums[c][a] = (old_total + total, old_compared + compared)
        del sums[c][b]

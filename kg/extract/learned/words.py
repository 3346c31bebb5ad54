"""A word in, what is known of it without any text around it out: its key, its clusters, its length, its first and last characters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from kg.extract.learned.keys import Ints, text_key

# what may carry an action: punctuation and numbers do not
_CONTENT = re.compile(r"[一-鿿]|[a-z]")
_MOST = 1 << 18  # words kept in memory; then they are looked up anew
EDGE = 0  # the word that stands where a sentence begins or ends
LEVELS = 3


@dataclass(frozen=True, slots=True)
class Clusters:
    """Words of alike use: the cluster of ``words[i]`` on each level, coarse to fine, in ``ids[i]``."""

    words: tuple[str, ...]
    ids: NDArray[np.uint16]  # (words, levels)


@dataclass
class WordBook:
    """Words get numbers as they are met; ``columns`` are looked up by them."""

    clusters: Clusters
    numbers: dict[str, int] = field(default_factory=dict)
    _rows: list[tuple[int, ...]] = field(default_factory=list)
    _columns: NDArray[np.int64] = field(default_factory=lambda: np.zeros((0, 5 + LEVELS), np.int64))
    _places: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._places = {word: n for n, word in enumerate(self.clusters.words)}
        self._forget()

    def _forget(self) -> None:
        self.numbers, self._rows = {}, [(0, 0, 0, 0, 0) + (-1,) * LEVELS]
        self._columns = np.array(self._rows, np.int64)

    def begin(self) -> None:
        """Before an article: numbers of the last one need not hold any longer."""
        if len(self._rows) > _MOST:
            self._forget()

    def number(self, words: Iterable[str]) -> list[int]:
        """The number of each word."""
        known = self.numbers
        return [n if (n := known.get(word)) is not None else self._enter(word) for word in words]

    def _enter(self, word: str) -> int:
        number = self.numbers[word] = len(self._rows)
        at = self._places.get(word)
        clusters = (-1,) * LEVELS if at is None else tuple(int(i) for i in self.clusters.ids[at])
        self._rows.append((text_key(word), min(4, len(word)), ord(word[0]), ord(word[-1]), int(bool(_CONTENT.search(word))), *clusters))
        return number

    def columns(self) -> NDArray[np.int64]:
        """Key, length, first and last character, whether it may carry an action, and the clusters of each numbered word."""
        if len(self._columns) < len(self._rows):
            self._columns = np.concatenate([self._columns, np.array(self._rows[len(self._columns) :], np.int64)])
        return self._columns


def cluster_arrays(clusters: Clusters) -> dict[str, NDArray[np.generic]]:
    """The clusters as plain arrays, for a file."""
    return {
        "cluster_words": np.frombuffer("\n".join(clusters.words).encode(), np.uint8),
        "cluster_ids": clusters.ids,
    }


def clusters_of(words: NDArray[np.uint8], ids: NDArray[np.uint16]) -> Clusters:
    """The same out of a file."""
    return Clusters(tuple(words.tobytes().decode().split("\n")) if len(words) else (), ids)


def as_ints(values: Sequence[int]) -> Ints:
    """A row of whole numbers."""
    return np.array(values, dtype=np.int64)

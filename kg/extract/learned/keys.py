"""Columns of whole numbers in, one 32-bit key for each row and template of evidence out; all templates at once.

A template names the columns whose values together are one piece of evidence (the word, and the word before it). Its key is a hash of
the template and the values, so that a table of weights need not know words: 60 templates over 200 words are a handful of array
operations and not 12,000 strings. The mixing is that of a multiply-and-xorshift hash (Steele, Lea & Flood 2014, "Fast splittable
pseudorandom number generators").
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Keys = NDArray[np.uint32]

_MOST = 4  # columns of one template
_FACTORS = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93], dtype=np.uint64)
_OF_TEMPLATE = np.uint64(0xA0761D6478BD642F)
_MIX = (np.uint64(0xFF51AFD7ED558CCD), np.uint64(0xC4CEB9FE1A85EC53))
_HIGH = np.uint64(32)


@lru_cache(maxsize=1 << 17)
def text_key(text: str) -> int:
    """A number for a word: the same on every machine and in every run."""
    return crc32(text.encode("utf-8", "surrogatepass"))


@dataclass(frozen=True)
class Templates:
    """What evidence there is: the columns of each template, and what it says to a reader ({} stands for the value of a column)."""

    columns: tuple[str, ...]
    says: Mapping[tuple[str, ...], str]
    first: int  # templates are numbered from here: those of two stages do not share keys
    _numbers: NDArray[np.uint64] = field(init=False)
    _picked: NDArray[np.int64] = field(init=False)

    def __post_init__(self) -> None:
        place = {name: n for n, name in enumerate(self.columns)}
        picked = np.full((len(self.says), _MOST), len(self.columns), dtype=np.int64)
        for row, names in enumerate(self.says):
            picked[row, : len(names)] = [place[name] for name in names]
        numbers = np.arange(self.first, self.first + len(self.says), dtype=np.uint64)
        object.__setattr__(self, "_picked", picked)
        object.__setattr__(self, "_numbers", numbers[:, None] * _OF_TEMPLATE)

    def keys(self, values: Mapping[str, Any], rows: int) -> Keys:
        """The key of each template in each row, shape (templates, rows); ``values`` holds a number or an array for each column."""
        table = np.zeros((len(self.columns) + 1, rows), dtype=np.uint64)
        for n, name in enumerate(self.columns):
            table[n] = np.asarray(values[name]).astype(np.int64).view(np.uint64)
        table[: len(self.columns)] += np.uint64(1)  # 0 is no value at all
        mixed = self._numbers + table[self._picked[:, 0]] * _FACTORS[0]
        for n in range(1, _MOST):
            some = np.flatnonzero(self._picked[:, n] < len(self.columns))
            if len(some):
                mixed[some] += table[self._picked[some, n]] * _FACTORS[n]
        return _finished(mixed)


def listed_keys(number: int, values: Sequence[Any]) -> Keys:
    """Keys of a template of which a row may show several (the actions of a sentence), shape of its values."""
    mixed = np.array([number], np.uint64) * _OF_TEMPLATE  # arrays overflow silently, as they should here
    for n, value in enumerate(values):
        mixed = mixed + (np.asarray(value).astype(np.int64).view(np.uint64) + np.uint64(1)) * _FACTORS[n]
    return _finished(np.atleast_1d(mixed))


def _finished(mixed: NDArray[np.uint64]) -> Keys:
    for factor in _MIX:
        mixed = mixed ^ (mixed >> _HIGH)
        mixed = mixed * factor
    return (mixed >> _HIGH).astype(np.uint32)

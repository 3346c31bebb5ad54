"""Columns of whole numbers in, one 32-bit key for each row and template of evidence out; all templates at once.

A template names the columns whose values together are one piece of evidence (the word, and the word before it). Its key is a hash of
the template and the values, so that a table of weights need not know words: 60 templates over 200 words are a handful of array
operations and not 12,000 strings. The mixing is that of a multiply-and-xorshift hash (Steele, Lea & Flood 2014, "Fast splittable
pseudorandom number generators").
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Keys = NDArray[np.uint32]
Mixed = NDArray[np.uint64]

_MOST = 4  # columns of one template
_FACTORS = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93], dtype=np.uint64)
_OF_TEMPLATE = np.uint64(0xA0761D6478BD642F)
_MIX = (np.uint64(0xFF51AFD7ED558CCD), np.uint64(0xC4CEB9FE1A85EC53))
_HIGH = np.uint64(32)
_NUMBERS = tuple(int(factor) for factor in _FACTORS)
_WORD = (1 << 64) - 1


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
            table[n] = np.asarray(values[name], np.int64).view(np.uint64)
        table[: len(self.columns)] += np.uint64(1)  # 0 is no value at all
        mixed = table.take(self._picked[:, 0], axis=0)
        mixed *= _FACTORS[0]
        mixed += self._numbers
        for n in range(1, _MOST):
            some = self._picked[:, n] < len(self.columns)
            if some.any():
                more = table.take(self._picked[some, n], axis=0)
                more *= _FACTORS[n]
                mixed[some] += more
        return _finished(mixed)


def listed_keys(number: int, values: Sequence[Any]) -> Keys:
    """Keys of a template of which a row may show several (the actions of a sentence), shape of its values."""
    return _finished(mixed(number, values))


def mixed(number: int, values: Sequence[Any]) -> Mixed:
    """Such keys but for their last step, which ``Listed`` takes for all of them together."""
    # (value + 1) * factor is value * factor + factor: what is the same of all values is a number
    constant = number * int(_OF_TEMPLATE) + sum(_NUMBERS[: len(values)])
    total = None
    for value, factor in zip(values, _NUMBERS, strict=False):
        if isinstance(value, int):
            constant += value * factor
        else:
            part = np.asarray(value, np.int64).view(np.uint64) * np.uint64(factor)
            total = part if total is None else total + part
    offset = np.uint64(constant & _WORD)
    return np.array([offset]) if total is None else np.atleast_1d(total) + offset


Part = tuple[int | Ints, Ints, Mixed]  # template (one for all or one for each row), rows, mixed values


def together(rows: Ints, parts: Sequence[tuple[int, Mixed]]) -> Part:
    """Several templates that say something of the same rows, one after the other at each of them."""
    numbers = np.array([number for number, _ in parts], np.int64)
    return np.tile(numbers, len(rows)), np.repeat(rows, len(parts)), np.stack([values for _, values in parts], axis=1).ravel()


@dataclass(frozen=True)
class Listed:
    """Evidence of which a row may show several: key ``keys[i]``, of template ``numbers[i]``, speaks for row ``rows[i]``."""

    rows: Ints
    keys: Keys
    numbers: Ints

    @classmethod
    def of(cls, parts: Iterable[Part]) -> Listed:
        """Template, rows and mixed values of each kind of evidence, in their order."""
        known = [part for part in parts if len(part[1])]
        if not known:
            return cls(np.zeros(0, np.int64), np.zeros(0, np.uint32), np.zeros(0, np.int64))
        numbers, rows, values = zip(*known, strict=True)
        counts = [len(r) for r in rows]
        # of numbers alone there is one key for all rows
        every = [v if len(v) == n else np.broadcast_to(v, n) for v, n in zip(values, counts, strict=True)]
        templates = [np.broadcast_to(number, n) for number, n in zip(numbers, counts, strict=True)]
        return cls(np.concatenate(rows), _finished(np.concatenate(every)), np.concatenate(templates))


def _finished(mixed: Mixed) -> Keys:
    for factor in _MIX:
        mixed ^= mixed >> _HIGH
        mixed *= factor
    return (mixed >> _HIGH).astype(np.uint32)

"""Text in, text of the same length out: what every match in Chinese or English is made on.

Traditional script becomes simplified, full-width forms become half-width, capitals small, and offsets stay as they were.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache

import opencc

# all who look at a sentence ask for the same: kept for as many as an article may have, and a text without an end is none
_KEPT = 1000  # characters


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


@cache
def _simple_character(character: str) -> str:
    simple: str = _converter().convert(character)
    return simple if len(simple) == 1 else character


def simplify(text: str) -> str:
    """``text`` in simplified script, of the same length: offsets in one hold in the other."""
    if text.isascii():
        return text
    simple: str = _converter().convert(text)
    # phrases may change length (t2s has a few): then each character by itself
    return simple if len(simple) == len(text) else "".join(map(_simple_character, text))


class _Plain(dict[int, str]):
    """Code point -> half-width small letter, worked out when it is first met: a table for str.translate."""

    def __missing__(self, code: int) -> str:
        plain = unicodedata.normalize("NFKC", chr(code)).lower()
        self[code] = plain if len(plain) == 1 else chr(code)
        return self[code]


_PLAIN = _Plain()


def fold(text: str) -> str:
    """``text`` as names are compared: simplified, half-width, small letters; of the same length."""
    return _kept_folded(text) if len(text) <= _KEPT else _folded(text)


def _folded(text: str) -> str:
    simple = simplify(text)
    return simple.lower() if simple.isascii() else simple.translate(_PLAIN)


_kept_folded = lru_cache(maxsize=1024)(_folded)

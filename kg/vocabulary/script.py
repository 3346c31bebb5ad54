"""Text in, text of the same length out: what every match in Chinese or English is made on.

Traditional script becomes simplified, full-width forms become half-width, capitals small, and offsets stay as they were.
"""

from __future__ import annotations

import unicodedata
from functools import cache

import opencc


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


@cache
def _plain_character(character: str) -> str:
    plain = unicodedata.normalize("NFKC", character).lower()
    return plain if len(plain) == 1 else character


def fold(text: str) -> str:
    """``text`` as names are compared: simplified, half-width, small letters; of the same length."""
    simple = simplify(text)
    return simple.lower() if simple.isascii() else "".join(map(_plain_character, simple))

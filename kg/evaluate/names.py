"""Names and sentences in, whether they are the same out: the benchmark's loose comparison, blind to script, width and punctuation."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache

import opencc


@cache
def _simplifier() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Text without script, width, case, spaces and punctuation."""
    simple: str = _simplifier().convert(unicodedata.normalize("NFKC", text))
    return re.sub(r"[\s\W_]+", "", simple.casefold())


def same_name(a: str, b: str) -> bool:
    """Equal when folded, or one contains the other and the shorter has at least two characters."""
    short, long = sorted((fold(a), fold(b)), key=len)
    return bool(short) and (short == long or (len(short) > 1 and short in long))


def align(predicted: str, reference: Iterable[str]) -> str:
    """The reference sentence that a predicted one overlaps most (more than half), or the predicted one itself."""
    return _aligned(predicted, tuple(reference))


@lru_cache(maxsize=65536)  # figures, kinds of error and comparisons each need it
def _aligned(predicted: str, reference: tuple[str, ...]) -> str:
    p = fold(predicted)
    best, most = predicted, 0.5
    for candidate in reference:
        c = fold(candidate)
        if not c or not p:
            continue
        if c == p:
            return candidate  # nothing overlaps more, and most predicted sentences are whole ones
        if c in p or p in c:
            ratio = 1.0 + min(len(c), len(p)) / max(len(c), len(p))
        else:
            matcher = difflib.SequenceMatcher(None, c, p, autojunk=False)
            # the two quick ratios are upper bounds, and the real one is slow
            ratio = matcher.ratio() if matcher.real_quick_ratio() > most and matcher.quick_ratio() > most else 0.0
        if ratio > most:
            best, most = candidate, ratio
    return best

"""A text and what was declared in, one of the languages that are read out."""

from __future__ import annotations

import re
from functools import cache

from opencc import OpenCC

from kg.model import Language

_HAN = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_OTHER = re.compile(r"[\u0370-\u1fff\u3040-\u30ff\uac00-\ud7af]")
_SAMPLE = 5000
_FAMILIES = frozenset(("", "zh", "cmn", "yue", "chinese", "中文", "en", "eng", "english", "und", "mul"))
_DECLARED: dict[str, Language] = {
    "zh-hans": "zh-Hans", "zh-cn": "zh-Hans", "zh-sg": "zh-Hans", "zh-my": "zh-Hans", "zh-chs": "zh-Hans", "zh-hans-cn": "zh-Hans",
    "zh-hant": "zh-Hant", "zh-tw": "zh-Hant", "zh-hk": "zh-Hant", "zh-mo": "zh-Hant", "zh-cht": "zh-Hant", "zh-hant-tw": "zh-Hant",
    "zh-hant-hk": "zh-Hant",
}  # fmt: skip


def language_of(text: str, *, declared: str | None = None, hint: str | None = None) -> Language | None:
    """The language: as declared where the script agrees, else by counting characters; None for one that is not read.

    ``hint`` is weaker than ``declared``: a template's lang attribute, taken only where the text does not decide.
    """
    sample = text[:_SAMPLE]
    han, latin, other = (len(p.findall(sample)) for p in (_HAN, _LATIN, _OTHER))
    named = (declared or "").strip().replace("_", "-").lower()
    if other * 4 > han + latin + other or named.split("-")[0] not in _FAMILIES:
        return None
    # a page that gives each paragraph in both languages is what it was declared to be
    if named.startswith("en") and han < latin:
        return "en"
    if han * 8 < latin:  # a page of English may be declared Chinese by its template; five letters make a word
        return "en"
    simplified, traditional = _evidence(sample)
    known = _DECLARED.get(named)
    counted: Language = "zh-Hans" if simplified > traditional else "zh-Hant"
    if simplified == traditional:
        return known or _DECLARED.get((hint or "").replace("_", "-").lower(), "zh-Hans")
    # a quotation in the other script does not overrule what was declared
    overruled = max(simplified, traditional) >= 20 and max(simplified, traditional) > 5 * min(simplified, traditional)
    return counted if known is None or overruled else known


def _evidence(text: str) -> tuple[int, int]:
    """How many characters exist in simplified script only, and in traditional script only."""
    used = set(text)
    simplified, traditional = (sum(text.count(c) for c in used & side) for side in _one_sided())
    return simplified, traditional


@cache
def _one_sided() -> tuple[frozenset[str], frozenset[str]]:
    """Characters that conversion changes in one direction alone: 国 and 國, but not 后, which both scripts have."""
    to_simplified, to_traditional = OpenCC("t2s"), OpenCC("s2t")
    every = [chr(n) for n in range(0x4E00, 0x9FFF)]
    simpler = "\n".join(every), to_simplified.convert("\n".join(every)), to_traditional.convert("\n".join(every))
    rows = list(zip(*(s.split("\n") for s in simpler), strict=True))
    return frozenset(c for c, s, t in rows if t != c and s == c and c not in "后里台系面松只干云冲"), frozenset(
        c for c, s, t in rows if s != c
    )

"""A folded sentence and its known words in, the one-letter names of states out: 美日菲, 对美, 俄称, 美方.

One letter is a state's name only with a guard: other letters beside it (美日), a word that takes a state (访美),
something that is a state's (美方, 美国务卿), or the place of a headline's subject (俄称…). 日, 中, 法 need more than 美, 俄.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.extract.lexicon import Lexicon, Word
from kg.extract.words import word_edges

_STRONG = frozenset("美俄乌英菲韩朝澳越泰欧土叙")
_ANYWHERE = frozenset("美俄乌英韩朝菲")
_SUBJECT_VERBS = frozenset("称拟将拒指批要对向与就宣再促吁誓警或否已正欲望派拟学媒官防外军总议")
_SAYING = frozenset("称拟拒批促吁誓")
_ONLY_AFTER = {"华": frozenset("对访驻来赴在涉反援遏制抗返侨")}
_EDGES = frozenset("，。：；、？！“”「」『』（）()《》 \n…—-")
_DATED = re.compile(r"[0-9一二三四五六七八九十]\s?$")
_WORDS = frozenset(("中意", "加以"))  # to please, to do
_BEFORE_RUN = frozenset("月年日号其当之心集目")


def initial_words(folded: str, words: Sequence[Word], lexicon: Lexicon) -> Iterator[Word]:
    """Words of kind "initial" among the characters that no longer word covers; several IRIs where states stand together."""
    covered = bytearray(len(folded))
    following: dict[int, Word] = {}
    for word in words:
        if not (word.kind == "affix" and word.end - word.start == 1):
            covered[word.start : word.end] = b"\1" * (word.end - word.start)
        following[word.start] = word
    # 4 月 10 日对: the day of a date is no Japan
    at = [
        i
        for i, c in enumerate(folded)
        if c in lexicon.initials and not covered[i] and not (c == "日" and _DATED.search(folded, max(0, i - 3), i))
    ]
    if not at:
        return
    starts, ends = word_edges(folded)
    i = 0
    while i < len(at):
        start = end = at[i]
        while i < len(at) and at[i] == end:
            end += 1
            i += 1
        yield from _run(folded, start, end, starts, ends, following, lexicon)


def _run(
    folded: str, start: int, end: int, starts: frozenset[int], ends: frozenset[int], following: dict[int, Word], lexicon: Lexicon
) -> Iterator[Word]:
    letters = folded[start:end]
    if 2 <= end - start <= 5 and len(set(letters)) == len(letters) and "华" not in letters and _apart(folded, start, end, starts):
        yield Word(start, end, "initial", tuple(lexicon.initials[c] for c in letters))
        return
    last = end - 1
    if _single(folded, last, starts, ends, following, lexicon):
        yield Word(last, end, "initial", (lexicon.initials[folded[last]],))


def _apart(folded: str, start: int, end: int, starts: frozenset[int]) -> bool:
    """Whether several letters stand together as words of their own: 美日|关系 and 中美关系, not 目前|日本."""
    if folded[start - 1 : start] and folded[start - 1] in _BEFORE_RUN:
        return False
    return start in starts and folded[start:end] not in _WORDS


def _single(folded: str, at: int, starts: frozenset[int], ends: frozenset[int], following: dict[int, Word], lexicon: Lexicon) -> bool:
    letter, before = folded[at], folded[at - 1] if at else ""
    if letter in _ONLY_AFTER:
        return before in _ONLY_AFTER[letter] and at + 1 in ends
    next_word = following.get(at + 1)
    if next_word is not None and _takes_initial(next_word) and (at in starts or letter in _STRONG or _after_taker(folded, at, lexicon)):
        return True
    # 美称不惜…: who opens a headline and says something, though 美称 is a word too
    if letter in _STRONG and (not before or before in _EDGES) and folded[at + 1 : at + 2] in _SAYING:
        return True
    if at + 1 not in ends:
        return False
    if before and _after_taker(folded, at, lexicon) and (at in starts or at - 1 in starts):
        return not (letter in "中日" and before in "在从同")
    if at not in starts:
        return False
    # 击退俄多次进攻: a word by itself, and no word of the language
    if letter in _ANYWHERE:
        return True
    return (not before or before in _EDGES) and folded[at + 1 : at + 2] in _SUBJECT_VERBS


def _after_taker(folded: str, at: int, lexicon: Lexicon) -> bool:
    return folded.endswith(lexicon.before_initial, 0, at)


def _takes_initial(word: Word) -> bool:
    return word.kind in ("role", "body") or (word.kind == "affix" and word.value in ("state", "forces", "people", "media"))

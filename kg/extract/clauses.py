"""A sentence and its mentions in, who stands where out: clauses, groups of mentions that are named together, and what governs them.

对 in 对中国实施制裁 makes China the one acted upon; 在 in 在华盛顿 makes Washington a place; 遭 turns the sentence round.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from operator import itemgetter
from typing import Literal

from kg.model import Mention

Government = Literal["", "towards", "with", "by", "passive", "place", "source", "topic", "invited"]

_CLAUSE = re.compile(r"[，；：。！？,;:!?]|——|(?<=[一-鿿])\s+(?=[一-鿿])")
# how the words before a mention govern it; longest first
_GOVERNORS: dict[Government, str] = {
    "towards": "针对 对于 对 向 给 把 将 为 替",
    "with": "与 和 同 跟 及 暨",
    "passive": "遭到 受到 被 遭 受",
    "by": "由",
    "place": "抵达 前往 位于 设在 在 于 从 自 赴 抵 驻",
    "source": "根据 按照 据 按",
    "invited": "应邀 应",
    "topic": "面对 关于 有关 围绕 随着 除了 包括 作为 通过 代表 就 让 令 使 经",
}
_ENGLISH_GOVERNORS: dict[Government, str] = {
    "source": "according_to",
    "towards": "against towards toward to on for",
    "with": "with",
    "by": "by",
    "place": "in at from",
    "topic": "of between",
}
_JOINERS = re.compile(r"^\s*(?:、|和|与|以及|及|跟|同|暨|/|and|,|, and|&)?\s*(?:the\s+)?$")
# 对数名中国官员, 与其他三个国家: a number between does not loosen the hold
_COUNTED = re.compile(
    r"(?:(?:数|多|两|几|部分|一些|所有|全体|各|该|其|其他|这些?|那些?|有关|相关|上述|约|近|至少|[0-9０-９一二三四五六七八九十百千万余]+)[名个位家艘架枚项次座条]?的?)+$"
)
# what such a number ends with: elsewhere it need not be looked for
_COUNTED_ENDS = frozenset(
    "数多两几分些有体各该其他这那关述约近少0123456789０１２３４５６７８９一二三四五六七八九十百千万余名个位家艘架枚项次座条的\n"
)
_BRACKET = re.compile(r"^\s*[（(][^）)]{0,40}[）)]\s*")


@dataclass(frozen=True, slots=True)
class Group:
    """Mentions that play one role together: 美国、日本和菲律宾. Offsets count in the article's text."""

    mentions: tuple[Mention, ...]
    government: Government
    clause: int

    @property
    def start(self) -> int:
        return self.mentions[0].start

    @property
    def end(self) -> int:
        return self.mentions[-1].end


def clause_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Start and end of each clause of a sentence, offsets in ``text``; the marks between them belong to none."""
    spans, start = [], 0
    for match in _CLAUSE.finditer(text):
        if match.start() > start:
            spans.append((start, match.start()))
        start = match.end()
    if start < len(text):
        spans.append((start, len(text)))
    return tuple(spans)


def clause_at(spans: Sequence[tuple[int, int]], position: int) -> int:
    """The index of the clause that holds a position (of the one before it, for a mark between two)."""
    return max(bisect_right(spans, position, key=itemgetter(0)) - 1, 0)


def group_mentions(mentions: Sequence[Mention], text: str, offset: int, spans: Sequence[tuple[int, int]]) -> tuple[Group, ...]:
    """Mentions of one sentence, those that are named together in one group; ``offset`` is the sentence's start."""
    groups: list[list[Mention]] = []
    for mention in mentions:
        if groups and _joined(text, groups[-1][0].start - offset, groups[-1][-1].end - offset, mention.start - offset):
            groups[-1].append(mention)
        else:
            groups.append([mention])
    return tuple(Group(tuple(g), _government(text, g[0].start - offset), clause_at(spans, g[0].start - offset)) for g in groups)


def _joined(text: str, first: int, end: int, start: int) -> bool:
    if end == start:
        return True
    between = _BRACKET.sub("", text[end:start])
    if not between or not _JOINERS.match(between):
        return False
    # 在华盛顿与菲律宾举行: the place ends where the partner begins
    return not (_government(text, first) == "place" and between.strip() in ("与", "同", "跟", "和"))


@cache
def _governing(english: bool) -> tuple[tuple[int, dict[str, Government]], ...]:
    """Governing words by their length, the longest first: 对于 before 于."""
    table = _ENGLISH_GOVERNORS if english else _GOVERNORS
    by_length: dict[int, dict[str, Government]] = defaultdict(dict)
    for government, together in table.items():
        for word in together.split():
            by_length[len(word)].setdefault(word.replace("_", " "), government)
    return tuple(sorted(by_length.items(), reverse=True))


def _government(text: str, start: int) -> Government:
    before = text[max(0, start - 14) : start]
    if before[-1:] in _COUNTED_ENDS:
        before = _COUNTED.sub("", before)
    if before[-1:].isascii() and before.strip():
        words = " " + before.lower().rstrip().removesuffix(" the")
        return next((g for n, table in _governing(True) if words[-n - 1 : -n] == " " and (g := table.get(words[-n:]))), "")
    return next((g for n, table in _governing(False) if (g := table.get(before[-n:]))), "")

"""A sentence and its mentions in, who stands where out: clauses, groups of mentions that are named together, and what governs them.

对 in 对中国实施制裁 makes China the one acted upon; 在 in 在华盛顿 makes Washington a place; 遭 turns the sentence round.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from kg.model import Mention

Government = Literal["", "towards", "with", "by", "passive", "place", "source", "topic", "invited"]

_CLAUSE = re.compile(r"[，；：。！？,;:!?]|——|(?<=[一-鿿])\s+(?=[一-鿿])")
# how the words before a mention govern it; longest first
_GOVERNORS: tuple[tuple[str, Government], ...] = (
    ("针对", "towards"), ("对于", "towards"), ("面对", "topic"), ("关于", "topic"), ("有关", "topic"), ("围绕", "topic"), ("随着", "topic"),
    ("根据", "source"), ("按照", "source"), ("抵达", "place"), ("前往", "place"), ("位于", "place"), ("设在", "place"), ("遭到", "passive"),
    ("受到", "passive"), ("应邀", "invited"), ("除了", "topic"), ("包括", "topic"), ("作为", "topic"), ("通过", "topic"), ("代表", "topic"),
    ("对", "towards"), ("向", "towards"), ("给", "towards"), ("把", "towards"), ("将", "towards"), ("为", "towards"), ("替", "towards"),
    ("与", "with"), ("和", "with"), ("同", "with"), ("跟", "with"), ("及", "with"), ("暨", "with"),
    ("被", "passive"), ("遭", "passive"), ("受", "passive"), ("由", "by"),
    ("在", "place"), ("于", "place"), ("从", "place"), ("自", "place"), ("赴", "place"), ("抵", "place"), ("驻", "place"),
    ("据", "source"), ("按", "source"), ("应", "invited"), ("就", "topic"), ("让", "topic"), ("令", "topic"), ("使", "topic"), ("经", "topic"),
)  # fmt: skip
_ENGLISH_GOVERNORS: tuple[tuple[str, Government], ...] = (
    ("according to", "source"), ("against", "towards"), ("towards", "towards"), ("toward", "towards"), ("with", "with"), ("by", "by"), ("in", "place"),
    ("at", "place"), ("from", "place"), ("to", "towards"), ("on", "towards"), ("for", "towards"), ("of", "topic"), ("between", "topic"),
)  # fmt: skip
_JOINERS = re.compile(r"^\s*(?:、|和|与|以及|及|跟|同|暨|/|and|,|, and|&)?\s*(?:the\s+)?$")
# 对数名中国官员, 与其他三个国家: a number between does not loosen the hold
_COUNTED = re.compile(
    r"(?:(?:数|多|两|几|部分|一些|所有|全体|各|该|其|其他|这些?|那些?|有关|相关|上述|约|近|至少|[0-9０-９一二三四五六七八九十百千万余]+)[名个位家艘架枚项次座条]?的?)+$"
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
    return max((n for n, (start, _) in enumerate(spans) if start <= position), default=0)


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
    between = _BRACKET.sub("", text[end:start])
    if end == start:
        return True
    if not between or not _JOINERS.match(between):
        return False
    # 在华盛顿与菲律宾举行: the place ends where the partner begins
    return not (_government(text, first) == "place" and between.strip() in ("与", "同", "跟", "和"))


def _government(text: str, start: int) -> Government:
    before = _COUNTED.sub("", text[max(0, start - 14) : start])
    if before[-1:].isascii() and before.strip():
        words = before.lower().rstrip()
        words = words.removesuffix(" the")
        return next((g for word, g in _ENGLISH_GOVERNORS if words.endswith((" " + word, "\n" + word)) or words == word), "")
    for word, government in _GOVERNORS:
        if before.endswith(word):
            return government
    return ""

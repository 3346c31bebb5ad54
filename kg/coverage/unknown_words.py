"""A sentence's text in, the words in it that may be actions or names out, with their kind; whether they are known is not asked here.

Chinese words get their kind from jieba's tagger; English verbs are taken from where they stand, right behind a subject.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from jieba.posseg import POSTokenizer

WordKind = Literal["verb", "person", "place", "organisation", "name"]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# jieba's tags: nr a person, nrt a transcribed one, ns a place, nt an organisation, nz another name
_KINDS: dict[str, WordKind] = {"nr": "person", "nrt": "person", "nrfg": "person", "ns": "place", "nt": "organisation", "nz": "name"}
_LATIN = re.compile(r"[A-Z][\w'’-]+(?:(?: of| the| and| de| al)? [A-Z][\w'’-]+)*")
_ENGLISH_WORD = re.compile(r"[a-z][a-z-]{2,}")
# between an English subject and its verb
_BETWEEN = _words("has have had is are was were be been being will would may might can could should also not again yet still")
_ENGLISH_NOT_VERBS = _words(
    "and or but the for from with without that which who whom whose when where while after before during under over into onto upon about "
    "against between among through across toward towards since until than then there here this these those its their his her our your "
    "more most other such both all any some only even however because although though per via amid as at by in of on to"
)
# say that somebody speaks, thinks, or that something is or begins: never an action by themselves
_ENGLISH_PLAIN = _words("said says say told tells according added adds noted notes did does made make makes became become")
_CHINESE_PLAIN = _words(
    "表示 指出 认为 称为 进行 成为 可能 可以 能够 需要 应该 没有 开始 继续 包括 有关 相关 关于 出现 存在 发生 作为 不是 就是 还是 不能 "
    "不会 必须 看到 知道 觉得 报道 报导 引述 援引 透露 显示 介绍 写道 说道 强调 补充 提到 谈到 说明 解释 回答 使得 导致 造成 引起 有所 "
    "予以 加以 得以 位于 来自 属于 具有 拥有 达到 超过 增加 减少 增长 下降 上升 影响 涉及 利用 使用 通过 根据 按照 面对 面临 "
    "处于 成立 结束 完成 实现"
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A word of a text that may be worth knowing; offsets in that text."""

    start: int
    end: int
    kind: WordKind


@cache
def _tagger() -> POSTokenizer:
    import logging

    import jieba
    from jieba.posseg import POSTokenizer

    jieba.setLogLevel(logging.WARNING)
    return POSTokenizer(jieba.Tokenizer())  # of our own: the module's one is shared with whoever else imports jieba


def chinese_candidates(text: str) -> Iterator[Candidate]:
    """Verbs and names of two characters or more in a simplified text."""
    position = 0
    for pair in _tagger().lcut(text, HMM=True):
        start, position = position, position + len(pair.word)
        if len(pair.word) < 2 or not all("㐀" <= c <= "鿿" or c == "·" for c in pair.word):
            continue
        if pair.flag.startswith("v") and pair.word not in _CHINESE_PLAIN:
            yield Candidate(start, position, "verb")
        elif kind := _KINDS.get(pair.flag):
            yield Candidate(start, position, kind)


def english_candidates(text: str, subjects: Sequence[tuple[int, int]]) -> Iterator[Candidate]:
    """Names in capitals, and the first word behind each subject that can be its verb."""
    for match in _LATIN.finditer(text):
        # a sentence begins with a capital whatever the word is
        if match.start() and text[: match.start()].rstrip()[-1:] not in (".", "“", '"', ":", "!", "?"):
            yield Candidate(match.start(), match.end(), "name")
    for _, end in subjects:
        for match in _ENGLISH_WORD.finditer(text, end, min(len(text), end + 60)):
            between = text[end : match.start()]
            if any(c in between for c in ",.;:()") or match.group() in _ENGLISH_NOT_VERBS:
                break
            if match.group() in _BETWEEN or match.group().endswith("ly"):
                continue
            if match.group() not in _ENGLISH_PLAIN:
                yield Candidate(match.start(), match.end(), "verb")
            break

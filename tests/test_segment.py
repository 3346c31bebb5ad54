"""Sentences: where they end, and that nothing is lost."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import Article, Block
from kg.segment import split_sentences
from kg.vocabulary import simplify


def article(*paragraphs: str, lang: str = "zh-Hans") -> Article:
    text, blocks = "\n".join(paragraphs), []
    start = 0
    for paragraph in paragraphs:
        blocks.append(Block(start, start + len(paragraph), "paragraph"))
        start += len(paragraph) + 1
    return Article("urn:a", "a", "a", "", None, None, None, None, None, lang, text, tuple(blocks), "")  # type: ignore[arg-type]


CASES = [
    ("两国外长周三会谈。双方同意继续对话。", ["两国外长周三会谈。", "双方同意继续对话。"]),
    ("他说：“我们不会退让。”随后离席。", ["他说：“我们不会退让。”", "随后离席。"]),
    ("她問：「真的嗎？」沒有人回答！", ["她問：「真的嗎？」", "沒有人回答！"]),
    ("日方表示遗憾；韩方没有回应。", ["日方表示遗憾；", "韩方没有回应。"]),
    ("谈判破裂……代表团当晚回国。", ["谈判破裂……", "代表团当晚回国。"]),
    ("协议（是否有效？仍有争议）周五生效。", ["协议（是否有效？仍有争议）周五生效。"]),
    ("增长2.5%，高于预期。", ["增长2.5%，高于预期。"]),
    ("Gen. Smith met the U.S. envoy on Monday. They agreed to talk.", ["Gen. Smith met the U.S. envoy on Monday.", "They agreed to talk."]),
    ("标题没有句号", ["标题没有句号"]),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_sentences_end_where_a_reader_would_stop(text: str, expected: list[str]) -> None:
    assert [s.text for s in split_sentences(article(text))] == expected


def test_offsets_count_code_points_and_hold_in_both_scripts() -> None:
    text = "𠮷田外相🇯🇵訪問臺灣。總統會見了他。"
    sentences = list(split_sentences(article("第一段。", text, lang="zh-Hant")))
    assert [s.paragraph for s in sentences] == [0, 1, 1]
    for sentence in sentences:
        assert len(sentence.simplified) == len(sentence.text)
    assert sentences[2].simplified == "总统会见了他。"
    assert sentences[1].start == 5


@given(st.lists(st.text(st.characters(exclude_characters="\n", exclude_categories=["Cs"]), min_size=1), min_size=1, max_size=4))
def test_every_character_but_white_space_stands_in_exactly_one_sentence(paragraphs: list[str]) -> None:
    whole = article(*paragraphs)
    sentences = list(split_sentences(whole))
    for sentence in sentences:
        assert whole.text[sentence.start : sentence.end] == sentence.text
    assert all(a.end <= b.start for a, b in pairwise(sentences))
    assert "".join("".join(s.text for s in sentences).split()) == "".join(whole.text.split())


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_simplifying_keeps_the_length(text: str) -> None:
    assert len(simplify(text)) == len(text)

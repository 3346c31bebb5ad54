"""Our division into words is jieba's, which is the reference; only its start is not."""

from __future__ import annotations

import logging
import subprocess
import sys

import jieba
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extract.words import word_spans
from tests.conftest import ROOT

PIECES = [*"中国美日外长会见机在的一了人大不AB19&.-%_+# \r\n，。（é", "𠮷", "\u3000", "T恤", "卡拉OK", "共和国"]


@pytest.fixture(scope="module")
def reference() -> jieba.Tokenizer:
    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    tokenizer.initialize()
    return tokenizer


def spans(tokenizer: jieba.Tokenizer, text: str) -> tuple[tuple[int, int], ...]:
    return tuple((start, end) for _, start, end in tokenizer.tokenize(text, HMM=False))


@pytest.mark.parametrize(
    "text",
    [
        "机会见证了两国外长会见。", "目前日本和美国关系", "AT&T和T恤-K.3%", "a\r\nb \n c　中\r国\r\n", "𠮷野家 3.5%", "i18n的ABC公司",
        "F-16战机与B-52轰炸机", "䶮", "", " ", "COVID-19疫情", "2024年3月25日", "e.g.", "中\u0000国",
    ],
)  # fmt: skip
def test_words_are_jiebas(reference: jieba.Tokenizer, text: str) -> None:
    assert word_spans(text) == spans(reference, text)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_words_are_jiebas_whatever_stands_together(text: str) -> None:
    tokenizer = jieba.dt
    jieba.setLogLevel(logging.WARNING)
    tokenizer.initialize()
    assert word_spans(text) == spans(tokenizer, text)


def test_words_are_jiebas_in_the_sample(reference: jieba.Tokenizer) -> None:
    files = sorted((ROOT / "data" / "sample").glob("*.md"))
    assert files
    for file in files:
        for line in file.read_text(encoding="utf-8").splitlines():
            assert word_spans(line) == spans(reference, line)


def test_jieba_itself_is_not_started() -> None:
    code = "import sys; from kg.extract.words import word_spans; word_spans('两国外长会见'); sys.exit('jieba' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT).returncode == 0

"""Real articles: every one is read, copies are one, and what people marked in them is found in their text."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path

import pytest

from kg.errors import ReadError
from kg.read import read_articles

pytestmark = pytest.mark.shared

# What annotators quoted with a sentence and is not part of the text: the row's own JSON, an agency's or the outlet's line, a caption's
# label, the dots of a cut-off lead
NOT_TEXT = re.compile(
    r'^\{.*?"summary": "|^图片版权.*?Image caption|(?:……)?\.{3,}(?:more)?$|\u200b|\s|^（早报讯）|^央视网消息（新闻联播）：'
    r"|^[（(]德[国國]之[声聲]中文\s?[网網][)）]|^（法新社[^）]*电）|^路透[^-]{0,20}日 -"
)


@pytest.mark.parametrize("part", ["dev", "train"])
def test_annotated_sentences_stand_in_the_text(shared: Path, part: str) -> None:
    texts = {a.id: re.sub(r"\s", "", a.text) for a in read_articles([str(shared / "benchmark" / f"{part}.articles.jsonl")])}
    rows = map(json.loads, (shared / "benchmark" / f"{part}.gold.jsonl").read_text("utf-8").splitlines())
    sentences = {(row["id"], event["sentence"]) for row in rows for event in row["events"]}
    found = sum(NOT_TEXT.sub("", unicodedata.normalize("NFC", s)) in texts[id_] for id_, s in sentences)
    assert found / len(sentences) > 0.995


def test_every_raw_file_is_read(shared: Path) -> None:
    failures: list[ReadError] = []
    articles = list(read_articles([str(shared / "articles" / "raw")], failures=failures.append))
    assert failures == []
    assert len(articles) == 311
    assert len({a.id for a in articles}) == 311


def test_the_seed_is_read_as_it_was_published(shared: Path) -> None:
    (seed,) = read_articles([str(shared / "articles" / "raw" / "seed.md")])
    assert seed.published is not None
    assert seed.dateline is not None
    assert (seed.id, seed.published.value, seed.published.zone, seed.dateline.isoformat()) == (
        "seed",
        "2024-03-25T12:45:03+00:00",
        "UTC",
        "2024-03-25",
    )
    assert (seed.outlet, seed.agency, seed.lang) == ("rfi.fr", None, "zh-Hans")
    assert [b.kind for b in seed.blocks].count("heading") == 2
    assert not re.search(r"RSS|feedx|作者|<|艾米|13:42", seed.text)


@pytest.mark.slow
def test_every_stored_row_is_read_and_copies_are_one_article(shared: Path) -> None:
    folder = shared / "articles"
    failures: list[ReadError] = []
    articles = list(read_articles([str(folder / "zh_news.jsonl.gz"), str(folder / "en_news.jsonl.gz")], failures=failures.append))
    assert failures == []
    assert len(articles) == 8850 + 1629
    iris = {a.id: a.iri for a in articles}
    twice = folder / "zh_same_article_twice.jsonl"
    copies = {a.id: a.iri for a in read_articles([str(twice)])}
    rows = map(json.loads, twice.read_text("utf-8").splitlines())
    # four name a twin that is not among the articles
    pairs = [(copies[row["id"]], iris[row["same_as"]]) for row in rows if row["same_as"] in iris]
    assert len(pairs) == 127
    assert all(one == another for one, another in pairs)

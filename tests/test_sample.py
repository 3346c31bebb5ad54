"""The sample articles can be read, and their annotations keep to the guidelines (data/benchmark/GUIDELINES.md)."""

from __future__ import annotations

import importlib.util
import json
import re
from collections import Counter
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from kg.errors import ReadError
from kg.evaluate import QUADS
from kg.model import MODALITIES, Article
from kg.read import read_articles
from kg.segment import split_sentences
from kg.vocabulary import load_vocabulary
from tests.conftest import ROOT

SAMPLE, GOLD = ROOT / "data" / "sample", ROOT / "data" / "gold"
FILES = sorted(p for p in SAMPLE.iterdir() if p.is_file())
OUTLETS = {"haiqiao", "nanyu", "yingzhou", "weigang", "harbourwire"}

Event = dict[str, Any]


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


ANNOTATED = {row["id"]: row["events"] for name in ("sample", "en") for row in rows(GOLD / f"{name}.gold.jsonl")}
EVENTS = [pytest.param(id_, event, id=f"{id_}-{n}") for id_, events in ANNOTATED.items() for n, event in enumerate(events)]


@pytest.fixture(scope="module")
def articles() -> dict[str, Article]:
    """The articles of data/sample by id; each copy of an article that is stored twice has an id of its own."""
    failures: list[ReadError] = []
    found = {a.id: a for a in read_articles([str(SAMPLE)], failures=failures.append)}
    assert failures == []
    return found


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_articles", GOLD / "make_articles.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_every_file_is_read_whole(path: Path) -> None:
    failures: list[ReadError] = []
    found = list(read_articles([str(path)], failures=failures.append))
    assert failures == []
    assert found
    for article in found:
        assert article.title
        assert len(article.text) > 150
        assert article.anchor is not None
        assert date(2024, 3, 1) <= article.anchor <= date(2024, 5, 31)
        assert not re.search(r"[<>]|RSS|电子报|首页|首頁", article.text), "tags, footers, promotion and menus are no text"


def test_there_are_enough_articles_of_every_kind(articles: dict[str, Article]) -> None:
    written = {a.iri: a for a in articles.values()}
    assert len(written) >= 24
    assert {a.id.rsplit(":", 1)[-1].split("-")[0] for a in written.values()} == OUTLETS
    languages = Counter(a.lang for a in written.values())
    assert languages["zh-Hans"] >= 8
    assert languages["zh-Hant"] >= 8
    assert languages["en"] >= 2
    assert sum(len(a.text) > 800 and a.lang != "en" for a in written.values()) >= 2


def test_the_formats_are_all_there() -> None:
    assert {p.suffix for p in FILES} == {".md", ".html", ".xml", ".atom", ".jsonl", ".json", ".txt"}
    markdown = [p.read_text("utf-8") for p in FILES if p.suffix == ".md"]
    assert sum(text.startswith("<!--") for text in markdown) >= 5
    assert sum(text.startswith("---\n") for text in markdown) >= 3
    pages = [p.read_text("utf-8") for p in FILES if p.suffix == ".html"]
    assert any("application/ld+json" in page for page in pages)
    assert any('property="og:title"' in page for page in pages)


def test_every_address_is_one_that_cannot_exist(articles: dict[str, Article]) -> None:
    for path in FILES:
        hosts = set(re.findall(r"https?://([^/\s\"'<>)]+)", path.read_text("utf-8")))
        allowed = {"schema.org", "www.w3.org", "purl.org"}  # names of vocabularies, fetched by nobody
        assert {h for h in hosts if not h.endswith(".example")} <= allowed, path.name


def test_one_article_is_stored_in_two_formats(articles: dict[str, Article]) -> None:
    copies = [a for a in articles.values() if a.id.startswith("weigang-20240517")]
    assert len(copies) == 2
    assert len({a.iri for a in copies}) == 1
    assert len({a.text for a in copies}) == 1


def test_the_line_of_an_agency_never_heard_of_leaves_the_text(articles: dict[str, Article]) -> None:
    article = articles["haiqiao-20240411"]
    assert article.agency == "南屿通讯社"
    assert article.text.count("日本首相岸田文雄周三") == 1


def test_the_dateline_counts_before_the_epoch(articles: dict[str, Article]) -> None:
    assert articles["haiqiao-20240306"].dateline == date(2024, 3, 6)
    assert articles["nanyu-20240319"].dateline == date(2024, 3, 19)


def test_the_gold_covers_the_sample(articles: dict[str, Article]) -> None:
    kept = {a.iri: a.id for a in articles.values()}  # the copy read last stays
    assert set(ANNOTATED) == set(kept.values())
    assert len(rows(GOLD / "sample.gold.jsonl")) >= 20
    assert all(ANNOTATED.values()), "an article without any event says nothing about recall"


def test_the_rows_for_evaluation_are_those_of_the_sample(script: ModuleType, articles: dict[str, Article]) -> None:
    for name, english in (("sample", False), ("en", True)):
        made = [script.row_of(a) for a in script.sample_articles() if (a.lang == "en") == english]
        assert rows(GOLD / f"{name}.articles.jsonl") == made, "run data/gold/make_articles.py"
        for again in read_articles([str(GOLD / f"{name}.articles.jsonl")]):
            assert again.text == articles[again.id].text
            assert again.anchor == articles[again.id].anchor


@pytest.mark.parametrize(("id_", "event"), EVENTS)
def test_an_event_keeps_to_the_guidelines(id_: str, event: Event, articles: dict[str, Article]) -> None:
    article = articles[id_]
    assert set(event) == {"s", "actors", "action", "targets", "date", "modality", "sources", "trigger", "sentence"}
    assert event["action"] in QUADS
    assert event["modality"] in MODALITIES
    assert event["actors"]
    assert any(event["sentence"] in s.text for s in split_sentences(article)), "verbatim, and not across two sentences"
    assert all(part in event["sentence"] for part in event["trigger"].split("…"))
    if event["date"]:
        assert date.fromisoformat(event["date"]["start"]) <= date.fromisoformat(event["date"]["end"])
    codes = {a.code for a in load_vocabulary().actors.values() if a.code}
    for party in (*event["actors"], *event["targets"]):
        assert set(party) == {"label", "country"}
        assert party["country"] is None or party["country"] in codes
    if event["modality"] == "asserted" and event["date"]:
        # 23日起…为期两天 may end after its article, but what has happened has begun before it
        assert date.fromisoformat(event["date"]["start"]) <= article.anchor  # type: ignore[operator]
    labels = {p["label"] for p in (*event["actors"], *event["targets"])}
    for source in event["sources"]:
        assert source
        if event["action"] in {"ACCUSE", "REQUEST", "THREATEN", "REJECT"}:
            assert source not in labels, "whose statement is the event is its actor and not also a source"


def test_labels_are_made_of_the_words_of_their_article(articles: dict[str, Article]) -> None:
    # a label may be put together (中國駐菲律賓大使館發言人), but in the article's own language, script and wording
    strange = {
        (id_, party["label"])
        for id_, events in ANNOTATED.items()
        for event in events
        for party in (*event["actors"], *event["targets"])
        if not set(party["label"]) <= set(articles[id_].text)
    }
    # what 美日澳 and 美日菲 are read out as
    assert {label for _, label in strange} <= {"澳大利亚", "澳洲", "菲律宾"}


def test_the_same_happening_is_told_planned_and_carried_out() -> None:
    def told(modality: str, day: str) -> set[str]:
        return {
            id_
            for id_, events in ANNOTATED.items()
            for e in events
            if e["action"] == "CONSULT" and e["modality"] == modality and e["date"] == {"start": day, "end": day}
            and {"USA", "JPN", "PHL"} <= {p["country"] for p in (*e["actors"], *e["targets"])}
        }  # fmt: skip

    assert len(told("planned", "2024-04-11")) >= 4
    assert len(told("asserted", "2024-04-11")) >= 2


def test_every_action_and_modality_occurs() -> None:
    events = [e for found in ANNOTATED.values() for e in found]
    assert {e["action"] for e in events} == set(QUADS)
    assert {e["modality"] for e in events} == set(MODALITIES)
    without = sum(
        not any(e["sentence"] in s.text for e in ANNOTATED[a.id])
        for a in read_articles([str(GOLD / "sample.articles.jsonl")])
        for s in split_sentences(a)
    )
    assert without >= 100, "sentences that report no event are what precision is measured on"

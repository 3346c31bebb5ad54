"""The article that the project began with, and one of our own that tells the same in traditional script: five events come out of both."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kg.engine import report_article
from kg.model import Article, Report
from kg.read import read_articles
from tests.conftest import ROOT
from tests.extraction import vocabulary

CASE = ROOT / "tests" / "cases" / "seed-zh-hant.md"


def read(path: Path) -> tuple[Article, tuple[Report, ...]]:
    (article,) = read_articles([str(path)], vocabulary=vocabulary())
    return article, report_article(article, vocabulary=vocabulary())


def matching(reports: Sequence[Report], action: str, modality: str, parties: set[str], day: date | None = None) -> list[Report]:
    """Reports of an action between just these countries; on a day where one is given."""
    return [
        r
        for r in reports
        if r.action == action
        and r.modality == modality
        and {p.country for p in (*r.actors, *r.targets)} == parties
        and (day is None or (r.date is not None and r.date.start == r.date.end == day))
    ]


def expect_the_five(reports: Sequence[Report]) -> None:
    meeting = matching(reports, "CONSULT", "planned", {"JPN", "USA"}, date(2024, 4, 10))
    assert any({p.iri.rsplit("/", 1)[-1] for p in (*r.actors, *r.targets)} >= {"person-kishida-fumio", "person-biden-joe"} for r in meeting)
    (summit,) = matching(reports, "CONSULT", "planned", {"JPN", "USA", "PHL"}, date(2024, 4, 11))
    assert summit.place is not None
    assert summit.place.country == "USA"
    talks = matching(reports, "CONSULT", "asserted", {"JPN", "USA"})
    assert any([s.label for s in r.sources] == ["林芳正"] for r in talks)
    assert any(r.actors[0].country == "USA" for r in matching(reports, "MOBILIZE", "possible", {"USA"}))
    concern = matching(reports, "ACCUSE", "asserted", {"JPN", "CHN"})
    assert any(r.actors[0].country == "JPN" and ("關切" in r.sentence or "关切" in r.sentence) for r in concern)


@pytest.mark.shared
def test_the_seed(shared: Path) -> None:
    article, reports = read(shared / "articles" / "raw" / "seed.md")
    assert article.published is not None
    assert article.published.day == date(2024, 3, 25)
    assert article.outlet == "RFI"
    expect_the_five(reports)


def test_a_paraphrase_in_traditional_script() -> None:
    article, reports = read(CASE)
    assert article.lang == "zh-Hant"
    expect_the_five(reports)


def expectations() -> list[dict[str, Any]]:
    lines = (ROOT / "tests" / "cases" / "seed-zh-hant.events.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


@pytest.mark.parametrize("wanted", expectations(), ids=lambda e: f"{e['action']}-{e['modality']}")
def test_the_case_gives_what_was_written_beside_it(wanted: dict[str, Any]) -> None:
    _, reports = read(CASE)
    found = [r for r in reports if r.action == wanted["action"] and r.modality == wanted["modality"]]
    countries = {p["country"] for side in ("actors", "targets") for p in wanted.get(side, ())}
    found = [r for r in found if {p.country for p in (*r.actors, *r.targets)} == countries]
    if wanted.get("date"):
        found = [
            r
            for r in found
            if r.date and r.date.start.isoformat() == wanted["date"]["start"] and r.date.end.isoformat() == wanted["date"]["end"]
        ]
    assert found, f"no such event among {[(r.action, r.modality, r.sentence) for r in reports]}"
    if wanted.get("sources"):
        assert any([s.label for s in r.sources] == wanted["sources"] for r in found)

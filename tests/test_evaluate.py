"""The figures of `kg evaluate` are those of the benchmark's scorer, to the last digit."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.engine import report_article
from kg.errors import KgError
from kg.evaluate import Scores, format_scores, read_gold, score, scored_events
from kg.read import read_articles
from kg.rows import report_row
from tests.conftest import ROOT
from tests.extraction import vocabulary

BENCHMARK = ROOT / "data" / "benchmark"


@pytest.fixture(scope="module")
def scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("benchmark_score", BENCHMARK / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def figures(scores: Scores) -> dict[str, Any]:
    """Our figures in the scorer's shape."""

    def level(found: Any) -> dict[str, Any]:
        return {name: getattr(found, name) for name in ("precision", "recall", "f1", "gold", "predicted", "hit")}

    return {
        **{name: level(getattr(scores, name)) for name in ("dyad", "document", "quad", "sentence_action")},
        "on_matched": {"n": scores.matched, **dict(scores.on_matched)},
        "by_action": {action: level(found) for action, found in scores.by_action},
    }


def write(path: Path, rows: dict[str, list[dict[str, Any]]]) -> Path:
    lines = (json.dumps({"id": article, "events": events}, ensure_ascii=False) + "\n" for article, events in rows.items())
    path.write_text("".join(lines), encoding="utf-8")
    return path


def same_figures(gold: Path, predicted: Path, scorer: ModuleType) -> None:
    theirs, _, _ = scorer.score(scorer.read(str(gold)), scorer.read(str(predicted)))
    ours = figures(score(read_gold(gold), read_gold(predicted)))
    assert ours == theirs


SENTENCES = ("日本谴责俄罗斯的做法。", "美國與菲律賓舉行會談。", "双方同意继续对话，并将于下月再次会面。", "Japan condemned the attack.")
PARTIES = st.sampled_from(
    [("日本", "JPN"), ("岸田文雄", "JPN"), ("美國", "USA"), ("美国", "USA"), ("菲律宾", "PHL"), ("盟国", None), ("", None), ("欧盟", "EU")]
).map(lambda p: {"label": p[0], "country": p[1]})
DAYS = st.sampled_from([None, {"start": "2024-04-10", "end": "2024-04-10"}, {"start": "2024-04-01", "end": "2024-04-30"}])
EVENTS = st.lists(
    st.fixed_dictionaries(
        {
            "sentence": st.sampled_from([*SENTENCES, SENTENCES[0][:6], "没有人提到的句子。"]),
            "actors": st.lists(PARTIES, max_size=3),
            "action": st.sampled_from(["CONSULT", "COOPERATE", "AGREE", "SUPPORT", "ACCUSE", "SANCTION"]),
            "targets": st.lists(PARTIES, max_size=2),
            "date": DAYS,
            "modality": st.sampled_from(["asserted", "planned", "possible", "denied"]),
            "sources": st.lists(st.sampled_from(["路透社", "路透", "林芳正"]), max_size=2),
        }
    ),
    max_size=6,
)


@settings(deadline=None, max_examples=150)
@given(gold=EVENTS, predicted=EVENTS)
def test_any_annotations_score_as_the_scorer_says(gold: list[Any], predicted: list[Any], tmp_path_factory: Any, scorer: ModuleType) -> None:
    folder = tmp_path_factory.mktemp("random")
    same_figures(write(folder / "g.jsonl", {"a": gold, "b": []}), write(folder / "p.jsonl", {"a": predicted}), scorer)


def extracted(articles: Path) -> tuple[dict[str, list[dict[str, Any]]], Any]:
    reports = {a.id: report_article(a, vocabulary=vocabulary()) for a in read_articles([str(articles)], vocabulary=vocabulary())}
    return {i: [report_row(r) for r in found] for i, found in reports.items()}, [r for found in reports.values() for r in found]


def test_the_sample_scores_as_the_scorer_says(tmp_path: Path, scorer: ModuleType) -> None:
    gold = ROOT / "data" / "gold" / "sample.gold.jsonl"
    rows, reports = extracted(ROOT / "data" / "gold" / "sample.articles.jsonl")
    predicted = write(tmp_path / "p.jsonl", rows)
    same_figures(gold, predicted, scorer)
    # straight from reports and through the file it is the same
    assert score(read_gold(gold), scored_events(reports)) == score(read_gold(gold), read_gold(predicted))


@pytest.mark.shared
def test_real_articles_score_as_the_scorer_says(shared: Path, tmp_path: Path, scorer: ModuleType) -> None:
    rows, _ = extracted(shared / "benchmark" / "dev.articles.jsonl")
    same_figures(shared / "benchmark" / "dev.gold.jsonl", write(tmp_path / "p.jsonl", rows), scorer)


@pytest.mark.shared
@pytest.mark.parametrize("name", ["dev", "train"])
def test_rules_find_what_they_found_before(name: str, shared: Path) -> None:
    """The least that the first version promises on real articles; learned extraction raises it."""
    _, reports = extracted(shared / "benchmark" / f"{name}.articles.jsonl")
    scores = score(read_gold(shared / "benchmark" / f"{name}.gold.jsonl"), scored_events(reports))
    assert scores.dyad.f1 >= 0.30, format_scores(scores)
    assert dict(scores.on_matched)["date"] >= 0.75, format_scores(scores)


def test_a_broken_line_is_named(tmp_path: Path) -> None:
    bad = tmp_path / "bad.jsonl"
    event = {"sentence": "x", "actors": [], "action": "MEET", "targets": [], "date": None, "modality": "asserted", "sources": []}
    bad.write_text(json.dumps({"id": "a", "events": [event]}) + "\n", encoding="utf-8")
    with pytest.raises(KgError, match=r"bad\.jsonl:1.*MEET"):
        read_gold(bad)


def test_the_scorers_know_the_codes_of_the_ontology() -> None:
    codes = set(json.loads((BENCHMARK / "codes.json").read_text("utf-8"))) - {"note"}
    ours = {a.code for a in vocabulary().actors.values() if a.code and (a.kind == "organisation" or a.code == "XKX")}
    assert codes == ours

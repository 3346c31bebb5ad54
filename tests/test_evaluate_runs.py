"""Intervals, groups, the comparison of two runs, and the command that prints them."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from kg.cli import app
from kg.errors import KgError
from kg.evaluate import (
    LevelIntervals,
    ScoredEvent,
    by_action,
    by_group,
    compare,
    evaluate,
    f1_differences,
    figures,
    format_evaluation,
    intervals,
    read_run,
    score,
    tally,
)
from tests.conftest import ROOT
from tests.scored import event

GOLD = ROOT / "data" / "gold" / "sample.gold.jsonl"
ARTICLES = ROOT / "data" / "gold" / "sample.articles.jsonl"
Run = dict[str, list[ScoredEvent]]


def annotated(articles: int, each: int = 1) -> Run:
    """So many articles with so many events each, every one in a sentence of its own."""
    return {f"a{n:03d}": [event("JPN ACCUSE RUS", f"日本第{n}次谴责俄罗斯，其{e}。") for e in range(each)] for n in range(articles)}


def spoilt(run: Run, articles: set[int]) -> Run:
    """The same with the wrong target in some articles."""
    return {
        article: [event("JPN ACCUSE FRA", e.sentence) for e in events] if place in articles else events
        for place, (article, events) in enumerate(run.items())
    }


def dyad_intervals(gold: Run, predicted: Run) -> LevelIntervals:
    found = intervals(tally(gold, predicted))
    assert found is not None
    return found.levels["dyad"]


def test_an_interval_is_as_wide_as_theory_has_it() -> None:
    # 100 articles of one event, 60 right: F1 is a binomial share with a standard error of √(.6·.4/100)
    gold = annotated(100)
    f1 = dyad_intervals(gold, spoilt(gold, set(range(40)))).f1
    assert f1 is not None
    half = 1.96 * math.sqrt(0.6 * 0.4 / 100)
    assert f1.low == pytest.approx(0.6 - half, abs=0.015)
    assert f1.high == pytest.approx(0.6 + half, abs=0.015)


def test_events_of_one_article_are_no_independent_witnesses() -> None:
    many, few = annotated(100), annotated(10, each=10)
    single = dyad_intervals(many, spoilt(many, set(range(40)))).f1
    grouped = dyad_intervals(few, spoilt(few, set(range(4)))).f1
    assert single is not None
    assert grouped is not None
    assert grouped.high - grouped.low > 2 * (single.high - single.low)  # √10 times as wide, in theory


def test_intervals_are_the_same_again_and_in_any_order() -> None:
    gold = annotated(20)
    predicted = spoilt(gold, {3, 4, 9})
    backwards = dict(reversed(gold.items()))
    assert intervals(tally(gold, predicted)) == intervals(tally(gold, predicted)) == intervals(tally(backwards, predicted))


def test_no_interval_is_claimed_of_a_few_articles_or_where_nothing_varies() -> None:
    assert intervals(tally(annotated(7), {})) is None
    gold = annotated(20)
    nothing = intervals(tally(gold, {}))
    assert nothing is not None
    assert nothing.levels["dyad"] == LevelIntervals(None, None, None)
    assert "date" not in nothing.attributes
    assert "[" not in format_evaluation(evaluate(annotated(7), {}))


def test_the_parts_of_a_set_score_as_they_would_alone() -> None:
    gold = annotated(12)
    predicted = spoilt(gold, {0, 1, 2, 8})
    groups = {article: "甲报" if int(article[1:]) < 8 else "乙报" for article in list(gold)[:11]}
    first, second, rest = by_group(tally(gold, predicted), groups)
    assert (first.name, first.articles, second.name, second.articles, rest.name, rest.articles) == ("甲报", 8, "乙报", 3, "-", 1)
    own = {article for article, name in groups.items() if name == "甲报"}
    alone = score({a: gold[a] for a in gold if a in own}, {a: predicted[a] for a in predicted if a in own})
    assert (first.levels["dyad"], first.levels["quad"]) == (alone.dyad, alone.quad)
    assert first.intervals is not None
    assert second.intervals is None  # of three articles none is claimed
    assert figures(tally(gold, predicted).of(list(gold))) == score(gold, predicted)


def test_an_action_is_a_group_of_its_own() -> None:
    gold = annotated(9)
    accuse = next(g for g in by_action(tally(gold, spoilt(gold, {0}))) if g.name == "ACCUSE")
    assert (accuse.articles, accuse.levels["dyad"].hit, accuse.levels["dyad"].gold) == (9, 8, 9)


def test_a_comparison_says_what_was_gained_and_lost() -> None:
    gold = {"a": [event("JPN ACCUSE RUS", "甲谴责乙。"), event("USA REQUEST PHL", "丙要求丁。")], "b": [event("FRA CONSULT CHN", "会谈。")]}
    before = {"a": gold["a"][:1], "b": [event("FRA CONSULT JPN", "会谈。")]}
    after = {"a": gold["a"][1:], "b": [event("FRA CONSULT RUS", "会谈。")]}
    found = compare(gold, before, after)
    named = {
        name: [(c.dyad.article, c.dyad.actor, c.dyad.target) for c in getattr(found, name)]
        for name in ("gained", "lost", "wrong_new", "wrong_gone")
    }
    assert named == {
        "gained": [("a", "USA", "PHL")],
        "lost": [("a", "JPN", "RUS")],
        "wrong_new": [("b", "FRA", "RUS")],
        "wrong_gone": [("b", "FRA", "JPN")],
    }
    assert found.f1["dyad"].by == 0
    text = format_evaluation(evaluate(gold, after, before=before), against="before.jsonl")
    assert "against before.jsonl:" in text
    assert "甲谴责乙。" in text[text.index("lost") :]
    assert "丙要求丁。" in text[text.index("gained") : text.index("lost")]


def test_a_difference_is_judged_in_pairs() -> None:
    # articles differ much from one another, and the second run is better by a little in most of them: only in pairs is that sure
    gold = annotated(40, each=10)
    base = {a: events if n % 2 else [] for n, (a, events) in enumerate(gold.items())}
    before = {a: events[:8] for a, events in base.items()}
    after = {a: events[:9] for a, events in base.items()}
    one, two = tally(gold, before), tally(gold, after)
    apart = intervals(one), intervals(two)
    assert apart[0] is not None
    assert apart[1] is not None
    lower, upper = apart[0].levels["dyad"].f1, apart[1].levels["dyad"].f1
    assert lower is not None
    assert upper is not None
    assert lower.high > upper.low
    difference = f1_differences(one, two)
    assert difference is not None
    assert difference["dyad"] is not None
    assert difference["dyad"].low > 0
    same = f1_differences(one, one)
    assert same is not None
    assert same["dyad"] is None
    with pytest.raises(ValueError, match="same articles"):
        f1_differences(one, tally(annotated(9), {}))


def kg(*arguments: str | Path) -> str:
    done = CliRunner().invoke(app, ["evaluate", *map(str, arguments)])
    if isinstance(done.exception, KgError):
        raise done.exception
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    file = tmp_path_factory.mktemp("runs") / "run.jsonl"
    return file, kg(ARTICLES, "--gold", GOLD, "--save", file)


def test_a_saved_run_scores_as_it_did(saved: tuple[Path, str]) -> None:
    file, printed = saved
    assert kg("--gold", GOLD, "--predictions", file) == printed
    # and is what kg extract prints
    extracted = CliRunner().invoke(app, ["extract", str(ARTICLES)]).stdout
    assert file.read_text(encoding="utf-8") == extracted


def test_a_run_against_itself_gains_and_loses_nothing(saved: tuple[Path, str]) -> None:
    file, _ = saved
    comparison = json.loads(kg("--gold", GOLD, "--predictions", file, "--against", file, "--format", "json"))["comparison"]
    assert comparison["f1"]["dyad"]["difference"] == 0
    assert not any(comparison[name] for name in ("gained", "lost", "wrong_new", "wrong_gone"))


def test_json_holds_the_figures_the_groups_and_the_errors(saved: tuple[Path, str]) -> None:
    file, _ = saved
    run = read_run(file)
    row = json.loads(kg("--gold", GOLD, "--predictions", file, "--format", "json", "--by", "script", "--errors", "2"))
    assert sum(group["dyad"]["hit"] for group in row["groups"].values()) == row["dyad"]["hit"]
    assert set(row["groups"]) == set(run.scripts.values()) >= {"zh-Hans", "zh-Hant"}
    low, high = row["dyad"]["intervals"]["f1"]
    assert low < row["dyad"]["f1"] < high
    listed = [error["kind"] for error in row["errors"]]
    assert all(listed.count(kind) == min(2, count) for kind, count in row["kinds"].items() if kind != "right")
    assert "right" not in listed
    assert all(error["gold"] or error["predicted"] for error in row["errors"])


def test_the_table_begins_as_the_scorer_prints_it(saved: tuple[Path, str]) -> None:
    _, printed = saved
    first, *_, last = printed.splitlines()
    assert first.startswith("dyad            P 0.")
    assert "gold, " in first
    assert last.startswith("[low, high]: 95 % intervals")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "needs articles"),
        ((ARTICLES, "--predictions", GOLD), "needs articles"),
        (("--predictions", GOLD, "--save", "x.jsonl"), "--save"),
        (("--predictions", GOLD, "--min-confidence", "0.5"), "--min-confidence"),
        (("--predictions", GOLD, "--by", "colour"), "outlet, script, action"),
        (("--predictions", GOLD, "--kind", "wrong-colour"), "wrong-actor"),
        (("--predictions", GOLD, "--format", "xml"), "table or json"),
    ],
)
def test_what_cannot_be_meant_is_refused(arguments: tuple[Any, ...], said: str) -> None:
    with pytest.raises(KgError, match=said):
        kg("--gold", GOLD, *arguments)


def test_a_run_that_lacks_articles_says_so(tmp_path: Path) -> None:
    part = tmp_path / "part.jsonl"
    part.write_text(GOLD.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    done = CliRunner().invoke(app, ["evaluate", "--gold", str(GOLD), "--predictions", str(part)])
    assert "holds 1 of the 25 annotated articles" in done.stderr.replace("\n", " ")


def test_what_is_not_utf_8_is_named(tmp_path: Path) -> None:
    (tmp_path / "gbk.jsonl").write_bytes('{"id": "甲", "events": []}\n'.encode("gbk"))
    with pytest.raises(KgError, match=r"gbk\.jsonl:1"):
        read_run(tmp_path / "gbk.jsonl")

"""The extractor scores no less than it did; and the floor that says so cannot be lowered in passing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.evaluate import ScoredEvent, fold
from tests.quality_floor import SETS, Floor, GoldSet, Measured, falls, losses, measure, measure_events, write
from tests.scored import event

FIRST, SECOND = "日本谴责俄罗斯。", "美国要求菲律宾开放港口。"
NUMBERS = {("a", fold(FIRST)): 0, ("a", fold(SECOND)): 4}
GOLD = {"a": [event("JPN ACCUSE RUS", FIRST), event("USA REQUEST PHL", SECOND)]}
OPEN, CLOSED = GoldSet("own", Path("own"), ours=True), GoldSet("theirs", Path("theirs"), ours=False)


def holds(gold_set: GoldSet) -> None:
    floor, measured = Floor(), measure(gold_set)
    assert floor.figures()[gold_set.name].keys() >= {"dyad", "document", "sentence_action", "date", "modality", "source", "actor_name"}
    fallen = falls(floor.figures(), gold_set.name, measured)
    assert not fallen, "\n".join(["", *fallen, *losses(floor, gold_set.name, measured)])


@pytest.mark.parametrize("gold_set", [s for s in SETS if s.ours], ids=lambda s: s.name)
def test_our_own_articles_score_no_less_than_before(gold_set: GoldSet) -> None:
    holds(gold_set)


@pytest.mark.shared
@pytest.mark.parametrize("gold_set", [s for s in SETS if not s.ours], ids=lambda s: s.name)
def test_published_articles_score_no_less_than_before(gold_set: GoldSet, shared: Path) -> None:
    assert gold_set.present, f"{shared} has no {gold_set.name}"
    holds(gold_set)


@pytest.fixture
def floor(tmp_path: Path) -> Floor:
    return Floor(tmp_path / "floor.json", tmp_path / "runs")


def scored(predicted: list[ScoredEvent], *, hashed: bool = False) -> Measured:
    return measure_events(GOLD, {"a": predicted}, NUMBERS, hashed=hashed)


@pytest.mark.parametrize("gold_set", [OPEN, CLOSED], ids=lambda s: s.name)
def test_a_fall_names_what_was_lost(gold_set: GoldSet, floor: Floor) -> None:
    hashed = not gold_set.ours
    assert write(floor, [(gold_set, scored(GOLD["a"], hashed=hashed))], lower=False) == []
    now = scored([event("JPN ACCUSE RUS", FIRST, modality="denied"), event("USA REQUEST CHN", SECOND)], hashed=hashed)
    assert f"{gold_set.name}: dyad fell from 1.0000 to 0.5000" in falls(floor.figures(), gold_set.name, now)
    said = "\n".join(losses(floor, gold_set.name, now))
    assert "lost: 1\n  a 4 USA REQUEST PHL" in said
    assert "a 0 JPN ACCUSE RUS: modality" in said


def test_new_mistakes_are_named_where_the_run_may_be_kept(floor: Floor) -> None:
    before = scored([*GOLD["a"], event("FRA ACCUSE RUS", FIRST)])
    write(floor, [(OPEN, before)], lower=False)
    now = scored([*GOLD["a"], event("FRA ACCUSE RUS", FIRST), event("CHN AID FRA", "没有注释的一句。")])
    assert list(losses(floor, OPEN.name, now)) == ["new and wrong: 1", "  a - CHN AID FRA"]


def test_a_run_of_published_articles_leaves_no_word_of_them(floor: Floor) -> None:
    write(floor, [(CLOSED, scored([*GOLD["a"], event("FRA ACCUSE RUS", FIRST)], hashed=True))], lower=False)
    (file,) = floor.runs.iterdir()
    lines = [line.split("\t") for line in file.read_text("utf-8").splitlines()]
    assert len(lines) == 2
    assert all(verdict == "right" and len(key) == 16 and set(key) <= set("0123456789abcdef") for verdict, key, _ in lines)


def test_a_figure_is_raised_freely_and_lowered_only_on_purpose(floor: Floor) -> None:
    half, whole = scored(GOLD["a"][:1]), scored(GOLD["a"])
    for measured in (half, whole):
        assert write(floor, [(OPEN, measured)], lower=False) == []
    pinned = floor.file.read_bytes()
    refused = write(floor, [(OPEN, half), (CLOSED, whole)], lower=False)
    assert any("dyad fell" in line for line in refused)
    assert floor.file.read_bytes() == pinned  # neither the one that fell nor the other
    assert write(floor, [(OPEN, half)], lower=True) == []
    assert json.loads(floor.file.read_text("utf-8"))["own"]["dyad"] == half.figures["dyad"]


def test_sets_that_are_not_at_hand_stay_pinned(floor: Floor) -> None:
    write(floor, [(OPEN, scored(GOLD["a"])), (CLOSED, scored(GOLD["a"], hashed=True))], lower=False)
    write(floor, [(OPEN, scored(GOLD["a"]))], lower=False)
    assert set(floor.figures()) == {"own", "theirs"}


def test_annotations_that_changed_are_told_from_losses(floor: Floor) -> None:
    write(floor, [(OPEN, scored(GOLD["a"]))], lower=False)
    now = measure_events({"a": GOLD["a"][:1]}, {"a": GOLD["a"][:1]}, NUMBERS, hashed=False)
    assert "1 dyads that were right are annotated no more" in "\n".join(losses(floor, OPEN.name, now))

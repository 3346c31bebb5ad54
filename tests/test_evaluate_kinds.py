"""What became of each event: one kind of right or wrong for each, whose counts add up to the scores."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import KgError
from kg.evaluate import KINDS, ScoredEvent, all_dyads, count_kinds, format_evaluation, judge_events, score
from kg.evaluate.evaluation import evaluate
from kg.evaluate.kinds import drawn_evenly
from tests.scored import event

ONE = "日本谴责俄罗斯，并与法国举行会谈。"
OTHER = "美国要求菲律宾开放港口。"
DAY = ("2024-04-10", "2024-04-10")


def kinds(gold: list[ScoredEvent], predicted: list[ScoredEvent]) -> list[str]:
    return [v.kind for v in judge_events({"a": gold}, {"a": predicted})]


@pytest.mark.parametrize(
    ("gold", "predicted", "kind"),
    [
        (event("JPN ACCUSE RUS", ONE), event("JPN ACCUSE RUS", ONE), "right"),
        (event("JPN ACCUSE RUS", ONE, date=DAY), event("JPN ACCUSE RUS", ONE, modality="denied"), "wrong-date"),
        (event("JPN ACCUSE RUS", ONE), event("JPN ACCUSE RUS", ONE, modality="denied", sources=("路透社",)), "wrong-modality"),
        (event("JPN ACCUSE RUS", ONE, sources=("路透社",)), event("JPN ACCUSE RUS", ONE), "wrong-source"),
        (event("JPN ACCUSE RUS", ONE), event("RUS ACCUSE JPN", ONE), "wrong-direction"),
        (event("JPN ACCUSE RUS", ONE), event("USA ACCUSE RUS", ONE), "wrong-actor"),
        (event("JPN ACCUSE RUS", ONE), event("? ACCUSE RUS", ONE), "wrong-actor"),
        (event("JPN ACCUSE RUS", ONE), event("JPN ACCUSE CHN", ONE), "wrong-target"),
        (event("JPN MOBILIZE -", ONE), event("JPN MOBILIZE ?", ONE), "wrong-target"),
        (event("JPN ACCUSE RUS", ONE), event("USA ACCUSE FRA", ONE), "wrong-parties"),
        (event("JPN ACCUSE RUS", ONE), event("JPN REJECT RUS", ONE), "wrong-action"),
        # nothing but the words says that these two were the same to begin with
        (event("JPN ACCUSE RUS", ONE, trigger="谴责"), event("FRA REJECT CHN", ONE, trigger="谴责俄罗斯"), "wrong-action"),
        (event("JPN ACCUSE RUS", ONE, trigger="提出…谴责"), event("FRA REJECT CHN", ONE, trigger="譴責"), "wrong-action"),
        # talks have no direction, and the side that is wrong is the one on which the annotation has it
        (event("JPN CONSULT FRA", ONE), event("FRA CONSULT JPN", ONE), "right"),
        (event("JPN CONSULT FRA", ONE), event("CHN CONSULT JPN", ONE), "wrong-target"),
        (event("JPN CONSULT FRA", ONE), event("CHN CONSULT FRA", ONE), "wrong-actor"),
        (event("JPN CONSULT FRA", ONE), event("FRA CONSULT -", ONE), "wrong-target"),
        (event("JPN CONSULT FRA", ONE), event("CHN CONSULT USA", ONE), "wrong-parties"),
    ],
)
def test_one_event_against_another(gold: ScoredEvent, predicted: ScoredEvent, kind: str) -> None:
    assert kinds([gold], [predicted]) == [kind]


def test_a_name_is_wrong_only_where_the_country_is_right() -> None:
    gold = event("JPN ACCUSE RUS", ONE)
    other = ScoredEvent(ONE, (type(gold.actors[0])("岸田文雄", "JPN"),), "ACCUSE", gold.targets, None, "asserted", ())
    assert kinds([gold], [other]) == ["wrong-name"]


def test_what_answers_nothing_is_missed_or_spurious() -> None:
    assert kinds([event("JPN ACCUSE RUS", ONE)], []) == ["missed-trigger"]
    assert kinds([], [event("JPN ACCUSE RUS", ONE)]) == ["spurious-trigger"]
    # another action between others, from other words
    found = kinds([event("JPN ACCUSE RUS", ONE, trigger="谴责")], [event("JPN CONSULT FRA", ONE, trigger="会谈")])
    assert found == ["missed-trigger", "spurious-trigger"]
    # in another sentence it is no answer
    assert kinds([event("JPN ACCUSE RUS", ONE)], [event("JPN ACCUSE RUS", OTHER)]) == ["missed-trigger", "spurious-trigger"]


def test_an_action_found_once_too_seldom_or_too_often() -> None:
    both = [event("JPN ACCUSE RUS", ONE), event("FRA ACCUSE CHN", ONE)]
    assert kinds(both, both[:1]) == ["right", "missed-event"]
    assert kinds(both[:1], both) == ["right", "spurious-event"]


def test_a_wrong_event_answers_the_one_it_is_nearest_to() -> None:
    gold = [event("USA ACCUSE CHN", ONE), event("JPN ACCUSE RUS", ONE)]
    # one has its actor in common with the second annotated event, the other its target with the first
    predicted = [event("JPN ACCUSE FRA", ONE), event("PHL ACCUSE CHN", ONE)]
    pairs = [(v.kind, v.gold and v.gold[1], v.predicted and v.predicted[1]) for v in judge_events({"a": gold}, {"a": predicted})]
    assert [(kind, g and g.country, p and p.country) for kind, g, p in pairs] == [
        ("wrong-target", "JPN", "JPN"),
        ("wrong-actor", "USA", "PHL"),
    ]


CODES = st.lists(st.sampled_from(["JPN", "USA", "RUS", "?"]), max_size=2, unique=True).map(lambda c: "+".join(c) or "-")
ACTIONS = st.sampled_from(["CONSULT", "AGREE", "ACCUSE", "REJECT"])
EVENTS = st.lists(
    st.builds(
        lambda a, action, t, sentence, modality: event(f"{a} {action} {t}", sentence, modality=modality),
        CODES,
        ACTIONS,
        CODES,
        st.sampled_from([ONE, OTHER, "没有注释的一句。"]),
        st.sampled_from(["asserted", "planned"]),
    ),
    max_size=7,
)


@settings(deadline=None, max_examples=200)
@given(gold=EVENTS, predicted=EVENTS)
def test_each_dyad_has_one_kind_and_the_counts_are_the_scores(gold: list[ScoredEvent], predicted: list[ScoredEvent]) -> None:
    wanted, given_ = all_dyads({"a": gold}, {"a": predicted})
    verdicts = list(judge_events({"a": gold}, {"a": predicted}))
    scores = score({"a": gold}, {"a": predicted})
    of_gold, of_predicted = ([getattr(v, side) for v in verdicts if getattr(v, side)] for side in ("gold", "predicted"))
    assert (len(of_gold), len(of_predicted)) == (len(wanted), len(given_)) == (scores.dyad.gold, scores.dyad.predicted)
    # each is there, not merely as many: a verdict holds one of the events that its dyad came from
    for found, dyads in ((of_gold, wanted), (of_predicted, given_)):
        left = list(dyads.values())
        for origin in found:
            left.remove(next(origins for origins in left if any(origin is o or origin == o for o in origins)))
    counted = count_kinds(verdicts)
    assert sum(counted[k] for k in ("right", "wrong-date", "wrong-modality", "wrong-source", "wrong-name")) == scores.dyad.hit
    assert sum(counted.values()) == len(verdicts)


def test_articles_that_are_not_annotated_are_refused() -> None:
    with pytest.raises(KgError, match="b"):
        list(judge_events({"a": []}, {"b": []}))


def test_the_listing_shows_sentences_of_all_parts_and_no_control_characters() -> None:
    hostile = "日本谴责\x1b[2J俄罗斯\u202e第{}条。"
    gold: dict[str, Any] = {f"a{n:02d}": [event("JPN ACCUSE RUS", hostile.format(n))] for n in range(30)}
    text = format_evaluation(evaluate(gold, {}), errors=3)
    assert [n for n in range(30) if f"第{n}条" in text] == [0, 10, 20]
    assert "missed-trigger: 30, of which 3 drawn evenly" in text
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "日本 (JPN) ACCUSE 俄罗斯 (RUS)" in text


def test_kinds_can_be_counted_alone_and_listed_one_by_one() -> None:
    gold = {"a": [event("JPN ACCUSE RUS", ONE), event("USA REQUEST PHL", OTHER)]}
    found = evaluate(gold, {"a": [event("JPN ACCUSE CHN", ONE)]})
    counts = format_evaluation(found, errors=0)
    assert ONE not in counts
    assert all(kind in counts for kind in KINDS)
    assert "missed-trigger       1" in counts
    alone = format_evaluation(found, errors=5, kinds=("wrong-target",))
    assert ONE in alone
    assert OTHER not in alone


def test_a_draw_is_even_and_never_more_than_there_is() -> None:
    assert drawn_evenly(range(3), 5) == range(3)
    assert drawn_evenly(range(100), 4) == [0, 25, 50, 75]
    assert drawn_evenly(range(3), 0) == []

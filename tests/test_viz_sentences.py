"""Marking who did what to whom in a sentence."""

from __future__ import annotations

from dataclasses import replace

from kg.model import Party, Report
from tests.viz_networks import summit_network
from viz.sentences import Piece, pieces

NAMES = {"urn:geokg:actor/JPN": ("日本", "东京", "Japan"), "urn:geokg:actor/CHN": ("中国", "中国政府", "北京")}


def report_of(sentence: str, trigger: str, actor: Party, target: Party | None = None) -> Report:
    template = summit_network().events[0].reports[0]
    at = 50 + sentence.index(trigger)
    return replace(
        template,
        sentence=sentence,
        start=50,
        end=50 + len(sentence),
        trigger=trigger,
        trigger_start=at,
        trigger_end=at + len(trigger),
        actors=(actor,),
        targets=(target,) if target else (),
    )


def marked(report: Report) -> list[Piece]:
    found = pieces(report, lambda iri: NAMES.get(iri, ()))
    assert "".join(text for text, _ in found) == report.sentence
    return [(text, role) for text, role in found if role]


JAPAN, CHINA = Party("日本政府", "JPN", "urn:geokg:actor/JPN"), Party("中国", "CHN", "urn:geokg:actor/CHN")


def test_actor_action_and_target_are_marked() -> None:
    assert marked(report_of("日本政府警告中国不要越界。", "警告", JAPAN, CHINA)) == [
        ("日本政府", "actor"),
        ("警告", "action"),
        ("中国", "target"),
    ]


def test_offsets_count_code_points_so_that_characters_beyond_the_first_plane_do_no_harm() -> None:
    assert marked(report_of("𠮷田🙂说日本政府警告中国。", "警告", JAPAN, CHINA)) == [
        ("日本政府", "actor"),
        ("警告", "action"),
        ("中国", "target"),
    ]


def test_another_name_is_marked_where_the_label_is_not_in_the_sentence() -> None:
    assert marked(report_of("东京警告北京。", "警告", JAPAN, CHINA)) == [("东京", "actor"), ("警告", "action"), ("北京", "target")]


def test_the_longest_of_several_names_is_marked() -> None:
    unknown = replace(CHINA, label="中方")
    assert marked(report_of("日本政府警告中国政府。", "警告", JAPAN, unknown))[-1] == ("中国政府", "target")


def test_a_place_is_not_marked_as_the_government_that_it_may_name() -> None:
    assert marked(report_of("双方在东京会谈。", "会谈", JAPAN)) == [("会谈", "action")]


def test_the_mention_nearest_to_the_action_is_marked() -> None:
    found = pieces(report_of("中国的船过后，日本政府警告中国。", "警告", JAPAN, CHINA), lambda iri: ())
    assert found[0] == ("中国的船过后，", "")


def test_a_trigger_outside_the_sentence_marks_nothing() -> None:
    report = replace(report_of("日本政府警告中国。", "警告", JAPAN), trigger_start=0, trigger_end=2)
    assert [role for _, role in marked(report)] == ["actor"]

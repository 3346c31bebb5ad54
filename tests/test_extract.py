"""Who did what to whom, when, and who says so: sentences of our own and what a reader takes from them."""

from __future__ import annotations

from datetime import date

import pytest

from kg.extract.triggers import frame_table
from tests.extraction import countries, dyads, reports, vocabulary

ROLES = [
    # subject and object
    ("中国外交部谴责美国。", ("CHN", "ACCUSE", "USA")),
    ("菲律賓外交部譴責中國。", ("PHL", "ACCUSE", "CHN")),
    # 对 turns the object forward
    ("美国对俄罗斯实施制裁。", ("USA", "SANCTION", "RUS")),
    ("以色列对叙利亚首都大马士革发动空袭。", ("ISR", "ASSAULT", "SYR")),
    # 遭 and 被 turn the sentence round
    ("俄罗斯遭欧盟制裁。", ("EU", "SANCTION", "RUS")),
    # the letter inside the verb is the one visited
    ("法国总统马克龙将于下月访华。", ("FRA", "CONSULT", "CHN")),
    # who is named before is whom it is said to
    ("英方干涉中国内政，中方对此表示强烈反对。", ("CHN", "ACCUSE", "GBR")),
    # what is asked for is no second event, and the one asked is the target
    ("日本敦促朝鲜停止发射导弹。", ("JPN", "REQUEST", "PRK")),
    # the subject of the clause before goes on
    ("韩国总统府召开会议，谴责朝鲜。", ("KOR", "ACCUSE", "PRK")),
]


@pytest.mark.parametrize(("text", "expected"), ROLES)
def test_who_does_it_to_whom(text: str, expected: tuple[str, str, str]) -> None:
    assert expected in dyads(text)


def test_parties_of_a_meeting_stand_together() -> None:
    (summit,) = [r for r in reports("美日菲三国周四在华盛顿举行峰会。") if r.action == "CONSULT"]
    assert {p.country for p in (*summit.actors, *summit.targets)} == {"USA", "JPN", "PHL"}
    assert summit.place is not None
    assert summit.place.country == "USA"
    assert summit.date is not None
    assert summit.date.start == date(2024, 4, 11)


def test_what_is_asked_for_is_not_reported_as_done() -> None:
    assert not [d for d in dyads("日本敦促俄罗斯停止制裁日本企业。") if d[1] == "SANCTION"]


REFERENCES = [
    ("日本外相与韩国外长在首尔会谈。", "两国同意加强合作。", {"JPN", "KOR"}),
    ("中国与菲律宾举行磋商。", "双方同意管控分歧。", {"CHN", "PHL"}),
]


@pytest.mark.parametrize(("first", "second", "expected"), REFERENCES)
def test_two_countries_are_those_named_together_before(first: str, second: str, expected: set[str]) -> None:
    agreed = [r for r in reports(first + second) if r.sentence == second]
    assert any({p.country for p in (*r.actors, *r.targets)} == expected for r in agreed)


def test_a_name_once_introduced_is_known_where_it_stands_alone() -> None:
    found = reports("澳洲外长塔克曼（Rita Tuckman）周三抵达东京。塔克曼谴责俄罗斯。")
    assert ("AUS", "ACCUSE", "RUS") in {(countries(r.actors), r.action, countries(r.targets)) for r in found}


MODALITIES = [
    ("美国对伊朗实施了制裁。", "asserted"),
    ("美国将对伊朗实施制裁。", "planned"),
    ("美國擬對伊朗實施制裁。", "planned"),
    ("美国可能对伊朗实施制裁。", "possible"),
    ("美国正考虑对伊朗实施制裁。", "possible"),
    ("美国没有对伊朗实施制裁。", "denied"),
    ("美国并未对伊朗实施制裁。", "denied"),
]


@pytest.mark.parametrize(("text", "modality"), MODALITIES)
def test_whether_it_has_happened(text: str, modality: str) -> None:
    assert {r.modality for r in reports(text) if r.action == "SANCTION"} == {modality}


SOURCES = [
    ("据路透社报道，美国对伊朗实施了制裁。", ["路透社"]),
    ("路透社引述两名消息人士报道，美国将对伊朗实施制裁。", ["路透社"]),
    ("英国《金融时报》和日本媒体报道，美国将对伊朗实施制裁。", ["金融时报", "日本媒体"]),
    ("日本官房长官林芳正说：“美国和日本正在举行会谈。”", ["林芳正"]),
    ("美国对伊朗实施了制裁。", []),
]


@pytest.mark.parametrize(("text", "labels"), SOURCES)
def test_whom_the_article_credits(text: str, labels: list[str]) -> None:
    found = [r for r in reports(text) if r.action in ("SANCTION", "CONSULT")]
    assert found
    assert [s.label for s in found[0].sources] == labels


def test_who_says_what_is_itself_the_event_is_no_source() -> None:
    (accusation,) = [r for r in reports("中国外交部发言人毛宁说，中方谴责美国。") if r.action == "ACCUSE"]
    assert countries(accusation.actors) == "CHN"


def test_every_report_can_be_found_in_its_text() -> None:
    paragraphs = ("𠮷岡記者報導。", "日本首相岸田文雄10日在白宮會晤美國總統拜登。第二天，兩國與菲律賓舉行峰會。")
    text = "\n".join(paragraphs)
    found = reports(*paragraphs, lang="zh-Hant")
    assert found
    for report in found:
        assert text[report.start : report.end] == report.sentence
        assert text[report.trigger_start : report.trigger_end] == report.trigger


def test_both_scripts_say_the_same() -> None:
    simplified = "美国国防部长奥斯汀周五谴责俄罗斯袭击乌克兰，并宣布对乌克兰提供军事援助。"
    traditional = "美國國防部長奧斯汀週五譴責俄羅斯襲擊烏克蘭，並宣布對烏克蘭提供軍事援助。"
    assert dyads(simplified) == dyads(traditional, lang="zh-Hant") != set()


def test_nothing_is_made_of_nothing() -> None:
    assert reports("") == ()
    assert reports("今天天气晴朗，气温二十度。") == ()
    assert reports("《美国》、、、被被被对对对，将将将。。。") == ()


def test_what_common_words_may_mean_makes_no_event_and_hides_none() -> None:
    assert reports("挪威首相强调了这一点。") == ()
    surer = frame_table(vocabulary()).matches("挪威呼吁各方立即采取措施")
    assert {m.frame.action for m in surer if not m.frame.faint} == {"REQUEST"}
    # 采取 may be a sanction, a threat, a request: all of them stand, and none is shown
    faint = [m.frame for m in frame_table(vocabulary()).candidates("采取") if m.frame.pattern == "采取"]
    assert len({f.action for f in faint}) > 1
    assert all(f.faint for f in faint)
    assert {f.action for f in faint} <= {m.frame.action for m in frame_table(vocabulary()).matches("采取")}


def test_whoever_is_credited_has_a_whole_iri() -> None:
    found = reports("海湾人道援助基金会表示，以色列军队周一空袭了加沙城的一所学校。", "约旦河观察组织说，以色列逮捕了三名示威者。")
    assert [s.label for r in found for s in r.sources]
    for report in found:
        assert all(":" in x.iri for x in (*report.actors, *report.targets, *report.sources)), report

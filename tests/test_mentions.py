"""Names in text: what is an actor, what only looks like one."""

from __future__ import annotations

import pytest

from kg.extract.lexicon import lexicon_of
from kg.extract.mentions import find_mentions
from kg.extract.reference import resolve_references
from kg.model import Sentence
from kg.vocabulary import simplify
from tests.extraction import named, sentence, vocabulary


def found(text: str) -> list[tuple[str, str]]:
    whole = sentence(text)
    return named(tuple(m for m in find_mentions(whole, vocabulary(), lexicon_of(vocabulary())) if m.kind not in ("pronoun", "source")))


STATES = [
    ("日本与韩国恢复对话", [("日本", "JPN"), ("韩国", "KOR")]),
    ("紐西蘭和寮國簽署備忘錄", [("紐西蘭", "NZL"), ("寮國", "LAO")]),
    ("Japan and the Philippines signed a pact", [("Japan", "JPN"), ("Philippines", "PHL")]),
    ("美方对此没有回应", [("美方", "USA")]),
    ("访美期间未安排记者会", [("美", "USA")]),
    ("俄称拦截多架无人机", [("俄", "RUS")]),
    ("部队击退俄多次进攻", [("俄", "RUS")]),
    ("美称不惜动武", [("美", "USA")]),
    ("塔利班冀中方援助", [("塔利班", "AFG-taliban"), ("中方", "CHN")]),
    ("欧洲对此不满", [("欧洲", "EU")]),
]


@pytest.mark.parametrize(("text", "expected"), STATES)
def test_states_by_name_and_letter(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


# each holds a state's letter, none of them a state
NO_ACTORS = [
    "目前已经结束",
    "印度洋上风平浪静",
    "上个月中旬",
    "中美洲地峡",
    "以上办法可以加强管理",
    "完美的法律",
    "4 月 10 日对外公布",
    "意见不一",
    "日益复杂",
]


@pytest.mark.parametrize("text", NO_ACTORS)
def test_letters_inside_other_words_are_no_states(text: str) -> None:
    assert found(text) == []


def test_letters_that_stand_together_are_several_states() -> None:
    whole = sentence("美日菲举行会谈，中美关系紧张")
    pairs = [m for m in find_mentions(whole, vocabulary(), lexicon_of(vocabulary())) if m.kind == "pair"]
    assert [tuple(c.rsplit("/", 1)[-1] for c in m.candidates) for m in pairs] == [("USA", "JPN", "PHL"), ("CHN", "USA")]


def test_troops_in_a_country_belong_to_who_sent_them() -> None:
    (text, iri), *_ = found("驻日美军将扩编")
    assert iri.startswith("USA")
    assert "美军" in text


PEOPLE = [
    ("日本首相岸田文雄抵达华盛顿", "岸田文雄", "person-kishida-fumio"),
    ("美國總統拜登發表談話", "拜登", "person-biden-joe"),
    ("美国总统拜时发表讲话", "拜时", "person-biden-joe"),
]


@pytest.mark.parametrize(("text", "name", "iri"), PEOPLE)
def test_people_are_known_by_their_names_in_both_scripts_and_with_typing_errors(text: str, name: str, iri: str) -> None:
    people = [m for m in find_mentions(sentence(text), vocabulary(), lexicon_of(vocabulary())) if m.kind == "person"]
    assert [(m.name, m.candidates[0].rsplit("/", 1)[-1]) for m in people] == [(name, iri)]


UNKNOWN = [
    # offices that exist, held by nobody of that name: only the pattern can find them
    ("菲律宾国防部副部长多米诺周三表示", "多米诺", "PHL"),
    ("澳洲外长塔克曼（Rita Tuckman）批评", "塔克曼", "AUS"),
]


@pytest.mark.parametrize(("text", "name", "country"), UNKNOWN)
def test_a_title_introduces_people_never_seen_before(text: str, name: str, country: str) -> None:
    people = [m for m in find_mentions(sentence(text), vocabulary(), lexicon_of(vocabulary())) if m.kind == "person"]
    assert [(m.name, (m.country or "").rsplit("/", 1)[-1]) for m in people] == [(name, country)]


def test_an_office_belongs_to_the_organisation_that_it_is_named_after() -> None:
    for text, iri in (("联合国秘书长呼吁以色列停火", "UN"), ("北约秘书长批评俄罗斯", "NATO")):
        first = find_mentions(sentence(text), vocabulary(), lexicon_of(vocabulary()))[0]
        assert (first.kind, first.title, (first.country or "").rsplit("/", 1)[-1]) == ("person", "秘书长", iri)


@pytest.mark.parametrize(
    "text", ["中国外交部发言人周一表示", "参议员周三呼吁", "議員施壓政府", "行政长官任命法官", "大学院长解释说", "市长任期内说"]
)
def test_a_day_and_a_verb_behind_a_title_are_no_name(text: str) -> None:
    people = [m for m in find_mentions(sentence(text), vocabulary(), lexicon_of(vocabulary())) if m.kind == "person"]
    assert not [m.name for m in people if m.name]


@pytest.mark.parametrize("name", ["罗伯特·斯伯丁", "雅各布·沃利斯", "亚历克斯·李", "约翰·肯特", "爱德华·莫里斯", "凯文·施耐德"])
def test_a_dotted_name_is_whole(name: str) -> None:
    people = [m.name for m in find_mentions(sentence(f"据悉，{name}上周表示"), vocabulary(), lexicon_of(vocabulary()))]
    assert name in people


def test_a_known_name_is_not_cut_out_of_a_longer_one() -> None:
    assert "卡特" not in [m.name for m in find_mentions(sentence("美国前官员卡特勒说"), vocabulary(), lexicon_of(vocabulary()))]
    assert "卡特" in [m.name for m in find_mentions(sentence("美国前总统卡特说"), vocabulary(), lexicon_of(vocabulary()))]


def test_a_rank_behind_a_name_is_the_same_person_s() -> None:
    def people(text: str) -> list[tuple[str, str | None]]:
        return [(m.text, m.name) for m in find_mentions(sentence(text), vocabulary(), lexicon_of(vocabulary())) if m.kind == "person"]

    assert people("拜登总统抵达东京") == [("拜登总统", "拜登")]
    assert people("司令凯文·施耐德中将表示") == [("司令凯文·施耐德中将", "凯文·施耐德")]
    assert people("拜登特使抵达东京")[0] == ("拜登", "拜登")  # the envoy is somebody else


def test_a_body_belongs_to_the_state_before_it() -> None:
    bodies = [m for m in find_mentions(sentence("日本防卫省与美国国务院磋商"), vocabulary(), lexicon_of(vocabulary())) if m.kind == "body"]
    assert [(m.text, (m.country or "").rsplit("/", 1)[-1]) for m in bodies] == [("日本防卫省", "JPN"), ("美国国务院", "USA")]


def test_a_platform_on_which_somebody_speaks_does_nothing() -> None:
    from kg.extract.scenes import read_scenes

    def acting(text: str) -> list[str]:
        (scene,) = read_scenes((sentence(text),), None, vocabulary())
        return [m.text for g in scene.groups for m in g.mentions]

    assert acting("外长王毅在推特上批评美国") == ["外长王毅", "美国"]
    assert acting("日本首相透过脸书发文谴责俄罗斯") == ["日本首相", "俄罗斯"]
    assert "推特" in acting("推特封禁了俄罗斯官方账号")


def test_media_are_sources_and_not_actors() -> None:
    mentions = find_mentions(sentence("据日本媒体和《海桥日报》报道"), vocabulary(), lexicon_of(vocabulary()))
    assert [(m.text, m.kind) for m in mentions] == [("日本媒体", "source"), ("海桥日报", "source")]


def test_a_name_and_its_latin_form_in_brackets_are_one_mention() -> None:
    people = [
        m
        for m in find_mentions(sentence("日本首相岸田文雄（Fumio Kishida）说"), vocabulary(), lexicon_of(vocabulary()))
        if m.kind == "person"
    ]
    assert len(people) == 1


def test_offsets_point_into_the_text_as_written() -> None:
    text = "🇯🇵外相𠮷田：日本首相岸田文雄訪問菲律賓"
    for mention in find_mentions(sentence(text), vocabulary(), lexicon_of(vocabulary())):
        assert text[mention.start : mention.end] == mention.text


def parties(text: str) -> list[tuple[str, str | None]]:
    """Every mention with the country it counts under."""
    from kg.link import link_mention

    whole = sentence(text)
    return [
        (m.text, p.country)
        for m in find_mentions(whole, vocabulary(), lexicon_of(vocabulary()))
        for p in link_mention(m, None, vocabulary=vocabulary(), base="urn:geokg:")
    ]


def test_groups_of_states_are_one_party_without_a_country() -> None:
    assert parties("西方国家批评该决定，三十七个国家弃权") == [("西方国家", None), ("三十七个国家", None)]
    assert parties("二十国集团开会")[0][1] == "G20"


def test_names_of_pairs_mean_both() -> None:
    assert [p for _, p in parties("两岸恢复通航")] == ["CHN", "TWN"]
    assert sorted(str(p) for _, p in parties("两韩恢复通话")) == ["KOR", "PRK"]


def test_an_office_that_begins_with_the_state_s_last_character_is_whole() -> None:
    assert [m for m, _ in parties("美国务卿抵达")] == ["美国务卿"]
    assert [m for m, _ in parties("中国外交部长离开")] == ["中国外交部长"]
    assert parties("蒙古国防部否认") == [("蒙古国防部", "MNG")]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("挪威渔业促进会提出诉讼", "挪威渔业促进会"),
        ("警方搜查“远山基金会”", "远山基金会"),
    ],
)
def test_organisations_are_known_by_what_their_kind_is_called(text: str, name: str) -> None:
    assert name in [m for m, _ in parties(text)]


def test_a_clause_before_the_kind_is_no_name() -> None:
    assert not [m for m, _ in parties("他们要求立即在当地设立委员会") if len(m) > 5]


def test_persons_without_a_title_show_by_their_writing() -> None:
    assert "卡尔·奥达尔" in [m for m, _ in parties("当天，卡尔·奥达尔离开法庭")]
    assert "奥达尔" in [m for m, _ in parties("当天，奥达尔（Karl Odal）离开法庭")]


def countries_of(*texts: str) -> list[tuple[str, str | None]]:
    """The mentions of sentences that follow one another, with the country that each counts under."""
    sentences, start = [], 0
    for n, text in enumerate(texts):
        sentences.append(Sentence(n, start, start + len(text), text, simplify(text), "paragraph", n))
        start += len(text)
    mentions = [find_mentions(s, vocabulary(), lexicon_of(vocabulary())) for s in sentences]
    found = resolve_references(sentences, mentions, vocabulary())
    return [(m.text, m.country and m.country.rsplit("/", 1)[-1]) for of_sentence in found for m in of_sentence]


def test_a_ministry_named_again_belongs_to_whom_it_belonged_before() -> None:
    assert countries_of("美国司法部起诉一名黑客。", "中国否认。", "司法部说，此人已被捕。")[-1] == ("司法部", "USA")


def test_chambers_belong_to_a_state_that_has_them() -> None:
    assert countries_of("美国与中国谈判。", "参议院表决。")[-1] == ("参议院", "USA")
    assert countries_of("中国与美国谈判。", "参议院表决。")[-1] == ("参议院", "USA")
    assert countries_of("美国与日本谈判。", "参议院表决。")[-1] == ("参议院", "JPN")


def test_people_without_a_name_belong_to_the_state_that_the_article_is_about() -> None:
    assert countries_of("泰国总理下台。", "泰国军方与缅甸接触。", "数百名示威者上街。")[-1][1] == "THA"
    assert countries_of("泰国总理下台。", "泰国军方与缅甸接触。", "在缅甸，数百名示威者上街。")[-1][1] == "MMR"


def spoken(text: str) -> list[tuple[str, str | None, str]]:
    whole = sentence(text)
    mentions = find_mentions(whole, vocabulary(), lexicon_of(vocabulary()))
    return [(m.text, m.name, m.kind) for m in mentions if m.kind in ("source", "person")]


SPEAKERS = [
    ("经济学家克鲁格曼认为，加征关税得不偿失", [("克鲁格曼", "克鲁格曼", "source")]),
    ("政治学教授米尔斯海默日前对记者表示，北约东扩是错误", [("教授米尔斯海默", "米尔斯海默", "source")]),
    ("歷史學者余英時曾撰文說，專制難以持久", [("學者余英時", "余英時", "source")]),
    ("南海问题专家波林（Gregory Poling）说，巡航还会继续", [("波林", "波林", "source")]),
    ("防务专家 Michael Kofman 在接受采访时指出，前线已经胶着", [("Michael Kofman", "Michael Kofman", "source")]),
    ("时事评论员刘锐绍说，此举并不意外", [("时事评论员刘锐绍", "刘锐绍", "source")]),
    ("国际人士指出，制裁没有奏效", [("国际人士", None, "source")]),
    ("多名专家认为，谈判还会延期", [("多名专家", None, "source")]),
]


@pytest.mark.parametrize(("text", "expected"), SPEAKERS)
def test_who_speaks_is_named_with_a_profession(text: str, expected: list[tuple[str, str | None, str]]) -> None:
    assert spoken(text) == expected


# a profession, and behind it no name, or nobody who speaks
NO_SPEAKERS = [
    "专家组随后表示欢迎",
    "人士宣布上述消息之前，集会已经结束",
    "记者会上没有人提到此事",
    "教授高度评价这项研究",
    "学者们在会上讨论了方案",
    "律师王朝中的旧案",
]


@pytest.mark.parametrize("text", NO_SPEAKERS)
def test_words_behind_a_profession_are_not_always_a_name(text: str) -> None:
    assert [one for one in spoken(text) if one[1]] == []


def test_an_official_named_by_what_they_say_acts_for_their_state() -> None:
    mentions = find_mentions(sentence("波兰副部长韦伯当天表示，将延长管制"), vocabulary(), lexicon_of(vocabulary()))
    official = next(m for m in mentions if m.name)
    assert (official.text, official.name, official.kind) == ("波兰副部长韦伯", "韦伯", "person")
    assert (official.country or "").endswith("POL")


def test_a_speaker_is_known_again_by_the_name_alone() -> None:
    first, second = sentence("经济学家克鲁格曼认为，加征关税得不偿失"), sentence("克鲁格曼还说，出口会下降")
    lexicon = lexicon_of(vocabulary())
    resolved = resolve_references([first, second], [find_mentions(s, vocabulary(), lexicon) for s in (first, second)], vocabulary())
    assert [(m.text, m.name, m.kind) for m in resolved[1]] == [("克鲁格曼", "克鲁格曼", "source")]

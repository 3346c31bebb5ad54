"""States and territories: their names in both scripts, what looks like one and is none, seats of power, and who may choose otherwise."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import pytest

from kg.check import check_ontology
from kg.extract.lexicon import lexicon_of
from kg.extract.mentions import find_mentions
from kg.shipped import shipped
from kg.vocabulary import ACTOR, Vocabulary, fold, load_vocabulary
from kg.vocabulary.reading import Subjects, read_subjects
from tests.conftest import ROOT
from tests.extraction import dyads, named, sentence

ONTOLOGY = ROOT / "ontology"
# the sixty that a large set of articles in Chinese names most, in its order
MOST_NAMED = re.findall(
    r"\w+",
    "CHN USA HKG TWN GBR IRN RUS ISR IND JPN DEU UKR AUS PSE FRA CAN PRK KOR LBN SYR BRA SAU PHL VNM YEM IDN TUR PAK IRQ LTU "
    "MYS ESP SDN VEN ITA AFG CUB EGY ARE SGP NZL JOR GRL POL HUN DNK SWE CZE MEX NER ZAF NLD THA ETH QAT BLR KHM KAZ VAT MNG GRC",
)
# a city that is the state, a seat that has the state's own name
WITHOUT_SEAT = {"HKG", "SGP", "VAT"}


def pairs(table: str) -> list[tuple[str, str]]:
    """The rows of a table of ``name=answer``."""
    return [(name, answer) for name, _, answer in (cell.strip().partition("=") for cell in re.split(r"[,\n]", table.strip()))]


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load_vocabulary()


@pytest.fixture(scope="module")
def subjects() -> Subjects:
    return read_subjects([*sorted((ONTOLOGY / "actors").glob("*.ttl")), ONTOLOGY / "affixes.ttl"])


def found(vocabulary: Vocabulary, text: str) -> list[tuple[str, str]]:
    mentions = find_mentions(sentence(text), vocabulary, lexicon_of(vocabulary))
    return named(tuple(m for m in mentions if m.kind not in ("pronoun", "source", "generic")))


def states_in(vocabulary: Vocabulary, text: str) -> set[str | None]:
    mentions = find_mentions(sentence(text), vocabulary, lexicon_of(vocabulary))
    return {vocabulary.code_of(m.country or m.candidates[0]) for m in mentions if m.country or m.candidates[0].startswith(ACTOR)}


def test_every_entry_of_iso_3166_is_there(vocabulary: Vocabulary) -> None:
    pycountry = pytest.importorskip("pycountry")
    codes = {actor.code for actor in vocabulary.actors.values() if actor.kind in ("state", "territory")}
    assert {country.alpha_3 for country in pycountry.countries} | {"XKX"} == codes - {None}


# as Taiwan, Hong Kong, the mainland and the English press say it
PRESS = """
寮國=LAO, 紐西蘭=NZL, 沙烏地=SAU, 沙烏地阿拉伯=SAU, 義大利=ITA, 奈及利亞=NGA, 肯亞=KEN, 查德=TCD, 喬治亞=GEO, 克羅埃西亞=HRV
斯洛維尼亞=SVN, 葉門=YEM, 卡達=QAT, 衣索比亞=ETH, 索馬利亞=SOM, 波札那=BWA, 莫三比克=MOZ, 辛巴威=ZWE, 尚比亞=ZMB
迦納=GHA, 茅利塔尼亞=MRT, 象牙海岸=CIV, 獅子山=SLE, 賴比瑞亞=LBR, 吉布地=DJI, 厄利垂亞=ERI, 盧安達=RWA, 蒲隆地=BDI
坦尚尼亞=TZA, 馬拉威=MWI, 賴索托=LSO, 史瓦帝尼=SWZ, 模里西斯=MUS, 塞席爾=SYC, 葛摩=COM, 維德角=CPV, 甘比亞=GMB, 貝南=BEN
加彭=GAB, 馬爾地夫=MDV, 亞塞拜然=AZE, 賽普勒斯=CYP, 馬爾他=MLT, 北馬其頓=MKD, 波士尼亞=BIH, 宏都拉斯=HND, 瓜地馬拉=GTM
哥斯大黎加=CRI, 厄瓜多=ECU, 千里達=TTO, 巴貝多=BRB, 格瑞那達=GRD, 聖露西亞=LCA, 蓋亞那=GUY, 蘇利南=SUR, 帛琉=PLW
諾魯=NRU, 吐瓦魯=TUV, 萬那杜=VUT, 索羅門=SLB, 吉里巴斯=KIR, 巴紐=PNG, 汶萊=BRN
沙特阿拉伯=SAU, 老撾=LAO, 尼日利亞=NGA, 也門=YEM, 格魯吉亞=GEO, 克羅地亞=HRV, 塞浦路斯=CYP
科索沃=XKX, 白罗斯=BLR, 南韓=KOR, 北韩=PRK, 中国台湾地区=TWN, 中国香港=HKG, Viet Nam=VNM, Türkiye=TUR, Burma=MMR
Ivory Coast=CIV, Cabo Verde=CPV, Holy See=VAT, SADR=ESH
"""


@pytest.mark.parametrize(("name", "iri"), pairs(PRESS))
def test_states_are_found_by_the_names_of_every_press(vocabulary: Vocabulary, name: str, iri: str) -> None:
    assert vocabulary.find_actors(name) == (ACTOR + iri,)
    assert (name, iri) in found(vocabulary, name)


LANDS = """
阿布哈兹=GEO, 南奥塞梯=GEO, 德左=MDA, 索马里兰=SOM, 北塞浦路斯=CYP, 纳卡=AZE, 克里米亚=UKR, 顿巴斯=UKR, 加薩=PSE
约旦河西岸=PSE, 戈兰高地=SYR, 西藏=CHN, 新疆=CHN, 内蒙古=CHN, 印控克什米尔=IND, 巴控克什米尔=PAK, 苏格兰=GBR, 北爱尔兰=GBR
加泰罗尼亚=ESP, 车臣=RUS, 得州=USA, 喬治亞州=USA, 成都=CHN, 旧金山=USA, 冲绳=JPN, 加告兹=MDA, New Jersey=USA, Crimea=UKR
"""


@pytest.mark.parametrize(("name", "code"), pairs(LANDS))
def test_territories_count_under_an_entry_of_iso(vocabulary: Vocabulary, name: str, code: str) -> None:
    (iri,) = vocabulary.find_actors(name)
    assert vocabulary.code_of(iri) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("智库学者理查德·海登", "TCD"),
        ("广东加强边境管制", "TON"),
        ("枢纽国王十字车站", "NZL"),
        ("货轮驶过亚丁湾", "YEM"),
        ("麻省理工学院校长", "USA"),
        ("欧洲大陆普降大雨", "CHN"),
        ("大陆架划界", "CHN"),
        ("北部湖北岸的村庄", "CHN"),
        ("A ship crossed the Gulf of Aden", "YEM"),
    ],
)
def test_a_name_inside_another_word_is_no_state(vocabulary: Vocabulary, text: str, code: str) -> None:
    assert code not in states_in(vocabulary, text)


@pytest.mark.parametrize(
    ("text", "name", "iri"),
    [
        ("喬治亞州居民撤離", "喬治亞州居民", "USA-georgia"),
        ("以色列国防部发表声明", "以色列国防部", "defence-ministry"),
        ("伊朗政权否认", "伊朗政权", "IRN"),
        ("越南船员获救", "越南船员", "VNM"),
        ("加沙地带北部遭炮击", "加沙地带北部", "PSE-north-gaza"),
        ("New Mexico sued", "New Mexico", "USA-new-mexico"),
    ],
)
def test_the_longer_name_is_who_is_meant(vocabulary: Vocabulary, text: str, name: str, iri: str) -> None:
    assert (name, iri) in found(vocabulary, text)


def test_the_states_named_most_have_seats_of_power_in_both_languages(subjects: Subjects) -> None:
    assert len(MOST_NAMED) > 60
    for code in MOST_NAMED:
        seats = subjects[ACTOR + code].get("gk:metonym", [])
        assert code in WITHOUT_SEAT or {"zh-Hans", "en"} <= {v.language for v in seats}, code


SEATS = """
五角大厦=USA, 国会山=USA, 唐宁街10号=GBR, 白厅=GBR, 爱丽舍宫=FRA, 奥赛码头=FRA, 永田町=JPN, 霞关=JPN, 青瓦台=KOR
龙山总统府=KOR, 克里姆林宫=RUS, 中南海=CHN, 马拉坎南宫=PHL, 奇吉宫=ITA, 安卡拉=TUR, 德黑兰=IRN, Quai d'Orsay=FRA
Foggy Bottom=USA, Planalto=BRA, Casa Rosada=ARG
"""


@pytest.mark.parametrize(("name", "code"), pairs(SEATS))
def test_seats_of_power_are_governments(vocabulary: Vocabulary, name: str, code: str) -> None:
    (mention,) = find_mentions(sentence(name), vocabulary, lexicon_of(vocabulary))
    assert mention.metonym
    assert vocabulary.code_of(mention.candidates[0]) == code


def test_a_capital_in_which_others_meet_takes_no_part() -> None:
    assert dyads("波兰外长在安卡拉会见芬兰外长。") == {("POL", "CONSULT", "FIN")}
    assert ("TUR", "ACCUSE", "POL") in dyads("安卡拉谴责波兰。")


# names of several states at once


def test_a_name_of_several_states_stands_with_each_and_is_nobodys_own(subjects: Subjects, vocabulary: Vocabulary) -> None:
    together: dict[str, set[str]] = defaultdict(set)
    for iri, properties in subjects.items():
        for value in properties.get("gk:together", ()):
            together[fold(value)].add(iri.removeprefix(ACTOR))
    assert together["两岸"] == {"CHN", "TWN"}
    assert together["两韩"] == {"KOR", "PRK"}
    assert all(len(states) > 1 for states in together.values())
    blockers = {fold(text) for text in vocabulary.affixes["blocker"]}
    assert not blockers & set(together)
    assert not any(vocabulary.find_actors(name) for name in together)


# the shipped and the hand-written


def test_writing_the_generated_file_leaves_the_others_alone(tmp_path: Path) -> None:
    for package in ("babel", "pycountry", "rigour"):
        pytest.importorskip(package)
    copy = shutil.copytree(ONTOLOGY, tmp_path / "ontology")
    (copy / "actors" / "states.ttl").unlink()
    before = {p: p.read_bytes() for p in copy.rglob("*.ttl")}
    subprocess.run([sys.executable, str(copy / "generate_states.py")], check=True)
    assert (copy / "actors" / "states.ttl").exists()
    after = {p: p.read_bytes() for p in copy.rglob("*.ttl") if p.name != "states.ttl"}
    assert after == before


# to choose otherwise


def policy_example() -> str:
    (example,) = re.findall(r"```turtle\n(.*?)```", (ONTOLOGY / "POLICY.md").read_text(encoding="utf-8"), re.DOTALL)
    return str(example)


def test_the_policy_says_what_is_shown(vocabulary: Vocabulary) -> None:
    rows = re.findall(
        r"^\| `([^`]+)`((?:, `[^`]+`)*) \| (.+?) \| (.+?) \| (.+?) \|", (ONTOLOGY / "POLICY.md").read_text("utf-8"), re.MULTILINE
    )
    assert len(rows) > 8
    for first, others, *labels in rows:
        codes = [first, *re.findall(r"`([^`]+)`", others)]
        for tag, shown in zip(("zh-Hans", "zh-Hant", "en"), labels, strict=True):
            assert [vocabulary.label(ACTOR + code, tag) for code in codes] == shown.split(", ")


def test_the_policys_example_shows_and_counts_otherwise(vocabulary: Vocabulary, tmp_path: Path) -> None:
    (tmp_path / "names.ttl").write_text(policy_example(), encoding="utf-8")
    own = load_vocabulary(tmp_path)
    assert (vocabulary.label(ACTOR + "TWN"), own.label(ACTOR + "TWN"), own.label(ACTOR + "TWN", "en")) == ("台湾", "中华民国", "Taiwan")
    assert own.label(ACTOR + "FLK", "en") == "Malvinas"
    # the shipped name is still recognised
    assert own.find_actors("Falkland Islands") == own.find_actors("马岛") == (ACTOR + "FLK",)
    assert (vocabulary.code_of(ACTOR + "UKR-crimea"), own.code_of(ACTOR + "UKR-crimea")) == ("UKR", "RUS")
    assert vocabulary.find_actors("钓鱼岛") == ()
    assert own.find_actors("釣魚台") == own.find_actors("尖阁诸岛") == (ACTOR + "JPN-senkaku",)
    assert (vocabulary.find_actors("西撒"), own.find_actors("西撒")) == ((ACTOR + "ESH",), ())


# what the shapes refuse


PREFIXES = """@prefix gk: <urn:geokg:vocab:> .
@prefix actor: <urn:geokg:actor/> .
@prefix affix: <urn:geokg:affix/> .
@prefix action: <urn:geokg:action/> .
@prefix bodytype: <urn:geokg:bodytype/> .
@prefix frame: <urn:geokg:frame/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
FRAME = 'frame:x a gk:Frame ; gk:pattern "甲乙"@zh ; gk:action action:AID ; gk:example "甲乙。"@zh ; '


@pytest.mark.parametrize(
    ("turtle", "words"),
    [
        ('actor:XXA a gk:State ; gk:code "XXA" ; skos:prefLabel "甲"@zh-Hans, "A"@en .', "no label in zh-Hant"),
        ('actor:XXA a gk:State ; gk:code "xxa" ; skos:prefLabel "甲"@zh-Hans, "甲"@zh-Hant, "A"@en .', "capital letters and digits"),
        ('actor:person-x a gk:Person ; skos:prefLabel "某人"@zh-Hans, "Somebody"@en .', "no label in zh-Hant"),
        ('actor:XXA-court a gk:Body ; skos:prefLabel "甲法院"@zh-Hans .', "no label in en"),
        (
            'actor:XXA-court a gk:Body ; gk:bodyType bodytype:none ; skos:prefLabel "甲法院"@zh-Hans, "court"@en .',
            "bodytype:none is not defined",
        ),
        ('actor:XXA-court a gk:Body ; skos:altLabel "法"@zh-Hans ; skos:prefLabel "甲法院"@zh-Hans, "court"@en .', "guards"),
        ('bodytype:x a gk:BodyType ; gk:sector "gov" ; skos:prefLabel "某部"@zh-Hans, "ministry"@en .', "sector"),
        ("affix:x a gk:Affix .", "its words"),
        (
            'frame:x a gk:Frame ; gk:pattern "甲乙"@zh ; gk:action action:AID ; gk:seen 2 ; gk:right 3 ; gk:example "甲乙。"@zh .',
            "than it was seen",
        ),
        ('frame:x a gk:Frame ; gk:pattern "甲乙"@zh ; gk:action action:AID ; gk:weak "yes" ; gk:example "甲乙。"@zh .', "true or false"),
        ('action:AID-x a gk:Mode ; skos:broader action:AID ; skos:prefLabel "某"@zh-Hans, "x"@en .', "defined in each language"),
    ],
)
def test_a_concept_that_lacks_something_is_refused_with_the_reason(turtle: str, words: str, tmp_path: Path) -> None:
    (tmp_path / "own.ttl").write_text(PREFIXES + turtle, encoding="utf-8")
    errors: Iterable[Exception] = check_ontology(tmp_path)
    assert any(words in str(error) for error in errors)


def test_the_ontology_is_shipped_with_its_policy_and_reference() -> None:
    assert (shipped("ontology") / "POLICY.md").exists()
    assert (shipped("ontology") / "REFERENCE.md").exists()

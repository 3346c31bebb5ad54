"""Where reports of one event contradict one another, and how sure an event is."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.derive import derive
from kg.merge import merge_claims
from kg.merge.conflict import confidence, conflicts, counted
from kg.model import Conflict, Modality, Report
from kg.query import run_query
from kg.store import open_store
from tests.extraction import vocabulary
from tests.store_articles import AMERICA, JAPAN, Said, day, ntriples, written

COUNTED = [
    ("空袭造成12人死亡、30人受伤。", {"dead": 12, "injured": 30}),
    ("爆炸致十二名平民丧生，另有三人失踪。", {"dead": 12, "missing": 3}),
    ("襲擊造成兩名士兵死亡。", {"dead": 2}),
    ("警方逮捕了94名示威者。", {"detained": 94}),
    ("The strike killed 12 people and 30 were wounded.", {"dead": 12, "injured": 30}),
    ("Police arrested 94 protesters.", {"detained": 94}),
    # what is left open contradicts no number
    ("空袭造成至少12人死亡、30余人受伤。", {}),
    ("死亡人数超过300人。", {}),
    ("At least 12 people were killed.", {}),
    ("有二三十人受伤。", {}),
    # no persons
    ("拦截了12枚导弹。", {}),
    ("军费增加12%，3人获任命。", {}),
    ("他2019年11月18日被捕。", {}),
    ("法院判处两人死刑。", {}),
]


@pytest.mark.parametrize(("sentence", "expected"), COUNTED)
def test_persons_are_counted_where_a_sentence_says_how_many(sentence: str, expected: dict[str, int]) -> None:
    assert counted(sentence) == expected


def report(
    name: str,
    sentence: str,
    *,
    when: str | None = "2024-04-10",
    modality: Modality = "asserted",
    published: str = "2024-04-11",
    sure: float = 0.5,
) -> Report:
    said = Said(sentence, "袭击", "ASSAULT", (JAPAN,), (AMERICA,), day(when) if when else None, modality, confidence=sure)
    return written(name, [said], published=f"{published}T08:00:00+00:00", outlet=f"{name}通讯社")[1][0]


def kinds(*reports: Report) -> list[tuple[str, str, str]]:
    return [(c.kind, c.says_a, c.says_b) for c in conflicts(reports)]


def test_one_side_denies() -> None:
    told = report("甲", "日本海空军四月十日袭击美国港口。")
    denial = "日方否认海空军四月十日袭击过美国港口。"
    assert kinds(told, report("乙", denial, modality="denied")) == [("denied", "asserted", "denied")]
    assert kinds(told, report("乙", denial, modality="denied", sure=0.3)) == []  # perhaps misread
    assert kinds(told, report("乙", "袭击的消息尚未传出，油价没有变动。", modality="denied")) == []  # nobody denies
    assert kinds(told, report("乙", "日方否认袭击过别国渔船。", modality="denied")) == []  # something else


def test_days_differ() -> None:
    told = report("甲", "日本空军十日袭击美国港口。")
    assert kinds(told, report("乙", "日本空军十一日袭击港口。", when="2024-04-11")) == [("dates", "2024-04-10", "2024-04-11")]
    assert kinds(told, report("乙", "日本空军四月袭击港口。", when="2024-04")) == []  # a month holds its days
    assert kinds(told, report("乙", "另一处机场再遭袭击，跑道受损。", when="2024-04-11")) == []  # another attack


def test_numbers_differ_in_reports_of_the_same_days() -> None:
    twelve, twenty = "港口遭袭击，造成12人死亡。", "港口遭袭击，造成20人死亡。"
    assert kinds(report("甲", twelve), report("乙", twenty)) == [("numbers", "dead 12", "dead 20")]
    assert kinds(report("甲", twelve), report("乙", twenty, published="2024-04-20")) == []  # the toll has risen
    assert kinds(report("甲", twelve), report("乙", "港口遭袭击，造成12人死亡、3人受伤。")) == []


def test_one_origin_does_not_contradict_itself() -> None:
    a = report("甲", "袭击造成12人死亡。")
    b = written("甲二", [Said("袭击造成20人死亡。", "袭击", "ASSAULT", (JAPAN,), (AMERICA,), day("2024-04-10"))], outlet="甲通讯社")[1][0]
    assert conflicts((a, b)) == ()


def test_an_event_is_as_sure_as_its_origins_together() -> None:
    half = report("甲", "袭击。", sure=0.5)
    assert confidence([half]) == 0.5
    assert confidence([half, report("乙", "袭击。", sure=0.5)]) == 0.75
    same = written("甲二", [Said("再说袭击。", "袭击", "ASSAULT", (JAPAN,), (AMERICA,), confidence=0.4)], outlet="甲通讯社")[1][0]
    assert confidence([half, same]) == 0.5  # one origin is one witness
    assert confidence([half, report("乙", "否认袭击。", modality="denied", sure=0.9)]) == 0.5
    assert confidence([report("乙", "否认袭击。", modality="denied", sure=0.9)]) == 0.9
    assert confidence([report(name, "袭击。", sure=0.9) for name in "甲乙丙丁"]) == 0.99


def test_a_store_gives_conflicts_back(tmp_path: Path) -> None:
    articles = [
        written(
            name,
            [Said(text, "袭击", "ASSAULT", (JAPAN,), (AMERICA,), day("2024-04-10"))],
            published=f"2024-04-1{n}T08:00:00+00:00",
            outlet=name,
        )
        for n, (name, text) in enumerate(
            (("甲报", "日本空军十日袭击美国港口，12人死亡。"), ("乙报", "日本空军十日袭击美国港口，20人死亡。"))
        )
    ]
    with open_store(tmp_path / "store", write=True) as store:
        store.load_ontology()
        for article, reports in articles:
            store.put(article.iri, article.content_hash, ntriples(article, reports))
        derive(store, vocabulary())
    with open_store(tmp_path / "store") as published:
        (event,) = published.events()
    assert (event,) == tuple(merge_claims(r for _, reports in articles for r in reports))
    asked = run_query(tmp_path / "store", "contested", {})
    quotes = [row[asked.columns.index("quote")].value for row in asked.rows]
    assert quotes == ["日本空军十日袭击美国港口，12人死亡。", "日本空军十日袭击美国港口，20人死亡。"]
    a, b = event.reports
    assert event.conflicts == (Conflict("numbers", a.iri, b.iri, "dead 12", "dead 20"),)

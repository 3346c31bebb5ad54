"""What was learned decides among the candidates: on sentences of our own, by the same answer every time, and never by running a file."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import opencc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.engine import report_article
from kg.errors import KgError
from kg.extract import learned_extractor, read_scenes
from kg.extract.learned import trigger_evidence as trigger_evidence_stage
from kg.extract.learned.composing import compose
from kg.extract.learned.deciding import Dyad, dyads_of, likely_triggers, read, shares_of_words
from kg.extract.learned.dyads import FEATURES
from kg.extract.learned.explaining import evidence_weights as explained_weights
from kg.extract.learned.keys import Templates, listed_keys, text_key
from kg.extract.learned.layout import countries_of, lay_out
from kg.extract.learned.ruled import ruled_casts
from kg.extract.learned.table import WeightTable
from kg.extract.learned.trigger_evidence import ACTION_NUMBER, trigger_evidence
from kg.extract.learned.weights import SHIPPED, read_weights, write_weights
from kg.extract.naming import names_in
from kg.link import link_mention
from kg.model import Article, Block, Published, Report
from kg.read import read_articles
from kg.segment import split_sentences
from tests.conftest import ROOT
from tests.extraction import vocabulary

SAMPLE = ROOT / "data" / "gold" / "sample.articles.jsonl"


def article(text: str, lang: str = "zh-Hans") -> Article:
    blocks, at = [], 0
    for line in text.split("\n"):
        blocks.append(Block(at, at + len(line), "paragraph"))
        at += len(line) + 1
    day = Published("2024-04-11", "day", None, "metadata")
    return Article("urn:a", "a", "", "", None, day, None, "海桥日报", None, lang, text, tuple(blocks), "")  # type: ignore[arg-type]


def reports(text: str, **options: object) -> tuple[Report, ...]:
    return report_article(article(text), vocabulary=vocabulary(), **{"extractor": "learned", **options})  # type: ignore[arg-type]


def dyads(found: tuple[Report, ...]) -> set[tuple[str | None, str, str | None]]:
    return {
        d for r in found for d in dyads_of(tuple(p.country for p in r.actors) or (None,), r.action, tuple(p.country for p in r.targets))
    }


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("日本首相岸田文雄4月10日在华盛顿与美国总统拜登举行会谈。", ("JPN", "CONSULT", "USA")),
        ("中国外交部发言人强烈谴责美国对中国企业实施制裁。", ("CHN", "ACCUSE", "USA")),
        ("美国财政部宣布对俄罗斯的多家银行实施制裁。", ("USA", "SANCTION", "RUS")),
        ("香港警方依据国安法拘捕了六名活动人士。", ("HKG", "COERCE", "HKG")),
        ("联合国秘书长呼吁以色列立即停火。", ("UN", "REQUEST", "ISR")),
        ("俄罗斯导弹袭击了乌克兰首都基辅。", ("RUS", "ASSAULT", "UKR")),
    ],
)
def test_plain_events_are_found(text: str, wanted: tuple[str, str, str]) -> None:
    assert wanted in dyads(reports(text))


def test_all_who_meet_are_told_where_the_words_count_them() -> None:
    found = [
        r
        for r in reports("美国总统拜登与日本首相岸田文雄举行会谈。第二天，两国还将与菲律宾在华盛顿举行三方峰会。")
        if r.action == "CONSULT"
    ]
    assert {frozenset(p.country for p in (*r.actors, *r.targets)) for r in found} >= {frozenset(("USA", "JPN", "PHL"))}
    assert ("JPN", "CONSULT", "PHL") in dyads(tuple(found))


def test_what_the_rules_say_is_offered_and_weighed() -> None:
    text = "美国财政部宣布对俄罗斯的多家银行实施制裁。"
    scenes = tuple(read_scenes(tuple(split_sentences(article(text))), date(2024, 4, 11), vocabulary()))
    (ruled,) = [r for r in ruled_casts(scenes, date(2024, 4, 11), vocabulary()) if r.action == ACTION_NUMBER["SANCTION"]]
    assert (ruled.actors, ruled.targets) == (("USA",), ("RUS",))
    assert scenes[0].folded[ruled.start : ruled.end].endswith("制裁")
    weighing = learned_extractor().weigh(scenes, date(2024, 4, 11), vocabulary())
    row = next(n for n, w in enumerate(weighing.weighed) if w.dyad == ("USA", "SANCTION", "RUS"))
    columns = {name: weighing.rows[row, n] for n, name in enumerate(FEATURES)}
    assert columns["ruled"] == columns["ruled action"] == ruled.confidence
    assert weighing.rows.shape == (len(weighing.weighed), len(FEATURES))
    # their offers are added to what was learned, and take nothing away
    alone = read(weighing.reading.layout, learned_extractor().book, weighing.evidence, learned_extractor().weights.stages)
    assert {o.share for o in alone.options} <= {o.share for o in weighing.reading.options}


def test_a_word_tells_a_second_event_only_where_that_is_likely_too() -> None:
    scenes = tuple(read_scenes(tuple(split_sentences(article("赵立坚指斥蓬佩奥造谣。"))), date(2024, 4, 11), vocabulary()))
    weighing = learned_extractor().weigh(scenes, date(2024, 4, 11), vocabulary())
    naming = learned_extractor().weights.attributes.naming(names_in(scenes, date(2024, 4, 11), vocabulary()), vocabulary(), "zh-Hans")
    one = next(w for w in weighing.weighed if w.dyad == ("CHN", "ACCUSE", "USA"))
    other = next(w for w in weighing.weighed if w.options[0].trigger == one.options[0].trigger and w.dyad != one.dyad)

    def told(likely: float, second: float) -> set[Dyad]:
        given = [likely if w is one else second if w is other else 0.0 for w in weighing.weighed]
        return {d for c in compose(weighing.reading, weighing.weighed, given, 0.22, naming) for d in c.dyads}

    assert told(0.9, 0.3) == {one.dyad}
    assert told(0.9, 0.5) == {one.dyad, other.dyad}
    assert told(0.0, 0.3) == {other.dyad}


def test_a_word_that_no_annotated_article_has_is_known_as_new() -> None:
    seen = learned_extractor().weights.stages.seen
    keys = np.array([text_key(word) for word in ("制裁", "谴责", "鱻鱻鱻")], np.uint32)
    often = seen.weights_of(keys)[:, 0]
    assert often[0] > 50
    assert often[1] > 10
    assert often[2] == 0


def test_both_scripts_tell_the_same() -> None:
    text = "中国外交部发言人强烈谴责美国对中国企业实施制裁。\n日本首相岸田文雄4月10日在华盛顿与美国总统拜登举行会谈。"
    turned = opencc.OpenCC("s2t").convert(text)
    traditional = report_article(article(turned, "zh-Hant"), vocabulary=vocabulary(), extractor="learned")
    assert dyads(traditional) == dyads(reports(text))
    assert all(turned[r.trigger_start : r.trigger_end] == r.trigger for r in traditional)


def test_confidence_is_a_probability_and_chooses() -> None:
    found = [
        report_article(a, vocabulary=vocabulary(), min_confidence=0.05, extractor="learned")
        for a in read_articles([str(SAMPLE)], vocabulary=vocabulary())
    ]
    every = [r.confidence for own in found for r in own]
    assert all(0.05 <= c <= 1 for c in every)
    assert len(set(every)) > 100
    counts = []
    for least in (0.05, None, "high", 0.9):
        own = (
            report_article(a, vocabulary=vocabulary(), min_confidence=least, extractor="learned")
            for a in read_articles([str(SAMPLE)], vocabulary=vocabulary())
        )  # type: ignore[arg-type]
        counts.append(sum(len(reports) for reports in own))
    assert counts == sorted(counts, reverse=True)
    assert counts[0] > counts[1] > counts[2] > counts[3]


def test_the_same_answer_every_time() -> None:
    articles = list(read_articles([str(SAMPLE)], vocabulary=vocabulary()))
    alone = {a.id: report_article(a, vocabulary=vocabulary(), extractor="learned") for a in articles[:6]}
    again = {a.id: report_article(a, vocabulary=vocabulary(), extractor="learned") for a in reversed(articles)}
    assert alone == {i: again[i] for i in alone}


def test_evidence_stands_at_the_reported_offsets() -> None:
    for a in read_articles([str(SAMPLE)], vocabulary=vocabulary()):
        for r in report_article(a, vocabulary=vocabulary(), extractor="learned"):
            assert a.text[r.start : r.end] == r.sentence
            assert a.text[r.trigger_start : r.trigger_end] == r.trigger
            assert r.start <= r.trigger_start < r.trigger_end <= r.end


def test_a_stage_can_be_used_alone() -> None:
    text = "中国外交部发言人强烈谴责美国对中国企业实施制裁。"
    scenes = tuple(read_scenes(tuple(split_sentences(article(text))), date(2024, 4, 11), vocabulary()))
    learned = learned_extractor()
    layout = lay_out(scenes, learned.book, date(2024, 4, 11), vocabulary())
    evidence = trigger_evidence(layout, learned.book)
    shares = shares_of_words(evidence, learned.weights.stages)
    np.testing.assert_allclose(shares.sum(axis=1), 1, atol=1e-4)
    rows, actions = likely_triggers(layout, evidence, shares, 0.3)
    words = {layout.text[layout.word_start[w] : layout.word_end[w]]: a for w, a in zip(evidence.words[rows], actions, strict=True)}
    assert words["谴责"] == ACTION_NUMBER["ACCUSE"]


@pytest.mark.parametrize("text", ["", "。", "“「", "，，，，", "𠮷😀在東京", "a" * 500, "双方", "会谈", "\n\n美国\n"])
def test_odd_texts_are_read(text: str) -> None:
    assert isinstance(reports(text, min_confidence=0.01), tuple)


@settings(deadline=None, max_examples=40)
@given(st.text(alphabet="中美日俄方将对被遭会谈谴责制裁说，。“”「」1年 \n𠮷", max_size=80))
def test_any_text_is_read(text: str) -> None:
    for r in reports(text, min_confidence=0.01):
        assert text[r.trigger_start : r.trigger_end] == r.trigger


def test_mentions_count_under_the_country_to_which_they_are_linked() -> None:
    day = date(2024, 4, 11)
    for a in read_articles([str(SAMPLE)], vocabulary=vocabulary()):
        for scene in read_scenes(tuple(split_sentences(a)), day, vocabulary()):
            for mention in (m for g in scene.groups for m in g.mentions):
                linked = link_mention(mention, day, vocabulary=vocabulary(), base="urn:geokg:", language=a.lang)
                assert tuple(countries_of(mention, day, vocabulary())) == tuple(p.country for p in linked), mention


def test_a_table_sums_what_its_keys_weigh() -> None:
    keys = np.array([5, 70, 900], np.uint32)
    table = WeightTable(keys, np.array([[1.0, 2.0], [10.0, 20.0], [100.0, 200.0]], np.float32))
    shown = np.array([[5, 70, 1], [900, 70, 5 + (1 << 20)]], np.uint32)  # the last shares a place with 5 and is not it
    np.testing.assert_array_equal(table.sums(shown), [[101, 202], [20, 40], [0, 0]])
    total = table.sums(shown)
    table.add_listed(total, np.array([2, 2]), np.array([5, 5], np.uint32))
    np.testing.assert_array_equal(total[2], [2, 4])


def test_templates_tell_their_columns_apart() -> None:
    templates = Templates(("a", "b"), {("a",): "", ("b",): "", ("a", "b"): "", ("b", "a"): ""}, first=1)
    keys = templates.keys({"a": np.array([1, 2, -1]), "b": np.array([2, 1, -1])}, 3)
    assert len(np.unique(keys[:, 0])) == 4
    assert keys[2, 0] != keys[3, 0]
    assert len(np.unique(listed_keys(100, (np.arange(1000), np.full(1000, -1))))) == 1000


def test_the_shipped_weights_are_small_and_say_what_they_are_made_from() -> None:
    assert SHIPPED.stat().st_size < 5_000_000
    about = read_weights(SHIPPED).about
    assert about["articles"] > 400
    assert len(about["data"]) == 64
    assert about["left_out"] > 0


def test_weights_keep_their_bytes(tmp_path: Path) -> None:
    write_weights(read_weights(SHIPPED), tmp_path / "again.npz")
    assert (tmp_path / "again.npz").read_bytes() == SHIPPED.read_bytes()


def test_a_file_that_is_none_is_named(tmp_path: Path) -> None:
    with pytest.raises(KgError, match=r"nowhere\.npz.*kg train"):
        learned_extractor(str(tmp_path / "nowhere.npz"))
    (tmp_path / "text.npz").write_text("no weights")
    with pytest.raises(KgError, match=r"text\.npz.*holds no weights"):
        read_weights(tmp_path / "text.npz")
    np.savez(tmp_path / "objects.npz", head=np.array([{"a": 1}], dtype=object))
    with pytest.raises(KgError, match=r"objects\.npz.*holds no weights"):
        read_weights(tmp_path / "objects.npz")
    np.savez(tmp_path / "list.npz", head=np.frombuffer(b"[]", np.uint8))
    with pytest.raises(KgError, match=r"list\.npz.*holds no weights"):
        read_weights(tmp_path / "list.npz")
    with np.load(SHIPPED) as stored:
        arrays = {name: stored[name] for name in stored.files}
    np.savez(tmp_path / "far.npz", **{**arrays, "tree_feature": arrays["tree_feature"] + 1000})
    with pytest.raises(KgError, match=r"far\.npz.*not whole"):
        read_weights(tmp_path / "far.npz")
    np.savez(tmp_path / "part.npz", **{name: a for name, a in arrays.items() if name != "actor_keys"})
    with pytest.raises(KgError, match=r"part\.npz.*not whole"):
        read_weights(tmp_path / "part.npz")
    head = np.frombuffer(json.dumps({"format": 0}).encode(), np.uint8)
    np.savez(tmp_path / "old.npz", head=head)
    with pytest.raises(KgError, match=r"old\.npz.*another version"):
        read_weights(tmp_path / "old.npz")


def test_rules_decide_where_they_are_asked_to() -> None:
    text = "中国外交部发言人强烈谴责美国对中国企业实施制裁。"
    assert {r.rule for r in reports(text, extractor="rules")} != {"learned"}
    assert "learned" in {r.rule for r in reports(text)}
    english = report_article(article("China condemned the United States on Thursday.", "en"), vocabulary=vocabulary())
    assert {r.rule for r in english} & {"learned"} == set()


def test_each_decision_can_be_explained() -> None:
    text = "中国外交部发言人周四强烈谴责美国将对中国企业实施制裁。"
    plain, explained = reports(text), reports(text, explain=True)
    assert tuple(replace(r, reasons=()) for r in explained) == plain
    accusation = next(r for r in explained if r.action == "ACCUSE")
    asked = ("谴责 says ACCUSE", "actor ", "target ", "beside the article's other events", "date 2024-04-11", "asserted:")
    assert [line.startswith(start) for line, start in zip(accusation.reasons, asked, strict=False)] == [True] * len(asked)
    # it is the phrases and the word itself that make 谴责 a reproach, and nothing about dates
    assert any(words in accusation.reasons[0] for words in ("the word itself", "phrase"))
    by_rules = next(r for r in reports(text, explain=True, extractor="rules") if r.action == "ACCUSE")
    assert "phrase" in by_rules.reasons[0]
    assert not any(r.reasons for r in plain)


def test_what_explains_adds_up() -> None:
    """The weights that an explanation lists are those by which the word was chosen."""
    text = "中国外交部发言人强烈谴责美国对中国企业实施制裁。"
    scenes = tuple(read_scenes(tuple(split_sentences(article(text))), date(2024, 4, 11), vocabulary()))
    learned = learned_extractor()
    weighing = learned.weigh(scenes, date(2024, 4, 11), vocabulary())
    table, evidence = learned.weights.stages.trigger, weighing.evidence
    word = next(
        n for n, w in enumerate(evidence.words) if weighing.reading.layout.text[weighing.reading.layout.word_start[w] :][:2] == "谴责"
    )
    action = ACTION_NUMBER["ACCUSE"]
    said = explained_weights(table, evidence, word, trigger_evidence_stage, lambda w: w[:, action] - w[:, 0])
    intercepts = learned.weights.stages.trigger_intercepts
    share = shares_of_words(evidence, learned.weights.stages)[word]
    total = sum(said.values()) + float(intercepts[action] - intercepts[0])
    assert total == pytest.approx(float(np.log(share[action] / share[0])), abs=1e-3)

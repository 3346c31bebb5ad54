"""Word clusters and near-duplicates, on a few hundred sentences that are made up here from a handful of words."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from itertools import product

import numpy as np
import pytest

from kg.errors import KgError, MissingExtra
from kg.extract.learned.words import Clusters, cluster_arrays, clusters_of
from kg.model import Article
from kg.train.clusters import fit_clusters
from kg.train.extras import needed
from kg.train.near_duplicates import folds_of, leave_out_near_duplicates, near_duplicate_groups

STATES = ("日本", "法国", "埃及", "智利", "挪威", "泰国")
MEETING = ("会见", "会晤", "接见")
BLAMING = ("谴责", "抨击", "斥责")
OFFICES = ("总统", "首相", "外长")
DEEDS = ("暴行", "袭击", "入侵")


def article(name: str, text: str) -> Article:
    return Article(f"urn:test:{name}", name, "-", "", None, None, None, None, None, "zh-Hans", text, (), "")


def diplomacy() -> list[Article]:
    """Whoever meets meets office holders in a city, whoever blames blames deeds in strong words."""
    meetings = (f"{a}{o}昨天在首都{v}来访的{b}{p}。" for a, b, o, p, v in product(STATES, STATES, OFFICES, OFFICES, MEETING) if a != b)
    blames = (f"{a}当局强烈{v}针对{b}平民的{d}。" for a, b, v, d in product(STATES, STATES, BLAMING, DEEDS) if a != b)
    sentences = [*meetings, *blames]
    return [article(f"a{n:02}", "\n".join(sentences[n::40])) for n in range(40)]


def fitted(articles: Sequence[Article], levels: Sequence[int] = (2, 8)) -> Clusters:
    pytest.importorskip("scipy")
    return fit_clusters(articles, levels=levels, least=5, dimensions=8)


def cluster(clusters: Clusters, word: str, level: int) -> int:
    return int(clusters.ids[clusters.words.index(word), level])


def test_words_used_alike_share_a_cluster() -> None:
    clusters = fitted(diplomacy())
    for group in (MEETING, BLAMING, OFFICES, DEEDS):
        assert len({cluster(clusters, word, 1) for word in group}) == 1, group
    assert len({cluster(clusters, group[0], 1) for group in (MEETING, BLAMING, OFFICES, DEEDS)}) == 4


def test_words_are_sorted_and_seen_often_enough_and_have_a_chinese_character() -> None:
    rare = article("rare", "NATO与秘鲁的2024年谈判。NATO与秘鲁继续谈判。")
    clusters = fitted([*diplomacy(), rare])
    assert list(clusters.words) == sorted(clusters.words)
    assert "会见" in clusters.words
    assert not {"秘鲁", "nato", "2024", "。"} & set(clusters.words)


def test_the_same_articles_in_any_order_give_the_same_bytes() -> None:
    articles = diplomacy()
    first, again, turned = fitted(articles), fitted(articles), fitted(articles[::-1])
    assert first.words == again.words == turned.words
    assert first.ids.tobytes() == again.ids.tobytes() == turned.ids.tobytes()
    assert first.ids.dtype == np.uint16


def test_an_article_printed_twice_counts_once() -> None:
    articles = diplomacy()
    copies = [article(f"b{n}", a.text) for n, a in enumerate(articles)]
    assert fitted([*articles, *copies]).ids.tobytes() == fitted(articles).ids.tobytes()


def test_traditional_script_counts_as_simplified() -> None:
    text = "\n".join(f"{a}總統昨天會見來訪的{b}外長。" for a, b in product(("日本", "法國", "埃及"), STATES))
    assert {"总统", "会见", "外长"} <= set(fitted([article("hant", text)]).words)


def test_clusters_are_numbered_from_their_first_words_and_no_number_is_left_out() -> None:
    ids = fitted(diplomacy()).ids
    for level in ids.T.tolist():
        first_seen = list(dict.fromkeys(level))
        assert first_seen == list(range(len(first_seen)))


def test_there_are_never_more_clusters_than_words() -> None:
    clusters = fitted([article("one", "\n".join(f"{a}总统昨天会见来访的{b}外长。" for a, b in product(STATES, STATES)))], levels=(2, 500))
    assert len(set(clusters.ids[:, 0].tolist())) == 2
    assert clusters.ids[:, 1].max() < len(clusters.words)


def test_clusters_come_back_from_arrays() -> None:
    clusters = fitted(diplomacy())
    arrays = cluster_arrays(clusters)
    back = clusters_of(arrays["cluster_words"].astype(np.uint8), arrays["cluster_ids"].astype(np.uint16))
    assert back.words == clusters.words
    assert np.array_equal(back.ids, clusters.ids)


def test_progress_says_how_many_words_there_are() -> None:
    pytest.importorskip("scipy")
    said: list[str] = []
    clusters = fit_clusters(diplomacy(), levels=(2,), least=5, dimensions=4, progress=said.append)
    assert f"{len(clusters.words)} words" in said


def test_too_little_text_is_said() -> None:
    pytest.importorskip("scipy")
    with pytest.raises(KgError, match="give more text"):
        fit_clusters([article("short", "两国外长会谈。")])


def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "scipy", None)
    with pytest.raises(MissingExtra, match=r"scipy: .*geokg\[train\]"):
        fit_clusters(diplomacy())
    with pytest.raises(MissingExtra, match=r"^nowhere: .*geokg\[train\]"):
        needed("nowhere.inside")


# Five reports of one agency's line and what else stands in a newspaper, all invented
STRIKE = "铁路工人从星期一起在全国范围内停止工作，要求政府把最低工资提高一成五。工会主席说，谈判已经拖延了四个月，工人的耐心早已用尽。"
STRIKE_EDITED = "【记者专讯】「鐵路工人從星期一起在全國範圍內停止工作，要求政府把最低工資提高一成五」。工會主席說：談判已經拖延了四個月！"
FLOOD = "连日大雨使下游三个县的堤坝出现险情，当地驻军派出两千名士兵转移居民，邻国的救援队正在边境等候放行。"
SUMMIT = "两国领导人同意在明年春天之前恢复中断了六年的直航，并互派贸易代表团，有关细节将由工作小组拟定。"
ELECTION = "选举委员会宣布重新计算首都四个选区的选票，反对派领袖则呼吁支持者保持冷静，等待法院的裁决。"


def test_copies_and_what_quotes_a_paragraph_are_left_out() -> None:
    kept_apart = [article("strike", STRIKE)]
    articles = [
        article("strike", "同一个编号的文章，文字可以不同。"),
        article("copy", STRIKE),
        article("edited", STRIKE_EDITED),
        article("long", FLOOD + SUMMIT + ELECTION + "另据报道，" + STRIKE),
        article("flood", FLOOD),
        article("empty", ""),
        article("short", "铁路工人停工。"),
    ]
    assert [a.id for a in leave_out_near_duplicates(articles, kept_apart)] == ["flood", "empty", "short"]


def test_the_same_topic_in_other_words_is_no_duplicate() -> None:
    other = article(
        "other", "由于对加薪幅度不满，火车司机本周一举行罢工，各地列车大面积停运。工会方面表示，同当局的磋商持续数月而毫无结果。"
    )
    assert list(leave_out_near_duplicates([other], [article("strike", STRIKE)])) == [other]


def test_nothing_is_left_out_where_nothing_is_kept_apart() -> None:
    articles = [article("flood", FLOOD), article("empty", "")]
    assert list(leave_out_near_duplicates(articles, [])) == articles


def test_near_duplicates_of_near_duplicates_stand_in_one_fold() -> None:
    chain = [article("z", STRIKE), article("m", STRIKE + FLOOD), article("b", FLOOD + SUMMIT), article("c", SUMMIT)]
    alone = [article("x", ELECTION)]
    groups = near_duplicate_groups([*alone, *chain])
    assert groups == [[3, 4, 2, 1], [0]]
    folds = folds_of([*alone, *chain], 2)
    assert len(set(folds[1:])) == 1
    assert folds[0] != folds[1]


def test_folds_hold_about_the_same_and_depend_on_no_order() -> None:
    articles = diplomacy()
    distinct = [article(f"d{n:02}", chr(0x4E00 + 40 * n) * 3 + "".join(chr(0x4E00 + 40 * n + k) for k in range(20 + n))) for n in range(30)]
    folds = folds_of(distinct, 5)
    assert sorted(set(folds)) == [0, 1, 2, 3, 4]
    sizes = [sum(len(a.text) for a, f in zip(distinct, folds, strict=True) if f == k) for k in range(5)]
    assert max(sizes) - min(sizes) < 0.1 * max(sizes)
    assert folds_of(distinct[::-1], 5)[::-1] == folds
    assert len(set(folds_of(articles, 5))) == 1  # they repeat one another's phrases


def test_one_fold_is_no_division() -> None:
    with pytest.raises(KgError, match="at least 2"):
        folds_of([article("x", ELECTION)], 1)

"""Whose line a paragraph bears."""

from __future__ import annotations

import pytest

from kg.read.agency import AgencyLine, credit_of, cut_agency_line


@pytest.mark.parametrize(
    ("paragraph", "rest", "line"),
    [
        ("（法新社马尼拉15日电） 菲律宾表示欢迎。", "菲律宾表示欢迎。", AgencyLine("法新社", None, 15)),
        ("（法新社马尼拉15日综合外电报导）菲律宾表示欢迎。", "菲律宾表示欢迎。", AgencyLine("法新社", None, 15)),
        ("（中央社記者某某台北20日電）外交部表示歡迎。", "外交部表示歡迎。", AgencyLine("中央社", None, 20)),
        ("路透东京/马尼拉7月6日 - 日本表示欢迎。", "日本表示欢迎。", AgencyLine("路透", 7, 6)),
        ("路透7月31日 - 日本表示欢迎。", "日本表示欢迎。", AgencyLine("路透", 7, 31)),
        ("新华社东京4月12日电（记者某某、某某）日本表示欢迎。", "日本表示欢迎。", AgencyLine("新华社", 4, 12)),
        ("新华社东京4月12日电 日本表示欢迎。", "日本表示欢迎。", AgencyLine("新华社", 4, 12)),
        ("【东京2024年4月12日讯】日本表示欢迎。", "日本表示欢迎。", AgencyLine(None, 4, 12, 2024)),
        ("日本表示欢迎。（法新社东京12日电）", "日本表示欢迎。", AgencyLine("法新社", None, 12)),
        ("TOKYO, April 12 (Reuters) - Japan welcomed it.", "Japan welcomed it.", AgencyLine("Reuters", 4, 12)),
        ("WASHINGTON (AP) — Japan welcomed it.", "Japan welcomed it.", AgencyLine("AP", None, None)),
        ("LONDON, March 1 - Iran said so.", "Iran said so.", AgencyLine(None, 3, 1)),
        ("（德国之声中文网）柏林表示欢迎。", "柏林表示欢迎。", None),
        ("央视网消息（新闻联播）：日本表示欢迎。", "日本表示欢迎。", None),
        ("（早报讯）日本表示欢迎。", "日本表示欢迎。", None),
        ("据新华社东京4月12日电 日本表示欢迎。", "日本表示欢迎。", AgencyLine("新华社", 4, 12)),
        ("【共同社东京4月12日电】日本表示欢迎。", "日本表示欢迎。", AgencyLine("共同社", 4, 12)),
        ("【某报报道 记者某某】日本表示欢迎。", "日本表示欢迎。", None),
        ("（南屿通讯社东京12日电）日本表示欢迎。", "日本表示欢迎。", AgencyLine("南屿通讯社", None, 12)),
        ("南屿通讯社东京4月12日电 日本表示欢迎。", "日本表示欢迎。", AgencyLine("南屿通讯社", 4, 12)),
        ("SEOUL, May 28 (Harbour Wire) - North Korea did so.", "North Korea did so.", AgencyLine("Harbour Wire", 5, 28)),
        ("(Reuters) - Japan welcomed it.", "Japan welcomed it.", AgencyLine("Reuters")),
    ],
)
def test_an_agency_s_line_leaves_the_text(paragraph: str, rest: str, line: AgencyLine | None) -> None:
    assert cut_agency_line(paragraph) == (rest, line)


@pytest.mark.parametrize(
    "paragraph",
    [
        "路透社周一报道说，日本表示欢迎。",
        "新华社7月20日报道，日本表示欢迎。",
        "据路透社7月20日电，日本表示欢迎。",
        "新华社7月20日电，日本表示欢迎。",
        "【重磅】日本表示欢迎。",
        "社会党12日致电首相。",
        "（日本社会12日的反应）首相表示欢迎。",
        "法新社记者在东京见到了首相。",
        "（日本首相）岸田表示欢迎。",
        "日本表示欢迎（路透社）的报道。",
        "Japan, April 12 was the date (Reuters said).",
    ],
)
def test_a_credit_within_a_sentence_stays(paragraph: str) -> None:
    assert cut_agency_line(paragraph) == (paragraph, None)


def test_a_bare_name_in_brackets_counts_at_the_article_s_end_only() -> None:
    assert cut_agency_line("日本表示欢迎。（美联社）") == ("日本表示欢迎。（美联社）", None)
    assert cut_agency_line("日本表示欢迎。（美联社）", last=True) == ("日本表示欢迎。", AgencyLine("美联社", None, None))


@pytest.mark.parametrize(
    ("line", "agency"),
    [
        ("（本文依据了路透社的报道）", "路透社"),
        ("（本文依据了路透社和美联社的报道）", None),
        ("甲某/乙某（德新社）", "德新社"),
        ("甲某/乙某 (路透社、法新社)", None),
        ("来源：新华社", "新华社"),
    ],
)
def test_a_line_of_credits_names_the_origin_if_it_is_one(line: str, agency: str | None) -> None:
    credit = credit_of(line)
    assert credit is not None
    assert credit.agency == agency


@pytest.mark.parametrize("line", ["路透社的报道引起关注", "甲某（首相）", "本文提到的首相没有回答路透社的问题。", "来源：网络"])
def test_other_lines_are_no_credits(line: str) -> None:
    assert credit_of(line) is None

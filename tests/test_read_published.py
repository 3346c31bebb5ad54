"""Dates as they are printed, and the day of a dateline."""

from __future__ import annotations

from datetime import date

import pytest

from kg.read.published import date_in_url, find_date, from_epoch, nearest_day, read_date


@pytest.mark.parametrize(
    ("printed", "value", "precision", "zone"),
    [
        ("2024-03-25T12:45:03Z", "2024-03-25T12:45:03+00:00", "second", "UTC"),
        ("2020-07-20T14:58:19.428Z", "2020-07-20T14:58:19+00:00", "second", "UTC"),
        ("2025-01-26 16:47:06-05:00", "2025-01-26T16:47:06-05:00", "second", "-05:00"),
        ("2024-04-14 08:00:05 +0900", "2024-04-14T08:00:05+09:00", "second", "+09:00"),
        ("2020-06-23 14:17:35", "2020-06-23T14:17:35", "second", None),
        ("2024-03-25 13:42", "2024-03-25T13:42", "minute", None),
        ("2024-03-25", "2024-03-25", "day", None),
        ("2024/3/5", "2024-03-05", "day", None),
        ("20240325", "2024-03-25", "day", None),
        ("2024-03", "2024-03", "month", None),
        ("2024年3月", "2024-03", "month", None),
        ("2024", "2024", "year", None),
        ("2024年03月25日", "2024-03-25", "day", None),
        ("2020年 7月 20日", "2020-07-20", "day", None),
        ("2024年3月25日 星期一 下午1:42", "2024-03-25T13:42", "minute", None),
        ("二〇二四年三月二十五日", "2024-03-25", "day", None),
        ("二〇二四年十月十日", "2024-10-10", "day", None),
        ("25/03/2024 - 13:42", "2024-03-25T13:42", "minute", None),
        ("04/03/2024 - 13:42", "2024-03-04T13:42", "minute", None),
        ("Mon, 20 Jul 2020 19:22:03 GMT", "2020-07-20T19:22:03+00:00", "second", "UTC"),
        ("Fri, 12 Apr 2024 09:30:00 +0800", "2024-04-12T09:30:00+08:00", "second", "+08:00"),
        ("12 Apr 2024", "2024-04-12", "day", None),
        ("April 12, 2024", "2024-04-12", "day", None),
        ("Jul 30th 2020", "2020-07-30", "day", None),
        ("Apr 12, 2024 at 1:05 p.m. EDT", "2024-04-12T13:05-04:00", "minute", "-04:00"),
        ("1711370703", "2024-03-25T12:45:03+00:00", "second", "UTC"),
        ("1711370703000", "2024-03-25T12:45:03+00:00", "second", "UTC"),
    ],
)
def test_a_printed_date_keeps_its_precision_and_zone(printed: str, value: str, precision: str, zone: str | None) -> None:
    found = read_date(printed, "metadata")
    assert found is not None
    assert (found.value, found.precision, found.zone, found.origin) == (value, precision, zone, "metadata")


@pytest.mark.parametrize(
    "printed",
    [
        "",
        "昨天",
        "2024-13-45",
        "30/02/2024",
        "04/03/2024",
        "13:42",
        "第20240325号文件",
        "3月25日",
        "2024-03-25 and more",
        "99999999999999",
        "x" * 5000,
    ],
)
def test_what_is_no_date_or_an_ambiguous_one_gives_none(printed: str) -> None:
    assert read_date(printed, "metadata") is None


def test_an_ambiguous_date_is_read_by_the_source_or_by_a_day_nearby() -> None:
    assert read_date("04/03/2024", "dateline", day_first=True).day == date(2024, 3, 4)  # type: ignore[union-attr]
    assert read_date("04/03/2024", "dateline", near=date(2024, 4, 3)).day == date(2024, 4, 3)  # type: ignore[union-attr]
    assert read_date("04/03/2024", "dateline", near=date(2024, 3, 5)).day == date(2024, 3, 4)  # type: ignore[union-attr]
    assert read_date("04/03/2024", "dateline", near=date(2024, 8, 1)) is None


def test_an_hour_that_does_not_exist_leaves_the_day() -> None:
    assert read_date("2024-03-25 27:99", "metadata").value == "2024-03-25"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "line",
    [
        "发布时间：2024年4月11日 06:05",
        "📅 2024-04-11 06:05",
        "發表於 2024-04-11 06:05",
        "Published: 2024-04-11 06:05",
        "（2024-04-11 06:05）",
    ],
)
def test_a_date_is_found_behind_its_label(line: str) -> None:
    assert find_date(line, "dateline").value == "2024-04-11T06:05"  # type: ignore[union-attr]


def test_a_sentence_with_a_date_in_it_is_no_dateline() -> None:
    assert find_date("首相将于2024年4月11日访问美国。", "dateline") is None


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://a.example/cn/20240325-title", "2024-03-25"),
        ("https://a.example/2024/03/25/title", "2024-03-25"),
        ("https://a.example/world/2024-3-5/x", "2024-03-05"),
        ("/realtime/china/story20240301-1471370", "2024-03-01"),
        ("https://www.rfa.org/mandarin/hcm1-07202020073042.html", "2020-07-20"),
    ],
)
def test_an_address_tells_the_day(url: str, day: str) -> None:
    found = date_in_url(url)
    assert found is not None
    assert (found.value, found.precision, found.origin) == (day, "day", "url")


@pytest.mark.parametrize("url", ["https://a.example/20241332", "https://a.example/120240325999", "https://a.example/item/2024"])
def test_numbers_in_an_address_are_no_date(url: str) -> None:
    assert date_in_url(url) is None


def test_an_epoch_outside_the_web_s_time_is_none() -> None:
    assert from_epoch(0) is None
    assert from_epoch(float("inf")) is None
    assert from_epoch(float("nan")) is None
    assert from_epoch(9_999_999_999_999) is None


def test_a_dateline_s_day_is_completed_from_the_day_of_publication() -> None:
    assert nearest_day(None, 31, date(2024, 4, 1)) == date(2024, 3, 31)
    assert nearest_day(None, 1, date(2024, 3, 31)) == date(2024, 4, 1)
    assert nearest_day(12, 31, date(2024, 1, 1)) == date(2023, 12, 31)
    assert nearest_day(7, 23, date(2020, 7, 24)) == date(2020, 7, 23)


def test_a_dateline_far_from_the_publication_is_ignored() -> None:
    assert nearest_day(None, 15, date(2024, 4, 1)) is None
    assert nearest_day(6, 23, date(2020, 7, 24)) is None
    assert nearest_day(None, 31, date(2024, 2, 15)) is None

"""What days time expressions mean, and which of them dates an event."""

from __future__ import annotations

import json
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.dates import TimeExpression, choose_date, find_times, resolve_times
from kg.model import Sentence, TimeSpan
from kg.read import read_articles
from kg.segment import split_sentences

CASES = Path(__file__).parent / "cases" / "dates"
ANCHOR = date(2024, 3, 27)  # a Wednesday


def _rows(name: str) -> list[list[str]]:
    lines = (CASES / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def _spans(times: tuple[TimeExpression, ...]) -> list[str]:
    return [_written(time.span) for time in times if time.span and time.kind != "carried"]


def _written(span: TimeSpan | None) -> str:
    if span is None:
        return "-"
    return str(span.start) if span.start == span.end else f"{span.start}..{span.end}"


def _sentences(*texts: str) -> list[Sentence]:
    return [Sentence(i, 0, len(text), text, text, "paragraph", 0) for i, text in enumerate(texts)]


def _joined(pieces: tuple[str, list[str]]) -> str:
    return pieces[0].join(pieces[1])


@pytest.mark.parametrize(("anchor", "text", "expected"), _rows("chinese.tsv"))
def test_chinese_expressions(anchor: str, text: str, expected: str) -> None:
    found = find_times(text, date.fromisoformat(anchor), language="zh")
    assert (" ".join(_spans(found)) or "-") == expected


@pytest.mark.parametrize(("anchor", "text", "expected"), _rows("english.tsv"))
def test_english_expressions(anchor: str, text: str, expected: str) -> None:
    found = find_times(text, date.fromisoformat(anchor), language="en")
    assert (" ".join(_spans(found)) or "-") == expected


@pytest.mark.parametrize(("anchor", "action", "text", "expected"), _rows("choice.tsv"))
def test_choice(anchor: str, action: str, text: str, expected: str) -> None:
    start, end = text.index("【"), text.index("】") - 1
    plain = text.replace("【", "").replace("】", "")
    cut = plain.rfind("。", 0, start) + 1
    sentences = _sentences(plain[:cut], plain[cut:]) if cut else _sentences(plain)
    times = resolve_times(sentences, date.fromisoformat(anchor))[-1]
    chosen = choose_date(times, start - cut, end - cut, sentence=sentences[-1], performative=action == "said")
    assert _written(chosen) == expected


def test_a_story_is_told_day_by_day() -> None:
    story = _sentences("总统25日抵达东京。", "次日，他会见了首相。", "同一天，外长抵达。", "演习4月8日举行。", "当天，双方签署了声明。")
    assert [_spans(times) for times in resolve_times(story, ANCHOR)] == [
        ["2024-03-25"],
        ["2024-03-26"],
        ["2024-03-26"],
        ["2024-04-08"],
        ["2024-03-26"],  # what lies ahead does not move the story on
    ]


def test_the_next_day_counts_from_a_day_ahead() -> None:
    story = _sentences("总统将于4月8日抵达华盛顿。", "次日，他将前往纽约。")
    assert [_spans(times) for times in resolve_times(story, ANCHOR)] == [["2024-04-08"], ["2024-04-09"]]


def test_the_same_day_may_lie_ahead() -> None:
    story = _sentences("白宫25日宣布，总统将于4月11日接待首相。", "两人将讨论贸易。", "总统当天还将会见议员。", "当天，股市上涨。")
    assert [_spans(times) for times in resolve_times(story, ANCHOR)][2:] == [["2024-04-11"], ["2024-03-25"]]


def test_the_same_year_is_the_one_that_was_told() -> None:
    story = _sentences("2019年6月，两国元首首度会面；", "同年9月，两人再度会面。")
    assert [_spans(times) for times in resolve_times(story, ANCHOR)][1] == ["2019-09-01..2019-09-30"]


def test_the_day_of_what_is_blamed_is_not_the_storys() -> None:
    story = _sentences("外交部周二召见大使，抗议海警船周日使用水炮。", "当天，两国外长会谈。")
    assert [_spans(times) for times in resolve_times(story, ANCHOR)][1] == ["2024-03-26"]


def test_a_told_day_is_carried_over_and_fades() -> None:
    story = _sentences("总理25日发表声明。", *["局势紧张。"] * 9)
    carried = [[time.span for time in times if time.kind == "carried"] for times in resolve_times(story, ANCHOR)]
    day = TimeSpan(date(2024, 3, 25), date(2024, 3, 25))
    assert carried[:2] == [[], [day]]
    assert carried[-1] == []


def test_datelines_and_brackets_are_told_apart() -> None:
    line, today = find_times("（法新社马尼拉26日电）总统今天抵达。", ANCHOR, language="zh")
    assert (line.kind, today.kind) == ("dateline", "relative")
    (aside,) = find_times("该法（3月5日生效）", ANCHOR, language="zh")
    assert aside.bracketed
    (reuters,) = find_times("BEIJING, March 26 (Reuters) - China", ANCHOR, language="en")
    assert reuters.kind == "dateline"


def test_times_without_days_are_found_as_such() -> None:
    found = find_times("近日双方会谈三天，每周三通话", ANCHOR, language="zh")
    assert [(time.text, time.kind, time.span) for time in found] == [
        ("近日", "vague", None),
        ("三天", "duration", None),
        ("每周三", "every", None),
    ]


def test_reporting_verbs_known_elsewhere_count() -> None:
    (sentence,) = _sentences("发言人周二咆哮道，两军在边境交火。")
    (times,) = resolve_times([sentence], ANCHOR)
    start = sentence.text.index("交火")
    verb = sentence.text.index("咆哮")
    plainly = choose_date(times, start, start + 2, sentence=sentence)
    informed = choose_date(times, start, start + 2, sentence=sentence, reporting_spans=[(verb, verb + 3)])
    assert (_written(plainly), _written(informed)) == ("2024-03-26", "-")


# what expressions are made of, in any order
_PIECES = st.sampled_from((CASES / "pieces.txt").read_text(encoding="utf-8").split())


@given(
    st.tuples(st.sampled_from(["", " "]), st.lists(_PIECES, max_size=30)).map(_joined),
    st.dates(),
    st.sampled_from(["zh-Hans", "zh-Hant", "en"]),
)
def test_anything_can_be_read(text: str, anchor: date, language: str) -> None:
    found = find_times(text, anchor, language=language, narrative=anchor, coming=anchor)
    ends = [0]
    for when in found:
        assert ends[-1] <= when.start < when.end <= len(text)
        assert text[when.start : when.end] == when.text
        assert when.span is None or when.span.start <= when.span.end
        ends.append(when.end)


@given(st.text(max_size=80), st.integers(0, 80), st.integers(0, 80), st.booleans())
def test_anything_can_be_dated(text: str, one: int, other: int, performative: bool) -> None:
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    first, second = _sentences("总理25日发表声明。", text)
    times = resolve_times([first, second], ANCHOR)[1]
    chosen = choose_date(times, start, end, sentence=second, performative=performative)
    assert chosen is None or any(when.span == chosen for when in times)


def test_plain_text_costs_next_to_nothing() -> None:
    text = "美国国务院发言人对媒体表示双方将继续保持沟通并推动合作" * 4000
    start = time.perf_counter()
    assert find_times(text, ANCHOR, language="zh") == ()
    assert len(text) / (time.perf_counter() - start) > 300_000


def test_a_chronicle_is_read_in_linear_time() -> None:
    def seconds(count: int) -> float:
        start = time.perf_counter()
        assert len(find_times("7月25日至8月2日，" * count, ANCHOR, language="zh")) == count
        return time.perf_counter() - start

    seconds(10)
    assert seconds(4000) < 4 * 4 * max(seconds(1000), 0.01)


@pytest.mark.shared
def test_dates_of_annotated_events(shared: Path) -> None:
    """Given the annotated trigger: how many of all events, and of those with a date, get the right days; always None gives .68 and 0."""
    gold = {row["id"]: row["events"] for row in map(json.loads, _lines(shared / "benchmark" / "train.gold.jsonl"))}
    outcomes: list[tuple[str, str]] = []
    for article in read_articles([str(shared / "benchmark" / "train.articles.jsonl")], failures=lambda error: None):
        sentences = list(split_sentences(article))
        assert article.anchor is not None
        times = resolve_times(sentences, article.anchor)
        for event in gold[article.id]:
            trigger = event["trigger"].split("…")[0]
            place = next((s for s in sentences if event["sentence"][:18] in s.text and trigger in s.text), None)
            if place is None:
                continue
            start = place.text.index(trigger)
            said = event["action"] in ("ACCUSE", "REQUEST", "REJECT", "THREATEN", "SUPPORT", "AGREE")
            days = choose_date(times[place.index], start, start + len(trigger), sentence=place, performative=said)
            wanted = event["date"] and TimeSpan(date.fromisoformat(event["date"]["start"]), date.fromisoformat(event["date"]["end"]))
            outcomes.append((_written(wanted), _written(days)))
    dated = [found == wanted for wanted, found in outcomes if wanted != "-"]
    assert len(outcomes) > 4500
    assert sum(wanted == found for wanted, found in outcomes) / len(outcomes) > 0.84
    assert sum(dated) / len(dated) > 0.67


@pytest.mark.shared
def test_public_cases(shared: Path) -> None:
    """microsoft/Recognizers-Text, Chinese (MIT): whole days and spans of days with a reference day; past or future reading."""
    right, cases = 0, 0
    for row in map(json.loads, _lines(shared / "datasets" / "zh_datetime" / "zh_datetime.jsonl")):
        if not row["reference"] or row["source"] == "HolidayParser":
            continue
        found = find_times(row["input"], date.fromisoformat(row["reference"][:10]), language="zh")
        for result in row["results"]:
            wanted = _public_spans(result["value"]) if result["type"].split(".")[-1] in ("date", "daterange") else set()
            cases += bool(wanted)
            right += any(str(t.span.start) in wanted and {str(t.span.end), str(_after(t.span.end))} & wanted for t in found if t.span)
    assert cases > 200
    assert right / cases > 0.6


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def _after(day: date) -> date:
    return date.fromordinal(day.toordinal() + 1)


def _public_spans(value: dict[str, object]) -> set[str]:
    """Every day that one of the case's readings begins or ends with."""
    readings = value.get("values") or [value.get("PastResolution"), value.get("FutureResolution")]
    assert isinstance(readings, list)
    keys = ("value", "date", "start", "end", "startDate", "endDate")
    found = {str(reading[key]) for reading in readings if reading for key in keys if key in reading}
    return {day for day in found if day != "not resolved" and len(day) == 10}

"""Text and its anchor day in, the time expressions of the text out, each with the days it means.

The grammar (``time_chinese``) reads single expressions; here neighbours are put together: ranges (7月25日至8月2日), brackets that
say the day again (周一（3月25号）: the bracket wins), and words that open a span to one side (自5月初以来, 年底前).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from kg.extract import calendar_days as cal
from kg.extract import time_chinese
from kg.extract.time_moment import Moment
from kg.model import TimeSpan

# A text without any of these characters holds no time expression: most sentences are done after one look
_HAS_TIME: Final = re.compile("[年月日号號天周週期拜晚早夜今明昨近前后後时時]|[0-9]{4}|/")
_RANGE: Final = re.compile(r" ?(?:日|号|起|开始)? ?(?:至|到|直到|-|—|–|~|～|－|─)+ ?(?:当地时间)?")
_LISTED: Final = re.compile(r" ?(?:、|和|与|及|以及) ?")
_SINCE: Final = re.compile(r" ?的?(?:以来|至今|迄今|以降|起至今|开始至今)")
_SINCE_LATER: Final = re.compile(r"[^，。；！？]{0,30}以来")
_FROM: Final = re.compile(r"[自从]$")
_STARTING: Final = re.compile(r" ?(?:起|开始)")
_UNTIL: Final = re.compile(r"之前|以前|为止|前(?![往来夕后赴总首任线述驻外国副部台港财防景途所一进提特])|结束前")
_LASTING: Final = re.compile(r"(?:持续|延续|延长|维持|展延|有效期?|直|直到|期限)(?:到|至)?$")
_BRACKET: Final = re.compile(r" ?[（(] ?(?:即|也就是|当地时间|北京时间)?")
_AHEAD_BEFORE: Final = re.compile(
    r"(?:[将拟会](?:计划|从|自)?[于在]|将|拟|定[于在]|预[定计期料]|计划|打算|准备|有望|可望|料|可能|即将|安排"
    r"|推迟[到至]|延[期后迟][到至]|改[到在至])[^，。；：、！？]{0,6}$"
)
# 周三将华为列入黑名单 is past: 将 before a noun is no future
_AHEAD_AFTER: Final = re.compile(
    r"(?:起|前|的|开始)?[^，。；：、说称示布道指透露应]{0,6}?(?:即将|预[计定]|拟"
    r"|将(?=[举召访前会出发公对就与在于继开启抵讨投表进参提生审作做同和向飞离再首正宣到有是施实展演接派搭采停关失返回签推决受被不也更很可面迎从按届陆共联]|成(?!都)))"
)
# how far back an opened bracket or title is looked for
_ASIDE: Final = 80
_DATELINE: Final = re.compile(r" ?(?:[电電]|讯|[-—－]+ )")
_AGENCY: Final = re.compile(r".{0,6}?(?:路透|法新|美联|新华|中央|德新|法广|中新|德国之声|共同社|韩联|塔斯).{0,16}$")


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """Words that tell a time, and the days they mean; ``span`` is None where they name no definite days."""

    start: int
    end: int
    text: str
    span: TimeSpan | None
    # explicit day weekday relative told ago week weekend month year decade past since until dateline carried;
    # without days: vague duration every name
    kind: str
    bracketed: bool = False  # stands in （…）, aside from the sentence
    ahead: bool = False  # begins after the day of writing
    back: int = 0  # kind carried: how many sentences before this one it was told
    stated: bool = False  # kind carried: … as the day of a statement


def find_times(text: str, anchor: date, *, language: str, narrative: date | None = None) -> tuple[TimeExpression, ...]:
    """The time expressions of ``text`` from left to right, not overlapping.

    ``anchor`` is the day on which it was written, ``narrative`` the day that the text before spoke of, from which 次日 counts.
    Never raises; what names no day of the calendar has ``span`` None.
    """
    if not _HAS_TIME.search(text):
        return ()
    plain = time_chinese.plain(text)
    opened = (_opened(found, plain, text, anchor, told) for found, told in _joined(plain, text, anchor, narrative))
    return tuple(replace(found, ahead=found.span is not None and found.span.start > anchor) for found in opened)


def told_day(found: TimeExpression | None, anchor: date) -> date | None:
    """The day from which the following words count; what lies ahead does not move the story on."""
    if found is None or found.span is None or found.kind in ("since", "past", "until", "dateline", "decade", "year", "week"):
        return None
    return found.span.start if found.span.start <= anchor else None


def _joined(plain: str, text: str, anchor: date, narrative: date | None) -> Iterator[tuple[TimeExpression, date | None]]:
    """Expressions with ranges and brackets put together; with each the day that the same sentence told before it."""
    pending: TimeExpression | None = None
    said: date | None = None  # told before ``pending``
    exact = False
    for found in time_chinese.scan(plain):
        told = told_day(pending, anchor) or said
        between = plain[pending.end : found.start] if pending else ""
        floor = pending.span.start if pending and pending.span and _RANGE.fullmatch(between) else None
        exact = exact or bool(pending and pending.kind == "explicit")
        ahead = bool(_AHEAD_BEFORE.search(plain, max(0, found.start - 16), found.start) or _AHEAD_AFTER.match(plain, found.end))
        moment = Moment(anchor, told or narrative, local=told is not None, exact=exact, ahead=ahead, floor=floor)
        span, kind = (None, "name") if _in_title(plain, found.start) else time_chinese.read(plain, found, moment)
        new = TimeExpression(found.start, found.end, text[found.start : found.end], span, kind, _in_brackets(plain, found.start))
        together = _together(pending, new, plain, between, moment) if pending else None
        if together is None:
            if pending:
                yield pending, said
            said, together = told, new
        pending = replace(together, text=text[together.start : together.end])
    if pending:
        yield pending, said


def _together(first: TimeExpression, second: TimeExpression, plain: str, between: str, moment: Moment) -> TimeExpression | None:
    """Two neighbours as one expression, or None where they are two."""
    if not (first.span and second.span):
        return None
    if moment.floor and second.span.end >= first.span.start:
        return replace(first, end=second.end, span=TimeSpan(first.span.start, second.span.end))
    if _BRACKET.fullmatch(between) and plain[second.end : second.end + 1] in ("）", ")"):
        # 星期二（14日）: the bracket's days, unless it says less, 3月5日（周二）
        wins = first.kind != "explicit" or second.kind == "explicit"
        chosen = second if wins else first
        return replace(first, end=second.end + 1, span=chosen.span, kind=chosen.kind)
    if _LISTED.fullmatch(between) and (second.span.start - first.span.end).days == 1:  # 17日和18日
        return replace(first, end=second.end, span=TimeSpan(first.span.start, second.span.end))
    return None


def _opened(found: TimeExpression, plain: str, text: str, anchor: date, told: date | None) -> TimeExpression:
    """The expression as the words around it open it to one side; the day in an agency's line told apart."""
    if found.span is None:
        return found
    if found.start < 40 and _DATELINE.match(plain, found.end) and _AGENCY.match(plain, 0, found.start):
        return replace(found, kind="dateline")
    since, until = _SINCE.match(plain, found.end), _UNTIL.match(plain, found.end)
    first = _year_end(found).start
    if since or (_FROM.search(plain, max(0, found.start - 2), found.start) and _SINCE_LATER.match(plain, found.end)):
        end = since.end() if since else found.end
        # 24日称，13日以来: up to the 24th
        return replace(found, end=end, text=text[found.start : end], span=TimeSpan(first, max(told or anchor, first)), kind="since")
    if until or _LASTING.search(plain, max(0, found.start - 6), found.start):
        end = until.end() if until else found.end
        return replace(found, end=end, text=text[found.start : end], span=_remaining(found, bool(until), anchor), kind="until")
    return _ending_year(found) if _STARTING.match(plain, found.end) else found


def _ending_year(found: TimeExpression) -> TimeExpression:
    """年底起, 自年底以来: from the year's last day."""
    return replace(found, span=_year_end(found))


def _year_end(found: TimeExpression) -> TimeSpan:
    assert found.span is not None
    at_end = found.kind == "year" and found.text[-1] in "底末" and found.span.end.month == 12
    return TimeSpan(found.span.end, found.span.end) if at_end else found.span


def _remaining(found: TimeExpression, excluded: bool, anchor: date) -> TimeSpan | None:
    """2027年前 ends with 2026, 3月底前 with March; from today, unless it is over already."""
    assert found.span is not None
    whole = found.kind in ("month", "year") and found.text[-1] in "年月份"
    end = cal.shifted(found.span.start, -1) if excluded and whole else found.span.end
    return found.span if end is None or end < anchor else TimeSpan(anchor, end)


def _in_title(plain: str, start: int) -> bool:
    """Whether the words stand in the title of something: 《星期日电讯报》 and 《2020年香港自治法》 are names."""
    opened = plain.rfind("《", max(0, start - _ASIDE), start)
    return opened >= 0 and plain.find("》", opened, start) < 0


def _in_brackets(plain: str, start: int) -> bool:
    first = max(0, start - _ASIDE)
    opened = max(plain.rfind("（", first, start), plain.rfind("(", first, start))
    return opened >= 0 and max(plain.rfind("）", opened, start), plain.rfind(")", opened, start)) < 0

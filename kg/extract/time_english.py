"""The grammar of English time expressions: text in, expressions and the days that each of them means out.

What they look like stands in ``time_patterns_english``; here is one reader for each rule, as in ``time_chinese``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Final

from kg.extract import calendar_days as cal
from kg.extract.time_grammar import Found, Grammar, Groups, Moment, Reading
from kg.extract.time_patterns_english import DAYS_AWAY, JOINTS, NUMBERS, SEASONS, TOLD_DAYS, expressions, rule
from kg.model import TimeSpan

_REACH: Final = 5  # in June, an unmarked "in December" is past
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_AWAY: Final = {"last": -1, "past": -1, "previous": -1, "this": 0, "current": 0, "the": 0, "next": 1, "coming": 1}
_PARTS: Final = {
    "early": "first",
    "beginning": "first",
    "start": "first",
    "mid": "middle",
    "middle": "middle",
    "late": "last",
    "end": "last",
}


def plain(text: str) -> str:
    """Plain spaces for the unbreakable ones; the same length."""
    return text.translate({0xA0: " ", 0x2009: " ", 0x202F: " "})


def scan(text: str) -> Iterator[Found]:
    """Where expressions stand and which rule finds them."""
    for match in expressions().finditer(text):
        if match.lastgroup:
            yield Found(match.start(), match.end(), match.lastgroup)


def read(text: str, found: Found, moment: Moment) -> Reading:
    """The days meant by an expression, None where it names no definite ones, and its kind."""
    match = rule(found.rule).match(text, found.start)
    reader = _READERS.get(found.rule)
    return reader(match.groupdict(), moment) if match and reader else (None, found.rule)


def _month_number(name: str) -> int:
    return _MONTHS.index(name[:3].lower()) + 1


def _number(text: str) -> int:
    text = text.lower()
    if text in ("a", "an"):
        return 1
    return int(text) if text.isdigit() else NUMBERS.index(text)


def _first(g: Groups, *names: str) -> str | None:
    return next((g[name] for name in names if g.get(name)), None)


def _away(g: Groups) -> int | None:
    return _AWAY.get((g.get("which") or "").lower())


def _numeric(g: Groups, moment: Moment) -> Reading:
    return cal.day(int(g["y"] or 0), int(g["m"] or 0), int(g["d"] or 0)), "explicit"


def _relative(g: Groups, moment: Moment) -> Reading:
    return cal.single(cal.shifted(moment.anchor, DAYS_AWAY[(g["word"] or "").lower()])), "relative"


def _told(g: Groups, moment: Moment) -> Reading:
    away = TOLD_DAYS[(g["word"] or "").lower()]
    base = moment.onward if away > 0 else moment.narrative
    return (cal.single(cal.shifted(base, away)) if base else None), "told"


def _day(g: Groups, moment: Moment) -> Reading:
    """March 25, 25 March 2024, March 25-27."""
    month, last = _month_number(g["month"] or ""), int(re.sub(r"\D", "", g["day"] or ""))
    first = int(re.sub(r"\D", "", g["from_day"])) if g["from_day"] else last
    year = int(g["year"]) if g["year"] else cal.year_of_month(month, first, moment, reach=_REACH)
    return cal.days(year, month, first, last), "explicit"


def _month(g: Groups, moment: Moment) -> Reading:
    month = _month_number(_first(g, "month", "month2", "month3", "month4") or "")
    written = _first(g, "year", "year2")
    year = int(written) if written else _year_said(g, month, moment)
    return cal.month(year, month, _PARTS.get(_first(g, "part", "part_of") or "", "")), "month"


def _year_said(g: Groups, month: int, moment: Moment) -> int:
    """Last March is the one before this month, next March the one after it."""
    anchor, away = moment.anchor, _away(g)
    if away == -1:
        return anchor.year - (month >= anchor.month)
    if away == 1:
        return anchor.year + (month <= anchor.month)
    return anchor.year if away == 0 else cal.year_of_month(month, None, moment, reach=_REACH)


def _part(g: Groups, moment: Moment) -> Reading:
    """The end of the month, early next year, late 2024."""
    anchor, away = moment.anchor, _away(g) or 0
    part = _PARTS.get(_first(g, "part", "part_of") or "", "")
    if g.get("unit") == "month":
        return cal.month(*cal.months_away(anchor, away), part), "month"
    year = int(g.get("year") or anchor.year + away)
    pieces = {"first": cal.months(year, 1, 3), "last": cal.month(year, 12), "middle": None}
    return pieces.get(part, cal.year(year)), "year"


def _nth(g: Groups, moment: Moment) -> Reading:
    """The first quarter of 2024, the second half of this year."""
    year = int(g["year"]) if g["year"] else moment.anchor.year + (_away(g) or 0)
    length = 3 if g["piece"] == "quarter" else 6
    last = length * (("first", "second", "third", "fourth").index(g["nth"] or "") + 1)
    return (cal.months(year, last - length + 1, last) if last <= 12 else None), "year"


def _decade(g: Groups, moment: Moment) -> Reading:
    first, last = cal.year(int(g["decade"] or 0)), cal.year(int(g["decade"] or 0) + 9)
    return (TimeSpan(first.start, last.end) if first and last else None), "decade"


def _season(g: Groups, moment: Moment) -> Reading:
    season = SEASONS[_first(g, "season", "season2") or "spring"]
    return cal.season(int(g["year"]) if g["year"] else moment.anchor.year + (_away(g) or 0), season), "year"


def _year(g: Groups, moment: Moment) -> Reading:
    if g["from_year"] and g["until_year"]:
        first, last = cal.year(int(g["from_year"])), cal.year(int(g["until_year"]))
        return (TimeSpan(first.start, last.end) if first and last and first.start <= last.start else None), "year"
    return cal.year(int(g["year"]) if g["year"] else moment.anchor.year + (_away(g) or 0)), "year"


def _weekend(g: Groups, moment: Moment) -> Reading:
    which = (g["which"] or "").lower()
    offset = _AWAY.get(which, 0)
    if which in ("the", "over the") and not moment.ahead and moment.anchor.weekday() < 5:
        offset = -1
    week = cal.week(moment.anchor, offset)
    saturday = cal.shifted(week.end, -1) if week else None
    return (TimeSpan(saturday, week.end) if week and saturday else None), "weekend"


def _weekday(g: Groups, moment: Moment) -> Reading:
    """Monday is the last one; "last Monday" too, "this" and "next" count weeks."""
    weekday = _WEEKDAYS.index((g["weekday"] or "")[:3].lower())
    away = _away(g)
    if away == -1:
        yesterday = cal.shifted(moment.anchor, -1)
        return (cal.weekday(weekday, None, Moment(yesterday, None)) if yesterday else None), "weekday"
    return cal.weekday(weekday, away, moment), "weekday"


def _week(g: Groups, moment: Moment) -> Reading:
    away = _away(g) or 0
    if g["unit"] == "month":
        return cal.month(*cal.months_away(moment.anchor, away)), "month"
    return cal.week(moment.anchor, away), "week"


def _moved(base: date, count: int, unit: str) -> date | None:
    if unit in ("day", "week"):
        return cal.shifted(base, count * (7 if unit == "week" else 1))
    return cal.same_day_months_away(base, count * (12 if unit == "year" else 1))


def _ago(g: Groups, moment: Moment) -> Reading:
    """Two weeks ago counts from today, two days earlier from the day that was told; three years ago is no day."""
    direction, unit = g["direction"] or "", g["unit"] or ""
    count = _number(g["n"] or "") * (1 if direction in ("later", "after") else -1)
    base = moment.anchor if direction == "ago" else moment.onward if count > 0 else moment.narrative
    if unit not in ("day", "week", "month") or base is None:
        return None, "duration"
    return cal.single(_moved(base, count, unit)), "ago"


def _past(g: Groups, moment: Moment) -> Reading:
    count, unit = _number(g["n"] or ""), g["unit"] or ""
    end = min(moment.told, moment.anchor) if moment.local else moment.anchor
    begin = cal.shifted(end, -(count // 24)) if unit == "hour" else _moved(end, -count, unit)
    return (TimeSpan(begin, end) if begin else None), "past"


_READERS: Final[dict[str, Callable[[Groups, Moment], Reading]]] = {
    "numeric": _numeric,
    "relative": _relative,
    "told": _told,
    "month_day": _day,
    "day_month": _day,
    "month": _month,
    "part": _part,
    "part_of_year": _part,
    "nth": _nth,
    "decade": _decade,
    "season": _season,
    "year": _year,
    "weekend": _weekend,
    "weekday": _weekday,
    "week": _week,
    "ago": _ago,
    "past": _past,
}


ENGLISH: Final = Grammar(JOINTS, plain, scan, read)

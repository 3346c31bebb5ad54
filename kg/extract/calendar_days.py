"""Arithmetic of the calendar: days in, spans of days out; whatever no calendar has (30 February) is None."""

from __future__ import annotations

from calendar import monthrange
from datetime import MAXYEAR, MINYEAR, date, timedelta

from kg.extract.time_grammar import Moment
from kg.model import TimeSpan

# The press reaches no further back with a day or a year that dates an event; 0064年 is a misreading
EARLIEST, LATEST = 1000, 2999
_SEASONS = {"春": 3, "夏": 6, "秋": 9, "冬": 12}


def day(year: int, month: int, number: int) -> TimeSpan | None:
    """That day, or None where the calendar has no such day."""
    if not (EARLIEST <= year <= LATEST and 1 <= month <= 12 and 1 <= number <= monthrange(year, month)[1]):
        return None
    only = date(year, month, number)
    return TimeSpan(only, only)


def days(year: int, month: int, first: int, last: int) -> TimeSpan | None:
    """From the first to the last of these days of one month."""
    begin, end = day(year, month, first), day(year, month, last)
    return TimeSpan(begin.start, end.end) if begin and end and first <= last else None


def month(year: int, number: int, part: str = "") -> TimeSpan | None:
    """A month, or its ten days: ``first`` (1 to 10), ``middle`` (11 to 20), ``last`` (21 to its end)."""
    if not (EARLIEST <= year <= LATEST and 1 <= number <= 12):
        return None
    length = monthrange(year, number)[1]
    first, last = {"first": (1, 10), "middle": (11, 20), "last": (21, length)}.get(part, (1, length))
    return days(year, number, first, last)


def months(year: int, first: int, last: int) -> TimeSpan | None:
    """From the first to the last of these months of one year; ``last`` may run into the next year (12, 14)."""
    begin = month(year, first) if first <= last else None
    end = month(year + (last - 1) // 12, (last - 1) % 12 + 1)
    return TimeSpan(begin.start, end.end) if begin and end else None


def year(number: int) -> TimeSpan | None:
    """1 January to 31 December."""
    return months(number, 1, 12)


def season(number: int, name: str) -> TimeSpan | None:
    """Three whole months, the winter running into the next year."""
    first = _SEASONS[name]
    return months(number, first, first + 2)


def week(anchor: date, offset: int = 0) -> TimeSpan | None:
    """Monday to Sunday of the anchor's week, or of one ``offset`` weeks away."""
    monday = shifted(anchor, 7 * offset - anchor.weekday())
    sunday = monday and shifted(monday, 6)
    return TimeSpan(monday, sunday) if monday and sunday else None


def shifted(anchor: date, count: int) -> date | None:
    """The day ``count`` days away."""
    try:
        return anchor + timedelta(days=count)
    except OverflowError:
        return None


def months_away(anchor: date, count: int) -> tuple[int, int]:
    """Year and month ``count`` months away."""
    total = anchor.year * 12 + anchor.month - 1 + count
    return total // 12, total % 12 + 1


def same_day_months_away(anchor: date, count: int) -> date | None:
    """一个月前: the same day of that month, or its last where it is shorter."""
    when_year, when_month = months_away(anchor, count)
    if not MINYEAR <= when_year <= MAXYEAR:
        return None
    return date(when_year, when_month, min(anchor.day, monthrange(when_year, when_month)[1]))


def single(when: date | None) -> TimeSpan | None:
    """The span of one day."""
    return TimeSpan(when, when) if when else None


def day_of_month_from(earliest: date, number: int) -> TimeSpan | None:
    """The first day with this number from ``earliest`` on."""
    for ahead in range(3):
        when_year, when_month = months_away(earliest, ahead)
        found = day(when_year, when_month, number)
        if found and found.start >= earliest:
            return found
    return None


def nearest_day_of_month(number: int, moment: Moment) -> TimeSpan | None:
    """The day that a bare 25日 means."""
    if moment.floor:
        return day_of_month_from(moment.floor, number)
    if moment.ahead:
        return day_of_month_from(moment.anchor, number)
    around = moment.anchor
    if moment.local and moment.exact and moment.narrative and abs((moment.narrative - moment.anchor).days) > 45:
        around = moment.narrative  # 2019年6月9日…，12日…: the story's month, not today's
    found = day(around.year, around.month, number)
    if found and (found.start - around).days <= 14:
        return found
    # on the 5th, 28日 is last month's
    return day(*months_away(around, -1), number) or found


def year_of_month(month: int, number: int | None, moment: Moment, *, reach: int = 8) -> int:
    """The year of a month that has none: the story's, else the anchor's."""
    anchor = moment.anchor
    if moment.floor:
        return moment.floor.year + ((month, number or 31) < (moment.floor.month, moment.floor.day))
    if moment.local and moment.exact and moment.narrative and moment.narrative.year != anchor.year:
        return moment.narrative.year  # 2018年12月1日…，1月28日…
    if moment.ahead:
        return anchor.year + (month < anchor.month)
    # in February 12月 is last year's; in July it is this year's, since last year's would be called 去年12月
    return anchor.year - (month - anchor.month >= reach)


def weekday(number: int, offset: int | None, moment: Moment) -> TimeSpan | None:
    """周三 (Monday is 0): of the week ``offset`` weeks away if given, else the last one up to the anchor, or the next if marked so."""
    if offset is not None:
        chosen = week(moment.anchor, offset)
        return single(shifted(chosen.start, number)) if chosen else None
    if moment.floor or moment.ahead:
        first = moment.floor or moment.anchor
        return single(shifted(first, (number - first.weekday()) % 7))
    return single(shifted(moment.anchor, -((moment.anchor.weekday() - number) % 7)))

"""Arithmetic of the calendar: days in, spans of days out; whatever no calendar has (30 February) is None."""

from __future__ import annotations

from calendar import monthrange
from datetime import MAXYEAR, MINYEAR, date, timedelta

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
    begin = month(year, first)
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


def weekday_on_or_before(anchor: date, weekday: int) -> date | None:
    """The most recent such day, the anchor included (Monday is 0)."""
    return shifted(anchor, -((anchor.weekday() - weekday) % 7))


def weekday_after(anchor: date, weekday: int) -> date | None:
    """The next such day, the anchor left out."""
    return shifted(anchor, (weekday - anchor.weekday() - 1) % 7 + 1)


def day_of_month_by(latest: date, number: int) -> TimeSpan | None:
    """The last day with this number up to ``latest``; 31日 in July said on 5 September is that of August."""
    for back in range(0, -3, -1):
        when_year, when_month = months_away(latest, back)
        found = day(when_year, when_month, number)
        if found and found.start <= latest:
            return found
    return None


def day_of_month_from(earliest: date, number: int) -> TimeSpan | None:
    """The first day with this number from ``earliest`` on."""
    for ahead in range(3):
        when_year, when_month = months_away(earliest, ahead)
        found = day(when_year, when_month, number)
        if found and found.start >= earliest:
            return found
    return None

"""The grammar of English time expressions: text in, expressions and the days that each of them means out.

The record ``ENGLISH`` is the counterpart of ``time_chinese.CHINESE``. Months and weekdays are read only with a capital, a bare month or
year only after a preposition: "may", "march" and "the 2019 flights" are no times.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from typing import Final

from kg.extract import calendar_days as cal
from kg.extract.time_grammar import Found, Grammar, Groups, Joints, Moment, Reading
from kg.model import TimeSpan

_REACH: Final = 5  # in June, an unmarked "in December" is past
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NUMBERS: Final = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_DAYS_AWAY: Final = {
    "the day before yesterday": -2,
    "the day after tomorrow": 2,
    "yesterday": -1,
    "last night": -1,
    "today": 0,
    "tonight": 0,
    "this morning": 0,
    "this afternoon": 0,
    "this evening": 0,
    "tomorrow": 1,
}
_TOLD_DAYS: Final = {"the same day": 0, "that day": 0, "the next day": 1, "the following day": 1, "a day later": 1, "one day later": 1} | {
    "the previous day": -1,
    "the day before": -1,
    "a day earlier": -1,
    "one day earlier": -1,
}
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
_SEASONS: Final = {"spring": "春", "summer": "夏", "autumn": "秋", "fall": "秋", "winter": "冬"}

_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?|Sept?(?:ember|\.)?"
    r"|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\.(?=\s)"
_D = r"(?:3[01]|[12][0-9]|0?[1-9])(?![0-9:,]?[0-9])(?:st|nd|rd|th)?"
_Y = r"[12][0-9]{3}(?![0-9]|s\b|[,.][0-9]|\s+(?:people|troops|soldiers|dollars|tons|miles|square))"
_N = rf"(?:[0-9]{{1,3}}|an?|{'|'.join(_NUMBERS[1:])})"
_SEASON = f"(?:{'|'.join(_SEASONS)})"
_PREPOSITIONS = ("in", "since", "by", "until", "of", "from", "to", "during", "before", "between", "through")
_BEFORE = "(?:" + "|".join(rf"(?<=\b{word} )" for word in _PREPOSITIONS) + ")"
_PART = r"(?:(?P<part>early|mid|late)[\s\-]+|(?:the\s+)?(?P<part_of>beginning|start|middle|end)\s+of\s+)"
_WHICH = r"(?P<which>last|past|previous|this|current|next|coming|the)"

_RULES: Final = {
    "numeric": r"(?<![0-9./\-])(?P<y>[12][0-9]{3})-(?P<m>[01][0-9])-(?P<d>[0-3][0-9])(?![0-9\-])",
    "relative": rf"\b(?P<word>(?i:{'|'.join(_DAYS_AWAY)}))\b(?!['’]s (?:world|young))",
    "told": rf"\b(?P<word>(?i:{'|'.join(_TOLD_DAYS)}))\b(?! yesterday)",
    "month_day": rf"\b(?P<month>{_MONTH})\s+(?:(?P<from_day>{_D})\s*(?:-|–|—|to|and)\s*)?(?P<day>{_D})(?:,?\s+(?P<year>{_Y}))?",
    "day_month": rf"\b(?:(?P<from_day>{_D})\s*(?:-|–|—|to|and)\s*)?(?P<day>{_D})\s+(?:of\s+)?(?P<month>{_MONTH})\b(?:,?\s+(?P<year>{_Y}))?",
    "month": rf"\b(?:{_PART}(?P<month>{_MONTH})\b\.?(?:,?\s+(?P<year>{_Y}))?|(?P<month2>{_MONTH}),?\s+(?P<year2>{_Y})"
    rf"|{_BEFORE}(?P<month3>{_MONTH})(?![\w’'])|(?P<which>[Ll]ast|[Tt]his|[Nn]ext)\s+(?P<month4>{_MONTH})\b)",
    "part": rf"\b(?:{_PART}|(?:earlier|later)\s+)(?:{_WHICH}\s+)?(?P<unit>month|year)\b",
    "part_of_year": rf"\b{_PART}(?P<year>{_Y})",
    "nth": r"\b(?:the\s+)?(?P<nth>first|second|third|fourth)\s+(?P<piece>quarter|half)\s+of\s+"
    rf"(?:(?P<year>{_Y})|(?P<which>this|the|last|next)\s+year)",
    "decade": r"\b(?:the\s+)?(?P<decade>[12][0-9]{2}0)s\b",
    "season": rf"\b(?:(?P<season>{_SEASON})(?:\s+of)?\s+(?P<year>{_Y})|(?P<which>last|this|next)\s+(?P<season2>{_SEASON}))\b",
    "year": rf"\bbetween\s+(?P<from_year>{_Y})\s+and\s+(?P<until_year>{_Y})|{_BEFORE}(?P<year>{_Y})\b"
    r"|\b(?P<which>[Ll]ast|[Tt]his|[Nn]ext)\s+year\b",
    "every": rf"\b(?i:every|each)\s+(?:(?:{_WEEKDAY})|day|week|month|year)s?\b|\b(?:{_WEEKDAY})s\b",
    "weekend": r"\b(?P<which>[Ll]ast|[Tt]his|[Nn]ext|[Tt]he|[Oo]ver the)\s+weekend\b",
    "weekday": rf"\b(?:(?P<which>[Ll]ast|[Tt]his|[Nn]ext|[Cc]oming)\s+)?(?P<weekday>{_WEEKDAY})(?:\s+(?:morning|afternoon|evening|night))?"
    r"(?!\s+(?:Times|Mail|Telegraph|Express))",
    "week": r"\b(?:(?:earlier|later)\s+)?(?P<which>[Ll]ast|[Tt]his|[Nn]ext|past|previous|coming)\s+(?P<unit>week|month)\b",
    "ago": rf"\b(?P<n>(?i:{_N}))\s+(?P<unit>day|week|month|year|hour|minute)s?\s+(?P<direction>ago|earlier|before|later|after)\b",
    "past": rf"\b(?:the\s+)?(?:past|last)\s+(?P<n>{_N})\s+(?P<unit>day|week|month|year|hour)s\b",
    "vague": r"\b(?:recently|in recent (?:days|weeks|months|years)|in the coming (?:days|weeks|months|years)|the other day)\b",
}


@cache
def _rule(name: str) -> re.Pattern[str]:
    return re.compile(_RULES[name])


@cache
def _expressions() -> re.Pattern[str]:
    return re.compile("|".join(f"(?P<{name}>{re.sub(r'[?]P<[a-z0-9_]+>', '?:', source)})" for name, source in _RULES.items()))


def plain(text: str) -> str:
    """Plain spaces for the unbreakable ones; the same length."""
    return text.translate({0xA0: " ", 0x2009: " ", 0x202F: " "})


def scan(text: str) -> Iterator[Found]:
    """Where expressions stand and which rule finds them."""
    for match in _expressions().finditer(text):
        if match.lastgroup:
            yield Found(match.start(), match.end(), match.lastgroup)


def read(text: str, found: Found, moment: Moment) -> Reading:
    """The days meant by an expression, None where it names no definite ones, and its kind."""
    match = _rule(found.rule).match(text, found.start)
    reader = _READERS.get(found.rule)
    return reader(match.groupdict(), moment) if match and reader else (None, found.rule)


def _month_number(name: str) -> int:
    return _MONTHS.index(name[:3].lower()) + 1


def _number(text: str) -> int:
    text = text.lower()
    if text in ("a", "an"):
        return 1
    return int(text) if text.isdigit() else _NUMBERS.index(text)


def _first(g: Groups, *names: str) -> str | None:
    return next((g[name] for name in names if g.get(name)), None)


def _away(g: Groups) -> int | None:
    return _AWAY.get((g.get("which") or "").lower())


def _numeric(g: Groups, moment: Moment) -> Reading:
    return cal.day(int(g["y"] or 0), int(g["m"] or 0), int(g["d"] or 0)), "explicit"


def _relative(g: Groups, moment: Moment) -> Reading:
    return cal.single(cal.shifted(moment.anchor, _DAYS_AWAY[(g["word"] or "").lower()])), "relative"


def _told(g: Groups, moment: Moment) -> Reading:
    away = _TOLD_DAYS[(g["word"] or "").lower()]
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
    season = _SEASONS[_first(g, "season", "season2") or "spring"]
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
_NEVER: Final = re.compile(r"(?!)")
_WILL = r"(?:will|shall|would|is set|are set|is due|are due|is to|are to|plans? to|scheduled|slated|expected|upcoming)"
_JOINTS: Final = Joints(
    prefilter=re.compile(
        r"[0-9]{4}|[0-9] ?[A-Z]|[A-Z][a-z]{2,8}\.? [0-9]|day|week|month|year|morn|noon|night|evening|ago\b|earlier|"
        + _MONTH
        + "|"
        + "|".join(_SEASONS)
    ),
    to=re.compile(r"\s*(?:-|–|—|to|until|till|through|and)\s*"),
    listed=re.compile(r"\s*(?:,|and|or)\s*"),
    between=_NEVER,
    apposed=re.compile(",? "),
    bracket=re.compile(r",? ?\("),
    since_before=re.compile(r"\b[Ss]ince\s+(?:the\s+)?$"),
    since_after=_NEVER,
    since_later=_NEVER,
    from_before=_NEVER,
    until_before=re.compile(r"\b(?:[Bb]y|[Uu]ntil|[Tt]ill|[Tt]hrough|no later than)\s+(?:the\s+)?$"),
    until_after=_NEVER,
    before_before=re.compile(r"\b[Bb]efore\s+(?:the\s+)?$"),
    starting_after=_NEVER,
    ahead_before=re.compile(rf"\b{_WILL}\b(?:(?!\b(?:said|says|told|announced)\b)[^.;])*$"),
    ahead_after=re.compile(rf",?\s+{_WILL}\b"),
    dateline_before=re.compile(r"[A-Z][A-Z .,'/\-]{2,40}(?:\([A-Z][A-Za-z ]+\)\s*)?,?\s+(?:\([A-Z][A-Za-z ]+\)\s*)?"),
    dateline_after=re.compile(r"\s*(?:\([A-Z][A-Za-z ]+\))?\s*(?:[-—–]+\s)"),
)
ENGLISH: Final = Grammar(_JOINTS, plain, scan, read)

"""Dates as sources print them in, ``Published`` out: no more precise than printed, with the zone that was named.

Own grammar: general date parsers read 2024年03月25日 as November and 04/03/2024 as whichever they like.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_tz
from functools import lru_cache
from typing import Literal

from kg.model import Precision, Published

Origin = Literal["epoch", "metadata", "markup", "dateline", "url"]

MONTHS = {month: n for n, month in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}  # noqa: SIM905 - legible
_MONTH = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DIGITS = str.maketrans("〇○零一二三四五六七八九０１２３４５６７８９／：－", "0001234567890123456789/:-")
_TIME = (
    r"(?:[T\s,，·-]*(?:at\s+)?(?P<half>上午|下午|晚上|中午|凌晨)?\s*"
    r"(?P<hour>\d{1,2})[:時时](?P<minute>\d{2})分?(?::(?P<second>\d{2})(?:[.,]\d+)?)?\s*(?P<ampm>[ap]\.?m\.?)?)?"
)
_ZONE = r"(?:\s*(?P<zone>Z|UTC|GMT|[ECMP][SD]T|[+-]\d{2}:?\d{2}))?"
_WEEKDAY = r"(?:[(（]?(?:星期|週|周)[一二三四五六日天1-7][)）]?|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?)?"
_DAY_FORMS = (
    r"(?P<year>\d{4})\s*年\s*(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*[日号號]",
    r"(?P<year>\d{4})(?P<separator>[-/.])(?P<month>\d{1,2})(?P=separator)(?P<day>\d{1,2})",
    r"(?P<year>(?:19|20)\d{2})(?P<month>\d{2})(?P<day>\d{2})",
    rf"{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})",
    rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s-]+{_MONTH},?[\s-]+(?P<year>\d{{4}})",
)
_DATES = tuple(re.compile(rf"\s*{_WEEKDAY}\s*{form}\s*{_WEEKDAY}{_TIME}{_ZONE}\s*\Z", re.I) for form in _DAY_FORMS)
_SLASHED = re.compile(
    rf"\s*(?P<first>\d{{1,2}})(?P<separator>[/.])(?P<next>\d{{1,2}})(?P=separator)(?P<year>\d{{4}}){_TIME}{_ZONE}\s*\Z", re.I
)
_MONTHS_ONLY = re.compile(r"\s*(?P<year>\d{4})(?:-|/|\s*年\s*)(?P<month>\d{1,2})\s*月?\s*\Z")
_YEAR_ONLY = re.compile(r"\s*(?P<year>(?:19|20)\d{2})\s*年?\s*\Z")
_ZONES = {"EST": "-05:00", "EDT": "-04:00", "CDT": "-05:00", "MST": "-07:00", "MDT": "-06:00", "PST": "-08:00", "PDT": "-07:00"}

_IN_PATH = (
    re.compile(
        r"(?<!\d)(?P<year>(?:19|20)\d{2})(?P<separator>[/_.-])(?P<month>0?[1-9]|1[0-2])(?P=separator)(?P<day>0?[1-9]|[12]\d|3[01])(?!\d)"
    ),
    re.compile(r"(?<!\d)(?P<year>20\d{2}|19[89]\d)(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?!\d)"),
    # rfa.org: …/hcm1-07202020073042.html is month, day, year, time
    re.compile(r"-(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?P<year>20\d{2})\d{6}(?=\.html)"),
)
_LABEL = re.compile(
    r"^\W*(?:发布|發布|发表|發表|刊登|出版|更新|published|posted|updated)?(?:时间|時間|日期|于|於|on|at)?\s*[:：]?\s*", re.I
)


def from_epoch(number: float, origin: Origin = "epoch") -> Published | None:
    """Seconds or milliseconds since 1970; None outside 1980 to 2100, where no article was put on line."""
    seconds = number / 1000 if number > 1e11 else number
    if not 315_532_800 <= seconds < 4_102_444_800:
        return None
    moment = datetime.fromtimestamp(int(seconds), UTC)
    return Published(moment.isoformat(), "second", "UTC", origin)


def read_date(text: object, origin: Origin, *, near: date | None = None, day_first: bool = False) -> Published | None:
    """The date that ``text`` is, all of it; None where it is none or is ambiguous.

    ``near``: the day around which a date such as 04/03/2024 must lie for one of its two readings to be taken.
    ``day_first``: the source writes the day before the month (rfi.fr).
    """
    if isinstance(text, bool) or text is None:
        return None
    if isinstance(text, (int, float)):
        return from_epoch(text, origin)
    if isinstance(text, datetime):
        return read_date(text.isoformat(), origin)
    if isinstance(text, date):
        return Published(text.isoformat(), "day", None, origin)
    words = str(text).strip()
    if len(words) > 100:
        return None
    if re.fullmatch(r"\d{10}|\d{13}", words):
        return from_epoch(int(words), origin)
    # 二〇二四年三月二十五日
    words = re.sub(r"[〇○零一二三四五六七八九十]+(?=\s*[年月日号號])", _chinese_number, words).translate(_DIGITS)
    return _by_form(words, origin) or _slashed(words, origin, near, day_first) or _by_mail(words, origin) or _coarse(words, origin)


def find_date(line: str, origin: Origin, *, near: date | None = None, day_first: bool = False) -> Published | None:
    """As ``read_date``, for a line that may have a label before the date: 发布时间：2024-03-25 13:42, 📅 2024-03-25."""
    line = line.strip()
    if not line or len(line) > 100 or not re.search(r"\d|[〇一二三四五六七八九]\s*年", line):
        return None
    bare = _LABEL.sub("", line).strip(" |·()（）[]【】")
    return read_date(line, origin, near=near, day_first=day_first) or read_date(bare, origin, near=near, day_first=day_first)


@lru_cache(maxsize=8)  # asked for three times of each article
def date_in_url(url: str) -> Published | None:
    """The day in an address: /2024/03/25/, 20240325-, story20240325-, RFA's -07202020073042.html."""
    for form in _IN_PATH:
        for match in form.finditer(url):
            if day := _day(match):
                return Published(day.isoformat(), "day", None, "url")
    return None


def nearest_day(month: int | None, day: int, reference: date, *, within: int = 5) -> date | None:
    """The day of a dateline (20日, 7月20日) in the year and month that bring it next to ``reference``; None if none is near."""
    around = [reference.replace(day=1) + timedelta(days=days) for days in (-1, 0, 32)]
    candidates = [made for first in around if month in (None, first.month) and (made := _made(first.year, first.month, day))]
    close = [c for c in candidates if abs((c - reference).days) <= within]
    return min(close, key=lambda c: abs((c - reference).days), default=None)


def _chinese_number(match: re.Match[str]) -> str:
    word = match[0]
    if "十" not in word:
        return word
    tens, _, ones = word.partition("十")
    digit = {c: n for n, c in enumerate("〇一二三四五六七八九")}
    return str(digit.get(tens, 1) * 10 + digit.get(ones, 0))


def _by_form(words: str, origin: Origin) -> Published | None:
    for form in _DATES:
        if (match := form.match(words)) and (day := _day(match)):
            return _moment(day, match, origin)
    return None


def _slashed(words: str, origin: Origin, near: date | None, day_first: bool) -> Published | None:
    match = _SLASHED.match(words)
    if not match:
        return None
    year, first, second = int(match["year"]), int(match["first"]), int(match["next"])
    readings = [d for d in (_made(year, second, first), _made(year, first, second)) if d]
    # 25/03/2024 - 13:42 is how RFI prints it, and nobody who puts the month first
    if day_first or re.search(r"\d{4}\s+-\s+\d", words):
        readings = [d for d in readings if d == _made(year, second, first)]
    if len(set(readings)) > 1 and near is not None:
        readings = [d for d in readings if abs((d - near).days) <= 5]
    return _moment(readings[0], match, origin) if len(set(readings)) == 1 else None


def _by_mail(words: str, origin: Origin) -> Published | None:
    """Mon, 20 Jul 2020 19:22:03 GMT, with or without the day's name."""
    if not re.match(r"(?:[A-Za-z]{3},?\s+)?\d{1,2}\s+[A-Za-z]{3}", words):
        return None
    parts = parsedate_tz(words)
    day = _made(*parts[:3]) if parts else None
    if parts is None or day is None:
        return None
    clock = re.search(r"\d{1,2}:\d{2}(:\d{2})?", words)
    if not clock or parts[3] > 23 or parts[4] > 59 or parts[5] > 60:
        return Published(day.isoformat(), "day", None, origin)
    zone = None if parts[9] is None else "UTC" if parts[9] == 0 else _signed(parts[9])
    return _value(day, (parts[3], parts[4], min(parts[5], 59) if clock[1] else None), zone, origin)


def _coarse(words: str, origin: Origin) -> Published | None:
    if (match := _MONTHS_ONLY.match(words)) and 1900 <= int(match["year"]) <= 2100 and 1 <= int(match["month"]) <= 12:
        return Published(f"{match['year']}-{int(match['month']):02d}", "month", None, origin)
    match = _YEAR_ONLY.match(words)
    return Published(match["year"], "year", None, origin) if match else None


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if 1900 <= year <= 2100 else None
    except ValueError:
        return None


def _day(match: re.Match[str]) -> date | None:
    month = match["month"].lower()
    return _made(int(match["year"]), MONTHS.get(month[:3]) or int(month), int(match["day"]))


def _moment(day: date, match: re.Match[str], origin: Origin) -> Published:
    if match["hour"] is None:
        return Published(day.isoformat(), "day", None, origin)
    hour, minute = int(match["hour"]), int(match["minute"])
    later = (match["half"] in ("下午", "晚上", "中午")) or (match["ampm"] or "").lower().startswith("p")
    hour = hour + 12 if later and hour < 12 else 0 if (match["ampm"] or "").lower().startswith("a") and hour == 12 else hour
    if hour > 23 or minute > 59 or int(match["second"] or 0) > 59:
        return Published(day.isoformat(), "day", None, origin)
    return _value(day, (hour, minute, int(match["second"]) if match["second"] else None), _zone(match["zone"]), origin)


def _zone(name: str | None) -> str | None:
    if name is None:
        return None
    upper = name.upper()
    if upper in ("Z", "UTC", "GMT", "+00:00", "+0000"):
        return "UTC"
    # 2024-03-25 13:42 CST is China's in some sources and Chicago's in others: no zone rather than a wrong one
    if upper == "CST":
        return None
    return _ZONES.get(upper) or f"{upper[:3]}:{upper[-2:]}"


def _signed(seconds: int) -> str:
    sign, minutes = ("-" if seconds < 0 else "+"), abs(seconds) // 60
    return f"{sign}{minutes // 60:02d}:{minutes % 60:02d}"


def _value(day: date, clock: tuple[int, int, int | None], zone: str | None, origin: Origin) -> Published:
    hour, minute, second = clock
    precision: Precision = "minute" if second is None else "second"
    time = f"{hour:02d}:{minute:02d}" + ("" if second is None else f":{second:02d}")
    return Published(f"{day.isoformat()}T{time}{'+00:00' if zone == 'UTC' else zone or ''}", precision, zone, origin)

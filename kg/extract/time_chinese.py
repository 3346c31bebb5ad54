"""The grammar of Chinese time expressions: plain text in, expressions and the days that each of them means out.

What they look like stands in ``time_patterns_chinese``; here is one reader for each rule. A reader gives None for what no calendar has.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from typing import Final

from kg.extract import calendar_days as cal
from kg.extract.time_grammar import Found, Grammar, Groups, Moment, Reading
from kg.extract.time_patterns_chinese import DAYS_AWAY, JOINTS, TOLD_DAYS, expressions, rule
from kg.model import TimeSpan

_TO_PLAIN = str.maketrans("０１２３４５６７８９○零兩週號點後禮個這來將時間當現內為歲", "0123456789〇〇两周号点后礼个这来将时间当现内为岁")
_DIGITS = "〇一二三四五六七八九"
_YEARS_AWAY: Final = {"今年": 0, "本年": 0, "去年": -1, "上年": -1, "明年": 1, "来年": 1, "前年": -2, "后年": 2}
_TOLD_YEARS: Final = {"同年": 0, "当年": 0, "次年": 1, "翌年": 1, "前一年": -1}
_AWAY: Final = {"本": 0, "这": 0, "今": 0, "上": -1, "下": 1, "上上": -2, "下下": 2}
_TOLD_MONTHS: Final = {"当": 0, "同": 0, "次": 1, "翌": 1, "前一": -1}
_HOLIDAYS: Final = {"元旦": (1, 1), "平安夜": (12, 24), "圣诞节": (12, 25)}
_DAYS_AND_WEEKS: Final = ("天", "日", "周", "星期", "礼拜")
_MONTH_PARTS: Final = {"初": "first", "上旬": "first", "中": "middle", "中旬": "middle", "底": "last", "末": "last", "下旬": "last"}


def plain(text: str) -> str:
    """Half-width digits and simplified forms, of the same length."""
    return text.translate(_TO_PLAIN)


def scan(text: str) -> Iterator[Found]:
    """Where expressions stand in plain ``text`` and which rule finds them."""
    for match in expressions().finditer(text):
        if match.lastgroup:
            yield Found(match.start(), match.end(), match.lastgroup)


def read(text: str, found: Found, moment: Moment) -> Reading:
    """The days meant by an expression, None where it names no definite ones, and its kind."""
    match = rule(found.rule).match(text, found.start)
    reader = _READERS.get(found.rule)
    return reader(match.groupdict(), moment) if match and reader else (None, found.rule)


@cache
def number(text: str) -> int:
    """0 to 999 in either kind of digit, or the digits of a year one by one (二〇二〇); -1 where it is no number."""
    if text.isascii() and text.isdigit():
        return int(text)
    text = {"元": "一"}.get(text, text).replace("廿", "二十").replace("卅", "三十").replace("两", "二")
    if text and all(c in _DIGITS for c in text):
        return int("".join(str(_DIGITS.index(c)) for c in text))
    hundreds, hundred, rest = text.rpartition("百")
    tens, ten, ones = rest.rpartition("十")
    parts = [(hundreds or "一") if hundred else "〇", (tens or "一") if ten else "〇", ones or "〇"]
    if not (hundred or ten) or any(part not in _DIGITS or len(part) != 1 for part in parts):
        return -1
    return sum(_DIGITS.index(part) * weight for part, weight in zip(parts, (100, 10, 1), strict=True))


def _numeric(g: Groups, moment: Moment) -> Reading:
    y, m, d = (g["y"], g["m"], g["d"]) if g["y"] else (g["y2"], g["m2"], g["d2"])
    return cal.day(int(y or 0), int(m or 0), int(d or 0)), "explicit"


def _decade(g: Groups, moment: Moment) -> Reading:
    """上世纪80年代 and 1980年代 are ten years; 30年代 without its century is the last such decade."""
    if not g["decade"]:
        return None, "decade"
    value = number(g["decade"])
    if value < 100:
        century = {"上": moment.anchor.year // 100 - 1, "本": moment.anchor.year // 100}.get(g["century"] or "")
        if century is None:
            century = number(g["century"]) - 1 if g["century"] else (moment.anchor.year - value) // 100
        value += 100 * century
    first, last = cal.year(value), cal.year(value + 9)
    return (TimeSpan(first.start, last.end) if first and last and value % 10 == 0 else None), "decade"


def _calendar(g: Groups, moment: Moment) -> Reading:
    """Years, months and days by their numbers: 2020年7月25日, 今年6月, 本月初, 7月25-27日."""
    year = _year(g, moment)
    if g.get("told_year") and year is None:
        return None, "year"
    if not (g.get("month") or g.get("told_month")):
        return _whole_year(year, g), "year"
    day = number(g["day"]) if g["day"] else None
    when_year, when_month = _month(year, g, moment, day)
    if g["from_month"]:
        return cal.months(when_year, number(g["from_month"]), when_month), "month"
    if day is None:
        return cal.month(when_year, when_month, _MONTH_PARTS.get(g["part"] or "", "")), "month"
    return cal.days(when_year, when_month, number(g["from_day"]) if g["from_day"] else day, day), "explicit"


def _year(g: Groups, moment: Moment) -> int | None:
    if g.get("year"):
        return number(g["year"] or "")
    if g.get("roc"):
        return 1911 + number(g["roc"] or "")
    if g.get("short"):  # 20年7月 is 2020's, 109年7月 the Republic of China's
        short = int(g["short"] or "")
        return 1911 + short if short >= 100 else (2000 if short <= moment.anchor.year % 100 + 5 else 1900) + short
    name = g.get("told_year") or ""
    if name in _YEARS_AWAY:
        return moment.anchor.year + _YEARS_AWAY[name]
    year = moment.year or (moment.narrative.year if moment.narrative else None)
    return year + _TOLD_YEARS[name] if name and year else None


def _whole_year(year: int | None, g: Groups) -> TimeSpan | None:
    if year is None:
        return None
    if g["from_year"]:
        begin, end = cal.year(number(g["from_year"])), cal.year(year)
        return TimeSpan(begin.start, end.end) if begin and end and begin.start < end.start else None
    if g["first_months"]:
        return cal.months(year, 1, number(g["first_months"]))
    return _part_of_year(year, g) if any(g[k] for k in ("year_part", "half", "quarter", "season")) else cal.year(year)


def _part_of_year(year: int, g: Groups) -> TimeSpan | None:
    if g.get("quarter"):
        last = 3 * number(g["quarter"] or "")
        return cal.months(year, last - 2, last)
    if g.get("half"):
        return cal.months(year, 1, 6) if g["half"] == "上半年" else cal.months(year, 7, 12)
    if g.get("season"):
        return cal.season(year, g["season"] or "")
    # 年初 is the first quarter; 年底 December, of which 年底起 and 年底前 take the last day
    return cal.months(year, 1, 3) if g["year_part"] == "初" else cal.month(year, 12)


def _month(year: int | None, g: Groups, moment: Moment, day: int | None) -> tuple[int, int]:
    if g["told_month"]:
        key = g["told_month"].removesuffix("份").removesuffix("月").removesuffix("个")
        when_year, when_month = _months_away(key, moment)
        return (when_year if year is None else year), when_month  # 去年本月
    month = number(g["month"] or "")
    return (cal.year_of_month(month, day, moment) if year is None else year), month


def _months_away(key: str, moment: Moment) -> tuple[int, int]:
    return cal.months_away(moment.anchor, _AWAY[key]) if key in _AWAY else cal.months_away(moment.told, _TOLD_MONTHS[key])


def _holiday(g: Groups, moment: Moment) -> Reading:
    month, day = _HOLIDAYS[g["holiday"] or ""]
    year = _year(g, moment)
    if year is not None:
        return cal.day(year, month, day), "explicit"
    around = (cal.day(moment.anchor.year + away, month, day) for away in (0, -1, 1))
    return min((d for d in around if d), key=lambda d: abs((d.start - moment.anchor).days), default=None), "explicit"


def _bare_day(g: Groups, moment: Moment) -> Reading:
    """25日, 28至30日: month and year are the nearest that fit."""
    last = number(g["day"] or "")
    first = number(g["from_day"]) if g.get("from_day") else last
    begin = cal.nearest_day_of_month(first, moment)
    end = cal.day_of_month_from(begin.start, last) if begin else None
    return (TimeSpan(begin.start, end.end) if begin and end else None), "day"


def _bracket(g: Groups, moment: Moment) -> Reading:
    """今（27）日, 昨天（26日）: the bracket wins over the word."""
    return _bare_day(g, moment.plainly)[0], "explicit"


def _relative(g: Groups, moment: Moment) -> Reading:
    return cal.single(cal.shifted(moment.anchor, DAYS_AWAY[g["word"] or ""])), "relative"


def _told(g: Groups, moment: Moment) -> Reading:
    away = TOLD_DAYS[g["word"] or ""]
    # 将于11日接待…，当天还将会晤…: what lies ahead counts from the day ahead
    base = moment.onward if away > 0 else (moment.onward or moment.told) if moment.ahead else moment.told
    return (cal.single(cal.shifted(base, away)) if base else None), "told"  # 会议第二天: nobody has said of what


def _part(g: Groups, moment: Moment) -> Reading:
    if g["part"]:
        return cal.month(moment.anchor.year, moment.anchor.month, _MONTH_PARTS[g["part"]]), "month"
    return _part_of_year(moment.anchor.year + _YEARS_AWAY.get(f"{g['which']}年", 0), g), "year"


def _season(g: Groups, moment: Moment) -> Reading:
    return cal.season(moment.anchor.year + _YEARS_AWAY.get(f"{g['which']}年", 0), g["season"] or ""), "year"


def _away(which: str | None) -> int | None:
    return _AWAY.get((which or "").removesuffix("个").removesuffix("一"))


def _weekday(g: Groups, moment: Moment) -> Reading:
    name = g["weekday"] or ""
    weekday = 6 if name in "日天" else number(name) - 1
    return cal.weekday(weekday, _away(g["which"]), moment), "weekday"


def _week(g: Groups, moment: Moment) -> Reading:
    return cal.week(moment.told if g["told"] else moment.anchor, _away(g["which"]) or 0), "week"


def _weekend(g: Groups, moment: Moment) -> Reading:
    offset = _away(g["which"])
    if offset is None:  # on a Monday, 周末 is the one just gone
        offset = 0 if moment.ahead or moment.anchor.weekday() > 4 else -1
    week = cal.week(moment.anchor, offset)
    saturday = cal.shifted(week.end, -1) if week else None
    return (TimeSpan(saturday, week.end) if week and saturday else None), "weekend"


def _ago(g: Groups, moment: Moment) -> Reading:
    """两周前 is a day; 三天, 三天内 and 三年前 are none."""
    count, unit, direction = number(g["n"] or ""), (g["unit"] or "").removeprefix("个"), g["direction"] or ""
    sign = -1 if direction.endswith("前") else 1 if direction.endswith("后") else 0
    if g["again"]:  # 再隔一天: from the last day that was told
        exact = count > 0 and unit in _DAYS_AND_WEEKS and not g["more"] and direction in ("", "后", "之后")
        after = _moved(moment.onward, count, unit) if moment.onward and exact else None
        return cal.single(after), "ago" if after else "duration"
    if count <= 0 or g["more"] or not sign or unit in ("小时", "分钟", "年"):
        return None, "duration"
    if sign > 0:  # ，三天后，: after what was told; 生效1个月后: after that, whenever it was
        after = _moved(moment.onward, count, unit) if moment.onward and g["later"] is not None and unit != "月" else None
        return cal.single(after), "ago" if after else "duration"
    # 两天前 in a sentence that named a day counts from that; 三个星期前 from today
    base = moment.told if moment.local and unit in ("天", "日") else moment.anchor
    return cal.single(_moved(base, -count, unit)), "ago"


def _moved(base: date, count: int, unit: str) -> date | None:
    if unit in ("天", "日"):
        return cal.shifted(base, count)
    if unit in ("周", "星期", "礼拜"):
        return cal.shifted(base, 7 * count)
    return cal.same_day_months_away(base, count * (12 if unit == "年" else 1))


def _past(g: Groups, moment: Moment) -> Reading:
    """过去24小时, 过去一年: up to the day of the statement that says so."""
    count, unit = number(g["n"] or ""), (g["unit"] or "").removeprefix("个")
    end = min(moment.told, moment.anchor) if moment.local else moment.anchor
    if count <= 0 or unit == "分钟":
        return None, "duration"
    begin = cal.shifted(end, -(count // 24)) if unit == "小时" else _moved(end, -count, unit)
    return (TimeSpan(begin, end) if begin else None), "past"


def _days_before(g: Groups, moment: Moment) -> Reading:
    """此前两天: the two days that end the day before the one told."""
    count = number(g["n"] or "")
    begin, end = cal.shifted(moment.told, -count), cal.shifted(moment.told, -1)
    return (TimeSpan(begin, end), "past") if moment.narrative and count > 0 and begin and end else (None, "duration")


def _within(g: Groups, moment: Moment) -> Reading:
    """未来两个月内: from the day of writing."""
    count, unit = number(g["n"] or ""), (g["unit"] or "").removeprefix("个")
    end = _moved(moment.anchor, count, unit) if count > 0 and unit not in ("小时", "分钟") else None
    return (TimeSpan(moment.anchor, end), "until") if end else (None, "duration")


def _so_far(g: Groups, moment: Moment) -> Reading:
    anchor = moment.anchor
    unit = (g["since"] or g["within"] or "年")[-1]
    whole = {"年": cal.year(anchor.year), "月": cal.month(anchor.year, anchor.month), "周": cal.week(anchor)}[unit]
    if whole is None:
        return None, "since"
    return (TimeSpan(whole.start, anchor), "since") if g["since"] else (TimeSpan(anchor, whole.end), "until")


_READERS: Final[dict[str, Callable[[Groups, Moment], Reading]]] = {
    "numeric": _numeric,
    "decade": _decade,
    "so_far": _so_far,
    "within": _within,
    "past": _past,
    "days_before": _days_before,
    "bracket": _bracket,
    "relative": _relative,
    "told": _told,
    "holiday": _holiday,
    "year": _calendar,
    "month": _calendar,
    "day": _bare_day,
    "part": _part,
    "weekend": _weekend,
    "weekday": _weekday,
    "week": _week,
    "season": _season,
    "ago": _ago,
}


CHINESE: Final = Grammar(JOINTS, plain, scan, read)

"""The grammar of Chinese time expressions: what they look like, and which days each of them means.

In: plain text (simplified, half-width digits: see ``plain``). Out: ``PATTERN``, which finds expressions and names their
rule, and ``read``, which turns one of them into a span. What names no day (三天, 近日, 每周三, 90年代) is found too, without a
span, so that 上周三名议员 or 30日内 are not read as days.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache

from kg.extract import calendar_days as cal
from kg.model import TimeSpan


@dataclass(frozen=True, slots=True)
class Moment:
    """From where an expression is read."""

    anchor: date
    narrative: date | None  # the day mentioned before
    local: bool = False  # mentioned before in the same sentence
    ahead: bool = False  # marked as future: 将于周五
    floor: date | None = None  # the first day of the range that this expression ends: 30日至1月3日

    @property
    def told(self) -> date:
        """The day that 当天 and 次日 count from."""
        return self.narrative or self.anchor


Groups = dict[str, str | None]
Reading = tuple[TimeSpan | None, str]

_TO_PLAIN = str.maketrans(
    "０１２３４５６７８９○零壹贰叁肆伍陆柒捌玖两週號點後禮個這來將時間當現內隔為歲夜",
    "0123456789〇〇一二三四五六七八九二周号点后礼个这来将时间当现内隔为岁夜",
)

_HAN = "〇一二三四五六七八九"
_N = r"(?:[0-9]{1,3}|[一二三四五六七八九十百廿卅半]{1,4})"
_MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九元])"
_DAY = r"(?:[12][0-9]|3[01]|0?[1-9]|三十一?|廿[一二三四五六七八九]?|卅一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])"
_CLOCK = (
    r"(?:(?:的|当天|当日|当地时间|北京时间|格林尼治时间)?"
    r"(?:凌晨|清晨|清早|早晨|早上|早间|上午|中午|午间|正午|下午|傍晚|晚上|晚间|夜间|深夜|半夜|午夜|入夜|稍早|稍晚|稍后|一早|大早|早|晚|夜|晨|午)"
    r"(?: ?[0-9一二三四五六七八九十]{1,3} ?[时点](?: ?[0-9一二三四五六七八九十]{1,3} ?分|半|许|左右)?)?)?"
)
# 15日内瓦 is Geneva's 15th, 30日内 a term; 日本 after a bare number: 5日本国防卫相
_DAY_ENDS = r"(?:日(?!以?内(?!瓦|阁|塔|政|务)|之内|间|游|元(?!首)|圆|本(?!报|台|社|周|月|地|港|人)|来(?!自|到|访|华|台|电|信|京|说)|夜|趋|益|常)|号(?![线楼机令文船舰轮弹工馆院厂井门码召角手称外航卫站决]))"
_STOP = r"(?=[，,、。；;：:！!？?）)的在由于以旬下上起至到将之前后结举 ]|$)"
_PART = rf"(?:上旬|中旬|下旬|中下旬|初|底|末|中{_STOP})"

_YEAR = (
    r"(?:(?:公元|西元)? ?(?P<year>(?<![0-9.])[12][0-9]{3}|[一二][〇一二三四五六七八九]{3}) ?年(?!级|龄|薪|利率|期)"
    rf"|民国 ?(?P<roc>{_N}|[一二三四五六七八九〇]{{2,3}}) ?年"
    r"|(?P<short>(?<![0-9.])[0-9]{2,3}) ?年(?= ?[0-9]{1,2} ?月)"
    r"|(?P<ryear>今年|去年|明年|(?<![0-9一二三四五六七八九十数几多])前年|后年|本年|同年|当年|次年|翌年|上年|来年|前一年)(?:度|(?:的|同)(?= ?[0-9一二三四五六七八九十]{1,2} ?月))?)"
)
_RMONTH = r"(?:本月|这个?月|上上个?月|(?<![早晚])上个?月|下下个?月|(?<![天年])下个?月|当月|同月|次月|翌月|前一个?月)"
_MONTHS = rf"(?:(?P<month>(?<![0-9.]){_MONTH}) ?月(?:份)?(?!球|亮|经|薪|饼|刊|台|租|息|光|革命|河|娥|花)|(?P<rmonth>{_RMONTH})(?!球|亮|经|薪|饼|刊|租|息))"
_LIST = rf"(?:(?P<from>{_DAY}) ?[日号]?(?: ?[至到\-—–~～、和及与] ?)+)?(?P<day>{_DAY}) ?{_DAY_ENDS}"
_BARE = rf"(?<![0-9.:%第每期时近逾超满达限续隔离去来几百千万〇一二三四五六七八九十廿卅\-/])(?:{_LIST.replace('?P<from>', '?P<bfrom>').replace('?P<day>', '?P<bday>')})"
_YEAR_PART = (
    rf"(?:年?初|年?底|年?末|年中|中{_STOP}|上半年|下半年|第?(?P<quarter>[一二三四1-4])季度?"
    r"|(?P<season>[春夏秋冬])(?:天|季|末|初)(?!达沃斯|奥运|青|残|世界|运动))"
)

_WEEK = (
    r"(?<![一二三四五六七八九十几数每0-9\-姓])(?P<which>上上个?|上个?|下下个?|下个?|本|这个?|今)?(?P<unit>周|星期|礼拜)"
    r"(?P<weekday>一(?!些|直|度|项|名|位(?!于)|个|份|艘|架|批|次|场|起|封|篇|家|连|系|致|带|级|边|样|百|千|万|年)"
    r"|二(?!十|名|位(?!于)|个|艘|架|国(?!务|会|防|家|际|安|台))|三(?!名|位(?!于)|个|艘|架|次|国(?!务|会|防|家|际|安|台)|方会|边|大)"
    r"|四(?!名|位(?!于)|个|艘|架|次|国(?!务|会|防|家|际|安|台)|方安|方会|川)|五(?!名|位(?!于)|个(?!人)|艘|架|次|国(?!务|会|防|家|际|安|台)|眼|角|常)"
    r"|六(?!名|位(?!于)|个|艘|架|次|国(?!务|会|防|家|际|安|台)|方会|四)|[1-6](?![0-9])|天(?!然|安|津|主|下|气)|日(?!本(?!报|台|社|周|月|地|港|人)|元|圆|媒|相|韩))"
)
_DAYS = {
    "大前天": -3,
    "前天": -2,
    "前日": -2,
    "前晚": -2,
    "昨天": -1,
    "昨日": -1,
    "昨晚": -1,
    "昨夜": -1,
    "昨晨": -1,
    "昨早": -1,
    "昨午": -1,
}
_DAYS |= {"今天": 0, "今日": 0, "今早": 0, "今晚": 0, "今晨": 0, "今夜": 0, "今午": 0, "即日": 0}
_DAYS |= {"明天": 1, "明日": 1, "明晚": 1, "明早": 1, "明晨": 1, "大后天": 3, "后天": 2, "后日": 2}
_TOLD = {"当天": 0, "当日": 0, "当晚": 0, "当夜": 0, "同日": 0, "同天": 0, "同一天": 0, "同一日": 0, "同晚": 0, "是日": 0}
_TOLD |= {"次日": 1, "翌日": 1, "隔天": 1, "隔日": 1, "第二天": 1, "第二日": 1, "转天": 1, "次晨": 1, "翌晨": 1}
_TOLD |= {"前一天": -1, "前一日": -1, "前一晚": -1, "头一天": -1}


def _any(words: dict[str, int]) -> str:
    return "|".join(sorted(words, key=lambda word: (-len(word), word)))


_RULES: dict[str, str] = {
    "numeric": r"(?<![0-9./\-])(?:(?P<y>[12][0-9]{3})[-/.](?P<m>[01]?[0-9])[-/.](?P<d>[0-3]?[0-9])|(?P<d2>[0-3]?[0-9])/(?P<m2>[01]?[0-9])/(?P<y2>[12][0-9]{3}))(?![0-9/\-]|\.[0-9])",
    "vague": r"近日|日前|最近|近期|不久前|早前|稍早前|日后|近来|数日前|几天前|近几[天日周年月]+|未来(?:几|数|一段|若干)[天日周年月个]+",
    "decade": r"(?:(?:[12][0-9]|[一二]?十[一二三四五六七八九]?) ?世纪)?(?:上世纪|本世纪)?(?:初|末|中叶|中期|后期|前期)?(?:[0-9]{2,4}|[一二三四五六七八九]十) ?年代(?:初|末|中期|后期|前期)?|(?:[12][0-9]|[一二]?十[一二三四五六七八九]?) ?世纪",
    "every": r"每(?:逢)?(?:个)?(?:周|星期|礼拜)[一二三四五六日天]?|每[年月日天]|每隔?[一二三四五六七八九十0-9]+[天周年]",
    "so_far": r"(?P<thing>今年|本月|本周|年)(?:以来|至今|迄今)|(?<![0-9])年内|今年内|本年内|(?P<within>今年|本月|本周|这周)(?:之|以)?内(?!阁|务|政|瓦)",
    "past": rf"(?:过去|刚刚过去)(?:的)?(?P<n>{_N}) ?(?:多|来|余)?(?P<unit>天|日|个?星期|周|个?礼拜|个?月|年|小时|个小时)",
    "taiwan": rf"(?:(?P<word>今|昨|明|前)(?:天|日)?[（(] ?(?P<d>{_DAY}) ?[日号]?[）)](?:日|天)?){_CLOCK}",
    "relative": rf"(?<![如至当现迄于目])(?:{_any(_DAYS)})(?!俄罗斯|美国》|头条|之星|重现|印度》|香|本|性){_CLOCK}",
    "told": rf"(?:(?:此|之)前)?(?:{_any(_TOLD)}){_CLOCK}",
    "calendar": rf"(?:{_YEAR} ?(?:{_MONTHS} ?(?:{_LIST}{_CLOCK}|(?P<part>{_PART}))?|(?P<ypart>{_YEAR_PART})|间)?"
    rf"|{_MONTHS.replace('?P<month>', '?P<month2>').replace('?P<rmonth>', '?P<rmonth2>')} ?"
    rf"(?:{_LIST.replace('?P<from>', '?P<from2>').replace('?P<day>', '?P<day2>')}{_CLOCK}|(?P<part2>{_PART}))?"
    rf"|{_BARE}{_CLOCK})",
    "half": r"(?P<which>今|去|明)?年(?P<part>初|底|末|中)(?!期)|(?<![一二])(?P<h>上半年|下半年)|(?<![0-9年第])第?(?P<q>[一二三四])季度|月(?P<mpart>初|中旬|上旬|下旬|底|末)",
    "weekend": r"(?P<which>上上|上个?|下个?|本|这个?)?(?:周末|个周末|星期末)",
    "weekday": rf"{_WEEK}{_CLOCK}",
    "week": r"(?<![一二三四五六七八九十几数每0-9])(?P<which>上上个?|上一?个?|下下个?|下一?个?|本|这个?|这一|今|当)(?:周|星期|礼拜)(?!年|刊|报|边|围)(?P<part>初|中(?=[，,、。的])|内)?",
    "seasonal": r"(?P<which>今|去|明)(?P<s>[春夏秋冬])(?!奥)",
    "ago": rf"(?<![0-9.第])(?P<n>{_N}) ?(?P<more>多|余|来|几)?(?:整|个)?(?P<unit>天|日|周|星期|礼拜|月|年|小时|分钟)(?:半)?(?P<dir>之?前|以前|之?后|以后|以?内|之内|间|以来|来|多|左右)?(?!级|代|度|龄)",
}


def _rule_source(name: str) -> str:
    return f"(?P<{name}>{re.sub(r'[?]P<[a-z0-9]+>', '?:', _RULES[name])})"


@cache
def pattern() -> re.Pattern[str]:
    """Finds expressions; ``lastgroup`` of a match is the rule that found it."""
    return re.compile("|".join(map(_rule_source, _RULES)))


@cache
def _rule(name: str) -> re.Pattern[str]:
    return re.compile(_RULES[name])


@cache
def number(text: str) -> int:
    """0 to 999 in either kind of digit, or the digits of a year one by one; -1 where it is no number."""
    if text.isdigit() and text.isascii():
        return int(text)
    if text and all(c in _HAN for c in text):
        return int("".join(str(_HAN.index(c)) for c in text))
    text = {"元": "一", "半": ""}.get(text, text).replace("廿", "二十").replace("卅", "三十")
    hundreds, _, rest = text.rpartition("百")
    tens, ten, ones = rest.rpartition("十")
    total = 0
    if "百" in text:
        total += 100 * (_HAN.find(hundreds) if hundreds else 1)
    if ten:
        total += 10 * (_HAN.find(tens) if tens else 1)
    if ones:
        total += _HAN.find(ones)
    return total if text else -1


def plain(text: str) -> str:
    """Half-width digits and simplified forms, of the same length."""
    return text.translate(_TO_PLAIN)


def read(text: str, name: str, start: int, end: int, moment: Moment) -> Reading:
    """The days meant by ``text[start:end]``, which the rule ``name`` found, and the kind of the expression."""
    match = _rule(name).match(text, start, end)
    if match is None:  # a lookahead saw more than the slice: 6月中 before 旬
        match = _rule(name).match(text, start)
    return _READERS[name](match.groupdict(), moment, text[start:end]) if match else (None, name)


def _read_none(name: str) -> Callable[[Groups, Moment, str], Reading]:
    return lambda groups, moment, text: (None, name)


def _numeric(g: Groups, moment: Moment, text: str) -> Reading:
    y, m, d = (g["y"], g["m"], g["d"]) if g["y"] else (g["y2"], g["m2"], g["d2"])
    return cal.day(int(y or 0), int(m or 0), int(d or 0)), "explicit"


def _calendar(g: Groups, moment: Moment, text: str) -> Reading:
    first, last = g["from"] or g["from2"] or g["bfrom"], g["day"] or g["day2"] or g["bday"]
    month_name, relative_month = g["month"] or g["month2"], g["rmonth"] or g["rmonth2"]
    part = g["part"] or g["part2"] or ""
    year = _year(g, moment)
    if year is None and not (month_name or relative_month):
        return _bare_day(first, last, moment)
    if not (month_name or relative_month):
        return (cal.year(year) if not g["ypart"] else _part_of_year(year, g), "year") if year else (None, "year")
    when_year, when_month = _month(year, month_name, relative_month, moment, number(last) if last else None)
    if last is None:
        return cal.month(when_year, when_month, _PARTS.get(part.strip(), "")), "month"
    span = cal.days(when_year, when_month, number(first) if first else number(last), number(last))
    return span, "explicit"


_PARTS = {"初": "first", "上旬": "first", "中": "middle", "中旬": "middle", "底": "last", "末": "last", "下旬": "last"}
_YEARS = {"今年": 0, "本年": 0, "去年": -1, "上年": -1, "明年": 1, "来年": 1, "前年": -2, "后年": 2}
_TOLD_YEARS = {"同年": 0, "当年": 0, "次年": 1, "翌年": 1, "前一年": -1}
_MONTHS_AWAY = {"本": 0, "这": 0, "上": -1, "下": 1, "上上": -2, "下下": 2}
_TOLD_MONTHS = {"当": 0, "同": 0, "次": 1, "翌": 1, "前一": -1}


def _year(g: Groups, moment: Moment) -> int | None:
    if g["year"]:
        return number(g["year"])
    if g["roc"]:
        return 1911 + number(g["roc"])
    if g["short"]:  # 20年7月 is 2020, 109年7月 the Republic's
        short = int(g["short"])
        return 1911 + short if short >= 100 else (2000 if short <= moment.anchor.year % 100 + 5 else 1900) + short
    if g["ryear"]:
        if g["ryear"] in _YEARS:
            return moment.anchor.year + _YEARS[g["ryear"]]
        return moment.told.year + _TOLD_YEARS[g["ryear"]] if moment.narrative else None
    return None


def _month(year: int | None, name: str | None, relative: str | None, moment: Moment, day: int | None) -> tuple[int, int]:
    if relative:
        key = relative.removesuffix("月").removesuffix("个")
        return cal.months_away(moment.anchor, _MONTHS_AWAY[key]) if key in _MONTHS_AWAY else cal.months_away(moment.told, _TOLD_MONTHS[key])
    month = number(name or "")
    return (year if year is not None else _year_of_month(month, day, moment)), month


def _year_of_month(month: int, day: int | None, moment: Moment) -> int:
    """The year that a month without one has: the anchor's, unless that is far ahead and nothing says so."""
    anchor = moment.anchor
    if moment.floor:
        return moment.floor.year + ((month, day or 31) < (moment.floor.month, moment.floor.day))
    if moment.local and moment.narrative and moment.narrative.year != anchor.year:
        return moment.narrative.year  # 2018年12月…，次年 aside, 1月28日 of the same year
    away = (month - anchor.month) % 12
    if moment.ahead:
        return anchor.year + (month < anchor.month)
    # in February 12月 is last year's; in July it is this year's, since last year's would be called 去年12月
    return anchor.year - (month > anchor.month and away >= 8)


def _bare_day(first: str | None, last: str | None, moment: Moment) -> Reading:
    end_number = number(last or "")
    if moment.floor:
        span = cal.day_of_month_from(moment.floor, end_number)
    elif moment.ahead:
        span = cal.day_of_month_from(moment.anchor, end_number)
    elif moment.local and moment.narrative:
        span = _nearest_day(moment.narrative, end_number)
    else:
        # a dateline of the 15th may speak of the 16th where the clock is ahead
        span = cal.day_of_month_by(cal.shifted(moment.anchor, 1) or moment.anchor, end_number)
    if span and first:
        begin = cal.day(span.end.year, span.end.month, number(first))
        span = TimeSpan(begin.start, span.end) if begin and begin.start <= span.end else None
    return span, "day"


def _nearest_day(told: date, number_: int) -> TimeSpan | None:
    found = [cal.day(*cal.months_away(told, away), number_) for away in (0, -1, 1)]
    known = [span for span in found if span]
    return min(known, key=lambda span: abs((span.start - told).days), default=None)


def _part_of_year(year: int, g: Groups) -> TimeSpan | None:
    name = (g["ypart"] or "").removeprefix("年")
    if g["quarter"]:
        quarter = number(g["quarter"])
        return cal.months(year, quarter * 3 - 2, quarter * 3)
    if g["season"]:
        return cal.season(year, g["season"])
    return _half(year, name)


def _half(year: int, name: str) -> TimeSpan | None:
    if name == "上半年":
        return cal.months(year, 1, 6)
    if name == "下半年":
        return cal.months(year, 7, 12)
    if name == "初":
        return cal.months(year, 1, 3)
    return cal.day(year, 12, 31) if name in ("底", "末") else None  # 年中 is no known days


def _year_words(g: Groups, moment: Moment, text: str) -> Reading:
    year = moment.anchor.year + {"去": -1, "明": 1}.get(g["which"] or "", 0)
    if g["mpart"]:
        return cal.month(moment.told.year, moment.told.month, _PARTS[g["mpart"]]), "month"
    if g["q"]:
        quarter = number(g["q"])
        return cal.months(year, quarter * 3 - 2, quarter * 3), "year"
    return _half(year, g["h"] or g["part"] or ""), "year"


def _weekday(g: Groups, moment: Moment, text: str) -> Reading:
    name = g["weekday"] or ""
    number_ = 6 if name in "日天" else number(name) - 1
    which = (g["which"] or "").removesuffix("个")
    if which:
        return _within_week(moment.anchor, _MONTHS_AWAY.get(which, 0), number_), "weekday"
    if moment.floor:
        return cal.single(cal.weekday_after(cal.shifted(moment.floor, -1) or moment.floor, number_)), "weekday"
    if moment.ahead:
        return cal.single(cal.weekday_after(cal.shifted(moment.anchor, -1) or moment.anchor, number_)), "weekday"
    return cal.single(cal.weekday_on_or_before(moment.anchor, number_)), "weekday"


def _within_week(anchor: date, offset: int, weekday: int) -> TimeSpan | None:
    week = cal.week(anchor, offset)
    return cal.single(cal.shifted(week.start, weekday)) if week else None


def _week(g: Groups, moment: Moment, text: str) -> Reading:
    which = (g["which"] or "").removesuffix("个").removesuffix("一")
    return cal.week(moment.told if which == "当" else moment.anchor, _MONTHS_AWAY.get(which, 0)), "week"


def _weekend(g: Groups, moment: Moment, text: str) -> Reading:
    which = (g["which"] or "").removesuffix("个")
    offset = _MONTHS_AWAY.get(which, 0)
    if not which and not moment.ahead and moment.anchor.weekday() < 5:
        offset = -1  # on a Monday, 周末 is the one just gone
    week = cal.week(moment.anchor, offset)
    return (TimeSpan(cal.shifted(week.end, -1) or week.start, week.end) if week else None), "week"


def _relative(g: Groups, moment: Moment, text: str) -> Reading:
    word = next(word for word in sorted(_DAYS, key=lambda word: -len(word)) if text.startswith(word))
    return cal.single(cal.shifted(moment.anchor, _DAYS[word])), "relative"


def _taiwan(g: Groups, moment: Moment, text: str) -> Reading:
    # 今（27）日: the bracket wins over the word
    return _bare_day(None, g["d"], Moment(moment.anchor, None, ahead=g["word"] == "明"))[0], "explicit"


def _told(g: Groups, moment: Moment, text: str) -> Reading:
    word = next(word for word in sorted(_TOLD, key=lambda word: -len(word)) if word in text)
    if moment.narrative is None and _TOLD[word] == 1:
        return None, "told"  # 会议第二天: of what, nobody has said
    return cal.single(cal.shifted(moment.told, _TOLD[word])), "told"


def _ago(g: Groups, moment: Moment, text: str) -> Reading:
    count, unit, direction = number(g["n"] or ""), g["unit"] or "", g["dir"] or ""
    exact = count > 0 and not g["more"]
    sign = -1 if direction.endswith("前") else 1 if direction.endswith("后") else 0
    if not exact or not sign or unit in ("小时", "分钟", "年"):
        return None, "duration"
    if sign > 0 and moment.narrative is None:
        return None, "duration"
    base = moment.told if moment.local or sign > 0 else moment.anchor
    return cal.single(_moved(base, sign * count, unit)), "ago"


def _moved(base: date, count: int, unit: str) -> date | None:
    if unit in ("天", "日"):
        return cal.shifted(base, count)
    if unit in ("周", "星期", "礼拜"):
        return cal.shifted(base, 7 * count)
    return cal.same_day_months_away(base, count * (12 if unit == "年" else 1))


def _past(g: Groups, moment: Moment, text: str) -> Reading:
    count, unit = number(g["n"] or ""), (g["unit"] or "").removeprefix("个")
    if count <= 0:
        return None, "duration"
    begin = cal.shifted(moment.anchor, -(count // 24)) if unit == "小时" else _moved(moment.anchor, -count, unit)
    return (TimeSpan(begin, moment.anchor) if begin and begin <= moment.anchor else None), "past"


def _so_far(g: Groups, moment: Moment, text: str) -> Reading:
    anchor = moment.anchor
    week = cal.week(anchor)
    spans = {"年": cal.year(anchor.year), "月": cal.month(anchor.year, anchor.month), "周": week}
    whole = spans[(g["thing"] or g["within"] or "年")[-1]]
    if whole is None:
        return None, "since"
    return (TimeSpan(whole.start, anchor), "since") if g["thing"] else (TimeSpan(anchor, whole.end), "until")


def _seasonal(g: Groups, moment: Moment, text: str) -> Reading:
    return cal.season(moment.anchor.year + {"去": -1, "明": 1}.get(g["which"] or "", 0), g["s"] or "春"), "year"


_READERS: dict[str, Callable[[Groups, Moment, str], Reading]] = {
    "numeric": _numeric,
    "vague": _read_none("vague"),
    "decade": _read_none("decade"),
    "every": _read_none("every"),
    "so_far": _so_far,
    "past": _past,
    "taiwan": _taiwan,
    "relative": _relative,
    "told": _told,
    "calendar": _calendar,
    "half": _year_words,
    "weekend": _weekend,
    "weekday": _weekday,
    "week": _week,
    "seasonal": _seasonal,
    "ago": _ago,
}

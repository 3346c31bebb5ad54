"""Text and its anchor day in, the time expressions of the text out, each with the days it means.

The grammars (``time_chinese``, ``time_english``) read single expressions; here neighbours are put together: ranges
(7月25日至8月2日), brackets that say the day again (周一（3月25号）: the bracket wins), and words that open a span to one side
(自5月初以来, 年底前).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from re import Match
from typing import Final

from kg.extract import calendar_days as cal
from kg.extract.time_chinese import CHINESE
from kg.extract.time_english import ENGLISH
from kg.extract.time_grammar import Found, Grammar, Moment
from kg.model import TimeSpan

# how far back an opened bracket or title is looked for, and words that mark the future
_ASIDE: Final = 80
_MARKING: Final = 60
# the day of these is no day in a story
_NO_DAY: Final = frozenset(("since", "past", "until", "dateline", "decade", "year", "week", "weekend", "month"))
_NO_YEAR: Final = frozenset(("since", "past", "until", "dateline", "decade"))


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """Words that tell a time, and the days they mean; ``span`` is None where they name no definite days."""

    start: int
    end: int
    text: str
    span: TimeSpan | None
    # explicit day weekday relative told ago week weekend month year decade past since until dateline carried;
    # without days: vague duration every name lunar
    kind: str
    bracketed: bool = False  # stands in （…）, aside from the sentence
    ahead: bool = False  # begins after the day of writing
    back: int = 0  # kind carried: how many sentences before this one it was told
    stated: bool = False  # kind carried: … as the day of a statement
    near: bool = False  # kind carried: … in the same paragraph
    # kind since, 自3月18日恢复军事行动以来: the days that date what stands before 以来, and where that word begins
    beginning: TimeSpan | None = None
    until: int = 0


def find_times(
    text: str, anchor: date, *, language: str, narrative: date | None = None, coming: date | None = None, year: int | None = None
) -> tuple[TimeExpression, ...]:
    """The time expressions of ``text`` from left to right, not overlapping.

    ``anchor`` is the day on which it was written, ``narrative`` the day that the text before spoke of, from which 当天 counts,
    ``coming`` the last day that it named, which may lie ahead, from which 次日 counts, ``year`` the last year that it named, from which
    同年 counts. ``language`` is ``en`` or one of the Chinese (``zh``, ``zh-Hans``, ``zh-Hant``).
    Never raises; what names no day of the calendar has ``span`` None.
    """
    grammar = ENGLISH if language.startswith("en") else CHINESE
    if not grammar.joints.prefilter.search(text):
        return ()
    plain = grammar.plain(text)
    found = _joined(grammar, plain, text, Moment(anchor, narrative, coming=coming, year=year))
    opened = (_opened(time, grammar, plain, text, anchor, told) for time, told in found)
    return tuple(replace(time, ahead=True) if time.span and time.span.start > anchor else time for time in _apart(opened))


def _apart(times: Iterable[TimeExpression]) -> Iterator[TimeExpression]:
    """Without those that begin inside the one before: 次日至今 has taken the 今 of 今起."""
    end = 0
    for time in times:
        if time.start >= end:
            yield time
            end = time.end


def told_day(found: TimeExpression | None) -> date | None:
    """The day from which the following words may count."""
    return None if found is None or found.span is None or found.kind in _NO_DAY else found.span.start


def told_year(found: TimeExpression | None) -> int | None:
    """The year that 同年 may mean, of an expression that lies in one."""
    return None if found is None or found.span is None or found.kind in _NO_YEAR else found.span.start.year


def _joined(grammar: Grammar, plain: str, text: str, before: Moment) -> Iterator[tuple[TimeExpression, date | None]]:
    """Expressions with ranges and brackets put together; with each the day that the same sentence told before it."""
    pending: TimeExpression | None = None
    said: date | None = None  # told before ``pending``
    exact, year = False, before.year
    for found in grammar.scan(plain):
        told = told_day(pending) or said
        exact = exact or bool(pending and pending.kind == "explicit")
        year = told_year(pending) or year
        ahead, floor = _is_ahead(found, grammar, plain), _floor(pending, grammar, plain, found)
        narrative, coming = (told, told) if told else (before.narrative, before.coming)
        moment = Moment(before.anchor, narrative, local=bool(told), exact=exact, ahead=ahead, coming=coming, year=year, floor=floor)
        span, kind = (None, "name") if _in_title(plain, found.start) else grammar.read(plain, found, moment)
        new = TimeExpression(found.start, found.end, text[found.start : found.end], span, kind, _in_brackets(plain, found.start))
        together = _together(pending, new, grammar, plain, moment.floor is not None) if pending else None
        if together is None:
            if pending:
                yield pending, said
            said, pending = told, new
        else:
            pending = replace(together, text=text[together.start : together.end])
    if pending:
        yield pending, said


def _floor(pending: TimeExpression | None, grammar: Grammar, plain: str, found: Found) -> date | None:
    """The first day of the range that ``found`` ends, if it ends one."""
    in_range = pending and pending.span and grammar.joints.to.fullmatch(plain, pending.end, found.start)
    return pending.span.start if in_range and pending and pending.span else None


def _is_ahead(found: Found, grammar: Grammar, plain: str) -> bool:
    """Whether the words around say that the day lies ahead: 将于周五, 周五将; 在周五前离境 does by itself."""
    joints = grammar.joints
    before = joints.ahead_before.search(plain, max(0, found.start - _MARKING), found.start)
    limit = found.rule in ("day", "weekday") and joints.until_after.match(plain, found.end)
    return bool(before or limit or joints.ahead_after.match(plain, found.end))


def _together(first: TimeExpression, second: TimeExpression, grammar: Grammar, plain: str, in_range: bool) -> TimeExpression | None:
    """Two neighbours as one expression, or None where they are two."""
    if not (first.span and second.span):
        return None
    between, joints = plain[first.end : second.start], grammar.joints
    if in_range and second.span.end >= first.span.start:
        return replace(first, end=second.end, span=TimeSpan(first.span.start, second.span.end))
    if joints.bracket.fullmatch(between) and plain[second.end : second.end + 1] in ("）", ")"):
        # 星期二（14日）: the bracket's days, unless it says less, 3月5日（周二）
        wins = first.kind != "explicit" or second.kind == "explicit"
        chosen = second if wins else first
        return replace(first, end=second.end + 1, span=chosen.span, kind=chosen.kind)
    if joints.apposed.fullmatch(between) and {first.kind, second.kind} == {"weekday", "explicit"}:
        chosen = first if first.kind == "explicit" else second
        return replace(first, end=second.end, span=chosen.span, kind=chosen.kind)
    if joints.listed.fullmatch(between) and first.span.end < second.span.start:
        apart = (second.span.start - first.span.end).days
        if apart == 1 or joints.between.match(plain, second.end):  # 17日和18日, 2007年与2009年间
            return replace(first, end=second.end, span=TimeSpan(first.span.start, second.span.end))
    return None


def _opened(found: TimeExpression, grammar: Grammar, plain: str, text: str, anchor: date, told: date | None) -> TimeExpression:
    """The expression as the words around it open it to one side; the day in an agency's line told apart."""
    if found.span is None:
        return found
    joints, start = grammar.joints, found.start
    if start < _ASIDE and joints.dateline_after.match(plain, found.end) and joints.dateline_before.fullmatch(plain, 0, start):
        return replace(found, kind="dateline")
    near = max(0, start - 16)
    since, until = joints.since_after.match(plain, found.end), joints.until_after.match(plain, found.end)
    later = joints.from_before.search(plain, near, start) and joints.since_later.match(plain, found.end)
    if since or later or joints.since_before.search(plain, near, start):
        first, last = _year_end(found).start, told if told and told < anchor else anchor
        if first > anchor:  # 自10月7日…以来, said in June
            first = cal.same_day_months_away(first, -12) or first
        opened = _ending(found, since, TimeSpan(first, max(first, last)), "since", text)  # 24日称，13日以来: up to the 24th
        return replace(opened, beginning=found.span, until=later.end()) if later else opened
    before = until or joints.before_before.search(plain, near, start)
    if before or joints.until_before.search(plain, near, start):
        return _ending(found, until, _remaining(found, bool(before), anchor), "until", text)
    return replace(found, span=_year_end(found)) if joints.starting_after.match(plain, found.end) else found


def _ending(found: TimeExpression, word: Match[str] | None, span: TimeSpan | None, kind: str, text: str) -> TimeExpression:
    end = word.end() if word else found.end
    return replace(found, end=end, text=text[found.start : end], span=span, kind=kind)


def _year_end(found: TimeExpression) -> TimeSpan:
    """年底起, 自年底以来: the year's last day."""
    assert found.span is not None
    at_end = found.kind == "year" and found.text[-1] in "底末" and found.span.end.month == 12
    return TimeSpan(found.span.end, found.span.end) if at_end else found.span


def _remaining(found: TimeExpression, excluded: bool, anchor: date) -> TimeSpan | None:
    """2027年前 ends with 2026, 3月底前 with March; from today, unless it is over already."""
    assert found.span is not None
    whole = found.kind in ("month", "year") and found.text[-1] not in "初旬中底末"
    end = cal.shifted(found.span.start, -1) if excluded and whole else found.span.end
    if end is None or end < anchor:
        return None if excluded else found.span  # 直到周日晚间: Sunday; 2000年之前: any day
    return TimeSpan(anchor, end)


def _in_title(plain: str, start: int) -> bool:
    """Whether the words stand in the title of something: 《星期日电讯报》 and 《2020年香港自治法》 are names."""
    opened = plain.rfind("《", max(0, start - _ASIDE), start)
    return opened >= 0 and plain.find("》", opened, start) < 0


def _in_brackets(plain: str, start: int) -> bool:
    first = max(0, start - _ASIDE)
    opened = max(plain.rfind("（", first, start), plain.rfind("(", first, start))
    return opened >= 0 and max(plain.rfind("）", opened, start), plain.rfind(")", opened, start)) < 0

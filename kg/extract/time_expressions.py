"""Text and its anchor day in, the time expressions of the text out, each with the days it means.

The grammars (``time_chinese``, ``time_english``) find single expressions; here neighbours are put together: ranges
(7月25日至8月2日), brackets that say the day again (周一（3月25号）: the bracket wins), and words that open a span to one side
(自5月初以来, 年底前).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from types import ModuleType
from typing import Final

from kg.extract import time_chinese
from kg.extract.time_chinese import Moment
from kg.model import TimeSpan

# A text without any of these characters holds no time expression: most sentences are done after one look
_HAS_TIME: Final = {
    "zh": re.compile("[年月日号號天周週期拜前晚早夜今明昨/世近后後]|[0-9]{4}[-.]"),
}
_RANGE = re.compile(r" ?(?:日|号|起)? ?(?:至|到|直到|\-|—|–|~|～|－|─)+ ?")
_LISTED = re.compile(r" ?(?:、|和|与|及|以及|，)? ?")
_SINCE = re.compile(r" ?(?:的)?(?:以来|至今|迄今|以降|起至今|开始至今)")
_UNTIL = re.compile(r"(?:之前|以前|为止)|前(?![往来夕后赴总首任线述驻外国副部台港财防景途所一进提副特])")
_LASTING = re.compile(r"(?:持续|延续|延长|维持|展延|有效期|直|一直|展期)(?:到|至)$")
_AS_OF = re.compile(r"截(?:至|止)(?:到|至)?(?:当地时间|北京时间)?$")
_BRACKET = re.compile(r" ?[（(] ?(?:即|也就是|当地时间|北京时间)?$")
_AHEAD_BEFORE = re.compile(
    r"(?:[将拟](?:会|计划|从|自)?[于在]?|定[于在]|预[定计期]|计划|打算|准备|有望|可望|料|即将|安排|推迟[到至]|延[期后迟][到至]|改[到在至])[^，。；：、！？]{0,6}$"
)
_AHEAD_AFTER = re.compile(
    r"(?:起|前|的|开始)?[^，。；：、说称示布道指透露应]{0,6}?(?:即将|预[计定]|拟|将(?=举行|访|前往|会|出席|召开|发表|公布|对|就|与|在|于|继续|开始|启动|抵|讨论|投票|表决|进行|参加|提交|生效|成|审|作出|做出|同|和|向|飞|离|启程|再|首|正式|宣|到|有|是|施|实施|展开|演))"
)
_DATELINE = re.compile(r"^ ?(?:日)?(?:[电電]|讯)|^ ?(?:-|—|－)+ ")
_AGENCY = re.compile(r"^.{0,6}?(?:路透|法新|美联|新华|中央|德新|法广|中新|德国之声|共同社|韩联|塔斯).{0,16}$")


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """Words that tell a time, and the days they mean; ``span`` is None where they name no definite days."""

    start: int
    end: int
    text: str
    span: TimeSpan | None
    kind: str  # explicit day weekday relative told ago week month year since until past dateline; vague duration decade every: no days
    bracketed: bool = False  # stands in （…）, aside from the sentence


def find_times(text: str, anchor: date, *, language: str, narrative: date | None = None) -> tuple[TimeExpression, ...]:
    """The time expressions of ``text`` from left to right, not overlapping.

    ``anchor`` is the day on which it was written, ``narrative`` the day that the text before spoke of, from which 次日 counts.
    Never raises; what names no day of the calendar has ``span`` None.
    """
    if not _HAS_TIME["zh"].search(text):
        return ()
    grammar = time_chinese
    return tuple(_joined(grammar, grammar.plain(text), text, anchor, narrative))


def _joined(grammar: ModuleType, plain: str, text: str, anchor: date, narrative: date | None) -> Iterator[TimeExpression]:
    """Expressions with their neighbours: ranges, brackets, since and until."""
    pending: TimeExpression | None = None
    local = False
    for match in grammar.pattern().finditer(plain):
        start, end = match.span()
        between = plain[pending.end : start] if pending else ""
        in_range = bool(pending and pending.span and _RANGE.fullmatch(between))
        ahead = bool(_AHEAD_BEFORE.search(plain, max(0, start - 16), start) or _AHEAD_AFTER.match(plain, end))
        floor = pending.span.start if in_range and pending and pending.span else None
        moment = Moment(anchor, narrative, local, ahead, floor)
        span, kind = grammar.read(plain, match.lastgroup, start, end, moment)
        found = TimeExpression(start, end, text[start:end], span, kind)
        if pending and in_range and (joined := _range(pending, found, text)):
            pending = joined
        elif pending and span and _BRACKET.fullmatch(between) and plain[end : end + 1] in ("）", ")"):
            pending = _same_again(pending, found, text)
        elif pending and (joined := _listed(pending, found, between, text)):
            pending = joined
        else:
            if pending:
                yield _opened(pending, plain, text, anchor)
            pending = replace(found, bracketed=_in_brackets(plain, start))
        if pending.span and pending.kind not in ("since", "past"):
            narrative, local = pending.span.start, True
    if pending:
        yield _opened(pending, plain, text, anchor)


def _range(first: TimeExpression, last: TimeExpression, text: str) -> TimeExpression | None:
    if not first.span or not last.span or last.span.end < first.span.start:
        return None
    span = TimeSpan(first.span.start, last.span.end)
    return replace(first, end=last.end, text=text[first.start : last.end], span=span)


def _same_again(first: TimeExpression, bracket: TimeExpression, text: str) -> TimeExpression:
    """星期二（14日）: one expression, the bracket's days, unless the bracket says less (3月5日（周二）)."""
    end = bracket.end + 1
    wins = first.kind != "explicit" or bracket.kind == "explicit"
    span = bracket.span if wins else first.span
    return replace(first, end=end, text=text[first.start : end], span=span, kind=bracket.kind if wins else first.kind)


def _listed(first: TimeExpression, second: TimeExpression, between: str, text: str) -> TimeExpression | None:
    """17日和18日, 6日、7日: neighbouring days are one span."""
    if not (first.span and second.span and between.strip() in ("、", "和", "与", "及", "以及") and first.kind != "since"):
        return None
    if (second.span.start - first.span.end).days != 1:
        return None
    return replace(first, end=second.end, text=text[first.start : second.end], span=TimeSpan(first.span.start, second.span.end))


def _opened(found: TimeExpression, plain: str, text: str, anchor: date) -> TimeExpression:
    """Spans that the words around open to one side: since then, until then; and datelines told apart."""
    if found.span is None:
        return found
    if _DATELINE.match(plain, found.end) and _AGENCY.match(plain[: found.start]):
        return replace(found, kind="dateline")
    if match := _SINCE.match(plain, found.end):
        span = TimeSpan(found.span.start, max(anchor, found.span.start))
        return replace(found, end=match.end(), text=text[found.start : match.end()], span=span, kind="since")
    until = _UNTIL.match(plain, found.end)
    if until or _LASTING.search(plain, max(0, found.start - 6), found.start):
        end = until.end() if until else found.end
        remaining = TimeSpan(anchor, found.span.end) if found.span.end >= anchor else None
        return replace(found, end=end, text=text[found.start : end], span=remaining, kind="until")
    return found


def _in_brackets(plain: str, start: int) -> bool:
    opened = max(plain.rfind("（", 0, start), plain.rfind("(", 0, start))
    return opened >= 0 and max(plain.rfind("）", opened, start), plain.rfind(")", opened, start)) < 0

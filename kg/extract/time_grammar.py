"""What a grammar of time expressions is, and what it is given: one record for each language, read by ``time_expressions``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from re import Pattern, compile
from typing import Final

from kg.model import TimeSpan

NEVER: Final = compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class Found:
    """Where an expression stands, and the rule of the grammar that found it."""

    start: int
    end: int
    rule: str


@dataclass(frozen=True, slots=True)
class Moment:
    """From where an expression is read: the day of writing, the day told before, and what the words around say."""

    anchor: date
    narrative: date | None  # the day mentioned before, in another sentence only if it is past
    local: bool = False  # … in the same sentence
    exact: bool = False  # … as a day with its month: 6月15日
    ahead: bool = False  # marked as future: 将于周五
    coming: date | None = None  # the day mentioned before, past or not: 将于17日抵达。次日…
    year: int | None = None  # the year mentioned before, with or without a day: 去年6月…；同年9月
    floor: date | None = None  # the first day of the range that this expression ends: 30日至1月3日

    @property
    def told(self) -> date:
        """The day that 当天 and 次日 count from."""
        return self.narrative or self.anchor

    @property
    def onward(self) -> date | None:
        """The day that 次日 and 两天后 count from."""
        return self.coming or self.narrative

    @property
    def plainly(self) -> Moment:
        """The same day of writing without what was told before."""
        return replace(self, narrative=None, local=False, coming=None, year=None, floor=None)


Groups = dict[str, str | None]
Reading = tuple[TimeSpan | None, str]  # the days, and the kind of the expression


@dataclass(frozen=True, slots=True)
class Joints:
    """The words around expressions. What stands before one is searched and ends with it, what stands after is matched from its end."""

    prefilter: Pattern[str]  # a text without it holds no time expression: most sentences are done after one look
    to: Pattern[str]  # the whole text between the two ends of a range
    listed: Pattern[str]  # … between two neighbouring days: 17日和18日
    between: Pattern[str]  # after the second of a pair that is a range: 2007年与2009年间
    apposed: Pattern[str]  # between a weekday and its day: Friday, July 3
    bracket: Pattern[str]  # between an expression and one in brackets that says it again
    since_before: Pattern[str]
    since_after: Pattern[str]
    since_later: Pattern[str]  # 自3月18日…以来: with ``from_before``
    from_before: Pattern[str]
    until_before: Pattern[str]  # up to its last day
    until_after: Pattern[str]  # up to the day before a month or year
    before_before: Pattern[str]  # the same, where the word stands before
    starting_after: Pattern[str]  # 年底起: from the year's last day
    ahead_before: Pattern[str]
    ahead_after: Pattern[str]
    dateline_before: Pattern[str]  # matched from the start of the text
    dateline_after: Pattern[str]


@dataclass(frozen=True, slots=True)
class Grammar:
    """One language's time expressions."""

    joints: Joints
    plain: Callable[[str], str]  # the text as the grammar reads it, of the same length
    scan: Callable[[str], Iterator[Found]]
    read: Callable[[str, Found, Moment], Reading]

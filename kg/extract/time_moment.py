"""From where a time expression is read: what every grammar is given."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date


@dataclass(frozen=True, slots=True)
class Found:
    """Where an expression stands, and the rule of the grammar that found it."""

    start: int
    end: int
    rule: str


@dataclass(frozen=True, slots=True)
class Moment:
    """The day of writing, the day told before, and what the words around say."""

    anchor: date
    narrative: date | None  # the day mentioned before
    local: bool = False  # … in the same sentence
    exact: bool = False  # … as a day with its month: 6月15日
    ahead: bool = False  # marked as future: 将于周五
    floor: date | None = None  # the first day of the range that this expression ends: 30日至1月3日

    @property
    def told(self) -> date:
        """The day that 当天 and 次日 count from."""
        return self.narrative or self.anchor

    @property
    def plainly(self) -> Moment:
        """The same day of writing without what was told before."""
        return replace(self, narrative=None, local=False, floor=None)

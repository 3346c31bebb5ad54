"""A trigger in an English sentence and the sentence's time expressions in; the one that dates it, or None, out.

English sets the day beside its verb ("met on Monday", "on Monday met", "said on Monday that"), so that nearness decides: the day with
the fewest words, and the fewest clauses, between itself and the trigger, unless it belongs to a verb of speech.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from kg.extract.time_expressions import TimeExpression

_SPEECH: Final = r"(?:said|says|told|reported|added|stated|according to|announced|confirmed|wrote|tweeted)"
_STATEMENT_BEFORE: Final = re.compile(
    rf"\b{_SPEECH}\b(?:\s+(?!(?:that|it|he|she|they|its|the)\b)[\w’'.\-]+){{0,4}}?\s*(?:on|in|late|early)?\s*$"
)
_STATEMENT_AFTER: Final = re.compile(rf",?\s+(?:(?:evening|morning|night),?\s+)?{_SPEECH}\b(?!\s+(?:plans|sanctions))")
_CLAUSE: Final = re.compile(
    r"[;:—]|,(?=\s+(?:who|which|where|and|but|as|after|before|while|when|since|because|with)\b)"
    r"|\b(?:that|which|who|whose|after|before|when|while|because|since|as|hours after|but)\b"
)
_AND: Final = re.compile(r"\band\b")
# a modifier's year dates the noun: the treaty signed in 1960
_MODIFIER: Final = re.compile(
    r"\b(?:signed|adopted|passed|founded|established|launched|held|made|ratified|agreed|concluded)\s+(?:in|on)\s+$"
)
_FAR: Final = 14.0  # words and clauses (of 6 words each) beyond which a day is another event's


def choose_english(times: Iterable[TimeExpression], start: int, end: int, text: str, *, performative: bool) -> TimeExpression | None:
    """The time expression that dates the trigger ``text[start:end]``."""
    costs = [(cost, time.start, time) for time in times if (cost := _cost(time, start, end, text, performative)) < _FAR]
    return min(costs, key=lambda found: found[:2])[2] if costs else None


def _cost(time: TimeExpression, start: int, end: int, text: str, performative: bool) -> float:
    gap = text[time.end : start] if time.end <= start else text[end : time.start]
    cost = len(gap.split()) + 6.0 * len(_CLAUSE.findall(gap)) + 2.0 * len(_AND.findall(gap))
    if time.kind == "since":
        cost += 6
    if time.start > end and _MODIFIER.search(text, max(0, time.start - 24), time.start) and len(gap.split()) > 3:
        cost += 8
    return cost if performative or not _of_statement(time, start, end, text) else _FAR


def _of_statement(time: TimeExpression, start: int, end: int, text: str) -> bool:
    """Whether the day is that of somebody's speaking, other than the trigger itself."""
    before = _STATEMENT_BEFORE.search(text, max(0, time.start - 60), time.start)
    if before and not (start <= before.start() < end):
        return True
    after = _STATEMENT_AFTER.match(text, time.end)
    return bool(after and not (start <= after.end() - 1 < end) and text[max(0, time.start - 3) : time.start].lower() != "on ")

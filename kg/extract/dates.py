"""The sentences of an article and its anchor day in; which days its time expressions mean, and which of them dates an event, out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from kg.extract.time_expressions import TimeExpression, find_times, told_day
from kg.model import Sentence, TimeSpan

__all__ = ["TimeExpression", "choose_date", "find_times", "resolve_times"]


def resolve_times(sentences: Iterable[Sentence], anchor: date) -> tuple[tuple[TimeExpression, ...], ...]:
    """The time expressions of each sentence, offsets counted from the sentence's start.

    次日 counts from the day that the text before spoke of; the anchor is where 今天 counts from.
    """
    narrative: date | None = None
    found: list[tuple[TimeExpression, ...]] = []
    for sentence in sentences:
        times = find_times(sentence.simplified, anchor, language="zh", narrative=narrative)
        told = [day for time in times if (day := told_day(time, anchor))]
        narrative = told[-1] if told else narrative
        found.append(times)
    return tuple(found)


def choose_date(
    times: Sequence[TimeExpression],
    trigger_start: int,
    trigger_end: int,
    *,
    sentence: Sentence,
    performative: bool = False,
    reporting_spans: Sequence[tuple[int, int]] = (),
) -> TimeSpan | None:
    """The days of the event that the trigger tells, or None. Offsets count from the sentence's start."""
    known = [t for t in times if t.span and t.kind != "dateline"]
    before = [t for t in known if t.end <= trigger_start]
    return before[-1].span if before else None

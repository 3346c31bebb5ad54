"""The sentences of an article and its anchor day in; which days its time expressions mean, and which of them dates an event, out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from heapq import nsmallest

from kg.extract.date_english import choose_english
from kg.extract.date_evidence import Setting, evidence, is_announcement, is_of_statement, is_record
from kg.extract.date_weighing import shipped_weights, worth
from kg.extract.time_expressions import TimeExpression, find_times, told_day
from kg.model import Sentence, TimeSpan

# days fade: what was told seven sentences ago dates nothing any more
_CARRIED_SENTENCES = 7
_HAN = re.compile("[一-鿿]")
# a sentence that lists hundreds of days (a chronicle) is not weighed against all of them for each event
_NEAREST = 12

__all__ = ["DateCandidate", "TimeExpression", "choose_date", "date_candidates", "find_times", "resolve_times"]


@dataclass(frozen=True, slots=True)
class DateCandidate:
    """One answer to when an event was (``days`` None: the text does not say), and the names of what tells for and against it."""

    days: TimeSpan | None
    evidence: tuple[str, ...]


def resolve_times(sentences: Iterable[Sentence], anchor: date) -> tuple[tuple[TimeExpression, ...], ...]:
    """The time expressions of each sentence, offsets counted from the sentence's start.

    次日 counts from the day that the text before spoke of; the anchor is where 今天 counts from. A day told in the sentences before
    comes first, as an empty expression of kind ``carried``: an event of an undated sentence may have happened on it.
    """
    narrative: date | None = None
    coming: date | None = None
    carried: TimeExpression | None = None
    found: list[tuple[TimeExpression, ...]] = []
    for sentence in sentences:
        language = "zh" if _HAN.search(sentence.simplified) else "en"
        times = find_times(sentence.simplified, anchor, language=language, narrative=narrative, coming=coming)
        found.append((carried, *times) if carried else times)
        days = [(time, day) for time in times if (day := told_day(time))]
        past = [(time, day) for time, day in days if day <= anchor]  # what lies ahead does not move the story on
        narrative = past[-1][1] if past else narrative
        coming = days[-1][1] if days else None
        carried = _carry(carried, [time for time, _ in past], sentence)
    return tuple(found)


def _may_date(setting: Setting, time: TimeExpression) -> bool:
    if time.span is None or time.kind == "dateline":
        return False
    return not is_record(setting.text, time) and not is_announcement(setting, time)


def _carry(carried: TimeExpression | None, days: Sequence[TimeExpression], sentence: Sentence) -> TimeExpression | None:
    """What the next sentence may take over."""
    if days:
        spoken = [time for time in days if is_of_statement(sentence.simplified, time)]
        return TimeExpression(0, 0, "", (spoken[0] if spoken else days[-1]).span, "carried", back=1, stated=bool(spoken))
    return replace(carried, back=carried.back + 1) if carried and carried.back < _CARRIED_SENTENCES else None


def choose_date(
    times: Sequence[TimeExpression],
    trigger_start: int,
    trigger_end: int,
    *,
    sentence: Sentence,
    performative: bool = False,
    reporting_spans: Sequence[tuple[int, int]] = (),
) -> TimeSpan | None:
    """The days of the event that the trigger tells, or None where the text gives none.

    ``times`` are the sentence's, from ``resolve_times``; offsets count from the sentence's start. ``performative`` says that the
    action is done by speaking (ACCUSE, REQUEST, …), so that a statement's day is its own; ``reporting_spans`` are verbs of speech
    known beside those in ``date_evidence``.
    """
    if not _HAN.search(sentence.simplified):
        known = [time for time in times if time.span and time.kind not in ("carried", "dateline")]
        chosen = choose_english(known, trigger_start, trigger_end, sentence.text, performative=performative)
        return chosen.span if chosen else None
    given = date_candidates(times, trigger_start, trigger_end, sentence=sentence, performative=performative, reporting_spans=reporting_spans)
    weights = shipped_weights()
    return max(given, key=lambda candidate: worth(candidate.evidence, weights)).days


def date_candidates(
    times: Sequence[TimeExpression],
    trigger_start: int,
    trigger_end: int,
    *,
    sentence: Sentence,
    performative: bool = False,
    reporting_spans: Sequence[tuple[int, int]] = (),
) -> Iterator[DateCandidate]:
    """What ``choose_date`` weighs in a Chinese sentence: no day at all, and what the sentence's times mean for this trigger."""
    near = nsmallest(_NEAREST, (t for t in times if t.kind != "carried"), key=lambda time: abs(time.start - trigger_start))
    near += [time for time in times if time.kind == "carried"]
    setting = Setting(sentence.simplified, trigger_start, trigger_end, near, performative, reporting_spans)
    yield DateCandidate(None, tuple(evidence(setting, None)))
    for time in near:
        if _may_date(setting, time):
            begins = time.beginning is not None and trigger_end <= time.until
            yield DateCandidate(time.beginning if begins else time.span, tuple(evidence(setting, time)))

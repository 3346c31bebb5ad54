"""The sentences of an article and its anchor day in; which days its time expressions mean, and which of them dates an event, out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from heapq import nsmallest

from kg.extract.date_english import choose_english
from kg.extract.date_evidence import Setting, evidence, is_announcement, is_apart, is_of_statement, is_record
from kg.extract.date_weighing import shipped_weights, worth
from kg.extract.time_expressions import TimeExpression, find_times, told_day, told_year
from kg.model import Sentence, TimeSpan

# days fade: what was told seven sentences ago dates nothing any more
_CARRIED_SENTENCES = 7
# 周四召见大使，抗议…周二…: the blamed act's day is not the story's
_BLAME = re.compile("抗议|指责|谴责|批评|指控|控诉")
_HAN = re.compile("[一-鿿]")
# a sentence that lists hundreds of days (a chronicle) is not weighed against all of them for each event
_NEAREST = 12

__all__ = ["DateCandidate", "TimeExpression", "choose_date", "date_candidates", "find_times", "resolve_times"]


@dataclass(frozen=True, slots=True)
class DateCandidate:
    """One answer to when an event was (``days`` None: the text does not say), and the names of what tells for and against it."""

    days: TimeSpan | None
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Told:
    """What the text has told so far: from where the next sentence's words count, and the day it may take over."""

    narrative: date | None = None
    coming: date | None = None
    year: int | None = None
    carried: TimeExpression | None = None
    paragraph: int | None = None  # of the sentence that told the day carried over

    def entering(self, sentence: Sentence, before: Sentence | None) -> _Told:
        """The same at the beginning of ``sentence``: 次日 counts from a day ahead only in the paragraph that told it."""
        moved = before is None or before.paragraph != sentence.paragraph
        carried, near = self.carried, sentence.paragraph == self.paragraph
        if carried and carried.near != near:
            carried = replace(carried, near=near)
        return _Told(self.narrative, None if moved else self.coming, self.year, carried, self.paragraph)

    def after(self, sentence: Sentence, times: Sequence[TimeExpression], anchor: date) -> _Told:
        """What has been told when ``sentence`` ends."""
        days = [(time, day) for time in times if (day := told_day(time))]
        past = [(time, day) for time, day in days if day <= anchor]  # what lies ahead does not move the story on
        past = [(time, day) for time, day in past if not _BLAME.search(sentence.simplified, past[0][0].end, time.start)]
        return _Told(
            narrative=past[-1][1] if past else self.narrative,
            coming=days[-1][1] if days else self.coming,
            year=next(filter(None, map(told_year, reversed(times))), self.year),
            carried=_carry(self.carried, [time for time, _ in past], sentence),
            paragraph=sentence.paragraph if past else self.paragraph,
        )


def resolve_times(sentences: Iterable[Sentence], anchor: date) -> tuple[tuple[TimeExpression, ...], ...]:
    """The time expressions of each sentence, offsets counted from the sentence's start.

    次日 counts from the day that the text before spoke of; the anchor is where 今天 counts from. A day told in the sentences before
    comes first, as an empty expression of kind ``carried``: an event of an undated sentence may have happened on it.
    """
    told, before = _Told(), None
    found: list[tuple[TimeExpression, ...]] = []
    for sentence in sentences:
        told = told.entering(sentence, before)
        language = "zh" if _HAN.search(sentence.simplified) else "en"
        times = find_times(sentence.simplified, anchor, language=language, narrative=told.narrative, coming=told.coming, year=told.year)
        found.append((told.carried, *times) if told.carried else times)
        told, before = told.after(sentence, times, anchor), sentence
    return tuple(found)


def _may_date(setting: Setting, time: TimeExpression) -> bool:
    if time.span is None or time.kind == "dateline":
        return False
    if time.kind != "carried" and is_apart(setting, time):
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
    given = date_candidates(
        times, trigger_start, trigger_end, sentence=sentence, performative=performative, reporting_spans=reporting_spans
    )
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

"""An evaluation in, lines for people out."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence

from kg.evaluate.comparing import Change, Comparison
from kg.evaluate.evaluation import Evaluation, Group
from kg.evaluate.intervals import RESAMPLES
from kg.evaluate.kinds import KINDS, Verdict, count_kinds, drawn_evenly
from kg.evaluate.values import LEVELS, Found, Interval, Level, LevelIntervals, ScoredParty, ScoreIntervals, Scores


def format_scores(scores: Scores, spans: ScoreIntervals | None = None) -> str:
    """The figures as lines, as ``score.py`` prints them; their intervals, where given, after each."""
    lines = []
    for name in LEVELS:
        r: Level = getattr(scores, name)
        counts = f"({r.hit} of {r.gold} gold, {r.predicted} predicted)"
        lines.append(f"{name:15s} {_figures(r)}   {counts}{_level_spans(name, spans)}")
    shares = (f"{name} {share:.3f}{_span(spans.attributes.get(name) if spans else None)}" for name, share in scores.on_matched)
    lines.append("on matched dyads: " + ", ".join((f"n {scores.matched}", *shares)))
    for action, r in scores.by_action:
        span = _span(spans.levels[action].f1 if spans else None)
        span = f"  F1{span}" if span else ""
        lines.append(f"  {action:9s} F1 {r.f1:.2f}  P {r.precision:.2f}  R {r.recall:.2f}  ({r.gold} gold){span}")
    if spans:
        lines.append(f"[low, high]: 95 % intervals, by {RESAMPLES} resamplings of the {spans.articles} articles")
    return "\n".join(lines)


def format_evaluation(
    evaluation: Evaluation, *, errors: int | None = None, kinds: Collection[str] = (), by: str = "", against: str = ""
) -> str:
    """Everything that an evaluation holds: figures, groups, comparison with the run ``against``, and kinds of error.

    ``errors`` of each kind are listed with their sentence, of ``kinds`` where some are named; None leaves the kinds out altogether.
    """
    parts = [format_scores(evaluation.scores, evaluation.intervals)]
    if evaluation.groups:
        parts.append("\n".join(_group_lines(evaluation.groups, by)))
    if evaluation.comparison:
        parts.append("\n".join(_comparison_lines(evaluation.comparison, against, 20 if errors is None else errors)))
    if errors is not None:
        parts.append("\n".join(_kind_lines(evaluation.verdicts)))
        parts.extend("\n".join(lines) for lines in _listings(evaluation.verdicts, errors, kinds))
    return "\n\n".join(parts)


def _figures(level: Level) -> str:
    return f"P {level.precision:.3f}  R {level.recall:.3f}  F1 {level.f1:.3f}"


def _level_spans(name: str, spans: ScoreIntervals | None) -> str:
    if spans is None:
        return ""
    own: LevelIntervals = spans.levels[name]
    figures = (("P", own.precision), ("R", own.recall), ("F1", own.f1)) if name == "dyad" else (("F1", own.f1),)
    return " " + "".join(f"  {figure}{_span(interval)}" for figure, interval in figures if interval)


def _span(interval: Interval | None) -> str:
    return f" [{interval.low:.2f}, {interval.high:.2f}]" if interval else ""


def _group_lines(groups: Sequence[Group], by: str) -> Iterator[str]:
    yield f"by {by}:"
    width = max(_columns(group.name) for group in groups)
    for group in groups:
        name = plain(group.name) + " " * (width - _columns(group.name))
        dyad = group.levels["dyad"]
        span = _span(group.intervals["dyad"].f1 if group.intervals else None)
        counts = f"{dyad.hit} of {dyad.gold} gold, {dyad.predicted} predicted; {group.articles} article{'' if group.articles == 1 else 's'}"
        others = (f"{level} F1 {r.f1:.3f}" for level, r in group.levels.items() if level != "dyad")
        yield "  ".join((f"  {name}", _figures(dyad) + span, *others, f"({counts})"))


def _comparison_lines(comparison: Comparison, against: str, most: int) -> Iterator[str]:
    yield f"against {against}:"
    for name, f1 in comparison.f1.items():
        span = f" [{f1.interval.low:+.3f}, {f1.interval.high:+.3f}]" if f1.interval else ""
        yield f"{name:15s} F1 {f1.before:.3f} -> {f1.after:.3f}   {f1.by:+.3f}{span}"
    for title, changes in (
        ("gained (right now, not before)", comparison.gained),
        ("lost (right before, not now)", comparison.lost),
        ("new and wrong", comparison.wrong_new),
        ("wrong and gone", comparison.wrong_gone),
    ):
        yield f"{title}: {_drawn(len(changes), most)}"
        yield from (_change(change) for change in drawn_evenly(changes, most))


def _change(change: Change) -> str:
    event, actor, target = change.found
    return f"  {plain(change.dyad.article)}  {_party(actor)} {event.action} {_party(target)} | {plain(event.sentence)}"


def _kind_lines(verdicts: Iterable[Verdict]) -> Iterator[str]:
    for kind, count in count_kinds(verdicts).items():
        yield f"{kind:16s} {count:5d}  {KINDS[kind]}"


def _listings(verdicts: Sequence[Verdict], most: int, kinds: Collection[str]) -> Iterator[list[str]]:
    for kind in KINDS:
        own = [v for v in verdicts if v.kind == kind]
        if most and own and (kind in kinds if kinds else kind != "right"):
            yield [f"{kind}: {_drawn(len(own), most)}", *(line for v in drawn_evenly(own, most) for line in _verdict_lines(v))]


def _drawn(count: int, most: int) -> str:
    return f"{count}, of which {most} drawn evenly" if 0 < most < count else str(count)


def _verdict_lines(verdict: Verdict) -> Iterator[str]:
    yield f"  {plain(verdict.article)} | {plain(verdict.sentence)}"
    for title, found in (("annotated", verdict.gold), ("found", verdict.predicted)):
        if found:
            yield f"    {title:9s}  {_found(found)}"


def _found(found: Found) -> str:
    event, actor, target = found
    days = "no date" if event.date is None else event.date[0] if event.date[0] == event.date[1] else "/".join(event.date)
    source = "source " + ", ".join(event.sources) if event.sources else "no source"
    words = f"“{event.trigger}”" if event.trigger else "no trigger"
    return plain(" · ".join((f"{_party(actor)} {event.action} {_party(target)}", words, days, event.modality, source)))


def _party(party: ScoredParty | None) -> str:
    return f"{plain(party.label) or '?'} ({party.country or '?'})" if party else "–"


def plain(text: str) -> str:
    """Text in one line, without the control characters by which an article could write over a terminal."""
    return "".join(" " if unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp") else c for c in text)


def _columns(text: str) -> int:
    """How wide text stands in a terminal, where a Chinese character takes two columns."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in plain(text))

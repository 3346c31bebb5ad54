"""An evaluation in, JSON out: the names of ``score.py --json``, and beside them intervals, groups, kinds of error and a comparison."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from kg.evaluate.comparing import Change, Comparison
from kg.evaluate.evaluation import Evaluation
from kg.evaluate.kinds import KINDS, Verdict, count_kinds, drawn_evenly
from kg.evaluate.values import LEVELS, Found, Interval, Level, LevelIntervals, ScoredParty

Row = dict[str, Any]


def evaluation_row(evaluation: Evaluation, *, errors: int | None = None, kinds: Collection[str] = ()) -> Row:
    """An evaluation as JSON; ``errors`` and ``kinds`` choose as in ``format_evaluation``. Intervals are [low, high] or null."""
    scores, spans = evaluation.scores, evaluation.intervals
    of_levels: Mapping[str, LevelIntervals] = spans.levels if spans else {}
    row: Row = {name: _level(getattr(scores, name), of_levels.get(name)) for name in LEVELS}
    row["on_matched"] = {"n": scores.matched, **dict(scores.on_matched)}
    row["on_matched_intervals"] = {name: _span(span) for name, span in spans.attributes.items()} if spans else {}
    row["by_action"] = {action: _level(level, of_levels.get(action)) for action, level in scores.by_action}
    if evaluation.groups:
        row["groups"] = {
            g.name: {"articles": g.articles, **{n: _level(r, g.intervals[n] if g.intervals else None) for n, r in g.levels.items()}}
            for g in evaluation.groups
        }
    if evaluation.comparison:
        row["comparison"] = _comparison(evaluation.comparison)
    if errors is not None:
        row["kinds"] = count_kinds(evaluation.verdicts)
        row["errors"] = _errors(evaluation.verdicts, errors, kinds)
    return row


def _level(level: Level, spans: LevelIntervals | None) -> Row:
    row: Row = asdict(level)
    if spans:
        row["intervals"] = {"precision": _span(spans.precision), "recall": _span(spans.recall), "f1": _span(spans.f1)}
    return row


def _span(interval: Interval | None) -> list[float] | None:
    return [interval.low, interval.high] if interval else None


def _comparison(comparison: Comparison) -> Row:
    f1 = {
        name: {"before": d.before, "after": d.after, "difference": d.by, "interval": _span(d.interval)} for name, d in comparison.f1.items()
    }
    changes = {name: _changes(getattr(comparison, name)) for name in ("gained", "lost", "wrong_new", "wrong_gone")}
    return {"f1": f1, **changes}


def _changes(changes: Iterable[Change]) -> list[Row]:
    return [{"article": change.dyad.article, **_found(change.found)} for change in changes]


def _errors(verdicts: Sequence[Verdict], most: int, kinds: Collection[str]) -> list[Row]:
    chosen = [kind for kind in KINDS if (kind in kinds if kinds else kind != "right")]
    return [
        {
            "kind": kind,
            "article": verdict.article,
            "sentence": verdict.sentence,
            "gold": _found(verdict.gold) if verdict.gold else None,
            "predicted": _found(verdict.predicted) if verdict.predicted else None,
        }
        for kind in chosen
        for verdict in drawn_evenly([v for v in verdicts if v.kind == kind], most)
    ]


def _found(found: Found) -> Row:
    event, actor, target = found
    return {
        "sentence": event.sentence,
        "actor": _party(actor),
        "action": event.action,
        "target": _party(target),
        "trigger": event.trigger,
        "date": {"start": event.date[0], "end": event.date[1]} if event.date else None,
        "modality": event.modality,
        "sources": list(event.sources),
    }


def _party(party: ScoredParty | None) -> Row | None:
    return {"label": party.label, "country": party.country} if party else None

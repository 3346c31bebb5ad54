"""Reference annotations and predicted events in; the benchmark's figures, their intervals, and what is wrong out.

The same figures to the last digit as ``data/benchmark/score.py``, which defines them together with ``GUIDELINES.md``; this package is for
use from Python and from the command line, on whole articles or on reports.
"""

from __future__ import annotations

from kg.evaluate.comparing import Change, Comparison, Difference, compare
from kg.evaluate.evaluation import Evaluation, Group, by_action, by_group, evaluate
from kg.evaluate.formatting import format_evaluation, format_scores
from kg.evaluate.intervals import f1_differences, intervals
from kg.evaluate.kinds import KINDS, Verdict, count_kinds, judge_events
from kg.evaluate.names import align, fold, same_name
from kg.evaluate.reading import Run, read_gold, read_run, run_of, scored_events
from kg.evaluate.rows import evaluation_row
from kg.evaluate.scoring import Tallies, all_dyads, dyads, figures, score, tally
from kg.evaluate.values import (
    MUTUAL,
    PAIRING,
    QUADS,
    Dyad,
    Events,
    Found,
    Interval,
    Level,
    LevelIntervals,
    ScoredEvent,
    ScoredParty,
    ScoreIntervals,
    Scores,
)

__all__ = [
    "KINDS",
    "MUTUAL",
    "PAIRING",
    "QUADS",
    "Change",
    "Comparison",
    "Difference",
    "Dyad",
    "Evaluation",
    "Events",
    "Found",
    "Group",
    "Interval",
    "Level",
    "LevelIntervals",
    "Run",
    "ScoreIntervals",
    "ScoredEvent",
    "ScoredParty",
    "Scores",
    "Tallies",
    "Verdict",
    "align",
    "all_dyads",
    "by_action",
    "by_group",
    "compare",
    "count_kinds",
    "dyads",
    "evaluate",
    "evaluation_row",
    "f1_differences",
    "figures",
    "fold",
    "format_evaluation",
    "format_scores",
    "intervals",
    "judge_events",
    "read_gold",
    "read_run",
    "run_of",
    "same_name",
    "score",
    "scored_events",
    "tally",
]

"""The reference and two runs in; out, what the second gained and lost against the first, and how sure the difference of the figures is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kg.evaluate.intervals import f1_differences
from kg.evaluate.scoring import Dyads, all_dyads, figures, tally
from kg.evaluate.values import LEVELS, Dyad, Events, Found, Interval, Level


@dataclass(frozen=True, slots=True)
class Change:
    """A dyad that one run has and the other has not, with the event it came from."""

    dyad: Dyad
    found: Found  # of the reference for what is gained or lost, of the run for what is wrong


@dataclass(frozen=True, slots=True)
class Difference:
    """One level's F1 in both runs."""

    before: float
    after: float
    interval: Interval | None  # of after - before; None for too few articles

    @property
    def by(self) -> float:
        """How much more the second run has."""
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Comparison:
    """A run against an earlier one."""

    f1: Mapping[str, Difference]  # by LEVELS
    gained: tuple[Change, ...]  # right now, and not before
    lost: tuple[Change, ...]  # right before, and not now
    wrong_gone: tuple[Change, ...]  # predicted before, not now, and never right
    wrong_new: tuple[Change, ...]


def compare(gold: Events, before: Events, after: Events) -> Comparison:
    """What ``after`` gained and lost against ``before``; articles missing from either count as empty.

    Raises KgError where articles are predicted that the reference does not hold.
    """
    wanted, old = all_dyads(gold, before)
    _, new = all_dyads(gold, after)
    tallies = tally(gold, before), tally(gold, after)
    levels = [{name: getattr(figures(t), name) for name in LEVELS} for t in tallies]
    spans = f1_differences(*tallies)
    return Comparison(
        {name: _difference(levels[0][name], levels[1][name], spans[name] if spans else None) for name in LEVELS},
        gained=_changes(wanted, lambda d: d in new and d not in old),
        lost=_changes(wanted, lambda d: d in old and d not in new),
        wrong_gone=_changes(old, lambda d: d not in wanted and d not in new),
        wrong_new=_changes(new, lambda d: d not in wanted and d not in old),
    )


def _difference(before: Level, after: Level, interval: Interval | None) -> Difference:
    return Difference(before.f1, after.f1, interval)


def _changes(dyads: Dyads, which: Callable[[Dyad], bool]) -> tuple[Change, ...]:
    return tuple(Change(dyad, found[0]) for dyad, found in dyads.items() if which(dyad))

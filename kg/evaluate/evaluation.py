"""Reference and predicted events in, everything that ``kg evaluate`` tells of them out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from kg.evaluate.comparing import Comparison, compare
from kg.evaluate.intervals import intervals
from kg.evaluate.kinds import Verdict, judge_events
from kg.evaluate.scoring import Tallies, figures, tally
from kg.evaluate.values import ACTIONS, LEVELS, Events, Level, LevelIntervals, ScoreIntervals, Scores


@dataclass(frozen=True, slots=True)
class Group:
    """The figures of some of the articles, or of one action."""

    name: str
    articles: int  # how many there are; of an action those in whose reference it stands
    levels: Mapping[str, Level]  # by LEVELS; of an action "dyad" alone
    intervals: Mapping[str, LevelIntervals] | None  # the same; None for too few articles


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Predicted events against the reference."""

    scores: Scores
    intervals: ScoreIntervals | None  # None for too few articles
    verdicts: tuple[Verdict, ...]
    groups: tuple[Group, ...] = ()
    comparison: Comparison | None = None


def evaluate(
    gold: Events, predicted: Events, *, before: Events | None = None, groups: Mapping[str, str] | None = None, actions: bool = False
) -> Evaluation:
    """Figures, intervals and the kind of each event; articles that are not predicted count as empty.

    ``before`` is an earlier run to compare with; ``groups`` names the group of each article, and with ``actions`` each action is one.
    Raises KgError where articles are predicted that the reference does not hold.
    """
    tallies = tally(gold, predicted)
    return Evaluation(
        figures(tallies),
        intervals(tallies),
        tuple(judge_events(gold, predicted)),
        groups=by_action(tallies) if actions else by_group(tallies, groups) if groups else (),
        comparison=compare(gold, before, predicted) if before is not None else None,
    )


def by_group(tallies: Tallies, groups: Mapping[str, str]) -> tuple[Group, ...]:
    """The figures of each group of articles, the largest first; articles of no group are one by the name of "-"."""
    members: dict[str, set[str]] = defaultdict(set)
    for article in tallies.articles:
        members[groups.get(article, "-")].add(article)
    found = []
    for name in sorted(members, key=lambda n: (-len(members[n]), n)):
        own = tallies.of(members[name])
        scores, spans = figures(own), intervals(own)
        levels = {level: getattr(scores, level) for level in LEVELS}
        found.append(Group(name, len(own.articles), levels, {level: spans.levels[level] for level in LEVELS} if spans else None))
    return tuple(found)


def by_action(tallies: Tallies) -> tuple[Group, ...]:
    """The figures of each action's dyads."""
    spans = intervals(tallies)
    articles = (tallies.levels[:, len(LEVELS) :, 0] > 0).sum(axis=0).tolist()
    levels = dict(figures(tallies).by_action)
    return tuple(
        Group(action, count, {"dyad": levels[action]}, {"dyad": spans.levels[action]} if spans else None)
        for action, count in zip(ACTIONS, articles, strict=True)
    )

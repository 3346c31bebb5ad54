"""Reference annotations and predicted events in, the benchmark's figures out.

The same figures to the last digit as ``data/benchmark/score.py``, which defines them together with ``GUIDELINES.md``. Every key that is
compared holds its article, so the counts of a set of articles are the sums of each one's: ``tally`` counts by article, and figures of
any part, or of any resampling, follow from the sums.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kg.errors import KgError
from kg.evaluate.names import align, fold, same_name
from kg.evaluate.values import (
    ACTIONS,
    ATTRIBUTES,
    LEVELS,
    MUTUAL,
    PAIRING,
    QUADS,
    Dyad,
    Events,
    Found,
    Level,
    ScoredEvent,
    ScoredParty,
    Scores,
)

Dyads = dict[Dyad, list[Found]]


@dataclass(frozen=True, slots=True, eq=False)  # arrays have no one answer to ==
class Tallies:
    """The counts of each article that all figures are made of."""

    articles: tuple[str, ...]  # sorted
    levels: NDArray[np.int64]  # articles × (LEVELS and ACTIONS) × (gold, predicted, hit)
    attributes: NDArray[np.int64]  # articles × ATTRIBUTES × (compared, agreed)

    def of(self, articles: Collection[str]) -> Tallies:
        """The counts of some of the articles alone."""
        kept = [place for place, article in enumerate(self.articles) if article in articles]
        return Tallies(tuple(self.articles[place] for place in kept), self.levels[kept], self.attributes[kept])


def score(gold: Events, predicted: Events) -> Scores:
    """The figures of predicted events against the reference, by article id; articles not predicted count as empty.

    Raises KgError where articles are predicted that the reference does not hold.
    """
    return figures(tally(gold, predicted))


def tally(gold: Events, predicted: Events) -> Tallies:
    """The counts of each article of the reference. Raises KgError where articles are predicted that it does not hold."""
    refuse_unknown(gold, predicted)
    articles = tuple(sorted(gold))
    levels = np.zeros((len(articles), len(LEVELS) + len(ACTIONS), 3), dtype=np.int64)
    attributes = np.zeros((len(articles), len(ATTRIBUTES), 2), dtype=np.int64)
    for row, article in enumerate(articles):
        wanted, given = article_dyads(article, gold[article], predicted.get(article, ()))
        for column, (g, p) in enumerate(_keys(set(wanted), set(given))):
            levels[row, column] = len(g), len(p), len(g & p)
        for best in (best_pair(wanted[key], given[key])[1] for key in wanted.keys() & given.keys()):
            for column, name in enumerate(ATTRIBUTES):
                attributes[row, column] += name in best, best.get(name, False)
    return Tallies(articles, levels, attributes)


def figures(tallies: Tallies) -> Scores:
    """The figures of all articles of ``tallies`` together."""
    rows = [_level(*counts) for counts in tallies.levels.sum(axis=0).tolist()]
    shares = zip(ATTRIBUTES, tallies.attributes.sum(axis=0).tolist(), strict=True)
    dyad, document, quad, sentence_action = rows[: len(LEVELS)]
    return Scores(
        dyad,
        document,
        quad,
        sentence_action,
        matched=dyad.hit,
        on_matched=tuple((name, agreed / compared) for name, (compared, agreed) in shares if compared),
        by_action=tuple(zip(ACTIONS, rows[len(LEVELS) :], strict=True)),
    )


def refuse_unknown(gold: Events, predicted: Events) -> None:
    """Raise KgError where articles are predicted that the reference does not hold."""
    if unknown := sorted(set(predicted) - set(gold)):
        raise KgError("predictions", f"the reference does not hold the articles {unknown[:5]}", "score against the file that has them")


def all_dyads(gold: Events, predicted: Events) -> tuple[Dyads, Dyads]:
    """Reference and predicted dyads of all articles that the reference holds.

    Raises KgError where articles are predicted that the reference does not hold.
    """
    refuse_unknown(gold, predicted)
    wanted: Dyads = {}
    given: Dyads = {}
    for article, events in gold.items():
        w, g = article_dyads(article, events, predicted.get(article, ()))
        wanted.update(w)
        given.update(g)
    return wanted, given


def article_dyads(article: str, gold: Sequence[ScoredEvent], predicted: Sequence[ScoredEvent]) -> tuple[Dyads, Dyads]:
    """Reference and predicted dyads of one article."""
    return dyads(article, gold), dyads(article, predicted, tuple(dict.fromkeys(e.sentence for e in gold)))


def dyads(article: str, events: Iterable[ScoredEvent], sentences: Sequence[str] | None = None) -> Dyads:
    """The dyads of an article's events, each with what it came from; predicted sentences are aligned with ``sentences``."""
    found: Dyads = defaultdict(list)
    for event in events:
        sentence = fold(event.sentence if sentences is None else align(event.sentence, sentences))
        for a, t in _pairs(event):
            target = "-" if t is None else t.country
            found[Dyad(article, sentence, _country(a), event.action, target)].append((event, a, t))
    return dict(found)


def _pairs(event: ScoredEvent) -> Iterator[tuple[ScoredParty | None, ScoredParty | None]]:
    undirected = event.action in MUTUAL
    pairs: Iterable[tuple[ScoredParty | None, ScoredParty | None]]
    if event.targets:
        pairs = ((a, t) for a in event.actors or (None,) for t in event.targets)
    elif len(event.actors) > 1 and event.action in PAIRING:
        pairs, undirected = combinations(event.actors, 2), True
    else:
        pairs = ((a, None) for a in event.actors)
    for a, t in pairs:
        yield _ordered(a, t) if undirected and t is not None else (a, t)


def _ordered(a: ScoredParty | None, b: ScoredParty | None) -> tuple[ScoredParty | None, ScoredParty | None]:
    first, second = sorted((a, b), key=lambda p: (_country(p) or "", fold(p.label) if p else ""))
    return first, second


def _country(party: ScoredParty | None) -> str | None:
    return party.country if party else None


def _keys(gold: set[Dyad], predicted: set[Dyad]) -> Iterator[tuple[set[Any], set[Any]]]:
    """Reference and predicted keys on each of LEVELS, then of each of ACTIONS."""
    yield gold, predicted
    yield {(d.actor, d.action, d.target) for d in gold}, {(d.actor, d.action, d.target) for d in predicted}
    yield {(d.actor, QUADS[d.action], d.target) for d in gold}, {(d.actor, QUADS[d.action], d.target) for d in predicted}
    yield {(d.sentence, d.action) for d in gold}, {(d.sentence, d.action) for d in predicted}
    for action in ACTIONS:
        yield {d for d in gold if d.action == action}, {d for d in predicted if d.action == action}


def _level(gold: int, predicted: int, hit: int) -> Level:
    p = hit / predicted if predicted else 0.0
    r = hit / gold if gold else 0.0
    return Level(p, r, 2 * p * r / (p + r) if p + r else 0.0, gold, predicted, hit)


def best_pair(wanted: Iterable[Found], given: Sequence[Found]) -> tuple[tuple[Found, Found], Mapping[str, bool]]:
    """Of several events that give the same dyad the reference and the prediction that agree best, and in which attributes they do."""
    pairs = (((x, y), agreement(x, y)) for x in wanted for y in given)
    return max(pairs, key=lambda pair: sum(pair[1].values()) / len(pair[1]))


def agreement(gold: Found, predicted: Found) -> dict[str, bool]:
    """Which attributes of two events with the same dyad agree; one that the reference leaves empty is absent."""
    (wanted, *wanted_parties), (given, *given_parties) = gold, predicted
    out = {}
    both = zip(wanted_parties, given_parties, strict=True)
    names = [(x.label, y.label) for x, y in both if isinstance(x, ScoredParty) and isinstance(y, ScoredParty) and x.label]
    if names:
        out["actor_name"] = all(same_name(x, y) for x, y in names)
    out["date"] = wanted.date == given.date
    if wanted.date:
        out["date_where_dated"] = out["date"]
    out["modality"] = wanted.modality == given.modality
    if wanted.modality != "asserted":
        out["modality_where_not_asserted"] = out["modality"]
    out["source"] = _covered(wanted.sources, given.sources) and _covered(given.sources, wanted.sources)
    if wanted.sources:
        out["source_where_credited"] = out["source"]
    return out


def _covered(names: Iterable[str], by: Sequence[str]) -> bool:
    return all(any(same_name(name, other) for other in by) for name in names)

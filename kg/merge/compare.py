"""Two reports in, how much they speak of one happening out: a sum of weighed reasons."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from kg.merge.block import published_day
from kg.merge.derive import is_state
from kg.model import Party, Report, TimeSpan
from kg.vocabulary import fold

NEVER = -1e6  # what excludes that two reports speak of one happening
VERBAL = frozenset({"AGREE", "SUPPORT", "REQUEST", "ACCUSE", "REJECT", "THREATEN"})


@dataclass(frozen=True, slots=True)
class Link:
    """A decision about two reports: above zero they speak of one happening, each reason with its share of the score."""

    a: str
    b: str
    score: float
    reasons: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Observed:
    """A report with what is compared of it, so that it is made once."""

    report: Report
    published: date | None
    grams: frozenset[str]


def observe(reports: Sequence[Report]) -> list[Observed]:
    """What is compared of each report."""
    return [Observed(r, published_day(r), _grams(r.sentence, [p.label for p in (*r.actors, *r.targets)])) for r in reports]


def _grams(sentence: str, names: Iterable[str]) -> frozenset[str]:
    """Pairs of characters of a sentence without its parties' names, which reports of the same parties share anyway."""
    text = fold(sentence)
    for name in sorted({fold(n) for n in names if n}, key=len, reverse=True):
        text = text.replace(name, " ")
    return frozenset(run[n : n + 2] for run in re.split(r"[\W_]+", text) for n in range(len(run) - 1))


def compare(a: Observed, b: Observed) -> Link:
    """How much two reports of a block speak of one happening."""
    reasons = [
        ("start", -0.2),
        ("parties", _parties(a.report, b.report)),
        ("dates", _dates(a.report.date, b.report.date)),
        ("publication", _publication(a, b)),
        ("words", _words(a.grams, b.grams)),
        ("article", 0.2 if a.report.article.iri == b.report.article.iri else 0.0),
    ]
    given = tuple((name, round(share, 3)) for name, share in reasons if share)
    score = NEVER if any(share <= NEVER for _, share in given) else sum(share for _, share in given)
    first, second = sorted((a.report.iri, b.report.iri))
    return Link(first, second, round(score, 3), given)


def _parties(a: Report, b: Report) -> float:
    one, other = (*a.actors, *a.targets), (*b.actors, *b.targets)
    shares = [max(_party(p, q) for q in other if q.country == p.country) for p in one if any(q.country == p.country for q in other)]
    return min(shares, default=0.0)


def _party(p: Party, q: Party) -> float:
    if p.iri == q.iri:
        return 0.1 if is_state(p) else 0.4
    if is_state(p) or is_state(q):
        return 0.0
    x, y = sorted((fold(p.label), fold(q.label)), key=len)
    return 0.3 if len(x) > 1 and x in y else -0.4


def _dates(a: TimeSpan | None, b: TimeSpan | None) -> float:
    if a is None or b is None:
        return 0.0
    if a == b:
        return 0.4
    if a.start <= b.end and b.start <= a.end:
        return 0.2
    apart = max((a.start - b.end).days, (b.start - a.end).days)
    return -0.5 if apart <= 1 else NEVER


def _publication(a: Observed, b: Observed) -> float:
    if a.published is None or b.published is None:
        return 0.0
    apart = abs((a.published - b.published).days)
    if a.report.date and a.report.date == b.report.date:
        return 0.1
    return 0.2 if apart <= 2 else 0.0 if apart <= 7 else -0.3 if apart <= 30 else -0.8


def _words(a: frozenset[str], b: frozenset[str]) -> float:
    if not a or not b:
        return 0.0
    return round(1.2 * len(a & b) / min(len(a), len(b)), 3)

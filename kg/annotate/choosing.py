"""Articles with what the extractor is unsure of in, the order in which to annotate them out.

Uncertainty sampling (Lewis and Gale 1994): a decision teaches most where the extractor's probability of it is near one half. An
article counts the variance p(1-p) of its possible events for each thousand characters, as reading is what annotation costs.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from kg.annotate.keeping import kept_article
from kg.engine import report_article
from kg.model import Article
from kg.train.near_duplicates import text_prints
from kg.vocabulary import Vocabulary

LOW = 0.05  # less sure events are not looked at: they add little, and there are many
_FLOOR = 400  # characters: opening an article costs as much as reading that many
_ALIKE = 0.4  # of the passages: a rewritten agency's report shares more, another one on the same day less


@dataclass(frozen=True, slots=True)
class Weighed:
    """An article as it is annotated, with what the extractor is unsure of in it."""

    article: Article
    unsure: float  # sum of p(1-p) for each 1,000 characters
    prints: tuple[int, ...]  # of its passages


def weigh_article(
    article: Article, vocabulary: Vocabulary, *, annotated: Collection[str] = (), ask: bool = True, kept: bool = False
) -> Weighed:
    """One article weighed; what is ``annotated`` already, or all where not to ``ask`` the extractor, weighs nothing.

    ``kept``: it was read from the file of annotated articles, and is what it is.
    """
    article = article if kept else kept_article(article, vocabulary=vocabulary)
    asked = ask and article.id not in annotated
    found = report_article(article, vocabulary=vocabulary, min_confidence=LOW) if asked else ()
    return Weighed(article, unsure([r.confidence for r in found], len(article.text)), tuple(text_prints(article.text).tolist()))


def unsure(confidences: Iterable[float], characters: int) -> float:
    """The variance of events with these probabilities for each 1,000 characters of their article."""
    return round(1000 * sum(p * (1 - p) for p in confidences) / max(characters, _FLOOR), 6)


def order_articles(weighed: Sequence[Weighed], *, annotated: Iterable[Weighed] = (), given: bool = False) -> Iterator[tuple[Weighed, bool]]:
    """The articles to annotate, those that teach most first, each with whether it nearly repeats an annotated or earlier one.

    Repetitions come last. ``given``: all in the order given instead. The same articles give the same order.
    """
    ranked = list(weighed) if given else sorted(weighed, key=lambda w: (-w.unsure, w.article.id))
    index: dict[int, list[int]] = defaultdict(list)
    for number, each in enumerate(annotated):
        _enter(each, -1 - number, index)
    found = []
    for number, each in enumerate(ranked):
        repeats = _repeats(each, index)
        found.append((each, repeats))
        if not repeats:
            _enter(each, number, index)
    yield from found if given else sorted(found, key=lambda f: f[1])


def _enter(weighed: Weighed, number: int, index: dict[int, list[int]]) -> None:
    for value in weighed.prints:
        index[value].append(number)


def _repeats(weighed: Weighed, index: dict[int, list[int]]) -> bool:
    shared = Counter(number for value in weighed.prints for number in index.get(value, ()))
    return max(shared.values(), default=0) >= max(1, _ALIKE * len(weighed.prints))

"""Annotated articles in, weights out, with all that was measured on the way: what `kg train` does, without files and without a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from kg.evaluate import ScoredEvent, scored_events
from kg.extract import read_scenes
from kg.extract.learned.attributes import AttributeWeights
from kg.extract.learned.deciding import StageWeights
from kg.extract.learned.weights import Weights
from kg.extract.learned.words import Clusters, WordBook
from kg.extract.naming import names_in
from kg.link import link_claims, link_mention
from kg.model import Article, Mention, Party, Report
from kg.segment import split_sentences
from kg.train.aligning import Annotated, align_events
from kg.train.attributes import fit_attributes
from kg.train.crossing import Crossed, cross, right_dyads
from kg.train.forest import fit_trees
from kg.train.keeping import NOTHING_KEPT, Keeping
from kg.train.near_duplicates import folds_of
from kg.train.stages import Lesson, fit_stages, lessons_of
from kg.vocabulary import Vocabulary

Progress = Callable[[str], None]
FOLDS = 5
HIGH_PRECISION = 0.75  # what --min-confidence high asks of the cross-validation
_NEARLY = 0.003
_LEAST_HIGH = 0.1  # recall: a threshold that hardly anything reaches is no operating point


@dataclass(frozen=True)
class Trained:
    """Weights, and the cross-validation by which they were chosen."""

    weights: Weights
    lessons: tuple[Lesson, ...]
    crossed: Crossed
    smaller: Mapping[int, Crossed]  # cross-validations with fewer articles, by their number


def annotate(articles: Sequence[Article], gold: Mapping[str, Sequence[ScoredEvent]], vocabulary: Vocabulary) -> Iterator[Annotated]:
    """The articles with their scenes and the places of their annotated events."""
    for article in articles:
        scenes = tuple(read_scenes(tuple(split_sentences(article)), article.anchor, vocabulary))
        yield align_events(article, scenes, gold.get(article.id, ()))


def train(
    annotated: Sequence[Annotated],
    clusters: Clusters,
    vocabulary: Vocabulary,
    *,
    about: Mapping[str, Any],
    jobs: int = 1,
    sizes: Sequence[int] = (),
    progress: Progress = lambda _: None,
    keeping: Keeping = NOTHING_KEPT,
) -> Trained:
    """Learn from all articles; the thresholds come from cross-validation.

    ``sizes``: cross-validate with so many articles too, to see what more of them would bring. ``keeping``: where each part that is
    learned is kept until all are, and taken from where an earlier training left it.
    """
    book = WordBook(clusters)
    parties = parties_of(vocabulary)
    progress("looking for evidence")
    lessons = lessons_of(annotated, book, vocabulary)
    folds = folds_of([a.article for a in annotated], FOLDS)
    crossed = cross(lessons, folds, book, parties, vocabulary, jobs=jobs, progress=progress, keeping=keeping)
    smaller = {n: cross(lessons, folds, book, parties, vocabulary, jobs=jobs, progress=progress, size=n, keeping=keeping) for n in sizes}
    progress("learning from all articles")
    stages, attributes = keeping.learned("all", lambda: (fit_stages(lessons, book), fit_attributes(lessons, parties, vocabulary)))
    weights = _weights(stages, attributes or fit_attributes(lessons, parties, vocabulary), crossed, clusters, lessons, about)
    return Trained(weights, lessons, crossed, smaller)


def _weights(
    stages: StageWeights,
    attributes: AttributeWeights,
    crossed: Crossed,
    clusters: Clusters,
    lessons: Sequence[Lesson],
    about: Mapping[str, Any],
) -> Weights:
    rows = np.concatenate([u.rows for u in crossed.unseen])
    answers = np.concatenate([u.answers for u in crossed.unseen])
    trees = fit_trees(rows, answers)
    return Weights(stages, trees, crossed.calibration, attributes, clusters, thresholds(crossed, lessons), about)


def parties_of(vocabulary: Vocabulary) -> Callable[[Mention, Article], Iterator[Party]]:
    """What a mention of an article is linked to."""

    def parties(mention: Mention, article: Article) -> Iterator[Party]:
        return link_mention(mention, article.anchor, vocabulary=vocabulary, base="urn:geokg:", language=article.lang)

    return parties


def thresholds(crossed: Crossed, lessons: Sequence[Lesson]) -> dict[str, float]:
    """Of the confidences of nearly the best F1 the least, and the least that promises ``HIGH_PRECISION``, on articles not trained on.

    F1 hardly changes around its best; what is found beside it is worth more to those who choose by confidence, and in other fields.
    """
    probability = np.concatenate([crossed.probabilities(u.number) for u in crossed.unseen])
    answers = np.concatenate([u.answers for u in crossed.unseen])
    wanted = sum(len(right_dyads(lesson)) for lesson in lessons)
    order = np.argsort(-probability, kind="stable")
    hits, taken = np.cumsum(answers[order]), np.arange(1, len(order) + 1)
    f1 = 2 * hits / (taken + wanted)
    precise = np.flatnonzero((hits / taken >= HIGH_PRECISION) & (hits >= _LEAST_HIGH * wanted))
    best = float(probability[order[int(np.flatnonzero(f1 >= f1.max() - _NEARLY)[-1])]])
    high = float(probability[order[int(precise[-1])]]) if len(precise) else 1.0
    return {"default": round(best, 3), "high": round(max(high, best), 3)}


def unseen_reports(trained: Trained, vocabulary: Vocabulary, threshold: float) -> Iterator[Report]:
    """The reports of every article by weights that were not trained on it."""
    crossed = trained.crossed
    for number, lesson in enumerate(trained.lessons):
        article, scenes = lesson.annotated.article, lesson.annotated.scenes
        attributes = crossed.attributes[crossed.folds[number]]
        names = names_in(scenes, article.anchor, vocabulary)
        naming = attributes.naming(names, vocabulary, article.lang)
        claims = (
            attributes.claim(composed, scenes, article.anchor, names, vocabulary)
            for composed in crossed.composed(number, threshold, naming)
        )
        yield from link_claims(claims, article, vocabulary=vocabulary)


def unseen_events(trained: Trained, vocabulary: Vocabulary, threshold: float) -> Mapping[str, Sequence[ScoredEvent]]:
    """The same as the benchmark sees them, by article."""
    return scored_events(unseen_reports(trained, vocabulary, threshold))

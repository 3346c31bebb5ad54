"""Annotated articles in folds in, what each article looks like to weights that have not seen it out.

The stages of a fold are learned from the other folds; the trees that weigh dyads from what such stages made of the other folds. (Those
stages had seen the fold's articles as training data: what a tree could learn from that is how sure stages are, and nothing of the text.)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_all_start_methods, get_context
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from kg.evaluate import dyads
from kg.extract.learned.attributes import AttributeWeights
from kg.extract.learned.composing import Composed, compose
from kg.extract.learned.deciding import Reading, read
from kg.extract.learned.dyads import Weighed, feature_rows, weighed_dyads
from kg.extract.learned.parties import Naming
from kg.extract.learned.weights import Calibration
from kg.extract.learned.words import WordBook
from kg.train.attributes import Parties, fit_attributes
from kg.train.forest import calibrate, fit_trees
from kg.train.keeping import NOTHING_KEPT, Keeping
from kg.train.measuring import stage_hits
from kg.train.stages import Lesson, fit_stages
from kg.vocabulary import Vocabulary

T = TypeVar("T")
Progress = Callable[[str], None]


@dataclass(frozen=True)
class Unseen:
    """An article as stages see it that were not trained on it."""

    number: int  # of the lesson
    reading: Reading
    weighed: tuple[Weighed, ...]
    rows: NDArray[np.float64]
    answers: NDArray[np.float64]  # 1 where the annotation has the dyad


@dataclass(frozen=True)
class Crossed:
    """All articles, each seen by weights that were not trained on it."""

    unseen: tuple[Unseen, ...]  # by number
    scores: tuple[NDArray[np.float64], ...]  # raw, of each article's dyads
    attributes: Mapping[int, AttributeWeights]  # by fold
    calibration: Calibration
    folds: tuple[int, ...]
    hits: Counter[tuple[str, bool]]  # of each stage: right or wrong, given the stages before it

    def probabilities(self, number: int) -> NDArray[np.float64]:
        """How likely each dyad of an article is."""
        return self.calibration.probability(self.scores[number])

    def composed(self, number: int, threshold: float, naming: Naming) -> Iterator[Composed]:
        """The events of an article."""
        unseen = self.unseen[number]
        return compose(unseen.reading, unseen.weighed, self.probabilities(number).tolist(), threshold, naming)


def right_dyads(lesson: Lesson) -> frozenset[tuple[int, str | None, str, str | None]]:
    """The annotated dyads of an article: scene, actor, action, target."""
    return frozenset((p.scene, d.actor, d.action, d.target) for p in lesson.annotated.events for d in dyads("", [p.event]))


def cross(
    lessons: Sequence[Lesson],
    folds: Sequence[int],
    book: WordBook,
    parties: Parties,
    vocabulary: Vocabulary,
    *,
    jobs: int,
    progress: Progress,
    size: int | None = None,
    keeping: Keeping = NOTHING_KEPT,
) -> Crossed:
    """Cross-validate: as many folds as numbers in ``folds``; ``size``: learn from only so many articles of the others.

    What the folds learn is kept in ``keeping``, and what it has need not be learned.
    """
    numbers = sorted(set(folds))
    work = partial(_fold, lessons=lessons, folds=folds, book=book, parties=parties, vocabulary=vocabulary, size=size, keeping=keeping)
    unseen: dict[int, Unseen] = {}
    attributes = {}
    hits: Counter[tuple[str, bool]] = Counter()
    for fold, (found, own, right) in zip(numbers, _in_processes(work, numbers, jobs), strict=True):
        progress(f"fold {fold + 1} of {len(numbers)}" + (f", {size} articles" if size else ""))
        unseen.update({u.number: u for u in found})
        hits.update(right)
        if own is not None:
            attributes[fold] = own
    ordered = tuple(unseen[n] for n in range(len(lessons)))
    scores = _tree_scores(ordered, folds)
    calibration = calibrate(np.concatenate(scores), np.concatenate([u.answers for u in ordered]))
    return Crossed(ordered, scores, attributes, calibration, tuple(folds), hits)


def _fold(
    fold: int,
    *,
    lessons: Sequence[Lesson],
    folds: Sequence[int],
    book: WordBook,
    parties: Parties,
    vocabulary: Vocabulary,
    size: int | None,
    keeping: Keeping,
) -> tuple[list[Unseen], AttributeWeights | None, Counter[tuple[str, bool]]]:
    others = [lesson for lesson, own in zip(lessons, folds, strict=True) if own != fold]
    if size is not None:  # by the hash of the text: no outlet and no day first
        others = sorted(others, key=lambda lesson: (lesson.annotated.article.content_hash, lesson.annotated.article.id))[:size]
    weights, attributes = keeping.learned(
        f"fold-{fold}" + (f"-{size}" if size else ""),
        lambda: (fit_stages(others, book), fit_attributes(others, parties, vocabulary) if size is None else None),
    )
    found = []
    hits: Counter[tuple[str, bool]] = Counter()
    for number, (lesson, own) in enumerate(zip(lessons, folds, strict=True)):
        if own == fold:
            reading = read(lesson.layout, book, lesson.evidence, weights, lesson.ruled)
            weighed = weighed_dyads(reading)
            right = right_dyads(lesson)
            answers = np.array([(w.sentence, *w.dyad) in right for w in weighed], np.float64)
            found.append(Unseen(number, reading, weighed, feature_rows(reading, weighed), answers))
            hits.update(stage_hits(lesson, book, weights))
    return found, attributes, hits


def _in_processes(work: Callable[[int], T], numbers: Sequence[int], jobs: int) -> Iterator[T]:
    """The folds on several cores where a process can be split in two: what they share is large, and sending it takes longer."""
    if jobs == 1 or "fork" not in get_all_start_methods():
        yield from map(work, numbers)
        return
    with get_context("fork").Pool(min(jobs, len(numbers)), initializer=_take, initargs=(work,)) as pool:
        yield from pool.imap(_call, numbers)


_taken: list[Callable[[int], Any]] = []  # of a process: what its parent gave it to do


def _take(work: Callable[[int], Any]) -> None:
    _taken[:] = [work]


def _call(number: int) -> Any:
    return _taken[0](number)


def _tree_scores(unseen: Sequence[Unseen], folds: Sequence[int]) -> tuple[NDArray[np.float64], ...]:
    scores: list[NDArray[np.float64]] = [np.zeros(0)] * len(unseen)
    for fold in sorted(set(folds)):
        others = [u for u, own in zip(unseen, folds, strict=True) if own != fold]
        trees = fit_trees(np.concatenate([u.rows for u in others]), np.concatenate([u.answers for u in others]))
        for number, own in enumerate(folds):
            if own == fold:
                scores[number] = trees.scores(unseen[number].rows)
    return tuple(scores)

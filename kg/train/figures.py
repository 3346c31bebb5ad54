"""What a training run measured, as its report shows it: frozen values that hold counts, and the figures that follow from them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from kg.evaluate import Interval

_NORMAL_95 = 1.959964


@dataclass(frozen=True, slots=True)
class Scores:
    """Precision, recall and F1 of one row: a level of detail, an action, an outlet or a script.

    Raises ValueError where more is matched than there is.
    """

    name: str
    """What is scored: ``dyad``, ``ACCUSE``, an outlet's name, ``zh-Hant``."""
    gold: int
    """Dyads in the annotations."""
    predicted: int
    """Dyads that the extractor gave."""
    matched: int
    """Dyads that both have (true positives)."""
    precision_interval: Interval | None = None
    """Of ``precision``, by bootstrap over articles."""
    recall_interval: Interval | None = None
    """Of ``recall``, by bootstrap over articles."""
    f1_interval: Interval | None = None
    """Of ``f1``, by bootstrap over articles."""
    articles: int | None = None
    """Articles behind the row, where rows are groups of articles."""

    def __post_init__(self) -> None:
        if not 0 <= self.matched <= min(self.gold, self.predicted):
            raise ValueError(f"{self.name}: {self.matched} matched of {self.gold} in gold and {self.predicted} predicted")

    @property
    def precision(self) -> float:
        """Share of the predicted that is right; 0 where nothing is predicted."""
        return _ratio(self.matched, self.predicted)

    @property
    def recall(self) -> float:
        """Share of the gold that is found; 0 where there is none."""
        return _ratio(self.matched, self.gold)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return _ratio(2 * self.matched, self.gold + self.predicted)


@dataclass(frozen=True, slots=True)
class Accuracy:
    """How often one choice is right: an attribute on matched dyads, or a stage given that those before it were right.

    Raises ValueError where more is correct than there is.
    """

    name: str
    """What is chosen: ``date``, ``date, where dated``, ``target given trigger and actor``."""
    correct: int
    """Choices that agree with the annotation."""
    total: int
    """Choices made."""
    interval: Interval | None = None
    """Of ``accuracy``, by bootstrap over articles."""
    baseline: float | None = None
    """Accuracy of always giving the most frequent answer, as a share of 1."""

    def __post_init__(self) -> None:
        if not 0 <= self.correct <= self.total:
            raise ValueError(f"{self.name}: {self.correct} correct of {self.total}")

    @property
    def accuracy(self) -> float:
        """Share of the choices that is right; 0 where there was none."""
        return _ratio(self.correct, self.total)


@dataclass(frozen=True, slots=True)
class OperatingPoint:
    """Precision and recall of the events whose probability reaches a threshold."""

    threshold: float
    """The lowest probability that is kept."""
    precision: float
    """Share of 1 of the kept dyads that is right."""
    recall: float
    """Share of 1 of the gold dyads that is kept."""
    name: str = ""
    """``default``, ``high``: what a user calls it; empty for a point of the curve that has no name."""
    precision_interval: Interval | None = None
    """Of ``precision``, by bootstrap over articles."""
    recall_interval: Interval | None = None
    """Of ``recall``, by bootstrap over articles."""

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return _ratio(2 * self.precision * self.recall, self.precision + self.recall)


@dataclass(frozen=True, slots=True)
class LearningPoint:
    """Cross-validated dyad F1 of a model trained on fewer articles."""

    articles: int
    """Articles in training."""
    f1: float
    """Dyad F1 on articles not in training, as a share of 1."""
    interval: Interval | None = None
    """Of ``f1``, over draws of articles or by bootstrap."""


@dataclass(frozen=True, slots=True)
class CalibrationBin:
    """The predictions whose probability falls between two bounds. Raises ValueError where more came true than there are."""

    low: float
    """Lower bound of the predicted probability."""
    high: float
    """Upper bound of the predicted probability."""
    mean_predicted: float
    """Mean predicted probability of the bin's predictions."""
    positives: int
    """Predictions of the bin that were right."""
    count: int
    """Predictions in the bin; a bin without any is left out of the plot."""

    def __post_init__(self) -> None:
        if not 0 <= self.positives <= self.count:
            raise ValueError(f"bin {self.low}–{self.high}: {self.positives} right of {self.count}")

    @property
    def observed(self) -> float:
        """Share of the bin's predictions that was right."""
        return _ratio(self.positives, self.count)

    @property
    def interval(self) -> Interval:
        """Of ``observed`` (Wilson 1927), as if each prediction were independent of the others."""
        return wilson_interval(self.positives, self.count)


@dataclass(frozen=True, slots=True)
class ConfusionMatrix:
    """Gold action against predicted action of sentences. Raises ValueError where it is not square."""

    labels: tuple[str, ...]
    """The actions, and ``none`` for a sentence that the other side gives no event."""
    counts: tuple[tuple[int | None, ...], ...]
    """``counts[gold][predicted]``; None where a cell is not counted, as ``none`` against ``none``."""

    def __post_init__(self) -> None:
        if any(len(row) != len(self.labels) for row in self.counts) or len(self.counts) != len(self.labels):
            raise ValueError(f"{len(self.labels)} labels need as many rows and columns")


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that speaks for or against an action."""

    description: str
    """In words: ``the word 谴责``, ``a frame of ACCUSE``."""
    weight: float
    """Its weight in log-odds; positive speaks for."""


@dataclass(frozen=True, slots=True)
class ActionEvidence:
    """What decides for one action."""

    action: str
    """The action's code."""
    evidence: tuple[Evidence, ...]
    """The strongest evidence, shown in the order given."""


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Articles that were left out of training."""

    reason: str
    """Why, in words: ``near-duplicate of an article kept apart``."""
    articles: tuple[str, ...]
    """The identifiers of the articles."""


@dataclass(frozen=True, slots=True)
class ScriptCount:
    """How much of the training data is in one script."""

    script: str
    """Language tag: ``zh-Hans``, ``zh-Hant``."""
    articles: int
    """Articles in it."""


@dataclass(frozen=True, slots=True)
class TrainingSet:
    """What the weights were trained on."""

    articles: int
    """Annotated articles used, those without an event included."""
    events: int
    """Annotated events in them."""
    outlets: int
    """Outlets they come from."""
    scripts: tuple[ScriptCount, ...]
    """Articles by script."""
    sha256: str
    """Of the articles and annotations as trained on, in hexadecimal."""
    ontology_sha256: str
    """Of the ontology that the weights were made for, in hexadecimal."""
    files: tuple[str, ...] = ()
    """The files of articles and annotations; the page shows their names without folders."""
    excluded: tuple[Exclusion, ...] = ()
    """Articles left out, by reason."""


@dataclass(frozen=True, slots=True)
class ArraySize:
    """One array, or one stage's arrays, in the file of weights."""

    name: str
    """What it holds."""
    parameters: int
    """Numbers in it."""
    size: int
    """Bytes in the file."""


@dataclass(frozen=True, slots=True)
class TrainingReport:
    """Everything that the page shows; a section whose tuple is empty (or None) is left out of it."""

    training_set: TrainingSet
    """What the weights were trained on."""
    folds: int
    """Folds of the cross-validation that all figures come from."""
    resamples: int
    """Bootstrap resamples (of articles) behind the intervals."""
    caveats: tuple[str, ...] = ()
    """Whole sentences: what the figures do not say, and where they flatter."""
    levels: tuple[Scores, ...] = ()
    """Cross-validated figures by level of detail: dyad, document, quad, sentence_action; the first is the headline."""
    attributes: tuple[Accuracy, ...] = ()
    """Date, modality, source and names on matched dyads."""
    curve: tuple[OperatingPoint, ...] = ()
    """Precision and recall over thresholds, in the order of the thresholds."""
    operating_points: tuple[OperatingPoint, ...] = ()
    """The named thresholds: default, high."""
    learning_curve: tuple[LearningPoint, ...] = ()
    """Dyad F1 by number of training articles, rising."""
    by_action: tuple[Scores, ...] = ()
    """Dyads by action."""
    by_outlet: tuple[Scores, ...] = ()
    """Dyads by outlet, shown in the order given."""
    by_script: tuple[Scores, ...] = ()
    """Dyads by script."""
    calibration: tuple[CalibrationBin, ...] = ()
    """Predicted probability against what came true, rising."""
    confusion: ConfusionMatrix | None = None
    """Gold action against predicted action, of sentences."""
    stages: tuple[Accuracy, ...] = ()
    """Each stage given that those before it were right: trigger, actor, target, date, modality, source."""
    evidence: tuple[ActionEvidence, ...] = ()
    """The strongest evidence for each action."""
    sizes: tuple[ArraySize, ...] = ()
    """What the file of weights holds."""
    weights_size: int | None = None
    """Bytes of the file of weights."""


def expected_calibration_error(bins: Sequence[CalibrationBin]) -> float:
    """Mean distance between predicted probability and observed share, weighed by the bins' counts (Naeini et al. 2015)."""
    total = sum(b.count for b in bins)
    return sum(b.count * abs(b.observed - b.mean_predicted) for b in bins) / total if total else 0.0


def wilson_interval(positives: int, count: int) -> Interval:
    """The 95 % score interval of a share (Wilson 1927); from 0 to 1 where nothing was counted."""
    if count == 0:
        return Interval(0.0, 1.0)
    share, z2 = positives / count, _NORMAL_95**2
    middle = (share + z2 / (2 * count)) / (1 + z2 / count)
    half = _NORMAL_95 * math.sqrt(share * (1 - share) / count + z2 / (4 * count**2)) / (1 + z2 / count)
    return Interval(max(0.0, middle - half), min(1.0, middle + half))


def frequent_confusions(matrix: ConfusionMatrix) -> list[tuple[str, str, int, float]]:
    """Gold label, predicted label, count and share of the gold row, for each cell off the diagonal; the most frequent first."""
    found = []
    for gold, row in zip(matrix.labels, matrix.counts, strict=True):
        total = sum(n or 0 for n in row)
        found += [(gold, predicted, n, n / total) for predicted, n in zip(matrix.labels, row, strict=True) if n and predicted != gold]
    return sorted(found, key=lambda c: (-c[2], c[0], c[1]))


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole else 0.0

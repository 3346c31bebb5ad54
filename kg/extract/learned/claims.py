"""The scenes of an article and the weights in, its claims out: every stage of the learned extractor in its order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from kg.extract.learned.composing import compose
from kg.extract.learned.deciding import read
from kg.extract.learned.dyads import Weighing, feature_rows, weighed_dyads
from kg.extract.learned.explaining import Explainer
from kg.extract.learned.layout import lay_out
from kg.extract.learned.ruled import ruled_casts
from kg.extract.learned.trigger_evidence import trigger_evidence
from kg.extract.learned.weights import Weights
from kg.extract.learned.words import WordBook
from kg.extract.naming import names_in
from kg.extract.scenes import Scene
from kg.model import Claim, Language
from kg.vocabulary import Vocabulary

DEFAULT, HIGH = "default", "high"  # operating points


@dataclass(frozen=True)
class Learned:
    """A learned extractor: its weights, and the book of words that one process keeps."""

    weights: Weights
    book: WordBook

    @classmethod
    def of(cls, weights: Weights) -> Learned:
        """The extractor with these weights."""
        return cls(weights, weights.book())

    def least(self, min_confidence: float | Literal["high"] | None) -> float:
        """The least probability that is meant: None is the default operating point."""
        points = self.weights.thresholds
        return points[DEFAULT] if min_confidence is None else points[HIGH] if min_confidence == "high" else min_confidence

    def claims(
        self,
        scenes: Sequence[Scene],
        *,
        anchor: date | None,
        language: Language,
        vocabulary: Vocabulary,
        min_confidence: float,
        explain: bool = False,
    ) -> Iterator[Claim]:
        """The claims of one article in the order of their triggers: those of dyads likelier than ``min_confidence``.

        With ``explain`` each carries its reasons.
        """
        if not scenes:
            return
        weighing = self.weigh(scenes, anchor, vocabulary)
        names, attributes = names_in(scenes, anchor, vocabulary), self.weights.attributes
        naming = attributes.naming(names, vocabulary, language)
        explainer = Explainer(self.weights, self.book, weighing, scenes, anchor) if explain else None
        for composed in compose(weighing.reading, weighing.weighed, weighing.probability, min_confidence, naming):
            claim = attributes.claim(composed, scenes, anchor, names, vocabulary)
            yield replace(claim, reasons=explainer.reasons(composed, claim)) if explainer else claim

    def weigh(self, scenes: Sequence[Scene], anchor: date | None, vocabulary: Vocabulary) -> Weighing:
        """What the stages make of the article, its dyads, and how likely each of them is."""
        layout = lay_out(scenes, self.book, anchor, vocabulary)
        evidence = trigger_evidence(layout, self.book)
        reading = read(layout, self.book, evidence, self.weights.stages, ruled_casts(scenes, anchor, vocabulary))
        weighed = weighed_dyads(reading)
        rows = feature_rows(reading, weighed)
        probability = self.weights.calibration.probability(self.weights.trees.scores(rows))
        return Weighing(evidence, reading, weighed, rows, tuple(probability.tolist()))

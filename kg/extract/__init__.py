"""The sentences of one article in, the claims that they make out: who did what to whom, when, and who says so.

The parts, each usable alone: mentions, references, triggers, roles, dates, modality, attribution.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from kg.extract.by_rules import PERFORMATIVE, claims_by_rules
from kg.extract.scenes import Scene, read_scenes
from kg.model import MIN_CONFIDENCE, Claim, Sentence
from kg.vocabulary import Vocabulary

__all__ = ["PERFORMATIVE", "Scene", "extract_claims", "read_scenes"]


def extract_claims(
    sentences: Sequence[Sentence], *, anchor: date | None, vocabulary: Vocabulary, min_confidence: float = MIN_CONFIDENCE
) -> Iterator[Claim]:
    """The claims of one article, in the order of their triggers.

    ``anchor`` is the day from which 今天 counts; without one only full dates are read. Claims surer than ``min_confidence`` (0 to 1).
    """
    return claims_by_rules(read_scenes(sentences, anchor, vocabulary), vocabulary, min_confidence=min_confidence)

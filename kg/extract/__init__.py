"""The sentences of one article in, the claims that they make out: who did what to whom, when, and who says so.

The parts, each usable alone: mentions, references, triggers, roles, dates, modality, attribution. The choice among what they offer is
made by rules or by what was learned from annotated articles (``learned``).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from kg.errors import KgError
from kg.extract.by_rules import PERFORMATIVE, claims_by_rules
from kg.extract.scenes import Scene, read_scenes
from kg.model import DEFAULT_EXTRACTOR, MIN_CONFIDENCE, Claim, Language, Sentence
from kg.vocabulary import Vocabulary

if TYPE_CHECKING:
    from kg.extract.learned.claims import Learned

__all__ = [
    "PERFORMATIVE",
    "RULES",
    "Confidence",
    "Scene",
    "extract_claims",
    "extractor_key",
    "learned_extractor",
    "read_scenes",
]

RULES, LEARNED = "rules", "learned"
# None: where F1 is best; "high": fewer and surer ones (of what was learned, three of four are right in cross-validation)
Confidence = float | Literal["high"] | None
_HIGH_BY_RULES = 0.6


def extract_claims(
    sentences: Sequence[Sentence],
    *,
    anchor: date | None,
    vocabulary: Vocabulary,
    min_confidence: Confidence = None,
    extractor: str = DEFAULT_EXTRACTOR,
    language: Language = "zh-Hans",
    explain: bool = False,
) -> Iterator[Claim]:
    """The claims of one article, in the order of their triggers.

    ``anchor`` is the day from which 今天 counts; without one only full dates are read. Claims surer than ``min_confidence`` (0 to 1).
    ``extractor`` is "learned", "rules" or the path of a file of weights; what was learned is Chinese, English is left to the rules.
    With ``explain`` each claim carries its reasons. Raises KgError where a file of weights cannot be used.
    """
    scenes = tuple(read_scenes(sentences, anchor, vocabulary))
    if extractor == RULES or language == "en":
        least = MIN_CONFIDENCE if min_confidence is None else _HIGH_BY_RULES if min_confidence == "high" else min_confidence
        return claims_by_rules(scenes, vocabulary, min_confidence=least, explain=explain)
    learned = learned_extractor(extractor)
    least = learned.least(min_confidence)
    return learned.claims(scenes, anchor=anchor, language=language, vocabulary=vocabulary, min_confidence=least, explain=explain)


@cache
def extractor_key(name: str) -> str:
    """What tells one extractor from another: its name, and of weights the beginning of their sha256."""
    if name == RULES:
        return name
    learned_extractor(name)  # a file that is none is told first
    return f"learned-{hashlib.sha256(_file_of(name).read_bytes()).hexdigest()[:12]}"


def _file_of(name: str) -> Path:
    from kg.extract.learned.weights import SHIPPED

    return SHIPPED if name == LEARNED else Path(name)


@cache
def learned_extractor(name: str = LEARNED) -> Learned:
    """The extractor with the shipped weights ("learned") or with those of a file, read once in a process. Raises KgError."""
    from kg.extract.learned.claims import Learned
    from kg.extract.learned.weights import read_weights

    file = _file_of(name)
    if not file.exists():
        raise KgError(name, "is neither learned nor rules nor a file of weights", "make one with kg train")
    return Learned.of(read_weights(file))

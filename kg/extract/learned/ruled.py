"""The scenes of an article in, what the rules make of each out: their casts, each with the rules' own confidence.

The rules know words that no annotated article has. What they say is offered as a candidate, and is evidence beside all other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from kg.extract.by_rules import casts_by_rules
from kg.extract.learned.candidates import Countries, sorted_countries
from kg.extract.learned.layout import countries_of
from kg.extract.learned.trigger_evidence import ACTION_NUMBER
from kg.extract.scenes import Scene
from kg.model import Mention
from kg.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Ruled:
    """A cast as the rules see it: its sentence, its trigger there, who acts upon whom."""

    sentence: int
    start: int  # of the trigger, counted in the sentence
    end: int
    action: int
    actors: Countries
    targets: Countries
    confidence: float


def ruled_casts(scenes: Sequence[Scene], day: date | None, vocabulary: Vocabulary) -> tuple[Ruled, ...]:
    """The casts of an article in the order of their triggers, however unsure; ``day`` decides who held an office."""
    number = {scene.sentence.start: n for n, scene in enumerate(scenes)}

    def countries(mentions: Iterable[Mention]) -> Countries:
        return sorted_countries([c for m in mentions for c in countries_of(m, day, vocabulary)])

    return tuple(
        Ruled(
            number[scene.sentence.start],
            match.start,
            match.end,
            ACTION_NUMBER[match.frame.action],
            countries(cast.actors) or (None,),
            countries(cast.targets),
            confidence,
        )
        for scene, match, cast, confidence in casts_by_rules(scenes, vocabulary)
    )

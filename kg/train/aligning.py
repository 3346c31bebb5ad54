"""Annotated articles in, where each annotated event stands in them out: its sentence and the characters of its trigger."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.evaluate import ScoredEvent, fold
from kg.extract.scenes import Scene
from kg.model import Article
from kg.vocabulary import fold as fold_text


@dataclass(frozen=True, slots=True)
class Placed:
    """An annotated event in its article."""

    event: ScoredEvent
    scene: int
    places: tuple[tuple[int, int], ...]  # of the trigger in the scene's folded text; empty where it was not found


@dataclass(frozen=True, slots=True)
class Annotated:
    """One annotated article, read."""

    article: Article
    scenes: tuple[Scene, ...]
    events: tuple[Placed, ...]
    lost: int  # events whose sentence the article does not hold


def align_events(article: Article, scenes: Sequence[Scene], events: Iterable[ScoredEvent]) -> Annotated:
    """Each event with its place; of several sentences that hold an event's own the first that holds its trigger."""
    folded = [fold(scene.sentence.text) for scene in scenes]
    placed = [_place(event, scenes, folded) for event in events]
    return Annotated(article, tuple(scenes), tuple(p for p in placed if p is not None), sum(p is None for p in placed))


def _place(event: ScoredEvent, scenes: Sequence[Scene], folded: Sequence[str]) -> Placed | None:
    own = fold(event.sentence)
    possible = [n for n, text in enumerate(folded) if len(text) > 1 and (text in own or own in text)]
    if not possible:
        return None
    for n in possible:
        if places := tuple(_occurrences(event.trigger, scenes[n].folded)):
            return Placed(event, n, places)
    return Placed(event, max(possible, key=lambda n: (len(folded[n]), -n)), ())


def _occurrences(trigger: str, text: str) -> Iterable[tuple[int, int]]:
    """Where the parts of a trigger stand: 举行…会谈, and some annotators write 、 for the gap."""
    folded = fold_text(trigger)
    parts = [part for part in re.split("…+" if "…" in folded else "、", folded) if part]
    return [match.span() for part in parts for match in re.finditer(re.escape(part), text)]

"""An article with its annotations in, how much of them the ontology knows out.

A *trigger* is covered where a frame of the annotated action matches in it; *kept* where the extractor also prefers that match to the
others that share characters with it. A *party* counts where its label stands in its sentence; it is linked where a mention there
leads to the annotated country, and to a label that the benchmark's loose comparison takes for the same.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kg.evaluate import ScoredEvent, ScoredParty, align, same_name
from kg.extract import Scene, read_scenes
from kg.extract.triggers import Match, frame_table
from kg.link import link_mention
from kg.model import Article, Party
from kg.segment import split_sentences
from kg.vocabulary import Vocabulary, fold


@dataclass(slots=True)
class Tally:
    """Counts over annotated articles; ``missed`` holds what to look at: (kind, action or country, words, sentence)."""

    triggers: Counter[str] = field(default_factory=Counter)  # by action
    covered: Counter[str] = field(default_factory=Counter)
    kept: Counter[str] = field(default_factory=Counter)
    parties: int = 0
    country: int = 0
    label: int = 0
    missed: list[tuple[str, str, str, str]] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        """Count another article's."""
        for mine, theirs in ((self.triggers, other.triggers), (self.covered, other.covered), (self.kept, other.kept)):
            mine.update(theirs)
        self.parties += other.parties
        self.country += other.country
        self.label += other.label
        self.missed += other.missed


def measure_annotated(article: Article, events: Sequence[ScoredEvent], vocabulary: Vocabulary) -> Tally:
    """How much of an article's annotated ``events`` the ontology knows."""
    scenes = {s.sentence.text: s for s in read_scenes(tuple(split_sentences(article)), article.anchor, vocabulary)}
    tally = Tally()
    for sentence in dict.fromkeys(e.sentence for e in events):
        own = [e for e in events if e.sentence == sentence]
        found = _scenes_of(sentence, scenes)
        for event in own:
            _count_trigger(event, found, vocabulary, tally)
        for party in dict.fromkeys(p for e in own for p in (*e.actors, *e.targets) if p.label):
            _count_party(party, sentence, found, article, vocabulary, tally)
    return tally


def _scenes_of(sentence: str, scenes: dict[str, Scene]) -> tuple[Scene, ...]:
    """The sentences of the article that an annotated one is, or consists of: annotators split texts in their own ways."""
    bare = _bare(sentence)
    inside = tuple(s for text, s in scenes.items() if len(b := _bare(text)) > 1 and (b in bare or bare in b))
    return inside or tuple(s for text, s in scenes.items() if text == align(sentence, scenes))


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", fold(text))


def _count_trigger(event: ScoredEvent, scenes: Sequence[Scene], vocabulary: Vocabulary, tally: Tally) -> None:
    tally.triggers[event.action] += 1
    table = frame_table(vocabulary)
    for scene in scenes:
        places = tuple(_places(event.trigger, scene.folded))
        if any(_meets(m, places) and m.frame.action == event.action for m in table.candidates(scene.folded)):
            tally.covered[event.action] += 1
            tally.kept[event.action] += any(_meets(m, places) and m.frame.action == event.action for m in scene.matches)
            return
    tally.missed.append(("trigger", event.action, event.trigger, event.sentence))


def _places(trigger: str, folded: str) -> Iterator[tuple[int, int]]:
    words = fold(trigger)
    # … marks a gap; some annotations write one with 、
    for part in re.split("…" if words in folded or "…" in words else "[…、]", words):
        if part:
            yield from ((m.start(), m.end()) for m in re.finditer(re.escape(part), folded))


def _meets(match: Match, places: Sequence[tuple[int, int]]) -> bool:
    return any(s < end and start < e for s, e in match.parts for start, end in places)


def _count_party(
    party: ScoredParty, sentence: str, scenes: Sequence[Scene], article: Article, vocabulary: Vocabulary, tally: Tally
) -> None:
    if fold(party.label) not in fold(sentence):
        return
    tally.parties += 1
    linked = [p for scene in scenes for p in _linked(party.label, scene, article, vocabulary)]
    right = [p for p in linked if p.country == party.country]
    tally.country += bool(right)
    named = any(same_name(p.label, party.label) for p in right)
    tally.label += named
    if not named:
        kind = "label" if right else "country"
        seen = ", ".join(dict.fromkeys(f"{p.label} {p.country}" for p in linked)) or "nothing"
        tally.missed.append((kind, party.country or "none", f"{party.label} ({seen})", sentence))


def _linked(label: str, scene: Scene, article: Article, vocabulary: Vocabulary) -> Iterator[Party]:
    """The parties that the mentions at the label's place name."""
    places = [(m.start(), m.end()) for m in re.finditer(re.escape(fold(label)), scene.folded)]
    start = scene.sentence.start
    for group in scene.groups:
        for mention in group.mentions:
            if any(mention.start - start < e and s < mention.end - start for s, e in places):
                yield from link_mention(mention, article.anchor, vocabulary=vocabulary, base="urn:geokg:", language=article.lang)

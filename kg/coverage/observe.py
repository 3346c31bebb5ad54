"""One article in, what was met in it out: the frames, and the verbs and names that nothing in the ontology covers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.coverage.unknown_words import Candidate, WordKind, chinese_candidates, english_candidates
from kg.extract import Scene, read_scenes
from kg.extract.triggers import frame_table
from kg.model import Article, Mention
from kg.segment import split_sentences
from kg.vocabulary import Vocabulary, fold

_AROUND = 24  # characters of a sentence shown on either side of a word
_KNOWN_KINDS = ("state", "territory", "organisation", "body", "party", "group", "people", "person")


@dataclass(frozen=True, slots=True)
class Sighting:
    """A word that nothing covers, or a frame (its IRI), where it was met."""

    word: str
    kind: WordKind
    passage: str  # what stands around it, the word in 【】


@dataclass(frozen=True, slots=True)
class Observed:
    """What one article showed."""

    article: str
    characters: int
    sentences: int
    with_actor: int  # sentences that name an actor
    with_frame: int  # of those, how many show a frame that can make an event
    with_faint: int  # and how many only a fainter one
    unknown: tuple[Sighting, ...]
    frames: tuple[tuple[str, str], ...]  # (IRI of a frame that was kept, the words that matched)


def observe_article(article: Article, vocabulary: Vocabulary) -> Observed:
    """What ``article`` shows; verbs count only in sentences that name an actor."""
    sentences = tuple(split_sentences(article))
    unknown: list[Sighting] = []
    frames: list[tuple[str, str]] = []
    with_actor = with_frame = with_faint = 0
    for scene in read_scenes(sentences, None, vocabulary):
        acting = any(m.kind != "source" for g in scene.groups for m in g.mentions)
        with_actor += acting
        sure = any(not m.frame.faint for m in scene.matches)
        with_frame += acting and sure
        with_faint += acting and bool(scene.matches) and not sure
        frames += [(m.frame.iri, scene.folded[m.start : m.end]) for m in scene.matches]
        unknown += _unknown(scene, acting, article.lang == "en", vocabulary)
    return Observed(article.id, len(article.text), len(sentences), with_actor, with_frame, with_faint, tuple(unknown), tuple(frames))


def _unknown(scene: Scene, acting: bool, english: bool, vocabulary: Vocabulary) -> Iterator[Sighting]:
    mentions = [m for g in scene.groups for m in g.mentions]
    known = _spans([m for m in mentions if _is_known(m, vocabulary)], scene)
    credited = [(c.start - scene.sentence.start, c.end - scene.sentence.start) for a in scene.attributions for c in a.credits]
    covered = [(s, e) for m in frame_table(vocabulary).candidates(scene.folded) for s, e in m.parts]
    for mention in mentions:
        if mention.kind == "person" and not _is_known(mention, vocabulary) and mention.name:
            start = scene.sentence.text.find(mention.name)
            yield from _sighting(Candidate(start, start + len(mention.name), "person"), scene) if start >= 0 else ()
    people = _spans(mentions, scene)
    for candidate in _candidates(scene, english, people):
        if candidate.kind == "verb":
            if acting and not _meets(candidate, covered) and not _meets(candidate, people):
                yield from _sighting(candidate, scene)
        elif not _meets(candidate, known) and not _meets(candidate, credited) and not _meets(candidate, people):
            yield from _sighting(candidate, scene)


def _candidates(scene: Scene, english: bool, subjects: Sequence[tuple[int, int]]) -> Iterator[Candidate]:
    return english_candidates(scene.sentence.text, subjects) if english else chinese_candidates(scene.folded)


def _is_known(mention: Mention, vocabulary: Vocabulary) -> bool:
    """Whether it is an actor of the ontology, not only a title with a name behind it."""
    if mention.kind != "person":
        return True
    actor = vocabulary.actor(mention.candidates[0]) if mention.candidates else None
    return mention.name is None or (actor is not None and actor.kind in _KNOWN_KINDS)


def _spans(mentions: Sequence[Mention], scene: Scene) -> list[tuple[int, int]]:
    return [(m.start - scene.sentence.start, m.end - scene.sentence.start) for m in mentions]


def _meets(candidate: Candidate, spans: Sequence[tuple[int, int]]) -> bool:
    return any(s < candidate.end and candidate.start < e for s, e in spans)


def _sighting(candidate: Candidate, scene: Scene) -> Iterator[Sighting]:
    text, (start, end) = scene.sentence.text, (candidate.start, candidate.end)
    passage = f"{text[max(0, start - _AROUND) : start]}【{text[start:end]}】{text[end : end + _AROUND]}".replace("\n", " ")
    word = text[start:end] if text[start:end].isascii() else scene.folded[start:end]
    yield Sighting(fold(word) if candidate.kind == "verb" else word, candidate.kind, passage)

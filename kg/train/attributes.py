"""Annotated events with their triggers in, the weights of the stages that come after the dyads out: names, modality, sources."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np

from kg.evaluate import ScoredParty, same_name
from kg.extract.learned.attributes import AttributeWeights, when_of
from kg.extract.learned.composing import Composed, trigger_at
from kg.extract.learned.deciding import Option
from kg.extract.learned.evidence_of_strings import named_keys
from kg.extract.learned.modality import CLASSES, modality_evidence
from kg.extract.learned.parties import ITSELF, Place, Role, name_evidence, possible_names
from kg.extract.learned.sources import nobody_evidence, source_evidence, voices
from kg.extract.learned.table import WeightTable
from kg.extract.learned.trigger_evidence import ACTIONS
from kg.extract.naming import Names, in_full, names_in, state_in_full
from kg.extract.scenes import Scene
from kg.model import Article, Mention, Party, Trigger
from kg.train.fitting import Rows, fit_choice, fit_pick
from kg.train.stages import Head, Lesson
from kg.vocabulary import Frame, Vocabulary

_LEAST, _KEEP = 3, 6_000


Parties = Callable[[Mention, Article], Iterable[Party]]


def fit_attributes(lessons: Sequence[Lesson], parties: Parties, vocabulary: Vocabulary) -> AttributeWeights:
    """The weights, from the annotated triggers; ``parties`` says which parties a mention is."""
    return AttributeWeights(_fit_names(lessons, parties, vocabulary), _fit_modality(lessons), *_fit_sources(lessons))


def _fit_names(lessons: Sequence[Lesson], parties: Parties, vocabulary: Vocabulary) -> WeightTable:
    rows: list[list[str]] = []
    sets, right = [0], []
    for lesson in lessons:
        article = lesson.annotated.article
        named = names_in(lesson.annotated.scenes, article.anchor, vocabulary)
        full = [in_full(m, named, article.anchor, vocabulary) for m in lesson.layout.mentions]
        labels = [{p.country: p.label for p in parties(m, article)} for m in full]

        def label(
            n: int, country: str, labels: list[dict[str | None, str]] = labels, article: Article = article, named: Names = named
        ) -> str:
            if n == ITSELF:
                state = state_in_full(country, named, vocabulary, article.lang)
                return state[1] if state else ""
            return labels[n].get(country, "")

        for place, role, party in _sides(lesson):
            country = party.country or ""
            names = possible_names(lesson.layout, place.sentence, country)
            good = [k for k, n in enumerate(names) if same_name(label(n, country), party.label)]
            if not good or len(names) < 2:
                continue
            near = min(good, key=lambda k: _awkward(lesson, names[k], place))
            right.append(len(rows) + near)
            rows += [list(name_evidence(lesson.layout, lesson.context, place, role, names, n)) for n in names]
            sets.append(len(rows))
    return fit_pick(_rows(rows), np.array(sets), np.array(right), least=_LEAST, keep=_KEEP)


def _awkward(lesson: Lesson, n: int, place: Place) -> tuple[int, int]:
    """Of several mentions with the annotated name the nearest in the sentence is the answer, then the state itself, then others."""
    if n == ITSELF:
        return 1, 0
    return (0 if lesson.layout.mention_sentence[n] == place.sentence else 2), _distance(lesson, n, place)


def _distance(lesson: Lesson, n: int, place: Place) -> int:
    start, end = int(lesson.layout.mention_start[n]), int(lesson.layout.mention_end[n])
    return place.start - end if end <= place.start else abs(start - place.end)


def _sides(lesson: Lesson) -> Iterator[tuple[Place, Role, ScoredParty]]:
    """The parties of annotated events that are the only ones of their country on their side."""
    for head in lesson.heads:
        place = place_of(lesson, head)
        sides: tuple[tuple[Role, Sequence[ScoredParty]], ...] = (("actor", head.event.actors), ("target", head.event.targets))
        for role, parties in sides:
            for party in parties:
                if party.country and party.label and sum(p.country == party.country for p in parties) == 1:
                    yield place, role, party


def place_of(lesson: Lesson, head: Head) -> Place:
    """Where an annotated trigger stands."""
    word = int(lesson.evidence.words[head.row])
    layout = lesson.layout
    clause = int(layout.word_clause[word])
    return Place(
        int(layout.word_sentence[word]), int(layout.word_start[word]), int(layout.word_end[word]), clause, ACTIONS[head.action - 1]
    )


def _rows(evidence: Sequence[Iterable[str]]) -> Rows:
    at, keys = named_keys(evidence)
    counts = np.bincount(at, minlength=len(evidence))
    return Rows(keys, np.concatenate([[0], np.cumsum(counts)]))


def _fit_modality(lessons: Sequence[Lesson]) -> WeightTable:
    rows, answers = [], []
    for lesson in lessons:
        for head in lesson.heads:
            scene, trigger, frame = trigger_of(lesson, head)
            when = when_of(scene, trigger)
            rows.append(list(modality_evidence(scene, trigger, frame, when, lesson.annotated.article.anchor)))
            answers.append(CLASSES.index(head.event.modality))
    # without intercepts: that an event simply happened is evidence of every row
    table, _ = fit_choice(
        _rows([[*r, "always"] for r in rows]), np.array(answers), len(CLASSES), least=_LEAST, keep=_KEEP, intercepts=False
    )
    return table


def trigger_of(lesson: Lesson, head: Head) -> tuple[Scene, Trigger, Frame | None]:
    """An annotated event's trigger as the extractor would give it."""
    place = place_of(lesson, head)
    scene, base = lesson.annotated.scenes[place.sentence], int(lesson.layout.base[place.sentence])
    trigger, frame = trigger_at(scene, place.action, place.start - base, place.end - base, 1.0)
    return scene, trigger, frame


def _fit_sources(lessons: Sequence[Lesson]) -> tuple[WeightTable, WeightTable]:
    """Whether each voice is credited, and who of them all is, or nobody."""
    rows: list[list[str]] = []
    answers: list[int] = []
    choices: list[list[str]] = []
    sets, right = [0], []
    for lesson in lessons:
        for head in lesson.heads:
            composed = _composed(lesson, head)
            heard = voices(lesson.annotated.scenes, composed.scene)
            own = [[*source_evidence(lesson.annotated.scenes, composed, voice), "always"] for voice in heard]
            credited = [any(same_name(voice.credit.label, s) for s in head.event.sources) for voice in heard]
            rows += own
            answers += map(int, credited)
            if heard and (any(credited) or not head.event.sources):  # else none of the choices is right
                right.append(len(choices) + (1 + credited.index(True) if any(credited) else 0))
                choices += [nobody_evidence(heard), *own]
                sets.append(len(choices))
    table, _ = fit_choice(_rows(rows), np.array(answers), 2, least=_LEAST, keep=_KEEP, intercepts=False)
    return table, fit_pick(_rows(choices), np.array(sets), np.array(right), least=_LEAST, keep=_KEEP)


def _composed(lesson: Lesson, head: Head) -> Composed:
    """An annotated event with its actors as the extractor would find them."""
    scene, trigger, _ = trigger_of(lesson, head)
    number = lesson.annotated.scenes.index(scene)
    mentions = []
    for party in head.event.actors:
        names = [
            n for n in possible_names(lesson.layout, number, party.country) if n != ITSELF and lesson.layout.mention_sentence[n] == number
        ]
        named = [n for n in names if same_name(lesson.layout.mentions[n].name or lesson.layout.mentions[n].text, party.label)]
        mentions += [lesson.layout.mentions[n] for n in named[:1]]
    return Composed(Option(0, 0, 0, 1.0, 1.0, 1.0, 0, 0), number, trigger, tuple(mentions), (), (), 1.0)

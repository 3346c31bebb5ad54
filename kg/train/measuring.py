"""A training run in, what its report says beyond the benchmark's figures out: confusions, stages one by one, the words that weigh most."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest

import numpy as np

from kg.evaluate import ScoredEvent
from kg.evaluate.scoring import article_dyads
from kg.extract.learned.candidates import cast_of
from kg.extract.learned.deciding import StageWeights, pick_scores
from kg.extract.learned.keys import Ints, Keys
from kg.extract.learned.role_evidence import RoleEvidence, pairs_of, role_evidence
from kg.extract.learned.target_evidence import target_evidence, triples_of
from kg.extract.learned.trigger_evidence import ACTIONS, TEMPLATES
from kg.extract.learned.words import WordBook
from kg.train.figures import Accuracy, ActionEvidence, ConfusionMatrix, Evidence
from kg.train.stages import Lesson, gold_triggers, right_answers, wanted_parties, word_at

NONE = "none"
_STRONGEST = 8
_LEAST_SEEN = 3
_BY_ITSELF = {"word", "length", "first", "last", "coarse", "middle", "fine"}


def confusion(gold: Mapping[str, Sequence[ScoredEvent]], events: Mapping[str, Sequence[ScoredEvent]]) -> ConfusionMatrix:
    """Annotated action against the one found, of each sentence; what only one side has stands against the rest of the other."""
    counts: Counter[tuple[str, str]] = Counter()
    for article in gold:
        sides: list[dict[str, set[str]]] = []
        for found in article_dyads(article, gold[article], events.get(article, ())):
            own: dict[str, set[str]] = defaultdict(set)
            for dyad in found:
                own[dyad.sentence].add(dyad.action)
            sides.append(own)
        wanted, given = sides
        for sentence in wanted.keys() | given.keys():
            counts.update(_confused(wanted.get(sentence, set()), given.get(sentence, set())))
    labels = (*ACTIONS, NONE)
    return ConfusionMatrix(labels, tuple(tuple(None if g == p == NONE else counts[g, p] for p in labels) for g in labels))


def _confused(wanted: set[str], given: set[str]) -> Iterator[tuple[str, str]]:
    yield from ((action, action) for action in wanted & given)
    yield from zip_longest(sorted(wanted - given), sorted(given - wanted), fillvalue=NONE)


def stage_hits(lesson: Lesson, book: WordBook, weights: StageWeights) -> Counter[tuple[str, bool]]:
    """How often a stage chooses rightly in an article, given that the stages before it did: actors, then targets."""
    hits: Counter[tuple[str, bool]] = Counter()
    if not lesson.heads:
        return hits
    triggers = gold_triggers(lesson, book)
    cast = cast_of(lesson.layout, lesson.context, sorted(set(triggers.sentence.tolist())))
    pairs = pairs_of(triggers, cast)
    evidence = role_evidence(lesson.layout, book, lesson.context, cast, triggers, pairs)
    scores = pick_scores(weights.actor, evidence)
    wanted = wanted_parties(lesson.heads)
    answers = [right_answers(n, *wanted[n], triggers, cast, lesson.layout) for n in range(len(lesson.heads))]
    begins = cast.low[triggers.sentence]
    known: list[tuple[int, int, int | None]] = []
    for n, (actor, target) in enumerate(answers):
        if actor is None:
            hits["actor", False] += 1  # no candidate is right
            continue
        low, high = int(pairs.starts[n]), int(pairs.starts[n + 1]) - 1
        chosen = cast.candidates[int(begins[n]) + int(scores[low:high].argmax())]
        hits["actor", frozenset(chosen.countries) == wanted[n][0]] += 1
        known.append((n, int(begins[n]) + actor, target))
    if known:
        chosen_actors: tuple[Ints, Ints] = (np.array([n for n, _, _ in known]), np.array([a for _, a, _ in known]))
        triples = triples_of(triggers, cast, chosen_actors, pairs.starts)
        more: RoleEvidence = target_evidence(lesson.layout, cast, triggers, triples)
        found = pick_scores(weights.target, evidence)[triples.pair] + pick_scores(weights.target, more)
        for row, (n, _, _) in enumerate(known):
            low, high = int(triples.starts[row]), int(triples.starts[row + 1])
            candidate = cast.candidates[int(triples.target[low + int(found[low:high].argmax())])]
            hits["target", frozenset(candidate.countries) == wanted[n][1]] += 1
    return hits


_STAGES = {"actor": "actor, given the trigger", "target": "target, given trigger and actor"}


def stage_accuracies(hits: Counter[tuple[str, bool]]) -> tuple[Accuracy, ...]:
    """The counts of all articles as figures."""
    return tuple(
        Accuracy(text, hits[name, True], hits[name, True] + hits[name, False])
        for name, text in _STAGES.items()
        if hits[name, True] + hits[name, False]
    )


def strongest_words(lessons: Sequence[Lesson], weights: StageWeights) -> tuple[ActionEvidence, ...]:
    """The words of the training articles that by themselves speak most for each action, against the mean of the others, in log-odds.

    What a word says by itself: that it is this word, its characters, and the words of like use.
    """
    own = [n for n, names in enumerate(TEMPLATES.says) if set(names) <= _BY_ITSELF]
    seen: Counter[str] = Counter()
    keys_of: dict[str, Keys] = {}
    for lesson in lessons:
        for row in range(len(lesson.evidence.words)):
            word = word_at(lesson.layout, lesson.evidence, row)
            seen[word] += 1
            keys_of[word] = lesson.evidence.keys[own, row]
    words = sorted(word for word, count in seen.items() if count >= _LEAST_SEEN)
    if not words:
        return ()
    table = weights.trigger.sums(np.stack([keys_of[word] for word in words], axis=1))
    found = []
    for number, action in enumerate(ACTIONS, start=1):
        beside = table[:, number] - (table.sum(axis=1) - table[:, number]) / (table.shape[1] - 1)
        best = [n for n in np.argsort(-beside, kind="stable")[:_STRONGEST].tolist() if beside[n] > 0]
        found.append(ActionEvidence(action, tuple(Evidence(f"the word {words[n]}", round(float(beside[n]), 3)) for n in best)))
    return tuple(found)

"""What was made of an article and one of its events in, the evidence that decided out: in words, a line for each decision.

Of linear stages the evidence that weighs most: for the action against none, for a party against the mean of the other candidates. Of
the trees, which set a dyad beside its rivals, what changes most when it is put to the middle of the article's dyads. All in log-odds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from kg.extract.by_rules import PERFORMATIVE
from kg.extract.date_weighing import shipped_weights, worth
from kg.extract.dates import date_candidates
from kg.extract.learned import role_templates, target_evidence, trigger_evidence
from kg.extract.learned.composing import Composed, frame_of
from kg.extract.learned.dyads import SAYS, Weighing
from kg.extract.learned.evidence_of_strings import named_keys
from kg.extract.learned.modality import CLASSES, modality_evidence
from kg.extract.learned.role_evidence import RoleEvidence, pairs_of, role_evidence
from kg.extract.learned.sources import source_evidence
from kg.extract.learned.table import Floats, WeightTable
from kg.extract.learned.target_evidence import triples_of
from kg.extract.learned.trigger_evidence import ACTIONS, TriggerEvidence
from kg.extract.learned.weights import Weights
from kg.extract.learned.words import WordBook
from kg.extract.scenes import Scene
from kg.model import Claim

_MOST = 3  # pieces of evidence of one decision
_LEAST = 0.05  # log-odds: what weighs less decides nothing
Weighed = Mapping[str, float]  # what evidence says in words -> what it weighs


@dataclass(frozen=True)
class Explainer:
    """The decisions on one article."""

    weights: Weights
    book: WordBook
    weighing: Weighing
    scenes: Sequence[Scene]
    anchor: date | None

    def reasons(self, composed: Composed, claim: Claim) -> tuple[str, ...]:
        """The lines on one event."""
        return (
            *self._trigger(composed),
            *self._parties(composed),
            *self._beside_others(composed),
            *self._date(claim),
            *self._modality(claim),
            *self._sources(composed),
        )

    def _trigger(self, composed: Composed) -> Iterator[str]:
        triggers, evidence = self.weighing.reading.triggers, self.weighing.evidence
        n = composed.option.trigger
        row, action = int(np.flatnonzero(evidence.words == triggers.word[n])[0]), int(triggers.action[n])
        word = self.weighing.reading.layout.text[int(triggers.start[n]) : int(triggers.end[n])]

        def against_none(weights: Floats) -> Floats:
            return weights[:, action] - weights[:, 0]

        said = evidence_weights(self.weights.stages.trigger, evidence, row, trigger_evidence, against_none)
        yield f"{word} says {ACTIONS[action - 1]} ({composed.option.trigger_share:.2f}): {_strongest(said)}"

    def _parties(self, composed: Composed) -> Iterator[str]:
        reading, option, stages = self.weighing.reading, composed.option, self.weights.stages
        layout, triggers, cast = reading.layout, reading.triggers, reading.cast
        pairs = pairs_of(triggers, cast)
        evidence = role_evidence(layout, self.book, reading.context, cast, triggers, pairs)
        low, high = int(pairs.starts[option.trigger]), int(pairs.starts[option.trigger + 1])
        first = int(pairs.candidate[low])
        actors = [
            evidence_weights(stages.actor, evidence, row, role_templates, _only) for row in range(low, high - 1)
        ]  # the last is nobody
        yield f"actor {_names(composed, 'actor')} ({option.actor_share:.2f}): {_strongest(_beside(actors, option.actor - first))}"
        chosen = (np.array([option.trigger]), np.array([option.actor]))
        triples = triples_of(triggers, cast, chosen, pairs.starts)
        more = target_evidence.target_evidence(layout, cast, triggers, triples)
        own = [evidence_weights(stages.target, evidence, row, role_templates, _only) for row in range(low, high)]
        added = [evidence_weights(stages.target, more, row, target_evidence, _only) for row in range(high - low)]
        targets = [_sum(one, other) for one, other in zip(own, added, strict=True)]
        yield f"target {_names(composed, 'target')} ({option.target_share:.2f}): {_strongest(_beside(targets, option.target - first))}"

    def _beside_others(self, composed: Composed) -> Iterator[str]:
        rows, trees = self.weighing.rows, self.weights.trees
        at = next(n for n, w in enumerate(self.weighing.weighed) if w.sentence == composed.scene and w.dyad in composed.dyads)
        changed = np.repeat(rows[at : at + 1], len(SAYS), axis=0)
        np.fill_diagonal(changed, np.median(rows, axis=0))
        change = trees.scores(rows[at : at + 1])[0] - trees.scores(changed)
        yield f"beside the article's other events ({composed.confidence:.2f}): {_strongest(dict(zip(SAYS, change.tolist(), strict=True)))}"

    def _date(self, claim: Claim) -> Iterator[str]:
        scene = next(s for s in self.scenes if s.sentence.start == claim.sentence.start)
        start, end = claim.trigger.start - scene.sentence.start, claim.trigger.end - scene.sentence.start
        weights = shipped_weights()
        given = date_candidates(scene.times, start, end, sentence=scene.sentence, performative=claim.trigger.action in PERFORMATIVE)
        best = max(given, key=lambda candidate: worth(candidate.evidence, weights))
        days = "no date" if claim.date is None else f"date {claim.date.start.isoformat()}"
        yield f"{days}: {_strongest({name: weights.get(name, 0.0) for name in best.evidence})}"

    def _modality(self, claim: Claim) -> Iterator[str]:
        scene = next(s for s in self.scenes if s.sentence.start == claim.sentence.start)
        evidence = [*modality_evidence(scene, claim.trigger, frame_of(scene, claim.trigger), claim.date, self.anchor), "always"]
        chosen = CLASSES.index(claim.modality)
        said = {name: float(w[chosen] - w.mean()) for name, w in _named(self.weights.attributes.modality, evidence)}
        yield f"{claim.modality}: {_strongest(said)}"

    def _sources(self, composed: Composed) -> Iterator[str]:
        attributes = self.weights.attributes
        for voice, likeliest in attributes.credited(self.scenes, composed):
            named = _named(
                attributes.speaker if likeliest else attributes.source, [*source_evidence(self.scenes, composed, voice), "always"]
            )
            said = {name: float(w[0] if likeliest else w[1] - w[0]) for name, w in named}
            yield f"source {voice.credit.label}: {_strongest(said)}"


def _only(weights: Floats) -> Floats:
    return weights[:, 0]


def evidence_weights(
    table: WeightTable, evidence: TriggerEvidence | RoleEvidence, row: int, stage: object, weigh: Callable[[Floats], Floats]
) -> Weighed:
    """What the evidence of a row weighs, by what it says; ``stage`` is the module that knows the words."""
    says, listed = stage.TEMPLATES.says, stage.LISTED  # type: ignore[attr-defined]
    own = np.flatnonzero(evidence.listed_rows == row)
    keys = np.concatenate([evidence.keys[:, row], evidence.listed_keys[own]])
    words = [*says.values(), *(listed[int(number)] for number in evidence.listed_numbers[own])]
    found: dict[str, float] = defaultdict(float)
    for text, weight in zip(words, weigh(table.weights_of(keys)).tolist(), strict=True):
        found[text] += weight
    return found


def _named(table: WeightTable, evidence: Sequence[str]) -> Iterator[tuple[str, NDArray[np.float32]]]:
    """Each name of evidence with its weights."""
    for name in dict.fromkeys(evidence):
        yield name, table.weights_of(named_keys([[name]])[1])[0]


def _sum(one: Weighed, other: Weighed) -> Weighed:
    return {text: one.get(text, 0.0) + other.get(text, 0.0) for text in dict.fromkeys((*one, *other))}


def _beside(all_: Sequence[Weighed], chosen: int) -> Weighed:
    """The evidence of one candidate against the mean of the others: what all share decides nothing."""
    others = [w for n, w in enumerate(all_) if n != chosen]
    return {text: value - sum(w.get(text, 0.0) for w in others) / max(1, len(others)) for text, value in all_[chosen].items()}


def _names(composed: Composed, role: str) -> str:
    mentions = composed.actors if role == "actor" else composed.targets
    return "、".join(m.text or "unnamed" for m in mentions) or "none"


def _strongest(said: Weighed) -> str:
    ranked = sorted(((text, w) for text, w in said.items() if abs(w) >= _LEAST), key=lambda s: (-abs(s[1]), s[0]))
    return "; ".join(f"{text} {weight:+.1f}" for text, weight in ranked[:_MOST]) or "nothing of weight"

"""Reference and predicted events in; out, what became of each, as one kind of right or wrong.

The unit is the dyad, as in scoring: an event of several parties counts once for each pair. Each reference dyad and each predicted one
has exactly one kind, so the counts add up to the scores: what is neither a ``missed`` nor a ``spurious`` kind, nor wrong in action or
parties, is a hit.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from kg.evaluate.names import fold
from kg.evaluate.scoring import Dyads, article_dyads, best_pair, refuse_unknown
from kg.evaluate.values import MUTUAL, Dyad, Events, Found, ScoredEvent

T = TypeVar("T")
# the first that holds, and what it means; `kg evaluate` lists them in this order
KINDS: Mapping[str, str] = {
    "missed-trigger": "the sentence reports this action, and nothing with it was found there",
    "missed-event": "this action was found in the sentence, but only between others",
    "wrong-action": "the same parties, or the same words, read as another action",
    "wrong-direction": "actor and target are each other's",
    "wrong-actor": "the action and its target are right, the actor's country is not",
    "wrong-target": "the action and its actor are right, the target's country is not, or one of the two has no target",
    "wrong-parties": "the action is right, and neither party is",
    "spurious-trigger": "the sentence reports no such action",
    "spurious-event": "the sentence reports this action, but not between these",
    "wrong-date": "who did what to whom is right, the date is not",
    "wrong-modality": "right up to the date; whether it happened, is planned, possible or denied is not",
    "wrong-source": "right up to the modality; whom the article credits is not",
    "wrong-name": "right in all but the name of a party of the right country",
    "right": "right in everything that is scored",
}
# attributes of a matched dyad in the order in which they decide its kind
_ATTRIBUTE_KINDS = (("date", "wrong-date"), ("modality", "wrong-modality"), ("source", "wrong-source"), ("actor_name", "wrong-name"))


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a reference dyad, of a predicted one, or of the two that answer each other."""

    kind: str  # one of KINDS
    article: str
    gold: Found | None  # None for what is spurious
    predicted: Found | None  # None for what is missed

    @property
    def sentence(self) -> str:
        """The sentence as annotated; as predicted where nothing is annotated."""
        found = self.gold or self.predicted
        assert found is not None
        return found[0].sentence


def judge_events(gold: Events, predicted: Events) -> Iterator[Verdict]:
    """The verdicts on all articles of the reference, in its order and in the order of their sentences.

    Raises KgError where articles are predicted that the reference does not hold.
    """
    refuse_unknown(gold, predicted)
    for article, events in gold.items():
        wanted, given = article_dyads(article, events, predicted.get(article, ()))
        sentences: dict[str, tuple[Dyads, Dyads]] = defaultdict(lambda: ({}, {}))
        for side, found in enumerate((wanted, given)):
            for dyad, origins in found.items():
                sentences[dyad.sentence][side][dyad] = origins
        for of_gold, of_predicted in sentences.values():
            yield from (Verdict(kind, article, g, p) for kind, g, p in _judge_sentence(of_gold, of_predicted))


def count_kinds(verdicts: Iterable[Verdict]) -> dict[str, int]:
    """How many verdicts there are of each of KINDS, in their order."""
    counted = Counter(v.kind for v in verdicts)
    return {kind: counted[kind] for kind in KINDS}


def drawn_evenly(found: Sequence[T], most: int) -> Sequence[T]:
    """At most so many, drawn evenly: always the same ones, and not all from the first articles."""
    if len(found) <= most:
        return found
    return [found[place * len(found) // most] for place in range(most)]


def _judge_sentence(gold: Dyads, predicted: Dyads) -> Iterator[tuple[str, Found | None, Found | None]]:
    for dyad in gold:
        if dyad in predicted:
            (wanted, given), agreed = best_pair(gold[dyad], predicted[dyad])
            yield next((kind for name, kind in _ATTRIBUTE_KINDS if not agreed.get(name, True)), "right"), wanted, given
    missed, spurious = [d for d in gold if d not in predicted], [d for d in predicted if d not in gold]
    for kind, g, p in _paired(missed, spurious, gold, predicted):
        yield kind, gold[g][0], predicted[p][0]
        missed.remove(g)
        spurious.remove(p)
    found, reported = {d.action for d in predicted}, {d.action for d in gold}
    for dyad in missed:
        yield "missed-event" if dyad.action in found else "missed-trigger", gold[dyad][0], None
    for dyad in spurious:
        yield "spurious-event" if dyad.action in reported else "spurious-trigger", None, predicted[dyad][0]


def _paired(missed: Iterable[Dyad], spurious: Iterable[Dyad], gold: Dyads, predicted: Dyads) -> list[tuple[str, Dyad, Dyad]]:
    """Which missed dyad a spurious one stands for: the nearest first, each at most once."""
    places = {d: n for found in (gold, predicted) for n, d in enumerate(found)}
    candidates = []
    for g in missed:
        for p in spurious:
            shared = _share_words(gold[g], predicted[p])
            if kind := _mistaken(g, p, gold[g][0][0]) if g.action == p.action else _misread(g, p, shared):
                candidates.append((_NEAREST.index(kind), not shared, places[g], places[p], kind, g, p))
    taken: set[tuple[str, Dyad]] = set()
    pairs = []
    for *_, kind, g, p in sorted(candidates, key=lambda c: c[:4]):
        if ("gold", g) not in taken and ("predicted", p) not in taken:
            taken |= {("gold", g), ("predicted", p)}
            pairs.append((kind, g, p))
    return pairs


_NEAREST = ("wrong-direction", "wrong-target", "wrong-actor", "wrong-action", "wrong-parties")


def _misread(gold: Dyad, predicted: Dyad, shared: bool) -> str | None:
    """Of two dyads with different actions whether one was read for the other: between the same parties, or from the same words."""
    return "wrong-action" if shared or (gold.actor, gold.target) == (predicted.actor, predicted.target) else None


def _mistaken(gold: Dyad, predicted: Dyad, event: ScoredEvent) -> str:
    """Which party of a dyad with the right action is wrong; ``event`` is the reference's."""
    if gold.action in MUTUAL:
        return _mistaken_partner(gold, predicted, event)
    if (gold.actor, gold.target) == (predicted.target, predicted.actor):
        return "wrong-direction"
    if gold.actor == predicted.actor:
        return "wrong-target"
    return "wrong-actor" if gold.target == predicted.target else "wrong-parties"


def _mistaken_partner(gold: Dyad, predicted: Dyad, event: ScoredEvent) -> str:
    """The same where dyads have no direction: their parties stand in the order of their codes, so sides are the reference's event's."""
    if predicted.target == "-":
        return "wrong-target"
    found = {predicted.actor, predicted.target}
    lacking = [country for country in (gold.actor, gold.target) if country not in found]
    if len(lacking) > 1:
        return "wrong-parties"
    # none is lacking where two bodies of one country met, and one was taken for another country's
    return "wrong-actor" if lacking and lacking[0] in {p.country for p in event.actors} else "wrong-target"


def _share_words(gold: Iterable[Found], predicted: Iterable[Found]) -> bool:
    """Whether both have their action from the same words, as far as both name them."""
    return any(_overlap(g.trigger, p.trigger) for g, *_ in gold for p, *_ in predicted)


def _overlap(gold: str, predicted: str) -> bool:
    parts = [[f for part in words.split("…") if (f := fold(part))] for words in (gold, predicted)]
    return any(a in b or b in a for a in parts[0] for b in parts[1])

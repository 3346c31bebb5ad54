"""The layout of an article and the weights of the stages in, the dyads that its words may tell out, each with its probabilities.

First the words that may carry an action; of each who may act; of each of these who may be acted upon. Nothing is decided here for
good: what has some probability goes on, and the last stage weighs it against the rest of the article.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kg.extract.learned.candidates import Cast, Context, Countries, cast_of, context_of
from kg.extract.learned.keys import Ints, Keys, text_key
from kg.extract.learned.layout import Country, Layout
from kg.extract.learned.role_evidence import Pairs, RoleEvidence, Triggers, pairs_of, role_evidence, triggers_at
from kg.extract.learned.ruled import Ruled
from kg.extract.learned.table import Floats, WeightTable
from kg.extract.learned.target_evidence import Triples, target_evidence, triples_of
from kg.extract.learned.trigger_evidence import ACTIONS, TriggerEvidence
from kg.extract.learned.words import WordBook

TRIGGER_FLOOR: Final = 0.02  # less likely triggers are not followed
FLOOR: Final = 0.005  # nor less likely casts
_TOP: Final = 4  # so many actors of a trigger, and targets of an actor
_APART: Final = 2  # words of one action so near to each other are one trigger
MUTUAL: Final = frozenset(("CONSULT", "COOPERATE"))
PAIRING: Final = MUTUAL | {"AGREE", "SUPPORT"}
NOBODY_KEY: Final = "-"
RULED_FLOOR: Final = 0.1  # what the rules themselves are less sure of is not offered

Dyad = tuple[Country, str, Country]  # actor, action, target; "-" for no target at all


@dataclass(frozen=True)
class StageWeights:
    """The weights of the first stages."""

    trigger: WeightTable
    trigger_intercepts: Floats
    actor: WeightTable
    target: WeightTable
    seen: WeightTable  # of a word (and of a word with an action): how often the annotated articles have it


@dataclass(frozen=True, slots=True)
class Option:
    """One cast of one trigger: ``actor`` and ``target`` are candidates."""

    trigger: int
    actor: int
    target: int
    trigger_share: float
    actor_share: float
    target_share: float
    actor_rank: int
    target_rank: int

    @property
    def share(self) -> float:
        """How likely the whole is, stage by stage."""
        return self.trigger_share * self.actor_share * self.target_share


@dataclass(frozen=True)
class Reading:
    """What the first stages make of an article."""

    layout: Layout
    context: Context
    triggers: Triggers
    shares: Floats  # of each trigger's word: the probability of no action and of each, shape (triggers, 1 + actions)
    covered: Floats  # of each trigger's word: the precision of the surest phrase of each action
    cast: Cast
    options: tuple[Option, ...]
    ruled: tuple[Ruled, ...]  # what the rules say
    seen: Floats  # of each trigger's word: how often the annotated articles have it, and how often with this action
    pairs: Pairs
    standing: Ints  # of each pair: how the candidate stands to the trigger


def softmax(scores: Floats) -> Floats:
    """Shares of each row."""
    power = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares: Floats = power / power.sum(axis=1, keepdims=True)
    return shares


def shares_of_words(evidence: TriggerEvidence, weights: StageWeights) -> Floats:
    """The probability of no action and of each action for each word, shape (words, 1 + actions)."""
    scores = weights.trigger.sums(evidence.keys) + weights.trigger_intercepts
    weights.trigger.add_listed(scores, evidence.listed_rows, evidence.listed_keys)
    return softmax(scores)


def likely_triggers(layout: Layout, evidence: TriggerEvidence, shares: Floats, floor: float = TRIGGER_FLOOR) -> tuple[Ints, Ints]:
    """Rows of the evidence and actions above the floor; of neighbours with one action the likelier. In the order of the text."""
    rows, actions = np.nonzero(shares[:, 1:] > floor)
    order = np.lexsort((rows, -shares[rows, actions + 1]))
    kept: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    chosen = []
    for row, action in zip(rows[order].tolist(), (actions[order] + 1).tolist(), strict=True):
        word = evidence.words[row]
        start, end = int(layout.word_start[word]), int(layout.word_end[word])
        near = kept[int(layout.word_sentence[word]), action]
        if not any(start - e <= _APART and s - end <= _APART for s, e in near):
            near.append((start, end))
            chosen.append((row, action))
    chosen.sort()
    return np.array([r for r, _ in chosen], np.int64), np.array([a for _, a in chosen], np.int64)


def read(layout: Layout, book: WordBook, evidence: TriggerEvidence, weights: StageWeights, ruled: Sequence[Ruled] = ()) -> Reading:
    """The likely casts of the article's likely triggers, and those that the rules offer."""
    shares = shares_of_words(evidence, weights)
    rows, actions = likely_triggers(layout, evidence, shares)
    rows, actions = _with_ruled(layout, evidence, shares, (rows, actions), ruled)
    triggers = triggers_at(layout, book, evidence.words[rows], actions, shares[rows, actions])
    context = context_of(layout)
    cast = cast_of(layout, context, sorted(set(triggers.sentence.tolist())))
    offered = _offered(layout, triggers, cast, ruled)
    pairs = pairs_of(triggers, cast)
    parties = role_evidence(layout, book, context, cast, triggers, pairs)
    options = _options(layout, cast, triggers, weights, offered, pairs, parties) if len(triggers) else ()
    counted = (seen_keys(layout, evidence, rows), seen_keys(layout, evidence, rows, actions))
    seen = np.concatenate([weights.seen.weights_of(keys) for keys in counted], axis=1)
    return Reading(
        layout, context, triggers, shares[rows], evidence.covered[rows], cast, options, tuple(ruled), seen, pairs, parties.standing
    )


def seen_keys(layout: Layout, evidence: TriggerEvidence, rows: Ints, actions: Ints | None = None) -> Keys:
    """Under what the words of rows are counted: by themselves, or each with its action."""
    words = evidence.words[rows]
    texts = [layout.text[a:b] for a, b in zip(layout.word_start[words].tolist(), layout.word_end[words].tolist(), strict=True)]
    if actions is not None:
        texts = [f"{text}={action}" for text, action in zip(texts, actions.tolist(), strict=True)]
    return np.array([text_key(text) for text in texts], np.uint32)


def _with_ruled(
    layout: Layout, evidence: TriggerEvidence, shares: Floats, chosen: tuple[Ints, Ints], ruled: Sequence[Ruled]
) -> tuple[Ints, Ints]:
    """The triggers and those of the rules that none of them is near: of its words the likeliest."""
    start, end = layout.word_start[evidence.words], layout.word_end[evidence.words]
    sentence = layout.word_sentence[evidence.words]
    taken = {(int(row), int(action)) for row, action in zip(*chosen, strict=True)}
    places: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    for row, action in taken:
        places[int(sentence[row]), action].append((int(start[row]), int(end[row])))
    for cast in ruled:
        base = int(layout.base[cast.sentence])
        low, high = base + cast.start, base + cast.end
        near = places[cast.sentence, cast.action]
        if cast.confidence < RULED_FLOOR or any(low - e <= _APART and s - high <= _APART for s, e in near):
            continue
        over = np.flatnonzero((start < high) & (end > low))
        if len(over):
            row = int(over[int(shares[over, cast.action].argmax())])
            taken.add((row, cast.action))
            near.append((int(start[row]), int(end[row])))
    both = sorted(taken)
    return np.array([r for r, _ in both], np.int64), np.array([a for _, a in both], np.int64)


Offered = dict[int, list[tuple[int, int]]]  # of a trigger the casts (actor, target) that the rules offer


def _offered(layout: Layout, triggers: Triggers, cast: Cast, ruled: Sequence[Ruled]) -> Offered:
    """Which casts of the candidates are those of the rules, each at the nearest trigger of its action."""
    found: Offered = defaultdict(list)
    at: dict[tuple[int, int], list[int]] = defaultdict(list)
    for n, place in enumerate(zip(triggers.sentence.tolist(), triggers.action.tolist(), strict=True)):
        at[place].append(n)
    for one in ruled:
        own = at.get((one.sentence, one.action))
        if own is None or one.confidence < RULED_FLOOR:
            continue
        base = int(layout.base[one.sentence])
        low, high = base + one.start, base + one.end
        trigger = min(own, key=lambda n: (max(int(triggers.start[n]) - high, low - int(triggers.end[n])), n))
        actor = _candidate(layout, cast, one.sentence, one.actors, low)
        target = _candidate(layout, cast, one.sentence, one.targets, low)
        if actor is not None and target is not None:
            found[trigger].append((actor, target))
    return found


def _candidate(layout: Layout, cast: Cast, sentence: int, countries: Countries, place: int) -> int | None:
    """The candidate of a sentence that stands for just these countries: the nearest to the place."""

    def distance(n: int) -> int:
        first = cast.candidates[n].first
        return 0 if first < 0 else abs(int(layout.mention_start[first]) - place)

    own = [n for n in range(int(cast.low[sentence]), int(cast.high[sentence])) if cast.candidates[n].countries == countries]
    return min(own, key=distance, default=None)


def _options(
    layout: Layout, cast: Cast, triggers: Triggers, weights: StageWeights, offered: Offered, pairs: Pairs, evidence: RoleEvidence
) -> tuple[Option, ...]:
    trigger, actor, share, rank = _likely_actors(pairs, evidence, triggers, weights, offered)
    triples = triples_of(triggers, cast, (trigger, actor), pairs.starts)
    found = _target_shares(layout, cast, triggers, triples, evidence, weights)
    so_far = triggers.probability[trigger] * share
    of, place = _ranked(found, triples.starts)
    likely = (place < _TOP) & (so_far[of] * found >= FLOOR)
    casts = zip(trigger.tolist(), actor.tolist(), triples.starts.tolist(), strict=False)
    wanted = [(low, t) for n, a, low in casts for by, t in offered.get(n, ()) if by == a]
    likely[[low + t - int(triples.target[low]) for low, t in wanted]] = True
    rows = np.lexsort((place, of))
    rows = rows[likely[rows]]
    casts_ = of[rows]
    columns = (
        trigger[casts_],
        actor[casts_],
        triples.target[rows],
        triggers.probability[trigger[casts_]],
        share[casts_],
        found[rows],
        rank[casts_],
        place[rows],
    )
    return tuple(map(Option, *(c.tolist() for c in columns)))


def _ranked(scores: NDArray[np.float32], starts: Ints) -> tuple[Ints, Ints]:
    """Of each row its set and its place in it, the highest first."""
    of = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
    place = np.empty(len(scores), np.int64)
    place[np.lexsort((-scores, of))] = np.arange(len(scores)) - starts[of]
    return of, place


def pick_scores(table: WeightTable, evidence: RoleEvidence) -> NDArray[np.float32]:
    """What the evidence of each row comes to."""
    scores = table.sums(evidence.keys)
    table.add_listed(scores, evidence.listed_rows, evidence.listed_keys)
    total: NDArray[np.float32] = scores[:, 0]
    return total


def shares_within(scores: NDArray[np.float32], starts: Ints) -> NDArray[np.float32]:
    """Each row's share of its set."""
    of = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
    power = np.exp(scores - np.maximum.reduceat(scores, starts[:-1])[of])
    shares = power / np.add.reduceat(power, starts[:-1])[of]
    return shares.astype(np.float32)


def _likely_actors(
    pairs: Pairs, evidence: RoleEvidence, triggers: Triggers, weights: StageWeights, offered: Offered
) -> tuple[Ints, Ints, NDArray[np.float32], Ints]:
    """Trigger, candidate, share and rank of the likely actors, and of those whom the rules offer."""
    scores = pick_scores(weights.actor, evidence)
    scores[pairs.starts[1:] - 1] = -np.inf  # somebody must act
    shares = shares_within(scores, pairs.starts)
    of, place = _ranked(shares, pairs.starts)
    likely = (place < _TOP) & (triggers.probability[of] * shares >= FLOOR)
    first = pairs.starts[:-1]
    wanted = [int(first[n]) + a - int(pairs.candidate[first[n]]) for n, casts in offered.items() for a, _ in casts]
    likely[wanted] = True
    rows = np.lexsort((place, of))
    rows = rows[likely[rows]]
    return of[rows], pairs.candidate[rows], shares[rows], place[rows]


def _target_shares(
    layout: Layout, cast: Cast, triggers: Triggers, triples: Triples, evidence: RoleEvidence, weights: StageWeights
) -> NDArray[np.float32]:
    if not len(triples.trigger):
        return np.zeros(0, np.float32)
    scores = pick_scores(weights.target, evidence)[triples.pair]
    scores += pick_scores(weights.target, target_evidence(layout, cast, triggers, triples))
    return shares_within(scores, triples.starts)


@lru_cache(maxsize=1 << 14)
def dyads_of(actors: tuple[Country, ...], action: str, targets: tuple[Country, ...]) -> tuple[Dyad, ...]:
    """The dyads that a cast comes to, as the benchmark flattens events."""

    def order(one: Country, other: Country) -> tuple[Country, Country]:
        return (one, other) if (one or "") <= (other or "") else (other, one)

    if targets:
        one_another = actors == targets and len(actors) > 1  # 双方爆发冲突: each does it to the other
        pairs = [(a, t) for a in actors for t in targets if a != t or not one_another]
        if action in MUTUAL:
            pairs = [order(a, t) for a, t in pairs]
    elif len(actors) > 1 and action in PAIRING:
        pairs = [order(a, b) for a, b in combinations(actors, 2)]
    else:
        return tuple((a, action, NOBODY_KEY) for a in actors)
    return tuple(dict.fromkeys((a, action, t) for a, t in pairs))


def option_dyads(option: Option, reading: Reading) -> tuple[Dyad, ...]:
    """The dyads of one cast."""
    candidates = reading.cast.candidates
    action = ACTIONS[int(reading.triggers.action[option.trigger]) - 1]
    return dyads_of(candidates[option.actor].countries, action, candidates[option.target].countries)

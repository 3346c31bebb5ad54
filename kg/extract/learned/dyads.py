"""What the first stages make of an article in, its dyads with what tells for and against each out: a row of numbers for the last stage.

The last stage sees each dyad beside its rivals: other actions, actors and targets in its sentence, the same dyad elsewhere in the article.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kg.extract.learned.deciding import NOBODY_KEY, Dyad, Option, Reading, dyads_of, option_dyads
from kg.extract.learned.layout import Country
from kg.extract.learned.role_evidence import STANDING
from kg.extract.learned.ruled import Ruled
from kg.extract.learned.trigger_evidence import ACTION_NUMBER, ACTIONS, TriggerEvidence

_NO_RANK: Final = 20
_NO_DISTANCE: Final = 99
_OFTEN: Final = (200, 50)  # what is seen more often is seen often

_FEATURES: Final = {
    "share": "how likely it is stage by stage, over all its triggers",
    "trigger share": "how likely its trigger is",
    "actor share": "how likely its actor is, given the trigger",
    "target share": "how likely its target is, given trigger and actor",
    "best share": "how likely its best cast is",
    "actor rank": "which choice its actor is",
    "target rank": "which choice its target is",
    "actor type": "how its actor was found",
    "target type": "how its target was found",
    "actors": "how many act with its actor",
    "targets": "how many its target stands with",
    "casts": "in how many ways it was found",
    "action": "which action it is",
    "elsewhere": "how likely the article tells it elsewhere",
    "pair elsewhere": "how likely the article has the two in one event elsewhere",
    "reverse": "how likely the article tells something of the two the other way round",
    "rivals above": "how many dyads of the sentence are likelier",
    "sentence": "how much the sentence tells in all",
    "of the best": "how likely it is beside the sentence's best",
    "of the action": "how likely it is beside the sentence's other dyads of the action",
    "action here": "how much of the action the sentence tells",
    "other action": "how likely another action between the two is",
    "action elsewhere": "how much of the action the rest of the article tells",
    "length": "how long the sentence is",
    "countries": "how many countries the sentence names",
    "place": "which sentence it is",
    "sentences": "how many sentences the article has",
    "actor named": "whether the sentence names the actor",
    "target named": "whether the sentence names the target",
    "actor frequency": "how much of the article is about the actor",
    "target frequency": "how much of the article is about the target",
    "actor order": "how often the article names the actor beside others",
    "target order": "how often the article names the target beside others",
    "itself": "whether actor and target are one country",
    "rival target": "how likely the actor does it to another",
    "rival actor": "how likely another does it to the target",
    "rival reverse": "how likely the target does it to the actor",
    "rival cast": "how likely others do it to others",
    "position": "where in the sentence the trigger stands",
    "quoted": "whether the trigger is quoted",
    "any action": "how likely the word carries any action",
    "best action": "how likely the word's likeliest action is",
    "second action": "how likely the word's second action is",
    "phrase": "how sure a phrase of the action is",
    "other phrase": "how sure a phrase of another action is",
    "word length": "how long the word is",
    "actor does elsewhere": "how likely the actor does such things elsewhere",
    "target suffers elsewhere": "how likely the target suffers such things elsewhere",
    "target does": "how likely the target does such things",
    "headline": "whether the sentence is a headline",
    "ruled": "how sure the rules are of it",
    "ruled action": "how sure the rules are of the action in the sentence",
    "ruled actor": "how sure the rules are of its actor for the action",
    "ruled target": "how sure the rules are of its target for the action",
    "ruled pair": "how sure the rules are of any action between the two in the sentence",
    "ruled elsewhere": "how often the rules find it elsewhere",
    "ruled here": "how sure the rules are of anything in the sentence",
    "seen": "how often annotated articles have its word",
    "seen so": "how often its word carries the action there",
    **{f"{role} standing {name}": f"{text} ({role})" for role in ("actor", "target") for name, text in STANDING.items()},
    "cast": "how many dyads its cast comes to",
    "cast share": "how likely the dyads of its cast are",
    "cast least": "how likely the least likely dyad of its cast is",
    "cast most": "how likely the likeliest dyad of its cast is",
    "cast ruled": "how sure the rules are of its cast",
    **{
        f"{role} {name}": text.format(role)
        for role in ("actor", "target")
        for name, text in (
            ("distance", "how far from the trigger the {} is named"),
            ("government", "what governs the {}"),
            ("kind", "what kind of party the {} is"),
            ("clauses", "how many clauses the {} is away"),
            ("side", "on which side of the trigger the {} stands"),
        )
    },
}
FEATURES: Final = tuple(_FEATURES)
SAYS: Final = tuple(_FEATURES.values())


@dataclass(frozen=True)
class Weighed:
    """A dyad of a sentence, as the article's stages see it."""

    sentence: int
    dyad: Dyad
    options: tuple[Option, ...]  # the casts that come to it, likeliest first
    share: float


@dataclass(frozen=True)
class Weighing:
    """All that was made of an article before anything is left out."""

    evidence: TriggerEvidence
    reading: Reading
    weighed: tuple[Weighed, ...]
    rows: NDArray[np.float64]  # (dyads, FEATURES)
    probability: tuple[float, ...]  # of each dyad


def weighed_dyads(reading: Reading) -> tuple[Weighed, ...]:
    """The dyads of an article, in the order of the text."""
    found: dict[tuple[int, Dyad], list[Option]] = defaultdict(list)
    for option in reading.options:
        sentence = int(reading.triggers.sentence[option.trigger])
        for dyad in option_dyads(option, reading):
            found[sentence, dyad].append(option)
    out = []
    for (sentence, dyad), options in found.items():
        options.sort(key=lambda o: -o.share)
        out.append(Weighed(sentence, dyad, tuple(options), min(1.0, sum(o.share for o in options))))
    return tuple(out)


def feature_rows(reading: Reading, weighed: Sequence[Weighed]) -> NDArray[np.float64]:
    """What tells for and against each dyad, shape (dyads, features)."""
    article = _Article(reading, weighed)
    return np.array([article.row(w) for w in weighed], np.float64).reshape(len(weighed), len(FEATURES))


class _Article:
    """Sums over the dyads of an article, so that each can be set beside the others."""

    def __init__(self, reading: Reading, weighed: Sequence[Weighed]) -> None:
        self.reading = reading
        self.same: dict[Dyad, float] = defaultdict(float)
        self.pair: dict[tuple[Country, Country], float] = defaultdict(float)
        self.action: dict[str, float] = defaultdict(float)
        self.does: dict[tuple[Country, str], float] = defaultdict(float)
        self.suffers: dict[tuple[Country, str], float] = defaultdict(float)
        self.here: dict[int, list[Weighed]] = defaultdict(list)
        for w in weighed:
            actor, action, target = w.dyad
            self.same[w.dyad] += w.share
            self.pair[actor, target] += w.share
            self.action[action] += w.share
            self.does[actor, action] += w.share
            self.suffers[target, action] += w.share
            self.here[w.sentence].append(w)
        self.total = max(1, sum(reading.context.frequency.values()))
        self.named: dict[int, dict[Country, list[int]]] = defaultdict(lambda: defaultdict(list))
        for n, sentence in enumerate(reading.layout.mention_sentence.tolist()):
            for country in set(reading.layout.countries[n]):
                self.named[sentence][country].append(n)
        second = np.sort(reading.shares[:, 1:], axis=1) if len(reading.shares) else reading.shares
        self.best = second[:, -2:].tolist()
        self.none = reading.shares[:, 0].tolist() if len(reading.shares) else []
        layout = reading.layout
        self.start, self.end = layout.mention_start.tolist(), layout.mention_end.tolist()
        self.clause, self.kind = layout.mention_clause.tolist(), layout.mention_kind.tolist()
        self.government = layout.mention_government.tolist()
        self.share = {(w.sentence, w.dyad): w.share for w in weighed}
        self.rules = _Rules(reading.ruled)
        self.covered = reading.covered.tolist()
        self.standing = reading.standing.tolist()
        self.seen = np.minimum(reading.seen, _OFTEN).tolist()
        triggers = reading.triggers
        self.trigger = list(zip(triggers.start.tolist(), triggers.end.tolist(), triggers.clause.tolist(), strict=True))

    def row(self, w: Weighed) -> list[float]:
        """The features of one dyad, in the order of ``FEATURES``."""
        reading, (actor, action, target), best, share = self.reading, w.dyad, w.options[0], w.share
        here = self.here[w.sentence]
        scene, candidates = reading.layout.scenes[w.sentence], reading.cast.candidates
        named, context = self.named[w.sentence], reading.context
        cast_actor, cast_target = candidates[best.actor], candidates[best.target]
        start, end, clause = self.trigger[best.trigger]
        number = ACTION_NUMBER[action]
        covered = self.covered[best.trigger]
        same_action = [o for o in here if o.dyad[1] == action]
        action_here = sum(o.share for o in same_action)
        most = max(o.share for o in here)
        position = (start - int(reading.layout.base[w.sentence])) / max(1, len(scene.folded))
        rivals = _Rivals.among(same_action, actor, target)
        other = max((o.share for o in here if o.dyad[0] == actor and o.dyad[2] == target and o.dyad[1] != action), default=0.0)
        return [
            *(share, best.trigger_share, best.actor_share, best.target_share, best.share, best.actor_rank, best.target_rank),
            *(cast_actor.type, cast_target.type, len(cast_actor.countries), len(cast_target.countries), len(w.options), number),
            *(self.same[w.dyad] - share, self.pair[actor, target] - share, self.pair.get((target, actor), 0.0)),
            *(sum(o.share > share for o in here), sum(o.share for o in here), share / (most + 1e-9)),
            *(share / (action_here + 1e-9), action_here, other, self.action[action] - action_here),
            *(len(scene.folded), len(named), w.sentence, len(reading.layout.scenes), actor in named, target in named),
            *(context.frequency.get(actor or "", 0) / self.total, context.frequency.get(target or "", 0) / self.total),
            *(context.rank.get(actor or "", _NO_RANK), context.rank.get(target or "", _NO_RANK), actor == target),
            *(rivals.target, rivals.actor, rivals.reverse, rivals.cast, position, bool(reading.layout.quoted[start])),
            *(1 - self.none[best.trigger], self.best[best.trigger][1], self.best[best.trigger][0], covered[number]),
            *(self.other_phrase(best.trigger, number), end - start, self.does[actor, action] - share),
            *(self.suffers[target, action] - share, self.does.get((target, action), 0.0), scene.sentence.kind == "headline"),
            *self.rules.row(w.sentence, w.dyad),
            *self.seen[best.trigger],
            *self.standing[self.pair_of(best.trigger, best.actor)],
            *self.standing[self.pair_of(best.trigger, best.target)],
            *self._cast(w),
            *self._nearest(named.get(actor, ()), start, end, clause),
            *self._nearest(named.get(target, ()) if target != NOBODY_KEY else (), start, end, clause),
        ]

    def other_phrase(self, trigger: int, number: int) -> float:
        """The precision of the surest phrase of another action than ``number`` over a trigger."""
        row = self.covered[trigger]
        return max(max(row[:number], default=0.0), max(row[number + 1 :], default=0.0))

    def pair_of(self, trigger: int, candidate: int) -> int:
        """The row of a trigger with a candidate of its sentence."""
        first = int(self.reading.pairs.starts[trigger])
        return first + candidate - int(self.reading.pairs.candidate[first])

    def _cast(self, w: Weighed) -> tuple[float, ...]:
        """The dyads that its likeliest cast comes to: how many, how likely, how sure the rules are of them."""
        together = option_dyads(w.options[0], self.reading)
        shares = [self.share.get((w.sentence, d), 0.0) for d in together]
        ruled = [self.rules.exact.get((w.sentence, d), 0.0) for d in together]
        count = len(together)
        return count, sum(shares) / count, min(shares), max(shares), sum(ruled) / count

    def _nearest(self, mentions: Sequence[int], start: int, end: int, clause: int) -> tuple[float, ...]:
        """The nearest mention of a country: distance, government, kind, clauses away, side."""
        best = (_NO_DISTANCE, -1, -1, -9, 0)
        for n in mentions:
            distance = start - self.end[n] if self.end[n] <= start else self.start[n] - end
            if distance < best[0] or best[1] < 0:
                side = 1 if self.end[n] <= start else 2 if self.start[n] >= end else 3
                best = (distance, self.government[n], self.kind[n], self.clause[n] - clause, side)
        return best


class _Rules:
    """How sure the rules are of each dyad of an article, and of its parts."""

    def __init__(self, ruled: Iterable[Ruled]) -> None:
        self.exact: dict[tuple[int, Dyad], float] = defaultdict(float)
        self.parts: dict[tuple[object, ...], float] = defaultdict(float)  # by sentence and what of the dyad is the same
        self.everywhere: dict[Dyad, float] = defaultdict(float)
        for cast in ruled:
            n, sure = cast.sentence, cast.confidence
            for dyad in dyads_of(cast.actors, ACTIONS[cast.action - 1], cast.targets):
                actor, action, target = dyad
                self.exact[n, dyad] = max(self.exact[n, dyad], sure)
                self.everywhere[dyad] += sure
                for part in ((n,), (n, action), (n, "actor", actor, action), (n, "target", action, target), (n, "pair", actor, target)):
                    self.parts[part] = max(self.parts[part], sure)

    def row(self, n: int, dyad: Dyad) -> tuple[float, ...]:
        """The features of one dyad of sentence ``n``."""
        actor, action, target = dyad
        own, parts = self.exact.get((n, dyad), 0.0), self.parts
        alike = ((n, action), (n, "actor", actor, action), (n, "target", action, target), (n, "pair", actor, target))
        return (own, *(parts.get(part, 0.0) for part in alike), self.everywhere.get(dyad, 0.0) - own, parts.get((n,), 0.0))


@dataclass(frozen=True, slots=True)
class _Rivals:
    """The likeliest other dyads of the same action in the sentence."""

    target: float
    actor: float
    reverse: float
    cast: float

    @classmethod
    def among(cls, same_action: Sequence[Weighed], actor: Country, target: Country) -> _Rivals:
        most = [0.0, 0.0, 0.0, 0.0]
        for other in same_action:
            one, _, two = other.dyad
            if one == actor and two != target:
                most[0] = max(most[0], other.share)
            if one != actor and two == target:
                most[1] = max(most[1], other.share)
            if one == target and two == actor:
                most[2] = max(most[2], other.share)
            if one != actor and two != target:
                most[3] = max(most[3], other.share)
        return cls(*most)

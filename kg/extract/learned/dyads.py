"""What the first stages make of an article in, its dyads with what tells for and against each out: a row of numbers for the last stage.

The last stage sees each dyad beside its rivals: other actions, actors and targets in its sentence, the same dyad elsewhere in the article.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter, itemgetter
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kg.extract.learned.deciding import NOBODY_KEY, Dyad, Option, Reading, dyads_of, option_dyads
from kg.extract.learned.layout import Country
from kg.extract.learned.role_evidence import STANDING
from kg.extract.learned.ruled import Ruled
from kg.extract.learned.trigger_evidence import ACTIONS, TriggerEvidence
from kg.extract.learned.words import as_ints

_NO_RANK: Final = 20
_NO_DISTANCE: Final = 99
_OFTEN: Final = (200, 50)  # what is seen more often is seen often
_TRIGGER, _ACTOR, _TARGET = attrgetter("trigger"), attrgetter("actor"), attrgetter("target")

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
    found: dict[tuple[int, Dyad], list[tuple[float, Option]]] = defaultdict(list)
    sentences = reading.triggers.sentence.tolist()
    for option in reading.options:
        place = sentences[option.trigger]
        likely = (option.share, option)
        for dyad in option_dyads(option, reading):
            found[place, dyad].append(likely)
    out = []
    for (place, dyad), options in found.items():
        options.sort(key=lambda o: -o[0])
        out.append(Weighed(place, dyad, tuple([o for _, o in options]), min(1.0, sum([share for share, _ in options]))))
    return tuple(out)


def feature_rows(reading: Reading, weighed: Sequence[Weighed]) -> NDArray[np.float64]:
    """What tells for and against each dyad, shape (dyads, features)."""
    if not weighed:
        return np.zeros((0, len(FEATURES)), np.float64)
    return np.column_stack([np.asarray(c, np.float64) for c in _Article(reading, weighed).columns(weighed)])


class _Article:
    """Sums over the dyads of an article, so that each can be set beside the others."""

    def __init__(self, reading: Reading, weighed: Sequence[Weighed]) -> None:
        self.reading = reading
        self.same: dict[Dyad, float] = defaultdict(float)
        self.pair: dict[tuple[Country, Country], float] = defaultdict(float)
        self.action: dict[str, float] = defaultdict(float)
        self.does: dict[tuple[Country, str], float] = defaultdict(float)
        self.suffers: dict[tuple[Country, str], float] = defaultdict(float)
        here: dict[int, list[Weighed]] = defaultdict(list)
        for w in weighed:
            actor, action, target = w.dyad
            self.same[w.dyad] += w.share
            self.pair[actor, target] += w.share
            self.action[action] += w.share
            self.does[actor, action] += w.share
            self.suffers[target, action] += w.share
            here[w.sentence].append(w)
        self.total = max(1, sum(reading.context.frequency.values()))
        named: dict[int, dict[Country, list[int]]] = defaultdict(lambda: defaultdict(list))
        for n, sentence in enumerate(reading.layout.mention_sentence.tolist()):
            for country in set(reading.layout.countries[n]):
                named[sentence][country].append(n)
        self.sentences = {n: _Sentence.of(reading, n, own, named[n]) for n, own in here.items()}
        layout = reading.layout
        self.start, self.end = layout.mention_start.tolist(), layout.mention_end.tolist()
        self.clause, self.kind = layout.mention_clause.tolist(), layout.mention_kind.tolist()
        self.government = layout.mention_government.tolist()
        self.share = {(w.sentence, w.dyad): w.share for w in weighed}
        self.rules = _Rules(reading.ruled)
        self.covered = reading.covered.tolist()
        triggers = reading.triggers
        self.trigger = list(zip(triggers.start.tolist(), triggers.end.tolist(), triggers.clause.tolist(), strict=True))
        self.other_phrases: dict[tuple[int, int], float] = {}
        self.nearest: dict[tuple[int, Country], tuple[float, ...]] = {}

    def columns(self, weighed: Sequence[Weighed]) -> Iterator[ArrayLike]:
        """The features of all dyads, one or several at once, in the order of ``FEATURES``."""
        reading, triggers, cast, context = self.reading, self.reading.triggers, self.reading.cast, self.reading.context
        dyads, shares, best = [w.dyad for w in weighed], [w.share for w in weighed], [w.options[0] for w in weighed]
        sentences = [self.sentences[w.sentence] for w in weighed]
        trigger, actor, target = (as_ints([n(o) for o in best]) for n in (_TRIGGER, _ACTOR, _TARGET))
        share, number, counts = np.array(shares), triggers.action[trigger], as_ints([len(c.countries) for c in cast.candidates])
        by_stage = np.array([(o.trigger_share, o.actor_share, o.target_share) for o in best])
        yield from (share, by_stage, by_stage[:, 0] * by_stage[:, 1] * by_stage[:, 2], [(o.actor_rank, o.target_rank) for o in best])
        yield from (cast.type[actor], cast.type[target], counts[actor], counts[target], [len(w.options) for w in weighed], number)
        yield np.array([self.same[d] for d in dyads]) - share
        yield np.array([self.pair[a, t] for a, _, t in dyads]) - share
        yield [self.pair.get((t, a), 0.0) for a, _, t in dyads]
        yield from ([s.likelier(own) for s, own in zip(sentences, shares, strict=True)], [s.total for s in sentences])
        action_here = np.array([s.of_action[d[1]] for s, d in zip(sentences, dyads, strict=True)])
        yield from (share / (np.array([s.most for s in sentences]) + 1e-9), share / (action_here + 1e-9), action_here)
        yield [s.other_action(d) for s, d in zip(sentences, dyads, strict=True)]
        yield np.array([self.action[d[1]] for d in dyads]) - action_here
        length = as_ints([s.length for s in sentences])
        yield from (length, [len(s.named) for s in sentences], [w.sentence for w in weighed], [len(reading.layout.scenes)] * len(weighed))
        yield [(a in s.named, t in s.named) for s, (a, _, t) in zip(sentences, dyads, strict=True)]
        yield np.array([(context.frequency.get(a or "", 0), context.frequency.get(t or "", 0)) for a, _, t in dyads]) / self.total
        yield [(context.rank.get(a or "", _NO_RANK), context.rank.get(t or "", _NO_RANK), a == t) for a, _, t in dyads]
        yield [s.rivals(d) for s, d in zip(sentences, dyads, strict=True)]
        start = triggers.start[trigger]
        yield (start - as_ints([s.base for s in sentences])) / np.maximum(1, length)
        yield from (reading.layout.quoted[start], 1 - reading.shares[trigger, 0].astype(np.float64))
        actions = np.sort(reading.shares[:, 1:], axis=1)[trigger]
        yield from (actions[:, -1], actions[:, -2], reading.covered[trigger, number])
        yield [self.other_phrase(t, n) for t, n in zip(trigger.tolist(), number.tolist(), strict=True)]
        yield triggers.end[trigger] - start
        yield np.array([self.does[a, action] for a, action, _ in dyads]) - share
        yield np.array([self.suffers[t, action] for _, action, t in dyads]) - share
        yield from ([self.does.get((t, action), 0.0) for _, action, t in dyads], [s.headline for s in sentences])
        yield [self.rules.row(w.sentence, w.dyad) for w in weighed]
        yield np.minimum(reading.seen, _OFTEN)[trigger]
        pair = reading.pairs.starts[trigger] - reading.pairs.candidate[reading.pairs.starts[trigger]]
        yield from (reading.standing[pair + actor], reading.standing[pair + target])
        yield [self._cast(w) for w in weighed]
        at = [(o.trigger, s.named) for o, s in zip(best, sentences, strict=True)]
        yield [self._nearest(named, d[0], n) for (n, named), d in zip(at, dyads, strict=True)]
        yield [self._nearest(named, d[2], n) for (n, named), d in zip(at, dyads, strict=True)]

    def other_phrase(self, trigger: int, number: int) -> float:
        """The precision of the surest phrase of another action than ``number`` over a trigger."""
        known = self.other_phrases.get((trigger, number))
        if known is None:
            row = self.covered[trigger]
            known = self.other_phrases[trigger, number] = max(max(row[:number], default=0.0), max(row[number + 1 :], default=0.0))
        return known

    def _cast(self, w: Weighed) -> tuple[float, ...]:
        """The dyads that its likeliest cast comes to: how many, how likely, how sure the rules are of them."""
        together, n, exact = option_dyads(w.options[0], self.reading), w.sentence, self.rules.exact
        if len(together) == 1:
            share = self.share.get((n, together[0]), 0.0)
            return 1, share, share, share, exact.get((n, together[0]), 0.0)
        shares = [self.share.get((n, d), 0.0) for d in together]
        ruled = [exact.get((n, d), 0.0) for d in together]
        count = len(together)
        return count, sum(shares) / count, min(shares), max(shares), sum(ruled) / count

    def _nearest(self, named: Mapping[Country, Sequence[int]], country: Country, trigger: int) -> tuple[float, ...]:
        """The mention of a country that is nearest to a trigger: distance, government, kind, clauses away, side."""
        known = self.nearest.get((trigger, country))
        if known is None:
            mentions = named.get(country, ()) if country != NOBODY_KEY else ()
            known = self.nearest[trigger, country] = self._nearest_of(mentions, *self.trigger[trigger])
        return known

    def _nearest_of(self, mentions: Sequence[int], start: int, end: int, clause: int) -> tuple[float, ...]:
        best = (_NO_DISTANCE, -1, -1, -9, 0)
        for n in mentions:
            distance = start - self.end[n] if self.end[n] <= start else self.start[n] - end
            if distance < best[0] or best[1] < 0:
                side = 1 if self.end[n] <= start else 2 if self.start[n] >= end else 3
                best = (distance, self.government[n], self.kind[n], self.clause[n] - clause, side)
        return best


@dataclass(frozen=True)
class _Sentence:
    """What the dyads of a sentence have in common, and sums over them."""

    base: int
    length: int  # characters
    headline: bool
    named: Mapping[Country, Sequence[int]]  # the mentions of each country
    shares: tuple[float, ...]  # rising
    total: float
    most: float
    of_action: Mapping[str, float]
    by_action: Mapping[str, Sequence[tuple[float, Country, Country]]]  # the likeliest first: share, actor, target
    by_pair: Mapping[tuple[Country, Country], Sequence[tuple[float, str]]]

    @classmethod
    def of(cls, reading: Reading, number: int, here: Sequence[Weighed], named: Mapping[Country, Sequence[int]]) -> _Sentence:
        """What there is to say of the dyads of one sentence."""
        scene, shares = reading.layout.scenes[number], [w.share for w in here]
        by_action: dict[str, list[tuple[float, Country, Country]]] = defaultdict(list)
        by_pair: dict[tuple[Country, Country], list[tuple[float, str]]] = defaultdict(list)
        for w in here:
            actor, action, target = w.dyad
            by_action[action].append((w.share, actor, target))
            by_pair[actor, target].append((w.share, action))
        of_action = {action: sum([share for share, _, _ in own]) for action, own in by_action.items()}
        for own in by_action.values():
            own.sort(key=itemgetter(0), reverse=True)
        base, length, headline = int(reading.layout.base[number]), len(scene.folded), scene.sentence.kind == "headline"
        return cls(base, length, headline, named, tuple(sorted(shares)), sum(shares), max(shares), of_action, by_action, by_pair)

    def likelier(self, share: float) -> int:
        """How many dyads are likelier."""
        return len(self.shares) - bisect_right(self.shares, share)

    def other_action(self, dyad: Dyad) -> float:
        """How likely another action between the two is."""
        actor, own, target = dyad
        return max([share for share, action in self.by_pair[actor, target] if action != own], default=0.0)

    def rivals(self, dyad: Dyad) -> tuple[float, float, float, float]:
        """The likeliest other dyads of the action: to another target, of another actor, the other way round, between two others."""
        actor, action, target = dyad
        to_other = of_other = reverse = apart = 0.0
        for share, one, two in reversed(self.by_action[action]):  # the likeliest last, and so it stays
            if one == actor:
                if two != target:
                    to_other = share
            elif two == target:
                of_other = share
            else:
                apart = share
            if one == target and two == actor:
                reverse = share
        return to_other, of_other, reverse, apart


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
        parts, everywhere = self.parts, self.everywhere.get(dyad, 0.0)
        here = parts.get((n,))
        if here is None:  # as in most sentences
            return (0.0, 0.0, 0.0, 0.0, 0.0, everywhere, 0.0)
        own = self.exact.get((n, dyad), 0.0)
        alike = ((n, action), (n, "actor", actor, action), (n, "target", action, target), (n, "pair", actor, target))
        return (own, *(parts.get(part, 0.0) for part in alike), everywhere - own, here)

"""The dyads of an article that are sure enough in, its claims out: dyads of one cast together, each with the words that carry it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from kg.extract.learned.candidates import NOBODY, UNKNOWN, Candidate
from kg.extract.learned.deciding import MUTUAL, Dyad, Option, Reading, option_dyads
from kg.extract.learned.dyads import Weighed
from kg.extract.learned.layout import Country, Layout
from kg.extract.learned.parties import ITSELF, Naming, Place, Role, name_evidence, possible_names
from kg.extract.learned.trigger_evidence import ACTIONS
from kg.extract.scenes import Scene
from kg.extract.triggers import Match
from kg.model import Mention, Trigger
from kg.vocabulary import Frame

RULE = "learned"
_SAYS_AGAIN = frozenset(("pronoun", "pair", "generic", "state"))
# a word that tells one event tells another only where that is as likely; of those who ask for less sure events, so many times as likely
_SECOND, _TIMES = 0.4, 1.8
_NUMBERS = {"三": 3, "四": 4, "五": 5, "六": 6}
_HOW_MANY = re.compile("([三四五六])(?:方|边|国)")


@dataclass(frozen=True)
class Composed:
    """One event of one sentence: its trigger and its parties, before its date, modality and sources are chosen."""

    option: Option
    scene: int
    trigger: Trigger
    actors: tuple[Mention, ...]
    targets: tuple[Mention, ...]
    dyads: tuple[Dyad, ...]
    confidence: float


def compose(
    reading: Reading, weighed: Sequence[Weighed], probability: Sequence[float], threshold: float, names: Naming
) -> Iterator[Composed]:
    """The events of an article in the order of their triggers: dyads likelier than ``threshold`` (0 to 1).

    ``names`` chooses which of a country's mentions names a party.
    """
    sure: dict[int, dict[Dyad, float]] = defaultdict(dict)
    options: dict[int, list[Option]] = defaultdict(list)
    best: dict[tuple[int, Dyad], Option] = {}
    for w, p in _told_once(reading, weighed, probability, threshold):
        sure[w.sentence][w.dyad] = float(p)
        options[w.sentence] += w.options
        best[w.sentence, w.dyad] = w.options[0]
    found = [
        composed
        for sentence in sorted(sure)
        for option, dyads in _casts(reading, options[sentence], sure[sentence], sentence, best)
        if (composed := _composed(reading, option, dyads, sure[sentence], names)) is not None
    ]
    yield from sorted(found, key=lambda c: (c.trigger.start, c.trigger.end, c.trigger.action, c.dyads[0][0] or "", c.dyads[0][2] or ""))


def _told_once(
    reading: Reading, weighed: Sequence[Weighed], probability: Sequence[float], threshold: float
) -> Iterator[tuple[Weighed, float]]:
    """The dyads likelier than ``threshold``, without those of a word that tells a likelier event: 甲指斥乙 is not 乙指斥甲 too."""
    told: dict[tuple[int, int], list[tuple[Dyad, ...]]] = defaultdict(list)
    order = sorted(range(len(weighed)), key=lambda n: (-probability[n], n))
    kept = []
    least = max(threshold, min(_SECOND, _TIMES * threshold))
    for n in order:
        w, p = weighed[n], probability[n]
        if p < threshold:
            break
        place = w.sentence, w.options[0].trigger
        cast = option_dyads(w.options[0], reading)
        others = told[place]
        if not others or p >= least or any(w.dyad in other or other == cast for other in others):
            others.append(cast)
            kept.append(n)
    yield from ((weighed[n], probability[n]) for n in sorted(kept))


def _casts(
    reading: Reading, options: Sequence[Option], sure: Mapping[Dyad, float], sentence: int, best: Mapping[tuple[int, Dyad], Option]
) -> Iterator[tuple[Option, tuple[Dyad, ...]]]:
    """The likeliest casts whose dyads are all sure; what they leave over by itself (of 美日菲 only two are sure)."""
    told: set[Dyad] = set()
    ranked = sorted(set(options), key=lambda o: (-o.share, o.trigger, o.actor, o.target))
    for option in ranked:
        everybody = _counted(reading, option)
        if any(d in sure and d not in told for d in everybody):
            told.update(everybody)
            yield option, everybody
    for option in ranked:
        dyads = option_dyads(option, reading)
        if all(d in sure for d in dyads) and not all(d in told for d in dyads):
            told.update(dyads)
            if _one_another(reading, option) and dyads[0][1] not in MUTUAL:
                yield from ((option, (dyad,)) for dyad in dyads)
            else:
                yield option, dyads
    for dyad in sure:
        if dyad not in told:
            yield best[sentence, dyad], (dyad,)


def _counted(reading: Reading, option: Option) -> tuple[Dyad, ...]:
    """两国与菲律宾举行三方峰会: all pairs of those who meet, where the words say how many they are and the cast is as many."""
    action = ACTIONS[int(reading.triggers.action[option.trigger]) - 1]
    if action not in MUTUAL:
        return ()
    actor, target = (reading.cast.candidates[n] for n in (option.actor, option.target))
    countries = tuple(sorted({c for c in (*actor.countries, *target.countries) if c is not None}))
    start, end = int(reading.triggers.start[option.trigger]), int(reading.triggers.end[option.trigger])
    said = _HOW_MANY.search(reading.layout.text, max(start - 2, 0), end + 2)
    if said is None or _NUMBERS[said.group(1)] != len(countries):
        return ()
    return tuple((one, action, other) for one, other in combinations(countries, 2))


def _one_another(reading: Reading, option: Option) -> bool:
    """双方爆发冲突: each does it to the other, which are as many events."""
    actors, targets = (reading.cast.candidates[n].countries for n in (option.actor, option.target))
    return actors == targets and len(actors) > 1


def _composed(reading: Reading, option: Option, dyads: tuple[Dyad, ...], sure: Mapping[Dyad, float], names: Naming) -> Composed | None:
    sentence = int(reading.triggers.sentence[option.trigger])
    candidates = reading.cast.candidates
    # 两国举行会谈: for a meeting there is no other side
    whole = dyads == option_dyads(option, reading) and (dyads[0][1] in MUTUAL or not _one_another(reading, option))
    actor, target = candidates[option.actor], candidates[option.target]
    acting, suffering = None, None
    if not whole:
        either = {c for d in dyads for c in (d[0], d[2])}
        undirected = dyads[0][1] in MUTUAL or target.type == NOBODY
        acting = either if undirected else {d[0] for d in dyads}
        suffering = either if undirected else {d[2] for d in dyads}
    place = _place(reading, option, sentence)
    if dyads == _counted(reading, option) and not (whole and actor == target):
        meeting = dict.fromkeys(c for d in dyads for c in (d[0], d[2]) if c is not None)
        actors = tuple(_named(reading, place, "actor", country, names) for country in meeting)
        return _event(reading, option, sentence, actors, (), dyads, sure)
    actors = _mentions(reading, actor, sentence, acting, place, "actor", names)
    one_side = whole and actor == target and len(actor.countries) > 1
    acts = frozenset(_label(m) for m in actors)
    targets = () if one_side else _mentions(reading, target, sentence, suffering, place, "target", names, acts)
    if target.type == UNKNOWN:
        targets = (_unnamed(reading, option, sentence),)
    if not actors and not targets:
        return None  # an event in which nobody takes part tells nothing
    return _event(reading, option, sentence, actors, targets, dyads, sure)


def _event(
    reading: Reading,
    option: Option,
    sentence: int,
    actors: tuple[Mention, ...],
    targets: tuple[Mention, ...],
    dyads: tuple[Dyad, ...],
    sure: Mapping[Dyad, float],
) -> Composed:
    found = [sure[d] for d in dyads if d in sure]
    return Composed(option, sentence, _trigger(reading, option, sentence), actors, targets, dyads, round(sum(found) / len(found), 4))


def _unnamed(reading: Reading, option: Option, sentence: int) -> Mention:
    """Somebody whom the sentence does not name: 对手, 某些国家."""
    scene = reading.layout.scenes[sentence].sentence
    at = scene.start + int(reading.triggers.end[option.trigger] - reading.layout.base[sentence])
    return Mention(at, at, "", "unknown")


def _place(reading: Reading, option: Option, sentence: int) -> Place:
    triggers, n = reading.triggers, option.trigger
    action = ACTIONS[int(triggers.action[n]) - 1]
    return Place(sentence, int(triggers.start[n]), int(triggers.end[n]), int(triggers.clause[n]), action)


def _mentions(
    reading: Reading,
    candidate: Candidate,
    sentence: int,
    only: set[Country] | None,
    place: Place,
    role: Role,
    names: Naming,
    but: frozenset[str] = frozenset(),
) -> tuple[Mention, ...]:
    layout = reading.layout
    if candidate.type in (UNKNOWN, NOBODY):
        return ()
    wanted = [c for c in candidate.countries if only is None or c in only]
    own = range(candidate.first, candidate.last + 1) if candidate.first >= 0 else range(0)
    if len(wanted) == 1 and wanted[0] is not None:
        best = _best_name(reading, place, role, wanted[0], names, but)
        if isinstance(best, Mention):
            return (best,)
        if best not in own:
            return _of_countries(layout, best, set(wanted))
    return tuple(_each_once((m, layout.countries[n]) for n in own for m in _of_countries(layout, n, only)))


def _each_once(named: Iterable[tuple[Mention, tuple[Country, ...]]]) -> Iterator[Mention]:
    """英、澳两国, 加拿大当局: what only says again who was named in the same breath is nobody else."""
    told: set[Country] = set()
    before: Mention | None = None
    for mention, countries in named:
        again = all(c is not None and c in told for c in countries)
        if not (again and (mention.kind in _SAYS_AGAIN or (before is not None and before.end == mention.start))):
            yield mention
        told.update(countries)
        before = mention


def _named(reading: Reading, place: Place, role: Role, country: str, names: Naming) -> Mention:
    """The mention that names a country best; of a pair only its own state."""
    best = _best_name(reading, place, role, country, names)
    return best if isinstance(best, Mention) else _of_countries(reading.layout, best, {country})[0]


def _best_name(reading: Reading, place: Place, role: Role, country: str, names: Naming, but: frozenset[str] = frozenset()) -> int | Mention:
    """The mention of a country that names the party best, or the state itself by its full name.

    ``but``: who is taken already. That the police act upon somebody of their country does not mean that they act upon the police.
    """
    layout = reading.layout
    every = possible_names(layout, place.sentence, country)  # every candidate's country is named somewhere in the article
    possible = tuple(n for n in every if n == ITSELF or _label(layout.mentions[n]) not in but)
    rows = [name_evidence(layout, reading.context, place, role, possible, n) for n in possible]
    best = possible[int(names.weights.named.scores(rows)[:, 0].argmax())]
    state = names.state(country) if best == ITSELF else None
    if state is None:
        return every[0] if best == ITSELF else best
    like = layout.mentions[every[0]]
    return replace(like, kind="state", candidates=(state[0],), name=state[1], title=None, country=None, metonym=False)


def _label(mention: Mention) -> str:
    return mention.name or mention.text


def _of_countries(layout: Layout, n: int, only: set[Country] | None) -> tuple[Mention, ...]:
    """A mention where it is of one of the countries; of a pair those of its states that are."""
    mention, countries = layout.mentions[n], layout.countries[n]
    if only is None or all(c in only for c in countries):
        return (mention,)
    if mention.kind != "pair" or not any(c in only for c in countries):
        return ()
    states = tuple(iri for iri, c in zip(mention.candidates, countries, strict=True) if c in only)
    return (replace(mention, candidates=states),)


def _trigger(reading: Reading, option: Option, sentence: int) -> Trigger:
    base, triggers = int(reading.layout.base[sentence]), reading.triggers
    action = ACTIONS[int(triggers.action[option.trigger]) - 1]
    start, end = int(triggers.start[option.trigger]) - base, int(triggers.end[option.trigger]) - base
    return trigger_at(reading.layout.scenes[sentence], action, start, end, option.trigger_share)[0]


def trigger_at(scene: Scene, action: str, start: int, end: int, share: float) -> tuple[Trigger, Frame | None]:
    """The words that carry the action: the phrase of the ontology that stands at the word [start, end) of the scene, else the word."""
    match = _phrase(scene.matches, action, start, end) or _phrase(scene.candidates, action, start, end)
    if match is not None:
        start, end = match.start, match.end
    frame, sentence = match.frame if match else None, scene.sentence
    name, mode = (frame.iri, frame.mode) if frame else (RULE, None)
    words = sentence.text[start:end]
    return Trigger(sentence.start + start, sentence.start + end, words, action, mode, name, round(float(share), 4)), frame


def frame_of(scene: Scene, trigger: Trigger) -> Frame | None:
    """The phrase of the ontology at a trigger."""
    return trigger_at(scene, trigger.action, trigger.start - scene.sentence.start, trigger.end - scene.sentence.start, 1.0)[1]


def _phrase(matches: Sequence[Match], action: str, start: int, end: int) -> Match | None:
    over = [m for m in matches if m.frame.action == action and any(s < end and start < e for s, e in m.parts)]
    return max(over, key=lambda m: (m.frame.precision, m.weight, -m.start, m.frame.iri), default=None)

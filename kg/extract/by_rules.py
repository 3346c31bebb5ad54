"""What stands in the sentences of an article in, the claims that the rules make of it out: each frame's match with its parties.

The claims of those who ask for the rules, and of English. To the learned extractor the casts alone are candidates and evidence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from kg.extract.attribution import credits_at
from kg.extract.clauses import clause_at
from kg.extract.dates import choose_date
from kg.extract.lexicon import lexicon_of
from kg.extract.modality import modality_of
from kg.extract.roles import Cast, cast_roles
from kg.extract.scenes import Scene
from kg.extract.triggers import Match
from kg.model import Claim, Credit, Mention, Trigger
from kg.vocabulary import Vocabulary

# actions that are done by saying them: the day of the statement is the day of the event
PERFORMATIVE = frozenset(("ACCUSE", "REQUEST", "REJECT", "THREATEN", "SUPPORT", "AGREE"))
# what is asked, refused, threatened or promised is not a second event
_EMBEDDING = frozenset(("REQUEST", "REJECT", "THREATEN", "AGREE"))
# how much the way in which the parties were found tells about whether there is an event at all
_RULE_TRUST = {"subject": 1.0, "passive": 1.0, "agent": 1.0, "earlier clause": 0.85, "carried": 0.6, "none": 0.3}


def claims_by_rules(scenes: Iterable[Scene], vocabulary: Vocabulary, *, min_confidence: float, explain: bool = False) -> Iterator[Claim]:
    """The claims of one article, in the order of their triggers, as the rules see them."""
    for scene, match, cast, confidence in casts_by_rules(scenes, vocabulary):
        if confidence >= min_confidence:
            claim = _claim(match, scene, cast, confidence)
            yield replace(claim, reasons=_reasons(match, claim)) if explain else claim


def casts_by_rules(scenes: Iterable[Scene], vocabulary: Vocabulary) -> Iterator[tuple[Scene, Match, Cast, float]]:
    """The phrases of an article that make an event, in its order, with the parties that the rules find and how sure they are of it."""
    carried: tuple[Mention, ...] = ()
    for scene in scenes:
        for match in _standing(scene):
            # 讨论 says little, and a meeting where two parties 讨论 together; other faint words are no event whatever stands around them
            if match.frame.faint and match.frame.roles != "mutual":
                continue
            initial = _initial(match, scene, vocabulary)
            found = cast_roles(match, scene.groups, scene.spans, scene.folded, scene.sentence.start, carried=carried, initial=initial)
            # the rules take nobody for their own target
            targets = tuple([t for t in found.targets if not any(_same(t, a) for a in found.actors)])
            cast = found if len(targets) == len(found.targets) else replace(found, targets=targets)
            if cast.actors or cast.targets:  # an event in which nobody takes part tells nothing
                yield scene, match, cast, _confidence(match, found)
        subjects = [g for g in scene.groups if g.government == ""]
        carried = subjects[0].mentions if subjects else ()


def _standing(scene: Scene) -> Iterator[Match]:
    """The triggers of a sentence without those that only say what another one asks for (敦促中国停止制裁)."""
    covered_until, words = -1, [(m.start, m.end) for g in scene.groups for m in g.mentions]
    for match in scene.matches:
        start, end = match.start + scene.sentence.start, match.end + scene.sentence.start
        if match.start < covered_until:
            continue
        # a name's own characters are no action: 联合国, 制裁委员会; a letter inside 访美 is meant
        if match.initial is None and any(s <= start and end <= e for s, e in words):
            continue
        yield match
        if match.frame.action in _EMBEDDING and not match.frame.nominal and not match.frame.weak:
            covered_until = scene.spans[clause_at(scene.spans, match.end - 1)][1]


def _claim(match: Match, scene: Scene, cast: Cast, confidence: float) -> Claim:
    sentence, frame = scene.sentence, match.frame
    clause = clause_at(scene.spans, match.start)
    start, end = sentence.start + match.start, sentence.start + match.end
    modality = modality_of(scene.folded, match.start, match.end, scene.spans[clause][0], action=frame.action, typical=frame.modality)
    when = choose_date(scene.times, match.start, match.end, sentence=sentence, performative=frame.action in PERFORMATIVE)
    text = sentence.text[match.start : match.end]
    trigger = Trigger(start, end, text, frame.action, frame.mode, frame.iri, frame.precision)
    credits_ = _credits(scene, cast, start, end)
    return Claim(sentence, trigger, cast.actors, cast.targets, when, modality, credits_, cast.place, confidence, cast.rule)


def _reasons(match: Match, claim: Claim) -> tuple[str, ...]:
    """What decided, in words."""
    frame = match.frame
    phrase = frame.iri.rsplit("/", 1)[-1]
    days = claim.date.start.isoformat() if claim.date else "none"
    return (
        f"{claim.trigger.text} says {frame.action}: the phrase {phrase}, right in {frame.precision:.0%} of its places",
        f"parties: by the rule of the {claim.rule}",
        f"{claim.modality}, date {days}, sources {'、'.join(c.label for c in claim.sources) or 'none'}: by rules",
    )


def _same(one: Mention, other: Mention) -> bool:
    names = (one.name or one.text, other.name or other.text)
    return names[0] == names[1] and (one.kind, one.candidates, one.country) == (other.kind, other.candidates, other.country)


def _initial(match: Match, scene: Scene, vocabulary: Vocabulary) -> Mention | None:
    """The state whose letter stands inside the trigger: 访美."""
    if match.initial is None:
        return None
    at = scene.sentence.start + match.initial
    whole = next((m for g in scene.groups for m in g.mentions if m.start <= at < m.end), None)
    if whole is not None:  # 访日本: the letter begins a longer name
        return whole
    iri = lexicon_of(vocabulary).initials[scene.folded[match.initial]]
    return Mention(at, at + 1, scene.sentence.text[match.initial], "state", (iri,))


def _credits(scene: Scene, cast: Cast, start: int, end: int) -> tuple[Credit, ...]:
    """Whom the claim is credited to; a speaker whose statement is itself the event is the actor and no source."""
    own = [(m.start, m.end) for m in cast.actors]
    return tuple(c for c in credits_at(scene.attributions, start, end) if not any(s < c.end and c.start < e for s, e in own))


def _confidence(match: Match, cast: Cast) -> float:
    trust = _RULE_TRUST.get(cast.rule, 0.5)
    if not cast.targets and match.frame.roles in ("active", "mutual") and not _several(cast):
        trust *= 0.8
    if match.frame.roles == "mutual" and _several(cast):
        trust *= 1.4  # 讨论 alone says little; 日本和美国正在讨论 is a meeting
    elif match.frame.weak:
        trust *= 1.0 if cast.rule == "subject" and cast.targets else 0.7
    return round(min(1.0, match.frame.precision * trust), 4)


def _several(cast: Cast) -> bool:
    """Whether parties of several names act together."""
    return len(cast.actors) > 1 or any(m.kind == "pair" for m in cast.actors) or bool(cast.actors and cast.targets)

"""A trigger and the groups of mentions around it in, who does it to whom out, with the rule that decided.

The rules in order: passive (中国遭美国制裁), preposition (对中国实施制裁), nominal (美国的制裁), subject and object in the trigger's
clause, subject of an earlier clause, subject of the sentence before.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.extract.clauses import Group, clause_at
from kg.extract.triggers import Match
from kg.model import Mention

# 在叙利亚发动空袭: what is done to a place is done to whose it is
_ON_THE_SPOT = frozenset(("ASSAULT", "COERCE"))
_AT_SOMEBODY = frozenset(("ACCUSE", "REJECT", "THREATEN"))
_MUTUAL = frozenset(("CONSULT", "COOPERATE", "AGREE", "SUPPORT"))
_OPENS = frozenset("，：:,“「")
_PASSIVE = re.compile(r"(?:被|遭到?|受到?|获|获得)$")


@dataclass(frozen=True, slots=True)
class Cast:
    """The parties of an event and the rule that found them; ``inside`` tells whether the actor stands in the trigger's own clause."""

    actors: tuple[Mention, ...]
    targets: tuple[Mention, ...]
    rule: str
    place: Mention | None = None


def cast_roles(
    match: Match,
    groups: Sequence[Group],
    spans: Sequence[tuple[int, int]],
    text: str,
    offset: int,
    *,
    carried: tuple[Mention, ...] = (),
    initial: Mention | None = None,
) -> Cast:
    """Who does what ``match`` says to whom. ``offset`` is the sentence's start, ``carried`` the subject of the sentence before."""
    start, end = match.start + offset, match.end + offset
    clause = clause_at(spans, match.start)
    left, right = spans[clause][0] + offset, spans[clause_at(spans, match.end - 1)][1] + offset
    here = [g for g in groups if g.end <= start and g.start >= left]
    inside = [g for g in groups if g.start >= start and g.end <= end]
    after = [g for g in groups if end <= g.start < right]
    place = next((m for g in (*reversed(here), *after) if g.government == "place" for m in g.mentions), None)
    if (cast := _passive(match, here, inside, text, start)) is not None:
        return Cast(cast.actors or _agent_by_context(cast, place, carried), cast.targets, cast.rule, place)
    actors, rule = _subject(match, here, groups, clause, start)
    if not actors and carried:
        actors, rule = carried, "carried"
    targets = _targets(match, here, inside, after, (start, end), initial)
    if match.frame.roles == "intransitive" and not any(g.government == "towards" for g in here):
        targets = tuple(m for g in inside for m in g.mentions if g.government == "towards")
    actors, targets = _mutual(match, actors, targets, here)
    if not targets and place is not None and match.frame.action in _ON_THE_SPOT and place.kind in ("state", "organisation"):
        targets = (place,)
    targets = tuple(t for t in targets if t not in actors)
    if not targets and match.frame.action in _AT_SOMEBODY:
        targets = _spoken_of(actors, groups, start, end, text[match.end : match.end + 1])
    return Cast(actors, targets, rule, place)


def _spoken_of(actors: tuple[Mention, ...], groups: Sequence[Group], start: int, end: int, following: str) -> tuple[Mention, ...]:
    """英方干涉中国内政，中方对此表示强烈反对: who was named before is whom it is said to; 蓬佩奥批评，北京… who is named next."""
    own = {c for m in actors for c in (m.country, *m.candidates[:1]) if c}
    earlier = [g for g in reversed(groups) if g.end <= start and g.government != "place"]
    later = [g for g in groups if g.start >= end and g.government != "place"]
    for group in (*later, *earlier) if following in _OPENS else (*earlier, *later):
        if not any(own & {m.country, *m.candidates[:1]} for m in group.mentions):
            return group.mentions
    return ()


def _passive(match: Match, here: Sequence[Group], inside: Sequence[Group], text: str, start: int) -> Cast | None:
    """中国遭美国制裁, 被捕: the subject is acted upon."""
    agents = [g for g in here if g.government in ("passive", "by")]
    turned = (
        match.frame.roles == "passive"
        or bool(_PASSIVE.search(text, max(0, match.start - 3), match.start))
        or any(g.government == "passive" for g in agents)
    )
    if not turned and not (agents and match.frame.roles == "active" and agents[-1].end >= start - 4):
        return None
    # 遭欧盟制裁 may be one trigger with the agent in it
    within = [g.mentions for g in inside if g.government != "place"] if match.frame.roles == "passive" else []
    agent = agents[-1].mentions if agents else within[-1] if within else ()
    subjects = [g for g in here if g not in agents and g.government in ("", "towards")]
    if match.frame.roles != "passive" and not agents and not subjects:
        return None
    return Cast(agent, subjects[-1].mentions if subjects else (), "passive")


def _agent_by_context(cast: Cast, place: Mention | None, carried: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """Who arrested 赵凯凯 in 加州 is not said: the state of the place, else the one that the sentence before was about."""
    if place is not None and place.kind == "state":
        return (place,)
    return carried[:1] if carried and carried[0].kind in ("state", "body") and carried[0] not in cast.targets else ()


def _subject(match: Match, here: Sequence[Group], groups: Sequence[Group], clause: int, start: int) -> tuple[tuple[Mention, ...], str]:
    free = [g for g in here if g.government == ""]
    # 以色列对叙利亚首都大马士革发动空袭: what stands behind 对 belongs to the one acted upon
    turning = next((g.start for g in here if g.government in ("towards", "with")), start)
    before = [g for g in free if g.start < turning]
    if before or free:
        return (before or free)[-1].mentions, "subject"
    led = [g for g in here if g.government in ("by", "invited")]
    if led and match.frame.roles == "active":
        return led[-1].mentions, "agent"
    for earlier in range(clause - 1, -1, -1):
        subjects = [g for g in groups if g.clause == earlier and g.government == ""]
        if subjects:
            return subjects[0].mentions, "earlier clause"
    return (), "none"


def _targets(
    match: Match,
    here: Sequence[Group],
    inside: Sequence[Group],
    after: Sequence[Group],
    trigger: tuple[int, int],
    initial: Mention | None,
) -> tuple[Mention, ...]:
    start, end = trigger
    if initial is not None:
        return (initial,)
    objects = [g for g in after if g.government in ("", "towards", "with")]
    towards = [g for g in here if g.government == "towards"]
    # 对华盛顿进行国事访问期间会见美国总统: the object that follows at once is nearer than what 对 took before
    if objects and objects[0].start == end and towards and start - towards[-1].end > 3:
        return objects[0].mentions
    if towards:
        return towards[-1].mentions
    # inside the trigger its own verb governs: 通过香港国安法
    held = [g for g in inside if g.government != "place"]
    if held:
        return held[0].mentions
    joined = [g for g in here if g.government == "with"]
    if joined and match.frame.action in _MUTUAL:
        return joined[-1].mentions
    # a noun takes no object, but many nouns are verbs too: 空袭也门, 袭击了加沙地带
    if match.frame.nominal and objects and objects[0].start > end + 1:
        return ()
    return objects[0].mentions if objects else ()


def _mutual(
    match: Match, actors: tuple[Mention, ...], targets: tuple[Mention, ...], here: Sequence[Group]
) -> tuple[tuple[Mention, ...], tuple[Mention, ...]]:
    """A pair before a mutual action meets itself: 美日举行峰会 has no target."""
    many = len(actors) > 1 or any(m.kind == "pair" for m in actors)
    if match.frame.roles == "mutual" and many and not any(g.government in ("with", "towards") for g in here):
        return actors, ()
    return actors, targets

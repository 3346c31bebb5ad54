"""The sentences of one article in, the claims that they make out: who did what to whom, when, and who says so.

The parts, each usable alone: mentions, references, triggers, roles, dates, modality, attribution.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from kg.extract.attribution import Attribution, attribute, credits_at
from kg.extract.clauses import Group, clause_at, clause_spans, group_mentions
from kg.extract.dates import TimeExpression, choose_date, resolve_times
from kg.extract.lexicon import lexicon_of
from kg.extract.mentions import find_mentions
from kg.extract.modality import modality_of
from kg.extract.reference import resolve_references
from kg.extract.roles import Cast, cast_roles
from kg.extract.triggers import Match, frame_table
from kg.model import MIN_CONFIDENCE, Claim, Credit, Mention, Sentence, Trigger
from kg.vocabulary import Vocabulary, fold

__all__ = ["Scene", "extract_claims", "read_scenes"]

# actions that are done by saying them: the day of the statement is the day of the event
PERFORMATIVE = frozenset(("ACCUSE", "REQUEST", "REJECT", "THREATEN", "SUPPORT", "AGREE"))
# what is asked, refused, threatened or promised is not a second event
_EMBEDDING = frozenset(("REQUEST", "REJECT", "THREATEN", "AGREE"))
# how much the way in which the parties were found tells about whether there is an event at all
_RULE_TRUST = {"subject": 1.0, "passive": 1.0, "agent": 1.0, "earlier clause": 0.85, "carried": 0.6, "none": 0.3}

# what stands before one to whom something is done, or goes on with a list of such
_LISTED = re.compile(r"[》”」]?(?:（[^）]{0,40}）|\([^)]{0,40}\))?(?:、|和|与|及|以及|，)[《“「]?")
_DONE_TO = re.compile(
    r"(?:对|针对|将|把|向|包括|、|封|禁|禁止|查|捕|诉|勒令|敦促|警告|点名|批评|抨击|斥责|指责|谴责|要求|制裁|袭击|攻击|关闭|列为|驱逐|吊销|打压|限制|处罚|起诉|投诉|[一二两三四五六七八九十数多]家)[《“「]?$"
)
_REPROACHED = re.compile(r"(?:批评|抨击|指责|谴责|斥责|起诉|制裁|驱逐)(?:了|过)?[《“「]?$")


@dataclass(frozen=True, slots=True)
class Scene:
    """One sentence with all that was found in it."""

    sentence: Sentence
    folded: str
    spans: tuple[tuple[int, int], ...]
    groups: tuple[Group, ...]
    matches: tuple[Match, ...]
    times: tuple[TimeExpression, ...]
    attributions: tuple[Attribution, ...]


def extract_claims(
    sentences: Sequence[Sentence], *, anchor: date | None, vocabulary: Vocabulary, min_confidence: float = MIN_CONFIDENCE
) -> Iterator[Claim]:
    """The claims of one article, in the order of their triggers.

    ``anchor`` is the day from which 今天 counts; without one only full dates are read. Claims surer than ``min_confidence`` (0 to 1).
    """
    carried: tuple[Mention, ...] = ()
    for scene in read_scenes(sentences, anchor, vocabulary):
        for match in _standing(scene):
            # 讨论 says little, and a meeting where two parties 讨论 together; other faint words are no event whatever stands around them
            if match.frame.faint and match.frame.roles != "mutual":
                continue
            claim = _claim(match, scene, carried, vocabulary)
            # an event in which nobody takes part tells nothing
            if claim.confidence >= min_confidence and (claim.actors or claim.targets):
                yield claim
        subjects = [g for g in scene.groups if g.government == ""]
        carried = subjects[0].mentions if subjects else ()


def read_scenes(sentences: Sequence[Sentence], anchor: date | None, vocabulary: Vocabulary) -> Iterator[Scene]:
    """What stands in each sentence of an article, before any choice is made of it."""
    lexicon, table = lexicon_of(vocabulary), frame_table(vocabulary)
    mentions = resolve_references(sentences, [find_mentions(s, vocabulary, lexicon) for s in sentences], vocabulary)
    attributions = attribute(sentences, mentions)
    times = resolve_times(sentences, anchor) if anchor is not None else [()] * len(sentences)
    for sentence, found, credited, when in zip(sentences, mentions, attributions, times, strict=True):
        folded = fold(sentence.simplified)
        actors = _who_may_act(found, sentence, folded, credited, vocabulary)
        spans = clause_spans(folded)
        groups = group_mentions(actors, folded, sentence.start, spans)
        yield Scene(sentence, folded, spans, groups, table.matches(folded), tuple(when), credited)


def _who_may_act(
    found: Sequence[Mention], sentence: Sentence, folded: str, credited: Sequence[Attribution], vocabulary: Vocabulary
) -> list[Mention]:
    """The mentions without the outlets that only report."""
    actors: list[Mention] = []
    for mention in found:
        if mention.kind == "source":
            before = actors[-1] if actors and actors[-1].kind == "source" else None
            # 对《甲报》、《乙报》和《丙报》: who is named in one breath with one acted upon is acted upon as well
            listed = before is not None and _LISTED.fullmatch(folded, before.end - sentence.start, mention.start - sentence.start)
            if not (listed or _acted_upon(mention, sentence, folded, credited, vocabulary)):
                continue
        actors.append(mention)
    return actors


def _acted_upon(mention: Mention, sentence: Sentence, folded: str, credited: Sequence[Attribution], vocabulary: Vocabulary) -> bool:
    """Whether an outlet of a known country is no source here but somebody to whom something is done: 对新华社等五家媒体采取行动."""
    known = mention.country is not None or any(s.code for iri in mention.candidates if (s := vocabulary.sources.get(iri)))
    reproached = _REPROACHED.search(folded, 0, mention.start - sentence.start)  # 谴责澳大利亚媒体的报道
    if not known or (not reproached and any(c.start < mention.end and mention.start < c.end for a in credited for c in a.credits)):
        return False
    return reproached is not None or _DONE_TO.search(folded, 0, mention.start - sentence.start) is not None


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


def _claim(match: Match, scene: Scene, carried: tuple[Mention, ...], vocabulary: Vocabulary) -> Claim:
    sentence, frame = scene.sentence, match.frame
    initial = _initial(match, scene, vocabulary)
    cast = cast_roles(match, scene.groups, scene.spans, scene.folded, sentence.start, carried=carried, initial=initial)
    clause = clause_at(scene.spans, match.start)
    start, end = sentence.start + match.start, sentence.start + match.end
    modality = modality_of(scene.folded, match.start, match.end, scene.spans[clause][0], action=frame.action, typical=frame.modality)
    when = choose_date(scene.times, match.start, match.end, sentence=sentence, performative=frame.action in PERFORMATIVE)
    text = sentence.text[match.start : match.end]
    trigger = Trigger(start, end, text, frame.action, frame.mode, frame.iri, frame.precision)
    credits_ = _credits(scene, cast, start, end)
    return Claim(sentence, trigger, cast.actors, cast.targets, when, modality, credits_, cast.place, _confidence(match, cast), cast.rule)


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

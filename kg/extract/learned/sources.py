"""An event's trigger in its scene in, who may be credited with it out, and the evidence for each.

Whoever is named in the sentence is a candidate, and who spoke in the last ones: whether it is they who vouch for the event is learned.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from kg.extract.attribution import Attribution, credits_at
from kg.extract.learned.composing import Composed
from kg.extract.scenes import Scene
from kg.model import Credit, Mention

_BACK: Final = 5  # sentences before whose speakers may still be speaking
_SPEECH: Final = re.compile(
    "说|称|表示|指出|强调|认为|报道|报导|宣布|透露|写道|证实|指|援引|引述|告诉|回应|批评|谴责|警告|呼吁|承认|否认|消息"
)
_SPEAKS_NEXT: Final = re.compile("[^，。；]{0,10}(?:说|称|表示|指出|强调|认为|报道|报导|透露|写道|证实|宣布)")
_HE_SAYS: Final = re.compile(
    "[“「]?(他们|她们|他|她|其|该)[^，。；：“「]{0,12}(?:说|称|表示|指出|强调|认为|警告|批评|呼吁|补充|解释|写道|，|：)"
)
_IT_SAYS: Final = re.compile(
    "[^，。；：“「]{0,3}(?:报道|报导|报告|文章|声明|公告|评论|社论|消息|公开信|文件)[^，。；：“「]{0,6}(?:说|称|指出|表示|写道|显示|认为|，|：)"
)
_MANY: Final = 3
_NO_VOICE: Final = frozenset(("pair", "people", "pronoun"))


@dataclass(frozen=True, slots=True)
class Voice:
    """One who may be credited: as what they were named, how many sentences ago, and what they are known to vouch for."""

    credit: Credit
    kind: str
    back: int
    attribution: Attribution | None
    last: bool  # nobody has been let speak since
    country: str | None  # IRI of the state it is of
    order: int  # how many of its kind were named after it
    often: int  # how often the article credits it
    alone: bool  # whether the article credits nobody else


def voices(scenes: Sequence[Scene], at: int) -> tuple[Voice, ...]:
    """Those whom the sentence names, then who spoke in the last sentences, each once."""
    credited = Counter(c.label for scene in scenes for attribution in scene.attributions for c in attribution.credits)
    found: dict[str, Voice] = {}
    kinds: Counter[str] = Counter()

    def hear(credit: Credit, kind: str, back: int, attribution: Attribution | None, country: str | None) -> None:
        if credit.label not in found:
            often = credited[credit.label]
            voice = Voice(credit, kind, back, attribution, not since, country, kinds[kind], often, often > 0 and len(credited) == 1)
            found[credit.label] = voice
            kinds[kind] += 1

    since = False
    for back in range(min(_BACK, at) + 1):
        scene = scenes[at - back]
        named = [*scene.outlets, *(m for group in scene.groups for m in group.mentions)]
        own = {m.start: m for m in named}
        for attribution in scene.attributions if back == 0 else reversed(scene.attributions):
            for credit in attribution.credits:
                mention = own.get(credit.start)
                hear(credit, mention.kind if mention else "unknown", back, attribution, mention.country if mention else None)
        for mention in named:
            if mention.kind not in _NO_VOICE and (back == 0 or _speaks(mention, scene)):
                credit = Credit(
                    mention.start, mention.end, mention.text, mention.name or mention.text, next(iter(mention.candidates), None)
                )
                hear(credit, mention.kind, back, None, mention.country)
        since = since or bool(scene.attributions)
    return tuple(found.values())


def _speaks(mention: Mention, scene: Scene) -> bool:
    end = mention.end - scene.sentence.start
    return mention.kind == "source" or _SPEAKS_NEXT.match(scene.folded, end) is not None


def source_evidence(scenes: Sequence[Scene], composed: Composed, voice: Voice) -> list[str]:
    """What speaks for and against a voice being credited, as names of evidence."""
    scene, trigger = scenes[composed.scene], composed.trigger
    text, offset = scene.folded, scene.sentence.start
    own = any(m.start < voice.credit.end and voice.credit.start < m.end for m in composed.actors)
    # words and not truths or numbers, which take longer to write
    acts = str(own or voice.credit.label in {m.name or m.text for m in composed.actors})
    ruled = str(voice.credit in credits_at(scene.attributions, trigger.start, trigger.end) and not own)
    kind, action, back, quoted = voice.kind, trigger.action, str(voice.back), str(_quoted(text, trigger.start - offset))
    of_actor = voice.country is not None and any(m.country == voice.country or voice.country in m.candidates for m in composed.actors)
    side, last, alone = str(of_actor), str(voice.last), str(voice.alone)
    names: list[str] = []
    names += (f"ruled {ruled}", f"ruled {ruled} {action}", f"back {back}", f"back {back} {kind}", f"kind {kind}", f"acts {acts}")
    names += (f"acts {acts} ruled {ruled}", f"acts {acts} back {back}", f"last {last} {back}", f"kind {kind} ruled {ruled}")
    names += (f"quoted {quoted} back {back}", f"quoted {quoted} ruled {ruled} {kind}", f"action {action} back {back}")
    names += (
        f"side {side} back {back}",
        f"side {side} quoted {quoted} back {back}",
        f"side {side} {action} {kind}",
        f"acts {acts} {action}",
    )
    credited = str(voice.attribution is not None)
    names += (f"credited {credited} back {back}", f"credited {credited} {kind} back {back}", f"block {scene.sentence.kind} {back}")
    names += (f"credit {voice.credit.text}", f"actors {min(2, len(composed.actors))} back {back} {kind}")
    often, order = str(min(3, voice.often)), str(min(2, voice.order))
    he, says, reports = _openings(text)
    names += (
        f"often {often} back {back}",
        f"often {often} {kind} {back}",
        f"alone {alone} back {back}",
        f"alone {alone} {kind}",
    )
    names += (f"order {order} {kind} back {back}", f"he says {says} {kind} order {order} back {back}")
    names += (
        f"he says {he} {kind} order {order}",
        f"report says {reports} {kind} {order} {voice.back > 0}",
    )
    if voice.back == 0:
        names += _in_sentence(scene, composed, voice)
    else:
        names += _before_it(scenes, composed, voice)
    return names


@lru_cache(maxsize=256)
def _openings(text: str) -> tuple[str, bool, bool]:
    """Who of 他 and the like speaks at a text's beginning, whether somebody does, and whether a report or its like says something."""
    said = _HE_SAYS.match(text)
    return said.group(1) if said else "", said is not None, _IT_SAYS.match(text) is not None


def nobody_evidence(heard: Sequence[Voice]) -> list[str]:
    """What speaks for crediting nobody."""
    return ["nobody", f"nobody of many {len(heard) > _MANY}"]


def _in_sentence(scene: Scene, composed: Composed, voice: Voice) -> list[str]:
    text, offset, trigger, kind = scene.folded, scene.sentence.start, composed.trigger, voice.kind
    start, end = voice.credit.start - offset, voice.credit.end - offset
    at = trigger.start - offset
    stands = end <= at
    between = text[end:at] if stands else text[trigger.end - offset : start]
    spoken, commas = str(_SPEECH.search(between) is not None), str(min(3, between.count("，")))
    held = voice.attribution is not None and voice.attribution.start <= trigger.start and trigger.end <= voice.attribution.end
    near = any(a.credits and end < a.start - offset <= at for a in scene.attributions if a is not voice.attribution)
    before, holds, nearer, opens = str(stands), str(held), str(near), str(start <= 3)
    speaks = str(_SPEAKS_NEXT.match(text, end) is not None)
    names: list[str] = []
    names += (f"holds {holds} before {before}", f"holds {holds} before {before} {trigger.action}", f"commas {commas} {before} {kind}")
    names += (f"spoken {spoken} {before} {kind}", f"spoken {spoken} {before} {holds}", f"nearer {nearer} {before} {holds}")
    names += (f"next {text[end : end + 1]} {before}", f"next {text[end : end + 2]}", f"previous {text[max(0, start - 1) : start]} {kind}")
    names += (
        f"previous {text[max(0, start - 2) : start]}",
        f"opens {opens} {kind} {before}",
        f"opens {opens} spoken {spoken} {holds}",
    )
    names += (
        f"speaks {speaks} {before} {kind}",
        f"speaks {speaks} holds {holds}",
        f"speaks {speaks} {commas} {before}",
    )
    return names


def _before_it(scenes: Sequence[Scene], composed: Composed, voice: Voice) -> list[str]:
    scene, before, kind, back = scenes[composed.scene], scenes[composed.scene - voice.back], voice.kind, str(voice.back)
    text = scene.folded
    same, spoken = str(before.sentence.paragraph == scene.sentence.paragraph), str(bool(scene.attributions))
    opened, last = str(_open_quotation(scenes, composed.scene, voice.back)), str(voice.last)
    names: list[str] = []
    names += (f"paragraph {same} back {back}", f"spoken over {spoken} back {back}", f"paragraph {same} spoken over {spoken} {kind}")
    names += (
        f"begins {text[:2]}",
        f"begins {text[:1]} back {back}",
        f"begins {text[:2]} {kind}",
        f"begins quoted {text[:1] in '“「'} {same}",
    )
    names += (f"open {opened} back {back}", f"open {opened} {kind} {same}", f"ends quoted {before.folded[-1:] in '”」'} {same} {back}")
    whole = voice.attribution is not None and voice.attribution.start == before.sentence.start
    first = voice.credit.start - before.sentence.start <= 4
    names += (
        f"whole {whole} paragraph {same} {kind}",
        f"first {first} {same} {kind} back {back}",
        f"last {last} {spoken} {same} {kind}",
    )
    return names


def _open_quotation(scenes: Sequence[Scene], at: int, back: int) -> bool:
    """Whether a quotation that began with the voice is still open: 他说：“… 。 … 。”"""
    return sum([_open_quotes(scene.folded) for scene in scenes[at - back : at]]) > 0


def _quoted(text: str, at: int) -> bool:
    return text.count("“", 0, at) + text.count("「", 0, at) > text.count("”", 0, at) + text.count("」", 0, at)


@lru_cache(maxsize=1024)
def _open_quotes(text: str) -> int:
    """How many more quotation marks open in a text than close."""
    return text.count("“") + text.count("「") - text.count("”") - text.count("」")

"""The sentences of an article and their mentions in, whom each stretch of text is credited to out.

据路透社报道，… · 林芳正说：“…” · …，外交部发言人表示。A speaker's words reach to the end of the sentence; 报道称 goes on with the outlet
named before, and so do the sentences of a paragraph that began with one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.model import Credit, Mention, Sentence

_SPEECH = (
    r"(?:(?:援引|引述|引用|转述)[^，。：]{0,24}?)?(?:的)?(?:报道|报导|消息|声明|公告|文章|社论|评论|分析|采访)?(?:中|时|里|也|还|并|则|又|就|均|都|同时)*"
    r"(?:说|称|指(?!责|控|挥|导|定)|表示|指出|透露|证实|认为|强调|宣布|声称|宣称|写道|报道|报导|披露|提到|重申|补充|坦言|直言|解释|回应|回答|告诉[^，。：]{1,10}|分析|承认|通报|公布|发文|发推|显示|援引|引述)"
    r"(?:说|称|道|，|：|:|“|「|到|[^，。；]{0,3})?"
)
# what may stand between a speaker and the verb of speaking: 周一在例行记者会上对记者
_BETWEEN = r"(?:（[^）]{0,40}）|[^，。；：“”「」]{0,22}|[^。；：“”「」]{0,10}，[^，。；：“”「」]{0,10})?"
_AFTER_SPEAKER = re.compile(rf"^{_BETWEEN}?{_SPEECH}")
_QUOTED = re.compile(r"(?:据|根据|综合|援引|引述|引用|按照?)[^，。；]{0,8}$")
_THROUGH = re.compile(r"(?:援引|引述|引用|转述|转引)[^，。；]{0,8}$")
_CITED = 12  # characters that either of them holds at most, and a line end
_CITES = re.compile(r"^[^，。；：]{0,12}(?:援引|引述|引用|转述)[^，。；：]{0,20}?(?:说|称|指出|表示|透露|报道|报导|证实|，)")
_REPORT_BEGINS = re.compile(
    r"^[“「]?(?:报道|报导|消息|文章|该报|该社|该台|该网|报告|公告|声明|通报|社论)[^，。；]{0,8}?(?:说|称|指|指出|表示|认为|提到|显示|写道|介绍|解释|又|还|，)"
)
_TOGETHER = re.compile(r"[》”」]?\s*(、|和|与|及|以及)?\s*[《“「]?")
# a sentence that holds none of these holds nothing of the above
_SPOKEN = re.compile(
    "[说称指据按]|表示|透露|证实|认为|强调|宣布|写道|报道|报导|披露|提到|重申|补充|坦言|直言|解释|回应|回答|告诉|分析|承认|通报|公布|发文|发推|显示"
    "|援引|引述|引用|转述|综合|[a-z]",
    re.IGNORECASE,
)
_LATIN = re.compile("[a-z]", re.IGNORECASE)  # a text without a letter holds no English speech
_ENGLISH_SPEECH = re.compile(
    r"^[^.;:\"“]{0,30}?\b(?:said|says|told|reported|reports|announced|stated|confirmed|added|according)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Attribution:
    """``credits`` vouch for what stands at article offsets [start, end)."""

    start: int
    end: int
    credits: tuple[Credit, ...]


def attribute(sentences: Sequence[Sentence], mentions: Sequence[tuple[Mention, ...]]) -> list[tuple[Attribution, ...]]:
    """For each sentence who is credited with which stretch of it; the mentions include sources."""
    outlet: tuple[Credit, ...] = ()
    reported_paragraph, out = -1, []
    for sentence, found in zip(sentences, mentions, strict=True):
        here = tuple(_statements(sentence, found))
        outlets = [a.credits for a in here if _is_outlet(a, found)]
        if outlets:
            outlet, reported_paragraph = outlets[-1], sentence.paragraph
        elif outlet and _REPORT_BEGINS.match(sentence.simplified):
            here = (*here, Attribution(sentence.start, sentence.end, outlet))
            reported_paragraph = sentence.paragraph
        elif outlet and not here and sentence.paragraph == reported_paragraph:
            here = (Attribution(sentence.start, sentence.end, outlet),)
        out.append(here)
    return out


def credits_at(attributions: Sequence[Attribution], start: int, end: int) -> tuple[Credit, ...]:
    """Who vouches for the text at [start, end), outermost first, each once."""
    holding = [a for a in attributions if a.start <= start and end <= a.end]
    return tuple(dict.fromkeys(c for a in sorted(holding, key=lambda a: (a.start, -a.end)) for c in a.credits))


def _is_outlet(attribution: Attribution, found: Sequence[Mention]) -> bool:
    return any(m.kind == "source" and m.start == c.start for m in found for c in attribution.credits)


def _statements(sentence: Sentence, found: Sequence[Mention]) -> list[Attribution]:
    text = sentence.simplified
    statements: list[Attribution] = []
    if not (found and _SPOKEN.search(text)):
        return statements
    latin = _LATIN.search(text) is not None
    position, outlet = 0, False
    while position < len(found):
        together = _together(found, position, text, sentence.start)
        first, last = found[position], together[-1]
        position = found.index(last) + 1
        before = text[: first.start - sentence.start].rstrip("《“「（(")
        after = text[last.end - sentence.start :].lstrip("》”」）)")
        lead = len(text) - len(after)
        outlet = outlet or any(a.credits for a in statements)
        names = tuple(_credit(m) for m in together)
        if outlet and _THROUGH.search(before, max(0, len(before) - _CITED)):
            continue  # 路透社引述两位消息人士称: the article's source is the agency
        if _QUOTED.search(before, max(0, len(before) - _CITED)):
            comma = text.find("，", lead)
            statements.append(Attribution(sentence.start + (comma if comma >= 0 else lead), sentence.end, names))
        elif last.kind == "source" and (match := _CITES.match(after)):
            statements.append(Attribution(sentence.start + lead + match.end(), sentence.end, names))
        elif match := _AFTER_SPEAKER.match(after) or (_ENGLISH_SPEECH.match(after) if latin else None):
            between = [m for m in found[position:] if m.end - sentence.start <= lead + match.end()]
            if not any(_takes_the_word(m, text, sentence.start) for m in between):
                statements.append(_reach(sentence, text, lead, match.end(), first, names))
    return statements


def _takes_the_word(mention: Mention, text: str, offset: int) -> bool:
    """Whether a mention between a speaker and the verb is itself the one who speaks: not in 林芳正对记者说, 在东京说."""
    return text[mention.start - offset - 1 : mention.start - offset] not in (
        "对",
        "向",
        "在",
        "就",
        "给",
        "与",
        "和",
        "于",
        "的",
        "同",
        "（",
        "(",
        "、",
    )


def _reach(sentence: Sentence, text: str, lead: int, length: int, first: Mention, names: tuple[Credit, ...]) -> Attribution:
    """The words after the verb of speaking; those before the speaker where nothing follows it (…，外交部说。)."""
    if len(text) - (lead + length) <= 3:
        return Attribution(sentence.start, first.start, names)
    return Attribution(sentence.start + lead + length, sentence.end, names)


def _together(found: Sequence[Mention], position: int, text: str, offset: int) -> list[Mention]:
    """Sources that are named together (《金融时报》和日本媒体); of 英国《金融时报》 only the paper."""
    group = [found[position]]
    for mention in found[position + 1 :]:
        between = _TOGETHER.fullmatch(text[group[-1].end - offset : mention.start - offset])
        if between is None:
            break
        if between.group(1) is None:
            group.pop()
        group.append(mention)
    return group


def _credit(mention: Mention) -> Credit:
    label = mention.name or mention.text
    return Credit(mention.start, mention.end, mention.text, label, mention.candidates[0] if mention.candidates else None)

"""The sentences of one article in, what stands in each of them out, before any choice is made of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from kg.extract.attribution import Attribution, attribute
from kg.extract.clauses import Group, clause_spans, group_mentions
from kg.extract.dates import TimeExpression, resolve_times
from kg.extract.lexicon import lexicon_of
from kg.extract.mentions import find_mentions
from kg.extract.reference import resolve_references
from kg.extract.triggers import Match, frame_table
from kg.model import Mention, Sentence
from kg.vocabulary import Vocabulary, fold

# what stands before one to whom something is done, or goes on with a list of such
_LISTED = re.compile(r"[》”」]?(?:（[^）]{0,40}）|\([^)]{0,40}\))?(?:、|和|与|及|以及|，)[《“「]?")
_DONE_TO = re.compile(
    r"(?:对|针对|将|把|向|包括|、|封|禁|禁止|查|捕|诉|勒令|敦促|警告|点名|批评|抨击|斥责|指责|谴责|要求|制裁|袭击|攻击|关闭|列为|驱逐|吊销|打压|限制|处罚|起诉|投诉|[一二两三四五六七八九十数多]家)[《“「]?$"
)
_REPROACHED = re.compile(r"(?:批评|抨击|指责|谴责|斥责|起诉|制裁|驱逐)(?:了|过)?[《“「]?$")

# 在推特上批评, 透过脸书分享: where somebody speaks and nobody who acts
_PLATFORM = re.compile("推特|脸书|面书|面簿|新浪微博|微博|微信|电报|twitter|facebook|instagram|youtube|telegram|weibo", re.IGNORECASE)
_ON_IT = re.compile(
    "(?:在|于|透过|通过|经由|借助?|以)(?:其|[他她]的?|自己的?|个人|官方|社交媒体|社交平台|社群媒体|[、和与及]|推特|脸书|面书|面簿|微博)*$"
)
_ITS_PART = re.compile("上(?!市|诉)|发文|发推|发帖|发布|贴文|帖文|推文|发表|[账帐]号|[账帐]户|专页|写道|转发")


@dataclass(frozen=True, slots=True)
class Scene:
    """One sentence with all that was found in it."""

    sentence: Sentence
    folded: str
    spans: tuple[tuple[int, int], ...]
    groups: tuple[Group, ...]
    matches: tuple[Match, ...]
    candidates: tuple[Match, ...]  # all frames that the text shows; ``matches`` are the longest of them
    times: tuple[TimeExpression, ...]
    attributions: tuple[Attribution, ...]
    outlets: tuple[Mention, ...]  # the sources that are named


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
        candidates = table.candidates(folded)
        outlets = tuple(m for m in found if m.kind == "source")
        yield Scene(sentence, folded, spans, groups, table.among(candidates, folded), candidates, tuple(when), credited, outlets)


def _who_may_act(
    found: Sequence[Mention], sentence: Sentence, folded: str, credited: Sequence[Attribution], vocabulary: Vocabulary
) -> list[Mention]:
    """The mentions without the outlets that only report and the platforms on which somebody speaks."""
    actors: list[Mention] = []
    for mention in found:
        if mention.kind == "source":
            before = actors[-1] if actors and actors[-1].kind == "source" else None
            # 对《甲报》、《乙报》和《丙报》: who is named in one breath with one acted upon is acted upon as well
            listed = before is not None and _LISTED.fullmatch(folded, before.end - sentence.start, mention.start - sentence.start)
            if not (listed or _acted_upon(mention, sentence, folded, credited, vocabulary)):
                continue
        if mention.kind == "body" and _is_platform(mention, sentence, folded):
            continue
        actors.append(mention)
    return actors


def _is_platform(mention: Mention, sentence: Sentence, folded: str) -> bool:
    start, end = mention.start - sentence.start, mention.end - sentence.start
    if not _PLATFORM.fullmatch(folded[start:end]):
        return False
    return _ON_IT.search(folded, max(0, start - 12), start) is not None or _ITS_PART.match(folded, end) is not None


def _acted_upon(mention: Mention, sentence: Sentence, folded: str, credited: Sequence[Attribution], vocabulary: Vocabulary) -> bool:
    """Whether an outlet of a known country is no source here but somebody to whom something is done: 对新华社等五家媒体采取行动."""
    known = mention.country is not None or any(s.code for iri in mention.candidates if (s := vocabulary.sources.get(iri)))
    reproached = _REPROACHED.search(folded, 0, mention.start - sentence.start)  # 谴责澳大利亚媒体的报道
    if not known or (not reproached and any(c.start < mention.end and mention.start < c.end for a in credited for c in a.credits)):
        return False
    return reproached is not None or _DONE_TO.search(folded, 0, mention.start - sentence.start) is not None

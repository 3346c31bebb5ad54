"""Reports in, what is compared of them out, made once for each: words, days, who speaks, and the story of their article."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from kg.model import Party, Report
from kg.vocabulary import ACTOR, fold

MUTUAL = frozenset({"CONSULT", "COOPERATE"})  # who is named first says nothing
PAIRING = MUTUAL | {"AGREE", "SUPPORT"}  # where all stand on one side, so do these
VERBAL = frozenset({"AGREE", "SUPPORT", "REQUEST", "ACCUSE", "REJECT", "THREATEN"})  # somebody says something

_RUNS = re.compile(r"([\u3400-\u9fff]+)|([^\W_]+)")
_CARRIED = 60  # characters within which 中方 is still who spoke in the sentence before
_MEDIA = re.compile("社$|[报報]$|电视|广播|时报|日报|之声|之音|媒体|[网台]$|杂志|周刊|通讯|消息人士|声明$|news|times|post|agency|sources?$")
_KNOWN_SOURCE = "urn:geokg:source/"
_EARLIER = re.compile("上一次|上次|去年|前年|当年|年前|last year|previous")
_PARTICLES = frozenset("的了在将和与对")

Words = NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Observed:
    """A report with what is compared of it."""

    report: Report
    published: date | None
    folded: str
    words: frozenset[int]
    speakers: tuple[Party, ...]  # who says what a verbal action consists of, as far as known
    trigger: frozenset[str]  # the characters of the words that carry the action, without particles
    earlier: bool  # whether the sentence speaks of an earlier time: 去年, 上一次


def published_day(report: Report) -> date | None:
    """The day of publication; None where it is not known to the day."""
    value = report.article.published
    return date.fromisoformat(value[:10]) if value and len(value) >= 10 else None


def is_state(party: Party) -> bool:
    """Whether it is the state or organisation itself, not one who acts for it."""
    return party.country is not None and party.iri.rpartition("/")[2] == party.country


def observe(reports: Sequence[Report], speakers: dict[str, tuple[Party, ...]]) -> list[Observed]:
    """What is compared of each report; ``speakers`` is what ``find_speakers`` found in all reports."""
    seen = []
    for report in reports:
        folded = fold(report.sentence)
        words = _words(folded, [p.label for p in (*report.actors, *report.targets)])
        trigger = frozenset(c for c in fold(report.trigger) if c.isalnum()) - _PARTICLES
        earlier = _EARLIER.search(folded) is not None
        seen.append(Observed(report, published_day(report), folded, words, speakers.get(report.iri, ()), trigger, earlier))
    return seen


def _words(folded: str, names: Iterable[str] = ()) -> frozenset[int]:
    """Pairs of Chinese characters and other words of a folded text, without ``names``, which reports of the same parties share anyway."""
    for name in sorted({fold(n) for n in names if n}, key=lambda n: (-len(n), n)):
        folded = folded.replace(name, " ")
    found = set()
    for run in _RUNS.finditer(folded):
        chinese, other = run.groups()
        found.update([chinese[n : n + 2] for n in range(len(chinese) - 1)] if chinese else [other])
    # numbers instead of texts: a store of a hundred thousand reports fits in memory
    return frozenset(crc32(word.encode("utf-8", "surrogatepass")) for word in found)


def words_in_common(a: Report, b: Report) -> float:
    """The share of the words of the shorter sentence that the other has too, without the names of the parties of either."""
    names = [p.label for r in (a, b) for p in (*r.actors, *r.targets)]
    ours, theirs = (_words(fold(r.sentence), names) for r in (a, b))
    return len(ours & theirs) / max(4, min(len(ours), len(theirs)))


def find_speakers(reports: Iterable[Report]) -> dict[str, tuple[Party, ...]]:
    """Who speaks in each report of a verbal action, by report IRI: an actor who is not just the state, else an official credited for it
    （中方…，汪文斌说）, else who spoke for that country in the sentence before."""
    by_article: dict[str, list[Report]] = defaultdict(list)
    for report in reports:
        if report.action in VERBAL:
            by_article[report.article.iri].append(report)
    found: dict[str, tuple[Party, ...]] = {}
    for members in by_article.values():
        found.update(_speakers_of(sorted(members, key=lambda r: (r.start, r.trigger_start, r.iri))))
    return found


def _speakers_of(members: Iterable[Report]) -> dict[str, tuple[Party, ...]]:
    """The speakers in one article, whose reports come in the order of its text."""
    found: dict[str, tuple[Party, ...]] = {}
    last: dict[str | None, tuple[tuple[Party, ...], int]] = {}
    for report in members:
        countries = sorted({p.country or "" for p in report.actors})
        speakers = tuple(p for p in report.actors if p.label and not is_state(p)) or _officials(report)
        for country in countries if not speakers else ():
            before, end = last.get(country, ((), 0))
            if before and report.start - end < _CARRIED:
                speakers = before
        found[report.iri] = speakers
        if speakers:
            last.update(dict.fromkeys(countries, (speakers, report.end)))
    return found


def _officials(report: Report) -> tuple[Party, ...]:
    """Credited sources that are no outlet, agency or unnamed insider."""
    return tuple(Party(s.label, None, s.iri) for s in report.sources if s.iri.startswith(ACTOR) or _may_speak(s.iri, s.label))


def _may_speak(iri: str, label: str) -> bool:
    listed = iri.startswith(_KNOWN_SOURCE) and "/unverified-" not in iri
    return not listed and _MEDIA.search(fold(label)) is None


class Stories:
    """How much two articles tell of one story: the share of words that their titles and reports have in common, 0 to 1."""

    def __init__(self, reports: Iterable[Report]) -> None:
        texts: dict[str, set[int]] = defaultdict(set)
        for report in reports:
            words = texts[report.article.iri]
            if not words:
                words.update(_words(fold(report.article.title)))
            words.update(_words(fold(report.sentence)))
        self._words: dict[str, Words] = {iri: np.array(sorted(words), dtype=np.uint32) for iri, words in texts.items()}
        self._known: dict[tuple[str, str], float] = {}

    def likeness(self, a: str, b: str) -> float:
        """Of the articles with these IRIs; of the shorter one's words, so that a brief is like the long article that holds it."""
        if a == b:
            return 1.0
        pair = (a, b) if a < b else (b, a)
        if pair not in self._known:
            one, other = self._words[pair[0]], self._words[pair[1]]
            shared = np.intersect1d(one, other, assume_unique=True).size
            self._known[pair] = round(shared / max(20, min(one.size, other.size)), 4)
        return self._known[pair]

"""The layout of an article in, who may play a role in each of its sentences out.

The parties that the sentence names (together or one by one), the countries that the article speaks of and the sentence does not name,
a party of no country, and, for targets, nobody at all.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Final

import numpy as np

from kg.extract.learned.keys import Ints
from kg.extract.learned.layout import Country, Layout, country_key
from kg.extract.learned.words import as_ints

TOGETHER, MEMBER, ELSEWHERE, UNKNOWN, NOBODY = range(5)  # types of candidate
_CARRIED, _FREQUENT = 4, 4  # countries that the sentence does not name: so many of the last sentences', so many of the article's
_FAR: Final = 9  # rank of what is no country
_SPEAKS_UP: Final = re.compile("[^，。]{0,8}(?:说|表示|称|指出|强调|认为)")
_SPEAKS: Final = re.compile("[^，。]{0,6}(?:说|表示|称|指出|强调|认为|宣布)")

Countries = tuple[Country, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """One who may act or be acted upon. ``first`` and ``last`` are mentions of the layout; -1 where the sentence names none."""

    type: int
    countries: Countries  # sorted, no country last
    first: int
    last: int
    recent: bool = False  # named in the two sentences before


@dataclass(frozen=True)
class Context:
    """What the article as a whole tells about countries."""

    frequency: Counter[str]
    rank: dict[str, int]  # by frequency, from 0
    in_title: frozenset[str]
    subject: tuple[Countries, ...]  # of each sentence: the first party that nothing governs
    speaker: tuple[Countries, ...]  # of each sentence: who spoke last
    speaks: tuple[bool, ...]  # of each mention: whether a verb of speaking follows


@dataclass(frozen=True)
class Cast:
    """The candidates of the sentences that are asked for, in their order; the last of each sentence is nobody."""

    candidates: tuple[Candidate, ...]
    low: Ints  # the first candidate of each sentence of the layout
    high: Ints  # past the last
    sentence: Ints
    type: Ints
    first: Ints
    last: Ints
    countries_key: Ints
    count: Ints  # how many countries it has
    unknown: Ints
    rank: Ints
    in_title: Ints
    recent: Ints
    was_subject: Ints  # of the sentence before
    was_speaker: Ints
    metonym: Ints


def context_of(layout: Layout) -> Context:
    """What the article tells about its countries."""
    frequency = Counter(c for countries in layout.countries for c in countries if c)
    ordered = sorted(frequency, key=lambda c: (-frequency[c], c))
    mentions: list[list[int]] = [[] for _ in layout.scenes]
    for n, sentence in enumerate(layout.mention_sentence.tolist()):
        mentions[sentence].append(n)
    government, ends = layout.mention_government.tolist(), layout.mention_end.tolist()
    speaks = tuple(bool(_SPEAKS_UP.match(layout.text, end, end + 12)) for end in ends)
    subjects: list[Countries] = []
    speakers: list[Countries] = []
    last: Countries = ()
    for own in mentions:
        free = next((n for n in own if government[n] == 0), None)
        subjects.append(_known(layout.countries[free]) if free is not None else ())
        speaking = next((n for n in own if speaks[n]), None)
        last = _known(layout.countries[speaking]) if speaking is not None else last
        speakers.append(last)
    title = frozenset(c for n in (mentions[0] if mentions else ()) for c in layout.countries[n] if c)
    announced = tuple(bool(_SPEAKS.match(layout.text, end, end + 10)) for end in ends)
    return Context(frequency, {c: n for n, c in enumerate(ordered)}, title, tuple(subjects), tuple(speakers), announced)


def _known(countries: Countries) -> tuple[str, ...]:
    return tuple([c for c in countries if c])


def cast_of(layout: Layout, context: Context, sentences: Sequence[int]) -> Cast:
    """The candidates of some sentences (in rising order)."""
    low, high = np.zeros(len(layout.scenes), np.int64), np.zeros(len(layout.scenes), np.int64)
    found: list[Candidate] = []
    where: list[int] = []
    members = _grouped(layout)
    frequent = tuple(islice(context.rank, _FREQUENT))  # the first are the most frequent
    for sentence in sentences:
        low[sentence] = len(found)
        found += _candidates(layout, frequent, members, sentence)
        high[sentence] = len(found)
        where += [sentence] * (len(found) - len(where))
    return Cast(tuple(found), low, high, as_ints(where), **_columns(found, where, layout, context))


def _grouped(layout: Layout) -> list[list[list[int]]]:
    """The mentions of each sentence, those named together in one list."""
    out: list[list[list[int]]] = [[] for _ in layout.scenes]
    before = -1
    for n, (sentence, group) in enumerate(zip(layout.mention_sentence.tolist(), layout.mention_group.tolist(), strict=True)):
        if group != before:
            out[sentence].append([])
            before = group
        out[sentence][-1].append(n)
    return out


def _candidates(layout: Layout, frequent: Sequence[str], members: list[list[list[int]]], sentence: int) -> Iterator[Candidate]:
    here: set[Country] = set()
    for group in members[sentence]:
        together = sorted_countries(chain.from_iterable([layout.countries[n] for n in group]))
        here.update(together)
        yield Candidate(TOGETHER, together, group[0], group[-1])
        if len(group) > 1 or len(together) > 1:
            for n in group:
                own = sorted_countries(layout.countries[n])
                if own and own != together:
                    yield Candidate(MEMBER, own, n, n)
    before = [c for back in (1, 2) if sentence >= back for g in members[sentence - back] for n in g for c in layout.countries[n] if c]
    recent = [c for c in dict.fromkeys(before) if c not in here]
    for country in dict.fromkeys((*recent[:_CARRIED], *frequent)):
        if country not in here:
            yield Candidate(ELSEWHERE, (country,), -1, -1, country in recent)
    yield Candidate(UNKNOWN, (None,), -1, -1)
    yield Candidate(NOBODY, (), -1, -1)


def sorted_countries(countries: Iterable[Country]) -> Countries:
    """Each country once, in the order that candidates have; no country last."""
    own = set(countries)
    return tuple(own) if len(own) == 1 else tuple(sorted(own, key=lambda c: (c is None, c or "")))


def _columns(found: Sequence[Candidate], where: Sequence[int], layout: Layout, context: Context) -> dict[str, Ints]:
    sets = {countries: _of_set(countries, context) for countries in {c.countries for c in found}}
    own = [sets[c.countries] for c in found]
    metonym = [m.metonym for m in layout.mentions]
    before = [context.subject[n - 1] if n else () for n in where]
    spoke = [context.speaker[n] for n in where]
    table = np.array([s[1:] for s in own], np.int64).reshape(-1, len(_OF_SETS))
    return {
        "type": as_ints([c.type for c in found]),
        "first": as_ints([c.first for c in found]),
        "last": as_ints([c.last for c in found]),
        **dict(zip(_OF_SETS, np.ascontiguousarray(table.T), strict=True)),
        "recent": as_ints([c.recent for c in found]),
        "was_subject": as_ints([int(not known.isdisjoint(last)) if known else -1 for (known, *_), last in zip(own, before, strict=True)]),
        "was_speaker": as_ints([int(not known.isdisjoint(last)) if known else -1 for (known, *_), last in zip(own, spoke, strict=True)]),
        "metonym": as_ints([c.first >= 0 and any(metonym[c.first : c.last + 1]) for c in found]),
    }


_OF_SETS: Final = ("countries_key", "count", "unknown", "rank", "in_title")


def _of_set(countries: Countries, context: Context) -> tuple[frozenset[str], int, int, bool, int, bool]:
    """The known ones of some countries, and their columns ``_OF_SETS``."""
    known = _known(countries)
    rank = min([context.rank.get(c, _FAR) for c in known], default=_FAR)
    return frozenset(known), _key(countries), min(3, len(known)), None in countries, rank, any(c in context.in_title for c in known)


def _key(countries: Countries) -> int:
    """A number for a set of countries: equal sets have equal ones."""
    key = len(countries)
    for country in countries:
        key = (key * 1000003 + country_key(country)) & 0x7FFFFFFFFFFF
    return key

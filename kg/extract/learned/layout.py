"""The scenes of one article in, where everything stands in it out, as arrays: characters, clauses, words, mentions.

All sentences are laid end to end, a line feed between them, so that one array operation answers for the whole article. Offsets here
count in that text.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from itertools import chain
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from kg.extract.clauses import Group
from kg.extract.learned.keys import Ints, text_key
from kg.extract.learned.words import EDGE, WordBook, as_ints
from kg.extract.scenes import Scene
from kg.extract.words import word_spans
from kg.model import Mention, MentionKind
from kg.vocabulary import Vocabulary
from kg.vocabulary.deciding import choose_person

_QUOTES: Final = re.compile("[“「『”」』]")
GOVERNMENTS: Final = {g: n for n, g in enumerate(("", "towards", "with", "by", "passive", "place", "source", "topic", "invited"))}
KINDS: Final = {
    kind: n
    for n, kind in enumerate(
        ("state", "organisation", "body", "person", "group", "people", "pair", "pronoun", "generic", "source", "unknown")
    )
}
Country = str | None  # a code; None for a party of no country


@dataclass(frozen=True)
class Layout:
    """One article. Of words, mentions and clauses everything is in the order of the text."""

    scenes: Sequence[Scene]
    text: str
    characters: NDArray[np.uint32]
    quoted: NDArray[np.bool_]
    base: Ints  # where each sentence begins
    clause_start: Ints
    clause_end: Ints
    clause_of_sentence: Ints  # the first clause of each sentence
    word_number: Ints  # in the book; an edge before, between and after sentences
    word_start: Ints
    word_end: Ints
    word_sentence: Ints  # -1 for an edge
    word_clause: Ints
    mentions: tuple[Mention, ...]
    mention_start: Ints
    mention_end: Ints
    mention_clause: Ints
    mention_government: Ints
    mention_kind: Ints
    mention_sentence: Ints
    mention_group: Ints  # counted through the article
    countries: tuple[tuple[Country, ...], ...]  # of each mention

    @cached_property
    def mentions_of(self) -> dict[Country, list[tuple[int, int]]]:
        """The mentions of each country, each with its sentence."""
        found: dict[Country, list[tuple[int, int]]] = defaultdict(list)
        for n, (sentence, countries) in enumerate(zip(self.mention_sentence.tolist(), self.countries, strict=True)):
            for country in dict.fromkeys(countries):
                found[country].append((n, sentence))
        return dict(found)

    @cached_property
    def mention_places(self) -> list[tuple[int, int, int, int, int]]:
        """Start, end, sentence, clause and government of each mention, to be looked at one by one."""
        columns = (self.mention_start, self.mention_end, self.mention_sentence, self.mention_clause, self.mention_government)
        return list(zip(*(column.tolist() for column in columns), strict=True))

    def clause_at(self, positions: Ints, sentences: Ints) -> Ints:
        """The clause that holds each position: the one before it, for a mark between two; never another sentence's."""
        found = np.searchsorted(self.clause_start, positions, "right") - 1
        return np.maximum(found, self.clause_of_sentence[sentences])


def lay_out(scenes: Sequence[Scene], book: WordBook, day: date | None, vocabulary: Vocabulary) -> Layout:
    """The layout of an article; ``day`` decides who held an office."""
    book.begin()
    text = "\n".join(scene.folded for scene in scenes) + "\n"
    lengths = [len(scene.folded) + 1 for scene in scenes]
    base = (np.cumsum([0, *lengths])[:-1]).astype(np.int64)
    spans = [scene.spans or ((0, len(scene.folded)),) for scene in scenes]
    counts = as_ints([len(s) for s in spans])
    starts = as_ints([b + (start if n else 0) for b, s in zip(base, spans, strict=True) for n, (start, _) in enumerate(s)])
    ends = as_ints([b + end for b, s in zip(base, spans, strict=True) for _, end in s])
    firsts = np.cumsum(counts) - counts
    groups = [(n, group) for n, scene in enumerate(scenes) for group in scene.groups]
    numbers, word_start, word_end, word_sentence = _words(scenes, base, book)
    word_clause = np.maximum(np.searchsorted(starts, word_start, "right") - 1, firsts[np.maximum(word_sentence, 0)])
    word_clause[word_sentence < 0] = -1
    return Layout(
        scenes=scenes,
        text=text,
        characters=np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32),
        quoted=_quoted(scenes, base, len(text)),
        base=base,
        clause_start=starts,
        clause_end=ends,
        clause_of_sentence=firsts,
        word_number=numbers,
        word_start=word_start,
        word_end=word_end,
        word_sentence=word_sentence,
        word_clause=word_clause,
        **_mentions(groups, scenes, base, firsts, day, vocabulary),
    )


def _words(scenes: Sequence[Scene], base: Ints, book: WordBook) -> tuple[Ints, Ints, Ints, Ints]:
    """Number, start, end and sentence of each word, edges between the sentences."""
    numbers: list[int] = [EDGE, EDGE]
    starts: list[int] = [0, 0]
    ends: list[int] = [0, 0]
    sentences: list[int] = [-1, -1]
    for n, (scene, offset) in enumerate(zip(scenes, base.tolist(), strict=True)):
        spans, folded = word_spans(scene.folded), scene.folded
        numbers += book.number([folded[a:b] for a, b in spans])
        starts += [offset + a for a, _ in spans]
        ends += [offset + b for _, b in spans]
        sentences += [n] * len(spans)
        at = offset + len(folded)
        numbers += (EDGE, EDGE)
        starts += (at, at)
        ends += (at, at)
        sentences += (-1, -1)
    return as_ints(numbers), as_ints(starts), as_ints(ends), as_ints(sentences)


def _quoted(scenes: Sequence[Scene], base: Ints, length: int) -> NDArray[np.bool_]:
    """Which characters stand inside quotation marks of their sentence."""
    inside = np.zeros(length, dtype=np.bool_)
    for scene, offset in zip(scenes, base.tolist(), strict=True):
        depth, since = 0, 0
        for mark in _QUOTES.finditer(scene.folded):
            if mark.group() in "“「『":
                since = mark.start() if depth == 0 else since
                depth += 1
            elif depth:
                depth -= 1
                if depth == 0:
                    inside[offset + since : offset + mark.end()] = True
        if depth:
            inside[offset + since : offset + len(scene.folded)] = True
    return inside


def _mentions(
    groups: Sequence[tuple[int, Group]], scenes: Sequence[Scene], base: Ints, firsts: Ints, day: date | None, vocabulary: Vocabulary
) -> dict[str, Any]:
    listed = [(n, at, group, mention) for at, (n, group) in enumerate(groups) for mention in group.mentions]
    moved = as_ints([int(base[n]) - scenes[n].sentence.start for n, _, _, _ in listed])
    return {
        "mentions": tuple(m for _, _, _, m in listed),
        "mention_start": as_ints([m.start for _, _, _, m in listed]) + moved,
        "mention_end": as_ints([m.end for _, _, _, m in listed]) + moved,
        "mention_clause": as_ints([int(firsts[n]) + g.clause for n, _, g, _ in listed]),
        "mention_government": as_ints([GOVERNMENTS[g.government] for _, _, g, _ in listed]),
        "mention_kind": as_ints([KINDS[m.kind] for _, _, _, m in listed]),
        "mention_sentence": as_ints([n for n, _, _, _ in listed]),
        "mention_group": as_ints([at for _, at, _, _ in listed]),
        "countries": tuple(countries_of(m, day, vocabulary) for _, _, _, m in listed),
    }


def countries_of(mention: Mention, day: date | None, vocabulary: Vocabulary) -> tuple[Country, ...]:
    """The codes that a mention counts under: several for a pair of states."""
    # only who a person is depends on the day
    return _countries(mention.kind, mention.candidates, mention.country, day if mention.kind == "person" else None, vocabulary)


@lru_cache(maxsize=1 << 13)
def _countries(
    kind: MentionKind, candidates: tuple[str, ...], country: str | None, day: date | None, vocabulary: Vocabulary
) -> tuple[Country, ...]:
    if kind == "pair":
        return tuple(vocabulary.code_of(iri) for iri in candidates)
    if kind in ("state", "organisation", "people"):
        return (vocabulary.code_of(candidates[0]),)
    own = vocabulary.code_of(country) if country else None
    if kind == "source":
        return (own or next((s.code for iri in candidates if (s := vocabulary.sources.get(iri))), None),)
    if kind == "person":
        known = [iri for iri in candidates if (a := vocabulary.actor(iri)) is not None and a.kind == "person"]
        return ((vocabulary.code_of(choose_person(known, country, day, vocabulary)) if known else None) or own,)
    first = candidates[0] if candidates else ""
    return (vocabulary.code_of(first) if first in vocabulary.actors else own,)


def country_key(country: Country) -> int:
    """A number for a country's code; of no country 0."""
    return 0 if country is None else text_key(country)


def all_countries(layout: Layout) -> Iterator[str]:
    """Every country that the article names, as often as it does."""
    return (c for c in chain.from_iterable(layout.countries) if c)
